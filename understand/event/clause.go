package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// phrase is a base noun phrase and its place in the sentence.
type phrase struct {
	from, to, head int
	owner          int // the phrase that owns it by "'s", or -1
	prep           int // token of the preposition right before it, or -1
	next           int // the phrase coordinated with it, or -1
	first          int // the first of its coordination: itself where there is none
}

// clause is a verb group with its arguments, as far as shallow phrases show them.
type clause struct {
	from, to, head int
	subj           int // phrase, or -1
	obj, obj2      int // phrases right after the verb; obj2 after an indirect object
	preps          []argument
	conj           int  // the clause that it is coordinated with, or -1
	governor       int  // the clause whose complement it is, or -1
	governorWord   int  // token of the adjective or noun that governs it, or -1
	relative       bool // its subject stands before "which" or "that"
	subordinator   int  // token of "if", "after", "that" before it, or -1
	end            int  // token after its last argument
	verb
}

type argument struct{ prep, np int } // token of the preposition, phrase

// verb is what the words of a verb group tell.
type verb struct {
	modal                               string
	past, perfect, progressive, passive bool
	negated, infinitive, finite, gerund bool // negated by a word of the group
	participle                          bool
}

// parse is the shallow structure of a sentence.
type parse struct {
	s       *lang.Sentence
	t       []lang.Token
	nps     []phrase
	clauses []clause
	timed   []bool       // token -> whether a time expression holds it
	used    map[int]bool // phrases that a verb's event tells of
	npAt    []int        // token -> phrase that holds it, or -1
	vgAt    []int        // token -> clause whose verb group holds it, or -1
}

// parseSentence finds the structure of a sentence. Words of quantifiers stand
// before a number without being prepositions: "about", "over", "least".
// Tokens of timed belong to time expressions.
func parseSentence(s *lang.Sentence, quantifiers map[string]bool, timed []bool) *parse {
	p := &parse{s: s, t: s.Tokens, timed: timed, npAt: make([]int, len(s.Tokens)), vgAt: make([]int, len(s.Tokens))}
	for i := range p.npAt {
		p.npAt[i], p.vgAt[i] = -1, -1
	}
	for _, c := range s.Chunks {
		if c.Kind == lang.NP {
			for i := c.From; i < c.To; i++ {
				p.npAt[i] = len(p.nps)
			}
			p.nps = append(p.nps, phrase{from: c.From, to: c.To, head: c.Head, owner: -1, prep: -1, next: -1, first: len(p.nps)})
			continue
		}
		for i := c.From; i < c.To; i++ {
			p.vgAt[i] = len(p.clauses)
		}
		p.clauses = append(p.clauses, clause{from: c.From, to: c.To, head: c.Head, subj: -1, obj: -1, obj2: -1,
			conj: -1, governor: -1, governorWord: -1, subordinator: -1, end: c.To, verb: readVerb(s.Tokens, c)})
	}
	p.linkPhrases(quantifiers)
	for i := range p.clauses {
		p.subject(i)
		p.arguments(i)
		p.govern(i)
	}
	return p
}

func readVerb(t []lang.Token, c lang.Chunk) verb {
	v := verb{}
	be, have := false, false
	for i := c.From; i < c.Head; i++ {
		w := t[i].Lower
		switch {
		case t[i].Tag == "MD":
			v.modal, v.finite = w, true
		case t[i].Tag == "TO" && i == c.From:
			v.infinitive = true
		case t[i].Tag == "TO" && i > c.From && i < c.Head: // "are to meet", "going to meet", "has to go", "has yet to go"
			v.modal = "will"
			if have {
				v.modal = "must"
			}
			v.negated = v.negated || t[i-1].Lower == "yet"
		case lang.IsVerb(t[i].Tag):
			be = be || beForm(w)
			have = have || w == "have" || w == "has" || w == "had" || w == "'ve"
			if tag := t[i].Tag; tag == "VBD" || tag == "VBZ" || tag == "VBP" {
				v.finite = true
				v.past = v.past || tag == "VBD"
			}
		}
	}
	for i := c.From; i < c.To; i++ {
		v.negated = v.negated || negation(t[i].Lower)
	}
	h := t[c.Head]
	v.perfect = have && h.Tag != "VB"
	v.passive = be && (h.Tag == "VBN" || h.Tag == "VBD")
	v.progressive = be && h.Tag == "VBG"
	v.gerund = h.Tag == "VBG" && !be
	v.participle = h.Tag == "VBN" && !be && !have
	switch h.Tag {
	case "VBD":
		v.past = v.past || !be
		v.finite = true
	case "VBZ", "VBP":
		v.finite = true
	}
	v.past = v.past || v.perfect
	return v
}

