package export

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
)

// run is a piece of a line.
type run struct {
	text, link string
	bold       bool
}

func plain(s string) run { return run{text: s} }
func bold(s string) run  { return run{text: s, bold: true} }

// pager writes a dossier in some form.
type pager interface {
	title(s string)
	note(s string)
	section(s string)
	item(depth int, runs ...run)
	end()
}

// Markdown writes a dossier as an analyst reads it: what comes next, what
// happened, who asked for what, agreements, forces, statements and what is
// told differently, each line with outlet, date and sentence.
func Markdown(w io.Writer, d *story.Dossier) error {
	m := &markdown{}
	compose(m, d)
	_, err := io.WriteString(w, m.b.String())
	return err
}

// compose puts a dossier on a page.
func compose(p pager, d *story.Dossier) {
	var names []string
	for _, x := range d.Parties {
		names = append(names, country(clean(x)))
	}
	p.title(strings.Join(names, " – "))
	note := "As of " + wording.Day(d.AsOf) + " · " + plural(len(d.Happenings), "happening")
	if d.Total > len(d.Happenings) {
		note = fmt.Sprintf("As of %s · the latest %d of %d happenings", wording.Day(d.AsOf), len(d.Happenings), d.Total)
	}
	p.note(note)
	happenings := func(title string, f func(*story.Happening) bool) {
		all := slices.DeleteFunc(slices.Clone(d.Happenings), func(h *story.Happening) bool { return !f(h) })
		if len(all) == 0 {
			return
		}
		p.section(title)
		for _, h := range all {
			happening(p, h)
		}
		p.end()
	}
	happenings("What is planned", func(h *story.Happening) bool { return slices.Contains(d.Due, h.ID) })
	happenings("Past its date, with no news", func(h *story.Happening) bool { return slices.Contains(d.Overdue, h.ID) })
	dialogues(p, d)
	happenings("What happened", func(h *story.Happening) bool {
		return (h.Status == chancery.Happened || h.Status == chancery.Ongoing) && h.Type != chancery.Request
	})
	happenings("Who asked for what", func(h *story.Happening) bool { return h.Type == chancery.Request })
	happenings("Threatened, possible, denied or called off", func(h *story.Happening) bool {
		return h.Type != chancery.Request && slices.Contains([]chancery.Status{chancery.ThreatenedDeed, chancery.Possible, chancery.Denied, chancery.CancelledStatus}, h.Status)
	})
	agreements(p, d)
	forces(p, d)
	statements(p, d)
	disagreements(p, d)
}

// cite gives the first sentence with its source.
func cite(all []story.Evidence) []run {
	if len(all) == 0 {
		return nil
	}
	e := all[0]
	text := clean(e.Text)
	if !strings.HasPrefix(text, "“") && !strings.HasPrefix(text, `"`) {
		text = "“" + text + "”"
	}
	r := run{text: source(e)}
	if safeURL(e.URL) {
		r.link = e.URL
	}
	out := []run{plain(text + " — "), r}
	if n := len(all) - 1; n > 0 {
		out = append(out, plain(fmt.Sprintf(" and %d more", n)))
	}
	return out
}

func happening(p pager, h *story.Happening) {
	head := " · " + reads(h)
	if h.Status != chancery.Happened {
		head += " · " + string(h.Status)
	}
	if h.Voices > 1 {
		head += fmt.Sprintf(" · %d independent reports", h.Voices)
	} else if h.Reports > 1 {
		head += fmt.Sprintf(" · %d reports of one source", h.Reports)
	}
	p.item(0, bold(When(h)), plain(head))
	for _, s := range h.Life {
		if len(h.Life) == 1 && s.SaidBy == "" {
			p.item(1, cite(s.Evidence)...)
			continue
		}
		line := step(h, s)
		if line != "" {
			line += ": "
		}
		p.item(1, append([]run{plain(line)}, cite(s.Evidence)...)...)
	}
}

// step says a step of a life: "requested by Iraq on 23 March 2021, according
// to Iraqi officials (through AP)".
func step(h *story.Happening, s story.Step) string {
	what := string(s.Status)
	if s.Status == chancery.Happened {
		switch what = ""; { // the head of the item says what was done, and when
		case h.Type == chancery.Consult && !slices.Contains(h.Mode, "visit") && !slices.Contains(h.Mode, "phone"):
			what = "held"
		case wording.Day(s.On) != When(h):
			what = "done"
		}
	}
	if s.By != "" {
		what += " by " + country(clean(s.By))
	}
	if s.For != "" {
		what += " for " + wording.Day(clean(s.For))
	}
	switch told := s.On; {
	case told == "", what == "":
	case s.Status == chancery.Happened || s.Status == chancery.Ongoing:
		if day := wording.Day(told); day != When(h) {
			what += ", " + day
		}
	default:
		what += ", told " + wording.Day(told)
	}
	if s.SaidBy != "" {
		what += ", according to " + clean(s.SaidBy)
	}
	what = strings.TrimPrefix(what, ", ")
	if len(s.Via) > 0 {
		what += " through " + clean(list(s.Via))
	}
	return what
}

