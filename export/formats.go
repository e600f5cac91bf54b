package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chancery-project/chancery/story"
)

// Schema is the version of the columns and fields below. It rises when one of
// them is renamed, dropped or changes its meaning; new ones may come without.
const Schema = "1"

// Meta says what an export holds.
type Meta struct {
	Schema   string `json:"schema"`
	Snapshot string `json:"snapshot"` // of the record
	Query    string `json:"query,omitempty"`
	Accuracy string `json:"accuracy,omitempty"` // measured on a sample that people judged (docs/review.md)
	Raw      bool   `json:"-"`                  // leave cells that look like formulas as they are
}

// Rows takes happenings one by one and writes them in some format. What it
// has written is whole only after Close. Not every format has a row for every
// happening: written says whether this one has.
type Rows interface {
	Happening(*story.Happening) (written bool, err error)
	Close() error
}

// formats are the formats of happenings, in the order in which help names them.
var formats = []struct {
	name string
	make func(io.Writer, Meta) (Rows, error)
}{
	{"csv", func(w io.Writer, m Meta) (Rows, error) { return newSheet(w, m, ',', HappeningColumns, HappeningRow) }},
	{"jsonl", func(w io.Writer, _ Meta) (Rows, error) { return &lines{bufio.NewWriterSize(w, 1<<16)}, nil }},
	{"parquet", newParquet},
	{"plover", func(w io.Writer, m Meta) (Rows, error) { return newSheet(w, m, '\t', ploverColumns, ploverRow) }},
	{"gdelt", func(w io.Writer, m Meta) (Rows, error) { return newSheet(w, m, '\t', nil, gdeltRow) }},
	{"ics", newCalendar},
}

// Formats names the formats of New.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.name)
	}
	return out
}

// New starts an export of happenings in a format. Nothing is held back but
// what the format needs (a row group of Parquet).
func New(format string, w io.Writer, m Meta) (Rows, error) {
	m.Schema = Schema
	for _, f := range formats {
		if f.name == format {
			return f.make(w, m)
		}
	}
	return nil, fmt.Errorf("%q is none of %s", format, strings.Join(Formats(), ", "))
}

// sheet is a format of one row a happening.
type sheet struct {
	csv *CSV
	row func(*story.Happening) []string
}

func newSheet(w io.Writer, m Meta, comma rune, columns []string, row func(*story.Happening) []string) (Rows, error) {
	t := &sheet{newCSV(w, m.Raw, comma), row}
	if columns == nil {
		return t, nil
	}
	return t, t.csv.Row(columns)
}

func (t *sheet) Happening(h *story.Happening) (written bool, err error) {
	cells := t.row(h)
	if cells == nil {
		return false, nil
	}
	return true, t.csv.Row(cells)
}

func (t *sheet) Close() error { return t.csv.Close() }

// lines is JSON Lines.
type lines struct{ w *bufio.Writer }

func (l *lines) Happening(h *story.Happening) (written bool, err error) {
	enc := json.NewEncoder(l.w)
	enc.SetEscapeHTML(false)
	return true, enc.Encode(h)
}

func (l *lines) Close() error { return l.w.Flush() }

// evidenceOf gives all sentences of h, each once, in the order of its life.
func evidenceOf(h *story.Happening) []story.Evidence {
	var out []story.Evidence
	for _, s := range h.Life {
		for _, e := range s.Evidence {
			if !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// side gives the parties of one side with all that is known of them.
func side(h *story.Happening, labels []string) []story.Party {
	var out []story.Party
	for _, l := range labels {
		p := story.Party{Label: l, Name: l}
		for _, x := range h.Parties {
			if x.Label == l {
				p = x
				break
			}
		}
		out = append(out, p)
	}
	return out
}

// joined gives one field of parties, without repetition of empty ones.
func joined(all []story.Party, of func(story.Party) string) string {
	var out []string
	for _, p := range all {
		if v := of(p); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return strings.Join(out, "; ")
}
