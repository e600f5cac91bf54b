package office

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// word is a run of glyphs without a gap.
type word struct {
	x, end, y, size float64
	text            string
	bold            bool
	rtl             bool
}

// row is the words on one baseline, or one column's share of them.
type row struct {
	words []word
	y     float64
	size  float64
	page  int
	fresh bool // first of a column or page: its distance to the one before says nothing
}

func (r row) x() float64   { return r.words[0].x }
func (r row) end() float64 { return r.words[len(r.words)-1].end }

func (r row) text() string {
	var b strings.Builder
	for i, w := range rightToLeft(r.words) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.text)
	}
	return b.String()
}

func (r row) bold() bool {
	for _, w := range r.words {
		if !w.bold {
			return false
		}
	}
	return true
}

// rows gathers glyphs to words and words to rows, top to bottom.
func rows(glyphs []glyph, page int) []row {
	g := slices.Clone(glyphs)
	sort.SliceStable(g, func(i, j int) bool { return g[i].y > g[j].y })
	var out []row
	for len(g) > 0 {
		y, size := g[0].y, g[0].size
		n := 1
		for n < len(g) && y-g[n].y <= sameBaseline*max(size, g[n].size) {
			if g[n].size > size {
				size, y = g[n].size, max(y-sameBaseline*size, g[n].y)
			}
			n++
		}
		line := g[:n]
		g = g[n:]
		sort.SliceStable(line, func(i, j int) bool { return line[i].x < line[j].x })
		if w := words(line); len(w) > 0 {
			out = append(out, row{words: w, y: w[0].y, size: commonSize(w), page: page})
		}
	}
	return out
}

// commonSize is the size of most letters of a row.
func commonSize(ws []word) float64 {
	best, most := 0.0, 0
	count := map[float64]int{}
	for _, w := range ws {
		s := math.Round(w.size*4) / 4
		if count[s] += len(w.text); count[s] > most {
			best, most = s, count[s]
		}
	}
	return max(best, 1)
}

func words(line []glyph) []word {
	var out []word
	start := -1
	end := func(to int) {
		if start >= 0 {
			out = append(out, spell(line[start:to]))
			start = -1
		}
	}
	right := 0.0
	for i, g := range line {
		switch {
		case strings.TrimSpace(g.text) == "":
			end(i)
			continue
		case start >= 0 && g.x-right >= wordGap*g.size:
			end(i)
		}
		if start < 0 {
			start, right = i, g.end
		}
		right = max(right, g.end)
	}
	end(len(line))
	return out
}

// spell joins the glyphs of a word. Letters drawn twice to look bold count
// once; Arabic and Hebrew are drawn from the right.
func spell(gs []glyph) word {
	w := word{x: gs[0].x, end: gs[0].end, y: gs[0].y, size: gs[0].size, bold: gs[0].bold}
	var parts []string
	rtl := 0
	for i, g := range gs {
		w.end = max(w.end, g.end)
		if i > 0 && g.text == gs[i-1].text && math.Abs(g.x-gs[i-1].x) < 0.1*g.size {
			continue
		}
		text := plainForms(g.text)
		for _, r := range text {
			if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac) && !unicode.IsDigit(r) {
				rtl++
			} else if unicode.IsLetter(r) || unicode.IsDigit(r) {
				rtl--
			}
		}
		parts = append(parts, text)
	}
	if w.rtl = rtl > 0; w.rtl {
		slices.Reverse(parts)
	}
	w.text = strings.Join(parts, "")
	return w
}

// plainForms spells out ligatures and the shapes of Arabic letters, which a
// PDF keeps as drawn.
func plainForms(s string) string {
	for _, r := range s {
		if r >= 0xfb00 && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefe {
			return norm.NFKC.String(s)
		}
	}
	return s
}

// rightToLeft puts the words of a line of Arabic or Hebrew in reading order;
// numbers and foreign names inside it keep theirs.
func rightToLeft(ws []word) []word {
	n := 0
	for _, w := range ws {
		if w.rtl {
			n++
		}
	}
	if n*2 <= len(ws) {
		return ws
	}
	ws = slices.Clone(ws)
	slices.Reverse(ws)
	for i := 0; i < len(ws); {
		j := i + 1
		for !ws[i].rtl && j < len(ws) && !ws[j].rtl {
			j++
		}
		if !ws[i].rtl {
			slices.Reverse(ws[i:j])
		}
		i = j
	}
	return ws
}
