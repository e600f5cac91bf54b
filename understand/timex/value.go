package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/lang"
)

// value normalises a match; it fails where the words are no time here.
func (r *reading) value(m *matcher, i int, h hit) (string, bool) {
	s := h.slots
	arg := h.rule.meaning[1:]
	how := ""
	if len(arg) > 0 {
		how = arg[0]
	}
	switch h.rule.meaning[0] {
	case "is":
		return how, true
	case "date":
		return r.date(m, i, s, arg)
	case "unit":
		code, n := unitArgs(s, arg)
		if s.part != "" {
			return r.onPart(r.step(r.anchor, r.anchored, "D", n), s), true
		}
		if code == "D" && len(arg) > 2 {
			return r.step(r.anchor, r.anchored, "D", n) + "T" + arg[2], true
		}
		return r.step(r.anchor, r.anchored, code, n), true
	case "focus":
		n, _ := strconv.Atoi(strings.TrimPrefix(how, "+"))
		d, ok := r.focusDay()
		if !ok || len(r.focus) < 10 && s.part != "" {
			return r.focus, r.focus != ""
		}
		if len(r.focus) < 10 {
			return r.focus, true
		}
		return r.onPart(iso(d.AddDate(0, 0, n)), s), true
	case "focus-unit":
		code, n := unitArgs(s, arg)
		d, ok := r.focusDay()
		return r.step(d, ok, code, n), true
	case "shift", "shift-focus":
		return r.shift(s, h.rule.meaning[0], how), true
	case "span":
		return r.span(s, how)
	case "set":
		return r.set(s, how), true
	case "season":
		return r.season(m, i, s, arg), true
	case "quarter", "half", "thequarter", "yearago", "yearquarter":
		return r.quarter(m, i, s, h.rule.meaning[0], how)
	case "decade":
		return s.decade, s.decade != ""
	case "century":
		return strconv.Itoa(s.ord - 1), s.ord > 10 && s.ord < 30
	case "weekend":
		return r.step(r.anchor, r.anchored, "WE", r.ahead(m, i)-btoi(r.anchor.Weekday() == time.Monday && false)), true
	case "week-of":
		v, ok := r.date(m, i, s, nil)
		d, good := day(v)
		if !ok || !good {
			return "", false
		}
		return week(d), true
	}
	return "", false
}

func unitArgs(s slots, arg []string) (string, int) {
	code := s.units[0]
	if len(arg) > 0 {
		if n, err := strconv.Atoi(arg[0]); err == nil {
			return code, n
		}
		code = arg[0]
		if len(arg) > 1 {
			n, _ := strconv.Atoi(arg[1])
			return code, n
		}
	}
	return code, 0
}

func (r *reading) onPart(v string, s slots) string {
	switch {
	case s.part == "":
		return v
	case strings.Contains(s.part, ":"):
		return v + "T" + s.part
	}
	return v + "T" + s.part
}

// date gives the day, month or year of the slots.
func (r *reading) date(m *matcher, i int, s slots, arg []string) (string, bool) {
	how, n := "", 0
	if len(arg) > 0 {
		how = arg[0]
		if len(arg) > 1 {
			n, _ = strconv.Atoi(arg[1])
		}
	}
	if s.iso != "" {
		return r.atClock(s.iso, s), true
	}
	if how == "again" {
		s.month, s.weekday = r.last.month, 0
		if s.year == 0 {
			s.year = r.last.year
		}
		n := len(r.out)
		if s.month == 0 || r.last.day == 0 || n == 0 || m.a[i].from-r.out[n-1].Span.End > 6 {
			return "", false
		}
	}
	v := ""
	switch {
	case s.holiday != "":
		v = r.holidayYear(m, i, s, how, n)
	case s.month > 0:
		if s.year == 0 {
			y, ok := r.yearOf(m, i, s, how, n)
			if !ok {
				v = "XXXX"
			} else {
				s.year = y
			}
		}
		if v == "" {
			v = fmt.Sprintf("%04d", s.year)
		}
		v += fmt.Sprintf("-%02d", s.month)
		if s.day > 0 {
			v += fmt.Sprintf("-%02d", s.day)
			if _, ok := day(v); !ok && v[0] != 'X' {
				return "", false
			}
		}
	case s.weekday > 0:
		v = r.weekday(m, i, s, how, n)
	case s.year > 0:
		v = fmt.Sprintf("%04d", s.year)
	case s.part != "" || s.clock:
		if !r.anchored {
			return r.atClock("XXXX-XX-XX", s), true
		}
		v = iso(r.anchor)
		if len(r.focus) >= 10 {
			v = r.focus[:10]
		}
		for _, w := range [...]string{"tomorrow", "yesterday", "today"} {
			for k := i; k < len(m.a) && k < i+8; k++ {
				if m.a[k].low == w {
					v = iso(r.anchor.AddDate(0, 0, map[string]int{"tomorrow": 1, "yesterday": -1}[w]))
				}
			}
		}
	default:
		if r.anchored {
			return iso(r.anchor), true
		}
		return "XXXX-XX-XX", true
	}
	return r.atClock(v, s), true
}

