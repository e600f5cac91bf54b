package serve

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
)

const password = "correct horse battery"

// users makes an accounts file with a user of each role, named for it. Hashing
// passwords takes a while, so it is made once.
var users = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "accounts")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx, path := context.Background(), filepath.Join(dir, "accounts")
	accounts, err := record.OpenAccounts(ctx, path, true, nil)
	if err != nil {
		return nil, err
	}
	for _, r := range []account.Role{account.Reader, account.Analyst, account.Admin} {
		if err := accounts.AddUser(ctx, r.String(), r, password, false); err != nil {
			return nil, err
		}
	}
	if err := accounts.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// guarded gives a server with those users.
func guarded(t *testing.T) *Server {
	t.Helper()
	s := server(t, "Jane Doe")
	made, err := users()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "r.db.accounts")
	if err := os.WriteFile(path, made, 0o600); err != nil {
		t.Fatal(err)
	}
	accounts, err := record.OpenAccounts(context.Background(), path, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { accounts.Close() })
	o := s.Options
	o.Accounts = accounts
	if s, err = New(o); err != nil {
		t.Fatal(err)
	}
	return s
}

// ask sends a request as a browser on this computer or a program does.
func ask(s http.Handler, method, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Host = "127.0.0.1:8440"
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// signedInAs gives the cookie of a new session.
func signedInAs(t *testing.T, s *Server, name string) string {
	t.Helper()
	w := ask(s, "POST", "/signin", url.Values{"name": {name}, "password": {password}})
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Fatalf("signing in as %s: status %d: %.300s", name, w.Code, w.Body)
	}
	c := w.Result().Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie: %v", c)
	}
	return c.Name + "=" + c.Value
}

var row = regexp.MustCompile("(?m)^\\| `([^`]*)` \\| `?([a-z]+)`? \\|")

// table gives the roles of docs/access.md by address.
func table(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../docs/access.md")
	if err != nil {
		t.Fatal(err)
	}
	_, every, found := strings.Cut(string(page), "## Every address")
	if !found {
		t.Fatal("docs/access.md has no table")
	}
	out := map[string]string{}
	for _, m := range row.FindAllStringSubmatch(every, -1) {
		out[m[1]] = m[2]
	}
	return out
}

// TestEveryRouteHasItsRow proves that docs/access.md lists exactly what is
// answered, each with the role that it needs.
func TestEveryRouteHasItsRow(t *testing.T) {
	s := server(t)
	documented := table(t)
	for pattern, needs := range s.needs {
		if got := documented[pattern]; got != needs.String() {
			t.Errorf("docs/access.md: | `%s` | %s | is missing or differs (%q)", pattern, needs, got)
		}
	}
	for pattern := range documented {
		if _, ok := s.needs[pattern]; !ok {
			t.Errorf("docs/access.md: %s is not answered", pattern)
		}
	}
	if len(documented) < 30 {
		t.Errorf("only %d rows", len(documented))
	}
}

