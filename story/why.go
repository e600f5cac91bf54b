package story

import (
	"slices"
	"sort"
)

// Account tells why mentions are one happening, and what is near it and is not.
type Account struct {
	Happening *Happening `json:"happening"`
	Bonds     []Bond     `json:"bonds"` // one for each mention but the first
	Near      []Near     `json:"near"`  // the nearest first
}

// Bond is what makes a mention one with others of its happening.
type Bond struct {
	Mention  Telling  `json:"mention"`
	With     *Telling `json:"with,omitempty"` // the one that it is tied to; nil where no two alone are
	Because  []string `json:"because"`
	Decision bool     `json:"decision,omitempty"` // of an analyst
}

// Near is a mention of another happening that shares something with one of this.
type Near struct {
	Mention   Telling  `json:"mention"`
	Happening string   `json:"happening"`
	With      Telling  `json:"with"`
	Apart     []string `json:"apart"` // what keeps them apart
	Decision  bool     `json:"decision,omitempty"`
}

// Telling is a mention as an account names it.
type Telling struct {
	ID       string   `json:"id"`
	Event    string   `json:"event"`
	Status   string   `json:"status"`
	Evidence Evidence `json:"evidence"`
}

func (m *Mention) telling() Telling {
	t := Telling{ID: m.ID, Event: m.Event, Status: string(m.Status), Evidence: Evidence{Article: m.Article.ID}}
	if len(m.Evidence) > 0 {
		t.Evidence = m.Evidence[0]
	}
	return t
}

// Bonds gives for each mention of a happening, but its first, the strongest tie
// to another: to one before it where there is one.
func Bonds(mentions []*Mention, decisions *Decisions) []Bond {
	all := slices.Clone(mentions)
	sort.Slice(all, func(i, j int) bool { return less(all[i], all[j]) })
	pairs := edges(all, decisions)
	out := []Bond{}
	for i := 1; i < len(all); i++ {
		b := Bond{Mention: all[i].telling(), Because: []string{"the others are one with it only together"}}
		best := -1
		for _, before := range []bool{true, false} {
			for k, e := range pairs {
				j := e.a + e.b - i
				if e.a != i && e.b != i || before != (j < i) || best >= 0 && e.strong <= pairs[best].strong {
					continue
				}
				best = k
			}
			if best >= 0 {
				break
			}
		}
		if best >= 0 {
			e := pairs[best]
			with := all[e.a+e.b-i].telling()
			b.With, b.Decision = &with, e.strong >= byAnalyst
			switch {
			case e.strong > 0:
				b.Because = e.reasons
			case e.recalled:
				b.Because = []string{onlyDeed}
			default:
				b.Because = []string{onlySuch}
			}
		}
		out = append(out, b)
	}
	return out
}

// Distances tells of mentions of other happenings what keeps each apart from
// the nearest of these: the last of what was compared that differs. of gives
// the happening of a mention's id.
func Distances(mentions, others []*Mention, of map[string]string, decisions *Decisions, limit int) []Near {
	type near struct {
		Near
		close float64
	}
	var all []near
	for _, o := range others {
		best := near{close: -1}
		for _, m := range mentions {
			x := Near{Mention: o.telling(), Happening: of[o.ID], With: m.telling()}
			one, why := Why(m, o)
			c := closeness(m, o)
			if same, ok := decisions.of(m.ID, o.ID); ok && !same {
				x.Decision, why, c = true, []string{decided}, c+1
			} else if one {
				why = []string{"one of the happenings holds another telling that keeps them apart"}
			} else if maybe(m, o) || recalls(m, o) {
				if conflict(m, o) == "" {
					why = []string{"it can be more than one, or what it is one with keeps them apart"}
				}
			}
			x.Apart = why
			if c > best.close {
				best = near{x, c}
			}
		}
		if best.close >= 0 {
			all = append(all, best)
		}
	}
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].close != all[j].close {
			return all[i].close > all[j].close
		}
		return all[i].Mention.ID < all[j].Mention.ID
	})
	out := []Near{}
	seen := map[string]bool{}
	for _, x := range all {
		if len(out) < limit && !seen[x.Happening] { // one telling stands for its happening
			seen[x.Happening] = true
			out = append(out, x.Near)
		}
	}
	return out
}

// closeness ranks pairs that are apart: by the blocks and words that they share.
func closeness(a, b *Mention) float64 {
	return float64(shared(a.Keys(), b.Keys())) + alike(a, b)
}
