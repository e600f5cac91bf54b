package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/serve"
	"github.com/chancery-project/chancery/watch"
	"github.com/spf13/cobra"
)

// roomFlags say what goes on around the reading room: alerts are sent, what
// is in quarantine is read again, and feeds are polled.
type roomFlags struct {
	engine ingestFlags
	sender senderFlags
	watch  bool
	every  time.Duration
}

func (f *roomFlags) add(c *cobra.Command) {
	f.engine.engine(c)
	f.sender.add(c)
	c.Flags().BoolVar(&f.watch, "watch", false, "poll the feeds of the record, too, as chancery watch does")
	c.Flags().DurationVar(&f.every, "every", 30*time.Minute, "with --watch: time between two polls of a feed")
}

// around starts what goes on beside the pages of a record, until ctx ends or
// end is called. Over a record that is open for reading nothing does.
func (f *roomFlags) around(ctx context.Context, o *serve.Options, errOut io.Writer) (end func(), err error) {
	if !o.Store.Writable() {
		return func() {}, nil
	}
	if f.sender.site == "" {
		scheme := "http://"
		if o.CertFile != "" {
			scheme = "https://"
		}
		f.sender.site = scheme + o.Listen
	}
	f.sender.private = f.engine.allowPrivate
	alerts, err := f.sender.runner(o.Store, nil)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	say := func(what string, err error) {
		fmt.Fprintf(errOut, "chancery: %s: %s\n", what, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	var stopAlerts func()
	o.Mail = alerts.Mail != nil
	o.Wake, stopAlerts = inBackground(ctx, alerts, func(err error) { say("alerts are sent no more", err) })
	m := &mill{flags: &f.engine, store: o.Store, ctx: ctx}
	o.Retry = m.retry
	var polling sync.WaitGroup
	if f.watch {
		in, err := m.start()
		if err != nil {
			cancel()
			stopAlerts()
			return nil, err
		}
		o.Polls = true
		w := &watch.Watcher{Ingest: in, Every: f.every, Follow: true, News: o.Wake,
			Fetch: fetch.NewPolite(fetch.New(fetch.Options{AllowPrivate: f.engine.allowPrivate}), fetch.Manners{Delay: f.engine.pause()})}
		polling.Go(func() {
			if _, err := w.Run(ctx, nil); err != nil && ctx.Err() == nil {
				say("feeds are polled no more", err)
			}
		})
	}
	return func() {
		cancel()
		polling.Wait()
		stopAlerts()
		m.stop()
	}, nil
}

// mill reads and understands for the reading room. It starts when it is first
// needed.
type mill struct {
	flags *ingestFlags
	store *record.Store
	ctx   context.Context // as long as the room is open

	mu sync.Mutex // one thing is read again at a time
	in *ingester
}

func (m *mill) start() (*pipeline.Ingest, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.started()
}

func (m *mill) started() (*pipeline.Ingest, error) {
	if m.in == nil {
		in, err := m.flags.over(m.ctx, m.store)
		if err != nil {
			return nil, err
		}
		m.in = in
	}
	return m.in.Ingest, nil
}

func (m *mill) retry(ctx context.Context, n int64) (read bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	in, err := m.started()
	if err != nil {
		return false, err
	}
	t, err := in.Retry(ctx, n)
	return err == nil && t.Quarantined == 0, err
}

// stop ends the workers, when nothing is under way.
func (m *mill) stop() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.in != nil {
		m.in.pool.Close()
	}
}
