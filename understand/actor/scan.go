package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// piece is a phrase of the lexicon, or a name by its shape, at tokens [from, to).
type piece struct {
	phrase   *phrase // nil for a name by shape
	from, to int
}

func (p *piece) is(c class) bool { return p != nil && p.phrase != nil && p.phrase.class == c }

// scanner reads one sentence.
type scanner struct {
	v      *vocabulary
	tokens []lang.Token
	at     []*piece // piece that starts at a token
	title  bool     // a headline: capitals say little
	seen   map[string]bool
}

// scan finds the pieces of a sentence. names holds the lower-case words that
// are written with capitals in running text, for headlines; nil elsewhere.
func (v *vocabulary) scan(tokens []lang.Token, headline bool, names map[string]bool) *scanner {
	s := &scanner{v: v, tokens: tokens, at: make([]*piece, len(tokens)), title: headline, seen: names}
	for i := 0; i < len(tokens); {
		if tokens[i].Kind == lang.Mark {
			i++
			continue
		}
		p := s.pieceAt(i)
		if p == nil {
			i++
			continue
		}
		s.at[i] = p
		i = p.to
	}
	return s
}

func (s *scanner) pieceAt(i int) *piece {
	ph := s.v.match(s.tokens, i, func(p *phrase) bool { return s.accepts(p, i) })
	run := s.nameRun(i)
	if ph != nil && (ph.class == agent || ph.class == title) && run > i+len(ph.words) && s.tokens[i].Cap && s.v.organisationWord(s.tokens[i:run]) != nil && s.apostrophe(i, run) {
		return &piece{from: i, to: run} // "People's Party"
	}
	if ph != nil && (run <= i+len(ph.words) || ph.class != title && ph.class != adjective && ph.class != countryName && ph.class != seat && ph.class != modifier && ph.class != body && ph.class != agent && ph.class != address) {
		if ph.class == named && run > i+len(ph.words) && len(ph.words) == 1 && !acronym(ph.forms[0]) && s.nameLike(i, run) {
			return &piece{from: i, to: run}
		}
		return &piece{phrase: ph, from: i, to: i + len(ph.words)}
	}
	if ph != nil {
		return &piece{phrase: ph, from: i, to: i + len(ph.words)}
	}
	if run > i {
		return &piece{from: i, to: run}
	}
	return nil
}

// nameLike reports whether tokens [i, j) look like a person's name: it begins
// with a first name.
func (s *scanner) nameLike(i, j int) bool {
	return j-i > 1 && s.v.first[bare(s.tokens[i])] != 0
}

