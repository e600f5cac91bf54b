package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
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
	f.add(c)
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
			return store.Backup(cmd.Context(), args[0])
		},
	}
	f.add(c)
	return c
}

func exportCommand() *cobra.Command {
	var f recordFlags
	var format string
	var raw bool
	c := &cobra.Command{
		Use:   "export [flags] [QUERY...]",
		Short: "Write happenings, or the articles' records, to use elsewhere",
		Long: `Export writes all of what a query finds (docs/query.md), or all there is.

Formats: csv (a row a happening; cells that a spreadsheet would run as formulas are guarded), jsonl (a line a
happening, docs/DOSSIER.md) and records (a line an article with all its facts, docs/RECORD.md; without a query).
The order is that of time, the same however the record was filled. The snapshot on the standard error names
the state of the record that was exported.`,
		Example: `  chancery export --format csv party:IRQ > iraq.csv
  chancery export --format records > records.jsonl`,
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
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			switch {
			case format == "records" && len(args) > 0:
				return fmt.Errorf("--format records takes no query")
			case format == "records":
				for r, err := range store.Records(ctx) {
					if err != nil {
						return stopped(ctx, err)
					}
					if err := export.JSON(out, r); err != nil {
						return err
					}
				}
			case format == "csv" || format == "jsonl":
				if err := exportHappenings(cmd, store, args, format, raw, out); err != nil {
					return err
				}
			default:
				return fmt.Errorf("--format %q is none of csv, jsonl, records", format)
			}
			if err := out.Flush(); err != nil {
				return err
			}
			snapshot, err := store.Snapshot(ctx)
			if err == nil {
				_, err = fmt.Fprintln(cmd.ErrOrStderr(), "snapshot", snapshot)
			}
			return err
		},
	}
	f.add(c)
	c.Flags().StringVar(&format, "format", "csv", "csv, jsonl or records")
	c.Flags().BoolVar(&raw, "raw", false, "csv: leave cells that look like formulas as they are")
	return c
}

func exportHappenings(cmd *cobra.Command, store *record.Store, args []string, format string, raw bool, w io.Writer) error {
	q, err := parseQuery(args)
	if err != nil {
		return err
	}
	var table *export.CSV
	if format == "csv" {
		if table, err = export.NewCSV(w, raw, export.HappeningColumns); err != nil {
			return err
		}
	}
	for h, err := range store.Each(cmd.Context(), q) {
		if err != nil {
			return stopped(cmd.Context(), err)
		}
		if table != nil {
			err = table.Row(export.HappeningRow(h))
		} else {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
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

func parseQuery(args []string) (query.Node, error) { return query.Parse(strings.Join(args, " ")) }
