package export

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/wording"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Style says how text is laid out for a person.
type Style struct {
	Width int  // columns; at least 40 is used
	Color bool // ANSI colours; without them nothing is lost
}

// Text writes the record as a person wants to read it: what happened, is
// planned, asked or denied, who said so, each fact with its words.
func Text(w io.Writer, r *chancery.Record, style Style) error {
	return TextExplained(w, r, nil, style)
}

// TextExplained is Text with the reasons below each event.
func TextExplained(w io.Writer, r *chancery.Record, why []chancery.Explanation, style Style) error {
	p := &page{style: style, record: r, explained: why}
	p.style.Width = max(p.style.Width, 40)
	p.head()
	p.events()
	p.figures()
	p.quotes()
	p.agreements()
	p.names()
	p.warnings()
	_, err := io.WriteString(w, p.b.String())
	return err
}

type page struct {
	b      strings.Builder
	style  Style
	record *chancery.Record

	explained []chancery.Explanation // of the events, in their order
}

func (p *page) paint(s string, colors ...text.Color) string {
	if !p.style.Color || s == "" {
		return s
	}
	return text.Colors(colors).EscapeSeq() + s + text.Reset.EscapeSeq()
}

func (p *page) line(indent int, s string) {
	p.wrapped(indent, indent, s)
}

// wrapped writes s broken at spaces to the width of the page.
func (p *page) wrapped(first, rest int, s string) {
	width := max(p.style.Width-rest, 24)
	for i, l := range strings.Split(text.WrapSoft(s, width), "\n") {
		indent := rest
		if i == 0 {
			indent = first
		}
		p.b.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+l, " "))
		p.b.WriteByte('\n')
	}
}

func (p *page) section(name string) {
	p.b.WriteString("\n" + p.paint(strings.ToUpper(name), text.Bold, text.FgCyan) + "\n")
}

var languages = map[string]string{"en": "English", "ar": "Arabic", "fr": "French", "es": "Spanish", "ru": "Russian", "de": "German", "fa": "Persian", "zh": "Chinese", "tr": "Turkish", "uk": "Ukrainian", "he": "Hebrew", "pt": "Portuguese"}

func language(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if name := languages[base]; name != "" {
		return name
	}
	return tag
}

func (p *page) head() {
	a := p.record.Article
	title := a.Title
	if title == "" {
		title = "(untitled)"
	}
	p.b.WriteString(p.paint(clean(text.WrapSoft(title, p.style.Width)), text.Bold) + "\n")
	var facts []string
	add := func(s string) {
		if s != "" {
			facts = append(facts, clean(s))
		}
	}
	add(a.Outlet)
	if a.Published != "" {
		day := wording.Day(a.Published)
		if a.PublishedFrom != chancery.FromFlag && a.PublishedFrom != chancery.FromMetadata {
			day += " (from its " + string(a.PublishedFrom) + ")"
		}
		add(day)
	} else {
		add("no date found: give --published")
	}
	if len(a.Bylines) > 0 {
		add("by " + strings.Join(a.Bylines, ", "))
	}
	if len(a.Agencies) > 0 {
		add("wire: " + strings.Join(a.Agencies, ", "))
	}
	add(language(a.Language))
	add(a.Ref)
	add(a.URL)
	p.line(0, strings.Join(facts, " · "))
	if t := a.Translated; t != nil {
		from := ""
		if t.From != "" {
			from = " from " + language(t.From)
		}
		p.line(0, p.paint(fmt.Sprintf("Translated%s by %s (“%s”): quotations are not verbatim.", from, t.By, clean(t.Span.Text(a.Text))), text.FgYellow))
	}
}

