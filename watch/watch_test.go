package watch_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
)

var reader = sync.OnceValues(func() (*read.Reader, error) { return read.New(lexicon.Embedded()) })

// watcher makes one whose clock stands still but for what the test adds, and
// that keeps articles without looking for facts in them.
func watcher(t testing.TB, path string, o fetch.Options) *watch.Watcher {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	s, err := record.Open(context.Background(), path, record.Options{Create: true, Who: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	in := &pipeline.Ingest{Store: s, Run: record.Run{Code: "c", Model: "m", Lexicon: "l"}, Read: r, Workers: 2,
		Understand: func(a *chancery.Article) (*chancery.Record, error) {
			return &chancery.Record{Article: a, Warnings: a.Warnings}, nil
		}}
	return &watch.Watcher{Ingest: in, Fetch: fetch.NewPolite(fetch.New(o), fetch.Manners{}), Jitter: func() float64 { return 0 }}
}

// site is a server whose pages a test changes.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string
	asked map[string]int
}

func newSite(t testing.TB) *site {
	s := &site{pages: map[string]string{}, asked: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked[r.URL.Path]++
		body, ok := s.pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		tag := fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(body)))
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			s.asked["304"]++
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) set(path, body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = body
}

func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[path]
}

// item writes one item of an RSS feed.
func item(link, title, text string) string {
	return "<item><title>" + title + "</title><link>" + link + "</link><pubDate>Tue, 23 Mar 2021 10:15:00 GMT</pubDate><description><![CDATA[" + text + "]]></description></item>"
}

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title><link>https://courier.example</link>` + strings.Join(items, "\n") + "</channel></rss>"
}

func whole(n int, last string) string {
	var b strings.Builder
	for i := range 6 {
		fmt.Fprintf(&b, "<p>The foreign ministers of Kenya and Uganda met in Nairobi for round %d of their talks, and paragraph %d says what they told reporters about the lake.</p>", n, i)
	}
	return b.String() + "<p>" + last + "</p>"
}

func once(t *testing.T, w *watch.Watcher, feeds ...string) pipeline.Tally {
	t.Helper()
	var list []watch.Listed
	for _, f := range feeds {
		list = append(list, watch.Listed{URL: f})
	}
	tally, err := w.Once(context.Background(), list)
	if err != nil {
		t.Fatal(err)
	}
	return tally
}

// Many polls of a moving feed bring each release once; those that were edited
// carry their versions.
func TestPollsBringEachReleaseOnce(t *testing.T) {
	s := newSite(t)
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	feed := s.URL + "/feed"
	var total pipeline.Tally
	const releases, window = 40, 10
	edited := 0
	for poll := range releases - window + 1 {
		var items []string
		for i := poll; i < poll+window; i++ {
			last := "They will meet again in May."
			if i%10 == 3 && poll >= i-4 { // edited while it stands in the feed
				last = "They will meet again in June."
			}
			items = append(items, item(fmt.Sprintf("https://courier.example/%d", i), fmt.Sprintf("Round %d", i), whole(i, last)))
		}
		s.set("/feed", rss(items...))
		for range 2 {
			total = total.Plus(once(t, w, feed))
		}
	}
	for i := range releases {
		versions, err := w.Ingest.Store.Versions(context.Background(), fmt.Sprintf("https://courier.example/%d", i))
		if err != nil {
			t.Fatal(err)
		}
		if len(versions) == 2 {
			edited++
			if !strings.Contains(versions[0].Text, "May") || !strings.Contains(versions[1].Text, "June") {
				t.Errorf("the versions of %d come in the wrong order", i)
			}
		}
	}
	if total.Added != releases || total.Versions != edited || edited != 3 {
		t.Errorf("%+v with %d edited", total, edited)
	}
	if s.count("304") < releases-window {
		t.Errorf("only %d polls were answered by “not modified”", s.count("304"))
	}
	feeds, err := w.Ingest.Store.Feeds(context.Background())
	if err != nil || len(feeds) != 1 || feeds[0].Polls != 2*(releases-window+1) || feeds[0].Added != releases || feeds[0].Title != "The Courier" || feeds[0].Failures != 0 {
		t.Errorf("%+v %v", feeds, err)
	}
}