// atClock adds the time of day of the slots.
func (r *reading) atClock(v string, s slots) string {
	switch {
	case s.clock:
		h := s.hour
		if s.pm == "pm" && h < 12 || s.part != "" && h < 12 && (s.part == "AF" || s.part == "EV" || s.part == "NI" && h > 5) {
			h += 12
		}
		if s.pm == "am" && h == 12 {
			h = 0
		}
		return fmt.Sprintf("%sT%02d:%02d", v, h, s.minute)
	case s.part != "":
		return r.onPart(v, s)
	}
	return v
}

// yearOf gives the year of a month without one: the last such month, or the
// next where the words look ahead.
func (r *reading) yearOf(m *matcher, i int, s slots, how string, n int) (int, bool) {
	if !r.anchored {
		if len(r.focus) >= 4 && r.focus[0] != 'X' {
			y, err := strconv.Atoi(r.focus[:4])
			return y, err == nil
		}
		return 0, false
	}
	y, mon := r.anchor.Year(), int(r.anchor.Month())
	later := s.month > mon || s.month == mon && s.day > r.anchor.Day()
	switch how {
	case "year":
		return y + n, true
	case "last":
		if s.month >= mon {
			y--
		}
		return y, true
	case "next":
		if s.month <= mon {
			y++
		}
		return y, true
	case "this":
		return y, true
	}
	if fy, ok := r.narrative(); ok {
		return fy, true
	}
	ahead := r.ahead(m, i) > 0
	switch {
	case later && !ahead:
		return y - 1, true
	case !later && ahead && !(s.month == mon):
		return y + 1, true
	}
	return y, true
}

// narrative gives the year that the text tells of where it left the present:
// history keeps its own year until the text comes back.
func (r *reading) narrative() (int, bool) {
	if len(r.focus) < 4 || len(r.out) == 0 {
		return 0, false
	}
	y, err := strconv.Atoi(r.focus[:4])
	if err != nil || y >= r.anchor.Year()-1 {
		return 0, false
	}
	last := r.out[len(r.out)-1]
	return y, last.Value == r.focus && r.s.Span.Start-last.Span.End < 100
}

// weekday gives the day of the week that the slots name.
func (r *reading) weekday(m *matcher, i int, s slots, how string, n int) string {
	if !r.anchored {
		return fmt.Sprintf("XXXX-WXX-%d", s.weekday)
	}
	base := r.anchor
	today := isoWeekday(base)
	back := (today - s.weekday + 7) % 7
	on := (s.weekday - today + 7) % 7
	switch how {
	case "last":
		if back == 0 {
			back = 7
		}
		return iso(base.AddDate(0, 0, -back))
	case "next", "coming":
		if on == 0 {
			on = 7
		}
		return iso(base.AddDate(0, 0, on))
	case "this":
		return iso(base.AddDate(0, 0, s.weekday-today))
	case "week":
		return iso(base.AddDate(0, 0, s.weekday-today+7*n))
	case "following", "preceding":
		if d, ok := r.focusDay(); ok {
			base = d
		}
		t := isoWeekday(base)
		if how == "following" {
			on = (s.weekday - t + 6) % 7
			return iso(base.AddDate(0, 0, on+1))
		}
		return iso(base.AddDate(0, 0, -((t-s.weekday+6)%7 + 1)))
	}
	if r.ahead(m, i) > 0 {
		return iso(base.AddDate(0, 0, on))
	}
	return iso(base.AddDate(0, 0, -back))
}

// ahead is 1 where the words around a bare day or month look to the future.
func (r *reading) ahead(m *matcher, i int) int {
	t := r.s.Tokens
	at := m.a[i].token
	if i > 0 && r.cues["ahead"][m.a[i-1].low] {
		for _, k := range [...]int{at - 2, at - 3, at + 1, at + 2, at + 3, at + 4} { // "had filed by Friday"
			if k >= 0 && k < len(t) && (t[k].Tag == "VBD" || t[k].Lower == "had") {
				return 0
			}
		}
		return 1
	}
	for k := at - 1; k >= 0 && k > at-25; k-- {
		if d, ok := r.leans(k); ok {
			return d
		}
		if t[k].Text == ";" || t[k].Text == "\u201d" || t[k].Text == "\"" {
			break
		}
	}
	for k := at + 1; k < len(t) && k < at+25; k++ {
		if d, ok := r.leans(k); ok {
			return d
		}
		if t[k].Text == ";" {
			break
		}
	}
	return 0
}

