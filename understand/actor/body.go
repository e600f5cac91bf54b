package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// assembled are the groups that meet in an organisation of states.
var assembled = map[string]bool{"ministers": true, "foreign ministers": true, "defence ministers": true, "defense ministers": true, "finance ministers": true,
	"interior ministers": true, "leaders": true, "diplomats": true, "ambassadors": true, "envoys": true, "delegates": true, "heads of state": true}

// organ returns the organisation of states that a bare group or official is
// of: the subject of the sentence, or for those who meet in it of the one
// before; nil where a state is nearer.
func (r *resolver) organ(i int, x *np) *person {
	if x.iso != "" || x.owner != nil || x.ownerWord != "" || x.place[1] > x.place[0] || x.away != "" || x.sense != "" {
		return nil
	}
	if !strings.HasPrefix(r.relationOf(i, x), "nsubj") {
		return nil // "the bank removed six officials from its list"
	}
	meets := x.core == agentCore && assembled[x.entry.name]
	pos := r.sentences[i].s.Tokens[x.from].Span.Start
	if p := r.subject(i, pos); p != nil {
		if p.actor.Kind == chancery.IGO {
			return p
		}
		return nil
	}
	if !meets || i == 0 || r.sentences[i-1].s.Part != r.sentences[i].s.Part {
		return nil
	}
	if p := r.subject(i-1, pos); p != nil && p.actor.Kind == chancery.IGO {
		return p
	}
	return nil
}

// subject is the actor that is the subject of sentence i, as far as it stands
// before pos.
func (r *resolver) subject(i, pos int) *person {
	s := r.sentences[i].s
	for _, k := range r.spoken[i] {
		m := &r.mentions[k]
		if m.Span.End > pos || m.Kind == chancery.Pronoun {
			continue
		}
		if w := headWord(s, m.Head); w >= 0 && strings.HasPrefix(s.Words[w].Relation, "nsubj") {
			return m.who
		}
	}
	return nil
}

// speaksFor is the body for which a bare "spokesman" speaks: the subject of his sentence or of one
// before it in the paragraph, where that is a body that has one; nil where none is.
func (r *resolver) speaksFor(i int, x *np) *person {
	pos := r.sentences[i].s.Tokens[x.from].Span.Start
	for back := 0; back <= nearby && back <= i && r.sentences[i-back].s.Paragraph == r.sentences[i].s.Paragraph; back++ {
		p := r.subject(i-back, pos)
		if p == nil || p.plural {
			continue
		}
		switch p.actor.Kind {
		case chancery.Office, chancery.ArmedForce, chancery.ArmedGroup, chancery.Party, chancery.NGO, chancery.Company:
			return p
		case chancery.Government, chancery.Person, chancery.IGO:
			return nil
		}
	}
	return nil
}

// lastNamed is the actor of a kind that was named last before x, within a few
// sentences.
func (r *resolver) lastNamed(i int, x *np, kind chancery.ActorKind) *person {
	pos := r.sentences[i].s.Tokens[x.from].Span.Start
	for k := len(r.mentions) - 1; k >= 0; k-- {
		m := &r.mentions[k]
		if m.Span.Start >= pos {
			continue
		}
		if r.doc.SentenceAt(m.Span.Start) < i-memory {
			return nil
		}
		if m.who.actor.Kind == kind && m.Kind == chancery.Name {
			return m.who
		}
	}
	return nil
}

// officers is the sector of bare "officers": police where the words before
// speak of police rather than of an army.
func (r *resolver) officers(i int, x *np) string {
	for back := 0; back <= nearby && back <= i; back++ {
		t := r.sentences[i-back].s.Tokens
		to := len(t)
		if back == 0 {
			to = x.from
		}
		for k := to - 1; k >= 0; k-- {
			switch t[k].Lower {
			case "police", "policeman", "policemen", "sheriff", "constable", "constables":
				return "COP"
			case "army", "military", "soldier", "soldiers", "troops", "navy", "commander", "general", "regiment", "brigade":
				return "MIL"
			}
		}
	}
	return "MIL"
}

// there returns the country that "there" after x means: "officials there".
func (r *resolver) there(i int, x *np) string {
	t := r.sentences[i].s.Tokens
	end := max(x.to, x.tail)
	if end >= len(t) || t[end].Lower != "there" || end+1 < len(t) && (lang.IsNoun(t[end+1].Tag) || t[end+1].Tag == "IN") {
		return ""
	}
	iso := ""
	for _, e := range r.evidence {
		if e.sentence != i-1 && !(e.sentence == i && e.pos < t[x.from].Span.Start) {
			continue
		}
		if iso == "" || e.place {
			iso = e.iso
		}
	}
	return iso
}
