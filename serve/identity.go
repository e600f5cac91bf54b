package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
)

// asking is how somebody was recognised.
type asking struct {
	account.User
	session string // secret of the session; "" for a token or where there are no accounts
}

type askingKey struct{}

func askingOf(ctx context.Context) asking {
	a, _ := ctx.Value(askingKey{}).(asking)
	return a
}

// recognise tells who asks: by the token, else by the session. A token that is
// not good any more is refused, a session just ends.
func (s *Server) recognise(r *http.Request) (asking, error) {
	if s.Accounts == nil {
		return asking{User: local(s.Listen)}, nil
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		u, err := s.Accounts.ByToken(r.Context(), token)
		return asking{User: u}, err
	}
	name, _, _ := cookieOf(r)
	c, err := r.Cookie(name)
	if err != nil {
		return asking{}, nil // there is none
	}
	u, err := s.Accounts.BySession(r.Context(), c.Value)
	if errors.Is(err, record.ErrRefused) {
		return asking{}, nil
	}
	return asking{u, c.Value}, err
}

// identify tells who asks, and bounds how often.
func (s *Server) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := s.recognise(r)
		key := "address " + s.from(r)
		if who.Role > account.Anonymous {
			key = "user " + who.Name
		}
		if wait, ok := s.rates.take(key); !ok && (s.Accounts != nil || s.Open()) {
			s.measures.refused("rate")
			s.refuseLater(w, r, wait, "too many requests from "+key)
			return
		}
		switch {
		case errors.Is(err, record.ErrRefused):
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			s.fail(w, r, problem{http.StatusUnauthorized, errors.New("this token has expired, was revoked or never was: make another under Account, or with chancery token new")})
			return
		case err != nil:
			s.fail(w, r, err)
			return
		}
		if t, ok := w.(*told); ok {
			t.user = who.Name
		}
		ctx := context.WithValue(account.With(r.Context(), who.User), askingKey{}, who)
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// from is where a request comes from. One that a proxy on this computer
// passes on comes from where the proxy says.
func (s *Server) from(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		all := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := net.ParseIP(strings.TrimSpace(all[len(all)-1])); last != nil {
			return last.String()
		}
	}
	return host
}

// cookieOf names the cookie of a session. It goes over an encrypted connection
// only; on this computer, where nothing passes a network, any will do. ok is
// false where it would pass a network in the clear.
func cookieOf(r *http.Request) (name string, secure, ok bool) {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "__Host-chancery", true, true
	}
	return "chancery", false, loopback(hostOf(r.Host))
}

// bearer tells how a program proves who it is.
const bearer = `Bearer realm="chancery"`

// gate lets a handler be reached by those who have the role that it needs.
// Everything that is answered goes through it (docs/access.md).
func (s *Server) gate(pattern string, needs account.Role, next http.HandlerFunc) http.HandlerFunc {
	s.needs[pattern] = needs
	return func(w http.ResponseWriter, r *http.Request) {
		if t, ok := w.(*told); ok {
			t.route = pattern
		}
		u := account.From(r.Context())
		switch {
		case u.Role >= needs:
			next(w, r)
		case u.Role > account.Anonymous:
			s.fail(w, r, problem{http.StatusForbidden, fmt.Errorf("this needs the role %s; %s has the role %s here", needs, u.Name, u.Role)})
		case program(r) || r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("WWW-Authenticate", bearer)
			s.fail(w, r, problem{http.StatusUnauthorized, errors.New("sign in first; a program sends a token: Authorization: Bearer …")})
		default:
			http.Redirect(w, r, address("/signin", "next", r.URL.RequestURI()), http.StatusSeeOther)
		}
	}
}

// program tells whether the answer is for a program, not for a person.
func program(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || r.URL.Path == "/metrics" || r.Header.Get("Authorization") != ""
}