func (s *scanner) accepts(p *phrase, i int) bool {
	t := s.tokens[i]
	n := len(p.words)
	next := i + n
	switch p.class {
	case countryName, seat, named:
		// A longer name goes on: "Georgia Meloni", "Jordan Peterson".
		if n == 1 && next < len(s.tokens) && s.tokens[next].Cap && s.tokens[next].Kind == lang.Word && !s.title &&
			s.v.first[p.words[0]] != 0 && s.v.match(s.tokens, next, nil) == nil && s.nameWord(next) {
			return false
		}
		if p.class == named && n == 1 && !t.Cap && unicode.IsUpper(firstRune(p.forms[0])) {
			return false
		}
		return true
	case title, agent, body:
		if f := s.v.shortForms[p.words[0]]; n == 1 && f != nil && f.use == "other" && s.standsForState(f, p, i) {
			return false // "its neighbour"
		}
		if p.class == body && p.entry.trait == "owned" && (i == 0 || s.tokens[i-1].Tag != "POS" && s.tokens[i-1].Tag != "PRP$" || next < len(s.tokens) && lang.IsNoun(s.tokens[next].Tag)) {
			return false
		}
		if n == 1 && t.Cap && !unicode.IsUpper(firstRune(p.forms[0])) && i > 0 && s.tokens[i-1].Cap && s.tokens[i-1].Kind == lang.Word && s.at[i-1] == nil && s.shapeBefore(i) {
			return false // the end of a name: "Ban Chief"
		}
		if p.class == agent && n == 1 && t.Cap && !s.title && next < len(s.tokens) && s.tokens[next].Cap && s.tokens[next].Kind == lang.Word &&
			(i > 0 || s.v.first[p.words[0]] != 0) {
			return false // the middle of a name: "the Kenya National Union", "Christian Lindner"
		}
		if p.class == title && p.entry.use == "rank" {
			return next < len(s.tokens) && (s.tokens[next].Cap || s.tokens[next].Text == ".") || n == 1 && strings.HasSuffix(t.Text, ".") || isNounTag(t.Tag)
		}
		if t.Tag == "VB" || t.Tag == "VBP" || t.Tag == "VBD" || t.Tag == "VBZ" || t.Tag == "VBG" {
			return n > 1
		}
		return true
	case address:
		return t.Cap && next < len(s.tokens)
	case modifier:
		if !t.Cap || next >= len(s.tokens) || !s.tokens[next].Cap || s.v.match(s.tokens, next, nil) != nil {
			return true
		}
		// "Christian Lindner" is no field of religion, and "New York" nothing new.
		return !(p.entry.use == "field" && s.v.first[p.words[0]] != 0 || p.entry.use == "holder" && !s.title && s.nameWord(next))
	case groupNoun:
		return t.Cap == unicode.IsUpper(firstRune(p.forms[0])) && (next >= len(s.tokens) || !lang.IsNoun(s.tokens[next].Tag))
	case shortNoun:
		if f := s.v.shortForms[p.entry.name]; f.use != "" {
			return s.standsForState(f, p, i)
		}
		at := i - 1
		if at > 0 && s.v.behind(s.tokens[at]) > 0 { // "the Iran-backed group"
			at--
		}
		return !t.Cap && i > 0 && s.tokens[at].Tag == "DT" && (next >= len(s.tokens) || !lang.IsNoun(s.tokens[next].Tag) && s.tokens[next].Tag != "POS" || s.tokens[next].Tag == "POS")
	case demonym, adjective:
		return true
	}
	return true
}

func isNounTag(tag string) bool { return lang.IsNoun(tag) || tag == "" }

func (s *scanner) shapeBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if p := s.at[k]; p != nil {
			return p.phrase == nil && p.to > i
		}
	}
	return false
}

// nameRun returns the end of the run of capitalised words that starts at i,
// or i where there is none. Particles and initials may stand inside.
func (s *scanner) nameRun(i int) int {
	if !s.nameWord(i) {
		return i
	}
	if s.v.particles[bare(s.tokens[i])] && (i+1 >= len(s.tokens) || !s.tokens[i+1].Cap) {
		return i
	}
	end := i + 1
	for j := i + 1; j < len(s.tokens); {
		if s.nameWord(j) && s.glued(j) {
			if s.starter(j) {
				break
			}
			j++
			end = j
			continue
		}
		if _, ok := s.v.particles[bare(s.tokens[j])]; ok && j+1 < len(s.tokens) && s.tokens[j].Kind == lang.Word {
			k := j + 1
			for k < len(s.tokens) && k < j+3 {
				if _, ok := s.v.particles[bare(s.tokens[k])]; !ok || s.tokens[k].Cap {
					break
				}
				k++
			}
			if k < len(s.tokens) && s.nameWord(k) && s.glued(k) {
				j = k
				continue
			}
		}
		if s.possessed(j) {
			j++
			continue
		}
		if to := s.joined(i, j); to > j {
			return to
		}
		if s.tokens[j].Text == "." && j > i && utf8.RuneCountInString(s.tokens[j-1].Text) == 1 && j+1 < len(s.tokens) && s.nameWord(j+1) {
			j++
			continue
		}
		break
	}
	return end
}

// joined returns the end of an organisation's name that "and" at j goes on, as in
// "the Intelligence and Security Service"; j where what follows is another's.
func (s *scanner) joined(i, j int) int {
	if s.tokens[j].Lower != "and" || s.title || i == 0 || s.tokens[i-1].Tag != "DT" && s.tokens[i-1].Tag != "POS" || s.v.match(s.tokens, i, nil) != nil {
		return j
	}
	to := j + 1
	for to < len(s.tokens) && s.nameWord(to) {
		to++
	}
	if to < j+3 { // one word may be a name of its own: "the Knesset and Congress"
		return j
	}
	if w := s.v.orgWords[bare(s.tokens[to-1])]; w == nil || w.where == "first" || w.where == "owner" {
		return j
	}
	if ph := s.v.match(s.tokens, j+1, nil); ph != nil && ph.class != body {
		return j
	}
	return to
}

