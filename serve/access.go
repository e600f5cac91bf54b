package serve

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/account"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// local is who asks where there are no accounts: on this computer alone the
// one who started the server, who may do everything; elsewhere whoever comes,
// who may read.
func local(listen string) account.User {
	host, _, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) {
		return account.User{Name: "local", Role: account.Admin}
	}
	return account.User{Name: "visitor", Role: account.Reader}
}

// gate lets a handler be reached by those who have the role that it needs.
// Everything that is answered goes through it (docs/access.md).
func (s *Server) gate(pattern string, needs account.Role, next http.HandlerFunc) http.HandlerFunc {
	s.needs[pattern] = needs
	return func(w http.ResponseWriter, r *http.Request) {
		u := account.From(r.Context())
		if u.Role >= needs {
			next(w, r)
			return
		}
		s.refuse(w, r, problem{http.StatusForbidden, fmt.Errorf("this needs the role %s; %s has the role %s", needs, u.Name, u.Role)})
	}
}

// refuse answers a person with a page, a program with a problem (RFC 9457).
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, p problem) {
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		s.fail(w, r, p)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.status)
	if err := json.NewEncoder(w).Encode(huma.ErrorModel{Title: http.StatusText(p.status), Status: p.status, Detail: p.Error()}); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
}

// identify tells who asks.
func (s *Server) identify(next http.Handler) http.Handler {
	who := local(s.Listen)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(account.With(r.Context(), who)))
	})
}

// gated puts the operations of the interface behind the gate.
type gated struct {
	huma.Adapter // of a mux of its own, behind the gate
	s            *Server
	m            *http.ServeMux
}

const roleKey = "role"

// role gives an operation the role that it needs.
func role(op huma.Operation, needs account.Role) huma.Operation {
	op.Metadata = map[string]any{roleKey: needs}
	return op
}

func (g gated) Handle(op *huma.Operation, h func(huma.Context)) {
	needs := op.Metadata[roleKey].(account.Role) // an operation without a role is a bug
	pattern := op.Method + " " + op.Path
	g.m.HandleFunc(pattern, g.s.gate(pattern, needs, func(w http.ResponseWriter, r *http.Request) {
		h(humago.NewContext(op, r, w))
	}))
}
