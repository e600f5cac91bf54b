package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// described reports whether words that say what phrase x is called follow it:
// "called him a traitor".
func (p *parse) described(x int) bool {
	to := p.nps[x].to
	if h := p.g.head[p.nps[x].node]; h >= 0 {
		for _, k := range p.g.kids[h] {
			if p.g.is(k, "xcomp", "ccomp") && k > p.nps[x].node && !p.timed[k] && (p.clOf[k] < 0 || !p.clauses[p.clOf[k]].infinitive) {
				return true
			}
		}
	}
	if to >= len(p.t) || p.timed[to] {
		return false
	}
	return openingMark(p.t[to].Text)
}

// quoted reports whether a quotation follows phrase x, which says what it is called.
func (p *parse) quoted(x int) bool {
	to := p.nps[x].to
	return to < len(p.t) && openingMark(p.t[to].Text)
}

// namesCalled reports whether clause c calls a deed or somebody names: what it is
// called stands in quotation marks and is no praise.
func (r *reading) namesCalled(p *parse, c *clause) bool {
	x := c.obj
	if x < 0 || c.passive {
		return false
	}
	head := p.t[p.nps[x].head]
	if _, headed := r.party(p, x); !headed && head.Tag != "PRP" && !r.pointing(head.Lower, "deed") && r.nouns[head.Lower] == nil && !p.inClass(x, r.classes["act"]) {
		return false
	}
	at := p.nps[x].to
	for at < len(p.t) && p.t[at].Tag == "DT" { // "called it an “act of war”"
		at++
	}
	if at >= len(p.t) || !openingMark(p.t[at].Text) {
		return false
	}
	for k := at + 1; k < len(p.t); k++ {
		if s := p.t[k].Text; s == "\u201d" || s == "\u2019" || s == "\u00bb" || openingMark(s) {
			break
		}
		if r.classes["kindness"][p.t[k].Lower] {
			return false
		}
	}
	return true
}

func openingMark(s string) bool {
	return s == "\"" || s == "\u201c" || s == "\u2018" || s == "''" || s == "\u00ab"
}

// calledSo reports whether the verb of a clause that describes its object is
// followed by what it calls it: "a gesture that he called moving".
func (p *parse) calledSo(c *clause) bool {
	if h := p.g.head[c.node]; h < 0 || !p.g.is(c.node, "acl") || p.npOf[h] != c.obj || c.head+1 >= len(p.t) {
		return false
	}
	switch t := p.t[c.head+1]; t.Tag {
	case "JJ", "RB", "DT", "``", "''", "\"":
		return true
	default:
		return t.Text == "\"" || t.Text == "\u201c" || t.Text == "\u2018"
	}
}

// doer is the subject of clause c; of "an attack on Abu Dhabi, which killed
// three" it is the attack.
func (r *reading) doer(p *parse, c *clause) int {
	if !c.relative || c.passive || c.subj < 0 {
		return c.subj
	}
	for at, n := p.nps[c.subj].head, 0; at >= 0 && n < 4; at, n = p.above(at), n+1 {
		if r.nouns[p.t[at].Lower] != nil {
			return p.npAt[at]
		}
	}
	return c.subj
}

// ownerActs returns the actors that own or colour a subject that is itself an
// act or a body of theirs: "the US administration's decision".
func (r *reading) ownerActs(p *parse, x int) []string {
	if o := p.nps[x].owner; o >= 0 && r.nouns[p.t[p.nps[x].head].Lower] != nil {
		ids, _ := r.parties(p, o)
		return ids
	}
	return nil
}

// attackAt returns the pattern of an attack that the noun of phrase x fits, and its
// words; nil for none.
func (r *reading) attackAt(p *parse, x int) (*pattern, int, int) {
	first, from, to := r.nounAt(p, x)
	if first == nil {
		return nil, 0, 0
	}
	for _, pat := range r.nouns[p.t[p.nps[x].head].Lower] {
		if slices.Equal(pat.words, first.words) && pat.typ == chancery.Assault {
			return pat, from, to
		}
	}
	return nil, 0, 0
}

// struck returns to whom the attack by actors is done that phrase x tells of by a noun.
func (r *reading) struck(p *parse, x int, noun *pattern, actors []string) []string {
	for _, a := range p.following(x) {
		if noun.roles[p.t[a.prep].Lower] != recipient {
			continue
		}
		if ids, _ := r.parties(p, a.np); len(ids) > 0 {
			return ids
		}
		return r.soil(p, a.np, actors)
	}
	return nil
}

// attackers returns who does the attack that phrase x tells of by a noun.
func (r *reading) attackers(p *parse, x int, noun *pattern, from int) []string {
	if ids := r.owners(p, x, from); len(ids) > 0 {
		return ids
	}
	for _, a := range p.following(x) {
		if noun.roles[p.t[a.prep].Lower] == actorRole {
			if ids, headed := r.parties(p, a.np); headed {
				return ids
			}
		}
	}
	return nil
}

// crewed reports whether weapons are named as an actor of their own, "French
// aircraft" or "the army's tanks", and not as things that somebody used.
func (r *reading) crewed(ids []string) bool {
	for _, id := range ids {
		if a := r.Cast.Actor(id); a != nil && a.Country != "" && len(strings.Fields(a.Name)) > 1 {
			return true
		}
	}
	return false
}

// hitAgain returns the base or town that a sentence named before "it", of which
// it says that it was hit too: "rockets fired at the base killed two, and three
// were wounded when it was hit again"; else x.
func (r *reading) hitAgain(p *parse, x int) int {
	if p.t[p.nps[x].head].Lower != "it" {
		return x
	}
	for y := x - 1; y >= 0; y-- {
		if p.inClass(y, r.classes["structure"]) {
			return y
		}
	}
	return x
}

// who reports whether a clause with "who" or "whom" describes phrase x: it is of people.
func (p *parse) who(x int) bool {
	for _, k := range p.g.kids[p.nps[x].node] {
		if p.g.rel[k] != "acl:relcl" {
			continue
		}
		for _, w := range p.g.kids[k] {
			if p.t[w].Tag == "WP" {
				return true
			}
		}
	}
	return false
}

// plural reports whether phrase x is "they".
func (p *parse) plural(x int) bool { return p.t[p.nps[x].head].Lower == "they" }

func (r *reading) instrument(p *parse, x int) (string, bool) {
	n := p.nps[x]
	if n.head > n.from {
		if m, ok := r.instruments[p.t[n.head-1].Lower+" "+p.t[n.head].Lower]; ok {
			return m, true
		}
	}
	m, ok := r.instruments[p.t[n.head].Lower]
	return m, ok
}
