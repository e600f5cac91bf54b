package read

import (
	"errors"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read/feed"
	"github.com/chancery-project/chancery/read/language"
	"github.com/chancery-project/chancery/read/page"
)

// assemble makes the article of a report: its text, then what is said of it,
// the user's word first, then the container's, the page's, the text's.
func (r *Reader) assemble(e entry, in Input) (*chancery.Article, error) {
	rep := &e.Report
	if in.URL != "" && (rep.URL == "" && !e.many || !fetched(in.Name)) {
		rep.URL = in.URL
	}
	if in.Outlet != "" {
		rep.Outlet = in.Outlet
	}
	if in.Ref != "" {
		rep.Ref = in.Ref
	}
	a, known, err := r.text(e, in)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(a.Text) == "" && !rep.Verbatim {
		return nil, errors.New("the text is empty")
	}
	a.Ref = rep.Ref
	a.Warnings = append(a.Warnings, rep.Warnings...)
	if in.Published != "" {
		a.Published, a.PublishedFrom = in.Published, chancery.FromFlag
	}
	declared := a.Language
	if a.Language = language.Identify(a.Text).Tag; a.Language == "" {
		a.Language = declared
	}
	r.parts.Annotate(a, known)
	a.ID = Identify(a.Outlet, a.URL, a.Text)
	return a, nil
}

// Partial reports whether a is an item of a feed that gives less than its text.
func Partial(a *chancery.Article) bool {
	return slices.Contains(a.Warnings, feed.OnlySummary) || slices.Contains(a.Warnings, feed.OnlyHeadline)
}

// text lays out the text of a report.
func (r *Reader) text(e entry, in Input) (*chancery.Article, []chancery.Part, error) {
	rep := &e.Report
	if rep.Page {
		published := in.Published
		if published == "" {
			published = rep.Published
		}
		res, err := r.pages.Read(rep.Body, page.Options{URL: rep.URL, Title: rep.Title, Outlet: rep.Outlet, Published: published})
		if err != nil {
			return nil, nil, err
		}
		return res.Article, res.Known, nil
	}
	a := &chancery.Article{
		URL: rep.URL, Title: rep.Title, Standfirst: rep.Standfirst, Bylines: rep.Bylines, Outlet: rep.Outlet,
		Published: rep.Published, Language: rep.Language, Text: rep.Body,
	}
	if rep.Published != "" {
		a.PublishedFrom = chancery.FromMetadata
	}
	if rep.Verbatim {
		return a, nil, nil
	}
	if rep.HTML {
		a.Text = page.Text(rep.Body)
	}
	return a, lead(a, e.captions), nil
}

// lead puts headline and standfirst in front of a text that lacks them, for
// they are parts of what the reader was given, as on a page. It returns the
// parts that are known then; captions are known parts of the text as it was.
func lead(a *chancery.Article, captions []chancery.Span) []chancery.Part {
	if strings.TrimSpace(a.Text) == "" {
		return nil
	}
	var front strings.Builder
	var known []chancery.Part
	rest := a.Text
	for _, p := range []struct {
		kind chancery.PartKind
		text string
	}{{chancery.Headline, strings.TrimSpace(a.Title)}, {chancery.Standfirst, strings.TrimSpace(a.Standfirst)}} {
		if p.text == "" {
			continue
		}
		start := front.Len() + len(a.Text) - len(rest)
		if first, _, _ := strings.Cut(rest, "\n"); squeeze(first) == squeeze(p.text) {
			// It leads the text already.
			known = append(known, chancery.Part{Kind: p.kind, Span: chancery.Span{Start: start, End: start + len(first)}})
			rest = strings.TrimLeft(rest[len(first):], "\n")
		} else if len(rest) == len(a.Text) && !strings.Contains(a.Text, p.text) {
			known = append(known, chancery.Part{Kind: p.kind, Span: chancery.Span{Start: start, End: start + len(p.text)}})
			front.WriteString(p.text + "\n\n")
		}
	}
	for _, c := range captions {
		known = append(known, chancery.Part{Kind: chancery.Caption, Span: chancery.Span{Start: front.Len() + c.Start, End: front.Len() + c.End}})
	}
	a.Text = front.String() + a.Text
	return known
}
