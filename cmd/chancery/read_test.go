package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// run executes the command line and returns what it prints.
func run(t *testing.T, stdin string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	root := newRoot()
	var out, errs bytes.Buffer
	root.SetOut(&out)
	root.SetErr(&errs)
	root.SetIn(strings.NewReader(stdin))
	root.SetArgs(args)
	err = root.ExecuteContext(t.Context())
	return out.String(), errs.String(), err
}

func TestReadPrintsRecords(t *testing.T) {
	examples := filepath.Join("..", "..", "examples")
	out, _, err := run(t, "", "read", "--format", "json", examples)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d records", len(lines))
	}
	for _, l := range lines {
		var r struct {
			Article struct{ ID, Text, Published string }
			Events  []struct{ Type, Status string }
		}
		if err := json.Unmarshal([]byte(l), &r); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(r.Article.ID, "sha256:") || r.Article.Text == "" || r.Article.Published == "" || len(r.Events) == 0 {
			t.Errorf("got %.200s", l)
		}
	}
}

func TestFlagsWin(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("Iran condemned Iraq on Monday."), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _, err := run(t, "", "read", "--format", "json", "--published", "2021-03-23", "--outlet", "The Post", "--ref", "r7", "--url", "https://example.org/a", file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"ref":"r7"`, `"outlet":"The Post"`, `"published":"2021-03-23"`, `"published_from":"flag"`, `"url":"https://example.org/a"`, `"2021-03-22"`} {
		if !strings.Contains(out, want) {
			t.Errorf("the record lacks %s: %s", want, out)
		}
	}
}

func TestOneBadFileIsOneLine(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "Iran condemned Iraq.", "b.txt": "   ", "c.txt": "Iraq condemned Iran."} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, errs, err := run(t, "", "read", "--format", "json", dir)
	if err == nil {
		t.Error("the failure is not told")
	}
	if strings.Count(out, "\n") != 2 || !strings.Contains(errs, "b.txt") {
		t.Errorf("out %q, err %q", out, errs)
	}
}

func TestUsageErrorsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"read", "--format", "xml", "x"}, "xml"},
		{[]string{"read", "--published", "yesterday", "x"}, "2021-03-23"},
		{[]string{"read", "--as", "doc", "x"}, "doc"},
		{[]string{"read", "--lexicon", "/no/such/folder", "x"}, "--lexicon"},
		{[]string{"score", "--gold", "/no/such/folder"}, "/no/such/folder"},
		{[]string{"score"}, "gold"},
	} {
		if _, errs, err := run(t, "", c.args...); err == nil || !strings.Contains(err.Error()+errs, c.want) {
			t.Errorf("%v: %v", c.args, err)
		}
	}
}

func TestScorePrintsTheFields(t *testing.T) {
	out, _, err := run(t, "", "score", "--gold", filepath.Join("..", "..", "testdata", "gold"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"event_type", "quote", "figure", "precision"} {
		if !strings.Contains(out, want) {
			t.Errorf("the table lacks %s", want)
		}
	}
}

func TestOwnGazetteerWins(t *testing.T) {
	dir := t.TempDir()
	places, report := filepath.Join(dir, "places.tsv"), filepath.Join(dir, "report.txt")
	for path, text := range map[string]string{places: "Quarry Gate\tfacility\tPAK\t\t31.6\t74.57\n", report: "The ministers met at Quarry Gate on Friday.\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, _, err := run(t, "", "read", "--format", "json", "--gazetteer", places, report)
	if err != nil || !strings.Contains(out, `"lat":31.6`) {
		t.Errorf("%v: %s", err, out)
	}
	if _, _, err := run(t, "", "read", "--gazetteer", filepath.Join(dir, "none.tsv"), report); err == nil || !strings.Contains(err.Error(), "--gazetteer") {
		t.Errorf("a missing file gave %v", err)
	}
}
