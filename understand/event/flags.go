package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// unfit says why the flags of a verb pattern keep it from clause v, "" where
// they do not.
func (r *reading) unfit(p *parse, v int, pat *pattern) string {
	c := &p.clauses[v]
	switch {
	case pat.flags["finite"] && c.participle && c.conj < 0:
		return "a participle that describes a noun, and the pattern has the flag finite" // "militias supported by Iran" tells who they are
	case pat.flags["finite"] && r.ungoverned(p, v):
		return "an aim, told by an infinitive or a gerund, and the pattern has the flag finite" // "met to support the process"
	case pat.flags["alone"] && (c.obj >= 0 && !c.passive || p.g.child(c.node, "ccomp") >= 0 || c.subordinator >= 0 && p.t[c.subordinator].Lower == "as"):
		return "the verb has an object or a clause, and the pattern has the flag alone" // "demonstrated its resolve"
	case pat.flags["bare"] && (c.obj >= 0 && (p.described(c.obj) || p.calledSo(c)) || p.g.child(c.node, "ccomp") >= 0):
		return "the object is called something or a clause follows, and the pattern has the flag bare"
	case pat.flags["told"] && c.passive && !p.byWhom(c):
		return "in the passive nobody is named who does it, and the pattern has the flag told" // "are trained on it"
	case pat.flags["aim"] && !p.aimed(c):
		return "nothing tells what it is about, and the pattern has the flag aim" // "asked the minister about trade"
	case pat.flags["wish"] && !r.wishes(p, c):
		return "the clause that follows tells no wish, and the pattern has the flag wish" // "insisted that ties would survive"
	case pat.flags["jointly"] && !p.jointly(c):
		return "no word says that it is done together, and the pattern has the flag jointly"
	case pat.flags["quoted"] && !r.namesCalled(p, c):
		return "no quotation says what it is called, or one of praise, and the pattern has the flag quoted" // "called the deal “historic”"
	case pat.flags["other"] && r.ownThing(p, c):
		return "what it is done to is the actor's own, and the pattern has the flag other"
	}
	return ""
}

// ungoverned reports whether clause v is an infinitive or a gerund that no word of
// status.txt governs.
func (r *reading) ungoverned(p *parse, v int) bool {
	c := &p.clauses[v]
	_, pos := r.controlOf(p, v)
	return (c.infinitive || c.gerund) && pos == ""
}

// byWhom reports whether "by" follows the verb of clause c.
func (p *parse) byWhom(c *clause) bool {
	return slices.ContainsFunc(c.preps, func(a argument) bool { return p.t[a.prep].Lower == "by" })
}

// jointly reports whether a word of clause c says that its parties act together.
func (p *parse) jointly(c *clause) bool {
	if c.subj >= 0 && p.joint(c.subj) {
		return true
	}
	return slices.ContainsFunc(p.g.kids[c.node], func(k int) bool {
		return p.g.is(k, "advmod") && (p.t[k].Lower == "jointly" || p.t[k].Lower == "together")
	})
}

// joint reports whether phrase x names a body that several have together: "a
// joint commission".
func (p *parse) joint(x int) bool {
	return slices.ContainsFunc(p.g.kids[p.nps[x].node], func(k int) bool { return p.g.is(k, "amod") && p.t[k].Lower == "joint" })
}

// aimed reports whether an infinitive, a clause with "that" or a phrase with
// "for" tells what is wanted of somebody.
func (p *parse) aimed(c *clause) bool {
	for _, k := range p.g.kids[c.node] {
		v := p.clOf[k]
		switch {
		case v >= 0 && p.clauses[v].infinitive && k > c.head && p.g.is(k, "xcomp", "ccomp", "advcl"):
			return true
		case v >= 0 && p.g.is(k, "ccomp") && k > c.head && (p.clauses[v].subordinator < 0 || p.t[p.clauses[v].subordinator].Lower == "that") && p.t[p.clauses[v].from].Text != ":":
			return true
		}
	}
	for _, a := range c.preps {
		if p.t[a.prep].Lower == "for" && a.prep > c.head {
			return true
		}
	}
	return false
}

// ownThing reports whether the object of clause c is its subject itself or only
// something of its own: "defended themselves", "supports its families".
func (r *reading) ownThing(p *parse, c *clause) bool {
	x := c.obj
	if c.passive || x < 0 {
		return false
	}
	w := p.t[p.nps[x].head].Lower
	if strings.HasSuffix(w, "self") || strings.HasSuffix(w, "selves") {
		return true
	}
	if p.t[p.nps[x].from].Tag != "PRP$" {
		return false
	}
	ids, headed := r.parties(p, x)
	if !headed || c.subj < 0 {
		return true
	}
	doers, _ := r.parties(p, c.subj)
	own := r.countries(doers)
	for _, country := range r.countries(ids) {
		if !slices.Contains(own, country) {
			return false // "supported its ally Peru"
		}
	}
	return len(own) > 0
}