func negation(w string) bool { return w == "not" || w == "n't" || w == "never" }

func beForm(w string) bool {
	switch w {
	case "be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m", "get", "gets", "got":
		return true
	}
	return false
}

// linkPhrases finds owners, prepositions and coordinations.
func (p *parse) linkPhrases(quantifiers map[string]bool) {
	for i := range p.nps {
		x := &p.nps[i]
		if x.from > 0 {
			before := p.t[x.from-1]
			switch {
			case before.Tag == "POS" && x.from > 1 && p.npAt[x.from-2] >= 0:
				x.owner = p.npAt[x.from-2]
				x.prep = p.nps[x.owner].prep
			case (p.t[x.from].Tag == "CD" || p.t[x.from].Lower == "least" || p.t[x.from].Lower == "most") && quantifiers[before.Lower]:
			case before.Tag == "IN" || before.Tag == "TO":
				x.prep = x.from - 1
			}
		}
	}
	for i := range p.nps {
		j, and := p.coordinated(i)
		if j < 0 {
			continue
		}
		if !and { // "X, Y and Z": commas join where the list ends with a conjunction
			k, ok := j, false
			for n := 0; n < 8 && k >= 0 && !ok; n++ {
				k, ok = p.coordinated(k)
			}
			if !ok {
				continue
			}
		}
		p.nps[i].next = j
		p.nps[j].first = p.nps[i].first
	}
}

// coordinated returns the phrase that follows phrase i after a comma or a
// conjunction, and whether there is a conjunction.
func (p *parse) coordinated(i int) (int, bool) {
	k := p.nps[i].to
	comma, and := false, false
	if k < len(p.t) && p.t[k].Text == "," {
		comma = true
		k++
	}
	if k < len(p.t) && (p.t[k].Tag == "CC" && p.t[k].Lower != "but" || p.t[k].Text == "&") {
		and = true
		k++
	}
	if !comma && !and || k >= len(p.t) || p.npAt[k] < 0 || p.nps[p.npAt[k]].from != k {
		return -1, false
	}
	j := p.npAt[k]
	if lang.IsNoun(p.t[p.nps[i].head].Tag) != lang.IsNoun(p.t[p.nps[j].head].Tag) {
		return -1, false
	}
	end := p.nps[j].to
	for end < len(p.t) && strings.HasPrefix(p.t[end].Tag, "RB") {
		end++
	}
	if end < len(p.t) && p.vgAt[end] >= 0 && p.tells(p.vgAt[end]) && p.verbBefore(p.nps[i].from) >= 0 {
		return -1, false // "… met Iran and Iraq said": a new clause
	}
	return j, and
}

// tells reports whether clause v can be the verb of a sentence: it is finite,
// or a participle before an object, which the tagger may have taken for one.
func (p *parse) tells(v int) bool {
	c := &p.clauses[v]
	return c.finite || c.participle && c.to < len(p.t) && p.npAt[c.to] >= 0
}

// verbBefore returns the last clause whose verb group ends before token i, or -1.
func (p *parse) verbBefore(i int) int {
	for k := len(p.clauses) - 1; k >= 0; k-- {
		if p.clauses[k].to <= i {
			return k
		}
	}
	return -1
}

// span is the text of tokens [from, to).
func (p *parse) span(from, to int) chancery.Span {
	return chancery.Span{Start: p.t[from].Span.Start, End: p.t[to-1].Span.End}
}

// following lists the prepositional phrases that follow phrase x, up to the
// next verb: "talks between A and B on trade in Geneva".
func (p *parse) following(x int) []argument {
	var out []argument
	for i := p.lastOf(x); i < len(p.t); {
		switch {
		case p.vgAt[i] >= 0:
			return out
		case p.npAt[i] >= 0:
			n := &p.nps[p.npAt[i]]
			if n.prep >= 0 && n.first == p.npAt[i] {
				out = append(out, argument{n.prep, p.npAt[i]})
			} else if n.owner < 0 && n.first == p.npAt[i] {
				return out
			}
			i = n.to
		case p.t[i].Tag == "IN" || p.t[i].Tag == "TO" || p.t[i].Tag == "POS" || p.t[i].Tag == "CC" || p.t[i].Tag == "RB" || p.t[i].Kind == lang.Number:
			if subordinates(p.t[i]) && p.t[i].Lower == "that" {
				return out
			}
			i++
		case p.t[i].Text == ",":
			if i+1 < len(p.t) && p.npAt[i+1] >= 0 && p.nps[p.npAt[i+1]].first != p.npAt[i+1] {
				i++
				continue
			}
			return out
		default:
			return out
		}
	}
	return out
}

func (p *parse) lastOf(x int) int { return p.nps[x].to }
