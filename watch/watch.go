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

	"github.com/chancery-project/chancery/fetch"
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

// state gives what the record knows of the feeds. With no feeds named, it is
// of all that have been watched.
func (w *Watcher) state(ctx context.Context, feeds []Listed) ([]record.Feed, error) {
	known, err := w.Ingest.Store.Feeds(ctx)
	if err != nil || len(feeds) == 0 {
		return known, err
	}
	byURL := map[string]record.Feed{}
	for _, f := range known {
		byURL[f.URL] = f
	}
	var out []record.Feed
	for _, l := range feeds {
		f := byURL[l.URL]
		f.URL = l.URL
		if l.Title != "" {
			f.Title = l.Title
		}
		out = append(out, f)
	}
	return out, nil
}

// Once polls each feed once, but for those whose servers asked to wait still.
// An error is ErrFailed, one of the record, or ctx's.
func (w *Watcher) Once(ctx context.Context, feeds []Listed) (pipeline.Tally, error) {
	return w.run(ctx, feeds, true)
}

// Run polls the feeds when they are due until ctx is done. What was polled
// before the end is in the record.
func (w *Watcher) Run(ctx context.Context, feeds []Listed) (pipeline.Tally, error) {
	return w.run(ctx, feeds, false)
}

func (w *Watcher) run(ctx context.Context, listed []Listed, once bool) (total pipeline.Tally, err error) {
	w.defaults()
	feeds, err := w.state(ctx, listed)
	if err != nil {
		return total, err
	}
	if len(feeds) == 0 {
		return total, errors.New("no feeds are watched yet: name a list of feeds (OPML, or an address a line) or a feed's address")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()

	type ended struct {
		i    int
		poll Poll
		err  error // of the record
	}
	done := make(chan ended)
	next := make([]time.Time, len(feeds)) // when each is due; never while it is polled
	busy := make([]bool, len(feeds))
	over := make([]bool, len(feeds)) // polled once
	for i, f := range feeds {
		if next[i] = moment(f.Next); once && f.Code != string(fetch.Held) {
			next[i] = time.Time{}
		}
	}
	running, failed := 0, false
	for {
		now := w.Now()
		var wake time.Time
		left := 0
		for i := range feeds {
			if busy[i] || over[i] {
				continue
			}
			if wait := next[i].Sub(now); wait > 0 {
				if once { // a server asked for it
					over[i], failed = true, true
					w.tell(Poll{Feed: feeds[i], Err: fmt.Errorf("%s: the server asked to wait until %s", feeds[i].URL, feeds[i].Next)})
					continue
				}
				if left++; wake.IsZero() || next[i].Before(wake) {
					wake = next[i]
				}
				continue
			}
			if left++; running == w.At {
				continue
			}
			busy[i] = true
			running++
			wg.Add(1)
			go func(f record.Feed) {
				defer wg.Done()
				p, err := w.poll(ctx, f)
				select {
				case done <- ended{i, p, err}:
				case <-ctx.Done():
				}
			}(feeds[i])
		}
		if running == 0 && left == 0 {
			break
		}
		var timer <-chan time.Time
		if !wake.IsZero() && running < w.At {
			t := time.NewTimer(wake.Sub(now))
			defer t.Stop()
			timer = t.C
		}
		select {
		case <-ctx.Done():
			return total, ctx.Err()
		case <-timer:
		case e := <-done:
			running--
			busy[e.i] = false
			if ctx.Err() != nil {
				return total, ctx.Err()
			}
			if e.err != nil {
				return total, e.err
			}
			feeds[e.i], next[e.i], over[e.i] = e.poll.Feed, moment(e.poll.Feed.Next), once
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
