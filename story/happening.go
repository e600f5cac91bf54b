package story

import (
	"math"
	"slices"
	"sort"
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
