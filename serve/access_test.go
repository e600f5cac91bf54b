package serve

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/account"
)

// TestGate proves that a handler is reached by the role that it needs and
// those above it, and that people and programs are told in their own form.
func TestGate(t *testing.T) {
	s := server(t)
	for _, c := range []struct {
		path        string
		needs, role account.Role
		want        int
		says        string
	}{
		{"/x", account.Reader, account.Reader, 200, "in"},
		{"/x", account.Analyst, account.Admin, 200, "in"},
		{"/x", account.Anonymous, account.Anonymous, 200, "in"},
		{"/x", account.Analyst, account.Reader, 403, "<!doctype html>"},
		{"/x", account.Admin, account.Analyst, 403, "this needs the role admin; eve has the role analyst"},
		{"/api/v1/x", account.Analyst, account.Reader, 403, `"status":403`},
	} {
		h := s.gate("GET "+c.path, c.needs, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("in")) })
		r := httptest.NewRequest("GET", c.path, nil)
		w := httptest.NewRecorder()
		h(w, r.WithContext(account.With(r.Context(), account.User{Name: "eve", Role: c.role})))
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%v: status %d: %.300s", c, w.Code, w.Body)
		}
	}
}

// TestWithoutAccounts proves that whoever started the server may do everything
// on this computer, and that others may only read.
func TestWithoutAccounts(t *testing.T) {
	for listen, want := range map[string]account.User{
		"127.0.0.1:8440": {Name: "local", Role: account.Admin}, "localhost:1": {Name: "local", Role: account.Admin}, "[::1]:8440": {Name: "local", Role: account.Admin},
		"0.0.0.0:8440": {Name: "visitor", Role: account.Reader}, ":8440": {Name: "visitor", Role: account.Reader}, "10.1.2.3:80": {Name: "visitor", Role: account.Reader},
	} {
		if got := local(listen); got != want {
			t.Errorf("%s: %+v, want %+v", listen, got, want)
		}
	}
}
