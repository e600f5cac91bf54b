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
	if d.curbs && c.passive && d.Type == chancery.Coerce { // "martial law was declared"
		return true
	}
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
	if d.Type != chancery.Protest && d.Type != chancery.Mobilize && !d.curbs {
		ids, at = r.crowdBefore(d)
	}
	pl := r.inhabited(d)
	if d.Type == chancery.Mobilize || d.curbs {
		if pl != nil {
			d.Actor = r.soilOf(pl.Country, pl.Mentions[0].Span)
			r.named(actorRole, "forces or rulers that are not named: the government of the place", d.Actor, pl.Mentions[0].Span)
		}
		return
	}
	if pl != nil && len(ids) == 0 {
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

// inhabited returns the town, region or country where d was done; of a protest or a
// move of forces whose words name none that which its sentence names, else where
// the report is from; nil for none.
func (r *reading) inhabited(d *draft) *chancery.Place {
	id := d.Place
	if id == "" && (d.Type == chancery.Protest || d.Type == chancery.Mobilize || d.curbs) {
		if id = r.lastPlaced(r.parses[d.sentence], len(r.parses[d.sentence].t)); id == "" {
			id = r.home()
		}
	}
	for i := range r.Places {
		pl := &r.Places[i]
		if pl.ID == id && pl.Country != "" && len(pl.Mentions) > 0 && (pl.Kind == chancery.City || pl.Kind == chancery.Region || pl.Kind == chancery.CountryPlace) {
			return pl
		}
	}
	return nil
}

// ownedKinds are the classes of objects whose owner does what a passive tells of
// them.
var ownedKinds = map[string]bool{"penalty": true, "curb": true, "curbed": true, "duty": true, "aid": true, "hardware": true, "weapon": true}

// localPeople returns the people of the place to whom an arrest, a sentence or an
// attack by its own authorities or people is done, where its object is a person
// who is not named: "jailed a filmmaker".
func (r *reading) localPeople(p *parse, d *draft) ([]string, chancery.Span) {
	if d.clause < 0 || d.noun || d.Type != chancery.Assault && d.Type != chancery.Coerce && !(d.Type == chancery.Sanction && slices.Contains(d.Mode, "convict")) {
		return nil, chancery.Span{}
	}
	x := p.clauses[d.clause].obj
	if p.clauses[d.clause].passive {
		x = p.clauses[d.clause].subj
	}
	if x < 0 || !p.inClass(x, r.classes["persons"]) && !p.inClass(x, r.classes["prisoner"]) && !r.crowd(p, x) {
		return nil, chancery.Span{}
	}
	own := r.countries(d.Actor)
	id := d.Place
	if id == "" && !r.located(d.sentence) {
		id = r.home()
	}
	for i := range r.Places {
		if pl := &r.Places[i]; pl.ID == id && len(pl.Mentions) > 0 && (pl.Kind == chancery.City || pl.Kind == chancery.Region || pl.Kind == chancery.CountryPlace) && slices.Contains(own, pl.Country) {
			who := r.Cast.Residents(pl.Country, pl.Name, pl.Mentions[0].Span)
			r.index()
			return []string{who}, p.phraseSpan(x)
		}
	}
	return nil, chancery.Span{}
}

// unitsBefore returns whose forces phrase x points back to, "the same units", which
// the last deed of force before it named; nil where it does not.
func (r *reading) unitsBefore(p *parse, x int) []string {
	if !p.inClass(x, r.classes["forces"]) || !r.pointsBack(p, x) {
		return nil
	}
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if r.sentence-o.sentence > 2 {
			return nil
		}
		if (o.Type == chancery.Mobilize || o.Type == chancery.Assault || o.Type == chancery.Coerce) && len(o.Actor) > 0 {
			return o.Actor
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

// says is what the verb says of a noun of type t: a strike or a drill that is
// announced lies ahead.
func (s support) says(t chancery.EventType) string {
	if s.role == sayer && s.status == "do" && (t == chancery.Protest || t == chancery.Mobilize) {
		return "plan"
	}
	return s.status
}

// besideObject fills the roles of a noun that a verb carries with what hangs on the
// verb: "drew a rebuke from Mali", "launched on Sunday strikes on Peru".
func (r *reading) besideObject(p *parse, d *draft, pat *pattern, v int) {
	for _, a := range p.clauses[v].preps {
		w := p.t[a.prep].Lower
		who := pat.roles[w]
		if w == "by" || w == "in" || p.timed[p.nps[a.np].head] || who == actorRole && len(d.Actor) > 0 || who == recipient && len(d.Recipient) > 0 || who != actorRole && who != recipient {
			continue
		}
		if ids, headed := r.parties(p, a.np); headed {
			r.assign(d, who, ids)
			r.role(p, who, w, ids, a.np, p.clauses[v].node)
		}
	}
}
