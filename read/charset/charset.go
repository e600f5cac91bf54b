// Package charset turns the bytes of a report into valid UTF-8 text.
//
// It follows the WHATWG Encoding Standard in what labels mean and which
// declaration wins, and departs from it where pages lie: a declaration counts
// as strong evidence, not as proof. What the bytes say is judged by how likely
// the text is that each encoding makes of them (package letters), as proposed
// by Li and Momoi (2001), "A composite approach to language/encoding detection".
package charset

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Hint is what is known about the bytes from outside.
type Hint struct {
	ContentType string // the HTTP header of that name, "" when there was none
	Markup      bool   // HTML or XML: its own declarations count, its tags do not
}

// Decoded is the text and how it was found.
type Decoded struct {
	Text     string // valid UTF-8, without byte order mark
	Encoding string // the label of the encoding used, lower case: WHATWG's, else IANA's
	Declared string // the label that was declared, as written; "" for none
	Warning  string // why Text may not be what was written; "" when it is sound
}

// Decode returns the text of b. In order: a byte order mark; UTF-8 that is
// valid and has characters beyond ASCII; the declared encoding (header, then
// markup) where it gives plausible text; else the encoding that gives the most
// plausible text. Bytes that mean nothing become U+FFFD, with a warning. Bad
// text is never an error; the error is always nil today and is there for inputs
// that are no text at all.
func Decode(b []byte, hint Hint) (Decoded, error) {
	if enc, name, size := fromMark(b); size > 0 {
		return decodeAs(b[size:], name, enc, declared(b, hint), ""), nil
	}
	label := declared(b, hint)
	name, enc := lookup(label)
	if utf8.Valid(b) {
		if d, ok := sevenBit(b, label); ok {
			return d, nil
		}
		if !doubtful(b, name) || !overrules(b, name, enc, hint) {
			return Decoded{Text: string(b), Encoding: "utf-8", Declared: label, Warning: readTwice(b)}, nil
		}
		return decodeAs(b, name, enc, label, ""), nil
	}
	if name, enc := byNulls(b); enc != nil {
		return decodeAs(b, name, enc, label, ""), nil
	}
	if nearlyUTF8(b) {
		return decodeAs(b, "utf-8", nil, label, ""), nil
	}
	if name == "utf-8" || strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "iso-2022") || strings.HasPrefix(name, "hz") {
		name, enc = "", nil // not so, or it would have been found by now
	}
	found := detect(sample(b, hint.Markup), name, enc)
	if wide, enc, cost := wideGuess(b, hint.Markup); enc != nil && cost < 0.8*found.perByte {
		return decodeAs(b, wide, enc, label, ""), nil
	}
	return decodeAs(b, found.name, found.enc, label, found.warning), nil
}

func declared(b []byte, hint Hint) string {
	if label := fromHeader(hint.ContentType); label != "" {
		return label
	}
	if hint.Markup {
		return fromMarkup(b)
	}
	return ""
}

// fromMark recognises a byte order mark of size bytes.
func fromMark(b []byte) (enc encoding.Encoding, name string, size int) {
	for _, mark := range []struct {
		bytes, name string
		enc         encoding.Encoding
	}{
		{"\xef\xbb\xbf", "utf-8", nil},
		{"\xff\xfe\x00\x00", "utf-32le", others["utf-32le"]},
		{"\x00\x00\xfe\xff", "utf-32be", others["utf-32be"]},
		{"\xff\xfe", "utf-16le", utf16LE},
		{"\xfe\xff", "utf-16be", utf16BE},
		{"\x84\x31\x95\x33", "gb18030", simplifiedchinese.GB18030},
	} {
		if bytes.HasPrefix(b, []byte(mark.bytes)) {
			return mark.enc, mark.name, len(mark.bytes)
		}
	}
	return nil, "", 0
}

// decodeAs decodes b; a nil enc is UTF-8.
func decodeAs(b []byte, name string, enc encoding.Encoding, declared, warning string) Decoded {
	text, bad := convert(b, enc)
	if bad > 0 {
		what := fmt.Sprintf("%d characters cannot be read as %s and are shown as U+FFFD", bad, name)
		if warning != "" {
			what = warning + "; " + what
		}
		warning = what
	}
	return Decoded{Text: text, Encoding: name, Declared: declared, Warning: warning}
}

// convert returns the text of b and how many characters could not be read.
func convert(b []byte, enc encoding.Encoding) (text string, bad int) {
	var out []byte
	if enc != nil {
		// decoders of x/text write U+FFFD for what they cannot read and go on
		out, _ = enc.NewDecoder().Bytes(b)
		text = strings.ToValidUTF8(string(out), "\ufffd")
		return text, strings.Count(text, "\ufffd")
	}
	had := bytes.Count(b, []byte("\ufffd"))
	text = strings.ToValidUTF8(string(b), "\ufffd")
	return text, strings.Count(text, "\ufffd") - had
}

// sevenBit reads the encodings that look like ASCII: ISO-2022 by its escapes, HZ
// by its tildes, UTF-16 of Western text by its nulls.
func sevenBit(b []byte, label string) (Decoded, bool) {
	if name, enc := byNulls(b); enc != nil {
		return decodeAs(b, name, enc, label, ""), true
	}
	if bytes.IndexByte(b, 0x1b) >= 0 {
		if bytes.Contains(b, []byte(koreanSet)) {
			return decodeAs(b, "iso-2022-kr", iso2022KR{}, label, ""), true
		}
		for _, escape := range []string{"\x1b$B", "\x1b$@", "\x1b(J", "\x1b(I", "\x1b$(D"} {
			if bytes.Contains(b, []byte(escape)) {
				return decodeAs(b, "iso-2022-jp", japanese.ISO2022JP, label, ""), true
			}
		}
	}
	if isHZ(b) {
		return decodeAs(b, "hz-gb-2312", simplifiedchinese.HZGB2312, label, ""), true
	}
	if name, enc, cost := wideGuess(b, false); enc != nil && controls(b) > len(b)/50 && cost < score(string(b[:min(len(b), sampleSize)]))/float64(min(len(b), sampleSize)) {
		return decodeAs(b, name, enc, label, ""), true
	}
	return Decoded{}, false
}

// isHZ tells whether b is HZ (RFC 1843): what follows "~{" makes better text as
// Chinese than as it stands.
func isHZ(b []byte) bool {
	open := bytes.Index(b, []byte("~{"))
	if open < 0 {
		return false
	}
	b = b[open:min(len(b), open+sampleSize)]
	text, bad := convert(b, simplifiedchinese.HZGB2312)
	return bad <= 1 && score(text) < score(string(b))
}

// controls counts the control characters of b that no text has.
func controls(b []byte) int {
	n := 0
	for _, c := range b {
		if c < '\t' || c > '\r' && c < ' ' {
			n++
		}
	}
	return n
}