// TestEveryRouteTimesRole asks every address as nobody, with a session of each
// role, with a token of each scope, and with tokens that are no good.
func TestEveryRouteTimesRole(t *testing.T) {
	s := guarded(t)
	s.rates = newRates(1e6, 1e6)
	ctx := context.Background()
	token := func(user, scope string) string {
		sc, err := account.ScopeNamed(scope)
		if err != nil {
			t.Fatal(err)
		}
		_, secret, err := s.Accounts.NewToken(ctx, user, "test", sc, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + secret
	}
	expired := expiredToken(t, s)
	callers := []struct {
		name   string
		role   string // what it is worth
		header func() []string
	}{
		{"nobody", "anonymous", func() []string { return nil }},
		{"a session that never was", "anonymous", func() []string { return []string{"Cookie", "chancery=" + account.NewSecret()} }},
		{"a reader", "reader", nil},
		{"an analyst", "analyst", nil},
		{"an admin", "admin", nil},
		{"a reader's token to read", "reader", func() []string { return []string{"Authorization", token("reader", "read")} }},
		{"a reader's token of scope admin", "reader", func() []string { return []string{"Authorization", token("reader", "admin")} }},
		{"an admin's token to read", "reader", func() []string { return []string{"Authorization", token("admin", "read")} }},
		{"an admin's token to write", "analyst", func() []string { return []string{"Authorization", token("admin", "write")} }},
		{"an admin's token to monitor", "monitor", func() []string { return []string{"Authorization", token("admin", "monitor")} }},
		{"an expired token", "", func() []string { return []string{"Authorization", expired} }},
		{"a token that never was", "", func() []string { return []string{"Authorization", "Bearer " + account.NewTokenSecret()} }},
	}
	rank := []string{"anonymous", "monitor", "reader", "analyst", "admin"}
	for _, c := range callers {
		t.Run(c.name, func(t *testing.T) {
			header := c.header
			if header == nil { // a route may end the session: a new one each
				header = func() []string {
					secret, err := s.Accounts.NewSession(ctx, c.role, "test")
					if err != nil {
						t.Fatal(err)
					}
					return []string{"Cookie", "chancery=" + secret}
				}
			}
			documented := table(t)
			for _, pattern := range slices.Sorted(maps.Keys(documented)) {
				needs := documented[pattern]
				method, path, found := strings.Cut(pattern, " ")
				if !found {
					method, path = "GET", pattern+"nothing"
				}
				path = strings.NewReplacer("{$}", "", "{id}", "x", "{n}", "1", "{name}", "x").Replace(path)
				if strings.HasSuffix(pattern, "/static/") {
					path += "style.css"
				}
				h := header()
				w := ask(s, method, path, nil, h...)
				program := strings.HasPrefix(path, "/api/") || path == "/metrics" || len(h) > 0 && h[0] == "Authorization"
				own := strings.Contains(pattern, " /account") || strings.Contains(pattern, " /users")
				switch {
				case c.role == "":
					if w.Code != http.StatusUnauthorized {
						t.Errorf("%s: status %d, want 401", pattern, w.Code)
					}
				case slices.Index(rank, c.role) >= slices.Index(rank, needs):
					if want := http.StatusForbidden; own && h[0] == "Authorization" && w.Code != want {
						t.Errorf("%s: an account is changed with a token: status %d", pattern, w.Code)
					} else if !own && (w.Code == http.StatusUnauthorized && path != "/signin" || w.Code == http.StatusForbidden) || w.Code >= 500 {
						t.Errorf("%s: status %d: %.300s", pattern, w.Code, w.Body)
					}
				case c.role == "anonymous" && (program || method != "GET"):
					if w.Code != http.StatusUnauthorized || w.Header().Get("WWW-Authenticate") == "" {
						t.Errorf("%s: status %d, want 401: %v", pattern, w.Code, w.Header())
					}
				case c.role == "anonymous":
					if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/signin?next=") {
						t.Errorf("%s: status %d, want to be sent to sign in", pattern, w.Code)
					}
				default:
					if w.Code != http.StatusForbidden {
						t.Errorf("%s: status %d, want 403", pattern, w.Code)
					}
				}
			}
		})
	}
}

// expiredToken is one that was good a while ago.
func expiredToken(t *testing.T, s *Server) string {
	t.Helper()
	read, err := account.ScopeNamed("read")
	if err != nil {
		t.Fatal(err)
	}
	_, secret, err := s.Accounts.NewToken(context.Background(), "admin", "old", read, time.Nanosecond)
	if err != nil {
		t.Fatal(err)
	}
	return "Bearer " + secret
}

// TestOtherSites proves that no page of another site can change anything.
func TestOtherSites(t *testing.T) {
	s := guarded(t)
	cookie := signedInAs(t, s, "admin")
	for pattern := range s.needs {
		method, path, found := strings.Cut(pattern, " ")
		if !found || method == http.MethodGet {
			continue
		}
		path = strings.NewReplacer("{id}", "x", "{n}", "1", "{name}", "x").Replace(path)
		for _, foreign := range [][]string{
			{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "null"}, {"Origin", "https://evil.example"},
			{"Origin", "http://127.0.0.1:9000"}, {"Sec-Fetch-Site", "cross-site", "Origin", "http://127.0.0.1:8440"},
		} {
			if w := ask(s, method, path, nil, append([]string{"Cookie", cookie}, foreign...)...); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "another site") {
				t.Errorf("%s with %v: status %d", pattern, foreign, w.Code)
			}
		}
	}
	if w := ask(s, "GET", "/account", nil, "Cookie", cookie); w.Code != http.StatusOK {
		t.Errorf("the session did not outlive them: status %d", w.Code)
	}
}
