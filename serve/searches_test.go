package serve

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chancery-project/chancery/query"
	"github.com/mmcdole/gofeed"
)

// post sends a form as a browser does from a page of an origin.
func post(s http.Handler, path, origin string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Host = "127.0.0.1:8440"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", origin)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

const home = "http://127.0.0.1:8440"

// keep saves a search and gives the path of its page.
func keep(t *testing.T, s *Server, name, q string) string {
	t.Helper()
	w := post(s, "/searches", home, url.Values{"name": {name}, "q": {q}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("saving %q: status %d: %.400s", q, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// TestSavedSearch walks a search from its saving to its end, by the forms of
// its pages.
func TestSavedSearch(t *testing.T) {
	s := server(t, "Jane Doe")
	if body := get(s, "/search?q=party:IRQ").Body.String(); !strings.Contains(body, `<form class="big" method="post" action="/searches"><input type="hidden" name="q" value="party:IRQ">`) {
		t.Errorf("the page of results has no form to save the search")
	}
	at := keep(t, s, "Iraq <b>", "party:IRQ")
	if body := get(s, "/searches").Body.String(); !strings.Contains(body, `<a href="`+at+`">Iraq &lt;b&gt;</a>`) || !strings.Contains(body, `data-label="Finds">1</td><td class="n" data-label="New">0</td>`) {
		t.Errorf("the list: %s", body)
	}
	for name, form := range map[string]url.Values{"twice": {"name": {"Iraq <b>"}, "q": {""}}, "no name": {"q": {"x"}}, "broken": {"name": {"x"}, "q": {"("}}} {
		if w := post(s, "/searches", home, form); w.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, w.Code)
		}
	}
	w := get(s, at+"/feed.atom")
	f, err := gofeed.NewParser().Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil || f.Title != "Chancery: Iraq <b>" || f.FeedLink != home+at+"/feed.atom" || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Errorf("the feed: %v %+v", err, f)
	}
	if w := post(s, at+"/remove", home, nil); w.Code != http.StatusSeeOther || get(s, at).Code != http.StatusNotFound || get(s, at+"/feed.atom").Code != http.StatusNotFound {
		t.Errorf("removed: status %d, then %d", w.Code, get(s, at).Code)
	}
}

// TestAlertsOnThePage sets alerts by form, tries one out and ends it. The
// secret is told once.
func TestAlertsOnThePage(t *testing.T) {
	ctx := context.Background()
	s := server(t, "Jane Doe")
	woken := 0
	s.Wake = func() { woken++ }
	at := keep(t, s, "Iraq", "party:IRQ")
	id := strings.TrimPrefix(at, "/searches/")
	for name, form := range map[string]url.Values{"no web": {"kind": {"webhook"}, "target": {"javascript:alert(1)"}}, "no mail": {"kind": {"mail"}, "target": {"<script>"}}, "no kind": {"kind": {"pigeon"}, "target": {"x"}}} {
		w := post(s, at+"/alerts", home, form)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `role="alert"`) || strings.Contains(w.Body.String(), "<script>") {
			t.Errorf("%s: status %d: %s", name, w.Code, w.Body)
		}
	}
	w := post(s, at+"/alerts", home, url.Values{"kind": {"webhook"}, "target": {"https://desk.example/hook"}})
	alerts, err := s.Store.Alerts(ctx, id)
	if err != nil || len(alerts) != 1 || w.Code != http.StatusOK || !strings.Contains(w.Body.String(), strings.ReplaceAll(alerts[0].Secret, "+", "&#43;")) {
		t.Fatalf("status %d, %+v %v: %s", w.Code, alerts, err, w.Body)
	}
	if strings.Contains(get(s, at).Body.String(), "whsec") {
		t.Error("the secret is told again")
	}
	if w := post(s, at+"/alerts/1/test", home, nil); w.Code != http.StatusSeeOther || woken != 1 {
		t.Errorf("a test: status %d, woken %d times", w.Code, woken)
	}
	if body := get(s, at).Body.String(); !strings.Contains(body, "<b>waiting</b> · a test") {
		t.Errorf("the test is not shown: %s", body)
	}
	other := keep(t, s, "Other", "")
	if w := post(s, other+"/alerts/1/remove", home, nil); w.Code != http.StatusNotFound {
		t.Errorf("an alert of another search: status %d", w.Code)
	}
	if w := post(s, at+"/alerts/1/remove", home, nil); w.Code != http.StatusSeeOther {
		t.Errorf("removed: status %d", w.Code)
	}
	if w := post(s, at+"/retry", home, nil); w.Code != http.StatusNotFound {
		t.Errorf("nothing was given up: status %d", w.Code)
	}
}

// TestComplete proves what is offered while a query is written, and that what
// is taken is a query.
func TestComplete(t *testing.T) {
	s := server(t, `Jane "Doe"`)
	for _, c := range []struct {
		name, text string
		want       string // the first that is offered; "" for nothing
		start      int
	}{
		{"a field", "sta", "status:", 0},
		{"a field after other parts", "party:IRQ pla", "place:", 10},
		{"in brackets", "(type:CONSULT OR pa", "party:", 17},
		{"what is denied", "-ty", "-type:", 0},
		{"a status", "status:pl", "status:planned ", 0},
		{"a kind by its name", "type:att", "type:ASSAULT ", 0},
		{"a country by its name", "party:ira", "party:IRQ ", 0},
		{"a country that is not told of", "party:fran", "", 0},
		{"a name with marks in it", "recipient:jan", `recipient:"Jane  Doe " `, 0},
		{"a name in quotation marks", `recipient:"jane `, `recipient:"Jane  Doe " `, 0},
		{"an outlet", "outlet:out", `outlet:"Outlet Jane  Doe " `, 0},
		{"a word of a name", "actor:ir", "actor:IRQ ", 0},
		{"after signs of two units", "😀 sta", "status:", 3},
		{"a day", "after:20", "", 0},
		{"no field", "nothing:x", "", 0},
		{"all fields", "x ", "actor:", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := get(s, "/complete?q="+url.QueryEscape(c.text))
			var got completion
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
				t.Fatalf("status %d %v: %s", w.Code, err, w.Body)
			}
			first := ""
			if len(got.Items) > 0 {
				first = got.Items[0].Text
			}
			if first != c.want || got.Start != c.start {
				t.Errorf("got %q at %d, want %q at %d: %s", first, got.Start, c.want, c.start, w.Body)
			}
			units := utf16.Encode([]rune(c.text))
			for _, it := range got.Items {
				whole := string(utf16.Decode(units[:got.Start])) + it.Text
				if strings.HasSuffix(it.Text, ":") {
					value := map[string]string{"type:": "CONSULT", "-type:": "CONSULT", "status:": "planned", "mode:": "visit"}[it.Text]
					whole += cmp.Or(value, "2021")
				}
				if strings.HasPrefix(whole, "(") {
					whole += ")"
				}
				if _, err := query.Parse(whole); err != nil {
					t.Errorf("%q is no query: %v", whole, err)
				}
			}
		})
	}
}
