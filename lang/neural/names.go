package neural

import "strings"

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
