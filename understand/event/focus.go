package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// focus gives a meeting that names nobody, and whose noun points back ("the
// talks", "the first round", "both meetings"), the parties of the meeting that
// the article told of or asked for last.
func (r *reading) focus(p *parse, x int, d *draft) {
	if d.Type != chancery.Consult || x < 0 || len(d.Actor)+len(d.Recipient)+len(d.Mediator) > 0 || !r.pointsBack(p, x) {
		return
	}
	for i := len(r.drafts) - 1; i >= 0; i-- {
		o := &r.drafts[i]
		var ids []string
		switch {
		case o.Type == chancery.Consult && len(o.Actor) > 1 && slices.Contains(o.Mode, "phone") == slices.Contains(d.Mode, "phone"):
			ids = o.Actor
		case o.Type == chancery.Request && len(o.Mode) > 0 && o.Mode[0] == "meet" && len(o.Recipient) > 0:
			ids = union(o.Actor, o.Recipient)
		}
		if len(ids) > 1 {
			for _, id := range ids { // a later round may have other officials
				if a := r.Cast.Actor(id); a != nil && a.Kind == chancery.Government {
					if state := r.Cast.Country(a.Country); state != "" {
						id = state
					}
				}
				d.Actor = union(d.Actor, []string{id})
			}
			d.back = true
			r.named(actorRole, "points back to the meeting told of last", d.Actor, p.phraseSpan(x))
			return
		}
	}
}

// pointsBack reports whether phrase x is definite: it begins with an article
// or pronoun that points, or with a number in a series.
func (r *reading) pointsBack(p *parse, x int) bool {
	n := p.nps[x]
	for i := n.from; i < n.head; i++ {
		if r.pointing(p.t[i].Lower, "back") || p.t[i].Tag == "CD" || p.t[i].Tag == "PRP$" {
			return true
		}
	}
	return false
}

// backward reports whether the noun of phrase x tells a meeting only where it
// points back to one: "the first round", not "a round of sanctions".
func (r *reading) backward(p *parse, x int) bool {
	to := p.nps[x].to
	return r.pointsBack(p, x) && (to >= len(p.t) || p.t[to].Lower != "of")
}
