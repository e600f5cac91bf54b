package timex

import (
	"fmt"
	"strconv"
	"time"

	"github.com/chancery-project/chancery/lang"
)

// History is told by its own dates: a text that names years gone by and hardly
// ever speaks from the day of its writing.
const (
	historyYears = 3 // years named that are gone by
	perDeictic   = 4 // … and this many for each "yesterday", "ago", "last week" or weekday
)

// tellsHistory reports whether the months and days of the article hang on the
// years that it tells of and not on the day of publication. An article without
// that day has nothing else to hang them on.
func (r *reading) tellsHistory() bool {
	if !r.anchored {
		return true
	}
	past, deictic := 0, 0
	for i := range r.doc.Sentences {
		t := r.doc.Sentences[i].Tokens
		for k := range t {
			switch {
			case r.cues["deictic"][t[k].Lower], k > 1 && r.fromToday(t[k-2], t[k-1], t[k]):
				deictic++
			case t[k].Cap:
				if _, ok := r.weekdays[t[k].Lower]; ok {
					deictic++
				}
			case t[k].Kind == lang.Number && len(t[k].Text) == 4 && k > 0:
				y, err := strconv.Atoi(t[k].Text)
				p := t[k-1]
				_, month := r.months[p.Lower]
				if err == nil && y >= 1000 && y < r.anchor.Year()-1 && (month || r.cues["year"][p.Lower] || p.Text == ",") {
					past++
				}
			}
		}
	}
	return past >= historyYears && past > perDeictic*deictic
}

// fromToday reports whether three words end in "last week" or the like, which
// "the next day" is not.
func (r *reading) fromToday(a, b, c lang.Token) bool {
	u, unit := r.units[c.Lower]
	return unit && !u.many && a.Lower != "the" && (b.Lower == "last" || b.Lower == "this" || b.Lower == "next")
}

// toldYear gives a month of history its year: that of the time in focus, or
// the one after it where the year has turned.
func (r *reading) toldYear(s slots) (int, bool) {
	if len(r.focus) < 4 {
		return r.anchor.Year(), r.anchored
	}
	y, ok := r.focusYear()
	if !ok {
		return 0, false
	}
	if g := monthValue.FindStringSubmatch(r.focus[:min(len(r.focus), 7)]); g != nil && atoi(g[2])-s.month >= 7 {
		y++
	}
	return y, true
}

// focusYear is the year of the time in focus.
func (r *reading) focusYear() (int, bool) {
	if len(r.focus) < 4 {
		return 0, false
	}
	y, err := strconv.Atoi(r.focus[:4])
	return y, err == nil
}

// sharedMonth finds the month, and the year, that a day has in common with a
// later one: "22 and 23 May 1918".
func (m *matcher) sharedMonth(end int, s slots) slots {
	for j := end + 1; j < len(m.a) && j < end+6; j++ {
		if next, x, ok := m.class("MONTH", j, slots{}); ok {
			s.month = x.month
			if next < len(m.a) && m.a[next].text == "," {
				next++
			}
			if next < len(m.a) {
				if _, x, ok := m.class("YEAR", next, slots{}); ok {
					s.year = x.year
				}
			}
			return s
		}
	}
	return s
}

// sharedYear finds the year that a month has in common with a later one:
// "in March and April 1919", "from 5 June to 2 July 1940".
func (m *matcher) sharedYear(end int, s slots) (int, bool) {
	if end+1 < len(m.a) && m.a[end].text == "," && m.cues["joins"][m.a[end+1].low] {
		end++ // "from Monday, June 19, to Friday, June 23, 2023"
	}
	if end >= len(m.a) || !m.cues["joins"][m.a[end].low] && m.a[end].text != "-" {
		return 0, false
	}
	j := end + 1
	if j < len(m.a) && m.a[j].low == "the" {
		j++
	}
	if j < len(m.a) {
		if next, _, ok := m.class("WEEKDAY", j, slots{}); ok {
			j = next + btoi(next < len(m.a) && m.a[next].text == ",")
		}
	}
	month, day := 0, false
	for last := j + 4; j < len(m.a) && j < last; j++ {
		if _, x, ok := m.class("MONTH", j, slots{}); ok && month == 0 {
			month = x.month
		} else if _, x, ok := m.class("YEAR", j, slots{}); ok && month > 0 {
			return x.year - btoi(s.month > month), true
		} else if _, _, ok := m.class("DAY", j, slots{}); ok && !day {
			day = true
		} else if m.a[j].text != "," && m.a[j].text != "." && m.a[j].low != "of" {
			break
		}
	}
	return 0, false
}

// now is the day that "this year" and "last month" hang on.
func (r *reading) now(code string) (time.Time, bool) {
	if r.history && code != "D" && code != "NI" && r.focus != "" {
		if f, ok := r.focusDay(); ok {
			return f, true
		}
	}
	return r.anchor, r.anchored
}

// fromFocus gives the unit that is n units from the one in focus. Where the
// focus is coarser than that, what it leaves open stays X.
func (r *reading) fromFocus(code string, n int) string {
	if _, bc := cutBC(r.focus); code == "Y" && (bc || len(r.focus) >= 4 && r.focus[0] >= '0' && r.focus[0] <= '9') {
		return yearsFrom(r.focus, n)
	}
	if v, ok := within(r.focus, code); ok {
		if n != 0 {
			v, _ = within("0", code)
		}
		return v
	}
	d, ok := r.focusDay()
	return r.step(d, ok, code, n)
}

// within writes the unit of a focus that is coarser than the unit: a day of
// 1998-10 is 1998-10-XX.
func within(focus, code string) (string, bool) {
	rank := map[string]int{"D": 10, "NI": 10, "WE": 8, "W": 8, "M": 7, "Q": 6, "Y": 4}[code]
	switch {
	case rank == 0 || focus == "" || len(focus) >= rank || focus[0] < '0' || focus[0] > '9':
		return "", false
	case len(focus) < 4:
		return map[int]string{10: "XXXX-XX-XX", 8: "XXXX-WXX", 7: "XXXX-XX", 6: "XXXX-QX", 4: "XXXX"}[rank], true
	case rank == 10 && monthValue.MatchString(focus):
		return focus + "-XX", true
	}
	return focus[:4] + map[int]string{10: "-XX-XX", 8: "-WXX", 7: "-XX", 6: "-QX", 4: ""}[rank], true
}

// yearsFrom moves a year, before Christ too, by n.
func yearsFrom(focus string, n int) string {
	y := 0
	if rest, ok := cutBC(focus); ok {
		y = 1 - atoi(rest) // astronomers' years: 1 BC is 0
	} else {
		y = atoi(focus[:4])
	}
	return writeYear(y + n)
}

// writeYear writes a year of the astronomers, whose year 0 is 1 BC.
func writeYear(y int) string {
	if y <= 0 {
		return fmt.Sprintf("BC%04d", 1-y)
	}
	return fmt.Sprintf("%04d", y)
}

func cutBC(v string) (string, bool) {
	if len(v) == 6 && v[:2] == "BC" {
		return v[2:], true
	}
	return "", false
}
