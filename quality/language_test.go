package quality_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lang/conllu"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
)

const languageGolden = "language.golden.txt"

// most is how many sentences of a treebank are measured: enough to see a change, quick enough for every run.
const most = 400

func readTreebank(t *testing.T, name string) []*conllu.Sentence {
	t.Helper()
	f, err := os.Open(sample.Beside("train", "ud", name))
	if os.IsNotExist(err) {
		t.Skipf("no %s beside the project: the parser is not measured", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var out []*conllu.Sentence
	for r := conllu.NewReader(z); len(out) < most; {
		s, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// TestLanguageQuality holds the figures of the first sentences of the development treebanks against the golden file; -update rewrites it.
func TestLanguageQuality(t *testing.T) {
	if race.On {
		t.Skip("measured without the race detector, which makes it slow")
	}
	banks := []string{"en_ewt.dev.conllu.gz", "en_gum.dev.conllu.gz"}
	gold := map[string][]*conllu.Sentence{}
	for _, name := range banks {
		gold[name] = readTreebank(t, name)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# The first %d sentences of each; gold words but for the last two lines of a block. go test ./quality -update\n", most)
	for _, speed := range []struct {
		name  string
		speed parse.Speed
	}{{"careful", parse.Careful}, {"fast", parse.Fast}} {
		p, err := parse.New(lexicon.Embedded(), speed.speed)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range banks {
			fmt.Fprintf(&b, "\n%s, %s\n", name, speed.name)
			given(&b, p, gold[name])
			if speed.speed == parse.Careful {
				raw(&b, p, gold[name])
			}
		}
	}
	held(t, filepath.Join("..", "testdata", languageGolden), b.String(), "the parser's figures changed (go test ./quality -update if that is meant):")
}

// given measures the analysis of gold words.
func given(b *strings.Builder, p *parse.Parser, gold []*conllu.Sentence) {
	var forms [][]string
	var rows [][]conllu.Row
	for _, s := range gold {
		var f []string
		var r []conllu.Row
		for _, row := range s.Rows {
			if row.Word() {
				f, r = append(f, row[conllu.Form]), append(r, row)
			}
		}
		forms, rows = append(forms, f), append(rows, r)
	}
	var n, upos, xpos, lemma, heads, labelled int
	base := func(relation string) string { head, _, _ := strings.Cut(relation, ":"); return head }
	for i, words := range p.Words(forms) {
		for j, w := range words {
			row := rows[i][j]
			n++
			count := func(c *int, right bool) bool {
				if right {
					*c++
				}
				return right
			}
			count(&upos, w.UPOS == row[conllu.UPOS])
			count(&xpos, w.XPOS == row[conllu.XPOS])
			count(&lemma, strings.EqualFold(w.Lemma, row[conllu.Lemma]))
			if count(&heads, fmt.Sprint(w.Head) == row[conllu.Head]) {
				count(&labelled, base(w.Relation) == base(row[conllu.Relation]))
			}
		}
	}
	for _, l := range []struct {
		name string
		n    int
	}{{"UPOS", upos}, {"XPOS", xpos}, {"lemma", lemma}, {"UAS", heads}, {"LAS", labelled}} {
		fmt.Fprintf(b, "%-9s %.2f\n", l.name, 100*float64(l.n)/float64(n))
	}
}

// raw measures sentences and tokens found in running text, as the CoNLL 2018 shared task counts: a span is
// right if it holds the same characters that are not space.
func raw(b *strings.Builder, p *parse.Parser, gold []*conllu.Sentence) {
	type span struct{ start, end int }
	var text strings.Builder
	var paragraphs []int
	sentences, tokens := map[span]bool{}, map[span]bool{}
	n := 0
	for _, s := range gold {
		for _, c := range s.Comments {
			if strings.HasPrefix(c, "# newpar") || strings.HasPrefix(c, "# newdoc") || len(paragraphs) == 0 {
				if text.Len() > 0 {
					text.WriteString("\n\n")
				}
				paragraphs = append(paragraphs, text.Len())
				break
			}
		}
		first, covered := n, 0
		for _, row := range s.Rows {
			var from, to int
			switch _, err := fmt.Sscanf(row[conllu.ID], "%d-%d", &from, &to); {
			case strings.Contains(row[conllu.ID], "."):
				continue
			case err == nil:
				covered = to - from + 1
			case covered > 0:
				covered--
				continue
			}
			end := n + letters(row[conllu.Form])
			tokens[span{n, end}] = true
			n = end
			text.WriteString(row[conllu.Form])
			if !strings.Contains(row[conllu.Misc], "SpaceAfter=No") {
				text.WriteByte(' ')
			}
		}
		sentences[span{first, n}] = true
	}
	a := &chancery.Article{Text: text.String()}
	for i, start := range paragraphs {
		end := len(a.Text)
		if i+1 < len(paragraphs) {
			end = paragraphs[i+1]
		}
		end = start + len(strings.TrimRightFunc(a.Text[start:end], unicode.IsSpace))
		if end > start {
			a.Paragraphs = append(a.Paragraphs, chancery.Paragraph{Span: chancery.Span{Start: start, End: end}})
		}
	}
	at := func(s chancery.Span) span {
		from := letters(a.Text[:s.Start])
		return span{from, from + letters(s.Text(a.Text))}
	}
	var foundS, rightS, foundT, rightT int
	for _, s := range p.Article(a) {
		foundS++
		if sentences[at(s.Span)] {
			rightS++
		}
		for _, tok := range s.Tokens {
			foundT++
			if tokens[at(tok.Span)] {
				rightT++
			}
		}
	}
	fmt.Fprintf(b, "sentences %.2f\ntokens    %.2f\n", 200*float64(rightS)/float64(foundS+len(sentences)), 200*float64(rightT)/float64(foundT+len(tokens)))
}

// letters counts the characters that are not space.
func letters(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
