package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
)

// Tokens cuts text[span] into tokens. Every character that is neither space
// nor invisible lies in exactly one token.
func Tokens(text string, span chancery.Span) []Token {
	var out []Token
	add := func(kind TokenKind, from, to int) {
		raw := text[from:to]
		t := Token{Span: chancery.Span{Start: from, End: to}, Kind: kind, Text: Fold(raw)}
		t.Lower = strings.ToLower(t.Text)
		r, _ := utf8.DecodeRuneInString(t.Text)
		t.Cap = unicode.IsUpper(r)
		out = append(out, t)
	}
	for i := span.Start; i < span.End; {
		r, n := utf8.DecodeRuneInString(text[i:span.End])
		switch {
		case unicode.IsSpace(r) || Invisible(r):
			i += n
		case unicode.IsDigit(r):
			j := numberEnd(text, i, span.End)
			add(Number, i, j)
			i = j
		case wordRune(r):
			j := wordEnd(text, i, span.End)
			if k := clitic(text[i:j]); k > 0 {
				add(Word, i, i+k)
				i += k
			}
			add(Word, i, j)
			i = j
		case (r == '\'' || r == '`') && strings.HasPrefix(text[i+n:span.End], string(r)):
			add(Mark, i, i+2)
			i += 2
		case r == '.' && strings.HasPrefix(text[i:span.End], "..."):
			add(Mark, i, i+3)
			i += 3
		case apostrophe(r) && possessive(text, i+n, span.End):
			j := i + n
			if j < span.End && (text[j] == 's' || text[j] == 'S') {
				j++
			}
			add(Word, i, j)
			i = j
		default:
			add(Mark, i, i+n)
			i += n
		}
	}
	return out
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r)
}

func apostrophe(r rune) bool { return r == '\'' || r == '\u2019' || r == '\u02bc' }

// possessive reports whether an apostrophe that ends at i is followed by the
// rest of a possessive: "s" and no more letters.
func possessive(text string, i, end int) bool {
	if i >= end || text[i] != 's' && text[i] != 'S' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i+1 : end])
	return i+1 == end || !wordRune(r) && !unicode.IsDigit(r)
}

func wordEnd(text string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		next, _ := utf8.DecodeRuneInString(text[min(i+n, end):end])
		switch {
		case wordRune(r) || unicode.IsDigit(r) || Invisible(r) && wordRune(next):
		case (r == '-' || r == '\u2010' || r == '\u2011' || r == '&') && (wordRune(next) || unicode.IsDigit(next)):
		case apostrophe(r) && wordRune(next) && !possessive(text, i+n, end):
		case r == '.' && wordRune(next) && inAcronym(text, i):
		case r == '.' && inAcronym(text, i) && !wordRune(next) && dotted(text, i):
		default:
			return i
		}
		i += n
	}
	return i
}

// inAcronym reports whether the full stop at i follows a single letter: "U." of "U.S.".
func inAcronym(text string, i int) bool {
	r, n := utf8.DecodeLastRuneInString(text[:i])
	if !unicode.IsLetter(r) {
		return false
	}
	p, _ := utf8.DecodeLastRuneInString(text[:i-n])
	return i-n == 0 || !wordRune(p) && !unicode.IsDigit(p)
}

// dotted reports whether an earlier stop belongs to the same word: the last
// stop of "U.S." does, that of "plan B." does not.
func dotted(text string, i int) bool {
	_, n := utf8.DecodeLastRuneInString(text[:i])
	return i-n > 0 && text[i-n-1] == '.'
}

// clitic returns where "n't", "'ll", "'re", "'ve", "'d", "'m" begins in word, or 0.
func clitic(word string) int {
	f := strings.ReplaceAll(word, "\u2019", "'")
	low := strings.ToLower(f)
	for _, c := range [...]string{"n't", "'ll", "'re", "'ve", "'d", "'m"} {
		if strings.HasSuffix(low, c) && len(low) > len(c) {
			tail := 0 // bytes of the clitic in word itself
			for k, w := len(c), word; k > 0; k-- {
				_, n := utf8.DecodeLastRuneInString(w)
				w, tail = w[:len(w)-n], tail+n
			}
			return len(word) - tail
		}
	}
	return 0
}

func numberEnd(text string, i, end int) int {
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		next, _ := utf8.DecodeRuneInString(text[min(i+n, end):end])
		switch {
		case unicode.IsDigit(r):
		case (r == ',' || r == '.' || r == ':' || r == '/') && unicode.IsDigit(next):
		case unicode.IsLetter(r): // 3rd, 65m, 1990s
		case (r == '-' || r == '\u2011') && unicode.IsLetter(next): // 72-hour
		case apostrophe(r) && next == 's': // 1990's
			return i
		default:
			return i
		}
		i += n
	}
	return i
}
