package story

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// namesake reports whether two lists of parties share one, no state or group
// but a person or a ship, that both call by its name: such a one is taken or
// freed once.
func namesake(a, b []Party) bool {
	for _, x := range a {
		for _, y := range b {
			if x.named && y.named && x.single() && y.single() && strings.EqualFold(x.Name, y.Name) {
				return true
			}
		}
	}
	return false
}

// single reports whether p is a person or a thing, not one that acts for many.
func (p *Party) single() bool {
	return p.Person != "" || p.Key != p.Country && strings.HasSuffix(p.Code, "CVL") && strings.Contains(p.Name, " ")
}

// deed reports whether m is of those that are done once: no talks, no words.
func (m *Mention) deed() bool { return !verbal(m.Type) && !mutual(m) }

// recallDays is for how many days a deed is told again without its day.
const recallDays = 14

// recalls reports whether one of two deeds, which do not conflict, only recalls
// the other: it tells no day of its own, "days after an attack on the base", and
// what it does tell is of the other. Whether it is that one depends on what
// others it may be.
func recalls(a, b *Mention) bool {
	if b.exact() {
		a, b = b, a
	}
	if !a.exact() || b.timed || !a.deed() || b.many || b.heads != "" || a.heads != "" || a.Status != chancery.Happened || b.Status != chancery.Happened {
		return false
	}
	if told := day(b.Article.Published); told == noDay || told < a.first || told-a.first > recallDays {
		return false
	}
	if !overlap(a.Mode, b.Mode) && !(violent(a.Type) && (len(a.Mode) == 0 || len(b.Mode) == 0)) {
		return false
	}
	switch {
	case here(a.Place, b.Place):
		return true
	case violent(a.Type):
		return met(a.Recipient, b.Recipient)
	case len(a.Recipient) == 0 && len(b.Recipient) == 0:
		return met(a.Actor, b.Actor) && alike(a, b) >= 0.4
	}
	return met(a.Recipient, b.Recipient) && alike(a, b) >= 0.4
}

// joinRecalled joins to a dated deed the groups that only recall it: where
// there is one that it can be, or one that has the same number of victims.
func joinRecalled(of []*group, all []*Mention, pairs []edge, decisions *Decisions, merge func(a, b *group, reasons []string)) {
	fits := func(g, o *group) bool { return g.recallable(o, decisions) }
	options := map[*group][]*group{}
	var order []*group
	for _, e := range pairs {
		a, b := of[e.a], of[e.b]
		if !e.recalled || a == b {
			continue
		}
		if all[e.a].timed {
			a, b = b, a
		}
		if a.timed() || !b.timed() || !fits(a, b) || slices.Contains(options[a], b) {
			continue
		}
		if options[a] == nil {
			order = append(order, a)
		}
		options[a] = append(options[a], b)
	}
	type pair struct{ from, to *group }
	var chosen []pair
	for _, g := range order {
		found := options[g]
		if len(found) > 1 {
			found = slices.DeleteFunc(slices.Clone(found), func(o *group) bool { return !g.sameToll(o) })
		}
		if len(found) == 1 {
			chosen = append(chosen, pair{g, found[0]})
		}
	}
	for _, c := range chosen {
		if fits(c.from, c.to) {
			merge(c.to, c.from, []string{onlyDeed})
		}
	}
}

// recallable reports whether g may recall o: nothing that they tell conflicts,
// save that only some tellings of o name the victims that g names.
func (g *group) recallable(o *group, decisions *Decisions) bool {
	for _, x := range g.mentions {
		named := slices.ContainsFunc(o.mentions, func(y *Mention) bool { return met(x.Recipient, y.Recipient) })
		for _, y := range o.mentions {
			if same, ok := decisions.of(x.ID, y.ID); ok {
				if !same {
					return false
				}
			} else if c := conflict(x, y); c != "" && !(c == otherRecipient && named) {
				return false
			}
		}
	}
	return true
}

// sameToll reports whether a telling of each group counts the same number of
// the same.
func (g *group) sameToll(o *group) bool {
	for _, a := range g.mentions {
		for _, b := range o.mentions {
			if sameNumber(a, b) {
				return true
			}
		}
	}
	return false
}
