// Package actor finds the states, organisations, groups and persons of an
// article, with every mention of them, and codes them as PLOVER and CAMEO do:
// country and sector ("USA GOV"). Names are found by the lexicon and by shape;
// mentions are joined by name, short form, office and pronoun.
package actor

import (
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/understand/place"

	chancery "github.com/chancery-project/chancery"
)

// Finder finds the actors of articles. It is safe for concurrent use.
type Finder struct {
	*vocabulary
	usage *place.Usage
}

// New compiles the lexicon's folder actors and places/usage.txt.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	v, err := compile(lex)
	if err != nil {
		return nil, err
	}
	u, err := place.NewUsage(lex)
	if err != nil {
		return nil, err
	}
	return &Finder{vocabulary: v, usage: u}, nil
}

// Find returns the actors of doc. Places of the article, where they are
// known, help to tell the country of "police in Mombasa".
func (f *Finder) Find(doc *lang.Document, places ...chancery.Place) *Cast {
	c := &Cast{finder: f, doc: doc, byState: map[string]*person{}}
	r := &resolver{Cast: c, keys: map[string]*person{}, short: map[string]*person{}, folded: map[string][]string{}, places: places}
	r.run()
	c.sortMentions()
	c.number()
	return c
}
