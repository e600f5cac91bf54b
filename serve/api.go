package serve

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// apiVersion is that of the interface: a change that breaks programs gets a
// new path.
const apiVersion = "1.0.0"

// listed is one page of a list.
type listed[T any] struct {
	Body struct {
		Total int `json:"total" doc:"how many there are in all"`
		From  int `json:"from" doc:"number of the first of these, counted from 0"`
		Items []T `json:"items"`
	}
}

type single[T any] struct{ Body T }

// asked is a query with the page of its answer.
type asked struct {
	Query string `query:"q" maxLength:"1000" format:"chancery-query" doc:"a query (docs/query.md); all happenings when empty" example:"party:IRQ status:planned"`
	Order string `query:"order" enum:"last,day,told,reports,doubt" default:"last" doc:"latest first, earliest first, newest reports first, most reported first, least certain first"`
	Turned
}

// Turned chooses a page of a list.
type Turned struct {
	From  int `query:"from" minimum:"0" maximum:"10000000" default:"0" doc:"number of the first, counted from 0"`
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"50" doc:"how many at most"`
}

type byID struct {
	ID string `path:"id" maxLength:"200"`
}

var apiOrders = map[string]record.Order{"last": record.ByDayLast, "day": record.ByDay, "told": record.ByTold, "reports": record.ByReported, "doubt": record.ByDoubt}

// api puts the operations of /api/v1 on m and their description at
// /openapi.json.
func (s *Server) api(m *http.ServeMux) huma.API {
	config := huma.DefaultConfig("Chancery", apiVersion)
	config.Info.Description = "Read-only access to a sourced record of diplomacy and conflict. Every fact carries the words it comes from; words of articles are untrusted quotation."
	config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", nil
	config.OpenAPIPath, config.RejectUnknownQueryParameters = "", true
	if s.Accounts != nil {
		config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "made on the page Account or with chancery token new (docs/access.md)"}}
		config.Security = []map[string][]string{{"token": {}}}
	}
	api := huma.NewAPI(config, gated{humago.NewAdapter(m, ""), s, m})
	op := func(id, path, summary string, errors ...int) huma.Operation {
		errors = append(errors, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable) // from before the operation
		return role(huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/v1" + path, Summary: summary, Errors: errors}, account.Reader)
	}
	huma.Register(api, op("find", "/happenings", "Happenings that a query asks for", 400), s.apiFind)
	huma.Register(api, op("happening", "/happenings/{id}", "One happening, by the id of any of its mentions", 404), s.apiHappening)
	huma.Register(api, op("facets", "/facets", "How many happenings a query finds, by status, type, party, place and month", 400), s.apiFacets)
	huma.Register(api, op("dossier", "/dossier", "What the record holds on a subject, or between several (docs/DOSSIER.md)", 400, 404), s.apiDossier)
	huma.Register(api, op("pending", "/pending", "What is planned, asked for or offered: due, or past its day with nothing heard"), s.apiPending)
	huma.Register(api, op("disputed", "/disputed", "Happenings on which reports differ"), s.apiDisputed)
	huma.Register(api, op("articles", "/articles", "Articles, the last published first"), s.apiArticles)
	huma.Register(api, op("article", "/articles/{id}", "All facts of one article, as analysts have corrected them (docs/RECORD.md)", 404), s.apiArticle)
	huma.Register(api, op("outlets", "/outlets", "Publishers with how much the record has of them"), s.apiOutlets)
	huma.Register(api, op("quarantine", "/quarantine", "What could not be read, with the reasons"), s.apiQuarantine)
	huma.Register(api, op("searches", "/searches", "The searches that you keep (docs/alerts.md)"), s.apiSearches)
	huma.Register(api, op("news", "/searches/{id}/news", "What is new to a saved search, the last found first; links lead to pages of this server", 404), s.apiNews)
	huma.Register(api, op("feeds", "/feeds", "The feeds that are polled, with their health (docs/watch.md)"), s.apiFeeds)
	huma.Register(api, op("totals", "/totals", "How much the record holds, and its snapshot"), s.apiTotals)
	api.OpenAPI().Paths["/api/v1/dossier"].Get.Parameters[0].Schema.Items.Format = "chancery-subject"
	api.OpenAPI().Paths["/api/v1/articles/{id}"].Get.Responses["200"].Content["application/json"].Schema = recordSchema()
	stream := op("export", "/export", "All of what a query finds, streaming", 400)
	stream.Metadata[streamKey] = true
	stream.Responses = map[string]*huma.Response{"200": {Description: "the happenings in the format asked for", Content: map[string]*huma.MediaType{}}}
	for _, f := range formats {
		schema := &huma.Schema{Type: huma.TypeString}
		if strings.HasSuffix(f.Type, "+json") {
			schema = &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeObject}}
		}
		stream.Responses["200"].Content[f.Type] = &huma.MediaType{Schema: schema}
	}
	huma.Register(api, stream, s.apiExport)
	later := &huma.Param{Description: "seconds after which to ask again", Schema: &huma.Schema{Type: huma.TypeInteger}}
	for _, p := range api.OpenAPI().Paths {
		for _, status := range []string{"429", "503"} {
			p.Get.Responses[status].Headers = map[string]*huma.Param{"Retry-After": later}
		}
	}
	m.HandleFunc("GET /openapi.json", s.gate("GET /openapi.json", account.Anonymous, description(api)))
	return api
}

// recordSchema is that of a record, as far as its lists go; docs/RECORD.md has
// the rest.
func recordSchema() *huma.Schema {
	object := &huma.Schema{Type: huma.TypeObject}
	text := &huma.Schema{Type: huma.TypeString}
	article := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"id": text, "text": text}, Required: []string{"id", "text"}}
	s := &huma.Schema{Type: huma.TypeObject, Description: "docs/RECORD.md", Properties: map[string]*huma.Schema{"article": article, "warnings": {Type: huma.TypeArray, Items: text}},
		Required: []string{"article", "warnings"}}
	for _, list := range []string{"parts", "sentences", "actors", "places", "times", "quotes", "events", "figures", "agreements", "agendas"} {
		s.Properties[list] = &huma.Schema{Type: huma.TypeArray, Items: object}
		s.Required = append(s.Required, list)
	}
	s.PrecomputeMessages()
	return s
}

// description answers with the description of the interface.
func description(api huma.API) http.HandlerFunc {
	doc, err := json.Marshal(api.OpenAPI())
	if err != nil {
		panic(err) // a bug: it is made of our own types
	}
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json")
		w.Write(doc)
	}
}

// answer gives an error its status.
func answer(err error) error {
	if errors.Is(err, record.ErrUnknown) {
		return huma.Error404NotFound(err.Error())
	}
	return err
}

func parsed(text string) (query.Node, error) {
	q, err := query.Parse(text)
	if err != nil {
		return nil, huma.Error400BadRequest(err.Error())
	}
	return q, nil
}

func (s *Server) apiFind(ctx context.Context, in *asked) (*listed[*story.Happening], error) {
	q, err := parsed(in.Query)
	if err != nil {
		return nil, err
	}
	out := &listed[*story.Happening]{}
	out.Body.From = in.From
	if out.Body.Total, err = s.Store.Count(ctx, q); err != nil {
		return nil, huma.Error400BadRequest(err.Error())
	}
	out.Body.Items, err = s.Store.Browse(ctx, q, apiOrders[in.Order], in.From, in.Limit)
	return out, err
}

func (s *Server) apiHappening(ctx context.Context, in *byID) (*single[*story.Happening], error) {
	h, err := s.Store.Happening(ctx, in.ID)
	return &single[*story.Happening]{h}, answer(err)
}

func (s *Server) apiFacets(ctx context.Context, in *struct {
	Query string `query:"q" maxLength:"1000" format:"chancery-query"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"20" doc:"how many values of each field at most"`
}) (*single[*record.Facets], error) {
	q, err := parsed(in.Query)
	if err != nil {
		return nil, err
	}
	f, err := s.Store.Facets(ctx, q, in.Limit)
	if err != nil {
		return nil, huma.Error400BadRequest(err.Error())
	}
	return &single[*record.Facets]{f}, nil
}

func (s *Server) apiDossier(ctx context.Context, in *struct {
	Of    []string `query:"of,explode" required:"true" minItems:"1" maxItems:"8" doc:"country code or name of a party, place, dialogue or topic" example:"IRQ"`
	Today string   `query:"today" format:"date" doc:"the day that decides what is due"`
}) (*single[*story.Dossier], error) {
	var subjects []string
	for _, x := range in.Of {
		if len(record.Words(x)) == 0 {
			return nil, huma.Error400BadRequest("of: " + x + " holds no word to look for")
		}
		subjects = append(subjects, s.code(x))
	}
	today := in.Today
	if today == "" {
		today = s.Today()
	}
	d, err := s.Store.Dossier(ctx, subjects, today)
	if err != nil {
		return nil, answer(err)
	}
	return &single[*story.Dossier]{d}, nil
}

func (s *Server) apiPending(ctx context.Context, in *struct {
	Overdue bool   `query:"overdue" doc:"what has passed its day, in place of what is due"`
	Today   string `query:"today" format:"date"`
	Limit   int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}) (*single[[]*story.Happening], error) {
	today := in.Today
	if today == "" {
		today = s.Today()
	}
	all, err := s.Store.Pending(ctx, today, !in.Overdue, in.Limit)
	return &single[[]*story.Happening]{all}, err
}

func (s *Server) apiDisputed(ctx context.Context, in *struct {
	Limit int `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}) (*single[[]*story.Happening], error) {
	all, err := s.Store.Disputed(ctx, in.Limit)
	return &single[[]*story.Happening]{all}, err
}

