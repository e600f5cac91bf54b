package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// directed reports whether deeds of type t are done to somebody even where
// their verb does not name whom.
func directed(t chancery.EventType) bool {
	switch t {
	case chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Sanction, chancery.Support, chancery.Concede,
		chancery.Aid, chancery.Mobilize, chancery.Assault, chancery.Coerce, chancery.Protest, chancery.Retreat:
		return true
	}
	return false
}

// counterpart gives a deed that names no recipient the one that its sentence
// implies: the subject of what is asked for ("demanded that Turkey leave"), he
// whose deed is answered ("rejected the offer"), another state or body in what
// hangs on its verb, or at home the government.
func (r *reading) counterpart(p *parse, d *draft) {
	if len(d.Recipient) > 0 || len(d.Actor) == 0 {
		return
	}
	r.why = d.why
	if d.Type == chancery.Agree && len(d.Actor) == 1 { // "agreed to US mediation"
		ids, at := r.below(p, d)
		d.Recipient = ids
		r.named(recipient, "named nowhere else: another state or body below the verb", ids, at)
	}
	if !directed(d.Type) {
		return
	}
	for _, step := range [...]struct {
		find func(*parse, *draft) ([]string, chancery.Span)
		why  string
	}{
		{r.facing, "stones and tear gas: who was told of on the other side"},
		{r.asked, "the subject of what is asked for"},
		{r.captor, "who holds those whose release is asked for"},
		{r.aim, "to whom it is done for the sake of"},
		{r.company, "the others of the meeting that it is the aim of"},
		{r.someOf, "so many of those to whom the deed before it was done"},
		{r.below, "named nowhere else: another state or body below the verb"},
		{r.coordinatedWith, "that of the deed coordinated with it"},
		{r.asker, "who asked it of the actor"},
		{r.foe, "whom the group fights"},
		{r.atHome, "the actor is not of the government: the government at home"},
		{r.abroad, "whose country it is done in"},
		{r.answered, "the object only points to a deed: who did that"},
		{r.opponent, "the other side of the last deed between the actor's country and another"},
		{r.localPeople, "a person who is not named: of the place"},
	} {
		ids, at := step.find(p, d)
		if ids = without(ids, d.Actor); len(ids) > 0 {
			d.Recipient = ids
			r.named(recipient, step.why, ids, at)
			return
		}
	}
}

// facing returns who acts on the other side of a clash in the street: the crowd
// for tear gas, the police for stones.
func (r *reading) facing(_ *parse, d *draft) ([]string, chancery.Span) {
	gas, stones := slices.Contains(d.Mode, "crowd-control"), slices.Contains(d.Mode, "primitive")
	if d.Type != chancery.Assault || !gas && !stones {
		return nil, chancery.Span{}
	}
	best := -1
	for k := range r.drafts {
		o := &r.drafts[k]
		if len(o.Actor) == 0 || common(o.Actor, d.Actor) > 0 || d.sentence-o.sentence > 2 || o.sentence-d.sentence > 0 {
			continue
		}
		crowd := o.Type == chancery.Protest || o.Type == chancery.Assault && slices.Contains(o.Mode, "primitive")
		police := o.Type == chancery.Coerce || o.Type == chancery.Assault && slices.Contains(o.Mode, "crowd-control")
		if gas && crowd || stones && police {
			best = k
		}
	}
	if best < 0 {
		return nil, chancery.Span{}
	}
	return r.drafts[best].Actor, r.drafts[best].Trigger
}

// asked returns the subject of what a request asks for.
func (r *reading) asked(p *parse, d *draft) ([]string, chancery.Span) {
	if d.Type != chancery.Request || d.clause < 0 || d.noun {
		return nil, chancery.Span{}
	}
	kids := p.g.kids[p.clauses[d.clause].node]
	if x := p.clauses[d.clause].obj; x >= 0 { // "renewed its call for Peru to leave"
		kids = slices.Concat(kids, p.g.kids[p.nps[x].node])
	}
	for _, k := range kids {
		v := p.clOf[k]
		if v < 0 || !p.g.is(k, "ccomp", "xcomp") && !p.marked(k, "for") || p.clauses[v].subj < 0 || p.clauses[v].subj == p.clauses[d.clause].subj {
			continue
		}
		if ids, headed := r.parties(p, p.clauses[v].subj); headed {
			return ids, p.phraseSpan(p.clauses[v].subj)
		}
	}
	return nil, chancery.Span{}
}

