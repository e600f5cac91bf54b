package serve

import (
	"math"
	"slices"
)

// placed is a party on a drawing: a dot, and its name below.
type placed struct {
	x, y, r float64
	wide    float64 // of what must not be covered: the dot and its name
}

// nameHigh is the room for a name below a dot.
const nameHigh = 19

// spread places parties so that tied ones are near and no name is covered. It
// begins with a circle and knows no chance, so that the same record gives the
// same picture. Attraction grows with distance and is shared among the ties of
// a party, so that those with many do not draw all into a heap (Noack 2009).
func spread(all []placed, ties [][2]int, width, high float64) {
	n := len(all)
	if n == 0 {
		return
	}
	degree := make([]float64, n)
	for _, t := range ties {
		degree[t[0]]++
		degree[t[1]]++
	}
	for i := range all {
		turn := 2 * math.Pi * float64(i) / float64(n)
		all[i].x, all[i].y = math.Cos(turn)*(1+0.01*float64(i%7)), math.Sin(turn)*(1+0.013*float64(i%5))
	}
	ideal := 1.6 / math.Sqrt(float64(n))
	const rounds = 500
	dx, dy := make([]float64, n), make([]float64, n)
	for step := range rounds {
		for i := range n {
			dx[i], dy[i] = -all[i].x*0.3*ideal, -all[i].y*0.3*ideal // to the middle
		}
		for i := range n {
			for j := i + 1; j < n; j++ {
				ax, ay := all[i].x-all[j].x, all[i].y-all[j].y
				d := max(math.Hypot(ax, ay), 1e-3)
				push := ideal * ideal / d / d
				dx[i], dy[i] = dx[i]+ax*push, dy[i]+ay*push
				dx[j], dy[j] = dx[j]-ax*push, dy[j]-ay*push
			}
		}
		for _, t := range ties {
			a, b := t[0], t[1]
			ax, ay := all[a].x-all[b].x, all[a].y-all[b].y
			pull := 0.9 / math.Sqrt(degree[a]*degree[b])
			dx[a], dy[a] = dx[a]-ax*pull, dy[a]-ay*pull
			dx[b], dy[b] = dx[b]+ax*pull, dy[b]+ay*pull
		}
		heat := 0.12 * (1 - float64(step)/rounds)
		for i := range n {
			d := max(math.Hypot(dx[i], dy[i]), 1e-9)
			move := min(d, heat) / d
			all[i].x, all[i].y = all[i].x+dx[i]*move, all[i].y+dy[i]*move
		}
	}
	even(all, width, high)
	apart(all, width, high)
}

// even stretches the places over the drawing: half by where they are, half by
// their order, so that neither a heap nor an empty half remains.
func even(all []placed, width, high float64) {
	for _, axis := range []struct {
		of     func(*placed) *float64
		length float64
	}{{func(p *placed) *float64 { return &p.x }, width}, {func(p *placed) *float64 { return &p.y }, high}} {
		order := make([]*float64, len(all))
		for i := range all {
			order[i] = axis.of(&all[i])
		}
		slices.SortStableFunc(order, func(a, b *float64) int {
			switch {
			case *a < *b:
				return -1
			case *a > *b:
				return 1
			}
			return 0
		})
		low, top := *order[0], *order[len(order)-1]
		for i, v := range order {
			rank, where := 0.5, 0.5
			if len(order) > 1 {
				rank = float64(i) / float64(len(order)-1)
			}
			if top-low > 1e-9 {
				where = (*v - low) / (top - low)
			}
			*v = axis.length * (0.06 + 0.88*(rank+where)/2)
		}
	}
}

// apart moves what covers one another aside, within the drawing.
func apart(all []placed, width, high float64) {
	const gap = 3
	for range 600 {
		moved := false
		for i := range all {
			for j := i + 1; j < len(all); j++ {
				a, b := &all[i], &all[j]
				overX := (a.wide+b.wide)/2 + gap - math.Abs(a.x-b.x)
				// From a dot's upper edge to the lower edge of its name.
				upper, lower := a, b
				if a.y > b.y {
					upper, lower = b, a
				}
				overY := upper.y + upper.r + nameHigh + gap - (lower.y - lower.r)
				if overX <= 0 || overY <= 0 {
					continue
				}
				moved = true
				if overY <= overX {
					upper.y, lower.y = upper.y-overY/2, lower.y+overY/2
				} else if a.x <= b.x {
					a.x, b.x = a.x-overX/2, b.x+overX/2
				} else {
					a.x, b.x = a.x+overX/2, b.x-overX/2
				}
			}
		}
		for i := range all {
			p := &all[i]
			p.x = min(max(p.x, p.wide/2), width-p.wide/2)
			p.y = min(max(p.y, p.r+2), high-p.r-nameHigh)
		}
		if !moved {
			return
		}
	}
}
