package ud

import (
	"strings"
	"testing"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

func tokeniser(t testing.TB) *Tokeniser {
	t.Helper()
	k, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// shown writes tokens apart by spaces and the words of one token apart by "_".
func shown(text string, tokens []Token) string {
	var out []string
	for _, t := range tokens {
		var words []string
		for _, w := range t.Words {
			words = append(words, w.Text(text))
		}
		out = append(out, strings.Join(words, "_"))
	}
	return strings.Join(out, " ")
}

func TestTokens(t *testing.T) {
	k := tokeniser(t)
	for _, c := range [][2]string{
		{"Iraq's prime minister doesn’t agree.", "Iraq_'s prime minister does_n’t agree ."},
		{"the two countries' talks", "the two countries_' talks"},
		{"'the boys' he said", "' the boys ' he said"},
		{"a U.S.-led coalition in Nagorno-Karabakh", "a U.S. - led coalition in Nagorno - Karabakh"},
		{"non-binding, anti-government and co-operation", "non-binding , anti-government and co-operation"},
		{"$2.5bn, 10km and 65m; the 3rd in the 1990s", "$ 2.5 bn , 10 km and 65 m ; the 3rd in the 1990s"},
		{"2,500 troops on 7/4/2021 at 10:30 a.m. (72-hour truce)", "2,500 troops on 7/4/2021 at 10:30 a.m. ( 72 - hour truce )"},
		{"Mr. Smith of the U.N. met Gen. X.", "Mr. Smith of the U.N. met Gen. X ."},
		{"They cannot go...", "They can_not go ..."},
		{"See http://state.gov/a?b=c, or mail a.b@state.gov.", "See http://state.gov/a?b=c , or mail a.b@state.gov ."},
		{"``Talks'' -- \"soon\"?!", "`` Talks '' -- \" soon \" ?!"},
		{"AT&T, al-Qaida and O'Brien", "AT&T , al - Qaida and O'Brien"},
		{"talks.The next", "talks . The next"},
		{"Call 713-853-3989 in '98", "Call 713-853-3989 in '98"},
		{"US$5 :)", "US$ 5 :)"},
		{"50% of F-16s", "50 % of F - 16s"},
		{"e\u0301tat and\u00a0so", "e\u0301tat and so"},
	} {
		if got := shown(c[0], k.Tokens(c[0], chancery.Span{End: len(c[0])})); got != c[1] {
			t.Errorf("%q\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

// Tokens cover every character that is not space once, and words cover their token.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"Iraq's U.S.-led 10km", "''a'' 's", "n't can't’s", "\xff\xfe'", "don't.'s", "1990's'", ":):( ’90s", "a@b.c..."} {
		f.Add(s)
	}
	k := tokeniser(f)
	f.Fuzz(func(t *testing.T, s string) {
		at := 0
		for _, tok := range k.Tokens(s, chancery.Span{End: len(s)}) {
			if tok.Span.Start < at || tok.Span.Empty() || strings.TrimFunc(s[at:tok.Span.Start], unicode.IsSpace) != "" {
				t.Fatalf("%q: token %v after byte %d", s, tok.Span, at)
			}
			at = tok.Span.Start
			for _, w := range tok.Words {
				if w.Start != at || w.Empty() {
					t.Fatalf("%q: words %v of token %v", s, tok.Words, tok.Span)
				}
				at = w.End
			}
			if at != tok.Span.End {
				t.Fatalf("%q: words %v of token %v", s, tok.Words, tok.Span)
			}
		}
		if strings.TrimFunc(s[at:], unicode.IsSpace) != "" {
			t.Fatalf("%q: nothing after byte %d", s, at)
		}
	})
}
