package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
	"github.com/chancery-project/chancery/wording"
	"github.com/spf13/cobra"
)

type watchFlags struct {
	ingestFlags
	sender             senderFlags
	once, status, opml bool
	every              time.Duration
	drop               string
}

// pause is the least time between two requests to one host. A private server
// is the user's own.
func (f *readFlags) pause() time.Duration {
	if f.allowPrivate {
		return 0
	}
	return 2 * time.Second
}

func watchCommand() *cobra.Command {
	var f watchFlags
	c := &cobra.Command{
		Use:   "watch [flags] [FEEDS.opml|URLS.txt|URL]...",
		Short: "Poll feeds into the record, and follow what they link to",
		Long: `Watch polls RSS, Atom and JSON feeds (and pages, where a list names one) and brings what is new into the
record, as "chancery ingest" does, until it is stopped with ^C. Lists are OPML, or text with an address a line;
with none, the feeds that were watched before go on. It goes on where it was when it is run again.

Where a feed gives only a summary, the page that it links to is read; where that cannot be had, the feed's own
text is kept. An edited text becomes a new version ("chancery versions"). Servers are treated with care: only
what has changed is asked for, robots.txt holds, one request at a time and a pause between two, waits that a
server asks for are kept, and a feed that fails is asked less and less often (docs/watch.md).`,
		Example: `  chancery watch feeds.opml
  chancery watch --once https://example.org/feed.xml     # for cron
  chancery watch --status                                # how each feed is
  chancery watch --opml > feeds.opml                     # the feeds that are watched`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.recordFlags.add(c, "how many articles were added, or with --status each feed's health")
	fl := c.Flags()
	fl.BoolVar(&f.once, "once", false, "poll each feed once and end")
	fl.DurationVar(&f.every, "every", 30*time.Minute, "time between two polls of a feed")
	fl.BoolVar(&f.status, "status", false, "show each feed's health and poll nothing")
	fl.BoolVar(&f.opml, "opml", false, "print the feeds that are watched as OPML and poll nothing")
	fl.StringVar(&f.drop, "drop", "", "stop watching the feed with this address; its articles stay")
	f.engine(c)
	f.sender.add(c)
	return c
}

func (f *watchFlags) run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if f.status || f.opml {
		return f.show(ctx, stdout)
	}
	if f.drop != "" {
		store, err := f.recordFlags.open(ctx, record.Options{})
		if err != nil {
			return err
		}
		defer store.Close()
		return store.DropFeed(ctx, f.drop)
	}
	if f.every < time.Minute && !f.allowPrivate {
		return fmt.Errorf("--every %v is too often: a minute is the least", f.every)
	}
	feeds, err := listed(args)
	if err != nil {
		return err
	}
	in, err := f.ingest(ctx, len(feeds) > 0)
	if err != nil {
		return err
	}
	defer in.Close()
	say := func(format string, args ...any) {
		if !f.quiet {
			fmt.Fprintf(stderr, "%s %s\n", time.Now().Format(time.TimeOnly), fmt.Sprintf(format, args...))
		}
	}
	in.Failed = func(source string, err error) {
		say("%s: in quarantine: %s", source, strings.ReplaceAll(err.Error(), "\n", " "))
	}
	w := &watch.Watcher{Ingest: in.Ingest, Every: f.every, Follow: true,
		Fetch: fetch.NewPolite(fetch.New(fetch.Options{AllowPrivate: f.allowPrivate}), fetch.Manners{Delay: f.pause()}),
		Told:  func(p watch.Poll) { say("%s", pollLine(p)) }}
	f.sender.private = f.allowPrivate
	alerts, err := f.sender.runner(in.Store, func(t alert.Try) { say("%s", tryLine(t)) })
	if err != nil {
		return err
	}
	var t pipeline.Tally
	if f.once {
		if t, err = w.Once(ctx, feeds); err == nil || errors.Is(err, watch.ErrFailed) {
			if _, failed := alerts.Once(ctx); failed != nil {
				err = failed
			}
		}
	} else {
		var stop func()
		w.News, stop = inBackground(ctx, alerts, func(err error) { say("alerts are sent no more: %v", err) })
		defer stop()
		say("watching: ^C stops, and the same command goes on")
		t, err = w.Run(ctx, feeds)
	}
	if err != nil && !errors.Is(err, watch.ErrFailed) && ctx.Err() == nil {
		return err
	}
	if err := reportTally(f.recordFlags, t, in.Store.Path(), stdout); err != nil {
		return err
	}
	if ctx.Err() != nil && f.once {
		return stopped(ctx, err)
	}
	return failedIf(errors.Is(err, watch.ErrFailed) || t.Quarantined > 0)
}

