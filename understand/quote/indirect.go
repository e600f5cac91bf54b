package quote

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// indirect makes an indirect or mixed quote of the clause that cue k governs;
// it reports whether there is one.
func (v *view) indirect(k int, c cue) bool {
	sFrom, sTo := v.subject(k)
	if sFrom > 3 && v.t[sFrom-1].Text == "," && v.hasVerb(0, sFrom-1) && v.aside(max(k+1, sTo)) && v.closing(k, c, sFrom, sTo) {
		return true
	}
	if from, to := v.content(k, c); from >= 0 {
		if sFrom < 0 {
			sFrom, sTo = v.shared(k)
		}
		if sFrom < 0 && v.t[k].Tag != "VBG" {
			return false
		}
		var source *chancery.Span
		if sFrom >= 0 {
			source = v.span(sFrom, sTo)
		}
		q := v.clause(from, to, source, k, c)
		if source == nil {
			v.sameSpeaker(q)
		}
		if c.to {
			f, t := v.after(k)
			v.addressee(q, f, t)
		}
		return true
	}
	return v.closing(k, c, sFrom, sTo)
}

// shared returns the subject of the verb that cue k is coordinated with: "She
// praised the envoy and said …"; -1 for none.
func (v *view) shared(k int) (from, to int) {
	at := k - 1
	if v.vg[k] >= 0 {
		at = v.s.Chunks[v.vg[k]].From - 1
	}
	if at < 2 || v.t[at].Tag != "CC" {
		return -1, -1
	}
	for j := at - 1; j > 0; j-- {
		if n := v.vg[j]; n >= 0 && v.finite(n) {
			if from, to = v.subject(v.s.Chunks[n].Head); from >= 0 {
				return from, to
			}
			j = v.s.Chunks[n].From
		}
	}
	return -1, -1
}

// fragment makes the mixed quote of a few quoted words after cue k and of what
// hangs on them: `called the ruling "judicial piracy"`.
func (v *view) fragment(k int, c cue) bool {
	g := v.regionBefore(v.t[k].Span.Start) + 1
	if v.s.Part != chancery.Body || g >= len(v.regions) || v.used[g] || v.regions[g].title || v.regions[g].end > v.s.Span.End {
		return false
	}
	from := k + 1
	for from < len(v.t) && v.t[from].Span.End <= v.regions[g].open {
		if v.vg[from] >= 0 && v.finite(v.vg[from]) && v.vg[from] != v.vg[k] {
			return false
		}
		from++
	}
	if from >= len(v.t) || from > k+14 {
		return false
	}
	sFrom, sTo := v.subject(k)
	if sFrom < 0 {
		sFrom, sTo = v.shared(k)
	}
	if sFrom < 0 {
		return false
	}
	to := from
	for to < len(v.t) && (v.t[to].Span.Start < v.regions[g].end || v.t[to].Kind != lang.Mark && v.t[to].Tag != "CC" && v.vg[to] < 0) {
		to++
	}
	v.clause(from, to, v.span(sFrom, sTo), k, c)
	return true
}

// clause adds the quote of tokens [from, to).
func (v *view) clause(from, to int, source *chancery.Span, k int, c cue) *chancery.Quote {
	content := *v.span(from, to)
	kind := chancery.Indirect
	for g := v.regionBefore(content.Start) + 1; g < len(v.regions) && v.regions[g].open < content.End; g++ {
		if v.regions[g].content.Start >= content.Start {
			v.used[g] = true
			kind = chancery.Mixed
			if v.regions[g].end > content.End && v.regions[g].end <= v.s.Span.End {
				content.End = v.regions[g].end
			}
		}
	}
	negative := c.deny
	if n := v.vg[k]; n >= 0 {
		for j := v.s.Chunks[n].From; j < k; j++ {
			if w := v.t[j].Lower; (w == "not" || w == "n't" || w == "never") && !c.deny {
				negative = false // "did not say that" vouches for nothing either way
			}
		}
	}
	return v.quote(kind, []chancery.Span{content}, source, &v.t[k].Span, negative)
}

