package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// organisationWord returns what a word of the name at tokens says about an
// organisation, or nil.
func (v *vocabulary) organisationWord(tokens []lang.Token) *orgWord {
	if len(tokens) < 2 {
		return nil
	}
	for i := 1; i+1 < len(tokens); i++ {
		if w := tokens[i].Lower; w == "of" || w == "for" { // "National Union of Teachers"
			tokens = tokens[:i]
		}
	}
	if w := v.orgWords[bare(tokens[len(tokens)-1])]; w != nil && w.where != "first" && w.where != "owner" {
		return w
	}
	if w := v.orgWords[bare(tokens[0])]; w != nil && (w.where == "first" || w.where == "any") {
		return w
	}
	for i := len(tokens) - 2; i > 0; i-- {
		if w := v.orgWords[bare(tokens[i])]; w != nil && w.where == "any" {
			return w
		}
	}
	return nil
}

func (r *resolver) organisation(i int, x *np, w *orgWord) *person {
	text := r.text(i, x.head, x.tail)
	if x.called != nil {
		text = r.text(i, x.head, x.tail-1)
	}
	key := "org:" + lang.Bare(text)
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.actor.Name, p.actor.Kind, p.actor.Country = text, w.kind, x.iso
	if x.owner != nil && p.actor.Country == "" {
		p.actor.Country = r.isoOf(i, x.owner)
	}
	if x.owner != nil && w.kind == chancery.OtherActor && w.code == "" && (x.owner.core == countryCore || x.owner.core == seatCore) {
		w = &orgWord{kind: chancery.Office, code: "GOV"} // "Kyrgyzstan's National Security Committee"
		p.actor.Kind = w.kind
	}
	if p.actor.Country == "" {
		p.actor.Country = r.inName(i, x)
	}
	if w.kind == chancery.Party || w.kind == chancery.ArmedGroup && x.title != nil || x.core == nameCore && organ[w.code] && r.anyStates(i, x) {
		if p.actor.Country == "" {
			p.actor.Country, p.guessed = r.context(i, x), true
		}
	}
	p.actor.Code = join(p.actor.Country, w.code)
	if x.sense == "opposition" && w.kind == chancery.Party {
		p.actor.Code += " OPP"
	}
	return p
}

// inName returns the country that a name holds: Indonesia for "the West Papua
// National Committee".
func (r *resolver) inName(i int, x *np) string {
	t := r.sentences[i].s.Tokens
	for k := x.head; k < x.tail; k++ {
		ph := r.finder.match(t, k, func(p *phrase) bool {
			return (p.class == countryName || p.class == adjective) && k+len(p.words) <= x.tail
		})
		if ph != nil {
			return ph.entry.iso
		}
	}
	span := r.span(i, x.head, x.tail)
	for _, pl := range r.places {
		for _, m := range pl.Mentions {
			if span.Contains(m.Span) {
				return pl.Country
			}
		}
	}
	return ""
}

// affiliate takes over the organisation that x says a person is of.
func (r *resolver) affiliate(i int, p *person, x *np) {
	if x.member == nil {
		return
	}
	var q *person
	switch x.member.core {
	case namedCore:
		q = r.named(i, x.member)
	case nameCore:
		q = r.name(i, x.member)
	}
	if q == nil || q == p || q.actor.Kind == chancery.Person {
		return
	}
	if p.member == nil {
		p.member = q
	}
	if q.guessed && p.actor.Country != "" && q.actor.Country != p.actor.Country {
		q.actor.Code = join(p.actor.Country, q.sector())
		q.actor.Country = p.actor.Country
	}
	if p.sector() == "LEG" && strings.HasSuffix(q.actor.Code, "OPP") {
		p.actor.Code += " OPP"
	}
	if len(p.actor.Code) <= len(p.actor.Country) && q.actor.Code != "" {
		if p.actor.Country == "" {
			p.actor.Country = q.actor.Country
		}
		p.actor.Code = join(p.actor.Country, q.sector())
	}
}

// private reports whether p is no part of a state, so that its president is
// no head of state.
func private(p *person) bool {
	switch p.actor.Kind {
	case chancery.IGO, chancery.NGO, chancery.Party, chancery.Company, chancery.Media, chancery.OtherActor, chancery.ArmedGroup:
		return p.actor.Code != ""
	}
	return false
}

// organ are the sectors of what a state has one of: the Constitutional Court is
// that of the country that the report is about.
var organ = map[string]bool{"JUD": true, "LEG": true, "GOV": true, "COP": true, "MIL": true}

// anyStates reports whether a name is made of words that any state's organs have.
func (r *resolver) anyStates(i int, x *np) bool {
	for _, t := range r.sentences[i].s.Tokens[x.head:x.tail] {
		if r.finder.orgWords[bare(t)] == nil && !r.finder.organWords[bare(t)] {
			return false
		}
	}
	return true
}
