package actor

// np is a noun phrase that may name an actor.
type np struct {
	from, to   int // tokens of the whole phrase
	head, tail int // tokens [head, tail) that carry it
	core       core
	entry      *entry // of the core; nil for a name by shape
	title      *entry // the last title before a name, or the core
	titles     []*entry
	role       [2]int // tokens of the title with what belongs to it
	iso        string // country that the phrase itself gives
	away       string // country where it is posted: "ambassador to Iraq"
	territory  *entry // a country of few friends that the phrase names
	owner      *np    // possessor or modifier: "White House" of "White House press secretary"
	ownerWord  string // possessive pronoun: "its foreign minister"
	sense      string // of a modifier: former, opposition, …
	field      string // sector of a modifier: "congressional"
	address    *entry
	plural     bool
	definite   bool
	apposed    *np // the named person that this phrase describes
	short      string
	backers    []*np
	member     *np    // organisation that a person is of
	place      [2]int // tokens of a place after "in", "at"; zero for none
	pronoun    *pronoun
	nested     bool
	joint      bool     // one of several that share a noun
	called     *orgWord // what a small word behind the name says that it is: "the Umoja party"
	shared     [2]int   // tokens of a noun that comes later: "officials" for "US" of "US and Iraqi officials"
}

// core says what carries a noun phrase.
type core uint8

const (
	noCore core = iota
	countryCore
	seatCore
	namedCore
	knownCore
	nameCore
	bodyCore
	titleCore
	agentCore
	demonymCore
	pronounCore
	groupCore
	shortCore
)

// locate notes the country that a phrase names, by e.
func (x *np) locate(e *entry) {
	x.iso = e.iso
	if e.code != "" {
		x.territory = e
	}
}

// posted reports whether x works in another country than its own.
func (x *np) posted() bool {
	return x.title != nil && x.title.trait == "posted" || x.core == bodyCore && x.entry.trait == "posted"
}
