package story

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	chancery "github.com/chancery-project/chancery"
)

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
