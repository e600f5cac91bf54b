package quote

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// sentence finds the quotes whose cue stands in sentence i.
func (r *reading) sentence(i int) {
	v := r.view(i)
	v.according()
	type found struct {
		k int
		c cue
	}
	var rest []found
	for k := range v.w {
		c, ok := v.cueAt(k)
		if !ok || v.quoted(k) {
			continue
		}
		if v.direct(k, c) {
			v.cues[k] = true
			continue
		}
		rest = append(rest, found{k, c})
	}
	for _, f := range rest {
		v.cues[f.k] = !f.c.quotes && v.indirect(f.k, f.c) || f.c.as && v.calling(f.k, f.c)
	}
	for _, f := range rest {
		if !v.cues[f.k] {
			v.cues[f.k] = v.fragment(f.k, f.c)
		}
	}
	v.nouns()
}

// cueAt returns the row of the verb of saying at word k.
func (v *view) cueAt(k int) (cue, bool) {
	rows := v.verbs[v.low[k]]
	if rows == nil {
		return cue{}, false
	}
	if tag := v.w[k].XPOS; !strings.HasPrefix(tag, "VB") {
		// The model's slip in an inverted clause: `," says Ali`.
		if v.w[k].UPOS != "VERB" && !(k > 0 && v.punct(k-1) && v.child(k, "nsubj") >= 0) {
			return cue{}, false
		}
	}
	if v.is(k, "aux", "cop", "amod", "compound", "case", "mark", "cc", "advmod") {
		return cue{}, false
	}
	if k > 0 && (v.w[k-1].UPOS == "DET" && v.w[k-1].XPOS != "WDT" || v.w[k-1].XPOS == "PRP$" || v.w[k-1].XPOS == "POS" || v.w[k].XPOS == "VBG" && v.w[k-1].UPOS == "ADJ") && v.child(k, "nsubj") < 0 {
		return cue{}, false // "the ruling"
	}
	for _, c := range rows {
		if c.tail == "" || v.tail(k, c.tail) >= 0 {
			return c, true
		}
	}
	return cue{}, false
}

// tail returns the particle or preposition of verb k: that of "point out", of
// "call for"; -1 where k has none such.
func (v *view) tail(k int, word string) int {
	for _, x := range v.kids[k] {
		if x > k && v.low[x] == word && v.is(x, "compound", "advmod", "case", "advcl", "obl") {
			return x
		}
		if x > k && v.is(x, "obl", "advcl", "xcomp", "nmod") {
			if m := v.child(x, "case", "mark"); m >= 0 && v.low[m] == word {
				return m
			}
		}
	}
	return -1
}

