package record

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// A set that is printed chunk by chunk and taken back is the same, whether its
// chunks are lists or bitmaps, and each set has one print alone.
func TestSetsPrintAndComeBack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name       string
		n, highest int
	}{{"empty", 0, 1}, {"one", 1, 10}, {"few over many chunks", 300, 5 * chunk}, {"just a list", sparse - 1, 0}, {"just a bitmap", sparse, 0}, {"dense", 50_000, chunk}} {
		t.Run(c.name, func(t *testing.T) {
			var s set
			var want []uint32
			for i := range c.n {
				x := uint32(i)
				if c.highest > 0 {
					x = uint32(rnd.IntN(c.highest))
				}
				if !s.has(x) {
					want = append(want, x)
				}
				s.add(x)
			}
			slices.Sort(want)
			var back set
			for at := range 6 {
				if part := s.part(at); part != nil {
					if err := back.take(at, part); err != nil {
						t.Fatal(err)
					}
					if again := back.part(at); !slices.Equal(again, part) {
						t.Errorf("chunk %d prints in two ways", at)
					}
				}
			}
			var got []uint32
			back.each(func(x uint32) { got = append(got, x) })
			if !slices.Equal(got, want) || back.count() != len(want) {
				t.Errorf("%d numbers came back of %d", len(got), len(want))
			}
		})
	}
}

// Sets combine as sets do, whatever their lengths.
func TestSetsCombine(t *testing.T) {
	of := func(all ...uint32) (s set) {
		for _, x := range all {
			s.add(x)
		}
		return s
	}
	for _, c := range []struct {
		name    string
		combine func() set
		want    []uint32
	}{
		{"and with a shorter", func() set { s := of(1, 70, 700); s.and(of(1, 70)); return s }, []uint32{1, 70}},
		{"and with a longer", func() set { s := of(1); s.and(of(1, 7000)); return s }, []uint32{1}},
		{"or with a longer", func() set { s := of(1); s.or(of(2, 7000)); return s }, []uint32{1, 2, 7000}},
		{"without a longer", func() set { s := of(1, 2); s.without(of(2, 7000)); return s }, []uint32{1}},
		{"remove what is not there", func() set { s := of(1); s.remove(9000); return s }, []uint32{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []uint32
			c.combine().each(func(x uint32) { got = append(got, x) })
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
	if n := of(1, 2, 3).common(of(2, 3, 9000)); n != 2 {
		t.Errorf("%d in common", n)
	}
	var s set
	for name, part := range map[string][]byte{"odd": {1}, "too long": make([]byte, chunk/8+2)} {
		if s.take(0, part) == nil {
			t.Errorf("%s: taken", name)
		}
	}
}
