// Package read turns what reports come in into articles: web pages, text,
// tables, feeds, web archives, exports of news databases, office files. The
// packages below it each know one of these; this one finds out which it is,
// unpacks it, and makes an Article of every report in it.
package read

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime/debug"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/batch"
	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/feed"
	"github.com/chancery-project/chancery/read/page"
	"github.com/chancery-project/chancery/read/parts"
	"github.com/chancery-project/chancery/read/table"
)

// Input is one file, page or stream, and what the user says of it.
type Input struct {
	Name        string // file name or address, for messages and as a hint of the format
	Body        io.Reader
	ContentType string // as a server gave it; "" when none did
	As          Format // Auto or "": found by looking inside

	// These win over what the input says. Published is an RFC 3339 date or
	// date-time. URL is the address of the report; where Name is an address,
	// URL is where it led to, and of many reports in one input each keeps its
	// own.
	Published, Outlet, URL, Ref string

	Skip  int    // reports at the beginning that are passed over
	Begun func() // told before each report is looked at; may be nil
}

// Reader reads articles. It is safe for concurrent use.
type Reader struct {
	pages  *page.Reader
	feeds  *feed.Reader
	tables *table.Reader
	batch  *batch.Splitter
	dates  *date.Parser
	parts  *parts.Annotator
}

// New compiles the lexicon's files for reading.
func New(lex *lexicon.Lexicon) (*Reader, error) {
	r := &Reader{}
	var err error
	if r.pages, err = page.New(lex); err != nil {
		return nil, err
	}
	if r.feeds, err = feed.New(lex); err != nil {
		return nil, err
	}
	if r.tables, err = table.New(lex); err != nil {
		return nil, err
	}
	if r.batch, err = batch.New(lex); err != nil {
		return nil, err
	}
	if r.dates, err = date.New(lex); err != nil {
		return nil, err
	}
	if r.parts, err = parts.New(lex); err != nil {
		return nil, err
	}
	return r, nil
}

// errNoReport ends an input that is sound and holds nothing to read.
var errNoReport = errors.New("no report in it")

// Articles yields the articles of an input in its order. An error is one
// record that cannot be read, with its place and reason, and the next ones
// follow; an error of the input as a whole is the last. Tables and archives
// are streamed: a record is held at a time. An input without any article
// yields an error that says what was expected.
func (r *Reader) Articles(ctx context.Context, in Input) iter.Seq2[*chancery.Article, error] {
	return func(yield func(*chancery.Article, error) bool) {
		n := 0
		give := func(a *chancery.Article, err error) bool {
			if n++; err != nil && in.Name != "" {
				err = fmt.Errorf("%s: %w", in.Name, err)
			}
			return yield(a, err)
		}
		if in.Published != "" {
			published, err := r.dates.Parse(in.Published, date.Unknown)
			if err != nil {
				give(nil, fmt.Errorf("the published date given: %w", err))
				return
			}
			in.Published = published
		}
		format, reports, err := r.open(in)
		if err != nil {
			give(nil, err)
			return
		}
		met := 0
		for e, err := range reports {
			if ctx.Err() != nil {
				give(nil, ctx.Err())
				return
			}
			if met++; met <= in.Skip {
				continue
			}
			if in.Begun != nil {
				in.Begun()
			}
			var a *chancery.Article
			if err == nil {
				a, err = r.article(e, in)
			}
			if !give(a, err) {
				return
			}
		}
		if met == 0 {
			give(nil, fmt.Errorf("%w: read as %s, %s was expected", errNoReport, format, expected[format]))
		}
	}
}

// expected says what an input of a format holds when it is sound.
var expected = map[Format]string{
	HTML: "a page with a text", Text: "a text", JSONL: "a JSON object with a text on each line", CSV: "a header and a row for each report",
	Feed: "items with a text", WARC: "a captured page", DOCX: "a text", RTF: "a text", PDF: "a text that can be copied, not a scan",
	Nexis: "an export of articles", Factiva: "an export of articles", ProQuest: "an export of articles",
}

// article makes the article of a report. A bug in a reader is the error of
// that report alone.
func (r *Reader) article(e entry, in Input) (a *chancery.Article, err error) {
	defer func() {
		if p := recover(); p != nil {
			a, err = nil, e.at(fmt.Errorf("a bug in the reading stage: %v\n%s", p, debug.Stack()))
		}
	}()
	a, err = r.assemble(e, in)
	if err != nil {
		return nil, e.at(err)
	}
	return a, nil
}

// at puts the place of the report in front of an error.
func (e entry) at(err error) error {
	if e.place == "" {
		return err
	}
	return fmt.Errorf("%s: %w", e.place, err)
}

func fetched(name string) bool {
	return strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://")
}

// Paragraphs lists the paragraphs of an article's text, as Articles gives them.
func Paragraphs(text string) []chancery.Paragraph { return parts.Paragraphs(text) }
