package timex

import (
	"fmt"
	"strings"
	"time"

	"github.com/chancery-project/chancery/lang"
)

// How far a day may lie ahead, or behind, before a writer names its year or
// says "last" or "next": nearer ones are meant without a word about it.
const (
	surelyAhead  = 31 // days
	likelyAhead  = 75
	surelyBehind = 75
	likelyBehind = 120
)

// yearOf gives the year of a month without one. What the words around say,
// and how near the last and the next such day are, decide between the two.
func (r *reading) yearOf(m *matcher, i int, s slots, how string, n int) (int, bool) {
	if how == "year" && r.anchored {
		return r.anchor.Year() + n, true
	}
	if r.history && how != "last" && how != "next" {
		return r.toldYear(s)
	}
	if !r.anchored {
		return 0, false
	}
	y, mon := r.anchor.Year(), int(r.anchor.Month())
	switch how {
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
	if s.month == mon && s.day == 0 {
		return y, true
	}
	behind, ahead := y, y
	if s.month > mon || s.month == mon && s.day > r.anchor.Day() {
		behind--
	} else {
		ahead++
	}
	if s.weekday > 0 && s.day > 0 { // "Saturday, April 25"
		b, a := isoWeekday(date(behind, s)) == s.weekday, isoWeekday(date(ahead, s)) == s.weekday
		if a != b {
			return pick(a, ahead, behind), true
		}
	}
	back := days(date(behind, s), r.anchor)
	if s.day == 0 {
		back -= 30
	}
	on := days(r.anchor, date(ahead, s))
	lean, near := r.lean(m, i)
	switch {
	case near && lean != 0:
		return pick(lean > 0, ahead, behind), true
	case back <= surelyBehind:
		return behind, true
	case on <= surelyAhead, on <= likelyAhead && lean >= 0:
		return ahead, true
	case back <= likelyBehind && lean == 0:
		return behind, true
	}
	return pick(lean > 0, ahead, behind), true
}

func pick(first bool, a, b int) int {
	if first {
		return a
	}
	return b
}

// date is the day of the slots in year y, the first of the month where they
// name no day.
func date(y int, s slots) time.Time {
	return time.Date(y, time.Month(s.month), max(s.day, 1), 0, 0, 0, 0, time.UTC)
}

func days(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// weekday gives the day of the week that the slots name.
func (r *reading) weekday(m *matcher, i int, s slots, how string, n int) string {
	base, ok := r.anchor, r.anchored
	if r.history || how == "following" || how == "preceding" {
		base, ok = r.focusDay()
	}
	if !ok {
		return fmt.Sprintf("XXXX-WXX-%d", s.weekday)
	}
	today := isoWeekday(base)
	back := (today - s.weekday + 7) % 7
	on := (s.weekday - today + 7) % 7
	switch how {
	case "last", "preceding":
		if back == 0 {
			back = 7
		}
		return iso(base.AddDate(0, 0, -back))
	case "next", "coming", "following":
		if on == 0 {
			on = 7
		}
		return iso(base.AddDate(0, 0, on))
	case "this":
		return iso(base.AddDate(0, 0, s.weekday-today))
	case "week":
		return iso(base.AddDate(0, 0, s.weekday-today+7*n))
	}
	if r.history || r.ahead(m, i) {
		return iso(base.AddDate(0, 0, on))
	}
	return iso(base.AddDate(0, 0, -back))
}

// ahead reports whether the words around a bare day, month or season look to
// the future.
func (r *reading) ahead(m *matcher, i int) bool {
	lean, _ := r.lean(m, i)
	return lean > 0
}

// lean is 1 where the words around a bare time look ahead, -1 where they look
// back and 0 where they do neither; near says that a word right before the
// time decides.
func (r *reading) lean(m *matcher, i int) (dir int, near bool) {
	t := r.s.Tokens
	at := m.a[i].token
	if i > 0 {
		w := m.a[i-1].low
		if w == "-" && i > 1 || r.cues["article"][w] && i > 1 {
			w = m.a[i-2].low
		}
		switch {
		case r.cues["behind"][w]:
			return -1, true
		case r.cues["ahead"][w] && !r.possessive(m, i):
			for _, k := range [...]int{at - 2, at - 3, at + 1, at + 2, at + 3, at + 4} { // "had filed by Friday"
				if k >= 0 && k < len(t) && t[k].Lower == "had" {
					return -1, false
				}
			}
			return 1, true
		}
	}
	for k := at - 1; k >= 0 && k > at-25; k-- {
		if d := r.leans(k); d != 0 {
			return d, false
		}
		if t[k].Text == ";" || t[k].Text == "\u201d" || t[k].Text == "\"" {
			break
		}
	}
	for k := at + 1; k < len(t) && k < at+25; k++ {
		if d := r.leans(k); d != 0 {
			return d, false
		}
		if t[k].Text == ";" {
			break
		}
	}
	return 0, false
}

// possessive reports whether the time at atom i owns what follows: "Friday's".
func (r *reading) possessive(m *matcher, i int) bool {
	return i+1 < len(m.a) && m.a[i+1].tag == "POS"
}

// leans is 1 where token k points ahead, -1 where it points back, 0 where it
// says nothing.
func (r *reading) leans(k int) int {
	t := r.s.Tokens
	w, tag := t[k].Lower, t[k].Tag
	next := lang.Token{}
	if k+1 < len(t) {
		next = t[k+1]
	}
	before := lang.Token{}
	if k > 0 {
		before = t[k-1]
	}
	switch {
	case tag == "MD":
		return btoi(r.cues["future"][w])
	case r.cues["prospect"][w]:
		if next.Lower == "to" || next.Tag == "VBG" || strings.HasPrefix(tag, "JJ") && tag != "JJR" || tag == "VBN" || lang.IsNoun(tag) {
			return 1
		}
	case tag == "TO" && (before.Lower == "is" || before.Lower == "are") && next.Tag == "VB":
		return 1
	case tag == "VB": // its modal or the verb before "to" decides
		return 0
	case (tag == "VBZ" || tag == "VBP") && r.cues["schedule"][w]:
		return 1
	case tag == "VBG" && r.cues["schedule"][w] && (before.Lower == "is" || before.Lower == "are" || before.Lower == "be"):
		return 1
	}
	switch {
	case w == "been" || w == "had" || (w == "was" || w == "were") && next.Tag == "VBN":
		return 0
	case tag == "VBD", tag == "VBN" && !r.cues["open"][w]:
		return -1
	}
	return 0
}
