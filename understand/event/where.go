package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// placings returns what the places of the current sentence modify.
func (r *reading) placings(p *parse) []hung {
	if out, ok := r.placesHung[p]; ok {
		return out
	}
	out := r.hangPlaces(p)
	r.placesHung[p] = out
	return out
}

func (r *reading) hangPlaces(p *parse) []hung {
	var out []hung
	for i, pl := range r.Places {
		for _, m := range pl.Mentions {
			if !p.s.Span.Contains(m.Span) {
				continue
			}
			from, to := p.tokensIn(m.Span.Start, m.Span.End)
			if from == to {
				continue
			}
			h := r.hangPlace(p, from, to)
			if m.Associative && !(h.prep < 0 && r.names(p, h) && pl.Kind != chancery.CountryPlace) {
				continue
			}
			h.which = i
			out = append(out, h)
			if up := p.g.head[p.headOf(from, to)]; up >= 0 && p.npOf[up] >= 0 && p.inClass(p.npOf[up], r.classes["structure"]) { // "the base of Kona"
				r.sites[p.t[up].Lower] = i
			}
		}
	}
	return append(out, r.againPlaces(p)...)
}

// hangPlace is hang for a place, which may stand in front of a noun that says
// what it is, or after one: "in the Odesa region", "in the capital, Maseru".
func (r *reading) hangPlace(p *parse, from, to int) hung {
	node := p.headOf(from, to)
	up := p.g.head[node]
	if c := p.g.child(node, "case"); up >= 0 && c >= 0 && p.t[c].Lower == "of" && p.g.is(node, "nmod") && p.clOf[up] < 0 && r.nouns[p.t[p.nounAt(up)].Lower] == nil {
		return r.hang(p, min(from, up), max(to, up+1)) // "the base of Faya"
	}
	if up < 0 || p.g.child(node, "case") >= 0 {
		return r.hang(p, from, to)
	}
	if p.g.is(node, "appos") || p.g.is(node, "compound", "amod", "nmod:desc", "flat") && r.placeKinds[p.t[p.nounAt(up)].Lower] {
		if up < from {
			return r.hang(p, up, up+1)
		}
		return r.hang(p, from, max(to, up+1))
	}
	return r.hang(p, from, to)
}

// finer reports whether place a lies in country b.
func (r *reading) finer(a, b int) bool {
	x, y := &r.Places[a], &r.Places[b]
	return y.Kind == chancery.CountryPlace && x.Kind != chancery.CountryPlace && x.Country == y.Country
}

// againPlaces returns what the nouns of the sentence modify that name a place
// told before by the last word of its name, "the bank" after "Vanguard Bank", or
// by what stands there: "the base" after "the base of Kona".
func (r *reading) againPlaces(p *parse) []hung {
	var out []hung
	for _, n := range p.nps {
		if n.to-n.from != 2 || p.t[n.from].Lower != "the" || p.t[n.head].Cap {
			continue
		}
		if i, known := r.sites[p.t[n.head].Lower]; known && r.Places[i].Mentions[0].Span.Start < p.s.Span.Start {
			h := r.hang(p, n.from, n.to)
			h.which = i
			out = append(out, h)
			continue
		}
		for i := len(r.Places) - 1; i >= 0; i-- {
			pl := &r.Places[i]
			first, last, _ := cutLast(pl.Name)
			if first == "" || !strings.EqualFold(last, p.t[n.head].Text) || len(pl.Mentions) == 0 || pl.Mentions[0].Span.Start >= p.s.Span.Start {
				continue
			}
			h := r.hang(p, n.from, n.to)
			h.which = i
			out = append(out, h)
			break
		}
	}
	return out
}

// cutLast cuts the last word off a name.
func cutLast(name string) (first, last string, ok bool) {
	i := strings.LastIndexByte(name, ' ')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

// names reports whether h stands before a deed's noun that it names: "the
// Geneva talks".
func (r *reading) names(p *parse, h hung) bool {
	return h.host >= 0 && p.g.is(h.node, "compound", "nmod:poss") && p.g.head[h.node] == h.host && r.nouns[p.t[p.nounAt(h.host)].Lower] != nil
}

// locates reports whether h says where d is, by its preposition or, of a deed
// in the field, as its object: "bombed Gori".
func (r *reading) locatesDeed(p *parse, d *draft, h hung) bool {
	if h.prep < 0 || p.t[h.prep].Lower == "of" {
		if r.names(p, h) {
			return true
		}
		return inTheField(d) && (p.g.is(h.via, "obj") || p.g.rel[h.via] == "nsubj:pass") && !d.noun
	}
	w := p.t[h.prep].Lower
	if !r.locates[keyed{w, ""}] && !r.locates[keyed{w, string(d.Type)}] || w == "on" && r.Places[h.which].Kind == chancery.CountryPlace {
		return false
	}
	if inTheField(d) || h.via == h.node || p.g.is(h.via, "nsubj") || !r.locates[keyed{w, ""}] {
		return true
	}
	// What is talked about or thanked may be elsewhere: "discussed the war in
	// Mali", "thanked our brothers in Niamey".
	if c := p.g.child(h.via, "case"); p.g.is(h.via, "obl") && c >= 0 {
		return !r.about[p.t[c].Lower] || r.tells(p, d, h.via)
	}
	if !verbal(d.Type) && d.Type != chancery.Consult || r.agreements.signing[p.t[d.token].Lower] {
		return r.heading(p.t[p.nounAt(h.via)]) == nil && !r.people(p, p.nounAt(h.via)) || !verbal(d.Type)
	}
	// Who is met is met there: "met Iraqi officials in Paris".
	return r.tells(p, d, h.via) || seated(d) && p.g.head[h.via] == d.token && p.g.is(h.via, "obj", "obl")
}

// tells reports whether the noun at token i tells a deed of the type of d, or
// d's verb has taken it as its own: "hold a summit".
func (r *reading) tells(p *parse, d *draft, i int) bool {
	if i < 0 || p.npOf[i] < 0 {
		return true
	}
	if p.used[p.npOf[i]] {
		return true
	}
	for _, pat := range r.nouns[p.t[p.nounAt(i)].Lower] {
		if pat.typ == d.Type {
			return true
		}
	}
	return false
}

// where finds the place of an event, the one that its words govern; and, of an
// attack, a withdrawal or a visit that names nobody else, whose country that is.
func (r *reading) where(p *parse, d *draft) {
	best, cost, far := hung{which: -1}, apart, 0
	for _, h := range r.placings(p) {
		if !r.locatesDeed(p, d, h) {
			continue
		}
		if !inTheField(d) && !r.tells(p, d, h.host) {
			h.verb = -1
		}
		c := r.reach(p, d, h)
		dist := max(h.node-d.token, d.token-h.node)
		if c == apart || best.which >= 0 && r.finer(best.which, h.which) {
			continue
		}
		if c < cost || c == cost && dist < far || best.which >= 0 && r.finer(h.which, best.which) {
			best, cost, far = h, c, dist
		}
	}
	if best.which < 0 {
		return
	}
	pl := r.Places[best.which]
	r.why.note("place", hangs[cost], pl.Name, p.t[best.node].Span, nil)
	r.why.path(p, best.node, d.token)
	d.Place = pl.ID
	if entered(d) && len(d.Recipient) == 0 && pl.Country != "" {
		if d.Recipient = r.foreign(d, pl.Country, p.t[best.node].Span); len(d.Recipient) > 0 {
			r.named(recipient, "whose country it is done in", d.Recipient, p.t[best.node].Span)
		}
	}
}
