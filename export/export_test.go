package export_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
)

// record is small, and says a thing of every kind.
func record() *chancery.Record {
	text := "Iran – “Persia” – will meet Iraq. Four people died."
	score := 2.5
	cue := chancery.Span{Start: 0, End: 4}
	return &chancery.Record{
		Article: &chancery.Article{ID: "sha256:x", Title: "Talks", Text: text, Published: "2021-03-23", PublishedFrom: chancery.FromFlag, Language: "en",
			Parts: []chancery.Part{{Kind: chancery.Body, Span: chancery.Span{Start: 0, End: len(text)}}}},
		Sentences: []chancery.Span{{Start: 0, End: 41}},
		Actors:    []chancery.Actor{{ID: "a1", Name: "Iran", Kind: chancery.Government, Country: "IRN", Code: "IRN GOV", Mentions: []chancery.Mention{{Span: cue, Kind: chancery.Name}}}, {ID: "a2", Name: "Iraq", Kind: chancery.Government, Country: "IRQ"}},
		Quotes:    []chancery.Quote{{ID: "q1", Kind: chancery.Indirect, Speaker: "a1", Content: []chancery.Span{cue}, Polarity: chancery.Positive}},
		Events: []chancery.Event{{ID: "e1", Type: chancery.Consult, Actor: []string{"a1", "a2"}, Status: chancery.Planned, Modality: chancery.Asserted, Polarity: chancery.Positive,
			Goldstein: &score, SaidBy: "q1", Time: &chancery.EventTime{Value: "2021-04"}, Trigger: chancery.Span{Start: 28, End: 32}, Evidence: []chancery.Span{{Start: 0, End: 41}}, Confidence: 0.7}},
		Figures:  []chancery.Figure{{ID: "f1", Measure: chancery.Killed, Value: 4, Unit: "person", Relation: chancery.Equals, Span: chancery.Span{Start: 42, End: 53}}},
		Warnings: []string{"a warning"},
	}
}

func TestJSONIsOneLineOfCodePoints(t *testing.T) {
	var b bytes.Buffer
	if err := export.JSON(&b, record()); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), "\n") != 1 || !strings.HasSuffix(b.String(), "\n") {
		t.Errorf("not one line: %q", b.String())
	}
	var out struct {
		Article struct{ Text string }
		Events  []struct {
			Trigger  struct{ Start, End int }
			Mediator []string
		}
		Agendas []any
	}
	if err := json.Unmarshal(b.Bytes(), &out); err != nil {
		t.Fatal(err)
	}
	e := out.Events[0].Trigger
	if got := string([]rune(out.Article.Text)[e.Start:e.End]); got != record().Article.Text[28:32] {
		t.Errorf("the trigger is %q", got)
	}
}

// Programs that end lines at U+0085, U+2028 and their like still get one line.
func TestJSONHasNoOtherLineEnds(t *testing.T) {
	r := record()
	r.Article.Text += " next\u0085line\u2028line\u2029page\u000b\u000c\u001c\u001d\u001e."
	var b bytes.Buffer
	if err := export.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(strings.TrimSuffix(b.String(), "\n"), "\n\r\u0085\u2028\u2029\u000b\u000c\u001c\u001d\u001e") {
		t.Errorf("a line end inside: %q", b.String())
	}
	var out struct{ Article struct{ Text string } }
	if err := json.Unmarshal(b.Bytes(), &out); err != nil || out.Article.Text != r.Article.Text {
		t.Errorf("the text came back as %q, %v", out.Article.Text, err)
	}
}

func TestTextTellsStatusSourceAndWords(t *testing.T) {
	var plain, colored bytes.Buffer
	if err := export.Text(&plain, record(), export.Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Talks", "23 March 2021", "planned", "CONSULT", "Iran, Iraq", "April 2021", "said by Iran", "will meet Iraq", "4", "a warning"} {
		if !strings.Contains(plain.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, plain.String())
		}
	}
	if strings.Contains(plain.String(), "\x1b") {
		t.Error("colours without asking")
	}
	if err := export.Text(&colored, record(), export.Style{Width: 80, Color: true}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(colored.String(), "\x1b[") {
		t.Error("no colours")
	}
}

// PLOVER has one mode for all that reduces relations; a reader is told which.
func TestTextSaysWhetherSanctionsAreImposed(t *testing.T) {
	for code, want := range map[string]string{"163": "SANCTION (sanctions imposed)", "161": "SANCTION (break in relations)", "": "SANCTION (discontinue)"} {
		r := record()
		r.Events[0].Type, r.Events[0].Mode, r.Events[0].CAMEO = chancery.Sanction, []string{"discontinue"}, code
		var b bytes.Buffer
		if err := export.Text(&b, r, export.Style{Width: 80}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("CAMEO %q: no %q in\n%s", code, want, b.String())
		}
	}
}

// TestTextShowsNoControlCharacters proves that a page cannot write to the
// reader's terminal.
func TestTextShowsNoControlCharacters(t *testing.T) {
	r := record()
	r.Article.Title = "Talks\x1b[2J\x07\u202e"
	var b bytes.Buffer
	if err := export.Text(&b, r, export.Style{Width: 80}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x07\u202e") {
		t.Errorf("got %q", b.String())
	}
}

func TestTableHasARowAnEvent(t *testing.T) {
	var b bytes.Buffer
	table := export.NewTable(&b, 0)
	table.Add(record())
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), "CONSULT") || !strings.Contains(b.String(), "planned") || !strings.Contains(b.String(), "Iran") {
		t.Errorf("got %s", b.String())
	}
}
