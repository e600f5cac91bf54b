package actor

import "slices"

// sole are the offices that one person of a state holds at a time.
func (v *vocabulary) sole(office string) bool {
	for _, o := range v.offices {
		if o == office {
			return true
		}
	}
	return false
}

// unite gives the mentions of "the Indian prime minister" to the person whom
// the article names as that later, or in its headline.
func (r *resolver) unite() {
	into := map[*person]*person{}
	for _, p := range r.Cast.people {
		if len(p.tokens) > 0 || p.known != nil || p.former || p.guessed || p.actor.Country == "" || len(p.titles) != 1 || p.plural || !r.finder.sole(p.titles[0]) {
			continue
		}
		var holder *person
		for _, q := range r.Cast.people {
			if q == p || len(q.tokens) == 0 || q.plural || q.former || q.actor.Country != p.actor.Country || !holds(q, p.titles[0]) {
				continue
			}
			if holder != nil {
				holder = nil
				break
			}
			holder = q
		}
		if holder != nil {
			into[p] = holder
		}
	}
	if len(into) == 0 {
		return
	}
	one := func(p *person) *person {
		if q := into[p]; q != nil {
			return q
		}
		return p
	}
	for k := range r.mentions {
		r.mentions[k].who = one(r.mentions[k].who)
	}
	for _, p := range r.Cast.people {
		if p.member != nil {
			p.member = one(p.member)
		}
		for k, m := range p.members {
			p.members[k] = one(m)
		}
		for k, m := range p.backed {
			p.backed[k] = one(m)
		}
	}
	for _, p := range r.Cast.people {
		if len(p.members) > 1 {
			p.actor.Name = together(p.members)
		}
	}
	r.Cast.people = slices.DeleteFunc(r.Cast.people, func(p *person) bool { return into[p] != nil })
}
