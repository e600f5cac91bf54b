package serve

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
	"github.com/chromedp/chromedp"
)

func correctActor(v *visitor) {
	v.opens("/search?q=actor:IRQ+type:REQUEST")
	v.clicks(first)
	v.clicks(link("review"))
	v.at("/review/")
	v.clicks(more("Edit how it is coded"))
	v.writes("#actor", "Jordan")
	v.writes("#reason", "it was Amman")
	v.clicks(button("Save the edit"))
	v.reads(".done", "Kept: edit", "Iraq (IRQ) -> Jordan (JOR)")
	v.asks("actor:JOR type:REQUEST")
	v.reads(found, "Jordan", "Iraq has asked the United States")
	v.opens("/decisions")
	v.reads(".log", "local", "edit", "it was Amman")
	v.clicks(button("undo"))
	v.reads(".log", "undone by 2")
	v.asks("actor:JOR type:REQUEST")
	v.reads("main", "Nothing found")
	v.asks("actor:IRQ type:REQUEST")
	v.reads(found, "Iraq has asked the United States")
}

func takeOut(v *visitor) {
	v.opens("/search?q=type:ASSAULT+place:Faya-Largeau+on:2027-09-03&order=reports")
	v.clicks(first)
	v.at("/happening/")
	all := v.count(".tellings > li")
	if all < 3 {
		v.Fatalf("only %d reports tell of it", all)
	}
	const last = `(//ol[contains(@class, "tellings")]/li)[last()]`
	v.clicks(last + `//summary`)
	v.writes(`.tellings > li:last-child input[name="why"]`, "another base")
	v.clicks(last + `//button[normalize-space()="It is another happening"]`)
	v.reads(".done", "Kept: split")
	if left := v.count(".tellings > li"); left != all-1 {
		v.Errorf("%d of %d are left", left, all)
	}
	v.reads(".log:not(.tellings)", "another base")
	v.clicks(`.done button`)
	v.reads(".log:not(.tellings)", "undone by")
	if back := v.count(".tellings > li"); back != all {
		v.Errorf("undone, %d of %d are there", back, all)
	}
}

func commentOn(v *visitor) {
	const words = "Ask the desk in N’Djamena: <b>was it</b> the same night?"
	v.opens("/review")
	v.reads(".coding", "actor")
	v.writes("#why", words)
	v.clicks(button("Keep it"))
	v.reads(".done", "Kept: comment")
	event := v.reads(".told", "")
	v.opens("/decisions")
	v.does("choosing comments", chromedp.SetValue(`select[name="what"]`, "comment", chromedp.ByQuery))
	v.clicks(button("Show"))
	v.at("/decisions?who=&what=comment")
	v.reads(".log q", words)
	v.clicks(link("comment"))
	v.at("/review/")
	v.reads(".log q", words)
	if again := v.reads(".told", ""); again != event {
		v.Errorf("it leads to %q, not back to %q", again, event)
	}
}

// posted is what a receiver of webhooks got.
type posted struct {
	header http.Header
	body   []byte
}

func setAlert(v *visitor) {
	got := make(chan posted, 8)
	desk := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			v.Error(err)
		}
		got <- posted{r.Header, body}
	}))
	v.Cleanup(desk.Close)
	wake, ctx, done := make(chan struct{}, 1), v.ctx, make(chan error, 1)
	v.room.Wake = func() { wake <- struct{}{} }
	ctx, stop := context.WithCancel(ctx)
	runner := &alert.Runner{Store: v.room.Store, Site: v.base, Post: fetch.New(fetch.Options{AllowPrivate: true, Whole: 5 * time.Second})}
	go func() { done <- runner.Run(ctx, wake) }()
	v.Cleanup(func() { stop(); <-done })

	v.opens("/")
	v.asks("party:SDN type:CONSULT")
	v.clicks(more("Save this search, for its news and alerts"))
	v.writes(`.save [name="name"]`, "Sudan’s talks")
	v.clicks(button("Save"))
	v.at("/searches/")
	v.writes(`[name="target"]`, desk.URL+"/hook")
	v.clicks(button("Add"))
	secret := v.reads(".notice code", "whsec_")
	v.clicks(button("Send a test"))
	v.reads(".messages", "a test")
	if kind, _ := v.verified(got, secret); kind != "search.test" {
		v.Errorf("a test: %s", kind)
	}
	recorded.Add(v, v.room.Store, read.Input{Name: "new.jsonl", Body: strings.NewReader(
		`{"title":"Sudan and Egypt meet","outlet":"Nile Post","published":"2027-10-26","url":"https://nile.example/1","text":"The foreign ministers of Sudan and Egypt held talks in Khartoum on Tuesday."}`)})
	v.room.wake()
	if kind, body := v.verified(got, secret); kind != "search.news" || !strings.Contains(body, "held talks in Khartoum on Tuesday") || !strings.Contains(body, `"name":"Sudan’s talks"`) {
		v.Errorf("news: %s %s", kind, body)
	}
	v.does("looking again", chromedp.Reload())
	v.reads(`section[aria-labelledby="news"]`, "Egypt", "Khartoum")
}

