package serve

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
	"github.com/danielgtaylor/huma/v2"
)

// described gives the interface's description as it is served.
func described(t *testing.T, s *Server) *huma.OpenAPI {
	t.Helper()
	w := get(s, "/openapi.json")
	if w.Code != http.StatusOK || !json.Valid(w.Body.Bytes()) {
		t.Fatalf("status %d: %.300s", w.Code, w.Body)
	}
	return s.api(http.NewServeMux()).OpenAPI()
}

// examples are what is asked of each operation.
var examples = map[string]string{"dossier": "?of=IRQ", "export": "?format=jsonl", "find": "?q=party:IRQ&limit=2"}

// TestAnswersAreAsDescribed asks every operation of the description and
// compares what comes back with its schema.
func TestAnswersAreAsDescribed(t *testing.T) {
	s := server(t, "Jane Doe", "Omar Ali")
	doc := described(t, s)
	if len(doc.Paths) < 12 {
		t.Fatalf("only %d paths", len(doc.Paths))
	}
	var happening, article string
	var found struct{ Items []struct{ ID string } }
	for path, id := range map[string]*string{"/api/v1/happenings": &happening, "/api/v1/articles": &article} {
		if err := json.Unmarshal(get(s, path).Body.Bytes(), &found); err != nil || len(found.Items) == 0 {
			t.Fatalf("%s: %v, %d items", path, err, len(found.Items))
		}
		*id = found.Items[0].ID
	}
	search := strings.TrimPrefix(keep(t, s, "All", ""), "/searches/")
	report := hostileRecord(t, "Ali Reza")
	report.Article.ID = "sha256:fresh"
	if _, err := s.Store.Add(context.Background(), report, record.Run{Code: "test"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Store.Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Store.Collect(context.Background()); err != nil || n != 1 {
		t.Fatalf("%d steps are new, %v", n, err)
	}
	for path, item := range doc.Paths {
		op := item.Get
		if op == nil {
			t.Errorf("%s can do more than be read", path)
			continue
		}
		t.Run(op.OperationID, func(t *testing.T) {
			id := happening
			if strings.Contains(path, "articles") {
				id = article
			}
			if strings.Contains(path, "searches") {
				id = search
			}
			w := get(s, strings.ReplaceAll(path, "{id}", id)+examples[op.OperationID])
			if w.Code != http.StatusOK {
				t.Fatalf("status %d: %.300s", w.Code, w.Body)
			}
			media := op.Responses["200"].Content["application/json"]
			if media == nil {
				if op.OperationID != "export" {
					t.Error("no JSON is described")
				}
				return
			}
			var got any
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			result := &huma.ValidateResult{}
			huma.Validate(doc.Components.Schemas, media.Schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, got, result)
			for _, err := range result.Errors {
				t.Error(err)
			}
		})
	}
}

func TestFaultsOfPrograms(t *testing.T) {
	s := server(t, "Jane Doe")
	for path, want := range map[string]int{
		"/api/v1/happenings?q=(": 400, "/api/v1/happenings?q=nofield:x": 400, "/api/v1/happenings?limit=0": 422, "/api/v1/happenings?order=x": 422, "/api/v1/happenings/none": 404,
		"/api/v1/articles/none": 404, "/api/v1/dossier": 422, "/api/v1/dossier?of=%5D": 400, "/api/v1/dossier?of=Atlantis": 404, "/api/v1/happenings?q=status:plannd": 400, "/api/v1/export?q=type:FOO": 400, "/api/v1/facets?q=type:FOO": 400, "/api/v1/export?format=xls": 422, "/api/v1/export?q=(": 400, "/api/v1/facets?q=(": 400, "/api/v1/nothing": 404,
		"/api/v1/happenings?limit=": 422, "/api/v1/happenings?limit=1&limit=2": 422, "/api/v1/happenings?order=": 422, "/api/v1/pending?today=": 422, "/api/v1/happenings?ordre=day": 422,
		"/api/v1/happenings?q=": 200, "/api/v1/dossier?of=IRQ&of=IRQ": 200,
	} {
		w := get(s, path)
		if w.Code != want {
			t.Errorf("%s: status %d, want %d: %.200s", path, w.Code, want, w.Body)
		}
		if want >= 400 && w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: a program is told in %s", path, w.Header().Get("Content-Type"))
		}
	}
}

// TestRefusalsAreDescribed proves that what a program is told before its
// request is looked at is in the description of every operation.
func TestRefusalsAreDescribed(t *testing.T) {
	s := guarded(t)
	monitor, err := account.ScopeNamed("monitor")
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := s.Accounts.NewToken(context.Background(), "admin", "", monitor, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	doc := described(t, s)
	if token := doc.Components.SecuritySchemes["token"]; token == nil || token.Scheme != "bearer" || len(doc.Security) != 1 {
		t.Errorf("the token is described as %+v, %v", token, doc.Security)
	}
	for _, c := range []struct {
		name, token string
		rates       *rates
		want        int
	}{
		{"no token", "", newRates(1e6, 1e6), http.StatusUnauthorized},
		{"one that is none", "chancery_none", newRates(1e6, 1e6), http.StatusUnauthorized},
		{"one of too little scope", token, newRates(1e6, 1e6), http.StatusForbidden},
		{"too often", token, newRates(1, 0), http.StatusTooManyRequests},
	} {
		t.Run(c.name, func(t *testing.T) {
			s.rates = c.rates
			for path, item := range doc.Paths {
				w := ask(s, "GET", path, nil, "Authorization", "Bearer "+c.token)
				r := item.Get.Responses[strconv.Itoa(w.Code)]
				if w.Code != c.want || r == nil || r.Content[w.Header().Get("Content-Type")] == nil {
					t.Errorf("%s: status %d, %s; described: %+v", path, w.Code, w.Header().Get("Content-Type"), r)
				}
				if asked := w.Header().Get("Retry-After") != ""; r != nil && asked != (r.Headers["Retry-After"] != nil) {
					t.Errorf("%s: Retry-After in the answer: %v; not so in the description", path, asked)
				}
			}
		})
	}
}

// TestOtherMethods proves that what is there is not said to be missing.
func TestOtherMethods(t *testing.T) {
	s := server(t)
	for _, c := range []struct{ method, path, allow string }{
		{"DELETE", "/api/v1/totals", "GET, HEAD"}, {"TRACE", "/search", "GET, HEAD"}, {"PUT", "/signin", "GET, HEAD, POST"}, {"GET", "/signout", "POST"},
	} {
		if w := ask(s, c.method, c.path, nil); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: status %d, %q", c.method, c.path, w.Code, w.Header().Get("Allow"))
		}
	}
	if w := ask(s, "DELETE", "/nothing", nil); w.Code != http.StatusNotFound {
		t.Errorf("what is not there: status %d", w.Code)
	}
	for path, want := range map[string]string{"/api/v1/happenings?q=status:plannd": "there is no status plannd (did you mean planned?)", "/api/v1/dossier?of=Atlantis": "Atlantis is no party, place, talks or topic of this record"} {
		if w := get(s, path); !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s does not say %q: %.300s", path, want, w.Body)
		}
	}
}
