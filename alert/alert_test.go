package alert_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/mmcdole/gofeed"
)

const (
	planned = `{"title":"Talks","outlet":"The Courier","url":"https://courier.example/1","published":"2021-04-01","text":"The United States and Iraq will hold strategic talks on April 7, the White House said."}`
	held    = `{"title":"Held","outlet":"The Courier","url":"https://courier.example/2","published":"2021-04-07","text":"The United States and Iraq held strategic talks by video link on Wednesday."}`
	attack  = `{"title":"Attack","outlet":"The <Courier> & Co","url":"https://courier.example/3","published":"2021-05-02","text":"Rockets hit the Balad air base in Iraq on Sunday, killing two soldiers."}`
)

// report brings articles into a record that is open.
func report(t *testing.T, store *record.Store, lines ...string) {
	t.Helper()
	recorded.Add(t, store, reports(lines...))
}

func reports(lines ...string) read.Input {
	return read.Input{Name: "more.jsonl", Body: strings.NewReader(strings.Join(lines, "\n"))}
}

// desk is a record with a saved search, and who sends its alerts.
type desk struct {
	*alert.Runner
	t      *testing.T
	search record.Search
	now    time.Time
}

func newDesk(t *testing.T, query string) *desk {
	t.Helper()
	d := &desk{t: t}
	store := recorded.Store(t, reports(planned))
	var err error
	if d.search, err = store.SaveSearch(context.Background(), "local", "Iraq <talks>", query); err != nil {
		t.Fatal(err)
	}
	d.now = time.Now().Add(time.Minute) // ahead of the record however slow the machine is
	d.Runner = &alert.Runner{Store: store, Site: "http://room.example", Post: fetch.New(fetch.Options{AllowPrivate: true, Whole: 2 * time.Second}), Now: func() time.Time { return d.now }}
	return d
}

func (d *desk) add(kind, target string) record.Alert {
	d.t.Helper()
	a, err := d.Store.AddAlert(context.Background(), d.search, kind, target, "")
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

// run looks and sends once and compares what came of it.
func (d *desk) run(what string, news, sent, failed, dead int) {
	d.t.Helper()
	got, err := d.Once(context.Background())
	if want := (alert.Tally{News: news, Sent: sent, Failed: failed, Dead: dead}); err != nil || got != want {
		d.t.Errorf("%s: got %+v %v, want %+v", what, got, err, want)
	}
}

// hook is a receiver of webhooks that believes no unsigned word.
type hook struct {
	*httptest.Server
	mu     sync.Mutex
	key    []byte
	now    func() time.Time
	answer func(try int) (status int, header map[string]string)
	got    []received
	faults []string
}

type received struct {
	id   string
	Type string `json:"type"`
	Data struct {
		Search struct{ ID, Name, Query, Link string }
		News   []alert.Item
	}
}

func newHook(t *testing.T, answer func(try int) (int, map[string]string)) *hook {
	h := &hook{answer: answer, now: time.Now}
	h.Server = httptest.NewServer(h)
	t.Cleanup(h.Close)
	return h
}

func (h *hook) trust(t *testing.T, secret string) {
	t.Helper()
	var err error
	if h.key, err = base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_")); err != nil || len(h.key) < 24 {
		t.Fatalf("the secret %q: %v", secret, err)
	}
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		h.faults = append(h.faults, err.Error())
	}
	id, at := r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp")
	mac := hmac.New(sha256.New, h.key)
	mac.Write([]byte(id + "." + at + "." + string(body)))
	if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); r.Header.Get("webhook-signature") != want {
		h.faults = append(h.faults, "the signature is wrong")
	}
	if n, err := strconv.ParseInt(at, 10, 64); err != nil || h.now().Sub(time.Unix(n, 0)).Abs() > 5*time.Minute {
		h.faults = append(h.faults, "the time is wrong: "+at)
	}
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
		h.faults = append(h.faults, r.Method+" "+r.Header.Get("Content-Type"))
	}
	got := received{id: id}
	if err := json.Unmarshal(body, &got); err != nil {
		h.faults = append(h.faults, err.Error())
	}
	h.got = append(h.got, got)
	status, header := h.answer(len(h.got))
	for k, v := range header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(status)
}

func always(status int) func(int) (int, map[string]string) {
	return func(int) (int, map[string]string) { return status, nil }
}

// TestSignature compares with the example that Standard Webhooks publishes.
func TestSignature(t *testing.T) {
	got, err := alert.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if want := "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="; err != nil || got != want {
		t.Errorf("got %s %v, want %s", got, err, want)
	}
	for _, bad := range []string{"", "whsec_", "whsec_AAAA", "whsec_$$$", strings.Repeat("A", 200)} {
		if alert.CheckSecret(bad) == nil {
			t.Errorf("the secret %q was taken", bad)
		}
	}
}

