package timex

import (
	"strconv"
	"strings"
)

// number reads a number in figures or words from atom i: "18", "2,500",
// "twenty-one", "two hundred".
func (m *matcher) number(i int) (end int, value float64, ok bool) {
	plain := m.a[i].low
	if m.a[i].figure() {
		plain = strings.ReplaceAll(plain, ",", "")
	}
	if x, err := parseFigure(plain); err == nil {
		if i+1 < len(m.a) {
			if f, ok := fractions[m.a[i+1].low]; ok { // 2 1/2
				return i + 2, x + f, true
			}
		}
		return i + 1, x, true
	}
	if f, ok := fractions[plain]; ok {
		return i + 1, f, true
	}
	total, sum := 0.0, 0.0
	from := i
	if m.a[i].low == "a" && i+1 < len(m.a) && m.numbers[m.a[i+1].low].kind == "scale" { // a hundred
		sum, from = 1, i+1
	}
	for j := from; j < len(m.a); j++ {
		w := m.a[j].low
		x, known := m.numbers[w]
		switch {
		case m.a[j].join && j > i:
			continue
		case known && (x.kind == "unit" && (sum == 0 || int(sum)%10 == 0 && sum >= 20) || x.kind == "tens" && (sum == 0 || sum >= 100)):
			sum += x.value
			end = j + 1
		case known && x.kind == "scale" && (end > 0 || sum > 0):
			if x.value > 100 {
				total, sum = total+max(sum, 1)*x.value, 0
			} else {
				sum = max(sum, 1) * x.value
			}
			end = j + 1
		case w == "and" && end == j && sum >= 100:
		default:
			return end, total + sum, end > 0
		}
	}
	return end, total + sum, end > 0
}

// decadeWord reads "nineties" by its tens: twenties is 2.
func (m *matcher) decadeWord(w string) (string, bool) {
	stem, ok := strings.CutSuffix(w, "ies")
	if !ok {
		return "", false
	}
	x, ok := m.numbers[stem+"y"]
	if !ok || x.kind != "tens" {
		return "", false
	}
	return "19" + strconv.Itoa(int(x.value)/10), true
}

// spokenYear reads "nineteen ninety-six", "twenty thirteen" and, after "year"
// or a month, "two thousand four".
func (m *matcher) spokenYear(i int) (end, year int) {
	x := m.numbers[m.a[i].low]
	rest := func(j int) (int, float64) {
		for j < len(m.a) && (m.a[j].join || m.a[j].low == "and") {
			j++
		}
		if j >= len(m.a) {
			return 0, 0
		}
		if k := m.numbers[m.a[j].low].kind; k != "unit" && k != "tens" {
			return 0, 0
		}
		end, v, _ := m.number(j)
		return end, v
	}
	if i+1 >= len(m.a) {
		return 0, 0
	}
	switch {
	case x.value >= 13 && x.value <= 20 && (x.kind == "unit" || x.kind == "tens"):
		if end, v := rest(i + 1); end > 0 && v >= 10 && v < 100 {
			return end, int(100*x.value + v)
		}
	case x.value == 2 && m.a[i+1].low == "thousand" && i > 0:
		_, month := m.months[m.a[i-1].low]
		if !month && m.a[i-1].low != "year" {
			return 0, 0
		}
		if end, v := rest(i + 2); end > 0 && v < 100 {
			return end, 2000 + int(v)
		}
		return i + 2, 2000
	}
	return 0, 0
}

// era reads BC, B.C., BCE, AD and the like, and says how many atoms it takes.
func (m *matcher) era(i int) (string, int) {
	if e, ok := m.eras[m.a[i].low]; ok && m.a[i].text[0] >= 'A' && m.a[i].text[0] <= 'Z' {
		return e, 1
	}
	return "", 0
}

var fractions = map[string]float64{"1/2": 0.5, "½": 0.5}

func parseFigure(s string) (float64, error) {
	if s[0] < '0' || s[0] > '9' {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(s, 64)
}
