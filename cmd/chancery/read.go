package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/understand"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

type readFlags struct {
	lexiconFlags
	as, published, outlet, url, ref string
	format, color                   string
	workers                         int
	allowPrivate, quiet, explain    bool
}

func readCommand() *cobra.Command {
	var f readFlags
	c := &cobra.Command{
		Use:   "read [flags] [FILE|DIR|URL|-]...",
		Short: "Read reports and print their record",
		Long: `Read takes reports as they come from the world and prints the record of each.

Inputs: web pages (any charset), plain text, JSON Lines and CSV (id, title, text, published, outlet, url),
RSS, Atom and JSON feeds, WARC archives, Nexis, Factiva and ProQuest exports, RTF, DOCX and PDF, and gzip of
any of these. The kind is found by looking inside; --as overrides. A folder is read with all its files; - is
the standard input, and so is no argument at all.

The text of JSON Lines, CSV and text files is kept character for character, so that offsets in the record can
be joined with your own corpus. An input that cannot be read is one line on the standard error, the others
go on, and the exit code is 1 at the end.`,
		Example: `  chancery read report.html
  chancery read --format json --published 2021-03-23 --outlet "The National" report.txt
  chancery read --format table exports/ feed.xml > events.txt
  curl -s https://example.org/story | chancery read --url https://example.org/story -`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRead(cmd.Context(), f, args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.lexiconFlags.add(c)
	fl := c.Flags()
	fl.BoolVar(&f.explain, "explain", false, "tell below each event why it is there: words, pattern, edges of the parse, status (chancery explain); in json the field explanations")
	fl.StringVar(&f.format, "format", "text", "text (to read), json (a line a report, docs/RECORD.md) or table (events)")
	fl.StringVar(&f.as, "as", "auto", "kind of input: "+strings.Join(formatNames(), ", "))
	fl.StringVar(&f.published, "published", "", "date of the report, 2021-03-23 or with a time; wins over what the input says")
	fl.StringVar(&f.outlet, "outlet", "", "name of the publisher; wins over what the input says")
	fl.StringVar(&f.url, "url", "", "address of the report; wins over what the input says")
	fl.StringVar(&f.ref, "ref", "", "your own id for the report")
	fl.StringVar(&f.color, "color", "auto", "auto, always or never")
	fl.IntVarP(&f.workers, "workers", "j", runtime.GOMAXPROCS(0), "how many reports to work on at once")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let URLs lead to private and local addresses")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress bar")
	return c
}

func formatNames() []string {
	var names []string
	for _, f := range read.Formats() {
		names = append(names, string(f))
	}
	return names
}

func runRead(ctx context.Context, f readFlags, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		if isTerminal(os.Stdin) {
			return errors.New("nothing to read: name a file, a folder or a URL, or pipe a report in (chancery read --help)")
		}
		args = []string{"-"}
	}
	if err := checkPublished(f.published); err != nil {
		return err
	}
	out := bufio.NewWriterSize(stdout, 1<<16)
	sink, err := newSink(f, out, stdout)
	if err != nil {
		return err
	}
	stages, err := readStages(f)
	if err != nil {
		return err
	}
	sources, err := inputs(args, f, fetch.New(fetch.Options{AllowPrivate: f.allowPrivate}))
	if err != nil {
		return err
	}

	bar := newBar(f.quiet, sources, stdout, stderr)
	failed, several := 0, len(sources) > 1
	for r := range pipeline.Run(ctx, stages, sources, f.workers, bar.progress()) {
		if r.Err != nil {
			failed++
			bar.failure(r.Source, r.Err)
			continue
		}
		if err := sink.add(r.Value); err != nil {
			return writeError(err)
		}
		if isTerminal(stdout) {
			if err := out.Flush(); err != nil {
				return writeError(err)
			}
		}
	}
	bar.stop()
	if err := sink.close(); err != nil {
		return writeError(err)
	}
	if err := out.Flush(); err != nil {
		return writeError(err)
	}
	if err := ctx.Err(); err != nil {
		return errors.New("stopped before the end: what is printed is whole up to here")
	}
	if failed > 0 {
		if several {
			fmt.Fprintf(stderr, "chancery: %d could not be read, the reasons are above\n", failed)
		}
		return errReported
	}
	return nil
}

func checkPublished(date string) error {
	if date == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, date); err == nil {
		return nil
	}
	if _, err := time.Parse(time.RFC3339, date); err == nil {
		return nil
	}
	return fmt.Errorf("--published %q is neither a date such as 2021-03-23 nor a time such as 2021-03-23T10:15:00Z", date)
}

func writeError(err error) error { return fmt.Errorf("writing the record: %w", err) }

// explained is a record, with the reasons for its events where they were
// asked for.
type explained struct {
	*chancery.Record
	why []chancery.Explanation
}

func readStages(f readFlags) (stages pipeline.Stages[explained], err error) {
	lex, err := f.open()
	if err != nil {
		return stages, err
	}
	if stages.Read, err = read.New(lex); err != nil {
		return stages, err
	}
	u, err := understand.New(lex)
	if err != nil {
		return stages, err
	}
	stages.Work = func(a *chancery.Article) (r explained, err error) {
		if f.explain {
			r.Record, r.why = u.Explain(a)
		} else {
			r.Record = u.Record(a)
		}
		return r, checked(r.Record)
	}
	return stages, nil
}

func checked(r *chancery.Record) error {
	if err := r.Check(); err != nil {
		return fmt.Errorf("a bug in the understanding stage: %w", err)
	}
	return nil
}

func stagesOf(lex *lexicon.Lexicon) (stages pipeline.Stages[*chancery.Record], err error) {
	if stages.Read, err = read.New(lex); err != nil {
		return stages, err
	}
	u, err := understand.New(lex)
	if err != nil {
		return stages, err
	}
	stages.Work = func(a *chancery.Article) (*chancery.Record, error) {
		r := u.Record(a)
		return r, checked(r)
	}
	return stages, nil
}

// sink takes records in one format.
type sink struct {
	add   func(explained) error
	close func() error
}

func newSink(f readFlags, w io.Writer, stdout io.Writer) (sink, error) {
	nothing := func() error { return nil }
	switch f.format {
	case "json":
		return sink{func(r explained) error {
			if f.explain {
				return export.JSONExplained(w, r.Record, r.why)
			}
			return export.JSON(w, r.Record)
		}, nothing}, nil
	case "table":
		if f.explain {
			return sink{}, errors.New("--explain needs --format text or json: a table has no room for reasons")
		}
		t := export.NewTable(w, width(stdout, 0))
		return sink{func(r explained) error { t.Add(r.Record); return nil }, t.Close}, nil
	case "text":
		color, err := wantColor(f.color, stdout)
		if err != nil {
			return sink{}, err
		}
		style := export.Style{Width: min(width(stdout, 100), 120), Color: color}
		first := true
		return sink{func(r explained) error {
			if !first {
				if _, err := io.WriteString(w, "\n"+strings.Repeat("─", style.Width)+"\n\n"); err != nil {
					return err
				}
			}
			first = false
			return export.TextExplained(w, r.Record, r.why, style)
		}, nothing}, nil
	}
	return sink{}, fmt.Errorf("--format %q is none of text, json, table", f.format)
}

func wantColor(when string, w io.Writer) (bool, error) {
	switch when {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", nil
	}
	return false, fmt.Errorf("--color %q is none of auto, always, never", when)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// width of the terminal behind w, else COLUMNS, else otherwise.
func width(w io.Writer, otherwise int) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	return otherwise
}
