package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
	"golang.org/x/net/html"
)

// nasty is text that would run, break a page or mislead where it is not taken
// as text.
var nasty = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'-alert(1)-'`, `javascript:alert(1)`, `</title><svg onload=alert(1)>`,
	`{{.Title}}`, `<a href="javascript:alert(1)">x</a>`, `&lt;b&gt;`, "\u202e\u2066txet", `<!--`, `]]>`, `<style>*{display:none}</style>`,
}

// hostileRecord gives a record with one event told in words that hold hostile.
func hostileRecord(t *testing.T, hostile string) *chancery.Record {
	t.Helper()
	text := "Iraq asked for talks. " + hostile + " “We agreed,” said " + hostile + " on Friday."
	a := &chancery.Article{Title: "Talks " + hostile, Outlet: "Outlet " + hostile, URL: "https://example.org/" + hostile, Published: "2021-03-23", Language: "en", Text: text,
		Bylines: []string{hostile}}
	a.ID = fmt.Sprintf("sha256:%064x", len(text))
	first := chancery.Span{Start: 0, End: 21}
	rest := chancery.Span{Start: 22, End: len(text)}
	say := chancery.Span{Start: strings.Index(text, "We agreed"), End: strings.Index(text, "We agreed") + len("We agreed,")}
	goldstein := 1.0
	return &chancery.Record{Article: a, Sentences: []chancery.Span{first, rest},
		Actors: []chancery.Actor{{ID: "a1", Name: "Iraq", Kind: chancery.Government, Country: "IRQ", Code: "IRQ GOV", Mentions: []chancery.Mention{{Span: chancery.Span{Start: 0, End: 4}, Kind: chancery.Name}}},
			{ID: "a2", Name: hostile, Kind: chancery.Person, Role: hostile, Mentions: []chancery.Mention{{Span: chancery.Span{Start: 22, End: 22 + len(hostile)}, Kind: chancery.Name}}}},
		Quotes: []chancery.Quote{{ID: "q1", Kind: chancery.Direct, Speaker: "a2", Content: []chancery.Span{say}, Verbatim: true, Polarity: chancery.Positive}},
		Events: []chancery.Event{{ID: "e1", Type: chancery.Request, Mode: []string{"meet"}, Goldstein: &goldstein, Actor: []string{"a1"}, Recipient: []string{"a2"}, Status: chancery.Happened, Modality: chancery.Asserted, Polarity: chancery.Positive,
			SaidBy: "q1", Trigger: chancery.Span{Start: 5, End: 10}, Evidence: []chancery.Span{first}, Confidence: 0.5}}}
}

func server(t *testing.T, hostile ...string) *Server {
	t.Helper()
	ctx := context.Background()
	store, err := record.Open(ctx, filepath.Join(t.TempDir(), "r.db"), record.Options{Create: true, Who: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	for i, h := range hostile {
		r := hostileRecord(t, h)
		r.Article.ID = fmt.Sprintf("sha256:%064x", i+1)
		if _, err := store.Add(ctx, r, record.Run{Code: "test"}); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Quarantine(ctx, record.Fault{Source: h, Stage: "read", Reason: h, Bytes: []byte(h), Whole: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Settle(ctx); err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Store: store, Lexicon: lexicon.Embedded(), Listen: "127.0.0.1:8440", Today: func() string { return "2021-04-01" }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.Host = "127.0.0.1:8440"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// reachable follows every link of our own from the first page.
func reachable(t *testing.T, s *Server) map[string]string {
	t.Helper()
	bodies := map[string]string{}
	waiting := []string{"/"}
	for len(waiting) > 0 && len(bodies) < 400 {
		path := waiting[0]
		waiting = waiting[1:]
		path, _, _ = strings.Cut(path, "#")
		if _, done := bodies[path]; done || path == "" {
			continue
		}
		w := get(s, path)
		bodies[path] = w.Body.String()
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d: %.300s", path, w.Code, w.Body)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		doc, err := html.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if (a.Key == "href" || a.Key == "src") && strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "//") {
					waiting = append(waiting, a.Val)
				}
			}
		}
	}
	return bodies
}

// TestEveryLinkLeadsSomewhere walks all pages by their own links.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	bodies := reachable(t, server(t, "Jane Doe", "Omar Ali"))
	for _, want := range []string{"/", "/search?order=told", "/dossier", "/articles", "/sources", "/help"} {
		if bodies[want] == "" {
			t.Errorf("no link leads to %s", want)
		}
	}
	kinds := map[string]bool{}
	for path := range bodies {
		kinds[strings.Split(path[1:], "/")[0]] = true
	}
	if !kinds["happening"] || !kinds["article"] {
		t.Errorf("no link leads to a happening or an article: %v", kinds)
	}
}

// TestAnchorsExist proves that a link to words leads to an element of the page.
func TestAnchorsExist(t *testing.T) {
	s := server(t, "Jane Doe")
	for path, body := range reachable(t, s) {
		doc, err := html.Parse(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				page, id, ok := strings.Cut(a.Val, "#")
				if a.Key != "href" || !ok || page != "" && !strings.HasPrefix(page, "/") {
					continue
				}
				target := body
				if page != "" {
					target = get(s, page).Body.String()
				}
				if !strings.Contains(target, `id="`+id+`"`) {
					t.Errorf("%s: %s leads to nothing", path, a.Val)
				}
			}
		}
	}
}

// TestWordsStayWords proves that hostile text in every field of a record is
// shown as text: no element, attribute or address comes of it.
func TestWordsStayWords(t *testing.T) {
	if race.On {
		t.Skip("one page after the other, twelve times: done without the race detector, which makes it slow")
	}
	for _, hostile := range nasty {
		s := server(t, hostile)
		bodies := reachable(t, s)
		bodies["query"] = get(s, address("/search", "q", hostile)).Body.String()
		bodies["subject"] = get(s, address("/dossier", "of", hostile)).Body.String()
		for path, body := range bodies {
			if strings.HasPrefix(path, "/static") || strings.HasPrefix(path, "/export") {
				continue
			}
			doc, err := html.Parse(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			for n := range doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				switch n.Data {
				case "img", "style", "iframe", "object", "embed", "base":
					t.Errorf("%s: an element <%s> came of %q", path, n.Data, hostile)
				case "script":
					if n.FirstChild != nil {
						t.Errorf("%s: a script in line came of %q", path, hostile)
					}
				}
				for _, a := range n.Attr {
					v := strings.ToLower(strings.TrimSpace(a.Val))
					if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src") && strings.HasPrefix(v, "javascript:") {
						t.Errorf("%s: <%s %s=%q> came of %q", path, n.Data, a.Key, a.Val, hostile)
					}
				}
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	s := server(t, "Jane Doe")
	for _, path := range []string{"/", "/static/style.css", "/nothing", "/export?format=csv", "/happening/none"} {
		h := get(s, path).Header()
		if h.Get("Content-Security-Policy") != policy || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

// TestNames proves that pages of other sites cannot reach a local record under
// a name of theirs.
func TestNames(t *testing.T) {
	for _, c := range []struct {
		listen, host string
		want         int
	}{
		{"127.0.0.1:8440", "127.0.0.1:8440", 200},
		{"127.0.0.1:8440", "localhost:8440", 200},
		{"127.0.0.1:8440", "[::1]:8440", 200},
		{"127.0.0.1:8440", "evil.example:8440", 421},
		{"127.0.0.1:8440", "127.0.0.1.evil.example", 421},
		{"127.0.0.1:8440", "", 421},
		{"10.1.2.3:80", "10.1.2.3", 200},
		{"10.1.2.3:80", "localhost", 421},
		{"0.0.0.0:8440", "records.example", 200},
	} {
		t.Run(c.listen+" as "+c.host, func(t *testing.T) {
			s := server(t)
			again, err := New(Options{Store: s.Store, Lexicon: s.Lexicon, Listen: c.listen})
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequest("GET", "/", nil)
			r.Host = c.host
			w := httptest.NewRecorder()
			again.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("status %d, want %d", w.Code, c.want)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	s := server(t, "Jane Doe")
	for _, c := range []struct {
		path string
		want int
		says string
	}{
		{"/nothing", 404, "there is no page /nothing"},
		{"/happening/h0", 404, "not in the record"},
		{"/article/sha256:00", 404, "not in the record"},
		{"/search?q=nofield:x", 400, "nofield"},
		{"/search?q=(", 400, ""},
		{"/search?q=status:plannd", 400, "there is no status plannd (did you mean planned?)"},
		{"/map?q=type:FOO", 400, "there is no type FOO"},
		{"/network?q=type:FOO", 400, "there is no type FOO"},
		{"/search?from=-1", 400, "from=-1: it is the number of the first line"},
		{"/search?order=best", 400, "order=best: it is one of day, told"},
		{"/articles?from=x", 400, "from=x"},
		{"/dossier?of=Atlantis", 404, "Atlantis is no party, place, talks or topic of this record"},
		{"/dossier?of=IRQ&of=Jane+Do", 404, "did you mean Jane Doe"},
		{"/dossier?of=%5D", 400, "holds no word to look for"},
		{"/export?format=xls", 400, "none of csv"},
		{"/dossier?of=a,b,c,d,e,f,g,h,i", 400, "at most 8"},
	} {
		w := get(s, c.path)
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: status %d, want %d: %.400s", c.path, w.Code, c.want, w.Body)
		}
	}
}

// TestExportIsWhole compares what is taken away with what is there.
func TestExportIsWhole(t *testing.T) {
	s := server(t, "Jane Doe", "Omar Ali", "=cmd|' /C calc'!A0")
	_, total, err := s.Store.Find(context.Background(), everything, 0)
	if err != nil {
		t.Fatal(err)
	}
	jsonl := get(s, "/export?format=jsonl")
	lines := bytes.Split(bytes.TrimSpace(jsonl.Body.Bytes()), []byte("\n"))
	for _, l := range lines {
		if !json.Valid(l) {
			t.Errorf("no JSON: %s", l)
		}
	}
	if len(lines) != total || total == 0 {
		t.Errorf("%d lines of %d happenings", len(lines), total)
	}
	if got := strings.Count(get(s, "/export?format=csv").Body.String(), "REQUEST"); got != total {
		t.Errorf("CSV holds %d of %d", got, total)
	}
	for _, f := range formats {
		if w := get(s, "/export?format="+f.Name); w.Code != http.StatusOK || w.Body.Len() == 0 && f.Name != "plover" && f.Name != "gdelt" || w.Header().Get("X-Chancery-Snapshot") == "" {
			t.Errorf("%s: status %d, %d bytes, %v", f.Name, w.Code, w.Body.Len(), w.Header())
		}
	}
	if jsonl.Header().Get("X-Chancery-Snapshot") == "" {
		t.Error("no snapshot")
	}
}
