package timex

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
)

// units of a duration in TIMEX3 writing.
var durationUnit = map[string]string{"TS": "S", "TM": "M", "TH": "H", "D": "D", "NI": "D", "W": "W", "WE": "W", "FN": "W", "M": "M", "Q": "Q",
	"Y": "Y", "DE": "DE", "CE": "CE"}

func duration(code string, n float64, vague bool) string {
	p := "P"
	if code == "TS" || code == "TM" || code == "TH" {
		p = "PT"
	}
	if code == "FN" {
		n *= 2
	}
	if whole := math.Trunc(n); n != whole && !vague { // half of a unit is told in the next smaller one
		if half, ok := map[string]string{"Y": "6M", "TH": "30M", "TM": "30S", "D": "T12H"}[code]; ok && n-whole == 0.5 {
			if whole == 0 {
				return p + half
			}
			return p + strconv.FormatFloat(whole, 'f', -1, 64) + durationUnit[code] + half
		}
	}
	q := strconv.FormatFloat(n, 'f', -1, 64)
	if vague {
		q = "X"
	}
	return p + q + durationUnit[code]
}

func (r *reading) span(s slots, arg []string) (string, bool) {
	how, count := "", ""
	if len(arg) > 0 {
		how, count = arg[0], arg[len(arg)-1]
	}
	if s.nUnits == 0 {
		return "", false
	}
	code := s.units[0]
	if code == "Q" && how == "" && !s.vague { // "three quarters of the votes"
		return "", false
	}
	n, vague := 1.0, s.vague
	switch {
	case s.nNums > 0:
		n = s.nums[s.nNums-1]
		if how == "" && s.nNums > 1 {
			n = s.nums[0]
		}
	case isNumber(count):
		n, _ = strconv.ParseFloat(count, 64)
	case s.many:
		vague = true
	}
	switch how {
	case "half":
		switch code {
		case "DE":
			return "P5Y", true
		case "CE":
			return "P50Y", true
		}
		n = 0.5
	case "plushalf":
		n += 0.5
	case "sum":
		if s.nUnits > 1 && s.nNums > 1 {
			a, b := duration(s.units[0], s.nums[0], false), duration(s.units[1], s.nums[1], false)
			return a + strings.TrimPrefix(strings.TrimPrefix(b, "P"), "T"), true
		}
	}
	return duration(code, n, vague), true
}

func isNumber(s string) bool { _, err := strconv.Atoi(s); return err == nil }

// stretch gives a duration that hangs on publication its first and last day,
// and what is vague the side that is known.
func (r *reading) stretch(h hit, t *chancery.Timex) {
	how := ""
	if len(h.rule.meaning) > 1 {
		how = h.rule.meaning[1]
	}
	switch t.Value {
	case "PAST_REF":
		how = "past"
	case "FUTURE_REF":
		how = "future"
	}
	base, ok := r.now("M")
	if !ok || how != "past" && how != "future" {
		return
	}
	if strings.Contains(t.Value, "X") || strings.HasSuffix(t.Value, "_REF") {
		if how == "past" {
			t.Finish = iso(base)
		} else {
			t.Begin = iso(base)
		}
		return
	}
	if t.Type != chancery.Duration {
		return
	}
	n := 1
	if h.slots.nNums > 0 {
		n = int(h.slots.nums[0])
	}
	if n > 10000 {
		return
	}
	if how == "past" {
		n = -n
	}
	other := base
	switch h.slots.units[0] {
	case "D", "NI":
		other = other.AddDate(0, 0, n)
	case "W":
		other = other.AddDate(0, 0, 7*n)
	case "FN":
		other = other.AddDate(0, 0, 14*n)
	case "M":
		other = addMonths(other, n)
	case "Q":
		other = addMonths(other, 3*n)
	case "Y":
		other = addMonths(other, 12*n)
	case "DE":
		other = addMonths(other, 120*n)
	default:
		return
	}
	t.Begin, t.Finish = iso(other), iso(base)
	if how == "future" {
		t.Begin, t.Finish = t.Finish, t.Begin
	}
}

// addMonths moves a day by n months and stays in the month: a month before 31 March is 28 February.
func addMonths(d time.Time, n int) time.Time {
	first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d.Day(), last)-1)
}

func (r *reading) set(s slots, how string) string {
	switch {
	case s.weekday > 0 && s.part != "":
		return fmt.Sprintf("XXXX-WXX-%dT%s", s.weekday, s.part)
	case s.weekday > 0:
		return fmt.Sprintf("XXXX-WXX-%d", s.weekday)
	case s.month > 0:
		return fmt.Sprintf("XXXX-%02d", s.month)
	case s.season != "":
		return "XXXX-" + s.season
	case s.part != "":
		return "XXXX-XX-XXT" + s.part
	case s.nUnits > 0:
		n := 1.0
		if s.nNums > 0 {
			n = s.nums[0]
		}
		if isNumber(how) {
			n, _ = strconv.ParseFloat(how, 64)
		}
		return duration(s.units[0], n, false)
	}
	return "XXXX"
}
