package event

import (
	chancery "github.com/chancery-project/chancery"
)

// standing is the status of a deed with the facts behind it.
type standing struct {
	status   chancery.Status
	modality chancery.Modality
	negative bool
	deniedBy []string
}

// farness orders the statuses from the furthest vouched for to the least.
func farness(s chancery.Status) int {
	for i, x := range [...]chancery.Status{chancery.Happened, chancery.Ongoing, chancery.Planned, chancery.Requested,
		chancery.Offered, chancery.ThreatenedDeed, chancery.Possible, chancery.Denied, chancery.CancelledStatus} {
		if x == s {
			return i
		}
	}
	return -1
}

// under is the standing of a deed s that hangs on a word with standing g.
func (s standing) under(g standing) standing {
	if farness(g.status) > farness(chancery.Ongoing) && farness(g.status) > farness(s.status) {
		s.status = g.status
	}
	if s.modality == chancery.Asserted {
		s.modality = g.modality
	}
	s.negative = s.negative || g.negative
	if s.deniedBy == nil {
		s.deniedBy = g.deniedBy
	}
	return s
}

// standing tells how far the sentence vouches for the deed of clause v.
func (r *reading) standing(p *parse, v, depth int) standing {
	c := &p.clauses[v]
	s := standing{status: chancery.Happened, modality: chancery.Asserted, negative: r.negative(p, c)}
	if depth > 6 {
		return s
	}
	if s.negative {
		r.why.note("status", "a word says that it was not done", "", p.span(c.from, c.to), nil)
	}
	if p.asks() || r.counterfactual(c) {
		s.negative = true
		r.why.note("status", "a question, or what would have been", "", p.span(c.from, c.to), nil)
	}
	switch ctl, asker := r.subjunctive(p, c); {
	case asker >= 0:
		s = s.by(ctl)
		r.why.note("status", "asked for or proposed by the verb above", string(s.status), p.span(c.from, c.to), ctl.row)
	case c.modal != "":
		ctl := r.controls[keyed{c.modal, "modal"}]
		s = s.by(ctl)
		r.why.note("status", "a modal verb", string(s.status), p.span(c.from, c.to), ctl.row)
		if s.modality == chancery.Conditional && r.reported(p, v) {
			s.modality = chancery.Asserted
			r.why.note("status", "told at second hand, where \"would\" is the future of the past", "", p.span(c.from, c.to), nil)
		} else if s.modality == chancery.Conditional {
			s.status = chancery.Possible
		}
	case c.infinitive || c.gerund && c.governor >= 0:
		s = r.complement(p, v, s, depth)
	case r.wished(p, v).row != nil:
		ctl := r.wished(p, v)
		s = s.by(ctl)
		r.why.note("status", "what somebody wants to be done", string(s.status), p.span(c.from, c.to), ctl.row)
	case c.conj >= 0 && (c.participle || c.gerund):
		return s.under(r.standing(p, c.conj, depth+1))
	case c.progressive && !c.past:
		s.status = chancery.Ongoing
		r.why.note("status", "the present progressive: ongoing", "", p.span(c.from, c.to), nil)
	case !c.past && c.finite && !c.passive && p.s.Part == chancery.Body && !r.timeless[p.t[c.head].Lower]:
		s.status = "" // the present tense: by the kind of deed
	default:
		r.why.note("status", "told as a fact, in the past or a headline's present: happened", "", p.span(c.from, c.to), nil)
	}
	if p.conditional(c) {
		r.why.note("status", "stands under a condition: possible", "", p.span(c.from, c.to), nil)
		s.status, s.modality = chancery.Possible, chancery.Conditional
		if c.subordinator >= 0 && p.t[c.subordinator].Lower == "unless" { // "unless they lay down their arms": it is asked for
			s.negative = true
		}
	}
	return r.clauseDenied(p, c, s)
}

