package place

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// Each case wants "mention = place kind country region", or "mention ~ …" for a
// mention that does not locate; places that only other words name are left out
// of the comparison by naming all that the text has.
func TestUses(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"a government beside the place that it sits in", "Talks were held in Ankara. Ankara rejected the offer.",
			"Ankara = Ankara city TUR; Ankara ~ Ankara city TUR"},
		{"a country that only acts is no place", "Kenya accused Sudan of arming the rebels.", ""},
		{"a country that acts, with a town in it", "Kenya denied the charge. The minister spoke in Nairobi.",
			"Kenya ~ Kenya country KEN; Nairobi = Nairobi city KEN"},
		{"a crisis says which, not where", "The Yemen war and the Sudan crisis dominated the talks.", ""},
		{"what is held in a country is there", "Observers praised the Kenya election.", "Kenya ~ Kenya country KEN"},
		{"demonyms", "Kenyan police and a French diplomat met a Briton.", ""},
		{"police of a town", "Kisumu police arrested nine men.", "Kisumu ~ Kisumu city KEN"},
		{"based in", "The Nairobi-based group published the figures in Mombasa.", "Nairobi = Nairobi city KEN; Mombasa = Mombasa city KEN"},
		{"based in a country by its short name", "A US-based firm bought it.", "US = United States country USA"},
		{"a country's long name", "He flew to the Democratic People's Republic of Korea.", "Democratic People's Republic of Korea = North Korea country PRK"},
		{"a people's name where it is a region", "Fighting resumed in Amhara.", "Amhara = Amhara region ETH"},
		{"a crossing", "Lorries queued at the Kerem Shalom crossing.", "Kerem Shalom crossing = Kerem Shalom crossing facility "},
		{"a base", "Drones hit the Khmeimim air base.", "Khmeimim air base = Khmeimim air base facility SYR"},
		{"a region in a body's name", "The Michigan Department of Transportation closed the road near Detroit.",
			"Michigan ~ Michigan region USA; Detroit = Detroit city USA"},
		{"university of", "She studied at the University of Nairobi.", "University of Nairobi = University of Nairobi facility KEN"},
		{"a body's name is not the town spelt like it", "Hamas and the Red Cross denied the report.", ""},
		{"a person's name is not the town spelt like it", "Amelia Lincoln spoke first. Lincoln said the work was done.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			type at struct {
				start int
				text  string
			}
			var all []at
			for _, p := range f.Find(document(la, c.text)) {
				for _, m := range p.Mentions {
					sign := "="
					if m.Associative {
						sign = "~"
					}
					all = append(all, at{m.Span.Start, fmt.Sprintf("%s %s %s %s %s", m.Span.Text(c.text), sign, p.Name, p.Kind, p.Country)})
				}
			}
			for start := range len(c.text) {
				for _, a := range all {
					if a.start == start {
						got = append(got, a.text)
					}
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got  %q\nwant %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

func TestResolution(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct {
		name, text, place, country, region string
		precision                          chancery.Precision
		lat, lon, within                   float64 // degrees; within 0: no position is wanted
	}{
		{"region after the name", "The council met in Paris, Texas.", "Paris", "USA", "Texas", chancery.CityPrecision, 33.66, -95.56, 0.2},
		{"region after a name that is known elsewhere only", "A barn burned in Mongbwalu, Kansas.", "Mongbwalu", "USA", "Kansas", chancery.RegionPrecision, 38.5, -98.4, 1},
		{"country after the name", "He flew to Valencia, Venezuela.", "Valencia", "VEN", "Carabobo", chancery.CityPrecision, 10.16, -68.0, 0.3},
		{"short form of a region", "They moved to Salem, Ore., last year.", "Salem", "USA", "Oregon", chancery.CityPrecision, 44.94, -123.0, 0.3},
		{"short form, Canada", "They moved to London, Ont., last year.", "London", "CAN", "Ontario", chancery.CityPrecision, 42.98, -81.25, 0.3},
		{"short form after a bracket", "He left Mobile (Ala.) by train.", "Mobile", "USA", "Alabama", chancery.CityPrecision, 30.69, -88.04, 0.3},
		{"two towns with regions in a row", "It has offices in Gary, Indiana and Atlanta, Georgia.", "Atlanta", "USA", "Georgia", chancery.CityPrecision, 33.75, -84.39, 0.3},
		{"neighbours decide", "Crews from Zanesville and Newark battled the fire near Columbus.", "Newark", "USA", "Ohio", chancery.CityPrecision, 40.06, -82.4, 0.3},
		{"alternate name", "They fled Kharkov on Monday.", "Kharkov", "UKR", "Kharkiv", chancery.CityPrecision, 49.98, 36.25, 0.3},
		{"transliteration", "Fighting went on in Idleb overnight.", "Idleb", "SYR", "Idlib", chancery.CityPrecision, 35.93, 36.63, 0.3},
		{"county", "A bridge in Muscogee County was closed.", "Muscogee County", "USA", "Georgia", chancery.RegionPrecision, 32.5, -84.9, 0.5},
		{"counties in a row", "Storms crossed Clarke, Oconee and Oglethorpe counties in Georgia.", "Oconee", "USA", "Georgia", chancery.RegionPrecision, 33.83, -83.44, 0.5},
		{"river", "A barge sank in the Brahmaputra.", "Brahmaputra", "", "", chancery.RegionPrecision, 23.8, 89.8, 1},
		{"sea", "Two frigates crossed the Arafura Sea.", "Arafura Sea", "", "", chancery.RegionPrecision, -9.5, 135, 2},
		{"mountains", "Climbers were lost in the Karakoram.", "Karakoram", "", "", chancery.RegionPrecision, 35.9, 76.5, 1},
		{"a part of a region", "Shelling hit northern Idlib.", "Idlib", "SYR", "Idlib", chancery.CityPrecision, 35.93, 36.63, 0.3},
		{"air base", "Rockets fell on Ain al-Asad air base.", "Ain al-Asad air base", "IRQ", "", chancery.PointPrecision, 33.79, 42.44, 0.1},
		{"airport by its short name", "They landed at Hamad airport.", "Hamad airport", "QAT", "", chancery.PointPrecision, 25.26, 51.61, 0.1},
		{"prison of a town", "He was held at Mosul Central Prison.", "Mosul Central Prison", "IRQ", "Nineveh", chancery.CityPrecision, 36.34, 43.12, 0.3},
		{"a street lies in the town of the text", "The blast in Kisumu hit a bus. It happened on Odinga Street.", "Odinga Street", "KEN", "Kisumu County", chancery.CityPrecision, -0.1, 34.75, 0.3},
		{"embassy in a town", "Crowds gathered at the Norwegian embassy in Khartoum.", "Khartoum", "SDN", "Khartoum", chancery.CityPrecision, 15.55, 32.53, 0.3},
		{"unknown village", "Shells fell on the village of Qarzabat in Syria.", "Qarzabat", "SYR", "", "", 0, 0, 0},
		{"dateline without marks", "TORRINGTON -- A fire destroyed a roof in Connecticut.", "TORRINGTON", "USA", "Connecticut", chancery.CityPrecision, 41.8, -73.12, 0.2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var p *chancery.Place
			all := f.Find(document(la, c.text))
			for i := range all {
				if all[i].Name == c.place {
					p = &all[i]
				}
			}
			if p == nil {
				t.Fatalf("%s is not among %+v", c.place, all)
			}
			if p.Country != c.country || c.region != "" && p.Admin1 != c.region || p.Precision != c.precision {
				t.Errorf("got %+v", *p)
			}
			switch {
			case c.within == 0 && p.Position != nil:
				t.Errorf("a position out of nowhere: %+v", *p.Position)
			case c.within > 0 && (p.Position == nil || math.Abs(p.Position.Lat-c.lat) > c.within || math.Abs(p.Position.Lon-c.lon) > c.within):
				t.Errorf("got %+v at %+v", *p, p.Position)
			}
		})
	}
}

func TestOutletsHome(t *testing.T) {
	la, f := setup(t)
	const text = "Two men were arrested in Cambridge on Sunday. Nobody was hurt, Cambridge police said."
	for _, c := range []struct{ name, outlet, address, country string }{
		{"unknown", "", "", "GBR"},
		{"country of the domain", "", "https://news.example.ca/a.html", "CAN"},
		{"domain of no country", "", "https://example.tv/a.html", "GBR"},
		{"a town in its name", "Kitchener Echo", "", "CAN"},
		{"not an address", "", "::x", "GBR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := document(la, text)
			doc.Article.Outlet, doc.Article.URL = c.outlet, c.address
			all := f.Find(doc)
			if len(all) != 1 || all[0].Country != c.country {
				t.Errorf("got %+v", all)
			}
		})
	}
}