// leans reports which way token k points, and whether it points at all.
func (r *reading) leans(k int) (int, bool) {
	t := r.s.Tokens
	w, tag := t[k].Lower, t[k].Tag
	switch {
	case r.cues["future"][w] && tag == "MD":
		return 1, true
	case r.cues["prospect"][w] && (k+1 < len(t) && t[k+1].Lower == "to" || strings.HasPrefix(tag, "JJ") && tag != "JJR" || tag == "VBN" && k > 0 && lang.IsVerb(t[k-1].Tag) || lang.IsNoun(tag)):
		return 1, true
	case tag == "VB" && k > 0 && (t[k-1].Tag == "TO" || t[k-1].Tag == "MD"):
		if t[k-1].Tag == "TO" {
			return 1, true
		}
		return 0, false
	case (tag == "VBZ" || tag == "VBP" || tag == "VBG") && r.cues["schedule"][w]:
		if tag == "VBG" && (k == 0 || t[k-1].Lower == "was" || t[k-1].Lower == "were" || t[k-1].Tag == "IN") {
			return 0, false
		}
		return 1, true
	case tag == "VBD" || tag == "VBN":
		if w == "was" || w == "were" || w == "been" || w == "had" {
			return 0, false
		}
		return 0, true
	}
	return 0, false
}

func (r *reading) focusDay() (time.Time, bool) {
	if r.focus != "" {
		if b, _ := bounds(r.focus); b != "" {
			return day(b)
		}
	}
	return r.anchor, r.anchored
}

// shift counts NUM units from publication or from the time spoken of.
func (r *reading) shift(s slots, meaning, how string) string {
	dir, _ := strconv.Atoi(how)
	n := 1.0
	if s.nNums > 0 {
		n = s.nums[0]
	}
	n *= float64(dir)
	if dir == -2 && s.nNums == 0 {
		n = -2
	}
	if s.vague || s.nUnits == 0 {
		if dir < 0 {
			return "PAST_REF"
		}
		return "FUTURE_REF"
	}
	base, ok := r.anchor, r.anchored
	if s.units[0] == "DE" {
		s.units[0], n = "Y", n*10
	}
	if n == -1 && s.units[0] == "Y" && len(r.focus) == 7 && r.focus[5] == 'Q' { // results are compared with the same quarter
		return fmt.Sprintf("%04d%s", atoi(r.focus[:4])-1, r.focus[4:])
	}
	if meaning == "shift-focus" {
		base, ok = r.focusDay()
		if ok && r.focus != "" && len(r.focus) < 10 && s.units[0] == "D" {
			return "XXXX-XX-XX"
		}
	}
	return r.step(base, ok, s.units[0], int(n))
}

// step gives the unit that is n units from a day, in that unit's granularity.
func (r *reading) step(d time.Time, ok bool, code string, n int) string {
	if !ok {
		switch code {
		case "D", "NI":
			return "XXXX-XX-XX"
		case "W", "WE", "FN":
			return "XXXX-WXX"
		case "M":
			return "XXXX-XX"
		case "Q":
			return "XXXX-QX"
		}
		return "XXXX"
	}
	switch code {
	case "D":
		return iso(d.AddDate(0, 0, n))
	case "NI":
		return iso(d.AddDate(0, 0, n)) + "TNI"
	case "W":
		return week(d.AddDate(0, 0, 7*n))
	case "FN":
		return week(d.AddDate(0, 0, 14*n))
	case "WE":
		return week(d.AddDate(0, 0, 7*n)) + "-WE"
	case "M":
		return time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	case "Q":
		q := (int(d.Month())-1)/3 + n
		y := d.Year() + floor(q, 4)
		return fmt.Sprintf("%04d-Q%d", y, q-4*floor(q, 4)+1)
	case "Y":
		return fmt.Sprintf("%04d", d.Year()+n)
	case "DE":
		return fmt.Sprintf("%03d", d.Year()/10+n)
	case "CE":
		return fmt.Sprintf("%02d", d.Year()/100+n)
	case "TH":
		return iso(d)
	}
	return iso(d)
}

func floor(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}
