package page

import (
	"errors"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read/date"
)

// Fewer bytes than this are no article where JSON-LD gives a longer one.
const minBody = 250

// ErrNoText is returned for a page that shows no text at all.
var ErrNoText = errors.New("the page has no text: it may need a browser to show it")

// assemble lays the parts out as the article's text.
func (r *Reader) assemble(t *tree, ps []*passage, f facts, a *chancery.Article, opt Options) (*Result, error) {
	bodySize := 0
	for _, p := range ps {
		if p.kind == chancery.Body {
			bodySize += len(p.text)
		}
	}
	if f.body != "" && (bodySize < minBody || 3*bodySize < len(f.body)) && bodySize < len(f.body) {
		ps = ps[:0]
		for _, s := range paragraphsOf(f.body) {
			ps = append(ps, &passage{text: s, kind: chancery.Body})
		}
	} else if bodySize == 0 {
		all := passages(t.body, r.marks)
		for _, p := range all {
			if p.marks&hidden == 0 {
				p.kind = chancery.Body
				bodySize += len(p.text)
			}
		}
		if bodySize == 0 && f.title == "" {
			return nil, ErrNoText
		}
		if bodySize > 0 {
			a.Warnings = append(a.Warnings, "no article could be told from the rest of the page: all of its text is given")
		} else {
			a.Warnings = append(a.Warnings, "the page has a title and no text")
		}
		ps = all
	}
	b := layout{article: a, bylines: r.bylines}
	b.lead(ps, f)
	for _, p := range ps {
		switch p.kind {
		case chancery.Body, chancery.Caption, chancery.Credit, chancery.Notice:
			b.add(p.kind, p.text)
		}
	}
	a.Text = b.text.String()
	a.Parts = b.parts
	r.publish(t, ps, f, a, opt)
	return &Result{Article: a, Known: slices.Clone(b.parts)}, nil
}

// publish finds the published date.
func (r *Reader) publish(t *tree, ps []*passage, f facts, a *chancery.Article, opt Options) {
	if opt.Published != "" {
		a.Published, a.PublishedFrom = opt.Published, chancery.FromMetadata
		return
	}
	if d, err := r.dates.Parse(f.published, date.Unknown); err == nil {
		a.Published, a.PublishedFrom = d, chancery.FromMetadata
		return
	}
	if d := r.pageDate(t, ps, opt.URL); d != "" {
		a.Published, a.PublishedFrom = d, chancery.FromPage
	}
}

// layout writes the text of an article and its parts.
type layout struct {
	article *chancery.Article
	bylines *bylines
	text    strings.Builder
	parts   []chancery.Part
}

func (b *layout) add(kind chancery.PartKind, s string) {
	if blank(s) {
		return
	}
	if b.text.Len() > 0 {
		b.text.WriteString("\n\n")
	}
	start := b.text.Len()
	b.text.WriteString(s)
	b.parts = append(b.parts, chancery.Part{Kind: kind, Span: chancery.Span{Start: start, End: b.text.Len()}})
}

// lead writes headline, standfirst and byline.
func (b *layout) lead(ps []*passage, f facts) {
	a := b.article
	if a.Title == "" {
		a.Title = headline(ps, f)
	}
	b.add(chancery.Headline, a.Title)
	a.Standfirst = standfirstOf(ps, f, a.Title)
	b.add(chancery.Standfirst, a.Standfirst)
	by := bylineOf(ps, a.Bylines)
	if len(a.Bylines) == 0 {
		a.Bylines = b.bylines.names(by)
	}
	b.add(chancery.Byline, by)
}

// headline prefers what the page shows to what its metadata says, where both
// say the same: metadata carries the site's name.
func headline(ps []*passage, f facts) string {
	for _, p := range ps {
		if p.kind == chancery.Headline && (f.title == "" || sameTitle(p.text, f.title)) {
			return p.text
		}
	}
	title, rest := cutSite(f.title)
	if f.outlet != "" && strings.EqualFold(rest, f.outlet) {
		return title
	}
	return f.title
}

// cutSite cuts a page title at its last separator: "Ministers meet | Daily Ledger".
func cutSite(title string) (before, after string) {
	at, size := -1, 0
	for _, sep := range []string{" - ", " | ", " – ", " — ", " :: ", " : ", " · ", " » ", " « "} {
		if i := strings.LastIndex(title, sep); i > at {
			at, size = i, len(sep)
		}
	}
	if at <= 0 {
		return title, ""
	}
	return strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+size:])
}

// sameTitle reports whether two titles share most of the words of one of them.
func sameTitle(a, b string) bool {
	words := func(s string) map[string]bool {
		m := map[string]bool{}
		wordsOf(s, func(w string) bool { m[strings.ToLower(w)] = true; return true })
		return m
	}
	b, _ = cutSite(b)
	x, y := words(a), words(b)
	both := 0
	for w := range x {
		if y[w] {
			both++
		}
	}
	return both > 0 && 3*both >= 2*min(len(x), len(y))
}

// standfirstOf prefers a standfirst that is shown; a description is one where
// it says something that the body does not.
func standfirstOf(ps []*passage, f facts, title string) string {
	for _, p := range ps {
		if p.kind == chancery.Standfirst && p.words > 3 {
			return p.text
		}
	}
	s := f.standfirst
	if countWords(s) < 6 || strings.HasSuffix(s, "…") || strings.HasSuffix(s, "...") || strings.HasSuffix(s, "[…]") || strings.EqualFold(s, title) {
		return ""
	}
	said := shingles{}
	for _, p := range ps {
		eachShingle(p.text, func(h uint64) { said[h] = struct{}{} })
	}
	if said.share(s) > 0.5 {
		return ""
	}
	return s
}

// bylineOf gives the byline as shown, or else the authors' names.
func bylineOf(ps []*passage, authors []string) string {
	for _, p := range ps {
		if p.kind != chancery.Byline || p.words > maxPhrased {
			continue
		}
		for _, n := range authors {
			if strings.Contains(p.text, n) {
				return p.text
			}
		}
		if len(authors) == 0 && len(p.text) <= maxName {
			return p.text
		}
	}
	return strings.Join(authors, ", ")
}
