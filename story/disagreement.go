package story

import (
	"slices"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

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
