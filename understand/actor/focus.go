package actor

import (
	"sort"

	chancery "github.com/chancery-project/chancery"
)

// pronoun resolves a pronoun phrase to the actor in focus, or nil.
func (r *resolver) pronoun(i int, x *np) *person {
	return r.antecedent(i, x.from, x.pronoun)
}

// reach is how many sentences back a pronoun looks.
const reach = 3

// antecedent finds the actor that a pronoun at token from of sentence i stands
// for: an earlier one of its sentence, else the subject of a sentence shortly
// before, that fits in number and gender.
func (r *resolver) antecedent(i, from int, pr *pronoun) *person {
	pos := r.sentences[i].s.Tokens[from].Span.Start
	for back := 0; back <= reach && i-back >= 0; back++ {
		s := r.sentences[i-back].s
		if back > 0 && r.sentences[i].s.Part == chancery.Body && s.Part != chancery.Body && s.Part != chancery.Dateline {
			break
		}
		people := map[*person]bool{}
		for k := 0; k < 2; k++ { // sure of number first
			for _, m := range r.in(s.Span, pos) {
				if fits(m.who, pr, k == 0) {
					return m.who
				}
				if m.who.actor.Kind == chancery.Person && !m.who.plural {
					people[m.who] = true
				}
			}
		}
		if pr.many && len(people) > 1 {
			return nil // they two
		}
	}
	return nil
}

// in lists the mentions inside span and before pos, first one first.
func (r *resolver) in(span chancery.Span, pos int) []Mention {
	var out []Mention
	for _, m := range r.mentions {
		if span.Contains(m.Span) && m.Span.End <= pos && m.Kind != chancery.Pronoun {
			out = append(out, m)
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].Span.Start < out[b].Span.Start })
	return out
}

func fits(p *person, pr *pronoun, sure bool) bool {
	one := p.actor.Kind == chancery.Person && !p.plural
	switch pr.sense {
	case "m", "f":
		return one && (p.gender == pr.sense[0] || p.gender == 0)
	case "speaker":
		return false
	case "thing":
		return !one && !p.plural && p.actor.Kind != chancery.People
	}
	if sure {
		return p.plural
	}
	return p.plural || p.actor.Kind == chancery.ArmedForce || p.actor.Kind == chancery.ArmedGroup || p.actor.Kind == chancery.Group
}
