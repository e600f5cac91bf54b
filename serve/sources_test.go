package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
)

// upload sends a list of feeds as the form of the page does.
func upload(t *testing.T, s http.Handler, list string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	if err := form.WriteField("address", ""); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("list", "feeds.opml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(list)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/feeds", &b)
	r.Host = "127.0.0.1:8440"
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Origin", home)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestFeedsOnThePage adds feeds by address and by list, takes them away as
// OPML, and drops one.
func TestFeedsOnThePage(t *testing.T) {
	ctx := context.Background()
	s := server(t)
	feeds := func() string {
		t.Helper()
		all, err := s.Store.Feeds(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, f := range all {
			out = append(out, f.URL+" "+f.Title)
		}
		return strings.Join(out, "\n")
	}
	if w := post(s, "/feeds", home, url.Values{"address": {" https://courier.example/feed.xml "}}); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sources?added=1#feeds" {
		t.Errorf("an address: status %d %v", w.Code, w.Header())
	}
	for _, bad := range []string{"", "courier.example", "javascript:alert(1)", "file:///etc/passwd"} {
		if w := post(s, "/feeds", home, url.Values{"address": {bad}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `role="alert"`) {
			t.Errorf("%q: status %d", bad, w.Code)
		}
	}
	list := `<opml version="2.0"><body><outline text="A &lt;b&gt;" xmlUrl="https://a.example/rss"/><outline xmlUrl="https://courier.example/feed.xml"/></body></opml>`
	if w := upload(t, s, list); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sources?added=1#feeds" {
		t.Errorf("a list: status %d %v", w.Code, w.Header())
	}
	if w := upload(t, s, "<opml></opml>"); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "it names no feed") {
		t.Errorf("a list without feeds: status %d", w.Code)
	}
	if got, want := feeds(), "https://a.example/rss A <b>\nhttps://courier.example/feed.xml "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w := get(s, "/sources.opml")
	again, err := watch.ParseList(w.Body.Bytes())
	if err != nil || fmt.Sprint(again) != "[{https://a.example/rss A <b>} {https://courier.example/feed.xml https://courier.example/feed.xml}]" {
		t.Errorf("the OPML: %v %v", again, err)
	}
	if body := get(s, "/sources").Body.String(); !strings.Contains(body, "A &lt;b&gt;") || !strings.Contains(body, "not polled yet") {
		t.Errorf("the page: %s", body)
	}
	if w := post(s, "/feeds/drop", home, url.Values{"url": {"https://a.example/rss"}}); w.Code != http.StatusSeeOther || feeds() != "https://courier.example/feed.xml " {
		t.Errorf("dropped: status %d, %s", w.Code, feeds())
	}
	if w := post(s, "/feeds/drop", home, url.Values{"url": {"https://a.example/rss"}}); w.Code != http.StatusBadRequest {
		t.Errorf("dropped twice: status %d", w.Code)
	}
}

// TestHealthOfFeeds proves that the page tells which feeds fail, why, and what
// came of the others.
func TestHealthOfFeeds(t *testing.T) {
	s := server(t)
	for _, f := range []record.Feed{
		{URL: "https://a.example/rss", Title: "A", Polls: 1, Succeeded: "2021-04-01T10:00:00Z", Next: "2021-04-01T10:30:00Z", Added: 1234},
		{URL: "https://b.example/rss", Title: "B", Polls: 1, Failures: 3, Code: "http_status", Reason: "the server answered 404 Not Found", Next: "2021-04-02T10:30:00Z"},
	} {
		if err := s.Store.SaveFeed(context.Background(), f, nil); err != nil {
			t.Fatal(err)
		}
	}
	body := get(s, "/sources").Body.String()
	for _, want := range []string{"2 feeds, <span class=\"bad\">1 failing</span>", "failed 3 times in a row", "http_status: the server answered 404 Not Found", "1 Apr 2021, 10:00", "1\u00a0234"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Index(body, "<b>B</b>") > strings.Index(body, "<b>A</b>") {
		t.Error("the feed that fails does not come first")
	}
}

// TestRetryOnThePage reads again what is in quarantine: what can be read goes
// into the record, the other stays.
func TestRetryOnThePage(t *testing.T) {
	ctx := context.Background()
	s := server(t)
	reader, u := recorded.Stages(t)
	in := &pipeline.Ingest{Store: s.Store, Run: record.Run{Code: "newer"}, Read: reader, Understand: func(a *chancery.Article) (*chancery.Record, error) { return u.Record(a), nil }}
	good, err := json.Marshal(&chancery.Article{ID: "sha256:x", Title: "Talks", Outlet: "The Courier", Published: "2021-04-07", Language: "en", Text: "Iraq and Iran held talks in Baghdad on Wednesday."})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []record.Fault{{Source: "good", Stage: "understand", Reason: "it took too long", Bytes: good, Whole: true}, {Source: "bad", Stage: "understand", Reason: "damaged", Bytes: []byte("{"), Whole: true}} {
		if _, err := s.Store.Quarantine(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	if w := post(s, "/quarantine/1/retry", home, nil); w.Code != http.StatusBadRequest || strings.Contains(get(s, "/sources").Body.String(), "/retry") {
		t.Errorf("a server that reads nothing: status %d", w.Code)
	}
	s.Retry = func(ctx context.Context, n int64) (bool, error) {
		t, err := in.Retry(ctx, n)
		return t.Quarantined == 0, err
	}
	if body := get(s, "/sources").Body.String(); !strings.Contains(body, `action="/quarantine/1/retry"`) {
		t.Error("the page has no form to retry")
	}
	for _, c := range []struct {
		n, to string
		code  int
		left  int
	}{{"1", "/sources?done=read#quarantine", 303, 1}, {"1", "", 404, 1}, {"2", "/sources?done=still#quarantine", 303, 1}, {"x", "", 404, 1}, {"99", "", 404, 1}} {
		w := post(s, "/quarantine/"+c.n+"/retry", home, nil)
		left, err := s.Store.Quarantined(ctx)
		if err != nil || w.Code != c.code || w.Header().Get("Location") != c.to || len(left) != c.left {
			t.Errorf("%s: status %d to %q, %d left, %v", c.n, w.Code, w.Header().Get("Location"), len(left), err)
		}
	}
	if body := get(s, "/articles").Body.String(); !strings.Contains(body, `dir="auto">Talks</a>`) {
		t.Errorf("what was read again is not in the record: %s", body)
	}
	if body := get(s, "/sources?done=<b>").Body.String(); strings.Contains(body, "&lt;b&gt;") || strings.Contains(body, "<b>") && strings.Contains(body, `role="status"`) {
		t.Error("words of an address are shown as what was done")
	}
}
