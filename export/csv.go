package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/story"
)

// CSV writes rows that a spreadsheet can open without harm: a cell that it
// would take for a formula begins with ' unless raw.
type CSV struct {
	w   *csv.Writer
	raw bool
}

// NewCSV starts a table with its header.
func NewCSV(w io.Writer, raw bool, header []string) (*CSV, error) {
	c := newCSV(w, raw, ',')
	return c, c.Row(header)
}

func newCSV(w io.Writer, raw bool, comma rune) *CSV {
	c := &CSV{csv.NewWriter(w), raw}
	c.w.Comma = comma
	return c
}

// Row writes one row. Line ends and tabs in a cell become spaces, for readers
// that know no quoting.
func (c *CSV) Row(cells []string) error {
	out := make([]string, len(cells))
	for i, cell := range cells {
		out[i] = cell
		if c.w.Comma == '\t' {
			cell = strings.Join(strings.Fields(cell), " ")
			out[i] = cell
		}
		if !c.raw {
			out[i] = safe(cell)
		}
	}
	return c.w.Write(out)
}

// Close writes what is held back.
func (c *CSV) Close() error {
	c.w.Flush()
	return c.w.Error()
}

// safe guards against formulas (OWASP, CSV injection). Numbers stay numbers.
func safe(cell string) string {
	if cell == "" || !strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return cell
	}
	if _, err := strconv.ParseFloat(cell, 64); err == nil {
		return cell
	}
	return "'" + cell
}

// Cell prints a value of the database.
func Cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []byte:
		return fmt.Sprintf("%x", v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// HappeningColumns are the columns of HappeningRow.
var HappeningColumns = []string{"id", "type", "mode", "status", "begin", "finish", "actor", "recipient", "mediator", "parties", "place", "country", "lat", "lon", "name", "talks", "round",
	"said_by", "first_told", "voices", "reports", "confidence", "merged_because", "sentence", "outlet", "published", "url", "article"}

// HappeningRow is a happening as one row of a table, with its first sentence
// and the article of that.
func HappeningRow(h *story.Happening) []string {
	begin, finish := "", ""
	if h.Time != nil {
		begin, finish = h.Time.Begin, h.Time.Finish
	}
	place, country, lat, lon := "", "", "", ""
	if p := h.Place; p != nil {
		place, country = p.Name, p.Country
		if p.Lat != nil && p.Lon != nil {
			lat, lon = Cell(*p.Lat), Cell(*p.Lon)
		}
	}
	var names, said []string
	for _, p := range h.Parties {
		names = append(names, p.Name)
	}
	told := ""
	var e story.Evidence
	for _, s := range h.Life {
		if s.SaidBy != "" {
			said = append(said, s.SaidBy)
		}
		for _, x := range s.Evidence {
			if e.Article == "" {
				e = x
			}
		}
	}
	if len(h.Life) > 0 {
		told = h.Life[0].On
	}
	round := ""
	if h.Round > 0 {
		round = strconv.Itoa(h.Round)
	}
	list := func(all []string) string { return strings.Join(all, "; ") }
	return []string{h.ID, string(h.Type), list(h.Mode), string(h.Status), begin, finish, list(h.Actor), list(h.Recipient), list(h.Mediator), list(names), place, country, lat, lon,
		h.Name, h.Talks, round, list(said), told, strconv.Itoa(h.Voices), strconv.Itoa(h.Reports), Cell(h.Confidence), list(h.MergedBecause), e.Text, e.Outlet, e.Published, e.URL, e.Article}
}
