package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/chancery-project/chancery/record"
	"github.com/spf13/cobra"
)

// owned are the flags of commands on what users keep.
type owned struct {
	recordFlags
	owner string
}

func (f *owned) add(c *cobra.Command) {
	f.recordFlags.add(c, "what was done, or the searches, news and alerts")
	c.Flags().StringVar(&f.owner, "owner", "local", "whose it is: a user's name, or local where the reading room has no accounts")
}

func searchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "search",
		Short: "Keep searches, and list those that are kept",
		Long: `A saved search is a query (docs/query.md) under a name. It has a feed in the reading room, and alerts can be set on
it ("chancery alert"): what is found from now on, and what changes, is news (docs/alerts.md).`,
		Example: `  chancery search save "Iraq talks" 'party:IRQ type:CONSULT'
  chancery search list
  chancery search remove "Iraq talks"`,
	}
	var save, list, remove owned
	saving := &cobra.Command{Use: "save NAME [QUERY]", Short: "Keep a query under a name", Args: cobra.MinimumNArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return save.do(cmd, record.Options{}, func(s *record.Store) (any, string, error) {
			if err := s.Settle(cmd.Context()); err != nil {
				return nil, "", err
			}
			f, err := s.SaveSearch(cmd.Context(), save.owner, args[0], strings.Join(args[1:], " "))
			return f, fmt.Sprintf("saved as %s: what is found from now on is news (chancery alert add)", f.ID), err
		})
	}}
	listing := &cobra.Command{Use: "list", Short: "List the searches that are kept", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return list.do(cmd, record.Options{ReadOnly: true}, func(s *record.Store) (any, string, error) {
			all, err := s.Searches(cmd.Context(), list.owner)
			var lines []string
			for _, f := range all {
				line := fmt.Sprintf("%s · %s · %s · %s since %s", f.ID, f.Name, f.Query, counted(f.News, "step", "steps"), local(f.At))
				if f.Fault != "" {
					line += "\n    it cannot be asked: " + f.Fault
				}
				lines = append(lines, line)
			}
			if len(all) == 0 {
				lines = []string{"no searches are saved"}
			}
			return append([]record.Search{}, all...), strings.Join(lines, "\n"), err
		})
	}}
	removing := &cobra.Command{Use: "remove NAME|ID", Short: "End a search, its feed and its alerts", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return remove.do(cmd, record.Options{}, func(s *record.Store) (any, string, error) {
			err := s.RemoveSearch(cmd.Context(), remove.owner, args[0])
			if errors.Is(err, record.ErrUnknown) {
				err = fmt.Errorf("%w: chancery search list names those that are saved", err)
			}
			return map[string]string{"done": "removed"}, "removed", err
		})
	}}
	save.add(saving)
	list.add(listing)
	remove.add(removing)
	c.AddCommand(saving, listing, removing)
	return c
}
