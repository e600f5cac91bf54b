package understand

import (
	"fmt"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/understand/actor"
)

// Actor returns who a phrase stands for on a day (yyyy-mm-dd; "" for no
// matter when: the last office counts): "Armenian Prime Minister Nikol Pashinyan", "US soldiers". Of
// several it is the one that most of the phrase names. A capital alone is its
// government, another town its people (CVL); any other place has its country
// and no code. found is false where nothing in the phrase is known.
func (u *Understander) Actor(phrase, date string) (a chancery.Actor, found bool, err error) {
	if date != "" {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return a, false, fmt.Errorf("the date %q is not of the form 2024-05-14", date)
		}
	}
	alone := u.phrase(phrase, "", date)
	if a, found = longest(alone, len(phrase)); !found {
		a, found = longest(u.phrase(phrase, " refused.", date), len(phrase)) // what refuses is an actor
	}
	if found && a.Country == "" && a.Kind != chancery.IGO {
		a.Country, a.Code = inPlace(alone.Places, a.Country, a.Code)
	}
	if found && len(a.Code) > len(a.Country) {
		return a, true, nil
	}
	if iso, code := u.actors.Phrase(phrase, date); code != "" && code != iso { // the words tell, if the phrase does not
		if !found {
			a.Name, a.Kind = phrase, chancery.OtherActor
		}
		if a.Country == "" || iso == a.Country {
			a.Country, a.Code = iso, code
			return a, true, nil
		}
		if iso == "" {
			a.Code = a.Country + " " + code
			return a, true, nil
		}
	}
	if found {
		return a, true, nil
	}
	for _, p := range alone.Places {
		if p.Country != "" {
			a = chancery.Actor{Name: p.Name, Kind: chancery.OtherActor, Country: p.Country}
			if p.Kind == chancery.City {
				a.Kind, a.Code = chancery.People, p.Country+" CVL"
			}
			return a, true, nil
		}
	}
	return a, false, nil
}

// inPlace gives an actor without a country that of the places which its phrase
// names, if they have one: "the Durban Chamber of Commerce".
func inPlace(places []chancery.Place, country, code string) (string, string) {
	for _, p := range places {
		if country != "" && p.Country != country {
			return "", code
		}
		country = p.Country
	}
	if country == "" || strings.HasPrefix(code, "IGO") || strings.HasPrefix(code, "IMG") {
		return "", code
	}
	return country, strings.TrimSpace(country + " " + code)
}

// Place tells which place a phrase names: "Paris, Texas". found is false where
// the gazetteer knows no such name; p is then nothing but the name.
func (u *Understander) Place(phrase string) (p chancery.Place, found bool) {
	most := 0
	for _, rest := range []string{"", " was calm on Monday."} { // alone a name may be a person's
		r := u.phrase(phrase, rest, "")
		for _, x := range r.Places {
			for _, m := range x.Mentions {
				if n := m.Span.Len(); m.Span.End <= len(phrase) && n > most && x.Country != "" {
					p, most = x, n
				}
			}
		}
		if most > 0 {
			break
		}
	}
	if most == 0 {
		return chancery.Place{Name: phrase, Kind: chancery.OtherPlace}, false
	}
	p.Mentions = nil
	return p, true
}

// Why lists what the lexicon knows of the words of a phrase.
func (u *Understander) Why(phrase, date string) []actor.Reason { return u.actors.Explain(phrase, date) }

func (u *Understander) phrase(phrase, rest, date string) *chancery.Record {
	text := phrase + rest
	return u.Record(&chancery.Article{Text: text, Published: date, Language: "en",
		Paragraphs: []chancery.Paragraph{{Span: chancery.Span{End: len(text)}}}})
}

// longest returns the actor with the longest mention before end.
func longest(r *chancery.Record, end int) (a chancery.Actor, found bool) {
	most := 0
	for _, x := range r.Actors {
		for _, m := range x.Mentions {
			if n := m.Span.End - m.Span.Start; n > most && m.Span.End <= end {
				a, most, found = x, n, true
			}
		}
	}
	return a, found
}
