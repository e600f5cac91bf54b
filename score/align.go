package score

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
)

// aligner carries spans of a predicted text over to the gold's.
type aligner struct {
	same bool
	pred []token
	to   map[int]chancery.Span // number of a predicted token -> gold span
}

type token struct {
	span chancery.Span
	fold string
}

// straight makes quotation marks comparable.
var straight = strings.NewReplacer("“", `"`, "”", `"`, "‘", "'", "’", "'")

func newAligner(predText, goldText string) *aligner {
	a := &aligner{same: predText == goldText}
	if a.same {
		return a
	}
	a.pred = tokens(predText)
	gold := tokens(goldText)
	a.to = map[int]chancery.Span{}
	matchBlocks(a.pred, gold, func(p, g, n int) {
		for k := range n {
			a.to[p+k] = gold[g+k].span
		}
	})
	return a
}

// span returns the gold span from the first to the last token of s that has
// its like there, and false where none has.
func (a *aligner) span(s chancery.Span) (chancery.Span, bool) {
	if a.same {
		return s, true
	}
	var out chancery.Span
	found := false
	for i := sort.Search(len(a.pred), func(i int) bool { return a.pred[i].span.End > s.Start }); i < len(a.pred); i++ {
		if a.pred[i].span.Start >= s.End {
			break
		}
		g, ok := a.to[i]
		switch {
		case !ok:
		case !found:
			out, found = g, true
		default:
			out.Start, out.End = min(out.Start, g.Start), max(out.End, g.End)
		}
	}
	return out, found
}

// tokens are words and single other signs.
func tokens(text string) []token {
	var out []token
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		switch {
		case wordRune(r):
			end = skip(text, i, len(text), wordRune)
		case unicode.IsSpace(r):
			i = end
			continue
		}
		out = append(out, token{chancery.Span{Start: i, End: end}, straight.Replace(strings.ToLower(text[i:end]))})
		i = end
	}
	return out
}

// matchBlocks finds the longest run of tokens that a and b share, then does
// the same on both sides of it (Ratcliff and Obershelp).
func matchBlocks(a, b []token, found func(a, b, n int)) {
	at := map[string][]int{}
	for j, t := range b {
		at[t.fold] = append(at[t.fold], j)
	}
	var within func(alo, ahi, blo, bhi int)
	within = func(alo, ahi, blo, bhi int) {
		bestA, bestB, best := longestRun(a, at, alo, ahi, blo, bhi)
		if best == 0 {
			return
		}
		within(alo, bestA, blo, bestB)
		found(bestA, bestB, best)
		within(bestA+best, ahi, bestB+best, bhi)
	}
	within(0, len(a), 0, len(b))
}

func longestRun(a []token, at map[string][]int, alo, ahi, blo, bhi int) (bestA, bestB, best int) {
	runs := map[int]int{} // end in b of a run that ends at the last token of a -> its length
	for i := alo; i < ahi; i++ {
		next := map[int]int{}
		for _, j := range at[a[i].fold] {
			if j < blo {
				continue
			}
			if j >= bhi {
				break
			}
			n := runs[j-1] + 1
			next[j] = n
			if n > best {
				bestA, bestB, best = i-n+1, j-n+1, n
			}
		}
		runs = next
	}
	return bestA, bestB, best
}
