package record_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
)

var run = record.Run{Code: "test", Model: "m", Lexicon: "l"}

type report struct{ ref, url, title, published, text string }

// understood reads an invented report.
func understood(t *testing.T, r report) *chancery.Record {
	t.Helper()
	reader, u := recorded.Stages(t)
	in := read.Input{Name: "x.txt", As: read.Text, Ref: r.ref, URL: r.url, Published: r.published, Outlet: "The Courier", Body: strings.NewReader(r.text)}
	for a, err := range reader.Articles(context.Background(), in) {
		if err != nil {
			t.Fatal(err)
		}
		if r.title != "" {
			a.Title = r.title
		}
		return u.Record(a)
	}
	t.Fatal("no article")
	return nil
}

var reports = []report{
	{"r1", "https://courier.example/1", "", "2021-03-23", "Iraq asked the United States on Tuesday to resume strategic talks, officials in Baghdad said.\n\nThe White House said the talks would take place in April."},
	{"r2", "https://courier.example/2", "", "2021-04-07", "The United States and Iraq held strategic talks by video link on Wednesday.\n\nBoth sides said that “combat troops” would leave in time."},
	{"r3", "", "", "2021-05-02", "Rockets hit the Balad air base in Iraq on Sunday, killing two soldiers.\n\nThe army blamed militias.\n\nŁódź and 東京 are only named here to have letters beyond ASCII."},
}

