package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/chancery-project/chancery/codebook"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/understand"
	"github.com/spf13/cobra"
)

func codebookCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "codebook",
		Short: "Work with the patterns that tell events",
	}
	c.AddCommand(codebookTestCommand())
	return c
}

func codebookTestCommand() *cobra.Command {
	var folder, when string
	var asJSON bool
	c := &cobra.Command{
		Use:   "test [flags] [FILE]",
		Short: "Try the examples that stand beside patterns",
		Long: `Test reads each example sentence of a codebook of your own, or of the built-in one where no FILE is given, and
checks that its pattern tells what the example says. What fails is printed with the reasons behind what was
found in its place, and the exit code is 1. docs/codebook.md describes patterns and examples.`,
		Example: `  chancery codebook test
  chancery codebook test mine.txt`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			f := lexiconFlags{lexicon: folder}
			only := func(file string) bool { return true }
			if len(args) > 0 {
				f.codebook = args[0]
				only = func(file string) bool { return file == args[0] }
			}
			lex, err := f.open()
			if err != nil {
				return err
			}
			u, err := understand.New(lex)
			if err != nil {
				return err
			}
			report, err := codebook.Test(lex, u, only)
			if err != nil {
				return err
			}
			stdout := cmd.OutOrStdout()
			color, err := wantColor(when, stdout)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(stdout)
			write := writeCodebook
			if asJSON {
				write = writeCodebookJSON
			}
			if err := write(out, report, export.Style{Width: min(width(stdout, 100), 120), Color: color}); err != nil {
				return writeError(err)
			}
			if err := out.Flush(); err != nil {
				return writeError(err)
			}
			return failedIf(len(report.Failures) > 0)
		},
	}
	fl := c.Flags()
	fl.StringVar(&folder, "lexicon", "", "folder of your own lexicon files, laid out as the built-in one; yours win")
	fl.StringVar(&when, "color", "auto", "auto, always or never")
	fl.BoolVar(&asJSON, "json", false, "print JSON in place of text")
	return c
}

func writeCodebook(w io.Writer, r *codebook.Report, style export.Style) error {
	for _, f := range r.Failures {
		sign := "-"
		if f.Example.For {
			sign = "+"
		}
		if _, err := fmt.Fprintf(w, "%s:%d: %s\n  %s %s\n  pattern: %s (line %d)\n", f.Row.File, f.Example.Line, export.Clean(f.Problem), sign,
			export.Clean(f.Example.Text), export.Clean(strings.Join(f.Row.Fields, " · ")), f.Row.Line); err != nil {
			return err
		}
		if len(f.Why) == 0 {
			if _, err := fmt.Fprintln(w, "  no pattern fits any of its words"); err != nil {
				return err
			}
		}
		if err := export.Explain(w, f.Record, f.Why, style); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s beside %s hold, %d fail; %s without an example\n", counted(r.Examples-len(r.Failures), "example", "examples"),
		counted(r.Entries, "entry", "entries"), len(r.Failures), counted(r.Bare, "pattern", "patterns"))
	return err
}

func writeCodebookJSON(w io.Writer, r *codebook.Report, _ export.Style) error {
	type failure struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Pattern int    `json:"pattern"` // its line
		Text    string `json:"text"`
		Problem string `json:"problem"`
	}
	out := struct {
		Examples int       `json:"examples"`
		Entries  int       `json:"entries"`
		Bare     int       `json:"patterns_without"`
		Failures []failure `json:"failures"`
	}{r.Examples, r.Entries, r.Bare, []failure{}}
	for _, f := range r.Failures {
		out.Failures = append(out.Failures, failure{f.Row.File, f.Example.Line, f.Row.Line, f.Example.Text, f.Problem})
	}
	return printJSON(w, out)
}
