// Package lexicon holds Chancery's linguistic knowledge as plain text files
// that a user can read, edit and replace. It knows how the files are written
// and layered, not what they mean: each stage compiles the files it needs.
//
// A file is UTF-8 text, one entry a line, fields apart by tabs. Lines that
// are empty or begin with "#" are comments; the first comment of a file says
// what its columns are. The first field is the entry's key. Lines that begin
// with a tab are examples for the entry above them.
package lexicon

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strings"
	"unicode/utf8"
)

//go:embed data
var embedded embed.FS

// Lexicon is a stack of folders with entries; later folders win. It never
// changes once made and is safe for concurrent use.
type Lexicon struct {
	layers []layer
}

// layer is a folder, or a codebook's rows by the file that they are for.
type layer struct {
	name string
	fsys fs.FS
	book map[string][]byte
}

// read returns a file with what it is called in messages.
func (ly layer) read(name string) (raw []byte, called string, err error) {
	if ly.book == nil {
		raw, err = fs.ReadFile(ly.fsys, name)
		return raw, ly.name + "/" + name, err
	}
	raw, ok := ly.book[name]
	if !ok {
		err = fs.ErrNotExist
	}
	return raw, ly.name, err
}

// Embedded returns the lexicon that comes with the program.
func Embedded() *Lexicon {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		panic(err) // a bug: the folder is compiled in
	}
	return &Lexicon{layers: []layer{{name: "lexicon", fsys: sub}}}
}

// With returns a lexicon in which the files of fsys, called name in messages,
// win over those of l: an entry whose key is known replaces all entries of
// that key, a key written with a leading "-" removes them, and other entries
// are added before those of l.
func (l *Lexicon) With(name string, fsys fs.FS) *Lexicon {
	return &Lexicon{layers: append(append([]layer(nil), l.layers...), layer{name: name, fsys: fsys})}
}

// Row is one entry.
type Row struct {
	File     string // "lexicon/times/months.txt"
	Line     int    // from 1
	Fields   []string
	Examples []Example
}

// Example is a sentence beside an entry that it is an example for.
type Example struct {
	Line int
	For  bool   // the entry must tell what Want says; else it must not
	Text string // one or more sentences
	Want string // "" for whatever the entry tells
}

// Key is the first field.
func (r Row) Key() string { return r.Fields[0] }

// Field returns field i, or "" when the row is shorter.
func (r Row) Field(i int) string {
	if i < len(r.Fields) {
		return r.Fields[i]
	}
	return ""
}

// List returns field i split at "|", without empty items.
func (r Row) List(i int) []string {
	return strings.FieldsFunc(r.Field(i), func(c rune) bool { return c == '|' })
}

// Errorf makes an error that names the row's file and line.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.File, r.Line, fmt.Sprintf(format, args...))
}

// Rows returns the entries of the file called name, such as
// "times/months.txt", in file order, a user's own first. A file that no layer
// has is an error: it means a broken build or a misspelt name.
func (l *Lexicon) Rows(name string) ([]Row, error) {
	var rows []Row
	found := false
	for _, ly := range l.layers {
		raw, called, err := ly.read(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("lexicon file %s: %w", name, err)
		}
		found = true
		own, err := parse(called, raw)
		if err != nil {
			return nil, err
		}
		rows = layered(rows, own)
	}
	if !found {
		return nil, fmt.Errorf("no lexicon file %s", name)
	}
	return rows, nil
}

// Files lists the files below folder, such as "events", over all layers, sorted.
func (l *Lexicon) Files(folder string) ([]string, error) {
	seen := map[string]bool{}
	for _, ly := range l.layers {
		if ly.book != nil {
			continue // its files are those of the layers below
		}
		err := fs.WalkDir(ly.fsys, folder, func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".txt") {
				seen[path] = true
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("lexicon folder %s: %w", folder, err)
		}
	}
	var names []string
	for n := range seen {
		names = append(names, n)
	}
	sort.Strings(names)
	return names, nil
}

// Sum is a hash of all files of all layers, in hex: lexicons of one sum teach
// the same. It names a lexicon in a run.
func (l *Lexicon) Sum() (string, error) {
	names, err := l.Files(".")
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, ly := range l.layers {
		for _, name := range names {
			raw, _, err := ly.read(name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return "", fmt.Errorf("lexicon file %s: %w", name, err)
			}
			fmt.Fprintf(h, "%s %d\n", name, len(raw))
			h.Write(raw)
		}
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

func parse(file string, raw []byte) ([]Row, error) {
	if !utf8.Valid(raw) {
		return nil, fmt.Errorf("%s: not UTF-8 text: save it as UTF-8", file)
	}
	var rows []Row
	for i, line := range strings.Split(string(raw), "\n") {
		line = strings.TrimRight(line, "\r \t")
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '\t' {
			if len(rows) == 0 {
				return nil, fmt.Errorf("%s:%d: an example stands before the first entry: write it below the entry that it is for", file, i+1)
			}
			e, err := example(file, i+1, line)
			if err != nil {
				return nil, err
			}
			last := &rows[len(rows)-1]
			last.Examples = append(last.Examples, e)
			continue
		}
		if t := strings.TrimLeft(line, " "); t != line && (strings.HasPrefix(t, "+ ") || strings.HasPrefix(t, "- ")) {
			return nil, fmt.Errorf("%s:%d: an example begins with a tab, not with spaces: write a tab before the + or -", file, i+1)
		}
		fields := strings.Split(line, "\t")
		for j := range fields {
			fields[j] = strings.TrimSpace(fields[j])
		}
		row := Row{File: file, Line: i + 1, Fields: fields}
		if strings.TrimPrefix(fields[0], "-") == "" {
			return nil, row.Errorf("an entry needs a key in its first column")
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// example reads a line below an entry: a tab, "+" or "-", the sentence, and
// after a tab what it tells.
func example(file string, n int, line string) (Example, error) {
	text, want, _ := strings.Cut(strings.TrimSpace(line), "\t")
	sign, text, _ := strings.Cut(text, " ")
	e := Example{Line: n, For: sign == "+", Text: strings.TrimSpace(text), Want: strings.TrimSpace(want)}
	if sign != "+" && sign != "-" || e.Text == "" {
		return e, fmt.Errorf("%s:%d: a line that begins with a tab is an example: write + or -, a space and a sentence (docs/codebook.md), or take the tab away", file, n)
	}
	return e, nil
}

func layered(below, own []Row) []Row {
	if below == nil {
		return own
	}
	replaced := map[string]bool{}
	var rows []Row
	for _, r := range own {
		key, removed := strings.CutPrefix(r.Key(), "-")
		replaced[key] = true
		if !removed {
			rows = append(rows, r)
		}
	}
	for _, r := range below {
		if !replaced[r.Key()] {
			rows = append(rows, r)
		}
	}
	return rows
}
