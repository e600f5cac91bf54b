package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// aim returns to whom a deed of force is done that its sentence tells for what
// it is for: the crowd of "opened fire to disperse the crowd".
func (r *reading) aim(p *parse, d *draft) ([]string, chancery.Span) {
	if d.noun || d.clause < 0 || !fieldType(d.Type) {
		return nil, chancery.Span{}
	}
	for i := range r.drafts {
		o := &r.drafts[i]
		if o.sentence == d.sentence && !o.noun && o.clause >= 0 && fieldType(o.Type) && len(o.Recipient) > 0 && p.clauses[o.clause].infinitive && p.purpose(o.clause, d.clause) {
			return o.Recipient, o.Trigger
		}
	}
	return nil, chancery.Span{}
}

// someOf returns to whom the last deed of force by the same actor was done,
// where d's object only counts people: "dispersed the crowd and arrested 12".
func (r *reading) someOf(p *parse, d *draft) ([]string, chancery.Span) {
	if d.noun || d.clause < 0 || d.Type != chancery.Assault && d.Type != chancery.Coerce {
		return nil, chancery.Span{}
	}
	c := &p.clauses[d.clause]
	x := c.obj
	if c.passive {
		x = c.subj
	}
	if x < 0 || p.t[p.nps[x].head].Tag != "CD" && !r.pointing(p.t[p.nps[x].head].Lower, "people") {
		return nil, chancery.Span{}
	}
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if o.before(d) && d.sentence-o.sentence < 2 && (o.Type == chancery.Assault || o.Type == chancery.Coerce) && len(o.Recipient) > 0 && common(o.Actor, d.Actor) > 0 {
			return o.Recipient, o.Trigger
		}
	}
	return nil, chancery.Span{}
}

// abroad returns the government of the country where a deed of force is done,
// or where one's restrictions are put or lifted, that is not the actor's own:
// "reimposed a blockade in the West Bank".
func (r *reading) abroad(_ *parse, d *draft) ([]string, chancery.Span) {
	switch {
	case d.Type == chancery.Assault, d.Type == chancery.Coerce:
	case d.curbs && (d.Type == chancery.Concede || d.Type == chancery.Threaten):
	default:
		return nil, chancery.Span{}
	}
	pl, at := r.placed(d)
	if pl == nil {
		return nil, chancery.Span{}
	}
	return r.foreign(d, pl.Country, at), at
}

// residents returns the people of the place at home for which a government
// makes or lifts a rule: "a curfew in Abidjan".
func (r *reading) residents(d *draft, home string) ([]string, chancery.Span) {
	pl, at := r.placed(d)
	if pl == nil || pl.Country != home {
		return nil, chancery.Span{}
	}
	id := r.Cast.Residents(home, pl.Name, at)
	r.index()
	return []string{id}, at
}

// placed returns the place of d and where its sentence names it; nil where it
// has none there.
func (r *reading) placed(d *draft) (*chancery.Place, chancery.Span) {
	for i := range r.Places {
		pl := &r.Places[i]
		if d.Place == "" || pl.ID != d.Place || pl.Country == "" {
			continue
		}
		for _, m := range pl.Mentions {
			if r.doc.Sentences[d.sentence].Span.Contains(m.Span) {
				return pl, m.Span
			}
		}
	}
	return nil, chancery.Span{}
}

// foreign returns the government of a country that is not an actor's of d.
func (r *reading) foreign(d *draft, iso string, at chancery.Span) []string {
	if id := r.Cast.Country(iso); len(d.Actor) == 0 {
		if id == "" {
			return nil
		}
		return []string{id}
	}
	if iso == "" || slices.Contains(r.countries(d.Actor), iso) {
		return nil
	}
	return r.soilOf(iso, at)
}

// soilOf returns the government of a country that a place at span at lies in.
func (r *reading) soilOf(iso string, at chancery.Span) []string {
	if ids := r.government(iso); len(ids) > 0 {
		return ids
	}
	id := r.Cast.Soil(iso, at)
	if id == "" {
		return nil
	}
	r.index()
	return []string{id}
}

// marked reports whether the clause that token i heads begins with word.
func (p *parse) marked(i int, word string) bool {
	m := p.g.child(i, "mark")
	return m >= 0 && p.t[m].Lower == word
}

// undergone reads as passive the past form of a verb that needs an object and
// has none, nor an auxiliary: "people killed, houses burned".
func (r *reading) undergone(p *parse, c *clause, patterns []*pattern) {
	if c.passive || c.obj >= 0 || c.from < c.head || c.modal != "" || c.subj < 0 || len(patterns) == 0 ||
		p.t[c.head].Tag != "VBN" && p.t[c.head].Tag != "VBD" || p.g.child(c.node, "ccomp", "xcomp", "obj") >= 0 || p.g.rel[c.node] == "acl:relcl" && p.g.child(c.node, "nsubj") >= 0 {
		return
	}
	if !slices.ContainsFunc(patterns, func(pat *pattern) bool { return pat.flags["whom"] && len(pat.words) == 0 && pat.class == "" }) {
		return
	}
	ids, _ := r.parties(p, c.subj)
	for _, id := range ids { // a state is not killed
		if a := r.Cast.Actor(id); a != nil && (a.Kind == chancery.Government || a.Kind == chancery.Office || a.Kind == chancery.IGO) {
			return
		}
	}
	c.passive, c.past = true, true
}

// actsOnly reports whether actors are all somebody, not a thing that was taken
// for a source: "a declaration demanding".
func (r *reading) actsOnly(ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { a := r.Cast.Actor(id); return a == nil || a.Kind == chancery.OtherActor })
}

// insideName reports whether span lies inside a longer name of somebody.
func (r *reading) insideName(span chancery.Span) bool {
	for k := r.first[r.sentence]; k < len(r.mentions) && r.mentions[k].Span.Start <= span.Start; k++ {
		if m := &r.mentions[k]; m.Kind == chancery.Name && m.Span.Contains(span) && m.Span != span {
			return true
		}
	}
	return false
}

// company returns the others of the meeting that what is said is the aim of:
// "visited Lima to voice support".
func (r *reading) company(p *parse, d *draft) ([]string, chancery.Span) {
	if d.clause < 0 || d.noun || !verbal(d.Type) || !p.clauses[d.clause].infinitive {
		return nil, chancery.Span{}
	}
	for i := range r.drafts {
		o := &r.drafts[i]
		if o.Type == chancery.Consult && o.sentence == d.sentence && o.clause >= 0 && !o.noun && p.purpose(d.clause, o.clause) && common(o.Actor, d.Actor) > 0 {
			if ids := without(union(append([]string(nil), o.Actor...), o.Recipient), d.Actor); len(ids) > 0 {
				return ids, o.Trigger
			}
		}
	}
	return nil, chancery.Span{}
}
