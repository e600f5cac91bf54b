package serve

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/chancery-project/chancery/internal/stack"
)

// policy lets a page load only what this server gives, and nothing in line, so
// that words of an article that look like a script stay words.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// hosts are the names in the Host header that are answered. Pages of other
// sites that have a name of theirs lead here (DNS rebinding) are refused. Others
// are the names under which a proxy passes requests on.
func hosts(listen string, others []string) (map[string]bool, error) {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %q is no address like 127.0.0.1:8440: %w", listen, err)
	}
	all := map[string]bool{}
	for _, o := range others {
		all[strings.ToLower(o)] = true
	}
	ip := net.ParseIP(host)
	everywhere := host == "" || ip != nil && ip.IsUnspecified()
	if everywhere && len(others) == 0 {
		return nil, nil // told to answer on every address, under whatever name
	}
	if !everywhere {
		all[strings.ToLower(host)] = true
	}
	if everywhere || loopback(host) {
		all["localhost"], all["127.0.0.1"], all["::1"] = true, true, true
	}
	return all, nil
}

// loopback tells whether a host is this computer to itself.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// hostOf takes the port off.
func hostOf(address string) string {
	if h, _, err := net.SplitHostPort(address); err == nil {
		address = h
	}
	return strings.Trim(address, "[]")
}

func (s *Server) known(host string) bool {
	return s.hosts == nil || s.hosts[strings.ToLower(hostOf(host))]
}

// guard is what holds for every answer.
func (s *Server) guard(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.measures.refused("origin")
		s.fail(w, r, problem{http.StatusForbidden, errors.New("a page of another site sent this: nothing was done")})
	}))
	inner := crossOrigin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		s.running.Add(1)
		defer s.running.Add(-1)
		defer busyWith(r.Context())()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "private, no-cache")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		told := &told{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			took := time.Since(began)
			p := recover()
			if p != nil && p != http.ErrAbortHandler {
				s.Log.Error("a page failed", "path", r.URL.Path, "panic", fmt.Sprint(p), "at", stack.Panicked())
				if !told.begun {
					s.fail(told, r, problem{http.StatusInternalServerError, errors.New("this page failed: the server's log tells more")})
				}
			}
			s.measures.answered(r.Method, told.route, told.status, took)
			s.Log.Info("answered", "method", r.Method, "route", told.route, "path", r.URL.Path, "status", told.status, "bytes", told.bytes,
				"ms", took.Milliseconds(), "user", told.user, "address", s.from(r))
			if p == http.ErrAbortHandler {
				panic(p)
			}
		}()
		if !s.known(r.Host) {
			s.measures.refused("host")
			http.Error(told, fmt.Sprintf("this server does not answer to the name %q: open it by the address that it printed, or name it with --host", r.Host), http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(told, r.Body, maxBody)
		inner.ServeHTTP(told, r)
	})
}

// told remembers how a request was answered.
type told struct {
	http.ResponseWriter
	status int
	begun  bool
	bytes  int64
	route  string // set by gate
	user   string // set by identify
}

func (t *told) WriteHeader(status int) {
	t.status, t.begun = status, true
	t.ResponseWriter.WriteHeader(status)
}

func (t *told) Write(b []byte) (int, error) {
	t.begun = true
	n, err := t.ResponseWriter.Write(b)
	t.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (t *told) Unwrap() http.ResponseWriter { return t.ResponseWriter }
