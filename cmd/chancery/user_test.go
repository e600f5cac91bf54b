package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/record"
)

// TestUsersOnTheCommandLine goes through the life of a user and a token.
func TestUsersOnTheCommandLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "r.db")
	run := func(in string, args ...string) (string, error) {
		root := newRoot()
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetErr(&bytes.Buffer{})
		root.SetIn(strings.NewReader(in))
		root.SetArgs(append(args, "--record", file))
		err := root.ExecuteContext(t.Context())
		return out.String(), err
	}
	if _, err := run("a long password\n", "user", "add", "ada"); err == nil {
		t.Error("users of no record")
	}
	store, err := record.Open(t.Context(), file, record.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
	if _, err := run("", "user", "list"); err == nil || !strings.Contains(err.Error(), "chancery user add") {
		t.Errorf("no users: %v", err)
	}
	if _, err := run("", "serve", "--auth", "--listen", "127.0.0.1:0"); err == nil || !strings.Contains(err.Error(), "chancery user add") {
		t.Errorf("serving without users: %v", err)
	}
	for _, c := range []struct {
		name, in string
		args     []string
		says     string // in the output, or in the error after a !
	}{
		{"a bad role", "a long password\n", []string{"user", "add", "ada", "--role", "king"}, "!none of reader"},
		{"a short password", "short\n", []string{"user", "add", "ada"}, "!at least 12"},
		{"added", "a long password\n", []string{"user", "add", "ada", "--role", "analyst"}, "ada may sign in, as analyst"},
		{"again", "a long password\n", []string{"user", "add", "ada"}, "!already"},
		{"listed", "", []string{"user", "list"}, "analyst"},
		{"as JSON", "", []string{"user", "list", "--json"}, `"role": "analyst"`},
		{"another role", "", []string{"user", "role", "ada", "admin"}, "ada is admin"},
		{"another password", "another password", []string{"user", "passwd", "ada"}, "new password"},
		{"a bad scope", "", []string{"token", "new", "ada", "--scope", "all"}, "!none of monitor"},
		{"too long a life", "", []string{"token", "new", "ada", "--days", "1000"}, "!at most 366"},
		{"nobody's token", "", []string{"token", "new", "bob"}, "!no user bob"},
		{"a token", "", []string{"token", "new", "ada", "--label", "for reports"}, "chancery_"},
		{"tokens listed", "", []string{"token", "list"}, "for reports"},
		{"no such token", "", []string{"token", "revoke", "x"}, "!no token x"},
		{"removed", "", []string{"user", "remove", "ada"}, "ada is removed"},
		{"its tokens are gone", "", []string{"token", "list", "--json"}, "[]"},
		{"the name stays", "a long password\n", []string{"user", "add", "ada"}, "!--same-person"},
	} {
		out, err := run(c.in, c.args...)
		want, fails := strings.CutPrefix(c.says, "!")
		if fails != (err != nil) || fails && !strings.Contains(err.Error(), want) || !fails && !strings.Contains(out, want) {
			t.Errorf("%s: %q, %v", c.name, out, err)
		}
	}
}
