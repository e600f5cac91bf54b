package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
)

// format is one in which results can be taken away.
type format struct{ Name, Title, Type string }

var formats = []format{
	{"csv", "CSV", "text/csv; charset=utf-8"},
	{"jsonl", "JSON Lines", "application/jsonl; charset=utf-8"},
}

// formatNamed gives the format with a name, or one without a name.
func formatNamed(name string) format {
	for _, f := range formats {
		if f.Name == name {
			return f
		}
	}
	return format{}
}

// export streams all of what a query finds.
func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	q, err := query.Parse(r.FormValue("q"))
	if err == nil {
		_, err = s.Store.Count(r.Context(), q)
	}
	if err != nil {
		return badRequest(err)
	}
	f := formatNamed(r.FormValue("format"))
	if f.Name == "" {
		var names []string
		for _, f := range formats {
			names = append(names, f.Name)
		}
		return badRequest(fmt.Errorf("format %q is none of %s", r.FormValue("format"), strings.Join(names, ", ")))
	}
	snapshot, err := s.Store.Snapshot(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", `attachment; filename="chancery.`+f.Name+`"`)
	w.Header().Set("X-Chancery-Snapshot", snapshot)
	out := bufio.NewWriterSize(w, 1<<16)
	if err := errors.Join(s.write(r.Context(), f, q, out), out.Flush()); err != nil {
		s.Log.Error("an export broke off", "error", err)
		panic(http.ErrAbortHandler) // the reader must see that it is not whole
	}
	return nil
}

// write writes all of what a query finds.
func (s *Server) write(ctx context.Context, f format, q query.Node, out io.Writer) error {
	var table *export.CSV
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	if f.Name == "csv" {
		var err error
		if table, err = export.NewCSV(out, false, export.HappeningColumns); err != nil {
			return err
		}
	}
	for h, err := range s.Store.Each(ctx, q) {
		switch {
		case err != nil:
		case table != nil:
			err = table.Row(export.HappeningRow(h))
		default:
			err = enc.Encode(h)
		}
		if err != nil {
			return err
		}
	}
	if table != nil {
		return table.Close()
	}
	return nil
}
