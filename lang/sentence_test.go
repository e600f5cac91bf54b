package lang

import (
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

func article(text string) *chancery.Article {
	a := &chancery.Article{Text: text}
	at := 0
	for _, line := range strings.SplitAfter(text, "\n") {
		s := trim(text, chancery.Span{Start: at, End: at + len(line)})
		if !s.Empty() {
			a.Paragraphs = append(a.Paragraphs, chancery.Paragraph{Span: s})
		}
		at += len(line)
	}
	return a
}

func TestSentences(t *testing.T) {
	a, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text string }{
		{"plain", "Talks began on Monday.|They ended on Friday."},
		{"title", "Mr. Rahimi met Gen. A. B. Osei.|He left early."},
		{"acronym inside", "The U.S. Embassy in Tunis closed.|It reopened in May."},
		{"acronym at the end", "He flew to the U.S.|The trip was short."},
		{"month", "It was signed on Jan. 13, 2020.|Nobody noticed."},
		{"quote with the stop inside", "“We will go.”|The minister sat down."},
		{"quote goes on after the stop", "“Will you go?” he asked.|Nobody spoke."},
		{"straight quote opens next", "He left.|\"We will go,\" she said."},
		{"doubled apostrophes", "He left.|''We will go,'' she said."},
		{"decimal and money", "It cost $2.5 million.|Oman paid 3.5 per cent."},
		{"number abbreviation", "Resolution No. 2231 stands.|It expires soon."},
		{"ellipsis", "We waited... and waited.|Then it rained."},
		{"a.m.", "It began at 9 a.m. on Sunday.|It ended at 5 p.m.|The army left."},
		{"initials with openers", "The plan is plan B.|The army left."},
		{"lines", "HEADLINE WITHOUT STOP\n|The army left."},
		{"web address", "See state.gov for more.|Or call."},
		{"wrapped lines", "The foreign minister of Oman said on Monday that\nhe would travel to Tehran.|He left."},
		{"no-break space after title", "Mr.\u00a0Rahimi spoke.|She left."},
		{"soft hyphen in a word", "The nego\u00adti\u00adations failed.|She left."},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.ReplaceAll(c.text, "|", " ")
			d := a.Split(article(text))
			var got []string
			for _, s := range d.Sentences {
				got = append(got, s.Span.Text(text))
			}
			want := strings.Split(c.text, "|")
			for i := range want {
				want[i] = strings.TrimSpace(want[i])
			}
			if strings.Join(got, "|") != strings.Join(want, "|") {
				t.Errorf("got  %q\nwant %q", got, want)
			}
		})
	}
}

func TestTokens(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Iraq’s troops' pay", "Iraq|’s|troops|'|pay"},
		{"US-Iraq talks", "US-Iraq|talks"},
		{"didn't we’ll", "did|n't|we|’ll"},
		{"$2.5bn, 2,500 and 72-hour", "$|2.5bn|,|2,500|and|72-hour"},
		{"the U.S. and U.N.", "the|U.S.|and|U.N."},
		{"''Go,'' he said", "''|Go|,|''|he|said"},
		{"O'Brien al-Kadhimi", "O'Brien|al-Kadhimi"},
		{"1990s, the 1990's", "1990s|,|the|1990|'s"},
		{"AT&T (AP)", "AT&T|(|AP|)"},
	} {
		var got []string
		for _, tok := range Tokens(c.text, chancery.Span{Start: 0, End: len(c.text)}) {
			got = append(got, tok.Span.Text(c.text))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: got %q, want %q", c.text, strings.Join(got, "|"), c.want)
		}
	}
}

// FuzzSplit proves that sentences and tokens are sound, ordered, disjoint
// and leave out nothing but white space and invisible characters.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"Mr. X left.\n\nThe U.S. said ''no''.", "“a.” b", "\u200bx\u00ad y", "1.2.3-", "'s's'", "\xff\xfe"} {
		f.Add(s)
	}
	a, err := New(lexicon.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\ufffd")
		d := a.Split(article(text))
		at := 0
		for _, s := range d.Sentences {
			if err := s.Span.Check(text); err != nil {
				t.Fatal(err)
			}
			for _, tok := range s.Tokens {
				if err := tok.Span.Check(text); err != nil || tok.Span.Empty() || tok.Span.Start < at || !s.Span.Contains(tok.Span) {
					t.Fatalf("token %v in sentence %v after %d: %v", tok.Span, s.Span, at, err)
				}
				if left := strings.Trim(Fold(text[at:tok.Span.Start]), " \t\r\n\v\f\u0085\u2028\u2029"); left != "" {
					t.Fatalf("%q belongs to no token", left)
				}
				at = tok.Span.End
			}
			for _, c := range s.Chunks {
				if c.From >= c.To || c.To > len(s.Tokens) || c.Head < c.From || c.Head >= c.To {
					t.Fatalf("chunk %+v of %d tokens", c, len(s.Tokens))
				}
			}
		}
	})
}
