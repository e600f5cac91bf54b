package serve

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
)

// chart is a column a month.
type chart struct {
	Width, Height float64
	Bars          []bar
	Ticks         []tick
	Left          int // happenings before the first column
}

type bar struct {
	X, Y, W, H float64
	Name, Link string
	Count      int
}

type tick struct {
	X     float64
	Label string
}

// Bounds of the columns; older ones are counted only.
const (
	chartMonths  = 60
	chartSilence = 18 // months without any
)

// months draws how many happenings each month has.
func months(counts []record.Valued, text string) chart {
	c := chart{Width: 720, Height: 72}
	byMonth := map[string]int{}
	var last string
	for _, x := range counts {
		if _, err := time.Parse("2006-01", x.Value); err == nil {
			byMonth[x.Value], last = x.Count, x.Value
		}
	}
	end, err := time.Parse("2006-01", last)
	if err != nil {
		return c
	}
	first := end
	for m := range byMonth {
		if t, _ := time.Parse("2006-01", m); t.Before(first) {
			first = t
		}
	}
	if from := end.AddDate(0, -chartMonths+1, 0); first.Before(from) {
		first = from
	}
	for empty, t := 0, end; !t.Before(first); t = t.AddDate(0, -1, 0) { // what a long silence parts from the rest is only counted
		if empty++; byMonth[t.Format("2006-01")] > 0 {
			empty = 0
		}
		if empty > chartSilence {
			first = t.AddDate(0, chartSilence+1, 0)
			break
		}
	}
	var all []string
	top := 0
	for t := first; !t.After(end); t = t.AddDate(0, 1, 0) {
		m := t.Format("2006-01")
		all, top = append(all, m), max(top, byMonth[m])
	}
	for m, n := range byMonth {
		if m < all[0] {
			c.Left += n
		}
	}
	if len(all) < 2 {
		return chart{}
	}
	step := min(c.Width/float64(len(all)), 40)
	c.Width = step * float64(len(all))
	for i, m := range all {
		n := byMonth[m]
		h := math.Ceil(float64(n) / float64(top) * (c.Height - 2))
		b := bar{X: float64(i) * step, W: max(step-1.5, 1), H: h, Y: c.Height - h, Name: wording.Day(m), Count: n}
		if n > 0 {
			b.Link = address("/search", "q", strings.TrimSpace(text+" on:"+m))
		}
		c.Bars = append(c.Bars, b)
		if strings.HasSuffix(m, "-01") || i == 0 && !slices.ContainsFunc(all, func(m string) bool { return strings.HasSuffix(m, "-01") }) {
			c.Ticks = append(c.Ticks, tick{b.X, m[:4]})
		}
	}
	return c
}

// lanes sort happenings as PLOVER does: by word or deed, with or against.
var lanes = []struct {
	name  string
	types []chancery.EventType
}{
	{"words of cooperation", []chancery.EventType{chancery.Agree, chancery.Consult, chancery.Support, chancery.Concede}},
	{"deeds of cooperation", []chancery.EventType{chancery.Cooperate, chancery.Aid, chancery.Retreat}},
	{"words of conflict", []chancery.EventType{chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten}},
	{"deeds of conflict", []chancery.EventType{chancery.Protest, chancery.Sanction, chancery.Mobilize, chancery.Coerce, chancery.Assault}},
}

// line is a time line: past and planned on one axis.
type line struct {
	Class         string
	Width, Height float64
	Lanes         []lane
	Marks         []dot
	Ticks         []tick
	Today         float64 // x; below 0 where it is off the axis
	Earlier       int     // happenings before the axis begins
}

type lane struct {
	Y    float64 // of its text
	Rule float64 // of the rule below
	Name string
}

type dot struct {
	X, Y   float64
	Status chancery.Status
	Mark   string
	Name   string
	Link   string
}

const (
	dotSize = 13.0
	tickGap = 62.0 // between two labels, at least
)

// lineForms are the widths in which a time line is drawn, as mapForms of maps.
var lineForms = []struct {
	class string
	width float64
}{{"on-wide", 960}, {"on-phone", 350}}

// dated is a happening where a time line has it.
type dated struct {
	h    *story.Happening
	at   time.Time
	lane int
}

