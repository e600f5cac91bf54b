package serve

import (
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// FuzzLayout proves that whatever the spans, an article's text is shown whole
// and in order, each piece once.
func FuzzLayout(f *testing.F) {
	f.Add("One. Two “three” four.\n\n\u00a0Fünf e\u0301.\n", uint64(0x1234567890abcdef))
	f.Add("", uint64(1))
	f.Add("\n\n", uint64(7))
	f.Add("a\nb", uint64(0xffffffffffffffff))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		text = strings.ToValidUTF8(text, "")
		r := &chancery.Record{Article: &chancery.Article{Text: text}}
		offsets := chancery.NewOffsets(text)
		n := offsets.CodePoint(len(text))
		next := func() int {
			seed ^= seed << 13
			seed ^= seed >> 7
			seed ^= seed << 17
			return offsets.Byte(int(seed % uint64(n+1)))
		}
		span := func() chancery.Span {
			a, b := next(), next()
			return chancery.Span{Start: min(a, b), End: max(a, b)}
		}
		for i, at := 0, 0; i < 4; i++ {
			if s := span(); s.Start >= at && !s.Empty() {
				r.Sentences, at = append(r.Sentences, s), s.End
			}
		}
		r.Actors = []chancery.Actor{{ID: "a1", Mentions: []chancery.Mention{{Span: span()}, {Span: span()}}}}
		r.Times = []chancery.Timex{{ID: "t1", Span: span()}}
		r.Quotes = []chancery.Quote{{ID: "q1", Content: []chancery.Span{span()}}}
		r.Events = []chancery.Event{{ID: "e1", Trigger: span(), Evidence: r.Sentences}}
		var got strings.Builder
		facts := (&Server{}).factsOf(r)
		for _, p := range layout(r, facts) {
			for _, s := range p.Sentences {
				for _, x := range s.Pieces {
					if x.Text == "" {
						t.Error("an empty piece")
					}
					got.WriteString(x.Text)
				}
			}
		}
		var want strings.Builder
		for _, line := range strings.Split(text, "\n") {
			if strings.TrimSpace(line) != "" {
				want.WriteString(line)
			}
		}
		if got.String() != want.String() {
			t.Errorf("text %q is shown as %q", text, got.String())
		}
		_ = anchors(r, facts)
	})
}

func TestPieces(t *testing.T) {
	text := "Iraq asked for talks on Friday."
	r := &chancery.Record{Article: &chancery.Article{Text: text}, Sentences: []chancery.Span{{Start: 0, End: len(text)}},
		Actors: []chancery.Actor{{ID: "a1", Name: "Iraq", Mentions: []chancery.Mention{{Span: chancery.Span{Start: 0, End: 4}}}}},
		Times:  []chancery.Timex{{ID: "t1", Span: chancery.Span{Start: 24, End: 30}, Value: "2021-03-26"}},
		Events: []chancery.Event{{ID: "e1", Type: chancery.Request, Status: chancery.Happened, Trigger: chancery.Span{Start: 5, End: 10}, Evidence: []chancery.Span{{Start: 0, End: len(text)}}}}}
	got := layout(r, (&Server{}).factsOf(r))
	if len(got) != 1 || len(got[0].Sentences) != 1 {
		t.Fatalf("%+v", got)
	}
	s := got[0].Sentences[0]
	var linked []string
	for _, p := range s.Pieces {
		if p.Link != "" {
			linked = append(linked, p.Text+" "+p.Link)
		}
	}
	if want := "Iraq #a1, asked #e1, Friday #t1"; strings.Join(linked, ", ") != want {
		t.Errorf("linked %v, want %s", linked, want)
	}
	if s.At != 0 || len(s.Events) != 1 || s.Events[0] != "e1" {
		t.Errorf("sentence %+v", s)
	}
}

func TestGrouped(t *testing.T) {
	for in, want := range map[float64]string{0: "0", 12: "12", 999: "999", 2500: "2\u00a0500", 1234567: "1\u00a0234\u00a0567", 1.5: "1.5", -1000: "-1\u00a0000", 20: "20"} {
		if got := grouped(in); got != want {
			t.Errorf("grouped(%v) = %q, want %q", in, got, want)
		}
	}
}

// TestWordsAreShownOnce proves that versions of an article do not say the same
// twice, and that other outlets, days and words are kept.
func TestWordsAreShownOnce(t *testing.T) {
	e := func(article, outlet, day, text string) story.Evidence {
		return story.Evidence{Article: article, Outlet: outlet, Published: day, Text: text}
	}
	all := []story.Evidence{e("1", "A", "2021-04-07", "x"), e("2", "A", "2021-04-07", "x"), e("3", "B", "2021-04-07", "x"), e("4", "A", "2021-04-08", "x"), e("5", "A", "2021-04-07", "y")}
	var got []string
	for _, o := range once(all) {
		got = append(got, o.Article)
	}
	if want := "1 3 4 5"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
