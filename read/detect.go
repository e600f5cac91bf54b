package read

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
)

// foreign are files that hold no report, or one out of reach, by their first
// bytes: what they are and what to do.
var foreign = []struct{ magic, what string }{
	{"\x1f\x8b", "gzip inside gzip: unpack it once before"},
	{"BZh", "a bzip2 file: unpack it first"},
	{"\xfd7zXZ\x00", "an xz file: unpack it first"},
	{"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it first"},
	{"Rar!", "a RAR archive: unpack it first"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (DOC, XLS, MSG): save it as DOCX or CSV"},
	{"\x89PNG", "a picture (PNG): only text can be read"},
	{"\xff\xd8\xff", "a picture (JPEG): only text can be read"},
	{"GIF8", "a picture (GIF): only text can be read"},
	{"\x7fELF", "a program: only text can be read"},
	{"SQLite format 3", "an SQLite database: export the reports as CSV or JSON Lines"},
	{"PAR1", "a Parquet file: export the reports as CSV or JSON Lines"},
	{"ID3", "a sound file: only text can be read"},
	{"OggS", "a sound file: only text can be read"},
}

// detect tells the format by the first bytes of an input, already unpacked.
// The content decides; name and contentType settle what it leaves open. Batch
// exports are found later, in the text.
func (r *Reader) detect(head []byte, name, contentType string) (Format, error) {
	for _, f := range foreign {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return "", errors.New("this is " + f.what)
		}
	}
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return "", errors.New("the file is empty: a report was expected")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return zipKind(head)
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return "", errors.New("this is a tar archive: unpack it first")
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return PDF, nil
	}
	text := strings.TrimLeft(peekText(head), "\ufeff \t\r\n\f\v\x00")
	ext := extension(name)
	switch {
	case strings.HasPrefix(text, "WARC/"):
		return WARC, nil
	case strings.HasPrefix(text, `{\rtf`):
		return RTF, nil
	case jsonStart.MatchString(text):
		if jsonFeed.MatchString(text) {
			return Feed, nil
		}
		return JSONL, nil
	case strings.HasPrefix(text, "<") && feedRoot(text):
		return Feed, nil
	case isHTML(text, ext, contentType):
		return HTML, nil
	case r.tables.Header([]byte(text)) || ext == ".csv" || ext == ".tsv":
		return CSV, nil
	case (ext == ".jsonl" || ext == ".ndjson" || ext == ".json") && strings.ContainsAny(text[:1], "{["):
		return JSONL, nil
	}
	return Text, nil
}

var (
	jsonStart = regexp.MustCompile(`^(?:\{\s*(?:"|\}|$)|\[\s*\{\s*(?:"|\}|$))`)
	jsonFeed  = regexp.MustCompile(`"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org`)
	preamble  = regexp.MustCompile(`(?s)^(?:\s+|<\?.*?\?>|<!--.*?-->|<![A-Za-z][^\[>]*(?:\[.*?\]\s*)?>)`)
	element   = regexp.MustCompile(`^<((?:[A-Za-z0-9_-]+:)?[A-Za-z][A-Za-z0-9_-]*)`)
	anyTag    = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>`)
	pageTag   = regexp.MustCompile(`(?i)<(?:!doctype\s+html|html|head|body)[\s>]`)
	htmlTag   = regexp.MustCompile(`(?i)^<(?:html|head|body|title|meta|link|base|script|style|div|p|span|article|section|main|header|h[1-6]|table|tbody|tr|td|ul|ol|li|a|b|i|em|strong|br|hr|img|center|font|blockquote|pre|figure|noscript|iframe|form|nav|aside)(?:[\s/>]|$)`)
)

// feedRoot reports whether the root element of an XML text is a feed's.
func feedRoot(text string) bool {
	m := element.FindStringSubmatch(afterPreamble(text))
	if m == nil {
		return false
	}
	switch strings.ToLower(m[1]) {
	case "rss", "feed", "rdf:rdf", "rdf", "atom:feed":
		return true
	}
	return false
}

// afterPreamble drops declarations and comments in front of the root.
func afterPreamble(text string) string {
	for {
		at := preamble.FindStringIndex(text)
		if at == nil {
			return text
		}
		text = text[at[1]:]
	}
}

func isHTML(text, ext, contentType string) bool {
	root := afterPreamble(text)
	if htmlTag.MatchString(root) || strings.HasPrefix(text, "<?xml") || root == "" && strings.HasPrefix(text, "<!") {
		return true
	}
	tags := len(anyTag.FindAllStringIndex(text, 5))
	kind, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	switch kind = strings.TrimSpace(kind); {
	case tags >= 5 && pageTag.MatchString(text):
		return true
	case ext == ".html" || ext == ".htm" || ext == ".xhtml" || ext == ".shtml":
		return true
	case kind == "text/html" || kind == "application/xhtml+xml":
		return tags > 0
	}
	return false
}

func zipKind(head []byte) (Format, error) {
	has := func(s string) bool { return bytes.Contains(head, []byte(s)) }
	switch {
	case has("word/"):
		return DOCX, nil
	case has("xl/"):
		return "", errors.New("this is an Excel workbook: save it as CSV")
	case has("opendocument.text"):
		return "", errors.New("this is an OpenDocument text: save it as DOCX")
	case has("epub+zip"):
		return "", errors.New("this is an EPUB book: only reports can be read")
	case has("[Content_Types].xml"):
		return DOCX, nil
	}
	return "", errors.New("this is a zip archive: unpack it first, its files can then be read together")
}

// peekText gives head as text good enough to look at.
func peekText(head []byte) string {
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		if b, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(head); err == nil {
			head = b
		}
	}
	return strings.ToValidUTF8(string(head), string(utf8.RuneError))
}
