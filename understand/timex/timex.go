// Package timex finds time expressions and gives each its TIMEX3 type, value,
// mod and bounds (TimeML; TempEval-3 conventions), anchored to the day of
// publication and to the time that the text last spoke of.
//
// What counts as a time is data: the folder times of the lexicon. The head of
// rules.txt documents the pattern language. The meanings are:
//
//	date [how]       the day, month or year of the slots; how: again (the month
//	                 before), of (the month told of), told (the year told of), first
//	                 (of two days of a month), span (the second year of 1914-18), last, next, this, coming, following, preceding,
//	                 week N, year N
//	unit [U] N       the day, week, month or year that is N from publication
//	focus N          the last day spoken of, N days on
//	focus-unit [U] N the unit that is N from the last time spoken of
//	shift N, shift-focus N   NUM units from publication, or from the last time
//	span [how]       a duration; past and future give it bounds; half, plushalf,
//	                 sum, age, or a number of units
//	set [N]          again and again, every N units
//	season, quarter, half, decade, century, weekend, week-of, thequarter,
//	yearago, yearquarter     as their names say
//	is VALUE         that value
//	none             no time after all, which keeps shorter patterns away
//
// Begin and Finish are the first and the last day that a value covers. A vague
// past ends on the day of publication and a vague future begins on it; their
// other side is not known and stays empty.
package timex

import (
	"fmt"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

var meanings = map[string]bool{"date": true, "unit": true, "focus": true, "focus-unit": true, "shift": true, "shift-focus": true,
	"span": true, "set": true, "season": true, "quarter": true, "half": true, "decade": true, "century": true, "weekend": true,
	"week-of": true, "thequarter": true, "yearago": true, "yearquarter": true, "is": true, "none": true}

// Finder finds the time expressions of articles. It is safe for concurrent use.
type Finder struct{ *vocabulary }

// New compiles the lexicon's folder times.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	v, err := compile(lex)
	if err != nil {
		return nil, err
	}
	return &Finder{v}, nil
}

// Find returns the time expressions t1, t2, … of doc in text order, without
// overlap. Where the day of publication is unknown, what hangs on it keeps X
// in its value.
func (f *Finder) Find(doc *lang.Document) []chancery.Timex {
	r := &reading{Finder: f, doc: doc, until: map[int]bool{}}
	if pub := doc.Article.Published; len(pub) >= 10 {
		if d, ok := day(pub[:10]); ok {
			r.anchor, r.anchored = d, true
		}
	}
	r.history = r.tellsHistory()
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if s.Part == chancery.Credit {
			continue
		}
		n := len(r.out)
		r.sentence(s)
		r.stretches(n)
	}
	for i := range r.out {
		r.out[i].ID = fmt.Sprintf("t%d", i+1)
		if r.until[i] {
			r.out[i].Until = fmt.Sprintf("t%d", i+2)
		}
	}
	return r.out
}

// reading is the state of Find for one article.
type reading struct {
	*Finder
	doc      *lang.Document
	s        *lang.Sentence
	anchor   time.Time
	anchored bool
	focus    string // value of the last date spoken of
	frame    string // the quarter or year that results are reported for
	history  bool   // the text is told by its own dates
	last     slots  // slots of the last date, for "March 3 and 4"
	out      []chancery.Timex
	until    map[int]bool // of out: the next ends the stretch that it begins
}

// hit is the best match at an atom.
type hit struct {
	rule  *rule
	end   int
	slots slots
}

func (r *reading) sentence(s *lang.Sentence) {
	r.s = s
	m := &matcher{r.vocabulary, r.atoms(s.Tokens)}
	for i := 0; i < len(m.a); {
		h := m.longest(i)
		if h.rule == nil {
			i++
			continue
		}
		if from, ok := r.accept(m, i, h); ok && from >= 0 {
			i = h.end
			continue
		}
		if h.rule.meaning[0] == "none" || m.isTitle(i, h) {
			i = h.end
			continue
		}
		i++
	}
}

