package score

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// days is a range of days, both ends in it.
type days struct{ from, to time.Time }

func (d days) holds(e days) bool { return !e.from.Before(d.from) && !e.to.After(d.to) }

var (
	weekValue    = regexp.MustCompile(`^(\d{4})-W(\d\d)(-WE)?$`)
	dayValue     = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)`)
	monthValue   = regexp.MustCompile(`^(\d{4})-(\d\d)$`)
	quarterValue = regexp.MustCompile(`^(\d{4})-Q(\d)$`)
	yearValue    = regexp.MustCompile(`^\d{4}$`)
)

// daysOf returns the days that a TIMEX3 value covers, and false where it
// names no days of the calendar.
func daysOf(value string) (days, bool) {
	num := func(s string) int { n, _ := strconv.Atoi(s); return n } // the patterns let digits through only
	switch {
	case weekValue.MatchString(value):
		m := weekValue.FindStringSubmatch(value)
		return week(num(m[1]), num(m[2]), m[3] != "")
	case dayValue.MatchString(value):
		m := dayValue.FindStringSubmatch(value)
		y, mo, d := num(m[1]), time.Month(num(m[2])), num(m[3])
		t := date(y, mo, d)
		return days{t, t}, t.Month() == mo && t.Day() == d
	case monthValue.MatchString(value):
		m := monthValue.FindStringSubmatch(value)
		y, mo := num(m[1]), time.Month(num(m[2]))
		return days{date(y, mo, 1), date(y, mo+1, 0)}, mo >= 1 && mo <= 12
	case quarterValue.MatchString(value):
		m := quarterValue.FindStringSubmatch(value)
		y, q := num(m[1]), num(m[2])
		return days{date(y, time.Month(3*q-2), 1), date(y, time.Month(3*q+1), 0)}, q >= 1 && q <= 4
	case yearValue.MatchString(value):
		return days{date(num(value), 1, 1), date(num(value), 12, 31)}, true
	}
	return days{}, false
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func week(year, n int, weekend bool) (days, bool) {
	first := date(year, 1, 4) // always in week 1 (ISO 8601)
	monday := first.AddDate(0, 0, -(int(first.Weekday())+6)%7+7*(n-1))
	if y, w := monday.ISOWeek(); y != year || w != n {
		return days{}, false
	}
	d := days{monday, monday.AddDate(0, 0, 6)}
	if weekend {
		d.from = monday.AddDate(0, 0, 5)
	}
	return d, true
}

// longestCoarse is how many days a predicted time may span beyond its first
// when the gold's lies inside of it: a month.
const longestCoarse = 31

// timeRight compares the time of an event with the gold's alternatives: it is
// right when the same, when one value begins the other, when inside the
// gold's, or when it holds the gold's and is no longer than a month.
func timeRight(gold Alternatives, pred string) bool {
	if pred == "" {
		return len(gold) == 0 || gold.has("")
	}
	for _, g := range gold {
		if g == "" {
			continue
		}
		if strings.HasPrefix(pred, g) || strings.HasPrefix(g, pred) && len(pred) >= len("2006-01") {
			return true
		}
		a, okA := daysOf(g)
		b, okB := daysOf(pred)
		if !okA || !okB {
			continue
		}
		if a.holds(b) || b.holds(a) && b.to.Sub(b.from) <= longestCoarse*24*time.Hour {
			return true
		}
	}
	return false
}
