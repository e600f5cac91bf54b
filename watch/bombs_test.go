package watch_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/watch"
)

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		panic(err) // a bug: the level is a constant
	}
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// packed answers with a body that is said to be packed.
func packed(coding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", coding)
		w.Write(body)
	}
}

// drip sends b again and again until nobody listens.
func drip(b []byte, pause time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(b); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			time.Sleep(pause)
		}
	}
}

// raw answers on the connection itself.
func raw(do func(c net.Conn)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err) // a bug of the test
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(20 * time.Second))
		do(c)
	}
}

func text(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, s) }
}

// Bombs and slow servers, as a feed, as the page that a feed links to, and as
// a robots.txt: each is stopped within limits of time and memory, with its own
// reason or with what is sound in it, and the watch goes on.
func TestBombsAreStopped(t *testing.T) {
	zeros := make([]byte, 64<<20)
	small := gzipped(zeros)
	var br bytes.Buffer
	b := brotli.NewWriterLevel(&br, brotli.BestSpeed)
	b.Write(zeros)
	b.Close()
	var docx bytes.Buffer
	z := zip.NewWriter(&docx)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(zeros)
	}
	z.Close()
	var scopes strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&scopes, "<x:a xmlns:n%d='u' xmlns:x='y'>", i)
	}
	const head = `<?xml version="1.0"?><rss version="2.0"><channel><title>B</title>`
	const sound = "" // it may come to an end with what is sound in it
	bombs := []struct {
		name string
		want string // the feed's code
		do   http.HandlerFunc
	}{
		{"gzip bomb", "too_large", packed("gzip", small)},
		{"gzip in gzip", "unreadable", packed("gzip", gzipped(gzipped(small)))},
		{"gzip said to be packed twice", "bad_encoding", packed("gzip, gzip", small)},
		{"brotli bomb", "too_large", packed("br", br.Bytes())},
		{"broken gzip", "bad_encoding", packed("gzip", gzipped([]byte("<rss>"))[:12])},
		{"unknown packing", "bad_encoding", packed("zstd", []byte("x"))},
		{"endless body", "too_large", drip(make([]byte, 64<<10), 0)},
		{"endless feed", "too_large", drip([]byte(strings.Repeat("<item><title>x</title></item>", 1000)), 0)},
		{"a byte at a time", "too_slow", drip([]byte("x"), 20*time.Millisecond)},
		{"begins and never ends", "too_slow", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, head)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}},
		{"no answer", "too_slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"a huge header", "too_large", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X-Big", strings.Repeat("x", 8<<20)) }},
		{"headers without end", "too_large", raw(func(c net.Conn) {
			io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for i := 0; ; i++ {
				if _, err := fmt.Fprintf(c, "X-%d: %s\r\n", i, strings.Repeat("x", 100)); err != nil {
					return
				}
			}
		})},
		{"a header by the byte", "too_slow", raw(func(c net.Conn) {
			for {
				if _, err := io.WriteString(c, "H"); err != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		})},
		{"not HTTP", "network", raw(func(c net.Conn) { io.WriteString(c, "220 mail ready\r\n") })},
		{"a body shorter than it says", "network", raw(func(c net.Conn) { io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n"+head) })},
		{"redirect to itself", "too_many_redirects", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }},
		{"redirects without end", "too_many_redirects", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }},
		{"billion laughs", sound, text(`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><rss version="2.0"><channel><item><title>&c;</title></item></channel></rss>`)},
		{"a feed that nests", sound, text(head + "<item><title>x</title><description>" + strings.Repeat("<a>", 200_000) + "</description></item></channel></rss>")},
		{"namespaces", sound, text(head + "<item><title>x</title></item>" + scopes.String())},
		{"a million items", "unreadable", text(head + "<item><title>x</title></item>" + strings.Repeat("<item/>", 1_000_000) + "</channel></rss>")},
		{"a page of open tags", sound, text("<!doctype html><p>Envoys met in Vienna on Monday.</p>" + strings.Repeat("<b><div>", 500_000))},
		{"JSON that nests", "unreadable", text(`{"version":"https://jsonfeed.org/version/1.1","items":` + strings.Repeat("[", 1_000_000))},
		{"a zip bomb", "unreadable", text(docx.String())},
		{"a web archive that lies", sound, text("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/\r\nContent-Type: application/http\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>x</p>")},
	}
	if len(bombs) < 20 {
		t.Fatalf("only %d bombs", len(bombs))
	}
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{})
	limits := fetch.Options{AllowPrivate: true, Headers: 500 * time.Millisecond, Window: 300 * time.Millisecond}
	ctx := context.Background()
	feedOf := func(url string) (code, reason string) {
		feeds, err := w.Ingest.Store.Feeds(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range feeds {
			if f.URL == url {
				return f.Code, f.Reason
			}
		}
		t.Fatalf("%s was not polled", url)
		return "", ""
	}
	for _, c := range bombs {
		t.Run(c.name, func(t *testing.T) {
			if race.On && (c.want == sound || c.want == "unreadable") {
				t.Skip("a parser that works alone: done without the race detector, which makes it slow")
			}
			limits.Whole = 20 * time.Second // what is too large is so on a slow machine too
			if c.want == "too_slow" {
				limits.Whole = 2 * time.Second
			}
			bomb := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					http.NotFound(rw, r)
					return
				}
				c.do(rw, r)
			}))
			defer bomb.Close()
			rules := httptest.NewServer(c.do) // also its robots.txt
			defer rules.Close()
			carrier := newSite(t)
			carrier.set("/feed", rss(item(bomb.URL+"/page", "Bomb", "In short."), item(rules.URL+"/page", "Robots", "In short.")))
			w.Fetch = fetch.NewPolite(fetch.New(limits), fetch.Manners{})
			stop, peak := make(chan struct{}), make(chan uint64)
			runtime.GC()
			var before runtime.MemStats
			runtime.ReadMemStats(&before)
			go func() {
				most := uint64(0)
				for {
					select {
					case <-stop:
						peak <- most
						return
					case <-time.After(5 * time.Millisecond):
						var now runtime.MemStats
						runtime.ReadMemStats(&now)
						most = max(most, now.HeapInuse)
					}
				}
			}()
			start := time.Now()
			for _, url := range []string{bomb.URL + "/feed", carrier.URL + "/feed"} {
				if _, err := w.Once(ctx, []watch.Listed{{URL: url}}); err != nil && err != watch.ErrFailed {
					t.Fatal(err)
				}
			}
			took := time.Since(start)
			close(stop)
			most := <-peak
			code, reason := feedOf(bomb.URL + "/feed")
			if c.want != sound && code != c.want {
				t.Errorf("the feed's health is %q (%s), want %q", code, reason, c.want)
			}
			if code, reason := feedOf(carrier.URL + "/feed"); code != "" {
				t.Errorf("the feed that links to it: %s %s", code, reason)
			}
			grown := int64(most) - int64(before.HeapInuse)
			if limit := int64(400 << 20); grown > limit && !race.On {
				t.Errorf("it took %d MB", grown>>20)
			}
			if took > 30*time.Second && !race.On {
				t.Errorf("it took %v", took)
			}
			t.Logf("%v, %d MB, %q", took.Round(time.Millisecond), grown>>20, code)
		})
	}
}
