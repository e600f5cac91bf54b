package serve

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
	"github.com/danielgtaylor/huma/v2"
)

//go:embed pages
var pages embed.FS

// views are the parsed pages by name.
type views map[string]*template.Template

// frame is what every page is given.
type frame struct {
	Title    string
	At       string // which entry of the menu it is
	Query    string // what stands in the search field
	About    string
	User     account.User
	Accounts bool // there are some
	Body     any
}

func parseViews(s *Server) (views, error) {
	names, err := pages.ReadDir("pages")
	if err != nil {
		return nil, err
	}
	base, err := template.New("layout.html").Funcs(s.functions()).ParseFS(pages, "pages/layout.html", "pages/parts.html")
	if err != nil {
		return nil, err
	}
	v := views{}
	for _, n := range names {
		if n.Name() == "layout.html" || n.Name() == "parts.html" {
			continue
		}
		t, err := base.Clone()
		if err == nil {
			t, err = t.ParseFS(pages, "pages/"+n.Name())
		}
		if err != nil {
			return nil, err
		}
		v[strings.TrimSuffix(n.Name(), ".html")] = t
	}
	return v, nil
}

// show renders a page whole before the first byte of it is sent.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, f frame) error {
	f.About, f.User, f.Accounts = s.About, account.From(r.Context()), s.Accounts != nil
	var b bytes.Buffer
	if err := s.views[name].Execute(&b, f); err != nil {
		return fmt.Errorf("the page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, err := w.Write(b.Bytes())
	if err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
	return nil
}

// problem is an error with the status of its answer.
type problem struct {
	status int
	error
}

func notFound(format string, args ...any) error {
	return problem{http.StatusNotFound, fmt.Errorf(format, args...)}
}

func badRequest(err error) error { return problem{http.StatusBadRequest, err} }

// fail answers with the error: a person with a page, a program with a problem
// (RFC 9457).
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		if !errors.Is(context.Cause(r.Context()), errTooLong) {
			return // the reader went away
		}
		err = problem{http.StatusServiceUnavailable, errTooLong}
	}
	status := http.StatusInternalServerError
	var p problem
	switch {
	case errors.As(err, &p):
		status = p.status
	case errors.Is(err, record.ErrUnknown):
		status = http.StatusNotFound
	default:
		s.Log.Error("a page failed", "path", r.URL.Path, "error", err)
	}
	if program(r) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		if err := json.NewEncoder(w).Encode(huma.ErrorModel{Title: http.StatusText(status), Status: status, Detail: err.Error()}); err != nil {
			s.Log.Debug("the reader went away", "error", err)
		}
		return
	}
	f := frame{Title: http.StatusText(status), Query: r.FormValue("q"), Body: err.Error()}
	if err := s.show(w, r, status, "error", f); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

func (s *Server) missing(w http.ResponseWriter, r *http.Request) error {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := *r
		other.Method = m
		if _, pattern := s.mux.Handler(&other); pattern != "/" {
			allowed = append(allowed, m)
		}
	}
	if len(allowed) > 0 {
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return problem{http.StatusMethodNotAllowed, fmt.Errorf("%s does not answer to %s", r.URL.Path, r.Method)}
	}
	return notFound("there is no page %s", r.URL.Path)
}