// listed reads the lists and addresses that are given.
func listed(args []string) (out []watch.Listed, err error) {
	for _, arg := range args {
		if watch.IsAddress(arg) {
			out = append(out, watch.Listed{URL: arg})
			continue
		}
		raw, err := os.ReadFile(arg)
		if err != nil {
			return nil, err
		}
		feeds, err := watch.ParseList(raw)
		if errors.Is(err, watch.ErrFeed) {
			return nil, fmt.Errorf("%s: %w: \"chancery ingest %s\" reads it once, and its address can be watched", arg, err, arg)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", arg, err)
		}
		out = append(out, feeds...)
	}
	return out, nil
}

func name(f record.Feed) string {
	if f.Title != "" {
		return f.Title
	}
	return f.URL
}

func pollLine(p watch.Poll) string {
	next := ""
	if p.Feed.Next != "" {
		next = " · next " + local(p.Feed.Next)
	}
	switch {
	case p.Err != nil:
		return fmt.Sprintf("%s: %s%s", name(p.Feed), strings.ReplaceAll(p.Err.Error(), "\n", " "), next)
	case p.Tally.Added+p.Tally.Versions+p.Tally.Quarantined == 0:
		return name(p.Feed) + ": nothing new" + next
	}
	line := fmt.Sprintf("%s: %d new", name(p.Feed), p.Tally.Added)
	if p.Tally.Versions > 0 {
		line += fmt.Sprintf(", %s", counted(p.Tally.Versions, "new version", "new versions"))
	}
	if p.Tally.Quarantined > 0 {
		line += fmt.Sprintf(", %d in quarantine", p.Tally.Quarantined)
	}
	return line + next
}

// local prints a time of the record for people.
func local(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return "never"
	}
	return wording.Moment(t.Local())
}

// show prints the health of the feeds, or the feeds as OPML.
func (f *watchFlags) show(ctx context.Context, w io.Writer) error {
	store, err := f.recordFlags.open(ctx, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer store.Close()
	feeds, err := store.Feeds(ctx)
	switch {
	case err != nil:
		return err
	case f.opml:
		return watch.WriteOPML(w, feeds)
	case f.json:
		return printJSON(w, append([]record.Feed{}, feeds...))
	case len(feeds) == 0:
		_, err := fmt.Fprintln(w, "no feeds are watched")
		return err
	}
	for _, feed := range feeds {
		health := "well"
		if feed.Failures > 0 {
			health = fmt.Sprintf("failed %s in a row (%s): %s", counted(feed.Failures, "time", "times"), feed.Code, feed.Reason)
		}
		if _, err := fmt.Fprintf(w, "%s\n    %s\n    %s\n    last success %s · next poll %s · %s · %s, %s, %d in quarantine\n", name(feed), feed.URL, health,
			local(feed.Succeeded), local(feed.Next), counted(feed.Polls, "poll", "polls"), counted(feed.Added, "article", "articles"),
			counted(feed.Versions, "new version", "new versions"), feed.Quarantined); err != nil {
			return err
		}
	}
	return nil
}
