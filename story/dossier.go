package story

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// Dossier is what the record holds on a subject (docs/DOSSIER.md).
type Dossier struct {
	Parties    []string     `json:"parties"`
	AsOf       string       `json:"as_of"`
	Snapshot   string       `json:"snapshot"`
	Accuracy   string       `json:"accuracy,omitempty"` // of the machine, measured on a sample that people judged
	Total      int          `json:"total"`              // how many happenings there are; Happenings may hold the latest of them only
	Happenings []*Happening `json:"happenings"`
	Talks      []Talks      `json:"talks"`
	Agreements []Agreement  `json:"agreements"`
	Forces     []Force      `json:"forces"`
	Statements []Statement  `json:"statements"`
	Due        []string     `json:"due"`     // ids of what is planned and its time not past
	Overdue    []string     `json:"overdue"` // ids of what was planned, its time past and nothing heard
}

// Talks are a dialogue with its rounds, in order of time.
type Talks struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Parties []string `json:"parties"`
	Rounds  []string `json:"rounds"`
	Agenda  []string `json:"agenda"`
}

// Agreement is a treaty or accord over all articles that name it.
type Agreement struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Parties  []string   `json:"parties"`
	Evidence []Evidence `json:"evidence"`
}

// Force is the strength of one holder at one place over time.
type Force struct {
	Of      string      `json:"of"`
	Place   string      `json:"place,omitempty"`
	Measure string      `json:"measure"`
	Steps   []ForceStep `json:"steps"`
}

// ForceStep is one number of a series and what it means.
type ForceStep struct {
	On       string          `json:"on"`
	Value    float64         `json:"value"`
	Unit     string          `json:"unit,omitempty"`
	Relation string          `json:"relation,omitempty"`
	Status   chancery.Status `json:"status,omitempty"`
	SaidBy   string          `json:"said_by,omitempty"`
	Evidence []Evidence      `json:"evidence"`
}

// Statement is what someone said.
type Statement struct {
	Speaker  string     `json:"speaker"`
	Role     string     `json:"role,omitempty"`
	To       *string    `json:"to"`
	Kind     string     `json:"kind"`
	Verbatim bool       `json:"verbatim"`
	Denies   bool       `json:"denies,omitempty"`
	Text     string     `json:"text"`
	Evidence []Evidence `json:"evidence"`
}

// Pending reports whether h is something to come that is agreed or sought,
// and whether its time is past on a day.
func (h *Happening) Pending(today string) (due, overdue bool) {
	switch h.Status {
	case chancery.Planned, chancery.Requested, chancery.Offered:
	default:
		return false, false
	}
	if h.Time == nil || h.Time.Finish == "" && h.Time.Begin == "" {
		// Without a time of its own it is news for a year.
		told := day(h.LastTold())
		return told == noDay || day(today)-told <= 365, false
	}
	end := cmp.Or(h.Time.Finish, h.Time.Begin)
	return end >= today, end < today
}

// LastTold is the last day on which a report told of h.
func (h *Happening) LastTold() string {
	last := ""
	for _, s := range h.Life {
		for _, e := range s.Evidence {
			last = max(last, e.Published[:min(len(e.Published), 10)])
		}
	}
	return last
}

// FirstTold is the first day on which a report told of h, or "" when none is
// dated.
func (h *Happening) FirstTold() string {
	first := ""
	for _, s := range h.Life {
		for _, e := range s.Evidence {
			if d := e.Published[:min(len(e.Published), 10)]; d != "" && (first == "" || d < first) {
				first = d
			}
		}
	}
	return first
}

// Dialogues groups rounds of talks, in order of time.
func Dialogues(all []*Happening) []Talks {
	at := map[string]int{}
	out := []Talks{}
	for _, h := range all {
		if h.Talks == "" {
			continue
		}
		i, known := at[h.Talks]
		if !known {
			i = len(out)
			at[h.Talks] = i
			parties := slices.Clone(h.Actor)
			sort.Strings(parties)
			out = append(out, Talks{ID: h.Talks, Name: h.Name, Parties: parties, Agenda: []string{}})
		}
		out[i].Rounds = append(out[i].Rounds, h.ID)
		if len(h.Name) > len(out[i].Name) { // the fullest of its names
			out[i].Name = h.Name
		}
		out[i].Agenda = union(out[i].Agenda, h.Agenda)
	}
	return out
}

