package understand

import (
	"fmt"
	"time"

	chancery "github.com/chancery-project/chancery"
)

// Actor returns who a phrase stands for on a day (yyyy-mm-dd; "" for no
// matter when): "Armenian Prime Minister Nikol Pashinyan", "US soldiers". Of
// several it is the one that most of the phrase names. For a phrase that names
// only a place it is an actor with the place's country and no code. found is
// false where nothing in the phrase is known.
func (u *Understander) Actor(phrase, date string) (a chancery.Actor, found bool, err error) {
	if date != "" {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			return a, false, fmt.Errorf("the date %q is not of the form 2024-05-14", date)
		}
	}
	art := &chancery.Article{Text: phrase, Published: date, Language: "en",
		Paragraphs: []chancery.Paragraph{{Span: chancery.Span{End: len(phrase)}}}}
	r := u.Record(art)
	longest := 0
	for _, x := range r.Actors {
		for _, m := range x.Mentions {
			if n := m.Span.End - m.Span.Start; n > longest {
				a, longest, found = x, n, true
			}
		}
	}
	if found {
		return a, true, nil
	}
	for _, p := range r.Places {
		if p.Country != "" {
			return chancery.Actor{Name: p.Name, Kind: chancery.OtherActor, Country: p.Country}, true, nil
		}
	}
	return a, false, nil
}
