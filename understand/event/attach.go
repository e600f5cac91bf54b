package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// attach gives the drafts their status, time, place, source and contexts, and
// drops those that the report does not vouch for at all.
func (r *reading) attach() {
	for i, p := range r.parses {
		if r.sentence = i; p != nil {
			r.placings(p)
		}
	}
	kept := make([]draft, 0, len(r.drafts))
	for _, d := range r.drafts {
		r.sentence = d.sentence
		p := r.parses[d.sentence]
		r.why = d.why
		var s standing
		if d.noun {
			s = r.nounStanding(p, &d, p.phraseAt(d.token))
		} else {
			s = r.standing(p, d.clause, 0)
		}
		if d.Type == chancery.Agree && s.status == chancery.Possible && len(d.Actor) < 2 && !d.noun && p.clauses[d.clause].infinitive {
			r.why.drop("an agreement that one party only tries for or thinks of")
			continue
		}
		if s.status == "" {
			s.status = chancery.Happened
			if material(d.Type) {
				s.status = chancery.Ongoing
			}
			r.why.note("status", "the present tense", string(s.status), d.Trigger, nil)
		}
		if ctl, ok := r.pledged(p, &d); ok && farness(s.status) <= farness(chancery.Ongoing) {
			s = s.by(ctl)
			r.why.note("status", "given in words so far", string(s.status), d.Trigger, ctl.row)
		}
		if !d.noun && verbal(d.Type) && r.bySaying(p, d.clause) {
			s.status, s.modality, s.negative = chancery.Happened, chancery.Asserted, false
			r.why.note("status", "who speaks does it by saying so: happened", "", d.Trigger, nil)
		}
		r.why.plain(string(s.status), d.Trigger)
		d.Status, d.Modality, d.Polarity = s.status, s.modality, chancery.Positive
		d.DeniedBy = s.deniedBy
		if d.spoken {
			s = standing{status: chancery.Happened, modality: chancery.Asserted}
			d.Status, d.Modality = s.status, s.modality
		} else {
			r.source(&d)
		}
		if s.negative && r.refused(p, &d) {
			r.refuse(p, &d)
			s.negative, d.Status, d.Modality = false, chancery.Happened, chancery.Asserted
		}
		if s.negative {
			if d.Status != chancery.Denied || len(d.DeniedBy) == 0 {
				r.why.drop("the report says that it was not done")
				continue
			}
		}
		if d.Status == chancery.Denied && len(d.DeniedBy) == 0 && d.SaidBy == "" {
			r.why.drop("denied, and nobody is named who says it or who denies it")
			continue
		}
		if d.Status == chancery.Denied {
			d.Polarity = chancery.Negative
		}
		d.Evidence = []chancery.Span{p.s.Span}
		r.when(p, &d)
		r.where(p, &d)
		r.called(p, &d)
		r.contextsOf(&d)
		d.rank = d.Trigger.Start
		kept = append(kept, d)
	}
	r.drafts = r.demanded(kept)
	for i := range r.drafts {
		r.sentence = r.drafts[i].sentence
		r.strangers(r.parses[r.sentence], &r.drafts[i])
		r.agent(r.parses[r.sentence], &r.drafts[i])
		r.counterpart(r.parses[r.sentence], &r.drafts[i])
	}
	r.drafts = slices.DeleteFunc(r.drafts, func(d draft) bool {
		return (d.armed || d.unnamed) && d.Place == "" && len(d.Actor) == 0 && len(d.Recipient) == 0 // neither whom nor where
	})
}

// source finds the quote whose words tell the event.
func (r *reading) source(d *draft) {
	best := -1
	for i, q := range r.Quotes {
		for _, c := range q.Content {
			if c.Contains(d.Trigger) && (best < 0 || c.Len() < r.Quotes[best].Content[0].Len()) && !r.beside(d, &r.Quotes[i]) {
				best = i
			}
		}
	}
	if best < 0 {
		return
	}
	q := r.Quotes[best]
	r.why.note("said by", "the words lie inside what somebody said: quote", q.ID, q.Content[0], nil)
	if q.Speaker != "" && (q.Polarity == chancery.Negative || d.Status == chancery.Denied && len(d.DeniedBy) == 0) {
		if d.DeniedBy = []string{q.Speaker}; d.Status == chancery.Denied {
			d.SaidBy = q.ID
		}
		d.Status = chancery.Denied
		return
	}
	d.SaidBy = q.ID
}

