package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// statusRow takes in a word that governs a deed, of a verb with the preposition
// that it needs: "call on".
func (v *vocabulary) statusRow(r lexicon.Row, in *lang.Inflector) error {
	c := control{status: r.Field(2), object: r.Field(3) == "obj", modality: chancery.Modality(r.Field(4)), row: &r}
	if c.status != "same" && c.status != "none" && !validStatus(c.status) {
		return r.Errorf("%q is no status", c.status)
	}
	if f := r.Field(3); f != "subj" && f != "obj" {
		return r.Errorf("%q is neither subj nor obj", f)
	}
	if c.modality != "" && c.modality != chancery.Hedged && c.modality != chancery.Conditional {
		return r.Errorf("%q is no modality", c.modality)
	}
	switch f := r.Field(5); f {
	case "":
	case "says":
		c.says = true
	default:
		return r.Errorf("%q is not says", f)
	}
	pos := r.Field(1)
	words := []string{r.Key()}
	switch pos {
	case "verb":
		verb, particle, _ := strings.Cut(r.Key(), " ")
		for _, w := range in.Verb(verb) {
			v.controls[keyed{w, strings.TrimSpace(pos + " " + particle)}] = c
		}
		return nil
	case "noun":
		words = in.Noun(r.Key())
	case "modal", "adjective":
	default:
		return r.Errorf("the part of speech %q is none of modal, verb, adjective, noun", pos)
	}
	for _, w := range words {
		v.controls[keyed{w, pos}] = c
	}
	return nil
}

func validStatus(s string) bool {
	switch chancery.Status(s) {
	case chancery.Happened, chancery.Ongoing, chancery.Planned, chancery.Requested, chancery.Offered,
		chancery.ThreatenedDeed, chancery.Possible, chancery.Denied, chancery.CancelledStatus:
		return true
	}
	return false
}