func (s *Server) apiArticles(ctx context.Context, in *struct {
	Words string `query:"words" maxLength:"200" doc:"must stand in the title or the outlet's name"`
	Turned
}) (*listed[record.Line], error) {
	lines, total, err := s.Store.Lines(ctx, in.Words, in.From, in.Limit)
	out := &listed[record.Line]{}
	out.Body.Total, out.Body.From, out.Body.Items = total, in.From, append([]record.Line{}, lines...)
	return out, err
}

func (s *Server) apiArticle(ctx context.Context, in *byID) (*single[json.RawMessage], error) {
	r, _, err := s.Store.Corrected(ctx, in.ID)
	if err != nil {
		return nil, answer(err)
	}
	raw, err := r.MarshalJSON()
	return &single[json.RawMessage]{raw}, err
}

func (s *Server) apiOutlets(ctx context.Context, _ *struct{}) (*single[[]record.Outlet], error) {
	all, err := s.Store.Outlets(ctx)
	return &single[[]record.Outlet]{append([]record.Outlet{}, all...)}, err
}

func (s *Server) apiQuarantine(ctx context.Context, _ *struct{}) (*single[[]record.Fault], error) {
	all, err := s.Store.Quarantined(ctx)
	return &single[[]record.Fault]{append([]record.Fault{}, all...)}, err
}

