package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/spf13/cobra"
)

// openSettled opens the record to read it; what follows from its last
// articles is worked out first when an ingest was stopped before.
func (f *recordFlags) openSettled(ctx context.Context) (*record.Store, error) {
	store, err := f.openNow(ctx)
	if err != nil || f.asOf == "" {
		return store, err
	}
	defer store.Close()
	return store.AsOf(ctx, f.asOf)
}

func (f *recordFlags) openNow(ctx context.Context) (*record.Store, error) {
	store, err := f.open(ctx, record.Options{ReadOnly: true})
	if err == nil {
		var done bool
		if done, err = store.Settled(ctx); err == nil && done {
			return store, nil
		}
		store.Close()
	}
	if os.IsNotExist(err) {
		return nil, err
	}
	store, err = f.open(ctx, record.Options{})
	if err != nil {
		return nil, err
	}
	if err := store.Settle(ctx); err != nil {
		store.Close()
		return nil, err
	}
	return store, nil
}

func style(w io.Writer) (export.Style, error) {
	color, err := wantColor("auto", w)
	return export.Style{Width: min(width(w, 100), 120), Color: color}, err
}

// asked runs a query given as arguments. Where it finds nothing, hints go to
// told on names that no happening has.
func (f *recordFlags) asked(ctx context.Context, args []string, limit int, told io.Writer) ([]*story.Happening, int, error) {
	q, err := parseQuery(args)
	if err != nil {
		return nil, 0, err
	}
	store, err := f.openSettled(ctx)
	if err != nil {
		return nil, 0, err
	}
	defer store.Close()
	found, total, err := store.Find(ctx, q, limit)
	if err != nil || total > 0 {
		return found, total, err
	}
	hints, err := store.Unmatched(ctx, q)
	for _, h := range hints {
		fmt.Fprintln(told, "chancery:", h)
	}
	return found, total, err
}

func findCommand() *cobra.Command {
	var f recordFlags
	var limit int
	c := &cobra.Command{
		Use:   "find [flags] QUERY...",
		Short: "Find happenings in the record",
		Long: `Find asks the record in a small language (docs/query.md): words are looked for in the evidence, field:value
narrows down, "quotation marks" hold words together, NOT, OR and brackets do what they do elsewhere. Quote the
whole query when it holds quotation marks or brackets, for the shell takes them away.

Fields: ` + strings.Join(query.Fields(), ", ") + `.`,
		Example: `  chancery find actor:IRQ type:CONSULT status:planned after:2021-03
  chancery find 'place:Iraq said_by:"White House" "coalition forces"'
  chancery find type:ASSAULT '(place:Baghdad OR place:Erbil)' NOT status:denied`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := atLeast("limit", limit, 0, "how many at most, or 0 for all"); err != nil {
				return err
			}
			found, total, err := f.asked(cmd.Context(), args, limit, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			if f.json {
				return printJSON(w, struct {
					Total      int                `json:"total"`
					Happenings []*story.Happening `json:"happenings"`
				}{total, found})
			}
			if total == 0 {
				_, err := fmt.Fprintln(w, "nothing found")
				return err
			}
			st, err := style(w)
			if err != nil {
				return err
			}
			if err := export.Happenings(w, found, st); err != nil {
				return err
			}
			if total > len(found) {
				_, err = fmt.Fprintf(w, "\n%d of %d: --limit 0 gives all\n", len(found), total)
			}
			return err
		},
	}
	f.add(c, "the happenings (docs/DOSSIER.md) and how many there are")
	f.addAsOf(c)
	c.Flags().IntVar(&limit, "limit", 50, "how many at most; 0 for all")
	return c
}

func timelineCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:     "timeline [flags] QUERY...",
		Short:   "Happenings in order of time, a line each",
		Long:    "Timeline prints a line for each happening that a query finds (docs/query.md), in order of time.",
		Example: "  chancery timeline party:USA party:IRQ",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, _, err := f.asked(cmd.Context(), args, 0, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			if f.json {
				return printJSON(w, found)
			}
			if len(found) == 0 {
				_, err := fmt.Fprintln(w, "nothing found")
				return err
			}
			st, err := style(w)
			if err != nil {
				return err
			}
			return export.Timeline(w, found, st)
		},
	}
	f.add(c, "a list of happenings (docs/DOSSIER.md)")
	f.addAsOf(c)
	return c
}

func today(asOf string) (string, error) {
	if asOf == "" {
		return time.Now().UTC().Format(time.DateOnly), nil
	}
	if _, err := time.Parse(time.DateOnly, asOf); err != nil {
		return "", fmt.Errorf("--today %q is not a date such as 2021-03-23", asOf)
	}
	return asOf, nil
}

