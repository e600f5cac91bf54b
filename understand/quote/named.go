package quote

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// according makes the quotes of "according to X".
func (v *view) according() {
	for k := range v.w {
		for _, words := range v.phrases {
			n := len(words)
			if v.low[k] != words[0] || k+n >= len(v.w) || strings.Join(v.low[k:k+n], " ") != strings.Join(words, " ") || v.quoted(k) {
				continue
			}
			inside := func(x int) bool { return x >= k && x < k+n }
			who := k + n - 1
			for step := 0; who >= 0 && inside(who) && step < n+1; step++ {
				who = v.w[who].Head
			}
			if who < k+n {
				continue
			}
			src := v.phrase(who, k)
			head := who
			for step := 0; head >= 0 && step < 30; step++ {
				if !inside(head) && head != who && v.clause(head) && (v.finite(head) || v.is(head, "root")) {
					break
				}
				head = v.w[head].Head
			}
			if head < 0 {
				continue
			}
			// The phrase and its source are no part of what is said.
			top := who
			for h := v.w[top].Head; h >= 0 && inside(h); h = v.w[h].Head {
				top = h
			}
			runs := v.content(head, top, true, src)
			span := chancery.Span{Start: v.w[k].Span.Start, End: v.w[k+n-1].Span.End}
			if len(runs) > 0 {
				v.clauseQuote(runs, src, &span, false)
			}
		}
	}
}

// nouns makes the quotes of "his claim that …", "the ministry's pledge to …".
func (v *view) nouns() {
	for k := range v.w {
		n, ok := v.reading.Finder.nouns[v.low[k]]
		if !ok || v.w[k].UPOS != "NOUN" || v.quoted(k) {
			continue
		}
		head := -1
		for _, x := range v.kids[k] {
			if x < k || !v.is(x, "acl", "ccomp", "advcl") || v.is(x, "acl:relcl") {
				continue
			}
			if m := v.child(x, "mark"); m >= 0 && (v.low[m] == "that" || v.low[m] == "to" && n.inf) {
				head = x
				break
			}
		}
		if head < 0 {
			continue
		}
		src := v.holder(k)
		if src.head < 0 {
			continue
		}
		if runs := v.content(head, k, false, src); len(runs) > 0 {
			v.clauseQuote(runs, src, &v.w[k].Span, n.deny)
		}
	}
}

// holder is whose word the noun at k is: its possessor, who it is by or from,
// or the subject of the verb whose object it is.
func (v *view) holder(k int) source {
	if p := v.child(k, "nmod:poss"); p >= 0 {
		return v.phrase(p, k)
	}
	for _, x := range v.kids[k] {
		if v.is(x, "nmod") && x > k {
			if m := v.child(x, "case"); m >= 0 && (v.low[m] == "by" || v.low[m] == "from") {
				return v.phrase(x, k)
			}
		}
	}
	if h := v.w[k].Head; h >= 0 && v.is(k, "obj") && v.issues[v.w[h].Lemma] {
		return v.sourceOf(h, cue{})
	}
	return nobody
}
