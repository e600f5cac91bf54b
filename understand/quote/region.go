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
	var out []region
	from := -1
	par := -1
	end := 0
	flush := func() {
		if g, ok := turns[par]; ok {
			out = append(out, g)
		} else if from >= 0 {
			out = f.paragraph(text, from, end, out)
		}
	}
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if s.Paragraph != par {
			flush()
			from, par = s.Span.Start, s.Paragraph
		}
		end = s.Span.End
	}
	flush()
	return out
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
