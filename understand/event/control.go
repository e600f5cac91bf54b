package event

import (
	"slices"

	"github.com/chancery-project/chancery/lang"
)

// ownDeed reports whether what the verb of d says is what its actor's own side
// will do: "warned that it would respond".
func (r *reading) ownDeed(p *parse, d *draft) bool {
	if d.clause < 0 { // a noun that no verb carries
		return false
	}
	for _, k := range p.g.kids[p.clauses[d.clause].node] {
		v := p.clOf[k]
		if v < 0 || !p.g.is(k, "ccomp") || p.clauses[v].subj < 0 || p.clauses[v].modal != "will" && p.clauses[v].modal != "would" {
			continue
		}
		ids, _ := r.parties(p, p.clauses[v].subj)
		if common(ids, d.Actor) > 0 {
			return true
		}
		for _, c := range r.countries(ids) {
			if slices.Contains(r.countries(d.Actor), c) {
				return true
			}
		}
	}
	return false
}

// controlled returns the subject of an infinitive or gerund by the word that
// governs it: the object of "asked Turkey to host", else the subject.
func (r *reading) controlled(p *parse, v int) (int, bool) {
	c := &p.clauses[v]
	if c.governor < 0 {
		return 0, false
	}
	g := &p.clauses[c.governor]
	ctl, pos := r.controlOf(p, v)
	if x := p.npOf[max(p.g.head[c.node], 0)]; x >= 0 && c.gerund && p.g.is(c.node, "acl") && p.g.child(c.node, "mark") < 0 { // "militants demanding an end"
		if ids, headed := r.parties(p, x); headed && r.actsOnly(ids) {
			return x, true
		}
	}
	switch {
	case pos == "":
		return g.subj, g.subj >= 0
	case pos == "noun":
		n := p.npAt[c.governorWord]
		if n >= 0 && p.nps[n].owner >= 0 && ctl.object && n == g.obj && g.subj >= 0 && r.takes(p.t[g.head].Lower, "invite") { // "accepted Peru's invitation to visit"
			return g.subj, true
		}
		if n >= 0 && p.nps[n].owner >= 0 {
			return p.nps[n].owner, true
		}
		if n >= 0 && n == g.subj { // "an attempt to kill him was foiled": whose is not told
			return -1, true
		}
		return g.subj, g.subj >= 0
	case ctl.object && !g.passive:
		for i := len(g.preps) - 1; i >= 0; i-- { // "called on Iran to", "accused police of detaining"
			if p.timed[p.nps[g.preps[i].np].head] { // "accused Iran on Monday of"
				continue
			}
			if w := p.t[g.preps[i].prep].Lower; w == "on" || w == "upon" || w == "to" || w == "for" || w == "with" {
				return g.preps[i].np, true
			}
		}
		if g.obj >= 0 {
			return g.obj, true
		}
		return 0, false
	}
	return g.subj, g.subj >= 0
}

// takes reports whether a pattern of the verb names that class of objects.
func (r *reading) takes(verb, class string) bool {
	return slices.ContainsFunc(r.verbs[verb], func(pat *pattern) bool { return pat.class == class })
}

// controlOf returns the row of status.txt for what governs clause v, and its
// part of speech; "" for none.
func (r *reading) controlOf(p *parse, v int) (control, string) {
	c := &p.clauses[v]
	if c.governor >= 0 {
		g := &p.clauses[c.governor]
		if ctl, ok := r.controls[keyed{p.t[g.head].Lower, "verb"}]; ok {
			return ctl, "verb"
		}
		for k := g.head + 1; k < c.from; k++ { // "called on Iran to leave"
			if ctl, ok := r.controls[keyed{p.t[g.head].Lower, "verb " + p.t[k].Lower}]; ok && !p.ofTime(k) {
				return ctl, "verb"
			}
		}
	}
	for at, n := c.governorWord, 0; at >= 0 && n < 4; at, n = p.above(at), n+1 { // "a call by Tanzania to"
		w := p.t[at].Lower
		for _, pos := range [...]string{"adjective", "noun", "verb"} {
			if pos == "noun" && !lang.IsNoun(p.t[at].Tag) || pos != "noun" && n > 0 {
				continue
			}
			if ctl, ok := r.controls[keyed{w, pos}]; ok {
				c.governorWord = at
				return ctl, pos
			}
		}
	}
	return control{}, ""
}

// above returns the head of the phrase that the phrase with token i hangs on
// by a preposition, or -1.
func (p *parse) above(i int) int {
	x := p.npAt[i]
	if x < 0 {
		return -1
	}
	k := p.nps[x].prep
	if k <= 0 || p.npAt[k-1] < 0 || subordinates(p.t[k]) {
		return -1
	}
	return p.nps[p.npAt[k-1]].head
}
