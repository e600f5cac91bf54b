package record_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/query"
)

func TestFind(t *testing.T) {
	s := settled(t, filepath.Join(t.TempDir(), "r.db"))
	for _, c := range []struct {
		name, query string
		want        bool
	}{
		{"a country among the actors", "actor:IRQ type:CONSULT", true},
		{"words of the evidence in other forms", `"strategic talk"`, true},
		{"a phrase that is nowhere", `"talks strategic"`, false},
		{"a type and its day", "type:ASSAULT on:2021-05-02", true},
		{"the day after", "type:ASSAULT after:2021-05-03", false},
		{"before is without the day", "type:ASSAULT before:2021-05-02", false},
		{"not", "on:2021-05-02 NOT type:ASSAULT type:ASSAULT", false},
		{"or", "place:Mars OR type:ASSAULT", true},
		{"an outlet", "outlet:courier", true},
		{"SQL is text", `actor:"' OR 1=1 --"`, false},
		{"a word index operator is text", `"NEAR(talks)"`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := query.Parse(c.query)
			if err != nil {
				t.Fatal(err)
			}
			found, total, err := s.Find(context.Background(), q, 0)
			if err != nil || (total > 0) != c.want || len(found) != total {
				t.Errorf("%d found, %v", total, err)
			}
			for _, h := range found {
				for _, step := range h.Life {
					for _, e := range step.Evidence {
						r, err := s.Record(context.Background(), e.Article)
						if err != nil {
							t.Fatal(err)
						}
						if got := string([]rune(r.Article.Text)[e.Start:e.End]); strings.Join(strings.Fields(got), " ") != e.Text {
							t.Errorf("the text has %q where the evidence says %q", got, e.Text)
						}
					}
				}
			}
		})
	}
}

// A name is found however its letters are marked.
func TestAccentsDoNotMatter(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "r.db"))
	add(t, s, understood(t, report{"a1", "", "", "2021-03-23", "Foreign Minister Søren Çavuşoğlu of Turkey met Iraqi officials on Monday. Rebels attacked an army base in Łódź on Sunday."}))
	finish(t, s)
	for name, q := range map[string]string{
		"without marks":                 "actor:cavusoglu",
		"as it is written":              `actor:"Søren Çavuşoğlu"`,
		"marks as letters of their own": "actor:\"Soren C\u0327avus\u0327og\u0306lu\"",
		"a place":                       "place:lodz",
		"words of the sentence":         `"søren cavusoglu"`,
	} {
		t.Run(name, func(t *testing.T) {
			parsed, err := query.Parse(q)
			if err != nil {
				t.Fatal(err)
			}
			if _, total, err := s.Find(context.Background(), parsed, 0); err != nil || total == 0 {
				t.Errorf("%s: %d found, %v", q, total, err)
			}
		})
	}
}

// Every field of the language is in its page of the docs, and is compiled.
func TestFieldsAreDocumentedAndCompiled(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "query.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, filepath.Join(t.TempDir(), "r.db"))
	for _, f := range query.Fields() {
		if !strings.Contains(string(page), "`"+f+"`") {
			t.Errorf("%s is not in docs/query.md", f)
		}
		if _, _, err := s.Find(context.Background(), query.Field{Name: f, Value: "2021"}, 0); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}
