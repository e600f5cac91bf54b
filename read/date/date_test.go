package date

import (
	"errors"
	"testing"
	"time"

	"github.com/chancery-project/chancery/lexicon"
)

func parser(t testing.TB) *Parser {
	t.Helper()
	p, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestParseGivesRFC3339(t *testing.T) {
	p := parser(t)
	for _, c := range []struct {
		name, in, want string
		order          Order
	}{
		{"RFC 822 with a numeric zone", "Wed, 28 Jul 2021 18:21:34 +0000", "2021-07-28T18:21:34Z", Unknown},
		{"RFC 822 keeps its zone", "Tue, 23 Mar 2021 10:15:00 -0400", "2021-03-23T10:15:00-04:00", Unknown},
		{"RFC 822 named zone", "Tue, 23 Mar 2021 10:15 EDT", "2021-03-23T10:15:00-04:00", Unknown},
		{"RFC 822 two-figure year", "Tue, 23 Mar 21 10:15:00 GMT", "2021-03-23T10:15:00Z", Unknown},
		{"RFC 822 wrong weekday", "Mon, 23 Mar 2021 10:15:00 GMT", "2021-03-23T10:15:00Z", Unknown},
		{"RFC 3339", "2021-03-23T10:15:00+03:00", "2021-03-23T10:15:00+03:00", Unknown},
		{"RFC 3339 with fractions", "2021-03-23T10:15:00.123456Z", "2021-03-23T10:15:00Z", Unknown},
		{"ISO 8601 without colon in the zone", "2021-03-23T10:15:00+0300", "2021-03-23T10:15:00+03:00", Unknown},
		{"ISO 8601 basic", "20210323T101500Z", "2021-03-23T10:15:00Z", Unknown},
		{"compact", "20210323", "2021-03-23", Unknown},
		{"compact with a clock", "20210323101500", "2021-03-23", Unknown},
		{"date alone", "2021-03-23", "2021-03-23", Unknown},
		{"time without a zone is dropped", "2021-03-23 10:15:00", "2021-03-23", Unknown},
		{"zone of several countries is no zone", "2021-03-23 10:15:00 IST", "2021-03-23", Unknown},
		{"pandas", "2021-03-23 10:15:00+00:00", "2021-03-23T10:15:00Z", Unknown},
		{"pandas negative", "2021-03-23 10:15:00-05:00", "2021-03-23T10:15:00-05:00", Unknown},
		{"Go", "2021-03-23 10:15:00 +0300 MSK", "2021-03-23T10:15:00+03:00", Unknown},
		{"slashes, year first", "2021/3/5", "2021-03-05", Unknown},
		{"figures, day over 12", "23/03/2021", "2021-03-23", Unknown},
		{"figures, month first", "03/23/2021", "2021-03-23", Unknown},
		{"figures, same either way", "05/05/2021", "2021-05-05", Unknown},
		{"figures, told", "03/04/2021", "2021-04-03", DayFirst},
		{"figures, told otherwise", "03/04/2021", "2021-03-04", MonthFirst},
		{"dots mean day first", "03.04.2021", "2021-04-03", Unknown},
		{"figures, two-figure year", "23/03/21", "2021-03-23", Unknown},
		{"English prose", "March 23, 2021", "2021-03-23", Unknown},
		{"English with weekday and afternoon", "Tuesday, March 23, 2021 at 3:05 PM EDT", "2021-03-23T15:05:00-04:00", Unknown},
		{"ordinal", "23rd of March 2021", "2021-03-23", Unknown},
		{"noon", "23 March 2021 12:00 pm GMT", "2021-03-23T12:00:00Z", Unknown},
		{"midnight", "23 March 2021 12:00 am GMT", "2021-03-23T00:00:00Z", Unknown},
		{"French", "mardi 23 août 2021", "2021-08-23", Unknown},
		{"Spanish", "23 de marzo de 2021", "2021-03-23", Unknown},
		{"German", "23. März 2021, 10:15 MEZ", "2021-03-23T10:15:00+01:00", Unknown},
		{"Russian", "23 мая 2021", "2021-05-23", Unknown},
		{"Turkish", "23 Şubat 2021", "2021-02-23", Unknown},
		{"Arabic", "23 أغسطس 2021", "2021-08-23", Unknown},
		{"year, month, day", "2021 March 23", "2021-03-23", Unknown},
		{"Unix seconds", "1616494500", "2021-03-23T10:15:00Z", Unknown},
		{"Unix milliseconds", "1616494500000", "2021-03-23T10:15:00Z", Unknown},
		{"no-break space", "23\u00a0March\u00a02021", "2021-03-23", Unknown},
		{"day zone offset of half an hour", "2021-03-23T10:15:00+05:30", "2021-03-23T10:15:00+05:30", Unknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := p.Parse(c.in, c.order)
			if err != nil || got != c.want {
				t.Errorf("Parse(%q) = %q, %v; want %q", c.in, got, err, c.want)
			}
		})
	}
}

func TestParseSaysWhyNot(t *testing.T) {
	p := parser(t)
	for _, in := range []string{"", "soon", "March 2021", "2021", "2021-02-30", "0000-00-00 00:00:00", "32/13/2021",
		"2021-03-23T25:00:00Z", "2021-03-23T10:15:00+99:00", "123456789012345678901234567890", "1/2/3/4"} {
		if got, err := p.Parse(in, Unknown); err == nil {
			t.Errorf("Parse(%q) = %q, want an error", in, got)
		}
	}
	if _, err := p.Parse("03/04/2021", Unknown); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("Parse of a date of two readings gives %v, want ErrAmbiguous", err)
	}
}

func TestOrderOf(t *testing.T) {
	for in, want := range map[string]Order{"23/03/2021": DayFirst, "03/23/2021 10:00": MonthFirst, "03/04/2021": Unknown,
		"2021-03-23": Unknown, "March 23": Unknown, "99/99/2021": Unknown, "": Unknown} {
		if got := OrderOf(in); got != want {
			t.Errorf("OrderOf(%q) = %v, want %v", in, got, want)
		}
	}
}

// What Parse gives is RFC 3339, and Parse gives it back unchanged.
func FuzzParse(f *testing.F) {
	p := parser(f)
	for _, s := range []string{"Wed, 28 Jul 2021 18:21:34 +0000", "2021-03-23T10:15:00.5Z", "23/03/21", "1616494500", "mardi 23 août 2021", "12:00", "+-:\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := p.Parse(s, Unknown)
		if err != nil {
			return
		}
		if _, err := time.Parse(time.DateOnly, got); err != nil {
			if _, err := time.Parse(time.RFC3339, got); err != nil {
				t.Fatalf("Parse(%q) = %q, which is not RFC 3339", s, got)
			}
		}
		if again, err := p.Parse(got, Unknown); err != nil || again != got {
			t.Fatalf("Parse(%q) = %q, then %q, %v", s, got, again, err)
		}
	})
}
