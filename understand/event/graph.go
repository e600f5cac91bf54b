package event

import (
	"strings"

	"github.com/chancery-project/chancery/lang"
)

// graph is the dependency tree of a sentence over its tokens. The language
// model cuts words finer ("US-led" is three); a token hangs where the word
// hangs that the rest of the token depends on.
type graph struct {
	head []int    // token it depends on, -1 for none
	rel  []string // Universal Dependencies relation
	upos []string
	kids [][]int // in text order
}

// newGraph projects the words of a sentence onto its tokens.
func newGraph(s *lang.Sentence) graph {
	n := len(s.Tokens)
	g := graph{head: make([]int, n), rel: make([]string, n), upos: make([]string, n)}
	at := make([]int, len(s.Words)) // word -> token
	k := 0
	for i, w := range s.Words {
		for k+1 < n && s.Tokens[k].Span.End <= w.Span.Start {
			k++
		}
		at[i] = k
	}
	for i := range g.head {
		g.head[i] = -1
	}
	for i, w := range s.Words {
		k := at[i]
		if w.Head >= 0 && at[w.Head] == k || g.upos[k] != "" && g.rel[k] != "punct" {
			continue
		}
		g.upos[k], g.rel[k], g.head[k] = w.UPOS, w.Relation, -1
		if w.Head >= 0 {
			g.head[k] = at[w.Head]
		}
	}
	g.link()
	if g.divide() {
		g.link()
	}
	if g.adopt(s.Tokens) {
		g.link()
	}
	if g.those(s.Tokens) {
		g.link()
	}
	if g.uncross() {
		g.link()
	}
	if g.entitle(s, at) {
		g.link()
	}
	if g.uncouple() {
		g.link()
	}
	if g.enlist(s, at) {
		g.link()
	}
	if g.lift(s.Tokens) {
		g.link()
	}
	return g
}

// link fills kids from head.
func (g *graph) link() {
	g.kids = make([][]int, len(g.head))
	for i, h := range g.head {
		if h >= 0 {
			g.kids[h] = append(g.kids[h], i)
		}
	}
}

// divide gives a verb of saying that the tree lends two subjects only its own,
// and the other to what is said: "Kofi will visit Peru, the embassy said", "it
// says Kofi proposed a meeting". It reports whether it changed anything.
func (g *graph) divide() bool {
	changed := false
	for h := range g.head {
		said, subjects := -1, []int{}
		for _, k := range g.kids[h] {
			switch {
			case g.is(k, "nsubj"):
				subjects = append(subjects, k)
			case g.is(k, "ccomp") && said < 0 && g.child(k, "nsubj", "csubj", "expl") < 0:
				said = k
			}
		}
		if own := g.sayer(h, subjects); own >= 0 {
			g.head[own], g.rel[own], changed = h, "nsubj", true
			continue
		}
		if len(subjects) == 1 && said > subjects[0] && said < h {
			for _, k := range g.kids[subjects[0]] {
				if k > said && k < h && g.is(k, "appos") { // "Kofi met Ama, a spokesman said"
					g.head[subjects[0]], g.head[k], g.rel[k], changed = said, h, "nsubj", true
					if g.child(said, "aux:pass") >= 0 {
						g.rel[subjects[0]] = "nsubj:pass"
					}
				}
			}
			continue
		}
		if len(subjects) < 2 {
			continue
		}
		if said < 0 {
			if a, b := subjects[0], subjects[1]; g.child(b, "cc") > a && g.child(b, "case") < 0 { // "Kofi, who will leave, and Ama agreed"
				g.head[b], g.rel[b], changed = a, "conj", true
				continue
			}
			changed = g.free(subjects[0], subjects[1], h) || changed
			continue
		}
		own := -1
		for _, k := range subjects {
			if k < said {
				own = k
			}
		}
		if own >= 0 {
			g.head[own], changed = said, true
			if g.child(said, "aux:pass") >= 0 {
				g.rel[own] = "nsubj:pass"
			}
		}
	}
	return changed
}

// sayer returns the noun between what is said and its verb h that the tree hangs on
// what is said, "The talks have been called off, the ministry said", or -1.
func (g *graph) sayer(h int, subjects []int) int {
	if len(subjects) > 0 {
		return -1
	}
	for _, said := range g.kids[h] {
		if said > h || !g.is(said, "ccomp") || g.child(said, "nsubj", "csubj", "expl") < 0 {
			continue
		}
		for _, k := range g.kids[said] {
			if k > said && k < h && g.is(k, "nsubj") && k != g.child(said, "nsubj") {
				return k
			}
		}
	}
	return -1
}

