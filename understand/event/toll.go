package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// toll says whether the number counts dead, wounded, held or displaced
// people: by the noun that is counted, an adjective of it, or the deed whose
// object or passive subject it is.
func (r *reading) toll(p *parse, n quantity, head, node int) chancery.Measure {
	w := r.figures
	if n.from > 0 && p.t[n.from-1].Text == "," && (n.to == len(p.t) || p.t[n.to].Text == ",") { // an age
		return ""
	}
	alone := head < 0
	if !alone {
		if m, ok := w.tolls[keyed{p.t[head].Lower, "noun"}]; ok {
			return m.measure
		}
	}
	last := max(head, n.to-1)
	for next := last + 1; next < len(p.t); next++ {
		if m, ok := w.tolls[keyed{p.t[next].Lower, "adjective"}]; ok {
			return m.measure
		}
		if t := p.t[next]; t.Tag != "RB" && t.Lower != "were" && t.Lower != "was" {
			break
		}
	}
	people := alone || r.people(p, head)
	for _, k := range p.g.kids[max(node, 0)] {
		if c := p.g.child(k, "case"); c >= 0 && p.t[c].Lower == "among" && k < n.from { // "among the dead were two nurses"
			if m, ok := w.tolls[keyed{p.t[k].Lower, "adjective"}]; ok && people {
				return m.measure
			}
		}
		if p.g.is(k, "amod") {
			if m, ok := w.tolls[keyed{p.t[k].Lower, "adjective"}]; ok && people {
				return m.measure
			}
		}
		if p.g.is(k, "acl") && p.g.rel[k] != "acl:relcl" && p.t[k].Tag != "VBG" && r.objectless(p, k) {
			if m, ok := r.deed(p, k, "verb"); ok && (people || m.any) {
				return m.measure
			}
		}
	}
	if people {
		if m := r.relativeToll(p, max(node, 0)); m != "" {
			return m
		}
	}
	top := p.coordinated(node)
	v := p.g.head[top]
	if v < 0 {
		return ""
	}
	if c := p.g.child(top, "case"); p.g.is(top, "nmod") && c >= 0 {
		if m, ok := w.tolls[keyed{p.t[v].Lower, "of"}]; ok && (people || m.any) && p.t[c].Lower == "of" {
			return m.measure
		}
		return ""
	}
	object := p.g.is(top, "obj", "iobj")
	if c := p.g.child(top, "case"); c >= 0 && p.g.is(top, "obl") && c == v+1 { // a particle taken for a preposition: "took in"
		if m, ok := w.tolls[keyed{p.t[v].Lower + " " + p.t[c].Lower, "verb"}]; ok && people {
			return m.measure
		}
	}
	subject := p.g.is(top, "nsubj")
	if subject {
		if m, ok := w.tolls[keyed{p.t[v].Lower, "adjective"}]; ok && people { // "ten were hurt"
			return m.measure
		}
		if m, ok := r.deed(p, v, "subject"); ok && people {
			return m.measure
		}
	}
	if object || p.g.rel[top] == "nsubj:pass" || subject && r.objectless(p, v) && (p.t[v].Tag == "VBN" || p.t[v].Tag == "VBD") && p.g.child(v, "aux") < 0 {
		if m, ok := r.deed(p, v, "verb"); ok && (people || m.any) {
			return m.measure
		}
	}
	return ""
}

// relativeToll is the measure of a relative clause of token node whose passive
// subject is "who": "eight leaders who were arrested".
func (r *reading) relativeToll(p *parse, node int) chancery.Measure {
	for _, k := range p.g.kids[node] {
		if p.g.rel[k] != "acl:relcl" || p.g.child(k, "nsubj:pass") < 0 || p.t[p.g.child(k, "nsubj:pass")].Lower != "who" {
			continue
		}
		if m, ok := r.deed(p, k, "verb"); ok {
			return m.measure
		}
	}
	return ""
}

// objectless reports whether the verb at token v has no object, or only says
// as what: "held hostage".
func (r *reading) objectless(p *parse, v int) bool {
	o := p.g.child(v, "obj")
	return o < 0 || o == v+1 && r.figures.measures[p.t[o].Lower].measure == chancery.Detained
}

// deed looks the verb at token v up among the tolls, the longest entry first:
// "shot dead", "crossed into", "treated for injuries".
func (r *reading) deed(p *parse, v int, as string) (tolled, bool) {
	var best tolled
	found := false
	verb := p.t[v].Lower
	for _, tail := range r.figures.tails[verb] {
		if m, ok := r.figures.tolls[keyed{verb + " " + tail, as}]; ok && p.below(v, strings.Fields(tail)) {
			best, found = m, true
		}
	}
	if !found {
		best, found = r.figures.tolls[keyed{verb, as}]
	}
	return best, found
}

// below reports whether each word follows token v, hangs on it or introduces
// what does.
func (p *parse) below(v int, words []string) bool {
	for _, word := range words {
		ok := v+1 < len(p.t) && p.t[v+1].Lower == word
		for _, k := range p.g.kids[v] {
			c := p.g.child(k, "case")
			ok = ok || k > v && p.t[k].Lower == word || c > v && p.t[c].Lower == word
		}
		if !ok {
			return false
		}
	}
	return true
}

// elliptic makes a headline's verb of killing or hurting without an object
// passive: "one soldier killed in attack on base".
func (r *reading) elliptic(p *parse) {
	if p.s.Part != chancery.Headline {
		return
	}
	for i := range p.clauses {
		c := &p.clauses[i]
		if tag := p.t[c.head].Tag; c.passive || c.obj >= 0 || c.subj < 0 || c.perfect || c.modal != "" || c.infinitive || tag != "VBN" && tag != "VBD" {
			continue
		}
		if x := p.nps[c.subj]; r.harms(p.t[c.head].Lower) && (r.people(p, x.head) || p.g.child(x.node, "nummod") >= 0) {
			c.passive = true
			c.preps = append(c.preps, p.following(c.subj)...)
		}
	}
}
