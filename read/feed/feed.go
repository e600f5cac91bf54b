// Package feed reads reports out of RSS 0.9x, 1.0 and 2.0, Atom and JSON
// feeds. What one item has wrong is its warning or its error; the others are
// read, also where the feed itself is broken or cut off.
package feed

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/raw"
	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"
	"github.com/mmcdole/gofeed/rss"
)

// Reader reads feeds. It is safe for concurrent use.
type Reader struct {
	dates     *date.Parser
	summaries *summaries
	outlets   *outlets
}

// New compiles reading/summaries.txt and reading/sections.txt.
func New(lex *lexicon.Lexicon) (*Reader, error) {
	dates, err := date.New(lex)
	if err != nil {
		return nil, err
	}
	s, err := newSummaries(lex)
	if err != nil {
		return nil, err
	}
	o, err := newOutlets(lex)
	if err != nil {
		return nil, err
	}
	return &Reader{dates: dates, summaries: s, outlets: o}, nil
}

// Read yields the reports of the feed doc, which is valid UTF-8, in its order.
// base is the feed's own address, if known; relative links are resolved
// against it. Bodies are plain text, paragraphs an empty line apart.
func (r *Reader) Read(doc, base string) iter.Seq2[raw.Report, error] {
	return func(yield func(raw.Report, error) bool) {
		doc = tidy(doc)
		f, err := parse(doc)
		if errors.Is(err, errMany) {
			yield(raw.Report{}, fmt.Errorf("the feed is not read: %w", err))
			return
		}
		if err != nil {
			r.salvage(doc, base, err, yield)
			return
		}
		if len(f.Items) == 0 {
			yield(raw.Report{}, errors.New("the feed has no items"))
			return
		}
		for i := range f.Items {
			rep, err := r.report(f, i, base)
			if err != nil {
				err = fmt.Errorf("item %d: %w", i+1, err)
			}
			if !yield(rep, err) {
				return
			}
		}
	}
}

func parse(doc string) (*gofeed.Feed, error) {
	if err := guard(doc); err != nil {
		return nil, err
	}
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true
	return p.Parse(strings.NewReader(doc))
}

// salvage reads the items of a feed that is not well-formed one by one.
func (r *Reader) salvage(doc, base string, cause error, yield func(raw.Report, error) bool) {
	s, ok := split(doc)
	if !ok || len(s.items) == 0 {
		yield(raw.Report{}, fmt.Errorf("the feed is broken: %w", cause))
		return
	}
	budget := 4*len(doc) + 8<<20
	for i, item := range s.items {
		if budget -= len(s.head) + len(item); budget < 0 {
			yield(raw.Report{}, fmt.Errorf("item %d and those after it are not read, for the feed is broken and its head too large: %w", i+1, cause))
			return
		}
		f, err := parse(s.head + item + s.tail)
		var rep raw.Report
		if err == nil && len(f.Items) == 1 {
			rep, err = r.report(f, 0, base)
		} else if err == nil {
			err = errors.New("it holds no item, or several")
		}
		if err != nil {
			err = fmt.Errorf("item %d: %w", i+1, err)
		}
		if !yield(rep, err) {
			return
		}
	}
	if s.cutOff {
		yield(raw.Report{}, fmt.Errorf("item %d: the feed is cut off inside it", len(s.items)+1))
	}
}

// report makes a report of item i.
func (r *Reader) report(f *gofeed.Feed, i int, base string) (raw.Report, error) {
	it := f.Items[i]
	ex := extrasOf(f, i)
	rep := raw.Report{
		Ref:      strings.TrimSpace(it.GUID),
		URL:      link(it, ex, f.Link, base),
		Title:    headline(it.Title),
		Language: firstOf(ex.language, f.Language),
		Bylines:  bylines(it, f, ex),
	}
	if ex.source != "" {
		rep.Outlet = r.outlets.of(headline(ex.source), firstOf(ex.sourceURL, rep.URL))
		rep.Title = strings.TrimSpace(strings.TrimSuffix(rep.Title, " - "+headline(ex.source)))
	} else {
		rep.Outlet = r.outlet(f, it, firstOf(f.Link, base, rep.URL))
	}
	r.publish(&rep, it)
	if err := r.body(&rep, it, ex); err != nil {
		return raw.Report{}, err
	}
	return rep, nil
}

func (r *Reader) outlet(f *gofeed.Feed, it *gofeed.Item, site string) string {
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Publisher) > 0 {
		return headline(it.DublinCoreExt.Publisher[0])
	}
	if f.DublinCoreExt != nil && len(f.DublinCoreExt.Publisher) > 0 {
		return headline(f.DublinCoreExt.Publisher[0])
	}
	return r.outlets.of(headline(f.Title), site)
}

func (r *Reader) publish(rep *raw.Report, it *gofeed.Item) {
	given, parsed := it.Published, it.PublishedParsed
	if strings.TrimSpace(given) == "" {
		given, parsed = it.Updated, it.UpdatedParsed
	}
	if strings.TrimSpace(given) == "" {
		return
	}
	published, err := r.dates.Parse(given, date.Unknown)
	switch {
	case err == nil:
		rep.Published = published
	case parsed != nil:
		rep.Published = parsed.Format(time.RFC3339)
	default:
		rep.Warnings = append(rep.Warnings, "published date not read: "+err.Error())
	}
}

// extras are what the original feed says of an item and gofeed's common form
// does not.
type extras struct {
	source, sourceURL string // whose item it is, in a feed of many publishers
	plain             bool   // the content is text, not HTML
	summary           bool   // the description is a summary by definition
	permalink         bool   // the id may be an address
	language          string
	author            string // as written
}

func extrasOf(f *gofeed.Feed, i int) extras {
	switch o := f.OriginalFeed().(type) {
	case *rss.Feed:
		if i >= len(o.Items) {
			return extras{}
		}
		it := o.Items[i]
		ex := extras{permalink: it.GUID == nil || it.GUID.IsPermalink != "false", author: strings.TrimSpace(it.Author)}
		if it.Source != nil {
			ex.source, ex.sourceURL = it.Source.Title, it.Source.URL
		}
		return ex
	case *atom.Feed:
		if i >= len(o.Entries) {
			return extras{}
		}
		e := o.Entries[i]
		ex := extras{summary: true, permalink: true}
		if e.Content != nil {
			kind := strings.ToLower(e.Content.Type)
			ex.plain = kind == "text" || kind == "text/plain"
		}
		if e.Source != nil {
			ex.source = e.Source.Title
			for _, l := range e.Source.Links {
				if l.Rel == "alternate" || l.Rel == "" {
					ex.sourceURL = l.Href
				}
			}
		}
		return ex
	case *jsonfeed.Feed:
		if i >= len(o.Items) {
			return extras{}
		}
		it := o.Items[i]
		return extras{plain: it.ContentHTML == "", summary: true, permalink: true, language: it.Language}
	}
	return extras{}
}
