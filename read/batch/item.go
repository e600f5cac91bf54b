package batch

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/raw"
)

// item is an article while its fields are gathered.
type item struct {
	report      raw.Report
	text        []block
	dateline    string
	corrections []string
	loaded      string // when the database took it in
	failed      bool   // the database says that it could not give the text
	pages       bool   // page headers were met
}

// put stores the value of a field. The first of two values wins, but for a
// text, which goes on.
func (s *Splitter) put(it *item, field, value string) {
	r := &it.report
	value = strings.TrimSpace(value)
	if value == "" {
		return
	}
	first := func(p *string) {
		if *p == "" {
			*p = value
		}
	}
	switch field {
	case "title":
		first(&r.Title)
	case "standfirst":
		first(&r.Standfirst)
	case "outlet":
		first(&r.Outlet)
	case "url":
		if u := urlRE.FindString(value); u != "" && r.URL == "" {
			r.URL = u
		}
	case "ref":
		if f := strings.Fields(value); r.Ref == "" {
			r.Ref = f[len(f)-1]
		}
	case "byline":
		if len(r.Bylines) == 0 {
			r.Bylines = s.names(value)
		}
	case "published":
		if r.Published == "" {
			r.Published, _ = s.date(value)
		}
	case "loaded":
		first(&it.loaded)
	case "language":
		name, _, _ := strings.Cut(value, ";")
		if r.Language == "" {
			r.Language = s.languages[fold(name)]
		}
	case "dateline":
		first(&it.dateline)
	case "correction":
		it.corrections = append(it.corrections, value)
	}
}

var urlRE = regexp.MustCompile(`https?://[^\s<>"]+`)

// date reads a date that a line begins with; what follows it, such as an
// edition, is dropped.
func (s *Splitter) date(line string) (string, bool) {
	words := strings.Fields(line)
	if len(words) > 14 {
		words = words[:14]
	}
	for n := len(words); n > 0; n-- {
		if n > 6 && n < len(words) {
			continue // an edition's name, at any length, says nothing
		}
		d, err := s.dates.Parse(strings.Join(words[:n], " "), date.Unknown)
		if err == nil {
			return d, true
		}
		if errors.Is(err, date.ErrAmbiguous) {
			return "", false
		}
	}
	return "", false
}

// isDate reports whether a line is a date line: a date, with its figures
// among the first words, and little more.
func (s *Splitter) isDate(line string) bool {
	words := strings.Fields(line)
	if len(words) > 14 || len(words) == 0 {
		return false
	}
	if !strings.ContainsFunc(strings.Join(words[:min(4, len(words))], ""), unicode.IsDigit) {
		return false
	}
	_, ok := s.date(line)
	return ok
}

var byRE = regexp.MustCompile(`\s*(?:;|\s(?:and|und|et|y)\s|&)\s*`)

// names splits a byline into the names in it, without its "By".
func (s *Splitter) names(line string) []string {
	var out []string
	for _, n := range byRE.Split(line, -1) {
		if n = strings.Trim(s.afterBy(n), " .,"); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func (s *Splitter) afterBy(line string) string {
	first, rest, ok := strings.Cut(line, " ")
	if ok && s.bylines[fold(strings.TrimSuffix(first, ":"))] {
		return strings.TrimSpace(rest)
	}
	return line
}

func (s *Splitter) isByline(line string) bool {
	return len(line) < 120 && s.afterBy(line) != line
}

// finish gives the report, or says why there is none.
func (s *Splitter) finish(it *item) (raw.Report, error) {
	r := it.report
	name := ""
	if r.Title != "" {
		name = fmt.Sprintf(" (%.80q)", r.Title)
	}
	paras := paragraphs(it.text)
	if it.pages {
		paras = without(paras, r.Title)
	}
	if it.failed && len(paras) < 2 {
		return r, fmt.Errorf("the database could not give its text%s: export it again", name)
	}
	if len(paras) == 0 {
		return r, fmt.Errorf("no text%s: export it again with the full text", name)
	}
	if it.dateline != "" && !strings.HasPrefix(fold(paras[0]), fold(it.dateline)) {
		paras = append([]string{it.dateline}, paras...)
	}
	r.Body = strings.Join(append(paras, it.corrections...), "\n\n")
	if r.Title == "" {
		r.Warnings = append(r.Warnings, "the export gives no title")
	}
	if r.Published == "" && it.loaded != "" {
		if r.Published, _ = s.date(it.loaded); r.Published != "" {
			r.Warnings = append(r.Warnings, "the export gives no date: the day it entered the database is taken")
		}
	}
	if r.Published == "" {
		r.Warnings = append(r.Warnings, "the export gives no date that can be read")
	}
	return r, nil
}

// lastProse gives the index of the last block that reads as a sentence and
// begins with no label; -1 for none.
func (s *Splitter) lastProse(f Format, doc []block) int {
	for i := len(doc) - 1; i >= 0; i-- {
		t := strings.TrimRight(doc[i].join(), "\"'”’») ")
		if field, _ := s.label(f, doc[i].first()); field == "" && len(t) >= minProse &&
			strings.ContainsAny(t[len(t)-1:], ".!?") && !copyrightRE.MatchString(t) {
			return i
		}
	}
	return -1
}

const minProse = 25 // bytes

func without(paras []string, title string) []string {
	out := paras[:0]
	for _, p := range paras {
		if title == "" || p != title {
			out = append(out, p)
		}
	}
	return out
}

const (
	maxWrap  = 100 // characters: longer lines were not wrapped
	wrapFrom = 60  // shorter lines are a list or verse
)

// paragraphs joins the lines that were wrapped to a fixed width: those whose
// next word had no room. All other lines are paragraphs.
func paragraphs(blocks []block) []string {
	width := 0
	for _, b := range blocks {
		for _, l := range b.lines {
			width = max(width, utf8.RuneCountInString(l))
		}
	}
	wrapped := width <= maxWrap && width >= wrapFrom
	var out []string
	for _, b := range blocks {
		var cur []string
		for i, l := range b.lines {
			if i > 0 {
				word, _, _ := strings.Cut(l, " ")
				if !wrapped || utf8.RuneCountInString(b.lines[i-1])+1+utf8.RuneCountInString(word) < width-6 {
					out = append(out, strings.Join(cur, " "))
					cur = nil
				}
			}
			cur = append(cur, l)
		}
		out = append(out, strings.Join(cur, " "))
	}
	return out
}