// subjunctive returns what the verb before "that" says of a clause that it asks
// for or proposes, "proposed that talks be held", "demand that troops leave",
// and the clause of that verb, or -1.
func (r *reading) subjunctive(p *parse, c *clause) (control, int) {
	if !p.g.is(c.node, "ccomp") || c.modal != "" || c.past && !c.passive || c.infinitive || c.subordinator < 1 || p.t[c.subordinator].Lower != "that" {
		return control{}, -1
	}
	v := p.vgAt[c.subordinator-1]
	if v < 0 || (c.finite || !c.passive) && p.t[c.head].Tag != "VB" && p.t[c.head].Tag != "VBP" {
		return control{}, -1
	}
	ctl := r.controls[keyed{p.t[p.clauses[v].head].Lower, "verb"}]
	if ctl.status != string(chancery.Requested) && ctl.status != string(chancery.Offered) {
		return control{}, -1
	}
	return ctl, v
}

func (s standing) by(ctl control) standing {
	if ctl.status == "none" {
		s.negative = true
	} else if ctl.status != "" && ctl.status != "same" {
		s.status = chancery.Status(ctl.status)
	}
	if ctl.modality != "" {
		s.modality = ctl.modality
	}
	return s
}

// complement is the standing of an infinitive or a gerund.
func (r *reading) complement(p *parse, v int, s standing, depth int) standing {
	c := &p.clauses[v]
	ctl, pos := r.controlOf(p, v)
	if pos == "" {
		if c.governor < 0 {
			if c.infinitive && c.subj >= 0 { // headlines: "US to withdraw troops"
				s.status = chancery.Planned
			}
			return s
		}
		g := r.standing(p, c.governor, depth+1)
		if g.status == "" {
			g.status = chancery.Happened
		}
		return s.under(g)
	}
	s = s.by(ctl)
	r.governed(p, v, ctl)
	if c.governor < 0 {
		return s
	}
	g := &p.clauses[c.governor]
	if pos == "verb" && r.denials[keyed{p.t[g.head].Lower, "verb"}] && g.subj >= 0 {
		s.deniedBy, _ = r.parties(p, g.subj)
	}
	if pos == "noun" {
		s.negative = s.negative || c.governorWord >= 0 && p.none(p.npAt[c.governorWord])
		return s
	}
	above := r.standing(p, c.governor, depth+1)
	if ctl.status == "same" && above.status != "" {
		s.status = above.status
	}
	return s.under(above)
}

// none reports whether phrase x says that there is no such thing: "no plans".
func (p *parse) none(x int) bool { return x >= 0 && p.t[p.nps[x].from].Lower == "no" }

// reported reports whether clause v is told at second hand, where "would" is
// the future of the past.
func (r *reading) reported(p *parse, v int) bool {
	for _, q := range r.Quotes {
		for _, c := range q.Content {
			if c.Contains(p.t[p.clauses[v].head].Span) {
				return q.Kind != chancery.Direct
			}
		}
	}
	for _, q := range r.Quotes { // "it was a threat, he said, and would be met"
		if q.Kind == chancery.Indirect && q.Cue != nil && p.s.Span.Contains(*q.Cue) && !p.conditional(&p.clauses[v]) {
			return true
		}
	}
	prev := p.verbBefore(p.clauses[v].from)
	return prev >= 0 && p.clauses[prev].past
}

