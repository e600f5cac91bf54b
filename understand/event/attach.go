package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// attach gives the drafts their status, time, place, source and contexts, and
// drops those that the report does not vouch for at all.
func (r *reading) attach() {
	r.shareRecipients()
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
		if s.status == "" {
			s.status = chancery.Happened
			if material(d.Type) {
				s.status = chancery.Ongoing
			}
			r.why.note("status", "the present tense", string(s.status), d.Trigger, nil)
		}
		d.Status, d.Modality, d.Polarity = s.status, s.modality, chancery.Positive
		d.DeniedBy = s.deniedBy
		r.source(&d)
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
		r.contextsOf(&d)
		d.rank = d.Trigger.Start
		kept = append(kept, d)
	}
	r.drafts = r.demanded(kept)
	for i := range r.drafts {
		r.sentence = r.drafts[i].sentence
		r.agent(r.parses[r.sentence], &r.drafts[i])
		r.counterpart(r.parses[r.sentence], &r.drafts[i])
	}
	r.drafts = slices.DeleteFunc(r.drafts, func(d draft) bool {
		return d.armed && d.Place == "" && len(d.Actor) == 0 && len(d.Recipient) == 0 // neither whom nor where
	})
}

// source finds the quote whose words tell the event.
func (r *reading) source(d *draft) {
	best := -1
	for i, q := range r.Quotes {
		for _, c := range q.Content {
			if c.Contains(d.Trigger) && (best < 0 || c.Len() < r.Quotes[best].Content[0].Len()) {
				best = i
			}
		}
	}
	if best < 0 {
		return
	}
	q := r.Quotes[best]
	r.why.note("said by", "the words lie inside what somebody said: quote", q.ID, q.Content[0], nil)
	if q.Polarity == chancery.Negative && q.Speaker != "" {
		d.Status, d.DeniedBy = chancery.Denied, []string{q.Speaker}
		return
	}
	d.SaidBy = q.ID
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
