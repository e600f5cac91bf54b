package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
)

// submit sends a form as a page of the server itself does.
func submit(s http.Handler, path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return post(s, path, home, form)
}

// waiting gives the first mention of the queue.
func waiting(t *testing.T, s *Server) string {
	t.Helper()
	all, err := s.Store.Queue(context.Background(), "", 1)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0].Mention
}

// TestReviewByForms judges without a script: each verdict leads on to the next
// event, is shown where it should be, and can be undone.
func TestReviewByForms(t *testing.T) {
	s := server(t, "Jane Doe", "Omar Ali", "Li Wei")
	first := waiting(t, s)
	if page := get(s, "/review").Body.String(); !strings.Contains(page, `action="/review/`+first+`"`) || !strings.Contains(page, "Why it was coded so") {
		t.Fatalf("the queue does not begin with %s: %.2000s", first, page)
	}
	w := submit(s, "/review/"+first, "verdict", "reject")
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/review?after="+first+"&did=1" {
		t.Fatalf("%d %s", w.Code, to)
	}
	if page := get(s, w.Header().Get("Location")).Body.String(); strings.Contains(page, `action="/review/`+first+`"`) || !strings.Contains(page, "Kept: reject") {
		t.Error("it does not go on")
	}
	if w := get(s, "/happening/"+first); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/review/"+first {
		t.Errorf("a rejected event cannot be seen: %d", w.Code)
	}
	it, err := s.Store.Mention(context.Background(), first)
	if err != nil {
		t.Fatal(err)
	}
	if page := get(s, "/article/"+it.Record.Article.ID).Body.String(); !strings.Contains(page, "Rejected by analysts") {
		t.Error("the article does not show what was rejected")
	}
	if w := submit(s, "/undo", "n", "1", "back", "/review/"+first); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/review/"+first {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if w := get(s, "/happening/"+first); w.Code != http.StatusOK {
		t.Errorf("undone, it is not there: %d", w.Code)
	}

	w = submit(s, "/review/"+first, "verdict", "edit", "kind", "CONSULT visit", "status", "planned", "actor", "France", "actor", "", "actor", "Iraq", "time", "2021-05", "place", "", "why", "so it says")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.600s", w.Code, w.Body)
	}
	for path, want := range map[string]string{
		"/search?q=actor:France+type:CONSULT+status:planned": "/happening/" + first,
		"/dossier?of=FRA":                          "/happening/" + first,
		"/article/" + it.Record.Article.ID:         "edited by an analyst",
		"/review/" + first:                         "actor: Iraq (IRQ) -&gt; France (FRA); Iraq (IRQ)",
		"/decisions":                               "so it says",
		"/export?format=jsonl&q=actor:France":      `"decided_by":"analyst"`,
		"/happening/" + first:                      "decided by analyst",
		"/api/v1/happenings/" + first:              `"FRA"`,
		"/api/v1/articles/" + it.Record.Article.ID: `"CONSULT"`,
	} {
		if page := get(s, path).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s does not show %q", path, want)
		}
	}
	w = submit(s, "/review/"+first, "verdict", "edit", "kind", "CONSULT visit", "status", "planned", "actor", "Spain", "time", "soon")
	if page := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(page, `value="Spain"`) || !strings.Contains(page, `role="alert"`) || !strings.Contains(page, `value="soon"`) {
		t.Errorf("what was entered is lost: %d", w.Code)
	}
	for _, c := range [][]string{{"verdict", "maybe"}, {"verdict", "comment", "why", " "}, {"verdict", "comment", "why", strings.Repeat("x", maxWords+1)}} {
		if w := submit(s, "/review/"+first, c...); w.Code != http.StatusBadRequest {
			t.Errorf("%.40q: %d", c, w.Code)
		}
	}
}