// What a feed gives in part is read from its page, once; where that cannot be
// had the feed's own text is kept, and the page asked for again three times.
func TestLinksAreFollowed(t *testing.T) {
	s := newSite(t)
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	page := func(n int, last string) string {
		return "<!doctype html><html><head><title>Round</title></head><body><nav>Home World Sport</nav><article><h1>Round</h1>" + whole(n, last) + "</article></body></html>"
	}
	var broken atomic.Bool
	broken.Store(true)
	busy := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt":
			fmt.Fprint(rw, "User-agent: chancery\nDisallow: /secret")
		case r.URL.Path == "/secret":
			t.Error("robots.txt was not heeded")
		case broken.Load():
			rw.WriteHeader(http.StatusBadGateway)
		default:
			fmt.Fprint(rw, page(4, "At last."))
		}
	}))
	defer busy.Close()
	s.set("/1", page(1, "The end of the page."))
	s.set("/full", "unused")
	feed := func(summary string) string {
		return rss(item(s.URL+"/1", "One", summary), item(s.URL+"/gone", "Two", "Short too."), item(s.URL+"/full", "Three", whole(3, "All of it.")),
			item(busy.URL+"/4", "Four", "Busy."), item(busy.URL+"/secret", "Five", "Not for robots."))
	}
	s.set("/feed", feed("In short."))
	if tally := once(t, w, s.URL+"/feed"); tally.Added != 5 {
		t.Fatalf("%+v", tally)
	}
	text := func(url string) (string, int) {
		v, err := w.Ingest.Store.Versions(context.Background(), url)
		if err != nil {
			t.Fatal(err)
		}
		return v[len(v)-1].Text + strings.Join(v[len(v)-1].Warnings, "\n"), len(v)
	}
	for url, want := range map[string]string{s.URL + "/1": "The end of the page.", s.URL + "/gone": "Short too.", s.URL + "/full": "All of it.", busy.URL + "/4": "502", busy.URL + "/secret": "robots.txt"} {
		if got, _ := text(url); !strings.Contains(got, want) {
			t.Errorf("%s holds %q", url, got)
		}
	}
	for range 4 {
		once(t, w, s.URL+"/feed")
	}
	if s.count("/1") != 1 || s.count("/gone") != 1 || s.count("/full") != 0 {
		t.Errorf("pages were asked for %d, %d and %d times", s.count("/1"), s.count("/gone"), s.count("/full"))
	}
	// The feed changes what it says of an item: its page is read again.
	s.set("/1", page(1, "The end of the page, corrected."))
	s.set("/feed", feed("In short, corrected."))
	broken.Store(false)
	if tally := once(t, w, s.URL+"/feed"); tally.Versions != 1 {
		t.Errorf("%+v", tally)
	}
	if got, n := text(s.URL + "/1"); n != 2 || !strings.Contains(got, "corrected") {
		t.Errorf("%d versions, the last is %q", n, got)
	}
}

// A page that comes back to life within three polls is read.
func TestPagesAreAskedForAgain(t *testing.T) {
	s := newSite(t)
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	n := 0
	slow := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if n++; r.URL.Path != "/robots.txt" && n < 4 {
			rw.WriteHeader(http.StatusBadGateway)
			return
		}
		fmt.Fprint(rw, "<article><h1>Four</h1>", whole(4, "At last."), "</article>")
	}))
	defer slow.Close()
	s.set("/feed", rss(item(slow.URL+"/4", "Four", "Busy.")))
	var total pipeline.Tally
	for range 5 {
		total = total.Plus(once(t, w, s.URL+"/feed"))
	}
	if total.Added != 1 || total.Versions != 1 {
		t.Errorf("%+v", total)
	}
	if n > 5 {
		t.Errorf("it was asked %d times", n)
	}
}