// longest returns the longest match at atom i, of the rules that tie the first.
func (m *matcher) longest(i int) hit {
	var best hit
	if m.a[i].join {
		return best
	}
	for _, key := range m.keys(i) {
		for _, x := range m.byFirst[key] {
			if best.rule != nil && best.rule == x {
				continue
			}
			m.match(x.body, i, slots{}, func(end int, s slots) bool {
				if end <= i || end < best.end || end == best.end && best.rule != nil && best.rule.order <= x.order {
					return false
				}
				if x.before != nil && !m.endsBefore(x.before, i) || x.after != nil && !m.match(x.after, end, slots{}, func(int, slots) bool { return true }) {
					return false
				}
				best = hit{x, end, s}
				return false
			})
		}
	}
	return best
}

// endsBefore reports whether n matches some atoms that end right before i.
// What stands after "!" must not be there.
func (m *matcher) endsBefore(n *node, i int) bool {
	if len(n.seq) == 1 && n.seq[0].not != nil {
		return !m.endsBefore(&node{seq: []*node{n.seq[0].not}}, i)
	}
	for from := i - 1; from >= 0 && from >= i-7; from-- {
		if m.match(n, from, slots{}, func(end int, _ slots) bool { return end == i || end == i-1 && m.a[i-1].join }) {
			return true
		}
	}
	return false
}

// keys lists the words and classes that a rule can begin with at atom i.
func (m *matcher) keys(i int) []string {
	a := m.a[i]
	out := []string{a.low, "*"}
	if _, ok := m.months[a.low]; ok {
		out = append(out, "MONTH")
	}
	if _, ok := m.weekdays[a.low]; ok {
		out = append(out, "WEEKDAY")
	}
	if _, ok := m.plural[a.low]; ok {
		out = append(out, "WEEKDAYS")
	}
	if x, ok := m.numbers[a.low]; ok {
		out = append(out, "NUM", "HOUR", "VAGUE", "ORD", "DAY")
		if x.value >= 2 && x.value <= 20 {
			out = append(out, "YEAR")
		}
	}
	if c := a.text[0]; c >= '0' && c <= '9' {
		out = append(out, "YEAR", "DAY", "NUM", "HOUR", "CLOCK", "HHMM", "ISODATE", "SLASHDATE", "DECADE", "ORD", "ERAYEAR", "SHORTYEAR", "DAYTH")
	}
	if a.low == "a" && i+1 < len(m.a) && m.numbers[m.a[i+1].low].kind == "scale" {
		out = append(out, "NUM")
	}
	if _, ok := m.eras[a.low]; ok {
		out = append(out, "ERAYEAR")
	}
	if _, ok := m.units[a.low]; ok {
		out = append(out, "UNIT", "UNITS")
	}
	if _, ok := m.seasons[a.low]; ok {
		out = append(out, "SEASON", "BARESEASON")
	}
	if _, ok := m.parts[a.low]; ok {
		out = append(out, "PART", "PARTS", "POINT")
	}
	if a.cap {
		out = append(out, "HOLIDAY", "QUARTERNAME")
	}
	if strings.HasSuffix(a.low, "ies") {
		out = append(out, "DECADE")
	}
	return out
}

// accept normalises a match and adds it to the result. The first value is
// the atom where the time begins, with its modifier.
func (r *reading) accept(m *matcher, i int, h hit) (int, bool) {
	if h.rule.meaning[0] == "none" || m.isTitle(i, h) || h.rule.meaning[0] == "date" && len(h.rule.meaning) > 1 && h.rule.meaning[1] == "year" && !r.isYear(m, i) {
		return -1, false
	}
	t := chancery.Timex{Type: chancery.TimexType(h.rule.typ), Mod: h.rule.mod}
	value, ok := r.value(m, i, h)
	if !ok || value == "" {
		return -1, false
	}
	t.Value = value
	from := r.modify(m, i, h, &t)
	end := h.end
	t.Span = chancery.Span{Start: m.a[from].from, End: m.a[end-1].to}
	if t.Begin == "" {
		t.Begin, t.Finish = bounds(t.Value)
	}
	if n := len(r.out); n > 0 && r.out[n-1].Span.Overlaps(t.Span) {
		t.Span.Start = m.a[i].from
		if r.out[n-1].Span.Overlaps(t.Span) {
			return -1, false
		}
	}
	r.stretch(h, &t)
	r.out = append(r.out, t)
	r.remember(h, t)
	return from, true
}

