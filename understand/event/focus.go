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

// knownTalks gives talks that are told only as the setting of another deed, "a
// day after talks in Doha", "agreed at the third round of the border talks",
// the two parties that the article is about, where a word says which talks
// they are: a place, a kind, a round.
func (r *reading) knownTalks(p *parse, x int, d *draft) {
	if d.Type != chancery.Consult || len(d.Actor)+len(d.Recipient)+len(d.Mediator) > 0 || !r.definite(p, x) {
		return
	}
	y := x
	if up := p.g.head[p.nps[x].node]; up >= 0 && p.npOf[up] >= 0 && r.through(p, p.npOf[up]) == x { // "the third round of the talks"
		y = p.npOf[up]
	}
	n := p.nps[y]
	if n.prep < 0 || !p.g.is(n.node, "obl", "nmod") || !r.attaches[p.t[n.prep].Lower] && !clausal[p.t[n.prep].Lower] {
		return
	}
	which := r.round(p, y) > 0 || r.talksName(p, x) != ""
	for _, h := range r.placings(p) {
		which = which || h.host == p.nps[x].node || h.host == n.node
	}
	if !which {
		return
	}
	if v := p.clauseAbove(n.node); v < 0 || p.tense(p.clauses[v].node) != past && p.tense(p.clauses[v].node) != perfect {
		return
	}
	if d.Actor = r.ofStates(r.between(p)); len(d.Actor) < 2 {
		d.Actor = nil
		return
	}
	d.back = true
	r.named(actorRole, "the parties of the last deed between two", d.Actor, p.phraseSpan(x))
}

// otherSide adds to talks that are known, and of which the sentence names one
// party, the other of the two that the article last told of: "Chad had
// cancelled the round".
func (r *reading) otherSide(p *parse, x int, d *draft) {
	if d.Type != chancery.Consult || len(d.Actor) != 1 || len(d.Recipient)+len(d.Mediator) > 0 || !r.pointsBack(p, x) || slices.Contains(d.Mode, "visit") {
		return
	}
	if word := p.t[p.nps[x].head].Lower; word != "round" && !r.talkNames.heads[word] {
		return
	}
	own := r.countries(d.Actor)
	both := r.between(p)
	if len(own) != 1 || !slices.Contains(r.countries(both), own[0]) {
		return
	}
	for _, c := range r.countries(both) {
		if c != own[0] {
			d.Actor = union(d.Actor, r.government(c))
		}
	}
	r.named(actorRole, "the other party of the last deed between two", d.Actor, p.phraseSpan(x))
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

// speakersTalks remembers who talks with whom where the words tell no event of
// it: "the attack will not stop the talks with Sudan, the Chadian minister said".
func (r *reading) speakersTalks(p *parse, d *draft) {
	if id := r.speakerOf(p, d); id != "" {
		r.pair = union([]string{id}, d.Actor)
	}
}

// speakerSide adds the side of who says so to talks of which he names the other:
// "the minister said that talks with Sudan would open on Monday".
func (r *reading) speakerSide(p *parse, d *draft) {
	if id := r.speakerOf(p, d); id != "" {
		own := r.ofStates(r.government(r.Cast.Actor(id).Country))
		if len(own) == 0 {
			own = []string{id}
		}
		d.Actor = union(d.Actor, own)
		r.named(actorRole, "the side of who says so", own, d.Trigger)
	}
}

// speakerOf returns the official of another country than that of the only party
// of talks d who tells of them in other words than his own; "" for none.
func (r *reading) speakerOf(p *parse, d *draft) string {
	if d.Type != chancery.Consult || len(d.Actor) != 1 {
		return ""
	}
	at := p.t[d.token].Span
	for _, q := range r.Quotes {
		for _, c := range q.Content {
			if q.Kind == chancery.Direct || !c.Contains(at) || !r.official([]string{q.Speaker}) {
				continue
			}
			own, other := r.countries([]string{q.Speaker}), r.countries(d.Actor)
			if len(own) == 1 && len(other) == 1 && own[0] != other[0] {
				return q.Speaker
			}
		}
	}
	return ""
}
