package event

import (
	"sort"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// heldBy gives forces that a verb says somebody holds their holder and where
// they are, unless words before their noun say whose they are.
func (r *reading) heldBy(p *parse, x int, f *chancery.Figure) {
	for v := range p.clauses {
		c := &p.clauses[v]
		if c.obj != x || c.subj < 0 || c.passive || !r.figures.holding[p.t[c.head].Lower] || len(r.States(p.phraseSpan(x))) > 0 {
			continue
		}
		ids, headed := r.parties(p, c.subj)
		if !headed {
			continue
		}
		f.Of = ids[0]
		for _, h := range r.placings(p) {
			if f.Place == "" && h.prep >= 0 && (h.host == p.nps[x].node || h.verb == c.node || h.host == c.node) && r.locates[keyed{p.t[h.prep].Lower, ""}] {
				f.Place = r.Places[h.which].ID
			}
		}
		return
	}
}

// figureWords is the compiled folder figures of the lexicon.
type figureWords struct {
	measures  map[string]counted // noun phrase -> measure
	tolls     map[keyed]tolled
	tails     map[string][]string // verb form -> what may follow it in tolls
	people    wordSet
	losses    wordSet                      // verbs whose objects are counted
	holding   wordSet                      // verbs whose subject holds what is counted
	shares    wordSet                      // words for a percentage
	outside   wordSet                      // nouns of votes, prices and trade
	uncounted wordSet                      // nouns of what is counted for no figure
	before    map[string]string            // currency signs
	after     map[string]string            // currency names in all forms
	coins     map[string]map[string]string // name -> country -> currency, where several have the name
	aged      wordSet                      // people of whom "of 15" tells the age
	numbers   map[string]float64
	factors   map[string]float64
	relation  []related
	changes   map[keyed][2]chancery.Relation
}

type counted struct {
	measure chancery.Measure
	unit    string
}

// tolled is a measure, and whether the deed is done only to people.
type tolled struct {
	measure chancery.Measure
	any     bool
}

type related struct {
	words    []string
	relation chancery.Relation
}

func compileFigures(lex *lexicon.Lexicon) (*figureWords, error) {
	in, err := lang.NewInflector(lex)
	if err != nil {
		return nil, err
	}
	w := &figureWords{measures: map[string]counted{}, tolls: map[keyed]tolled{}, tails: map[string][]string{},
		people: wordSet{}, losses: wordSet{}, holding: wordSet{}, shares: wordSet{}, outside: wordSet{}, uncounted: wordSet{},
		before: map[string]string{}, after: map[string]string{}, coins: map[string]map[string]string{}, aged: wordSet{}, numbers: map[string]float64{}, factors: map[string]float64{},
		changes: map[keyed][2]chancery.Relation{}}
	rows := func(file string, each func(r lexicon.Row) error) {
		if err != nil {
			return
		}
		var all []lexicon.Row
		if all, err = lex.Rows("figures/" + file); err != nil {
			return
		}
		for _, r := range all {
			if err = each(r); err != nil {
				return
			}
		}
	}
	rows("measures.txt", func(r lexicon.Row) error {
		if !validMeasure(r.Field(1)) {
			return r.Errorf("%q is no measure", r.Field(1))
		}
		for f := range wordForms(in, []string{r.Key()}, false) {
			w.measures[f] = counted{chancery.Measure(r.Field(1)), r.Field(2)}
		}
		return nil
	})
	rows("tolls.txt", func(r lexicon.Row) error {
		if !validMeasure(r.Field(2)) {
			return r.Errorf("%q is no measure", r.Field(2))
		}
		first, tail, _ := strings.Cut(r.Key(), " ")
		forms := in.Verb(first)
		switch r.Field(1) {
		case "noun", "of":
			forms = in.Noun(first)
		case "adjective":
			forms = []string{first}
		case "verb", "subject":
		default:
			return r.Errorf("%q is none of verb, subject, adjective, noun, of", r.Field(1))
		}
		for _, f := range forms {
			w.tolls[keyed{strings.TrimSpace(f + " " + tail), r.Field(1)}] = tolled{chancery.Measure(r.Field(2)), r.Field(3) == "people"}
			if tail != "" {
				w.tails[f] = append(w.tails[f], tail)
			}
		}
		return nil
	})
	rows("losses.txt", func(r lexicon.Row) error {
		for _, f := range in.Verb(r.Key()) {
			w.losses[f] = true
		}
		return nil
	})
	rows("holding.txt", func(r lexicon.Row) error {
		for _, f := range in.Verb(r.Key()) {
			w.holding[f] = true
		}
		return nil
	})
	rows("shares.txt", func(r lexicon.Row) error {
		w.shares[r.Key()] = true
		return nil
	})
	rows("outside.txt", func(r lexicon.Row) error {
		for f := range wordForms(in, []string{r.Key()}, false) {
			switch r.Field(1) {
			case "counted":
				w.uncounted[f] = true
			case "aged":
				w.aged[f] = true
			default:
				w.outside[f] = true
			}
		}
		return nil
	})
	rows("people.txt", func(r lexicon.Row) error {
		for f := range wordForms(in, []string{r.Key()}, false) {
			w.people[f] = true
		}
		return nil
	})
	rows("money.txt", func(r lexicon.Row) error {
		if r.Field(2) == "before" {
			w.before[r.Key()] = r.Field(1)
			return nil
		}
		for f := range wordForms(in, []string{strings.ToLower(r.Key())}, false) {
			w.after[f] = r.Field(1)
			for _, pair := range r.List(3) {
				country, code, ok := strings.Cut(pair, "=")
				if !ok {
					return r.Errorf("%q is not COUNTRY=CURRENCY", pair)
				}
				if w.coins[f] == nil {
					w.coins[f] = map[string]string{}
				}
				w.coins[f][country] = code
			}
		}
		return nil
	})
	rows("numbers.txt", func(r lexicon.Row) error {
		text, factor := strings.CutPrefix(r.Field(1), "x")
		x, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return r.Errorf("%q is no number", r.Field(1))
		}
		if factor {
			w.factors[r.Key()] = x
		} else {
			w.numbers[r.Key()] = x
		}
		return nil
	})
	rows("relations.txt", func(r lexicon.Row) error {
		if !validRelation(r.Field(1)) {
			return r.Errorf("%q is no relation", r.Field(1))
		}
		w.relation = append(w.relation, related{strings.Fields(r.Key()), chancery.Relation(r.Field(1))})
		return nil
	})
	rows("changes.txt", func(r lexicon.Row) error {
		if !validRelation(r.Field(2)) || !validRelation(r.Field(3)) {
			return r.Errorf("%q or %q is no relation", r.Field(2), r.Field(3))
		}
		first, tail, _ := strings.Cut(r.Key(), " ")
		forms := in.Verb(first)
		if r.Field(1) == "noun" {
			forms = in.Noun(first)
		}
		for _, f := range forms {
			w.changes[keyed{strings.TrimSpace(f + " " + tail), r.Field(1)}] = [2]chancery.Relation{chancery.Relation(r.Field(2)), chancery.Relation(r.Field(3))}
		}
		return nil
	})
	sort.SliceStable(w.relation, func(i, j int) bool { return len(w.relation[i].words) > len(w.relation[j].words) })
	return w, err
}

func validMeasure(s string) bool {
	switch chancery.Measure(s) {
	case chancery.Troops, chancery.Killed, chancery.Wounded, chancery.Detained, chancery.Displaced, chancery.Money,
		chancery.Weapons, chancery.OtherMeasure:
		return true
	}
	return false
}

func validRelation(s string) bool {
	switch chancery.Relation(s) {
	case chancery.Equals, chancery.About, chancery.AtLeast, chancery.AtMost, chancery.ReducedTo, chancery.ReducedBy,
		chancery.IncreasedTo, chancery.IncreasedBy:
		return true
	}
	return false
}
