package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func fileOf(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestExplainTellsWordsPatternAndEdges(t *testing.T) {
	file := fileOf(t, "a.txt", "Iran condemned Iraq on Monday. Mali did not attack Chad.")
	out, _, err := run(t, "", "explain", "--published", "2021-03-23", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"e1 · ● happened · ACCUSE (disapprove) · Iran → Iraq", "“condemned”", "[lexicon/events/verbs.txt:", "Iran ─nsubj→ condemned",
		"FITTED A PATTERN, NO EVENT", "“attack” · ASSAULT", "not done"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	out, _, err = run(t, "", "explain", "--json", "--published", "2021-03-23", file, "e1")
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Event   string
		Trigger struct {
			Start, End int
			Text       string
		}
		Reasons []struct{ About, Says, File string }
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 1 || all[0].Event != "e1" || all[0].Trigger.Text != "condemned" || all[0].Trigger.Start != 5 || len(all[0].Reasons) < 4 {
		t.Errorf("%v: %s", err, out)
	}
	if _, _, err := run(t, "", "explain", file, "e9"); err == nil || !strings.Contains(err.Error(), "no event e9") {
		t.Errorf("an event that is not there: %v", err)
	}
}

func TestExplainReadsTheRecord(t *testing.T) {
	db := filepath.Join(t.TempDir(), "r.db")
	example := filepath.Join("..", "..", "examples", "lake-talks.txt")
	if _, _, err := run(t, "", "ingest", "--record", db, example); err != nil {
		t.Fatal(err)
	}
	fresh, _, err := run(t, "", "explain", "--json", example)
	if err != nil {
		t.Fatal(err)
	}
	line, _, err := run(t, "", "read", "--format", "json", example)
	if err != nil {
		t.Fatal(err)
	}
	var r struct{ Article struct{ ID string } }
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatal(err)
	}
	kept, _, err := run(t, "", "explain", "--json", "--record", db, r.Article.ID)
	if err != nil {
		t.Fatal(err)
	}
	if kept != fresh {
		t.Error("the article in the record is explained otherwise than its file")
	}
	if _, _, err := run(t, "", "explain", "--record", db, "sha256:0"); err == nil || !strings.Contains(err.Error(), "chancery export") {
		t.Errorf("an article that is not there: %v", err)
	}
}

func TestReadExplainsOnlyWhenAsked(t *testing.T) {
	example := filepath.Join("..", "..", "examples", "lake-talks.txt")
	plain, _, err := run(t, "", "read", "--format", "json", example)
	if err != nil {
		t.Fatal(err)
	}
	told, _, err := run(t, "", "read", "--format", "json", "--explain", example)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(told, strings.TrimSuffix(plain, "}\n")) || !json.Valid([]byte(told)) {
		t.Error("with reasons the record is another")
	}
	if n := strings.Count(told, `"about":"status"`); n < strings.Count(plain, `"status":`) {
		t.Errorf("%d reasons for the status of %d events", n, strings.Count(plain, `"status":`))
	}
	if !strings.Contains(told, `"explanations":[{"event":"e1"`) || strings.Contains(plain, "explanations") {
		t.Error("the reasons are not where they belong")
	}
	text, _, err := run(t, "", "read", "--explain", example)
	if err != nil || !strings.Contains(text, "─nsubj→") || !strings.Contains(text, "FITTED A PATTERN, NO EVENT") {
		t.Errorf("%v: %s", err, text)
	}
	if _, _, err := run(t, "", "read", "--explain", "--format", "table", example); err == nil {
		t.Error("a table with reasons")
	}
}

func TestCodebookOfOnesOwn(t *testing.T) {
	book := fileOf(t, "book.txt", "[verbs]\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\n\t+ Ghana befriended Togo.\tSUPPORT Ghana > Togo\n")
	report := fileOf(t, "a.txt", "Ghana befriended Togo.")
	if out, _, err := run(t, "", "read", "--format", "json", "--codebook", book, report); err != nil || !strings.Contains(out, `"type":"SUPPORT"`) {
		t.Errorf("%v: %s", err, out)
	}
	if out, _, err := run(t, "", "codebook", "test", book); err != nil || !strings.HasPrefix(out, "1 example beside 1 entry hold, 0 fail") {
		t.Errorf("%v: %s", err, out)
	}
	bad := fileOf(t, "bad.txt", "[verbs]\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\n\t+ Ghana glowed at Togo.\n")
	out, _, err := run(t, "", "codebook", "test", bad)
	if err == nil || !strings.Contains(out, "bad.txt:3: this entry tells no event of it") {
		t.Errorf("%v: %s", err, out)
	}
	for text, want := range map[string]string{
		"[verbs]\ngleam at\tSUPORT\t\tsubj=A+\n":             `"SUPORT" is no PLOVER event type: write one of AGREE`,
		"[verbs]\ngleam SUPPORT subj=A+\n":                   "the line has no second column: put tabs",
		"[verbs]\ngleam at\tSUPPORT\tvisit\tsubj=A+\n":       `"visit" is no mode of SUPPORT: it has none, leave the column empty`,
		"[verbs]\ngleam at\tSUPPORT\t\tsubj=A+ beside=R\n":   `the role "beside=R" has no place that is known: write subj, obj, own or one of`,
		"[verbs]\ngleam at\tSUPPORT\t\tsubj=X\n":             `the role "subj=X" is not of the form place=A`,
		"[verbs]\ngleam {glow}\tSUPPORT\t\tsubj=A+\n":        "no class {glow} in objects.txt: add it there",
		"[verbs]\ngleam at\tSUPPORT\t\tsubj=A+\t190\n":       `"190" is no CAMEO code of SUPPORT`,
		"[verbs]\n~ gleam\tSUPPORT\t\tsubj=A+\n":             "does not begin with a verb",
		"[confidence]\nsmell\t1\n":                           `"smell" is no mark of confidence: write one of base`,
		"[verbs]\ngleam at\tSUPPORT\t\tsubj=A+\t051\tsoft\n": `the flag "soft" is none of `,
	} {
		if _, _, err := run(t, "", "read", "--codebook", fileOf(t, "wrong.txt", text), report); err == nil || !strings.Contains(err.Error(), "wrong.txt:2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