// marks show a status by shape as well as by colour.
var marks = map[chancery.Status]struct {
	mark  string
	color text.Color
}{
	chancery.Happened:        {"●", text.FgGreen},
	chancery.Ongoing:         {"◐", text.FgGreen},
	chancery.Planned:         {"○", text.FgBlue},
	chancery.Requested:       {"?", text.FgMagenta},
	chancery.Offered:         {"+", text.FgBlue},
	chancery.ThreatenedDeed:  {"!", text.FgRed},
	chancery.Possible:        {"~", text.FgYellow},
	chancery.Denied:          {"×", text.FgRed},
	chancery.CancelledStatus: {"⊘", text.FgRed},
}

// Mark is the sign of a status.
func Mark(s chancery.Status) string {
	if m := marks[s].mark; m != "" {
		return m
	}
	return "·"
}

func (p *page) events() {
	if len(p.record.Events) == 0 {
		p.section("no events found")
		return
	}
	p.section("events")
	for i := range p.record.Events {
		p.event("", &p.record.Events[i])
		if i < len(p.explained) {
			p.why(&p.explained[i])
		}
	}
	p.noEvents(p.explained)
}

// event writes an event with its evidence, after a prefix.
func (p *page) event(prefix string, e *chancery.Event) {
	m := marks[e.Status]
	kind := string(e.Type)
	if len(e.Mode) > 0 {
		kind += " (" + Modes(e.Type, e.Mode, e.CAMEO, ", ") + ")"
	}
	what := []string{p.paint(m.mark+" "+string(e.Status), m.color), p.paint(kind, text.Bold), p.parties(e)}
	if e.Name != "" {
		what = append(what, "“"+clean(e.Name)+"”")
	}
	if e.Time != nil && e.Time.Value != "" {
		what = append(what, wording.Time(e.Time.Value, e.Time.Begin, e.Time.Finish))
	}
	if pl := p.record.Place(e.Place); pl != nil {
		what = append(what, "in "+clean(pl.Name))
	}
	switch {
	case e.Modality == chancery.Hedged:
		what = append(what, "hedged")
	case e.Modality == chancery.Conditional:
		what = append(what, "on a condition")
	}
	p.wrapped(0, 4, prefix+strings.Join(what, " · "))
	if q := p.record.Quote(e.SaidBy); q != nil {
		p.line(4, p.paint("said by "+p.speaker(q), text.FgCyan))
	}
	if len(e.DeniedBy) > 0 {
		p.line(4, p.paint("denied by "+p.list(e.DeniedBy), text.FgRed))
	}
	for _, s := range e.Evidence {
		p.line(4, p.sentence(s, e.Trigger))
	}
}

// sentence quotes the evidence with the trigger underlined.
func (p *page) sentence(s, trigger chancery.Span) string {
	t := p.record.Article.Text
	if !p.style.Color || !s.Contains(trigger) {
		return "“" + clean(s.Text(t)) + "”"
	}
	return text.Faint.EscapeSeq() + "“" + clean(t[s.Start:trigger.Start]) + text.Underline.EscapeSeq() + clean(trigger.Text(t)) + text.Reset.EscapeSeq() +
		text.Faint.EscapeSeq() + clean(t[trigger.End:s.End]) + "”" + text.Reset.EscapeSeq()
}

func (p *page) parties(e *chancery.Event) string {
	s := p.list(e.Actor)
	if s == "" {
		s = "someone"
	}
	if r := p.list(e.Recipient); r != "" {
		s += " → " + r
	}
	if m := p.list(e.Mediator); m != "" {
		s += " (through " + m + ")"
	}
	return s
}

func (p *page) list(ids []string) string {
	var names []string
	for _, id := range ids {
		if a := p.record.Actor(id); a != nil {
			names = append(names, clean(a.Name))
		}
	}
	return strings.Join(names, ", ")
}

func (p *page) speaker(q *chancery.Quote) string {
	s := "an unnamed source"
	if a := p.record.Actor(q.Speaker); a != nil {
		s = clean(a.Name)
		if a.Role != "" {
			s += ", " + clean(a.Role)
		}
	} else if q.Source != nil {
		s = clean(q.Source.Text(p.record.Article.Text))
	}
	if via := p.list(q.Via); via != "" {
		s += ", through " + via
	}
	return s
}