// content returns the tokens of what is said after cue k: behind "that", or a
// clause that begins at once; -1 for none.
func (v *view) content(k int, c cue) (int, int) {
	at := k + 1
	if c.tail != "" {
		at++
	}
	limit := len(v.t)
	if c.to {
		if _, to := v.after(k); to > 0 {
			at = to
		}
	}
	that := -1
	for j := at; j < limit && j < at+14; j++ { // "said on Tuesday in Paris that", "told reporters that"
		if v.t[j].Lower == "that" && (v.np[j] < 0 || j+1 < limit && v.np[j+1] >= 0 || v.t[j].Tag == "IN") {
			that = j
			break
		}
		if v.vg[j] >= 0 || v.t[j].Text == ":" || v.t[j].Text == ";" {
			break
		}
	}
	from := -1
	switch {
	case that >= 0:
		from = that + 1
	case c.that:
		return -1, -1
	default:
		from = v.clauseStart(at)
	}
	if from < 0 || from >= limit {
		return -1, -1
	}
	to := v.clauseEnd(from, k)
	if to-from < 3 || !v.hasVerb(from, to) {
		return -1, -1
	}
	return from, to
}

// clauseStart finds where a clause without "that" begins after a cue: at its
// subject, past words of time and place.
func (v *view) clauseStart(at int) int {
	for j := at; j < len(v.t) && j < at+10; j++ {
		switch {
		case v.np[j] >= 0:
			c := v.s.Chunks[v.np[j]]
			if v.finiteAfter(c.To) {
				return c.From
			}
			prep := c.From > at && (v.t[c.From-1].Tag == "IN" || v.t[c.From-1].Tag == "TO")
			day := strings.HasPrefix(v.t[c.Head].Tag, "NNP") && c.To-c.From == 1
			if !prep && !day && j > at {
				return -1
			}
			if !prep && !day { // "said the head of the agency would": climbs over "of"
				if c.To < len(v.t) && v.t[c.To].Tag == "IN" || c.To < len(v.t) && (v.t[c.To].Tag == "CC" || v.t[c.To].Text == "," || v.t[c.To].Tag == "POS") {
					if v.finiteLater(c.To) {
						return c.From
					}
				}
				return -1
			}
			j = c.To - 1
		case v.t[j].Tag == "IN" && j == at && v.t[j].Lower != "in" && v.t[j].Lower != "on" && v.t[j].Lower != "at" && v.t[j].Lower != "to" && v.t[j].Lower != "of":
			if v.finiteLater(j) && (v.t[j].Lower == "if" || v.t[j].Lower == "while" || v.t[j].Lower == "although") {
				return j
			}
		case v.t[j].Tag == "IN" || v.t[j].Tag == "TO" || strings.HasPrefix(v.t[j].Tag, "RB") || v.t[j].Kind == lang.Number:
		case v.vg[j] >= 0 || v.t[j].Text == "," && j == at || v.t[j].Text == ";" || v.t[j].Text == ":":
			return -1
		case v.t[j].Text == ",":
		default:
			return -1
		}
	}
	return -1
}

func (v *view) finiteAfter(j int) bool {
	for j < len(v.t) && strings.HasPrefix(v.t[j].Tag, "RB") && v.vg[j] < 0 {
		j++
	}
	return j < len(v.t) && v.tensed(j)
}

// tensed reports whether token j belongs to a finite verb; a modal may stand
// alone before a quoted verb: `would "poison the water"`.
func (v *view) tensed(j int) bool {
	return v.vg[j] >= 0 && v.finite(v.vg[j]) || v.t[j].Tag == "MD"
}

// finiteLater reports whether a finite verb follows in the same clause.
func (v *view) finiteLater(j int) bool {
	for n := 0; j < len(v.t) && n < 14; j, n = j+1, n+1 {
		if v.vg[j] >= 0 && v.finite(v.vg[j]) {
			return true
		}
		if v.t[j].Text == ";" || v.t[j].Text == ":" {
			return false
		}
	}
	return false
}

func (v *view) finite(n int) bool {
	c := v.s.Chunks[n]
	switch v.t[c.From].Tag {
	case "MD", "VBD", "VBZ", "VBP":
		return true
	case "RB":
		return c.From+1 < c.To && (v.t[c.From+1].Tag == "VBD" || v.t[c.From+1].Tag == "VBZ" || v.t[c.From+1].Tag == "VBP")
	}
	return false
}

func (v *view) hasVerb(from, to int) bool {
	for j := from; j < to; j++ {
		if v.tensed(j) {
			return true
		}
	}
	return false
}

// clauseEnd returns the token after a reported clause: the end of the
// sentence, or where the narrator takes over again.
func (v *view) clauseEnd(from, k int) int {
	end := len(v.t)
	for j := from; j < end; j++ {
		if v.t[j].Text == ";" {
			end = j
			break
		}
		if v.t[j].Text == "," && j+1 < end && v.t[j+1].Tag == "VBG" {
			if _, ok := v.verbs[v.t[j+1].Lower]; ok {
				end = j
				break
			}
		}
	}
	for end > from {
		x := v.t[end-1]
		if x.Kind != lang.Mark || x.Text == ")" || strings.ContainsAny(x.Text, "”’\"»") && v.regionAt(x.Span.Start) >= 0 {
			break
		}
		end--
	}
	return end
}

