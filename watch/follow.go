package watch

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
)

// Getter fetches pages, as *fetch.Polite does.
type Getter interface {
	Do(context.Context, fetch.Request) (*fetch.Page, error)
}

// Follower gets the full text of what a feed gives in part.
type Follower struct {
	Fetch Getter
	Read  pipeline.Reader
}

// Follow gives the article on the page that a links to in the place of a,
// where a is a feed's item that holds only a part of it. Where the page cannot
// be had, or holds less than the feed, a comes back with a warning that says so.
func (f *Follower) Follow(ctx context.Context, a *chancery.Article) *chancery.Article {
	full, _ := f.full(ctx, a)
	return full
}

// full is Follow; again says that it may go better later.
func (f *Follower) full(ctx context.Context, a *chancery.Article) (out *chancery.Article, again bool) {
	if !read.Partial(a) || !IsAddress(a.URL) {
		return a, false
	}
	page, err := f.Fetch.Do(ctx, fetch.Request{URL: a.URL})
	if err != nil {
		var told *fetch.Error
		again = ctx.Err() != nil || errors.As(err, &told) && told.Passing()
		return fallback(a, "the page it links to could not be had: "+err.Error()), again
	}
	in := read.Input{Name: a.URL, URL: page.URL, ContentType: page.ContentType, Body: bytes.NewReader(page.Body)}
	for p, err := range f.Read.Articles(ctx, in) {
		if err != nil {
			return fallback(a, "the page it links to could not be read: "+firstLine(err.Error())), ctx.Err() != nil
		}
		if read.Partial(p) || utf8.RuneCountInString(p.Text) <= utf8.RuneCountInString(a.Text) {
			break
		}
		return complete(p, a), false
	}
	return fallback(a, "the page it links to holds no longer text"), false
}

// complete fills what the page does not say with what the feed does.
func complete(p, a *chancery.Article) *chancery.Article {
	if p.Published == "" {
		p.Published, p.PublishedFrom = a.Published, a.PublishedFrom
	}
	if p.Outlet == "" {
		p.Outlet = a.Outlet
	}
	if p.Title == "" {
		p.Title = a.Title
	}
	if len(p.Bylines) == 0 {
		p.Bylines = a.Bylines
	}
	if p.URL == "" {
		p.URL = a.URL
	}
	p.Ref = a.Ref
	p.ID = read.Identify(p.Outlet, p.URL, p.Text)
	return p
}

func fallback(a *chancery.Article, why string) *chancery.Article {
	out := *a
	out.Warnings = append(append([]string(nil), a.Warnings...), why)
	return &out
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