func open(t *testing.T, path string) *record.Store {
	t.Helper()
	s, err := record.Open(context.Background(), path, record.Options{Create: true, Who: "tester", Now: func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func add(t *testing.T, s *record.Store, r *chancery.Record) record.Outcome {
	t.Helper()
	o, err := s.Add(context.Background(), r, run)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func exported(t *testing.T, s *record.Store) string {
	t.Helper()
	var b bytes.Buffer
	for r, err := range s.Records(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if err := export.JSON(&b, r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func verify(t *testing.T, s *record.Store) []string {
	t.Helper()
	r, err := s.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r.Faults
}

func TestTheSameBytesTwiceChangeNothingAndAnEditIsAVersion(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "r.db"))
	first := understood(t, reports[0])
	if o := add(t, s, first); o != record.Added {
		t.Errorf("first: %v", o)
	}
	before := exported(t, s)
	if o := add(t, s, understood(t, reports[0])); o != record.Same || exported(t, s) != before {
		t.Errorf("again: %v", o)
	}
	if o, known, err := s.Met(context.Background(), first.Article); err != nil || !known || o != record.Same {
		t.Errorf("Has: %v %v", known, err)
	}
	edited := reports[0]
	edited.text = strings.Replace(edited.text, "in April", "in May", 1)
	if o := add(t, s, understood(t, edited)); o != record.Version {
		t.Errorf("edited: %v", o)
	}
	if o := add(t, s, understood(t, reports[2])); o != record.Added {
		t.Errorf("another: %v", o)
	}
	finish(t, s)
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
}

// One text under two titles is one article, whichever comes first.
func TestOneTextWithTwoTitlesDoesNotDependOnOrder(t *testing.T) {
	a, b := reports[0], reports[0]
	a.title, b.title = "Talks sought", "Iraq seeks talks"
	var got []string
	for _, order := range [][]report{{a, b}, {b, a}} {
		s := open(t, filepath.Join(t.TempDir(), "r.db"))
		for _, r := range order {
			add(t, s, understood(t, r))
		}
		finish(t, s)
		got = append(got, exported(t, s))
		if f := verify(t, s); len(f) > 0 {
			t.Error(f)
		}
	}
	if got[0] != got[1] || strings.Count(got[0], "\n") != 1 {
		t.Errorf("two orders:\n%s%s", got[0], got[1])
	}
}

func TestForeignFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("These are my notes. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE mine (x)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for path, want := range map[string]string{text: "not a record", other: "another program", dir: "folder"} {
		before, _ := os.ReadFile(path)
		_, err := record.Open(context.Background(), path, record.Options{Create: true})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
			t.Errorf("%s was changed", path)
		}
	}
	if _, err := record.Open(context.Background(), filepath.Join(dir, "none.db"), record.Options{}); err == nil || !strings.Contains(err.Error(), "chancery ingest") {
		t.Errorf("missing: %v", err)
	}
}

// dump is all that a record file holds, table by table.
func dump(path string) (string, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return "", err
	}
	defer db.Close()
	names, err := db.Query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
	if err != nil {
		return "", err
	}
	var tables []string
	for names.Next() {
		var n string
		if err := names.Scan(&n); err != nil {
			return "", err
		}
		if n == "happening_text_idx" { // FTS5's own way into its pages: an empty term and the number 0 lead to the same page, and verify asks for every word
			continue
		}
		tables = append(tables, n)
	}
	if err := names.Err(); err != nil {
		return "", err
	}
	var b strings.Builder
	for _, table := range tables {
		found, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			return "", err
		}
		cols, _ := found.Columns()
		for found.Next() {
			row := make([]any, len(cols))
			for i := range row {
				row[i] = new(any)
			}
			if err := found.Scan(row...); err != nil {
				return "", err
			}
			for _, v := range row {
				fmt.Fprintf(&b, "%v|", *v.(*any))
			}
			b.WriteByte('\n')
		}
		if err := found.Err(); err != nil {
			return "", err
		}
	}
	return b.String(), nil
}

// Each flipped bit is found by Verify, or changes nothing that the file holds.
func TestBitFlipsAreFoundOrHarmless(t *testing.T) {
	if race.On {
		t.Skip("nothing here runs at once: done without the race detector, which makes it slow")
	}
	flips := 400
	if os.Getenv("CHANCERY_LONG") != "" {
		flips = 2000 // ten minutes and more
	}
	if testing.Short() {
		flips = 150
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "r.db")
	s := open(t, path)
	for _, r := range reports {
		add(t, s, understood(t, r))
	}
	if _, err := s.Quarantine(context.Background(), record.Fault{Source: "x.pdf", Stage: "read", Reason: "no text", Bytes: []byte("%PDF-"), Whole: true, Run: run}); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := dump(path)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(7, 7))
	found, harmless := 0, 0
	for i := range flips {
		at, bit := rnd.IntN(len(whole)), rnd.IntN(8)
		flipped := bytes.Clone(whole)
		flipped[at] ^= 1 << bit
		p := filepath.Join(dir, fmt.Sprintf("f%d.db", i))
		if err := os.WriteFile(p, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		if seen(p) {
			found++
		} else if got, err := dump(p); err == nil && got == want {
			harmless++
		} else {
			t.Errorf("bit %d of byte %d of %d: not found by verify, and the file differs (%v): %s", bit, at, len(whole), err, difference(want, got))
		}
		for _, tail := range []string{"", "-wal", "-shm"} {
			os.Remove(p + tail)
		}
	}
	t.Logf("%d flips in %d bytes: %d found, %d harmless", flips, len(whole), found, harmless)
	if found == 0 {
		t.Error("verify found nothing at all")
	}
}

func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return fmt.Sprintf("%.200q → %.200q", x[i], strings.Join(y[min(i, len(y)):min(i+1, len(y))], ""))
		}
	}
	return "more lines"
}

func seen(path string) bool {
	s, err := record.Open(context.Background(), path, record.Options{})
	if err != nil {
		return true
	}
	defer s.Close()
	r, err := s.Verify(context.Background(), nil)
	return err != nil || len(r.Faults) > 0
}

// settled is a new record of the reports above.
func settled(t *testing.T, path string) *record.Store {
	t.Helper()
	s := open(t, path)
	for _, r := range reports {
		add(t, s, understood(t, r))
	}
	finish(t, s)
	return s
}

// finish does what a command does at its end.
func finish(t *testing.T, s *record.Store) {
	t.Helper()
	if err := s.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
}