// verified waits for a webhook and checks it as Standard Webhooks says.
func (v *visitor) verified(got chan posted, secret string) (kind, body string) {
	v.Helper()
	select {
	case p := <-got:
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil {
			v.Fatal(err)
		}
		id, at := p.header.Get("webhook-id"), p.header.Get("webhook-timestamp")
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + at + "." + string(p.body)))
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); id == "" || p.header.Get("webhook-signature") != want {
			v.Errorf("the signature %q is not %q", p.header.Get("webhook-signature"), want)
		}
		if n, err := strconv.ParseInt(at, 10, 64); err != nil || time.Since(time.Unix(n, 0)).Abs() > 5*time.Minute {
			v.Errorf("the time %q: %v", at, err)
		}
		var m struct{ Type string }
		if err := json.Unmarshal(p.body, &m); err != nil {
			v.Error(err)
		}
		return m.Type, string(p.body)
	case <-time.After(20 * time.Second):
		v.Fatalf("no webhook came\n%s", v.screen())
		return "", ""
	}
}

func addFeed(v *visitor) {
	v.opens("/sources")
	v.writes(`[name="address"]`, "https://courier.example/feed.xml")
	v.clicks(button("Add"))
	v.reads(`[role="status"]`, "1 feed added.")
	v.reads(`section[aria-labelledby="feeds"] tbody`, "https://courier.example/feed.xml", "not polled yet")
	list, err := watch.ParseList(v.takes(link("All as OPML")))
	if err != nil || len(list) != 1 || list[0].URL != "https://courier.example/feed.xml" {
		v.Errorf("the list of feeds: %v %v", list, err)
	}
}

func retryPage(v *visitor) {
	reader, u := recorded.Stages(v)
	in := &pipeline.Ingest{Store: v.room.Store, Run: record.Run{Code: "newer"}, Read: reader, Understand: func(a *chancery.Article) (*chancery.Record, error) { return u.Record(a), nil }}
	v.room.Retry = func(ctx context.Context, n int64) (bool, error) {
		t, err := in.Retry(ctx, n)
		return t.Quarantined == 0, err
	}
	page := `<html lang="en"><head><title>Kenya and Uganda meet</title><meta property="article:published_time" content="2027-10-24"></head><body><article><h1>Kenya and Uganda meet</h1>
<p>ENTEBBE, Uganda — Kenya and Uganda held talks in Entebbe on Saturday, the Kenyan foreign ministry said.</p><p>The two sides spoke about fishing rights in Lake Victoria for two hours.</p></article></body></html>`
	fault := record.Fault{Source: "https://courier.example/entebbe", Stage: "read", Reason: "it took longer than a minute", Input: `{"name":"entebbe.html","outlet":"The Courier"}`, Bytes: []byte(page), Whole: true}
	if _, err := v.room.Store.Quarantine(v.ctx, fault); err != nil {
		v.Fatal(err)
	}
	v.opens("/")
	v.clicks(link("1 could not be read"))
	v.reads(`section[aria-labelledby="quarantine"]`, "https://courier.example/entebbe", "it took longer than a minute")
	v.clicks(button("Retry"))
	v.reads(`[role="status"]`, "It could be read")
	v.reads(`section[aria-labelledby="quarantine"]`, "Everything could be read")
	v.asks("party:KEN")
	v.reads(found, "Kenya", "Uganda", "Entebbe", "The Courier, 24 October 2027")
}
