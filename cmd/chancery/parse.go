package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/lang/conllu"
	"github.com/chancery-project/chancery/lang/neural"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/spf13/cobra"
)

type parseFlags struct {
	readFlags
	tokens bool
	model  string
}

func parseCommand() *cobra.Command {
	var f parseFlags
	c := &cobra.Command{
		Use:   "parse [flags] [FILE|DIR|URL|-]...",
		Short: "Show sentences, words, parts of speech, dependencies and names",
		Long: `Parse takes reports to sentences and words as Universal Dependencies cuts them, and gives each word its part
of speech (UPOS and Penn Treebank), lemma, head, relation and name: PER, ORG, GPE, LOC, FAC, NORP, EVENT
(talks and summits), LAW (agreements) or TITLE (offices).

With --tokens the input is CoNLL-U: its sentences and words are kept and only analysed, the columns LEMMA,
UPOS, XPOS, HEAD and DEPREL and NE= in MISC are filled, and what else it says stays.`,
		Example: `  chancery parse --format tree report.txt
  echo "Iraq asked for talks." | chancery parse -
  chancery parse --tokens --format conllu treebank.conllu > parsed.conllu`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				if isTerminal(os.Stdin) {
					return errors.New("nothing to parse: name a file, or pipe a report in (chancery parse --help)")
				}
				args = []string{"-"}
			}
			return runParse(cmd.Context(), f, args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := c.Flags()
	fl.StringVar(&f.format, "format", "conllu", "conllu, json (a line a report) or tree (to look at)")
	fl.BoolVar(&f.tokens, "tokens", false, "the input is CoNLL-U: keep its words")
	fl.StringVar(&f.model, "model", "default", "default, careful (every layer) or fast (fewer layers)")
	fl.StringVar(&f.as, "as", "auto", "kind of input: "+strings.Join(formatNames(), ", "))
	fl.StringVar(&f.lexicon, "lexicon", "", "folder of your own lexicon files, laid out as the built-in one; yours win")
	fl.StringVar(&f.color, "color", "auto", "auto, always or never")
	fl.IntVarP(&f.workers, "workers", "j", runtime.GOMAXPROCS(0), "how many reports to work on at once")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let URLs lead to private and local addresses")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress bar")
	return c
}

func runParse(ctx context.Context, f parseFlags, args []string, stdout, stderr io.Writer) error {
	out := bufio.NewWriterSize(stdout, 1<<16)
	color, err := wantColor(f.color, stdout)
	if err != nil {
		return err
	}
	format := parseFormats(export.Style{Color: color})[f.format]
	if format.article == nil {
		return fmt.Errorf("--format %q is none of conllu, json, tree", f.format)
	}
	speed, ok := map[string]parse.Speed{"default": parse.Default, "careful": parse.Careful, "fast": parse.Fast}[f.model]
	if !ok {
		return fmt.Errorf("--model %q is none of default, careful, fast", f.model)
	}
	lex, err := openLexicon(f.lexicon)
	if err != nil {
		return err
	}
	parser, err := parse.New(lex, speed)
	if err != nil {
		return err
	}
	if f.tokens {
		err = parseTokens(parser, format, args, out)
	} else {
		var reader *read.Reader
		if reader, err = read.New(lex); err == nil {
			err = parseReports(ctx, f, parser, reader, format, args, out, stdout, stderr)
		}
	}
	if flush := out.Flush(); err == nil && flush != nil {
		return writeError(flush)
	}
	return err
}

// parseFormat writes parses in one format.
type parseFormat struct {
	article func(io.Writer, *chancery.Article, []parse.Sentence) error
	given   func(*bufio.Writer, *conllu.Sentence, []string, []neural.Word) error
}

