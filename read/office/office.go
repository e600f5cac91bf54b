// Package office reads the word processor and print formats that reports are
// kept in: Word (DOCX), Rich Text (RTF) and PDF. Each reader gives the text as
// a person reads it on the page, in paragraphs, without headers, footers,
// notes and deleted words, and what the file says of itself. The files are
// untrusted: sizes, depths and times are bounded, and a damaged file gives
// its readable part with a warning, or an error that says what to do.
package office

import (
	"strings"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lang"
)

// Doc is the text of one file.
type Doc struct {
	Title   string // as the file's properties give it, often a template's; "" when unknown
	Author  string // "" when unknown
	Created string // RFC 3339 date or date-time; "" when unknown
	// Text is valid UTF-8: paragraphs apart by an empty line, a line break
	// inside a paragraph is a single "\n", table cells are apart by "\t".
	Text       string
	Paragraphs []Paragraph // in text order, without overlap
	Warnings   []string    // what is missing or doubtful in Text
}

// Paragraph is a byte range of Doc.Text.
type Paragraph struct {
	Start, End int
	Style      Style
}

// Style says what the file's own styles call a paragraph.
type Style string

// The styles that tell a reader something; "" is running text.
const (
	Title   Style = "title"
	Heading Style = "heading"
	Caption Style = "caption"
)

// maxInput bounds the files taken, in bytes.
const maxInput = 256 << 20

// text gathers paragraphs and table rows into a Doc.
type text struct {
	paras []para
	cell  []para   // of the cell being read
	row   [][]para // finished cells of the row being read
	table int      // nesting
}

type para struct {
	s     string
	style Style
}

// add ends a paragraph. Empty ones are left out.
func (t *text) add(s string, style Style) {
	s = tidy(s)
	if s == "" {
		return
	}
	if t.table > 0 {
		t.cell = append(t.cell, para{s, style})
		return
	}
	t.paras = append(t.paras, para{s, style})
}

func (t *text) endCell() {
	if t.table == 1 {
		t.row = append(t.row, t.cell)
		t.cell = nil
	}
}

// endRow gives a row of short cells as one paragraph, apart by tabs. A row
// that lays out running text keeps its paragraphs apart.
func (t *text) endRow() {
	if t.table > 1 {
		return
	}
	if len(t.cell) > 0 {
		t.row = append(t.row, t.cell)
		t.cell = nil
	}
	var line []string
	tabular := true
	for _, c := range t.row {
		switch {
		case len(c) == 1 && !strings.Contains(c[0].s, "\n"):
			line = append(line, c[0].s)
		case len(c) > 0:
			tabular = false
		}
	}
	if tabular && len(line) > 0 {
		t.paras = append(t.paras, para{s: strings.Join(line, "\t")})
	} else if !tabular {
		for _, c := range t.row {
			t.paras = append(t.paras, c...)
		}
	}
	t.row = nil
}

// into fills the text fields of d.
func (t *text) into(d *Doc) {
	if t.table > 0 || len(t.row) > 0 || len(t.cell) > 0 {
		t.table = 1
		t.endRow()
	}
	var b strings.Builder
	for _, p := range t.paras {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		start := b.Len()
		b.WriteString(p.s)
		d.Paragraphs = append(d.Paragraphs, Paragraph{start, b.Len(), p.style})
	}
	d.Text = b.String()
}

// tidy trims the lines of s and drops what is no text: invalid bytes and
// control characters. An empty line inside a paragraph goes too.
func tidy(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	if !strings.Contains(s, "\n") {
		return blank(strings.TrimSpace(s))
	}
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = blank(strings.TrimSpace(line)); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// blank returns "" for a line that shows nothing.
func blank(s string) string {
	for _, r := range s {
		if !lang.Invisible(r) && r != '\u00a0' {
			return s
		}
	}
	return ""
}

// symbols are the characters of Microsoft's Symbol font that reports use;
// programs write them as private code points or bytes of that font.
var symbols = map[rune]rune{
	0x20: ' ', 0x2d: '−', 0xa3: '≤', 0xa5: '∞', 0xa8: '♦', 0xae: '→', 0xb0: '°', 0xb1: '±', 0xb3: '≥', 0xb4: '×',
	0xb7: '•', 0xb8: '÷', 0xb9: '≠', 0xbb: '≈', 0xbc: '…', 0xd2: '®', 0xd3: '©', 0xd4: '™', 0xa7: '•', 0xd8: '•', 0xfc: '✓',
}

// symbol maps a code of a symbol font to text.
func symbol(r rune) rune {
	if r >= 0xf000 && r <= 0xf0ff {
		r -= 0xf000
	}
	if s, ok := symbols[r]; ok {
		return s
	}
	if r > ' ' && r < 0x7f {
		return r
	}
	return '\uFFFD'
}
