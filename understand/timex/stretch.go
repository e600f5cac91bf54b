package timex

import (
	"fmt"
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// stretches links the times of the current sentence, from the n-th of the
// result on, that are the two ends of one stretch: "June 6-13", "from 30 May
// to 2 June", "between Monday and Thursday". Each end stays a time of its own,
// as TimeML has it.
func (r *reading) stretches(n int) {
	for i := n; i+1 < len(r.out); i++ {
		a, b := &r.out[i], &r.out[i+1]
		if i > n && r.until[i-1] || a.Begin == "" || b.Finish == "" || a.Type != chancery.Date || b.Type != chancery.Date || len(a.Value) != len(b.Value) || !r.joined(a, b) {
			continue
		}
		r.precede(a, b)
		r.until[i] = a.Begin < b.Begin
	}
}

// begins reports whether the time at atom i may begin a stretch: what joins it
// to its end follows soon.
func (r *reading) begins(m *matcher, i int) bool {
	for k := i + 1; k < len(m.a) && k < i+6; k++ {
		if r.joiners[m.a[k].low]["through"] {
			return true
		}
	}
	return false
}

// joined reports whether the words between a and b, and before a, make them
// one stretch.
func (r *reading) joined(a, b *chancery.Timex) bool {
	how := r.joiners[r.wordsBetween(a.Span.End, b.Span.Start)]
	switch before := r.wordBefore(a.Span.Start); {
	case how["between"] && before == "between":
		return true
	case how["next"]:
		from, ok := day(a.Finish)
		return ok && before != "between" && iso(from.AddDate(0, 0, 1)) == b.Begin
	case how["through"]:
		return before != "from" || !r.movesDate(a)
	}
	return false
}

// dashes makes one of all dashes and drops marks.
var dashes = strings.NewReplacer("-", " – ", "—", " – ", "‑", " – ", "/", " / ", ",", " ", ".", " ")

// precede brings a, where its words leave open which one it is, before the b
// that ends its stretch, or b after an a that lies ahead: "from Friday to Sunday" told on a Saturday, "from
// December 28 to January 3".
func (r *reading) precede(a, b *chancery.Timex) {
	if a.Begin < b.Begin {
		return
	}
	words := lang.Lower(a.Span.Text(r.doc.Article.Text))
	from, okA := day(a.Value)
	to, okB := day(b.Value)
	if _, bare := r.weekdays[words]; bare && okA && okB && from.Sub(to).Hours() < 7*24 {
		if r.anchored && from.After(r.anchor) {
			b.Value = iso(to.AddDate(0, 0, 7))
		} else {
			a.Value = iso(from.AddDate(0, 0, -7))
		}
	} else if dated := monthValue.MatchString(a.Value) || okA; dated && !strings.Contains(words, a.Value[:4]) {
		a.Value = b.Value[:4] + a.Value[4:]
		if a.Value >= b.Value {
			a.Value = fmt.Sprintf("%04d%s", atoi(b.Value[:4])-1, a.Value[4:])
		}
	}
	a.Begin, a.Finish = bounds(a.Value)
	b.Begin, b.Finish = bounds(b.Value)
}

// wordsBetween gives what stands between two bytes of the text in small
// letters, without "on", "the" and commas.
func (r *reading) wordsBetween(from, to int) string {
	var out []string
	for _, w := range strings.Fields(dashes.Replace(lang.Lower(r.doc.Article.Text[from:to]))) {
		if w != "the" && w != "on" {
			out = append(out, w)
		}
	}
	return strings.Join(out, " ")
}

// wordBefore is the word of the sentence that ends before a byte of the text,
// but for "the", in small letters.
func (r *reading) wordBefore(at int) string {
	t := r.s.Tokens
	k := sort.Search(len(t), func(k int) bool { return t[k].Span.End > at }) - 1
	if k > 0 && r.cues["article"][t[k].Lower] {
		k--
	}
	if k < 0 {
		return ""
	}
	return t[k].Lower
}

// movesDate reports whether the verb that t hangs on moves a date: "was put
// off from Monday to Thursday".
func (r *reading) movesDate(t *chancery.Timex) bool {
	words := r.s.Words
	at := sort.Search(len(words), func(k int) bool { return words[k].Span.End > t.Span.Start })
	for k, n := at, 0; k >= 0 && k < len(words) && n < 6; k, n = words[k].Head, n+1 {
		if words[k].UPOS == "VERB" {
			return r.moves[words[k].Lemma]
		}
	}
	return false
}