func (v *view) regionAt(at int) int {
	lo, hi := 0, len(v.regions)
	for lo < hi {
		mid := (lo + hi) / 2
		if v.regions[mid].end <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(v.regions) && v.regions[lo].open <= at {
		return lo
	}
	return -1
}

func (v *view) regionBefore(at int) int {
	lo, hi := 0, len(v.regions)
	for lo < hi {
		mid := (lo + hi) / 2
		if v.regions[mid].open < at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo - 1
}

// beside is the noun phrase right before or after the cue at word k, for where
// the tree gives it no subject.
func (v *view) beside(k int) source {
	nominal := func(x int) bool {
		return x >= 0 && x < len(v.w) && (v.w[x].UPOS == "NOUN" || v.w[x].UPOS == "PROPN" || v.w[x].UPOS == "PRON") && !v.quoted(x)
	}
	top := func(x int, in func(int) bool) int {
		for h := v.w[x].Head; h >= 0 && in(h) && nominal(h); h = v.w[x].Head {
			x = h
		}
		return x
	}
	at := k - 1
	for at >= 0 && (v.w[at].UPOS == "ADV" || v.w[at].UPOS == "AUX") && !v.quoted(at) {
		at--
	}
	if nominal(at) {
		return v.phrase(top(at, func(h int) bool { return h < k }), k)
	}
	at = k + 1
	for at < len(v.w) && (v.w[at].UPOS == "DET" || v.w[at].UPOS == "ADJ" || v.w[at].UPOS == "NUM") {
		at++
	}
	if k > 0 && v.punct(k-1) && nominal(at) {
		return v.phrase(top(at, func(h int) bool { return h > k }), k)
	}
	return nobody
}

// direct makes a direct quote of the passages beside cue k; it reports
// whether there are any.
func (v *view) direct(k int, c cue) bool {
	src := v.sourceOf(k, c)
	if src.head < 0 && c.that && v.child(k, "nsubj:pass") >= 0 {
		return false // "if spies are found, “…”"
	}
	if src.head < 0 || v.quoted(src.head) {
		src = v.beside(k)
	}
	start, end := v.w[k].Span.Start, v.w[k].Span.End
	left, right := start, end
	if x := v.child(k, "aux"); x >= 0 && x < k {
		left = v.w[x].Span.Start
	}
	if src.head >= 0 {
		if src.span.Start < left && v.near(src, k) {
			left = src.span.Start
		}
		if src.span.Start > right {
			right = src.span.End
		}
	}
	before, after := v.passages(left, k)
	if after >= 0 && !(v.bare(right, v.regions[after]) && (v.regions[after].words > 2 || !c.quotes)) {
		after = -1
	}
	if (c.quotes || c.think) && before < 0 && after >= 0 && v.regions[after].words < 4 {
		return false
	}
	if before >= 0 && after < 0 && v.partOfClause(before) {
		return false // `The plan would be "looked at", she said`: the whole clause is what she said
	}
	var content []chancery.Span
	for _, g := range []int{before, after} {
		if g >= 0 && !v.regions[g].content.Overlaps(v.w[k].Span) {
			content = append(content, v.regions[g].content)
			v.used[g] = true
		}
	}
	if len(content) == 0 {
		return false
	}
	q := v.quote(chancery.Direct, content, src, &v.w[k].Span, c.deny)
	v.addressee(q, k, c)
	v.runOn(q, max(before, after))
	return true
}

// near reports whether nothing but the source's own words and adverbs stands
// between it and cue k.
func (v *view) near(src source, k int) bool {
	for x := v.wordAt(src.span.End); x < k; x++ {
		if !v.punct(x) && v.w[x].UPOS != "ADV" && v.w[x].UPOS != "AUX" && v.w[x].UPOS != "PRON" {
			return false
		}
	}
	return true
}

// partOfClause reports whether passage n only ends a clause of the sentence,
// which has its verb before it.
func (v *view) partOfClause(n int) bool {
	open := v.regions[n].open
	for x := 0; x < len(v.w) && v.w[x].Span.Start < open; x++ {
		if x > 0 && (tensed(v.w[x].XPOS) || v.w[x].XPOS == "MD") {
			return true
		}
	}
	return false
}

// passages returns the passage that ends right before the source or the cue,
// and the one that begins after the cue, in the same sentence or right where
// it ends; -1 for none.
func (v *view) passages(left, k int) (before, after int) {
	before, after = -1, -1
	at := v.regionBefore(v.w[k].Span.Start)
	if at >= 0 {
		g := v.regions[at]
		limit := left
		if g.end > left { // the subject found lies in the passage
			limit = v.w[k].Span.Start
		}
		goesOn := g.end > v.s.Span.Start || !strings.ContainsAny(v.text[g.end:v.s.Span.Start], ".!?")
		if g.end <= limit && goesOn && !v.used[at] && v.onlyMarks(g.end, limit) && v.sameParagraph(g) && (g.words >= 2 && !g.title || strings.HasSuffix(g.content.Text(v.text), ",")) && g.who.Empty() {
			before = at
		}
	}
	if n := at + 1; n < len(v.regions) {
		g := v.regions[n]
		near := g.open < v.s.Span.End || g.leads && strings.HasSuffix(v.s.Span.Text(v.text), ":") && v.onlyMarks(v.s.Span.End, g.open)
		if g.open > v.w[k].Span.End && near && g.words >= 2 && g.who.Empty() {
			after = n
		}
	}
	return before, after
}

func (v *view) sameParagraph(g region) bool {
	i := v.doc.SentenceAt(g.content.Start)
	return i >= 0 && v.doc.Sentences[i].Paragraph == v.s.Paragraph
}

// onlyMarks reports whether text[from:to] holds no words.
func (v *view) onlyMarks(from, to int) bool {
	return strings.IndexFunc(v.text[from:max(from, to)], func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c > 0x2ff && c != '“' && c != '”' && c != '‘' && c != '’' && c != '—' && c != '–' && c != '\u2026'
	}) < 0
}

// bare reports whether the passage g after byte from is all that is said: a
// colon, a comma or a few words of circumstance stand before it, or "that"
// and nothing after it.
func (v *view) bare(from int, g region) bool {
	between := strings.TrimRight(v.text[min(from, g.open):g.open], " \u00a0\n")
	if between == "" {
		return true
	}
	whole := g.end >= v.s.Span.End || v.onlyMarks(g.end, v.s.Span.End)
	if whole && g.words > 3 {
		between = strings.TrimSuffix(strings.TrimSuffix(between, ","), " that")
	}
	if between == "" {
		return true
	}
	switch between[len(between)-1] {
	case ':':
		return true
	case ',':
		return len(strings.Fields(between)) < 14 && !strings.Contains(between, " that ")
	}
	if v.onlyMarks(from, from+len(between)) {
		return true
	}
	// "said in an interview “…”"
	for x := v.wordAt(from); x < len(v.w) && v.w[x].Span.Start < from+len(between); x++ {
		if v.verbal(x) || v.is(x, "mark", "nsubj", "obj", "conj", "advmod", "expl") {
			return false
		}
	}
	first, _ := firstRune(g.content.Text(v.text))
	return whole && first
}

// runOn adds the passages that follow in the same paragraph with no cue of
// their own: `"…," she said. "…"`.
func (v *view) runOn(q *chancery.Quote, at int) {
	for n := at + 1; n < len(v.regions); n++ {
		g := v.regions[n]
		from := max(v.regions[n-1].end, v.s.Span.End)
		if !v.sameParagraph(g) || v.used[n] || g.words < 3 || g.open < from || !v.onlyMarks(from, g.open) {
			return
		}
		if g.end < len(v.text) && v.cueFollows(g.end) {
			return
		}
		q.Content = append(q.Content, g.content)
		v.used[n] = true
	}
}

// cueFollows reports whether the sentence that goes on at byte at has words
// after the passage: those of its own cue.
func (v *view) cueFollows(at int) bool {
	i := v.doc.SentenceAt(at)
	return i >= 0 && !v.onlyMarks(at, v.doc.Sentences[i].Span.End)
}

// addressee sets whom a quote is said to, the object of cue k: a news
// organisation is the channel.
func (v *view) addressee(q *chancery.Quote, k int, c cue) {
	if via := v.interviewer(q, k); via != "" && via != q.Speaker {
		q.Via = append(q.Via, via)
	}
	if !c.to {
		return
	}
	o := v.child(k, "iobj", "obj")
	if o < 0 || o < k || v.verbal(o) {
		return
	}
	id := v.cast.At(v.phrase(o, k).span)
	if id == "" || id == q.Speaker {
		return
	}
	if a := v.cast.Actor(id); a != nil && a.Kind == chancery.Media {
		q.Via = append(q.Via, id)
		return
	}
	q.To = id
}

// interviewer returns the news organisation that the words after cue k name
// as its occasion: "said in an interview with AP", "told viewers on CNN"; ""
// for none.
func (v *view) interviewer(q *chancery.Quote, k int) string {
	for y := k + 1; y < len(v.w) && !v.quoted(y) && !(v.verbal(y) && v.finite(y)); y++ {
		m := v.child(y, "case")
		if m < 0 || !v.channels[v.low[m]] || !v.is(y, "obl", "nmod") {
			continue
		}
		for _, c := range q.Content {
			if c.Overlaps(v.w[y].Span) {
				return ""
			}
		}
		if id := v.cast.At(v.phrase(y, k).span); id != "" {
			if a := v.cast.Actor(id); a != nil && a.Kind == chancery.Media {
				return id
			}
		}
	}
	return ""
}
