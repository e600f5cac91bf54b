package neural

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Numbers of the pieces that stand for no text, and the most pieces of a word.
const (
	unknown, start, end = 100, 101, 102
	longestWord         = 12
)

// vocabulary maps the pieces of BERT's uncased WordPiece (Devlin et al. 2019)
// to their numbers. train/wordpiece.py is the same function; both are checked
// on testdata/wordpieces.tsv.
type vocabulary map[string]int32

func newVocabulary(lines string) vocabulary {
	v := make(vocabulary, strings.Count(lines, "\n"))
	for i := int32(0); lines != ""; i++ {
		var piece string
		piece, lines, _ = strings.Cut(lines, "\n")
		v[piece] = i
	}
	return v
}

// pieces returns the numbers of a word's pieces, at least one and at most
// longestWord.
func (v vocabulary) pieces(word string) []int32 {
	if n, ok := v[word]; ok && plainWord(word) {
		return []int32{n}
	}
	var ids []int32
	for _, atom := range atoms(word) {
		ids = append(ids, v.greedy(atom)...)
		if len(ids) >= longestWord {
			return ids[:longestWord]
		}
	}
	if len(ids) == 0 {
		return []int32{unknown}
	}
	return ids
}

// plainWord reports whether a word has small ASCII letters only: it is its own single atom.
func plainWord(w string) bool {
	for i := range len(w) {
		if w[i] < 'a' || w[i] > 'z' {
			return false
		}
	}
	return w != ""
}

// greedy cuts an atom into the longest pieces from the left.
func (v vocabulary) greedy(atom string) []int32 {
	var out []int32
	if utf8.RuneCountInString(atom) > 100 {
		return []int32{unknown}
	}
	rest, prefix := atom, ""
	for rest != "" {
		n := len(rest)
		id, ok := v[prefix+rest]
		for !ok {
			_, last := utf8.DecodeLastRuneInString(rest[:n])
			if n -= last; n == 0 {
				return []int32{unknown}
			}
			id, ok = v[prefix+rest[:n]]
		}
		out = append(out, id)
		rest, prefix = rest[n:], "##"
	}
	return out
}

// atoms puts a word in lower case without accents and cuts it at every mark
// and at CJK characters.
func atoms(word string) []string {
	var out []string
	var cur strings.Builder
	done := func() {
		if cur.Len() > 0 {
			out = append(out, cur.String())
			cur.Reset()
		}
	}
	for _, r := range norm.NFD.String(strings.Map(unicode.ToLower, word)) {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r == utf8.RuneError:
		case unicode.IsSpace(r):
			done()
		case mark(r) || 0x4E00 <= r && r <= 0x9FFF || 0x3400 <= r && r <= 0x4DBF:
			done()
			out = append(out, string(r))
		default:
			cur.WriteRune(r)
		}
	}
	done()
	return out
}

func mark(r rune) bool {
	return r >= 33 && r <= 47 || r >= 58 && r <= 64 || r >= 91 && r <= 96 || r >= 123 && r <= 126 || unicode.In(r, unicode.P)
}

// shape is the case class of a word, which the uncased pieces do not show:
// 0 no letters, 1 small, 2 digits only, 3 capitals, 4 one capital, 5 a capital first, 6 letters and digits, 7 mixed.
func shape(word string) int {
	letters, upper, digits := 0, 0, false
	first := true // only the first character of the word is a capital
	for i, r := range word {
		digits = digits || unicode.Is(unicode.Nd, r)
		if unicode.IsLetter(r) {
			letters++
			if unicode.IsUpper(r) {
				upper++
				first = first && i == 0
			}
		}
	}
	switch {
	case letters == 0 && digits:
		return 2
	case letters == 0:
		return 0
	case digits:
		return 6
	case upper == 0:
		return 1
	case upper == letters && letters > 1:
		return 3
	case upper == letters:
		return 4
	case first && upper == 1:
		return 5
	}
	return 7
}
