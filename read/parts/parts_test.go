package parts

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lexicon"
)

func annotator(t testing.TB) *Annotator {
	t.Helper()
	n, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// show writes the parts but for the body: "headline: …".
func show(a *chancery.Article) string {
	var out []string
	for _, p := range a.Parts {
		if p.Kind != chancery.Body {
			out = append(out, string(p.Kind)+": "+p.Span.Text(a.Text))
		}
	}
	return strings.Join(out, " | ")
}

const story = "The two governments will meet again in May, officials said on Monday. They gave no date."

func TestParts(t *testing.T) {
	n := annotator(t)
	for _, c := range []struct{ name, text, want string }{
		{"headline", "Talks resume in Geneva\n\n" + story, "headline: Talks resume in Geneva"},
		{"headline and standfirst", "Talks resume in Geneva\n\nBoth sides sent their ministers\n\n" + story,
			"headline: Talks resume in Geneva | standfirst: Both sides sent their ministers"},
		{"a first sentence is no headline", story + "\n\n" + story, ""},
		{"byline", "Talks resume in Geneva\n\nBy Ann Lee in Geneva\n\n" + story, "headline: Talks resume in Geneva | byline: By Ann Lee in Geneva"},
		{"a sentence with by is no byline", "Talks resume in Geneva\n\nBy Monday all of them had left.\n\n" + story, "headline: Talks resume in Geneva"},
		{"dateline with agency", "Talks resume in Geneva\n\nGENEVA (AP) — " + story, "headline: Talks resume in Geneva | dateline: GENEVA (AP) —"},
		{"dateline with a date", "Talks resume in Geneva\n\nGENEVA, 4 June (Reuters) - " + story, "headline: Talks resume in Geneva | dateline: GENEVA, 4 June (Reuters) -"},
		{"dateline in small letters", "Talks resume in Geneva\n\nLomé – " + story, "headline: Talks resume in Geneva | dateline: Lomé –"},
		{"a dash in a sentence is no dateline", "Talks resume in Geneva\n\nThe talks in the old city - the first of the year - " + story, "headline: Talks resume in Geneva"},
		{"caption with its credit", "Talks resume in Geneva\n\nFILE - Ministers arrive for talks in Geneva on Monday. (AP Photo/Ann Lee, File)\n\n" + story,
			"headline: Talks resume in Geneva | caption: FILE - Ministers arrive for talks in Geneva on Monday. | credit: (AP Photo/Ann Lee, File)"},
		{"closing credit", "Talks resume in Geneva\n\n" + story + " (AFP)", "headline: Talks resume in Geneva | credit: (AFP)"},
		{"notice", "Talks resume in Geneva\n\nPowered by automated translation\n\n" + story, "headline: Talks resume in Geneva | notice: Powered by automated translation"},
		{"date line", "Talks resume in Geneva\n\nMarch 23, 2021\n\n" + story, "headline: Talks resume in Geneva | dateline: March 23, 2021"},
		{"odd spaces", "Talks resume\u00a0in Geneva\n\nGENEVA\u00a0(AP)\u00a0— " + story, "headline: Talks resume\u00a0in Geneva | dateline: GENEVA\u00a0(AP)\u00a0—"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &chancery.Article{Text: c.text}
			n.Annotate(a, nil)
			if got := show(a); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestTranslationNotices(t *testing.T) {
	n := annotator(t)
	for _, c := range []struct{ notice, by, from string }{
		{"Powered by automated translation", "machine", ""},
		{"Machine translation from Arabic. The original text prevails.", "machine", "ar"},
		{"Translated from French by the paper’s Dakar bureau", "human", "fr"},
		{"This article was translated from the original Spanish.", "human", "es"},
		{"Translated by Google", "machine", ""},
		{"The speech was translated by his aide from Arabic.", "", ""},
	} {
		a := &chancery.Article{Text: "Talks resume in Geneva\n\n" + c.notice + "\n\n" + story}
		n.Annotate(a, nil)
		by, from := "", ""
		if a.Translated != nil {
			by, from = a.Translated.By, a.Translated.From
			if a.Translated.Span.Text(a.Text) != c.notice {
				t.Errorf("%q: the span is %q", c.notice, a.Translated.Span.Text(a.Text))
			}
		}
		if by != c.by || from != c.from {
			t.Errorf("%q: by %q from %q", c.notice, by, from)
		}
	}
}

func TestPublishedFromTheText(t *testing.T) {
	n := annotator(t)
	for _, c := range []struct{ name, text, want, from string }{
		{"dateline", "Talks resume in Geneva\n\nGENEVA, March 23, 2021 (AP) — " + story, "2021-03-23", "dateline"},
		{"weekday and date in a caption", "Talks resume in Geneva\n\nFILE - On Tuesday, March 23, 2021, they met. (AP Photo/A)\n\n" + story, "2021-03-23", "text"},
		{"the wrong weekday", "Talks resume in Geneva\n\nOn Monday, March 23, 2021, they met.\n\n" + story, "", ""},
		{"the photo's own date", "Talks resume in Geneva\n\nFILE - In this Jan. 13, 2020 file photo they meet.\n\n" + story, "", ""},
		{"no date", "Talks resume in Geneva\n\n" + story, "", ""},
	} {
		a := &chancery.Article{Text: c.text}
		n.Annotate(a, nil)
		if a.Published != c.want || string(a.PublishedFrom) != c.from {
			t.Errorf("%s: %q from %q", c.name, a.Published, a.PublishedFrom)
		}
	}
	a := &chancery.Article{Text: "GENEVA, March 23, 2021 (AP) — " + story, Published: "2021-03-24", PublishedFrom: chancery.FromFlag}
	if n.Annotate(a, nil); a.Published != "2021-03-24" {
		t.Errorf("what the user said gave way to %s", a.Published)
	}
}

func TestAgencies(t *testing.T) {
	n := annotator(t)
	a := &chancery.Article{Text: "Talks resume in Geneva\n\nGENEVA (Reuters) — " + story + "\n\n" + story + " (AP, AFP)"}
	if n.Annotate(a, nil); strings.Join(a.Agencies, " ") != "Reuters AP AFP" {
		t.Errorf("got %q", a.Agencies)
	}
}

func TestAcceptanceSample(t *testing.T) {
	raw, err := os.ReadFile(sample.Beside("acceptance", "sample.txt"))
	if err != nil {
		t.Skip("the acceptance sample is not beside this checkout")
	}
	a := &chancery.Article{Text: string(raw)}
	annotator(t).Annotate(a, nil)
	count := map[chancery.PartKind]int{}
	for _, p := range a.Parts {
		count[p.Kind]++
	}
	for _, k := range []chancery.PartKind{chancery.Headline, chancery.Standfirst, chancery.Caption, chancery.Credit, chancery.Notice} {
		if count[k] != 1 {
			t.Errorf("%d parts are %s, want 1", count[k], k)
		}
	}
	if a.Published != "2021-03-23" || a.PublishedFrom != chancery.FromText || a.Translated == nil || a.Translated.By != "machine" || len(a.Agencies) != 1 || a.Agencies[0] != "AP" {
		t.Errorf("published %s from %s, translated %v, agencies %q", a.Published, a.PublishedFrom, a.Translated, a.Agencies)
	}
}

func TestFaultyRowsNameTheirLine(t *testing.T) {
	for file, row := range map[string]string{"agencies": "AP", "cues": "x\tnonsense\tstart", "notices": "x\tghost"} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{"parts/" + file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/parts/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

func FuzzAnnotate(f *testing.F) {
	n := annotator(f)
	for _, s := range []string{"", "A\n\nB", "GENEVA (AP) — x", "GENEVA (AP) —", "By \n(AFP)", "FILE - (AP)\n\u200b\nx\u00a0\n", story + " (AP)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		a := &chancery.Article{Text: s}
		n.Annotate(a, nil)
		end := 0
		for _, p := range a.Parts {
			if err := p.Span.Check(s); err != nil || p.Span.Empty() || p.Span.Start < end {
				t.Fatalf("%v after %d: %v", p, end, err)
			}
			end = p.Span.End
		}
		for _, p := range a.Paragraphs {
			if a.PartAt(p.Span.Start) == "" {
				t.Fatalf("paragraph %v is in no part", p.Span)
			}
		}
	})
}
