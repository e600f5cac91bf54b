package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// refused reports whether clause v says that its subject will not do a deed of
// type t that others would want: "will not lift the embargo".
func (r *reading) refused(p *parse, d *draft) bool {
	switch d.Type {
	case chancery.Consult, chancery.Support, chancery.Cooperate, chancery.Aid, chancery.Agree, chancery.Retreat, chancery.Concede:
	default:
		return false
	}
	if d.noun || d.clause < 0 || slices.Contains(d.Mode, "visit") {
		return false
	}
	c := &p.clauses[d.clause]
	switch c.modal {
	case "will", "would", "'ll", "wo", "shall":
	case "": // "does not recognise"
		if d.pat == nil || !d.pat.flags["refusal"] || c.gerund || c.participle || c.past {
			return false
		}
	default:
		return false
	}
	return c.negated && !c.passive && !c.infinitive && c.subj >= 0 && !c.perfect && !p.asks()
}

// refuse makes of d the refusal of the deed.
func (r *reading) refuse(p *parse, d *draft) {
	mode := map[chancery.EventType]string{chancery.Consult: "meet", chancery.Aid: "assist", chancery.Cooperate: "assist",
		chancery.Retreat: "yield", chancery.Concede: "yield"}[d.Type]
	actors, _ := r.parties(p, p.clauses[d.clause].subj)
	other := d.Recipient
	if d.Type.Reciprocal() {
		other = d.Actor
	}
	d.Type, d.CAMEO, d.Mode = chancery.Reject, "120", nil
	if mode != "" {
		d.Mode = []string{mode}
	}
	d.Actor, d.Recipient = actors, without(other, actors)
	r.why.note("status", "says that it will not do so: a refusal", "", d.Trigger, nil)
}

// obligation drafts the request that a speaker makes of others by saying what
// they must do: "Mali must release them, the UN said".
func (r *reading) obligation(p *parse, v int) {
	c := &p.clauses[v]
	if c.modal != "must" || !slices.ContainsFunc(p.g.kids[c.node], func(k int) bool { return p.t[k].Lower == "must" }) || c.subj < 0 || c.relative || c.passive || c.negated && !c.finite || p.conditional(c) {
		return
	}
	q := r.quoting(p.t[c.head].Span)
	if q == nil || q.Speaker == "" {
		return
	}
	ids, headed := r.parties(p, c.subj)
	if ids = without(ids, []string{q.Speaker}); !headed || len(ids) == 0 {
		return
	}
	speaker := r.Cast.Actor(q.Speaker)
	for _, id := range ids {
		a := r.Cast.Actor(id)
		if a == nil || a.Kind == chancery.OtherActor || a.Kind == chancery.People || speaker == nil || speaker.Country == a.Country && governs(speaker) && governs(a) {
			return
		}
	}
	r.why = nil
	r.begin(&pattern{typ: chancery.Request}, p.span(c.from, c.head+1))
	d := draft{sentence: r.sentence, clause: v, token: c.head, spoken: true, why: r.why}
	d.Type, d.CAMEO, d.Actor, d.Recipient = chancery.Request, "020", []string{q.Speaker}, ids
	d.Trigger = p.span(c.from, c.head+1)
	r.named(actorRole, "who says that others must", d.Actor, q.Content[0])
	r.named(recipient, "who must", d.Recipient, p.phraseSpan(c.subj))
	d.token = c.head - 1
	r.subMode(p, &d)
	d.token = c.head
	r.drafts = append(r.drafts, d)
}

// quoting returns the narrowest quote whose words hold span, or nil.
func (r *reading) quoting(span chancery.Span) *chancery.Quote {
	var best *chancery.Quote
	width := 0
	for i := range r.Quotes {
		for _, c := range r.Quotes[i].Content {
			if c.Contains(span) && (best == nil || c.Len() < width) {
				best, width = &r.Quotes[i], c.Len()
			}
		}
	}
	return best
}
