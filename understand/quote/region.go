package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

type mark struct{ open, close string }

func (f *Finder) markRow(r lexicon.Row) error {
	if r.Field(1) == "" {
		return r.Errorf("the closing mark is missing")
	}
	f.marks = append(f.marks, mark{r.Key(), r.Field(1)})
	return nil
}

// region is a passage in quotation marks.
type region struct {
	open, end int           // bytes of the opening mark and after the closing one
	content   chancery.Span // without the marks
	words     int
	leads     bool // opens its paragraph
	whole     bool // is its paragraph, or ends as a sentence does
	title     bool // capitals throughout: the name of a work
	unclosed  bool
	who       chancery.Span // of a transcript's turn: its speaker's label
}

// regionsOf finds the quoted passages of an article, paragraph by paragraph.
func (f *Finder) regionsOf(doc *lang.Document) []region {
	text := doc.Article.Text
	turns := turnsOf(doc)
	var paragraphs []chancery.Span
	var numbers []int
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if n := len(numbers); n > 0 && numbers[n-1] == s.Paragraph {
			paragraphs[n-1].End = s.Span.End
			continue
		}
		numbers, paragraphs = append(numbers, s.Paragraph), append(paragraphs, s.Span)
	}
	var out []region
	for k := 0; k < len(paragraphs); k++ {
		if g, ok := turns[numbers[k]]; ok {
			out = append(out, g)
			continue
		}
		first := len(out)
		out = f.paragraph(text, paragraphs[k].Start, paragraphs[k].End, out)
		if g, m, ok := f.open(text, paragraphs[k], out[first:]); ok {
			if more := f.carriedOn(text, paragraphs[k+1:], m); len(more) > 0 {
				if n := len(out); n > first && out[n-1].unclosed {
					out = out[:n-1]
				}
				out = append(append(out, g), more...)
				k += len(more)
			}
		}
	}
	return out
}

// open returns the passage that a mark begins which the paragraph does not
// close.
func (f *Finder) open(text string, par chancery.Span, found []region) (region, mark, bool) {
	from := par.Start
	if n := len(found); n > 0 {
		from = found[n-1].end
		if found[n-1].unclosed {
			from = found[n-1].open
		}
	}
	for i := from; i < par.End; {
		if m, ok := f.opens(text, i, par.Start, par.End); ok && m.close != "’" {
			g := region{open: i, end: par.End, leads: i == par.Start, unclosed: true, whole: true}
			g.content = lang.Trim(text, chancery.Span{Start: i + len(m.open), End: par.End})
			g.words = len(strings.Fields(g.content.Text(text)))
			return g, m, g.words > 3 && f.closes(text, i+len(m.open), par.End, m) < 0
		}
		_, n := utf8.DecodeRuneInString(text[i:par.End])
		i += n
	}
	return region{}, mark{}, false
}

// carriedOn returns the passages that go on with a quotation over the paragraphs
// after the one it opens in, where they lack the marks to open them again: up
// to the paragraph that has the closing one.
func (f *Finder) carriedOn(text string, paragraphs []chancery.Span, m mark) []region {
	var out []region
	for _, p := range paragraphs[:min(len(paragraphs), 4)] {
		g := region{open: p.Start, end: p.End, leads: true, whole: true, unclosed: true}
		stop := f.closes(text, p.Start, p.End, m)
		for i := p.Start; i < p.End && (stop < 0 || i < stop); {
			if _, ok := f.opens(text, i, p.Start, p.End); ok {
				return nil
			}
			_, n := utf8.DecodeRuneInString(text[i:p.End])
			i += n
		}
		if stop >= 0 {
			g.end, g.unclosed = stop+len(m.close), false
		} else {
			stop = p.End
		}
		g.content = lang.Trim(text, chancery.Span{Start: p.Start, End: stop})
		if g.content.Empty() {
			return nil
		}
		g.words = len(strings.Fields(g.content.Text(text)))
		if out = append(out, g); !g.unclosed {
			return out
		}
	}
	return nil
}

func (f *Finder) paragraph(text string, from, to int, out []region) []region {
	lone := map[string]bool{} // closing marks that the rest of the paragraph lacks
	for i := from; i < to; {
		m, ok := f.opens(text, i, from, to)
		if !ok {
			_, n := utf8.DecodeRuneInString(text[i:to])
			i += n
			continue
		}
		inner := i + len(m.open)
		end := -1
		if !lone[m.close] {
			end = f.closes(text, inner, to, m)
			lone[m.close] = end < 0 && m.open != m.close
		}
		g := region{open: i, leads: i == from}
		stop := to
		if end >= 0 {
			stop = end
			g.end = end + len(m.close)
		} else {
			if i != from && m.open != "“" && m.open != "«" && m.open != "„" {
				i = inner // a lone mark
				continue
			}
			g.end, g.unclosed = to, true
		}
		g.content = lang.Trim(text, chancery.Span{Start: inner, End: stop})
		if g.content.Empty() {
			i = g.end
			continue
		}
		body := g.content.Text(text)
		g.words = len(strings.Fields(body))
		g.title = titled(body)
		last := body[len(body)-1]
		g.whole = g.leads && strings.TrimRight(text[g.end:to], " .") == "" || last == '.' || last == '!' || last == '?'
		out = append(out, g)
		i = g.end
	}
	return out
}

// opens reports whether a quotation begins at byte i.
func (f *Finder) opens(text string, i, from, to int) (mark, bool) {
	for _, m := range f.marks {
		if !strings.HasPrefix(text[i:to], m.open) {
			continue
		}
		prev, _ := utf8.DecodeLastRuneInString(text[from:i])
		next, _ := utf8.DecodeRuneInString(text[i+len(m.open) : to])
		if (i == from || unicode.IsSpace(prev) || strings.ContainsRune("([—–-:“\"‘", prev)) && i+len(m.open) < to && !unicode.IsSpace(next) {
			return m, true
		}
	}
	return mark{}, false
}

// closes returns where the closing mark stands, or -1. A single mark within
// a word, or after a plural, is an apostrophe.
func (f *Finder) closes(text string, i, to int, m mark) int {
	for at := i; at < to; {
		k := strings.Index(text[at:to], m.close)
		if k < 0 {
			return -1
		}
		k += at
		next, _ := utf8.DecodeRuneInString(text[min(k+len(m.close), to):to])
		prev, _ := utf8.DecodeLastRuneInString(text[i:k])
		inner := unicode.IsLetter(next) || unicode.IsDigit(next)
		if m.close == "’" && (inner || prev == 's' && unicode.IsSpace(next) && strings.Contains(text[k+len(m.close):min(to, k+400)], m.close)) {
			at = k + len(m.close)
			continue
		}
		if m.close == m.open && unicode.IsSpace(prev) && inner { // an opening one
			return -1
		}
		return k
	}
	return -1
}

func titled(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 {
		return false
	}
	up := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) || len(w) <= 3 {
			up++
		}
	}
	last := s[len(s)-1]
	return up == len(words) && last != '.' && last != ',' && last != '!' && last != '?'
}
