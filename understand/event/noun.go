package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// nounEvents drafts the events that the nouns of a sentence tell.
func (r *reading) nounEvents(p *parse) {
	for x := range p.nps {
		if p.used[x] || p.timed[p.nps[x].head] {
			continue
		}
		pat, from, to := r.nounAt(p, x)
		if pat == nil || r.heading(p.t[p.nps[x].head]) != nil {
			continue
		}
		for _, next := range r.nouns[p.t[p.nps[x].head].Lower] {
			if !slices.Equal(next.words, pat.words) {
				continue
			}
			r.begin(next, p.span(from, to))
			if next.typ == "" {
				r.why.drop("the pattern says that these words tell no event")
				break
			}
			if d, ok := r.nounEvent(p, x, next, from, to); ok {
				d.Trigger = p.span(from, to)
				r.drafts = append(r.drafts, d)
				break
			}
		}
	}
}

// nounAt returns the pattern that the noun of phrase x fits, and its words.
func (r *reading) nounAt(p *parse, x int) (*pattern, int, int) {
	n := p.nps[x]
	h := n.head
	if p.t[h].Cap && p.t[h].Tag == "NNP" && h > n.from && p.t[h-1].Tag == "NNP" && p.s.Part != chancery.Headline {
		return nil, 0, 0 // a name: "Strategic Framework Agreement"
	}
	for _, pat := range r.nouns[p.t[h].Lower] {
		at := -1
		for i, w := range pat.words {
			if w == p.t[h].Lower {
				at = i
				break
			}
		}
		if from := h - at; from >= n.from && from+len(pat.words) <= len(p.t) && p.reads(from, pat.words) {
			return pat, from, from + len(pat.words)
		}
		if at == len(pat.words)-1 && p.spread(n, h, pat.words[:at]) {
			return pat, h, h + 1
		}
	}
	return nil, 0, 0
}

// support is the light verb that an event noun hangs on.
type support struct {
	clause int
	light
	object bool // the noun is its object, in sense
}

// supported finds the light verb of phrase x.
func (r *reading) supported(p *parse, x int) (support, bool) {
	for v := range p.clauses {
		c := &p.clauses[v]
		if p.describes(c) {
			continue
		}
		place := ""
		switch {
		case c.obj2 >= 0 && c.obj == x && !c.passive: // "gave the accord its backing"
			continue
		case c.obj >= 0 && (inList(p, c.obj, x) || r.through(p, c.obj) == x) || c.obj2 == x || r.particled(p, c) == x:
			place = "obj"
			if c.obj >= 0 && inList(p, c.obj, x) && p.quoted(x) { // "called the raid “a crime”"
				continue
			}
		case c.infinitive && r.governs(p, x) && (c.obj < 0 || !inList(p, c.obj, x)): // "a request to resume": resuming is not its deed
			continue
		case c.subj >= 0 && (inList(p, c.subj, x) || r.through(p, c.subj) == x):
			place = "subj"
			if c.passive {
				place = "obj"
			}
		default:
			continue
		}
		for _, particle := range [...]string{p.word(c.head + 1), p.prepBefore(c, x), ""} {
			if l, ok := r.lights[keyed{p.t[c.head].Lower, particle}][place]; ok {
				return support{v, l, place == "obj"}, true
			}
		}
		if place == "subj" && !c.passive {
			return support{v, light{status: "do"}, false}, true
		}
	}
	return support{}, false
}

// describes reports whether clause c is a participle that only describes a
// noun of which a finite verb tells: "the round, postponed from Monday, will open".
func (p *parse) describes(c *clause) bool {
	if !c.participle || !p.g.is(c.node, "acl") {
		return false
	}
	x := p.npOf[max(p.g.head[c.node], 0)]
	return x >= 0 && slices.ContainsFunc(p.clauses, func(o clause) bool { return o.subj == x && o.finite && o.node != c.node && o.modal != "" })
}

// governs reports whether the noun of phrase x takes an infinitive: "request".
func (r *reading) governs(p *parse, x int) bool {
	_, ok := r.controls[keyed{p.t[p.nps[x].head].Lower, "noun"}]
	return ok
}

// through returns the phrase after "of" where phrase x only measures it; -1
// where it does not.
func (r *reading) through(p *parse, x int) int {
	if !r.transparent[p.t[p.nps[x].head].Lower] {
		return -1
	}
	to := p.nps[x].to
	if to+1 < len(p.t) && p.t[to].Lower == "of" && p.npAt[to+1] >= 0 {
		y := p.npAt[to+1]
		for z := range p.nps { // "$3 million of Peru's debt"
			if p.nps[z].owner == y {
				return z
			}
		}
		return y
	}
	return -1
}

