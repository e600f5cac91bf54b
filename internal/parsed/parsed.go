// Package parsed gives tests the documents that stages read.
package parsed

import (
	"sync"
	"testing"

	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
)

var parser = sync.OnceValues(func() (*parse.Parser, error) { return parse.New(lexicon.Embedded(), parse.Fast) })

// Parser is the program's. All tests of a package share it, for to make it
// takes longer than most tests.
func Parser(t testing.TB) *parse.Parser {
	t.Helper()
	p, err := parser()
	if err != nil {
		t.Fatal(err)
	}
	return p
}
