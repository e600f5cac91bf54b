// Package wording says what is recorded in a reader's words: days and times,
// and, word by word, what one version of a text has otherwise than another.
package wording

import (
	"strings"
	"unicode"

	chancery "github.com/chancery-project/chancery"
)

// Change is a stretch of the old text that the new one has otherwise. Where
// nothing was removed, or added, that span is empty and stands where it is missing.
type Change struct {
	Old, New chancery.Span // byte offsets
}

// maxEdits bounds the search for the fewest changes within one stretch; a
// stretch with more is one change.
const maxEdits = 1000

// Compare gives the changes between two texts in their order, the fewest that
// turn one into the other when words are moved by no more than white space
// (Myers, "An O(ND) Difference Algorithm", 1986; within maxEdits). Texts that
// differ in white space alone are the same. Equal paragraphs are found first.
func Compare(old, new string) []Change {
	c := comparison{old: old, new: new}
	a, b := paragraphs(old), paragraphs(new)
	for _, p := range differ(old, new, a, b, Change{}) {
		c.words(p)
	}
	return c.changes
}

type comparison struct {
	old, new string
	changes  []Change
}

// words compares a stretch word by word.
func (c *comparison) words(p Change) {
	a, b := words(c.old, p.Old), words(c.new, p.New)
	c.changes = append(c.changes, differ(c.old, c.new, a, b, p)...)
}

// paragraphs gives the spans of the lines that hold something.
func paragraphs(text string) (out []chancery.Span) {
	for from := 0; from < len(text); {
		to := strings.IndexByte(text[from:], '\n')
		if to < 0 {
			to = len(text) - from
		}
		if strings.TrimSpace(text[from:from+to]) != "" {
			out = append(out, chancery.Span{Start: from, End: from + to})
		}
		from += to + 1
	}
	return out
}

// words gives the words within a span; a mark beside a word is a word.
func words(text string, in chancery.Span) (out []chancery.Span) {
	from := -1
	end := func(at int) {
		if from >= 0 {
			out = append(out, chancery.Span{Start: from, End: at})
		}
		from = -1
	}
	for i, r := range text[in.Start:in.End] {
		at := in.Start + i
		switch {
		case unicode.IsSpace(r):
			end(at)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if from < 0 {
				from = at
			}
		default:
			end(at)
			from = at
			end(at + len(string(r)))
		}
	}
	end(in.End)
	return out
}

// differ compares two sequences of pieces and gives the stretches that differ.
// in is where they stand, should there be none.
func differ(old, new string, a, b []chancery.Span, in Change) []Change {
	key := func(text string, s chancery.Span) string { return strings.Join(strings.Fields(s.Text(text)), " ") }
	ids := map[string]int{}
	number := func(text string, all []chancery.Span) []int {
		out := make([]int, len(all))
		for i, s := range all {
			k := key(text, s)
			n, ok := ids[k]
			if !ok {
				n = len(ids)
				ids[k] = n
			}
			out[i] = n
		}
		return out
	}
	var out []Change
	for _, g := range gaps(number(old, a), number(new, b)) {
		out = append(out, Change{stretch(a, g[0], g[1], in.Old), stretch(b, g[2], g[3], in.New)})
	}
	return out
}

// stretch is the span of the pieces [from, to); of none, the place between.
func stretch(all []chancery.Span, from, to int, in chancery.Span) chancery.Span {
	switch {
	case from < to:
		return chancery.Span{Start: all[from].Start, End: all[to-1].End}
	case from > 0:
		return chancery.Span{Start: all[from-1].End, End: all[from-1].End}
	case len(all) > 0:
		return chancery.Span{Start: all[0].Start, End: all[0].Start}
	}
	return chancery.Span{Start: in.Start, End: in.Start}
}

// gaps gives the stretches [a0,a1) and [b0,b1) in which a and b differ.
func gaps(a, b []int) (out [][4]int) {
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	if from == endA && from == endB {
		return nil
	}
	x, y := from, from
	for _, m := range append(common(a[from:endA], b[from:endB]), [2]int{endA - from, endB - from}) {
		if m[0]+from > x || m[1]+from > y {
			out = append(out, [4]int{x, m[0] + from, y, m[1] + from})
		}
		x, y = m[0]+from+1, m[1]+from+1
	}
	return out
}

// common gives a longest common subsequence as pairs of indexes, or none
// where more than maxEdits part the two.
func common(a, b []int) (pairs [][2]int) {
	limit := min(len(a)+len(b), maxEdits)
	v := make([]int, 2*limit+2)
	var trace [][]int
	at := func(v []int, k int) int { return v[(k+len(v))%len(v)] }
	for d := 0; d <= limit; d++ {
		trace = append(trace, append([]int(nil), v...))
		for k := -d; k <= d; k += 2 {
			var x int
			if k == -d || k != d && at(v, k-1) < at(v, k+1) {
				x = at(v, k+1)
			} else {
				x = at(v, k-1) + 1
			}
			y := x - k
			for x < len(a) && y >= 0 && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			v[(k+len(v))%len(v)] = x
			if x >= len(a) && y >= len(b) {
				return back(trace, a, b, d)
			}
		}
	}
	return nil
}

// back walks the search backwards and gathers what is equal.
func back(trace [][]int, a, b []int, d int) (pairs [][2]int) {
	x, y := len(a), len(b)
	for ; d >= 0; d-- {
		v := trace[d]
		at := func(k int) int { return v[(k+len(v))%len(v)] }
		k := x - y
		before := k - 1
		if k == -d || k != d && at(k-1) < at(k+1) {
			before = k + 1
		}
		px := at(before)
		py := px - before
		for x > px && y > py && x > 0 && y > 0 && a[x-1] == b[y-1] {
			x, y = x-1, y-1
			pairs = append(pairs, [2]int{x, y})
		}
		x, y = px, py
	}
	for i, j := 0, len(pairs)-1; i < j; i, j = i+1, j-1 {
		pairs[i], pairs[j] = pairs[j], pairs[i]
	}
	return pairs
}
