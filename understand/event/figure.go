package event

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// findFigures returns the figures f1, f2, … of the article in text order. A
// figure told again is kept once, from the body where the headline has it too.
func (r *reading) findFigures(events []draft) []chancery.Figure {
	var all []found
	for i, p := range r.parses {
		if p == nil {
			continue
		}
		r.sentence = i
		for k := 0; k < len(p.t); {
			n, ok := r.figures.number(p, k)
			if !ok {
				if f, ok := r.single(p, k); ok {
					r.tie(p, &f, quantity{from: k, to: k + 1, value: 1}, events)
					all = append(all, found{f, false})
				}
				k++
				continue
			}
			if f, ok := r.figure(p, n); ok {
				r.tie(p, &f, n, events)
				part := r.doc.Article.PartAt(f.Span.Start)
				all = append(all, found{f, title(part) || r.toldBefore(p, n)})
			}
			k = n.to
		}
	}
	var kept []found
	for _, f := range all {
		i := slices.IndexFunc(kept, f.repeats)
		if i < 0 {
			kept = append(kept, f)
		} else if kept[i].again && !f.again {
			kept[i] = f
		}
	}
	var out []chancery.Figure
	for i, f := range kept {
		f.ID = fmt.Sprintf("f%d", i+1)
		out = append(out, f.Figure)
	}
	return out
}

// found is a figure, and whether its place or its article says that it is
// told elsewhere too.
type found struct {
	chancery.Figure
	again bool
}

// repeats reports whether f and g are one figure. Small numbers of different
// holders are not.
func (f found) repeats(g found) bool {
	if f.Value != g.Value || f.Unit != g.Unit {
		return false
	}
	if f.Measure != g.Measure {
		return (f.again || g.again) && (f.Measure == chancery.OtherMeasure || g.Measure == chancery.OtherMeasure)
	}
	return f.again || g.again || f.Value >= 20 || f.Of == g.Of
}

// quantity is a number in the text: tokens [from, to), a currency before it included.
type quantity struct {
	from, to int
	value    float64
	currency string
}

// number reads the number at token k: "2,500", "$485 million", "forty-five", "two".
func (w *figureWords) number(p *parse, k int) (quantity, bool) {
	n := quantity{from: k, to: k}
	sign := p.t[k].Text
	at := k
	if c, ok := w.before[sign]; ok && k+1 < len(p.t) {
		n.currency, at = c, k+1
	} else if k+2 < len(p.t) && p.t[k].Kind == lang.Word { // "US$", "C$"
		if c, ok := w.before[sign+p.t[k+1].Text]; ok {
			n.currency, at = c, k+2
		}
	}
	x, ok := w.plain(p.t[at].Lower)
	if at+1 < len(p.t) && (p.t[at].Lower == "a" || p.t[at].Lower == "an") && w.factors[p.t[at+1].Lower] > 0 && len(p.t[at+1].Lower) > 2 { // "a dozen"
		x, ok, n.from = 1, at == 0 || p.t[at-1].Lower != "of", at // not "a quarter of a billion"
		if at > 0 && p.t[at-1].Lower == "half" {
			x = 0.5
		}
	}
	if !ok {
		return n, false
	}
	n.value, n.to = x, at+1
	for n.to < len(p.t) {
		f, ok := w.factors[p.t[n.to].Lower]
		if !ok {
			break
		}
		n.value *= f
		n.to++
	}
	return n, n.value >= 0 && n.value < 1e16
}

func (w *figureWords) plain(s string) (float64, bool) {
	if x, ok := w.numbers[s]; ok {
		return x, true
	}
	if tens, unit, ok := strings.Cut(s, "-"); ok {
		a, okA := w.numbers[tens]
		b, okB := w.numbers[unit]
		if okA && okB {
			return a + b, a >= 20 && b < 10
		}
	}
	digits := strings.ReplaceAll(s, ",", "")
	cut := strings.TrimRight(digits, "abcdefghijklmnopqrstuvwxyz-")
	tail := strings.TrimPrefix(digits[len(cut):], "-")
	if tail != "" && tail != "strong" { // "65m"
		f, ok := w.factors[tail]
		x, err := strconv.ParseFloat(cut, 64)
		return x * f, ok && err == nil
	}
	x, err := strconv.ParseFloat(cut, 64)
	return x, err == nil && digits != ""
}

