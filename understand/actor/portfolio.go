package actor

import (
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

func (v *vocabulary) readPortfolio(r lexicon.Row) error {
	v.portfolios[r.Key()] = true
	return nil
}

// widest is how many tokens the field of an office may have.
const widest = 16

// portfolio returns the token after the field of an office that begins at j:
// of "for Civilian Security, Democracy, and Human Rights", of "and
// International Cooperation" after a foreign minister; j where no such field is.
func (v *vocabulary) portfolio(t []lang.Token, j int) int {
	if j >= len(t) || t[j].Lower != "for" && t[j].Lower != "and" {
		return j
	}
	end := j
	for k := j + 1; k < len(t) && k < j+widest; k++ {
		switch w := t[k]; {
		case w.Kind == lang.Word && v.portfolios[bare(w)]:
			end = k + 1
		case w.Cap, w.Text == ",", w.Text == "&", w.Lower == "and", w.Lower == "the", w.Lower == "of":
		default:
			return end
		}
	}
	return end
}

// fields cuts the names in sc that begin with the field of an office: "Rights |
// Ann Lund".
func (r *resolver) fields(sc *scanner) {
	for i, pc := range sc.at {
		if !pc.is(title) {
			continue
		}
		end := r.finder.portfolio(sc.tokens, pc.to)
		if end == pc.to || end >= len(sc.tokens) {
			continue
		}
		for k := i; k < end; k++ {
			if p := sc.at[k]; p != nil && p.phrase == nil && p.from < end && p.to > end {
				sc.at[end] = &piece{from: end, to: p.to}
				p.to = end
			}
		}
	}
}

// heldBy reads the name of who holds office x, after the field that begins at
// j. It returns the token after it, or j.
func (p *parser) heldBy(x *np, j int) int {
	end := p.v.portfolio(p.tokens, j)
	k := end
	if end > j && end+1 < len(p.tokens) && p.tokens[end].Text == "," {
		k++
	}
	if end == j || !p.nameAt(k) || p.at[k].is(address) {
		return j
	}
	pc := p.at[k]
	if pc.phrase == nil && pc.to-pc.from < 2 {
		return j
	}
	y := &np{from: pc.from, to: pc.to, head: pc.from, tail: pc.to, core: nameCore, title: x.title, titles: x.titles, iso: x.iso, owner: x.owner, ownerWord: x.ownerWord, sense: x.sense, role: [2]int{x.role[0], end}}
	if pc.is(known) {
		y.core, y.entry = knownCore, pc.phrase.entry
	}
	p.finish(y)
	x.apposed = y
	for i, o := range p.out { // the name first, so that the office finds it
		if o == x {
			copy(p.out[i+1:], p.out[i:len(p.out)-1])
			p.out[i] = y
			break
		}
	}
	return pc.to
}
