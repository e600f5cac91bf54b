package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// The commands as a user gives them: watch, its health, the versions of what
// was edited, the feeds as OPML, and a list that is watched.
func TestWatchAndVersions(t *testing.T) {
	var day atomic.Value
	day.Store("Tuesday")
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>The Courier</title><item><title>Talks</title><link>http://%s/talks</link><pubDate>Tue, 23 Mar 2021 10:15:00 GMT</pubDate>
				<description>They will meet on %s.</description></item></channel></rss>`, r.Host, day.Load())
		case "/talks":
			fmt.Fprintf(w, "<html><head><title>Talks</title></head><body><article><h1>Talks</h1><p>Kenya and Uganda will hold talks on the lake in Nairobi on %s, officials of both countries said.</p><p>It is the third round of the talks, which began in May after patrol boats exchanged fire.</p></article></body></html>", day.Load())
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	db := filepath.Join(t.TempDir(), "r.db")
	list := fileOf(t, "feeds.txt", "# mine\n"+srv.URL+"/feed The Courier of Nairobi\n")
	watch := func(args ...string) string {
		t.Helper()
		out, errs, err := run(t, "", append([]string{"watch", "--record", db, "--allow-private"}, args...)...)
		if err != nil {
			t.Fatal(err, errs)
		}
		return out
	}
	if out := watch("--once", list); !strings.Contains(out, "1 article added") {
		t.Error(out)
	}
	day.Store("Thursday")
	if out := watch("--once", "--json"); !strings.Contains(out, `"versions": 1`) { // the feeds that are known
		t.Error(out)
	}
	var health []struct {
		URL, Title, Succeeded, Next      string
		Polls, Added, Versions, Failures int
	}
	if err := json.Unmarshal([]byte(watch("--status", "--json")), &health); err != nil || len(health) != 1 || health[0].Title != "The Courier of Nairobi" || health[0].Polls != 2 || health[0].Added != 1 ||
		health[0].Versions != 1 || health[0].Failures != 0 || health[0].Next <= health[0].Succeeded {
		t.Errorf("%+v %v", health, err)
	}
	if out := watch("--opml"); !strings.Contains(out, `xmlUrl="`+srv.URL+`/feed"`) {
		t.Error(out)
	}
	out, _, err := run(t, "", "versions", "--record", db, "--json", srv.URL+"/talks")
	var versions []edition
	if err != nil || json.Unmarshal([]byte(out), &versions) != nil || len(versions) != 2 || len(versions[0].Changes) != 0 || len(versions[1].Changes) != 1 ||
		versions[1].Changes[0].Removed != "Tuesday" || versions[1].Changes[0].Added != "Thursday" || versions[1].Partial {
		t.Errorf("%v: %s", err, out)
	}
	out, _, err = run(t, "", "versions", "--record", db)
	if err != nil || !strings.Contains(out, "− Tuesday\n    + Thursday") {
		t.Errorf("%v: %s", err, out)
	}
	// ingest follows the feed's links too.
	other := filepath.Join(t.TempDir(), "other.db")
	if _, errs, err := run(t, "", "ingest", "--record", other, "--allow-private", srv.URL+"/feed"); err != nil {
		t.Fatal(err, errs)
	}
	out, _, err = run(t, "", "versions", "--record", other, "--json", srv.URL+"/talks")
	if err != nil || json.Unmarshal([]byte(out), &versions) != nil || len(versions) != 1 || versions[0].Partial {
		t.Errorf("%v: %s", err, out)
	}
	if _, _, err := run(t, "", "watch", "--record", db, "--drop", srv.URL+"/feed"); err != nil {
		t.Error(err)
	}
	if _, _, err := run(t, "", "watch", "--record", db, "--once"); err == nil || !strings.Contains(err.Error(), "no feeds are watched") {
		t.Errorf("%v", err)
	}
}
