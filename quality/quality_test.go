// Package quality_test measures the whole pipeline on the project's gold.
package quality_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/score"
)

var goldDir = filepath.Join("..", "testdata", "gold")

func loadGold(t *testing.T) []score.Gold {
	t.Helper()
	gold, err := score.Load(os.DirFS(goldDir))
	if err != nil {
		t.Fatal(err)
	}
	return gold
}

// articles reads the text of every gold report.
func articles(t *testing.T, gold []score.Gold) map[string]*chancery.Article {
	t.Helper()
	reader, _ := recorded.Stages(t)
	out := map[string]*chancery.Article{}
	for _, g := range gold {
		in := read.Input{Name: g.Name + ".txt", Body: strings.NewReader(g.Text), Published: g.Published, Outlet: g.Outlet}
		for a, err := range reader.Articles(context.Background(), in) {
			switch {
			case err != nil:
				t.Fatalf("%s: %v", g.Name, err)
			case out[g.Name] != nil:
				t.Fatalf("%s is read as more than one article", g.Name)
			}
			out[g.Name] = a
		}
	}
	return out
}

// TestReadingKeepsGold proves that nothing the gold points at is lost before
// a report is understood: every substring is still in the article's text.
func TestReadingKeepsGold(t *testing.T) {
	gold := loadGold(t)
	read := articles(t, gold)
	for _, g := range gold {
		text := read[g.Name].Text
		var parts []string
		for _, e := range g.Events {
			parts = append(parts, e.Evidence)
		}
		for _, q := range g.Quotes {
			parts = append(parts, q.Parts()...)
		}
		for _, x := range g.Times {
			parts = append(parts, x.Text)
		}
		for _, f := range g.Figures {
			parts = append(parts, f.Evidence)
		}
		for _, p := range append(parts, g.Lures...) {
			if !strings.Contains(text, p) {
				t.Errorf("%s: %q is no longer in the text", g.Name, p)
			}
		}
	}
}

var update = flag.Bool("update", false, "rewrite testdata/gold/quality.golden.txt")

// TestQuality compares the accuracy on the project's gold with the golden
// file, so that every change of it shows as a diff. After a change that is
// meant: go test ./quality -update.
func TestQuality(t *testing.T) {
	gold := loadGold(t)
	_, u := recorded.Stages(t)
	records := map[string]*chancery.Record{}
	for name, a := range articles(t, gold) {
		records[name] = u.Record(a)
	}
	report := score.Compare(gold, records)
	var out bytes.Buffer
	if err := report.WriteTable(&out); err != nil {
		t.Fatal(err)
	}
	held(t, filepath.Join(goldDir, "quality.golden.txt"), out.String(), "the accuracy has changed; if it is meant, run: go test ./quality -update")
}

// held compares figures with their golden file, or rewrites that with -update.
func held(t *testing.T, path, got, changed string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s\n%s\nwas\n%s", changed, got, want)
	}
}

// TestFloors proves that no field falls below what has been reached before.
// Raise a floor when a stage gets better.
func TestFloors(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(goldDir, "quality.golden.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for field, floor := range map[string]float64{"event_type": 0.55, "event_full": 0.38, "time_value": 0.85, "quote": 0.65, "figure": 0.38} {
		found := false
		for _, line := range strings.Split(string(raw), "\n") {
			f := strings.Fields(line)
			if len(f) < 4 || f[0] != field {
				continue
			}
			found = true
			if x, err := strconv.ParseFloat(f[3], 64); err != nil || x < floor {
				t.Errorf("%s is %s, floor %.2f", field, f[3], floor)
			}
		}
		if !found {
			t.Errorf("the golden file has no %s", field)
		}
	}
}
