package story

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// Happening is one thing that happened, or is to happen, with all that tells
// of it (docs/DOSSIER.md).
type Happening struct {
	ID            string             `json:"id"` // that of its earliest mention; the id of any of its mentions finds it
	Type          chancery.EventType `json:"type"`
	Mode          []string           `json:"mode"`
	CAMEO         string             `json:"cameo,omitempty"`     // of the earliest report that has one
	Goldstein     *float64           `json:"goldstein,omitempty"` // PLOVER's score, -10…10, of the same
	Contexts      []string           `json:"contexts,omitempty"`
	Name          string             `json:"name,omitempty"`
	Talks         string             `json:"talks,omitempty"` // id of the talks that it is a round of
	Round         int                `json:"round,omitempty"`
	Actor         []string           `json:"actor"` // labels of Parties
	Recipient     []string           `json:"recipient"`
	Mediator      []string           `json:"mediator,omitempty"`
	Parties       []Party            `json:"parties"` // all of the above, as reports name them
	Place         *Place             `json:"place,omitempty"`
	Time          *Time              `json:"time,omitempty"`
	Status        chancery.Status    `json:"status"`
	Life          []Step             `json:"life"`
	Disagreements []Disagreement     `json:"disagreements,omitempty"`
	Agenda        []string           `json:"agenda,omitempty"`
	Voices        int                `json:"voices"`  // independent tellings
	Reports       int                `json:"reports"` // all of them
	MergedBecause []string           `json:"merged_because,omitempty"`
	Confidence    float64            `json:"confidence"`
	DecidedBy     string             `json:"decided_by"`
	Mentions      []string           `json:"mentions"`

	members []*Mention
}

// Step is one step of the life of a happening.
type Step struct {
	Status   chancery.Status `json:"status"`
	On       string          `json:"on,omitempty"`      // day: when it took place, or when it was said
	By       string          `json:"by,omitempty"`      // who asked, of a request
	SaidBy   string          `json:"said_by,omitempty"` // absent: the reports say it in their own voice
	Role     string          `json:"role,omitempty"`
	Via      []string        `json:"via,omitempty"`
	For      string          `json:"for,omitempty"` // when it is to take place
	Evidence []Evidence      `json:"evidence"`
}

// Disagreement holds what reports tell differently, side by side.
type Disagreement struct {
	About    string          `json:"about"` // killed, wounded, …, actor, outcome
	Versions []VersionOfFact `json:"versions"`
}

// VersionOfFact is one side of a disagreement.
type VersionOfFact struct {
	Value    string     `json:"value"`
	SaidBy   string     `json:"said_by,omitempty"`
	Evidence []Evidence `json:"evidence"`
}

// before orders happenings by time, then id.
func (h *Happening) before(o *Happening) bool {
	if a, b := h.Day(), o.Day(); a != b {
		return a < b
	}
	return h.ID < o.ID
}

// Day is the first day of the happening: its own time, else that of its first
// step; "" when unknown.
func (h *Happening) Day() string {
	if h.Time != nil && h.Time.Begin != "" {
		return h.Time.Begin
	}
	if len(h.Life) > 0 {
		return h.Life[0].On
	}
	return ""
}

// Members gives the mentions that Link made h of; none for one that was read back.
func (h *Happening) Members() []*Mention { return h.members }

// happening makes a happening of a group, whose mentions are in order.
func (g *group) happening() *Happening {
	first := g.mentions[0]
	h := &Happening{ID: first.ID, Type: first.Type, Mode: []string{}, Actor: []string{}, Recipient: []string{}, DecidedBy: "machine", members: g.mentions}
	if g.decided {
		h.DecidedBy = "analyst"
	}
	voices, documents := map[int]bool{}, map[string]bool{}
	doubt := 1.0
	voice := independent(g.mentions)
	for i, m := range g.mentions {
		h.Mentions = append(h.Mentions, m.ID)
		if m.judged {
			h.DecidedBy = "analyst"
		}
		documents[m.Article.Document] = true
		if !voices[voice[i]] {
			doubt *= 1 - m.Confident
		}
		voices[voice[i]] = true
		h.Mode = union(h.Mode, m.Mode)
		h.Contexts = union(h.Contexts, m.Contexts)
		h.Agenda = union(h.Agenda, m.Topics)
		if h.CAMEO == "" {
			h.CAMEO, h.Goldstein = m.CAMEO, m.Goldstein
		}
		if h.Name == "" {
			h.Name = m.Name
		}
	}
	h.Round = g.round(voice)
	h.Voices, h.Reports = len(voices), len(documents)
	h.Confidence = math.Round((1-doubt)*1000) / 1000
	h.Status = g.status()
	h.Time, h.Place = g.time(h.Status), g.place()
	g.parties(h)
	for r := range g.reasons {
		h.MergedBecause = append(h.MergedBecause, r)
	}
	sort.Strings(h.MergedBecause)
	for _, m := range g.mentions {
		if m.Talks != "" {
			labels := slices.Clone(h.Actor)
			sort.Strings(labels)
			h.Talks = "k" + hash(m.Talks+"|"+strings.Join(labels, "|"))
			if h.Name == "" {
				h.Name = m.Talks
			}
			break
		}
	}
	h.Life = g.life()
	h.Disagreements = g.disagreements()
	return h
}

