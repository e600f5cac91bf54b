package serve

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/story"
)

var (
	week   = regexp.MustCompile(`^(\d{4})-W(\d\d)(-WE)?$`)
	part   = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)T(MO|MI|AF|EV|NI|DT)$`)
	inYear = regexp.MustCompile(`^(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$`)
	tens   = regexp.MustCompile(`^\d{3}$`)
	cent   = regexp.MustCompile(`^\d{2}$`)
)

// words of TIMEX3 values.
var (
	partsOfDay = map[string]string{"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
	seasons    = map[string]string{"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter", "H1": "first half", "H2": "second half"}
)

var layouts = []struct{ layout, as string }{
	{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}, {time.RFC3339, "2 January 2006, 15:04 MST"}, {"2006-01-02T15:04", "2 January 2006, 15:04"},
}

// day prints a TIMEX3 date or an RFC 3339 time for a reader: "7 April 2021",
// "week of 20 June 2022", "spring 2021". What is none of these is given back.
func day(s string) string {
	for _, f := range layouts {
		if t, err := time.Parse(f.layout, s); err == nil {
			return t.Format(f.as)
		}
	}
	if m := week.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[1])
		n, _ := strconv.Atoi(m[2])
		monday := weekStart(year, n)
		if m[3] != "" {
			return "weekend of " + monday.AddDate(0, 0, 5).Format("2 January 2006")
		}
		return "week of " + monday.Format("2 January 2006")
	}
	if m := part.FindStringSubmatch(s); m != nil {
		return day(m[1]) + ", " + partsOfDay[m[2]]
	}
	if m := inYear.FindStringSubmatch(s); m != nil {
		if q, ok := strings.CutPrefix(m[2], "Q"); ok {
			return "quarter " + q + " of " + m[1]
		}
		return seasons[m[2]] + " " + m[1]
	}
	switch {
	case tens.MatchString(s):
		return s + "0s"
	case cent.MatchString(s):
		n, _ := strconv.Atoi(s)
		return fmt.Sprintf("%dth century", n+1)
	}
	return s
}

// weekStart is the Monday of a week of ISO 8601.
func weekStart(year, week int) time.Time {
	fourth := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	return monday.AddDate(0, 0, 7*(week-1))
}

// when prints the time of a happening.
func when(h *story.Happening) string {
	if t := h.Time; t != nil {
		switch {
		case t.Value != "" && t.Value[0] >= '0' && t.Value[0] <= '9':
			return day(t.Value)
		case t.Begin != "" && t.Finish != "" && t.Begin != t.Finish:
			return day(t.Begin) + " – " + day(t.Finish)
		case t.Begin != "":
			return day(t.Begin)
		}
	}
	if len(h.Life) > 0 && h.Life[0].On != "" {
		return "told " + day(h.Life[0].On)
	}
	return "undated"
}
