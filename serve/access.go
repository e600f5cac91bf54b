package serve

import (
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// local is who asks where there are no accounts: on this computer alone the
// one who started the server, who may do everything; elsewhere whoever comes,
// who may read.
func local(listen string) account.User {
	if loopback(hostOf(listen)) {
		return account.User{Name: "local", Role: account.Admin}
	}
	return account.User{Name: "visitor", Role: account.Reader}
}

// refuseLater says when to ask again.
func (s *Server) refuseLater(w http.ResponseWriter, r *http.Request, wait time.Duration, why string) {
	seconds := int(math.Ceil(wait.Seconds()))
	w.Header().Set("Retry-After", fmt.Sprint(max(seconds, 1)))
	s.fail(w, r, problem{http.StatusTooManyRequests, fmt.Errorf("%s: try again in %s", why, counted(max(seconds, 1), "second"))})
}

// gated puts the operations of the interface behind the gate.
type gated struct {
	huma.Adapter // of a mux of its own, behind the gate
	s            *Server
	m            *http.ServeMux
}

const roleKey, streamKey = "role", "stream"

// role gives an operation the role that it needs.
func role(op huma.Operation, needs account.Role) huma.Operation {
	op.Metadata = map[string]any{roleKey: needs}
	return op
}

func (g gated) Handle(op *huma.Operation, h func(huma.Context)) {
	needs := op.Metadata[roleKey].(account.Role) // an operation without a role is a bug
	pattern := op.Method + " " + op.Path
	wrap := g.s.bounded
	if op.Metadata[streamKey] != nil {
		wrap = g.s.streaming
	}
	g.m.HandleFunc(pattern, g.s.gate(pattern, needs, wrap(func(w http.ResponseWriter, r *http.Request) {
		if err := strict(op, r); err != nil {
			g.s.fail(w, r, problem{http.StatusUnprocessableEntity, err})
			return
		}
		h(humago.NewContext(op, r, w))
	})))
}

// strict finds parameters that would pass silently: given more than once, or
// empty where something must stand.
func strict(op *huma.Operation, r *http.Request) error {
	asked := r.URL.Query()
	for _, p := range op.Parameters {
		values := asked[p.Name]
		if p.In != "query" || len(values) == 0 || p.Schema.Type == huma.TypeArray {
			continue
		}
		if len(values) > 1 {
			return fmt.Errorf("%s is given %d times", p.Name, len(values))
		}
		if values[0] == "" && (p.Schema.Type != huma.TypeString || len(p.Schema.Enum) > 0 || p.Schema.Format == "date") {
			return fmt.Errorf("%s is given without a value", p.Name)
		}
	}
	return nil
}
