package serve

import (
	"net/http"
	"slices"

	"github.com/chancery-project/chancery/account"
)

// route is one row of the table in docs/access.md: what is answered, and the
// role that it needs.
type route struct {
	pattern string
	needs   account.Role
	handler func(*Server) http.HandlerFunc
}

// page wraps a handler that may fail, and is worked out before it is sent.
func page(f func(*Server, http.ResponseWriter, *http.Request) error) func(*Server) http.HandlerFunc {
	return func(s *Server) http.HandlerFunc {
		return s.bounded(s.failing(f))
	}
}

// plain wraps a handler that answers at once, however busy the server is.
func plain(f func(*Server, http.ResponseWriter, *http.Request) error) func(*Server) http.HandlerFunc {
	return func(s *Server) http.HandlerFunc { return s.failing(f) }
}

// stream wraps a handler whose answer is sent as it is made.
func stream(f func(*Server, http.ResponseWriter, *http.Request) error) func(*Server) http.HandlerFunc {
	return func(s *Server) http.HandlerFunc {
		return s.streaming(s.failing(f))
	}
}

func (s *Server) failing(f func(*Server, http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(s, w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

// routes are all that is answered.
var routes = []route{
	{"GET /{$}", account.Reader, page((*Server).today)},
	{"GET /search", account.Reader, page((*Server).search)},
	{"GET /dossier", account.Reader, page((*Server).dossier)},
	{"GET /happening/{id}", account.Reader, page((*Server).happening)},
	{"POST /happening/{id}/merge", account.Analyst, page((*Server).joined)},
	{"POST /happening/{id}/split", account.Analyst, page((*Server).parted)},
	{"GET /article/{id}", account.Reader, page((*Server).article)},
	{"GET /article/{id}/why/{event}", account.Reader, page((*Server).why)},
	{"GET /article/{id}/against/{other}", account.Reader, page((*Server).against)},
	{"GET /review", account.Reader, page((*Server).reviewNext)},
	{"GET /review/{mention}", account.Reader, page((*Server).reviewOne)},
	{"POST /review/{mention}", account.Analyst, page((*Server).reviewed)},
	{"GET /decisions", account.Reader, page((*Server).decisions)},
	{"GET /agreement", account.Reader, page((*Server).agreement)},
	{"POST /sample", account.Analyst, page((*Server).sample)},
	{"POST /undo", account.Analyst, page((*Server).undo)},
	{"GET /articles", account.Reader, page((*Server).articles)},
	{"GET /map", account.Reader, page((*Server).world)},
	{"GET /network", account.Reader, page((*Server).network)},
	{"GET /help", account.Reader, page((*Server).help)},
	{"GET /export", account.Reader, stream((*Server).export)},
	{"GET /signin", account.Anonymous, withAccounts((*Server).signIn)},
	{"POST /signin", account.Anonymous, withAccounts((*Server).signedIn)},
	{"POST /signout", account.Reader, withAccounts((*Server).signOut)},
	{"GET /account", account.Reader, bySession((*Server).account)},
	{"POST /account/password", account.Reader, bySession((*Server).changePassword)},
	{"POST /account/tokens", account.Reader, bySession((*Server).newToken)},
	{"POST /account/tokens/{id}/revoke", account.Reader, bySession((*Server).revokeToken)},
	{"POST /account/sessions/end", account.Reader, bySession((*Server).endSessions)},
	{"GET /metrics", account.Monitor, plain((*Server).metrics)},
	{"GET /healthz", account.Anonymous, plain((*Server).health)},
	{"GET /readyz", account.Anonymous, plain((*Server).ready)},
	{"GET /static/", account.Anonymous, plain((*Server).asset)},
	{"/", account.Reader, page((*Server).missing)},
}

func (s *Server) routes() http.Handler {
	m := s.mux
	for _, r := range slices.Concat(routes, searchRoutes, sourceRoutes, userRoutes) {
		m.HandleFunc(r.pattern, s.gate(r.pattern, r.needs, r.handler(s)))
	}
	s.api(m)
	return m
}
