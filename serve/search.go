package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// pageLength is how many lines a page of a list has.
const pageLength = 40

// everything is the query that all happenings answer.
var everything = query.And{}

// facetLength is how many values a facet shows.
const facetLength = 12

// facet is one list of values beside the results.
type facet struct {
	Field, Title string
	Values       []choice
}

// choice is a value that narrows the query down, or, when it does so already,
// one to take away.
type choice struct {
	Name, Link string
	Count      int
	On         bool
}

// pager leads to the pages of a list.
type pager struct {
	From, To, Total int
	Before, After   string // addresses; "" where there is none
}

func pagesOf(u *url.URL, from, shown, total int) pager {
	p := pager{From: from + 1, To: from + shown, Total: total}
	at := func(n int) string {
		q := u.Query()
		q.Set("from", strconv.Itoa(n))
		return u.Path + "?" + q.Encode()
	}
	if from > 0 {
		p.Before = at(max(0, from-pageLength))
	}
	if from+shown < total {
		p.After = at(from + pageLength)
	}
	return p
}

func startOf(r *http.Request) (int, error) {
	from := r.FormValue("from")
	if from == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(from)
	if err != nil || n < 0 || n > 10_000_000 {
		return 0, badRequest(fmt.Errorf("from=%s: it is the number of the first line, from 0 to 10000000", from))
	}
	return n, nil
}

// orderNames are the orders that a reader can choose.
var orderNames = []struct {
	Value, Name string
	order       record.Order
}{
	{"", "latest first", record.ByDayLast},
	{"day", "earliest first", record.ByDay},
	{"told", "newest reports first", record.ByTold},
	{"reports", "most reported first", record.ByReported},
	{"doubt", "least certain first", record.ByDoubt},
}

func orderOf(value string) (record.Order, error) {
	var known []string
	for _, o := range orderNames {
		if o.Value == value {
			return o.order, nil
		}
		known = append(known, o.Value)
	}
	return 0, badRequest(fmt.Errorf("order=%s: it is one of %s, or left out for the latest first", value, strings.Join(known[1:], ", ")))
}

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	text := strings.TrimSpace(r.FormValue("q"))
	q, err := query.Parse(text)
	if err != nil {
		return badRequest(err)
	}
	var body struct {
		Query   string
		Found   []*story.Happening
		Pager   pager
		Facets  []facet
		Chart   chart
		Order   string
		Orders  any
		Formats []format
	}
	body.Query, body.Order, body.Orders, body.Formats = text, r.FormValue("order"), orderNames, formats
	order, err := orderOf(body.Order)
	if err != nil {
		return err
	}
	from, err := startOf(r)
	if err != nil {
		return err
	}
	f, err := s.Store.Facets(ctx, q, facetLength)
	if err != nil {
		return badRequest(err)
	}
	if body.Found, err = s.Store.Browse(ctx, q, order, from, pageLength); err != nil {
		return err
	}
	body.Pager = pagesOf(r.URL, from, len(body.Found), f.Total)
	for _, x := range []facet{{Field: "status", Title: "Status"}, {Field: "type", Title: "Kind"}, {Field: "party", Title: "Party"}, {Field: "place", Title: "Where"}} {
		for _, c := range f.Counts[x.Field] {
			if len(record.Words(c.Value)) > 0 { // a name of signs alone cannot be asked for
				x.Values = append(x.Values, s.choice(q, x.Field, c))
			}
		}
		if len(x.Values) > 0 {
			body.Facets = append(body.Facets, x)
		}
	}
	body.Chart = months(f.Counts["month"], text)
	return s.show(w, r, http.StatusOK, "search", frame{Title: title("Search", text), At: "search", Query: text, Body: body})
}

func title(what, text string) string {
	if text == "" {
		return what
	}
	return text + " · " + what
}

// choice offers a value that narrows q down, or takes it away again.
func (s *Server) choice(q query.Node, field string, c record.Valued) choice {
	name := c.Value
	switch field {
	case "party", "place":
		name = s.country(c.Value)
	case "type":
		name = export.Kind(chancery.EventType(c.Value))
	}
	out := choice{Name: name, Count: c.Count}
	part := query.Field{Name: field, Value: strings.ReplaceAll(c.Value, `"`, " ")}
	var rest query.And
	all, ok := q.(query.And)
	if !ok {
		all = query.And{q}
	}
	for _, n := range all {
		if n == query.Node(part) {
			out.On = true
			continue
		}
		rest = append(rest, n)
	}
	if !out.On {
		rest = append(rest, part)
	}
	out.Link = address("/search", "q", rest.String())
	return out
}

// address builds a path with values.
func address(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Add(pairs[i], pairs[i+1])
	}
	return path + "?" + q.Encode()
}

// host names the site of an address; "" for one that is none of the web.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return strings.TrimPrefix(u.Host, "www.")
}

func (s *Server) articles(w http.ResponseWriter, r *http.Request) error {
	words := strings.TrimSpace(r.FormValue("words"))
	from, err := startOf(r)
	if err != nil {
		return err
	}
	lines, total, err := s.Store.Lines(r.Context(), words, from, pageLength)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "articles", frame{Title: "Articles", At: "articles", Body: struct {
		Words string
		Lines []record.Line
		Pager pager
	}{words, lines, pagesOf(r.URL, from, len(lines), total)}})
}