// possessed reports whether the mark at j goes on a name, as in "People's
// Party": the word before it is one that parties and armies call themselves by.
func (s *scanner) possessed(j int) bool {
	if t := s.tokens[j].Text; t != "'s" && t != "’s" && t != "'" && t != "’" || j == 0 || j+1 >= len(s.tokens) {
		return false
	}
	w := s.v.orgWords[bare(s.tokens[j-1])]
	return w != nil && w.where == "owner" && s.tokens[j-1].Cap && s.tokens[j+1].Cap && s.nameWord(j+1)
}

func (s *scanner) apostrophe(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if s.possessed(k) {
			return true
		}
	}
	return false
}

// starter reports whether a title, an adjective of country or another piece
// that opens a noun phrase stands at j, so that a name ends before it.
func (s *scanner) starter(j int) bool {
	ph := s.v.match(s.tokens, j, nil)
	if ph == nil {
		return false
	}
	switch ph.class {
	case title:
		return len(ph.words) > 1 || strings.HasSuffix(s.tokens[j].Text, ".")
	case adjective:
		return true
	case body:
		return len(ph.words) > 1
	case agent:
		return len(ph.words) > 1 || ph.plural && unicode.IsUpper(firstRune(ph.forms[0])) // "Labour MPs"
	}
	return false
}

// glued reports whether token j stands in the same stretch as the one before it.
func (s *scanner) glued(j int) bool {
	return s.tokens[j].Span.Start-s.tokens[j-1].Span.End <= 4
}

// nameWord reports whether token i can be part of a name by its shape.
func (s *scanner) nameWord(i int) bool {
	t := s.tokens[i]
	if t.Kind != lang.Word || t.Tag == "POS" || s.v.behind(t) > 0 {
		return false
	}
	if !t.Cap {
		if !s.v.particles[bare(t)] || i+1 >= len(s.tokens) || s.tokens[i+1].Kind != lang.Word || !s.tokens[i+1].Cap || s.v.match(s.tokens, i+1, nil) != nil {
			return hyphenName(t.Text)
		}
		return true
	}
	switch t.Tag {
	case "PRP", "PRP$", "DT", "IN", "CC", "WP", "WRB", "WDT", "MD", "TO", "EX", "CD", "PDT":
		return false
	}
	if t.Lower == "i" || t.Lower == "the" {
		return false
	}
	if s.title {
		return s.seen[t.Lower] || s.v.first[bare(t)] != 0
	}
	if i == 0 || s.tokens[i-1].Kind == lang.Mark && s.tokens[i-1].Text != "," && s.tokens[i-1].Text != "(" && s.tokens[i-1].Text != "." {
		return s.seen[t.Lower] || t.Tag == "NNP" && (s.v.surnames[bare(t)] != nil || s.v.first[bare(t)] != 0 || i+1 < len(s.tokens) && (s.tokens[i+1].Cap || hyphenName(s.tokens[i+1].Text))) || s.v.first[bare(t)] != 0 && i+1 < len(s.tokens) && s.tokens[i+1].Cap
	}
	return true
}

// hyphenName reports whether a word that begins small has a capital after a
// hyphen: "al-Sudani", "el-Sisi".
func hyphenName(w string) bool {
	k := strings.IndexByte(w, '-')
	if k < 1 || k > 3 || k+1 >= len(w) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(w[k+1:])
	return strings.ToUpper(string(r)) == string(r) && strings.ToLower(string(r)) != string(r)
}

// midNames returns the lower-case forms of words that the article writes with
// a capital inside running sentences and nowhere without.
func midNames(d *lang.Document) map[string]bool {
	up, low := map[string]bool{}, map[string]bool{}
	for _, s := range d.Sentences {
		if s.Part == chancery.Headline || s.Part == chancery.Standfirst {
			continue
		}
		for i, t := range s.Tokens {
			switch {
			case t.Kind != lang.Word:
			case !t.Cap:
				low[t.Lower] = true
			case i > 0 && s.Tokens[i-1].Kind == lang.Word:
				up[t.Lower] = true
			}
		}
	}
	for w := range low {
		delete(up, w)
	}
	return up
}
