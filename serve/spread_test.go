package serve

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/chancery-project/chancery/record"
)

// covered counts pairs whose dots or names lie over one another, and what
// leaves the drawing.
func covered(all []placed, width, high float64) (pairs, outside int) {
	for i, a := range all {
		if a.x-a.wide/2 < -0.5 || a.x+a.wide/2 > width+0.5 || a.y-a.r < -0.5 || a.y+a.r+nameHigh > high+0.5 {
			outside++
		}
		for _, b := range all[i+1:] {
			low, top := a, b
			if a.y > b.y {
				low, top = b, a
			}
			if math.Abs(a.x-b.x) < (a.wide+b.wide)/2-1 && low.y+low.r+nameHigh > top.y-top.r+1 {
				pairs++
			}
		}
	}
	return pairs, outside
}

// TestNamesAreNotCovered draws networks of several shapes in each form: no
// name lies over another or outside, the whole width is used, and the same
// ties give the same picture.
func TestNamesAreNotCovered(t *testing.T) {
	shapes := map[string]func(n int) (ties [][2]int){
		"a star": func(n int) (ties [][2]int) {
			for i := 1; i < n; i++ {
				ties = append(ties, [2]int{0, i})
			}
			return ties
		},
		"all with all": func(n int) (ties [][2]int) {
			for i := range n {
				for j := i + 1; j < n; j++ {
					ties = append(ties, [2]int{i, j})
				}
			}
			return ties
		},
		"pairs": func(n int) (ties [][2]int) {
			for i := 0; i+1 < n; i += 2 {
				ties = append(ties, [2]int{i, i + 1})
			}
			return ties
		},
		"a heap and a far one": func(n int) (ties [][2]int) {
			for i := range n - 2 {
				for j := i + 1; j < n-2; j++ {
					ties = append(ties, [2]int{i, j})
				}
			}
			return append(ties, [2]int{n - 2, n - 1})
		},
	}
	for name, shape := range shapes {
		for _, f := range networkForms {
			for _, n := range []int{2, 3, 7, f.parties} {
				start := make([]placed, n)
				for i := range start {
					start[i] = placed{r: 4 + float64(i%5)*3, wide: 40 + float64(i*37%90)}
				}
				one, two := slices.Clone(start), slices.Clone(start)
				spread(one, shape(n), f.Width, f.High)
				spread(two, shape(n), f.Width, f.High)
				if !slices.Equal(one, two) {
					t.Errorf("%s of %d, %s: two pictures of the same", name, n, f.Class)
				}
				if pairs, outside := covered(one, f.Width, f.High); pairs > 0 || outside > 0 {
					t.Errorf("%s of %d, %s: %d pairs covered, %d outside", name, n, f.Class, pairs, outside)
				}
				if n == f.parties {
					x := slices.SortedFunc(slices.Values(one), func(a, b placed) int { return int(math.Copysign(1, a.x-b.x)) })
					if x[n/2].x < f.Width/4 || x[n/2].x > f.Width*3/4 {
						t.Errorf("%s of %d, %s: half of the parties lie at %.0f of %.0f", name, n, f.Class, x[n/2].x, f.Width)
					}
				}
			}
		}
	}
}

// TestMapsForms proves that the map of a phone shows where most happens, and
// says how much of the rest is in the table alone.
func TestMapForms(t *testing.T) {
	var spots []spot
	for _, p := range []record.Spot{{Name: "Erbil", Lat: 36, Lon: 44, Count: 50}, {Name: "Sanaa", Lat: 15, Lon: 44, Count: 40}, {Name: "Washington", Lat: 39, Lon: -77, Count: 5}} {
		spots = append(spots, spot{Spot: p, X: p.Lon * 10, Y: -p.Lat * 10})
	}
	wide, phone := mapForms[0].sheet(spots), mapForms[1].sheet(spots)
	if len(wide.Spots) != 3 || wide.Outside != 0 {
		t.Errorf("wide: %d places, %d outside", len(wide.Spots), wide.Outside)
	}
	if len(phone.Spots) != 2 || phone.Outside != 1 {
		t.Errorf("phone: %d places, %d outside", len(phone.Spots), phone.Outside)
	}
	for _, m := range []mapSheet{wide, phone} {
		if ratio := m.W / m.H; math.Abs(ratio-m.ratio) > 0.01 || math.Abs(m.Type*m.pixels/m.W-13) > 0.01 {
			t.Errorf("%s: ratio %.2f, type of %.1f pixels", m.Class, ratio, m.Type*m.pixels/m.W)
		}
		if none := m.sheet(nil); none.W <= 0 || none.H <= 0 || len(none.Spots) > 0 {
			t.Errorf("%s without places: %+v", m.Class, none)
		}
	}
}

// TestSpellingsAreOnePlace proves that a place is drawn once however it is
// spelled, and that all its spellings are asked for.
func TestSpellingsAreOnePlace(t *testing.T) {
	all := []record.Spot{{Name: "Tripoli", Kind: "city", Country: "LBY", Lat: 32.9, Lon: 13.2, Count: 4}, {Name: "Sana'a", Kind: "city", Country: "YEM", Lat: 15.3, Lon: 44.2, Count: 3}, {Name: "Tripoli", Kind: "city", Country: "LBN", Lat: 34.4, Lon: 35.8, Count: 2},
		{Name: "Sanaa", Kind: "capital", Country: "YEM", Lat: 15.3, Lon: 44.2, Count: 2}, {Name: "Adré", Kind: "city", Country: "TCD", Lat: 13.5, Lon: 22.2, Count: 1}, {Name: "ADRE", Kind: "city", Country: "TCD", Lat: 13.46, Lon: 22.2, Count: 1}}
	var got []string
	for _, s := range spelled(all) {
		got = append(got, fmt.Sprintf("%s %d %s", s.Name, s.Count, s.asked()))
	}
	want := []string{`Sana'a 5 (place:"Sana'a" OR place:Sanaa)`, "Tripoli 4 place:Tripoli", "Tripoli 2 place:Tripoli", "Adré 2 (place:Adré OR place:ADRE)"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
