package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/spf13/cobra"
)

// altered is a change of an event of an article.
type altered struct {
	Article string `json:"article"`
	Outlet  string `json:"outlet,omitempty"`
	Title   string `json:"title,omitempty"`
	story.Change
}

// recoding counts changes and keeps the first of them.
type recoding struct {
	Articles int       `json:"articles"` // compared
	Gained   int       `json:"gained"`
	Lost     int       `json:"lost"`
	Altered  int       `json:"altered"`
	Applied  bool      `json:"applied"`
	Unbound  []int64   `json:"unbound,omitempty"` // decisions whose event is not there any more
	OnlyA    []string  `json:"only_a,omitempty"`  // of diff: articles that one record lacks
	OnlyB    []string  `json:"only_b,omitempty"`
	List     []altered `json:"changes"`
}

// compare notes how two readings of an article differ.
func (c *recoding) compare(old, now *chancery.Record) {
	c.Articles++
	all, _ := story.Changes(old, now)
	for _, x := range all {
		switch x.What {
		case "gained":
			c.Gained++
		case "lost":
			c.Lost++
		default:
			c.Altered++
		}
		c.List = append(c.List, altered{old.Article.ID, old.Article.Outlet, old.Article.Title, x})
	}
}

// shownChanges is how many changes are printed for a person.
const shownChanges = 40

func (c *recoding) print(w io.Writer) error {
	var b strings.Builder
	last := ""
	for i, x := range c.List {
		if i == shownChanges {
			fmt.Fprintf(&b, "… and %d more (--json has all)\n", len(c.List)-i)
			break
		}
		if x.Article != last {
			fmt.Fprintf(&b, "%s\n", export.Clean(strings.Join([]string{x.Title, x.Outlet, x.Article[:min(len(x.Article), 23)]}, " · ")))
			last = x.Article
		}
		fmt.Fprintf(&b, "  %-7s %s “%s”", x.What, x.Type, export.Clean(x.Words))
		if len(x.Fields) > 0 {
			b.WriteString("  " + export.Clean(strings.Join(x.Fields, "; ")))
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%s compared: %d events gained, %d lost, %d altered\n", counted(c.Articles, "article", "articles"), c.Gained, c.Lost, c.Altered)
	for _, side := range []struct {
		name string
		ids  []string
	}{{"first", c.OnlyA}, {"second", c.OnlyB}} {
		if len(side.ids) > 0 {
			fmt.Fprintf(&b, "%s only in the %s record\n", counted(len(side.ids), "article", "articles"), side.name)
		}
	}
	if len(c.Unbound) > 0 {
		fmt.Fprintf(&b, "decisions %v name events that are not found any more; they stay, and bind again should these come back\n", c.Unbound)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func recodeCommand() *cobra.Command {
	var f ingestFlags
	var apply, all bool
	c := &cobra.Command{
		Use:   "recode [flags]",
		Short: "Read the record's articles anew with this program, model and lexicon, and show what changes",
		Long: `Recode understands again every article that another version of the program, another model or another lexicon or
codebook has read, and shows which events are gained, lost or altered. Nothing is replaced before --apply says so.
Decisions of analysts go over to the same events; one whose event is not found any more is named and kept.`,
		Example: `  chancery recode
  chancery recode --lexicon my-codebook --apply`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			in, err := f.ingest(ctx, false)
			if err != nil {
				return err
			}
			defer in.Close()
			out := recoding{Applied: apply, List: []altered{}}
			run := in.Run
			if all {
				run = record.Run{}
			}
			for old, err := range in.Store.Outdated(ctx, run) {
				if err != nil {
					return stopped(ctx, err)
				}
				a := *old.Article
				a.Paragraphs = read.Paragraphs(a.Text) // the record does not keep them
				now, err := in.Understand(&a)
				if err != nil {
					return fmt.Errorf("article %s: %w", old.Article.ID, err)
				}
				out.compare(old, now)
				if !apply {
					continue
				}
				lost, err := in.Store.Recode(ctx, now, in.Run)
				if err != nil {
					return err
				}
				out.Unbound = append(out.Unbound, lost...)
			}
			if apply {
				if err := in.Store.Settle(ctx); err != nil {
					return stopped(ctx, err)
				}
			}
			w := cmd.OutOrStdout()
			if f.json {
				return printJSON(w, out)
			}
			if err := out.print(w); err != nil {
				return err
			}
			if !apply && out.Articles > 0 {
				_, err = fmt.Fprintln(w, "nothing was replaced: --apply does it")
			}
			return err
		},
	}
	f.recordFlags.add(c, "all events gained, lost and altered")
	f.engine(c)
	c.Flags().BoolVar(&apply, "apply", false, "put the new readings in the place of the old")
	c.Flags().BoolVar(&all, "all", false, "also what this very version has read")
	return c
}

func diffCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "diff A.db B.db",
		Short: "Compare two records: articles that one lacks, events gained, lost or altered",
		Example: `  chancery backup before.db && chancery recode --apply && chancery diff before.db record.db
  chancery diff --json monday.db tuesday.db`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			var stores [2]*record.Store
			for i, path := range args {
				s, err := record.Open(ctx, path, record.Options{ReadOnly: true})
				if err != nil {
					return err
				}
				defer s.Close()
				stores[i] = s
			}
			out, err := diff(ctx, stores[0], stores[1])
			if err != nil {
				return stopped(ctx, err)
			}
			if f.json {
				return printJSON(cmd.OutOrStdout(), out)
			}
			return out.print(cmd.OutOrStdout())
		},
	}
	f.addJSON(c, "all events gained, lost and altered, and the articles that one record lacks")
	return c
}

// diff compares two records article by article.
func diff(ctx context.Context, a, b *record.Store) (*recoding, error) {
	out := &recoding{List: []altered{}}
	met := map[string]bool{}
	for old, err := range a.Records(ctx) {
		if err != nil {
			return nil, err
		}
		met[old.Article.ID] = true
		now, err := b.Record(ctx, old.Article.ID)
		switch {
		case errors.Is(err, record.ErrUnknown):
			out.OnlyA = append(out.OnlyA, old.Article.ID)
		case err != nil:
			return nil, err
		default:
			out.compare(old, now)
		}
	}
	for now, err := range b.Records(ctx) {
		if err != nil {
			return nil, err
		}
		if !met[now.Article.ID] {
			out.OnlyB = append(out.OnlyB, now.Article.ID)
		}
	}
	return out, nil
}
