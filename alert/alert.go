// Package alert tells people and programs what is new to the searches that
// they keep: signed webhooks, mail and feeds. See docs/alerts.md.
package alert

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/record"
)

// Poster sends to a server.
type Poster interface {
	Send(context.Context, fetch.Post) error
}

// Runner looks for news and sends them.
type Runner struct {
	Store *record.Store
	Post  Poster
	Mail  *Mailer          // nil: no mail server is named, and mail waits
	Site  string           // where the reading room is, "http://127.0.0.1:8440"; links lead there
	Every time.Duration    // between two looks; default 30 seconds
	Now   func() time.Time // nil: time.Now
	Told  func(Try)        // told of each try, one at a time; may be nil

	telling sync.Mutex
}

// Try is how a try to send a message ended.
type Try struct {
	Delivery record.Delivery
	State    string // as of record.Delivery
	Err      error
	Next     time.Time // of a message that waits for another try
}

// Tally counts what a look at the searches brought.
type Tally struct {
	News   int `json:"news"`   // steps of happenings that are new to a search
	Sent   int `json:"sent"`   // messages
	Failed int `json:"failed"` // messages that wait for another try
	Dead   int `json:"dead"`   // messages that are given up
}

// pauses are those after each try that failed, as Standard Webhooks has them.
// After the last one a message is dead.
var pauses = []time.Duration{5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour, 10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour}

const (
	hold    = 3 * time.Minute // how long a sender has a message; longer than a try takes
	senders = 4               // messages sent at once
)

func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

// Once looks for news and sends what is due. An error is one of the record or
// ctx's; what could not be sent is counted.
func (r *Runner) Once(ctx context.Context) (Tally, error) {
	var t Tally
	news, err := r.Store.Collect(ctx)
	t.News = news
	if err != nil {
		return t, err
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	var faults []error
	for range senders {
		wg.Go(func() {
			for ctx.Err() == nil {
				d, ok, err := r.Store.Take(ctx, r.now(), hold, r.Mail != nil)
				if err == nil && !ok {
					return
				}
				var end Try
				if err == nil {
					end, err = r.deliver(ctx, d)
				}
				mu.Lock()
				if err != nil {
					faults = append(faults, err)
				}
				switch end.State {
				case record.Sent:
					t.Sent++
				case record.Waiting:
					t.Failed++
				case record.Dead:
					t.Dead++
				}
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return t, ctx.Err()
	}
	return t, errors.Join(faults...)
}

// Run looks and sends until ctx ends, at once when something comes through
// wake, which may be nil.
func (r *Runner) Run(ctx context.Context, wake <-chan struct{}) error {
	every := r.Every
	if every <= 0 {
		every = 30 * time.Second
	}
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if _, err := r.Once(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-t.C:
		case <-wake:
		}
	}
}

// deliver sends a message and notes how it ended. What was sent is noted even
// when ctx ends meanwhile.
func (r *Runner) deliver(ctx context.Context, d record.Delivery) (Try, error) {
	news, err := r.Store.DeliveryNews(ctx, d)
	if err != nil {
		return Try{}, err
	}
	f, err := r.Store.Search(ctx, "", d.Alert.Search)
	if err != nil {
		return Try{}, err
	}
	m := Message{ID: d.ID, Search: f, Site: r.Site, At: r.now(), Test: d.News == 0}
	for _, n := range news {
		m.Items = append(m.Items, ItemOf(n, r.Site))
	}
	end := Try{Delivery: d, State: record.Sent}
	switch {
	case !m.Test && len(m.Items) == 0:
		end.Err = errors.New("the record holds nothing of it any more")
	case d.Alert.Kind == record.Mail:
		end.Err = r.Mail.Send(ctx, d.Alert.Target, m)
	default:
		end.Err = r.webhook(ctx, d.Alert, m)
	}
	reason, pause := "", ""
	if end.Err != nil {
		reason, _, _ = strings.Cut(strings.TrimPrefix(end.Err.Error(), d.Alert.Target+": "), "\n")
		if m.Test || len(m.Items) > 0 {
			end.State, end.Next, pause = r.failed(ctx, d, end.Err)
		}
	}
	after := context.WithoutCancel(ctx)
	if err := r.Store.Ended(after, d, end.State, reason, end.Next); err != nil {
		return end, err
	}
	if pause != "" {
		if err := r.Store.PauseAlert(after, d.Alert.N, pause); err != nil {
			return end, err
		}
	}
	r.telling.Lock()
	defer r.telling.Unlock()
	if r.Told != nil {
		r.Told(end)
	}
	return end, nil
}

// failed decides what becomes of a message that could not be sent. pause says
// why its alert rests from now on.
func (r *Runner) failed(ctx context.Context, d record.Delivery, why error) (state string, next time.Time, pause string) {
	if ctx.Err() != nil { // stopped, not refused: it goes first when things go on
		return record.Waiting, r.now(), ""
	}
	var told *fetch.Error
	wait := time.Duration(0)
	if errors.As(why, &told) {
		if told.Gone() {
			return record.Dead, r.now(), "the server says that it is gone for good (410)"
		}
		wait = told.RetryAfter
	}
	if d.Tries > len(pauses) {
		return record.Dead, r.now(), ""
	}
	wait = max(wait, pauses[d.Tries-1])
	wait += time.Duration(rand.Float64() * float64(wait) / 5)
	return record.Waiting, r.now().Add(wait), ""
}

// Check refuses a target that nothing can be sent to.
func Check(kind, target string) error {
	switch kind {
	case record.Webhook:
		return fetch.Check(target)
	case record.Mail:
		return checkMail(target)
	}
	return fmt.Errorf("an alert is a %s or %s, not %q", record.Webhook, record.Mail, kind)
}