// A feed that fails is asked less and less often, as its server wishes, and
// its health tells why; when it answers again all is well.
func TestHealthAndBackOff(t *testing.T) {
	var answer atomic.Int64
	var after atomic.Value
	after.Store("")
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(rw, r)
			return
		}
		if s := after.Load().(string); s != "" {
			rw.Header().Set("Retry-After", s)
		}
		if code := int(answer.Load()); code != 200 {
			rw.WriteHeader(code)
			return
		}
		fmt.Fprint(rw, rss(item("https://courier.example/1", "One", whole(1, "End."))))
	}))
	defer srv.Close()
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	now := time.Date(2021, 3, 23, 12, 0, 0, 0, time.UTC)
	w.Now = func() time.Time { return now }
	list := []watch.Listed{{URL: srv.URL + "/feed"}}
	poll := func(code int, retry string) (record.Feed, error) {
		answer.Store(int64(code))
		after.Store(retry)
		_, err := w.Once(context.Background(), list)
		feeds, ferr := w.Ingest.Store.Feeds(context.Background())
		if ferr != nil || len(feeds) != 1 {
			t.Fatal(feeds, ferr)
		}
		return feeds[0], err
	}
	in := func(d time.Duration) string { return now.Add(d).Format(time.RFC3339) }
	f, err := poll(500, "")
	if err != watch.ErrFailed || f.Failures != 1 || f.Code != "http_status" || f.Next != in(time.Hour) || f.Succeeded != "" || !strings.Contains(f.Reason, "500") {
		t.Errorf("%+v %v", f, err)
	}
	if f, _ = poll(404, ""); f.Failures != 2 || f.Next != in(2*time.Hour) {
		t.Errorf("%+v", f)
	}
	if f, _ = poll(410, ""); f.Next != in(7*24*time.Hour) {
		t.Errorf("gone: %+v", f)
	}
	if f, err = poll(200, ""); err != nil || f.Failures != 0 || f.Reason != "" || f.Succeeded != in(0) || f.Next != in(30*time.Minute) {
		t.Errorf("well again: %+v %v", f, err)
	}
	if f, _ = poll(429, "7200"); f.Code != "held" || f.Next != in(2*time.Hour) {
		t.Errorf("held: %+v", f)
	}
	if f, err = poll(200, ""); err != watch.ErrFailed || f.Code != "held" || f.Polls != 5 {
		t.Errorf("asked before the wait was over: %+v %v", f, err)
	}
	for range 12 {
		now = now.Add(8 * 24 * time.Hour)
		w.Fetch = fetch.NewPolite(fetch.New(fetch.Options{AllowPrivate: true}), fetch.Manners{})
		f, _ = poll(500, "")
	}
	if f.Next != in(24*time.Hour) {
		t.Errorf("the longest pause: %+v", f)
	}
}

// A watch that is stopped ends soon; it goes on when it is run again, and
// polls no feed before it is due.
func TestStopAndResume(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	hold := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			select {
			case <-hold:
			case <-r.Context().Done():
				return
			}
		}
		fmt.Fprint(rw, rss(item("https://slow.example/1", "Slow", whole(9, "End."))))
	}))
	defer slow.Close()
	s.set("/feed", rss(item("https://courier.example/1", "One", whole(1, "End."))))
	list := []watch.Listed{{URL: s.URL + "/feed"}, {URL: slow.URL + "/feed"}}

	w := watcher(t, filepath.Join(dir, "r.db"), fetch.Options{AllowPrivate: true})
	ctx, cancel := context.WithCancel(context.Background())
	w.Told = func(watch.Poll) { cancel() } // the first has been polled, the second hangs
	start := time.Now()
	if _, err := w.Run(ctx, list); err != context.Canceled {
		t.Fatal(err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v to stop", d)
	}
	close(hold)
	ctx, cancel = context.WithCancel(context.Background())
	var polled []string
	w.Told = func(p watch.Poll) {
		polled = append(polled, p.Feed.URL)
		cancel()
	}
	if _, err := w.Run(ctx, list); err != context.Canceled {
		t.Fatal(err)
	}
	if len(polled) != 1 || polled[0] != slow.URL+"/feed" || s.count("/feed") != 1 {
		t.Errorf("polled again: %v, the first %d times", polled, s.count("/feed"))
	}
	n := 0
	for _, err := range w.Ingest.Store.Records(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d articles", n)
	}
}