// sums are the record's totals with what names its state.
type sums struct {
	record.Totals
	Snapshot string `json:"snapshot" doc:"hash of which articles are held, and in which reading: cite it"`
}

func (s *Server) apiTotals(ctx context.Context, _ *struct{}) (*single[sums], error) {
	t, err := s.Store.Totals(ctx)
	if err != nil {
		return nil, err
	}
	snapshot, err := s.Store.Snapshot(ctx)
	return &single[sums]{sums{t, snapshot}}, err
}

func (s *Server) apiExport(ctx context.Context, in *struct {
	Query  string `query:"q" maxLength:"1000" format:"chancery-query"`
	Format string `query:"format" enum:"csv,jsonl,parquet,plover,gdelt,ics,bibtex,csl" default:"csv" doc:"docs/export.md"`
}) (*huma.StreamResponse, error) {
	q, err := parsed(in.Query)
	if err != nil {
		return nil, err
	}
	if _, err := s.Store.Count(ctx, q); err != nil {
		return nil, huma.Error400BadRequest(err.Error())
	}
	f := formatNamed(in.Format)
	return &huma.StreamResponse{Body: func(c huma.Context) {
		s.stream(c.Context(), f, q, in.Query, c.BodyWriter(), c.SetHeader)
	}}, nil
}
