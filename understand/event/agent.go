package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// agent gives a deed told in the passive with nobody who does it the one that
// the article tells elsewhere or that alone can do it: captives are freed by
// who holds them, people killed in an attack by who attacks, and arrests are
// made by the authorities of the country where they happen.
func (r *reading) agent(p *parse, d *draft) {
	if len(d.Actor) > 0 || len(d.Recipient) == 0 || d.clause < 0 {
		return
	}
	r.why = d.why
	switch {
	case d.Type == chancery.Retreat && (slices.Contains(d.Mode, "withdraw") || slices.Contains(d.Mode, "disarm")):
		if p.clauses[d.clause].passive && !d.noun { // "the troops were withdrawn"
			d.Actor, d.Recipient = d.Recipient, nil
			r.named(actorRole, "who is withdrawn or disarmed", d.Actor, d.Trigger)
		}
	case d.Type == chancery.Retreat && slices.Contains(d.Mode, "release"):
		if o := r.capture(d); o != nil {
			d.Actor = without(o.Actor, d.Recipient)
			r.named(actorRole, "who took them captive", d.Actor, o.Trigger)
		}
	case d.Type == chancery.Assault:
		if o := r.setting(p, d); o != nil {
			d.Actor = without(o.Actor, d.Recipient)
			r.named(actorRole, "who did the attack in which it happened", d.Actor, o.Trigger)
		}
	case (d.Type == chancery.Coerce || d.Type == chancery.Accuse && !slices.Contains(d.Mode, "disapprove") || d.Type == chancery.Sanction && slices.Contains(d.Mode, "convict")) &&
		(d.noun || p.clauses[d.clause].passive):
		id := d.Place
		if id == "" && !r.located(d.sentence) && !d.noun {
			id = r.home()
		}
		for i := range r.Places {
			if pl := &r.Places[i]; pl.ID == id && pl.Country != "" && (id == d.Place || r.homeFolk(d.Recipient, pl.Country)) {
				d.Actor = without(r.government(pl.Country), d.Recipient)
				r.named(actorRole, "the authorities where it happened", d.Actor, pl.Mentions[0].Span)
			}
		}
	}
}

// homeFolk reports whether people are of no other country than that one.
func (r *reading) homeFolk(ids []string, country string) bool {
	return !slices.ContainsFunc(r.countries(ids), func(c string) bool { return c != country })
}

// capture returns the last arrest or abduction before d of those that d frees,
// or nil.
func (r *reading) capture(d *draft) *draft {
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if !o.before(d) || len(o.Actor) == 0 || !r.compatible(o.Recipient, d.Recipient) || len(o.Recipient) == 0 {
			continue
		}
		if o.Type == chancery.Coerce && slices.Contains(o.Mode, "arrest") || o.Type == chancery.Assault && slices.Contains(o.Mode, "abduct") {
			return o
		}
	}
	return nil
}

// setting returns the attack told by a noun of d's sentence in which d
// happened: "were killed in the attack"; nil for none.
func (r *reading) setting(p *parse, d *draft) *draft {
	for _, a := range p.clauses[d.clause].preps {
		switch p.t[a.prep].Lower {
		case "in", "during", "by":
		default:
			continue
		}
		word := p.t[p.nps[a.np].head].Lower
		pats := r.nouns[word]
		if len(pats) == 0 || pats[0].typ != chancery.Assault {
			continue
		}
		for k := len(r.drafts) - 1; k >= 0; k-- {
			o := &r.drafts[k]
			if o.Type == chancery.Assault && len(o.Actor) > 0 && (o.sentence == d.sentence && o.noun || o.before(d) && d.sentence-o.sentence < 8) {
				return o
			}
		}
	}
	return nil
}
