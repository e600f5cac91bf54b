package understand

import (
	"fmt"
	"time"

	chancery "github.com/chancery-project/chancery"
)

// Actor returns who a phrase stands for on a day (yyyy-mm-dd; "" for no
// matter when): "Armenian Prime Minister Nikol Pashinyan", "US soldiers". Of
// several it is the one that most of the phrase names. A capital alone is its
// government; any other place is an actor with the place's country and no
// code. found is false where nothing in the phrase is known.
func (u *Understander) Actor(phrase, date string) (a chancery.Actor, found bool, err error) {
	if date != "" {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return a, false, fmt.Errorf("the date %q is not of the form 2024-05-14", date)
		}
	}
	alone := u.phrase(phrase, "", date)
	if a, found = longest(alone, len(phrase)); found {
		return a, true, nil
	}
	if a, found = longest(u.phrase(phrase, " refused.", date), len(phrase)); found { // what refuses is an actor
		return a, true, nil
	}
	for _, p := range alone.Places {
		if p.Country != "" {
			return chancery.Actor{Name: p.Name, Kind: chancery.OtherActor, Country: p.Country}, true, nil
		}
	}
	return a, false, nil
}

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
