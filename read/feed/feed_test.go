package feed

import (
	"testing"

	"github.com/chancery-project/chancery/lexicon"
)

func reader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}
