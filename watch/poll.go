package watch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
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

// The most items of a feed that one poll looks at, and the most pages that it
// follows; those left over wait for the next poll.
const (
	maxItems  = 5000
	maxFollow = 200
)

// reading is how far the items of a feed have been brought into the record.
type reading struct {
	w        *Watcher
	poll     *Poll
	follower Follower
	known    map[string]record.Item
	items    []record.Item // dealt with in this poll
	again    bool          // some should be seen again at the next poll
	followed int
	faults   []error
}

// read brings the items of a feed into the record that have not been dealt
// with yet, and returns those that now are. again says that some should be
// seen again at the next poll.
func (w *Watcher) read(ctx context.Context, p *Poll, page *fetch.Page) (items []record.Item, again bool, err error) {
	r := &reading{w: w, poll: p, follower: Follower{w.Fetch, w.Ingest.Read}}
	if r.known, err = w.Ingest.Store.Items(ctx, p.Feed.URL); err != nil {
		return nil, false, err
	}
	in := read.Input{Name: p.Feed.URL, URL: page.URL, ContentType: page.ContentType, Body: bytes.NewReader(page.Body)}
	met, sound := 0, 0
	for a, rerr := range w.Ingest.Read.Articles(ctx, in) {
		if ctx.Err() != nil {
			return r.items, false, ctx.Err()
		}
		if met++; met > maxItems {
			r.faults = append(r.faults, fmt.Errorf("there are more than %d items: the rest is left", maxItems))
			break
		}
		if rerr != nil {
			r.faults = append(r.faults, rerr)
			continue
		}
		if sound++; p.Feed.Title == "" {
			p.Feed.Title = a.Outlet
		}
		if err := r.item(ctx, a); err != nil {
			return r.items, false, err
		}
	}
	if ctx.Err() != nil {
		return r.items, false, ctx.Err()
	}
	if sound == 0 && len(r.faults) > 0 {
		p.Err = r.faults[0]
		return r.items, false, nil
	}
	return r.items, r.again, r.unreadable(ctx, in, page.Body)
}

// item brings one item into the record.
func (r *reading) item(ctx context.Context, a *chancery.Article) error {
	item := itemOf(a)
	was, seen := r.known[item.Key]
	if seen && was.Sum == item.Sum {
		if was.Tries == 0 || was.Tries >= maxTries {
			r.poll.Tally.Known++
			return nil
		}
		item.Tries = was.Tries
	}
	if read.Partial(a) && IsAddress(a.URL) {
		if r.followed++; r.followed > maxFollow {
			r.again = true
			return nil
		}
	}
	full, retry := r.follower.full(ctx, a)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	item.Tries = tries(item.Tries, retry)
	r.again = r.again || item.Tries > 0 && item.Tries < maxTries
	r.w.understanding <- struct{}{}
	t, err := r.w.Ingest.Article(ctx, r.poll.Feed.URL, full)
	<-r.w.understanding
	if err != nil {
		return err
	}
	r.poll.Tally = r.poll.Tally.Plus(t)
	r.items = append(r.items, item)
	return nil
}

// unreadable puts a feed whose items cannot all be read into quarantine, once
// for each kind of fault.
func (r *reading) unreadable(ctx context.Context, in read.Input, raw []byte) error {
	for _, fault := range r.faults {
		kind := strings.Map(func(c rune) rune {
			if c >= '0' && c <= '9' {
				return -1
			}
			return c
		}, fault.Error())
		key := sha256.Sum256([]byte("unreadable " + kind))
		item := record.Item{Key: string(key[:]), Sum: string(key[:])}
		if _, seen := r.known[item.Key]; seen {
			continue
		}
		r.known[item.Key] = item
		r.items = append(r.items, item)
		r.poll.Tally.Quarantined++
		if err := r.w.Ingest.Unreadable(ctx, in, raw, fault); err != nil {
			return err
		}
	}
	return nil
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
