package timex

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func day(s string) (time.Time, bool) {
	if len(s) < 10 {
		return time.Time{}, false
	}
	d, err := time.Parse(time.DateOnly, s[:10])
	return d, err == nil
}

func iso(d time.Time) string { return d.Format(time.DateOnly) }

func isoWeekday(d time.Time) int { return (int(d.Weekday())+6)%7 + 1 }

func week(d time.Time) string {
	y, w := d.ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}

// weekStart is the Monday of an ISO week.
func weekStart(y, w int) time.Time {
	d := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
	return d.AddDate(0, 0, 1-isoWeekday(d)+7*(w-1))
}

var (
	weekValue    = regexp.MustCompile(`^(\d{4})-W(\d\d)(-WE)?$`)
	monthValue   = regexp.MustCompile(`^(\d{4})-(\d\d)$`)
	quarterValue = regexp.MustCompile(`^(\d{4})-([QH])(\d)$`)
	seasonValue  = regexp.MustCompile(`^(\d{4})-(SP|SU|FA|WI)$`)
	yearValue    = regexp.MustCompile(`^\d{2,4}$`)
)

// bounds gives the first and the last day that a TIMEX3 value covers, "" where
// it covers none that are known. Seasons are those of the northern
// meteorological year.
func bounds(v string) (begin, finish string) {
	span := func(from time.Time, years, months, days int) (string, string) {
		return iso(from), iso(from.AddDate(years, months, days).AddDate(0, 0, -1))
	}
	if d, ok := day(v); ok {
		return iso(d), iso(d)
	}
	if g := monthValue.FindStringSubmatch(v); g != nil {
		if d, ok := day(v + "-01"); ok {
			return span(d, 0, 1, 0)
		}
		return "", ""
	}
	if g := weekValue.FindStringSubmatch(v); g != nil {
		d := weekStart(atoi(g[1]), atoi(g[2]))
		if g[3] != "" {
			return iso(d.AddDate(0, 0, 5)), iso(d.AddDate(0, 0, 6))
		}
		return span(d, 0, 0, 7)
	}
	if g := quarterValue.FindStringSubmatch(v); g != nil {
		months := 3
		if g[2] == "H" {
			months = 6
		}
		return span(first(atoi(g[1]), (atoi(g[3])-1)*months+1), 0, months, 0)
	}
	if g := seasonValue.FindStringSubmatch(v); g != nil {
		return span(first(atoi(g[1]), map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[g[2]]), 0, 3, 0)
	}
	if yearValue.MatchString(v) {
		years := map[int]int{4: 1, 3: 10, 2: 100}[len(v)]
		return span(first(atoi(v)*years, 1), years, 0, 0)
	}
	return "", ""
}

func first(y, m int) time.Time { return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

// holidayDate gives the day of a holiday in year y, from the form of
// holidays.txt.
func holidayDate(when string, y int) (time.Time, bool) {
	if rest, ok := strings.CutPrefix(when, "easter"); ok {
		n, err := strconv.Atoi(strings.TrimPrefix(rest, "+"))
		return easter(y).AddDate(0, 0, n), err == nil
	}
	f := strings.Split(when, "/")
	if len(f) == 3 {
		nthText, after, _ := strings.Cut(f[2], "+")
		m, wd, nth := atoi(f[0]), atoi(f[1]), atoi(nthText)
		if m < 1 || m > 12 || wd < 1 || wd > 7 || nth == 0 {
			return time.Time{}, false
		}
		if nth < 0 {
			d := first(y, m).AddDate(0, 1, -1)
			return d.AddDate(0, 0, -((isoWeekday(d) - wd + 7) % 7)), true
		}
		d := first(y, m)
		return d.AddDate(0, 0, (wd-isoWeekday(d)+7)%7+7*(nth-1)+atoi(after)), true
	}
	d, err := time.Parse("2006-01-02", fmt.Sprintf("%04d-%s", y, when))
	return d, err == nil
}

// easter is the Sunday of western Easter (Meeus, Jones, Butcher).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	return time.Date(y, time.Month((h+l-7*m+114)/31), (h+l-7*m+114)%31+1, 0, 0, 0, 0, time.UTC)
}

// holidayYear gives the day of the holiday of the slots.
func (r *reading) holidayYear(m *matcher, i int, s slots, how string, n int) string {
	y := s.year
	if y == 0 {
		at := r.anchor
		if f, ok := r.focusDay(); ok && r.history {
			at = f
		} else if !r.anchored {
			return "XXXX"
		}
		y = at.Year()
		d, _ := holidayDate(s.holiday, y)
		switch {
		case how == "year":
			y += n
		case how == "last" && !d.Before(at):
			y--
		case how == "next" && !d.After(at):
			y++
		case how == "" && !r.history:
			y, _ = r.yearOf(m, i, slots{month: int(d.Month()), day: d.Day()}, "", 0)
		}
	}
	d, _ := holidayDate(s.holiday, y)
	return iso(d)
}
