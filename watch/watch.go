// Package watch polls feeds, follows what they link to and brings it into a
// record, and keeps each feed's health.
package watch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"time"

	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/record"
)

// Watcher polls feeds into a record.
type Watcher struct {
	Ingest *pipeline.Ingest
	Fetch  Getter
	Every  time.Duration // between two polls of a feed that goes well; default 30 minutes
	At     int           // feeds polled at once; default 8
	Told   func(Poll)    // told of each poll that ended, one at a time; may be nil
	Follow bool          // feeds that are added to the record meanwhile are polled too
	Look   time.Duration // how often the record is asked which feeds there are; default 5 seconds
	News   func()        // called when what follows from new articles is in the record; may be nil
	Now    func() time.Time
	Jitter func() float64 // in [0, 1)

	understanding chan struct{}
}

// Poll is what came of one poll.
type Poll struct {
	Feed  record.Feed
	Tally pipeline.Tally
	Same  bool  // nothing has changed since the last poll
	Err   error // why the feed could not be had; what it holds that cannot be read is in quarantine
}

// ErrFailed says that feeds could not be polled.
var ErrFailed = errors.New("not every feed could be polled")

// The longest pauses between polls of a feed that fails, and of one that is gone.
const (
	maxBackOff = 24 * time.Hour
	goneFor    = 7 * 24 * time.Hour
)

// maxTries is how often the page of an item is asked for.
const maxTries = 3

func (w *Watcher) defaults() {
	if w.Every <= 0 {
		w.Every = 30 * time.Minute
	}
	if w.Look <= 0 {
		w.Look = 5 * time.Second
	}
	if w.At <= 0 {
		w.At = 8
	}
	if w.Now == nil {
		w.Now = time.Now
	}
	if w.Jitter == nil {
		w.Jitter = rand.Float64
	}
	if w.understanding == nil {
		n := w.Ingest.Workers
		if n <= 0 {
			n = runtime.GOMAXPROCS(0)
		}
		w.understanding = make(chan struct{}, n)
	}
}

// Once polls each feed once, but for those whose servers asked to wait still.
// An error is ErrFailed, one of the record, or ctx's.
func (w *Watcher) Once(ctx context.Context, feeds []Listed) (pipeline.Tally, error) {
	return w.run(ctx, feeds, true)
}

// Run polls the feeds when they are due until ctx is done. What was polled
// before the end is in the record. A feed that is dropped from the record
// meanwhile is polled no more.
func (w *Watcher) Run(ctx context.Context, feeds []Listed) (pipeline.Tally, error) {
	return w.run(ctx, feeds, false)
}

func (w *Watcher) run(ctx context.Context, listed []Listed, once bool) (total pipeline.Tally, err error) {
	w.defaults()
	r := &round{w: w, listed: listed, named: len(listed) > 0, once: once}
	if err := r.look(ctx); err != nil {
		return total, err
	}
	if len(r.all) == 0 && (once || !w.Follow) {
		return total, errors.New("no feeds are watched yet: name a list of feeds (OPML, or an address a line) or a feed's address")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()

	type ended struct {
		of   *watched
		poll Poll
		err  error // of the record
	}
	done := make(chan ended)
	running, failed := 0, false
	for {
		if !once && w.Now().Sub(r.looked) >= w.Look {
			if err := r.look(ctx); err != nil {
				return total, err
			}
		}
		due, wake, late := r.due(w.At - running)
		for _, f := range late { // a server asked for it
			failed = true
			w.tell(Poll{Feed: f.Feed, Err: fmt.Errorf("%s: the server asked to wait until %s", f.URL, f.Next)})
		}
		for _, f := range due {
			running++
			wg.Add(1)
			go func(feed record.Feed) {
				defer wg.Done()
				p, err := w.poll(ctx, feed)
				select {
				case done <- ended{f, p, err}:
				case <-ctx.Done():
				}
			}(f.Feed)
		}
		if once && running == 0 {
			break
		}
		pause := w.Look
		if !wake.IsZero() && running < w.At {
			pause = min(pause, max(wake.Sub(w.Now()), 0))
		}
		timer := time.After(pause)
		select {
		case <-ctx.Done():
			return total, ctx.Err()
		case <-timer:
		case e := <-done:
			running--
			e.of.busy = false
			if ctx.Err() != nil {
				return total, ctx.Err()
			}
			if e.err != nil {
				return total, e.err
			}
			e.of.Feed, e.of.next, e.of.over = e.poll.Feed, moment(e.poll.Feed.Next), once
			e.of.known = true
			failed = failed || e.poll.Err != nil
			total = total.Plus(e.poll.Tally)
			w.tell(e.poll)
			if running == 0 || !once {
				err := w.Ingest.Store.Settle(ctx)
				if ctx.Err() != nil {
					return total, ctx.Err()
				}
				if err != nil {
					return total, err
				}
				if w.News != nil {
					w.News()
				}
			}
		}
	}
	if failed {
		return total, ErrFailed
	}
	return total, nil
}

func (w *Watcher) tell(p Poll) {
	if w.Told != nil {
		w.Told(p)
	}
}

// moment reads a time of the record; what is none is long ago.
func moment(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
