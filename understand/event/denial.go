package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// negative reports whether clause c says that its deed was not done, by its
// verb group, an adverb before it or its subject: "never expelled", "no
// country imposed", "neither side attacked".
func (r *reading) negative(p *parse, c *clause) bool {
	if c.negated {
		return true
	}
	for _, i := range p.g.kids[c.node] {
		if i < c.head && r.denials[keyed{p.t[i].Lower, "adverb"}] {
			return true
		}
	}
	if c.gerund {
		if c.conj >= 0 && p.clauses[c.conj].gerund && c.subordinator < 0 && r.negative(p, &p.clauses[c.conj]) { // "rather than going there and meeting him"
			return true
		}
		for _, i := range p.g.kids[c.node] {
			if p.g.is(i, "mark", "case") && r.denials[keyed{p.t[i].Lower, "preposition"}] {
				return true
			}
		}
	}
	if c.infinitive && c.governorWord >= 0 && r.denials[keyed{p.t[c.governorWord].Lower, "power"}] {
		return true
	}
	if h := p.g.head[c.node]; c.infinitive && h >= 0 && r.denials[keyed{p.t[h].Lower, "power"}] && p.g.is(c.node, "acl", "advcl") {
		return true
	}
	if c.obj >= 0 && !c.passive && c.node == c.head { // "reached no agreement", not "no fewer than ten"
		if from := p.nps[c.obj].from; from < p.nps[c.obj].head && p.t[from].Lower == "no" && !strings.HasPrefix(p.t[from+1].Tag, "JJR") && !strings.HasPrefix(p.t[from+1].Tag, "RBR") {
			return true
		}
	}
	if c.subj < 0 {
		return false
	}
	from := p.nps[p.nps[c.subj].first].from
	return r.denials[keyed{p.t[from].Lower, "determiner"}] || from > 0 && r.denials[keyed{p.t[from-1].Lower, "determiner"}]
}

// counterfactual reports whether a clause tells what did not come to pass:
// "would have attacked".
func (r *reading) counterfactual(c *clause) bool {
	return c.perfect && r.controls[keyed{c.modal, "modal"}].modality == chancery.Conditional
}

// asks reports whether the sentence is a question to be answered with yes or
// no, which vouches for nothing.
func (p *parse) asks() bool {
	last, first := len(p.t)-1, 0
	for last > 0 && (p.t[last].Text == "\"" || p.t[last].Text == "\u201d" || p.t[last].Text == "'" || p.t[last].Text == "\u2019") {
		last--
	}
	for first < last && p.t[first].Kind != p.t[last].Kind && p.npAt[first] < 0 && p.vgAt[first] < 0 && p.t[first].Tag != "MD" {
		first++
	}
	return last > 0 && p.t[last].Text == "?" && (auxiliary(p.t[first].Lower) || p.inverted())
}

// inverted reports whether an auxiliary stands before the subject of the main
// clause and no question word before it: "After the visit, is Peru still ready?"
func (p *parse) inverted() bool {
	for v := range p.clauses {
		node := p.clauses[v].node
		if !p.g.is(node, "root") {
			continue
		}
		subject := p.g.child(node, "nsubj", "csubj", "expl")
		aux := p.g.child(node, "aux", "cop")
		if subject < 0 || aux < 0 || aux > subject || strings.HasPrefix(p.t[node].Tag, "W") {
			return false
		}
		for _, k := range p.g.kids[node] {
			if k < aux && strings.HasPrefix(p.t[k].Tag, "W") {
				return false
			}
		}
		return true
	}
	return false
}

func auxiliary(w string) bool {
	switch w {
	case "do", "does", "did", "is", "are", "was", "were", "has", "have", "had", "will", "would", "can", "could", "should", "may", "might", "must":
		return true
	}
	return false
}

// conditional reports whether clause c states a condition: after "if", also
// without a subject ("if attacked"), or with its first verb in front ("should
// China send", "had Russia invaded").
func (p *parse) conditional(c *clause) bool {
	for _, i := range [...]int{c.subordinator, c.from - 1} {
		if i >= 0 {
			switch p.t[i].Lower {
			case "if", "unless", "whether":
				return true
			}
		}
	}
	if h := p.g.head[c.node]; h >= 0 && p.g.is(c.node, "acl", "ccomp") && !c.infinitive && p.t[h].Lower == "condition" { // "on condition that it be recognised"
		return true
	}
	if c.subj < 0 {
		return false
	}
	i := p.nps[p.nps[c.subj].first].from - 1
	if i < 0 || i > 0 && p.t[i-1].Kind == p.t[i].Kind && p.t[i-1].Tag != "CC" {
		return false
	}
	switch p.t[i].Lower {
	case "should", "had", "were":
		return p.t[len(p.t)-1].Text != "?"
	}
	return false
}

// clauseDenied sees what hangs on "X denied that", "X denied claims that", "it
// is not true that" and "reports that … were false".
func (r *reading) clauseDenied(p *parse, c *clause, s standing) standing {
	h := p.g.head[c.node]
	if h < 0 || !p.g.is(c.node, "ccomp", "acl", "csubj", "advcl", "xcomp") {
		return s
	}
	if r.denials[keyed{p.t[h].Lower, "truth"}] {
		for _, k := range p.g.kids[h] {
			s.negative = s.negative || negation(p.t[k].Lower)
		}
		return s
	}
	if r.denials[keyed{p.t[h].Lower, "noun"}] && p.g.is(c.node, "acl", "ccomp") {
		above := p.g.head[h]
		if above < 0 {
			return s
		}
		for _, k := range append([]int{above}, p.g.kids[above]...) { // in "…, he said" the tree hangs both on the saying
			if k != h && r.denials[keyed{p.t[k].Lower, "falsehood"}] {
				s.status = chancery.Denied
				r.why.note("status", "the report calls it false: denied", "", p.t[k].Span, r.row("denials", p.t[k].Lower, "falsehood"))
				return s
			}
		}
		h = above
	} else if p.g.is(c.node, "acl") {
		return s
	}
	if k := p.clOf[h]; k >= 0 {
		g := &p.clauses[k]
		if r.denials[keyed{p.t[g.head].Lower, "verb"}] && !g.negated && !c.infinitive {
			s.status = chancery.Denied
			r.why.note("status", "hangs on a verb of denial: denied", "", p.t[g.head].Span, r.row("denials", p.t[g.head].Lower, "verb"))
			if g.subj >= 0 {
				s.deniedBy, _ = r.parties(p, g.subj)
			}
		}
	}
	return s
}
