package timex

import (
	"fmt"
	"strconv"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// remember keeps what later times may hang on: the last date, and the period
// that results are reported for.
func (r *reading) remember(h hit, t chancery.Timex) {
	what := h.rule.meaning[0]
	switch {
	case what == "yearago" || what == "yearquarter" || r.frame != "" && t.Value == r.yearBefore():
		return // what the results are compared with
	case what == "quarter" || what == "thequarter" || what == "half":
		if b, f := bounds(t.Value); r.anchored && b != "" && (r.frame == "" || f < iso(r.anchor) && t.Value > r.frame) && b <= iso(r.anchor) {
			r.frame = t.Value
		}
	case what == "span" && h.slots.nUnits > 0 && h.slots.units[0] == "M" && h.slots.nNums > 0 && r.frame != "" && int(h.slots.nums[0])%3 == 0: // "the nine months"
		r.frame = r.frame[:4]
	}
	if r.focus != "" && r.ofSaying(t) {
		return
	}
	if (t.Type == chancery.Date || t.Type == chancery.Time) && (t.Value[0] >= '0' && t.Value[0] <= '9' || t.Value[0] == 'B') {
		r.focus, r.last = t.Value, h.slots
	}
}

// ofSaying reports whether t only says when something was said, "said on
// Wednesday", which "the same day" does not go back to.
func (r *reading) ofSaying(t chancery.Timex) bool {
	const reach = 4 // "told reporters in Geneva on"
	tokens := r.s.Tokens
	at := 0
	for at < len(tokens) && tokens[at].Span.Start < t.Span.Start {
		at++
	}
	for k := at - 1; k >= 0 && k >= at-reach && tokens[k].Kind == lang.Word; k-- {
		if r.cues["saying"][tokens[k].Lower] {
			return true
		}
	}
	return false
}

// yearBefore is the period a year before the one that results are for.
func (r *reading) yearBefore() string {
	return fmt.Sprintf("%04d%s", atoi(r.frame[:4])-1, r.frame[4:])
}

// lastQuarter is the last whole quarter before publication.
func (r *reading) lastQuarter() string { return r.step(r.anchor, true, "Q", -1) }

// quarter gives quarters, halves and the periods that results are compared
// with.
func (r *reading) quarter(m *matcher, i int, s slots, meaning, how string) (string, bool) {
	now, ok := r.now("Q")
	if !ok {
		return "XXXX-QX", true
	}
	y := now.Year()
	if s.year > 0 {
		y = s.year
	}
	n, err := strconv.Atoi(how)
	switch meaning {
	case "half":
		if err == nil {
			y += n
		}
		if s.ord == 0 || s.ord > 2 {
			s.ord = 2
		}
		return fmt.Sprintf("%04d-H%d", y, s.ord), true
	case "thequarter":
		if len(r.frame) == 7 {
			return r.frame, true
		}
		return r.lastQuarter(), true
	case "yearago":
		if r.frame == "" || how == "Q" && len(r.frame) == 4 {
			q := r.lastQuarter()
			if how != "Q" {
				q = q[:4]
			}
			return fmt.Sprintf("%04d%s", atoi(q[:4])-1, q[4:]), true
		}
		return r.yearBefore(), true
	case "yearquarter":
		switch {
		case len(r.frame) == 7:
			return fmt.Sprintf("%04d%s", y, r.frame[4:]), true
		case how == "Q":
			return fmt.Sprintf("%04d%s", y, r.lastQuarter()[4:]), true
		}
		return fmt.Sprintf("%04d", y), true
	}
	want := s.ord
	if s.quarter > 0 {
		want = s.quarter
	}
	if want < 1 || want > 4 {
		return "", false
	}
	switch {
	case err == nil:
		y += n
	case s.year == 0 && !r.history && want > (int(now.Month())-1)/3+1 && !r.ahead(m, i):
		y--
	}
	return fmt.Sprintf("%04d-Q%d", y, want), true
}

// weekend is the one that lies behind, or ahead where the words look there.
// "This weekend" lies behind where the words look back, and in the first days
// of a week where they say nothing.
func (r *reading) weekend(m *matcher, i int, how string) string {
	d, ok := r.now("WE")
	n := 0
	if ok && isoWeekday(d) < 6 && !r.history {
		switch lean := r.lean(m, i); {
		case how == "this":
			n = -btoi(lean < 0 || lean == 0 && isoWeekday(d) < 3)
		case lean <= 0:
			n = -1
		}
	}
	return r.step(d, ok, "WE", n)
}

func (r *reading) season(m *matcher, i int, s slots, arg []string) string {
	if s.year > 0 {
		return fmt.Sprintf("%04d-%s", s.year, s.season)
	}
	now, ok := r.now("M")
	if !ok {
		return "XXXX-" + s.season
	}
	// The season's last month decides which one is the last.
	y, mon := now.Year(), int(now.Month())
	start := map[string]int{"SP": 3, "SU": 6, "FA": 9, "WI": 12}[s.season]
	how := ""
	if len(arg) > 0 {
		how = arg[0]
	}
	switch how {
	case "last":
		if start+2 >= mon {
			y--
		}
	case "next":
		if start <= mon {
			y++
		}
	case "year":
		n, _ := strconv.Atoi(arg[1])
		y += n
	case "told":
		if f, ok := r.focusYear(); ok {
			y = f
		}
	case "this":
	default:
		switch {
		case r.history && mon-start >= 6 && len(r.focus) >= 7: // the year has turned
			y++
		case !r.history && start > mon && !r.ahead(m, i):
			y--
		}
	}
	return fmt.Sprintf("%04d-%s", y, s.season)
}
