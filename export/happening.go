package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
	"github.com/jedib0t/go-pretty/v6/text"
)

// kinds say what a type of event is to a reader.
var kinds = map[chancery.EventType]string{
	chancery.Agree: "agreement", chancery.Consult: "meeting", chancery.Support: "support", chancery.Concede: "concession", chancery.Cooperate: "cooperation",
	chancery.Aid: "aid", chancery.Retreat: "withdrawal", chancery.Request: "request", chancery.Accuse: "accusation", chancery.Reject: "rejection",
	chancery.Threaten: "threat", chancery.Protest: "protest", chancery.Sanction: "sanction", chancery.Mobilize: "mobilisation", chancery.Coerce: "coercion", chancery.Assault: "attack",
}

// Kind says what a type of event is to a reader.
func Kind(t chancery.EventType) string {
	if k := kinds[t]; k != "" {
		return k
	}
	return strings.ToLower(string(t))
}

// Headline says in one line what a happening is: who, whom, what and where.
func Headline(h *story.Happening) string {
	what := kinds[h.Type]
	if h.Name != "" {
		what = clean(h.Name)
		if h.Round > 0 {
			what += fmt.Sprintf(", round %d", h.Round)
		}
	}
	if len(h.Mode) > 0 {
		what += " (" + Modes(h.Type, h.Mode, h.CAMEO, ", ") + ")"
	}
	var parts []string
	if p := sides(h); p != "" {
		parts = append(parts, p)
	}
	parts = append(parts, what)
	if h.Place != nil {
		parts = append(parts, clean(h.Place.Name))
	}
	return strings.Join(parts, " · ")
}

func sides(h *story.Happening) string {
	by := strings.Join(named(h, h.Actor), ", ")
	if by == "" {
		by = "someone"
	}
	if len(h.Recipient) > 0 {
		by += " → " + strings.Join(named(h, h.Recipient), ", ")
	}
	if len(h.Mediator) > 0 {
		by += " (through " + strings.Join(named(h, h.Mediator), ", ") + ")"
	}
	return by
}

// named gives parties by what reports call them, persons with their country.
func named(h *story.Happening, labels []string) []string {
	var out []string
	for _, l := range labels {
		name := l
		for _, p := range h.Parties {
			if p.Label == l && p.Name != l {
				name = p.Name
				if p.Person != "" && p.Country != "" {
					name += " (" + p.Country + ")"
				}
				break
			}
		}
		if n := clean(name); !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// When is the time of a happening as a reader wants it.
func When(h *story.Happening) string {
	if h.Time != nil {
		if s := wording.Time(h.Time.Value, h.Time.Begin, h.Time.Finish); s != "" {
			return s
		}
	}
	if len(h.Life) > 0 && h.Life[0].On != "" {
		return "told " + wording.Day(h.Life[0].On)
	}
	return "undated"
}

// Happenings writes happenings for a person: a headline each, its life and
// what is told differently, with the words.
func Happenings(w io.Writer, all []*story.Happening, style Style) error {
	p := &page{style: style}
	p.style.Width = max(p.style.Width, 40)
	for i, h := range all {
		if i > 0 {
			p.b.WriteByte('\n')
		}
		p.happening(h)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

func (p *page) happening(h *story.Happening) {
	m := marks[h.Status]
	p.wrapped(0, 2, p.paint(m.mark+" "+string(h.Status), m.color)+" · "+When(h)+" · "+Headline(h))
	for i, s := range h.Life {
		if len(h.Life) == 1 && s.SaidBy == "" {
			p.evidence(s.Evidence)
			continue
		}
		line := wording.Day(s.On)
		if line == "" {
			line = "undated"
		}
		line += " " + string(s.Status)
		if s.By != "" {
			line += " by " + clean(s.By)
		}
		if s.For != "" {
			line += " for " + wording.Day(s.For)
		}
		if s.SaidBy != "" {
			line += ", said " + clean(s.SaidBy)
			if s.Role != "" {
				line += " (" + clean(s.Role) + ")"
			}
			if len(s.Via) > 0 {
				line += " through " + clean(strings.Join(s.Via, ", "))
			}
		}
		p.wrapped(2, 4, line)
		p.evidence(h.Life[i].Evidence)
	}
	for _, d := range h.Disagreements {
		p.wrapped(2, 4, p.paint("told differently: "+d.About, marks[chancery.Denied].color))
		for _, v := range d.Versions {
			line := version(d.About, v.Value)
			if v.SaidBy != "" {
				line += ", says " + clean(v.SaidBy)
			}
			for _, e := range v.Evidence[:min(len(v.Evidence), 1)] {
				line += " [" + source(e) + "]"
			}
			p.wrapped(4, 6, line)
		}
	}
	var notes []string
	if h.Reports > 1 {
		notes = append(notes, fmt.Sprintf("%d reports, %d independent", h.Reports, h.Voices))
	}
	if len(h.MergedBecause) > 0 {
		notes = append(notes, "one happening for: "+strings.Join(h.MergedBecause, ", "))
	}
	notes = append(notes, h.ID)
	p.wrapped(2, 4, strings.Join(notes, " · "))
}

// maxWords is how many sentences are shown of one step.
const maxSentences = 3

func (p *page) evidence(all []story.Evidence) {
	for _, e := range all[:min(len(all), maxSentences)] {
		p.wrapped(4, 6, "“"+clean(e.Text)+"” ["+source(e)+"]")
	}
	if n := len(all) - maxSentences; n > 0 {
		p.line(4, fmt.Sprintf("and %d more", n))
	}
}

// source names the article of a piece of evidence.
func source(e story.Evidence) string {
	var parts []string
	if e.Outlet != "" {
		parts = append(parts, clean(e.Outlet))
	}
	if e.Published != "" {
		parts = append(parts, wording.Day(e.Published[:min(len(e.Published), 10)]))
	}
	if e.From != "" {
		parts = append(parts, "after "+clean(e.From))
	}
	if len(parts) == 0 {
		return e.Article[:min(len(e.Article), 15)]
	}
	return strings.Join(parts, ", ")
}

// Timeline writes a line a happening.
func Timeline(w io.Writer, all []*story.Happening, style Style) error {
	p := &page{style: style}
	p.style.Width = max(p.style.Width, 40)
	wide := 0
	for _, h := range all {
		wide = max(wide, utf8.RuneCountInString(When(h)))
	}
	wide = min(wide, p.style.Width/3)
	for _, h := range all {
		m := marks[h.Status]
		voices := ""
		if h.Voices > 1 {
			voices = fmt.Sprintf(" · %d voices", h.Voices)
		}
		day := When(h)
		for _, line := range strings.Split(text.WrapSoft(p.paint(m.mark+" "+string(h.Status), m.color)+" · "+Headline(h)+voices, max(p.style.Width-wide-2, 24)), "\n") {
			fmt.Fprintf(&p.b, "%-*s  %s\n", wide, day, strings.TrimRight(line, " "))
			day = ""
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}
