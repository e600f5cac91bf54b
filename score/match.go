package score

import "sort"

// Pair is a candidate match of gold item Gold with predicted item Pred.
type Pair struct {
	Weight     float64
	Gold, Pred int
}

// Greedy picks pairs one to one, the heaviest first; ties go to the lower
// gold item, then to the lower predicted one. It sorts pairs.
func Greedy(pairs []Pair) []Pair {
	sort.Slice(pairs, func(i, j int) bool {
		a, b := pairs[i], pairs[j]
		switch {
		case a.Weight != b.Weight:
			return a.Weight > b.Weight
		case a.Gold != b.Gold:
			return a.Gold < b.Gold
		}
		return a.Pred < b.Pred
	})
	gold, pred := map[int]bool{}, map[int]bool{}
	var out []Pair
	for _, p := range pairs {
		if gold[p.Gold] || pred[p.Pred] {
			continue
		}
		gold[p.Gold], pred[p.Pred] = true, true
		out = append(out, p)
	}
	return out
}

// PRF counts what was right, what was predicted and what was wanted.
type PRF struct{ TP, Pred, Gold int }

// Precision is the share of what was predicted that is right; 1 where nothing
// was predicted and nothing wanted.
func (c PRF) Precision() float64 { return c.share(c.Pred) }

// Recall is the share of what was wanted that was found; 1 where nothing was
// predicted and nothing wanted.
func (c PRF) Recall() float64 { return c.share(c.Gold) }

// F1 is the harmonic mean of precision and recall.
func (c PRF) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func (c PRF) share(of int) float64 {
	switch {
	case c.Pred == 0 && c.Gold == 0:
		return 1
	case of == 0:
		return 0
	}
	return float64(c.TP) / float64(of)
}

func (c *PRF) add(d PRF) {
	c.TP += d.TP
	c.Pred += d.Pred
	c.Gold += d.Gold
}

// Accuracy counts right answers among those asked for.
type Accuracy struct{ OK, N int }

// Share is OK of N; 0 where nothing was asked for.
func (a Accuracy) Share() float64 {
	if a.N == 0 {
		return 0
	}
	return float64(a.OK) / float64(a.N)
}

func (a *Accuracy) count(ok bool) {
	a.N++
	if ok {
		a.OK++
	}
}
