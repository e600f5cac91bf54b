package record_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
)

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func accounts(t *testing.T, c *clock) (*record.Accounts, string) {
	t.Helper()
	path := record.AccountsPath(filepath.Join(t.TempDir(), "r.db"))
	a, err := record.OpenAccounts(context.Background(), path, true, c.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a, path
}

const word = "a password of some length"

// TestAccountsLifetimes proves when sessions and tokens end.
func TestAccountsLifetimes(t *testing.T) {
	ctx := context.Background()
	c := &clock{time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	a, _ := accounts(t, c)
	if err := a.AddUser(ctx, "ada", account.Analyst, word, false); err != nil {
		t.Fatal(err)
	}
	session, err := a.NewSession(ctx, "ada", "a browser")
	if err != nil {
		t.Fatal(err)
	}
	read, err := account.ScopeNamed("read")
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := a.NewToken(ctx, "ada", "", read, 48*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	began := c.at
	for _, step := range []struct {
		after          time.Duration
		session, token bool
	}{{time.Hour, true, true}, {24 * time.Hour, true, true}, {47 * time.Hour, true, true}, {49 * time.Hour, true, false}, {74 * time.Hour, false, false}} {
		c.at = began.Add(step.after)
		u, err := a.BySession(ctx, session)
		if (err == nil) != step.session || err == nil && u != (account.User{Name: "ada", Role: account.Analyst}) {
			t.Errorf("after %v: the session is %+v, %v", step.after, u, err)
		}
		u, err = a.ByToken(ctx, token)
		if (err == nil) != step.token || err == nil && u.Role != account.Reader {
			t.Errorf("after %v: the token is %+v, %v", step.after, u, err)
		}
	}
	c.at = began
	if session, err = a.NewSession(ctx, "ada", ""); err != nil {
		t.Fatal(err)
	}
	for c.at.Before(began.Add(record.SessionLife)) {
		if _, err := a.BySession(ctx, session); err != nil {
			t.Fatalf("in use, after %v: %v", c.at.Sub(began), err)
		}
		c.at = c.at.Add(20 * time.Hour)
	}
	if _, err := a.BySession(ctx, session); !errors.Is(err, record.ErrRefused) {
		t.Errorf("two weeks later: %v", err)
	}
	if _, _, err := a.NewToken(ctx, "ada", "", read, account.MaxTokenLife+1); err == nil {
		t.Error("a token without an end")
	}
}

// TestAccountsUsers proves what becomes of users, and of names.
func TestAccountsUsers(t *testing.T) {
	ctx := context.Background()
	a, path := accounts(t, &clock{time.Now()})
	if err := a.AddUser(ctx, "ada", account.Reader, word, false); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, user, password string
		ok                   bool
	}{{"right", "ada", word, true}, {"wrong", "ada", word + "x", false}, {"nobody", "bob", word, false}, {"nothing", "", "", false}} {
		if err := a.Password(ctx, c.user, c.password); (err == nil) != c.ok || err != nil && !errors.Is(err, record.ErrRefused) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if a.AddUser(ctx, "ada", account.Admin, word, true) == nil || a.AddUser(ctx, "Bob", account.Admin, word, false) == nil || a.AddUser(ctx, "bob", account.Admin, "short", false) == nil {
		t.Error("a user is added twice, under a bad name or with a bad password")
	}
	if a.SetRole(ctx, "bob", account.Admin) == nil || a.SetPassword(ctx, "bob", word, "") == nil || a.RemoveUser(ctx, "bob") == nil {
		t.Error("there is no bob")
	}
	if err := a.RemoveUser(ctx, "ada"); err != nil {
		t.Fatal(err)
	}
	if err := a.Password(ctx, "ada", word); !errors.Is(err, record.ErrRefused) {
		t.Errorf("removed: %v", err)
	}
	if a.AddUser(ctx, "ada", account.Admin, word, false) == nil {
		t.Error("a removed user's name is given to another")
	}
	if err := a.AddUser(ctx, "ada", account.Admin, word, true); err != nil {
		t.Errorf("given back: %v", err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v", info.Mode(), err)
	}
}

func TestAccountsFiles(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	none := filepath.Join(dir, "none")
	if _, err := record.OpenAccounts(ctx, none, false, nil); !errors.Is(err, record.ErrNoAccounts) {
		t.Errorf("no file: %v", err)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("asking made a file")
	}
	other := filepath.Join(dir, "r.db")
	open(t, other).Close()
	if _, err := record.OpenAccounts(ctx, other, true, nil); err == nil {
		t.Error("a record is taken for accounts")
	}
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte("a text of some length, which is no database at all, and longer than its header of 100 bytes is said to be"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := record.OpenAccounts(ctx, text, true, nil); err == nil {
		t.Error("a text is taken for accounts")
	}
}
