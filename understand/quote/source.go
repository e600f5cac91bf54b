package quote

import (
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// source is who says something: the words that name it and the word that the
// phrase hangs on.
type source struct {
	head    int // -1: nobody is named
	span    chancery.Span
	speaker chancery.Span // where span is a relative pronoun: its antecedent; where it is a document, who made it
	id      string        // the speaker, where it is known from the sentences before
}

var nobody = source{head: -1}

// sourceOf returns who the cue at word k names as its source: its subject, the
// agent of a passive, or the subject that it shares with what it hangs on.
func (v *view) sourceOf(k int, c cue) source {
	if outer := v.adding(k); outer >= 0 {
		k = outer
	} else if outer := v.resuming(k); outer >= 0 {
		k = outer
	}
	for n := 0; n < 6; n++ {
		if s := v.child(k, "nsubj:pass"); s >= 0 || v.child(k, "aux:pass") >= 0 {
			if by := v.agent(k); by >= 0 {
				return v.phrase(by, k)
			}
			if s < 0 || n == 0 && (c.to || !c.passive) {
				return nobody
			}
			return v.named(s, k)
		}
		if s := v.subject(k); s >= 0 {
			return v.named(s, k)
		}
		h := v.w[k].Head
		switch {
		case h < 0:
			return nobody
		case v.is(k, "acl"):
			if by := v.agent(k); by >= 0 {
				return v.phrase(by, k)
			}
			if v.w[k].XPOS == "VBN" && v.child(k, "obj") < 0 {
				return nobody
			}
			if n > 0 && v.w[k].XPOS == "VBG" && v.child(k, "mark") >= 0 { // "interest in deepening the talks while stressing"
				for h >= 0 && !v.verbal(h) {
					h = v.w[h].Head
				}
				if h < 0 {
					return nobody
				}
				break
			}
			return v.phrase(h, k)
		case v.is(k, "xcomp"):
			if o := v.child(h, "obj", "iobj"); o >= 0 && o < k {
				return v.phrase(o, k)
			}
		case v.is(k, "conj", "advcl", "parataxis"):
			if by := v.agent(k); by >= 0 {
				return v.phrase(by, k)
			}
			if v.is(k, "advcl") && v.w[k].XPOS == "VBN" {
				return nobody
			}
		default:
			return nobody
		}
		if h < 0 || !v.verbal(h) && !v.is(k, "conj") {
			return nobody
		}
		k = h
	}
	return nobody
}

// subject returns the subject of word k, or -1; the nearest before it where the
// tree gives it two: "Lavrov will visit Seoul, the Kremlin said".
func (v *view) subject(k int) int {
	s := v.child(k, "nsubj")
	for _, c := range v.kids[k] {
		if c < k && v.is(c, "nsubj") && v.w[c].Relation != "nsubj:pass" {
			s = c
		}
	}
	for _, said := range v.kids[k] {
		if said > k || !v.is(said, "ccomp") {
			continue
		}
		for _, c := range v.kids[said] { // "The talks are off, the ministry said"
			if s < 0 && c > said && v.is(c, "nsubj") && c != v.child(said, "nsubj") {
				return c
			}
		}
		if s < 0 || s > said {
			continue
		}
		for _, c := range v.kids[s] { // "Kofi met Ama, a spokesman said"
			if c > said && c < k && v.is(c, "appos") {
				return c
			}
		}
	}
	return s
}

// adding returns the cue that the participle k goes on with, where the tree
// hangs it on what that cue's source says: "said it would stay, adding that";
// -1 for none.
func (v *view) adding(k int) int {
	if v.w[k].XPOS != "VBG" || !v.is(k, "advcl", "xcomp", "conj", "parataxis") || v.lo[k] == 0 || !v.comma(v.lo[k]) || v.child(k, "nsubj") >= 0 {
		return -1
	}
	for x, n := v.w[k].Head, 0; x >= 0 && v.w[x].Head >= 0 && n < 10; x, n = v.w[x].Head, n+1 {
		if _, ok := v.cueAt(v.w[x].Head); ok && v.is(x, "ccomp") && v.w[x].Head < x {
			return v.w[x].Head
		}
	}
	return -1
}

// resuming returns the cue that the past verb k goes on from, where the tree
// joins it to what that cue's source says: "said the raid was a crime and
// called for talks"; -1 for none.
func (v *view) resuming(k int) int {
	h := v.w[k].Head
	if !v.is(k, "conj") || v.w[k].XPOS != "VBD" || h < 0 || v.child(k, "nsubj", "aux", "expl") >= 0 || !v.says(k) {
		return -1
	}
	outer := v.w[h].Head
	if outer < 0 || outer > h || !v.is(h, "ccomp") || v.w[outer].XPOS != "VBD" || !v.says(outer) {
		return -1
	}
	return outer
}

// agent returns the head of "by X" under k, or -1.
func (v *view) agent(k int) int {
	for _, c := range v.kids[k] {
		if v.is(c, "obl") {
			if x := v.child(c, "case"); x >= 0 && v.low[x] == "by" && v.w[c].UPOS != "VERB" && (v.is(c, "obl:agent") || v.child(k, "aux:pass") >= 0 || v.w[k].XPOS == "VBN") {
				return c
			}
		}
	}
	return -1
}

// named is the phrase of subject s of k; a relative pronoun has its
// antecedent's speaker.
func (v *view) named(s, k int) source {
	out := v.phrase(s, k)
	if tag := v.w[s].XPOS; tag != "WP" && tag != "WDT" {
		return out
	}
	for n := 0; k >= 0 && n < 6; n++ {
		if v.is(k, "acl") && v.w[k].Head >= 0 {
			out.speaker = v.phrase(v.w[k].Head, k).span
			break
		}
		k = v.w[k].Head
	}
	return out
}

// phrase is the noun phrase of head s, without the clause of the cue k, what
// stands in front of it, and quoted speech.
func (v *view) phrase(s, k int) source {
	in := v.under(s, func(x int) bool {
		if x == k || v.quoted(x) && !v.quoted(s) {
			return true
		}
		switch {
		case v.is(x, "parataxis", "cc", "discourse", "nsubj", "cop", "mark", "ccomp", "advcl", "aux", "dep"):
			return v.w[x].Head == s
		case v.is(x, "case"):
			return v.w[x].Head == s && v.low[x] != "of"
		case v.is(x, "advmod"):
			return v.w[x].Head == s && x > s
		}
		return false
	})
	from, to := s, s+1
	for from > 0 && (in[from-1] || v.punct(from-1) && from > 1 && in[from-2]) {
		from--
	}
	for to < len(v.w) && (in[to] || v.punct(to) && to+1 < len(v.w) && in[to+1]) {
		to++
	}
	for from < s && (v.punct(from) || v.is(from, "cc", "case")) {
		from++
	}
	for to-1 > s && v.punct(to-1) && v.low[to-1] != ")" {
		to--
	}
	span := v.span(run{from, to})
	// Speech in marks is never part of who says it.
	for g := v.regionBefore(span.Start) + 1; g < len(v.regions) && v.regions[g].open < span.End; g++ {
		if v.regions[g].words > 3 && v.regions[g].open > v.w[s].Span.Start {
			span.End = v.w[max(s, v.wordAt(v.regions[g].open)-1)].Span.End
			span.End = len(strings.TrimRight(v.text[:span.End], ", ;:—–-\"“"))
			break
		}
	}
	if span.End <= span.Start {
		span = v.w[s].Span
	}
	out := source{head: s, span: span, speaker: v.person(span, v.w[s].Span)}
	if v.w[s].UPOS == "NOUN" && v.written[v.w[s].Lemma] {
		v.maker(&out, k)
	}
	return out
}

// maker sets the speaker of a document to who made it: its possessor, whom it
// is by or from, the body that its name begins with; or else, of "the
// statement", who made the one spoken of in the sentences before, or spoke
// last in them.
func (v *view) maker(src *source, k int) {
	if by := v.madeBy(src.head, k); !by.Empty() {
		src.speaker = by
		return
	}
	if d := v.child(src.head, "det"); d < 0 || v.low[d] != "the" && v.low[d] != "this" {
		return
	}
	for i := v.i - 1; i >= 0 && i >= v.i-3; i-- {
		u := v.reading.view(i)
		for x := len(u.w) - 1; x >= 0; x-- {
			if u.w[x].Lemma != v.w[src.head].Lemma || u.w[x].UPOS != "NOUN" {
				continue
			}
			by := u.madeBy(x, -1)
			for h := u.w[x].Head; by.Empty() && h >= 0; h = u.w[h].Head {
				if u.verbal(h) { // "the ministry issued a statement", "said in a statement"
					if _, says := u.cueAt(h); !says && !v.issues[u.w[h].Lemma] {
						break
					}
					if s := u.sourceOf(h, cue{passive: true}); s.head >= 0 && s.head != x {
						by = s.speaker
					}
					break
				}
			}
			if src.id = v.cast.At(by); src.id != "" {
				return
			}
		}
	}
	if n := len(v.out); n > 0 {
		if i := v.doc.SentenceAt(v.out[n-1].Content[0].Start); i >= 0 && v.i-i <= 3 {
			src.id = v.out[n-1].Speaker
		}
	}
}

// madeBy is who the noun phrase of the document at word d says has made it;
// empty where it does not say so.
func (v *view) madeBy(d, k int) chancery.Span {
	for _, x := range v.kids[d] {
		switch c := v.child(x, "case"); {
		case v.is(x, "nmod:poss"), v.is(x, "nmod") && c >= 0 && (v.low[c] == "by" || v.low[c] == "from"):
			return v.phrase(x, k).speaker
		case v.is(x, "compound") && v.w[x].UPOS == "PROPN":
			if at := v.span(run{v.lo[x], v.hi[x] + 1}); v.cast.At(at) != "" {
				return at
			}
		}
	}
	return chancery.Span{}
}

// same reports whether a name is not in a phrase or clause that only says
// something of the head: "the team led by Jane Doe".
func (v *view) same(name, head chancery.Span) bool {
	h := v.wordAt(head.Start)
	for x, n := v.wordAt(name.Start), 0; x >= 0 && x < len(v.w) && x != h && n < len(v.w); x, n = v.w[x].Head, n+1 {
		if v.is(x, "acl", "advcl", "obl", "nmod:poss") {
			return false
		}
	}
	return true
}

// person is the name in the noun phrase span that says whom it means: a
// person's name that holds its head or ends it, before any comma. Else it is
// span.
func (v *view) person(span, head chancery.Span) chancery.Span {
	end := span.End
	if k := strings.IndexByte(span.Text(v.text), ','); k > 0 {
		end = span.Start + k
	}
	names := v.doc.Names
	from := sort.Search(len(names), func(i int) bool { return names[i].Span.End > span.Start })
	for _, n := range names[from:] {
		if n.Span.Start >= end {
			break
		}
		if n.Kind == "PER" && span.Contains(n.Span) && (n.Span.Contains(head) || n.Span.End == end && v.same(n.Span, head)) {
			return n.Span
		}
	}
	return span
}
