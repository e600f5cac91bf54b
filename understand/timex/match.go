package timex

import (
	"regexp"
	"strconv"
	"strings"
)

// slots is what the classes of a match stood for; 0 and "" for what is missing.
type slots struct {
	month, day, weekday, year int
	nums                      [3]float64
	nNums                     int
	units                     [3]string
	nUnits                    int
	vague, many               bool
	ord                       int
	season, part, partMod     string
	decade                    string
	holiday                   string
	hour, minute              int
	clock                     bool
	pm                        string
	iso                       string
	quarter                   int
	bc                        bool // year counts as the astronomers' years do: 1 BC is 0
}

func (s *slots) num(x float64) {
	if s.nNums < len(s.nums) {
		s.nums[s.nNums] = x
		s.nNums++
	}
}

// matcher matches rules over the atoms of one sentence.
type matcher struct {
	*vocabulary
	a []atom
}

// match calls done for every way in which n matches from atom i, longest
// alternatives first as written, until done returns true.
func (m *matcher) match(n *node, i int, s slots, done func(int, slots) bool) bool {
	switch {
	case n.word != "":
		j := m.skip(n.word, i)
		return j < len(m.a) && m.a[j].low == n.word && done(j+1, s)
	case n.class != "":
		j := m.skip("", i)
		if j >= len(m.a) {
			return false
		}
		end, t, ok := m.class(n.class, j, s)
		return ok && done(end, t)
	case n.tag != "":
		return i < len(m.a) && strings.HasPrefix(m.a[i].tag, n.tag) && done(i+1, s)
	case n.not != nil:
		if m.match(n.not, i, s, func(int, slots) bool { return true }) {
			return false
		}
		return done(i, s)
	case n.alts != nil:
		for _, x := range n.alts {
			if m.match(x, i, s, done) {
				return true
			}
		}
		return n.optional && done(i, s)
	}
	return m.all(n.seq, i, s, done)
}

func (m *matcher) all(seq []*node, i int, s slots, done func(int, slots) bool) bool {
	if len(seq) == 0 {
		return done(i, s)
	}
	return m.match(seq[0], i, s, func(j int, t slots) bool { return m.all(seq[1:], j, t, done) })
}

// skip passes over a hyphen within a word, unless the pattern asks for it.
func (m *matcher) skip(word string, i int) int {
	if i < len(m.a) && m.a[i].join && word != "-" {
		return i + 1
	}
	return i
}

var (
	clockForm = regexp.MustCompile(`^(\d{1,2})[:.](\d\d)(?:[:.]\d\d)?$`)
	ampmForm  = regexp.MustCompile(`^(\d{1,2})(?:[:.](\d\d))?(am|pm)$`)
	dayForm   = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th)?$`)
	slashForm = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)$`)
	decadeFig = regexp.MustCompile(`^(1[5-9]|20)(\d)0s$`)
	quarterQ  = regexp.MustCompile(`^q([1-4])$`)
)

