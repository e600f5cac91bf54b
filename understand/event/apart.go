package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// apart reports whether two verbs tell two deeds of one type: what is agreed to
// twice, a treaty signed and an ally praised, or a deed that "also" adds.
func (r *reading) apart(a, b *draft) bool {
	if a.Type == chancery.Cooperate && !headline(r, a) && a.CAMEO != b.CAMEO && !a.noun { // "extradited a suspect and held a joint patrol"
		return true
	}
	if a.noun || b.noun || headline(r, a) || a.sentence == b.sentence {
		return false
	}
	switch a.Type {
	case chancery.Agree:
		return a.rest || b.rest || a.CAMEO != b.CAMEO
	case chancery.Support, chancery.Cooperate:
		return a.CAMEO != b.CAMEO || r.says(b, "also")
	case chancery.Retreat:
		return slices.Contains(a.Mode, "access") && a.pat != b.pat
	case chancery.Aid:
		return r.says(b, "also") || done(a.Status) != done(b.Status)
	case chancery.Request:
		return r.says(b, "also")
	}
	return false
}

// says reports whether an adverb of the verb of d is word: "again", "also".
func (r *reading) says(d *draft, word string) bool {
	if d.noun || d.clause < 0 {
		return false
	}
	p := r.parses[d.sentence]
	return slices.ContainsFunc(p.g.kids[p.clauses[d.clause].node], func(k int) bool { return p.t[k].Lower == word })
}

// oneProtest reports whether two verbs side by side tell what one crowd did: "burned
// flags and chanted slogans".
func (r *reading) oneProtest(a, b *draft) bool {
	if a.Type != chancery.Protest || b.Type != a.Type || a.sentence != b.sentence || a.noun || b.noun || common(a.Actor, b.Actor) == 0 || done(a.Status) != done(b.Status) {
		return false
	}
	p := r.parses[b.sentence]
	v := p.clauses[b.clause].conj
	return v >= 0 && (v == a.clause || v == p.clauses[a.clause].conj)
}

// oneBreath reports whether two verbs side by side praise or back one side:
// "affirmed support for Iraq and commended its prime minister".
func (r *reading) oneBreath(a, b *draft) bool {
	if a.Type != chancery.Support || b.Type != chancery.Support || len(a.Actor) != len(b.Actor) || common(a.Actor, b.Actor) != len(a.Actor) {
		return false
	}
	p := r.parses[b.sentence]
	c := &p.clauses[b.clause]
	if c.gerund && p.g.is(c.node, "advcl") && p.clauseAbove(c.node) == a.clause { // "raised their ties to an alliance, signing a treaty"
		return true
	}
	return c.conj >= 0 && c.conj == a.clause && len(a.Recipient) > 0 && r.overlap(a.Recipient, b.Recipient) == len(b.Recipient)
}

// somebody reports whether actors are only "leaders" or "donors", as a headline
// has it: whose, the report tells.
func (r *reading) somebody(ids []string) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool {
		a := r.Cast.Actor(id)
		return a == nil || strings.Contains(a.Name, " ") || !r.classes["bloc"][strings.ToLower(a.Name)]
	})
}

// assembly reports whether the only actor is a body of states, which discusses
// by itself: "NATO's council will discuss the matter".
func (r *reading) assembly(ids []string) bool {
	if len(ids) != 1 {
		return false
	}
	a := r.Cast.Actor(ids[0])
	return a != nil && a.Kind == chancery.IGO
}

// ungroup leaves out a group all of whose members are named beside it.
func (r *reading) ungroup(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		a := r.Cast.Actor(id)
		return a != nil && len(a.Members) > 0 && !slices.ContainsFunc(a.Members, func(m string) bool { return !slices.Contains(ids, m) })
	})
}
