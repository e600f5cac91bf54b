package serve

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestReviewByKeys judges in a browser by one key each.
func TestReviewByKeys(t *testing.T) {
	ctx := browser(t)
	base := demonstrated(t, 20)
	one := func(script string) string {
		t.Helper()
		var out string
		if err := chromedp.Run(ctx, chromedp.Evaluate(script, &out)); err != nil {
			t.Fatal(script, err)
		}
		return out
	}
	mention := func() string {
		t.Helper()
		return one(`document.querySelector("form.verdict").getAttribute("action")`)
	}
	// until waits for what a script gives, also over a change of the page.
	until := func(script string, is func(string) bool) string {
		t.Helper()
		var out string
		for range 100 {
			if err := chromedp.Run(ctx, chromedp.Evaluate(`(() => { try { return String(`+script+`) } catch { return "" } })()`, &out)); err == nil && out != "" && is(out) {
				return out
			}
			time.Sleep(100 * time.Millisecond)
		}
		t.Fatalf("%s stays %q", script, out)
		return ""
	}
	// leads presses keys and waits until what a script gives has changed.
	leads := func(keys, script string) string {
		t.Helper()
		before := one(script)
		if err := chromedp.Run(ctx, press(keys)); err != nil {
			t.Fatal(err)
		}
		return until(script, func(now string) bool { return now != before })
	}
	const at, focused = `document.querySelector("form.verdict").getAttribute("action")`, `document.activeElement.id`
	const said = `(document.querySelector(".done") || {innerText: ""}).innerText`
	if err := chromedp.Run(ctx, chromedp.Navigate(base+"/review")); err != nil {
		t.Fatal(err)
	}
	first := mention()
	second := leads("a", at)
	third := leads("r", at)
	if first == second || second == third || first == third {
		t.Fatalf("it does not go on: %s %s %s", first, second, third)
	}
	if got := leads("u", at); got != second {
		t.Errorf("undoing leads to %s, not %s", got, second)
	}
	if got := leads("b", at); got != first {
		t.Errorf("back leads to %s, not %s", got, first)
	}
	if got := leads("n", at); got != second {
		t.Errorf("later leads to %s, not %s", got, second)
	}
	if got := leads("e", focused); got != "kind" {
		t.Errorf("editing begins in %q", got)
	}
	if err := chromedp.Run(ctx, chromedp.Evaluate(`document.querySelector("[name=actor]").select()`, nil), press("Zanzibar"+kb.Enter)); err != nil {
		t.Fatal(err)
	}
	until(said, func(s string) bool { return strings.Contains(s, "Zanzibar") })
	if got := mention(); got != third {
		t.Errorf("after an edit comes %s, not %s", got, third)
	}
	if got := leads("c", focused); got != "why" {
		t.Errorf("a comment begins in %q", got)
	}
	if err := chromedp.Run(ctx, press("a note, and ar? in it"+kb.Enter)); err != nil {
		t.Fatal(err)
	}
	until(`document.querySelector(".log q").innerText`, func(s string) bool { return s == "a note, and ar? in it" })
	if got := mention(); got != third {
		t.Errorf("a comment leads to %s, not back to %s", got, third)
	}
	if err := chromedp.Run(ctx, press("?")); err != nil {
		t.Fatal(err)
	}
	until(`location.pathname + location.hash`, func(s string) bool { return s == "/help#keys" })
}
