package timex

import (
	"sort"
	"strings"

	"github.com/chancery-project/chancery/lang"
)

// govern grades the verb, or the noun or adjective of a plan, that the time at
// atom i depends on in the parse of the sentence. It is 0 where there is no
// parse or where the parse leaves the direction open.
func (r *reading) govern(m *matcher, i int) int {
	words := r.s.Words
	at := sort.Search(len(words), func(k int) bool { return words[k].Span.End > m.a[i].from })
	if at == len(words) {
		return 0
	}
	for k, steps := words[at].Head, 0; k >= 0 && k < len(words) && steps < 8; k, steps = words[k].Head, steps+1 {
		if grade, decided := r.tense(k); decided {
			return grade
		}
	}
	return 0
}

// tense grades word k and reports whether nothing above it needs a look.
func (r *reading) tense(k int) (grade int, decided bool) {
	words := r.s.Words
	w := &words[k]
	low := lang.Lower(w.Span.Text(r.doc.Article.Text))
	var modal, have, be string
	to := false
	for j := max(0, k-12); j < min(len(words), k+6); j++ {
		c := &words[j]
		if c.Head != k {
			continue
		}
		switch text := lang.Lower(c.Span.Text(r.doc.Article.Text)); {
		case c.XPOS == "MD":
			modal = text
		case strings.HasPrefix(c.Relation, "aux") && c.Lemma == "have":
			have = text
		case strings.HasPrefix(c.Relation, "aux") && (c.Lemma == "be" || c.Lemma == "get") || c.Relation == "cop":
			be = text
		case c.Relation == "mark" && text == "to":
			to = true
		}
	}
	past := be == "was" || be == "were" || have == "had"
	switch {
	case r.cues["certain"][modal]:
		return willBe, true
	case modal != "":
		return btoi(r.cues["future"][modal]), r.cues["future"][modal]
	case r.cues["prospect"][low]:
		if have == "had" {
			return wasThen, true
		}
		return mayBe, true
	case r.cues["pledge"][low] && k+1 < len(words) && words[k+1].Lemma == "for" && have != "had": // "called for a strike on Thursday"
		return mayBe, true
	case w.UPOS == "NOUN" || w.UPOS == "PROPN":
		return 0, false
	case to:
		if be := r.isTo(k); be {
			return willBe, true
		}
		if h := w.Head; h >= 0 && r.cues["pledge"][lang.Lower(words[h].Span.Text(r.doc.Article.Text))] {
			return mayBe, true
		}
		return 0, false
	}
	switch w.XPOS {
	case "VBD":
		return wasThen, true
	case "VBN":
		if past || have != "" || be == "" && w.Relation != "conj" {
			return wasThen, true
		}
		return 0, be == "is" || be == "are"
	case "VBZ", "VBP":
		if r.cues["schedule"][low] {
			return willBe, true
		}
		return 0, true
	case "VBG":
		if be == "is" || be == "are" {
			return willBe * btoi(r.cues["schedule"][low]), true
		}
	}
	if past && w.UPOS != "VERB" {
		return wasThen, true
	}
	return 0, false
}

// isTo reports whether the verb at word k stands in "is to meet".
func (r *reading) isTo(k int) bool {
	for j := k - 1; j > 0 && j > k-4; j-- {
		if r.s.Words[j].XPOS == "TO" {
			prev := lang.Lower(r.s.Words[j-1].Span.Text(r.doc.Article.Text))
			return prev == "is" || prev == "are"
		}
	}
	return false
}
