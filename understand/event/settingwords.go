package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// settingWords is what the lexicon knows of how deeds are set in time and place.
type settingWords struct {
	units      wordSet                    // of time
	continuing map[string][][]string      // first word -> words that say a deed is of the time that the narrative has reached
	placeKinds wordSet                    // nouns that say what a place is
	frames     wordSet                    // those of them after which the deed has the time of its verb's, and gives it
	bounds     wordSet                    // prepositions before what only bounds the time of a deed
	about      wordSet                    // prepositions before what is talked about
	attaches   wordSet                    // prepositions after which a deed's noun has the time of its verb
	locates    map[keyed]bool             // preposition, type of a deed that is at a place after it; "" for all
	predicates map[string]chancery.Status // what may be said of a deed -> its status
	seats      wordSet                    // verbs of deeds that a government does at home
	grounds    wordSet                    // buildings and squares of the town that is spoken of
	gatherings wordSet                    // where pledges are made
	capitals   map[string]bool            // country and seat of government: "IRQ baghdad"
}

func newSettingWords() *settingWords {
	return &settingWords{units: wordSet{}, continuing: map[string][][]string{}, placeKinds: wordSet{}, frames: wordSet{}, bounds: wordSet{}, about: wordSet{}, attaches: wordSet{}, locates: map[keyed]bool{}, predicates: map[string]chancery.Status{}, seats: wordSet{}, grounds: wordSet{}, gatherings: wordSet{}, capitals: map[string]bool{}}
}

// compile reads the files of the lexicon that the words come from.
func (w *settingWords) compile(lex *lexicon.Lexicon, in *lang.Inflector) error {
	for _, step := range []struct {
		file string
		row  func(lexicon.Row, *lang.Inflector) error
	}{
		{"times/units.txt", w.unitRow}, {"places/kinds.txt", w.placeKindRow}, {"events/continuing.txt", w.continuingRow}, {"events/settings.txt", w.settingRow}, {"events/predicates.txt", w.predicateRow}, {"actors/countries.txt", w.capitalRow},
	} {
		rows, err := lex.Rows(step.file)
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := step.row(r, in); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *settingWords) settingRow(r lexicon.Row, in *lang.Inflector) error {
	switch use := r.Field(1); use {
	case "deed":
		w.attaches[r.Key()] = true
	case "topic":
		w.about[r.Key()] = true
	case "bound":
		w.bounds[r.Key()] = true
	case "frame":
		w.frames[r.Key()], w.attaches[r.Key()] = true, true
	case "ground":
		w.grounds[r.Key()] = true
	case "gathering":
		w.gatherings[r.Key()] = true
	case "place":
		w.locates[keyed{r.Key(), ""}] = true
	case "seat":
		for _, f := range in.Verb(r.Key()) {
			w.seats[f] = true
		}
	case "goal", "source":
		for _, name := range r.List(2) {
			typ, err := eventType(r, name)
			if err != nil {
				return err
			}
			w.locates[keyed{r.Key(), string(typ)}] = true
		}
	default:
		return r.Errorf("%q is none of deed, frame, place, goal, source, topic, bound, seat, ground, gathering", use)
	}
	return nil
}

func (w *settingWords) unitRow(r lexicon.Row, in *lang.Inflector) error {
	for f := range wordForms(in, []string{r.Key()}, false) {
		w.units[f] = true
	}
	return nil
}

func (w *settingWords) continuingRow(r lexicon.Row, _ *lang.Inflector) error {
	words := strings.Fields(r.Key())
	w.continuing[words[0]] = append(w.continuing[words[0]], words)
	return nil
}

func (w *settingWords) placeKindRow(r lexicon.Row, _ *lang.Inflector) error {
	words := strings.Fields(r.Key())
	w.placeKinds[words[len(words)-1]] = true
	if r.Field(3) == "local" {
		w.grounds[words[len(words)-1]] = true
	}
	return nil
}

func (w *settingWords) capitalRow(r lexicon.Row, _ *lang.Inflector) error {
	for _, seat := range r.List(4) {
		w.capitals[r.Key()+" "+lang.Lower(seat)] = true
	}
	return nil
}

func (w *settingWords) predicateRow(r lexicon.Row, _ *lang.Inflector) error {
	st := chancery.Status(r.Field(1))
	if farness(st) < 0 {
		return r.Errorf("%q is no status", r.Field(1))
	}
	w.predicates[r.Key()] = st
	return nil
}