// free makes a clause of its own of the verb between the two subjects of the
// verb h that the tree takes for a participle: "Shells fired on Basra before
// dawn, the army said".
func (g *graph) free(subject, other, h int) bool {
	for v := subject + 1; v < other; v++ {
		own := g.head[v] == subject && g.rel[v] == "acl" || g.head[v] == h && g.is(v, "advcl", "dep", "parataxis")
		if !own || g.upos[v] != "VERB" || g.child(v, "nsubj", "mark", "aux", "expl") >= 0 {
			continue
		}
		g.head[v], g.rel[v] = h, "ccomp"
		g.head[subject], g.rel[subject] = v, "nsubj"
		return true
	}
	return false
}

// adopt gives a finite verb without a subject the noun right before it that the
// tree takes for the object of "after" or the like: "days after an attack on the
// base killed two". It reports whether it changed anything.
func (g *graph) adopt(t []lang.Token) bool {
	changed := false
	for k := 1; k < len(t); k++ {
		if tag := t[k].Tag; tag != "VBD" && tag != "VBN" || g.upos[k] != "VERB" || !g.is(k, "parataxis", "advcl", "acl", "dep") || g.child(k, "nsubj", "csubj", "expl", "aux", "mark", "cc") >= 0 {
			continue
		}
		n := k - 1
		for g.upos[n] != "PUNCT" && g.head[n] >= 0 && g.head[n] < k && !g.is(n, "obl", "nmod:unmarked") {
			n = g.head[n]
		}
		c := g.child(n, "case")
		if c < 0 || !clausal[t[c].Lower] {
			continue
		}
		if g.rel[n] == "obl:agent" && g.head[n] == k { // "hours after a minister accused Peru"
			g.rel[n], g.rel[k], changed = "nsubj", "advcl", true
			g.head[c], g.rel[c] = k, "mark"
			continue
		}
		if !g.is(n, "obl") || g.head[n] == k || t[k].Tag != "VBD" {
			continue
		}
		g.head[k], g.rel[k] = g.head[n], "advcl"
		g.head[n], g.rel[n] = k, "nsubj"
		g.head[c], g.rel[c] = k, "mark"
		changed = true
	}
	return changed
}

// uncross gives a verb the phrase with a preposition behind it that the tree hangs
// on the verb's subject before it: "Kofi spoke yesterday with Ama". It reports
// whether it changed anything.
func (g *graph) uncross() bool {
	changed := false
	for k, h := range g.head {
		if h < 0 || h > k || !g.is(h, "nsubj") || g.head[h] < h || g.head[h] > k || g.upos[g.head[h]] != "VERB" || !g.is(k, "nmod", "appos", "conj") && g.rel[k] != "nmod:desc" {
			continue
		}
		if c := g.child(k, "case"); c > g.head[h] && c < k {
			g.head[k], g.rel[k], changed = g.head[h], "obl", true
			continue
		}
		for _, m := range g.kids[k] { // the name after its title has the preposition's place
			if c := g.child(m, "case"); g.is(m, "flat", "appos") && c > g.head[h] && c < k {
				g.head[k], g.rel[k], changed = g.head[h], "obl", true
				g.head[c] = k
			}
		}
	}
	return changed
}

// entitle makes the title "Under Secretary" the subject that it is where the
// tree takes its first word for a preposition.
func (g *graph) entitle(s *lang.Sentence, at []int) bool {
	changed := false
	for i, w := range s.Words {
		k := at[i]
		if w.Name != "B-TITLE" || !g.is(k, "case") || w.Head <= i || s.Words[w.Head].Name != "I-TITLE" {
			continue
		}
		n := at[w.Head]
		v := g.head[n]
		if !g.is(n, "obl") || v < n || g.child(v, "nsubj", "csubj", "expl") >= 0 {
			continue
		}
		g.rel[n], g.rel[k], changed = "nsubj", "compound", true
	}
	return changed
}

// those hangs a participle that follows "those" right behind it on it: the
// killed of "the families of those killed" are not the families.
func (g *graph) those(t []lang.Token) bool {
	changed := false
	for k := 1; k < len(t); k++ {
		if t[k-1].Lower == "those" && g.upos[k] == "VERB" && g.is(k, "acl") && g.rel[k] != "acl:relcl" && g.head[k] != k-1 && g.head[k-1] != k {
			g.head[k], changed = k-1, true
		}
	}
	return changed
}

