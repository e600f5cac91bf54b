package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// relation is that of word w; "" where there is none.
func relation(s *lang.Sentence, w int) string {
	if w < 0 {
		return ""
	}
	return s.Words[w].Relation
}

func argument(rel string) bool {
	return strings.HasPrefix(rel, "nsubj") || rel == "obj" || rel == "iobj" || strings.HasPrefix(rel, "obl")
}

// clause is the verb that a word depends on in the end, or -1.
func clause(s *lang.Sentence, w int) int {
	for n := 0; n < len(s.Words); n++ {
		w = s.Words[w].Head
		if w < 0 || s.Words[w].UPOS == "VERB" || s.Words[w].UPOS == "AUX" {
			return w
		}
	}
	return -1
}

// wordAt is the index of the word at byte offset pos, or -1.
func wordAt(s *lang.Sentence, pos int) int {
	if k := lang.WordAfter(s.Words, pos); k < len(s.Words) && s.Words[k].Span.Start <= pos {
		return k
	}
	return -1
}

// headWord is the word of span that depends on none in it, or -1.
func headWord(s *lang.Sentence, span chancery.Span) int {
	for k := max(wordAt(s, span.Start), 0); k < len(s.Words) && s.Words[k].Span.Start < span.End; k++ {
		w := s.Words[k]
		if w.Span.Start < span.Start || w.UPOS == "PUNCT" {
			continue
		}
		if w.Head < 0 || !span.Overlaps(s.Words[w.Head].Span) {
			return k
		}
	}
	return -1
}

// subjectOf reports whether word verb has a subject of its own.
func subjectOf(s *lang.Sentence, verb int) bool {
	for _, w := range s.Words {
		if w.Head == verb && strings.HasPrefix(w.Relation, "nsubj") {
			return true
		}
	}
	return false
}

// doer is who does something to x, by the verb that x is the object of, and whether
// the verb is one of those whose object is its subject's own; nil for nobody.
func (r *resolver) doer(i int, x *np) (by *person, sends bool) {
	s := r.sentences[i].s
	w := headWord(s, r.span(i, x.head, max(x.tail, x.head+1)))
	if w < 0 {
		return nil, false
	}
	verb := clause(s, w)
	if strings.HasPrefix(s.Words[w].Relation, "nsubj") && s.Words[w].Relation != "nsubj:pass" {
		if verb < 0 || s.Words[verb].Relation != "ccomp" { // "demanded that parliament see the terms"
			return nil, false
		}
		w, verb = verb, s.Words[verb].Head
	}
	sends = verb >= 0 && s.Words[w].Head == verb && r.finder.sending[s.Words[verb].Lemma]
	for n := 0; n < 3 && verb >= 0; n++ {
		for k, d := range s.Words {
			if d.Head != verb || k == w || d.Relation != "nsubj" && d.Relation != "obl:agent" {
				continue
			}
			if d.UPOS == "PRON" && s.Words[verb].Relation == "acl:relcl" && s.Words[verb].Head >= 0 { // "the ministry, which summoned"
				d = s.Words[s.Words[verb].Head]
			}
			for _, m := range r.spoken[i] {
				if r.mentions[m].Head.Contains(d.Span) {
					return r.mentions[m].who, sends
				}
			}
			return nil, false
		}
		if rel := s.Words[verb].Relation; rel != "conj" && rel != "xcomp" {
			return nil, false
		}
		verb = s.Words[verb].Head
	}
	return nil, false
}