// closing makes the quote of a sentence that ends in its source: "…, officials
// said on Tuesday", "…, said the ministry".
func (v *view) closing(k int, c cue, sFrom, sTo int) bool {
	if c.that || c.to && v.t[k].Tag != "VBD" {
		return false
	}
	comma := -1
	if sFrom > 0 && v.t[sFrom-1].Text == "," {
		comma = sFrom - 1
	} else if from, to := v.after(k); sFrom < 0 && from >= 0 && k > 0 && v.t[k-1].Text == "," {
		comma, sFrom, sTo = k-1, from, to
	}
	if comma < 3 || !v.hasVerb(0, comma) || !v.tailOnly(max(k+1, sTo)) && !v.aside(max(k+1, sTo)) {
		return false
	}
	from := 0
	for from < comma && v.t[from].Kind == lang.Mark && !strings.ContainsAny(v.t[from].Text, "“\"«") {
		from++
	}
	if v.t[from].Tag == "CC" {
		from++
	}
	q := v.clause(from, comma, v.span(sFrom, sTo), k, c)
	if c.to {
		f, t := v.after(k)
		v.addressee(q, f, t)
	}
	return true
}

// aside reports whether a comma or another mark follows token j, words of time
// and place aside: ", officials said on Tuesday, but …".
func (v *view) aside(j int) bool {
	for n := 0; j < len(v.t) && n < 8; j, n = j+1, n+1 {
		if v.t[j].Kind == lang.Mark {
			return v.t[j].Text == "," || v.t[j].Text == ";" || v.t[j].Text == "." || v.t[j].Text == "\u2014" || v.t[j].Text == "\u2013"
		}
		if v.vg[j] >= 0 || v.t[j].Lower == "that" {
			return false
		}
	}
	return j >= len(v.t)
}

// tailOnly reports whether nothing but circumstance follows token j: no verb
// that is finite.
func (v *view) tailOnly(j int) bool {
	for ; j < len(v.t); j++ {
		if v.vg[j] >= 0 && v.finite(v.vg[j]) && v.t[j-1].Tag != "WDT" && v.t[j-1].Tag != "WP" {
			return false
		}
	}
	return true
}

// according makes the quotes of "according to X".
func (v *view) according() bool {
	found := false
	for k := range v.t {
		for _, words := range v.phrases {
			if k+len(words) >= len(v.t) || v.quoted(k) {
				continue
			}
			same := true
			for j, w := range words {
				same = same && v.t[k+j].Lower == w
			}
			if !same {
				continue
			}
			sFrom, sTo := v.after(k + len(words) - 1)
			if sFrom < 0 {
				continue
			}
			from, to := 0, k
			if k == 0 { // "According to X, …"
				from = sTo
				for from < len(v.t) && v.t[from].Text != "," {
					from++
				}
				from++
				to = v.clauseEnd(min(from, len(v.t)), k)
			}
			for to > from && v.t[to-1].Kind == lang.Mark && v.t[to-1].Text == "," {
				to--
			}
			if to-from < 3 || !v.hasVerb(from, to) {
				continue
			}
			cueSpan := *v.span(k, k+len(words))
			q := v.clause(from, to, v.span(sFrom, sTo), k, cue{})
			q.Cue = &cueSpan
			found = true
		}
	}
	return found
}

// nouns makes the quotes of "his claim that …".
func (v *view) nouns() {
	for k := 0; k+2 < len(v.t); k++ {
		if !v.reading.Finder.nouns[v.t[k].Lower] || v.t[k+1].Lower != "that" || v.np[k] < 0 || v.quoted(k) {
			continue
		}
		c := v.s.Chunks[v.np[k]]
		var source *chancery.Span
		switch {
		case strings.HasPrefix(v.t[c.From].Tag, "PRP"):
			source = v.span(c.From, c.From+1)
		case c.From > 1 && v.t[c.From-1].Tag == "POS" && v.np[c.From-2] >= 0:
			o := v.s.Chunks[v.np[c.From-2]]
			source = v.span(o.From, o.To)
		default:
			continue
		}
		to := v.clauseEnd(k+2, k)
		if to-k-2 >= 3 && v.hasVerb(k+2, to) {
			v.clause(k+2, to, source, k, cue{deny: v.deny[v.t[k].Lower]})
		}
	}
}
