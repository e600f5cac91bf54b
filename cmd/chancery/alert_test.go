package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// The commands as a user gives them: a search is saved, an alert set on it,
// and what comes by ingest and by watch is sent once; what is refused is
// listed and sent again.
func TestSearchAndAlert(t *testing.T) {
	status := http.StatusOK
	var got []string
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("webhook-signature") == "" {
			t.Errorf("%v %v", r.Header, err)
		}
		got = append(got, string(body))
		w.WriteHeader(status)
	}))
	defer hook.Close()
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, `<rss version="2.0"><channel><title>The Courier</title><item><title>Attack</title><guid>1</guid><pubDate>Sun, 02 May 2021 10:15:00 GMT</pubDate><description>Rockets hit the Balad air base in Iraq on Sunday, killing two soldiers.</description></item></channel></rss>`)
	}))
	defer site.Close()
	db := filepath.Join(t.TempDir(), "r.db")
	do := func(want string, args ...string) string {
		t.Helper()
		out, errs, err := run(t, "", append(args, "--record", db)...)
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: %q, %q, %v; want %q", args, out, errs, err, want)
		}
		return out
	}
	report := func(published, text string) {
		t.Helper()
		do("1 article added", "ingest", "-q", "--outlet", "The Courier", "--published", published, fileOf(t, "r.txt", text))
	}
	sent := func(n int, holds string) {
		t.Helper()
		if len(got) != n || n > 0 && !strings.Contains(got[n-1], holds) {
			t.Errorf("%d webhooks, want %d with %q: %v", len(got), n, holds, got)
		}
	}
	report("2021-04-01", "The United States and Iraq will hold strategic talks on April 7, the White House said.")
	do("saved as s", "search", "save", "Iraq", "party:IRQ OR type:ASSAULT")
	do("Iraq · party:IRQ OR type:ASSAULT · 0 steps", "search", "list")
	if out := do("news of \"Iraq\" go to", "alert", "add", "Iraq", "--webhook", hook.URL); !strings.Contains(out, "whsec_") {
		t.Errorf("no secret: %s", out)
	}
	do("1 · Iraq · webhook "+hook.URL, "alert", "list")
	do("0 new steps, 1 sent", "alert", "test", "1", "--allow-private")
	sent(1, `"search.test"`)
	report("2021-04-07", "The United States and Iraq held strategic talks by video link on Wednesday.")
	do("1 new step, 1 sent", "alert", "run", "--allow-private")
	sent(2, `"before":"planned"`)
	do("0 new steps, 0 sent", "alert", "run", "--allow-private")
	do("1 article added", "watch", "--once", "-q", "--allow-private", site.URL+"/feed")
	sent(3, "Rockets hit the Balad air base")

	status = http.StatusGone
	report("2021-06-01", "Rockets hit the airport of Erbil in Iraq on Tuesday, killing three soldiers.")
	if out, errs, err := run(t, "", "alert", "run", "--allow-private", "--record", db); err == nil || !strings.Contains(out, "1 given up") || !strings.Contains(errs, "410") {
		t.Errorf("gone: %q %q %v", out, errs, err)
	}
	var dead []struct{ ID, State, Reason string }
	if err := json.Unmarshal([]byte(do("msg_", "alert", "dead", "--json")), &dead); err != nil || len(dead) != 1 || !strings.Contains(dead[0].Reason, "410") {
		t.Errorf("%+v %v", dead, err)
	}
	do("paused: the server says that it is gone for good", "alert", "list")
	status = http.StatusOK
	do("0 new steps, 1 sent", "alert", "retry", dead[0].ID, "--allow-private")
	sent(5, "Erbil")
	do("nothing was given up", "alert", "dead")
	do("removed", "alert", "remove", "1")
	do("removed", "search", "remove", "Iraq")
	do("no searches are saved", "search", "list")

	for _, c := range []struct {
		want string
		args []string
	}{
		{"chancery search list", []string{"alert", "add", "Iraq", "--webhook", hook.URL}},
		{"--webhook ADDRESS or --mail ADDRESS", []string{"alert", "add", "Iraq"}},
		{"not http or https", []string{"alert", "add", "Iraq", "--webhook", "ftp://x.example"}},
		{"no address of mail", []string{"alert", "add", "Iraq", "--mail", "desk"}},
		{"whsec_", []string{"alert", "add", "Iraq", "--webhook", hook.URL, "--secret", "short"}},
		{"is not closed", []string{"search", "save", "broken", "("}},
		{"is no number of an alert", []string{"alert", "remove", "x"}},
		{"smtp://user:password@host", []string{"alert", "run", "--smtp", "mail.example"}},
	} {
		if _, _, err := run(t, "", append(c.args, "--record", db)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
}
