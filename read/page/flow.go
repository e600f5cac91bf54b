package page

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// gap is what stands between two runs of text; the widest one wanted wins.
type gap int

const (
	gapNone gap = iota
	gapSpace
	gapCell // between the cells of a table row
	gapLine
	gapParagraph
)

// flow lays out text as paragraphs. White space in the sense of HTML is
// collapsed; all other characters stay as they are, but for NUL.
type flow struct {
	out       []string // finished paragraphs
	paragraph strings.Builder
	want      gap
	lines     int    // line breaks in a row
	held      string // what shows nothing after a line break
	pre       bool   // white space is laid out by the author
}

// text adds a run of text.
func (f *flow) text(s string) {
	for i := 0; i < len(s); {
		switch s[i] {
		case '\n', '\r', '\t', '\f', ' ':
			if f.pre && s[i] == '\n' {
				f.lineBreak()
			} else {
				f.widen(gapSpace)
			}
			i++
			continue
		case 0:
			i++
			continue
		}
		j := i + 1
		for j < len(s) && s[j] > ' ' {
			j++
		}
		f.word(s[i:j])
		i = j
	}
}

func (f *flow) word(w string) {
	if f.lines > 0 {
		if blank(w) { // shows only if something follows on its line
			f.held += w
			return
		}
		w, f.held, f.lines = f.held+w, "", 0
	}
	if f.want == gapParagraph {
		f.end()
	}
	if f.paragraph.Len() > 0 {
		f.paragraph.WriteString([...]string{"", " ", "\t", "\n"}[f.want])
	}
	f.want = gapNone
	f.paragraph.WriteString(w)
}

func (f *flow) widen(g gap) {
	f.want = max(f.want, g)
	if g == gapParagraph {
		f.lines, f.held = 0, ""
	}
}

// lineBreak adds a <br>; two in a row end the paragraph, as on a screen.
func (f *flow) lineBreak() {
	f.lines++
	f.held = ""
	if f.lines > 1 {
		f.want = gapParagraph
	}
	f.widen(gapLine)
}

// end closes the paragraph.
func (f *flow) end() {
	if f.paragraph.Len() > 0 {
		if p := f.paragraph.String(); !blank(p) {
			f.out = append(f.out, p)
		}
		f.paragraph.Reset()
	}
	f.want, f.lines, f.held = gapNone, 0, ""
}

// blank reports whether s shows nothing: white space and format characters.
func blank(s string) bool {
	if s != "" && s[0] > ' ' && s[0] < utf8.RuneSelf-1 {
		return false
	}
	for i, c := range s {
		switch {
		case c == utf8.RuneError:
			if _, n := utf8.DecodeRuneInString(s[i:]); n > 1 {
				return false
			}
		case !unicode.IsSpace(c) && !unicode.Is(unicode.Cf, c) && !unicode.IsControl(c):
			return false
		}
	}
	return true
}
