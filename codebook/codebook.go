// Package codebook tests the patterns that tell events by the examples that
// stand beside them in the lexicon: a sentence and what its entry must, or must
// not, tell of it. docs/codebook.md describes how they are written.
package codebook

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// Published is the day on which examples count as reported, a Tuesday.
const Published = "2024-05-14"

// Explainer reads an article; understand.Understander is one.
type Explainer interface {
	Explain(*chancery.Article) (*chancery.Record, []chancery.Explanation)
}

// Report is what came of a test.
type Report struct {
	Examples int // that were tried
	Entries  int // that have one
	Bare     int // patterns, rows of verbs.txt and nouns.txt, without one
	Failures []Failure
}

// Failure is an example that does not hold.
type Failure struct {
	Row     lexicon.Row
	Example lexicon.Example
	Problem string // what is wrong, for a person
	Record  *chancery.Record
	Why     []chancery.Explanation
}

// Test tries the examples in the folder events of lex, only those of the files
// whose names in messages only takes where it is not nil. An error names the
// line of an example that cannot be read.
func Test(lex *lexicon.Lexicon, reader Explainer, only func(file string) bool) (*Report, error) {
	files, err := lex.Files("events")
	if err != nil {
		return nil, err
	}
	report := &Report{}
	for _, name := range files {
		rows, err := lex.Rows(name)
		if err != nil {
			return nil, err
		}
		name = strings.TrimSuffix(strings.TrimPrefix(name, "events/"), ".txt")
		for _, row := range rows {
			if only != nil && !only(row.File) {
				continue
			}
			switch {
			case len(row.Examples) > 0:
				report.Entries++
			case name == "verbs" || name == "nouns":
				report.Bare++
			}
			for _, e := range row.Examples {
				report.Examples++
				if err := report.try(reader, name, row, e); err != nil {
					return nil, err
				}
			}
		}
	}
	return report, nil
}

// Traced reports whether the events that an entry of a file has a hand in say
// so in their reasons.
func traced(file string) bool {
	switch file {
	case "verbs", "nouns", "light", "status", "instruments", "modifiers", "topics", "weapons":
		return true
	}
	return false
}

func (report *Report) try(reader Explainer, file string, row lexicon.Row, e lexicon.Example) error {
	w, err := parseWant(row, e)
	if err != nil {
		return err
	}
	pattern := file == "verbs" || file == "nouns"
	record, why := reader.Explain(&chancery.Article{Text: e.Text, Published: Published, Language: "en",
		Paragraphs: []chancery.Paragraph{{Span: chancery.Span{End: len(e.Text)}}},
		Parts:      []chancery.Part{{Kind: chancery.Body, Span: chancery.Span{End: len(e.Text)}}}})
	told, fits := false, false // the entry has a hand in an event; one that is wanted too
	for i := range record.Events {
		by := !traced(file) || i < len(why) && slices.ContainsFunc(why[i].Reasons, func(r chancery.Reason) bool {
			return r.File == row.File && r.Line == row.Line
		})
		told = told || by
		fits = fits || (by || !e.For) && w.fits(record, &record.Events[i])
	}
	problem := ""
	switch {
	case e.For && !told:
		problem = "this entry tells no event of it"
	case e.For && !fits:
		problem = "it tells an event, but not " + e.Want
	case e.For:
	case e.Want != "" && fits:
		problem = "it must not tell " + e.Want
	case e.Want == "" && pattern && row.Field(1) != "-" && told:
		problem = "this entry tells an event of it"
	case e.Want == "" && (!pattern || row.Field(1) == "-") && len(record.Events) > 0:
		problem = "it must tell no event"
	}
	if problem != "" {
		report.Failures = append(report.Failures, Failure{row, e, problem, record, why})
	}
	return nil
}

// want is what an example says of an event; what is empty may be anything.
type want struct {
	status    chancery.Status
	typ       chancery.EventType
	mode      string
	actor     []string
	recipient []string
	parties   bool // actor and recipient count, empty or not
}

// parseWant reads "planned CONSULT/visit Kenya + Uganda > Malta", of which each
// part may be left out.
func parseWant(row lexicon.Row, e lexicon.Example) (want, error) {
	w, rest := want{}, e.Want
	next := func() string { first, _, _ := strings.Cut(rest, " "); return first }
	take := func() { _, rest, _ = strings.Cut(rest, " ") }
	if s := chancery.Status(next()); slices.Contains(chancery.Statuses[:], s) {
		w.status = s
		take()
	}
	if typ, mode, _ := strings.Cut(next(), "/"); slices.Contains(chancery.EventTypes[:], chancery.EventType(typ)) {
		w.typ, w.mode = chancery.EventType(typ), mode
		take()
		if mode != "" && !chancery.ValidMode(w.typ, mode) {
			return w, at(row, e).Errorf("%q is no mode of %s, which has: %s", mode, typ, strings.Join(chancery.Modes(w.typ), ", "))
		}
	}
	rest = strings.TrimSpace(rest)
	if rest == "" {
		return w, nil
	}
	if w.status == "" && w.typ == "" && !strings.Contains(rest, ">") {
		return w, at(row, e).Errorf("%q does not begin with a status or a PLOVER type: write it as in \"planned CONSULT/visit Kenya > Uganda\"", rest)
	}
	actor, recipient, _ := strings.Cut(" "+rest+" ", " > ")
	w.actor, w.recipient, w.parties = names(actor), names(recipient), true
	return w, nil
}

// at is the row with the line of its example.
func at(row lexicon.Row, e lexicon.Example) lexicon.Row {
	row.Line = e.Line
	return row
}

func names(s string) []string {
	var out []string
	for _, n := range strings.Split(s, " + ") {
		if n = strings.TrimSpace(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func (w want) fits(r *chancery.Record, e *chancery.Event) bool {
	switch {
	case w.status != "" && w.status != e.Status,
		w.typ != "" && w.typ != e.Type,
		w.mode != "" && !slices.Contains(e.Mode, w.mode),
		w.parties && (!same(r, w.actor, e.Actor) || !same(r, w.recipient, e.Recipient)):
		return false
	}
	return true
}

// same reports whether the actors ids are those named: by their name or by one
// of their mentions.
func same(r *chancery.Record, named, ids []string) bool {
	if len(named) != len(ids) {
		return false
	}
	for _, n := range named {
		if !slices.ContainsFunc(ids, func(id string) bool {
			a := r.Actor(id)
			return a != nil && (strings.EqualFold(a.Name, n) || slices.ContainsFunc(a.Mentions, func(m chancery.Mention) bool {
				return strings.EqualFold(m.Span.Text(r.Article.Text), n)
			}))
		}) {
			return false
		}
	}
	return true
}
