package actor

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// settle gives the country that the text around them speaks of to persons and
// domestic bodies of whom nothing tells where they are from: "Esther Kachale,
// who came second in Malawi's election", "the Constitutional Court".
func (r *resolver) settle() {
	seen := map[*person]bool{}
	for i := range r.sentences {
		if r.sentences[i].s.Part == chancery.Headline {
			continue
		}
		for _, x := range r.sentences[i].phrases {
			p := r.sentences[i].people[x]
			if p == nil || seen[p] || !r.placeless(p) {
				continue
			}
			seen[p] = true
			if iso := r.context(i, x); iso != "" {
				p.actor.Country, p.guessed = iso, true
				p.actor.Code = join(iso, p.actor.Code)
			}
		}
	}
}

// placeless reports whether an actor is of some country that nothing tells.
func (r *resolver) placeless(p *person) bool {
	if p.actor.Country != "" || p.known != nil || p.plural || p.member != nil && p.member.actor.Country == "" {
		return false
	}
	switch p.actor.Kind {
	case chancery.Person, chancery.Office, chancery.Party:
	default:
		return false
	}
	return !slices.ContainsFunc(strings.Fields(p.actor.Code), func(c string) bool {
		return c == "IGO" || c == "NGO" || c == "JRN" || c == "MNC" || len(c) == 3 && c == strings.ToUpper(c) && r.finder.countries[c] != nil
	})
}
