package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// phrase is a base noun phrase and its place in the sentence.
type phrase struct {
	from, to int
	head     int // the noun that carries it; of a name of several words the last
	node     int // the token that heads it in the graph
	owner    int // the phrase that owns it by "'s", or -1
	prep     int // token of its preposition, or -1
	next     int // the phrase coordinated with it, or -1
	first    int // the first of its coordination: itself where there is none
}

// clause is a predicate with its arguments.
type clause struct {
	from, to, head int
	node           int // what heads it in the graph: the verb, or what a copula says
	subj           int // phrase, or -1
	obj, obj2      int // obj2 after an indirect object
	preps          []argument
	conj           int  // the clause that it is coordinated with, or -1
	governor       int  // the clause whose complement it is, or -1
	governorWord   int  // token of the adjective or noun that governs it, or -1
	relative       bool // its subject stands before "which" or "that"
	subordinator   int  // token of "if", "after", "that" before it, or -1
	verb
}

type argument struct{ prep, np int } // token of the preposition, phrase

// verb is what the words of a verb group tell.
type verb struct {
	modal                               string
	past, perfect, progressive, passive bool
	negated, infinitive, finite, gerund bool // negated by a word of the group
	participle                          bool
}

// parse is a sentence as predicates with their arguments.
type parse struct {
	s       *lang.Sentence
	t       []lang.Token
	g       graph
	nps     []phrase
	clauses []clause
	timed   []bool       // token -> whether a time expression holds it
	used    map[int]bool // phrases that a verb's event tells of
	npAt    []int        // token -> phrase that holds it, or -1
	vgAt    []int        // token -> clause whose verb group holds it, or -1
	npOf    []int        // token -> phrase that it heads, or -1
	clOf    []int        // token -> clause that it heads, or -1
}

// parseSentence reads predicates and arguments off the dependency tree.
// Tokens of timed belong to time expressions, those of who, which only a title
// needs, to actors.
func parseSentence(s *lang.Sentence, timed, who []bool) *parse {
	n := len(s.Tokens)
	p := &parse{s: s, t: s.Tokens, g: newGraph(s), timed: timed, npAt: fill(n), vgAt: fill(n), npOf: fill(n), clOf: fill(n)}
	p.g.undate(timed)
	p.g.unmarked(timed, p.t)
	if title(s.Part) {
		p.g.list(p.t, who)
		p.g.announce(p.t, who)
	}
	for i := range p.t {
		if p.g.nominal(i) {
			p.phrase(i)
		}
	}
	p.linkPhrases()
	for i := range p.t {
		if p.g.verbal(i) {
			p.clause(i, i)
		} else if k := p.g.child(i, "cop"); k >= 0 {
			p.clause(i, k)
		}
	}
	for i := range p.clauses {
		p.arguments(i)
	}
	for i := range p.clauses {
		p.govern(i)
		p.subject(i)
	}
	return p
}

