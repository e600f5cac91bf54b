package reliability

import (
	"math"
	"strings"
	"testing"
)

// units reads a coder's values from each line, "." for none.
func units(lines ...string) []Unit {
	var out []Unit
	for i, l := range lines {
		for k, v := range strings.Fields(l) {
			if k == len(out) {
				out = append(out, Unit{})
			}
			if v != "." {
				out[k][string(rune('a'+i))] = v
			}
		}
	}
	return out
}

// square repeats each cell of a table of two coders as often as it counts.
func square(rows ...[]int) []Unit {
	var out []Unit
	for i, r := range rows {
		for k, n := range r {
			for range n {
				out = append(out, Unit{"a": string(rune('A' + i)), "b": string(rune('A' + k))})
			}
		}
	}
	return out
}

// The published examples: Krippendorff, "Computing Krippendorff's
// Alpha-Reliability" (2011), sections A to C, and Hayes and Krippendorff's
// data as Wikipedia works them out ("Krippendorff's alpha").
func TestAlpha(t *testing.T) {
	for _, c := range []struct {
		name  string
		units []Unit
		want  float64
		ok    bool
	}{
		{"A: binary, two coders", units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095, true},
		{"B: nominal, two coders", units("a a b b d c c c e d d a", "b a b b b c c c e d d d"), 0.692, true},
		{"C: nominal, four coders, values missing", units("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."), 0.743, true},
		{"three coders, many values missing", units(". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4"), 0.691, true},
		{"always the same value", units("x x x", "x x x"), 0, false},
		{"one coder", units("x y z"), 0, false},
		{"none", nil, 0, false},
		{"agreed throughout", units("x y x", "x y x"), 1, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := Alpha(c.units)
			if ok != c.ok || math.Abs(got-c.want) > 0.0005 {
				t.Errorf("%.4f %v, want %.3f %v", got, ok, c.want, c.ok)
			}
		})
	}
}

// The published examples: diagnoses in Fleiss, "Statistical Methods for Rates
// and Proportions" (2nd ed. 1981, table 13.1); Viera and Garrett, "Understanding
// Interobserver Agreement" (2005, table 1); grant proposals in Wikipedia,
// "Cohen's kappa".
func TestKappa(t *testing.T) {
	for _, c := range []struct {
		name  string
		units []Unit
		want  float64
		both  int
		ok    bool
	}{
		{"three diagnoses", square([]int{75, 1, 4}, []int{5, 4, 1}, []int{0, 0, 10}), 0.676, 100, true},
		{"usefulness of lectures", square([]int{15, 5}, []int{10, 70}), 0.571, 100, true},
		{"grant proposals", square([]int{20, 5}, []int{10, 15}), 0.4, 50, true},
		{"worse than chance", units("x y", "y x"), -1, 2, true},
		{"what one alone coded is left out", append(units("x y", "x y"), Unit{"a": "z"}), 1, 2, true},
		{"always the same value", units("x x", "x x"), 0, 2, false},
		{"none", nil, 0, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, both, ok := Kappa(c.units, "a", "b")
			if ok != c.ok || both != c.both || math.Abs(got-c.want) > 0.0005 {
				t.Errorf("%.4f %d %v, want %.3f %d %v", got, both, ok, c.want, c.both, c.ok)
			}
		})
	}
}

// The published examples: Newcombe, "Two-sided Confidence Intervals for the
// Single Proportion" (1998, table I, method 3).
func TestShare(t *testing.T) {
	for _, c := range []struct {
		count, of int
		low, high float64
	}{
		{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}, {20, 20, 0.8389, 1}, {0, 0, 0, 1},
	} {
		s := ShareOf(c.count, c.of)
		if math.Abs(s.Low-c.low) > 0.00005 || math.Abs(s.High-c.high) > 0.00005 {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", c.count, c.of, s.Low, s.High, c.low, c.high)
		}
	}
	if got := ShareOf(87, 100).String(); got != "0.870 (0.790-0.922, 87 of 100)" {
		t.Error(got)
	}
}
