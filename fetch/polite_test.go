package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// The table follows the examples of RFC 9309, section 2.2.
func TestRobots(t *testing.T) {
	for _, c := range []struct{ name, text, allowed, refused string }{
		{"nothing", "", "/ /a", ""},
		{"all forbidden", "User-agent: *\nDisallow: /", "/robots.txt", "/ /a /a?b"},
		{"an empty rule", "User-agent: *\nDisallow:", "/ /a", ""},
		{"our own group wins", "User-agent: *\nDisallow: /\n\nUser-agent: Chancery\nDisallow: /private", "/ /a", "/private /private/x /private?x"},
		{"another's group", "User-agent: otherbot\nDisallow: /", "/ /a", ""},
		{"one group for several", "User-agent: otherbot\nUser-agent: chancery\nDisallow: /a\n", "/b", "/a"},
		{"two groups of ours are one", "User-agent: chancery\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: chancery\nDisallow: /b", "/c", "/a /b"},
		{"the longest rule decides", "User-agent: *\nDisallow: /news\nAllow: /news/world", "/news/world/1", "/news /news/sport"},
		{"of two as long the one that allows", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		{"a star", "User-agent: *\nDisallow: /*/print", "/a /print", "/a/print /a/b/print/c"},
		{"an end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x /a.html", "/a.pdf /b/c.pdf"},
		{"an end without a star", "User-agent: *\nDisallow: /a$", "/ab", "/a"},
		{"a query", "User-agent: *\nDisallow: /*?share=", "/a /a?x", "/a?share=1"},
		{"escapes are one", "User-agent: *\nDisallow: /caf%C3%A9\nDisallow: /b%7E", "/cafe", "/café /caf%c3%a9 /b~"},
		{"case, spaces and remarks", "\ufeffUSER-AGENT : * # all\r\n DISALLOW:/a # not this\r\n", "/b", "/a"},
		{"a version in the name", "User-agent: chancery/1.0\nDisallow: /a", "/b", "/a"},
		{"rules of nobody", "Disallow: /\nUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"other lines", "Sitemap: https://x.example/s\nUser-agent: *\nHost: x\nDisallow: /a", "/b", "/a"},
		{"a page, not rules", "<html><body>Disallow: /</body></html>", "/ /a", ""},
		{"too long: what is cut off does not count", "User-agent: *\nDisallow: /a\n" + strings.Repeat("#\n", 300<<10) + "Disallow: /b", "/b", "/a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := parseRobots(c.text, "chancery")
			for want, paths := range map[bool]string{true: c.allowed, false: c.refused} {
				for _, p := range strings.Fields(paths) {
					u, err := url.Parse("https://x.example" + p)
					if err != nil {
						t.Fatal(err)
					}
					if r.allows(u) != want {
						t.Errorf("%s: got %v", p, !want)
					}
				}
			}
		})
	}
	if d := parseRobots("User-agent: *\nCrawl-delay: 2.5", "chancery").delay; d != 2500*time.Millisecond {
		t.Errorf("a delay of %v", d)
	}
	if d := parseRobots("User-agent: *\nCrawl-delay: 9e99", "chancery").delay; d != maxCrawlDelay {
		t.Errorf("a delay of %v", d)
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /*a*b$", "/xaxb")
	f.Fuzz(func(t *testing.T, text, path string) {
		r := parseRobots(text, "chancery")
		if u, err := url.Parse("https://x.example/" + strings.TrimPrefix(path, "/")); err == nil {
			r.allows(u)
		}
	})
}

// A pattern made to be slow is not.
func TestRobotsAreNoBomb(t *testing.T) {
	r := parseRobots("User-agent: *\nDisallow: /"+strings.Repeat("*a", 200_000)+"$", "chancery")
	start := time.Now()
	r.allows(&url.URL{Scheme: "https", Host: "x.example", Path: "/" + strings.Repeat("a", 100_000)})
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
}

// One host is asked one thing at a time, with a pause between two.
func TestOneAtATimeWithAPause(t *testing.T) {
	var now, most atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		defer now.Add(-1)
		for {
			if m := most.Load(); n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		time.Sleep(10 * time.Millisecond)
	}))
	defer srv.Close()
	p := NewPolite(open(Options{}), Manners{Delay: 50 * time.Millisecond})
	start := time.Now()
	done := make(chan error)
	for i := range 6 {
		go func() {
			_, err := p.Do(context.Background(), Request{URL: fmt.Sprintf("%s/%d", srv.URL, i)})
			done <- err
		}()
	}
	for range 6 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if d := time.Since(start); most.Load() != 1 || d < 6*50*time.Millisecond {
		t.Errorf("%d at once, in %v", most.Load(), d)
	}
}

// What a host asks for by robots.txt and Retry-After holds, also behind
// redirects from elsewhere; a robots.txt that cannot be had forbids for now.
func TestWishesAreHeeded(t *testing.T) {
	code := func(err error) Code {
		var e *Error
		if !errors.As(err, &e) {
			return Code(fmt.Sprint(err))
		}
		return e.Code
	}
	hits := map[string]int{}
	var inner, broken *httptest.Server
	inner = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits[r.URL.Path]++
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /secret")
		case "/to-secret":
			http.Redirect(w, r, "/secret", http.StatusFound)
		case "/wait":
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer inner.Close()
	broken = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits["broken"+r.URL.Path]++
		w.WriteHeader(http.StatusInternalServerError)
	}))
	defer broken.Close()
	outer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		if r.URL.Path == "/ping" {
			http.Redirect(w, r, "/ping", http.StatusFound)
			return
		}
		http.Redirect(w, r, inner.URL+r.URL.Path, http.StatusFound)
	}))
	defer outer.Close()
	now := time.Now()
	p := NewPolite(open(Options{}), Manners{Now: func() time.Time { return now }})
	ask := func(address string) error {
		_, err := p.Do(context.Background(), Request{URL: address})
		return err
	}
	for _, c := range []struct {
		address string
		want    Code
	}{
		{inner.URL + "/open", "<nil>"}, {inner.URL + "/secret", RefusedRobots}, {inner.URL + "/to-secret", RefusedRobots}, {outer.URL + "/secret", RefusedRobots},
		{outer.URL + "/open", "<nil>"}, {outer.URL + "/ping", TooManyRedirects}, {broken.URL + "/x", HTTPStatus}, {broken.URL + "/y", HTTPStatus},
		{inner.URL + "/wait", HTTPStatus}, {inner.URL + "/open", Held}, {outer.URL + "/open", Held},
	} {
		if got := code(ask(c.address)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.address, got, c.want)
		}
	}
	if hits["/secret"] != 0 || hits["/robots.txt"] != 1 || hits["broken/x"]+hits["broken/y"] != 0 || hits["broken/robots.txt"] != 1 {
		t.Errorf("%v", hits)
	}
	now = now.Add(2 * time.Hour)
	if err := ask(inner.URL + "/open"); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

func TestOnlyWhatHasChanged(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"a"`)
		w.Header().Set("Last-Modified", "Tue, 23 Mar 2021 10:15:00 GMT")
		w.Header().Set("Cache-Control", "public, max-age=600")
		if r.Header.Get("If-None-Match") == `"a"` || r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(w, "x")
	}))
	defer srv.Close()
	c := open(Options{})
	first, err := c.Get(context.Background(), srv.URL)
	if err != nil || first.ETag != `"a"` || first.LastModified == "" || first.MaxAge != 10*time.Minute || string(first.Body) != "x" {
		t.Fatalf("%+v %v", first, err)
	}
	for _, ask := range []Request{{ETag: first.ETag}, {LastModified: first.LastModified}} {
		ask.URL = srv.URL
		if p, err := c.Do(context.Background(), ask); err != nil || !p.NotModified || len(p.Body) > 0 {
			t.Errorf("%+v %v", p, err)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2021, 3, 23, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{"": 0, "120": 2 * time.Minute, "-5": 0, "99999999999": maxRetryAfter, "Tue, 23 Mar 2021 12:01:00 GMT": time.Minute, "Mon, 22 Mar 2021 12:01:00 GMT": 0, "soon": 0} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}