func fill(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

func (p *parse) phrase(h int) {
	from, to := h, h+1
	for from > 0 && p.g.inside(from-1, h) && p.npAt[from-1] < 0 {
		from--
	}
	for to < len(p.t) && p.g.inside(to, h) {
		to++
	}
	head := h
	for k := h + 1; k < to; k++ {
		if p.g.upos[k] == "PROPN" || p.g.upos[k] == "NOUN" || p.g.upos[h] == "SYM" { // "$5 million"
			head = k
		}
	}
	for i := from; i < to; i++ {
		p.npAt[i] = len(p.nps)
	}
	p.npOf[h] = len(p.nps)
	p.nps = append(p.nps, phrase{from: from, to: to, head: head, node: h, owner: -1, prep: -1, next: -1, first: len(p.nps)})
}

// linkPhrases finds owners, prepositions and coordinations.
func (p *parse) linkPhrases() {
	for i := range p.nps {
		x := &p.nps[i]
		for _, k := range p.g.kids[x.node] {
			switch {
			case p.g.is(k, "case") && k < x.node && p.t[k].Tag != "POS":
				x.prep = k
			case p.g.rel[k] == "nmod:poss" && p.npOf[k] >= 0:
				x.owner = p.npOf[k]
			}
		}
		last := i
		for _, k := range p.g.kids[x.node] {
			if !p.g.is(k, "conj") || p.npOf[k] < 0 || p.npOf[k] <= i {
				continue
			}
			j := p.npOf[k]
			p.nps[last].next, p.nps[j].first = j, x.first
			last = j
		}
	}
}

// clause adds the clause of a predicate whose verb is token head.
func (p *parse) clause(node, head int) {
	c := clause{from: head, to: head + 1, head: head, node: node, subj: -1, obj: -1, obj2: -1, conj: -1, governor: -1, governorWord: -1, subordinator: -1}
	group := []int{}
	for _, k := range p.g.kids[node] {
		lower := p.t[k].Lower
		switch {
		case k >= head && k != head+1:
		case p.g.is(k, "aux") || lower == "to" && p.g.is(k, "mark") || negation(lower):
			group = append(group, k)
			c.from = min(c.from, k)
		case p.g.is(k, "mark"):
			c.subordinator = k
		case p.g.is(k, "advmod") && (p.t[k].Tag == "WRB" || lower == "if"):
			c.subordinator = k
		}
	}
	c.verb = readVerb(p.t, append(group, head), head)
	if p.g.is(node, "acl") && p.t[head].Tag == "VBD" && p.g.rel[node] != "acl:relcl" {
		c.participle, c.finite = true, false
	}
	if p.t[head].Tag == "VBN" && p.bare(node, group) { // read for a participle that has a subject of its own
		c.participle, c.finite, c.past = false, true, true
	}
	c.passive = c.passive || p.g.child(node, "aux:pass", "nsubj:pass") >= 0 && !p.bare(node, group) || p.g.child(node, "obl:agent") >= 0 && !p.bare(node, group) && !p.preceded(node, group)
	c.passive = c.passive && node == head // "it was dismayed" is no passive of "be"
	for _, k := range append(group, head) {
		p.vgAt[k] = len(p.clauses)
	}
	p.clOf[node], p.clOf[head] = len(p.clauses), len(p.clauses)
	p.clauses = append(p.clauses, c)
}

// bare reports whether the clause of node has a subject and no auxiliary, and
// stands where a verb so cannot be passive: not in a headline, nor beside a
// passive whose auxiliary it shares.
func (p *parse) bare(node int, group []int) bool {
	return len(group) == 0 && p.s.Part == chancery.Body && p.g.child(node, "nsubj") >= 0 && !p.g.is(node, "conj")
}

// preceded reports whether what the tree calls the agent of a verb without an
// auxiliary stands before it with no preposition: its subject in truth.
func (p *parse) preceded(node int, group []int) bool {
	k := p.g.child(node, "obl:agent")
	return len(group) == 0 && k < node && p.g.child(k, "case") < 0
}

func readVerb(t []lang.Token, group []int, head int) verb {
	v := verb{}
	be, have := false, false
	for _, i := range group {
		w := t[i].Lower
		v.negated = v.negated || negation(w)
		if i == head {
			continue
		}
		switch {
		case t[i].Tag == "MD":
			v.modal, v.finite = w, true
		case t[i].Tag == "TO" || w == "to":
			v.infinitive = true
		default:
			be = be || beForm(w)
			have = have || w == "have" || w == "has" || w == "had" || w == "'ve"
			if tag := t[i].Tag; tag == "VBD" || tag == "VBZ" || tag == "VBP" {
				v.finite = true
				v.past = v.past || tag == "VBD"
			}
		}
	}
	h := t[head]
	v.perfect = have && h.Tag != "VB"
	v.passive = be && (h.Tag == "VBN" || h.Tag == "VBD")
	v.progressive = be && h.Tag == "VBG"
	v.gerund = h.Tag == "VBG" && !be
	v.participle = h.Tag == "VBN" && !be && !have
	switch h.Tag {
	case "VBD":
		v.past = v.past || !be
		v.finite = true
	case "VBZ", "VBP":
		v.finite = true
	}
	v.past = v.past || v.perfect
	return v
}

func negation(w string) bool { return w == "not" || w == "n't" || w == "never" || w == "cannot" }

func beForm(w string) bool {
	switch w {
	case "be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m", "get", "gets", "got":
		return true
	}
	return false
}

// arguments finds the objects and prepositional phrases of clause v.
func (p *parse) arguments(v int) {
	c := &p.clauses[v]
	if c.node != c.head { // what a copula says
		if x := p.npOf[c.node]; x >= 0 {
			if p.nps[x].prep >= 0 {
				c.preps = append(c.preps, argument{p.nps[x].prep, x})
			} else {
				c.obj = x
			}
		}
	}
	indirect := -1
	for _, k := range p.g.kids[c.node] {
		x := p.npOf[k]
		if k == c.head+1 && p.g.is(k, "advmod") { // "stayed away from the talks"
			for _, o := range p.g.kids[k] {
				if y := p.npOf[o]; y >= 0 && p.nps[y].prep >= 0 && p.g.is(o, "obl") {
					c.preps = append(c.preps, argument{p.nps[y].prep, y})
				}
			}
		}
		if x < 0 {
			continue
		}
		switch {
		case p.g.is(k, "nsubj"), p.g.rel[k] == "obl:agent" && p.nps[x].prep < 0 && k < c.node && !c.passive:
			c.subj = x
			if w := p.t[k]; (strings.HasPrefix(w.Tag, "W") || w.Lower == "that") && p.g.rel[c.node] == "acl:relcl" {
				if a := p.npOf[max(p.g.head[c.node], 0)]; a >= 0 {
					c.subj, c.relative = a, true
				}
			}
		case p.g.is(k, "iobj"):
			indirect = x
		case p.g.is(k, "obj") && c.obj < 0:
			c.obj = x
			if strings.HasPrefix(p.t[k].Tag, "W") && p.g.rel[c.node] == "acl:relcl" {
				if a := p.npOf[max(p.g.head[c.node], 0)]; a >= 0 {
					c.obj = a
				}
			}
		case p.nps[x].prep >= 0 && p.g.is(k, "obl", "nmod"):
			np := x
			if strings.HasPrefix(p.t[k].Tag, "W") && p.g.rel[c.node] == "acl:relcl" { // "Ukraine, to which both sent arms"
				if a := p.npOf[max(p.g.head[c.node], 0)]; a >= 0 {
					np = a
				}
			}
			c.preps = append(c.preps, argument{p.nps[x].prep, np})
		}
	}
	if indirect >= 0 {
		c.obj, c.obj2 = indirect, c.obj
	}
	if c.obj < 0 && !c.passive { // "called Prime Minister Li": the tree takes the name for what somebody is called
		for _, k := range p.g.kids[c.node] {
			if x := p.npOf[k]; x >= 0 && p.g.is(k, "xcomp") && k > c.node && p.nps[x].prep < 0 && p.t[k].Tag == "NNP" {
				c.obj = x
				break
			}
		}
	}
	if c.obj < 0 && !c.passive && c.subj >= 0 && !c.relative && p.g.is(c.node, "acl") && c.finite && !p.adverbial(c) { // "the idea that they rejected"
		c.obj = p.npOf[max(p.g.head[c.node], 0)]
	}
	objects := []int{c.obj, c.obj2}
	if c.passive {
		objects = append(objects, c.subj)
	}
	for _, x := range objects {
		if x >= 0 && c.node == c.head {
			c.preps = append(c.preps, p.following(x)...)
		}
	}
}

// adverbial reports whether a relative clause begins with "where", "when" or a
// preposition, so that its noun is no argument of its verb.
func (p *parse) adverbial(c *clause) bool {
	if c.subordinator >= 0 && p.t[c.subordinator].Tag == "WRB" {
		return true
	}
	for _, k := range p.g.kids[c.node] {
		if x := p.npOf[k]; x >= 0 && p.nps[x].prep >= 0 && strings.HasPrefix(p.t[k].Tag, "W") {
			return true
		}
	}
	return false
}

// govern finds the clause or the word whose complement clause v is.
func (p *parse) govern(v int) {
	c := &p.clauses[v]
	h := p.g.head[c.node]
	if h < 0 {
		return
	}
	switch {
	case p.g.is(c.node, "conj"):
		if c.conj = p.clOf[h]; c.conj >= 0 {
			of := &p.clauses[c.conj]
			p.share(c, of)
			if c.obj < 0 && of.obj >= 0 && !c.passive && p.g.is(of.node, "acl") && p.npOf[max(p.g.head[of.node], 0)] == of.obj && p.g.child(c.node, "nsubj") >= 0 && p.g.child(c.node, "xcomp", "ccomp") < 0 { // "a truce which one accepted and the other refused"
				c.obj = of.obj
			}
		}
	case p.g.is(c.node, "xcomp", "ccomp", "advcl", "acl", "csubj", "parataxis", "obl", "nmod"):
		if !c.infinitive && !c.gerund {
			return
		}
		if c.gerund && p.g.rel[c.node] == "advcl" && c.subordinator >= 0 && subordinates(p.t[c.subordinator]) {
			return
		}
		if c.gerund && p.g.is(c.node, "advcl") && c.subordinator < 0 && !c.infinitive { // "…, killing two": a deed of its own
			return
		}
		c.governor = p.clauseAbove(c.node)
		if p.clOf[h] < 0 || p.clauses[p.clOf[h]].head != h {
			c.governorWord = h
			if n := p.npOf[h]; n >= 0 {
				c.governorWord = p.nps[n].head
			}
		}
		if g := c.governor; g >= 0 && c.infinitive && c.governorWord < 0 {
			switch w := p.t[p.clauses[g].head].Lower; {
			case beForm(w) || w == "going":
				c.modal, c.infinitive, c.negated = "will", false, c.negated || p.clauses[g].negated
			case w == "have" || w == "has" || w == "had":
				c.modal, c.infinitive = "must", false
				for _, k := range p.g.kids[p.clauses[g].node] {
					c.negated = c.negated || p.t[k].Lower == "yet"
				}
			}
		}
		for _, k := range p.g.kids[c.node] {
			if p.t[k].Lower == "yet" && k < c.head && c.infinitive {
				c.negated = true
			}
		}
	}
}

// share gives a coordinated verb what its partner's auxiliaries say.
func (p *parse) share(c, of *clause) {
	own := c.modal != "" || c.infinitive || c.head > 0 && c.from < c.head
	if c.subordinator < 0 {
		c.subordinator = of.subordinator
	}
	if own {
		if c.infinitive {
			c.governor, c.governorWord = of.governor, of.governorWord
		}
		return
	}
	switch tag := p.t[c.head].Tag; {
	case tag == "VB":
		c.modal, c.infinitive = of.modal, of.infinitive
		c.governor, c.governorWord = of.governor, of.governorWord
	case tag == "VBG" && of.gerund:
		c.governor, c.governorWord = of.governor, of.governorWord
	case c.participle && of.passive:
		c.passive, c.past, c.participle = true, of.past, of.participle
		c.modal, c.perfect = of.modal, of.perfect
	case c.participle && of.perfect:
		c.perfect, c.past, c.participle = true, true, false
	}
}

// clauseAbove returns the clause that token i lies in, above i, or -1.
func (p *parse) clauseAbove(i int) int {
	for n := 0; n < 60; n++ {
		if i = p.g.head[i]; i < 0 {
			return -1
		}
		if p.clOf[i] >= 0 {
			return p.clOf[i]
		}
	}
	return -1
}

// subject gives a clause without a subject of its own that of the clause or
// the noun that it hangs on.
func (p *parse) subject(v int) {
	c := &p.clauses[v]
	if c.subj >= 0 {
		return
	}
	node := c.node
	for n := 0; n < 8; n++ {
		h := p.g.head[node]
		if h < 0 {
			return
		}
		switch {
		case p.g.is(node, "acl") && p.npOf[h] >= 0 && !c.infinitive:
			c.subj = p.npOf[h]
			return
		case p.g.is(node, "conj", "xcomp", "advcl", "acl", "ccomp", "obl", "nmod", "parataxis", "csubj"):
			k := p.clOf[h]
			if k < 0 {
				k = p.clauseAbove(node)
			}
			if k < 0 || p.g.rel[node] == "ccomp" && c.finite {
				return
			}
			if p.clauses[k].subj >= 0 {
				c.subj = p.clauses[k].subj
				if p.g.is(node, "conj") {
					c.relative = p.clauses[k].relative
				}
				return
			}
			node = p.clauses[k].node
		default:
			return
		}
	}
}

func subordinates(t lang.Token) bool {
	switch t.Lower {
	case "that", "if", "because", "while", "although", "though", "unless", "whether", "after", "before", "since",
		"until", "as", "when", "where", "once", "than":
		return true
	}
	return false
}

// verbBefore returns the clause that token i hangs in.
func (p *parse) verbBefore(i int) int {
	if i < 0 || i >= len(p.t) {
		return -1
	}
	return p.clauseAbove(i)
}

// span is the text of tokens [from, to).
func (p *parse) span(from, to int) chancery.Span {
	return chancery.Span{Start: p.t[from].Span.Start, End: p.t[to-1].Span.End}
}

// clauseNode is the token that heads clause v, -1 for none.
func (p *parse) clauseNode(v int) int {
	if v < 0 {
		return -1
	}
	return p.clauses[v].node
}
