package quote

import "strings"

// complement returns the head of what verb k governs: a clause, and for the
// verbs that may have them an infinitive or a noun phrase; -1 for none.
func (v *view) complement(k int, c cue) int {
	best := -1
	for _, x := range v.kids[k] {
		if v.punct(x) {
			continue
		}
		switch {
		case v.is(x, "ccomp"):
			if best < 0 || best < k && x > k {
				best = x
			}
		case v.is(x, "parataxis") && x > k && best < 0 && v.lo[x] > k && !c.that && v.verbal(x) && v.finite(x) && !v.saying(x):
			best = x
		}
	}
	if best >= 0 && (v.verbal(best) || v.hi[best]-v.lo[best] > 2) {
		return best
	}
	// "announced in a statement on Tuesday that …", where the tree hangs the clause on the noun
	for _, x := range v.kids[k] {
		if x < k || !v.is(x, "obl") {
			continue
		}
		for _, y := range v.kids[x] {
			if v.is(y, "acl", "ccomp", "advcl") && !v.is(y, "acl:relcl") && v.finite(y) {
				if m := v.child(y, "mark"); m >= 0 && v.low[m] == "that" && m == v.lo[y] {
					return y
				}
			}
		}
	}
	if x := v.next(k); x >= 0 && !c.quotes && c.tail == "" {
		return x
	}
	if !c.think && !c.quotes && c.tail == "" {
		for _, x := range v.kids[k] { // "denied having a hand in it"
			if x == k+1 && v.w[x].XPOS == "VBG" && v.is(x, "xcomp", "ccomp", "advcl", "obj") && v.hi[x] > x {
				return x
			}
		}
	}
	if c.inf && v.child(k, "obj") < 0 { // "promised aid to rebuild the town" is no speech
		for _, x := range v.kids[k] {
			if x > k && v.is(x, "xcomp", "advcl") {
				if m := v.child(x, "mark"); m >= 0 && v.low[m] == "to" {
					return x
				}
			}
		}
	}
	if c.np {
		for _, x := range v.kids[k] {
			if x < k || !v.is(x, "obj", "obl", "xcomp", "advcl") {
				continue
			}
			m := v.child(x, "case", "mark")
			switch {
			case c.tail == "" && v.is(x, "obj") && m < 0, c.tail != "" && m >= 0 && v.low[m] == c.tail, c.tail != "" && v.is(x, "obj") && m < 0 && v.child(k, "compound") >= 0,
				c.tail == "" && v.w[x].XPOS == "VBG" && v.is(x, "xcomp"):
				if v.hi[x] > v.lo[x] && v.w[x].UPOS != "PRON" {
					return x
				}
			}
		}
	}
	return -1
}

// next returns the head of the clause that begins right after verb k, where the
// tree hangs it on something before; -1 for none.
func (v *view) next(k int) int {
	if v.child(k, "nsubj") < 0 || v.child(k, "obj", "xcomp") >= 0 || k+1 >= len(v.w) {
		return -1
	}
	for x := k + 2; x < len(v.w) && x < k+16; x++ {
		if v.lo[x] == k+1 && v.w[x].Head >= 0 && v.w[x].Head < k && v.is(x, "advcl", "ccomp", "parataxis", "conj", "acl") && v.child(x, "nsubj") >= 0 && v.finite(x) && !v.is(k+1, "cc", "punct") {
			if m := v.child(x, "mark"); m < 0 || v.low[m] == "that" {
				return x
			}
		}
	}
	return -1
}

// saying reports whether word k is a verb of saying with a subject.
func (v *view) saying(k int) bool {
	_, ok := v.cueAt(k)
	return ok && v.child(k, "nsubj") >= 0
}

// framed returns the head of the clause that cue k follows, precedes or
// interrupts: "…, officials said", "as X noted, …"; -1 for none.
func (v *view) framed(k int, c cue) int {
	switch {
	case v.is(k, "parataxis"):
		if c.that || v.child(k, "nsubj") < 0 && v.beside(k).head < 0 {
			return -1
		}
	case v.is(k, "appos", "acl", "dep"):
		if c.that || !v.interposed(k) {
			return -1
		}
	case v.is(k, "advcl"):
		m := v.child(k, "mark", "advmod")
		if m < 0 || v.low[m] != "as" || m > 1 && !v.punct(m-1) && !v.is(m-1, "cc") || v.child(k, "obj") >= 0 && !c.to {
			return -1
		}
	default:
		return -1
	}
	if o := v.child(k, "obj"); o >= 0 && !c.to {
		return -1
	}
	h := v.w[k].Head
	for n := 0; h >= 0 && !(v.clause(h) && (v.finite(h) || v.is(h, "root"))) && n < 20; n++ {
		h = v.w[h].Head
	}
	if h < 0 || !v.verbal(h) {
		return -1
	}
	return h
}

// interposed reports whether cue k and its subject stand between commas: "the
// talks, he said, will begin". The tree may hang them on the noun before.
func (v *view) interposed(k int) bool {
	s := v.child(k, "nsubj")
	if s < 0 || strings.HasPrefix(v.w[s].XPOS, "W") {
		return false
	}
	from, to := min(k, v.lo[s]), max(k, v.hi[s])
	for from < k && v.punct(from) {
		from++
	}
	for to+1 < len(v.w) && !v.punct(to+1) && v.within(to+1, k) {
		to++
	}
	return from > 0 && v.low[from-1] == "," && to+1 < len(v.w) && v.low[to+1] == ","
}