// TestWebhookTellsAStepOnce proves that a changed status is sent, signed, with
// its words, and once: not when looked again, nor after a restart.
func TestWebhookTellsAStepOnce(t *testing.T) {
	d := newDesk(t, "party:IRQ type:CONSULT")
	h := newHook(t, always(http.StatusNoContent))
	h.trust(t, d.add(record.Webhook, h.URL).Secret)
	h.now = d.Now
	d.run("nothing new", 0, 0, 0, 0)
	report(t, d.Store, held, attack)
	d.run("the talks were held", 1, 1, 0, 0)
	d.run("looked again", 0, 0, 0, 0)
	path := d.Store.Path()
	if err := d.Store.Close(); err != nil {
		t.Fatal(err)
	}
	store, err := record.Open(context.Background(), path, record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	d.Store = store
	d.run("after a restart", 0, 0, 0, 0)
	if len(h.faults) > 0 || len(h.got) != 1 {
		t.Fatalf("%v, %d webhooks", h.faults, len(h.got))
	}
	got := h.got[0]
	if got.Type != "search.news" || got.Data.Search.Name != "Iraq <talks>" || got.Data.Search.Link != "http://room.example/searches/"+d.search.ID || len(got.Data.News) != 1 {
		t.Fatalf("%+v", got)
	}
	item := got.Data.News[0]
	if item.Before != "planned" || item.Status != "happened" || item.Link != "http://room.example/happening/"+item.Happening || len(item.Evidence) != 1 ||
		!strings.HasPrefix(item.Evidence[0].Text, "The United States and Iraq held") {
		t.Errorf("%+v", item)
	}
}

// TestWebhookIsRetried proves that a message which is refused comes again with
// its id and a new time after a pause, that a wait which the server asks for
// is kept, and that it is given up in the end, shown, and revived by hand.
func TestWebhookIsRetried(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, "type:ASSAULT")
	open := false
	h := newHook(t, func(try int) (int, map[string]string) {
		switch {
		case open:
			return 200, nil
		case try == 2:
			return 503, map[string]string{"Retry-After": "7200"}
		}
		return 500, nil
	})
	h.trust(t, d.add(record.Webhook, h.URL).Secret)
	h.now = d.Now
	report(t, d.Store, attack)
	d.run("refused", 1, 0, 1, 0)
	d.run("too early", 0, 0, 0, 0)
	d.now = d.now.Add(6 * time.Second)
	d.run("refused again", 0, 0, 1, 0)
	d.now = d.now.Add(time.Hour)
	d.run("the server asked for two hours", 0, 0, 0, 0)
	dead := 0
	for range 9 {
		d.now = d.now.Add(30 * time.Hour)
		got, err := d.Once(ctx)
		if err != nil {
			t.Fatal(err)
		}
		dead += got.Dead
	}
	if dead != 1 || len(h.got) != 10 {
		t.Errorf("%d given up after %d tries", dead, len(h.got))
	}
	for _, g := range h.got {
		if g.id != h.got[0].id || !strings.HasPrefix(g.id, "msg_") {
			t.Errorf("the id %q, first %q", g.id, h.got[0].id)
		}
	}
	list, err := d.Store.Deliveries(ctx, d.search.ID, record.Dead, 10)
	if err != nil || len(list) != 1 || list[0].Tries != 10 || !strings.Contains(list[0].Reason, "500") {
		t.Fatalf("the dead: %+v %v", list, err)
	}
	open = true
	if err := d.Store.Revive(ctx, list[0]); err != nil {
		t.Fatal(err)
	}
	d.now = time.Now().Add(time.Minute)
	d.run("revived", 0, 1, 0, 0)
	if len(h.faults) > 0 {
		t.Error(h.faults)
	}
}

// TestWebhooksThatCannotBe proves what becomes of addresses that are gone, of
// redirects, and of those that lead into the own network.
func TestWebhooksThatCannotBe(t *testing.T) {
	elsewhere := newHook(t, always(200))
	for _, c := range []struct {
		name   string
		answer func(int) (int, map[string]string)
		closed bool // the network is as by default
		state  string
		says   string
		paused bool
	}{
		{"gone", always(410), false, record.Dead, "410", true},
		{"a redirect", func(int) (int, map[string]string) { return 307, map[string]string{"Location": elsewhere.URL} }, false, record.Waiting, "follows no redirect", false},
		{"the own network", always(200), true, record.Waiting, "is a loopback address", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := context.Background()
			d := newDesk(t, "type:ASSAULT")
			if c.closed {
				d.Post = fetch.New(fetch.Options{})
			}
			h := newHook(t, c.answer)
			a := d.add(record.Webhook, h.URL)
			report(t, d.Store, attack)
			if _, err := d.Once(ctx); err != nil {
				t.Fatal(err)
			}
			list, err := d.Store.Deliveries(ctx, "", "", 10)
			if err != nil || len(list) != 1 || list[0].State != c.state || !strings.Contains(list[0].Reason, c.says) {
				t.Errorf("%+v %v", list, err)
			}
			if now, err := d.Store.Alert(ctx, a.N); err != nil || (now.Paused != "") != c.paused {
				t.Errorf("%+v %v", now, err)
			}
			if c.closed && len(h.got) > 0 || len(elsewhere.got) > 0 {
				t.Error("it was reached")
			}
		})
	}
}

