package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"golang.org/x/text/unicode/norm"
)

// Fold returns s as it is matched against the lexicon: compatibility forms,
// spaces, quotation marks and dashes made plain, soft hyphens, zero-width and
// bidirectional marks dropped. Case and accents stay. Text itself is never
// folded: spans point into what was written.
func Fold(s string) string {
	if plain(s) {
		return s
	}
	s = norm.NFKC.String(s)
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u2018' || r == '\u2019' || r == '\u201b' || r == '\u02bc' || r == '\u2032' || r == '`' || r == '\u00b4':
			return '\''
		case r == '\u201c' || r == '\u201d' || r == '\u201e' || r == '\u201f' || r == '\u2033' || r == '\u00ab' || r == '\u00bb':
			return '"'
		case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
			return '-'
		case Invisible(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, s)
}

// Lower is Fold with case folded too.
func Lower(s string) string { return strings.ToLower(Fold(s)) }

// Bare is Lower without accents: "Çavuşoğlu" and "Cavusoglu" meet.
func Bare(s string) string {
	s = Lower(s)
	if plain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case r == 'ı':
			return 'i'
		case r == 'ø':
			return 'o'
		case r == 'ł':
			return 'l'
		case r == 'đ':
			return 'd'
		}
		return r
	}, norm.NFD.String(s))
}

// Invisible reports whether r shows nothing: soft hyphen, zero-width and
// bidirectional marks, byte order mark.
func Invisible(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' ||
		r >= '\u2060' && r <= '\u2069' || r == '\ufeff' || r == '\u061c' || r == '\u180e'
}

func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || s[i] == '`' || s[i] < ' ' {
			return false
		}
	}
	return true
}

// Trim cuts spaces and invisible characters off both ends of span s of text.
// It returns an empty span where there is nothing else.
func Trim(text string, s chancery.Span) chancery.Span {
	blank := func(r rune) bool { return unicode.IsSpace(r) || Invisible(r) }
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !blank(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !blank(r) {
			break
		}
		s.End -= n
	}
	return s
}