// round is the number of the round that most voices give, of as many the first.
func (g *group) round(voice []int) int {
	votes, heard := map[int]int{}, map[[2]int]bool{}
	best := 0
	for i, m := range g.mentions {
		if k := [2]int{m.Round, voice[i]}; m.Round > 0 && !heard[k] {
			heard[k] = true
			votes[m.Round]++
		}
	}
	for _, m := range g.mentions {
		if votes[m.Round] > votes[best] {
			best = m.Round
		}
	}
	return best
}

// union appends what of b is not in a.
func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// far says how far a status vouches for an event.
var far = map[chancery.Status]int{chancery.Possible: 1, chancery.ThreatenedDeed: 2, chancery.Requested: 3, chancery.Offered: 4, chancery.Planned: 5,
	chancery.CancelledStatus: 6, chancery.Denied: 6, chancery.Ongoing: 7, chancery.Happened: 8}

// status is the latest that the mentions vouch for: what took place stays;
// else the last word counts, and a weaker telling of the same day or later
// does not take back a plan.
func (g *group) status() chancery.Status {
	best := g.mentions[0]
	for _, m := range g.mentions[1:] {
		b, s := far[best.Status], far[m.Status]
		later := m.Article.Day() > best.Article.Day()
		switch {
		case b >= 7:
			if s > b {
				best = m
			}
		case s > b, b == 6 && later && m.Status == chancery.Planned:
			best = m
		}
	}
	return best.Status
}

// time is the closest time that a mention of the status gives, else of any.
func (g *group) time(s chancery.Status) *Time {
	var best *Mention
	for _, same := range []bool{true, false} {
		for _, m := range g.mentions {
			if m.Time == nil || m.Time.Value == "" && m.Time.Begin == "" || same != (m.Status == s) {
				continue
			}
			switch {
			case best == nil, m.timed && !best.timed:
				best = m
			case m.timed && m.last-m.first < best.last-best.first:
				best = m
			case ahead(s) && m.timed && m.Moved && m.Article.Day() > best.Article.Day():
				best = m
			}
		}
		if best != nil {
			return best.Time
		}
	}
	return nil
}

func (g *group) place() *Place {
	var best *Place
	rank := func(p *Place) int {
		switch {
		case p == nil:
			return 0
		case p.fine():
			return 3
		case p.Kind == string(chancery.Region):
			return 2
		}
		return 1
	}
	for _, placed := range []bool{true, false} { // what the words name rather than where a report is from
		for _, m := range g.mentions {
			if m.placed == placed && rank(m.Place) > rank(best) {
				best = m.Place
			}
		}
		if placed && best != nil && mutual(g.mentions[0]) {
			return best
		}
	}
	for _, m := range g.mentions { // a call or a video meeting, told from two capitals
		if best != nil && mutual(m) && placesDiffer(m.Place, best) {
			return nil
		}
	}
	return best
}

// parties takes the parties that at least a third of the mentions name, in
// the order of the first.
func (g *group) parties(h *Happening) {
	for _, side := range []struct {
		of  func(*Mention) []Party
		out *[]string
	}{
		{func(m *Mention) []Party { return m.Actor }, &h.Actor},
		{func(m *Mention) []Party { return m.Recipient }, &h.Recipient},
		{func(m *Mention) []Party { return m.Mediator }, &h.Mediator},
	} {
		count, named, faces := map[string]int{}, map[string]Party{}, map[string]map[string]int{}
		var order []string
		telling := 0
		for _, m := range g.mentions {
			list := side.of(m)
			if len(list) > 0 {
				telling++
			}
			for _, k := range keys(list) {
				count[k]++
			}
			for _, p := range list {
				if faces[p.Key] == nil {
					order = append(order, p.Key)
					faces[p.Key] = map[string]int{}
				}
				faces[p.Key][p.Person]++
				if _, known := named[p.Key+"|"+p.Person]; !known {
					named[p.Key+"|"+p.Person] = p
				}
			}
		}
		for _, k := range order {
			if count[k]*3 >= telling {
				// One person stands for a party where most name that person.
				person, most := "", faces[k][""]
				for who, n := range faces[k] {
					if n > most || n == most && who < person {
						person, most = who, n
					}
				}
				p := named[k+"|"+person]
				*side.out = union(*side.out, []string{p.Label})
				if !slices.Contains(h.Parties, p) {
					h.Parties = append(h.Parties, p)
				}
			}
		}
	}
}

