package gazetteer

import (
	"strings"
	"testing"
)

func open(t testing.TB) *Index {
	t.Helper()
	x, err := World()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestLookup(t *testing.T) {
	x := open(t)
	for _, c := range []struct {
		name, form    string
		kind          Kind
		country       string
		region        string
		lat, lon, off float64
	}{
		{"capital", "Baghdad", City, "IRQ", "Baghdad", 33.34, 44.40, 0.1},
		{"accents and case", "IRBĪL", City, "IRQ", "Erbil", 36.19, 44.01, 0.1},
		{"older name", "Odessa", City, "UKR", "Odesa", 46.48, 30.73, 0.1},
		{"namesake", "Paris", City, "USA", "Texas", 33.66, -95.56, 0.1},
		{"state", "Texas", Region, "USA", "Texas", 31.3, -99, 2},
		{"county", "Muscogee County", District, "USA", "Georgia", 32.5, -84.9, 0.5},
		{"air base", "Al Asad Air Base", Airfield, "IRQ", "", 33.79, 42.44, 0.1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, p := range x.Lookup(Key(c.form)) {
				if p.Kind == c.kind && p.Country == c.country && p.Region == c.region &&
					p.Lat > c.lat-c.off && p.Lat < c.lat+c.off && p.Lon > c.lon-c.off && p.Lon < c.lon+c.off {
					return
				}
			}
			t.Errorf("%s is not among %+v", c.form, x.Lookup(Key(c.form)))
		})
	}
	if got := x.Lookup("qwertzuiop"); got != nil {
		t.Errorf("an unknown name gave %+v", got)
	}
	if got := x.Lookup(""); got != nil {
		t.Errorf("no name gave %+v", got)
	}
}

func TestKey(t *testing.T) {
	for form, want := range map[string]string{"Ra's al-Khaymah": "ras al khaymah", "W.Va.": "w va", "  São  Paulo ": "sao paulo", "’": "", "St. Louis": "st louis"} {
		if got := Key(form); got != want {
			t.Errorf("Key(%q) = %q, want %q", form, got, want)
		}
	}
}

// Every form must be found where binary search looks for it, and every place
// be whole.
func TestWorldIsSortedAndWhole(t *testing.T) {
	x := open(t)
	for i := 1; i < x.n; i++ {
		if x.form(i-1) >= x.form(i) {
			t.Fatalf("%q stands before %q", x.form(i-1), x.form(i))
		}
	}
	for i := 0; i < x.n; i += 997 {
		places := x.Lookup(x.form(i))
		if len(places) == 0 {
			t.Fatalf("%q is not found", x.form(i))
		}
		for _, p := range places {
			if p.Name == "" || len(p.Country) != 3 || p.Kind < Region || p.Kind > Airfield || p.Lat < -90 || p.Lat > 90 || p.Lon < -180 || p.Lon > 180 {
				t.Fatalf("%q: %+v", x.form(i), p)
			}
		}
	}
}

func TestDamagedFileIsAnError(t *testing.T) {
	for _, data := range []string{"", "x", Magic, world[:len(Magic)+20], world[:len(world)-1]} {
		if _, err := Open(data); err == nil || !strings.Contains(err.Error(), "damaged") {
			t.Errorf("%d bytes: got %v", len(data), err)
		}
	}
}

func FuzzLookup(f *testing.F) {
	x := open(f)
	for _, s := range []string{"", "Paris", "U.S.", "ʼ", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range x.Lookup(Key(s)) {
			if p.Name == "" || len(p.Country) != 3 {
				t.Fatalf("%q: %+v", s, p)
			}
		}
	})
}