// TestWhoMayDecide proves that pages of other sites, and readers, change nothing.
func TestWhoMayDecide(t *testing.T) {
	s := server(t, "Jane Doe", "Omar Ali")
	first := waiting(t, s)
	open, err := New(Options{Store: s.Store, Lexicon: lexicon.Embedded(), Listen: "0.0.0.0:8440"})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/review/" + first, "/undo", "/sample", "/happening/" + first + "/merge", "/happening/" + first + "/split"} {
		for name, header := range map[string][2]string{"another site": {"Sec-Fetch-Site", "cross-site"}, "another origin": {"Origin", "https://evil.example"}} {
			r := httptest.NewRequest("POST", path, strings.NewReader("verdict=reject&n=1&size=1&seed=x"))
			r.Host = "127.0.0.1:8440"
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(header[0], header[1])
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != http.StatusForbidden {
				t.Errorf("%s from %s: %d", path, name, w.Code)
			}
		}
		if w := submit(open, path, "verdict", "reject", "n", "1", "size", "1", "seed", "x"); w.Code != http.StatusForbidden {
			t.Errorf("%s by a reader: %d", path, w.Code)
		}
	}
	if page := get(open, "/review").Body.String(); strings.Contains(page, "<form class=\"verdict\"") {
		t.Error("a reader is offered to decide")
	}
	all, err := s.Store.Decisions(context.Background(), record.About{})
	if err != nil || len(all) > 0 {
		t.Error(all, err)
	}
	for back, want := range map[string]string{"//evil.example/x": "/decisions", "https://evil.example": "/decisions", `/\evil.example`: "/decisions", "": "/decisions", "/review/h1?in=sample": "/review/h1?in=sample"} {
		r := httptest.NewRequest("POST", "/undo", strings.NewReader(url.Values{"back": {back}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := backTo(r, "/decisions"); got != want {
			t.Errorf("%q leads to %q", back, got)
		}
	}
}

// TestSampleOnPages draws a sample, judges it blind as two coders, and finds
// accuracy and agreement on the page and on exports.
func TestSampleOnPages(t *testing.T) {
	s := server(t, "Jane Doe", "Omar Ali", "Li Wei", "Ana Ruiz")
	if w := submit(s, "/sample", "size", "3", "seed", "spring"); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	mention := regexp.MustCompile(`action="/review/(h[0-9a-f]+)"`)
	for i, v := range []string{"accept", "reject", "accept"} {
		m := mention.FindStringSubmatch(get(s, "/review?in=sample").Body.String())
		if m == nil {
			t.Fatalf("nothing to judge after %d", i)
		}
		if w := submit(s, "/review/"+m[1], "verdict", v, "in", "sample"); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
		// Another coder is not shown what the first one found.
		r := httptest.NewRequest("GET", "/review/"+m[1]+"?in=sample", nil)
		w := httptest.NewRecorder()
		if err := s.reviewItem(w, r.WithContext(account.With(r.Context(), account.User{Name: "second", Role: account.Analyst})), m[1], nil, nil); err != nil || strings.Contains(w.Body.String(), "What was decided on it") {
			t.Errorf("the second coder is led: %v", err)
		}
		n, err := s.Store.Judge(account.With(context.Background(), account.User{Name: "second"}), m[1], record.Finding{What: "accept", Blind: true})
		if err != nil || len(n) == 0 {
			t.Fatal(err)
		}
	}
	if page := get(s, "/review?in=sample").Body.String(); !strings.Contains(page, "You have judged the whole sample") {
		t.Errorf("%.1500s", page)
	}
	page := get(s, "/agreement").Body.String()
	for _, want := range []string{"100.0", "2 coders; 3 events judged by two or more", "Where coders differ", "local, second", "3 of 3 judged"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	const measured = "coded right in all: 1.000 (0.439-1.000, 3 of 3)"
	for _, f := range formats {
		if got := get(s, "/export?format="+f.Name).Header().Get("X-Chancery-Accuracy"); !strings.HasPrefix(got, measured) {
			t.Errorf("%s: %q", f.Name, got)
		}
	}
	for path, want := range map[string]string{"/export?format=manifest": `"accuracy":"` + measured, "/export?format=bibtex": "% " + measured, "/export?format=ics": "X-CHANCERY-ACCURACY:coded right", "/export?format=parquet": measured, "/dossier?of=IRQ": measured} {
		if !strings.Contains(strings.ReplaceAll(get(s, path).Body.String(), "\r\n ", ""), want) {
			t.Errorf("%s does not carry it", path)
		}
	}
	if w := submit(s, "/sample", "size", "0", "seed", ""); w.Code != http.StatusBadRequest {
		t.Error(w.Code)
	}
}

// TestMergeByForms joins two happenings, parts them, and undoes both.
func TestMergeByForms(t *testing.T) {
	ctx := context.Background()
	s := server(t, "Jane Doe", "Omar Ali")
	found, _, err := s.Store.Find(ctx, everything, 0)
	if err != nil || len(found) != 2 {
		t.Fatal(len(found), err)
	}
	a, b := found[0].ID, found[1].ID
	if page := get(s, "/happening/"+a).Body.String(); !strings.Contains(page, `name="with" value="`+b+`"`) {
		t.Error("the other one is not offered")
	}
	w := submit(s, "/happening/"+a+"/merge", "with", "http://127.0.0.1:8440/happening/"+b, "why", "one and the same")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.500s", w.Code, w.Body)
	}
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	page := get(s, to).Body.String()
	for _, want := range []string{"an analyst&#39;s decision", "one and the same", "Take it out", "Kept: merge"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	h, err := s.Store.Happening(ctx, b)
	if err != nil || len(h.Mentions) != 2 {
		t.Fatal(h, err)
	}
	if w := submit(s, "/happening/"+a+"/split", "mention", h.Mentions[1]); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %.500s", w.Code, w.Body)
	}
	if _, total, err := s.Store.Find(ctx, everything, 0); err != nil || total != 2 {
		t.Error(total, err)
	}
	if w := submit(s, "/happening/"+a+"/merge", "with", "h0"); w.Code != http.StatusBadRequest {
		t.Error(w.Code)
	}
}

// TestReasonsOnPages proves that each event of an article says why.
func TestReasonsOnPages(t *testing.T) {
	base := demonstratedServer(t, 4)
	all, _, err := base.Store.Lines(context.Background(), "", 0, 4)
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, l := range all {
		r, err := base.Store.Record(context.Background(), l.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range r.Events {
			asked++
			page := get(base, fmt.Sprintf("/article/%s/why/%s", l.ID, e.ID)).Body.String()
			if !strings.Contains(page, "<dt>pattern</dt>") || !strings.Contains(page, "<dt>confidence</dt>") || strings.Contains(page, "codes it otherwise") {
				t.Errorf("%s %s (%s) is not explained", l.ID, e.ID, export.Kind(e.Type))
			}
		}
		if w := get(base, "/article/"+l.ID+"/why/e999"); w.Code != http.StatusNotFound {
			t.Error(w.Code)
		}
	}
	if asked == 0 {
		t.Fatal("no events")
	}
}

// TestVersionsAreCompared shows what a new version took out and put in.
func TestVersionsAreCompared(t *testing.T) {
	s := server(t)
	var ids []string
	for i, text := range []string{"Three people were killed.\n\nThe army said so.\n\nIt rained.\n\nIt snowed.\n\nThe end.", "Four people were killed.\n\nThe army said so.\n\nIt rained.\n\nIt snowed.\n\nThe end.\n\nThis report was corrected."} {
		r := hostileRecord(t, "x")
		r.Article.Text, r.Article.URL, r.Article.ID = text, "https://example.org/a", fmt.Sprintf("sha256:%064x", i+1)
		r.Sentences, r.Actors, r.Quotes, r.Events = nil, nil, nil, nil
		if _, err := s.Store.Add(context.Background(), r, record.Run{Code: "test"}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.Article.ID)
	}
	if page := get(s, "/article/"+ids[0]).Body.String(); !strings.Contains(page, "/article/"+ids[0]+"/against/"+ids[1]) {
		t.Error("no link leads to what changed")
	}
	page := get(s, "/article/"+ids[1]+"/against/"+ids[0]).Body.String()
	for _, want := range []string{`<del><span class="unseen">taken out: </span>Three</del>`, `put in: </span>Four</ins> people were killed.`, `put in: </span>This report was corrected.</ins>`, "2 changes", "2 paragraphs the same"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q: %s", want, page[strings.Index(page, "<main"):])
		}
	}
	other := hostileRecord(t, "y")
	other.Article.URL = "https://example.org/other"
	if _, err := s.Store.Add(context.Background(), other, record.Run{Code: "test"}); err != nil {
		t.Fatal(err)
	}
	if w := get(s, "/article/"+ids[0]+"/against/"+other.Article.ID); w.Code != http.StatusNotFound {
		t.Error("two articles are compared", w.Code)
	}
}
