package serve

import (
	"bytes"
	"context"
	"crypto/tls"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chancery-project/chancery/account"
)

// TestSigningIn goes the way of a person: sent to sign in, wrong, right, to
// where it was going, out again.
func TestSigningIn(t *testing.T) {
	s := guarded(t)
	w := ask(s, "GET", "/search?q=party:IRQ", nil)
	if got := w.Header().Get("Location"); got != "/signin?next=%2Fsearch%3Fq%3Dparty%3AIRQ" {
		t.Errorf("sent to %q", got)
	}
	if w := ask(s, "GET", w.Header().Get("Location"), nil); !strings.Contains(w.Body.String(), `value="/search?q=party:IRQ"`) {
		t.Errorf("where to go is forgotten: %s", w.Body)
	}
	for _, wrong := range []url.Values{{}, {"name": {"admin"}}, {"name": {"admin"}, "password": {"wrong horse battery"}}, {"name": {"nobody"}, "password": {password}}} {
		if w := ask(s, "POST", "/signin", wrong); w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) > 0 || !strings.Contains(w.Body.String(), "Name or password is wrong") {
			t.Errorf("%v: status %d %v", wrong, w.Code, w.Result().Cookies())
		}
	}
	w = ask(s, "POST", "/signin", url.Values{"name": {"analyst"}, "password": {password}, "next": {"/search?q=party:IRQ"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/search?q=party:IRQ" {
		t.Fatalf("status %d, sent to %s", w.Code, w.Header().Get("Location"))
	}
	cookie := w.Result().Cookies()[0]
	header := []string{"Cookie", cookie.Name + "=" + cookie.Value}
	if w := ask(s, "GET", "/", nil, header...); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), ">analyst</a>") {
		t.Errorf("signed in: status %d", w.Code)
	}
	if w := ask(s, "POST", "/signout", nil, header...); w.Code != http.StatusSeeOther || w.Result().Cookies()[0].MaxAge >= 0 {
		t.Errorf("signing out: status %d", w.Code)
	}
	if w := ask(s, "GET", "/", nil, header...); w.Code != http.StatusSeeOther {
		t.Errorf("after signing out: status %d", w.Code)
	}
}

