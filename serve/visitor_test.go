package serve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	downloads "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// newsroomDay is the day on which visitors look at the record.
const newsroomDay = "2027-10-25"

// newsroom gives a record of the reports of testdata/talks and testdata/crisis;
// one of them was edited after it was published.
func newsroom(t *testing.T) *record.Store {
	t.Helper()
	var lines bytes.Buffer
	add := func(head []string, text string) {
		if err := json.NewEncoder(&lines).Encode(map[string]string{"outlet": head[1], "published": head[2], "title": head[3], "url": "https://" + head[0] + ".example/report", "text": text}); err != nil {
			t.Fatal(err)
		}
	}
	marks := regexp.MustCompile(`\{\w+:([^}]*)\}`)
	for _, affair := range []string{"talks", "crisis"} {
		raw, err := os.ReadFile(filepath.Join("..", "testdata", affair, "reports.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, report := range strings.Split("\n"+string(raw), "\n== ")[1:] {
			head, text, _ := strings.Cut(marks.ReplaceAllString(report, "$1"), "\n")
			fields := strings.Split(head, " | ")
			if len(fields) != 4 {
				t.Fatalf("report %q: the first line needs id, outlet, date and title", head)
			}
			add(fields, text)
			if now := strings.Replace(text, "killed four Chadian gendarmes", "killed six Chadian gendarmes", 1); now != text {
				add(fields, now)
			}
		}
	}
	return recorded.Store(t, read.Input{Name: "newsroom.jsonl", Body: &lines})
}

// visitor is a person at a browser, before a server with a record of their own.
type visitor struct {
	*testing.T
	ctx   context.Context
	room  *Server
	base  string
	files string // where downloads go
	taken chan string
}

// visit opens a tab before a copy of a record.
func visit(t *testing.T, window context.Context, of *record.Store) *visitor {
	t.Helper()
	s, err := New(Options{Store: recorded.Copy(t, of), Lexicon: lexicon.Embedded(), Listen: "127.0.0.1:8440", Today: func() string { return newsroomDay }})
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{T: t, room: s, base: listening(t, s), files: t.TempDir(), taken: make(chan string, 8)}
	ctx, stop := context.WithTimeout(window, 90*time.Second)
	t.Cleanup(stop)
	v.ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	chromedp.ListenTarget(v.ctx, func(e any) {
		if p, ok := e.(*downloads.EventDownloadProgress); ok && p.State == downloads.DownloadProgressStateCompleted {
			v.taken <- p.GUID
		}
	})
	if err := chromedp.Run(v.ctx); err != nil { // the tab lives as long as the context of its first action
		t.Fatal(err)
	}
	v.does("beginning", cdp.BringToFront(), emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}),
		downloads.SetDownloadBehavior(downloads.SetDownloadBehaviorBehaviorAllowAndName).WithDownloadPath(v.files).WithEventsEnabled(true))
	return v
}

// does runs what a person does; what hangs is told with what is on the screen.
func (v *visitor) does(what string, all ...chromedp.Action) {
	v.Helper()
	short, stop := context.WithTimeout(v.ctx, 15*time.Second)
	defer stop()
	if err := chromedp.Run(short, all...); err != nil {
		v.Fatalf("%s: %v\n%s", what, err, v.screen())
	}
}

// screen is where the browser is, and what the page says.
func (v *visitor) screen() string {
	short, stop := context.WithTimeout(v.ctx, 5*time.Second)
	defer stop()
	var out string
	if err := chromedp.Run(short, chromedp.Evaluate(`location.href + "\n" + document.querySelector("main").innerText`, &out)); err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%.1500s", out)
}

// sees waits until a script on a page that is all there says something that
// will do, also over a change of the page.
func (v *visitor) sees(script string, will func(string) bool) string {
	v.Helper()
	var out string
	for range 200 {
		whole := `(() => { try { return document.readyState === "complete" ? String(` + script + `) : "" } catch { return "" } })()`
		if err := chromedp.Run(v.ctx, chromedp.Evaluate(whole, &out)); err == nil && out != "" && will(out) {
			return out
		}
		time.Sleep(50 * time.Millisecond)
	}
	v.Fatalf("%s stays %q\n%s", script, out, v.screen())
	return ""
}

// reads waits until all that a selector finds says these words, and gives its text.
func (v *visitor) reads(selector string, words ...string) string {
	v.Helper()
	return v.sees(fmt.Sprintf(`[...document.querySelectorAll(%q)].map(e => e.innerText).join("\n")`, selector), func(text string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// number waits for a number in what a selector finds.
func (v *visitor) number(selector, before string) int {
	v.Helper()
	found := regexp.MustCompile(before + `(\d+)`)
	text := v.sees(fmt.Sprintf(`document.querySelector(%q).innerText`, selector), found.MatchString)
	n, err := strconv.Atoi(found.FindStringSubmatch(text)[1])
	if err != nil {
		v.Fatal(err)
	}
	return n
}

// count tells how often a selector finds something now.
func (v *visitor) count(selector string) (n int) {
	v.Helper()
	v.does("counting "+selector, chromedp.Evaluate(fmt.Sprintf(`document.querySelectorAll(%q).length`, selector), &n))
	return n
}

// at waits for an address that begins so.
func (v *visitor) at(path string) string {
	v.Helper()
	return v.sees(`decodeURIComponent(location.pathname + location.search.replaceAll("+", " ") + location.hash)`, func(at string) bool { return strings.HasPrefix(at, path) })
}

func (v *visitor) opens(path string) {
	v.Helper()
	v.does("opening "+path, chromedp.Navigate(v.base+path))
}

// asks writes a query into the field at the head of every page.
func (v *visitor) asks(query string) {
	v.Helper()
	v.writes("#q", query)
	v.does("asking", press(kb.Enter))
	v.at("/search?q=" + query)
}

// writes puts words into a field, over what was in it.
func (v *visitor) writes(selector, words string) {
	v.Helper()
	v.does("writing "+words, chromedp.Focus(selector, chromedp.ByQuery), chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).select?.()`, selector), nil), press(words))
}

// clicks presses the mouse on what a selector or an XPath finds first.
func (v *visitor) clicks(what string) {
	v.Helper()
	v.does("clicking "+what, chromedp.Click(what, by(what)))
}

func by(what string) chromedp.QueryOption {
	if strings.HasPrefix(what, "/") || strings.HasPrefix(what, "(") {
		return chromedp.BySearch
	}
	return chromedp.ByQuery
}

// link, button and more are what a page calls so.
func link(words string) string   { return `//main//a[normalize-space()="` + words + `"]` }
func button(words string) string { return `//main//button[normalize-space()="` + words + `"]` }
func more(words string) string   { return `//main//summary[normalize-space()="` + words + `"]` }

// takes downloads what a click gives.
func (v *visitor) takes(what string) []byte {
	v.Helper()
	v.clicks(what)
	select {
	case id := <-v.taken:
		raw, err := os.ReadFile(filepath.Join(v.files, id))
		if err != nil {
			v.Fatal(err)
		}
		return raw
	case <-time.After(20 * time.Second):
		v.Fatalf("%s gives no file\n%s", what, v.screen())
		return nil
	}
}

// tabs goes from field to field until what has the focus is what a selector means.
func (v *visitor) tabs(selector string) {
	v.Helper()
	for range 80 {
		var there bool
		v.does("going on", press(kb.Tab), chromedp.Evaluate(fmt.Sprintf(`document.activeElement.matches(%q)`, selector), &there))
		if there {
			return
		}
	}
	v.Fatalf("no way leads to %s by keyboard\n%s", selector, v.screen())
}
