package page

import (
	"testing"
	"unicode/utf8"
)

// checkSpans proves that the parts are all of the text, in order.
func checkSpans(t *testing.T, res *Result) {
	t.Helper()
	text := res.Article.Text
	if !utf8.ValidString(text) {
		t.Errorf("the text is not UTF-8: %q", text)
	}
	at := 0
	for i, p := range res.Known {
		if err := p.Span.Check(text); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			if text[at:p.Span.Start] != "\n\n" {
				t.Errorf("%q stands between two parts", text[at:p.Span.Start])
			}
		} else if p.Span.Start != 0 {
			t.Errorf("the first part starts at %d", p.Span.Start)
		}
		if blank(p.Span.Text(text)) {
			t.Errorf("a %s is blank: %q", p.Kind, p.Span.Text(text))
		}
		at = p.Span.End
	}
	if at != len(text) {
		t.Errorf("%q is in no part", text[at:])
	}
}
