package neural

import (
	"fmt"
	"slices"
	"strings"
)

// Vote speaks for or against a kind of name beside the model: Score is added to the scores of Kind for the words that it is about.
type Vote struct {
	XPOS  string                 // the words of this tag; all where it is ""
	Holds func(form string) bool // and of them those that this says yes to; all where it is nil
	Kind  string                 // O, or as in Word.Name without B- or I-
	Score float32
}

// vote is a Vote on labels by their numbers.
type vote struct {
	Vote
	labels []int
}

// SetVotes makes the annotator and its later clones count votes. A tag or kind that the model does not know is an error.
func (a *Annotator) SetVotes(votes []Vote) error {
	a.votes = nil
	for _, v := range votes {
		if v.XPOS != "" && !slices.Contains(a.m.labels.xpos, v.XPOS) {
			return fmt.Errorf("the language model knows no tag %q", v.XPOS)
		}
		var labels []int
		for i, n := range a.m.labels.names {
			if n[strings.IndexByte(n, '-')+1:] == v.Kind {
				labels = append(labels, i)
			}
		}
		if labels == nil {
			return fmt.Errorf("the language model knows no names of kind %q", v.Kind)
		}
		a.votes = append(a.votes, vote{v, labels})
	}
	return nil
}

// count adds the votes on a word to the scores of its names.
func (a *Annotator) count(scores []float32, form, xpos string) {
	for i := range a.votes {
		v := &a.votes[i]
		if v.XPOS != "" && v.XPOS != xpos || v.Holds != nil && !v.Holds(form) {
			continue
		}
		for _, k := range v.labels {
			scores[k] += v.Score
		}
	}
}

// follows lists for each name label those that may stand before it: I-X after
// B-X or I-X alone. The label before the first word is O.
func follows(names []string) [][]int {
	out := make([][]int, len(names))
	for i, n := range names {
		kind, inside := strings.CutPrefix(n, "I-")
		for j, before := range names {
			if !inside || before == "B-"+kind || before == "I-"+kind {
				out[i] = append(out[i], j)
			}
		}
	}
	return out
}

// bestNames returns the label of each row of scores on the best path that
// follows allows (Viterbi).
func bestNames(scores [][]float32, names []string, follows [][]int) []int {
	if len(scores) == 0 {
		return nil
	}
	n := len(names)
	from := make([]int, len(scores)*n)
	cur, next := make([]float32, n), make([]float32, n)
	for i, s := range scores {
		for j := range n {
			best := -1
			for _, k := range follows[j] {
				if i == 0 && names[k] != "O" {
					continue
				}
				if best < 0 || cur[k] > cur[best] {
					best = k
				}
			}
			if best < 0 {
				next[j] = -1e30
				continue
			}
			from[i*n+j], next[j] = best, cur[best]+s[j]
		}
		cur, next = next, cur
	}
	best := 0
	for j := range n {
		if cur[j] > cur[best] {
			best = j
		}
	}
	out := make([]int, len(scores))
	for i := len(scores) - 1; i >= 0; i-- {
		out[i] = best
		best = from[i*n+best]
	}
	return out
}
