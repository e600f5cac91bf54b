package serve

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chancery-project/chancery/account"
)

// TestUsersOnThePage goes the way of an admin: adds a user, gives another role
// and password, ends a token, removes and brings back. Each holds at once.
func TestUsersOnThePage(t *testing.T) {
	ctx := context.Background()
	s := guarded(t)
	admin := signedInAs(t, s, "admin")
	does := func(path string, status int, says string, pairs ...string) {
		t.Helper()
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Add(pairs[i], pairs[i+1])
		}
		if w := ask(s, "POST", path, form, "Cookie", admin); w.Code != status || !strings.Contains(w.Body.String(), says) {
			t.Errorf("%s %v: status %d, without %q: %s", path, pairs, w.Code, says, w.Body)
		}
	}
	comes := func(name, password string, status int) {
		t.Helper()
		if w := tryFrom(s, name, password, name); w.Code != status {
			t.Errorf("%s signs in: status %d, want %d", name, w.Code, status)
		}
	}
	if body := ask(s, "GET", "/account", nil, "Cookie", admin).Body.String(); !strings.Contains(body, `href="/users"`) {
		t.Error("no link leads to the users")
	}
	does("/users", 200, "ada may sign in, as reader.", "name", "ada", "role", "reader", "password", password)
	comes("ada", password, http.StatusSeeOther)
	ada := signedInAs(t, s, "ada")
	does("/users/ada/role", 200, "ada is analyst now.", "role", "analyst")
	if body := ask(s, "GET", "/account", nil, "Cookie", ada).Body.String(); !strings.Contains(body, "the role analyst") || strings.Contains(body, `href="/users"`) {
		t.Errorf("the role does not hold: %s", body)
	}
	read, err := account.ScopeNamed("read")
	if err != nil {
		t.Fatal(err)
	}
	token, secret, err := s.Accounts.NewToken(ctx, "ada", "<b>weekly", read, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if body := ask(s, "GET", "/users", nil, "Cookie", admin).Body.String(); !strings.Contains(body, "&lt;b&gt;weekly") {
		t.Error("the token is not listed")
	}
	does("/users/reader/tokens/"+token.ID+"/revoke", 404, "there is no token")
	does("/users/ada/tokens/"+token.ID+"/revoke", 200, "A token of ada is revoked.")
	if w := ask(s, "GET", "/api/v1/totals", nil, "Authorization", "Bearer "+secret); w.Code != http.StatusUnauthorized {
		t.Errorf("a revoked token: status %d", w.Code)
	}
	does("/users/ada/password", 200, "ada has a new password", "password", "another long password")
	comes("ada", password, http.StatusUnauthorized)
	comes("ada", "another long password", http.StatusSeeOther)
	if w := ask(s, "GET", "/account", nil, "Cookie", ada); w.Code != http.StatusSeeOther {
		t.Errorf("signed in with the old password: status %d", w.Code)
	}
	does("/users/ada/remove", 200, "ada is removed")
	comes("ada", "another long password", http.StatusUnauthorized)
	does("/users", 400, "was a user until", "name", "ada", "role", "admin", "password", password)
	does("/users/ada/back", 200, "ada may sign in again, as reader.", "role", "reader", "password", password)
	comes("ada", password, http.StatusSeeOther)

	for name, c := range map[string]struct {
		path, says string
		status     int
		form       []string
	}{
		"a bad name":         {"/users", `value="Bob"`, 400, []string{"name", "Bob", "role", "reader", "password", password}},
		"a short password":   {"/users", "at least 12", 400, []string{"name", "bob", "role", "reader", "password", "short"}},
		"no role":            {"/users", "none of reader", 400, []string{"name", "bob", "role", "king", "password", password}},
		"there already":      {"/users", "already", 400, []string{"name", "reader", "role", "admin", "password", password}},
		"nobody":             {"/users/nobody/remove", "no user nobody", 404, nil},
		"oneself removed":    {"/users/admin/remove", "another admin", 400, nil},
		"oneself a reader":   {"/users/admin/role", "another admin", 400, []string{"role", "reader"}},
		"a short new one":    {"/users/ada/password", "at least 12", 400, []string{"password", "short"}},
		"back, who is there": {"/users/ada/back", "already", 400, []string{"role", "admin", "password", password}},
	} {
		t.Run(name, func(t *testing.T) { does(c.path, c.status, c.says, c.form...) })
	}
}