// figure says what a number counts, and fails where it counts nothing that
// the record keeps.
func (r *reading) figure(p *parse, n quantity) (chancery.Figure, bool) {
	w := r.figures
	f := chancery.Figure{Value: n.value, Relation: r.relation(p, n), Span: p.span(n.from, n.to)}
	if n.currency != "" {
		f.Measure, f.Unit = chancery.Money, n.currency
		return f, true
	}
	if r.inTime(f.Span) || n.from > 0 && negatives[p.t[n.from-1].Lower] {
		return f, false
	}
	for words := 3; words > 0; words-- {
		if n.to+words > len(p.t) {
			continue
		}
		after := joined(p, n.to, n.to+words)
		if c, ok := w.after[after]; ok {
			f.Measure, f.Unit = chancery.Money, r.coin(p, after, c)
			f.Span = p.span(n.from, n.to+words)
			return f, true
		}
		if w.shares[after] {
			f.Measure, f.Unit = chancery.OtherMeasure, "percent"
			f.Span = p.span(n.from, n.to+words)
			return f, !r.outside(p)
		}
	}
	if strings.HasSuffix(p.t[n.to-1].Lower, "-strong") || n.to < len(p.t) && p.t[n.to].Lower == "strong" || n.to+1 < len(p.t) && p.t[n.to].Text == "-" && p.t[n.to+1].Lower == "strong" {
		f.Measure, f.Unit = chancery.Troops, "person"
		return f, true
	}
	head, node := p.counted(n)
	if r.aged(p, n, node) {
		return f, false
	}
	if head >= n.to {
		f.Span = p.span(n.from, head+1)
	}
	f.Unit = "person"
	if m := r.toll(p, n, head, node); m != "" {
		f.Measure = m
		return f, true
	}
	if head >= 0 {
		from := head
		if x := p.npAt[head]; x >= 0 && head > n.to {
			from = max(n.to, p.nps[x].from)
		}
		for ; from <= head; from++ {
			if c, ok := w.measures[joined(p, from, head+1)]; ok {
				f.Measure, f.Unit = c.measure, c.unit
				return f, f.Measure != chancery.OtherMeasure || !r.toldBefore(p, n) && !r.spoken(f.Span)
			}
		}
	}
	// "the number of US troops to 2,500": what was counted stands before.
	if f.Relation == chancery.ReducedTo || f.Relation == chancery.IncreasedTo {
		for k := n.from - 1; k >= 0 && k > n.from-14; k-- {
			if c, ok := w.measures[p.t[k].Lower]; ok {
				f.Measure, f.Unit = c.measure, c.unit
				return f, true
			}
		}
	}
	f.Measure = chancery.OtherMeasure
	if head < 0 || n.value < 2 || r.toldBefore(p, n) && !p.owned(n) || w.uncounted[p.t[head].Lower] || r.spoken(f.Span) {
		return f, false
	}
	top := p.coordinated(node)
	v := p.g.head[top]
	if v >= 0 && !w.people[p.t[head].Lower] && w.losses[p.t[v].Lower] && (p.g.rel[top] == "nsubj:pass" || p.g.is(top, "obj")) {
		f.Unit = p.lemma(head)
		return f, true
	}
	return f, p.g.is(node, "obj", "nsubj", "obl", "nmod", "conj") && r.people(p, head)
}

// aged reports whether the number is somebody's age: "a boy of 15".
func (r *reading) aged(p *parse, n quantity, node int) bool {
	k := n.to - 1
	h := p.g.head[k]
	return h >= 0 && h < n.from && p.g.is(k, "nmod") && p.g.child(k, "case") >= 0 && p.t[p.g.child(k, "case")].Lower == "of" && r.figures.aged[p.t[p.nounAt(h)].Lower]
}

// coin is the currency that a name of several currencies has beside the
// country that the sentence names: kroner are Danish or Norwegian.
func (r *reading) coin(p *parse, name, usual string) string {
	of := r.figures.coins[name]
	if of == nil {
		return usual
	}
	for _, m := range r.within(p.s.Span) {
		if a := r.Cast.Actor(m.Actor); a != nil && of[a.Country] != "" {
			return of[a.Country]
		}
	}
	return usual
}

// single reads the one who is killed that an article tells: "killed a mayor",
// with the article at token k.
func (r *reading) single(p *parse, k int) (chancery.Figure, bool) {
	f := chancery.Figure{Value: 1, Unit: "person", Relation: chancery.Equals}
	x := p.npAt[k]
	if w := p.t[k].Lower; w != "a" && w != "an" || x < 0 || !p.g.is(k, "det") {
		return f, false
	}
	head := p.nps[x].head
	if !lang.IsNoun(p.t[head].Tag) || p.t[head].Tag == "NNS" || !r.people(p, head) && !r.someone(p, head) || r.spoken(p.span(k, head+1)) {
		return f, false
	}
	n := quantity{from: k, to: k + 1, value: 1}
	if v := p.clauseAbove(p.nps[x].node); v < 0 || !p.clauses[v].finite && !p.clauses[v].passive {
		return f, false
	}
	if f.Measure = r.toll(p, n, head, p.nps[x].node); f.Measure != chancery.Killed {
		return f, false
	}
	f.Span = p.span(k, head+1)
	return f, true
}

