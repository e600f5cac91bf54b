package understand_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/read"
)

func article(t *testing.T, r *read.Reader, in read.Input) *chancery.Article {
	t.Helper()
	for a, err := range r.Articles(context.Background(), in) {
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	t.Fatal("no article")
	return nil
}

// TestSpans proves over 2,000 releases that the record is sound: every span
// lies on code point boundaries, and what is printed in code points is the
// same words.
func TestSpans(t *testing.T) {
	want := 2000
	if testing.Short() || race.On {
		want = 150
	}
	file, err := os.Open(sample.Beside("corpora", "state_dept_press.jsonl"))
	if err != nil {
		t.Skip("the State Department corpus is not beside this checkout")
	}
	defer file.Close()
	r, u := recorded.Stages(t)
	n, spans := 0, 0
	for a, err := range r.Articles(context.Background(), read.Input{Name: "corpus.jsonl", Body: bufio.NewReader(file)}) {
		if err != nil {
			t.Fatal(err)
		}
		rec := u.Record(a)
		if err := rec.Check(); err != nil {
			t.Fatalf("%s: %v", a.Ref, err)
		}
		spans += sameWords(t, rec)
		if n++; n == want {
			break
		}
	}
	if n != want {
		t.Errorf("%d articles, want %d", n, want)
	}
	t.Logf("%d articles, %d spans", n, spans)
}

// sameWords compares every span of the printed record, in code points, with
// the same span in bytes. It returns how many there are.
func sameWords(t *testing.T, rec *chancery.Record) int {
	t.Helper()
	var inside []chancery.Span
	add := func(s ...chancery.Span) { inside = append(inside, s...) }
	for _, p := range rec.Article.Parts {
		add(p.Span)
	}
	add(rec.Sentences...)
	for _, x := range rec.Times {
		add(x.Span)
	}
	for _, e := range rec.Events {
		add(e.Trigger)
		add(e.Evidence...)
	}
	raw, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	type span struct{ Start, End int }
	var out struct {
		Article   struct{ Text string }
		Parts     []span
		Sentences []span
		Times     []span
		Events    []struct {
			Trigger  span
			Evidence []span
		}
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	outside := append(append(append([]span(nil), out.Parts...), out.Sentences...), out.Times...)
	for _, e := range out.Events {
		outside = append(append(outside, e.Trigger), e.Evidence...)
	}
	if len(inside) != len(outside) {
		t.Fatalf("%s: %d spans inside, %d printed", rec.Article.Ref, len(inside), len(outside))
	}
	points := []rune(out.Article.Text)
	for i, s := range inside {
		if got := string(points[outside[i].Start:outside[i].End]); got != s.Text(rec.Article.Text) {
			t.Fatalf("%s: %q is printed as %q", rec.Article.Ref, s.Text(rec.Article.Text), got)
		}
	}
	return len(inside)
}

// TestOddCharacters proves spans exact where bytes, code points and what a
// person sees part ways.
func TestOddCharacters(t *testing.T) {
	r, u := recorded.Stages(t)
	text := "Iran\u00a0condemned the U.S.\u200b strike on Tuesday.\n\n“We\u00ad’ll meet Turkey’s Re\u0301sident in ŁÓDŹ\u202a next\u202c month,” said 𝒥ohn Smith.\n"
	rec := u.Record(article(t, r, read.Input{Name: "x.txt", Body: strings.NewReader(text), Published: "2021-03-23"}))
	if rec.Article.Text != text {
		t.Errorf("the text was changed to %q", rec.Article.Text)
	}
	if err := rec.Check(); err != nil {
		t.Fatal(err)
	}
	if n := sameWords(t, rec); n < 5 {
		t.Errorf("only %d spans", n)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	r, u := recorded.Stages(t)
	raw, err := os.ReadFile(filepath.Join("..", "examples", "lake-talks.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var first []byte
	for i := range 5 {
		out, err := json.Marshal(u.Record(article(t, r, read.Input{Name: "x.txt", Body: bytes.NewReader(raw)})))
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = out
		} else if !bytes.Equal(first, out) {
			t.Fatal("the record differs from run to run")
		}
	}
}

// TestAcceptanceSample proves that the record of the first acceptance case
// holds what a reader knows after reading it, as far as this stage goes.
func TestAcceptanceSample(t *testing.T) {
	raw, err := os.ReadFile(sample.Beside("acceptance", "sample.txt"))
	if err != nil {
		t.Skip("the acceptance sample is not beside this checkout")
	}
	r, u := recorded.Stages(t)
	rec := u.Record(article(t, r, read.Input{Name: "sample.txt", Body: bytes.NewReader(raw)}))
	has := func(what string, fits func(chancery.Event) bool) {
		for _, e := range rec.Events {
			if fits(e) {
				return
			}
		}
		t.Errorf("the record lacks %s", what)
	}
	at := func(e chancery.Event, value string) bool { return e.Time != nil && e.Time.Value == value }
	country := func(ids []string, iso string) bool {
		for _, id := range ids {
			if rec.Actor(id).Country == iso {
				return true
			}
		}
		return false
	}
	both := func(e chancery.Event) bool { return country(e.Actor, "USA") && country(e.Actor, "IRQ") }
	has("Iraq's request for talks", func(e chancery.Event) bool {
		return e.Type == chancery.Request && e.Status == chancery.Happened && country(e.Actor, "IRQ") && country(e.Recipient, "USA") && e.SaidBy != ""
	})
	has("the talks of April 2021", func(e chancery.Event) bool {
		return e.Type == chancery.Consult && e.Status == chancery.Planned && both(e) && at(e, "2021-04")
	})
	has("the first round of June 2020", func(e chancery.Event) bool {
		return e.Type == chancery.Consult && e.Status == chancery.Happened && both(e) && at(e, "2020-06")
	})
	has("the order to reduce the troops", func(e chancery.Event) bool { return e.Type == chancery.Retreat && country(e.Actor, "USA") })
	has("the attacks of 18 months", func(e chancery.Event) bool {
		return e.Type == chancery.Assault && country(e.Actor, "IRQ") && at(e, "P18M")
	})
	has("the call of February", func(e chancery.Event) bool {
		return e.Type == chancery.Consult && country(e.Actor, "USA") && at(e, "2021-02")
	})
	if len(rec.Figures) == 0 || rec.Figures[0].Value != 2500 || rec.Figures[0].Relation != chancery.ReducedTo {
		t.Errorf("figures %+v", rec.Figures)
	}
	if len(rec.Agreements) != 1 || rec.Agreements[0].Name != "Strategic Framework Agreement" {
		t.Errorf("agreements %+v", rec.Agreements)
	}
	speakers := map[string]int{}
	for _, q := range rec.Quotes {
		if q.Verbatim {
			t.Errorf("a quotation of a translated page is called verbatim: %s", q.ID)
		}
		if a := rec.Actor(q.Speaker); a != nil {
			speakers[a.Name]++
		}
	}
	if speakers["Jen Psaki"] < 3 || speakers["White House"] < 1 || speakers["Iraqi officials"] < 1 {
		t.Errorf("speakers %v", speakers)
	}
	if len(rec.Sentences) < 18 {
		t.Errorf("%d sentences", len(rec.Sentences))
	}
}

func TestNothingToUnderstand(t *testing.T) {
	_, u := recorded.Stages(t)
	for _, text := range []string{"", "   ", "???", "نص باللغة العربية", "1 2 3"} {
		a := &chancery.Article{Text: text}
		if text != "" {
			a.Paragraphs = []chancery.Paragraph{{Span: chancery.Span{End: len(text)}}}
		}
		rec := u.Record(a)
		if err := rec.Check(); err != nil || len(rec.Events) > 0 {
			t.Errorf("%q: %v, %d events", text, err, len(rec.Events))
		}
	}
}
