package parse

import (
	"strings"
	"testing"

	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

func TestPhrases(t *testing.T) {
	p, err := New(lexicon.Embedded(), Fast)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, want string }{
		{"The Iraqi prime minister has not asked the United States for talks.", "NP:The Iraqi prime minister VG:has not asked NP:the United States NP:talks"},
		{"Mr Biden will probably meet him next month.", "NP:Mr Biden VG:will probably meet NP:him NP:next month"},
		{"Troops were ordered to leave Iraq.", "NP:Troops VG:were ordered VG:to leave NP:Iraq"},
		{"Iraq’s government rejected it.", "NP:Iraq NP:government VG:rejected NP:it"},
	} {
		d := p.Document(sample.Article(c.text, ""))
		var got []string
		s := d.Sentences[0]
		for _, ch := range s.Chunks {
			k := "NP:"
			if ch.Kind == lang.VG {
				k = "VG:"
			}
			got = append(got, k+c.text[s.Tokens[ch.From].Span.Start:s.Tokens[ch.To-1].Span.End])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q:\n got %q\nwant %q", c.text, strings.Join(got, " "), c.want)
		}
	}
}

// Words of a document lie in order in their sentence, hang on words of it, and one is the root.
func TestDocumentHoldsTheParse(t *testing.T) {
	p, err := New(lexicon.Embedded(), Fast)
	if err != nil {
		t.Fatal(err)
	}
	text := "The US-led coalition can't stay, Iraq’s premier told AP in Baghdad.\n“No,” she said."
	tags := map[string]string{"US-led": "JJ", "coalition": "NN", "ca": "MD", "n't": "RB", "told": "VBD", "AP": "NNP", "’s": "POS"}
	doc := p.Document(sample.Article(text, "2021-03-23"))
	for _, s := range doc.Sentences {
		at, roots := s.Span.Start, 0
		for i, w := range s.Words {
			if w.Span.Start < at || w.Span.End > s.Span.End || w.Span.Empty() {
				t.Errorf("word %q at %v comes after %d in %v", w.Span.Text(text), w.Span, at, s.Span)
			}
			at = w.Span.End
			if w.Head == -1 {
				roots++
			} else if w.Head < 0 || w.Head >= len(s.Words) || w.Head == i {
				t.Errorf("%q hangs on word %d of %d", w.Span.Text(text), w.Head, len(s.Words))
			}
		}
		if roots != 1 {
			t.Errorf("%d roots in %q", roots, s.Span.Text(text))
		}
		for _, k := range s.Tokens {
			if want := tags[k.Text]; want != "" && k.Tag != want {
				t.Errorf("%q is tagged %s, want %s", k.Text, k.Tag, want)
			}
		}
	}
	if len(doc.Names) == 0 {
		t.Error("no names")
	}
}
