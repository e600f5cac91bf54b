package event

import (
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// counted returns the noun that a number counts, or -1 where it stands alone,
// and the token that the two hang by: "nine of its members", "a crew of eleven".
func (p *parse) counted(n quantity) (head, node int) {
	k := n.to - 1
	for k > n.from && p.g.head[k] >= n.from && p.g.head[k] < n.to {
		k = p.g.head[k]
	}
	if h := p.g.head[k]; h >= 0 && h == n.to && p.t[h].Lower == "more" { // "23 more of its citizens"
		k = h
	}
	if h := p.g.head[k]; h >= 0 && p.g.is(k, "nummod", "compound", "amod", "det") && h != k {
		for p.g.is(h, "compound") && p.g.head[h] > h { // "14 Leopard tanks"
			h = p.g.head[h]
		}
		if x := p.npOf[h]; x >= 0 {
			return p.nps[x].head, h
		}
		return h, h
	}
	for _, c := range p.g.kids[k] {
		if p.g.is(c, "nmod", "obl") && c > k && p.npOf[c] >= 0 {
			if of := p.g.child(c, "case"); of >= 0 && p.t[of].Lower == "of" {
				return p.nps[p.npOf[c]].head, k
			}
		}
	}
	if of := p.g.child(k, "case"); of >= 0 && p.t[of].Lower == "of" && p.g.is(k, "nmod") && p.g.head[k] >= 0 && p.g.upos[p.g.head[k]] == "NOUN" {
		return p.g.head[k], p.g.head[k]
	}
	return -1, k
}

// counts returns the people of the sentence that were counted before phrase x,
// which is but a number: soldiers of "killed two soldiers, and three were
// wounded"; -1 for none.
func (r *reading) counts(p *parse, x int) int {
	n := p.nps[x]
	if p.t[n.head].Tag != "CD" || n.to-n.from != 1 || p.timed[n.head] || n.to < len(p.t) && p.t[n.to].Lower == "of" {
		return -1
	}
	for y := x - 1; y >= 0; y-- {
		if o := p.nps[y]; p.t[o.from].Tag == "CD" && o.to-o.from > 1 && r.people(p, o.head) {
			return y
		}
	}
	return -1
}

// coordinated returns the first of the coordination that token i is in.
func (p *parse) coordinated(i int) int {
	for p.g.is(i, "conj") && p.g.head[i] >= 0 && p.clOf[p.g.head[i]] < 0 {
		i = p.g.head[i]
	}
	return i
}

// toldBefore reports whether the number follows "the", "these" or an owner.
func (r *reading) toldBefore(p *parse, n quantity) bool {
	return n.from > 0 && r.pointing(p.t[n.from-1].Lower, "back") || p.owned(n)
}

// owned reports whether the number follows an owner, "Cuba's 253 doctors",
// which may be told for the first time.
func (p *parse) owned(n quantity) bool {
	if n.from == 0 {
		return false
	}
	t := p.t[n.from-1]
	return t.Tag == "PRP$" || t.Tag == "POS" || strings.HasSuffix(t.Lower, "'s") || strings.HasSuffix(t.Lower, "’s")
}

// spoken reports whether the span is of the source of a quotation: "two
// officials said".
func (r *reading) spoken(s chancery.Span) bool {
	for i := range r.Quotes {
		if src := r.Quotes[i].Source; src != nil && src.Overlaps(s) {
			return true
		}
	}
	return false
}

// outside reports whether the sentence is of votes, prices or trade, whose
// shares are no figures.
func (r *reading) outside(p *parse) bool {
	for _, t := range p.t {
		if r.figures.outside[t.Lower] {
			return true
		}
	}
	return false
}

// people reports whether the noun at token i is of people.
func (r *reading) people(p *parse, i int) bool {
	if r.figures.people[p.t[i].Lower] || r.personal(p, i) {
		return true
	}
	k := sort.Search(len(r.doc.Names), func(k int) bool { return r.doc.Names[k].Span.End > p.t[i].Span.Start })
	return k < len(r.doc.Names) && r.doc.Names[k].Kind == "NORP" && r.doc.Names[k].Span.Overlaps(p.t[i].Span) // "130,000 Sudanese"
}

// lemma returns the dictionary form of token i.
func (p *parse) lemma(i int) string {
	for _, w := range p.s.Words {
		if w.Span.End == p.t[i].Span.End && w.Lemma != "" {
			return w.Lemma
		}
	}
	return p.t[i].Lower
}
