package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// format is one in which results can be taken away (docs/export.md).
type format struct{ Name, Title, Type, Ending string }

var formats = []format{
	{"csv", "CSV", "text/csv; charset=utf-8", "csv"},
	{"jsonl", "JSON Lines", "application/jsonl; charset=utf-8", "jsonl"},
	{"parquet", "Parquet", "application/vnd.apache.parquet", "parquet"},
	{"plover", "PLOVER", "text/tab-separated-values; charset=utf-8", "plover.tsv"},
	{"gdelt", "GDELT", "text/tab-separated-values; charset=utf-8", "gdelt.tsv"},
	{"ics", "calendar", "text/calendar; charset=utf-8", "ics"},
	{"bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", "bib"},
	{"csl", "CSL", "application/vnd.citationstyles.csl+json", "csl.json"},
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
	ask := strings.TrimSpace(r.FormValue("q"))
	q, err := query.Parse(ask)
	count := 0
	if err == nil {
		count, err = s.Store.Count(r.Context(), q)
	}
	if err != nil {
		return badRequest(err)
	}
	if r.FormValue("format") == "manifest" {
		return s.manifest(w, r, ask, count)
	}
	f := formatNamed(r.FormValue("format"))
	if f.Name == "" {
		var names []string
		for _, f := range formats {
			names = append(names, f.Name)
		}
		return badRequest(fmt.Errorf("format %q is none of %s", r.FormValue("format"), strings.Join(names, ", ")))
	}
	s.stream(r.Context(), f, q, ask, w, w.Header().Set)
	return nil
}

// manifest says what an export is of, for formats that have no room for it.
func (s *Server) manifest(w http.ResponseWriter, r *http.Request, ask string, count int) error {
	m := export.Meta{Schema: export.Schema, Query: ask}
	var err error
	if m.Snapshot, err = s.Store.Snapshot(r.Context()); err != nil {
		return err
	}
	if m.Accuracy, err = s.Store.Measured(r.Context()); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", `attachment; filename="chancery.manifest.json"`)
	return json.NewEncoder(w).Encode(struct {
		export.Meta
		Happenings int `json:"happenings"`
	}{m, count})
}

// stream writes all of what a query finds, from one moment of the record. An
// export that breaks off ends its connection, so that the reader sees that it
// is not whole.
func (s *Server) stream(ctx context.Context, f format, q query.Node, ask string, w io.Writer, header func(key, value string)) {
	measured, err := s.Store.Measured(ctx)
	if err != nil {
		s.Log.Error("an export broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
	start := func(snapshot string) (*bufio.Writer, export.Meta) {
		header("Content-Type", f.Type)
		header("Content-Disposition", `attachment; filename="chancery.`+f.Ending+`"`)
		header("X-Chancery-Snapshot", snapshot)
		if measured != "" {
			header("X-Chancery-Accuracy", measured)
		}
		return bufio.NewWriterSize(w, 1<<16), export.Meta{Schema: export.Schema, Snapshot: snapshot, Query: ask, Accuracy: measured}
	}
	if slices.Contains(export.CitationFormats(), f.Name) {
		err = s.Store.ExportArticles(ctx, q, func(snapshot string, all iter.Seq2[*chancery.Article, error]) error {
			out, m := start(snapshot)
			c, err := export.NewCitations(f.Name, out, m)
			if err != nil {
				return err
			}
			return written(out, all, c.Article, c.Close)
		})
	} else {
		err = s.Store.Export(ctx, q, func(snapshot string, all iter.Seq2[*story.Happening, error]) error {
			out, m := start(snapshot)
			rows, err := export.New(f.Name, out, m)
			if err != nil {
				return err
			}
			one := func(h *story.Happening) error { _, err := rows.Happening(h); return err }
			return written(out, all, one, rows.Close)
		})
	}
	if err != nil {
		s.Log.Error("an export broke off", "error", err)
		panic(http.ErrAbortHandler)
	}
}

func written[T any](out *bufio.Writer, all iter.Seq2[T, error], one func(T) error, end func() error) error {
	for x, err := range all {
		if err == nil {
			err = one(x)
		}
		if err != nil {
			return err
		}
	}
	if err := end(); err != nil {
		return err
	}
	return out.Flush()
}
