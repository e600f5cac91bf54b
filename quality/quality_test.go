// Package quality_test measures the whole pipeline on the project's gold.
package quality_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
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
	reader, err := read.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
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
