// Package recorded makes the records that tests ask.
package recorded

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/understand"
)

// Store gives a settled record of what is read from in. It is closed when the
// test ends.
func Store(t testing.TB, in read.Input) *record.Store {
	t.Helper()
	ctx := context.Background()
	lex := lexicon.Embedded()
	reader, err := read.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	u, err := understand.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	store, err := record.Open(ctx, filepath.Join(t.TempDir(), "r.db"), record.Options{Create: true, Who: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
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
	return store
}