// isTitle reports whether units of time are written as a name: "60 Minutes",
// "This Week". Headlines give all their words capitals.
func (m *matcher) isTitle(i int, h hit) bool {
	last := m.a[h.end-1]
	_, unit := m.units[last.low]
	if !unit || h.slots.holiday != "" || !last.cap || last.token == 0 || h.end-i < 2 || last.text == strings.ToUpper(last.text) {
		return false
	}
	for _, a := range m.a {
		if lang.IsVerb(a.tag) && !a.cap {
			return true
		}
	}
	return false
}

// isYear reports whether a bare number of four figures is a year here.
func (r *reading) isYear(m *matcher, i int) bool {
	y := m.a[i].text
	if y[0] < '0' || y[0] > '9' { // in words
		return true
	}
	if i > 0 {
		p := m.a[i-1]
		if r.cues["noyear"][p.low] {
			return false
		}
		if r.cues["year"][p.low] || p.text == "(" || p.low == "and" || p.text == "-" || p.text == "–" || p.text == "," {
			return i+1 >= len(m.a) || !strings.HasPrefix(m.a[i+1].tag, "NNS")
		}
	}
	if i+1 < len(m.a) && (r.cues["noyear"][m.a[i+1].low] || strings.HasPrefix(m.a[i+1].tag, "NNS")) {
		return false
	}
	return y >= "1900" && y <= "2099"
}

// counts reports whether a time begins with a number: "two years", not "the
// past two years".
func (m *matcher) counts(i int) bool {
	_, _, ok := m.number(i)
	return ok || m.a[i].low == "a" || m.a[i].low == "an"
}

// modify looks for a modifier before the time and takes it in.
func (r *reading) modify(m *matcher, i int, h hit, t *chancery.Timex) int {
	at := i
	for at > 0 && m.a[at-1].join {
		at--
	}
	start := at
	if at > 0 && m.a[at-1].low == "the" {
		start = at - 1
	}
	best, from := -1, i
	for k := range r.modifiers {
		x := &r.modifiers[k]
		n := len(x.words)
		at := at
		if last := x.words[n-1]; last == "of" || last == "in" {
			at = start
		}
		if at < n || (x.with == "duration" || x.with == "count") && t.Type != chancery.Duration || x.with == "count" && !m.counts(i) || x.with == "date" && t.Type == chancery.Duration {
			continue
		}
		same := true
		for j, w := range x.words {
			same = same && m.a[at-n+j].low == w
		}
		if same && x.with == "any" && t.Type == chancery.Date && h.end < len(m.a) && m.a[h.end].tag == "POS" { // "to get around Friday's ruling"
			continue
		}
		if same && (best < 0 || n > len(r.modifiers[best].words)) {
			best, from = k, at-n
		}
	}
	if best < 0 || t.Type == chancery.Set || strings.HasSuffix(t.Value, "_REF") {
		return i
	}
	x := r.modifiers[best]
	if from > 0 && x.with == "date" && x.words[0] != "the" && m.a[from-1].low == "the" { // "the early 1980s"
		from--
	}
	if x.part != "" && len(t.Value) == 10 && t.Type == chancery.Date {
		t.Value += "T" + x.part
		t.Type = chancery.Time
	}
	if t.Mod == "" {
		t.Mod = x.mod
	}
	return from
}
