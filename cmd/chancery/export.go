package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
)

func sqlCommand() *cobra.Command {
	var f recordFlags
	var format string
	var limit int
	c := &cobra.Command{
		Use:   "sql [flags] SELECT",
		Short: "Ask the record in SQL",
		Long: `Sql runs one SELECT on the record's views (docs/sql.md). It can only read, only this file, for at most 10
seconds and 100,000 rows.`,
		Example: `  chancery sql "SELECT outlet, count(*) FROM articles GROUP BY outlet"
  chancery sql --format csv "SELECT * FROM happenings" > happenings.csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := f.openSettled(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			if err := atLeast("limit", limit, 0, "how many rows at most, or 0 for the default"); err != nil {
				return err
			}
			if f.json {
				format = "json"
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			head, row, end, err := rowWriter(out, format)
			if err != nil {
				return err
			}
			more, err := store.SQL(cmd.Context(), args[0], limit, head, row)
			if err != nil {
				return err
			}
			if err := end(); err != nil {
				return err
			}
			if more {
				fmt.Fprintln(cmd.ErrOrStderr(), "chancery: there are more rows: raise --limit, or narrow the query down")
			}
			return out.Flush()
		},
	}
	f.add(c, "a line a row, as --format json")
	c.Flags().StringVar(&format, "format", "table", "table, csv, or json (a line a row)")
	c.Flags().IntVar(&limit, "limit", 0, fmt.Sprintf("how many rows at most (default %d)", record.SQLRows))
	return c
}

func rowWriter(w io.Writer, format string) (head func([]string) error, row func([]any) error, end func() error, err error) {
	switch format {
	case "table":
		t := table.NewWriter()
		t.SetStyle(table.StyleLight)
		cells := func(all []string) table.Row {
			var r table.Row
			for _, c := range all {
				r = append(r, export.Clean(c))
			}
			return r
		}
		return func(names []string) error { t.AppendHeader(cells(names)); return nil },
			func(values []any) error {
				var all []string
				for _, v := range values {
					all = append(all, export.Cell(v))
				}
				t.AppendRow(cells(all))
				return nil
			},
			func() error { _, err := fmt.Fprintln(w, t.Render()); return err }, nil
	case "csv":
		var c *export.CSV
		return func(names []string) (err error) { c, err = export.NewCSV(w, false, names); return err },
			func(values []any) error {
				var all []string
				for _, v := range values {
					all = append(all, export.Cell(v))
				}
				return c.Row(all)
			},
			func() error { return c.Close() }, nil
	case "json":
		var names []string
		return func(n []string) error { names = n; return nil },
			func(values []any) error {
				m := map[string]any{}
				for i, n := range names {
					if b, ok := values[i].([]byte); ok {
						m[n] = fmt.Sprintf("%x", b)
					} else {
						m[n] = values[i]
					}
				}
				raw, err := json.Marshal(m) // in the order of names
				if err == nil {
					_, err = fmt.Fprintf(w, "%s\n", raw)
				}
				return err
			},
			func() error { return nil }, nil
	}
	return nil, nil, nil, fmt.Errorf("--format %q is none of table, csv, json", format)
}

func backupCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the record to a new file, also while an ingest runs",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			store, err := f.open(cmd.Context(), record.Options{ReadOnly: true})
			if err != nil {
				return err
			}
			defer store.Close()
			if err := store.Backup(cmd.Context(), args[0]); err != nil {
				return err
			}
			info, err := os.Stat(args[0])
			if err != nil {
				return err
			}
			if f.json {
				return printJSON(cmd.OutOrStdout(), map[string]any{"file": args[0], "bytes": info.Size()})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: %d bytes\n", args[0], info.Size())
			return err
		},
	}
	f.add(c, "the file and its size in bytes")
	return c
}

func exportCommand() *cobra.Command {
	var f recordFlags
	var format, output, manifest string
	var raw bool
	c := &cobra.Command{
		Use:   "export [flags] [QUERY...]",
		Short: "Write happenings, references or records, to use elsewhere",
		Long: `Export writes all of what a query finds (docs/query.md), or all there is, as a stream, from one moment of the record.

Formats, a row a happening unless said otherwise (docs/export.md has the columns):
  csv      cells that a spreadsheet would run as formulas are guarded (--raw leaves them)
  jsonl    all that the record knows of each (docs/DOSSIER.md)
  parquet  typed columns with lists, for pandas, R, DuckDB
  plover   POLECAT's columns, tab-separated; status is told in PLOVER's own types
  gdelt    the 61 columns of GDELT 2.0's table of events, tab-separated, without header
  ics      a calendar of what is planned, asked for, offered or called off (RFC 5545)
  bibtex   the articles behind the result, as references
  csl      the same as CSL-JSON (Zotero, pandoc)
  records  the articles' whole records, docs/RECORD.md; without a query

The order is that of time, the same however the record was filled. The standard error says which version of the
columns and which state of the record was exported; --manifest writes that to a file.`,
		Example: `  chancery export --format csv party:IRQ > iraq.csv
  chancery export --format parquet -o all.parquet
  chancery export --format ics status:planned > planned.ics`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if f.json {
				format = "jsonl"
			}
			store, err := f.openSettled(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			var m export.Meta
			var n int
			write := func(w io.Writer) (err error) {
				m, n, err = exportTo(ctx, store, format, strings.Join(args, " "), raw, w)
				return err
			}
			switch w := cmd.OutOrStdout(); {
			case output != "":
				err = writeWhole(output, write)
			case format == "parquet" && isTerminal(w):
				err = errors.New("a Parquet file is no text: name a file with --output, or redirect it")
			default:
				err = write(w)
			}
			if err != nil {
				return stopped(ctx, err)
			}
			if manifest != "" {
				raw, err := json.MarshalIndent(struct {
					export.Meta
					Format string `json:"format"`
					Rows   int    `json:"rows"`
				}{m, format, n}, "", " ")
				if err != nil {
					return err
				}
				if err := os.WriteFile(manifest, append(raw, '\n'), 0o644); err != nil {
					return err
				}
			}
			if _, err = fmt.Fprintf(cmd.ErrOrStderr(), "%s · schema %s · snapshot %s\n", counted(n, "row", "rows"), m.Schema, m.Snapshot); err == nil && m.Accuracy != "" {
				_, err = fmt.Fprintln(cmd.ErrOrStderr(), m.Accuracy)
			}
			return err
		},
	}
	f.add(c, "a line a happening, as --format jsonl")
	f.addAsOf(c)
	c.Flags().StringVar(&format, "format", "csv", strings.Join(append(append(export.Formats(), export.CitationFormats()...), "records"), ", "))
	c.Flags().BoolVar(&raw, "raw", false, "csv, plover, gdelt: leave cells that look like formulas as they are")
	c.Flags().StringVarP(&output, "output", "o", "", "write to this file (default: the standard output)")
	c.Flags().StringVar(&manifest, "manifest", "", "write schema, snapshot, query, measured accuracy and number of rows to this file, as JSON")
	return c
}

// writeWhole makes a file that is there, under its name, only when all of it
// is written.
func writeWhole(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	err = write(file)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), path)
}

// exportTo writes an export and says what it is of, and how many rows it has.
func exportTo(ctx context.Context, store *record.Store, format, ask string, raw bool, w io.Writer) (m export.Meta, n int, err error) {
	m = export.Meta{Schema: export.Schema, Query: ask, Raw: raw}
	q, err := query.Parse(ask)
	if err != nil {
		return m, 0, err
	}
	if m.Accuracy, err = store.Measured(ctx); err != nil {
		return m, 0, err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	switch {
	case format == "records":
		if ask != "" {
			return m, 0, errors.New("--format records takes no query")
		}
		if m.Snapshot, err = store.Snapshot(ctx); err != nil {
			return m, 0, err
		}
		for r, err := range store.Records(ctx) {
			if err != nil {
				return m, n, err
			}
			if err := export.JSON(out, r); err != nil {
				return m, n, err
			}
			n++
		}
	case slices.Contains(export.CitationFormats(), format):
		err = store.ExportArticles(ctx, q, func(snapshot string, all iter.Seq2[*chancery.Article, error]) error {
			m.Snapshot = snapshot
			c, err := export.NewCitations(format, out, m)
			if err != nil {
				return err
			}
			for a, err := range all {
				if err != nil {
					return err
				}
				if err := c.Article(a); err != nil {
					return err
				}
				n++
			}
			return c.Close()
		})
	default:
		err = store.Export(ctx, q, func(snapshot string, all iter.Seq2[*story.Happening, error]) error {
			m.Snapshot = snapshot
			rows, err := export.New(format, out, m)
			if err != nil {
				return fmt.Errorf("--format: %w (or %s, records)", err, strings.Join(export.CitationFormats(), ", "))
			}
			for h, err := range all {
				if err != nil {
					return err
				}
				written, err := rows.Happening(h)
				if err != nil {
					return err
				}
				if written {
					n++
				}
			}
			return rows.Close()
		})
	}
	if err != nil {
		return m, n, err
	}
	return m, n, out.Flush()
}

func parseQuery(args []string) (query.Node, error) { return query.Parse(strings.Join(args, " ")) }
