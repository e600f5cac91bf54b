// Package check_test proves the rules of docs/ARCHITECTURE.md on the code.
package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const module = "github.com/chancery-project/chancery"

// layers lists the packages from the lowest to the highest: a package imports
// those of rows above its own and, within a row, only packages below its own folder or listed beside it.
var layers = [][]string{
	{""}, // root
	{"lexicon", "wording"},
	{"account", "demo", "fetch", "lang/neural/kernel", "lang/neural/weights", "reliability", "score"},
	{"lang/conllu", "lang/neural", "lang/ud", "lang"},
	{"lang/parse", "gazetteer"},
	{"read/charset", "read/inflate", "read/raw", "read/date", "read/language", "read/language/letters"},
	{"read/page", "read/table", "read/feed", "read/warc", "read/office", "read/batch", "read/parts"},
	{"read"},
	{"understand/timex", "understand/place"},
	{"understand/actor"},
	{"understand/quote"},
	{"understand/event"},
	{"understand"},
	{"story", "query", "codebook"},
	{"record", "worker"},
	{"pipeline", "export", "review"},
	{"alert"},
	{"serve", "watch", "mcp"},
	{"cmd/chancery"},
}

// sameRow are the imports allowed between packages of one row.
var sameRow = map[string][]string{
	"read/charset":  {"read/language", "read/language/letters"},
	"serve":         {"watch"},
	"read/language": {"read/language/letters"},
	"read/feed":     {"read/page"},
	"read/batch":    {"read/page", "read/office"},
	"read/warc":     {"read/page"},
}

// outside are packages that stand beside the program.
var outside = []string{"benchmarks/", "gazetteer/build", "internal/", "quality", "train/"}

// file is one Go file: its package's folder and what it imports and calls.
type file struct {
	dir, name string
	imports   []string
	calls     []string // "os.Getenv", …
	test      bool
	lines     int
}

func files(t *testing.T, root string) []file {
	t.Helper()
	var out []file
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && p != root {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		src, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		f, err := parse(p, src)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, p)
		f.dir = strings.TrimPrefix(path.Dir(filepath.ToSlash(rel)), ".")
		f.name = filepath.ToSlash(rel)
		out = append(out, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func parse(name string, src []byte) (file, error) {
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, name, src, 0)
	if err != nil {
		return file{}, err
	}
	f := file{test: strings.HasSuffix(name, "_test.go"), lines: strings.Count(string(src), "\n")}
	for _, i := range tree.Imports {
		f.imports = append(f.imports, strings.Trim(i.Path.Value, `"`))
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok {
				f.calls = append(f.calls, x.Name+"."+s.Sel.Name)
			}
		}
		return true
	})
	return f, nil
}

func rank(dir string) int {
	for i, row := range layers {
		for _, d := range row {
			if d == dir {
				return i
			}
		}
	}
	return -1
}

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// faults lists what a file does against the rules.
func faults(f file) []string {
	var out []string
	for _, o := range outside {
		if strings.HasPrefix(f.dir+"/", o) || f.dir == o {
			return nil
		}
	}
	own := rank(f.dir)
	if own < 0 {
		return []string{f.dir + " has no place in the layers"}
	}
	base := path.Base(f.dir)
	if base == "util" || base == "utils" || base == "common" || base == "helpers" {
		out = append(out, "a package is named for what it is about, not "+base)
	}
	if f.lines > 500 {
		out = append(out, "more than 500 lines")
	}
	if f.test {
		return out
	}
	for _, i := range f.imports {
		in, ours := strings.CutPrefix(i, module)
		in = strings.TrimPrefix(in, "/")
		switch {
		case ours:
			if r := rank(in); r > own || r == own && !has(sameRow[f.dir], in) && in != f.dir {
				out = append(out, "imports "+in)
			}
		case f.dir == "" && strings.Contains(strings.Split(i, "/")[0], "."):
			out = append(out, "the root imports "+i)
		}
		if (i == "net" || i == "net/http") && f.dir != "fetch" && f.dir != "serve" && !(f.test && f.dir == "cmd/chancery") {
			out = append(out, "imports "+i+": only fetch dials")
		}
		if strings.HasPrefix(f.dir, "understand") && (i == "os" || i == "io/fs" || i == "net" || strings.HasPrefix(in, "read") && ours || in == "fetch" && ours) {
			out = append(out, "understanding sees neither network nor disk, but imports "+i)
		}
		if (i == "database/sql" || strings.HasPrefix(i, "modernc.org/")) && f.dir != "record" {
			out = append(out, "imports "+i+": only record speaks SQL")
		}
		if (strings.HasPrefix(i, "github.com/spf13/") || i == "flag") && f.dir != "cmd/chancery" {
			out = append(out, "imports "+i+": only the command reads flags")
		}
	}
	for _, c := range f.calls {
		if f.dir == "serve" && !f.test && has(dials, c) {
			out = append(out, "uses "+c+": serve answers, only fetch dials")
		}
		if (c == "os.Getenv" || c == "os.Args" || c == "os.LookupEnv") && f.dir != "cmd/chancery" {
			out = append(out, "uses "+c+": only the command reads the environment")
		}
	}
	return out
}

// dials are what opens a connection to elsewhere.
var dials = []string{"net.Dial", "net.DialTimeout", "net.Dialer", "http.Get", "http.Post", "http.PostForm", "http.Head", "http.Client", "http.DefaultClient", "http.Transport",
	"http.DefaultTransport", "http.NewRequest", "http.NewRequestWithContext"}

func TestLayers(t *testing.T) {
	all := files(t, filepath.Join("..", ".."))
	if len(all) < 100 {
		t.Fatalf("only %d Go files found", len(all))
	}
	for _, f := range all {
		for _, what := range faults(f) {
			t.Errorf("%s: %s", f.name, what)
		}
	}
}

// TestRulesCanFail proves that each rule sees a fault.
func TestRulesCanFail(t *testing.T) {
	for _, c := range []struct{ name, dir, src, want string }{
		{"upward import", "lang", `package lang; import _ "` + module + `/understand"`, "imports understand"},
		{"root with a library", "", `package chancery; import _ "golang.org/x/text"`, "root imports"},
		{"dialling", "read/feed", `package feed; import _ "net/http"`, "only fetch dials"},
		{"dialling while serving", "serve", `package serve; import "net/http"; var x = http.DefaultClient`, "serve answers"},
		{"disk in understanding", "understand/event", `package event; import _ "os"`, "neither network nor disk"},
		{"environment", "read", `package read; import "os"; var x = os.Getenv("X")`, "os.Getenv"},
		{"flags", "export", `package export; import _ "github.com/spf13/cobra"`, "only the command"},
		{"SQL", "export", `package export; import _ "database/sql"`, "only record speaks SQL"},
		{"no place", "misc", `package misc`, "no place"},
		{"long file", "lang", "package lang\n" + strings.Repeat("\n", 600), "500 lines"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := parse(c.dir+"/x.go", []byte(c.src))
			if err != nil {
				t.Fatal(err)
			}
			f.dir = c.dir
			if got := strings.Join(faults(f), "; "); !strings.Contains(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