// life gives the steps: one a status and voice, at the day it was first told.
func (g *group) life() []Step {
	var out []Step
	at := map[string]int{}
	add := func(s Step) {
		key := fmt.Sprint(s.Status, "|", s.SaidBy, "|", s.For)
		i, known := at[key]
		if !known {
			at[key] = len(out)
			out = append(out, s)
			return
		}
		out[i].Evidence = evidenceUnion(out[i].Evidence, s.Evidence)
		if s.On != "" && (out[i].On == "" || s.On < out[i].On) {
			out[i].On = s.On
		}
	}
	for _, m := range g.mentions {
		for _, s := range m.Asked {
			add(s)
		}
		s := Step{Status: m.Status, On: m.Article.Day(), Evidence: m.Evidence}
		if m.SaidBy != nil {
			s.SaidBy, s.Role, s.Via = m.SaidBy.Name, m.SaidBy.Role, m.SaidBy.Via
		}
		switch {
		case ahead(m.Status) && m.Time != nil:
			s.For = m.Time.Value
		case !ahead(m.Status) && m.exact() && m.Status != chancery.CancelledStatus && m.Status != chancery.Denied:
			s.On = dayString(m.first)
		case !ahead(m.Status) && m.timed && m.Status != chancery.CancelledStatus && m.Status != chancery.Denied:
			s.On = m.Time.Value
			if !plainDate.MatchString(s.On) {
				s.On = m.Time.Begin
			}
		}
		add(s)
		for _, d := range m.DeniedBy {
			add(Step{Status: chancery.Denied, On: m.Article.Day(), SaidBy: d, Evidence: m.Evidence})
		}
	}
	slices.SortStableFunc(out, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(far[a.Status], far[b.Status]), cmp.Compare(a.SaidBy, b.SaidBy), cmp.Compare(a.For, b.For))
	})
	return out
}

// plainDate is a year, month or day; these sort by time, and with one another.
var plainDate = regexp.MustCompile(`^\d{4}(-\d\d(-\d\d)?)?$`)

func evidenceUnion(a, b []Evidence) []Evidence {
	a = slices.Clip(a)
	for _, e := range b {
		if !slices.Contains(a, e) {
			a = append(a, e)
		}
	}
	return a
}

// disagreements puts side by side the numbers, the doers and the outcomes
// that are told differently.
func (g *group) disagreements() []Disagreement {
	var out []Disagreement
	versions := func(about string, of func(*Mention, func(value, by string, ev []Evidence))) {
		var d Disagreement
		at := map[string]int{}
		values := map[string]bool{}
		for _, m := range g.mentions {
			of(m, func(value, by string, ev []Evidence) {
				key := value + "|" + by
				values[value] = true
				if i, known := at[key]; known {
					d.Versions[i].Evidence = evidenceUnion(d.Versions[i].Evidence, ev)
					return
				}
				at[key] = len(d.Versions)
				d.Versions = append(d.Versions, VersionOfFact{value, by, ev})
			})
		}
		if len(values) > 1 {
			d.About = about
			out = append(out, d)
		}
	}
	said := func(m *Mention) string {
		if m.SaidBy == nil {
			return ""
		}
		return m.SaidBy.Name
	}
	for _, measure := range []string{"killed", "wounded", "detained", "displaced"} {
		versions(measure, func(m *Mention, add func(string, string, []Evidence)) {
			for _, t := range m.Tolls {
				if t.Measure == measure {
					v := strconv.FormatFloat(t.Value, 'f', -1, 64)
					if t.Relation != "" && t.Relation != string(chancery.Equals) {
						v = strings.ReplaceAll(t.Relation, "_", " ") + " " + v
					}
					add(v, t.SaidBy, []Evidence{t.Evidence})
				}
			}
		})
	}
	if !verbal(g.mentions[0].Type) && !mutual(g.mentions[0]) {
		disjoint := false
		for i, a := range g.mentions {
			for _, b := range g.mentions[i+1:] {
				disjoint = disjoint || len(a.Actor) > 0 && len(b.Actor) > 0 && shared(keys(a.Actor), keys(b.Actor)) == 0
			}
		}
		if disjoint {
			versions("actor", func(m *Mention, add func(string, string, []Evidence)) {
				for _, p := range m.Actor {
					add(p.Label, said(m), m.Evidence)
				}
			})
		}
	}
	versions("round", func(m *Mention, add func(string, string, []Evidence)) {
		if m.Round > 0 {
			add(strconv.Itoa(m.Round), said(m), m.Evidence)
		}
	})
	versions("outcome", func(m *Mention, add func(string, string, []Evidence)) {
		if m.Status == chancery.Happened || m.Status == chancery.Ongoing {
			add("happened", said(m), m.Evidence)
		}
		if m.Status == chancery.Denied {
			add("denied", said(m), m.Evidence)
		}
		for _, d := range m.DeniedBy {
			add("denied", d, m.Evidence)
		}
	})
	return out
}
