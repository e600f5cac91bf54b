package lang

import (
	"bufio"
	"compress/gzip"
	"os"
	"strings"
	"testing"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// The tables were counted on the treebanks' training halves; the dev halves
// show that the tagger reads them as meant.
func TestTagAccuracyOnTreebank(t *testing.T) {
	const path = "../../shared/train/ud/en_gum.dev.conllu.gz"
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("no treebank beside the project: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	var toks []Token
	var gold []string
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		c := strings.Split(lines.Text(), "\t")
		if len(c) == 10 && !strings.ContainsAny(c[0], "-.") {
			tk := Token{Text: Fold(c[1]), Lower: Lower(c[1]), Cap: unicode.IsUpper([]rune(c[1])[0])}
			if tt := Tokens(c[1], chancery.Span{Start: 0, End: len(c[1])}); len(tt) > 0 {
				tk.Kind = tt[0].Kind
			}
			toks, gold = append(toks, tk), append(gold, c[4])
		} else if lines.Text() == "" {
			a.tags.tag(toks)
			for i := range toks {
				all++
				if toks[i].Tag == gold[i] {
					right++
				}
			}
			toks, gold = nil, nil
		}
	}
	acc := float64(right) / float64(all)
	t.Logf("XPOS %.4f of %d words", acc, all)
	if acc < 0.92 {
		t.Errorf("XPOS accuracy %.4f, want at least 0.92", acc)
	}
}

func TestRepairTellsPastTenseFromParticiple(t *testing.T) {
	a, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, word, want string }{
		{"no other verb in the clause", "Hundreds of fishermen marched in Kisumu on Monday.", "marched", "VBD"},
		{"verb later in the clause", "Two men arrested in Paris were freed.", "arrested", "VBN"},
		{"after an auxiliary", "Kenya has withdrawn the officers.", "withdrawn", "VBN"},
		{"agent", "The troops attacked by rebels fled.", "attacked", "VBN"},
	} {
		t.Run(c.name, func(t *testing.T) {
			art := &chancery.Article{Text: c.text, Paragraphs: []chancery.Paragraph{{Span: chancery.Span{End: len(c.text)}}}}
			for _, k := range a.Analyse(art).Sentences[0].Tokens {
				if k.Text == c.word && k.Tag != c.want {
					t.Errorf("%s is tagged %s, want %s", c.word, k.Tag, c.want)
				}
			}
		})
	}
}