// Spans lie in the text on character boundaries, name what the place is called
// by and do not overlap; the same text gives the same places.
func TestMentionsAreSpansOfTheText(t *testing.T) {
	la, f := setup(t)
	pieces := []string{"NEW YORK (AP) — ", "Den Haag’s mayor flew to São Paulo, ", "the Russia-Turkey talks in N’Djamena; ", "D-Charleston and R-London left. ",
		"Greece Italy or Spain. ", "Camden and Charlton counties, Ga. ", "“Kyiv,” he said, ", "at the Children's Hospital of Manitoba. ", "St. Kitts and Nevis ", "in\u00a0Baghdad\u200b, ", "\n\n"}
	for i := range pieces {
		for j := range pieces {
			for k := range 2 {
				text := pieces[i] + pieces[j] + pieces[(i+j+k)%len(pieces)]
				first := f.Find(document(la, text))
				taken := map[int]bool{}
				for _, p := range first {
					if len(p.Mentions) == 0 || p.Name == "" || (p.Position == nil) != (p.Precision == "") {
						t.Fatalf("%q: %+v", text, p)
					}
					for _, m := range p.Mentions {
						if err := m.Span.Check(text); err != nil {
							t.Fatalf("%q: %v", text, err)
						}
						if got := m.Span.Text(text); got != strings.TrimSpace(got) {
							t.Fatalf("%q: the mention %q has space around it", text, got)
						}
						for b := m.Span.Start; b < m.Span.End; b++ {
							if taken[b] {
								t.Fatalf("%q: two mentions share %q", text, m.Span.Text(text))
							}
							taken[b] = true
						}
					}
				}
				if again := f.Find(document(la, text)); fmt.Sprintf("%+v", deref(again)) != fmt.Sprintf("%+v", deref(first)) {
					t.Fatalf("%q: %+v, then %+v", text, first, again)
				}
			}
		}
	}
}