// prepBefore is the preposition of clause c's phrase x, "" for none.
func (p *parse) prepBefore(c *clause, x int) string {
	for _, a := range c.preps {
		if a.np == x {
			return p.t[a.prep].Lower
		}
	}
	return ""
}

// particled returns the phrase after the verb's particle: "under" in "came
// under attack", "for" in "called for talks".
func (r *reading) particled(p *parse, c *clause) int {
	if c.head+2 < len(p.t) && p.npAt[c.head+1] < 0 {
		if x := p.npAt[c.head+2]; x >= 0 && r.lights[keyed{p.t[c.head].Lower, p.word(c.head + 1)}] != nil {
			return x
		}
	}
	for _, a := range c.preps {
		if r.lights[keyed{p.t[c.head].Lower, p.t[a.prep].Lower}] != nil {
			return a.np
		}
	}
	return -1
}

func (p *parse) word(i int) string {
	if i < len(p.t) {
		return p.t[i].Lower
	}
	return ""
}

// inList reports whether phrase x is phrase of or coordinated with it.
func inList(p *parse, of, x int) bool {
	for n := 0; of >= 0 && n < 12; n++ {
		if of == x {
			return true
		}
		of = p.nps[of].next
	}
	return false
}

func (r *reading) nounEvent(p *parse, x int, pat *pattern, from, to int) (draft, bool) {
	n := p.nps[x]
	d := draft{sentence: r.sentence, clause: -1, token: from, noun: true, specific: len(pat.words) > 1, why: r.why}
	d.Type, d.Mode, d.CAMEO = pat.typ, append([]string(nil), pat.modes...), pat.cameo
	places := map[string][]string{"own": r.owners(p, x, from)}
	for _, a := range p.following(x) {
		w := p.t[a.prep].Lower
		if (w == "by" || w == "of" || w == "from") && p.g.head[p.nps[a.np].node] != n.node && (w != "by" || !r.plainly(p, a.np, x)) { // "demonstrations against raids by the army"
			continue
		}
		ids, headed := r.parties(p, a.np)
		if len(ids) == 0 && pat.typ == chancery.Assault && pat.roles[w] == recipient { // "the invasion of Gaza"
			ids = r.soil(p, a.np, places["own"])
		}
		if len(ids) == 0 && pat.roles[w] == recipient && slices.Contains(pat.modes, "visit") {
			ids = r.soil(p, a.np, places["own"])
			headed = len(ids) > 0
		}
		if len(places[w]) == 0 && (headed || w == "on" || w == "against" || w == "of") {
			places[w] = ids
		}
	}
	for _, a := range r.predicate(p, x) { // "his first call was to the prime minister"
		w := p.t[a.prep].Lower
		if ids, headed := r.parties(p, a.np); headed && len(places[w]) == 0 {
			places[w] = ids
		}
	}
	if n.to < len(p.t) && n.to != to { // words of the pattern after the head: "reduction in the number of"
		for _, a := range p.following(p.phraseAt(to - 1)) {
			w := p.t[a.prep].Lower
			ids, _ := r.parties(p, a.np)
			if places[w] == nil {
				places[w] = ids
			}
		}
	}
	if pat.flags["undergone"] && len(places["of"]) == 0 && len(places["own"]) > 0 && !r.acts(places["own"]) { // "his release"
		places["of"], places["own"] = places["own"], nil
	}
	if pat.roles["own"] == recipient && pat.roles["of"] == recipient && len(places["own"]) > 0 && len(places["of"]) > 0 { // "Iran's arrest of two Britons"
		r.assign(&d, actorRole, places["own"])
		places["own"] = nil
	}
	for _, where := range sortedPlaces(pat.roles) {
		r.assign(&d, pat.roles[where], places[where])
		r.role(p, pat.roles[where], where, places[where], x, p.nps[x].node)
	}
	own := len(d.Actor) + len(d.Recipient)
	s, lit := r.supported(p, x)
	if lit {
		d.clause = s.clause
		d.certain++
		r.why.note("pattern", "a verb carries the noun", "", p.t[p.clauses[s.clause].head].Span, s.row)
		r.why.path(p, n.node, p.clauses[s.clause].node)
		if s.object {
			subj := p.clauses[s.clause].subj
			if ctl, ok := r.controlled(p, s.clause); ok {
				subj = ctl
			}
			if p.clauses[s.clause].passive {
				subj = -1
				for _, a := range p.clauses[s.clause].preps {
					if p.t[a.prep].Lower == "by" {
						subj = a.np
					}
				}
			}
			if subj >= 0 {
				ids, headed := r.parties(p, subj)
				if s.role == recipient { // "suffered its worst attack"
					d.Actor = without(d.Actor, ids)
				}
				if headed || s.role == recipient && d.Type == chancery.Assault { // "US bases have come under attack"
					r.support(&d, s, ids)
					r.role(p, s.role, "the subject of the verb that carries the noun", ids, subj, n.node)
				}
			}
			if o := p.clauses[s.clause].obj; s.status == "request" && o >= 0 && o != x && d.Type.Reciprocal() { // "asked Uganda for a meeting"
				if ids, headed := r.parties(p, o); headed {
					d.Actor = union(d.Actor, ids)
					r.role(p, actorRole, "whoever is asked for it", ids, o, n.node)
				}
			}
		}
		d.Status = chancery.Status(s.says(d.Type))
		if s.object && s.row != nil && !d.Type.Reciprocal() {
			r.besideObject(p, &d, pat, s.clause)
		}
	} else if d.Type == chancery.Consult {
		r.joinMainSubject(p, x, &d)
	}
	if lit && s.row != nil {
		r.focus(p, x, &d)
	}
	if lit && (d.Type == chancery.Consult && (r.definite(p, x) || s.status == "cancel") || slices.Contains(d.Mode, "ceasefire") && p.t[p.nps[x].head].Tag == "NN") && len(d.Actor) == 0 && len(d.Mediator) == 0 && s.row != nil && !p.conditional(&p.clauses[s.clause]) && (!s.object || p.clauses[s.clause].passive) { // "the talks were called off"
		d.Actor = r.ofStates(r.between(p))
		r.named(actorRole, "the parties of the last deed between two", d.Actor, p.span(from, to))
	}
	switch {
	case !lit:
		r.knownTalks(p, x, &d)
	case s.row == nil:
	case d.Type == chancery.Consult && len(d.Actor) == 0 && len(d.Mediator) > 0 && r.pointsBack(p, x): // "Qatar hosts the second round"
		if both := without(r.ofStates(r.between(p)), d.Mediator); len(both) > 1 {
			d.Actor = both
			r.named(actorRole, "the parties of the last deed between two", both, p.span(from, to))
		}
	case len(d.Actor) == 1 && len(places["with"]) > 0:
		r.speakerSide(p, &d)
	default:
		r.otherSide(p, x, &d)
	}
	if lit && s.row == nil && d.Type == chancery.Assault && (r.pointsBack(p, x) || p.nps[x].owner >= 0) { // "Thursday's attack will not stop the talks"
		d.clause = -1
	}
	switch {
	case d.Type == chancery.Agree && len(d.Actor) == 0 && len(d.Mediator) > 0:
		r.why.drop("who brokers an agreement is no party to it, and no party is named")
		return d, false
	case pat.flags["back"] && !r.backward(p, x):
		r.why.drop("the noun does not point back to a meeting, and the pattern has the flag back")
		return d, false
	case pat.flags["two"] && len(d.Actor) < 2:
		r.why.drop("names fewer than two parties, and the pattern has the flag two")
		return d, false
	case lit && s.object && own == 0 && len(d.Actor)+len(d.Recipient) == 0 && r.held(p, x, &d, s):
		d.unnamed = true
	case lit && s.object:
	case pat.flags["deed"] && own > 0:
	case len(d.Actor)+len(d.Recipient)+len(d.Mediator) > 1:
	case lit && own > 0 && d.Type != chancery.Sanction && d.Type != chancery.Aid:
	case r.incident(p, x, &d, pat):
		d.armed = true
	case lit && r.held(p, x, &d, s):
		d.unnamed, d.armed = d.Type == chancery.Protest, d.Type == chancery.Assault
	default:
		r.speakersTalks(p, &d)
		r.why.drop("a noun alone: no verb carries it, and it names too few parties")
		return d, false
	}
	return r.finish(p, d, pat)
}