// misfit says why the flags of a pattern keep it from who is found to do d, ""
// where they do not.
func (r *reading) misfit(d *draft, pat *pattern) string {
	switch {
	case pat.flags["state"] && !r.official(d.Actor):
		return "the actor is no government or of one, and the pattern has the flag state"
	case pat.flags["person"] && slices.ContainsFunc(d.Actor, r.isState):
		return "the actor is a state itself, and the pattern has the flag person"
	case pat.flags["body"] && !slices.ContainsFunc(d.Recipient, func(id string) bool { a := r.Cast.Actor(id); return a != nil && a.Kind == chancery.IGO }):
		return "what it is done to is no body of states, and the pattern has the flag body"
	case pat.flags["people"] && r.official(d.Actor):
		return "the actor is a government or of one, and the pattern has the flag people"
	case pat.flags["two"] && len(d.Actor) < 2:
		return "names fewer than two parties, and the pattern has the flag two"
	case pat.flags["sides"] && (len(d.Actor) == 0 || len(d.Recipient) == 0):
		return "only one side is named, and the pattern has the flag sides"
	case pat.flags["abroad"] && !r.foreigners(d):
		return "nobody of another country than the actor's is named, and the pattern has the flag abroad"
	case pat.flags["acts"] && len(d.Actor) > 0 && !r.acts(d.Actor):
		return "the actor is no state, force or body, and the pattern has the flag acts"
	case pat.flags["armed"] && !d.armed && !d.unnamed && !r.bearsArms(d.Actor) && !r.bearsArms(d.Recipient):
		return "no side bears arms, and the pattern has the flag armed"
	}
	return ""
}

// isState reports whether an actor is a state, not somebody who acts for it.
func (r *reading) isState(id string) bool {
	a := r.Cast.Actor(id)
	return a != nil && a.Kind == chancery.Government && a.Country != "" && r.Cast.Country(a.Country) == id
}

// foreigners reports whether d is done to somebody of another country than those
// who do it.
func (r *reading) foreigners(d *draft) bool {
	own := r.countries(d.Actor)
	return slices.ContainsFunc(d.Recipient, func(id string) bool {
		a := r.Cast.Actor(id)
		return a != nil && (a.Country == "" && body(a) || a.Country != "" && !slices.Contains(own, a.Country))
	})
}

// bearsArms reports whether one of the actors is a force or an armed group.
func (r *reading) bearsArms(ids []string) bool {
	for _, id := range ids {
		a := r.Cast.Actor(id)
		if a == nil {
			continue
		}
		if a.Kind == chancery.ArmedForce || a.Kind == chancery.ArmedGroup {
			return true
		}
		for _, sector := range [...]string{"MIL", "REB", "UAF", "COP"} {
			if hasSector(a.Code, sector) {
				return true
			}
		}
	}
	return false
}

// collective puts the state of an official who says "we" in his place where
// the deed is none of words: "we have given $3 billion".
func (r *reading) collective(p *parse, d *draft) {
	if d.clause < 0 || p.clauses[d.clause].subj < 0 || verbal(d.Type) || d.Type == chancery.Consult {
		return
	}
	if t := p.t[p.nps[p.clauses[d.clause].subj].node]; t.Lower != "we" {
		return
	}
	for i, id := range d.Actor {
		a := r.Cast.Actor(id)
		if a == nil || a.Kind != chancery.Person || a.Country == "" || !governs(a) {
			continue
		}
		if state := r.Cast.Country(a.Country); state != "" {
			d.Actor[i] = state
			r.named(actorRole, "the state of the official who says \"we\"", d.Actor[i:i+1], d.Trigger)
		}
	}
}

// bySaying reports whether who speaks does the deed of clause v by saying so:
// "I want to thank the minister".
func (r *reading) bySaying(p *parse, v int) bool {
	c := &p.clauses[v]
	if !c.infinitive || c.governor < 0 {
		return false
	}
	g := &p.clauses[c.governor]
	ctl, pos := r.controlOf(p, v)
	if pos != "verb" || !ctl.says || g.subj < 0 || g.past || g.negated || p.asks() {
		return false
	}
	w := p.t[p.nps[g.subj].node].Lower
	return w == "we" || w == "i"
}

// wages reports whether token n owns a fight or an attack: "for families fleeing
// Peru's war".
func (r *reading) wages(p *parse, n int) bool {
	h := p.g.head[n]
	if h < 0 || p.g.rel[n] != "nmod:poss" {
		return false
	}
	pats := r.nouns[p.t[h].Lower]
	return r.classes["fighting"][p.t[h].Lower] || len(pats) > 0 && pats[0].typ == chancery.Assault
}
