package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// official reports whether all actors are governments or of one.
func (r *reading) official(ids []string) bool {
	for _, id := range ids {
		if a := r.Cast.Actor(id); a == nil || a.Country == "" || !governs(a) {
			return false
		}
	}
	return len(ids) > 0
}

// governs reports whether an actor is or serves a government.
func governs(a *chancery.Actor) bool {
	switch a.Kind {
	case chancery.Government, chancery.Office, chancery.ArmedForce:
		return true
	}
	for _, sector := range [...]string{"GOV", "MIL", "COP", "SPY"} {
		if hasSector(a.Code, sector) {
			return true
		}
	}
	return false
}

// hasSector reports whether one of the parts of a PLOVER actor code is sector.
func hasSector(code, sector string) bool { return slices.Contains(strings.Fields(code), sector) }

// government returns the government of the state with that ISO code, where the
// article names the state or its people.
func (r *reading) government(iso string) []string {
	if id := r.Cast.Country(iso); id != "" {
		return []string{id}
	}
	only := func(span chancery.Span) []string {
		for _, id := range r.States(span) {
			if a := r.Cast.Actor(id); a != nil && a.Country == iso {
				return []string{id}
			}
		}
		return nil
	}
	for i := range r.Places {
		if pl := &r.Places[i]; pl.Country == iso && len(pl.Mentions) > 0 { // "South Lebanon" names the state as well
			if ids := only(pl.Mentions[0].Span); ids != nil {
				return ids
			}
		}
	}
	for i := range r.mentions {
		m := r.mentions[i]
		if a := r.Cast.Actor(m.Actor); a != nil && a.Country == iso && m.Kind != chancery.Pronoun {
			if ids := only(m.Span); ids != nil {
				return ids
			}
		}
	}
	return nil
}

// host returns the state whose country phrase x names: a visit to the country
// is one to it.
func (r *reading) host(p *parse, x int) []string {
	head := p.t[p.nps[x].head].Span
	for i := range r.Places {
		if r.Places[i].Kind != chancery.CountryPlace {
			continue
		}
		for _, m := range r.Places[i].Mentions {
			if m.Span.Contains(head) {
				return r.States(m.Span)
			}
		}
	}
	return nil
}

// soil returns the state in whose country the place lies that phrase x names;
// where nobody is known to have acted there, only one that the article names.
func (r *reading) soil(p *parse, x int, actors []string) []string {
	head := p.t[p.nps[x].head].Span
	for i := range r.Places {
		for _, m := range r.Places[i].Mentions {
			if m.Span.Contains(head) && r.Places[i].Country != "" {
				if len(actors) == 0 {
					return r.government(r.Places[i].Country)
				}
				return r.soilOf(r.Places[i].Country, m.Span)
			}
		}
	}
	return nil
}

// countries lists the countries of actors.
func (r *reading) countries(ids []string) []string {
	var out []string
	for _, id := range ids {
		if a := r.Cast.Actor(id); a != nil && a.Country != "" {
			out = append(out, a.Country)
		}
	}
	return out
}
