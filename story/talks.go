// Package story puts together what many articles tell: which are copies of
// one another, which tell one story, and which events are one happening. All
// of it is a pure function of the articles' records, whatever their order.
package story

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// Version changes when the same articles give other happenings, or are found by
// other words.
const Version = "7"

// Linker knows the words that tell talks and rounds apart. It is safe for
// concurrent use.
type Linker struct {
	heads, kinds map[string]string
	rounds       map[string]int
	moved        map[string]bool
	series       map[string]bool
	agencies     map[string]string // a name in lower case: that by which all know it
}

// New compiles the lexicon's folder talks.
func New(lex *lexicon.Lexicon) (*Linker, error) {
	l := &Linker{heads: map[string]string{}, kinds: map[string]string{}, rounds: map[string]int{}, moved: map[string]bool{}, series: map[string]bool{}, agencies: map[string]string{}}
	forms, err := lex.Rows("parts/agencies.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range forms {
		for _, form := range strings.Split(r.Field(1), "|") {
			l.agencies[strings.TrimPrefix(strings.ToLower(form), "the ")] = strings.ToLower(r.Key())
		}
	}
	for _, file := range []struct {
		name string
		take func(lexicon.Row) error
	}{
		{"heads", func(r lexicon.Row) error { l.heads[r.Key()] = r.Field(1); return nil }},
		{"kinds", func(r lexicon.Row) error { l.kinds[r.Key()] = r.Field(1); return nil }},
		{"series", func(r lexicon.Row) error { l.series[r.Key()] = true; return nil }},
		{"moved", func(r lexicon.Row) error { l.moved[r.Key()] = true; return nil }},
		{"rounds", func(r lexicon.Row) error {
			n, err := strconv.Atoi(r.Field(1))
			if err != nil || n < 1 {
				return r.Errorf("%q is no number of a round", r.Field(1))
			}
			l.rounds[r.Key()] = n
			return nil
		}},
	} {
		rows, err := lex.Rows("talks/" + file.name + ".txt")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := file.take(r); err != nil {
				return nil, err
			}
		}
	}
	return l, nil
}

// fields cuts text into lower-case words.
func fields(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
}

// talks sets the kind of talks, the round and whether the event was put off,
// from the event's name and its sentences.
func (l *Linker) talks(m *Mention, r *chancery.Record, e *chancery.Event) {
	l.words(m, e.Name, func(int) bool { return true })
	if slices.Contains(e.Mode, "phone") && m.Round == 0 { // a call about the talks is no round of them
		m.Name, m.Talks = "", ""
		return
	}
	for _, s := range e.Evidence {
		text := s.Text(r.Article.Text)
		// A round is that of the meeting told nearest to it.
		own := func(at int) bool {
			mine := apart(s.Start+at, e.Trigger)
			for i := range r.Events {
				if o := &r.Events[i]; o.ID != e.ID && o.Type == chancery.Consult && s.Contains(o.Trigger) && apart(s.Start+at, o.Trigger) < mine {
					return false
				}
			}
			return true
		}
		l.words(m, text, own)
	}
}

// apart is how many bytes lie between a place and a trigger.
func apart(at int, t chancery.Span) int { return max(t.Start-at, at-t.End, 0) }

// words takes what a text says of talks; own tells whether a round told at an
// offset is that of m.
func (l *Linker) words(m *Mention, text string, own func(at int) bool) {
	words := fields(text)
	lower, at := strings.ToLower(text), 0
	for i, w := range words {
		if k := strings.Index(lower[at:], w); k >= 0 {
			at += k
		}
		if l.moved[w] || i > 0 && l.moved[words[i-1]+" "+w] {
			m.Moved = true
		}
		if m.Type != chancery.Consult {
			continue
		}
		if head := l.heads[w]; head != "" && m.Talks == "" && i > 0 {
			if kind := l.kinds[words[i-1]]; kind != "" {
				m.Talks = kind + " " + head
			}
		}
		if w == "round" && m.Round == 0 && i > 0 && l.rounds[words[i-1]] > 0 && own(at) {
			m.Round = l.rounds[words[i-1]]
		}
	}
}

// inherit gives the meetings that only point to talks, "the next round", "will
// meet again", the kind of those that the article names between the same parties.
func (l *Linker) inherit(all []*Mention) {
	for _, m := range all {
		if m.Type != chancery.Consult || m.Talks != "" || slices.Contains(m.Mode, "phone") || !l.points(m) {
			continue
		}
		kind := ""
		for _, o := range all {
			if o.Talks == "" || o.inherited || shared(keys(o.Actor, o.Recipient), keys(m.Actor, m.Recipient)) < 2 {
				continue
			}
			if kind != "" && kind != o.Talks {
				kind = ""
				break
			}
			kind = o.Talks
		}
		m.Talks, m.inherited = kind, kind != ""
	}
}

// points reports whether words of m say that it is one of a series of talks.
func (l *Linker) points(m *Mention) bool {
	if m.Round > 0 {
		return true
	}
	for _, e := range m.Evidence {
		for _, w := range fields(e.Text) {
			if l.series[w] || l.heads[w] == "talks" {
				return true
			}
		}
	}
	return false
}

// asked hangs the requests for a meeting on the meeting that they ask for,
// where the article leaves no doubt which one that is.
func asked(all []*Mention) {
	for _, q := range all {
		if q.Type != chancery.Request || len(q.Mode) == 0 || q.Mode[0] != "meet" {
			continue
		}
		var found *Mention
		for _, m := range all {
			if m.Type == chancery.Consult && (ahead(m.Status) || m.Status == chancery.CancelledStatus) && shared(keys(q.Actor, q.Recipient), keys(m.Actor, m.Recipient)) >= 2 {
				if found != nil && twins(found, m) {
					continue
				}
				if found != nil {
					found = nil
					break
				}
				found = m
			}
		}
		if found == nil {
			continue
		}
		s := Step{Status: chancery.Requested, On: q.Article.Day(), Evidence: q.Evidence}
		if q.Time != nil && len(q.Time.Begin) > 0 && q.Time.Begin == q.Time.Finish {
			s.On = q.Time.Begin
		}
		if len(q.Actor) > 0 {
			s.By = q.Actor[0].Label
		}
		if q.SaidBy != nil {
			s.SaidBy, s.Via = q.SaidBy.Name, q.SaidBy.Via
		}
		found.Asked = append(found.Asked, s)
	}
}

// clean puts text on one line without control and direction characters.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)), " ")
}
