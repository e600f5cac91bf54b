package timex

import (
	"fmt"
	"strconv"
	"strings"
	"time"
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
		return r.date(m, i, h.end, s, arg)
	case "unit":
		code, n := unitArgs(s, arg)
		if s.part != "" {
			return r.onPart(r.step(r.anchor, r.anchored, "D", n), s), true
		}
		if code == "D" && len(arg) > 2 {
			return r.step(r.anchor, r.anchored, "D", n) + "T" + arg[2], true
		}
		d, ok := r.now(code)
		return r.step(d, ok, code, n), true
	case "focus":
		n, _ := strconv.Atoi(strings.TrimPrefix(how, "+"))
		d, ok := r.focusDay()
		if r.focus == "" || !ok {
			return or(r.focus, "PAST_REF"), true
		}
		if len(r.focus) < 10 {
			if v, ok := within(r.focus, "D"); ok && s.part != "" {
				return r.onPart(v, s), true
			}
			return r.focus, true
		}
		return r.onPart(iso(d.AddDate(0, 0, n)), s), true
	case "focus-unit":
		code, n := unitArgs(s, arg)
		return r.fromFocus(code, n), true
	case "shift", "shift-focus":
		return r.shift(s, h.rule.meaning[0], how), true
	case "span":
		return r.span(s, arg)
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
		return r.weekend(m, i, how), true
	case "week-of":
		v, ok := r.date(m, i, h.end, s, nil)
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
func (r *reading) date(m *matcher, i, end int, s slots, arg []string) (string, bool) {
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
		n := len(r.out)
		last, ok := day(r.focus)
		if !ok || n == 0 || m.a[i].from-r.out[n-1].Span.End > 10 || r.out[n-1].Value != r.focus || r.last.month == 0 {
			return "", false
		}
		s.month, s.weekday = r.last.month, 0
		if s.year == 0 {
			s.year = last.Year()
		}
	}
	switch how {
	case "told": // "in April of that year"
		if y, ok := r.focusYear(); ok {
			s.year = y
		}
	case "first": // "22 and 23 May 1918"
		s = m.sharedMonth(end, s)
	case "of": // "on the 24th"
		d, ok := r.focusDay()
		if !ok || len(r.focus) >= 4 && len(r.focus) < 7 {
			return "", false
		}
		s.month, s.year = int(d.Month()), d.Year()
	case "span":
		last := r.focus
		if !yearValue.MatchString(last) || len(last) != 4 || s.day <= atoi(last[2:]) {
			return "", false
		}
		s.year, s.day = atoi(last[:2])*100+s.day, 0
	}
	v := ""
	switch {
	case s.holiday != "":
		v = r.holidayYear(m, i, s, how, n)
	case s.month > 0:
		if s.year == 0 {
			y, ok := m.sharedYear(end, s)
			if !ok {
				y, ok = r.yearOf(m, i, s, how, n)
			}
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
	case s.year != 0 || s.bc:
		v = writeYear(s.year)
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
	if n == -1 && s.units[0] == "Y" && r.frame != "" { // results are compared with the same quarter
		return r.yearBefore()
	}
	if meaning == "shift-focus" {
		return r.fromFocus(s.units[0], int(n))
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
		return iso(d.AddDate(0, 0, n/24))
	}
	return iso(d)
}

func floor(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
