// Package batch reads the files in which news databases hand out many
// articles at once: Nexis (the classic text with "1 of 250 DOCUMENTS" and the
// newer one that closes each article with "End of Document"), Factiva (with
// field codes and without) and ProQuest. It knows their labels from the
// lexicon and works on plain text, so that a file may come as text, or as the
// text of an RTF, DOCX or PDF; HTML has its own entry.
package batch

import (
	"fmt"
	"iter"
	"regexp"
	"strings"
	"unicode"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/raw"
)

// Format is the kind of an export; "" is none.
type Format string

// The exports that can be read.
const (
	Nexis    Format = "nexis"
	Factiva  Format = "factiva"
	ProQuest Format = "proquest"
)

// Splitter takes exports apart. It is safe for concurrent use.
type Splitter struct {
	labels    map[Format]map[string]string // label to field
	marks     map[Format]map[string]string // line shape to meaning
	openers   map[Format]map[string]bool   // first words of marks
	languages map[string]string
	bylines   map[string]bool
	dates     *date.Parser
}

// New compiles the lexicon files reading/batch_*.txt.
func New(lex *lexicon.Lexicon) (*Splitter, error) {
	s := &Splitter{
		labels: map[Format]map[string]string{}, marks: map[Format]map[string]string{},
		openers: map[Format]map[string]bool{}, languages: map[string]string{}, bylines: map[string]bool{},
	}
	for _, f := range []Format{Nexis, Factiva, ProQuest} {
		rows, err := lex.Rows("reading/batch_" + string(f) + ".txt")
		if err != nil {
			return nil, err
		}
		s.labels[f], s.marks[f], s.openers[f] = map[string]string{}, map[string]string{}, map[string]bool{}
		for _, r := range rows {
			if !knownFields[r.Field(1)] {
				return nil, r.Errorf("%q is no field of a report", r.Field(1))
			}
			s.labels[f][fold(r.Key())] = r.Field(1)
		}
	}
	rows, err := lex.Rows("reading/batch_marks.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		m := s.marks[Format(r.Field(1))]
		if m == nil {
			return nil, r.Errorf("%q is no export: nexis, factiva or proquest", r.Field(1))
		}
		if !knownMarks[r.Field(2)] {
			return nil, r.Errorf("%q is no meaning of a mark", r.Field(2))
		}
		m[fold(r.Key())] = r.Field(2)
		s.openers[Format(r.Field(1))][opener(fold(r.Key()))] = true
	}
	if rows, err = lex.Rows("reading/batch_languages.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		s.languages[fold(r.Key())] = r.Field(1)
	}
	if rows, err = lex.Rows("reading/batch_bylines.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		s.bylines[fold(r.Key())] = true
	}
	s.dates, err = date.New(lex)
	return s, err
}

var knownFields = set("title", "byline", "outlet", "published", "language", "url", "ref", "standfirst", "dateline",
	"length", "text", "info", "correction", "loaded", "skip", "tail")

var knownMarks = set("start", "end", "count", "body", "length", "noise", "failed", "tail")

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// Detect tells which export text is. It asks for marks and labels of several
// kinds, so that an article that quotes one is not taken for an export.
func (s *Splitter) Detect(text string) Format {
	blocks := split(text)
	switch {
	case s.isFactiva(blocks):
		return Factiva
	case s.isProQuest(blocks):
		return ProQuest
	case s.isNexis(blocks):
		return Nexis
	}
	return ""
}

// Split yields the articles of an export in their order. Each article that
// cannot be read is an error with its number in the file and the reason. Body
// is plain text, paragraphs apart by an empty line; a dateline that the export
// keeps as a field is the body's first line. Where the file promises another
// number of articles than it holds, the first report carries a warning.
func (s *Splitter) Split(text string, f Format) iter.Seq2[raw.Report, error] {
	blocks := split(text)
	var docs [][]block
	promised := 0
	var parse func([]block) (*item, error)
	switch f {
	case Nexis:
		docs, promised, parse = s.splitNexis(blocks)
	case Factiva:
		docs, promised, parse = s.splitFactiva(blocks)
	case ProQuest:
		docs, promised, parse = s.splitProQuest(blocks)
	default:
		return failure(fmt.Errorf("%q is no export format: nexis, factiva or proquest", f))
	}
	if len(docs) == 0 {
		return failure(fmt.Errorf("no article found in the %s export", f))
	}
	return func(yield func(raw.Report, error) bool) {
		note := ""
		if promised > 0 && promised != len(docs) {
			note = fmt.Sprintf("the export promises %d articles and holds %d", promised, len(docs))
		}
		for i, d := range docs {
			it, err := parse(d)
			var r raw.Report
			if err == nil {
				r, err = s.finish(it)
			}
			if err != nil {
				err = fmt.Errorf("article %d of %d in the %s export: %w", i+1, len(docs), f, err)
			} else if note != "" {
				r.Warnings = append(r.Warnings, note)
				note = ""
			}
			if !yield(r, err) {
				return
			}
		}
		if note != "" {
			yield(raw.Report{}, fmt.Errorf("%s export: %s", f, note))
		}
	}
}

