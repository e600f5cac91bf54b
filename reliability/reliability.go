// Package reliability measures how far coders agree, and how sure a share is
// that was counted on a sample. It knows nothing of what is coded: values are
// names, equal or not (the nominal scale).
package reliability

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Unit is one thing that was coded: by coder, the value that each gave it. A
// coder who did not code it is not in it.
type Unit map[string]string

// Alpha is Krippendorff's for nominal data and any number of coders, of whom
// not all need have coded every unit (Krippendorff, "Computing Krippendorff's
// Alpha-Reliability", 2011). Units with one value count for nothing. ok is
// false where there is nothing to measure: no two values are paired, or all
// are the same, so that chance alone would agree as well.
func Alpha(units []Unit) (alpha float64, ok bool) {
	totals := map[string]float64{}
	n, differ := 0.0, 0.0 // paired values; observed disagreement, times n
	for _, u := range units {
		m := float64(len(u))
		if m < 2 {
			continue
		}
		counts := map[string]float64{}
		for _, v := range u {
			counts[v]++
		}
		for v, c := range counts {
			totals[v] += c
			differ += c * (m - c) / (m - 1)
		}
		n += m
	}
	chance := 0.0 // expected disagreement, times n(n-1)
	for _, c := range totals {
		chance += c * (n - c)
	}
	if chance == 0 {
		return 0, false
	}
	return 1 - (n-1)*differ/chance, true
}

// Kappa is Cohen's, of two coders, over the units that both coded (Cohen, "A
// Coefficient of Agreement for Nominal Scales", 1960); both counts those. ok
// is false where there are none, or where both gave all of them one value.
func Kappa(units []Unit, a, b string) (kappa float64, both int, ok bool) {
	same := 0.0
	of := map[string][2]float64{}
	for _, u := range units {
		x, hasA := u[a]
		y, hasB := u[b]
		if !hasA || !hasB {
			continue
		}
		both++
		if x == y {
			same++
		}
		c := of[x]
		c[0]++
		of[x] = c
		c = of[y]
		c[1]++
		of[y] = c
	}
	if both == 0 {
		return 0, 0, false
	}
	n := float64(both)
	chance := 0.0
	for _, v := range slices.Sorted(maps.Keys(of)) {
		chance += of[v][0] / n * of[v][1] / n
	}
	if chance == 1 {
		return 0, both, false
	}
	return (same/n - chance) / (1 - chance), both, true
}

// Share is how many of some number are so, with the interval that the share of
// all is in, in 19 of 20 samples.
type Share struct {
	Count int     `json:"count"`
	Of    int     `json:"of"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// z is the standard normal's for 95 %.
const z = 1.959963984540054

// ShareOf gives a share with Wilson's score interval at 95 % (Wilson,
// "Probable Inference", 1927; method 3 in Newcombe 1998). Of nothing, nothing is known: 0 to 1.
func ShareOf(count, of int) Share {
	s := Share{Count: count, Of: of, High: 1}
	if of == 0 {
		return s
	}
	n := float64(of)
	p := float64(count) / n
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	s.Low, s.High = max(0, middle-half), min(1, middle+half)
	return s
}

// Value is the share itself; 0 of nothing.
func (s Share) Value() float64 {
	if s.Of == 0 {
		return 0
	}
	return float64(s.Count) / float64(s.Of)
}

// String prints a share as an export has it: "0.870 (0.790-0.922, 87 of 100)".
func (s Share) String() string {
	return fmt.Sprintf("%.3f (%.3f-%.3f, %d of %d)", s.Value(), s.Low, s.High, s.Count, s.Of)
}

// Coders lists all who coded a unit, in order of the alphabet.
func Coders(units []Unit) []string {
	seen := map[string]bool{}
	for _, u := range units {
		for c := range u {
			seen[c] = true
		}
	}
	return slices.SortedFunc(maps.Keys(seen), cmp.Compare[string])
}