// Facts are what a dossier needs of a record beside its happenings: its
// agreements, the strength of forces and what was said. about says whether an
// actor belongs to the subject; nil takes all.
type Facts struct {
	Agreements []Agreement
	Forces     []Force
	Statements []Statement
}

// FactsOf gathers the facts of records, which come in order of publication.
func FactsOf(records []*chancery.Record, about func(country, name string) bool) Facts {
	f := Facts{Agreements: []Agreement{}, Forces: []Force{}, Statements: []Statement{}}
	agreements, forces := map[string]int{}, map[string]int{}
	said := map[string]int{}
	for _, r := range records {
		a := r.Article
		off := chancery.NewOffsets(a.Text)
		evidence := func(s chancery.Span) []Evidence {
			s = around(r.Sentences, s)
			return []Evidence{{a.ID, a.Outlet, a.Published, a.URL, off.CodePoint(s.Start), off.CodePoint(s.End), clean(s.Text(a.Text)), ""}}
		}
		concerns := func(id string) bool {
			x := r.Actor(id)
			return x != nil && (about == nil || about(x.Country, x.Name))
		}
		for _, g := range r.Agreements {
			var labels []string
			met := about == nil
			for _, id := range g.Parties {
				met = met || concerns(id)
			}
			for _, p := range parties(r, g.Parties) {
				labels = union(labels, []string{p.Label})
			}
			if !met || len(g.Mentions) == 0 {
				continue
			}
			key := strings.ToLower(clean(g.Name))
			i, known := agreements[key]
			if !known {
				i = len(f.Agreements)
				agreements[key] = i
				f.Agreements = append(f.Agreements, Agreement{ID: "g" + hash(key), Name: clean(g.Name), Parties: []string{}})
			}
			f.Agreements[i].Parties = union(f.Agreements[i].Parties, labels)
			f.Agreements[i].Evidence = evidenceUnion(f.Agreements[i].Evidence, evidence(g.Mentions[0].Span))
		}
		for _, x := range r.Figures {
			if (x.Measure != chancery.Troops && x.Measure != chancery.Weapons) || !concerns(x.Of) {
				continue
			}
			step := ForceStep{On: dayOf(a.Published), Value: x.Value, Relation: string(x.Relation), Evidence: evidence(x.Span)}
			if x.Unit != "person" {
				step.Unit = x.Unit
			}
			if x.Time != nil && x.Time.Begin != "" {
				step.On = x.Time.Begin
			}
			if s := speaker(r, x.SaidBy); s != nil {
				step.SaidBy = s.Name
			}
			for i := range r.Events {
				if r.Events[i].ID == x.Event {
					step.Status = r.Events[i].Status
				}
			}
			of, where := partyOf(r.Actor(x.Of)).Label, ""
			if p := r.Place(x.Place); p != nil {
				where = cmp.Or(p.Country, clean(p.Name))
			}
			key := of + "|" + where + "|" + string(x.Measure) + "|" + step.Unit
			i, known := forces[key]
			if !known {
				i = len(f.Forces)
				forces[key] = i
				f.Forces = append(f.Forces, Force{Of: of, Place: where, Measure: string(x.Measure)})
			}
			f.Forces[i].Steps = append(f.Forces[i].Steps, step)
		}
		for _, q := range r.Quotes {
			if !concerns(q.Speaker) || len(q.Content) == 0 {
				continue
			}
			s := speaker(r, q.ID)
			var words []string
			for _, c := range q.Content {
				words = append(words, clean(c.Text(a.Text)))
			}
			st := Statement{Speaker: s.Name, Role: s.Role, Kind: string(q.Kind), Verbatim: q.Verbatim, Denies: q.Polarity == chancery.Negative,
				Text: strings.Join(words, " … "), Evidence: evidence(q.Content[0])}
			if to := r.Actor(q.To); to != nil {
				name := clean(to.Name)
				st.To = &name
			}
			key := st.Speaker + "|" + st.Text
			if i, known := said[key]; known {
				f.Statements[i].Evidence = evidenceUnion(f.Statements[i].Evidence, st.Evidence)
				continue
			}
			said[key] = len(f.Statements)
			f.Statements = append(f.Statements, st)
		}
	}
	for i := range f.Forces {
		slices.SortStableFunc(f.Forces[i].Steps, func(a, b ForceStep) int { return cmp.Compare(a.On, b.On) })
	}
	return f
}

func dayOf(published string) string { return published[:min(len(published), 10)] }