// below returns the first actor of another country in what hangs on the verb
// of d.
func (r *reading) below(p *parse, d *draft) ([]string, chancery.Span) {
	if d.clause < 0 || d.noun {
		return nil, chancery.Span{}
	}
	node := p.clauses[d.clause].node
	own := r.countries(d.Actor)
	subject := -1
	if c := &p.clauses[d.clause]; c.passive && c.subj >= 0 {
		subject = p.nps[c.subj].node
	}
	for x := range p.nps {
		n := p.nps[x].node
		if (d.Type == chancery.Mobilize || d.Type == chancery.Retreat) && x == p.clauses[d.clause].obj && p.inClass(x, r.classes["forces"]) { // the forces themselves
			continue
		}
		if n < p.clauses[d.clause].head && (subject < 0 || !p.under(n, subject)) || p.timed[n] || !p.under(n, node) || p.beside(n, node) || verbal(d.Type) && r.undergoes(p, x) || d.Type == chancery.Aid && (r.wages(p, n) || p.used[x]) {
			continue
		}
		for _, m := range r.within(p.span(p.nps[x].from, p.nps[x].to)) {
			a := r.Cast.Actor(m.Actor)
			if a == nil || r.thing(p, x, m) || a.Country == "" && !body(a) || d.Type == chancery.Agree && slices.Contains(own, a.Country) || slices.Contains(own, a.Country) && (r.official(d.Actor) && d.Type != chancery.Protest || !governs(a) || !verbal(d.Type) && d.Type != chancery.Protest) || slices.Contains(d.Mediator, m.Actor) || slices.Contains(d.Actor, m.Actor) {
				continue
			}
			if verbal(d.Type) && d.Type != chancery.Support && (hasSector(a.Code, "CVL") || hasSector(a.Code, "REF")) { // "urged protection for civilians"
				continue
			}
			if a.Kind == chancery.Group {
				return r.Cast.Parties(m.Span), m.Span
			}
			return []string{m.Actor}, m.Span
		}
		if r.insideName(p.phraseSpan(x)) { // the "American States" of their organisation
			continue
		}
		for _, id := range r.States(p.phraseSpan(x)) { // "US mediation"
			if a := r.Cast.Actor(id); a != nil && !slices.Contains(own, a.Country) {
				return []string{id}, p.phraseSpan(x)
			}
		}
	}
	return nil, chancery.Span{}
}

// undergoes reports whether phrase x is who the deed of an event noun before it
// is done to, or where it is done: ministers of "the detention of ministers".
func (r *reading) undergoes(p *parse, x int) bool {
	for i, n := p.nps[x].node, 0; i >= 0 && n < 4; i, n = p.g.head[i], n+1 { // "on Erbil, Iraq", "in the province of Iraq"
		y, h := p.npOf[i], p.g.head[i]
		if y < 0 || h < 0 {
			return false
		}
		pats := r.nouns[p.t[h].Lower]
		if len(pats) == 0 || verbal(pats[0].typ) || p.nps[y].prep <= 0 {
			continue
		}
		if pats[0].typ == chancery.Retreat { // "demanded the release of its members from prisons in Niger"
			return false
		}
		w := p.t[p.nps[y].prep].Lower
		return pats[0].roles[w] == recipient || pats[0].typ == chancery.Assault && r.locates[keyed{w, ""}]
	}
	return false
}

// captor returns who arrested or abducted those whose release d asks for: "demanded his
// release".
func (r *reading) captor(p *parse, d *draft) ([]string, chancery.Span) {
	if d.Type != chancery.Request || d.noun || d.clause < 0 || !slices.Contains(d.Mode, "yield") {
		return nil, chancery.Span{}
	}
	for x := range p.nps {
		if n := p.nps[x].node; n < p.clauses[d.clause].head || !p.under(n, p.clauses[d.clause].node) {
			continue
		}
		for _, m := range r.within(p.phraseSpan(x)) {
			for k := len(r.drafts) - 1; k >= 0; k-- {
				o := &r.drafts[k]
				held := o.Type == chancery.Coerce && slices.Contains(o.Mode, "arrest") || o.Type == chancery.Assault && slices.Contains(o.Mode, "abduct")
				if held && o.before(d) && len(o.Actor) > 0 && slices.Contains(o.Recipient, m.Actor) {
					return o.Actor, o.Trigger
				}
			}
		}
	}
	return nil, chancery.Span{}
}

// foe returns the other side of the last deed of force of an armed group that threatens
// or refuses.
func (r *reading) foe(_ *parse, d *draft) ([]string, chancery.Span) {
	if d.Type != chancery.Threaten && d.Type != chancery.Reject || d.noun || slices.ContainsFunc(d.Actor, func(id string) bool {
		a := r.Cast.Actor(id)
		return a == nil || a.Kind != chancery.ArmedGroup && !hasSector(a.Code, "REB")
	}) {
		return nil, chancery.Span{}
	}
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if !o.before(d) || d.sentence-o.sentence > 3 || o.Type != chancery.Assault {
			continue
		}
		switch {
		case r.compatible(o.Actor, d.Actor) && len(o.Actor) > 0 && len(o.Recipient) > 0:
			return o.Recipient, o.Trigger
		case common(o.Recipient, d.Actor) > 0 && len(o.Actor) > 0:
			return o.Actor, o.Trigger
		}
	}
	return nil, chancery.Span{}
}

