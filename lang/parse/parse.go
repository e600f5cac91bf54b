// Package parse takes an article's text to sentences of words with parts of
// speech, lemmas, dependencies and names.
package parse

import (
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lang/neural"
	"github.com/chancery-project/chancery/lang/neural/weights"
	"github.com/chancery-project/chancery/lang/ud"
	"github.com/chancery-project/chancery/lexicon"
)

// Sentence is a sentence with its tokens and, for each of their words in
// order, what the model says.
type Sentence struct {
	Span      chancery.Span
	Paragraph int // index in Article.Paragraphs
	Tokens    []ud.Token
	Words     []neural.Word
}

// Speed chooses how many layers of the model are run.
type Speed int

// The speeds.
const (
	Default Speed = iota
	Careful       // all layers
	Fast          // the fewest
)

// Parser parses in one goroutine; Clone gives one for another.
type Parser struct {
	split     *lang.Analyser
	cut       *ud.Tokeniser
	annotator *neural.Annotator
}

// New returns a parser with the model that comes with the program.
func New(lex *lexicon.Lexicon, speed Speed) (*Parser, error) {
	p := &Parser{}
	var err error
	if p.split, err = lang.New(lex); err != nil {
		return nil, err
	}
	if p.cut, err = ud.New(lex); err != nil {
		return nil, err
	}
	m, err := neural.Load(weights.Model())
	if err != nil {
		return nil, fmt.Errorf("the program was built with a damaged language model: %w", err)
	}
	layers := m.Layers()
	at := layers[len(layers)-1]
	if speed == Fast {
		at = layers[0]
	}
	if p.annotator, err = m.Annotator(at); err != nil {
		return nil, err
	}
	return p, setVotes(p.annotator, lex)
}

// Clone returns a parser with the same model for another goroutine.
func (p *Parser) Clone() *Parser {
	c := *p
	c.annotator = p.annotator.Clone()
	return &c
}

// Article parses the text of an article.
func (p *Parser) Article(art *chancery.Article) []Sentence {
	return p.sentences(p.split.Split(art))
}

func (p *Parser) sentences(doc *lang.Document) []Sentence {
	art := doc.Article
	out := make([]Sentence, len(doc.Sentences))
	forms := make([][]string, len(out))
	for i, s := range doc.Sentences {
		out[i] = Sentence{Span: s.Span, Paragraph: s.Paragraph, Tokens: p.cut.Tokens(art.Text, s.Span)}
		for _, t := range out[i].Tokens {
			for _, w := range t.Words {
				forms[i] = append(forms[i], w.Text(art.Text))
			}
		}
	}
	for i, words := range p.annotator.Annotate(forms) {
		out[i].Words = words
	}
	return out
}

// Document returns the article as sentences with their words, tokens, phrases and names, for understanding.
func (p *Parser) Document(art *chancery.Article) *lang.Document {
	doc := p.split.Split(art)
	sentences := p.sentences(doc)
	for i := range sentences {
		s, from := &doc.Sentences[i], &sentences[i]
		k := 0
		for _, t := range from.Tokens {
			for _, span := range t.Words {
				w := &from.Words[k]
				s.Words = append(s.Words, lang.SyntacticWord{Span: span, UPOS: w.UPOS, XPOS: w.XPOS, Lemma: w.Lemma, Head: w.Head - 1, Relation: w.Relation, Name: w.Name})
				k++
			}
		}
		s.Retag()
	}
	doc.Names = names(sentences)
	return doc
}

// names returns the names in the text of sentences, in text order; an empty
// slice where there are none.
func names(sentences []Sentence) []lang.Name {
	out := []lang.Name{}
	for _, s := range sentences {
		var words []chancery.Span
		for _, t := range s.Tokens {
			words = append(words, t.Words...)
		}
		open := false
		for i, w := range s.Words {
			kind := strings.TrimPrefix(strings.TrimPrefix(w.Name, "B-"), "I-")
			switch {
			case kind == "O" || kind == "":
				open = false
				continue
			case open && w.Name[0] == 'I' && out[len(out)-1].Kind == kind:
				out[len(out)-1].Span.End = words[i].End
				continue
			}
			out = append(out, lang.Name{Span: words[i], Kind: kind})
			open = true
		}
	}
	return out
}

// Words analyses sentences that are cut into words already.
func (p *Parser) Words(sentences [][]string) [][]neural.Word { return p.annotator.Annotate(sentences) }