func failure(err error) iter.Seq2[raw.Report, error] {
	return func(yield func(raw.Report, error) bool) { yield(raw.Report{}, err) }
}

// block is lines that stand together, without empty ones.
type block struct {
	lines []string
}

func (b block) first() string { return b.lines[0] }
func (b block) join() string  { return strings.Join(b.lines, " ") }

// split takes text apart into blocks.
func split(text string) []block {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n", "\u2028", "\n", "\u2029", "\n\n", "\x00", "").Replace(text)
	var out []block
	var cur block
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			cur.lines = append(cur.lines, line)
		} else if len(cur.lines) > 0 {
			out = append(out, cur)
			cur = block{}
		}
	}
	if len(cur.lines) > 0 {
		out = append(out, cur)
	}
	return out
}

// alone gives each line its own block, for exports that mark lines.
func alone(blocks []block) []block {
	var out []block
	for _, b := range blocks {
		for _, l := range b.lines {
			out = append(out, block{[]string{l}})
		}
	}
	return out
}

// fold makes lines and labels meet: case, spaces, punctuation marks.
func fold(s string) string { return strings.Join(strings.Fields(lang.Lower(s)), " ") }

var (
	numberRE    = regexp.MustCompile(`[0-9]+(?:[., ][0-9]{3})*`)
	accessionRE = regexp.MustCompile(`^[A-Z0-9]{3,10}(?:19|20)[0-9]{6}[A-Za-z0-9]{6,12}$`)
	separatorRE = regexp.MustCompile(`^(?:[_*=-] ?){20,}$`)
)

const maxMark = 120 // bytes; longer lines mark nothing

// mark gives the meaning of a line in an export, and the first and last
// number in it.
func (s *Splitter) mark(f Format, line string) (meaning string, first, last int) {
	if len(line) > maxMark || !s.openers[f][opener(line)] {
		return "", 0, 0
	}
	shape := fold(line)
	if head, id, ok := strings.Cut(strings.Join(strings.Fields(line), " "), " "); ok && accessionRE.MatchString(id) {
		shape = fold(head) + " {id}"
	} else if ns := numberRE.FindAllString(shape, -1); ns != nil {
		shape = numberRE.ReplaceAllString(shape, "{n}")
		first, last = atoi(ns[0]), atoi(ns[len(ns)-1])
	}
	return s.marks[f][shape], first, last
}

// opener gives the first word of a line, folded, any number alike.
func opener(line string) string {
	if line == "" || line[0] >= '0' && line[0] <= '9' || line[0] == '{' {
		return "{n}"
	}
	if i := strings.IndexFunc(line, unicode.IsSpace); i >= 0 {
		line = line[:i]
	}
	return fold(line)
}

// atoi reads a number with or without marks of thousands; too large is 0.
func atoi(s string) int {
	n := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			if n = n*10 + int(r-'0'); n > 1e9 {
				return 0
			}
		}
	}
	return n
}

const maxLabel = 40

// label takes "BYLINE: Anna Roth" apart; field is "" where the line begins
// with no label of the export.
func (s *Splitter) label(f Format, line string) (field, value string) {
	name, value, ok := strings.Cut(line, ":")
	if !ok || len(name) > maxLabel {
		return "", ""
	}
	return s.labels[f][fold(name)], strings.TrimSpace(value)
}

// noise drops the lines that are no part of any article.
func (s *Splitter) noise(f Format, blocks []block) []block {
	var out []block
	for _, b := range blocks {
		var kept []string
		for _, l := range b.lines {
			if m, _, _ := s.mark(f, l); m != "noise" && !separatorRE.MatchString(l) {
				kept = append(kept, l)
			}
		}
		if len(kept) > 0 {
			out = append(out, block{kept})
		}
	}
	return out
}

var copyrightRE = regexp.MustCompile(`(?i)^(?:copyright\b|©|\(c\)\s)`)