// content returns the runs of words that are the clause of head, without the
// cue k and its frame, "that", and the marks around it.
func (v *view) content(head, k int, enclosing bool, src source) []run {
	past := v.w[head].XPOS == "VBD" || v.pastCopula(head)
	in := v.under(head, func(x int) bool {
		if x == k || v.credited(x) {
			return true
		}
		if x <= k || x == head {
			return false
		}
		if head < k && v.is(x, "conj") && v.w[x].Head == head && v.child(x, "nsubj") >= 0 && v.turns(x) {
			return true // "…, officials said, but Iran will not attend": the report goes on
		}
		if v.is(x, "conj") && v.w[x].Head == head && v.w[x].XPOS == "VBD" && v.child(x, "nsubj", "aux", "expl") < 0 && (!past && v.w[k].XPOS != "VBZ" && v.w[k].XPOS != "VBP" || v.says(x)) {
			return true // "said it would attend and left the room"
		}
		if x > 0 && v.is(x, "advcl", "xcomp", "conj", "parataxis", "acl") && v.w[x].XPOS == "VBG" && v.verbs[v.low[x]] != nil && v.lo[x] > 0 && v.comma(v.lo[x]) {
			return true // "…, adding that"
		}
		return false
	})
	for _, x := range v.kids[k] {
		if x < head && src.head > head && v.is(x, "nsubj") && v.within(src.head, x) { // "Kofi met Ama, a spokesman said"
			for y := v.lo[x]; y < head; y++ {
				in[y] = true
			}
		}
		// One clause that the tree takes for two, or for an object and a clause: "the workers held in the town | were freed, he said".
		if enclosing || in[x] || x == src.head || src.head >= 0 && v.within(src.head, x) {
			continue
		}
		apart := v.is(x, "ccomp") && (x < k) == (head < k) && max(v.lo[x], v.lo[head])-min(v.hi[x], v.hi[head]) == 1
		apart = apart || v.is(x, "nsubj") && x < k && v.hi[x]+1 == v.lo[head] // the subject of what is said, hung on the cue
		if apart || v.is(x, "obj") && v.hi[x]+1 == v.lo[head] && x > k && (v.finite(head) || v.w[head].XPOS != "VBN") && v.child(head, "nsubj", "csubj", "expl", "mark") < 0 {
			for y := range in {
				in[y] = in[y] || v.within(y, x)
			}
		}
	}
	for x := head + 1; x < len(v.w); x++ { // a semicolon ends what is said
		if v.low[x] == ";" && x > k && head > k && !v.quoted(x) {
			for y := x; y < len(v.w); y++ {
				in[y] = false
			}
			break
		}
	}
	frame := func(x int) bool {
		return x == k || x == src.head || !in[x] && !v.punct(x) && (v.within(x, k) || src.head >= 0 && src.span.Contains(v.w[x].Span))
	}
	var runs []run
	last, cut := -1, false
	for x := range v.w {
		switch {
		case in[x] && !v.punct(x):
			if last >= 0 && !cut {
				runs[len(runs)-1].to = x + 1
			} else {
				runs = append(runs, run{x, x + 1})
			}
			last, cut = x, false
		case frame(x):
			cut = true
		}
	}
	out := runs[:0]
	for _, r := range runs {
		for r.from < r.to && (v.low[r.from] == "that" && v.is(r.from, "mark") || !enclosing && v.is(r.from, "case") && v.w[r.from].Head == head && !v.verbal(head) || v.is(r.from, "cc") && r.from == 0 || v.punct(r.from)) {
			r.from++
		}
		if !enclosing && r.to <= head && len(runs) > 1 && r.to-r.from < 3 || r.from >= r.to {
			continue
		}
		out = append(out, r)
	}
	if o := v.opening(k, src); o >= 0 && len(out) > 0 && out[0].from > k {
		out = append([]run{{v.lo[o], v.hi[o] + 1}}, out...)
	}
	words := 0
	for _, r := range out {
		words += r.to - r.from
	}
	if words < 2 {
		return nil
	}
	return out
}

// opening returns the clause that opens what is said before the cue and its
// source interrupt it, where the tree hangs it on the cue: "If it rains, he
// said, we stay"; -1 for none.
func (v *view) opening(k int, src source) int {
	if src.head < 0 || k+1 >= len(v.w) {
		return -1
	}
	from, to := min(k, v.wordAt(src.span.Start)), max(k, v.wordAt(src.span.End-1))
	if from < 2 || to+1 >= len(v.w) || v.low[from-1] != "," || v.low[to+1] != "," {
		return -1
	}
	for _, x := range v.kids[k] {
		if v.is(x, "advcl") && v.hi[x] < from && v.lo[x] <= 1 && v.finite(x) {
			return x
		}
	}
	return -1
}

// turns reports whether clause x is joined to what is before it as its contrary.
func (v *view) turns(x int) bool {
	c := v.child(x, "cc")
	return c >= 0 && v.low[c] != "and"
}

// credited reports whether word x is a source behind "according to".
func (v *view) credited(x int) bool {
	c := v.child(x, "case")
	if c < 0 {
		return false
	}
	for _, words := range v.phrases {
		if v.low[c] == words[0] && v.w[c].UPOS == "VERB" {
			return true
		}
	}
	return false
}

// says reports whether word k is a verb of saying, not of thinking.
func (v *view) says(k int) bool {
	c, ok := v.cueAt(k)
	return ok && !c.think
}

// pastCopula reports whether word k has a copula or auxiliary in the past tense.
func (v *view) pastCopula(k int) bool {
	for _, x := range v.kids[k] {
		if v.is(x, "cop", "aux") {
			return v.w[x].XPOS == "VBD"
		}
	}
	return false
}

func (v *view) comma(from int) bool {
	return v.low[from] == "," || v.low[from-1] == "," || v.low[from-1] == "—" || v.low[from-1] == "–"
}
