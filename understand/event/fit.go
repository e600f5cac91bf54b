package event

// fits reports whether a verb pattern fits clause c, which phrase is its
// object, and the token after its words.
func (r *reading) fits(p *parse, c *clause, pat *pattern) (object, end int, ok bool) {
	object = -1
	if pat.subject != "" && (c.subj < 0 || c.passive || !p.inClass(c.subj, r.classes[pat.subject])) {
		return -1, 0, false
	}
	at, any := c.head, pat.class != ""
	for k, w := range pat.words {
		if w == "~" {
			any = true
			if c.obj < 0 && !c.passive || k+1 >= len(pat.words) && pat.class == "" {
				return -1, 0, false
			}
			continue
		}
		before := at
		if at = p.wordOf(c, at, w); at < 0 {
			return -1, 0, false
		}
		if p.t[at].Tag == "TO" && at > before+1 && !any && c.obj >= 0 { // "promised $3 million to help Chad"
			return -1, 0, false
		}
	}
	end = at + 1
	if pat.class == "" {
		return -1, end, true
	}
	for _, x := range r.objects(p, c, end) {
		for x >= 0 {
			if p.inClass(x, r.classes[pat.class]) {
				return x, end, true
			}
			if y := p.renamed(x); y >= 0 && p.inClass(y, r.classes[pat.class]) { // "sent HMS Kent, a frigate"
				return x, end, true
			}
			if y := r.through(p, x); y >= 0 && p.inClass(y, r.classes[pat.class]) { // "700 kg of medicine"
				return x, end, true
			}
			x = p.nps[x].next
		}
	}
	return -1, 0, false
}

// wordOf returns the token after at that is word w and belongs to clause c:
// the next one, or a particle, object or preposition that hangs on its verb or
// its object. It is -1 where there is none.
func (p *parse) wordOf(c *clause, at int, w string) int {
	if at+1 < len(p.t) && p.t[at+1].Lower == w && !p.ofTime(at+1) {
		return at + 1
	}
	for k := at + 1; k < len(p.t); k++ {
		if p.t[k].Lower != w || p.ofTime(k) {
			continue
		}
		h := p.g.head[k]
		if h == c.node || k == c.node || p.g.is(k, "case", "det") && h >= 0 && (p.g.head[h] == c.node || c.obj >= 0 && p.g.head[h] == p.nps[c.obj].node) {
			return k
		}
		if p.g.is(k, "mark") && (p.t[k].Tag == "IN" || w == "to") && h >= 0 && p.g.head[h] == c.node && h > c.node { // "pressed hard for Iraq to join"
			return k
		}
	}
	return -1
}

// ofTime reports whether token k is the preposition of a time expression:
// "called on Friday" is not "called on".
func (p *parse) ofTime(k int) bool {
	return p.g.is(k, "case") && p.g.head[k] >= 0 && p.timed[p.g.head[k]]
}

// objects lists the phrases that can be the object of clause c after token at.
func (r *reading) objects(p *parse, c *clause, at int) []int {
	var out []int
	if c.passive && c.subj >= 0 {
		out = append(out, c.subj)
	}
	if c.obj >= 0 {
		out = append(out, c.obj)
	}
	if c.obj2 >= 0 {
		out = append(out, c.obj2)
	}
	for _, k := range p.g.kids[c.node] { // "called it a crime"
		if x := p.npOf[k]; x >= 0 && p.g.is(k, "xcomp") {
			out = append(out, x)
		}
	}
	if v := p.inner(c, at); v >= 0 && p.clauses[v].obj >= 0 { // "failed to reach an agreement"
		out = append(out, p.clauses[v].obj)
	}
	if at > c.to {
		for _, a := range c.preps { // "pull out of the talks"
			if a.prep == at-1 {
				out = append(out, a.np)
			}
		}
	}
	return out
}

// inner returns the clause below c whose verb is the last word of a pattern
// that ends before token at, or -1.
func (p *parse) inner(c *clause, at int) int {
	if at-1 <= c.head || at > len(p.t) {
		return -1
	}
	if v := p.clOf[at-1]; v >= 0 && p.clauses[v].head == at-1 && p.clauses[v].infinitive {
		return v
	}
	return -1
}

// inClass reports whether the noun of phrase x, with the words before it or
// alone, is in the set.
func (p *parse) inClass(x int, set wordSet) bool {
	n := p.nps[x]
	words := p.t[n.head].Lower
	if p.g.upos[n.node] == "SYM" && set[p.t[n.node].Lower] { // "$1.5bn"
		return true
	}
	for i := n.head; i >= n.from; i-- {
		if i < n.head {
			words = p.t[i].Lower + " " + words
		}
		if set[words] {
			return true
		}
	}
	if n.to+1 < len(p.t) { // "memorandum of understanding"
		return set[p.t[n.head].Lower+" "+p.t[n.to].Lower+" "+p.t[n.to+1].Lower]
	}
	return false
}

// reads reports whether the words stand side by side from token from on.
func (p *parse) reads(from int, words []string) bool {
	for i, w := range words {
		if p.t[from+i].Lower != w {
			return false
		}
	}
	return true
}

// spread reports whether the words describe the noun at token h of phrase n in
// their order, with others between: "a joint search-and-rescue drill".
func (p *parse) spread(n phrase, h int, words []string) bool {
	k := 0
	for i := n.from; i < h && k < len(words); i++ {
		if p.t[i].Lower == words[k] && p.g.head[i] == n.node && p.g.is(i, "amod", "compound") {
			k++
		}
	}
	return k == len(words) && k > 0
}