// undate gives a verb without a subject the noun that the tree takes for part
// of a time right before it: "On 3 May rockets fired at the base killed two".
func (g *graph) undate(timed []bool) {
	changed := false
	for k := range g.head {
		if g.upos[k] != "VERB" || g.child(k, "nsubj", "csubj", "expl") >= 0 {
			continue
		}
		for _, n := range g.kids[k] {
			c := g.child(n, "case")
			if n > k || !g.is(n, "obl") || timed[n] || c < 0 || c+1 >= n || !timed[c+1] {
				continue
			}
			date := g.child(n, "nummod", "nmod", "compound", "amod")
			if date < 0 || !timed[date] || !timed[n-1] {
				continue
			}
			g.head[date], g.rel[date] = k, "obl"
			g.head[c] = date
			g.rel[n], changed = "nsubj", true
			break
		}
	}
	if changed {
		g.link()
	}
}

// uncouple gives the second of two verbs the noun before it that the tree
// coordinates with the object of the first, where the "and" between them is the
// verb's: "Kofi condemned the raid, and a union of farmers called for calm". It
// reports whether it changed anything.
func (g *graph) uncouple() bool {
	changed := false
	for k := range g.head {
		if g.upos[k] != "VERB" || !g.is(k, "conj") || g.child(k, "nsubj", "csubj", "expl") >= 0 {
			continue
		}
		and := g.child(k, "cc")
		for n := and + 1; and >= 0 && n < k; n++ {
			if h := g.head[n]; g.is(n, "conj") && h >= 0 && h < and && h != g.head[k] && g.child(n, "cc", "case") < 0 && (g.upos[n] == "NOUN" || g.upos[n] == "PROPN") {
				g.head[n], g.rel[n], changed = k, "nsubj", true
				break
			}
		}
	}
	return changed
}

// lift coordinates a finite verb that the tree coordinates with a gerund with the finite
// verb above that: "accused them of fishing and sent them home". It reports whether it
// changed anything.
func (g *graph) lift(t []lang.Token) bool {
	changed := false
	for k, h := range g.head {
		if h < 0 || h > k || t[k].Tag != "VBD" || t[h].Tag != "VBG" || !g.is(k, "conj") || g.child(k, "nsubj", "aux", "csubj") >= 0 || g.child(h, "aux", "nsubj") >= 0 {
			continue
		}
		if up := g.head[h]; up >= 0 && up < h && t[up].Tag == "VBD" && g.upos[up] == "VERB" && g.is(h, "advcl", "acl", "xcomp", "ccomp", "obl") {
			g.head[k], changed = up, true
		}
	}
	return changed
}

// enlist coordinates the second of a list that the tree takes for another name of the
// first: "the United States, Britain and France". What is told between commas is another
// name, unless all are places. It reports whether it changed anything.
func (g *graph) enlist(s *lang.Sentence, at []int) bool {
	state := map[int]bool{}
	for i, w := range s.Words {
		state[at[i]] = state[at[i]] || strings.HasSuffix(w.Name, "-GPE")
	}
	changed := false
	for k, h := range g.head {
		if h < 0 || k < h || g.rel[k] != "appos" || g.upos[h] != "PROPN" || g.upos[k] != "PROPN" && g.upos[k] != "NOUN" {
			continue
		}
		for _, top := range [...]int{h, k} {
			for _, c := range g.kids[top] {
				and := g.child(c, "cc")
				if c < k || and < k || !g.is(c, "conj") || s.Tokens[and-1].Text == "," && !(state[h] && state[k] && state[c]) {
					continue
				}
				g.rel[k], changed = "conj", true
			}
		}
	}
	return changed
}

// unmarked gives a verb without a subject the noun before it that the tree hangs
// on it as if a preposition stood there: "Peru and Chile, also run by generals,
// backed Bolivia".
func (g *graph) unmarked(timed []bool, t []lang.Token) {
	changed := false
	for k := range g.head {
		if g.upos[k] != "VERB" || t[k].Tag != "VBD" && t[k].Tag != "VBZ" || g.child(k, "nsubj", "csubj", "expl", "aux") >= 0 {
			continue
		}
		only := -1
		for _, n := range g.kids[k] {
			if n < k && g.rel[n] == "obl" && g.upos[n] == "PROPN" && g.child(n, "case") < 0 && !timed[n] {
				if only >= 0 {
					only = -1
					break
				}
				only = n
			}
		}
		if only >= 0 {
			g.rel[only], changed = "nsubj", true
		}
	}
	if changed {
		g.link()
	}
}