func dueCommand() *cobra.Command {
	var f recordFlags
	var on string
	c := &cobra.Command{
		Use:   "due [flags] [QUERY...]",
		Short: "What is planned, by whose word, and what has passed its date with no news",
		Example: `  chancery due
  chancery due --today 2021-04-01 party:IRQ`,
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := today(cmp.Or(on, f.asOf))
			if err != nil {
				return err
			}
			found, _, err := f.asked(cmd.Context(), append(args, "(status:planned OR status:requested OR status:offered)"), 0, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			due, overdue := []*story.Happening{}, []*story.Happening{}
			for _, h := range found {
				switch is, was := h.Pending(day); {
				case is:
					due = append(due, h)
				case was:
					overdue = append(overdue, h)
				}
			}
			w := cmd.OutOrStdout()
			if f.json {
				return printJSON(w, struct {
					AsOf    string             `json:"as_of"`
					Due     []*story.Happening `json:"due"`
					Overdue []*story.Happening `json:"overdue"`
				}{day, due, overdue})
			}
			st, err := style(w)
			if err != nil {
				return err
			}
			for _, part := range []struct {
				title string
				all   []*story.Happening
			}{{"Planned, asked for or offered, from " + day + " on", due}, {"Past its date, with no news", overdue}} {
				if len(part.all) == 0 {
					continue
				}
				if _, err := fmt.Fprintf(w, "%s\n\n", part.title); err != nil {
					return err
				}
				if err := export.Happenings(w, part.all, st); err != nil {
					return err
				}
				if _, err := fmt.Fprintln(w); err != nil {
					return err
				}
			}
			if len(due)+len(overdue) == 0 {
				_, err = fmt.Fprintln(w, "nothing is due")
			}
			return err
		},
	}
	f.add(c, "happenings that are due and overdue (docs/DOSSIER.md)")
	f.addAsOf(c)
	c.Flags().StringVar(&on, "today", "", "the day to judge by, 2021-04-01 (default: today)")
	return c
}

func dossierCommand() *cobra.Command {
	var f recordFlags
	var on, format string
	var all bool
	c := &cobra.Command{
		Use:   "dossier [flags] SUBJECT...",
		Short: "All that the record holds on a subject, or between several, as Markdown, HTML or JSON",
		Long: `Dossier puts together what the record holds on a country (ISO code), an actor, a place, talks or a topic; with
several subjects, what is between them: what is planned, what happened, who asked for what, talks with their
rounds, agreements, forces, statements, and what is told differently. Each line has its outlet, date and sentence.`,
		Example: `  chancery dossier USA IRQ > usa-iraq.md
  chancery dossier --format html --all IRQ > iraq.html
  chancery dossier --json --today 2021-04-08 "strategic talks"`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := today(cmp.Or(on, f.asOf))
			if err != nil {
				return err
			}
			store, err := f.openSettled(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			limits := record.Brief
			if all {
				limits = record.Limits{}
			}
			d, err := store.DossierWithin(cmd.Context(), args, day, limits)
			if err != nil {
				return err
			}
			if f.json {
				format = "json"
			}
			switch w := cmd.OutOrStdout(); format {
			case "json":
				return printJSON(w, d)
			case "html":
				return export.HTML(w, d)
			case "markdown":
				return export.Markdown(w, d)
			}
			return fmt.Errorf("--format %q is none of markdown, html, json", format)
		},
	}
	f.add(c, "the dossier (docs/DOSSIER.md), as --format json")
	f.addAsOf(c)
	c.Flags().StringVar(&on, "today", "", "the day to judge by, 2021-04-01 (default: today)")
	c.Flags().StringVar(&format, "format", "markdown", "markdown, html (one page, to read or print) or json")
	c.Flags().BoolVar(&all, "all", false, fmt.Sprintf("everything; else at most the latest %d happenings and what the latest %d articles say", record.Brief.Happenings, record.Brief.Articles))
	return c
}

func rebuildCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "rebuild",
		Short: "Work out anew what follows from the articles: happenings and voices",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := f.open(cmd.Context(), record.Options{})
			if err != nil {
				return err
			}
			defer store.Close()
			if err := store.Rebuild(cmd.Context()); err != nil {
				return stopped(cmd.Context(), err)
			}
			t, err := store.Totals(cmd.Context())
			if err != nil {
				return err
			}
			if f.json {
				return printJSON(cmd.OutOrStdout(), map[string]int{"happenings": t.Happenings})
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "worked out anew: %s\n", counted(t.Happenings, "happening", "happenings"))
			return err
		},
	}
	f.add(c, "how many happenings there are")
	return c
}
