package actor

import "github.com/chancery-project/chancery/lang"

// minority returns the country in which a people live that x names by another
// of their descent: Serbia for "ethnic Albanians in southern Serbia" and "the
// Albanians of Serbia". It is empty where x is no such people or the sentence
// names no other country.
func (r *resolver) minority(i int, x *np, descent string) string {
	if descent == "" {
		return ""
	}
	t := r.sentences[i].s.Tokens
	end := max(x.to, x.tail)
	of := x.core == demonymCore && x.plural && x.tail < len(t) && t[x.tail].Lower == "of"
	if x.sense != "ethnic" && !of {
		return ""
	}
	before := ""
	for _, e := range r.evidence {
		if e.sentence != i || e.iso == descent {
			continue
		}
		if e.pos < t[x.head].Span.Start {
			before = e.iso
			continue
		}
		k := x.tail
		for k < len(t) && t[k].Span.Start < e.pos {
			k++
		}
		if of && k > x.tail+3 {
			continue
		}
		for n := 0; n < 3 && k > x.tail; n++ {
			if k--; livesIn(t[k]) {
				return e.iso
			}
		}
	}
	if of {
		return ""
	}
	if before == "" && end < len(t) {
		return r.abroad(i, descent)
	}
	return before
}

// abroad is the country named last before sentence i that is not iso.
func (r *resolver) abroad(i int, iso string) string {
	last := ""
	for _, e := range r.evidence {
		if e.sentence < i && e.iso != iso {
			last = e.iso
		}
	}
	return last
}

// livesIn reports whether what follows t is where somebody lives.
func livesIn(t lang.Token) bool {
	switch t.Lower {
	case "in", "of", "near", "inside", "within", "across", "throughout":
		return true
	}
	return false
}

// peopleAt reports whether a people is named at i: "ethnic [Albanians]".
func (p *parser) peopleAt(i int) bool {
	c, ok := p.class(i)
	return ok && (c == demonym || c == adjective)
}
