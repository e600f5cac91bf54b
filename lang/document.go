// Package lang turns an article's text into sentences and tokens: views on
// one text, with byte offsets, never copies.
package lang

import (
	"sort"

	chancery "github.com/chancery-project/chancery"
)

// TokenKind sorts tokens by shape.
type TokenKind uint8

// The kinds of token.
const (
	Word   TokenKind = iota // letters, with inner apostrophes, hyphens and abbreviation stops
	Number                  // digits, with inner separators
	Mark                    // punctuation and symbols, one character each; "..." and "''" are one
)

// Token is a word, a number or a mark. Possessive "'s" and the apostrophe
// after a plural are tokens of their own; hyphenated words are one token.
type Token struct {
	Span  chancery.Span
	Kind  TokenKind
	Text  string // Fold of the words
	Lower string // Lower of the words
	Cap   bool   // begins with an upper-case letter
	Tag   string // Penn Treebank part of speech: NN, VBD, …
}

// SyntacticWord is a syntactic word of Universal Dependencies as the language model reads it. Words are cut finer than tokens:
// "US-led" is one token of three words.
type SyntacticWord struct {
	Span     chancery.Span
	UPOS     string // Universal part of speech
	XPOS     string // Penn Treebank tag
	Lemma    string
	Head     int    // index in Sentence.Words of the word it depends on; -1 for the root
	Relation string // Universal Dependencies relation, with its subtype: "nsubj:pass"
	Name     string // O, or B- or I- with the kind of a Name
}

// Sentence is a stretch of one paragraph with its tokens.
type Sentence struct {
	Span      chancery.Span
	Tokens    []Token
	Words     []SyntacticWord // in text order; nil where no model has read the sentence
	Chunks    []Chunk
	Part      chancery.PartKind // of its first character; Body where the article has no parts there
	Paragraph int               // index in Article.Paragraphs
}

// Name is a name as the language model marks it.
type Name struct {
	Span chancery.Span
	Kind string // PER, ORG, GPE, LOC, FAC, NORP, EVENT, LAW or TITLE
}

// Document is an article with its sentences in text order.
type Document struct {
	Article   *chancery.Article
	Sentences []Sentence
	Names     []Name // in text order; nil where no model has read the text
}

// WordAfter returns the index of the first of words, which are in text order, that ends after byte offset pos; len(words) where
// none does.
func WordAfter(words []SyntacticWord, pos int) int {
	return sort.Search(len(words), func(i int) bool { return words[i].Span.End > pos })
}

// SentenceAt returns the index of the sentence that holds byte offset i, or
// -1 where there is none.
func (d *Document) SentenceAt(i int) int {
	lo, hi := 0, len(d.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.Sentences[mid].Span.End <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(d.Sentences) && d.Sentences[lo].Span.Start <= i {
		return lo
	}
	return -1
}

// Spans returns the sentences' spans.
func (d *Document) Spans() []chancery.Span {
	out := make([]chancery.Span, len(d.Sentences))
	for i, s := range d.Sentences {
		out[i] = s.Span
	}
	return out
}
