package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/score"
	"github.com/spf13/cobra"
)

func scoreCommand() *cobra.Command {
	var gold, lexicon string
	var asJSON, mistakes bool
	cmd := &cobra.Command{
		Use:   "score --gold DIR",
		Short: "Measure the record against reports that you coded yourself",
		Long: `Reads every NAME.txt of a folder that has a NAME.json with its gold record, and prints precision, recall
and F1 for every field. docs/gold.md describes the gold record.`,
		Example: `  chancery score --gold testdata/gold
  chancery score --gold my-sample --errors | less
  chancery score --gold my-sample --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runScore(cmd, gold, lexicon, asJSON, mistakes)
		},
	}
	cmd.Flags().StringVar(&gold, "gold", "", "folder with NAME.txt and NAME.json (required)")
	cmd.Flags().StringVar(&lexicon, "lexicon", "", "folder with lexicon files of your own, which win")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the figures as JSON")
	cmd.Flags().BoolVar(&mistakes, "errors", false, "list what is missed, false or different")
	if err := cmd.MarkFlagRequired("gold"); err != nil {
		panic(err) // a bug: the flag is defined above
	}
	return cmd
}

func runScore(cmd *cobra.Command, dir, lexicon string, asJSON, mistakes bool) error {
	gold, err := score.Load(os.DirFS(dir))
	if err != nil {
		return fmt.Errorf("--gold %s: %w", dir, err)
	}
	lex, err := openLexicon(lexicon)
	if err != nil {
		return err
	}
	stages, err := stagesOf(lex)
	if err != nil {
		return err
	}
	records := map[string]*chancery.Record{}
	for _, g := range gold {
		in := read.Input{Name: g.Name + ".txt", Body: strings.NewReader(g.Text), As: read.Text, Published: g.Published, Outlet: g.Outlet}
		for a, err := range stages.Read.Articles(cmd.Context(), in) {
			if err != nil {
				return fmt.Errorf("%s: %w", g.Name, err)
			}
			if records[g.Name], err = stages.Work(a); err != nil {
				return fmt.Errorf("%s: %w", g.Name, err)
			}
		}
	}
	report := score.Compare(gold, records)
	out := bufio.NewWriter(cmd.OutOrStdout())
	if err := writeScore(out, &report, asJSON, mistakes); err != nil {
		return writeError(err)
	}
	return out.Flush()
}

func writeScore(w io.Writer, report *score.Report, asJSON, mistakes bool) error {
	if asJSON {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(report)
	}
	if err := report.WriteTable(w); err != nil {
		return err
	}
	if mistakes {
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
		return report.WriteErrors(w)
	}
	return nil
}