// beside reports whether the deed of d, inside the content of indirect quote q,
// is told beside what is said: coordinated with the saying or in an adverbial of
// it, or what the speaker threatens or promises to do himself.
func (r *reading) beside(d *draft, q *chancery.Quote) bool {
	p := r.parses[d.sentence]
	if q.Kind != chancery.Indirect || q.Cue == nil || !p.s.Span.Contains(*q.Cue) {
		return false
	}
	nodes := p.nodes(d)
	node := nodes[len(nodes)-1]
	if v := p.clOf[node]; v >= 0 && p.clauses[v].infinitive && p.g.is(node, "xcomp") && slices.Contains(d.Actor, q.Speaker) {
		return true
	}
	from, to := p.tokensIn(q.Cue.Start, q.Cue.End)
	if from == to {
		return false
	}
	cue := p.headOf(from, to)
	said := -1 // the main verb of what is said, where the saying hangs on it: "he fled, police said"
	if p.g.is(cue, "parataxis") {
		said = p.g.head[cue]
	}
	own := false // a coordinated clause after the cue with a subject of its own
	for at, n := node, 0; at >= 0 && n < 20; at, n = p.g.head[at], n+1 {
		switch {
		case p.g.head[at] == cue && p.g.is(at, "conj", "advcl"):
			return p.t[at].Span.Start > q.Cue.End
		case at == cue:
			return false
		case p.g.is(cue, "advcl") && at == p.g.head[cue]: // "left, complaining that …, and then bombed"
			return true
		case at == said:
			return own
		case p.g.is(at, "conj") && at > cue && p.g.child(at, "nsubj") >= 0:
			own = true
		}
	}
	return false
}

// verbal reports whether events of type t are done by saying.
func verbal(t chancery.EventType) bool {
	switch t {
	case chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Agree, chancery.Support, chancery.Concede:
		return true
	}
	return false
}

// entered reports whether d is done to the country where it happens: an
// attack, a withdrawal, a visit.
func entered(d *draft) bool {
	switch d.Type {
	case chancery.Assault:
		return true
	case chancery.Retreat:
		return slices.Contains(d.Mode, "withdraw")
	case chancery.Consult:
		return slices.Contains(d.Mode, "visit")
	}
	return false
}

func (p *parse) tokenAt(start int) int {
	for i := range p.t {
		if p.t[i].Span.Start >= start {
			return i
		}
	}
	return -1
}

// contextsOf lists the PLOVER contexts whose words the paragraph has.
func (r *reading) contextsOf(d *draft) {
	par := r.doc.Sentences[d.sentence].Paragraph
	have := map[string]bool{}
	for i := d.sentence; i >= 0 && i > d.sentence-6 && r.doc.Sentences[i].Paragraph == par; i-- {
		r.contextWords(i, have)
	}
	for i := d.sentence + 1; i < len(r.doc.Sentences) && i < d.sentence+6 && r.doc.Sentences[i].Paragraph == par; i++ {
		r.contextWords(i, have)
	}
	for _, c := range r.contexts {
		if have[c.label] {
			d.Contexts = append(d.Contexts, c.label)
		}
	}
}

func (r *reading) contextWords(sentence int, have map[string]bool) {
	t := r.doc.Sentences[sentence].Tokens
	for k := range t {
		two := t[k].Lower
		if k+1 < len(t) {
			two = strings.Join([]string{t[k].Lower, t[k+1].Lower}, " ")
		}
		for _, c := range r.contexts {
			if !have[c.label] && (c.words[t[k].Lower] || c.words[two]) {
				have[c.label] = true
			}
		}
	}
}
