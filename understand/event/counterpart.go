package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// directed reports whether deeds of type t are done to somebody even where
// their verb does not name whom.
func directed(t chancery.EventType) bool {
	switch t {
	case chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Sanction, chancery.Support, chancery.Concede,
		chancery.Aid, chancery.Mobilize, chancery.Assault, chancery.Coerce, chancery.Protest, chancery.Retreat:
		return true
	}
	return false
}

// counterpart gives a deed that names no recipient the one its sentence
// implies: the subject of what is asked for ("demanded that Turkey leave"),
// else another state or body in what hangs on its verb.
func (r *reading) counterpart(p *parse, d *draft) {
	if len(d.Recipient) > 0 || len(d.Actor) == 0 || d.clause < 0 || d.noun || !directed(d.Type) {
		return
	}
	node := p.clauses[d.clause].node
	if d.Type == chancery.Request {
		for _, k := range p.g.kids[node] {
			v := p.clOf[k]
			if v < 0 || !p.g.is(k, "ccomp", "xcomp") || p.clauses[v].subj < 0 || p.clauses[v].subj == p.clauses[d.clause].subj {
				continue
			}
			if ids, headed := r.parties(p, p.clauses[v].subj); headed {
				d.Recipient = without(ids, d.Actor)
				r.role(p, recipient, "the subject of what is asked for", d.Recipient, p.clauses[v].subj, node)
				return
			}
		}
	}
	own := r.countries(d.Actor)
	for x := range p.nps {
		n := p.nps[x].node
		if n < p.clauses[d.clause].head || p.timed[n] || !p.under(n, node) {
			continue
		}
		for _, m := range r.within(p.span(p.nps[x].from, p.nps[x].to)) {
			a := r.Cast.Actor(m.Actor)
			if a == nil || a.Country == "" || slices.Contains(own, a.Country) || slices.Contains(d.Actor, m.Actor) || slices.Contains(d.Mediator, m.Actor) {
				continue
			}
			d.Recipient = []string{m.Actor}
			r.role(p, recipient, "named nowhere else: another state or body below the verb", d.Recipient, x, node)
			return
		}
	}
}

// host returns the state whose country phrase x names: a visit to the country
// is one to it.
func (r *reading) host(p *parse, x int) []string {
	head := p.t[p.nps[x].head].Span
	for i := range r.Places {
		if r.Places[i].Kind != chancery.CountryPlace {
			continue
		}
		for _, m := range r.Places[i].Mentions {
			if m.Span.Contains(head) {
				return r.States(m.Span)
			}
		}
	}
	return nil
}

// countries lists the countries of actors.
func (r *reading) countries(ids []string) []string {
	var out []string
	for _, id := range ids {
		if a := r.Cast.Actor(id); a != nil && a.Country != "" {
			out = append(out, a.Country)
		}
	}
	return out
}

// dates reports whether a preposition only says when a deed was done: "after
// the attack by militants".
func dates(w string) bool {
	switch w {
	case "after", "before", "since", "during", "amid", "until", "following":
		return true
	}
	return false
}

// under reports whether token i hangs below token top with no other deed told
// side by side in between, and not in a phrase that only dates it.
func (p *parse) under(i, top int) bool {
	for n := 0; i >= 0 && n < 40; n++ {
		if i == top {
			return true
		}
		if p.clOf[i] >= 0 && p.g.is(i, "conj", "parataxis", "acl:relcl") {
			return false
		}
		if x := p.npOf[i]; x >= 0 && p.nps[x].prep >= 0 && dates(p.t[p.nps[x].prep].Lower) {
			return false
		}
		i = p.g.head[i]
	}
	return false
}
