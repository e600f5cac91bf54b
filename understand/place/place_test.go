package place

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/parsed"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
)

// Made once for all tests: it takes longer than most of them.
var sharedFinder = sync.OnceValues(func() (*Finder, error) { return New(lexicon.Embedded()) })

func setup(t testing.TB) (*parse.Parser, *Finder) {
	t.Helper()
	f, err := sharedFinder()
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Parser(t), f
}

func document(la *parse.Parser, text string) *lang.Document {
	return la.Document(&chancery.Article{Text: text, Paragraphs: []chancery.Paragraph{{Span: chancery.Span{End: len(text)}}}})
}

func TestPlaces(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"city", "They met in Baghdad.", "Baghdad city IRQ"},
		{"city by an older name", "They met in Odessa, Ukraine.", "Odessa city UKR; Ukraine country UKR"},
		{"country", "They are in Iraq now.", "Iraq country IRQ"},
		{"government, no place", "Baghdad asked for talks.", ""},
		{"demonym, no place", "Iraqi soldiers fled.", ""},
		{"war, no place", "The Iraq war went on.", ""},
		{"person, no place", "Jack London wrote it.", ""},
		{"facility by shape", "They hit Ain al-Asad air base in Iraq.", "Ain al-Asad air base facility IRQ; Iraq country IRQ"},
		{"water", "They sail through the Strait of Hormuz.", "Strait of Hormuz water"},
		{"area", "They fled Darfur for the Sahel.", "Darfur region SDN; Sahel region"},
		{"namesake by the country beside it", "They met in Paris, France, and in Texas.", "Paris city FRA; France country FRA; Texas region USA"},
		{"abbreviation, word and person, no places", "The OAS met. Nice to see you, George. Please state it to the ILO.", ""},
		{"once a state of a federation", "Florida voted.", "Florida region USA"},
		{"once a place", "He left Kisumu. They met in Kisumu.", "Kisumu city KEN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range f.Find(document(la, c.text)) {
				got = append(got, strings.TrimSpace(fmt.Sprint(p.Name, " ", p.Kind, " ", p.Country)))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got  %q\nwant %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

func TestFaultyRowsNameTheirLine(t *testing.T) {
	for file, row := range map[string]string{"areas": "X\tmoon", "kinds": "hut\tafter\thut", "usage": "in\tsomewhere"} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{"places/" + file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/places/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

func FuzzFind(f *testing.F) {
	la, finder := setup(f)
	for _, s := range []string{"", "Strait of of of", "Paris, Paris, Paris", "the Gulf of Lake Lake air base", "in US in U.S., in Iraq's"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		for i, p := range finder.Find(document(la, s)) {
			if p.ID != fmt.Sprintf("p%d", i+1) || p.Name == "" || p.Kind == "" || len(p.Mentions) == 0 || (p.Position == nil) != (p.Precision == "") {
				t.Fatalf("%+v", p)
			}
			for _, m := range p.Mentions {
				if err := m.Span.Check(s); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