// class matches one class at atom i.
func (m *matcher) class(c string, i int, s slots) (int, slots, bool) {
	a := m.a[i]
	switch c {
	case "MONTH":
		x, ok := m.months[a.low]
		if !ok || !a.cap || x.kind != "" && strings.HasPrefix(a.tag, "MD") || x.kind == "name" && strings.HasPrefix(a.tag, "VB") && a.low != "march" {
			return 0, s, false
		}
		s.month = x.n
		stop := x.kind == "short" && i+1 < len(m.a) && m.a[i+1].text == "."
		if x.kind == "short" && !stop && !m.besideDate(i, "leads") {
			return 0, s, false
		}
		return i + 1 + btoi(stop), s, true
	case "WEEKDAY":
		x, ok := m.weekdays[a.low]
		if !ok || !a.cap {
			return 0, s, false
		}
		s.weekday = x.n
		stop := x.kind == "short" && i+1 < len(m.a) && m.a[i+1].text == "."
		if x.kind == "short" && (stop && i > 0 && m.a[i-1].low == "the" || !stop && !m.besideDate(i, "")) {
			return 0, s, false
		}
		return i + 1 + btoi(stop), s, true
	case "WEEKDAYS":
		x, ok := m.plural[a.low]
		s.weekday = x
		return i + 1, s, ok
	case "YEAR":
		if !a.figure() {
			end, y := m.spokenYear(i)
			s.year = y
			return end, s, end > 0
		}
		y, err := strconv.Atoi(a.text)
		if err != nil || len(a.text) != 4 || y < 1000 || y > 2199 {
			return 0, s, false
		}
		s.year = y
		return i + 1, s, true
	case "ERAYEAR": // 264 BC, AD 79
		if _, ok := m.eras[a.low]; !ok && !a.figure() {
			return 0, s, false
		}
		y, err := strconv.Atoi(a.text)
		end := i + 1
		if era, ok := m.eras[a.low]; ok && era == "AD" && end < len(m.a) {
			y, err = strconv.Atoi(m.a[end].text)
			s.year = y
			return end + 1, s, err == nil && y > 0 && y < 2200
		}
		if err != nil || y < 1 || end >= len(m.a) {
			return 0, s, false
		}
		era, n := m.era(end)
		if s.year = y; era == "BC" {
			s.year, s.bc = 1-y, true
		}
		return end + n, s, n > 0
	case "SHORTYEAR": // the second of 1914-18
		if !a.figure() {
			return 0, s, false
		}
		y, err := strconv.Atoi(a.text)
		s.day = y
		return i + 1, s, err == nil && len(a.text) == 2
	case "DAYTH":
		if !a.figure() {
			return 0, s, false
		}
		g := dayForm.FindStringSubmatch(a.low)
		if g == nil || len(g[1]) == len(a.low) {
			return 0, s, false
		}
		s.day, _ = strconv.Atoi(g[1])
		return i + 1, s, s.day >= 1 && s.day <= 31
	case "DAY":
		var g []string
		if a.figure() {
			g = dayForm.FindStringSubmatch(a.low)
		}
		if g == nil {
			if x, ok := m.numbers[a.low]; ok && x.kind == "ordinal" && x.value <= 31 {
				s.day = int(x.value)
				return i + 1, s, true
			}
			return 0, s, false
		}
		d, _ := strconv.Atoi(g[1])
		s.day = d
		return i + 1, s, d >= 1 && d <= 31
	case "NUM":
		end, x, ok := m.number(i)
		if ok {
			s.num(x)
		}
		return end, s, ok
	case "VAGUE":
		x, ok := m.numbers[a.low]
		s.vague = true
		return i + 1, s, ok && x.kind == "vague"
	case "ORD":
		if x, ok := m.numbers[a.low]; ok && x.kind == "ordinal" {
			s.ord = int(x.value)
			return i + 1, s, true
		}
		if !a.figure() {
			return 0, s, false
		}
		if g := dayForm.FindStringSubmatch(a.low); g != nil && len(g[1]) < len(a.low) {
			s.ord, _ = strconv.Atoi(g[1])
			return i + 1, s, true
		}
		return 0, s, false
	case "UNIT", "UNITS":
		u, ok := m.units[a.low]
		if !ok || u.many != (c == "UNITS") {
			return 0, s, false
		}
		if s.nUnits < len(s.units) {
			s.units[s.nUnits] = u.code
			s.nUnits++
		}
		s.many = s.many || u.many
		return i + 1, s, true
	}
	return m.rareClass(c, i, s)
}

