package actor

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/parsed"
	"github.com/chancery-project/chancery/internal/sample"
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
	return la.Document(sample.Article(text, "2021-03-23"))
}

func TestActors(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"person by office", "White House press secretary Jen Psaki said so.", "Jen Psaki (person USA GOV); White House (office USA GOV)"},
		{"later by surname", "Amina Otieno spoke. Ms Otieno left.", "Amina Otieno (person)"},
		{"known president", "US President Joe Biden called.", "Joe Biden (person USA GOV)"},
		{"former office", "Donald Trump left.", "Donald Trump (person USA ELI)"},
		{"capital as its government", "Baghdad asked for talks.", "Iraq (government IRQ GOV)"},
		{"capital as a place", "They met in Baghdad.", ""},
		{"two states in one word", "US-Iraq talks went on.", "United States (government USA GOV); Iraq (government IRQ GOV)"},
		{"agents with their country", "Iraqi officials left.", "Iraqi officials (other IRQ GOV)"},
		{"armed group by another name", "Daesh attacked them.", "ISIS (armed_group IMG)"},
		{"body of a state", "The Turkish foreign ministry denied it.", "Turkish foreign ministry (office TUR GOV)"},
		{"organisation", "The African Union warned them.", "African Union (igo IGO)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, a := range f.Find(document(la, c.text)).Actors() {
				s := string(a.Kind)
				if a.Code != "" {
					s += " " + a.Code
				}
				got = append(got, a.Name+" ("+s+")")
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got  %q\nwant %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

func TestPartiesAndStates(t *testing.T) {
	la, f := setup(t)
	text := "Talks between the US and Iraq ended. Iranian bombing went on."
	c := f.Find(document(la, text))
	at := strings.Index(text, "the US and Iraq")
	if ids := c.Parties(chancery.Span{Start: at, End: at + len("the US and Iraq")}); len(ids) != 2 || c.Actor(ids[0]).Country != "USA" || c.Actor(ids[1]).Country != "IRQ" {
		t.Errorf("parties %v", ids)
	}
	at = strings.Index(text, "Iranian")
	span := chancery.Span{Start: at, End: at + len("Iranian bombing")}
	ids := c.States(span)
	if len(ids) != 1 || c.Actor(ids[0]).Country != "IRN" || c.Country("IRN") != ids[0] {
		t.Errorf("states %v", ids)
	}
	if again := c.States(span); len(again) != 1 || again[0] != ids[0] {
		t.Errorf("the second time %v", again)
	}
}

func TestResolveMakesWhatIsMissing(t *testing.T) {
	la, f := setup(t)
	text := "The committee of experts met."
	c := f.Find(document(la, text))
	span := chancery.Span{Start: 0, End: len("The committee of experts")}
	id := c.Resolve(span)
	if id == "" || c.Resolve(span) != id || c.At(span) != id {
		t.Errorf("resolved to %q, then %q", id, c.Resolve(span))
	}
	if c.Resolve(chancery.Span{}) != "" {
		t.Error("nothing resolved to something")
	}
}

func TestFaultyRowsNameTheirLine(t *testing.T) {
	for file, row := range map[string]string{"actors/countries": "XX\tNowhere", "actors/igos": "Club\tgang\t\tIGO"} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

// TestLongArticle proves that time grows with the length of the text, not
// with its square.
// TestLongArticle proves that time grows at most with the square of an
// article's length.
func TestLongArticle(t *testing.T) {
	la, f := setup(t)
	took := func(sentences int) time.Duration {
		var b strings.Builder
		for i := range sentences {
			fmt.Fprintf(&b, "Iraqi officials told John Smith%d of Ruritania that the US and Iran met, and both countries and their two leaders left the bank.\n", i%700)
		}
		doc := document(la, b.String())
		start := time.Now()
		f.Find(doc).Actors()
		return time.Since(start)
	}
	if half, whole := took(1000), took(3000); whole > 16*half {
		t.Errorf("1,000 sentences took %v, 3,000 %v", half, whole)
	}
}

func FuzzFind(f *testing.F) {
	la, finder := setup(f)
	for _, s := range []string{"", "US-Iraq/Iran-", "Mr. Mr Mrs the President of the of", "al-Asad's 's ' Ms", "Iraqi U.S. officials and and the Kremlin, Paris Hilton"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		doc := document(la, s)
		c := finder.Find(doc)
		for _, x := range doc.Sentences {
			for _, ch := range x.Chunks {
				c.Resolve(chancery.Span{Start: x.Tokens[ch.From].Span.Start, End: x.Tokens[ch.To-1].Span.End})
			}
		}
		for i, a := range c.Actors() {
			if a.ID != fmt.Sprintf("a%d", i+1) || a.Kind == "" {
				t.Fatalf("actor %d: %+v", i, a)
			}
			for _, m := range a.Mentions {
				if err := m.Span.Check(s); err != nil || m.Span.Empty() {
					t.Fatalf("%s: %v %v", a.ID, m, err)
				}
			}
		}
	})
}