// plainly reports whether between phrase y and the event noun of phrase x above
// it stand only what the deed is done to: "the seizure of one of its ferries by
// Spain".
func (r *reading) plainly(p *parse, y, x int) bool {
	for i, n := p.g.head[p.nps[y].node], 0; i >= 0 && n < 4; i, n = p.g.head[i], n+1 {
		if i == p.nps[x].node {
			return true
		}
		if k := p.g.child(i, "case"); k < 0 || p.t[k].Lower != "of" || r.nouns[p.t[p.nounAt(i)].Lower] != nil {
			return false
		}
	}
	return false
}

// incident reports whether an attack that names nobody is told with its day and
// its place: "Thursday's drone attack on the base of Kona".
func (r *reading) incident(p *parse, x int, d *draft, pat *pattern) bool {
	if d.Type != chancery.Assault || !pat.flags["deed"] {
		return false
	}
	node := p.nps[x].node
	hangs := func(all []hung) bool {
		return slices.ContainsFunc(all, func(h hung) bool {
			if h.wide || h.prep >= 0 && r.bounds[p.t[h.prep].Lower] {
				return false
			}
			return h.host == node || h.host >= 0 && p.nounAt(h.host) == p.nps[x].head
		})
	}
	return hangs(r.hangings(p)) && hangs(r.placings(p))
}

