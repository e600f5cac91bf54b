package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/understand"
	"github.com/spf13/cobra"
)

type actorFlags struct {
	date, format, lexicon string
	json                  bool
}

func actorCommand() *cobra.Command {
	var f actorFlags
	c := &cobra.Command{
		Use:   "actor [flags] PHRASE | --format json FILE.jsonl",
		Short: "Tell who a phrase stands for: country and sector",
		Long: `Actor gives the country and the PLOVER code (country and sector) that the record gives to a phrase, such as
"US soldiers" or "the French foreign ministry", and says why: which line of the lexicon knows which words. An
intergovernmental body has its own code in place of a country. With --date, who held an office on that day counts,
and one who has left it is a former official (ELI); without it, the last office that the lexicon knows of.

With --format json the argument is a file (or - for stdin) with a line {"id", "text", "date"} a phrase; a line
{"id", "country", "code"} comes back for each, with "error" where the line could not be read.`,
		Example: `  chancery actor "Armenian Prime Minister Nikol Pashinyan" --date 2021-04-01
  chancery actor --json "rebels backed by Iran"
  chancery actor --format json phrases.jsonl`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			lex, err := openLexicon(f.lexicon)
			if err != nil {
				return err
			}
			u, err := understand.New(lex)
			if err != nil {
				return err
			}
			switch f.format {
			case "json":
				return actorLines(u, args[0], cmd.InOrStdin(), cmd.OutOrStdout())
			case "text":
				return actorPhrase(u, args[0], f, cmd.OutOrStdout())
			}
			return fmt.Errorf("--format %q is none of text, json", f.format)
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.date, "date", "", "the day that the phrase was written, 2024-05-14")
	fl.StringVar(&f.format, "format", "text", "text (a phrase, for a person) or json (a file of phrases)")
	fl.BoolVar(&f.json, "json", false, "print the answer to one phrase as JSON")
	fl.StringVar(&f.lexicon, "lexicon", "", "folder of your own lexicon files, laid out as the built-in one; yours win")
	return c
}

// actorAnswer is a line of output.
type actorAnswer struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`
	Kind    string `json:"kind,omitempty"`
	Role    string `json:"role,omitempty"`
	Country string `json:"country"`
	Code    string `json:"code"`
	Why     []why  `json:"why,omitempty"`
	Error   string `json:"error,omitempty"`
}

// why is a line of the lexicon behind an answer.
type why struct {
	Words  string `json:"words"`
	Class  string `json:"class"`
	Gives  string `json:"gives,omitempty"`
	Held   string `json:"held,omitempty"`
	Source string `json:"source"`
}

func answer(a chancery.Actor) actorAnswer {
	row := actorAnswer{Name: a.Name, Kind: string(a.Kind), Role: a.Role, Country: a.Country, Code: a.Code}
	if parts := strings.Fields(a.Code); a.Country == "" && len(parts) > 0 && parts[0] == "IGO" {
		row.Country = parts[0]
		if len(parts) > 1 && (parts[1] == "UNO" || parts[1] == "EUR") {
			row.Country = parts[1]
		}
	}
	return row
}

func actorPhrase(u *understand.Understander, phrase string, f actorFlags, w io.Writer) error {
	a, found, err := u.Actor(phrase, f.date)
	switch {
	case err != nil:
		return err
	case !found:
		return fmt.Errorf("nobody known in %q: add a line to a lexicon file of your own and name its folder with --lexicon", phrase)
	}
	reasons := u.Why(phrase, f.date)
	if f.json {
		row := answer(a)
		for _, r := range reasons {
			row.Why = append(row.Why, why(r))
		}
		return writeLine(w, row)
	}
	for _, row := range []struct{ label, value string }{
		{"name", a.Name}, {"kind", strings.ReplaceAll(string(a.Kind), "_", " ")}, {"role", a.Role}, {"country", a.Country}, {"code", a.Code},
	} {
		if row.value != "" {
			if _, err := fmt.Fprintf(w, "%-8s %s\n", row.label, row.value); err != nil {
				return writeError(err)
			}
		}
	}
	for i, r := range reasons {
		label := ""
		if i == 0 {
			label = "why"
		}
		line := fmt.Sprintf("%-8s %q: %s", label, r.Words, r.Class)
		if r.Gives != "" {
			line += ", " + r.Gives
		}
		if r.Held != "" {
			line += " (" + r.Held + ")"
		}
		if _, err := fmt.Fprintln(w, line+"  ["+r.Source+"]"); err != nil {
			return writeError(err)
		}
	}
	return nil
}

func actorLines(u *understand.Understander, path string, stdin io.Reader, w io.Writer) error {
	in := stdin
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	out := bufio.NewWriter(w)
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	bad, n := 0, 0
	for lines.Scan() {
		n++
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		row, ok := actorLine(u, lines.Bytes(), n)
		if !ok {
			bad++
		}
		if err := writeLine(out, row); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", path, n+1, err)
	}
	if err := out.Flush(); err != nil {
		return writeError(err)
	}
	if bad > 0 {
		return errors.New(plural(bad, "line") + " of " + path + " could not be read: see \"error\" in the output")
	}
	return nil
}

func actorLine(u *understand.Understander, line []byte, n int) (actorAnswer, bool) {
	var q struct{ ID, Text, Date string }
	if err := json.Unmarshal(line, &q); err != nil {
		return actorAnswer{Error: fmt.Sprintf("line %d is no JSON object with id, text and date: %v", n, err)}, false
	}
	a, _, err := u.Actor(q.Text, q.Date)
	if err != nil {
		return actorAnswer{ID: q.ID, Error: fmt.Sprintf("line %d: %v", n, err)}, false
	}
	row := answer(a)
	return actorAnswer{ID: q.ID, Country: row.Country, Code: row.Code}, true
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func writeLine(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return writeError(err)
	}
	return nil
}
