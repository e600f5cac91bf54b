package event

import (
	"fmt"
	"slices"
	"sort"
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
				k++
				continue
			}
			if f, ok := r.figure(p, n); ok {
				r.tie(p, &f, n, events)
				part := r.doc.Article.PartAt(f.Span.Start)
				all = append(all, found{f, part == chancery.Headline || part == chancery.Standfirst || p.definite(n)})
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
		x, ok, n.from = 1, true, at
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
			f.Measure, f.Unit = chancery.Money, c
			f.Span = p.span(n.from, n.to+words)
			return f, true
		}
		if w.shares[after] {
			f.Measure, f.Unit = chancery.OtherMeasure, "percent"
			f.Span = p.span(n.from, n.to+words)
			return f, !r.outside(p)
		}
	}
	if strings.HasSuffix(p.t[n.to-1].Lower, "-strong") || n.to+1 < len(p.t) && p.t[n.to].Text == "-" && p.t[n.to+1].Lower == "strong" {
		f.Measure, f.Unit = chancery.Troops, "person"
		return f, true
	}
	head, node := p.counted(n)
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
				return f, f.Measure != chancery.OtherMeasure || !p.definite(n) && !r.spoken(f.Span)
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
	if head < 0 || n.value < 2 || p.definite(n) || w.uncounted[p.t[head].Lower] || r.spoken(f.Span) {
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

var negatives = map[string]bool{"no": true, "any": true, "every": true, "each": true}

// counted returns the noun that a number counts, or -1 where it stands alone,
// and the token that the two hang by: "nine of its members", "a crew of eleven".
func (p *parse) counted(n quantity) (head, node int) {
	k := n.to - 1
	for k > n.from && p.g.head[k] >= n.from && p.g.head[k] < n.to {
		k = p.g.head[k]
	}
	if h := p.g.head[k]; h >= 0 && p.g.is(k, "nummod", "compound", "amod", "det") && h != k {
		if x := p.npOf[h]; x >= 0 {
			return p.nps[x].head, h
		}
		return h, h
	}
	for _, c := range p.g.kids[k] {
		if p.g.is(c, "nmod") && c > k && p.npOf[c] >= 0 {
			if of := p.g.child(c, "case"); of >= 0 && p.t[of].Lower == "of" {
				return p.nps[p.npOf[c]].head, k
			}
		}
	}
	if of := p.g.child(k, "case"); of >= 0 && p.t[of].Lower == "of" && p.g.is(k, "nmod") && p.g.head[k] >= 0 && p.g.upos[p.g.head[k]] == "NOUN" {
		return p.g.head[k], p.g.head[k]
	}
	return -1, k
}

// coordinated returns the first of the coordination that token i is in.
func (p *parse) coordinated(i int) int {
	for p.g.is(i, "conj") && p.g.head[i] >= 0 && p.clOf[p.g.head[i]] < 0 {
		i = p.g.head[i]
	}
	return i
}

// definite reports whether the number follows "the", "these" or an owner: it
// was told before.
func (p *parse) definite(n quantity) bool {
	if n.from == 0 {
		return false
	}
	switch t := p.t[n.from-1]; t.Lower {
	case "the", "these", "those", "both":
		return true
	default:
		return t.Tag == "PRP$" || t.Tag == "POS" || strings.HasSuffix(t.Lower, "'s") || strings.HasSuffix(t.Lower, "’s")
	}
}

// spoken reports whether the span is of the source of a quotation: "two
// officials said".
func (r *reading) spoken(s chancery.Span) bool {
	for i := range r.Quotes {
		if src := r.Quotes[i].Source; src != nil && src.Overlaps(s) {
			return true
		}
	}
	return false
}

// outside reports whether the sentence is of votes, prices or trade, whose
// shares are no figures.
func (r *reading) outside(p *parse) bool {
	for _, t := range p.t {
		if r.figures.outside[t.Lower] {
			return true
		}
	}
	return false
}

// people reports whether the noun at token i is of people.
func (r *reading) people(p *parse, i int) bool {
	if r.figures.people[p.t[i].Lower] || r.personal(p, i) {
		return true
	}
	k := sort.Search(len(r.doc.Names), func(k int) bool { return r.doc.Names[k].Span.End > p.t[i].Span.Start })
	return k < len(r.doc.Names) && r.doc.Names[k].Kind == "NORP" && r.doc.Names[k].Span.Overlaps(p.t[i].Span) // "130,000 Sudanese"
}

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
	return a != nil && (a.Kind == chancery.People || a.Kind == chancery.ArmedForce || a.Kind == chancery.ArmedGroup || a.Kind == chancery.Group || a.Kind == chancery.OtherActor)
}