// asker returns who asked something of d's actor right before, where d refuses and says
// not what: "invited both. Peru declined".
func (r *reading) asker(p *parse, d *draft) ([]string, chancery.Span) {
	if d.Type != chancery.Reject || d.noun || d.clause < 0 || r.pointer(p, &p.clauses[d.clause]) >= 0 {
		return nil, chancery.Span{}
	}
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if o.before(d) && d.sentence-o.sentence < 2 && o.Type == chancery.Request && len(o.Actor) > 0 && r.overlap(o.Recipient, d.Actor) > 0 {
			return o.Actor, o.Trigger
		}
	}
	return nil, chancery.Span{}
}

// body reports whether an actor without a country can be done something to as
// a state can.
func body(a *chancery.Actor) bool {
	return a.Kind == chancery.IGO || a.Kind == chancery.ArmedGroup
}

// answers reports whether deeds of type t answer those of others.
func answers(t chancery.EventType) bool {
	switch t {
	case chancery.Reject, chancery.Support, chancery.Accuse, chancery.Concede:
		return true
	}
	return false
}

// answered returns who did what d answers, where its object only points to
// that: "rejected the offer", "welcomed it", "an idea that it rejected". A
// noun that tells an event points to the last one of its type, a pronoun and
// "that" to the last deed, any other noun to one of the same or the last
// sentence, or else to the first of the article.
func (r *reading) answered(p *parse, d *draft) ([]string, chancery.Span) {
	if !answers(d.Type) || d.noun || d.clause < 0 {
		return nil, chancery.Span{}
	}
	x := r.pointer(p, &p.clauses[d.clause])
	if x < 0 {
		return nil, chancery.Span{}
	}
	if v := p.clauseAbove(p.nps[x].node); v >= 0 && v != d.clause && p.clauses[v].obj == x && p.clauses[v].subj >= 0 { // "made a proposal that it rejected"
		if ids, headed := r.parties(p, p.clauses[v].subj); headed {
			return ids, p.phraseSpan(p.clauses[v].subj)
		}
	}
	for k := range r.drafts { // "condemned the detention of ministers by the army"
		if o := &r.drafts[k]; o.sentence == d.sentence && o.noun && o.token >= p.nps[x].from && o.token < p.nps[x].to && len(o.Actor) > 0 {
			return without(o.Actor, d.Actor), o.Trigger
		}
	}
	word := p.t[p.nps[x].head].Lower
	first := p.t[p.nps[x].from].Lower
	near := r.pointing(first, "deed")
	both := r.pointing(first, "back") && r.pointers[keyed{first, "number"}] > 0
	var typ chancery.EventType
	if pats := r.nouns[word]; len(pats) > 0 {
		typ = pats[0].typ
	}
	var out []string
	var at chancery.Span
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if !o.before(d) || len(o.Actor) == 0 || common(o.Actor, d.Actor) > 0 || o.sentence != d.sentence && r.aside(o) {
			continue
		}
		if o.sentence == d.sentence || typ != "" && o.Type == typ || near && d.sentence-o.sentence < 2 || typ == "" && d.sentence-o.sentence < 2 {
			out = union(out, o.Actor)
			if !both || len(out) > 1 {
				return out, o.Trigger
			}
		} else if typ == "" && o.sentence > 0 && !both {
			out, at = o.Actor, o.Trigger
		}
	}
	if id := r.speaker(d); near && id != "" {
		return []string{id}, r.doc.Sentences[d.sentence-1].Span
	}
	return out, at
}

// speaker returns who is quoted last in the sentence before d.
func (r *reading) speaker(d *draft) string {
	if d.sentence == 0 {
		return ""
	}
	before, id := r.doc.Sentences[d.sentence-1].Span, ""
	for i := range r.Quotes {
		for _, c := range r.Quotes[i].Content {
			if before.Overlaps(c) {
				id = r.Quotes[i].Speaker
			}
		}
	}
	return id
}

// pointer returns the phrase of clause c by which it only points to a deed of
// another, or -1.
func (r *reading) pointer(p *parse, c *clause) int {
	list := []int{c.obj}
	if c.passive {
		list[0] = c.subj
	}
	for _, a := range c.preps {
		list = append(list, a.np)
	}
	for _, x := range list {
		if x < 0 || p.used[x] {
			continue
		}
		word := p.t[p.nps[x].head].Lower
		if p.nps[x].owner < 0 && (r.pointing(word, "deed") || r.nouns[word] != nil || p.inClass(x, r.classes["act"])) {
			return x
		}
		return -1
	}
	return -1
}

