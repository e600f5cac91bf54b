package quote

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// view is one sentence under way, as a dependency tree.
type view struct {
	*reading
	i      int
	s      *lang.Sentence
	w      []lang.SyntacticWord
	low    []string // words as the lexicon spells them
	kids   [][]int  // in text order
	lo, hi []int    // first and last word of the subtree
	cues   []bool   // verbs that a quote of this sentence has as its cue
}

func (r *reading) view(i int) *view {
	s := &r.doc.Sentences[i]
	n := len(s.Words)
	v := &view{reading: r, i: i, s: s, w: s.Words, low: make([]string, n), kids: make([][]int, n), lo: make([]int, n), hi: make([]int, n), cues: make([]bool, n)}
	for k := range v.w {
		v.low[k] = lang.Lower(v.w[k].Span.Text(r.text))
		v.lo[k], v.hi[k] = k, k
		if h := v.w[k].Head; h >= 0 && h < n {
			v.kids[h] = append(v.kids[h], k)
		}
	}
	order := make([]int, 0, n)
	for k := range v.w {
		if v.w[k].Head < 0 {
			order = append(order, k)
		}
	}
	for at := 0; at < len(order); at++ {
		order = append(order, v.kids[order[at]]...)
	}
	for at := len(order) - 1; at >= 0; at-- {
		k := order[at]
		if h := v.w[k].Head; h >= 0 {
			v.lo[h], v.hi[h] = min(v.lo[h], v.lo[k]), max(v.hi[h], v.hi[k])
		}
	}
	return v
}

// is reports whether word k hangs on its head by one of the relations; their
// subtypes count too.
func (v *view) is(k int, relations ...string) bool {
	for _, r := range relations {
		if x := v.w[k].Relation; x == r || strings.HasPrefix(x, r) && x[len(r)] == ':' {
			return true
		}
	}
	return false
}

// child returns the first word that hangs on k by one of the relations, or -1.
func (v *view) child(k int, relations ...string) int {
	for _, c := range v.kids[k] {
		if v.is(c, relations...) {
			return c
		}
	}
	return -1
}

func (v *view) punct(k int) bool {
	return v.w[k].UPOS == "PUNCT" || v.w[k].UPOS == "SYM" && v.is(k, "punct")
}

// clause reports whether word k heads a clause.
func (v *view) clause(k int) bool {
	switch {
	case v.is(k, "root", "ccomp", "advcl", "parataxis", "acl", "csubj", "xcomp"):
		return true
	case v.is(k, "conj"):
		return v.verbal(k)
	}
	return false
}

// verbal reports whether word k is a predicate: a verb, or what has a copula
// or a subject.
func (v *view) verbal(k int) bool {
	return v.w[k].UPOS == "VERB" || v.w[k].UPOS == "AUX" || v.child(k, "cop", "nsubj", "csubj", "aux") >= 0
}

// finite reports whether the clause of k has tense or a modal.
func (v *view) finite(k int) bool {
	if tensed(v.w[k].XPOS) {
		return true
	}
	for _, c := range v.kids[k] {
		if v.is(c, "aux", "cop") && (tensed(v.w[c].XPOS) || v.w[c].XPOS == "MD") {
			return true
		}
	}
	return false
}

func tensed(tag string) bool { return tag == "VBD" || tag == "VBZ" || tag == "VBP" }

// under marks the words of the subtree of c, without those subtrees that skip
// names.
func (v *view) under(c int, skip func(int) bool) []bool {
	in := make([]bool, len(v.w))
	stack := []int{c}
	for len(stack) > 0 {
		k := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		in[k] = true
		for _, x := range v.kids[k] {
			if !in[x] && (skip == nil || !skip(x)) {
				stack = append(stack, x)
			}
		}
	}
	return in
}

// within reports whether word k is c or below it.
func (v *view) within(k, c int) bool {
	for n := 0; k >= 0 && n <= len(v.w); n++ {
		if k == c {
			return true
		}
		k = v.w[k].Head
	}
	return false
}

// run is words [from, to).
type run struct{ from, to int }

func (v *view) span(r run) chancery.Span {
	return chancery.Span{Start: v.w[r.from].Span.Start, End: v.w[r.to-1].Span.End}
}

// wordAt returns the first word that ends after byte at; len(v.w) for none.
func (v *view) wordAt(at int) int {
	return lang.WordAfter(v.w, at)
}

// quoted reports whether word k lies in a quoted passage of some length.
func (v *view) quoted(k int) bool {
	g := v.regionAt(v.w[k].Span.Start)
	return g >= 0 && v.regions[g].words > 3 && v.regions[g].who.Empty()
}
