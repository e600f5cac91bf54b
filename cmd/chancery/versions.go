package main

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/wording"
	"github.com/spf13/cobra"
)

// edition is one text of an article and how it differs from the one before.
type edition struct {
	ID        string   `json:"id"`
	Title     string   `json:"title,omitempty"`
	Outlet    string   `json:"outlet,omitempty"`
	Published string   `json:"published,omitempty"`
	URL       string   `json:"url,omitempty"`
	Seen      string   `json:"seen"`              // when it came into the record
	Partial   bool     `json:"partial,omitempty"` // the feed gave only a part of the text
	Changes   []change `json:"changes,omitempty"`
}

// change gives words of both texts with their offsets in code points.
type change struct {
	Removed  string `json:"removed"`
	Added    string `json:"added"`
	OldStart int    `json:"old_start"`
	OldEnd   int    `json:"old_end"`
	NewStart int    `json:"new_start"`
	NewEnd   int    `json:"new_end"`
}

func versionsCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "versions [flags] [ARTICLE]",
		Short: "Show the versions of an article and the words that changed",
		Long: `Versions shows each version of an article that was edited, when it was first seen, and what was put in place of
what. ARTICLE is its address, its id or your own ref. Without one, all articles that were edited are shown.`,
		Example: `  chancery versions https://example.org/story
  chancery versions --json | jq -r '.[][1:][] | .changes[] | [.removed, .added] | @tsv'`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := f.open(ctx, record.Options{ReadOnly: true})
			if err != nil {
				return err
			}
			defer store.Close()
			names, all := args, [][]edition{}
			if len(args) == 0 {
				if names, err = store.Edited(ctx); err != nil {
					return err
				}
			}
			for _, n := range names {
				editions, err := store.Versions(ctx, n)
				if err != nil {
					return err
				}
				all = append(all, compared(editions))
			}
			w := cmd.OutOrStdout()
			switch {
			case f.json && len(args) == 1:
				return printJSON(w, all[0])
			case f.json:
				return printJSON(w, all)
			case len(all) == 0:
				_, err := fmt.Fprintln(w, "no article has been edited")
				return err
			}
			for _, versions := range all {
				if err := printVersions(w, versions); err != nil {
					return err
				}
			}
			return nil
		},
	}
	f.add(c, "the versions, each with what it changed")
	return c
}

func compared(editions []record.Edition) []edition {
	var out []edition
	for i, e := range editions {
		v := edition{ID: e.ID, Title: e.Title, Outlet: e.Outlet, Published: e.Published, URL: e.URL, Seen: e.Seen, Partial: read.Partial(e.Article)}
		if i > 0 {
			v.Changes = changes(editions[i-1].Text, e.Text)
		}
		out = append(out, v)
	}
	return out
}

func changes(old, new string) []change {
	var out []change
	points := func(text string, s chancery.Span) (int, int) {
		n := utf8.RuneCountInString(text[:s.Start])
		return n, n + utf8.RuneCountInString(s.Text(text))
	}
	for _, c := range wording.Compare(old, new) {
		d := change{Removed: c.Old.Text(old), Added: c.New.Text(new)}
		d.OldStart, d.OldEnd = points(old, c.Old)
		d.NewStart, d.NewEnd = points(new, c.New)
		out = append(out, d)
	}
	return out
}

func printVersions(w io.Writer, versions []edition) error {
	last := versions[len(versions)-1]
	if _, err := fmt.Fprintf(w, "%s\n%s · %s\n", last.Title, last.Outlet, last.URL); err != nil {
		return err
	}
	for i, v := range versions {
		note := ""
		if v.Partial {
			note = " · only a part of the text, from the feed"
		}
		if _, err := fmt.Fprintf(w, "  version %d · seen %s · %s%s\n", i+1, local(v.Seen), v.ID[:min(len(v.ID), 19)], note); err != nil {
			return err
		}
		for _, c := range v.Changes {
			if _, err := fmt.Fprintf(w, "    − %s\n    + %s\n", shown(c.Removed), shown(c.Added)); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

// shown puts a stretch of text on one line.
func shown(s string) string {
	if s == "" {
		return "(nothing)"
	}
	return strings.Join(strings.Fields(s), " ")
}
