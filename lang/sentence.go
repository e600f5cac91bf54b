package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// Analyser cuts articles into sentences and tokens.
type Analyser struct {
	abbreviations map[string]string // word without its stop -> "always", "number" or "mid"
	openers       map[string]bool
	says          map[string]bool // forms of verbs that follow quoted words
}

// New compiles the lexicon files that the language layer needs.
func New(lex *lexicon.Lexicon) (*Analyser, error) {
	a := &Analyser{abbreviations: map[string]string{}, openers: map[string]bool{}, says: map[string]bool{}}
	rows, err := lex.Rows("abbreviations.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		switch when := r.Field(1); when {
		case "always", "number", "mid":
			a.abbreviations[strings.ToLower(r.Key())] = when
		default:
			return nil, r.Errorf("%q is none of always, number, mid", when)
		}
	}
	rows, err = lex.Rows("sentence_openers.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		a.openers[r.Key()] = true
	}
	if rows, err = lex.Rows("quotes/cues.txt"); err != nil {
		return nil, err
	}
	in, err := NewInflector(lex)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, f := range in.Verb(r.Key()) {
			a.says[f] = true
		}
	}
	return a, nil
}

// Retag gives the tokens of a sentence whose Words are known the model's parts of speech, and finds its phrases anew.
func (s *Sentence) Retag() {
	w := 0
	for i := range s.Tokens {
		t := &s.Tokens[i]
		for w+1 < len(s.Words) && s.Words[w].Span.End <= t.Span.Start {
			w++
		}
		last := w
		for last+1 < len(s.Words) && s.Words[last+1].Span.Start < t.Span.End {
			last++
		}
		if last < len(s.Words) && s.Words[last].Span.Start < t.Span.End {
			t.Tag = joint(s.Words, w, last)
		}
	}
	s.Chunks = chunks(s.Tokens)
}

// joint is the part of speech of a token that is the words [from, to]: "US-led" is an adjective, "cease-fire" a noun.
func joint(words []SyntacticWord, from, to int) string {
	tag := words[to].XPOS
	if from == to || !IsVerb(tag) && !strings.HasPrefix(tag, "JJ") && tag != "CD" {
		return tag
	}
	return "JJ"
}

// Split returns the article's sentences with tokens, without words, parts of speech and
// phrases, which package parse adds. Sentences lie within paragraphs and within parts, do not overlap,
// and hold every character that is not white space.
func (a *Analyser) Split(art *chancery.Article) *Document {
	d := &Document{Article: art}
	for _, seg := range segments(art) {
		d.Sentences = append(d.Sentences, a.split(art.Text, seg)...)
	}
	return d
}

type segment struct {
	span      chancery.Span
	part      chancery.PartKind
	paragraph int
}

// segments cuts paragraphs at part boundaries and joins the lines of
// hard-wrapped text.
func segments(art *chancery.Article) []segment {
	var out []segment
	parts := art.Parts // those that do not end before the text in hand
	for i := 0; i < len(art.Paragraphs); i++ {
		span, first := art.Paragraphs[i].Span, i
		for i+1 < len(art.Paragraphs) && wrapped(art.Text, art.Paragraphs[i].Span, art.Paragraphs[i+1].Span) &&
			art.PartAt(art.Paragraphs[i].Span.End-1) == art.PartAt(art.Paragraphs[i+1].Span.Start) {
			i++
			span.End = art.Paragraphs[i].Span.End
		}
		at := span.Start
		for at < span.End {
			end, kind := span.End, chancery.Body
			for len(parts) > 0 && parts[0].Span.End <= at {
				parts = parts[1:]
			}
			if len(parts) > 0 {
				if p := parts[0]; p.Span.Start <= at {
					end, kind = min(end, p.Span.End), p.Kind
				} else if p.Span.Start < end {
					end = p.Span.Start
				}
			}
			if s := trim(art.Text, chancery.Span{Start: at, End: end}); !s.Empty() {
				out = append(out, segment{s, kind, first})
			}
			at = end
		}
	}
	return out
}

// wrapped reports whether the line break between lines p and q is only where
// the line was full: the sentence goes on.
func wrapped(text string, p, q chancery.Span) bool {
	if strings.Count(text[p.End:q.Start], "\n") != 1 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p.Text(text), "\"'”’) \t\r"))
	next, _ := utf8.DecodeRuneInString(q.Text(text))
	n := utf8.RuneCountInString(p.Text(text))
	ends := strings.ContainsRune(".!?:…", last)
	return n >= 40 && n <= 120 && (unicode.IsLower(next) || !ends)
}

func trim(text string, s chancery.Span) chancery.Span {
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !unicode.IsSpace(r) {
			break
		}
		s.End -= n
	}
	return s
}

// longest is the number of tokens after which a run without a sentence end is
// cut, so that a page without punctuation costs linear time.
const longest = 400

