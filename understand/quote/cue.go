package quote

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// sentence finds the quotes whose cue stands in sentence i.
func (r *reading) sentence(i int) {
	s := &r.doc.Sentences[i]
	v := &view{reading: r, s: s, t: s.Tokens, i: i}
	v.phrasesAt()
	found := v.according()
	for k := range v.t {
		c, ok := r.verbs[v.t[k].Lower]
		if !ok || !v.isVerb(k) || v.quoted(k) {
			continue
		}
		if c.tail != "" && (k+1 >= len(v.t) || v.t[k+1].Lower != c.tail) {
			continue
		}
		if v.direct(k, c) {
			found = true
			continue
		}
		if !c.quotes && !found && v.indirect(k, c) || v.fragment(k, c) {
			found = true
		}
	}
	v.nouns()
}

// view is one sentence under way.
type view struct {
	*reading
	s  *lang.Sentence
	t  []lang.Token
	i  int
	np []int // token -> index of the noun phrase that holds it, or -1
	vg []int // token -> index of the verb group, or -1
}

func (v *view) phrasesAt() {
	v.np, v.vg = make([]int, len(v.t)), make([]int, len(v.t))
	for k := range v.t {
		v.np[k], v.vg[k] = -1, -1
	}
	for n, c := range v.s.Chunks {
		for k := c.From; k < c.To; k++ {
			if c.Kind == lang.NP {
				v.np[k] = n
			} else {
				v.vg[k] = n
			}
		}
	}
}

// isVerb reports whether the word of saying at token k is a verb that tells:
// finite, or a participle after a comma.
func (v *view) isVerb(k int) bool {
	tag := v.t[k].Tag
	if v.vg[k] >= 0 && v.s.Chunks[v.vg[k]].Head != k {
		return false
	}
	switch tag {
	case "VBD", "VBZ", "VBP":
		return true
	case "VBN":
		from := k
		if v.vg[k] >= 0 {
			from = v.s.Chunks[v.vg[k]].From
		}
		for j := from; j < k; j++ {
			if w := v.t[j].Lower; w == "has" || w == "have" || w == "had" || w == "'ve" {
				return true
			}
		}
		return from == k && k > 0 && v.np[k-1] >= 0
	case "VBG":
		return k > 0 && (v.t[k-1].Text == "," || v.t[k-1].Tag == "CC") || v.vg[k] >= 0 && v.s.Chunks[v.vg[k]].From < k
	case "VB":
		return v.vg[k] >= 0 && v.s.Chunks[v.vg[k]].From < k && v.t[v.s.Chunks[v.vg[k]].From].Tag == "MD"
	case "NN", "NNS", "NNP": // the tagger's slip in an inverted clause: `," says Ali`
		return k > 0 && (v.t[k-1].Text == "," || strings.ContainsAny(v.t[k-1].Text, "\"”’»")) && k+1 < len(v.t) && v.np[k+1] >= 0 && v.np[k] < 0
	}
	return false
}

