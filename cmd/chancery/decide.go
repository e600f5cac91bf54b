package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/chancery-project/chancery/record"
	"github.com/spf13/cobra"
)

// deciding makes a command that writes a decision to the record.
func deciding(use, short, long, example string, args cobra.PositionalArgs, do func(*cobra.Command, *record.Store, []string, string) (string, error)) *cobra.Command {
	var f recordFlags
	var why string
	c := &cobra.Command{Use: use, Short: short, Long: long, Example: example, Args: args, RunE: func(cmd *cobra.Command, args []string) error {
		return f.do(cmd, record.Options{}, func(store *record.Store) (any, string, error) {
			if err := store.Settle(cmd.Context()); err != nil {
				return nil, "", err
			}
			said, err := do(cmd, store, args, why)
			return map[string]string{"done": said}, said, err
		})
	}}
	f.add(c, "what was done")
	c.Flags().StringVar(&why, "why", "", "the reason, kept in the record")
	return c
}

func mergeCommand() *cobra.Command {
	return deciding("merge HAPPENING HAPPENING", "Decide that two happenings are one",
		"Merge decides that two happenings are one, whatever later articles say. The decision is kept with your name and can be undone.",
		`  chancery merge h1fab34be92a94b7c h6d44fd02bc902f07 --why "one meeting, told on two days"`, cobra.ExactArgs(2),
		func(cmd *cobra.Command, s *record.Store, args []string, why string) (string, error) {
			n, err := s.Merge(cmd.Context(), args[0], args[1], why)
			if err != nil {
				return "", err
			}
			return fmt.Sprintf("merged: decision %d (chancery undo %d)", n[0], n[0]), nil
		})
}

func splitCommand() *cobra.Command {
	return deciding("split MENTION", "Decide that a mention does not belong to its happening",
		"Split takes one mention out of its happening (chancery find --json lists the mentions). The decision is kept with your name and can be undone.",
		"  chancery split h6d44fd02bc902f07", cobra.ExactArgs(1),
		func(cmd *cobra.Command, s *record.Store, args []string, why string) (string, error) {
			n, err := s.Split(cmd.Context(), args[0], why)
			if err != nil {
				return "", err
			}
			return fmt.Sprintf("split: decision %d (chancery undo %d)", n[0], n[0]), nil
		})
}

func undoCommand() *cobra.Command {
	return deciding("undo NUMBER...", "Take decisions back", "Undo takes decisions back by their numbers, each with what was decided in one act with it. They stay in the record as undone.", "  chancery undo 1", cobra.MinimumNArgs(1),
		func(cmd *cobra.Command, s *record.Store, args []string, why string) (string, error) {
			for _, a := range args {
				n, err := strconv.ParseInt(a, 10, 64)
				if err != nil {
					return "", fmt.Errorf("%q is no number of a decision", a)
				}
				if err := s.Undo(cmd.Context(), n, why); err != nil {
					return "", err
				}
			}
			return "undone", nil
		})
}

func forgetCommand() *cobra.Command {
	var person, outlet, before string
	var keep int
	c := deciding("forget [ARTICLE...]", "Remove articles, or a person, for good",
		`Forget removes articles, named by id, address or ref, with all their versions where the address is given: the
text, all facts made from it and its words in the index. The audit log keeps that it was there and when it went.
With --before, or --keep-days, it removes what was published before then, of one --outlet or of all.

With --person it takes a person out of all articles: the name is blacked out in text and title, and name, role and
Wikidata id go from the facts. Family names of others that are spelled alike go too, in those articles.

Backups and what lies in quarantine are not touched. The same bytes do not come back when they are ingested
again, unless with "chancery ingest --again"; another text, or the same under another address, is a new article.`,
		`  chancery forget https://example.org/story --why "asked to by its author"
  chancery forget --person "Jane Roe" --why "her request of 3 May"
  chancery forget --outlet "Evening Post" --keep-days 365`, cobra.ArbitraryArgs,
		func(cmd *cobra.Command, s *record.Store, args []string, why string) (string, error) {
			ctx := cmd.Context()
			if err := atLeast("keep-days", keep, 0, "how many days back what is kept was published"); err != nil {
				return "", err
			}
			aged := before != "" || keep > 0
			if (len(args) > 0) == (person != "" || aged) || person != "" && aged || outlet != "" && !aged {
				return "", errors.New("name articles, or a --person, or an age (--before or --keep-days, with --outlet for one publisher)")
			}
			if keep > 0 {
				before = time.Now().UTC().AddDate(0, 0, -keep).Format(time.DateOnly)
			}
			switch {
			case person != "":
				n, err := s.ForgetPerson(ctx, person, why)
				return "taken out of " + counted(n, "article", "articles"), err
			case aged:
				if _, err := time.Parse(time.DateOnly, before); err != nil {
					return "", fmt.Errorf("--before %q is not a date such as 2021-03-23", before)
				}
				n, err := s.ForgetBefore(ctx, outlet, before, why)
				return counted(n, "article", "articles") + " forgotten", err
			}
			all := 0
			for _, a := range args {
				n, err := s.Forget(ctx, a, why)
				if err != nil {
					return "", err
				}
				all += n
			}
			return counted(all, "article", "articles") + " forgotten", nil
		})
	c.Flags().StringVar(&person, "person", "", "a person, with first and family name")
	c.Flags().StringVar(&outlet, "outlet", "", "with --before or --keep-days: of this publisher only")
	c.Flags().StringVar(&before, "before", "", "what was published before this day, 2021-03-23")
	c.Flags().IntVar(&keep, "keep-days", 0, "what was published more than so many days ago")
	return c
}