// One item that cannot be read is in quarantine, the others are recorded; a
// feed of which nothing can be read is a failure of the feed.
func TestUnreadableItems(t *testing.T) {
	s := newSite(t)
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	s.set("/feed", rss(item("https://courier.example/1", "One", whole(1, "End.")), "<item><guid>x</guid></item>", item("https://courier.example/3", "Three", whole(3, "End."))))
	if tally := once(t, w, s.URL+"/feed"); tally.Added != 2 || tally.Quarantined != 1 {
		t.Errorf("%+v", tally)
	}
	faults, err := w.Ingest.Store.Quarantined(context.Background())
	if err != nil || len(faults) != 1 || !faults[0].Whole || faults[0].Stage != "read" {
		t.Errorf("%+v %v", faults, err)
	}
	// The same fault in another answer is no news; another one is.
	s.set("/feed", rss("<item><guid>x</guid></item>", item("https://courier.example/4", "Four", whole(4, "End."))))
	if tally := once(t, w, s.URL+"/feed"); tally.Added != 1 || tally.Quarantined != 0 {
		t.Errorf("%+v", tally)
	}
	s.set("/empty", rss())
	if _, err := w.Once(context.Background(), []watch.Listed{{URL: s.URL + "/empty"}}); err != watch.ErrFailed {
		t.Error(err)
	}
	feeds, err := w.Ingest.Store.Feeds(context.Background())
	if err != nil || feeds[0].Code != "unreadable" || !strings.Contains(feeds[0].Reason, "no items") {
		t.Errorf("%+v %v", feeds, err)
	}
}

// The facts of what is watched are those of what is ingested: many feeds at
// once change nothing.
func TestManyFeedsAtOnce(t *testing.T) {
	s := newSite(t)
	dir := t.TempDir()
	var list []watch.Listed
	for i := range 30 {
		path := fmt.Sprintf("/feed%d", i)
		s.set(path, rss(item(fmt.Sprintf("https://courier.example/%d", i), fmt.Sprintf("Round %d", i), whole(i, "End.")), item("https://courier.example/shared", "Shared", whole(99, "End."))))
		list = append(list, watch.Listed{URL: s.URL + path})
	}
	w := watcher(t, filepath.Join(dir, "r.db"), fetch.Options{AllowPrivate: true})
	tally, err := w.Once(context.Background(), list)
	if err != nil || tally.Added != 31 || tally.Known != 29 {
		t.Errorf("%+v %v", tally, err)
	}
	r, err := w.Ingest.Store.Verify(context.Background(), nil)
	if err != nil || len(r.Faults) > 0 || r.Articles != 31 {
		t.Errorf("%+v %v", r, err)
	}
}

// A feed that links to thousands of pages does not set the watch on their
// host: what is left waits for the next polls.
func TestManyLinksWait(t *testing.T) {
	s := newSite(t)
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	var items []string
	for i := range 250 {
		items = append(items, item(fmt.Sprintf("%s/%d", s.URL, i), fmt.Sprintf("Number %d", i), "In short."))
	}
	s.set("/feed", rss(items...))
	for i, want := range []int{200, 50, 0} {
		if tally := once(t, w, s.URL+"/feed"); tally.Added != want {
			t.Errorf("poll %d: %+v", i+1, tally)
		}
	}
}