// toll says whether the number counts dead, wounded, held or displaced
// people: by the noun that is counted, an adjective of it, or the deed whose
// object or passive subject it is.
func (r *reading) toll(p *parse, n quantity, head, node int) chancery.Measure {
	w := r.figures
	if n.from > 0 && p.t[n.from-1].Text == "," && (n.to == len(p.t) || p.t[n.to].Text == ",") { // an age
		return ""
	}
	alone := head < 0
	if !alone {
		if m, ok := w.tolls[keyed{p.t[head].Lower, "noun"}]; ok {
			return m.measure
		}
	}
	last := max(head, n.to-1)
	for next := last + 1; next < len(p.t); next++ {
		if m, ok := w.tolls[keyed{p.t[next].Lower, "adjective"}]; ok {
			return m.measure
		}
		if t := p.t[next]; t.Tag != "RB" && t.Lower != "were" && t.Lower != "was" {
			break
		}
	}
	people := alone || r.people(p, head)
	for _, k := range p.g.kids[max(node, 0)] {
		if p.g.is(k, "amod") {
			if m, ok := w.tolls[keyed{p.t[k].Lower, "adjective"}]; ok && people {
				return m.measure
			}
		}
		if p.g.is(k, "acl") && p.g.rel[k] != "acl:relcl" && p.t[k].Tag != "VBG" && r.objectless(p, k) {
			if m, ok := r.deed(p, k, "verb"); ok && (people || m.any) {
				return m.measure
			}
		}
	}
	top := p.coordinated(node)
	v := p.g.head[top]
	if v < 0 {
		return ""
	}
	if p.g.is(top, "nmod") && p.g.child(top, "case") >= 0 {
		if m, ok := w.tolls[keyed{p.t[v].Lower, "of"}]; ok && (people || m.any) {
			return m.measure
		}
		return ""
	}
	object := p.g.is(top, "obj", "iobj")
	if c := p.g.child(top, "case"); c >= 0 && p.g.is(top, "obl") && c == v+1 { // a particle taken for a preposition: "took in"
		if m, ok := w.tolls[keyed{p.t[v].Lower + " " + p.t[c].Lower, "verb"}]; ok && people {
			return m.measure
		}
	}
	subject := p.g.is(top, "nsubj")
	if subject {
		if m, ok := r.deed(p, v, "subject"); ok && people {
			return m.measure
		}
	}
	if object || p.g.rel[top] == "nsubj:pass" || subject && r.objectless(p, v) && (p.t[v].Tag == "VBN" || p.t[v].Tag == "VBD") && p.g.child(v, "aux") < 0 {
		if m, ok := r.deed(p, v, "verb"); ok && (people || m.any) {
			return m.measure
		}
	}
	return ""
}

// objectless reports whether the verb at token v has no object, or only says
// as what: "held hostage".
func (r *reading) objectless(p *parse, v int) bool {
	o := p.g.child(v, "obj")
	return o < 0 || o == v+1 && r.figures.measures[p.t[o].Lower].measure == chancery.Detained
}

// deed looks the verb at token v up among the tolls, the longest entry first:
// "shot dead", "crossed into", "treated for injuries".
func (r *reading) deed(p *parse, v int, as string) (tolled, bool) {
	var best tolled
	found := false
	verb := p.t[v].Lower
	for _, tail := range r.figures.tails[verb] {
		if m, ok := r.figures.tolls[keyed{verb + " " + tail, as}]; ok && p.below(v, strings.Fields(tail)) {
			best, found = m, true
		}
	}
	if !found {
		best, found = r.figures.tolls[keyed{verb, as}]
	}
	return best, found
}

// below reports whether each word follows token v, hangs on it or introduces
// what does.
func (p *parse) below(v int, words []string) bool {
	for _, word := range words {
		ok := v+1 < len(p.t) && p.t[v+1].Lower == word
		for _, k := range p.g.kids[v] {
			c := p.g.child(k, "case")
			ok = ok || k > v && p.t[k].Lower == word || c > v && p.t[c].Lower == word
		}
		if !ok {
			return false
		}
	}
	return true
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
	best, cost := -1, 1<<30
	for i := range events {
		e := &events[i]
		if e.sentence != r.sentence {
			continue
		}
		d := e.token - n.from
		if d < 0 {
			d = -d
		}
		if d < cost {
			best, cost = i, d
		}
	}
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

// lemma returns the dictionary form of token i.
func (p *parse) lemma(i int) string {
	for _, w := range p.s.Words {
		if w.Span.End == p.t[i].Span.End && w.Lemma != "" {
			return w.Lemma
		}
	}
	return p.t[i].Lower
}