func (m *matcher) rareClass(c string, i int, s slots) (int, slots, bool) {
	a := m.a[i]
	switch c {
	case "SEASON", "BARESEASON":
		x, ok := m.seasons[a.low]
		s.season = x.code
		return i + 1, s, ok && (c == "SEASON" || !x.name)
	case "PART", "PARTS", "POINT":
		x, ok := m.parts[a.low]
		if !ok || (c == "PART") != (x.kind == "part") || (c == "PARTS") != (x.kind == "many") {
			return 0, s, false
		}
		s.part, s.partMod = x.code, x.mod
		return i + 1, s, true
	case "CLOCK":
		if !a.figure() {
			return 0, s, false
		}
		g := clockForm.FindStringSubmatch(a.low)
		if g == nil {
			if g = ampmForm.FindStringSubmatch(a.low); g != nil {
				s.pm = g[3]
			}
		}
		if g == nil {
			return 0, s, false
		}
		s.hour, _ = strconv.Atoi(g[1])
		s.minute, _ = strconv.Atoi(g[2])
		s.clock = true
		if strings.Contains(a.low, ".") && s.pm == "" { // "2.50" is a price unless "p.m." follows
			if _, _, ok := m.class("AMPM", min(i+1, len(m.a)-1), s); !ok {
				return 0, s, false
			}
		}
		return i + 1, s, s.hour <= 24 && s.minute < 60
	case "HHMM":
		if !a.figure() {
			return 0, s, false
		}
		n, err := strconv.Atoi(a.text)
		s.hour, s.minute, s.clock = n/100, n%100, true
		return i + 1, s, err == nil && len(a.text) == 4 && n/100 <= 24 && n%100 < 60
	case "HOUR":
		end, x, ok := m.number(i)
		s.hour, s.minute, s.clock = int(x), 0, true
		return end, s, ok && x >= 1 && x <= 12
	case "AMPM":
		w := strings.ReplaceAll(a.low, ".", "")
		s.pm = w
		end := i + 1
		if w == "p" || w == "a" { // "p . m ."
			if i+3 < len(m.a) && m.a[i+1].text == "." && m.a[i+2].low == "m" {
				s.pm, end = w+"m", i+4
			}
		}
		return end, s, s.pm == "am" || s.pm == "pm"
	case "ZONE":
		switch a.text {
		case "GMT", "UTC", "EST", "EDT", "PST", "PDT", "CET", "CEST", "BST", "IST", "MSK":
			return i + 1, s, true
		}
		return 0, s, false
	case "DECADE":
		if g := figures(decadeFig, a); g != nil {
			s.decade = g[1] + g[2]
			return i + 1, s, true
		}
		if x, ok := m.decadeWord(a.low); ok {
			s.decade = x
			return i + 1, s, true
		}
		return 0, s, false
	case "HOLIDAY":
		return m.holiday(i, s)
	case "ISODATE":
		if len(a.text) == 4 && i+4 < len(m.a) && m.a[i+1].text == "-" && m.a[i+3].text == "-" && m.a[i+1].from == a.to && m.a[i+4].from == m.a[i+3].to {
			s.iso = a.text + "-" + m.a[i+2].text + "-" + m.a[i+4].text
			_, ok := day(s.iso)
			return i + 5, s, ok
		}
		return 0, s, false
	case "SLASHDATE":
		if !a.figure() {
			return 0, s, false
		}
		g := slashForm.FindStringSubmatch(a.text)
		if g == nil {
			return 0, s, false
		}
		x, _ := strconv.Atoi(g[1])
		y, _ := strconv.Atoi(g[2])
		year, _ := strconv.Atoi(g[3])
		if year < 100 {
			year += 2000 - 100*btoi(year > 50)
		}
		switch {
		case x > 12 && y <= 12:
			x, y = y, x
		case y <= 12 && x != y:
			return 0, s, false // which is the month?
		}
		s.month, s.day, s.year = x, y, year
		return i + 1, s, x >= 1 && x <= 12 && y >= 1 && y <= 31
	case "QUARTERNAME":
		if g := quarterQ.FindStringSubmatch(a.low); g != nil {
			s.quarter, _ = strconv.Atoi(g[1])
			return i + 1, s, true
		}
	}
	return 0, s, false
}

// figures matches a form that begins with a figure.
func figures(form *regexp.Regexp, a atom) []string {
	if !a.figure() {
		return nil
	}
	return form.FindStringSubmatch(a.low)
}

// besideDate reports whether a short name of a month or a weekday stands where
// one does: by a figure or after a word that leads to a time.
func (m *matcher) besideDate(i int, leads string) bool {
	for k := i + 1; k < len(m.a) && k < i+3; k++ {
		if c := m.a[k].text[0]; c >= '0' && c <= '9' {
			return true
		}
		if _, ok := m.months[m.a[k].low]; ok && m.a[k].cap {
			return true
		}
		if m.a[k].text != "," {
			break
		}
	}
	if i == 0 {
		return false
	}
	c := m.a[i-1].text[0]
	return c >= '0' && c <= '9' || c == '-' || m.cues[leads][m.a[i-1].low]
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (m *matcher) holiday(i int, s slots) (int, slots, bool) {
	words := ""
	end := 0
	for j := i; j < len(m.a) && j < i+5; j++ {
		if j > i && !strings.HasPrefix(m.a[j].low, "'") {
			words += " "
		}
		words += m.a[j].low
		if when, ok := m.holidays[words]; ok && m.a[i].cap {
			s.holiday, end = when, j+1
		}
	}
	return end, s, end > 0
}
