package page

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
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

// A Reader serves many at once.
func TestConcurrentRead(t *testing.T) {
	r := newReader(t)
	want, err := r.Read(around(navigation, related), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := r.Read(around(navigation, related), Options{})
			if err != nil || got.Article.Text != want.Article.Text {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	wg.Wait()
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"<title>T</title>" + hostileArticle,
		"<article>" + hostileArticle + "<figure><img><figcaption>A caption</figcaption></figure></article>",
		`<script type="application/ld+json">{"@type":"NewsArticle","headline":"H","articleBody":"A b c.\n\nD e f.","author":[{"name":"X"}]}</script>`,
		"<table><tr><td>a<td>b<table><td>c</table></table>",
		"<a><div></a><p>x</a></p></div>", "<!-- <p>", "<title>\x14</title>x", "<p class=byline>By A B</p><p>\u00a0</p>", "a\n\nb", "<li><dd><pre>\n\n\n</pre>",
		"<html lang=xx><meta property=og:title content='&#0;&nbsp;'><body hidden><div style='display:none'>x",
	} {
		f.Add(s)
	}
	r := newReader(f)
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "\uFFFD")
		start := time.Now()
		res, err := r.Read(s, Options{})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("took %v", took)
		}
		if err != nil {
			if !errors.Is(err, ErrNoText) {
				t.Error(err)
			}
			return
		}
		checkSpans(t, res)
		again, err := r.Read(s, Options{})
		if err != nil || again.Article.Text != res.Article.Text || again.Article.Published != res.Article.Published {
			t.Errorf("read twice, %q gives two texts: %q and %q", s, res.Article.Text, again.Article.Text)
		}
	})
}