// nounStanding tells how far the sentence vouches for the deed of a noun.
func (r *reading) nounStanding(p *parse, d *draft, x int) standing {
	n := p.nps[x]
	s := standing{status: chancery.Happened, modality: chancery.Asserted}
	if first := p.t[n.from].Lower; first == "no" || first == "any" {
		s.negative = true
	}
	if d.clause >= 0 {
		light := string(d.Status)
		g := r.standing(p, d.clause, 0)
		if g.status == "" {
			g.status = chancery.Happened
		}
		if word, ok := lightStatus[light]; ok {
			s.status = word
			r.why.note("status", "the verb that carries the noun says", string(word), p.t[p.clauses[d.clause].head].Span, nil)
			s = s.under(g)
			if light == "cancel" && g.status == chancery.Happened {
				s.status = chancery.CancelledStatus
			}
			if light == "deny" && p.clauses[d.clause].subj >= 0 {
				s.deniedBy, _ = r.parties(p, p.clauses[d.clause].subj)
			}
		} else {
			neg := s.negative
			s = g
			s.negative = s.negative || neg
			s = r.predicated(p, d.clause, s)
		}
	} else if v := p.clOf[n.node]; v >= 0 && p.clauses[v].node != p.clauses[v].head { // "this will be his first visit"
		s = s.under(r.standing(p, v, 0))
	} else if v := r.framing(p, x); v >= 0 { // "will take part in talks"
		s = s.under(r.standing(p, v, 0))
	} else if n.prep > 0 {
		if o := p.npAt[n.prep-1]; o >= 0 { // "a request for talks"
			if ctl, ok := r.controls[keyed{p.t[p.nps[o].head].Lower, "noun"}]; ok {
				s = s.by(ctl)
				s.negative = s.negative || p.none(o)
				r.why.note("status", "hangs on a noun that says", string(s.status), p.t[p.nps[o].head].Span, ctl.row)
			}
		}
	}
	for i := n.from; i < n.head; i++ {
		if m := chancery.Status(r.modifiers[p.t[i].Lower]); farness(m) > farness(s.status) { // "a planned summit was called off"
			s.status = m
			r.why.note("status", "a word before the noun says", string(m), p.t[i].Span, r.row("modifiers", p.t[i].Lower, ""))
		}
	}
	return s
}

// framing returns the clause that phrase x is a setting of, "in talks", "at the
// summit", where that lies ahead or is in doubt; -1 for none.
func (r *reading) framing(p *parse, x int) int {
	n := p.nps[x]
	if n.prep < 0 || !p.g.is(n.node, "obl") || !r.frames[p.t[n.prep].Lower] || p.g.head[n.node] < 0 {
		return -1
	}
	v := p.clOf[p.g.head[n.node]]
	if v < 0 || farness(r.standing(p, v, 0).status) <= farness(chancery.Ongoing) {
		return -1
	}
	return v
}

// predicated is the standing s of a deed's noun of which clause v says how it
// stands: "the visit is off", "talks are under way".
func (r *reading) predicated(p *parse, v int, s standing) standing {
	c := &p.clauses[v]
	if c.node == c.head {
		return s
	}
	word := p.t[c.node].Lower
	if k := p.g.child(c.node, "case"); k >= 0 {
		if st, ok := r.predicates[p.t[k].Lower+" "+word]; ok {
			word, s.status = p.t[k].Lower+" "+word, st
		}
	} else if st, ok := r.predicates[word]; ok {
		s.status = st
	} else {
		return s
	}
	r.why.note("status", "what is said of it", string(s.status), p.t[c.node].Span, r.row("predicates", word, ""))
	return s
}

var lightStatus = map[string]chancery.Status{"plan": chancery.Planned, "request": chancery.Requested, "offer": chancery.Offered,
	"threaten": chancery.ThreatenedDeed, "possible": chancery.Possible, "cancel": chancery.CancelledStatus, "deny": chancery.Denied}

// material reports whether events of type t are deeds that last, of which the
// present tense says that they go on.
func material(t chancery.EventType) bool {
	switch t {
	case chancery.Cooperate, chancery.Aid, chancery.Mobilize, chancery.Assault, chancery.Protest, chancery.Coerce:
		return true
	}
	return false
}

// pledged returns the row of status.txt for the verb that tells a deed of giving
// by which it is only promised or offered: "pledged $3 million".
func (r *reading) pledged(p *parse, d *draft) (control, bool) {
	if d.noun || d.clause < 0 || d.pat == nil || len(d.pat.words) > 0 {
		return control{}, false
	}
	switch d.Type {
	case chancery.Aid, chancery.Mobilize, chancery.Cooperate:
	default:
		return control{}, false
	}
	ctl, ok := r.controls[keyed{p.t[p.clauses[d.clause].head].Lower, "verb"}]
	return ctl, ok && (ctl.status == string(chancery.Planned) || ctl.status == string(chancery.Offered)) && !ctl.object
}
