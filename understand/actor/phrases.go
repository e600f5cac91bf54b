package actor

import (
	"slices"
	"strings"
	"time"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// class sorts the phrases of the lexicon by what they do in a noun phrase.
type class uint8

const (
	countryName class = iota // "Iraq", "the United States"
	seat                     // "Baghdad", where it stands for the government
	adjective                // "Iraqi"
	demonym                  // "an Iraqi", "Iraqis"
	named                    // an organisation, office or group with a name of its own
	known                    // a person whom the lexicon knows
	body                     // "foreign ministry"
	title                    // "prime minister"
	agent                    // "soldiers"
	address                  // "Mr"
	modifier                 // "former"
	groupNoun                // "countries" of "both countries"
	shortNoun                // "bank" of "the bank", for the World Bank
)

// phrase is one form of one entry.
type phrase struct {
	class  class
	words  []string // bare lower-case tokens
	forms  []string // as written; "" where case does not matter
	entry  *entry
	plural bool
}

// entry is what the lexicon says about a phrase. Fields that do not apply
// are empty.
type entry struct {
	name      string // canonical
	kind      chancery.ActorKind
	iso       string
	code      string // whole code of a named actor, sector of others
	gender    byte   // 'm', 'f' or 0
	use       string // of a title: office, rank, role; of a modifier: its sense
	lemma     string // of titles, agents and bodies: the first form
	periods   []period
	where     []string // of an office: the countries that have it, nil for any
	lacking   bool     // where lists those that do not have it
	trait     string   // posted: works abroad; peer: of another country than the owner
	minor     bool     // of a person: nobody names them by surname alone
	namesakes []*entry // of a person: others of that name
	file      string
	line      int
}

// period is what an entry of the lexicon says for a time. An empty bound is open.
type period struct {
	from, to string
	iso      string
	code     string
	role     string
	kind     chancery.ActorKind
	loose    bool // held at least until to
	line     int  // of the lexicon
}

// at returns what holds on a day (RFC 3339), or nil. Without a day it is the
// last period.
func (e *entry) at(date string) *period {
	if date == "" {
		if len(e.periods) == 0 {
			return nil
		}
		return &e.periods[len(e.periods)-1]
	}
	date = date[:min(len(date), len(time.DateOnly))]
	for i := range e.periods {
		if p := &e.periods[i]; (p.from == "" || p.from <= date) && (p.to == "" || date <= p.to) {
			return p
		}
	}
	return nil
}

// opposed reports whether a body is the opposition.
func (e *entry) opposed() bool { return strings.HasSuffix(e.code, "OPP") }

// in reports whether a country can have an office.
func (e *entry) in(iso string) bool {
	return e.where == nil || slices.Contains(e.where, iso) != e.lacking
}

// on returns the one of a person and the namesakes who is in office on a day;
// the person, where nobody is.
func (e *entry) on(date string) *entry {
	if len(e.namesakes) == 0 || e.at(date) != nil {
		return e
	}
	for _, n := range e.namesakes {
		if n.at(date) != nil {
			return n
		}
	}
	return e
}

// held returns what a person was on a day, or else what they had last been by
// then, and how the two stand. It is nil for one whose offices all came later.
func (e *entry) held(date string) (*period, tenure) {
	date = date[:min(len(date), len(time.DateOnly))]
	if p := e.at(date); p != nil {
		return p, inOffice
	}
	var last *period
	for i := range e.periods {
		if p := &e.periods[i]; p.to != "" && p.to < date && (last == nil || p.to > last.to) {
			last = p
		}
	}
	switch {
	case last == nil && len(e.periods) > 0:
		return &e.periods[0], before
	case last == nil:
		return nil, before
	case last.loose:
		return last, unknown
	}
	return last, former
}

// tenure is where a day stands to the time that an office was held.
type tenure uint8

const (
	before   tenure = iota // before the first office
	inOffice               // in it
	former                 // after it
	unknown                // after the last day that the lexicon knows of
)

// table finds the longest phrases that start at a token.
type table struct {
	byFirst map[string][]phrase // longest first
}

func (t *table) add(form string, c class, e *entry, plural bool) {
	toks := lang.Tokens(form, chancery.Span{Start: 0, End: len(form)})
	if len(toks) == 0 {
		return
	}
	p := phrase{class: c, entry: e, plural: plural}
	for _, k := range toks {
		p.words = append(p.words, bare(k))
		p.forms = append(p.forms, k.Text)
	}
	t.insert(p)
}

func (t *table) insert(p phrase) {
	list := t.byFirst[p.words[0]]
	at := len(list)
	for i := range list {
		if p.class == known && list[i].class == known && list[i].entry != p.entry && slices.Equal(list[i].words, p.words) {
			list[i].entry.namesakes = append(list[i].entry.namesakes, p.entry)
			return
		}
		if len(list[i].words) < len(p.words) || len(list[i].words) == len(p.words) && list[i].class > p.class {
			at = i
			break
		}
	}
	list = append(list, phrase{})
	copy(list[at+1:], list[at:])
	list[at] = p
	t.byFirst[p.words[0]] = list
}

// match returns the longest phrase at token i that is written as the lexicon
// has it: names with their capitals, acronyms in capitals; or nil. accept may
// refuse a phrase.
func (t *table) match(tokens []lang.Token, i int, accept func(*phrase) bool) *phrase {
	list := t.byFirst[bare(tokens[i])]
next:
	for k := range list {
		p := &list[k]
		if i+len(p.words) > len(tokens) {
			continue
		}
		for j := range p.words {
			tok := tokens[i+j]
			if bare(tok) != p.words[j] || !written(tok, p.forms[j], p.class) {
				continue next
			}
		}
		if accept == nil || accept(p) {
			return p
		}
	}
	return nil
}

// written reports whether a token has the capitals that the form asks for.
func written(t lang.Token, form string, c class) bool {
	if t.Text == form {
		return true
	}
	if c == title || c == body || c == agent || c == address || c == modifier || c == groupNoun || c == shortNoun {
		return !acronym(form) || t.Text == form
	}
	r := firstRune(form)
	switch {
	case acronym(form):
		return false
	case unicode.IsUpper(r):
		return t.Cap
	}
	return true
}

// acronym reports whether s is written in capitals alone: "US", "EU", "NATO".
func acronym(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > 1 && len(s) < 7
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func bare(t lang.Token) string {
	ascii := true
	for i := 0; i < len(t.Lower); i++ {
		if t.Lower[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return t.Lower
	}
	return lang.Bare(t.Lower)
}
