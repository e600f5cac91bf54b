package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/understand"
	"github.com/spf13/cobra"
)

type explainFlags struct {
	readFlags
	recordFlags
}

func explainCommand() *cobra.Command {
	var f explainFlags
	c := &cobra.Command{
		Use:   "explain [flags] ARTICLE [EVENT]",
		Short: "Tell why an event is in the record as it is",
		Long: `Explain reads a report and tells of one event, or of all, why it is there: the words and the pattern (file and
line of the lexicon) that tell it, who fills which role by which edges of the dependency tree, why that status,
time and place, and what its confidence is made of. Without EVENT it also lists what fitted a pattern and is no
event, with the reason.

ARTICLE is a file, a URL or - as for "chancery read"; or the id of an article in the record ("sha256:…"), whose
text is read again from there. EVENT is the event's id, such as e3, as --format json prints it.

Of a happening in the record ("h…", as "chancery find" prints it) it tells which tellings are one and why, and what
is near it and what keeps that apart; "chancery merge" and "chancery split" decide otherwise.`,
		Example: `  chancery explain --record iraq.db h1fab34be92a94b7c
  chancery explain report.txt e3
  chancery explain --json report.html
  chancery explain --record iraq.db sha256:0f3a… e1`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			event := ""
			if len(args) > 1 {
				event = args[1]
			}
			if happeningID.MatchString(args[0]) && event == "" {
				return runAccount(cmd.Context(), f, args[0], cmd.OutOrStdout())
			}
			return runExplain(cmd.Context(), f, args[0], event, cmd.OutOrStdout())
		},
	}
	f.recordFlags.add(c, "the events with the reasons for each of their fields")
	f.lexiconFlags.add(c)
	fl := c.Flags()
	fl.StringVar(&f.as, "as", "auto", "kind of input: "+strings.Join(formatNames(), ", "))
	fl.StringVar(&f.published, "published", "", "date of the report, 2021-03-23 or with a time; wins over what the input says")
	fl.StringVar(&f.outlet, "outlet", "", "name of the publisher; wins over what the input says")
	fl.StringVar(&f.color, "color", "auto", "auto, always or never")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let URLs lead to private and local addresses")
	return c
}

// happeningID is what the id of a happening, or of one of its mentions, looks like.
var happeningID = regexp.MustCompile(`^h[0-9a-f]{16}$`)

func runAccount(ctx context.Context, f explainFlags, id string, stdout io.Writer) error {
	color, err := wantColor(f.color, stdout)
	if err != nil {
		return err
	}
	store, err := f.recordFlags.open(ctx, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer store.Close()
	a, err := store.Account(ctx, id)
	if err != nil {
		return err
	}
	if f.json {
		return printJSON(stdout, a)
	}
	return export.Account(stdout, a, export.Style{Width: min(width(stdout, 100), 120), Color: color})
}

func runExplain(ctx context.Context, f explainFlags, name, event string, stdout io.Writer) error {
	if err := checkPublished(f.published); err != nil {
		return err
	}
	color, err := wantColor(f.color, stdout)
	if err != nil {
		return err
	}
	lex, err := f.lexiconFlags.open()
	if err != nil {
		return err
	}
	u, err := understand.New(lex)
	if err != nil {
		return err
	}
	reader, err := read.New(lex)
	if err != nil {
		return err
	}
	articles, err := f.articles(ctx, reader, name)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(stdout)
	style := export.Style{Width: min(width(stdout, 100), 120), Color: color}
	found := 0
	for _, a := range articles {
		r, why := u.Explain(a)
		if event != "" {
			why = slices.DeleteFunc(why, func(x chancery.Explanation) bool { return x.Event != event })
			if len(why) == 0 {
				continue
			}
		}
		found++
		if f.json {
			err = export.ExplainJSON(out, r, why)
		} else {
			err = export.Explain(out, r, why, style)
		}
		if err != nil {
			return writeError(err)
		}
	}
	if found == 0 && event != "" {
		return fmt.Errorf("no event %s in %s: chancery explain %s lists them all", event, name, name)
	}
	if err := out.Flush(); err != nil {
		return writeError(err)
	}
	return nil
}

// articles are those of an input, or the one of the record with that id.
func (f *explainFlags) articles(ctx context.Context, reader *read.Reader, name string) ([]*chancery.Article, error) {
	if strings.HasPrefix(name, "sha256:") {
		store, err := f.recordFlags.open(ctx, record.Options{ReadOnly: true})
		if err != nil {
			return nil, err
		}
		defer store.Close()
		r, err := store.Record(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("%w: chancery export --format records lists the articles of %s", err, tilde(store.Path()))
		}
		r.Article.Paragraphs = read.Paragraphs(r.Article.Text)
		return []*chancery.Article{r.Article}, nil
	}
	sources, err := inputs([]string{name}, f.readFlags, fetch.New(fetch.Options{AllowPrivate: f.allowPrivate}))
	if err != nil {
		return nil, err
	}
	stages := pipeline.Stages[*chancery.Article]{Read: reader, Work: func(a *chancery.Article) (*chancery.Article, error) { return a, nil }}
	var out []*chancery.Article
	for r := range pipeline.Run(ctx, stages, sources, 1, nil) {
		if r.Err != nil {
			return nil, r.Err
		}
		out = append(out, r.Value)
	}
	if len(out) == 0 {
		return nil, errors.New("no article in " + name)
	}
	return out, nil
}
