package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

func firstRune(s string) (upper bool, size int) {
	r, n := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r), n
}

// indirect makes indirect or mixed quotes of what cue k governs: its clausal
// complement, or the clause that it interrupts or follows. It reports whether
// there is one.
func (v *view) indirect(k int, c cue) bool {
	head := v.complement(k, c)
	enclosing := false
	if head < 0 {
		if head = v.framed(k, c); head < 0 {
			return false
		}
		enclosing = true
	}
	src := v.sourceOf(k, c)
	if src.head < 0 && enclosing {
		src = v.beside(k)
	}
	if src.head < 0 || v.speakers[v.low[src.head]] || v.silent(k, c) || c.think && v.turnAt(k) != nil {
		return false
	}
	if v.own(k, c, src) || v.mute(src) {
		return false
	}
	if m := v.child(head, "mark"); !enclosing && m >= 0 && (v.low[m] == "whether" || v.low[m] == "if") && m == v.lo[head] && !c.think && !c.ask {
		return false // who says whether it is so, has not said it
	}
	if !enclosing && !v.verbal(head) && v.purpose(k) {
		return false
	}
	for x := k + 1; x < head; x++ {
		if v.low[x] == ";" {
			return false
		}
	}
	runs := v.content(head, k, enclosing, src)
	if len(runs) == 0 {
		return false
	}
	q := v.clauseQuote(runs, src, &v.w[k].Span, c.deny)
	if q == nil {
		return false
	}
	v.addressee(q, k, c)
	v.channel(q, head)
	return true
}

// own reports whether cue k only goes on with what its speaker says: a
// pronoun's thought or promise within reported speech, "said it hoped that".
func (v *view) own(k int, c cue, src source) bool {
	if !c.think && !c.inf && !c.guess || v.w[src.head].UPOS != "PRON" || !v.is(k, "ccomp") {
		return false
	}
	_, ok := v.cueAt(v.w[k].Head)
	return ok
}

// mute reports whether what is named as a source says nothing: a word that only
// points, an adverb, a clause, a thing: "this shows that", "the meeting shows that".
func (v *view) mute(src source) bool {
	switch w := v.w[src.head]; w.UPOS {
	case "ADV":
		return true
	case "NOUN":
		return v.Finder.mute[w.Lemma]
	case "PRON", "DET":
		return w.Lemma == "this" || v.low[src.head] == "that" && w.XPOS == "DT"
	case "VERB", "AUX":
		return v.child(src.head, "nsubj") >= 0
	}
	return false
}

// channel makes a news organisation that reports what others hold the channel
// of their words: "Officials expect a deal, AP reported".
func (v *view) channel(q *chancery.Quote, head int) {
	a := v.cast.Actor(q.Speaker)
	if a == nil || a.Kind != chancery.Media {
		return
	}
	if _, ok := v.cueAt(head); !ok {
		return
	}
	s := v.child(head, "nsubj")
	if s < 0 || v.w[s].UPOS == "PRON" {
		return
	}
	src := v.phrase(s, head)
	if id := v.cast.Resolve(src.speaker); id != "" && id != q.Speaker {
		q.Via, q.Speaker, q.Source = append(q.Via, q.Speaker), id, &src.span
	}
}

// purpose reports whether cue k is only what something is done for, or to be
// done: "will meet to discuss trade and to underscore their friendship".
func (v *view) purpose(k int) bool {
	for n := 0; n < 4 && v.w[k].XPOS == "VB" && v.is(k, "conj") && v.w[k].Head >= 0 && v.child(k, "nsubj") < 0; n++ {
		k = v.w[k].Head
	}
	if m := v.child(k, "mark"); v.w[k].XPOS == "VB" && m >= 0 && v.low[m] == "to" && v.is(k, "advcl", "acl") {
		return true
	}
	for _, x := range v.kids[k] {
		if v.is(x, "aux") && v.w[x].XPOS == "MD" {
			return true // "will underscore"
		}
	}
	return false
}

// silent reports whether cue k says that nothing was said: "did not say
// whether", "declined to say".
func (v *view) silent(k int, c cue) bool {
	if c.think || c.deny {
		return false
	}
	for _, x := range v.kids[k] {
		if x < k && (v.low[x] == "not" || v.low[x] == "n't" || v.low[x] == "n’t" || v.low[x] == "never") {
			return true
		}
	}
	if h := v.w[k].Head; h >= 0 && v.is(k, "xcomp") {
		for _, row := range v.verbs[v.low[h]] {
			if row.deny {
				return true
			}
		}
	}
	return false
}

// clauseQuote adds the quote of runs of words, wider where a quoted passage
// begins in it. It returns nil where the same words are a quote already.
func (v *view) clauseQuote(runs []run, src source, cueSpan *chancery.Span, negative bool) *chancery.Quote {
	kind := chancery.Indirect
	var content []chancery.Span
	for _, r := range runs {
		span := v.span(r)
		for g := v.regionBefore(span.End); g >= 0 && v.regions[g].end > span.Start; g-- {
			x := v.regions[g]
			if !x.who.Empty() {
				continue // within a transcript's turn
			}
			if x.end <= v.s.Span.End+3 && x.open >= v.s.Span.Start && !v.used[g] {
				// A passage that begins or ends in the clause belongs to it whole.
				if x.content.Start >= span.Start-3 || span.Overlaps(x.content) {
					kind = chancery.Mixed
					span.Start, span.End = min(span.Start, x.open), max(span.End, min(x.end, v.s.Span.End))
					v.used[g] = true
				}
			} else if v.used[g] {
				if span.Overlaps(x.content) && x.content.Len()*2 > span.Len() {
					return nil
				}
			}
		}
		if span = lang.Trim(v.text, span); len(content) > 0 && span.Start < content[len(content)-1].End {
			last := &content[len(content)-1]
			last.Start, last.End = min(last.Start, span.Start), max(last.End, span.End)
			continue
		}
		content = append(content, span)
	}
	for _, c := range content {
		if cueSpan != nil && c.Overlaps(*cueSpan) || src.head >= 0 && c.Contains(src.span) {
			return nil
		}
	}
	if kind == chancery.Mixed && len(content) == 1 {
		if g := v.regionAt(content[0].Start); g >= 0 && v.regions[g].open == content[0].Start && v.regions[g].end >= content[0].End && v.regions[g].words > 3 {
			kind, content[0] = chancery.Direct, v.regions[g].content
		}
	}
	for i := len(v.out) - 1; i >= 0 && i > len(v.out)-8; i-- {
		if len(v.out[i].Content) > 0 && v.out[i].Content[0] == content[0] {
			return nil
		}
	}
	q := v.quote(kind, content, src, cueSpan, negative)
	if g := v.regionAt(content[0].Start); g >= 0 && !v.regions[g].who.Empty() {
		switch before := strings.TrimRight(v.text[:content[0].Start], " \u00a0"); {
		case strings.HasSuffix(before, "“"), strings.HasSuffix(before, "\""):
			q.Kind = chancery.Direct
		case strings.ContainsAny(content[0].Text(v.text), "“\""):
			q.Kind = chancery.Mixed
		}
		if via := v.turnOf(v.regions[g].who); via != "" && via != q.Speaker {
			q.Via = append(q.Via, via)
		}
	}
	return q
}

// turnAt is the transcript's turn that word k is part of, or nil.
func (v *view) turnAt(k int) *region {
	if g := v.regionAt(v.w[k].Span.Start); g >= 0 && !v.regions[g].who.Empty() {
		return &v.regions[g]
	}
	return nil
}
