// Package ud cuts English text into the tokens and words of Universal
// Dependencies, as UD_English-EWT and UD_English-GUM do: hyphenated words are
// cut, "don't" is one token of two words.
package ud

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// Token is a stretch of text without space; Words are its syntactic words, one
// for most tokens.
type Token struct {
	Span  chancery.Span
	Words []chancery.Span
}

// Tokeniser cuts text. It is safe for concurrent use.
type Tokeniser struct {
	prefixes, units, whole, abbreviations map[string]bool
	parts                                 map[string][]int // lengths in bytes
	faces                                 []string         // whole ones without letters or digits at the start
}

// New compiles tokens.txt and abbreviations.txt.
func New(lex *lexicon.Lexicon) (*Tokeniser, error) {
	t := &Tokeniser{prefixes: map[string]bool{}, units: map[string]bool{}, whole: map[string]bool{}, abbreviations: map[string]bool{}, parts: map[string][]int{}}
	rows, err := lex.Rows("tokens.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		switch key := r.Key(); r.Field(1) {
		case "prefix":
			t.prefixes[key] = true
		case "unit":
			t.units[key] = true
		case "whole":
			t.whole[key] = true
			if first, _ := utf8.DecodeRuneInString(key); !unicode.IsLetter(first) {
				t.faces = append(t.faces, key)
			}
		case "parts":
			if strings.ReplaceAll(r.Field(2), " ", "") != key {
				return nil, r.Errorf("the parts %q do not make %q", r.Field(2), key)
			}
			for _, p := range strings.Fields(r.Field(2)) {
				t.parts[key] = append(t.parts[key], len(p))
			}
		default:
			return nil, r.Errorf("%q is none of prefix, unit, parts, whole", r.Field(1))
		}
	}
	if rows, err = lex.Rows("abbreviations.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		t.abbreviations[strings.ToLower(r.Key())] = true
	}
	return t, nil
}

// Tokens returns the tokens of a sentence, text[s.Start:s.End], in order.
// Every character that is not space lies in exactly one token, and in exactly one of its words.
func (t *Tokeniser) Tokens(text string, s chancery.Span) []Token {
	c := cutter{Tokeniser: t, text: text[:s.End], at: s.Start}
	for c.at < s.End {
		r, n := utf8.DecodeRuneInString(c.text[c.at:])
		if unicode.IsSpace(r) {
			c.at += n
			continue
		}
		end := c.at
		for end < s.End {
			r, n := utf8.DecodeRuneInString(c.text[end:])
			if unicode.IsSpace(r) {
				break
			}
			end += n
		}
		c.chunk(end)
	}
	return c.out
}

type cutter struct {
	*Tokeniser
	text   string
	at     int
	out    []Token
	quoted bool // a single quotation mark is open
}

// add makes a token of the text up to end; cuts are where its words after the first begin.
func (c *cutter) add(end int, cuts ...int) {
	t := Token{Span: chancery.Span{Start: c.at, End: end}}
	from := c.at
	for _, cut := range append(cuts, end) {
		t.Words = append(t.Words, chancery.Span{Start: from, End: cut})
		from = cut
	}
	c.out, c.at = append(c.out, t), end
}

// chunk cuts a run without space that ends at end.
func (c *cutter) chunk(end int) {
	begin := c.at
	for c.at < end {
		rest := c.text[c.at:end]
		if n := address(rest); n > 0 {
			c.add(c.at + n)
			continue
		}
		if n := c.face(rest, c.at == begin); n > 0 {
			c.add(c.at + n)
			continue
		}
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case digit(r):
			c.number(end)
		case letter(r):
			c.word(end)
		case apostrophe(r):
			c.quote(end, c.at == begin)
		case strings.ContainsRune(".-!?*=_~#+<>`", r):
			c.add(c.at + run(rest, r))
		default:
			c.add(c.at + n)
		}
	}
}

// run returns the length of a run of one mark, or of "!" and "?" together.
func run(s string, mark rune) int {
	end := 0
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if r != mark && (mark != '!' && mark != '?' || r != '!' && r != '?') {
			break
		}
		end += n
	}
	return end
}

// face returns the length of a listed sign at the start of s that ends the chunk.
func (c *cutter) face(s string, first bool) int {
	for _, f := range c.faces {
		if strings.HasPrefix(s, f) && (first || len(s) == len(f)) && (len(s) == len(f) || !wordByte(s[len(f):])) {
			return len(f)
		}
	}
	return 0
}

func wordByte(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return letter(r) || digit(r)
}

// longestAddress bounds the bytes that are looked through for an address.
const longestAddress = 512

// address returns the length of a web or mail address at the start of s, or 0.
func address(s string) int {
	s = s[:min(len(s), longestAddress)]
	r, _ := utf8.DecodeRuneInString(s)
	if !letter(r) && !digit(r) {
		return 0
	}
	stop := strings.IndexAny(s, "<>\"“”()[]")
	if stop < 0 {
		stop = len(s)
	}
	for stop > 0 && strings.IndexByte(".,;:!?'*", s[stop-1]) >= 0 {
		stop--
	}
	s = s[:stop]
	at := strings.IndexByte(s, '@')
	switch {
	case strings.Contains(s, "://"), strings.HasPrefix(s, "www."), strings.HasPrefix(s, "mailto:"):
		return stop
	case at > 0 && strings.IndexByte(s[at:], '.') > 0:
		return stop
	}
	return 0
}

// quote cuts at an apostrophe that no word before it took.
func (c *cutter) quote(end int, first bool) {
	rest := c.text[c.at:end]
	r, n := utf8.DecodeRuneInString(rest)
	if next, m := utf8.DecodeRuneInString(rest[n:]); next == r && r == '\'' {
		c.add(c.at + n + m)
		return
	}
	if first && len(rest) >= n+2 && isDigit(rest[n]) && isDigit(rest[n+1]) { // '90s
		j := n + 2
		if j < len(rest) && rest[j] == 's' {
			j++
		}
		if j == len(rest) || !wordByte(rest[j:]) {
			c.add(c.at + j)
			return
		}
	}
	if n < len(rest) && (rest[n] == 's' || rest[n] == 'S') && (n+1 == len(rest) || !wordByte(rest[n+1:])) && !first {
		c.add(c.at + n + 1)
		return
	}
	c.quoted = first
	c.add(c.at + n)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
func digit(r rune) bool   { return unicode.Is(unicode.Nd, r) }
func letter(r rune) bool  { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }

func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) }
