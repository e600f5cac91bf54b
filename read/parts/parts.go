// Package parts tells the parts of an article's text apart: headline,
// standfirst, byline, dateline, caption, credit, notice and body; also in
// plain text, where nothing but the words and their order tells. It reads off
// them what the text says of itself: agencies, translation, date, author.
package parts

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/language"
)

// Annotator parts articles. It is safe for concurrent use.
type Annotator struct {
	agencies  []agencyForm // longest form first
	cues      []cue
	notices   []cue
	languages map[string]string
	dates     *date.Parser
}

// New compiles the lexicon's folder parts and reading/months.txt.
func New(lex *lexicon.Lexicon) (*Annotator, error) {
	n := &Annotator{languages: map[string]string{}}
	if err := n.compile(lex); err != nil {
		return nil, err
	}
	var err error
	n.dates, err = date.New(lex)
	return n, err
}

// The lead is where headline, standfirst, byline and captions stand; the tail
// where credits and notices do. Both are counted in paragraphs.
const lead, tail = 12, 6

// Bounds of a part, in bytes.
const (
	longestHeadline   = 220
	longestStandfirst = 420
	longestLine       = 140 // of a byline, a date or a credit
	longestNotice     = 360
)

// Annotate fills a.Paragraphs, a.Parts, a.Translated and a.Agencies and, where
// the report does not say, a.Title, a.Standfirst, a.Bylines and a.Published.
// Known parts are taken over as they are. Parts cover every paragraph.
func (n *Annotator) Annotate(a *chancery.Article, known []chancery.Part) {
	a.Paragraphs = Paragraphs(a.Text)
	r := &reading{Annotator: n, a: a, kinds: make([]chancery.PartKind, len(a.Paragraphs))}
	r.known(known)
	for i := range a.Paragraphs {
		if r.kinds[i] == "" && (i < lead || i >= len(a.Paragraphs)-tail) {
			r.kinds[i] = r.lineKind(i)
		}
		if r.kinds[i] == "" || r.kinds[i] == chancery.Body {
			r.notice(i)
		}
	}
	r.title()
	r.layOut(known)
	r.facts()
	if a.Published == "" {
		r.published()
	}
	if a.Translated != nil && a.Language == a.Translated.From {
		a.Translated.From = ""
	}
}

// reading is the state of Annotate for one article.
type reading struct {
	*Annotator
	a     *chancery.Article
	kinds []chancery.PartKind // of each paragraph; "" is undecided
}

// Paragraphs lists the non-empty lines of text without the space around them,
// each with its language where it is long enough to tell.
func Paragraphs(text string) []chancery.Paragraph {
	var out []chancery.Paragraph
	for from := 0; from < len(text); {
		to := strings.IndexByte(text[from:], '\n')
		if to < 0 {
			to = len(text)
		} else {
			to += from
		}
		if s := lang.Trim(text, chancery.Span{Start: from, End: to}); !s.Empty() {
			p := chancery.Paragraph{Span: s}
			if line := s.Text(text); len(line) >= 60 {
				p.Language = language.Identify(line).Tag
			}
			out = append(out, p)
		}
		from = to + 1
	}
	return out
}

func (r *reading) text(i int) string { return r.a.Paragraphs[i].Span.Text(r.a.Text) }

// known marks the paragraphs that known parts cover.
func (r *reading) known(known []chancery.Part) {
	sort.SliceStable(known, func(i, j int) bool { return known[i].Span.Start < known[j].Span.Start })
	k := 0
	for i, p := range r.a.Paragraphs {
		for k < len(known) && known[k].Span.End <= p.Span.Start {
			k++
		}
		if k < len(known) && known[k].Span.Overlaps(p.Span) {
			r.kinds[i] = known[k].Kind
		}
	}
}

// lineKind tells a paragraph that is all caption, credit, byline or date by
// its words; "" for none.
func (r *reading) lineKind(i int) chancery.PartKind {
	text := r.text(i)
	low := fold(text)
	short := len(text) <= longestLine
	for _, c := range r.cues {
		hit := false
		switch c.where {
		case "start":
			hit = strings.HasPrefix(low, c.words)
		case "end":
			hit = strings.HasSuffix(strings.TrimRight(low, ".)"), strings.TrimRight(c.words, ")"))
		default:
			hit = strings.Contains(low, c.words)
		}
		if !hit {
			continue
		}
		switch kind := chancery.PartKind(c.kind); kind {
		case chancery.Byline:
			if short && i < lead && !sentenceLike(text) && byName(text, c.words) {
				return kind
			}
		case chancery.Dateline:
			if short && r.dateIn(text) != "" {
				return kind
			}
		case chancery.Credit:
			if len(text) <= 2*longestLine {
				return kind
			}
		case chancery.Caption:
			if i < lead || short {
				return kind
			}
		}
	}
	switch {
	case short && i < lead && i > 0 && r.onlyDate(text):
		return chancery.Dateline
	case short && i < lead && i > 0 && capitals(text):
		return chancery.Dateline // "NEW DELHI/ISLAMABAD"
	case short && r.agency(strings.Trim(text, "()[]. ")) != "":
		return chancery.Credit
	case i < lead && i+1 < len(r.kinds) && len(text) <= 3*longestLine && r.creditAt(text) > 0:
		return chancery.Caption
	}
	return ""
}

// byName reports whether a capitalised name follows the cue of a byline.
func byName(text, cue string) bool {
	rest := strings.TrimSpace(text[min(len(cue), len(text)):])
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsUpper(r) || strings.HasPrefix(cue, "from") || strings.HasPrefix(cue, "our")
}

// sentenceLike reports whether a line ends as a sentence does.
func sentenceLike(s string) bool {
	s = strings.TrimRight(s, "\"'”’)» ")
	return strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "..")
}

// capitals reports whether a line is place names in capitals alone.
func capitals(s string) bool {
	letters := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			letters++
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return false
		case r != ' ' && r != '/' && r != ',' && r != '-' && r != '.' && r != '\'' && r != '’' && r != '\u00a0':
			return false
		}
	}
	return letters >= 4 && len(s) < 60
}

// notice marks paragraph i where it tells how the text came about.
func (r *reading) notice(i int) {
	text := r.text(i)
	if len(text) > longestNotice {
		return
	}
	low := fold(text)
	for _, c := range r.notices {
		k := strings.Index(low, c.words)
		if k < 0 || k > 60 && c.kind == "notice" || k > 120 {
			continue
		}
		if c.kind == "human" && k > 0 && !strings.HasPrefix(low, "this ") && !strings.HasPrefix(low, "(") {
			continue // "a speech translated by his aide"
		}
		r.kinds[i] = chancery.Notice
		if c.kind == "notice" || r.a.Translated != nil {
			return
		}
		t := &chancery.Translated{By: c.kind, Span: r.a.Paragraphs[i].Span}
		if f := strings.Index(low, "from "); f >= 0 {
			for _, w := range strings.FieldsFunc(low[f+5:], func(c rune) bool { return !unicode.IsLetter(c) }) {
				if w == "the" || w == "original" {
					continue
				}
				t.From = r.languages[w]
				break
			}
		}
		r.a.Translated = t
		return
	}
}
