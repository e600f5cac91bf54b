package serve

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// policy lets a page load only what this server gives, and nothing in line, so
// that words of an article that look like a script stay words.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// hosts are the names in the Host header that are answered. Pages of other
// sites that have a name of theirs lead here (DNS rebinding) are refused.
func hosts(listen string) (map[string]bool, error) {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %q is no address like 127.0.0.1:8440: %w", listen, err)
	}
	ip := net.ParseIP(host)
	if host == "" || ip != nil && ip.IsUnspecified() {
		return nil, nil // told to answer on every address, under whatever name
	}
	all := map[string]bool{strings.ToLower(host): true}
	if host == "localhost" || ip != nil && ip.IsLoopback() {
		all["localhost"], all["127.0.0.1"], all["::1"] = true, true, true
	}
	return all, nil
}

func (s *Server) known(host string) bool {
	if s.hosts == nil {
		return true
	}
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return s.hosts[strings.ToLower(strings.Trim(host, "[]"))]
}

// guard is what holds for every answer.
func (s *Server) guard(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		told := &told{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler {
					panic(p)
				}
				s.Log.Error("a page failed", "path", r.URL.Path, "panic", fmt.Sprint(p))
				if !told.begun {
					s.fail(told, r, fmt.Errorf("this page failed: %v", p))
				}
			}
			s.Log.Info("answered", "method", r.Method, "path", r.URL.Path, "status", told.status, "ms", time.Since(began).Milliseconds())
		}()
		if !s.known(r.Host) {
			http.Error(told, fmt.Sprintf("this server does not answer to the name %q: open it by the address that it printed", r.Host), http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(told, r.Body, maxBody)
		crossOrigin.ServeHTTP(told, r)
	})
}

// told remembers how a request was answered.
type told struct {
	http.ResponseWriter
	status int
	begun  bool
}

func (t *told) WriteHeader(status int) {
	t.status, t.begun = status, true
	t.ResponseWriter.WriteHeader(status)
}

func (t *told) Write(b []byte) (int, error) {
	t.begun = true
	return t.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (t *told) Unwrap() http.ResponseWriter { return t.ResponseWriter }
