package timex

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

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

func document(la *parse.Parser, text, published string) *lang.Document {
	return la.Document(sample.Article(text, published))
}

// Tuesday, 23 March 2021 is the day of publication unless a case says other.
func TestValues(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"full date", "They met on March 3, 2020.", "March 3, 2020=2020-03-03"},
		{"day first", "They met on 11 March 2019.", "11 March 2019=2019-03-11"},
		{"weekday past", "Officials said on Friday that it ended.", "Friday=2021-03-19"},
		{"weekday of publication", "Officials said on Tuesday that it ended.", "Tuesday=2021-03-23"},
		{"weekday ahead", "The ministers will meet on Friday.", "Friday=2021-03-26"},
		{"weekday ahead by plan", "The ministers are expected to meet on Friday.", "Friday=2021-03-26"},
		{"next month", "The talks would take place next month.", "next month=2021-04"},
		{"last June", "It happened last June.", "last June=2020-06"},
		{"month past", "He called in February.", "February=2021-02"},
		{"month past in the old year", "He called in November.", "November=2020-11"},
		{"month ahead", "They will meet in May.", "May=2021-05"},
		{"past months", "Attacks rose in the past 18 months.", "the past 18 months=P18M 2019-09-23..2021-03-23"},
		{"hyphens", "a two-day visit", "two-day=P2D"},
		{"weeks ago", "It closed two weeks ago.", "two weeks ago=2021-W10"},
		{"year", "The treaty of peace was signed in 1998.", "1998=1998"},
		{"number that is no year", "They sent 2000 soldiers.", ""},
		{"this weekend, told on a Tuesday", "We deplore the killings this weekend.", "this weekend=2021-W11-WE"},
		{"this weekend, in the past", "Rebels attacked the town this weekend.", "this weekend=2021-W11-WE"},
		{"this weekend, ahead", "The ministers will meet this weekend.", "this weekend=2021-W12-WE"},
		{"price that is no clock", "It rose to 2.50 from 2.46.", ""},
		{"age that is no time", "the 44-year-old minister", ""},
		{"clock", "It began at 9:40 p.m. on Monday.", "9:40 p.m. on Monday=2021-03-22T21:40"},
		{"yesterday", "It fell yesterday.", "yesterday=2021-03-22"},
		{"part of the day", "They met on Monday morning.", "Monday morning=2021-03-22TMO"},
		{"quarter", "in the first quarter of 2022", "the first quarter of 2022=2022-Q1"},
		{"decade", "in the 1990s", "the 1990s=199"},
		{"set", "They meet every year.", "every year=P1Y"},
		{"now", "He is now in Paris.", "now=PRESENT_REF"},
		{"iso", "dated 2021-03-01.", "2021-03-01=2021-03-01"},
		{"no-break space", "They met on March\u00a03,\u00a02020.", "March\u00a03,\u00a02020=2020-03-03"},
		{"impossible day leaves its year", "They met on February 30, 2020.", "2020=2020"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := document(la, c.text, "2021-03-23")
			var got []string
			for _, x := range f.Find(doc) {
				s := x.Span.Text(c.text) + "=" + x.Value
				if x.Type == chancery.Duration && x.Begin != "" {
					s += " " + x.Begin + ".." + x.Finish
				}
				got = append(got, s)
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

func TestWithoutPublicationValuesKeepX(t *testing.T) {
	la, f := setup(t)
	for _, x := range f.Find(document(la, "They met on Friday and will meet next month.", "")) {
		if !strings.HasPrefix(x.Value, "XXXX") || x.Begin != "" {
			t.Errorf("%q is %s from %q", x.Span.Text("They met on Friday and will meet next month."), x.Value, x.Begin)
		}
	}
}

func TestBoundsOfValues(t *testing.T) {
	for value, want := range map[string]string{
		"2021-04": "2021-04-01..2021-04-30", "2020-W53": "2020-12-28..2021-01-03", "2021-Q1": "2021-01-01..2021-03-31",
		"2021": "2021-01-01..2021-12-31", "199": "1990-01-01..1999-12-31", "2021-WI": "2021-12-01..2022-02-28",
		"2021-W12-WE": "2021-03-27..2021-03-28", "P3D": "..", "XXXX-03": "..", "2021-13": "..",
	} {
		if b, e := bounds(value); b+".."+e != want {
			t.Errorf("%s covers %s..%s, want %s", value, b, e, want)
		}
	}
}

func TestEasterAndMovingHolidays(t *testing.T) {
	for _, c := range []struct {
		when string
		year int
		want string
	}{{"easter+0", 2021, "2021-04-04"}, {"easter-2", 2024, "2024-03-29"}, {"11/4/4", 2021, "2021-11-25"}, {"05/1/-1", 2021, "2021-05-31"}} {
		if d, ok := holidayDate(c.when, c.year); !ok || iso(d) != c.want {
			t.Errorf("%s in %d is %s, want %s", c.when, c.year, iso(d), c.want)
		}
	}
}

func TestFaultyRulesNameTheirLine(t *testing.T) {
	for _, c := range []struct{ name, row, want string }{
		{"open bracket", "(MONTH YEAR\tDATE\tdate", "bracket"},
		{"unknown class", "MOON YEAR\tDATE\tdate", "MOON"},
		{"unknown meaning", "MONTH YEAR\tDATE\tguess", "guess"},
		{"unknown type", "MONTH YEAR\tDAY\tdate", "DAY"},
		{"matches nothing", "MONTH?\tDATE\tdate", "nothing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lex := lexicon.Embedded().With("mine", fstest.MapFS{"times/rules.txt": {Data: []byte("# mine\n" + c.row + "\n")}})
			_, err := New(lex)
			if err == nil || !strings.Contains(err.Error(), "mine/times/rules.txt:2") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// sound proves what every result must hold.
func sound(t *testing.T, text string, times []chancery.Timex) {
	t.Helper()
	end := 0
	for i, x := range times {
		if err := x.Span.Check(text); err != nil {
			t.Fatal(err)
		}
		if x.Span.Start < end || x.Span.Empty() {
			t.Fatalf("%s overlaps the one before it or is empty", x.ID)
		}
		end = x.Span.End
		if x.ID != fmt.Sprintf("t%d", i+1) || x.Value == "" && x.Type != chancery.Date || x.Begin > x.Finish && x.Finish != "" {
			t.Fatalf("%+v", x)
		}
	}
}

func FuzzFind(f *testing.F) {
	la, finder := setup(f)
	for _, s := range []string{"", "On Tuesday, March 23, 2021, they met.", "in the past 18 months", "9:40 p.m. on the 31st of February",
		"nineteen ninety-six", "March\u00a03\u2013\u200b4", "two-and-a-half-year 2021-W12 Q3 the 1990s 00:99", "last last last Friday's 's night",
		"In 264 BC, 1911–13, nineteen ninety-, the 24th; 22 and 23 May. That evening, a decade later, 2 1/2 half a century ago",
		"In 1904, in 1907, in 1909, in 1911 the year before AD 0000 BC. The following day. Ten years earlier. a hundred"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		sound(t, s, finder.Find(document(la, s, "2021-03-23")))
		sound(t, s, finder.Find(document(la, s, ""))) // with no day to hang on
	})
}
