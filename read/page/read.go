package page

import (
	"fmt"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/date"
	htmldate "github.com/markusmobius/go-htmldate"
	trafilatura "github.com/markusmobius/go-trafilatura"
)

// Reader reads articles out of web pages. It is safe for concurrent use.
type Reader struct {
	marks   *marks
	phrases *phrases
	dates   *date.Parser
}

// New compiles pages/marks.txt and pages/phrases.txt.
func New(lex *lexicon.Lexicon) (*Reader, error) {
	m, err := newMarks(lex)
	if err != nil {
		return nil, err
	}
	f, err := newPhrases(lex)
	if err != nil {
		return nil, err
	}
	d, err := date.New(lex)
	if err != nil {
		return nil, err
	}
	return &Reader{marks: m, phrases: f, dates: d}, nil
}

// Options is what is known about a page from elsewhere; it wins over what the
// page says.
type Options struct {
	URL       string
	Title     string
	Outlet    string
	Published string // RFC 3339 full-date or date-time
}

// Result is a page read.
type Result struct {
	Article *chancery.Article
	// Known are the parts whose kind the markup tells, in text order, without
	// overlap: each is a whole paragraph of Article.Text, and together they
	// are all of it. They are Article.Parts too, before language has its say.
	Known []chancery.Part
}

// Read finds the article of a page. Article.Text is its headline, standfirst,
// byline, then captions and paragraphs in reading order, an empty line apart.
// A page in which no running text can be told from its furniture gives what
// text there is, with a warning. The error is for a page without any text.
func (r *Reader) Read(page string, opt Options) (*Result, error) {
	if !strings.Contains(page, "<") {
		page = strings.ReplaceAll(page, "\n\n", "<p>")
	}
	t := build(page)
	f := factsOf(t)
	a := &chancery.Article{URL: opt.URL, Title: opt.Title, Outlet: opt.Outlet, Language: f.language, Bylines: f.bylines}
	if a.Outlet == "" {
		a.Outlet = f.outlet
	}
	ps, warnings := r.article(t, &f)
	a.Warnings = warnings
	return r.assemble(t, ps, f, a, opt)
}

// article chooses the passages of the article.
func (r *Reader) article(t *tree, f *facts) (ps []*passage, warnings []string) {
	first := passages(t.body, r.marks)
	var voted func(string) float64
	share := 0.7
	if !t.wild {
		text, err := extract(t)
		if err != nil {
			warnings = append(warnings, err.Error())
		} else if text != "" {
			voted = newShingles(text).share
			share = 0.9
		}
	}
	for _, p := range first {
		switch {
		case voted != nil && voted(p.text) < 0.5, voted == nil && p.marks&(elsewhere|caption) != 0:
		default:
			p.weight = running(p)
		}
	}
	root := container(t, first, share)
	ps = passages(root, r.marks)
	r.choose(ps, f.title, voted)
	return ps, warnings
}

// extract runs the library extractor. It gives "" where that finds nothing.
func extract(t *tree) (text string, err error) {
	defer func() {
		if p := recover(); p != nil {
			text, err = "", fmt.Errorf("the page was read without go-trafilatura, which failed: %v", p)
		}
	}()
	res, err := trafilatura.ExtractDocument(t.doc, trafilatura.Options{
		ExcludeComments: true, HtmlDateMode: trafilatura.Disabled, HtmlDateOverride: &htmldate.Result{},
	})
	if err != nil || res == nil {
		return "", nil // it found no text: not a fault of the page
	}
	return res.ContentText, nil
}

// pageDate looks for a date in the page's own text.
func pageDate(t *tree, url string) (string, error) {
	res, err := htmldate.FromDocument(t.doc, htmldate.Options{
		URL: url, UseOriginalDate: true, SkipExtensiveSearch: true, MaxDate: latest, DeferUrlExtractor: true,
	})
	if err != nil || res.IsZero() {
		return "", err
	}
	return res.DateTime.Format(time.DateOnly), nil
}

// latest is the last date that htmldate believes: fixed, so that a page reads
// the same on every day.
var latest = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

