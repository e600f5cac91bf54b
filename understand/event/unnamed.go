package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// crowd reports whether phrase x only counts people: "thousands", "some 200".
func (r *reading) crowd(p *parse, x int) bool {
	h := p.nps[x].head
	return !p.timed[h] && (p.t[h].Tag == "CD" || p.inClass(x, r.classes["crowd"]) || r.pointing(p.t[h].Lower, "people"))
}

// unnamed reports whether d, which names nobody, is told all the same: people whom
// a sentence only counts were hurt or held, "twelve were detained", or a protest
// was held or broke out.
func (r *reading) unnamed(p *parse, d *draft) bool {
	if d.unnamed || d.clause < 0 || d.noun {
		return d.unnamed
	}
	c := &p.clauses[d.clause]
	return (d.Type == chancery.Assault || d.Type == chancery.Coerce) && c.passive && c.subj >= 0 && r.crowd(p, c.subj)
}

// held reports whether a verb tells of a protest, or of fighting, that it was held
// or broke out: "rallies were held in Sfax", "clashes erupted in Kano".
func (r *reading) held(p *parse, x int, d *draft, s support) bool {
	if s.row == nil || s.status != "do" || r.pointsBack(p, x) {
		return false
	}
	return d.Type == chancery.Protest || d.Type == chancery.Assault && !s.object
}

// strangers gives a deed that names nobody the people who did it or underwent it:
// those of the protest or the attack told right before it, else those of the
// place where it was done or where the report is from.
func (r *reading) strangers(p *parse, d *draft) {
	if !d.unnamed || len(d.Actor) > 0 || len(d.Recipient) > 0 && d.Type != chancery.Protest {
		return
	}
	r.why = d.why
	var ids []string
	var at chancery.Span
	if d.Type != chancery.Protest {
		ids, at = r.crowdBefore(d)
	}
	if pl := r.inhabited(d); pl != nil && len(ids) == 0 {
		at = pl.Mentions[0].Span
		ids = []string{r.Cast.Residents(pl.Country, pl.Name, at)}
		r.index()
	}
	if d.Type == chancery.Protest {
		d.Actor = ids
		r.named(actorRole, "nobody is named: people of the place", ids, at)
		return
	}
	d.Recipient = ids
	r.named(recipient, "nobody is named: people told of right before, or of the place", ids, at)
}

// inhabited returns the town, region or country where d was done, of a protest where
// the report is from if it names no place; nil for none.
func (r *reading) inhabited(d *draft) *chancery.Place {
	home := ""
	if d.Type == chancery.Protest && !r.located(d.sentence) {
		home = r.home()
	}
	for i := range r.Places {
		pl := &r.Places[i]
		peopled := pl.Kind == chancery.City || pl.Kind == chancery.Region || pl.Kind == chancery.CountryPlace
		if pl.Country != "" && len(pl.Mentions) > 0 && (pl.ID == d.Place && peopled || pl.ID == home) {
			return pl
		}
	}
	return nil
}

// crowdBefore returns the people who protested or to whom the last deed of force
// of this or the sentence before d was done.
func (r *reading) crowdBefore(d *draft) ([]string, chancery.Span) {
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if !o.before(d) || d.sentence-o.sentence > 1 {
			continue
		}
		who := o.Recipient
		if o.Type == chancery.Protest {
			who = o.Actor
		} else if o.Type != chancery.Assault && o.Type != chancery.Coerce {
			continue
		}
		if who = slices.DeleteFunc(slices.Clone(who), func(id string) bool { a := r.Cast.Actor(id); return a == nil || a.Kind != chancery.People }); len(who) > 0 {
			return who, o.Trigger
		}
	}
	return nil, chancery.Span{}
}

// undergone reports whether the pattern has no place for who does it: "went on trial".
func (p *pattern) undergone() bool {
	for _, who := range p.roles {
		if who == actorRole || who == mediator {
			return false
		}
	}
	return len(p.roles) > 0
}
