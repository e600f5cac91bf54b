package record_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/record"
)

func TestUsersSQLOnlyReads(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.db")
	s := settled(t, path)
	before, err := dump(path)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(q string) (rows int, err error) {
		_, err = s.SQL(context.Background(), q, 0, func([]string) error { return nil }, func([]any) error { rows++; return nil })
		return rows, err
	}
	for _, q := range []string{"SELECT id, outlet FROM articles WHERE title <> ';'", "SELECT * FROM events", "WITH x AS (SELECT 1) SELECT * FROM x -- a comment",
		"SELECT e.type, p.name FROM events e JOIN parties p ON p.article = e.article AND p.event = e.id;"} {
		if n, err := ask(q); err != nil || n == 0 {
			t.Errorf("%s: %d rows, %v", q, n, err)
		}
	}
	for _, view := range []string{"articles", "sentences", "actors", "mentions", "places", "times", "quotes", "events", "parties", "event_evidence", "figures", "agreements", "happenings"} {
		if _, err := ask("SELECT * FROM " + view); err != nil {
			t.Errorf("%s: %v", view, err)
		}
		if page, err := os.ReadFile(filepath.Join("..", "docs", "sql.md")); err != nil || !strings.Contains(string(page), "`"+view+"`") {
			t.Errorf("the view %s is not in docs/sql.md", view)
		}
	}
	other := filepath.Join(dir, "other.db")
	for _, q := range []string{"DELETE FROM article", "DROP TABLE article", "ATTACH '" + other + "' AS o", "VACUUM INTO '" + other + "'", "PRAGMA query_only = 0",
		"SELECT 1) ; ATTACH '" + other + "' AS o; SELECT (1", "SELECT 1); VACUUM INTO '" + other + "' --", "INSERT INTO meta VALUES ('a', 'b')", "SELECT load_extension('x')",
		"SELECT 1 ]; DELETE FROM article; SELECT [1", "CREATE TEMP TABLE x (y)", "SELECT 'a"} {
		if n, err := ask(q); err == nil {
			t.Errorf("%s: was run, %d rows", q, n)
		}
	}
	if _, err := os.Stat(other); err == nil {
		t.Error("another file was made")
	}
	if after, err := dump(path); err != nil || after != before {
		t.Errorf("the record changed: %v", err)
	}
}

func TestBackupIsAWholeRecord(t *testing.T) {
	dir := t.TempDir()
	s := settled(t, filepath.Join(dir, "r.db"))
	copied := filepath.Join(dir, "copy.db")
	if err := s.Backup(context.Background(), copied); err != nil {
		t.Fatal(err)
	}
	if s.Backup(context.Background(), copied) == nil {
		t.Error("a backup overwrote a file")
	}
	c, err := record.Open(context.Background(), copied, record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if f := verify(t, c); len(f) > 0 || exported(t, c) != exported(t, s) {
		t.Error(f)
	}
}