func parseFormats(style export.Style) map[string]parseFormat {
	return map[string]parseFormat{
		"conllu": {export.ParseCoNLLU, func(w *bufio.Writer, s *conllu.Sentence, _ []string, words []neural.Word) error {
			k := 0
			for i := range s.Rows {
				if s.Rows[i].Word() {
					export.FillRow(&s.Rows[i], words[k])
					k++
				}
			}
			return s.Write(w)
		}},
		"json": {export.ParseJSON, func(w *bufio.Writer, _ *conllu.Sentence, forms []string, words []neural.Word) error {
			return export.WordsJSON(w, forms, words)
		}},
		"tree": {func(w io.Writer, a *chancery.Article, sentences []parse.Sentence) error {
			for _, s := range sentences {
				if _, err := fmt.Fprintln(w, strings.Join(strings.Fields(s.Span.Text(a.Text)), " ")); err != nil {
					return err
				}
				var forms []string
				for _, t := range s.Tokens {
					for _, word := range t.Words {
						forms = append(forms, word.Text(a.Text))
					}
				}
				if err := export.Tree(w, forms, s.Words, style); err != nil {
					return err
				}
				if _, err := fmt.Fprintln(w); err != nil {
					return err
				}
			}
			return nil
		}, func(w *bufio.Writer, _ *conllu.Sentence, forms []string, words []neural.Word) error {
			if err := export.Tree(w, forms, words, style); err != nil {
				return err
			}
			return w.WriteByte('\n')
		}},
	}
}

type parsed struct {
	article   *chancery.Article
	sentences []parse.Sentence
}

func parseReports(ctx context.Context, f parseFlags, first *parse.Parser, reader *read.Reader, format parseFormat, args []string, out *bufio.Writer, stdout, stderr io.Writer) error {
	sources, err := inputs(args, f.readFlags, fetch.New(fetch.Options{AllowPrivate: f.allowPrivate}))
	if err != nil {
		return err
	}
	parsers := sync.Pool{New: func() any { return first.Clone() }}
	stages := pipeline.Stages[parsed]{Read: reader, Work: func(a *chancery.Article) (parsed, error) {
		p := parsers.Get().(*parse.Parser)
		defer parsers.Put(p)
		return parsed{a, p.Article(a)}, nil
	}}
	bar := newBar(f.quiet, sources, stdout, stderr)
	failed := 0
	for r := range pipeline.Run(ctx, stages, sources, f.workers, bar.progress()) {
		if r.Err != nil {
			failed++
			bar.failure(r.Source, r.Err)
			continue
		}
		if err := format.article(out, r.Value.article, r.Value.sentences); err != nil {
			return writeError(err)
		}
		if isTerminal(stdout) {
			if err := out.Flush(); err != nil {
				return writeError(err)
			}
		}
	}
	bar.stop()
	if ctx.Err() != nil {
		return errors.New("stopped before the end: what is printed is whole up to here")
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// parseTokens analyses the words of CoNLL-U files.
func parseTokens(parser *parse.Parser, format parseFormat, args []string, out *bufio.Writer) error {
	for _, name := range args {
		in, label := io.ReadCloser(os.Stdin), "standard input"
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return err
			}
			in, label = file, name
		}
		err := parseStream(parser, format, in, out)
		in.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", label, err)
		}
	}
	return nil
}

// together is how many sentences are analysed in one go.
const together = 64

func parseStream(parser *parse.Parser, format parseFormat, in io.Reader, out *bufio.Writer) error {
	reader := conllu.NewReader(in)
	for end := false; !end; {
		var sentences []*conllu.Sentence
		var forms [][]string
		for len(sentences) < together {
			s, err := reader.Next()
			if err == io.EOF {
				end = true
				break
			}
			if err != nil {
				return err
			}
			var words []string
			for i := range s.Rows {
				if s.Rows[i].Word() {
					words = append(words, s.Rows[i][conllu.Form])
				}
			}
			sentences, forms = append(sentences, s), append(forms, words)
		}
		for i, words := range parser.Words(forms) {
			if err := format.given(out, sentences[i], forms[i], words); err != nil {
				return writeError(err)
			}
		}
	}
	return nil
}