func deref(all []chancery.Place) (out []string) {
	for _, p := range all {
		at := p.Position
		p.Position = nil
		out = append(out, fmt.Sprintf("%+v %v", p, at != nil && at.Lat == at.Lat))
	}
	return out
}

func own(t testing.TB, rows string) (*Finder, error) {
	t.Helper()
	return New(lexicon.Embedded().With("mine.tsv", fstest.MapFS{"places/areas.txt": {Data: []byte(rows)}}))
}

func TestOwnGazetteer(t *testing.T) {
	la, _ := setup(t)
	for _, c := range []struct{ name, rows, text, want string }{
		{"a new site", "Quarry Gate\tfacility\tPAK\tGate Nine\t31.6\t74.57\n", "They met at Gate Nine.", "Gate Nine facility PAK 31.6 74.57 point"},
		{"wins over a namesake", "Paris\tcity\tKEN\t\t-1.5\t37.5\t\tMakueni\t77\n", "They met in Paris.", "Paris city KEN -1.5 37.5 city"},
		{"the text still decides", "Paris\tcity\tKEN\t\t-1.5\t37.5\n", "They met in Paris, France.", "Paris city FRA 48.8534 2.3488 city"},
		{"no position", "Qarzabat\tcity\tSYR\n", "They met in Qarzabat.", "Qarzabat city SYR"},
		{"a row of GeoNames", "99\tKhan Tell\tKhan Tell\tTell Khan,Хан\t36.1\t37.2\tP\tPPL\tSY\t\t09\t\t\t\t1200\t\t300\tAsia/Damascus\t2020-01-01\n",
			"They met in Tell Khan.", "Tell Khan city SYR 36.1 37.2 city"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := own(t, c.rows)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if all := f.Find(document(la, c.text)); len(all) > 0 {
				p := all[0]
				got = fmt.Sprintf("%s %s %s", p.Name, p.Kind, p.Country)
				if p.Position != nil {
					got += fmt.Sprintf(" %v %v %s", p.Position.Lat, p.Position.Lon, p.Precision)
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	for name, row := range map[string]string{
		"kind": "X\tmoon\tIRQ", "country": "X\tcity\tIraq", "latitude": "X\tcity\tIRQ\t\t95\t3", "longitude missing": "X\tcity\tIRQ\t\t5",
		"people": "X\tcity\tIRQ\t\t5\t3\tmany", "id": "X\tcity\tIRQ\t\t5\t3\t\t\tx", "no letters": "!!\tcity\tIRQ",
		"class of GeoNames":   "1\tX\tX\t\t5\t3\tQ\tPPL\tIQ\t\t\t\t\t\t0\t\t\t\t",
		"country of GeoNames": "1\tX\tX\t\t5\t3\tP\tPPL\tIRQ\t\t\t\t\t\t0\t\t\t\t",
	} {
		if _, err := own(t, "# mine\n"+row+"\n"); err == nil || !strings.Contains(err.Error(), "mine.tsv/places/areas.txt:2") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A user's file is read to places that are whole, or to an error that names
// its line.
func FuzzOwnGazetteer(f *testing.F) {
	for _, s := range []string{"", "# x\n", "Quarry Gate\tfacility\tPAK\tA|B\t31.6\t74.57\t9\tPunjab\t7\n", "X\tcity\t\t\tNaN\t1e400\n",
		"1\tX\tX\tY,Z\t5\t3\tP\tPPL\tIQ\t\t\t\t\t\t0\t\t\t\t\n", "1\tX\tX\t\t5\t3\tA\tPCLI\tXK\t\t\t\t\t\t-1\t\t\t\t\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		rows, err := lexicon.Embedded().With("mine.tsv", fstest.MapFS{"places/areas.txt": {Data: []byte(s)}}).Rows("places/areas.txt")
		if err != nil {
			return // not UTF-8, say: the lexicon's own tests
		}
		finder := &Finder{own: map[string][]*entry{}, codes: map[string]bool{"PAK": true}}
		for _, r := range rows {
			if !strings.HasPrefix(r.File, "mine.tsv") {
				continue
			}
			if err := finder.areaRow(r); err != nil {
				if !strings.Contains(err.Error(), fmt.Sprintf("%s:%d", r.File, r.Line)) {
					t.Fatalf("the error does not name the line: %v", err)
				}
				continue
			}
		}
		for key, all := range finder.own {
			for _, e := range all {
				if key == "" || e.name == "" || e.kind == "" || e.people < 0 || (e.position == nil) != (e.precision == "") ||
					e.position != nil && !(math.Abs(e.position.Lat) <= 90 && math.Abs(e.position.Lon) <= 180) {
					t.Fatalf("%q: %+v %+v", key, e, e.position)
				}
			}
		}
	})
}
