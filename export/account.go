package export

import (
	"fmt"
	"io"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// Account writes why the mentions of a happening are one, and what keeps apart
// what is near it.
func Account(w io.Writer, a *story.Account, style Style) error {
	p := &page{style: style}
	p.style.Width = max(p.style.Width, 40)
	h := a.Happening
	p.wrapped(0, 2, When(h)+" · "+Headline(h)+" · "+string(h.Status)+" · "+h.ID)
	fmt.Fprintf(&p.b, "\nONE HAPPENING · %s\n", plural(len(h.Mentions), "telling"))
	if len(a.Bonds) == 0 {
		p.line(2, "told once: nothing was merged")
	}
	for _, b := range a.Bonds {
		p.telling(b.Mention)
		because := strings.Join(b.Because, ", ")
		if b.With != nil {
			because += " — with " + source(b.With.Evidence) + " (" + b.With.ID + ")"
		}
		p.wrapped(6, 8, because)
	}
	if len(a.Near) > 0 {
		p.b.WriteString("\nNEAR IT, AND NOT IT\n")
	}
	for _, n := range a.Near {
		p.telling(n.Mention)
		p.wrapped(6, 8, strings.Join(n.Apart, ", ")+" — from "+source(n.With.Evidence)+"; happening "+n.Happening)
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

func (p *page) telling(t story.Telling) {
	m := marks[chancery.Status(t.Status)]
	p.wrapped(2, 4, p.paint(m.mark+" "+t.Status, m.color)+" · “"+clean(t.Evidence.Text)+"” ["+source(t.Evidence)+"] "+t.ID)
}
