package export

import (
	"fmt"
	"io"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// Markdown writes a dossier as an analyst reads it: what comes next, what
// happened, who asked for what, agreements, forces, statements and what is
// told differently, each line with outlet, date and sentence.
func Markdown(w io.Writer, d *story.Dossier) error {
	m := &markdown{d: d}
	m.line("# " + strings.Join(d.Parties, " – "))
	m.line(fmt.Sprintf("As of %s · %s", d.AsOf, plural(len(d.Happenings), "happening")))
	pending := func(ids []string) []*story.Happening {
		return m.where(func(h *story.Happening) bool { return slices.Contains(ids, h.ID) })
	}
	m.happenings("What is planned", pending(d.Due))
	m.happenings("Past its date, with no news", pending(d.Overdue))
	m.dialogues()
	m.happenings("What happened", m.where(func(h *story.Happening) bool {
		return (h.Status == chancery.Happened || h.Status == chancery.Ongoing) && h.Type != chancery.Request
	}))
	m.happenings("Who asked for what", m.where(func(h *story.Happening) bool { return h.Type == chancery.Request }))
	m.happenings("Threatened, possible, denied or called off", m.where(func(h *story.Happening) bool {
		return h.Type != chancery.Request && slices.Contains([]chancery.Status{chancery.ThreatenedDeed, chancery.Possible, chancery.Denied, chancery.CancelledStatus}, h.Status)
	}))
	m.agreements()
	m.forces()
	m.statements()
	m.disagreements()
	_, err := io.WriteString(w, m.b.String())
	return err
}

type markdown struct {
	b strings.Builder
	d *story.Dossier
}

func (m *markdown) line(s string) { m.b.WriteString(s + "\n\n") }

func (m *markdown) item(depth int, s string) {
	m.b.WriteString(strings.Repeat("  ", depth) + "- " + s + "\n")
}

func (m *markdown) where(f func(*story.Happening) bool) []*story.Happening {
	var out []*story.Happening
	for _, h := range m.d.Happenings {
		if f(h) {
			out = append(out, h)
		}
	}
	return out
}

// escape keeps text from being read as Markdown or HTML.
func escape(s string) string {
	s = clean(s)
	for _, c := range []string{`\`, "`", "*", "_", "[", "]", "<", ">", "#", "|"} {
		s = strings.ReplaceAll(s, c, `\`+c)
	}
	return s
}

func cite(all []story.Evidence) string {
	if len(all) == 0 {
		return ""
	}
	e := all[0]
	s := "“" + escape(e.Text) + "” — " + escape(source(e))
	if strings.HasPrefix(e.URL, "https://") || strings.HasPrefix(e.URL, "http://") {
		s = "“" + escape(e.Text) + "” — [" + escape(source(e)) + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "").Replace(e.URL) + ">)"
	}
	if n := len(all) - 1; n > 0 {
		s += fmt.Sprintf(" and %d more", n)
	}
	return s
}

func (m *markdown) happenings(title string, all []*story.Happening) {
	if len(all) == 0 {
		return
	}
	m.line("## " + title)
	for _, h := range all {
		head := "**" + escape(When(h)) + "** · " + escape(Headline(h))
		if h.Status != chancery.Happened {
			head += " · " + string(h.Status)
		}
		if h.Voices > 1 {
			head += fmt.Sprintf(" · %d independent reports", h.Voices)
		}
		m.item(0, head)
		for _, s := range h.Life {
			what := ""
			if len(h.Life) > 1 || s.SaidBy != "" {
				what = strings.TrimSpace(s.On + " " + string(s.Status))
				if s.By != "" {
					what += " by " + escape(s.By)
				}
				if s.For != "" {
					what += " for " + escape(s.For)
				}
				if s.SaidBy != "" {
					what += ", said " + escape(s.SaidBy)
				}
				if len(s.Via) > 0 {
					what += " through " + escape(strings.Join(s.Via, ", "))
				}
				what += ": "
			}
			m.item(1, what+cite(s.Evidence))
		}
	}
	m.b.WriteByte('\n')
}

func (m *markdown) dialogues() {
	if len(m.d.Talks) == 0 {
		return
	}
	m.line("## Talks")
	by := map[string]*story.Happening{}
	for _, h := range m.d.Happenings {
		by[h.ID] = h
	}
	for _, t := range m.d.Talks {
		m.item(0, "**"+escape(t.Name)+"** · "+escape(strings.Join(t.Parties, ", ")))
		for _, id := range t.Rounds {
			h := by[id]
			round := ""
			if h.Round > 0 {
				round = fmt.Sprintf("round %d, ", h.Round)
			}
			m.item(1, round+escape(When(h))+", "+string(h.Status))
		}
		if len(t.Agenda) > 0 {
			m.item(1, "agenda: "+escape(strings.Join(t.Agenda, "; ")))
		}
	}
	m.b.WriteByte('\n')
}

func (m *markdown) agreements() {
	if len(m.d.Agreements) == 0 {
		return
	}
	m.line("## Agreements")
	for _, g := range m.d.Agreements {
		s := "**" + escape(g.Name) + "**"
		if len(g.Parties) > 0 {
			s += " · " + escape(strings.Join(g.Parties, ", "))
		}
		m.item(0, s+": "+cite(g.Evidence))
	}
	m.b.WriteByte('\n')
}

func (m *markdown) forces() {
	if len(m.d.Forces) == 0 {
		return
	}
	m.line("## Forces")
	for _, f := range m.d.Forces {
		s := "**" + escape(f.Of) + "** " + f.Measure
		if f.Place != "" {
			s += " in " + escape(f.Place)
		}
		m.item(0, s)
		for _, step := range f.Steps {
			v := number(step.Value)
			if step.Unit != "" {
				v += " " + escape(step.Unit)
			}
			if step.Relation != "" && step.Relation != string(chancery.Equals) {
				v = strings.ReplaceAll(step.Relation, "_", " ") + " " + v
			}
			if step.Status != "" && step.Status != chancery.Happened {
				v += " (" + string(step.Status) + ")"
			}
			if step.SaidBy != "" {
				v += ", says " + escape(step.SaidBy)
			}
			m.item(1, step.On+": "+v+": "+cite(step.Evidence))
		}
	}
	m.b.WriteByte('\n')
}

func (m *markdown) statements() {
	if len(m.d.Statements) == 0 {
		return
	}
	m.line("## Statements")
	for _, s := range m.d.Statements {
		who := "**" + escape(s.Speaker) + "**"
		if s.Role != "" {
			who += ", " + escape(s.Role)
		}
		if s.Denies {
			who += ", denies"
		}
		said := escape(s.Text)
		if s.Kind == "direct" {
			said = "“" + said + "”"
			if !s.Verbatim {
				said += " (translated)"
			}
		}
		m.item(0, who+": "+said+" — "+escape(source(s.Evidence[0])))
	}
	m.b.WriteByte('\n')
}

func (m *markdown) disagreements() {
	all := m.where(func(h *story.Happening) bool { return len(h.Disagreements) > 0 })
	if len(all) == 0 {
		return
	}
	m.line("## Told differently")
	for _, h := range all {
		m.item(0, "**"+escape(When(h))+"** · "+escape(Headline(h)))
		for _, d := range h.Disagreements {
			for _, v := range d.Versions {
				by := ""
				if v.SaidBy != "" {
					by = ", says " + escape(v.SaidBy)
				}
				m.item(1, d.About+": "+escape(v.Value)+by+": "+cite(v.Evidence))
			}
		}
	}
	m.b.WriteByte('\n')
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