// timeline draws happenings on one axis, in each form. The few that lie far
// before the others are counted, not drawn, for they would press the rest together.
func (s *Server) timeline(all []*story.Happening, today string) (out []line) {
	var some []dated
	for _, h := range all {
		at, err := time.Parse(time.DateOnly, h.Day())
		if err != nil {
			continue
		}
		i := slices.IndexFunc(lanes, func(l struct {
			name  string
			types []chancery.EventType
		}) bool {
			return slices.Contains(l.types, h.Type)
		})
		some = append(some, dated{h, at, max(i, 0)})
	}
	if len(some) < 2 {
		return nil
	}
	slices.SortStableFunc(some, func(a, b dated) int { return a.at.Compare(b.at) })
	earlier := 0
	for skip := len(some) / 6; earlier < skip; earlier++ {
		whole := some[len(some)-1].at.Sub(some[earlier].at)
		if rest := some[len(some)-1].at.Sub(some[skip].at); rest > whole*2/3 {
			break
		}
	}
	for _, f := range lineForms {
		out = append(out, s.lined(line{Class: f.class, Width: f.width, Today: -1, Earlier: earlier}, some[earlier:], today))
	}
	return out
}

// lined puts happenings, which are in order of time, on a time line.
func (s *Server) lined(l line, all []dated, today string) line {
	first, last := all[0].at, all[len(all)-1].at
	now, err := time.Parse(time.DateOnly, today)
	if err == nil && now.After(last) && now.Sub(last) < last.Sub(first)/3 {
		last = now
	}
	span := max(last.Sub(first).Hours(), 24)
	x := func(t time.Time) float64 {
		return math.Round((8+t.Sub(first).Hours()/span*(l.Width-24))*10) / 10
	}
	y := 0.0
	for i, name := range lanes {
		columns := map[int]int{}
		deepest := 0
		var here []dot
		for _, d := range all {
			if d.lane != i {
				continue
			}
			at := x(d.at)
			column := int(at / dotSize)
			n := columns[column]
			columns[column]++
			deepest = max(deepest, n+1)
			here = append(here, dot{X: float64(column)*dotSize + 8, Y: float64(n), Status: d.h.Status, Mark: export.Mark(d.h.Status),
				Name: fmt.Sprintf("%s: %s, %s", export.When(d.h), s.headline(d.h), d.h.Status), Link: "/happening/" + d.h.ID})
		}
		if deepest == 0 {
			continue
		}
		top := y + 20
		for _, d := range here {
			d.Y = top + d.Y*dotSize + 9
			l.Marks = append(l.Marks, d)
		}
		y = top + float64(deepest)*dotSize + 6
		l.Lanes = append(l.Lanes, lane{Y: top - 6, Rule: y, Name: name.name})
	}
	l.Height = y + 18
	l.Ticks = ticks(first, last, x, l.Width)
	if err == nil && !now.Before(first) && !now.After(last) {
		l.Today = x(now)
	}
	return l
}

// ticks labels the axis by years or, where it is short, by months.
func ticks(first, last time.Time, x func(time.Time) float64, width float64) []tick {
	months := int(last.Sub(first).Hours()/24/30.4) + 1
	step, layout := 1, "Jan 2006"
	switch {
	case months > 240:
		step, layout = 120, "2006"
	case months > 60:
		step, layout = 12*((months/12)/10+1), "2006"
	case months > 30:
		step = 6
	case months > 10:
		step = 3
	}
	t := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	if step >= 12 {
		t = time.Date(first.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var out []tick
	for ; !t.After(last); t = t.AddDate(0, step, 0) {
		if !t.Before(first) && x(t) < width-50 && (len(out) == 0 || x(t)-out[len(out)-1].X >= tickGap) {
			out = append(out, tick{x(t), t.Format(layout)})
		}
	}
	return out
}

// headline says in one line what a happening is.
func (s *Server) headline(h *story.Happening) string {
	names := func(labels []string) string {
		var out []string
		for _, p := range s.parties(h, labels) {
			out = append(out, p.Name)
		}
		return strings.Join(out, ", ")
	}
	out := names(h.Actor)
	if out == "" {
		out = "someone"
	}
	if to := names(h.Recipient); to != "" {
		out += " → " + to
	}
	what := export.Kind(h.Type)
	if h.Name != "" {
		what = h.Name
	}
	return out + " · " + what
}