// list joins the two names that a headline parts by a comma for "and": "India,
// Pakistan sign pact"; and makes them the subject that the tree takes for a
// word apart.
func (g *graph) list(t []lang.Token, who []bool) {
	for n, h := range g.head {
		if h >= 0 && h < n && who[h] && who[n] && t[n-1].Text == "," && t[min(n+1, len(t)-1)].Text != "," && g.is(n, "nmod:unmarked", "appos", "list") {
			g.rel[n] = "conj"
		}
		if h > n && who[n] && g.rel[n] == "dislocated" && g.child(h, "nsubj", "csubj") < 0 {
			g.rel[n] = "nsubj"
		}
	}
}

// announce makes a clause of what a headline says that somebody is to do, which
// the tree hangs on their name: "Kenya, Uganda to hold talks". who are the tokens
// of actors.
func (g *graph) announce(t []lang.Token, who []bool) {
	for k := range g.head {
		h, to := g.head[k], g.child(k, "mark")
		for h >= 0 && g.rel[h] == "conj" {
			h = g.head[h]
		}
		if h < 0 || g.head[h] >= 0 || !who[h] || to < h || to > k || t[to].Lower != "to" || g.upos[k] != "VERB" || !g.nominal(h) || g.child(h, "cop") >= 0 || !g.is(k, "acl", "advcl", "parataxis", "xcomp") {
			continue
		}
		for _, n := range g.kids[h] {
			if n > k {
				g.head[n] = k
			}
		}
		g.head[k], g.rel[k], g.head[h], g.rel[h] = -1, "root", k, "nsubj"
		if g.child(k, "aux:pass") >= 0 {
			g.rel[h] = "nsubj:pass"
		}
		g.link()
		return
	}
}

// clausal are prepositions that also begin a clause.
var clausal = map[string]bool{"after": true, "before": true, "since": true}

// is reports whether the relation of token i is one of those named, with any subtype.
func (g *graph) is(i int, relations ...string) bool {
	r, _, _ := strings.Cut(g.rel[i], ":")
	for _, x := range relations {
		if r == x || g.rel[i] == x {
			return true
		}
	}
	return false
}

// child returns the first dependent of token i with one of the relations, or -1.
func (g *graph) child(i int, relations ...string) int {
	for _, k := range g.kids[i] {
		if g.is(k, relations...) {
			return k
		}
	}
	return -1
}

// nominal reports whether token i heads a noun phrase.
func (g *graph) nominal(i int) bool {
	switch g.upos[i] {
	case "NOUN", "PROPN", "PRON", "NUM", "SYM":
		return !g.is(i, "compound", "flat", "fixed", "amod", "det", "nummod", "case", "cc", "mark", "advmod", "goeswith", "punct", "discourse", "nmod:desc") &&
			!(g.rel[i] == "nmod:poss" && g.upos[i] == "PRON")
	case "ADJ", "DET", "X", "VERB":
		return g.is(i, "nsubj", "obj", "iobj", "nmod") || g.is(i, "obl") && g.child(i, "case") >= 0
	}
	return false
}

// inside reports whether token k belongs to the base phrase of head h.
func (g *graph) inside(k, h int) bool {
	for n := 0; k >= 0 && n < 12; n++ {
		if k == h {
			return true
		}
		switch {
		case g.is(k, "det", "amod", "compound", "flat", "nummod", "fixed", "nmod:desc", "goeswith") && g.rel[k] != "compound:prt":
		case g.is(k, "advmod") && g.head[k] >= 0 && g.is(g.head[k], "nummod", "amod", "det"):
		case g.is(k, "cc", "conj") && g.head[k] >= 0 && g.is(g.head[k], "amod", "compound", "cc", "conj") && g.head[k] != h:
		case g.is(k, "conj") && g.head[k] >= 0 && g.is(g.head[k], "amod"):
		case g.is(k, "punct") && g.head[k] != h:
		case g.rel[k] == "nmod:poss" && g.upos[k] == "PRON":
		default:
			return false
		}
		k = g.head[k]
	}
	return false
}

// verbal reports whether token i heads a clause by itself.
func (g *graph) verbal(i int) bool {
	switch g.upos[i] {
	case "VERB":
		if g.is(i, "conj") && g.head[i] >= 0 && g.is(g.head[i], "amod") {
			return false // "killed and wounded civilians"
		}
		return !g.is(i, "amod", "compound", "case", "fixed", "flat")
	case "AUX":
		return !g.is(i, "aux", "cop")
	}
	return false
}
