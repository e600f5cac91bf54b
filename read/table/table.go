// Package table reads reports out of tables: JSON Lines, JSON arrays, and CSV
// with a header. It streams: no more than a record is held at a time. A bad
// record is one error that names its place, and the others are read.
package table

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/raw"
)

// maxRecord is how many bytes a record may have.
const maxRecord = 100 << 20

// Reader reads tables by the column names it knows. It is safe for concurrent
// use.
type Reader struct {
	columns map[string]column // by folded name
	dates   *date.Parser
	cap     int
}

type column struct {
	field string
	rank  int // the smaller wins
}

var fieldNames = []string{"id", "title", "standfirst", "text", "html", "published", "outlet", "url", "byline", "language", "rows"}

// New compiles reading/columns.txt.
func New(lex *lexicon.Lexicon) (*Reader, error) {
	rows, err := lex.Rows("reading/columns.txt")
	if err != nil {
		return nil, err
	}
	dates, err := date.New(lex)
	if err != nil {
		return nil, err
	}
	r := &Reader{columns: map[string]column{}, dates: dates, cap: maxRecord}
	for i, row := range rows {
		known := false
		for _, f := range fieldNames {
			known = known || f == row.Field(1)
		}
		if !known {
			return nil, row.Errorf("%q is no field of a report: give one of %s", row.Field(1), strings.Join(fieldNames, ", "))
		}
		if _, twice := r.columns[fold(row.Key())]; !twice {
			r.columns[fold(row.Key())] = column{row.Field(1), i}
		}
	}
	return r, nil
}

// fold makes "Publication Date", "publication_date" and "publicationDate" meet.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" _-.", r) {
			return -1
		}
		return r
	}, lang.Lower(strings.TrimSpace(name)))
}

// header says which of names is which field, the best where there are several.
func (r *Reader) header(names []string) map[string]int {
	at := map[string]int{}
	for i, n := range names {
		c, ok := r.columns[fold(n)]
		if !ok || c.field == "rows" {
			continue
		}
		if old, taken := at[c.field]; !taken || c.rank < r.columns[fold(names[old])].rank {
			at[c.field] = i
		}
	}
	return at
}

// report makes a report of the fields of one record. The error says what
// lacks.
func (r *Reader) report(given func(field string) string, order date.Order) (raw.Report, error) {
	var warnings []string
	get := func(field string) string {
		s := given(field)
		if !utf8.ValidString(s) {
			s = strings.ToValidUTF8(s, "\ufffd")
			warnings = append(warnings, "the "+field+" is not valid UTF-8: what is not is read as U+FFFD")
		}
		return s
	}
	rep := raw.Report{
		Ref:        strings.TrimSpace(get("id")),
		URL:        strings.TrimSpace(get("url")),
		Title:      strings.TrimSpace(get("title")),
		Standfirst: strings.TrimSpace(get("standfirst")),
		Outlet:     strings.TrimSpace(get("outlet")),
		Language:   strings.TrimSpace(get("language")),
		Body:       get("text"),
		Verbatim:   true,
	}
	if by := strings.TrimSpace(get("byline")); by != "" {
		rep.Bylines = []string{by}
	}
	if strings.TrimSpace(rep.Body) == "" {
		page := get("html")
		switch {
		case strings.TrimSpace(page) != "":
			rep.Body, rep.HTML, rep.Verbatim = page, true, false
			rep.Page = strings.Contains(strings.ToLower(page[:min(len(page), 4096)]), "<html")
		case rep.Ref+rep.Title+rep.URL == "":
			return raw.Report{}, fmt.Errorf("the text is empty")
		default: // the row keeps its place among the records
			rep.Warnings = append(rep.Warnings, "the text is empty")
		}
	}
	if given := strings.TrimSpace(get("published")); given != "" {
		published, err := r.dates.Parse(given, order)
		if err != nil {
			rep.Warnings = append(rep.Warnings, "published date not read: "+err.Error())
		}
		rep.Published = published
	}
	rep.Warnings = append(rep.Warnings, warnings...)
	return rep, nil
}
