package serve

import (
	"context"
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
	cookies "github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// furnished is a server with users on the newsroom's record, in which there is
// everything that a page can show: decisions, a sample, versions, tokens.
func furnished(t *testing.T) *Server {
	t.Helper()
	ctx := context.Background()
	store := newsroom(t)
	furnish(t, store, "admin", "party:TCD")
	judging := account.With(ctx, account.User{Name: "admin", Role: account.Admin})
	queue, err := store.Queue(ctx, "", 4)
	if err != nil || len(queue) < 4 {
		t.Fatal(len(queue), err)
	}
	for i, what := range []string{"accept", "reject", "comment"} {
		if _, err := store.Judge(judging, queue[i].Mention, record.Finding{What: what, Why: "so it says"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Undo(judging, 2, ""); err != nil {
		t.Fatal(err)
	}
	x, err := store.DrawSample(judging, "spring", 5)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		m, _, err := store.NextSampled(ctx, x, "admin", "")
		if err != nil {
			t.Fatal(err)
		}
		for _, coder := range []string{"admin", "reader"} {
			if _, err := store.Judge(account.With(ctx, account.User{Name: coder}), m, record.Finding{What: "accept", Blind: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	made, err := users()
	if err != nil {
		t.Fatal(err)
	}
	path := record.AccountsPath(store.Path())
	if err := os.WriteFile(path, made, 0o600); err != nil {
		t.Fatal(err)
	}
	accounts, err := record.OpenAccounts(ctx, path, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { accounts.Close() })
	for _, user := range []string{"admin", "reader"} {
		if _, _, err := accounts.NewToken(ctx, user, "weekly report", account.Scopes[1], 24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if err := accounts.RemoveUser(ctx, "analyst"); err != nil {
		t.Fatal(err)
	}
	s, err := New(Options{Store: store, Lexicon: lexicon.Embedded(), Listen: "127.0.0.1:8440", Today: func() string { return newsroomDay }, About: "Invented reports.", Accounts: accounts})
	if err != nil {
		t.Fatal(err)
	}
	s.Retry = func(context.Context, int64) (bool, error) { return false, nil }
	s.rates = newRates(1e6, 1e6)
	return s
}

// signsIn gives a browser the session of a new sign-in.
func signsIn(t *testing.T, ctx context.Context, s *Server, base, name string) {
	t.Helper()
	secret, err := s.Accounts.NewSession(ctx, name, "Chromium")
	if err == nil {
		err = chromedp.Run(ctx, cookies.SetCookie("chancery", secret).WithURL(base).WithHTTPOnly(true))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// every gives the addresses of all pages of a furnished server by kind.
func every(t *testing.T, ctx context.Context, base string) []string {
	t.Helper()
	all := []string{"/", "/search", "/search?q=party:TCD", "/search?q=nobodyatall", "/search?q=(", "/dossier", "/dossier?of=USA&of=IRQ", "/dossier?of=TCD", "/map", "/network", "/articles", "/sources", "/help", "/nothing",
		"/searches", "/review", "/review?in=sample", "/decisions", "/agreement", "/account", "/users"}
	add := func(at, prefix string) string {
		link := firstLink(t, ctx, base+at, prefix)
		all = append(all, link)
		return link
	}
	add("/searches", "/searches/")
	add("/search?q=type:ASSAULT+place:Abéché", "/happening/")
	article := add("/articles?words=Bomb+kills", "/article/")
	add(article, article+"/against/")
	add(article, article+"/why/")
	add("/decisions", "/review/")
	return all
}

// TestAxe runs axe-core on every page in every look.
func TestAxe(t *testing.T) {
	axe := os.Getenv("CHANCERY_AXE")
	if axe == "" {
		t.Skip("CHANCERY_AXE does not name axe.min.js (npm pack axe-core)")
	}
	script, err := os.ReadFile(axe)
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	s := furnished(t)
	base := listening(t, s)
	clean := func(path string, then ...chromedp.Action) {
		t.Helper()
		for _, look := range []string{"light", "dark", "contrast"} {
			var found string
			err := chromedp.Run(ctx, chromedp.Navigate(base+path), chromedp.Tasks(then),
				chromedp.Evaluate(`document.documentElement.dataset.look = "`+look+`"; for (const d of document.querySelectorAll("details")) d.open = true`, nil),
				chromedp.Evaluate(string(script)+"; 0", nil),
				chromedp.Evaluate(`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(r => JSON.stringify(r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html + " " + n.failureSummary).join(" | "))))`, &found, awaited))
			if err != nil {
				t.Fatalf("%s in %s: %v", path, look, err)
			}
			var all []string
			if err := json.Unmarshal([]byte(found), &all); err != nil {
				t.Fatal(err)
			}
			for _, v := range all {
				t.Errorf("%s in %s: %.600s", path, look, v)
			}
		}
	}
	clean("/signin")
	signsIn(t, ctx, s, base, "admin")
	clean("/", press("/sta"), chromedp.WaitVisible("#q-ways [role=option]", chromedp.ByQuery)) // ways to go on are offered
	pages := every(t, ctx, base)
	for _, path := range pages {
		clean(path)
	}
	t.Logf("%d pages in 3 looks", len(pages)+1)
}

// awaited waits for the promise that a script gives.
func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams {
	return p.WithAwaitPromise(true)
}
