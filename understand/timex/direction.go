package timex

import (
	"fmt"
	"time"

	"github.com/chancery-project/chancery/lang"
)

// How far a day may lie ahead, or behind, before a writer names its year or
// says "last" or "next": nearer ones are meant without a word about it.
const (
	surelyAhead  = 31 // days
	evenAhead    = 62
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
	lean := r.lean(m, i)
	switch {
	case back <= surelyBehind && (lean != willBe || s.day > 0 || back <= 31):
		return behind, true
	case lean == sinceThen || lean == untilThen:
		return pick(lean > 0, ahead, behind), true
	case on <= surelyAhead, on <= likelyAhead && lean > 0, on <= evenAhead && lean == 0:
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
	if !ok || r.history && len(r.focus) > 0 && len(r.focus) < 10 {
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
	lean := r.lean(m, i)
	switch {
	case r.history && back > 0, lean == untilThen:
		return iso(base.AddDate(0, 0, on))
	case r.possessive(m, i) && !r.occasion(m, i), back == 1 && lean < willBe: // "yesterday" where papers name their days
		lean = -1
	}
	if lean > 0 {
		return iso(base.AddDate(0, 0, on))
	}
	return iso(base.AddDate(0, 0, -back))
}

// How the words around a bare time lean. What is above 0 looks ahead, what is
// below looks back; the grades tell how surely.
const (
	sinceThen = -2 // a word right before the time says so: "since June"
	wasThen   = -1 // a verb in the past
	mayBe     = 1  // a plan, a wish
	willBe    = 2  // will, shall
	untilThen = 3  // a word right before the time says so: "until June"
)

// ahead reports whether the words around a bare day, month or season look to
// the future.
func (r *reading) ahead(m *matcher, i int) bool { return r.lean(m, i) > 0 }

// lean grades the words around the time at atom i, 0 where they say nothing.
func (r *reading) lean(m *matcher, i int) int {
	t := r.s.Tokens
	at := m.a[i].token
	if i > 0 {
		if d := r.leadsTo(m, i); d != 0 {
			return d
		}
	}
	if d := r.govern(m, i); d != 0 {
		return d
	}
	for k := at - 1; k >= 0 && k > at-25; k-- {
		if d := r.leans(k, at); d != 0 {
			return d
		}
		if t[k].Text == ";" || t[k].Text == "\u201d" || t[k].Text == "\"" {
			break
		}
	}
	if r.possessive(m, i) {
		return 0
	}
	for k := at + 1; k < len(t) && k < at+25; k++ {
		if d := r.leans(k, len(t)); d != 0 {
			return d
		}
		if t[k].Text == ";" {
			break
		}
	}
	return 0
}

// leadsTo grades the words right before the time at atom i.
func (r *reading) leadsTo(m *matcher, i int) int {
	w, w2 := m.a[i-1].low, ""
	if i > 1 {
		w2 = m.a[i-2].low
		if w == "-" || r.cues["article"][w] {
			w, w2 = w2, ""
			if i > 2 {
				w2 = m.a[i-3].low
			}
		}
	}
	switch {
	case w == "from" && r.begins(m, i): // "will meet from Monday to Thursday": the verb knows
		return 0
	case r.cues["behind"][w]:
		return sinceThen
	case w == "of" && w2 == "ahead", w2 == "now" && r.cues["joins"][w]:
		return untilThen
	case r.cues["ahead"][w] && !r.possessive(m, i):
		t := r.s.Tokens
		at := m.a[i].token
		for k := max(0, at-10); k < min(len(t), at+5); k++ { // "had filed by Friday"
			if t[k].Lower == "had" {
				return wasThen
			}
		}
		return untilThen
	}
	return 0
}

// possessive reports whether the time at atom i owns what follows: "Friday's".
func (r *reading) possessive(m *matcher, i int) bool {
	return i+1 < len(m.a) && m.a[i+1].tag == "POS"
}

// occasion reports whether what the time at atom i owns is held on a day set
// before.
func (r *reading) occasion(m *matcher, i int) bool {
	for k := i + 2; k < len(m.a) && k < i+5; k++ {
		if r.cues["occasion"][m.a[k].low] {
			return true
		}
	}
	return false
}

// leans grades token k, which stands on the way to the time at token at.
func (r *reading) leans(k, at int) int {
	t := r.s.Tokens
	w, tag := t[k].Lower, t[k].Tag
	var next, before lang.Token
	if k+1 < len(t) {
		next = t[k+1]
	}
	if k > 0 {
		before = t[k-1]
	}
	switch {
	case tag == "MD" && r.cues["certain"][w]:
		return willBe
	case tag == "MD":
		return btoi(r.cues["future"][w])
	case r.cues["prospect"][w] && (lang.IsVerb(tag) || lang.IsNoun(tag) || tag == "JJ"), r.cues["pledge"][w] && r.bound(k, at):
		if r.had(k) {
			return wasThen
		}
		return mayBe
	case tag == "TO" && (before.Lower == "is" || before.Lower == "are") && next.Tag == "VB":
		return willBe
	case tag == "TO" && (before.Lower == "was" || before.Lower == "were") && next.Tag == "VB" && next.Lower != "have": // "were to open on Friday"
		return mayBe
	case tag == "VB": // its modal or the verb before "to" decides
		return 0
	case (tag == "VBZ" || tag == "VBP") && r.cues["schedule"][w]:
		return willBe
	case tag == "VBG" && r.cues["schedule"][w] && (before.Lower == "is" || before.Lower == "are" || before.Lower == "be"):
		return willBe
	}
	switch {
	case w == "been" || w == "had" || (w == "was" || w == "were") && next.Tag == "VBN", (tag == "VBN" || tag == "VBD") && (before.Lower == "be" || before.Lower == "is" || before.Lower == "are" || before.Tag == "VBG"):
		return 0
	case tag == "VBD", tag == "VBN":
		return wasThen
	}
	return 0
}

// bound reports whether the word at token k binds someone "to do" or "for"
// something before token at.
func (r *reading) bound(k, at int) bool {
	t := r.s.Tokens
	for j := k + 1; j < len(t) && j < min(at, k+7); j++ {
		switch {
		case t[j].Lower == "for" && j == k+1, t[j].Lower == "to" && j+1 < len(t) && t[j+1].Tag == "VB":
			return true
		case lang.IsVerb(t[j].Tag):
			return false
		}
	}
	return false
}

// had reports whether the verb at token k is in the past perfect.
func (r *reading) had(k int) bool {
	for j := max(0, k-3); j < k; j++ {
		if r.s.Tokens[j].Lower == "had" {
			return true
		}
	}
	return false
}
