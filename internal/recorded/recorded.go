// Package recorded makes the records that tests ask.
package recorded

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/understand"
)

// Reader and Understander are those of the program. All tests of a package
// share them, for to make them takes longer than most tests.
var (
	Reader       = sync.OnceValues(func() (*read.Reader, error) { return read.New(lexicon.Embedded()) })
	Understander = sync.OnceValues(func() (*understand.Understander, error) { return understand.New(lexicon.Embedded()) })
)

// Stages gives both.
func Stages(t testing.TB) (*read.Reader, *understand.Understander) {
	t.Helper()
	r, err := Reader()
	if err != nil {
		t.Fatal(err)
	}
	u, err := Understander()
	if err != nil {
		t.Fatal(err)
	}
	return r, u
}

// Add brings what is read from in into a record that is open, and settles it.
func Add(t testing.TB, store *record.Store, in read.Input) {
	t.Helper()
	ctx := context.Background()
	reader, u := Stages(t)
	for a, err := range reader.Articles(ctx, in) {
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Add(ctx, u.Record(a), record.Run{Code: "test"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Settle(ctx); err != nil {
		t.Fatal(err)
	}
}

// Store gives a settled record of what is read from in. It is closed when the
// test ends.
func Store(t testing.TB, in read.Input) *record.Store {
	t.Helper()
	store := open(t, filepath.Join(t.TempDir(), "r.db"), true)
	Add(t, store, in)
	return store
}

// Copy gives a copy of a record, for a test that changes it.
func Copy(t testing.TB, of *record.Store) *record.Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := of.Backup(context.Background(), path); err != nil {
		t.Fatal(err)
	}
	return open(t, path, false)
}

func open(t testing.TB, path string, create bool) *record.Store {
	t.Helper()
	store, err := record.Open(context.Background(), path, record.Options{Create: create, Who: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}
