package page

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/date"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Reader reads articles out of web pages. It is safe for concurrent use.
type Reader struct {
	marks   *marks
	phrases *phrases
	bylines *bylines
	dates   *date.Parser
}

// New compiles the lexicon files of pages/, and those of package date.
func New(lex *lexicon.Lexicon) (*Reader, error) {
	m, err := newMarks(lex)
	if err != nil {
		return nil, err
	}
	f, err := newPhrases(lex)
	if err != nil {
		return nil, err
	}
	b, err := newBylines(lex)
	if err != nil {
		return nil, err
	}
	d, err := date.New(lex)
	if err != nil {
		return nil, err
	}
	return &Reader{marks: m, phrases: f, bylines: b, dates: d}, nil
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
	f := r.bylines.facts(t)
	a := &chancery.Article{URL: opt.URL, Title: opt.Title, Outlet: opt.Outlet, Language: f.language, Bylines: f.bylines}
	if a.Outlet == "" {
		a.Outlet = f.outlet
	}
	return r.assemble(t, r.article(t, f.title), f, a, opt)
}

// article chooses the passages of the article.
func (r *Reader) article(t *tree, title string) []*passage {
	first := passages(t.body, r.marks)
	weigh(first)
	root := container(t, first)
	ps := first
	if root != t.body { // else what the names around it say is known
		ps = passages(root, r.marks)
	}
	r.choose(ps, title)
	return append(r.lead(t, root, title), ps...)
}

// lead gives what stands between the headline and the container: standfirst,
// byline, the first picture, sometimes the first paragraph.
func (r *Reader) lead(t *tree, root *html.Node, title string) []*passage {
	top := root
	var ps []*passage
	start := -1
	for climbed := 0; start < 0 && top != t.body && climbed < maxClimb; climbed++ {
		top = top.Parent
		ps = before(passages(top, r.marks), root)
		for i, p := range ps {
			if p.marks&elsewhere == 0 && (p.node.DataAtom == atom.H1 || isTitle(p.text, title)) {
				start = i
			}
		}
	}
	if start < 0 {
		return nil
	}
	ps = ps[start:]
	for _, p := range ps {
		p.kind = r.kind(p, false, title)
		if p.kind == chancery.Body && (running(p) == 0 || r.phrases.of(p) != "") {
			p.kind = ""
		}
	}
	return ps
}

// maxClimb is how far above the container a headline is looked for.
const maxClimb = 6

// before gives the passages that stand before those inside root.
func before(ps []*passage, root *html.Node) []*passage {
	for i, p := range ps {
		for n := p.node; n != nil; n = n.Parent {
			if n == root {
				return ps[:i]
			}
		}
	}
	return nil
}
