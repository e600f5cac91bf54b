package actor

import "testing"

// TestMinorities proves that a people named by its descent is of the country
// that it lives in, and that other people stay of their own.
func TestMinorities(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, actor, code string }{
		{"where they live", "Ethnic Hungarians in northern Slovakia want schools.", "Ethnic Hungarians", "SVK CVL"},
		{"named by the country before", "Slovak police detained ethnic Hungarians.", "ethnic Hungarians", "SVK CVL"},
		{"armed", "Ethnic Armenian rebels in Georgia left the town.", "Ethnic Armenian rebels in Georgia", "GEO REB"},
		{"the people of a country", "The Russians of eastern Latvia voted.", "Russians", "LVA CVL"},
		{"nationals abroad", "Russians in Latvia voted.", "Russians", "RUS CVL"},
		{"all over a country", "Students across Kenya voted.", "Students across Kenya", "KEN EDU"},
		{"no other country", "Ethnic Hungarians want schools.", "Ethnic Hungarians", "HUN CVL"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := read(la, f, c.text)
			if a, ok := all[c.actor]; !ok || a.Code != c.code {
				t.Errorf("got %q of %v, want %q", a.Code, all, c.code)
			}
		})
	}
}

// TestServantsOfOrganisations proves that who serves an international
// organisation is of it and not of the state of birth.
func TestServantsOfOrganisations(t *testing.T) {
	la, f := setup(t)
	all := read(la, f, "U.N. envoy Lakhdar Brahimi met NATO warplanes' crews. U.N. helicopters landed.")
	for name, want := range map[string]string{"Lakhdar Brahimi": "IGO UNO", "U.N. helicopters": "IGO UNO MIL"} {
		if a, ok := all[name]; !ok || a.Code != want || a.Country != "" {
			t.Errorf("%s: %+v of %v", name, a, all)
		}
	}
}
