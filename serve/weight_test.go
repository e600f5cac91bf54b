package serve

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/demo"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"golang.org/x/net/html"
)

// heaviest is what a browser takes at most for a page that it sees first.
const heaviest = 100_000

// TestPagesAreLight weighs pages of the demo's record, the longest of each
// kind among them: the page with its style, scripts and pictures as they are sent.
func TestPagesAreLight(t *testing.T) {
	if testing.Short() {
		t.Skip("the whole demo is read: not with -short")
	}
	store := recorded.Store(t, read.Input{Name: "releases.jsonl", Body: bytes.NewReader(demo.Releases)})
	s, err := New(Options{Store: store, Lexicon: lexicon.Embedded(), Listen: "127.0.0.1:8440", Today: func() string { return demo.Today }, About: demo.About})
	if err != nil {
		t.Fatal(err)
	}
	sent := func(path string) []byte {
		t.Helper()
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "127.0.0.1:8440"
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != 200 {
			t.Fatalf("%s: status %d", path, w.Code)
		}
		return w.Body.Bytes()
	}
	most, _, err := store.Lines(t.Context(), "", 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	article, events := "", -1
	for _, l := range most {
		if l.Events > events {
			article, events = l.ID, l.Events
		}
	}
	for _, path := range []string{"/", "/search", "/search?q=party:USA", "/search?q=party:USA+type:CONSULT&order=reports", "/dossier", "/dossier?of=USA", "/dossier?of=USA&of=ISR", "/dossier?of=YEM", "/map", "/map?q=party:USA", "/network", "/network?q=party:USA",
		"/articles", "/article/" + article, "/sources", "/review", "/decisions", "/agreement", "/searches", "/help"} {
		page := sent(path)
		doc, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]bool{}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if at, _, _ := strings.Cut(a.Val, "#"); strings.HasPrefix(at, "/static/") {
					parts[at] = true
				}
			}
		}
		weight := len(page)
		for at := range parts {
			weight += len(sent(at))
		}
		t.Logf("%-50s %6d bytes, %6d of them the page", path, weight, len(page))
		if weight > heaviest {
			t.Errorf("%s: %d bytes, %d of them the page", path, weight, len(page))
		}
	}
}