// acts reports whether one of the actors is a state or a force, whose arrests
// and killings are those that it does.
func (r *reading) acts(ids []string) bool {
	for _, id := range ids {
		if a := r.Cast.Actor(id); a != nil {
			switch a.Kind {
			case chancery.Government, chancery.Office, chancery.ArmedForce, chancery.ArmedGroup, chancery.IGO:
				return true
			}
		}
	}
	return false
}

// predicate returns the prepositional phrases that a copula says of phrase x.
func (r *reading) predicate(p *parse, x int) []argument {
	for v := range p.clauses {
		if c := &p.clauses[v]; c.subj == x && beForm(p.t[c.head].Lower) && c.obj < 0 {
			return c.preps
		}
	}
	return nil
}

// support puts the subject of a light verb into its role.
func (r *reading) support(d *draft, s support, ids []string) {
	switch s.role {
	case sayer:
		if d.Type.Reciprocal() && len(d.Actor) < 2 || len(d.Actor) == 0 {
			d.Actor = union(append([]string(nil), ids...), d.Actor)
		}
	case actorRole:
		if d.Type.Reciprocal() || len(d.Actor) == 0 {
			d.Actor = union(append([]string(nil), ids...), d.Actor)
		}
	case recipient:
		d.Recipient = union(d.Recipient, without(ids, d.Actor))
	case mediator:
		if d.Type == chancery.Consult {
			d.Mediator = union(d.Mediator, without(ids, d.Actor))
		} else {
			d.Actor = union(d.Actor, ids)
		}
	}
}

// joinMainSubject adds the subject of the sentence to a meeting that names
// only the other side: "said after talks with Iran".
func (r *reading) joinMainSubject(p *parse, x int, d *draft) {
	prep := p.nps[x].prep
	if prep < 0 || len(d.Actor) != 1 {
		return
	}
	switch p.t[prep].Lower {
	case "after", "during", "in", "at", "following", "before", "for":
	default:
		return
	}
	v := p.verbBefore(prep)
	if v < 0 {
		v = p.verbAfter(p.nps[x].to)
	}
	if v < 0 || p.clauses[v].subj < 0 {
		return
	}
	if ids, headed := r.parties(p, p.clauses[v].subj); headed {
		d.Actor = union(append([]string(nil), ids...), d.Actor)
		r.role(p, actorRole, "the subject of the clause around it", ids, p.clauses[v].subj, p.nps[x].node)
	}
}

// verbAfter returns the first finite clause after token i, or -1.
func (p *parse) verbAfter(i int) int {
	for v := range p.clauses {
		if p.clauses[v].from >= i && p.clauses[v].finite {
			return v
		}
	}
	return -1
}

func (p *parse) phraseAt(i int) int {
	if p.npAt[i] >= 0 {
		return p.npAt[i]
	}
	for ; i >= 0; i-- {
		if p.npAt[i] >= 0 {
			return p.npAt[i]
		}
	}
	return 0
}

// owners returns the actors that a possessive or a word before the noun names.
func (r *reading) owners(p *parse, x, noun int) []string {
	n := p.nps[x]
	var out []string
	if n.owner >= 0 {
		out, _ = r.parties(p, n.owner)
		if len(out) > 0 {
			return out
		}
	}
	if noun > n.from {
		for _, m := range r.within(p.span(n.from, noun)) {
			if m.Kind == chancery.Pronoun && !strings.HasPrefix(p.t[n.from].Tag, "PRP") {
				continue
			}
			if k := p.tokenAt(m.Head.Start); m.Kind == chancery.Nominal && k >= 0 && p.g.is(k, "amod") { // "military aid"
				continue
			}
			out = union(out, []string{m.Actor})
		}
	}
	if len(out) == 0 && noun > n.from {
		out = r.States(p.span(n.from, noun))
	}
	if len(out) == 0 && strings.HasPrefix(p.t[n.from].Tag, "PRP") && lang.IsNoun(p.t[n.head].Tag) {
		if m := r.heading(p.t[n.from]); m != nil {
			out = []string{m.Actor}
		}
	}
	return out
}
