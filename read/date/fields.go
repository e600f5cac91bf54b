package date

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// fields are the numbers, words and signs of a date on their way to one.
type fields struct {
	parser  *Parser
	numbers []figure
	month   time.Month
	after   int // numbers before the month's name
	clock   string
	pm, am  bool
	zone    *int
}

type figure struct {
	value, width int
	sep          byte // before it: '/', '.', '-', ' ' or 0
}

// scan takes s apart.
func (d *fields) scan(s string) error {
	sep := byte(' ')
	for s != "" {
		r := []rune(s[:min(len(s), 4)])[0]
		switch {
		case r >= '0' && r <= '9':
			rest, err := d.figures(s, sep)
			if err != nil {
				return err
			}
			s, sep = rest, 0
		case (r == '+' || r == '-') && d.clock != "" && d.zone == nil && len(s) > 1 && s[1] >= '0' && s[1] <= '9':
			rest, err := d.offset(s)
			if err != nil {
				return err
			}
			s, sep = rest, 0
		case isLetter(r):
			end := strings.IndexFunc(s, func(r rune) bool { return !isLetter(r) })
			if end < 0 {
				end = len(s)
			}
			d.word(word(s[:end]))
			s, sep = s[end:], ' '
		default:
			if r < 0x80 && strings.ContainsRune("/.-", r) {
				sep = byte(r)
			} else if sep == 0 {
				sep = ' '
			}
			s = s[len(string(r)):]
		}
	}
	return nil
}

// figures takes a run of digits, or a clock such as 10:15:00.25.
func (d *fields) figures(s string, sep byte) (rest string, err error) {
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	if strings.HasPrefix(s[end:], ":") && d.clock == "" && end <= 2 {
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == ':') {
			end++
		}
		d.clock = s[:end]
		if end < len(s) && s[end] == '.' {
			end++
			for end < len(s) && s[end] >= '0' && s[end] <= '9' {
				end++
			}
		}
		return s[end:], nil
	}
	digits, rest := s[:end], s[end:]
	if end == 8 || end == 14 { // 20210323, 20210323101500
		for _, n := range []int{4, 2, 2} {
			v, _ := strconv.Atoi(digits[:n])
			d.numbers = append(d.numbers, figure{v, n, '-'})
			digits = digits[n:]
		}
		if digits != "" {
			d.clock = digits[:2] + ":" + digits[2:4] + ":" + digits[4:]
		}
		return rest, nil
	}
	if end == 6 && len(d.numbers) == 3 && d.clock == "" { // 20210323T101500Z
		d.clock = digits[:2] + ":" + digits[2:4] + ":" + digits[4:]
		return rest, nil
	}
	v, err := strconv.Atoi(digits)
	if err != nil || end > 4 {
		return "", fmt.Errorf("the number %.20s is neither a day, a month nor a year", digits)
	}
	d.numbers = append(d.numbers, figure{v, end, sep})
	return rest, nil
}

// offset takes +02:00, +0200 or +02.
func (d *fields) offset(s string) (rest string, err error) {
	end := 1
	for end < len(s) && end < 6 && (s[end] >= '0' && s[end] <= '9' || s[end] == ':') {
		end++
	}
	digits := strings.ReplaceAll(s[1:end], ":", "")
	if len(digits) == 2 {
		digits += "00"
	}
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) != 4 || n/100 > 14 || n%100 > 59 {
		return "", fmt.Errorf("%q is not an offset from UTC", s[:end])
	}
	secs := n/100*3600 + n%100*60
	if s[0] == '-' {
		secs = -secs
	}
	d.zone = &secs
	return s[end:], nil
}

func (d *fields) word(w string) {
	if m, ok := d.parser.months[w]; ok && d.month == 0 {
		d.month, d.after = m, len(d.numbers)
		return
	}
	if secs, ok := d.parser.zones[w]; ok && d.clock != "" && d.zone == nil {
		d.zone = &secs
		return
	}
	switch w {
	case "am", "a":
		d.am = d.clock != ""
	case "pm", "p":
		d.pm = d.clock != ""
	}
}

func (d *fields) assemble(order Order) (string, error) {
	year, month, day, err := d.day(order)
	if err != nil {
		return "", err
	}
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if date.Year() != year || date.Month() != month || date.Day() != day || year < 1000 {
		return "", errors.New("there is no such day")
	}
	if d.clock == "" || d.zone == nil {
		return date.Format(time.DateOnly), nil
	}
	h, m, s, err := d.time()
	if err != nil {
		return "", err
	}
	zone := time.UTC
	if *d.zone != 0 {
		zone = time.FixedZone("", *d.zone)
	}
	return time.Date(year, month, day, h, m, s, 0, zone).Format(time.RFC3339), nil
}

func (d *fields) day(order Order) (year int, month time.Month, day int, err error) {
	n := d.numbers
	if d.month != 0 {
		if len(n) < 2 {
			return 0, 0, 0, errors.New("it has no day or no year")
		}
		a, b := n[0], n[1]
		if a.width == 4 {
			a, b = b, a // 2021 March 23
		}
		if a.width > 2 {
			return 0, 0, 0, errors.New("it has two years")
		}
		return fullYear(b), d.month, a.value, nil
	}
	if len(n) < 3 {
		return 0, 0, 0, errors.New("it needs a day, a month and a year")
	}
	a, b, c := n[0], n[1], n[2]
	if a.width == 4 {
		return a.value, time.Month(b.value), c.value, nil
	}
	if c.width == 1 || c.width == 3 || b.width > 2 {
		return 0, 0, 0, errors.New("it has no year")
	}
	switch {
	case a.value > 12 && b.value <= 12, a.value == b.value:
		order = DayFirst
	case b.value > 12 && a.value <= 12:
		order = MonthFirst
	case order == Unknown && b.sep == '.':
		order = DayFirst // 03.04.2021 is written where the day comes first
	}
	switch order {
	case DayFirst:
		return fullYear(c), time.Month(b.value), a.value, nil
	case MonthFirst:
		return fullYear(c), time.Month(a.value), b.value, nil
	}
	return 0, 0, 0, fmt.Errorf("%w: write it as 2021-03-23", ErrAmbiguous)
}

// fullYear reads two figures as RFC 2822 does: 49 is 2049, 50 is 1950.
func fullYear(f figure) int {
	switch {
	case f.width > 2:
		return f.value
	case f.value < 50:
		return 2000 + f.value
	}
	return 1900 + f.value
}

func (d *fields) time() (h, m, s int, err error) {
	parts := strings.FieldsFunc(d.clock, func(r rune) bool { return !unicode.IsDigit(r) })
	for len(parts) < 3 {
		parts = append(parts, "0")
	}
	h, _ = strconv.Atoi(parts[0])
	m, _ = strconv.Atoi(parts[1])
	s, _ = strconv.Atoi(parts[2])
	switch {
	case d.pm && h < 12:
		h += 12
	case d.am && h == 12:
		h = 0
	}
	if s == 60 {
		s = 59 // a leap second
	}
	if h > 24 || m > 59 || s > 59 || h == 24 && (m > 0 || s > 0) {
		return 0, 0, 0, fmt.Errorf("there is no time %s", d.clock)
	}
	return h, m, s, nil
}
