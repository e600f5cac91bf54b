package watch

import (
	"context"
	"slices"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/record"
)

// watched is a feed with where it stands.
type watched struct {
	record.Feed
	next  time.Time // when it is due
	busy  bool      // it is polled right now
	over  bool      // it was polled, once
	known bool      // the record has it
}

// round is the feeds that are polled.
type round struct {
	w      *Watcher
	listed []Listed // still to be taken up
	named  bool     // a list says which feeds; else those of the record are polled
	once   bool
	all    []*watched
	looked time.Time
}

// look compares with the record: what it has of the feeds, which were added,
// and which are gone.
func (r *round) look(ctx context.Context) error {
	first := r.looked.IsZero()
	r.looked = r.w.Now()
	kept, err := r.w.Ingest.Store.Feeds(ctx)
	if err != nil {
		return err
	}
	byURL := map[string]record.Feed{}
	for _, f := range kept {
		byURL[f.URL] = f
	}
	r.all = slices.DeleteFunc(r.all, func(x *watched) bool {
		_, still := byURL[x.URL]
		return x.known && !still && !x.busy
	})
	has := map[string]bool{}
	for _, x := range r.all {
		has[x.URL] = true
	}
	add := func(f record.Feed) {
		if has[f.URL] {
			return
		}
		_, known := byURL[f.URL]
		x := &watched{Feed: f, next: moment(f.Next), known: known}
		if r.once && f.Code != string(fetch.Held) {
			x.next = time.Time{}
		}
		r.all, has[f.URL] = append(r.all, x), true
	}
	for _, l := range r.listed {
		f := byURL[l.URL]
		f.URL = l.URL
		if l.Title != "" {
			f.Title = l.Title
		}
		add(f)
	}
	if !r.named && (first || r.w.Follow) {
		for _, f := range kept {
			add(f)
		}
	}
	r.listed = nil // what is dropped later is not named again
	return nil
}

// due gives at most free feeds to poll now, and when the next one will be. Of
// feeds that are polled once, late are those whose servers asked to wait.
func (r *round) due(free int) (due []*watched, wake time.Time, late []*watched) {
	now := r.w.Now()
	for _, x := range r.all {
		switch {
		case x.busy || x.over:
		case x.next.After(now) && r.once:
			x.over = true
			late = append(late, x)
		case x.next.After(now):
			if wake.IsZero() || x.next.Before(wake) {
				wake = x.next
			}
		case len(due) < free:
			x.busy = true
			due = append(due, x)
		}
	}
	return due, wake, late
}