// quoted reports whether token k lies in a quoted passage.
func (v *view) quoted(k int) bool {
	g := v.regionAt(v.t[k].Span.Start)
	return g >= 0 && v.regions[g].words > 3
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

// span is the text of tokens [from, to), and a place for it.
func (v *view) span(from, to int) *chancery.Span {
	return &chancery.Span{Start: v.t[from].Span.Start, End: v.t[to-1].Span.End}
}

// subject returns the noun phrase before the verb group of token k: from its
// first to after its last token; -1 for none.
func (v *view) subject(k int) (from, to int) {
	at := k
	if v.vg[k] >= 0 {
		at = v.s.Chunks[v.vg[k]].From
	}
	at--
	for at >= 0 && (strings.HasPrefix(v.t[at].Tag, "RB") && v.np[at] < 0) {
		at--
	}
	if at < 0 {
		return -1, -1
	}
	if v.t[at].Tag == "WP" || v.t[at].Tag == "WDT" {
		at--
		if at >= 0 && v.t[at].Text == "," {
			at--
		}
	}
	if at >= 0 && v.t[at].Text == "," { // "X, the minister, said"
		for j := at - 1; j > 0 && j > at-30; j-- {
			if v.t[j].Text == "," && v.np[j-1] >= 0 && (v.np[j+1] >= 0 || v.t[j+1].Tag == "WP" || v.t[j+1].Tag == "WDT" || v.t[j+1].Tag == "IN" || v.t[j+1].Kind == lang.Number) {
				return v.head(v.np[j-1])
			}
			if strings.ContainsAny(v.t[j].Text, "\"”“") {
				break
			}
		}
		return -1, -1
	}
	if at < 0 || v.np[at] < 0 {
		return -1, -1
	}
	return v.head(v.np[at])
}

// head climbs from a noun phrase over "of", "in" and "'s" to the phrase that
// it belongs to, and gives the tokens of that phrase.
func (v *view) head(n int) (from, to int) {
	c := v.s.Chunks[n]
	from, to = c.From, c.To
	for from > 1 {
		p := v.t[from-1]
		switch {
		case p.Tag == "POS" && v.np[from-2] >= 0:
			from = v.s.Chunks[v.np[from-2]].From
			continue
		case p.Tag == "IN" && v.np[from-2] >= 0 && p.Lower != "that" && p.Lower != "as" && p.Lower != "because" && p.Lower != "after" && p.Lower != "if":
			up := v.s.Chunks[v.np[from-2]]
			from, to = up.From, up.To
			continue
		}
		break
	}
	// "the head of the agency" is one source.
	for to < len(v.t) && v.t[to].Lower == "of" && to+1 < len(v.t) && v.np[to+1] >= 0 {
		to = v.s.Chunks[v.np[to+1]].To
	}
	return from, to
}

// after returns the noun phrase right after token k, past "the" and the like.
func (v *view) after(k int) (from, to int) {
	k++
	for k < len(v.t) && strings.HasPrefix(v.t[k].Tag, "RB") && v.np[k] < 0 {
		k++
	}
	if k >= len(v.t) || v.np[k] < 0 {
		return -1, -1
	}
	c := v.s.Chunks[v.np[k]]
	from, to = c.From, c.To
	if v.reading.Finder.nouns[v.t[c.Head].Lower] && to+1 < len(v.t) && (v.t[to].Lower == "from" || v.t[to].Lower == "by" || v.t[to].Lower == "of") && v.np[to+1] >= 0 {
		c = v.s.Chunks[v.np[to+1]] // "a statement from the ministry"
		from, to = c.From, c.To
	}
	for to < len(v.t) && (v.t[to].Lower == "of" || v.t[to].Tag == "POS") && to+1 < len(v.t) && v.np[to+1] >= 0 {
		to = v.s.Chunks[v.np[to+1]].To
	}
	return from, to
}

// direct makes a direct quote of the passages beside cue k; it reports
// whether there are any.
func (v *view) direct(k int, c cue) bool {
	start, end := v.t[k].Span.Start, v.t[k].Span.End
	sFrom, sTo := v.subject(k)
	inverted := false
	left := start
	if sFrom >= 0 {
		left = v.t[sFrom].Span.Start
	}
	oFrom, oTo := v.after(k)
	right := end
	before, after := v.passages(left, k, sFrom)
	if before >= 0 && oFrom >= 0 && (sFrom < 0 || v.regions[before].end > v.t[sFrom].Span.Start || v.regionAt(v.t[sFrom].Span.Start) >= 0) {
		sFrom, sTo, inverted = oFrom, oTo, true
		right = v.t[oTo-1].Span.End
	}
	if after >= 0 && !v.leadsTo(right, after, k, c) {
		after = -1
	}
	if before < 0 && after < 0 {
		return false
	}
	if c.quotes && before < 0 && after >= 0 && v.regions[after].words < 4 {
		return false
	}
	if before >= 0 && after < 0 && v.within(before) {
		return false // `The plan would be "looked at", she said`: the whole clause is what she said
	}
	var content []chancery.Span
	mixed := false
	if before >= 0 {
		content = append(content, v.regions[before].content)
		v.used[before] = true
	}
	if after >= 0 {
		g := v.regions[after]
		if before < 0 && !v.bare(right, g.open) { // "said the talks were “a waste of time”": a mixed quote
			mixed = true
		} else {
			content = append(content, g.content)
			v.used[after] = true
		}
	}
	if mixed {
		return false
	}
	var source *chancery.Span
	if sFrom >= 0 {
		source = v.span(sFrom, sTo)
	}
	q := v.quote(chancery.Direct, content, source, &v.t[k].Span, c.deny)
	if source == nil {
		v.sameSpeaker(q)
	}
	if c.to && !inverted {
		v.addressee(q, oFrom, oTo)
	}
	v.runOn(q, before, after)
	return true
}

// within reports whether passage n only ends a clause of the sentence, which
// has its verb before it.
func (v *view) within(n int) bool {
	open := v.regions[n].open
	if open <= v.s.Span.Start {
		return false
	}
	for j := range v.t {
		if v.t[j].Span.Start >= open {
			return j > 1 && v.hasVerb(0, j)
		}
	}
	return false
}

// passages returns the passage that ends right before the source or the cue,
// and the one that begins after the cue, in the same sentence or, before,
// right where it begins; -1 for none.
func (v *view) passages(left, k, sFrom int) (before, after int) {
	before, after = -1, -1
	at := v.regionBefore(v.t[k].Span.Start)
	if at >= 0 {
		g := v.regions[at]
		limit := left
		if g.end > left { // the subject found lies in the passage
			limit = v.t[k].Span.Start
		}
		if g.end <= limit && v.onlyMarks(g.end, limit) && v.sameParagraph(g) && g.words >= 2 && !g.title {
			before = at
		}
	}
	if n := at + 1; n < len(v.regions) {
		g := v.regions[n]
		if g.open > v.t[k].Span.End && g.open < v.s.Span.End+3 && g.words >= 2 && v.sameParagraph(g) {
			after = n
		}
	}
	return before, after
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

// bare reports whether the passage that opens at byte open is all that is
// said: a colon, a comma or a few words of circumstance stand before it.
func (v *view) bare(from, open int) bool {
	between := strings.TrimRight(v.text[min(from, open):open], " \u00a0\n")
	if between == "" {
		return true
	}
	last := between[len(between)-1]
	if last == ':' {
		return true
	}
	if last == ',' {
		return len(strings.Fields(between)) < 14 && !strings.Contains(between, " that ")
	}
	return v.onlyMarks(from, open)
}

// leadsTo reports whether the words between a cue and a passage let it be
// what is said.
func (v *view) leadsTo(right, after, k int, c cue) bool {
	g := v.regions[after]
	if right > g.open {
		right = v.t[k].Span.End
	}
	return v.bare(right, g.open) && (g.words > 2 || !c.quotes)
}

// addressee sets whom a quote is said to: a news agency is the channel.
func (v *view) addressee(q *chancery.Quote, from, to int) {
	if from < 0 {
		return
	}
	id := v.cast.At(*v.span(from, to))
	if id == "" || id == q.Speaker {
		return
	}
	if a := v.cast.Actor(id); a != nil && a.Kind == chancery.Media {
		q.Via = append(q.Via, id)
		return
	}
	q.To = id
}

// runOn adds the passages that follow in the same paragraph with no cue of
// their own: `"…," she said. "…"`.
func (v *view) runOn(q *chancery.Quote, before, after int) {
	at := max(before, after)
	for n := at + 1; n < len(v.regions); n++ {
		g := v.regions[n]
		from := max(v.regions[n-1].end, v.s.Span.End)
		if !v.sameParagraph(g) || v.used[n] || g.words < 3 || g.open < from || !v.onlyMarks(from, g.open) {
			return
		}
		q.Content = append(q.Content, g.content)
		v.used[n] = true
	}
}

// sameSpeaker takes the speaker of the last quote of this sentence: that of
// "…, adding that".
func (v *view) sameSpeaker(q *chancery.Quote) {
	for i := len(v.out) - 2; i >= 0; i-- {
		if c := v.out[i].Content[0]; v.s.Span.Contains(c) || v.out[i].Cue != nil && v.s.Span.Contains(*v.out[i].Cue) {
			q.Speaker, q.Source = v.out[i].Speaker, v.out[i].Source
			return
		}
	}
}
