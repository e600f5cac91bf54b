package charset

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// byNulls recognises UTF-16 without a byte order mark, and UTF-32, by where the
// null bytes are; a nil encoding says it is neither.
func byNulls(b []byte) (string, encoding.Encoding) {
	if bytes.IndexByte(b, 0) < 0 {
		return "", nil
	}
	b = b[:min(len(b), 1<<16)]
	var nulls [4]int
	for i, c := range b {
		if c == 0 {
			nulls[i%4]++
		}
	}
	quarter := len(b) / 4
	most := func(n int) bool { return quarter > 0 && n > quarter*9/10 }
	even, odd := nulls[0]+nulls[2], nulls[1]+nulls[3]
	switch {
	case most(nulls[0]) && most(nulls[1]) && !most(nulls[3]):
		return "utf-32be", others["utf-32be"]
	case most(nulls[3]) && most(nulls[2]) && !most(nulls[0]):
		return "utf-32le", others["utf-32le"]
	case odd*50 > len(b) && odd > 8*even:
		return "utf-16le", utf16LE
	case even*50 > len(b) && even > 8*odd:
		return "utf-16be", utf16BE
	}
	return "", nil
}

// wideGuess tries UTF-16 on bytes with few nulls or none, as East Asian text
// has: it returns the likelier byte order and its cost a byte.
func wideGuess(b []byte, markup bool) (name string, enc encoding.Encoding, perByte float64) {
	if len(b) < 4 || len(b)%2 != 0 {
		return "", nil, 0
	}
	b = b[:min(len(b), sampleSize)&^1]
	for _, c := range []candidate{{"utf-16le", utf16LE, 0}, {"utf-16be", utf16BE, 0}} {
		text, bad := convert(b, c.enc)
		if n := utf8.RuneCountInString(text); bad*20 > n || nowhere(text)*50 > n {
			continue
		}
		if markup {
			text = tag.ReplaceAllString(text, " ")
		}
		if cost := score(text) / float64(len(b)); enc == nil || cost < perByte {
			name, enc, perByte = c.label, c.enc, cost
		}
	}
	return name, enc, perByte
}

// nowhere counts the characters that no text has: controls, private and
// unassigned ones, of which random bytes give one in six.
func nowhere(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z) && !strings.ContainsRune("\t\n\v\f\r\u00ad\u200b\u200c\u200d\u200e\u200f\ufeff", r) {
			n++
		}
	}
	return n
}

var tag = regexp.MustCompile(`<[^>]*>`)

// sequences counts the valid multi-byte sequences of UTF-8 in b and the bytes
// that belong to none. A sequence that the end of b cuts short is not counted.
func sequences(b []byte) (multi, bad int) {
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, size := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || size > 1:
			multi++
		case len(b) >= utf8.UTFMax || utf8.FullRune(b):
			bad++
		}
		b = b[size:]
	}
	return multi, bad
}

// nearlyUTF8 tells whether b is UTF-8 with some damage: no other encoding gives
// many well-formed sequences by chance.
func nearlyUTF8(b []byte) bool {
	multi, bad := sequences(b)
	return multi >= 5 && bad*8 <= multi || multi > 0 && bad == 0
}

// fewSequences is how many UTF-8 sequences text in another encoding may hold by
// chance.
const fewSequences = 6

// doubtful tells whether valid UTF-8 may still be text in the declared encoding
// name: it has few characters beyond ASCII, in so far as it has any.
func doubtful(b []byte, name string) bool {
	if name == "" || name == "utf-8" || strings.HasPrefix(name, "utf-") {
		return false
	}
	multi, _ := sequences(b[:min(len(b), 1<<12)])
	return multi > 0 && multi <= fewSequences && beyondASCII(b[min(len(b), 1<<12):]) < 0
}

// utf8Bonus is how much in nats well-formed UTF-8 counts for against a
// declaration of something else.
const utf8Bonus = 12

// overrules tells whether the declared encoding enc makes much better text of
// the UTF-8 text b than UTF-8 does.
func overrules(b []byte, name string, enc encoding.Encoding, hint Hint) bool {
	s := sample(b, hint.Markup)
	text, bad := convert(s, enc)
	return bad == 0 && score(text)+utf8Bonus < score(string(s))
}

// readTwice warns of UTF-8 that was taken for windows-1252 and written as UTF-8
// again before it came here: "Ã©" for "é". It returns "" for sound text.
func readTwice(b []byte) string {
	if !bytes.Contains(b, []byte("\u00c3")) && !bytes.Contains(b, []byte("\u00c2")) && !bytes.Contains(b, []byte("\u00e2\u20ac")) &&
		!bytes.Contains(b, []byte("\u00d0")) {
		return ""
	}
	twice, beyond := 0, 0
	text := string(b[:min(len(b), 1<<16)])
	for text != "" {
		if text[0] < utf8.RuneSelf {
			text = text[1:]
			continue
		}
		run := text
		if i := strings.IndexFunc(text, func(r rune) bool { return r < utf8.RuneSelf }); i >= 0 {
			run = text[:i]
		}
		text = text[len(run):]
		beyond++
		if once, err := charmap.Windows1252.NewEncoder().String(run); err == nil && utf8.ValidString(once) {
			twice++
		}
	}
	if twice < 2 || 2*twice < beyond {
		return ""
	}
	return "the text was damaged before it came here: its UTF-8 was read as windows-1252 (\"Ã©\" for \"é\")"
}
