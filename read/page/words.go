package page

import (
	"unicode"
	"unicode/utf8"
)

// Han, kana and Hangul are written with few spaces: so many of their
// characters count as a word.
const ideographsPerWord = 2

// wordsOf calls f with each word of s until f returns false. Ideographs are words of their own.
func wordsOf(s string, f func(word string) bool) {
	start := -1
	for i, c := range s {
		switch {
		case isIdeograph(c):
			if start >= 0 && !f(s[start:i]) {
				return
			}
			start = -1
			if !f(string(c)) {
				return
			}
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c):
			if start < 0 {
				start = i
			}
		case start >= 0:
			if !f(s[start:i]) {
				return
			}
			start = -1
		}
	}
	if start >= 0 {
		f(s[start:])
	}
}

func isIdeograph(c rune) bool {
	return c >= 0x2E80 && unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// countWords counts the words of s as a reader would.
func countWords(s string) int {
	words, ideographs := 0, 0
	in := false
	for _, c := range s {
		switch {
		case c < utf8.RuneSelf:
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
			if letter && !in {
				words++
			}
			in = letter
		case isIdeograph(c):
			ideographs++
			in = false
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c):
			if !in {
				words++
			}
			in = true
		default:
			in = false
		}
	}
	return words + ideographs/ideographsPerWord
}

// shingleSize is how many words in a row tell one text from another.
const shingleSize = 3

// shingles is the set of the runs of words of a text.
type shingles map[uint64]struct{}

// eachShingle hashes every run of up to shingleSize words; a text shorter than that
// is one run.
func eachShingle(text string, f func(uint64)) {
	var last [shingleSize]uint64
	n := 0
	wordsOf(text, func(w string) bool {
		copy(last[:], last[1:])
		last[shingleSize-1] = fnv(w)
		if n++; n >= shingleSize {
			f(combined(last[:]))
		}
		return true
	})
	if n > 0 && n < shingleSize {
		f(combined(last[shingleSize-n:]))
	}
}

// fnv is the 64-bit FNV-1a hash, the same on every run.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func combined(hs []uint64) uint64 {
	h := uint64(len(hs))
	for _, x := range hs {
		h = h*0x9E3779B97F4A7C15 ^ x
		h ^= h >> 29
	}
	return h
}

// share tells how much of text is in the set, from 0 to 1.
func (s shingles) share(text string) float64 {
	n, hit := 0, 0
	eachShingle(text, func(h uint64) {
		n++
		if _, ok := s[h]; ok {
			hit++
		}
	})
	if n == 0 {
		return 0
	}
	return float64(hit) / float64(n)
}
