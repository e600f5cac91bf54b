package chancery

import (
	"fmt"
	"unicode/utf8"
)

// Span is a half-open byte range [Start, End) of Article.Text (UTF-8).
// The zero Span is empty; an absent span is a nil *Span.
type Span struct{ Start, End int }

// Text returns the words that s covers in text, or "" when s does not lie in text.
func (s Span) Text(text string) string {
	if s.Start < 0 || s.End > len(text) || s.Start > s.End {
		return ""
	}
	return text[s.Start:s.End]
}

// Len is the length of s in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether t lies wholly in s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps reports whether s and t share a byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Check says why s is not a sound span of text: outside of it, or not on
// code point boundaries. It returns nil for a sound span.
func (s Span) Check(text string) error {
	switch {
	case s.Start < 0 || s.End > len(text) || s.Start > s.End:
		return fmt.Errorf("span [%d,%d) lies outside a text of %d bytes", s.Start, s.End, len(text))
	case s.Start < len(text) && !utf8.RuneStart(text[s.Start]), s.End < len(text) && !utf8.RuneStart(text[s.End]):
		return fmt.Errorf("span [%d,%d) cuts a character in two", s.Start, s.End)
	}
	return nil
}

// Offsets converts byte offsets of one text to Unicode code points and back,
// in O(1) for ASCII and O(stride) otherwise.
type Offsets struct {
	text  string
	ascii bool
	marks []int // code points before byte i*stride
}

const offsetStride = 256

// NewOffsets prepares the conversion for text, which must be valid UTF-8.
func NewOffsets(text string) *Offsets {
	o := &Offsets{text: text, ascii: true}
	n := 0
	for i := 0; i < len(text); i++ {
		if i%offsetStride == 0 {
			o.marks = append(o.marks, n)
		}
		if utf8.RuneStart(text[i]) {
			n++
		} else {
			o.ascii = false
		}
	}
	return o
}

// CodePoint returns the number of code points before byte offset b. Offsets
// past the end count as the end.
func (o *Offsets) CodePoint(b int) int {
	if o.ascii {
		return min(max(b, 0), len(o.text))
	}
	b = min(max(b, 0), len(o.text))
	i := min(b/offsetStride, len(o.marks)-1)
	n := o.marks[i]
	for j := i * offsetStride; j < b; j++ {
		if utf8.RuneStart(o.text[j]) {
			n++
		}
	}
	return n
}

// Byte returns the byte offset of code point c. Offsets past the end count as
// the end.
func (o *Offsets) Byte(c int) int {
	if o.ascii {
		return min(max(c, 0), len(o.text))
	}
	lo, hi := 0, len(o.marks)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if o.marks[mid] <= c {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	n := o.marks[lo]
	for j := lo * offsetStride; j < len(o.text); j++ {
		if utf8.RuneStart(o.text[j]) {
			if n == c {
				return j
			}
			n++
		}
	}
	return len(o.text)
}
