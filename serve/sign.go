package serve

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
)

// signing is the page on which to sign in.
type signing struct{ Name, Next, Wrong string }

// withAccounts wraps a page that there is only with accounts.
func withAccounts(f func(*Server, http.ResponseWriter, *http.Request) error) func(*Server) http.HandlerFunc {
	return page(func(s *Server, w http.ResponseWriter, r *http.Request) error {
		if s.Accounts == nil {
			return notFound("this server has no accounts: chancery serve --auth has")
		}
		return f(s, w, r)
	})
}

// bySession wraps a page of a user's account. A token cannot make tokens or
// change the password.
func bySession(f func(*Server, http.ResponseWriter, *http.Request, asking) error) func(*Server) http.HandlerFunc {
	return withAccounts(func(s *Server, w http.ResponseWriter, r *http.Request) error {
		who := askingOf(r.Context())
		if who.session == "" {
			return problem{http.StatusForbidden, errors.New("an account is changed by who signs in with its password, not with a token")}
		}
		return f(s, w, r, who)
	})
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	if account.From(r.Context()).Role > account.Anonymous {
		http.Redirect(w, r, own(r.FormValue("next")), http.StatusSeeOther)
		return nil
	}
	if _, _, ok := cookieOf(r); !ok {
		return problem{http.StatusUpgradeRequired, errors.New("a password is not sent over a connection that is not encrypted: open this address with https (docs/install.md)")}
	}
	return s.showSigning(w, r, http.StatusOK, signing{Next: own(r.FormValue("next"))})
}

func (s *Server) showSigning(w http.ResponseWriter, r *http.Request, status int, body signing) error {
	return s.show(w, r, status, "signin", frame{Title: "Sign in", At: "account", Body: body})
}

// own gives an address of this server's own, or that of the first page.
func own(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(address, `\`) {
		return "/"
	}
	return u.RequestURI()
}

func (s *Server) signedIn(w http.ResponseWriter, r *http.Request) error {
	cookie, secure, ok := cookieOf(r)
	if !ok {
		return problem{http.StatusUpgradeRequired, errors.New("a password is not sent over a connection that is not encrypted: open this address with https (docs/install.md)")}
	}
	name, next := strings.TrimSpace(r.PostFormValue("name")), own(r.PostFormValue("next"))
	wait, ok := s.tries.take(s.from(r) + " " + name)
	if ok {
		wait, ok = s.addresses.take(s.from(r))
	}
	if !ok {
		s.measures.signIns("too often")
		s.Log.Warn("signing in too often", "user", name, "address", s.from(r))
		s.refuseLater(w, r, wait, "too many tries to sign in")
		return nil
	}
	err := s.Accounts.Password(r.Context(), name, r.PostFormValue("password"))
	if errors.Is(err, record.ErrRefused) {
		s.measures.signIns("refused")
		s.Log.Warn("signing in refused", "user", name, "address", s.from(r))
		return s.showSigning(w, r, http.StatusUnauthorized, signing{name, next, "Name or password is wrong."})
	}
	if err != nil {
		return err
	}
	secret, err := s.Accounts.NewSession(r.Context(), name, agent(r))
	if err != nil {
		return err
	}
	s.measures.signIns("done")
	s.Log.Info("signed in", "user", name, "address", s.from(r))
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: secret, Path: "/", MaxAge: int(record.SessionLife.Seconds()), Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func agent(r *http.Request) string { return clipped(r.UserAgent(), 200) }

func clipped(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if who := askingOf(r.Context()); who.session != "" {
		if err := s.Accounts.EndSession(r.Context(), who.session); err != nil {
			return err
		}
	}
	cookie, secure, _ := cookieOf(r)
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: "/", MaxAge: -1, Secure: secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
	return nil
}

// accountPage is what a user sees of the own account.
type accountPage struct {
	account.User
	Sessions []account.Session
	Tokens   []account.Token
	Scopes   []account.Scope
	Life     int // days a token lives unless told
	Most     int
	Secret   string // of a token just made: shown once
	Done     string
	Today    string
	Keeps    bool // may see and change the users
}

func (s *Server) account(w http.ResponseWriter, r *http.Request, who asking) error {
	return s.showAccount(w, r, who, accountPage{})
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request, who asking, body accountPage) (err error) {
	body.User, body.Today, body.Keeps = who.User, time.Now().UTC().Format(time.RFC3339), who.Role >= account.Admin
	body.Life, body.Most = int(account.TokenLife.Hours()/24), int(account.MaxTokenLife.Hours()/24)
	body.Scopes = slices.DeleteFunc(slices.Clone(account.Scopes), func(x account.Scope) bool { return x.Role > who.Role })
	if body.Sessions, err = s.Accounts.Sessions(r.Context(), who.Name); err != nil {
		return err
	}
	if body.Tokens, err = s.Accounts.Tokens(r.Context(), who.Name); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "account", frame{Title: "Account", At: "account", Body: body})
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request, who asking) error {
	fresh := r.PostFormValue("new")
	if fresh != r.PostFormValue("again") {
		return badRequest(errors.New("the new password was not typed the same twice"))
	}
	if err := account.CheckPassword(fresh); err != nil {
		return badRequest(err)
	}
	if wait, ok := s.tries.take(s.from(r) + " " + who.Name); !ok {
		s.refuseLater(w, r, wait, "too many tries")
		return nil
	}
	err := s.Accounts.Password(r.Context(), who.Name, r.PostFormValue("old"))
	if errors.Is(err, record.ErrRefused) {
		return problem{http.StatusForbidden, errors.New("the old password is wrong")}
	}
	if err != nil {
		return err
	}
	if err := s.Accounts.SetPassword(r.Context(), who.Name, fresh, who.session); err != nil {
		return err
	}
	s.Log.Info("password changed", "user", who.Name, "address", s.from(r))
	return s.showAccount(w, r, who, accountPage{Done: "The password is changed; other browsers are signed out."})
}

func (s *Server) newToken(w http.ResponseWriter, r *http.Request, who asking) error {
	scope, err := account.ScopeNamed(r.PostFormValue("scope"))
	if err != nil {
		return badRequest(err)
	}
	days, err := strconv.Atoi(r.PostFormValue("days"))
	if err != nil {
		return badRequest(fmt.Errorf("days: %q is no number", r.PostFormValue("days")))
	}
	t, secret, err := s.Accounts.NewToken(r.Context(), who.Name, clipped(strings.TrimSpace(r.PostFormValue("label")), 100), scope, time.Duration(days)*24*time.Hour)
	if err != nil {
		return badRequest(err)
	}
	s.Log.Info("token made", "user", who.Name, "token", t.ID, "scope", t.Scope, "expires", t.Expires)
	w.Header().Set("Cache-Control", "no-store")
	return s.showAccount(w, r, who, accountPage{Secret: secret})
}

func (s *Server) revokeToken(w http.ResponseWriter, r *http.Request, who asking) error {
	if err := s.Accounts.Revoke(r.Context(), who.Name, r.PathValue("id")); err != nil {
		return problem{http.StatusNotFound, err}
	}
	s.Log.Info("token revoked", "user", who.Name, "token", r.PathValue("id"))
	return s.showAccount(w, r, who, accountPage{Done: "The token is revoked."})
}

func (s *Server) endSessions(w http.ResponseWriter, r *http.Request, who asking) error {
	if err := s.Accounts.EndSessions(r.Context(), who.Name); err != nil {
		return err
	}
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
	return nil
}
