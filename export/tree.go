package export

import (
	"io"
	"strings"

	"github.com/chancery-project/chancery/lang/neural"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Tree draws the parse of a sentence for a person: each word under its head,
// in the order of the sentence, with its relation, part of speech and, where
// they begin or go on, names.
func Tree(w io.Writer, forms []string, words []neural.Word, style Style) error {
	t := tree{page: page{style: style}, forms: forms, words: words, children: make([][]int, len(words)+1)}
	for i, word := range words {
		t.children[word.Head] = append(t.children[word.Head], i+1)
	}
	for _, root := range t.children[0] {
		t.draw(root, "", "")
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

type tree struct {
	page
	forms    []string
	words    []neural.Word
	children [][]int
}

// draw writes a word behind its branch; below is what stands before its own children.
func (t *tree) draw(i int, branch, below string) {
	w := t.words[i-1]
	t.b.WriteString(t.paint(branch, text.FgHiBlack))
	t.b.WriteString(t.paint(t.forms[i-1], text.Bold))
	t.b.WriteString(" " + t.paint(w.Relation, text.FgCyan) + " " + t.paint(w.UPOS, text.FgHiBlack))
	if !strings.EqualFold(w.Lemma, t.forms[i-1]) {
		t.b.WriteString(t.paint(" ("+w.Lemma+")", text.FgHiBlack))
	}
	if w.Name != "O" && w.Name != "" {
		t.b.WriteString(" " + t.paint("["+w.Name+"]", text.FgYellow))
	}
	t.b.WriteByte('\n')
	children := t.children[i]
	for k, c := range children {
		if k+1 < len(children) {
			t.draw(c, below+"├── ", below+"│   ")
		} else {
			t.draw(c, below+"└── ", below+"    ")
		}
	}
}
