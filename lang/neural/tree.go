package neural

import "math"

// tree returns the head of each word 1 … n (0 is the root) of the best tree
// in which one word alone hangs on the root (Chu and Liu 1965, Edmonds 1967). scores[d][h]
// is the score of head h for word d+1.
func tree(scores [][]float32) []int {
	n := len(scores)
	heads := make([]int, n+1)
	roots := 0
	for d := 1; d <= n; d++ {
		best := -1
		for h := 0; h <= n; h++ {
			if h != d && (best < 0 || scores[d-1][h] > scores[d-1][best]) {
				best = h
			}
		}
		if heads[d] = best; best == 0 {
			roots++
		}
	}
	if roots == 1 && cycle(heads) == nil {
		return heads[1:]
	}
	all := make([][]float64, n+1)
	for d := range all {
		all[d] = make([]float64, n+1)
		for h := range all[d] {
			all[d][h] = math.Inf(-1)
			if d > 0 && h != d {
				all[d][h] = float64(scores[d-1][h])
			}
		}
	}
	heads = spanning(all)
	var hang []int
	for d := 1; d <= n; d++ {
		if heads[d] == 0 {
			hang = append(hang, d)
		}
	}
	if len(hang) == 1 {
		return heads[1:]
	}
	var best []int
	most := math.Inf(-1)
	for _, root := range hang {
		one := make([][]float64, n+1)
		for d := range one {
			one[d] = append([]float64(nil), all[d]...)
			if d != root {
				one[d][0] = math.Inf(-1)
			}
		}
		h := spanning(one)
		sum := 0.0
		for d := 1; d <= n; d++ {
			sum += all[d][h[d]]
		}
		if best == nil || sum > most {
			best, most = h, sum
		}
	}
	return best[1:]
}

// cycle returns the nodes of a cycle among heads, or nil.
func cycle(heads []int) []int {
	state := make([]int, len(heads)) // 0 unseen, else the walk that saw it
	for from := 1; from < len(heads); from++ {
		d := from
		for d > 0 && state[d] == 0 {
			state[d] = from
			d = heads[d]
		}
		if d > 0 && state[d] == from {
			out := []int{d}
			for h := heads[d]; h != d; h = heads[h] {
				out = append(out, h)
			}
			return out
		}
	}
	return nil
}

// spanning returns the heads of the best tree over s[dependent][head] with
// root 0; heads[0] is 0.
func spanning(s [][]float64) []int {
	n := len(s)
	heads := make([]int, n)
	for d := 1; d < n; d++ {
		for h := range n {
			if h != d && (heads[d] == d || s[d][h] > s[d][heads[d]]) {
				heads[d] = h
			}
		}
	}
	ring := cycle(heads)
	if ring == nil {
		return heads
	}
	inside := make([]bool, n)
	for _, d := range ring {
		inside[d] = true
	}
	// The ring becomes the last node of a smaller graph.
	var outer []int
	at := make([]int, n)
	for d := range n {
		if !inside[d] {
			at[d] = len(outer)
			outer = append(outer, d)
		}
	}
	m := len(outer) + 1
	small := make([][]float64, m)
	for i := range small {
		small[i] = make([]float64, m)
		for j := range small[i] {
			small[i][j] = math.Inf(-1)
		}
	}
	enter, leave := make([]int, m), make([]int, m) // the ring's node for an edge from, to an outer node
	for i, d := range outer {
		for j, h := range outer {
			small[i][j] = s[d][h]
		}
		enter[i], leave[i] = ring[0], ring[0]
		for _, r := range ring {
			if s[d][r] > small[i][m-1] {
				small[i][m-1], leave[i] = s[d][r], r
			}
			if gain := s[r][d] - s[r][heads[r]]; gain > small[m-1][i] {
				small[m-1][i], enter[i] = gain, r
			}
		}
	}
	within := spanning(small)
	out := make([]int, n)
	for _, r := range ring {
		out[r] = heads[r]
	}
	for i := 1; i < m-1; i++ {
		if h := within[i]; h == m-1 {
			out[outer[i]] = leave[i]
		} else {
			out[outer[i]] = outer[h]
		}
	}
	from := within[m-1]
	out[enter[from]] = outer[from]
	return out
}