// TestSenderThatDied proves that a message whose sender died between sending
// and noting it comes again under the same id.
func TestSenderThatDied(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, "type:ASSAULT")
	h := newHook(t, always(200))
	h.trust(t, d.add(record.Webhook, h.URL).Secret)
	h.now = d.Now
	report(t, d.Store, attack)
	if _, err := d.Store.Collect(ctx); err != nil {
		t.Fatal(err)
	}
	taken, ok, err := d.Store.Take(ctx, d.now, time.Minute, true) // and nothing more is heard of who took it
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	d.run("another has it", 0, 0, 0, 0)
	d.now = d.now.Add(2 * time.Minute)
	d.run("it was given up", 0, 1, 0, 0)
	if len(h.got) != 1 || h.got[0].id != taken.ID || len(h.faults) > 0 {
		t.Errorf("%+v, taken %s; %v", h.got, taken.ID, h.faults)
	}
}

// TestTestMessage proves that an alert can be tried out without news.
func TestTestMessage(t *testing.T) {
	d := newDesk(t, "type:ASSAULT")
	h := newHook(t, always(200))
	a := d.add(record.Webhook, h.URL)
	h.trust(t, a.Secret)
	h.now = d.Now
	if err := d.Store.TestAlert(context.Background(), a.N); err != nil {
		t.Fatal(err)
	}
	d.run("a test", 0, 1, 0, 0)
	if len(h.faults) > 0 || len(h.got) != 1 || h.got[0].Type != "search.test" || len(h.got[0].Data.News) != 0 {
		t.Errorf("%v %+v", h.faults, h.got)
	}
}

// TestFeed reads the feed of a search with a feed reader: its ids stay when
// the record is made anew elsewhere, and odd names and words stay words.
func TestFeed(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, "")
	report(t, d.Store, held, attack)
	d.run("two steps", 2, 0, 0, 0)
	parse := func() (*gofeed.Feed, []byte) {
		news, err := d.Store.News(ctx, d.search.ID, 100)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := alert.WriteFeed(&b, d.search, news, d.Site); err != nil {
			t.Fatal(err)
		}
		f, err := gofeed.NewParser().Parse(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v in %s", err, &b)
		}
		return f, b.Bytes()
	}
	f, raw := parse()
	if f.FeedType != "atom" || f.Title != "Chancery: Iraq <talks>" || f.FeedLink != "http://room.example/searches/"+d.search.ID+"/feed.atom" || len(f.Items) != 2 || f.UpdatedParsed == nil {
		t.Fatalf("%s", raw)
	}
	seen := map[string]bool{}
	for _, it := range f.Items {
		if seen[it.GUID] || !strings.HasPrefix(it.GUID, "urn:uuid:") || it.UpdatedParsed == nil || !strings.HasPrefix(it.Link, "http://room.example/happening/h") {
			t.Errorf("%+v", it)
		}
		seen[it.GUID] = true
	}
	if first := f.Items[0]; !strings.HasPrefix(first.Title, "happened: ") || !strings.Contains(first.Content, "Rockets hit the Balad") || !strings.Contains(first.Content, "The &lt;Courier&gt; &amp; Co, 2 May 2021") {
		t.Errorf("%q %q", first.Title, first.Content)
	}
	if second := f.Items[1]; !strings.HasPrefix(second.Title, "planned → happened: ") {
		t.Errorf("%q", second.Title)
	}
	if err := d.Store.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if _, again := parse(); !bytes.Equal(raw, again) {
		t.Errorf("after a rebuild:\n%s\nbefore:\n%s", again, raw)
	}
	if strings.Contains(string(raw), "whsec") || strings.Contains(string(raw), filepath.Base(d.Store.Path())) {
		t.Error("the feed tells secrets")
	}
}

// TestManyNewsAreSeveralMessages proves that no message grows without bound.
func TestManyNewsAreSeveralMessages(t *testing.T) {
	d := newDesk(t, "type:ASSAULT")
	h := newHook(t, always(200))
	h.trust(t, d.add(record.Webhook, h.URL).Secret)
	h.now = d.Now
	var many []string
	for i, town := range []string{"Mosul", "Basra", "Kirkuk", "Erbil", "Najaf", "Karbala", "Samarra", "Fallujah", "Ramadi", "Tikrit", "Baqubah", "Hilla"} {
		for j, month := range []string{"June", "July"} {
			many = append(many, fmt.Sprintf(`{"outlet":"The Courier","url":"https://courier.example/m%d-%d","published":"2021-08-01","text":"Rockets hit the airport of %s in Iraq on %s %d, killing %d soldiers."}`, i, j, town, month, i+1, i+2))
		}
	}
	report(t, d.Store, many...)
	tally, err := d.Once(context.Background())
	if err != nil || tally.News <= 20 || tally.Sent != (tally.News+19)/20 {
		t.Fatalf("%+v %v", tally, err)
	}
	ids := map[string]bool{}
	for _, g := range h.got {
		for _, it := range g.Data.News {
			ids[it.ID] = true
		}
	}
	if len(ids) != tally.News || len(h.faults) > 0 {
		t.Errorf("%d different steps of %d; %v", len(ids), tally.News, h.faults)
	}
}
