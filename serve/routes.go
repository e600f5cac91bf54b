package serve

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed static
var static embed.FS

// route is one row of the table in docs/serve.md.
type route struct {
	pattern string
	handler func(*Server) http.HandlerFunc
}

// page wraps a handler that may fail.
func page(f func(*Server, http.ResponseWriter, *http.Request) error) func(*Server) http.HandlerFunc {
	return func(s *Server) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if err := f(s, w, r); err != nil {
				s.fail(w, r, err)
			}
		}
	}
}

// routes are all that is answered.
var routes = []route{
	{"GET /{$}", page((*Server).today)},
	{"GET /search", page((*Server).search)},
	{"GET /dossier", page((*Server).dossier)},
	{"GET /happening/{id}", page((*Server).happening)},
	{"GET /article/{id}", page((*Server).article)},
	{"GET /articles", page((*Server).articles)},
	{"GET /map", page((*Server).world)},
	{"GET /network", page((*Server).network)},
	{"GET /sources", page((*Server).sources)},
	{"GET /help", page((*Server).help)},
	{"GET /export", page((*Server).export)},
	{"GET /healthz", page((*Server).health)},
	{"GET /static/", func(*Server) http.HandlerFunc { return assets() }},
	{"/", page((*Server).missing)},
}

func (s *Server) mux() http.Handler {
	m := http.NewServeMux()
	for _, r := range routes {
		m.HandleFunc(r.pattern, r.handler(s))
	}
	s.api(m)
	return m
}

func assets() http.HandlerFunc {
	sub, err := fs.Sub(static, "static")
	if err != nil {
		panic(err) // the folder is embedded
	}
	files := http.StripPrefix("/static/", http.FileServerFS(sub))
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=600")
		files.ServeHTTP(w, r)
	}
}
