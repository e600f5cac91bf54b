package score

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
)

// abbreviation ends a stretch of text whose full stop ends no sentence.
var abbreviation = regexp.MustCompile(
	`(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Sen|Nov|Dec|Jan|Feb|Aug|Sept|Sep|Oct|Apr|Mar|St|No|Rev|Sgt|Capt|Brig|Adm)|\b[A-Z]|U\.S|U\.N)\.$`)

// sentences cuts text roughly. Scores must not depend on the sentences that
// the pipeline finds, so the measure has its own simple rule.
func sentences(text string) []chancery.Span {
	var out []chancery.Span
	for pos := 0; pos <= len(text); {
		end := strings.IndexByte(text[pos:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += pos
		}
		out = lineSentences(out, text, pos, end)
		pos = end + 1
	}
	return out
}

func lineSentences(out []chancery.Span, text string, lineStart, lineEnd int) []chancery.Span {
	start := lineStart
	for i := lineStart; i < lineEnd; i++ {
		if !strings.ContainsRune(".!?", rune(text[i])) {
			continue
		}
		stop := skip(text, i+1, lineEnd, func(r rune) bool { return strings.ContainsRune(`"”’')`, r) })
		if !sentenceFollows(text[stop:lineEnd]) {
			continue
		}
		if text[i:stop] == "." && abbreviation.MatchString(text[lineStart:stop]) {
			continue
		}
		out = append(out, chancery.Span{Start: start, End: stop})
		start = skip(text, stop, lineEnd, func(r rune) bool { return r == ' ' || r == '\t' })
		i = stop - 1
	}
	if start < lineEnd {
		out = append(out, chancery.Span{Start: start, End: lineEnd})
	}
	return out
}

// sentenceFollows reports whether rest is white space, at most one opening
// mark and then a capital or a digit.
func sentenceFollows(rest string) bool {
	i := skip(rest, 0, len(rest), unicode.IsSpace)
	if i == 0 {
		return false
	}
	r, n := utf8.DecodeRuneInString(rest[i:])
	if n > 0 && strings.ContainsRune(`"“‘'(`, r) {
		r, _ = utf8.DecodeRuneInString(rest[i+n:])
	}
	return r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

func skip(text string, from, end int, ok func(rune) bool) int {
	for from < end {
		r, n := utf8.DecodeRuneInString(text[from:end])
		if !ok(r) {
			break
		}
		from += n
	}
	return from
}

// locate finds the nth plain occurrence of s in text, overlaps allowed.
func locate(text, s string, nth int) (chancery.Span, bool) {
	from := 0
	for n := 1; ; n++ {
		i := strings.Index(text[from:], s)
		if i < 0 || s == "" {
			return chancery.Span{}, false
		}
		if n >= nth {
			return chancery.Span{Start: from + i, End: from + i + len(s)}, true
		}
		_, size := utf8.DecodeRuneInString(text[from+i:])
		from += i + size
	}
}

func wordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// words returns the words of s in lower case.
func words(s string) []string {
	s = strings.ReplaceAll(strings.ToLower(s), "’", "'")
	return strings.FieldsFunc(s, func(r rune) bool { return !wordRune(r) })
}

// smallWords are left out when names are compared.
var smallWords = map[string]bool{"the": true, "a": true, "an": true, "of": true, "s": true, "his": true, "her": true,
	"its": true, "their": true, "for": true, "in": true, "to": true, "mr": true, "mrs": true, "ms": true, "dr": true}

// norm folds a name: its words in lower case, less the small ones.
func norm(s string) string { return strings.Join(normWords(s), " ") }

func normWords(s string) []string {
	var out []string
	for _, w := range words(s) {
		if !smallWords[w] {
			out = append(out, w)
		}
	}
	return out
}

// dice is Dice's coefficient over two bags of words, 0 to 1.
func dice(a, b []string) float64 {
	left := map[string]int{}
	for _, w := range a {
		left[w]++
	}
	n := 0
	for _, w := range b {
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(2*n) / float64(len(a)+len(b))
}

// sentenceSet is a sorted set of sentence numbers.
type sentenceSet []int

func sentencesAt(all []chancery.Span, at ...chancery.Span) sentenceSet {
	var out sentenceSet
	for i, s := range all {
		for _, a := range at {
			if s.Overlaps(a) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

func (a sentenceSet) meets(b sentenceSet) bool {
	for _, x := range a {
		if i := sort.SearchInts(b, x); i < len(b) && b[i] == x {
			return true
		}
	}
	return false
}

func (a sentenceSet) equal(b sentenceSet) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
