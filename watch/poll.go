package watch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
)

// unreadable is the code of a feed that holds nothing that can be read.
const unreadable = "unreadable"

// poll asks for a feed and brings what is new in it into the record. An error
// is one of the record, or ctx's. The feed's ETag is kept only when all of its
// items are on disk, so that what a kill cut short is asked for again.
func (w *Watcher) poll(ctx context.Context, f record.Feed) (p Poll, err error) {
	now := w.Now()
	page, ferr := w.Fetch.Do(ctx, fetch.Request{URL: f.URL, ETag: f.ETag, LastModified: f.Modified})
	if ctx.Err() != nil {
		return p, ctx.Err()
	}
	f.Tried = stamp(now)
	f.Polls++
	p.Feed = f
	if ferr != nil {
		return p, w.failure(ctx, &p, ferr)
	}
	sum := sha256.Sum256(page.Body)
	if page.NotModified || bytes.Equal(sum[:], f.Sum) {
		p.Same = true
		if !page.NotModified && f.Sum != nil {
			p.Feed.ETag, p.Feed.Modified = page.ETag, page.LastModified
		}
		return p, w.success(ctx, &p, nil, page.MaxAge)
	}
	items, again, err := w.read(ctx, &p, page)
	if err != nil {
		// What is done is done: pages are not asked for twice.
		return p, errors.Join(err, w.Ingest.Store.SaveFeed(context.WithoutCancel(ctx), f, items))
	}
	if p.Err != nil {
		return p, w.failure(ctx, &p, p.Err)
	}
	p.Feed.Sum, p.Feed.ETag, p.Feed.Modified = sum[:], page.ETag, page.LastModified
	if again { // its items must be seen again although it may not change
		p.Feed.Sum, p.Feed.ETag, p.Feed.Modified = nil, "", ""
	}
	return p, w.success(ctx, &p, items, page.MaxAge)
}

// read brings the items of a feed into the record that have not been dealt
// with yet, and returns those that now are. again says that some should be
// seen again at the next poll.
func (w *Watcher) read(ctx context.Context, p *Poll, page *fetch.Page) (items []record.Item, again bool, err error) {
	known, err := w.Ingest.Store.Items(ctx, p.Feed.URL)
	if err != nil {
		return nil, false, err
	}
	in := read.Input{Name: p.Feed.URL, URL: page.URL, ContentType: page.ContentType}
	how := in
	in.Body = bytes.NewReader(page.Body)
	follower := Follower{w.Fetch, w.Ingest.Read}
	read, failed := 0, error(nil)
	for a, rerr := range w.Ingest.Read.Articles(ctx, in) {
		if ctx.Err() != nil {
			return items, false, ctx.Err()
		}
		if rerr != nil {
			if failed == nil {
				failed = rerr
			}
			if read > 0 {
				p.Tally.Quarantined++
				if err := w.Ingest.Unreadable(ctx, how, page.Body, rerr); err != nil {
					return items, false, err
				}
			}
			continue
		}
		if read++; read == 1 {
			if p.Feed.Title == "" {
				p.Feed.Title = a.Outlet
			}
			if failed != nil { // not the whole feed after all
				p.Tally.Quarantined++
				if err := w.Ingest.Unreadable(ctx, how, page.Body, failed); err != nil {
					return items, false, err
				}
			}
		}
		item := itemOf(a)
		was, seen := known[item.Key]
		if seen && was.Sum == item.Sum && (was.Tries == 0 || was.Tries >= maxTries) {
			p.Tally.Known++
			continue
		}
		if seen && was.Sum == item.Sum {
			item.Tries = was.Tries
		}
		full, retry := follower.full(ctx, a)
		if ctx.Err() != nil {
			return items, false, ctx.Err()
		}
		if item.Tries = tries(item.Tries, retry); item.Tries > 0 && item.Tries < maxTries {
			again = true
		}
		w.understanding <- struct{}{}
		t, err := w.Ingest.Article(ctx, p.Feed.URL, full)
		<-w.understanding
		if err != nil {
			return items, false, err
		}
		p.Tally = p.Tally.Plus(t)
		items = append(items, item)
	}
	if ctx.Err() != nil {
		return items, false, ctx.Err()
	}
	if read == 0 {
		p.Err = failed
	}
	return items, again, nil
}

func tries(before int, retry bool) int {
	if retry {
		return before + 1
	}
	return 0
}

// itemOf names an item and what the feed says of it, by hashes.
func itemOf(a *chancery.Article) record.Item {
	name := a.URL
	if name == "" {
		name = a.Ref
	}
	if name == "" {
		name = a.ID
	}
	key := sha256.Sum256([]byte(name))
	return record.Item{Key: string(key[:]), Sum: string(record.Given(a))}
}

func (w *Watcher) success(ctx context.Context, p *Poll, items []record.Item, fresh time.Duration) error {
	f := &p.Feed
	f.Succeeded, f.Failures, f.Code, f.Reason = f.Tried, 0, "", ""
	f.Added, f.Versions, f.Quarantined = f.Added+p.Tally.Added, f.Versions+p.Tally.Versions, f.Quarantined+p.Tally.Quarantined
	f.Next = w.after(max(w.Every, min(fresh, maxBackOff)))
	return w.Ingest.Store.SaveFeed(ctx, *f, items)
}

// failure backs off: twice as long after each failure, and as long as the
// server asks.
func (w *Watcher) failure(ctx context.Context, p *Poll, why error) error {
	f := &p.Feed
	p.Err = why
	f.Failures++
	f.Code, f.Reason = unreadable, firstLine(why.Error())
	wait := min(w.Every<<min(f.Failures, 10), max(maxBackOff, w.Every))
	var told *fetch.Error
	if errors.As(why, &told) {
		f.Code = string(told.Code)
		switch {
		case told.Gone():
			wait = max(wait, goneFor)
		case told.RetryAfter > 0:
			f.Code = string(fetch.Held)
			wait = max(wait, told.RetryAfter)
		}
	}
	f.Next = w.after(wait)
	return w.Ingest.Store.SaveFeed(ctx, *f, nil)
}

// after is when d has passed, and up to a fifth of it, so that feeds do not
// come due together.
func (w *Watcher) after(d time.Duration) string {
	return stamp(w.Now().Add(d + time.Duration(w.Jitter()*float64(d)/5)))
}