func dialogues(p pager, d *story.Dossier) {
	if len(d.Talks) == 0 {
		return
	}
	p.section("Talks")
	by := map[string]*story.Happening{}
	for _, h := range d.Happenings {
		by[h.ID] = h
	}
	for _, t := range d.Talks {
		var names []string
		for _, x := range t.Parties {
			names = append(names, country(clean(x)))
		}
		p.item(0, bold(clean(t.Name)), plain(" · "+list(names)))
		for _, id := range t.Rounds {
			h := by[id]
			round := ""
			if h.Round > 0 {
				round = ordinal(h.Round) + " round: "
			}
			status := string(h.Status)
			if h.Status == chancery.Happened {
				status = "held"
			}
			where := ""
			if h.Place != nil {
				where = ", " + country(clean(h.Place.Name))
			}
			p.item(1, plain(round+When(h)+where+" · "+status))
		}
		if len(t.Agenda) > 0 {
			p.item(1, plain("agenda: "+clean(strings.Join(t.Agenda, "; "))))
		}
	}
	p.end()
}

func agreements(p pager, d *story.Dossier) {
	if len(d.Agreements) == 0 {
		return
	}
	p.section("Agreements")
	for _, g := range d.Agreements {
		var names []string
		for _, x := range g.Parties {
			names = append(names, country(clean(x)))
		}
		who := ""
		if len(names) > 0 {
			who = " · " + list(names)
		}
		p.item(0, append([]run{bold(clean(g.Name)), plain(who + ": ")}, cite(g.Evidence)...)...)
	}
	p.end()
}

func forces(p pager, d *story.Dossier) {
	if len(d.Forces) == 0 {
		return
	}
	p.section("Forces")
	for _, f := range d.Forces {
		where := ""
		if f.Place != "" {
			where = " in " + country(clean(f.Place))
		}
		p.item(0, bold(country(clean(f.Of))), plain(" "+f.Measure+where))
		for _, s := range f.Steps {
			v := number(s.Value)
			if s.Unit != "" {
				v += " " + clean(s.Unit)
			}
			if s.Relation != "" && s.Relation != string(chancery.Equals) {
				v = strings.ReplaceAll(s.Relation, "_", " ") + " " + v
			}
			if s.Status != "" && s.Status != chancery.Happened {
				v += " (" + string(s.Status) + ")"
			}
			if s.SaidBy != "" {
				v += ", according to " + clean(s.SaidBy)
			}
			p.item(1, append([]run{plain(wording.Day(s.On) + ": " + v + ": ")}, cite(s.Evidence)...)...)
		}
	}
	p.end()
}

func statements(p pager, d *story.Dossier) {
	if len(d.Statements) == 0 {
		return
	}
	p.section("Statements")
	for _, s := range d.Statements {
		who := ""
		if s.Role != "" {
			who = ", " + clean(s.Role)
		}
		if s.Denies {
			who += ", denies"
		}
		said := clean(s.Text)
		if s.Kind == "direct" {
			if !strings.HasPrefix(said, "“") && !strings.HasPrefix(said, `"`) {
				said = "“" + strings.TrimSuffix(said, ",") + "”"
			}
			if !s.Verbatim {
				said += " (translated)"
			}
		}
		p.item(0, bold(clean(s.Speaker)), plain(who+": "+said+" — "+source(s.Evidence[0])))
	}
	p.end()
}

func disagreements(p pager, d *story.Dossier) {
	met := false
	for _, h := range d.Happenings {
		if len(h.Disagreements) == 0 {
			continue
		}
		if !met {
			p.section("Told differently")
			met = true
		}
		p.item(0, bold(When(h)), plain(" · "+reads(h)))
		for _, x := range h.Disagreements {
			for _, v := range x.Versions {
				by := ""
				if v.SaidBy != "" {
					by = ", according to " + clean(v.SaidBy)
				}
				p.item(1, append([]run{plain(x.About + ": " + version(x.About, v.Value) + by + ": ")}, cite(v.Evidence)...)...)
			}
		}
	}
	if met {
		p.end()
	}
}

// version says a side of a disagreement as a reader wants it.
func version(about, value string) string {
	if n, err := strconv.Atoi(value); err == nil && about == "round" {
		return ordinal(n)
	}
	return country(clean(value))
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// markdown is CommonMark.
type markdown struct{ b strings.Builder }

func (m *markdown) title(s string)   { m.b.WriteString("# " + escape(s) + "\n\n") }
func (m *markdown) note(s string)    { m.b.WriteString(escape(s) + "\n\n") }
func (m *markdown) section(s string) { m.b.WriteString("## " + escape(s) + "\n\n") }
func (m *markdown) end()             { m.b.WriteByte('\n') }

func (m *markdown) item(depth int, runs ...run) {
	m.b.WriteString(strings.Repeat("  ", depth) + "- ")
	for _, r := range runs {
		switch s := escape(r.text); {
		case r.bold:
			m.b.WriteString("**" + s + "**")
		case r.link != "":
			m.b.WriteString("[" + s + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E").Replace(r.link) + ">)")
		default:
			m.b.WriteString(s)
		}
	}
	m.b.WriteByte('\n')
}

// escape keeps text from being read as Markdown or HTML.
func escape(s string) string {
	for _, c := range []string{`\`, "`", "*", "_", "[", "]", "<", ">", "#", "|"} {
		s = strings.ReplaceAll(s, c, `\`+c)
	}
	return s
}