var negatives = map[string]bool{"no": true, "any": true, "every": true, "each": true}

func joined(p *parse, from, to int) string {
	words := make([]string, 0, 3)
	for i := from; i < to; i++ {
		words = append(words, p.t[i].Lower)
	}
	return strings.Join(words, " ")
}

func (r *reading) inTime(s chancery.Span) bool {
	for _, t := range r.Times {
		if t.Span.Overlaps(s) {
			return true
		}
	}
	return false
}

// personal reports whether the noun at token i is of people, by the cast.
func (r *reading) personal(p *parse, i int) bool {
	m := r.heading(p.t[i])
	if m == nil {
		return false
	}
	a := r.Cast.Actor(m.Actor)
	return a != nil && (a.Kind == chancery.People || a.Kind == chancery.ArmedForce || a.Kind == chancery.ArmedGroup || a.Kind == chancery.Group)
}

// someone reports whether the noun at token i is of one person, by the cast.
func (r *reading) someone(p *parse, i int) bool {
	m := r.heading(p.t[i])
	if m == nil {
		return false
	}
	a := r.Cast.Actor(m.Actor)
	return a != nil && a.Kind == chancery.Person
}

// relation reads the words around a number: "at least", "to" after "reduced".
func (r *reading) relation(p *parse, n quantity) chancery.Relation {
	at := n.from
	base := chancery.Equals
	for k := n.to; k < len(p.t) && k < n.to+3; k++ { // "11 per cent more than"
		if c, ok := r.figures.changes[keyed{p.t[k].Lower, "after"}]; ok {
			return c[1]
		}
	}
	for _, rel := range r.figures.relation {
		k := at - len(rel.words)
		if k >= 0 && joined(p, k, at) == strings.Join(rel.words, " ") && p.g.rel[k] != "compound:prt" {
			base, at = rel.relation, k
			break
		}
	}
	prep := ""
	if at > 0 {
		prep = p.t[at-1].Lower
	}
	if prep != "to" && prep != "by" {
		return base
	}
	for k := at - 2; k >= 0 && k > at-14; k-- {
		for _, pos := range [...]string{"verb", "noun"} {
			if (pos == "verb") != lang.IsVerb(p.t[k].Tag) {
				continue
			}
			if c, ok := r.figures.changes[keyed{p.t[k].Lower, pos}]; ok {
				if prep == "to" {
					return c[0]
				}
				return c[1]
			}
		}
	}
	return base
}

// tie gives a figure its event, holder, place, time and source.
func (r *reading) tie(p *parse, f *chancery.Figure, n quantity, events []draft) {
	best := r.deedOf(p, n, events)
	if best >= 0 {
		e := &events[best]
		f.Event, f.Place, f.Time, f.SaidBy = e.ID, e.Place, e.Time, e.SaidBy
	}
	toll := f.Measure == chancery.Killed || f.Measure == chancery.Wounded || f.Measure == chancery.Detained || f.Measure == chancery.Displaced
	if x := p.npAt[n.to-1]; x >= 0 {
		if ids, _ := r.parties(p, x); len(ids) > 0 {
			f.Of = ids[0]
		}
	}
	if x := p.npAt[n.to-1]; x >= 0 && (f.Measure == chancery.Troops || f.Measure == chancery.Weapons) {
		r.heldBy(p, x, f)
	}
	if f.Of == "" && best >= 0 {
		e := &events[best]
		switch {
		case toll && len(e.Recipient) > 0:
			f.Of = e.Recipient[0]
		case !toll && len(e.Actor) > 0:
			f.Of = e.Actor[0]
		}
	}
}

// deedOf returns the event whose deed a number is said of: the one that the
// number hangs below ("arrested 37 people"), else one that hangs below what it
// counts ("37 people who were arrested"), else the nearest of the sentence; -1
// where the sentence tells none.
func (r *reading) deedOf(p *parse, n quantity, events []draft) int {
	_, node := p.counted(n)
	below, near, cost := -1, -1, 1<<30
	for at, steps := node, 0; at >= 0 && steps < 12; at, steps = p.g.head[at], steps+1 {
		for k := range r.drafts {
			if d := &r.drafts[k]; d.sentence == r.sentence && slices.Contains(p.nodes(d), at) {
				return d.into
			}
		}
	}
	for k := range r.drafts {
		d := &r.drafts[k]
		if d.sentence != r.sentence {
			continue
		}
		for at, steps := p.nodes(d)[0], 0; below < 0 && at >= 0 && steps < 12; at, steps = p.g.head[at], steps+1 {
			if at == node {
				below = d.into
			}
		}
		if far := max(d.token-n.from, n.from-d.token); far < cost {
			near, cost = d.into, far
		}
	}
	if below >= 0 {
		return below
	}
	return near
}
