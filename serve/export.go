package serve

import (
	"bufio"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// format is one in which results can be taken away.
type format struct{ Name, Title, Type string }

var formats = []format{
	{"csv", "CSV", "text/csv; charset=utf-8"},
	{"jsonl", "JSON Lines", "application/jsonl; charset=utf-8"},
}

// export streams all of what a query finds.
func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	q, err := query.Parse(r.FormValue("q"))
	if err != nil {
		return badRequest(err)
	}
	var f format
	for _, x := range formats {
		if x.Name == r.FormValue("format") {
			f = x
		}
	}
	if f.Name == "" {
		return badRequest(&unknownFormat{r.FormValue("format")})
	}
	snapshot, err := s.Store.Snapshot(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", `attachment; filename="chancery.`+f.Name+`"`)
	w.Header().Set("X-Chancery-Snapshot", snapshot)
	out := bufio.NewWriterSize(w, 1<<16)
	var row func(*story.Happening) error
	end := func() error { return nil }
	if f.Name == "csv" {
		table, err := export.NewCSV(out, false, export.HappeningColumns)
		if err != nil {
			return err
		}
		row = func(h *story.Happening) error { return table.Row(export.HappeningRow(h)) }
		end = table.Close
	} else {
		enc := json.NewEncoder(out)
		enc.SetEscapeHTML(false)
		row = func(h *story.Happening) error { return enc.Encode(h) }
	}
	for h, err := range s.Store.Each(r.Context(), q) {
		if err == nil {
			err = row(h)
		}
		if err != nil {
			s.Log.Error("an export broke off", "error", err)
			panic(http.ErrAbortHandler) // the reader must see that it is not whole
		}
	}
	if err := end(); err != nil {
		return err
	}
	return out.Flush()
}

type unknownFormat struct{ name string }

func (u *unknownFormat) Error() string {
	var names []string
	for _, f := range formats {
		names = append(names, f.Name)
	}
	return "format " + u.name + " is none of " + strings.Join(names, ", ")
}
