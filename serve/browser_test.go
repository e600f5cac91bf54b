package serve

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chancery-project/chancery/demo"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chromedp/cdproto/input"
	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// demonstrated gives a server on a real port over some of the demo's releases.
func demonstrated(t *testing.T, releases int) string {
	t.Helper()
	return listening(t, demonstratedServer(t, releases))
}

// demonstratedServer is that server, without the port.
func demonstratedServer(t *testing.T, releases int) *Server {
	t.Helper()
	lines := bytes.SplitAfter(demo.Releases, []byte("\n"))
	some := bytes.Join(lines[max(0, len(lines)-releases):], nil)
	store := recorded.Store(t, read.Input{Name: "releases.jsonl", Body: bytes.NewReader(some)})
	s, err := New(Options{Store: store, Lexicon: lexicon.Embedded(), Listen: "127.0.0.1:8440", Today: func() string { return demo.Today }, About: demo.About})
	if err != nil {
		t.Fatal(err)
	}
	furnish(t, store, "local", "party:YEM")
	s.Retry = func(context.Context, int64) (bool, error) { return false, nil }
	return s
}

// furnish gives a record a saved search that has everything its page can show,
// feeds, and something that could not be read.
func furnish(t *testing.T, store *record.Store, owner, query string) {
	t.Helper()
	ctx := context.Background()
	saved, err := store.SaveSearch(ctx, owner, "Talks", query)
	if err != nil {
		t.Fatal(err)
	}
	a, err := store.AddAlert(ctx, saved, record.Webhook, "https://desk.example/hook", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range []string{record.Dead, record.Waiting} {
		if err := store.TestAlert(ctx, a.N); err != nil {
			t.Fatal(err)
		}
		d, ok, err := store.Take(ctx, time.Now().Add(time.Minute), time.Minute, true)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if err := store.Ended(ctx, d, state, "the server answered 500", time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.PauseAlert(ctx, a.N, "the server says that it is gone for good (410)"); err != nil {
		t.Fatal(err)
	}
	for _, f := range []record.Feed{{URL: "https://a.example/rss", Title: "A", Polls: 1, Succeeded: "2021-04-01T10:00:00Z"}, {URL: "https://b.example/rss", Polls: 1, Failures: 2, Code: "network", Reason: "no connection"}} {
		if err := store.SaveFeed(ctx, f, nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := store.Quarantine(ctx, record.Fault{Source: "bad.pdf", Stage: "read", Reason: "damaged", Whole: true}); err != nil {
		t.Fatal(err)
	}
}

func listening(t *testing.T, s *Server) string {
	l := httptest.NewServer(s)
	t.Cleanup(l.Close)
	return l.URL
}

// browser starts a headless Chromium; without one the test is skipped.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() || race.On {
		t.Skip("a browser takes a while: not with -short or the race detector")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium here: install the package chromium to run this test")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 7*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return ctx
}

// firstLink gives the first address on a page that begins so.
func firstLink(t *testing.T, ctx context.Context, at, prefix string) string {
	t.Helper()
	var href string
	err := chromedp.Run(ctx, chromedp.Navigate(at), chromedp.Evaluate(fmt.Sprintf(`document.querySelector('main a[href^="%s"]').getAttribute("href")`, prefix), &href))
	if err != nil {
		t.Fatalf("no link to %s on %s: %v", prefix, at, err)
	}
	return href
}

// vectors are 500 and more ways to run a script out of text.
func vectors() []string {
	calls := []string{"alert(1)", "alert`1`", "window.alert(1)", "eval('alert(1)')", "top['al'+'ert'](1)", "setTimeout('alert(1)')", "import('data:text/javascript,alert(1)')", "(()=>{alert(1)})()"}
	frames := []string{
		"<script>%s</script>", "<ScRiPt>%s</sCrIpT>", "<script/x>%s</script>", "<scr<script>ipt>%s</scr</script>ipt>", "</script><script>%s</script>", "</title><script>%s</script>", "</textarea><script>%s</script>",
		"<img src=x onerror=%s>", "<img src=x onerror=\"%s\">", "\"><img src=x onerror=%s>", "'><img src=x onerror=%s>", "<img/src=x/onerror=%s>", "<svg onload=%s>", "<svg/onload=%s>", "\"><svg onload=%s>", "<body onload=%s>",
		"<details open ontoggle=%s>", "<video><source onerror=%s></video>", "<audio src=x onerror=%s>", "<input autofocus onfocus=%s>", "\" autofocus onfocus=%s x=\"", "' autofocus onfocus=%s x='", "<select autofocus onfocus=%s>",
		"<marquee onstart=%s>", "<iframe src=\"javascript:%s\">", "<iframe srcdoc=\"<script>%s</script>\">", "<a href=\"javascript:%s\">x</a>", "javascript:%s", "JaVaScRiPt:%s", "java\tscript:%s", " javascript:%s", "data:text/html,<script>%s</script>",
		"<object data=\"javascript:%s\">", "<embed src=\"javascript:%s\">", "<form action=\"javascript:%s\"><button>x", "<math><a xlink:href=\"javascript:%s\">x", "<svg><a xlink:href=\"javascript:%s\"><text>x", "<svg><script>%s</script></svg>",
		"<svg><animate onbegin=%s attributeName=x dur=1s>", "<style>@import 'javascript:%s';</style>", "<link rel=stylesheet href=\"javascript:%s\">", "<meta http-equiv=refresh content=\"0;url=javascript:%s\">", "<base href=\"javascript:%s//\">",
		"<!--><script>%s</script>-->", "<![CDATA[<script>%s</script>]]>", "&lt;script&gt;%s&lt;/script&gt;", "&#60;script&#62;%s&#60;/script&#62;", "%%3Cscript%%3E%s%%3C/script%%3E", "\\u003cscript\\u003e%s\\u003c/script\\u003e", "{{%s}}", "${%s}", "#{%s}",
		"<%%=%s%%>", "';%s;//", "\";%s;//", "`;%s;//", "</style><script>%s</script>", "<noscript><p title=\"</noscript><img src=x onerror=%s>\">", "<template><script>%s</script></template>", "<xmp><script>%s</script></xmp>", "<plaintext onmouseover=%s>",
		"<div style=\"background:url(javascript:%s)\">", "<div style=\"width:expression(%s)\">", "\u202e<script>%s</script>", "<\x00script>%s</script>",
	}
	var out []string
	for _, f := range frames {
		for _, c := range calls {
			out = append(out, strings.ReplaceAll(fmt.Sprintf(f, c), "\x00", "\ufffd"))
		}
	}
	return out
}

// TestNothingRuns shows 500 and more scripts in disguise in every field of a
// record and in every query to Chromium. None may run.
func TestNothingRuns(t *testing.T) {
	ctx := browser(t)
	all := vectors()
	if len(all) < 500 {
		t.Fatalf("only %d vectors", len(all))
	}
	var ran atomic.Int64
	chromedp.ListenTarget(ctx, func(ev any) {
		if _, ok := ev.(*cdp.EventJavascriptDialogOpening); ok {
			ran.Add(1)
			go chromedp.Run(ctx, cdp.HandleJavaScriptDialog(true))
		}
	})
	if err := chromedp.Run(ctx, chromedp.Navigate("data:text/html,<script>alert(1)</script>")); err != nil || ran.Swap(0) != 1 {
		t.Fatalf("a script that runs is not seen: %v", err)
	}
	const batch = 100 // of vectors in one record
	for from := 0; from < len(all); from += batch {
		some := all[from:min(len(all), from+batch)]
		s := server(t, some...)
		base := listening(t, s)
		paths := []string{"/", "/search", "/dossier", "/map", "/network", "/articles", "/sources", "/searches"}
		for i := range some {
			saved := keep(t, s, fmt.Sprintf("%.90s %d", some[i], i), query.Text(some[i]).String()) // /searches lists them all
			if i < 3 {
				paths = append(paths, saved)
			}
			if _, err := s.Store.AddFeeds(ctx, []record.Feed{{URL: some[i], Title: some[i]}}); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, fmt.Sprintf("/article/sha256:%064x", i+1))
		}
		for _, v := range some[:3] {
			paths = append(paths, "/search?q="+url.QueryEscape(v), "/dossier?of="+url.QueryEscape(v), "/articles?words="+url.QueryEscape(v), "/article/"+url.PathEscape(v), "/"+url.PathEscape(v))
		}
		for _, path := range paths {
			if err := chromedp.Run(ctx, chromedp.Navigate(base+path)); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if n := ran.Swap(0); n > 0 {
				t.Errorf("%s with %q …: %d scripts ran", path, some[0], n)
			}
		}
	}
}

// press presses keys as a person does: what a page does with a key keeps it
// from the field. A name of chromedp's kb is one key.
func press(keys string) chromedp.Action {
	var all []chromedp.Action
	for _, r := range keys {
		k := kb.Keys[r]
		if k == nil { // on no key of this keyboard
			all = append(all, input.InsertText(string(r)))
			continue
		}
		all = append(all, input.DispatchKeyEvent(input.KeyDown).WithKey(k.Key).WithCode(k.Code).WithText(k.Text).WithWindowsVirtualKeyCode(k.Windows),
			input.DispatchKeyEvent(input.KeyUp).WithKey(k.Key).WithCode(k.Code).WithWindowsVirtualKeyCode(k.Windows))
	}
	return chromedp.Tasks(all)
}

// TestWritingAQuery completes a query by keyboard alone, as an ARIA combobox.
func TestWritingAQuery(t *testing.T) {
	ctx := browser(t)
	base := demonstrated(t, 40)
	shown := func(n int) chromedp.Action {
		return chromedp.Poll(fmt.Sprintf(`document.querySelectorAll("#q-ways:not([hidden]) [role=option]").length >= %d`, n), nil, chromedp.WithPollingTimeout(5*time.Second))
	}
	state := func(want string) chromedp.Action {
		return chromedp.ActionFunc(func(ctx context.Context) error {
			var got string
			err := chromedp.Evaluate(`(() => { const q = document.getElementById("q"), on = document.getElementById(q.getAttribute("aria-activedescendant"));
				return [q.value, q.getAttribute("aria-expanded"), on && on.getAttribute("aria-selected") === "true" ? on.firstChild.textContent : ""].join("|") })()`, &got).Do(ctx)
			if err == nil && got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			return err
		})
	}
	for _, step := range []struct {
		what string
		do   []chromedp.Action
	}{
		{"the field is reached", []chromedp.Action{chromedp.Navigate(base + "/"), press("/"), state("|false|")}},
		{"a field is begun", []chromedp.Action{press("sta"), shown(1), state("sta|true|")}},
		{"it is chosen", []chromedp.Action{press(kb.ArrowDown), state("sta|true|status:")}},
		{"it is taken, and its values come", []chromedp.Action{press(kb.Enter), shown(9), state("status:|true|")}},
		{"a value is begun", []chromedp.Action{press("plan"), shown(1), chromedp.WaitNotPresent("#q-ways1")}},
		{"it is taken", []chromedp.Action{press(kb.ArrowDown), press(kb.Tab), state("status:planned |false|")}},
		{"the list is closed", []chromedp.Action{press("party:USA"), shown(1), press(kb.Escape), state("status:planned party:USA|false|")}},
		{"the query is asked", []chromedp.Action{press(kb.Enter), chromedp.WaitVisible("#results", chromedp.ByID), state("status:planned party:USA|false|")}},
	} {
		short, stop := context.WithTimeout(ctx, 15*time.Second)
		if err := chromedp.Run(short, step.do...); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		stop()
	}
}
