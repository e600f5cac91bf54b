package event

// renamed returns the phrase that names phrase x once more between commas, or
// -1.
func (p *parse) renamed(x int) int {
	for _, k := range p.g.kids[p.nps[x].node] {
		if p.g.is(k, "appos") && p.npOf[k] > x {
			return p.npOf[k]
		}
	}
	return -1
}

// following lists the prepositional phrases that hang on phrase x, and then
// on those: "talks between A and B on trade in Geneva".
func (p *parse) following(x int) []argument {
	var out []argument
	var below []int
	for level, list := 0, []int{x}; level < 2; level, list = level+1, below {
		below = nil
		for _, y := range list {
			for _, k := range p.g.kids[p.nps[y].node] {
				n := p.npOf[k]
				if n < 0 || p.nps[n].prep < 0 || !p.g.is(k, "nmod", "obl") {
					continue
				}
				out = append(out, argument{p.nps[n].prep, n})
				below = append(below, n)
			}
		}
	}
	return out
}

// beside reports whether between token i and the verb at token node above it
// stands a clause that only dates what the verb tells: "weeks after gunmen
// killed two".
func (p *parse) beside(i, node int) bool {
	for n := 0; i >= 0 && i != node && n < 20; i, n = p.g.head[i], n+1 {
		if v := p.clOf[i]; v >= 0 && p.clauses[v].subordinator >= 0 && dates(p.t[p.clauses[v].subordinator].Lower) {
			return true
		}
	}
	return false
}

// aside reports whether a subordinator begins what only dates a deed or is told
// beside it: "praised the deal, while Japan …".
func aside(w string) bool {
	switch w {
	case "while", "whereas", "although", "though":
		return true
	}
	return dates(w)
}
