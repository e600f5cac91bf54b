package wording

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	week   = regexp.MustCompile(`^(\d{4})-W(\d\d)(-WE)?$`)
	ofDay  = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)T(MO|MI|AF|EV|NI|DT)$`)
	inYear = regexp.MustCompile(`^(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)$`)
	before = regexp.MustCompile(`^BC0*(\d+)$`)
	again  = regexp.MustCompile(`^XXXX-WXX-([1-7])(?:T(MO|MI|AF|EV|NI|DT))?$`)
	open   = regexp.MustCompile(`(-XX|-W?XX|-QX)+$`)
	decade = regexp.MustCompile(`^\d{3}$`)
	cent   = regexp.MustCompile(`^\d{2}$`)
	period = regexp.MustCompile(`^P([\dX.]+(?:CE|DE|[YMWD]))*(T[\dX.]+.*)?$`)
	amount = regexp.MustCompile(`([\d.]+|X+)(CE|DE|[YMWDHS])`)
)

// words of TIMEX3 values.
var (
	partsOfDay = map[string]string{"MO": "morning", "MI": "midday", "AF": "afternoon", "EV": "evening", "NI": "night", "DT": "daytime"}
	seasons    = map[string]string{"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter", "H1": "first half of", "H2": "second half of",
		"Q1": "first quarter of", "Q2": "second quarter of", "Q3": "third quarter of", "Q4": "fourth quarter of"}
	references = map[string]string{"PAST_REF": "in the past", "PRESENT_REF": "now", "FUTURE_REF": "in the future"}
	weekdays   = [...]string{"", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"}
	units      = map[string]string{"CE": "century", "DE": "decade", "Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute", "TS": "second"}
)

var layouts = []struct{ layout, as string }{
	{time.DateOnly, "2 January 2006"}, {"2006-01", "January 2006"}, {time.RFC3339, "2 January 2006, 15:04 MST"}, {"2006-01-02T15:04", "2 January 2006, 15:04"},
}

// Day puts a TIMEX3 value, an RFC 3339 time or the two ends of a stretch into
// words: "7 April 2021", "6–13 June 2023", "week of 20 June 2022", "spring
// 2021", "18 months". What is none of these is given back.
func Day(value string) string {
	if from, to, ok := strings.Cut(value, "/"); ok {
		return Stretch(from, to)
	}
	for _, f := range layouts {
		if t, err := time.Parse(f.layout, value); err == nil {
			return t.Format(f.as)
		}
	}
	if m := week.FindStringSubmatch(value); m != nil {
		monday := weekStart(m[1], m[2])
		if m[3] != "" {
			return "weekend of " + monday.AddDate(0, 0, 5).Format("2 January 2006")
		}
		return "week of " + monday.Format("2 January 2006")
	}
	if m := ofDay.FindStringSubmatch(value); m != nil {
		return Day(m[1]) + ", " + partsOfDay[m[2]]
	}
	if m := inYear.FindStringSubmatch(value); m != nil {
		return seasons[m[2]] + " " + m[1]
	}
	if m := before.FindStringSubmatch(value); m != nil {
		return m[1] + " BC"
	}
	if m := again.FindStringSubmatch(value); m != nil {
		n, _ := strconv.Atoi(m[1])
		if part := partsOfDay[m[2]]; part != "" {
			return strings.TrimSuffix(weekdays[n], "s") + " " + part + "s"
		}
		return weekdays[n]
	}
	switch {
	case references[value] != "":
		return references[value]
	case decade.MatchString(value):
		return value + "0s"
	case cent.MatchString(value):
		n, _ := strconv.Atoi(value)
		return ordinal(n+1) + " century"
	case strings.HasPrefix(value, "P") && len(value) > 1 && period.MatchString(value):
		return length(value)
	}
	if known := open.ReplaceAllString(value, ""); known != value && known != "" && known[0] != 'X' { // "1998-10-XX" is known by its month
		return Day(known)
	}
	return value
}

// Stretch puts the first and the last of some days, months or years into
// words, what they share only once: "6–13 June 2023", "30 May – 2 June 2023".
func Stretch(from, to string) string {
	if from == to || to == "" {
		return Day(from)
	}
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA == nil && errB == nil {
		switch {
		case a.Year() != b.Year():
		case a.Month() != b.Month():
			return a.Format("2 January") + " – " + b.Format("2 January 2006")
		default:
			return a.Format("2") + "–" + b.Format("2 January 2006")
		}
		return Day(from) + " – " + Day(to)
	}
	a, errA = time.Parse("2006-01", from)
	b, errB = time.Parse("2006-01", to)
	switch {
	case errA == nil && errB == nil && a.Year() == b.Year():
		return a.Format("January") + "–" + b.Format("January 2006")
	case len(from) == 4 && len(to) == 4:
		return from + "–" + to
	}
	return Day(from) + " – " + Day(to)
}

// Time puts a time with the days that it covers into words: a time without a
// place in the calendar, "P18M" or "PAST_REF", by those days where they are known.
func Time(value, begin, finish string) string {
	switch {
	case references[value] != "":
		return references[value]
	case value != "" && (value[0] >= '0' && value[0] <= '9' || begin == ""):
		return Day(value)
	case begin != "":
		return Stretch(begin, finish)
	}
	return ""
}

// Moment puts a time into words by the clock of the zone it is in.
func Moment(t time.Time) string { return t.Format("2 January 2006, 15:04") }

// length puts a TIMEX3 duration into words: "18 months", "1 year 6 months".
func length(value string) string {
	date, clock, _ := strings.Cut(value[1:], "T")
	var out []string
	add := func(part, in string) {
		for _, m := range amount.FindAllStringSubmatch(part, -1) {
			unit := units[in+m[2]]
			switch {
			case unit == "":
			case strings.HasPrefix(m[1], "X"):
				out = append(out, "some "+many(unit))
			case m[1] == "1":
				out = append(out, "1 "+unit)
			default:
				out = append(out, m[1]+" "+many(unit))
			}
		}
	}
	add(date, "")
	add(clock, "T")
	if len(out) == 0 {
		return value
	}
	return strings.Join(out, " ")
}

func many(unit string) string {
	if unit == "century" {
		return "centuries"
	}
	return unit + "s"
}

func ordinal(n int) string {
	suffix := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, suffix)
}

// weekStart is the Monday of a week of ISO 8601.
func weekStart(year, week string) time.Time {
	y, _ := strconv.Atoi(year)
	w, _ := strconv.Atoi(week)
	fourth := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC) // always in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7)
	return monday.AddDate(0, 0, 7*(w-1))
}