// phraseSpan is the text of phrase x.
func (p *parse) phraseSpan(x int) chancery.Span { return p.span(p.nps[x].from, p.nps[x].to) }

func (d *draft) before(o *draft) bool {
	return d.sentence < o.sentence || d.sentence == o.sentence && d.token < o.token
}

// opponent returns the other side of the last deed before d between the
// country whose government d's actor is and another.
func (r *reading) opponent(_ *parse, d *draft) ([]string, chancery.Span) {
	switch d.Type {
	case chancery.Reject, chancery.Accuse, chancery.Threaten:
	default:
		return nil, chancery.Span{}
	}
	own := r.countries(d.Actor)
	if d.noun || len(own) == 0 || !r.official(d.Actor) {
		return nil, chancery.Span{}
	}
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if !o.before(d) || d.sentence-o.sentence > 4 {
			continue
		}
		for _, side := range [...][2][]string{{o.Recipient, o.Actor}, {o.Actor, o.Recipient}, {o.Actor, o.Actor}} {
			if !slices.ContainsFunc(r.countries(side[0]), func(c string) bool { return slices.Contains(own, c) }) {
				continue
			}
			for _, c := range r.countries(side[1]) {
				if !slices.Contains(own, c) {
					return r.government(c), o.Trigger
				}
			}
		}
	}
	return nil, chancery.Span{}
}

// atHome returns the government of the actor's country, against which people
// protest, parties demand and courts rule, where the actor is none of it.
func (r *reading) atHome(_ *parse, d *draft) ([]string, chancery.Span) {
	switch d.Type {
	case chancery.Protest:
	case chancery.Coerce, chancery.Concede, chancery.Threaten:
		if own := r.countries(d.Actor); d.curbs && len(own) == 1 { // a ruler's curfew is his country's
			if ids, at := r.residents(d, own[0]); len(ids) > 0 {
				return ids, at
			}
			return without(r.government(own[0]), d.Actor), d.Trigger
		}
		if d.Type != chancery.Threaten || d.noun {
			return nil, chancery.Span{}
		}
	case chancery.Request, chancery.Accuse, chancery.Support, chancery.Reject:
		if d.noun {
			return nil, chancery.Span{}
		}
	default:
		return nil, chancery.Span{}
	}
	for _, id := range d.Actor {
		a := r.Cast.Actor(id)
		if a == nil || a.Country == "" || governs(a) && d.Type != chancery.Protest {
			return nil, chancery.Span{}
		}
	}
	return r.government(r.countries(d.Actor)[0]), d.Trigger
}

// dates reports whether a preposition only says when a deed was done: "after
// the attack by militants".
func dates(w string) bool {
	switch w {
	case "after", "before", "since", "during", "amid", "until", "following":
		return true
	}
	return false
}

// under reports whether token i hangs below token top with no other deed told
// side by side in between, and not in a phrase that only dates it.
func (p *parse) under(i, top int) bool {
	for n := 0; i >= 0 && n < 40; n++ {
		if i == top {
			return true
		}
		if v := p.clOf[i]; v >= 0 && (p.g.is(i, "conj", "parataxis", "acl:relcl") || p.clauses[v].subordinator >= 0 && aside(p.t[p.clauses[v].subordinator].Lower)) {
			return false
		}
		if x := p.npOf[i]; x >= 0 && p.nps[x].prep >= 0 && dates(p.t[p.nps[x].prep].Lower) {
			return false
		}
		i = p.g.head[i]
	}
	return false
}

// coordinatedWith returns the recipient of the deed of words that d, which names
// nobody, is coordinated with: "condemned Iran and demanded an apology",
// "welcomed the pledge but urged Iran to do more".
func (r *reading) coordinatedWith(p *parse, d *draft) ([]string, chancery.Span) {
	if d.clause < 0 || d.noun || !verbal(d.Type) || d.Type == chancery.Agree {
		return nil, chancery.Span{}
	}
	for k := range r.drafts {
		o := &r.drafts[k]
		if o.sentence != d.sentence || o.clause < 0 || o.noun || len(o.Recipient) == 0 || !verbal(o.Type) || o.clause != p.clauses[d.clause].conj && d.clause != p.clauses[o.clause].conj {
			continue
		}
		if r.official(d.Actor) && !slices.ContainsFunc(r.countries(o.Recipient), func(c string) bool { return !slices.Contains(r.countries(d.Actor), c) }) &&
			len(r.countries(o.Recipient)) == len(o.Recipient) { // "refused to send troops and urged its citizens to leave"
			continue
		}
		return o.Recipient, o.Trigger
	}
	return nil, chancery.Span{}
}
