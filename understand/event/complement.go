package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// settle leaves one event of a promise or a refusal and the deed that it is
// about, in the drafts of one sentence from index from on. "Agreed to meet" is
// the meeting, planned: a pattern with the flag rest yields to the deed, save where
// that is a concession or what the parties only put their names to. "Refused
// to meet" is the refusal: the meeting was never on.
func (r *reading) settle(p *parse, from int) {
	drafts := r.drafts[from:]
	drop := make([]bool, len(drafts))
	for i := range drafts {
		if d := &drafts[i]; d.Type == chancery.Protest && d.clause >= 0 {
			for j := range drafts {
				if o := &drafts[j]; i != j && !drop[j] && (o.Type == chancery.Request || o.Type == chancery.Accuse || o.Type == chancery.Protest) && o.clause >= 0 && !o.noun && p.purpose(o.clause, d.clause) {
					if len(o.Recipient) == 0 {
						o.Recipient, _ = r.below(p, o)
					}
					r.inherit(d, o)
					drop[j] = true // a protest's demand is told by the protest
				}
			}
		}
	}
	for i := range drafts {
		d := &drafts[i]
		if d.clause < 0 || d.noun || !d.rest && d.Type != chancery.Reject && d.Type != chancery.Threaten {
			continue
		}
		for j := range drafts {
			o := &drafts[j]
			if i == j || o.clause < 0 || !p.complements(o.clause, d.clause) {
				continue
			}
			r.inherit(d, o)
			if d.rest {
				joint := o.Type == chancery.Support && (len(o.Actor) > 1 || o.pat != nil && o.pat.class == "bond") // "agreed to sign a treaty", "to deepen ties" is AGREE
				drop[i] = drop[i] || !lasting(o.Type) && !joint
				drop[j] = drop[j] || joint
			} else if d.Type == chancery.Threaten {
				continue
			} else if ctl, ok := r.controls[keyed{p.t[p.clauses[d.clause].head].Lower, "verb"}]; ok && ctl.status == string(chancery.CancelledStatus) {
				drop[j] = true
			}
		}
	}
	for i := range drafts {
		for j := range drafts {
			drop[i] = drop[i] || i != j && (r.hosts(p, &drafts[i], &drafts[j]) || p.movesToAttack(&drafts[i], &drafts[j]))
		}
	}
	for i := range drafts {
		if drop[i] {
			drafts[i].why.drop("one event of a promise, a refusal or a move of forces and what it is about: the other is kept")
		}
	}
	k := -1
	r.drafts = append(r.drafts[:from], slices.DeleteFunc(drafts, func(draft) bool { k++; return drop[k] })...)
}

// purpose reports whether clause v tells what that of clause g is done for:
// "marched to demand", "held a rally demanding", "struck and demanded".
func (p *parse) purpose(v, g int) bool {
	c := &p.clauses[v]
	if v == g || p.g.is(c.node, "conj") {
		return false
	}
	if !c.infinitive && !c.gerund && !c.participle {
		return false
	}
	return p.clauseAbove(c.node) == g
}

// hosts makes who mediates the talks that another meeting o of the sentence is
// about its mediator, and reports whether it did: "met for talks hosted by
// Qatar".
func (r *reading) hosts(p *parse, d, o *draft) bool {
	if d.Type != chancery.Consult || o.Type != chancery.Consult || len(d.Mode) == 0 || d.Mode[0] != "third-party" || d.clause < 0 || d.noun || o.clause < 0 || len(o.Actor) < 2 {
		return false
	}
	c := &p.clauses[d.clause]
	x := p.npOf[max(p.g.head[c.node], 0)]
	if !c.participle || !p.g.is(c.node, "acl") || x < 0 || !p.inClass(x, r.classes["talks"]) || !p.under(p.nps[x].node, p.clauses[o.clause].node) {
		return false
	}
	o.Mediator = union(o.Mediator, without(d.Actor, o.Actor))
	r.why = o.why
	r.named(mediator, "hosts the talks", o.Mediator, d.Trigger)
	return true
}

// movesToAttack reports whether the forces that d moves attack in the same breath,
// which tells of both: "sent jets across the border and bombed a post".
func (p *parse) movesToAttack(d, o *draft) bool {
	if d.Type != chancery.Mobilize || o.Type != chancery.Assault || d.noun || o.noun || d.clause < 0 || o.clause < 0 || common(d.Actor, o.Actor) == 0 {
		return false
	}
	a, b := &p.clauses[d.clause], &p.clauses[o.clause]
	return b.conj == d.clause || a.conj >= 0 && a.conj == b.conj
}

// complements reports whether clause v is what the verb of clause g is about:
// its infinitive or gerund, one coordinated with that, or the purpose of it.
func (p *parse) complements(v, g int) bool {
	for n := 0; v >= 0 && n < 6; n++ {
		c := &p.clauses[v]
		switch {
		case c.governorWord >= 0:
			return false
		case c.governor == g:
			return g >= 0
		case g >= 0 && p.g.is(c.node, "ccomp") && p.g.head[c.node] == p.clauses[g].node && p.clauses[g].node == p.clauses[g].head:
			return true // "promised that it would send aid"
		case c.governor >= 0:
			v = c.governor
		default:
			v = c.conj
		}
	}
	return false
}

// inherit gives a promise, threat or refusal d that names nobody the other
// party of the deed o that it is about: "threatened to bomb Peru".
func (r *reading) inherit(d, o *draft) {
	if len(d.Recipient) > 0 || d.Type == chancery.Agree && len(d.Actor) > 1 {
		return
	}
	other := o.Recipient
	if o.Type.Reciprocal() {
		other = o.Actor
	}
	d.Recipient = without(other, d.Actor)
	r.why = d.why
	r.named(recipient, "who the deed that it is about is done to", d.Recipient, o.Trigger)
}

// lasting reports whether a deed of type t is told beside the promise of it,
// since PLOVER codes the two apart.
func lasting(t chancery.EventType) bool { return t == chancery.Retreat || t == chancery.Concede }

// demanded leaves out deeds that a request of the same sentence asks for: the
// request tells of them. A meeting that is asked for is an event of its own.
func (r *reading) demanded(drafts []draft) []draft {
	var out []draft
next:
	for _, d := range drafts {
		if d.Status == chancery.Requested && (d.Type != chancery.Consult || len(d.Actor) == 0) {
			for i := range drafts {
				if o := &drafts[i]; o.sentence == d.sentence && o.Type == chancery.Request && o.Status != chancery.Requested {
					d.why.drop("what a request asks for, which is told")
					continue next
				}
			}
		}
		out = append(out, d)
	}
	return out
}
