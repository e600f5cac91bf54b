package quote

import chancery "github.com/chancery-project/chancery"

// fragment makes the mixed quote of a few quoted words that hang on cue k and
// of what hangs on them: `called the ruling "judicial piracy"`.
func (v *view) fragment(k int, c cue) bool {
	n := v.regionBefore(v.w[k].Span.Start) + 1
	if c.think || v.s.Part != chancery.Body || n >= len(v.regions) {
		return false
	}
	g := v.regions[n]
	if v.used[n] || g.title || g.end > v.s.Span.End {
		return false
	}
	from := v.wordAt(g.content.Start)
	if from >= len(v.w) || from > k+16 {
		return false
	}
	end := v.wordAt(g.content.End)
	top := from
	for v.w[top].Head >= 0 && v.w[top].Head != k && v.w[top].Head >= from && v.w[top].Head <= end {
		top = v.w[top].Head
	}
	if h := v.w[top].Head; h >= end && v.is(top, "amod", "compound", "nmod", "det") {
		top = h
	}
	called := v.child(k, "obj", "dobj", "xcomp", "ccomp", "obl") >= 0 && v.low[v.lo[k]] == "what" && from <= k+2 // "what he called “isolated” cases"
	for h := v.w[top].Head; h != k && !called; h = v.w[h].Head {
		if h < 0 {
			return false
		}
		if _, ok := v.cueAt(h); ok {
			return false
		}
	}
	src := v.sourceOf(k, c)
	if src.head < 0 {
		return false
	}
	to := end
	for to < len(v.w) && to <= v.hi[top] && !v.is(to, "cc") && v.low[to] != "," && v.low[to] != ";" {
		to++
	}
	for to > from+1 && v.punct(to-1) && v.w[to-1].Span.Start >= g.end {
		to--
	}
	for to < len(v.w) && v.w[to].Span.End <= g.end {
		to++
	}
	span := chancery.Span{Start: g.open, End: max(g.end, v.w[max(from, to-1)].Span.End)}
	if o := v.object(k, from, src); o >= 0 && !c.bare {
		span.Start = v.w[o].Span.Start
	}
	v.used[n] = true
	kind := chancery.Mixed
	v.quote(kind, []chancery.Span{span}, src, &v.w[k].Span, c.deny)
	return true
}

// object returns the first word of cue k's object, where the quoted words from
// word from on are part of it or say something of it: "rejected the reasons as
// “gossip”"; -1 where there is none.
func (v *view) object(k, from int, src source) int {
	o := v.child(k, "obj")
	if o <= k || v.lo[o] >= from || v.w[o].UPOS == "PRON" {
		return -1
	}
	first := v.lo[o]
	for first < from && v.punct(first) {
		first++
	}
	if first <= k || first >= from || src.head >= first {
		return -1
	}
	for x := from - 1; x > first; x-- { // "criticised the minister for “gossip”"
		if v.w[x].UPOS == "ADP" || v.w[x].UPOS == "SCONJ" {
			if v.low[x] == "for" || v.low[x] != "as" && v.hi[o] < from {
				return -1
			}
			break
		}
	}
	for x := first; x < from; x++ {
		if v.verbal(x) && v.finite(x) || v.low[x] == "," {
			return -1
		}
	}
	return first
}

// calling makes the quote of what cue k calls something: "called the vote a
// farce".
func (v *view) calling(k int, c cue) bool {
	o, x := v.child(k, "obj"), v.child(k, "xcomp")
	if o < k || x < o || v.w[o].UPOS == "PRON" {
		return false
	}
	r := run{v.lo[o], v.hi[x] + 1}
	src := v.sourceOf(k, c)
	span := v.span(r)
	g := v.regionBefore(span.End)
	if r.from <= k || src.head < 0 || g >= 0 && v.regions[g].end > span.Start {
		return false
	}
	return v.clauseQuote([]run{r}, src, &v.w[k].Span, c.deny) != nil
}
