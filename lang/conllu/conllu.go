// Package conllu reads and writes CoNLL-U, the format of Universal
// Dependencies (https://universaldependencies.org/format.html).
package conllu

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// The columns of a row.
const (
	ID = iota
	Form
	Lemma
	UPOS
	XPOS
	Feats
	Head
	Relation
	Deps
	Misc
	columns
)

// Row is a word, a multiword token (ID 1-2) or an empty node (ID 1.1).
type Row [columns]string

// Word reports whether the row is a syntactic word: its ID is a whole number.
func (r *Row) Word() bool { return !strings.ContainsAny(r[ID], "-.") }

// Sentence is a sentence with its comment lines, which keep their "#".
type Sentence struct {
	Comments []string
	Rows     []Row
}

// Reader reads sentences from a stream.
type Reader struct {
	in   *bufio.Reader
	line int
}

// NewReader returns a Reader of r.
func NewReader(r io.Reader) *Reader { return &Reader{in: bufio.NewReader(r)} }

// Next returns the next sentence, or io.EOF. An error names the line.
func (r *Reader) Next() (*Sentence, error) {
	s := &Sentence{}
	for {
		line, err := r.in.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		last := err == io.EOF
		if line != "" {
			r.line++
		}
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.TrimSpace(line) == "":
			if len(s.Rows) > 0 {
				return s, nil
			}
			if last {
				return nil, io.EOF
			}
		case line[0] == '#' && len(s.Rows) == 0:
			s.Comments = append(s.Comments, line)
		default:
			row, err := parseRow(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", r.line, err)
			}
			s.Rows = append(s.Rows, row)
		}
		if last && len(s.Rows) > 0 {
			return s, nil
		}
		if last {
			return nil, io.EOF
		}
	}
}

func parseRow(line string) (Row, error) {
	var row Row
	cells := strings.Split(line, "\t")
	if len(cells) != columns {
		return row, fmt.Errorf("%d tab-separated columns, want %d as in CoNLL-U", len(cells), columns)
	}
	copy(row[:], cells)
	if row[ID] == "" || strings.Trim(row[ID], "0123456789.-") != "" {
		return row, fmt.Errorf("%q is no CoNLL-U ID: a number, or one like 3-4 or 3.1", row[ID])
	}
	if row[Form] == "" {
		return row, fmt.Errorf("word %s has no form", row[ID])
	}
	return row, nil
}

// Write writes a sentence and the empty line after it.
func (s *Sentence) Write(w *bufio.Writer) error {
	for _, c := range s.Comments {
		w.WriteString(c)
		w.WriteByte('\n')
	}
	for i := range s.Rows {
		for j, cell := range s.Rows[i] {
			if j > 0 {
				w.WriteByte('\t')
			}
			if cell == "" {
				cell = "_"
			}
			w.WriteString(cell)
		}
		w.WriteByte('\n')
	}
	return w.WriteByte('\n') // bufio keeps the first error
}

// WithMisc returns a MISC column in which key has a value; an empty value takes key out.
func WithMisc(misc, key, value string) string {
	var out []string
	for _, m := range strings.Split(misc, "|") {
		if k, _, _ := strings.Cut(m, "="); m != "" && m != "_" && k != key {
			out = append(out, m)
		}
	}
	if value != "" {
		out = append(out, key+"="+value)
	}
	if len(out) == 0 {
		return "_"
	}
	return strings.Join(out, "|")
}