func (p *page) figures() {
	if len(p.record.Figures) == 0 {
		return
	}
	p.section("figures")
	for _, f := range p.record.Figures {
		what := string(f.Measure) + ": "
		if f.Relation != "" && f.Relation != chancery.Equals {
			what += strings.ReplaceAll(string(f.Relation), "_", " ") + " "
		}
		what += number(f.Value)
		if f.Unit != "" && f.Unit != "person" {
			what += " " + f.Unit
		}
		for _, s := range []string{p.list([]string{f.Of}), placeName(p.record.Place(f.Place))} {
			if s != "" {
				what += " · " + s
			}
		}
		p.wrapped(0, 4, p.paint("■ ", text.FgCyan)+what+" · “"+clean(f.Span.Text(p.record.Article.Text))+"”")
	}
}

func placeName(p *chancery.Place) string {
	if p == nil {
		return ""
	}
	return "in " + clean(p.Name)
}

// number groups thousands: 2500 is "2,500".
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', -1, 64)
	whole, rest, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		return whole + "." + rest
	}
	return whole
}

func (p *page) quotes() {
	if len(p.record.Quotes) == 0 {
		return
	}
	p.section("who said what")
	for i := range p.record.Quotes {
		q := &p.record.Quotes[i]
		var words []string
		for _, c := range q.Content {
			words = append(words, clean(c.Text(p.record.Article.Text)))
		}
		said := strings.Join(words, " … ")
		switch {
		case q.Kind == chancery.Direct && q.Verbatim:
			said = "“" + said + "”"
		case q.Kind == chancery.Direct:
			said = "“" + said + "” (translated)"
		}
		denies := ""
		if q.Polarity == chancery.Negative {
			denies = " denies"
		}
		p.wrapped(0, 4, p.paint(p.speaker(q), text.Bold)+denies+": "+said)
	}
}

func (p *page) agreements() {
	if len(p.record.Agreements) > 0 {
		p.section("agreements")
		for _, g := range p.record.Agreements {
			s := clean(g.Name)
			if parties := p.list(g.Parties); parties != "" {
				s += " · " + parties
			}
			p.wrapped(0, 4, s)
		}
	}
	for _, a := range p.record.Agendas {
		var topics []string
		for _, t := range a.Topics {
			topics = append(topics, clean(t.Text))
		}
		if len(topics) > 0 {
			p.section("agenda")
			p.line(0, strings.Join(topics, "; "))
		}
	}
}

func (p *page) names() {
	var actors, places []string
	for _, a := range p.record.Actors {
		s := clean(a.Name)
		var about []string
		for _, x := range []string{a.Role, a.Code} {
			if x != "" {
				about = append(about, clean(x))
			}
		}
		if len(about) > 0 {
			s += " (" + strings.Join(about, "; ") + ")"
		}
		actors = append(actors, s)
	}
	for _, pl := range p.record.Places {
		s := clean(pl.Name)
		if pl.Country != "" {
			s += " (" + pl.Country + ")"
		}
		places = append(places, s)
	}
	if len(actors) > 0 {
		p.section("actors")
		p.line(0, strings.Join(actors, " · "))
	}
	if len(places) > 0 {
		p.section("places")
		p.line(0, strings.Join(places, " · "))
	}
}

func (p *page) warnings() {
	for i, w := range p.record.Warnings {
		if i == 0 {
			p.b.WriteByte('\n')
		}
		p.wrapped(0, 2, p.paint("! "+clean(w), text.FgYellow))
	}
}

// Clean makes untrusted text safe to print on a terminal, on one line.
func Clean(s string) string { return clean(s) }

// clean makes untrusted text safe to print on a terminal: control characters
// and marks that reorder text go, white space is one space.
func clean(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s), func(r rune) bool { return r == ' ' }), " ")
}
