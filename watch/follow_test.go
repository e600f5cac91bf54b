package watch_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/record"
)

// TestFeedsComeAndGo proves that a watch which runs takes up a feed that is
// added to the record, and lets one go that is dropped, for good.
func TestFeedsComeAndGo(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	s := newSite(t)
	s.set("/a", rss(item("", "One", whole(1, "one"))))
	s.set("/b", rss(item("", "Two", whole(2, "two"))))
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	w.Follow, w.Every, w.Look = true, 5*time.Millisecond, time.Millisecond
	ended := make(chan error, 1)
	go func() { _, err := w.Run(ctx, nil); ended <- err }()
	add := func(path string, want int) {
		t.Helper()
		if n, err := w.Ingest.Store.AddFeeds(ctx, []record.Feed{{URL: s.URL + path}}); err != nil || n != want {
			t.Errorf("adding %s: %d %v, want %d", path, n, err, want)
		}
	}
	until := func(what string, is func() bool) {
		t.Helper()
		for began := time.Now(); !is(); time.Sleep(time.Millisecond) {
			if time.Since(began) > 20*time.Second {
				t.Fatalf("%s: it never comes", what)
			}
		}
	}
	add("/a", 1)
	until("the first feed", func() bool { return s.count("/a") > 2 })
	add("/b", 1)
	add("/b", 0)
	until("the second feed", func() bool { return s.count("/b") > 2 })
	if err := w.Ingest.Store.DropFeed(ctx, s.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	until("the rest of the first", func() bool {
		before := s.count("/a")
		until("another poll", func() bool { b := s.count("/b"); time.Sleep(100 * time.Millisecond); return s.count("/b") > b })
		return s.count("/a") == before
	})
	stop()
	if err := <-ended; err != context.Canceled {
		t.Errorf("the watch ended with %v", err)
	}
	feeds, err := w.Ingest.Store.Feeds(context.Background())
	if err != nil || len(feeds) != 1 || feeds[0].URL != s.URL+"/b" || feeds[0].Added != 1 {
		t.Errorf("%+v %v", feeds, err)
	}
}
