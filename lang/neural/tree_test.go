package neural

import (
	"math"
	"math/rand/v2"
	"testing"
)

// every yields all single-rooted trees over n words.
func every(n int, yield func(heads []int)) {
	heads := make([]int, n+1)
	var fill func(d int)
	fill = func(d int) {
		if d > n {
			roots := 0
			for _, h := range heads[1:] {
				if h == 0 {
					roots++
				}
			}
			if roots == 1 && cycle(heads) == nil {
				yield(heads[1:])
			}
			return
		}
		for h := range n + 1 {
			if h != d {
				heads[d] = h
				fill(d + 1)
			}
		}
	}
	fill(1)
}

func total(scores [][]float32, heads []int) float64 {
	sum := 0.0
	for d, h := range heads {
		sum += float64(scores[d][h])
	}
	return sum
}

// The tree is a tree with one root and, where no second root was in the way, none scores higher.
func TestTreeIsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	short := 0
	for range 400 {
		n := 1 + r.IntN(5)
		scores := make([][]float32, n)
		for d := range scores {
			for range n + 1 {
				scores[d] = append(scores[d], float32(r.NormFloat64()))
			}
		}
		got := tree(scores)
		roots := 0
		for _, h := range got {
			if h == 0 {
				roots++
			}
		}
		if roots != 1 || cycle(append([]int{0}, got...)) != nil {
			t.Fatalf("%v is no tree with one root", got)
		}
		best := math.Inf(-1)
		every(n, func(heads []int) { best = max(best, total(scores, heads)) })
		if total(scores, got) < best-1e-5 {
			short++
		}
	}
	if short > 8 { // the root is chosen among those of the unconstrained tree
		t.Errorf("%d of 400 trees are not the best", short)
	}
}