// functions are what the templates can call.
func (s *Server) functions() template.FuncMap {
	return template.FuncMap{
		"country": s.country,
		"day":     wording.Day,
		"when":    export.When,
		"time":    wording.Time,
		"kind":    export.Kind,
		"modes": func(t chancery.EventType, list []string, cameo string) string {
			return export.Modes(t, list, cameo, ", ")
		},
		"mark":     export.Mark,
		"parties":  s.parties,
		"counted":  counted,
		"thousand": thousand,
		"signs":    func() []chancery.Status { return chancery.Statuses[:] },
		"words":    func(v any) string { return strings.ReplaceAll(fmt.Sprint(v), "_", " ") },
		"percent":  func(x float64) string { return fmt.Sprintf("%.0f %%", x*100) },
		"join":     strings.Join,
		"mention":  story.MentionID,
		"changed":  record.Changed,
		"coded":    coded,
		"share":    func(x float64) string { return fmt.Sprintf("%.1f\u00a0%%", x*100) },
		"coefficient": func(x *float64) string {
			if x == nil {
				return "–"
			}
			return fmt.Sprintf("%.2f", *x)
		},
		"logged": func(all []record.Decision, may bool, back string) logged { return logged{all, may, back} },
		"sidesOf": func(field, name string, values []string) sides {
			return sides{field, name, append(slices.Clone(values), "")}
		},
		"statusOf": func(s string) chancery.Status { return chancery.Status(s) },
		"host":     host,
		"once":     once,
		"beyond":   func(n, most int) int { return max(0, n-most) },
		"since":    sinceWhen,
		"clock":    clock,
		// A name of signs alone cannot be asked for.
		"askable": func(s string) bool { return len(record.Words(s)) > 0 },
	}
}

// once leaves out the same words of the same outlet and day: those of another
// version of an article.
func once(all []story.Evidence) []story.Evidence {
	var out []story.Evidence
	for _, e := range all {
		if !slices.ContainsFunc(out, func(o story.Evidence) bool {
			return o.Text == e.Text && o.Outlet == e.Outlet && o.Published == e.Published
		}) {
			out = append(out, e)
		}
	}
	return out
}

// coded says on one line how an event is coded.
func coded(c *story.Coding) string {
	names := func(all []story.Coded) string {
		var out []string
		for _, p := range all {
			out = append(out, p.Name)
		}
		return strings.Join(out, ", ")
	}
	out := string(c.Type) + ": " + cmp.Or(names(c.Actor), "someone")
	if to := names(c.Recipient); to != "" {
		out += " → " + to
	}
	return out
}

// logged are decisions as a page lists them.
type logged struct {
	All  []record.Decision
	May  bool   // be undone
	Back string // where undoing leads
}

// sides is a field of a form for several parties, with an empty place for one more.
type sides struct {
	Field, Name string
	Values      []string
}

// country is the name of a country's code, or what was given.
func (s *Server) country(code string) string {
	if n, ok := s.countries[strings.ToUpper(code)]; ok {
		return n
	}
	return code
}

// side is a party as a page shows it.
type side struct{ Label, Name, Country string }

// parties gives the parties with these labels by what reports call them.
func (s *Server) parties(h *story.Happening, labels []string) []side {
	var out []side
	for _, l := range labels {
		p := side{Label: l, Name: s.country(l)}
		for _, q := range h.Parties {
			if q.Label == l && q.Name != "" {
				p.Name = q.Name
				if q.Name == l {
					p.Name = s.country(l)
				}
				if n := s.country(q.Country); q.Country != "" && !strings.Contains(strings.ToLower(p.Name), strings.ToLower(n)) {
					p.Country = q.Country
				}
				break
			}
		}
		out = append(out, p)
	}
	return out
}

// counted gives "1 report", "2 reports".
func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if strings.HasSuffix(one, "y") {
		return grouped(float64(n)) + " " + strings.TrimSuffix(one, "y") + "ies"
	}
	return grouped(float64(n)) + " " + one + "s"
}

// thousand prints a number with its thousands apart.
func thousand(n any) (string, error) {
	switch n := n.(type) {
	case int:
		return grouped(float64(n)), nil
	case float64:
		return grouped(n), nil
	}
	return "", fmt.Errorf("%T is no number", n)
}

// grouped sets a no-break space between thousands.
func grouped(n float64) string {
	s := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", n), "0"), ".")
	whole, rest, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, c := range whole {
		if left := len(whole) - i; i > 0 && left%3 == 0 && whole[i-1] != '-' {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(c)
	}
	if rest != "" {
		b.WriteString("." + rest)
	}
	return b.String()
}

// clock prints a time of the record shortly: "7 Apr 2021, 15:04".
func clock(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return "never"
	}
	return t.UTC().Format("2 Jan 2006, 15:04")
}
