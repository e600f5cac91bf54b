package account_test

import (
	"strings"
	"testing"

	"github.com/chancery-project/chancery/account"
)

func TestPasswords(t *testing.T) {
	hash, err := account.Hash("correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	again, err := account.Hash("correct horse battery")
	if err != nil || again == hash {
		t.Errorf("the same password twice gives the same hash: %v", err)
	}
	for _, c := range []struct {
		name, hash, password string
		want                 bool
	}{
		{"the password", hash, "correct horse battery", true},
		{"another", hash, "correct horse battery ", false},
		{"none", hash, "", false},
		{"nobody's", "", "correct horse battery", false},
		{"nobody's, empty", "", "", false},
		{"longer than any", hash, strings.Repeat("x", 1<<20), false},
		// Made by the reference implementation: argon2 saltsaltsaltsalt -id -t 2 -m 10 -p 1, of "password1234".
		{"of another cost", "$argon2id$v=19$m=1024,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$jypz9ma1SePYNuKfkdpaMcbpsFQ6WG2FpJdkV9JmyOk", "password1234", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := account.Matches(c.hash, c.password); got != c.want || err != nil {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	for _, bad := range []string{"plain", "$argon2i$v=19$m=1024,t=2,p=1$c2FsdA$AAAA", "$argon2id$v=19$m=x$c2FsdA$AAAA", "$argon2id$v=19$m=1024,t=2,p=1$!$AAAA"} {
		if ok, err := account.Matches(bad, "plain"); ok || err == nil {
			t.Errorf("%s: %v, %v", bad, ok, err)
		}
	}
	for _, bad := range []string{"", "short", strings.Repeat("ы", 11), strings.Repeat("x", 513)} {
		if _, err := account.Hash(bad); err == nil {
			t.Errorf("%q is taken as a password", bad)
		}
	}
}

func TestNames(t *testing.T) {
	for name, ok := range map[string]bool{"ada": true, "ada.l-2_x": true, "": false, "Ada": false, "2ada": false, "local": false, "visitor": false, "a b": false,
		"ада": false, strings.Repeat("a", 65): false, "a\n": false} {
		if err := account.CheckName(name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestSecretsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		seen[account.NewTokenSecret()] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d of 1000", len(seen))
	}
}
