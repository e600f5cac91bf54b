package lang

import (
	"math"
	"strings"
	"unicode"
)

// repair corrects what a trigram cannot see: that "AP" is a name, and whether a form in -ed is the
// past tense of a clause or a participle. A clause that has no finite verb
// otherwise has it there ("Hundreds of fishermen marched in Kisumu"); one
// that has its verb later keeps the participle ("Two men arrested in Paris
// were freed").
func (g *tagger) repair(t []Token) {
	small, finite := false, false
	for i := range t {
		small = small || t[i].Kind == Word && !t[i].Cap && len(t[i].Text) > 3
	}
	for i := 1; i < len(t); i++ {
		k := i - 1
		for k > 0 && strings.HasPrefix(t[k].Tag, "RB") {
			k--
		}
		if t[k].Tag == "MD" && !t[i].Cap && (t[i].Tag == "NN" || t[i].Tag == "JJ") {
			t[i].Tag = "VB" // "will resume"
		}
	}
	for i := 1; i < len(t); i++ { // "a planned summit"
		if before := t[i-1].Tag; (t[i].Tag == "VB" || t[i].Tag == "VBP") && (before == "DT" || before == "PRP$" || (before == "JJ" || before == "VBN" || before == "VBD") && i > 1 && (t[i-2].Tag == "DT" || t[i-2].Tag == "PRP$")) && t[i-1].Lower != "that" {
			t[i].Tag = "NN"
			if before == "VBD" {
				t[i-1].Tag = "VBN"
			}
		}
	}
	for i := range t {
		finite = finite || isFinite(t[i].Tag)
	}
	for i := 1; i+1 < len(t) && !finite; i++ { // headlines: "Kenya to resume talks"
		if t[i].Lower == "to" && IsNoun(t[i-1].Tag) && !t[i+1].Cap && !isVerbTag(t[i+1].Tag) &&
			(g.canBe(t[i+1].Lower, "VB") || t[i-1].Tag == "NNP" && i+2 < len(t) && (IsNoun(t[i+2].Tag) || t[i+2].Tag == "DT")) {
			t[i].Tag, t[i+1].Tag = "TO", "VB"
		}
	}
	for i := range t {
		if tag := t[i].Tag; small && acronym(t[i]) && !IsNoun(tag) && !strings.HasPrefix(tag, "JJ") {
			t[i].Tag = "NNP"
		}
	}
	for i := 1; i < len(t); i++ { // "praised them and expressed regret"
		if t[i].Tag == "VBN" && t[i-1].Tag == "CC" && finiteBefore(t, i-1) && g.likelier(t[i].Lower, "VBD", "VBN") {
			t[i].Tag = "VBD"
		}
	}
	for i := 1; i+1 < len(t); i++ { // "The commander, X, accused his rival": a participle after its noun seldom takes an object
		if t[i].Tag == "VBN" && g.canBe(t[i].Lower, "VBD") && (t[i-1].Text == "," || subjectBefore(t, i)) && startsObject(t[i+1]) &&
			(t[i-1].Text != "," || !finiteBefore(t, i) && !finiteAfter(t, i)) {
			t[i].Tag = "VBD"
		}
	}
	for i := range t {
		if t[i].Tag != "VBN" || !subjectBefore(t, i) {
			continue
		}
		if i+1 < len(t) && t[i+1].Lower == "by" {
			continue
		}
		if !finiteBefore(t, i) && !finiteAfter(t, i) {
			t[i].Tag = "VBD"
		}
	}
}

// startsObject reports whether a noun phrase surely begins with a token.
func startsObject(t Token) bool {
	return t.Tag == "DT" || t.Tag == "CD" || strings.HasPrefix(t.Tag, "PRP")
}

func isVerbTag(tag string) bool {
	return IsVerb(tag) || tag == "MD" || tag == "DT" || tag == "CD" || strings.HasPrefix(tag, "PRP")
}

// canBe reports whether the tables know the word with that tag.
func (g *tagger) canBe(word, tag string) bool {
	want, ok := g.index[tag]
	if !ok {
		return false
	}
	for _, e := range g.words[word] {
		if e.tag == want {
			return true
		}
	}
	return false
}

// likelier reports whether a word is seen more often with tag a than with b.
func (g *tagger) likelier(word, a, b string) bool {
	score := func(tag string) float64 {
		for _, e := range g.words[word] {
			if e.tag == g.index[tag] {
				return e.log + g.logPrior[e.tag]
			}
		}
		return math.Inf(-1)
	}
	return score(a) > score(b)
}

// acronym reports whether a token is two capitals or more and nothing else.
func acronym(t Token) bool {
	if t.Kind != Word || len(t.Text) < 2 {
		return false
	}
	for _, r := range t.Text {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// subjectBefore reports whether a noun or a pronoun stands before token i,
// adverbs aside.
func subjectBefore(t []Token, i int) bool {
	for i--; i >= 0; i-- {
		switch tag := t[i].Tag; {
		case strings.HasPrefix(tag, "RB"):
		case IsNoun(tag), tag == "PRP":
			return true
		default:
			return false
		}
	}
	return false
}

func isFinite(tag string) bool {
	return tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD"
}

// finiteBefore reports whether a finite verb stands between token i and the
// start of its clause.
func finiteBefore(t []Token, i int) bool {
	for i--; i >= 0; i-- {
		switch tag := t[i].Tag; {
		case isFinite(tag):
			return true
		case tag == "CC" || t[i].Text == ";" || t[i].Text == ":" || t[i].Text == "\u2014" || tag == "WP" || tag == "WDT" || tag == "WRB":
			return false
		}
	}
	return false
}

// finiteAfter reports whether a finite verb follows token i in its clause.
func finiteAfter(t []Token, i int) bool {
	for i++; i < len(t); i++ {
		switch tag := t[i].Tag; {
		case isFinite(tag):
			return true
		case t[i].Text == "," || t[i].Text == ";" || t[i].Text == "\u2014" || tag == "CC" || tag == "WP" || tag == "WDT" || tag == "WRB" || t[i].Lower == "that" || t[i].Text == "\"" || t[i].Text == "“":
			return false
		}
	}
	return false
}