func (a *Analyser) split(text string, seg segment) []Sentence {
	tokens := Tokens(text, seg.span)
	var out []Sentence
	add := func(from, to int) {
		if from < to {
			s := Sentence{Tokens: tokens[from:to:to], Part: seg.part, Paragraph: seg.paragraph}
			s.Span = chancery.Span{Start: tokens[from].Span.Start, End: tokens[to-1].Span.End}
			out = append(out, s)
		}
	}
	from := 0
	for i := 0; i < len(tokens); i++ {
		end, ok := a.endsAt(text, tokens, from, i)
		if !ok {
			if i-from >= longest {
				add(from, i+1)
				from = i + 1
			}
			continue
		}
		add(from, end)
		from, i = end, end-1
	}
	add(from, len(tokens))
	return out
}

// endsAt reports whether token i ends the sentence that begins with token
// from, and the index of the first token of the next one: closing quotes,
// brackets and the numbers of notes belong to the old one.
func (a *Analyser) endsAt(text string, tokens []Token, from, i int) (int, bool) {
	t := tokens[i]
	stop := t.Text == "."
	strong := t.Text == "!" || t.Text == "?" || t.Text == "..." || t.Text == "\u2026"
	acronym := t.Kind == Word && strings.HasSuffix(t.Text, ".")
	if !stop && !strong && !acronym {
		return 0, false
	}
	end := i + 1
	for end < len(tokens) && closes(text, tokens, end) {
		end++
	}
	quoted := end > i+1
	for n := note(tokens, end); n > 0; n = note(tokens, end) {
		end += n
	}
	if end >= len(tokens) {
		return end, true
	}
	if end > i+1 && tokens[end-1].Text == "]" {
		return end, tokens[end].Cap || tokens[end].Kind != Word
	}
	if tokens[end].Span.Start == tokens[end-1].Span.End { // "U.S.-led", "state.gov"
		return 0, false
	}
	next := end
	for next+1 < len(tokens) && tokens[next].Kind == Mark {
		next++
	}
	n := tokens[next]
	opens := n.Cap || n.Kind == Number || n.Kind == Word && !startsLower(n.Text)
	if !opens && (end == next || !strong) {
		return 0, false
	}
	if strong {
		return end, (opens || end != next) && !(quoted && a.saysNext(tokens[end:]))
	}
	word, glued := t, true
	if stop {
		if i == 0 {
			return 0, false
		}
		word = tokens[i-1]
		if word.Kind == Number && i-1 == from && end == i+1 {
			return 0, false // "2.1. Methods"
		}
		glued = word.Span.End == t.Span.Start
	}
	if !glued || word.Kind == Mark {
		return end, true
	}
	switch a.abbreviations[strings.TrimSuffix(word.Lower, ".")] {
	case "always":
		return end, end > i+1
	case "number":
		if n.Kind == Number {
			return 0, false
		}
	case "mid":
		if end == i+1 && !a.openers[n.Text] && !quoteOpens(text, tokens[end]) {
			return 0, false
		}
	default:
		if initial(word) && !a.openers[n.Text] && (i < 2 || tokens[i-2].Cap || tokens[i-2].Kind == Mark) {
			return 0, false // "John F. Kennedy", "A. B. Smith"
		}
		if acronym && !a.openers[n.Text] {
			return 0, false
		}
	}
	return end, true
}

// note returns how many tokens the number of a note at token i has ("[4]",
// "[citation needed]"), or 0.
func note(tokens []Token, i int) int {
	if i >= len(tokens) || tokens[i].Text != "[" {
		return 0
	}
	for j := i + 1; j < len(tokens) && j <= i+5; j++ {
		switch t := tokens[j]; {
		case t.Text == "]":
			return j + 1 - i
		case t.Cap || t.Kind == Mark && t.Text != "," && t.Text != "–" && t.Text != "-":
			return 0
		}
	}
	return 0
}

// saysNext reports whether tokens begin with a speaker and a verb of saying:
// "Mom asks", "Mr Smith said".
func (a *Analyser) saysNext(tokens []Token) bool {
	for i, t := range tokens[:min(len(tokens), 4)] {
		if i > 0 && a.says[t.Lower] {
			return true
		}
		if t.Kind != Word || !t.Cap {
			return false
		}
	}
	return false
}

func initial(t Token) bool {
	s := strings.TrimSuffix(t.Text, ".")
	return t.Cap && utf8.RuneCountInString(s) == 1 && s != "I"
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// closes reports whether token i is a closing quote or bracket glued to what
// stands before it.
func closes(text string, tokens []Token, i int) bool {
	t := tokens[i]
	if t.Span.Start != tokens[i-1].Span.End {
		return false
	}
	switch text[t.Span.Start:t.Span.End] {
	case "\"", "'", "''", "”", "’", "»", ")", "]":
		return true
	}
	return false
}

func quoteOpens(text string, t Token) bool {
	switch text[t.Span.Start:t.Span.End] {
	case "\"", "“", "‘", "``", "«", "'":
		return true
	}
	return false
}