// TestWhereNext proves that signing in leads to this server alone.
func TestWhereNext(t *testing.T) {
	for next, want := range map[string]string{
		"/search?q=a%20b": "/search?q=a%20b", "": "/", "search": "/", "//evil.example": "/", "///evil.example": "/", "https://evil.example/": "/", `/\evil.example`: "/",
		`\\evil.example`: "/", "javascript:alert(1)": "/", "/%2Fevil.example": "/", "/\tx": "/", "http:/x": "/", "?x": "/",
	} {
		if got := own(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}

// TestSecureCookies proves that a session passes a network only encrypted.
func TestSecureCookies(t *testing.T) {
	s := guarded(t)
	s.hosts = nil
	for _, c := range []struct {
		name, host string
		header     []string
		tls        bool
		want       int
		cookie     string
	}{
		{"on this computer", "127.0.0.1:8440", nil, false, 303, "chancery"},
		{"by name on this computer", "localhost:8440", nil, false, 303, "chancery"},
		{"by TLS", "records.example", nil, true, 303, "__Host-chancery"},
		{"behind a proxy with TLS", "records.example", []string{"X-Forwarded-Proto", "https"}, false, 303, "__Host-chancery"},
		{"in the clear", "records.example", nil, false, 426, ""},
		{"in the clear behind a proxy", "10.0.0.1", []string{"X-Forwarded-Proto", "http"}, false, 426, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/signin", strings.NewReader(url.Values{"name": {"admin"}, "password": {password}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Host = c.host
			r.RemoteAddr = c.name + ":1"
			if c.tls {
				r.TLS = &tls.ConnectionState{}
			}
			if len(c.header) > 0 {
				r.Header.Set(c.header[0], c.header[1])
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Fatalf("status %d, want %d: %.300s", w.Code, c.want, w.Body)
			}
			if c.cookie == "" {
				if len(w.Result().Cookies()) > 0 {
					t.Error("a cookie in the clear")
				}
				return
			}
			got := w.Result().Cookies()[0]
			if got.Name != c.cookie || got.Secure != (c.cookie == "__Host-chancery") || got.Path != "/" || got.Domain != "" || !got.HttpOnly {
				t.Errorf("%v", got)
			}
		})
	}
}

// TestTries proves that passwords cannot be tried fast, and that others can
// sign in meanwhile.
func TestTries(t *testing.T) {
	s := guarded(t)
	codes := map[int]int{}
	for range 8 {
		w := tryFrom(s, "admin", "wrong horse battery", "192.0.2.1")
		codes[w.Code]++
		if w.Code == http.StatusTooManyRequests && w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
	}
	if codes[401] != 5 || codes[429] != 3 {
		t.Errorf("answers %v", codes)
	}
	if w := tryFrom(s, "admin", password, "192.0.2.2"); w.Code != http.StatusSeeOther {
		t.Errorf("from elsewhere: status %d", w.Code)
	}
}

func tryFrom(s *Server, name, password, from string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/signin", strings.NewReader(url.Values{"name": {name}, "password": {password}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Host, r.RemoteAddr = "127.0.0.1:8440", from+":1234"
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// TestWhereRequestsComeFrom proves that only a proxy on this computer is believed.
func TestWhereRequestsComeFrom(t *testing.T) {
	s := server(t)
	for _, c := range []struct{ remote, forwarded, want string }{
		{"192.0.2.1:5", "", "192.0.2.1"},
		{"192.0.2.1:5", "198.51.100.7", "192.0.2.1"},
		{"127.0.0.1:5", "198.51.100.7", "198.51.100.7"},
		{"127.0.0.1:5", "6.6.6.6, 198.51.100.7", "198.51.100.7"},
		{"127.0.0.1:5", "nonsense", "127.0.0.1"},
		{"[::1]:5", "2001:db8::1", "2001:db8::1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := s.from(r); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// TestRates proves that a token over its rate is told when to come again, and
// that another user's is not touched by it.
func TestRates(t *testing.T) {
	s := guarded(t)
	s.rates = newRates(1, 10)
	read, err := account.ScopeNamed("read")
	if err != nil {
		t.Fatal(err)
	}
	headers := map[string]string{}
	for _, user := range []string{"reader", "analyst"} {
		_, secret, err := s.Accounts.NewToken(context.Background(), user, "t", read, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		headers[user] = "Bearer " + secret
	}
	codes := map[int]int{}
	for range 15 {
		w := ask(s, "GET", "/api/v1/totals", nil, "Authorization", headers["reader"])
		codes[w.Code]++
		if w.Code == 429 && (w.Header().Get("Retry-After") == "" || w.Header().Get("Content-Type") != "application/problem+json") {
			t.Errorf("%v", w.Header())
		}
	}
	if codes[429] < 4 || codes[200] < 10 {
		t.Errorf("answers %v", codes)
	}
	if w := ask(s, "GET", "/api/v1/totals", nil, "Authorization", headers["analyst"]); w.Code != http.StatusOK {
		t.Errorf("another user: status %d", w.Code)
	}
}

func TestRatesForget(t *testing.T) {
	r := newRates(1e9, 1)
	for i := range 3 * maxKeys {
		r.take(string(rune(i)) + "x")
	}
	if len(r.all) > maxKeys {
		t.Errorf("%d keys are kept", len(r.all))
	}
}

// TestAccount proves what a user does to the own account, and that it holds.
func TestAccount(t *testing.T) {
	s := guarded(t)
	here, there := signedInAs(t, s, "reader"), signedInAs(t, s, "reader")
	post := func(path string, form url.Values) *httptest.ResponseRecorder {
		return ask(s, "POST", path, form, "Cookie", here)
	}
	if w := post("/account/tokens", url.Values{"label": {"x"}, "scope": {"read"}, "days": {"9999"}}); w.Code != http.StatusBadRequest {
		t.Errorf("a token for ever: status %d", w.Code)
	}
	w := post("/account/tokens", url.Values{"label": {"<b>report"}, "scope": {"read"}, "days": {"30"}})
	secret := regexp.MustCompile(`chancery_[\w-]{43}`).FindString(w.Body.String())
	if w.Code != http.StatusOK || secret == "" || !strings.Contains(w.Body.String(), "&lt;b&gt;report") || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("a token: status %d, %q", w.Code, secret)
	}
	if w := ask(s, "GET", "/account", nil, "Cookie", here); strings.Contains(w.Body.String(), secret) {
		t.Error("a secret is shown again")
	}
	if w := ask(s, "GET", "/api/v1/totals", nil, "Authorization", "Bearer "+secret); w.Code != http.StatusOK {
		t.Errorf("with the token: status %d", w.Code)
	}
	tokens, err := s.Accounts.Tokens(context.Background(), "reader")
	if err != nil || len(tokens) != 1 || tokens[0].Used == "" {
		t.Fatalf("%v %v", tokens, err)
	}
	other := signedInAs(t, s, "analyst")
	if w := ask(s, "POST", "/account/tokens/"+tokens[0].ID+"/revoke", nil, "Cookie", other); w.Code != http.StatusNotFound {
		t.Errorf("somebody else's token is revoked: status %d", w.Code)
	}
	post("/account/tokens/"+tokens[0].ID+"/revoke", nil)
	if w := ask(s, "GET", "/api/v1/totals", nil, "Authorization", "Bearer "+secret); w.Code != http.StatusUnauthorized {
		t.Errorf("with the revoked token: status %d", w.Code)
	}
	for _, bad := range []url.Values{
		{"old": {"wrong horse battery"}, "new": {"a new long password"}, "again": {"a new long password"}},
		{"old": {password}, "new": {"a new long password"}, "again": {"another long password"}},
		{"old": {password}, "new": {"short"}, "again": {"short"}},
	} {
		if w := post("/account/password", bad); w.Code < 400 {
			t.Errorf("%v: status %d", bad, w.Code)
		}
	}
	if w := post("/account/password", url.Values{"old": {password}, "new": {"a new long password"}, "again": {"a new long password"}}); w.Code != http.StatusOK {
		t.Errorf("a new password: status %d: %s", w.Code, w.Body)
	}
	for cookie, want := range map[string]int{here: 200, there: 303} {
		if w := ask(s, "GET", "/account", nil, "Cookie", cookie); w.Code != want {
			t.Errorf("after a new password: status %d, want %d", w.Code, want)
		}
	}
	if post("/account/sessions/end", nil); ask(s, "GET", "/account", nil, "Cookie", here).Code != http.StatusSeeOther {
		t.Error("signed in after signing out everywhere")
	}
}

// TestRoleHoldsAtOnce proves that a session is worth what its user is worth now.
func TestRoleHoldsAtOnce(t *testing.T) {
	s := guarded(t)
	cookie := signedInAs(t, s, "admin")
	ctx := context.Background()
	if err := s.Accounts.SetRole(ctx, "admin", account.Reader); err != nil {
		t.Fatal(err)
	}
	if w := ask(s, "GET", "/account", nil, "Cookie", cookie); !strings.Contains(w.Body.String(), "the role reader") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	if err := s.Accounts.RemoveUser(ctx, "admin"); err != nil {
		t.Fatal(err)
	}
	if w := ask(s, "GET", "/account", nil, "Cookie", cookie); w.Code != http.StatusSeeOther {
		t.Errorf("a removed user: status %d", w.Code)
	}
}

// TestLogHasNoSecrets proves that what is logged and measured holds neither
// what was asked nor what is secret.
func TestLogHasNoSecrets(t *testing.T) {
	s := guarded(t)
	var log bytes.Buffer
	s.Log = slog.New(slog.NewJSONHandler(&log, nil))
	cookie := signedInAs(t, s, "admin")
	ask(s, "POST", "/signin", url.Values{"name": {"reader"}, "password": {"wrong secret password"}})
	ask(s, "GET", "/search?q=hushhush", nil, "Cookie", cookie)
	ask(s, "POST", "/account/tokens", url.Values{"label": {"hushhush"}, "scope": {"read"}, "days": {"3"}}, "Cookie", cookie)
	ask(s, "GET", "/api/v1/totals", nil, "Authorization", "Bearer chancery_hushhush")
	w := ask(s, "GET", "/metrics", nil, "Cookie", cookie)
	for _, secret := range []string{password, "wrong secret", "hushhush", strings.TrimPrefix(cookie, "chancery="), "chancery_"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
		if secret != "chancery_" && strings.Contains(w.Body.String(), secret) {
			t.Errorf("the metrics hold %q", secret)
		}
	}
	for _, want := range []string{`"route":"GET /search"`, `"user":"admin"`, `"status":200`, `"msg":"signing in refused"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log.String())
		}
	}
	for _, want := range []string{`chancery_requests_total{route="GET /search",method="GET",status="200"} 1`, `chancery_sign_ins_total{result="refused"} 1`,
		`chancery_request_seconds_bucket{route="GET /search",le="+Inf"} 1`, "chancery_record_articles 1", "go_goroutines", "chancery_connections 0"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
}

func TestHealth(t *testing.T) {
	s := guarded(t)
	for _, path := range []string{"/healthz", "/readyz"} {
		if w := ask(s, "GET", path, nil); w.Code != http.StatusOK || w.Body.String() != "ok\n" {
			t.Errorf("%s: status %d %q", path, w.Code, w.Body)
		}
	}
	s.ending.Store(true)
	if w := ask(s, "GET", "/readyz", nil); w.Code != http.StatusServiceUnavailable {
		t.Errorf("while it ends: status %d", w.Code)
	}
	s.ending.Store(false)
	s.Store.Close()
	if w := ask(s, "GET", "/readyz", nil); w.Code != http.StatusServiceUnavailable {
		t.Errorf("without a record: status %d", w.Code)
	}
	if w := ask(s, "GET", "/healthz", nil); w.Code != http.StatusOK {
		t.Errorf("the process answers: status %d", w.Code)
	}
}
