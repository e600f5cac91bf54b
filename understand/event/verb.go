package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// verbEvents drafts the events that the verbs of a sentence tell.
func (r *reading) verbEvents(p *parse) {
	for v := range p.clauses {
		c := &p.clauses[v]
		if p.timed[c.head] { // "2 March"
			continue
		}
		if c.participle && !c.passive && p.g.is(c.node, "acl", "advcl", "amod") && (p.t[c.head].Tag == "VBN" || p.t[c.head].Tag == "VBD" && c.obj < 0 && p.g.child(c.node, "nsubj") < 0) {
			c.passive, c.past = true, true
		}
		r.undergone(p, c, r.verbs[p.t[c.head].Lower])
		for _, pat := range r.verbs[p.t[c.head].Lower] {
			object, end, ok := r.fits(p, c, pat)
			if !ok {
				continue
			}
			if pat.typ == "" {
				r.begin(pat, p.span(c.head, end))
				r.why.drop("the pattern says that these words tell no event")
				break
			}
			r.begin(pat, p.span(c.head, end))
			d, ok := r.fill(p, v, pat, end)
			if !ok {
				continue
			}
			d.Trigger = p.span(c.head, end)
			if p.t[end-1].Tag == "TO" && end > c.head+2 && len(pat.words) == 1 { // "agreed in June to"
				d.Trigger = p.t[c.head].Span
			}
			if object >= 0 && pat.class == "sum" {
				d.sum = p.amount(object)
			}
			if object >= 0 && p.nps[object].head < len(p.t) {
				d.token = c.head
				for x := object; x >= 0; x = r.through(p, x) { // "cut most of its aid"
					p.consume(x)
				}
			}
			r.drafts = append(r.drafts, d)
			break
		}
		r.obligation(p, v)
	}
}

// consume marks phrase x as told of by a verb.
func (p *parse) consume(x int) {
	if p.used == nil {
		p.used = map[int]bool{}
	}
	p.used[x] = true
}

// fill fills the roles of a verb pattern. It fails where nobody fills a role
// that the pattern needs.
func (r *reading) fill(p *parse, v int, pat *pattern, end int) (draft, bool) {
	c := &p.clauses[v]
	if why := r.unfit(p, v, pat); why != "" {
		r.why.drop(why)
		return draft{}, false
	}
	d := draft{sentence: r.sentence, clause: v, token: c.head, rest: pat.flags["rest"], specific: pat.weight() > 0, joins: pat.flags["joins"], curbs: pat.class == "curb" || pat.class == "curbed", why: r.why}
	d.Type, d.Mode, d.CAMEO, d.pat = pat.typ, append([]string(nil), pat.modes...), pat.cameo, pat
	if x := c.obj; x >= 0 && pat.roles["obj"] == actorRole && pat.need["obj"] && p.t[p.nps[x].head].Lower == "it" { // "call it what you will"
		r.why.dropAt("nobody is meant by \"it\" here", p, x)
		return draft{}, false
	}
	places := map[string]int{"subj": r.doer(p, c), "obj": c.obj}
	byWhom := -1
	for _, a := range c.preps {
		w := p.t[a.prep].Lower
		if _, have := places[w]; !have && !p.along(a.prep) {
			places[w] = a.np
		}
		if w == "by" {
			byWhom = a.np
		}
	}
	if in := p.inner(c, end); in >= 0 {
		for _, a := range p.clauses[in].preps {
			if w := p.t[a.prep].Lower; !filled(places, w) {
				places[w] = a.np
			}
		}
	}
	if c.passive {
		places["subj"], places["obj"] = byWhom, c.subj
		if byWhom < 0 && (pat.typ == chancery.Retreat || pat.typ == chancery.Mobilize) && pat.roles["obj"] == noRole { // "the troops were withdrawn"
			places["subj"] = c.subj
		}
		r.why.note("pattern", "passive: its subject is the object, who follows \"by\" the subject", "", p.span(c.from, c.to), nil)
	} else if s, ok := r.controlled(p, v); ok {
		places["subj"] = s
	}
	if end > c.to { // "call on Iran": the pattern's last word is the preposition
		last := p.t[end-1]
		for x := range p.nps {
			if p.nps[x].prep == end-1 {
				if p.timed[p.nps[x].head] { // "called on Monday"
					r.why.dropAt("the preposition of the pattern leads to a time", p, x)
					return d, false
				}
				places[last.Lower] = x
				for _, a := range p.following(x) { // "entered into an agreement with Iran"
					if w := p.t[a.prep].Lower; pat.class != "" && !filled(places, w) {
						places[w] = a.np
					}
				}
				if c.obj < 0 && !c.passive && pat.roles["obj"] != noRole {
					places["obj"] = x
				}
			}
		}
	}
	if c.obj2 >= 0 && pat.roles["to"] != noRole && !c.passive { // "lend Kenya $5 million"
		if _, have := places["to"]; !have {
			places["to"], places["obj"] = c.obj, c.obj2
		}
	}
	var struck []string
	for _, where := range sortedPlaces(pat.roles) {
		x, ok := places[where]
		if !ok || x < 0 {
			if pat.need[where] && (where != "subj" || !c.passive) {
				r.why.dropFor("the clause has nobody where the pattern needs somebody", where)
				return d, false
			}
			continue
		}
		if where == "obj" && pat.typ == chancery.Assault && pat.roles[where] == recipient {
			x = r.hitAgain(p, x)
		}
		ids, headed := r.partiesTo(p, c, x)
		if where == "obj" && pat.class != "" && pat.typ == chancery.Support && p.t[p.nps[x].from].Tag == "PRP$" { // "expressed its support"
			continue
		}
		if where == "subj" && len(ids) == 0 {
			ids, headed = r.sayers(p, c, x)
		}
		if _, weapon := r.instrument(p, x); weapon && headed && (where == "obj" || where == "subj" && !r.crewed(ids)) && pat.typ == chancery.Assault { // "shot down a drone", "killed by drones"
			ids = r.States(p.phraseSpan(x))
			headed = len(ids) > 0
		}
		if where == "subj" && (len(ids) == 0 && pat.typ.Reciprocal() && (p.plural(x) || p.joint(x)) || (pat.typ.Reciprocal() || pat.class == "pact") && r.theParties(p, x, ids)) {
			if both := r.between(p); len(both) > 0 {
				ids, headed = both, true
			}
		}
		if where == "for" && pat.typ == chancery.Aid && len(d.Recipient) > 0 { // "gave Peru $3 million for its schools"
			continue
		}
		if len(ids) == 0 && where == "obj" && pat.typ == chancery.Assault && pat.roles[where] == recipient { // "bombed the town"
			ids = without(r.soil(p, x, d.Actor), r.governments(d.Actor))
			headed = len(ids) > 0
		}
		if len(ids) == 0 && len(d.Actor) > 0 && pat.roles[where] == recipient && slices.Contains(pat.modes, "visit") {
			ids = r.soil(p, x, d.Actor)
			headed = len(ids) > 0
		}
		if len(ids) == 0 && len(d.Actor) > 0 && pat.roles[where] == recipient && where != "subj" && where != "obj" { // "opened an embassy in Tehran"
			ids = without(r.soil(p, x, d.Actor), r.governments(d.Actor))
			headed = len(ids) > 0
		}
		if where == "subj" && !headed && c.relative && p.nps[x].prep >= 0 && r.locates[keyed{p.t[p.nps[x].prep].Lower, ""}] { // "an attack in the province of Peru, which killed two"
			continue
		}
		if where == "subj" && !headed {
			if mode, ok := r.instrument(p, x); ok && pat.typ == chancery.Assault {
				d.Mode, d.armed = []string{mode}, true
				r.why.note("mode", "the subject is a weapon", "", p.span(p.nps[x].from, p.nps[x].to), r.row("instruments", p.t[p.nps[x].head].Lower, ""))
			} else if noun, from, to := r.attackAt(p, x); noun != nil && pat.typ == chancery.Assault && pat.roles[where] == actorRole { // "a bombing killed two"
				d.Mode, d.armed = append([]string(nil), noun.modes...), true
				ids = r.attackers(p, x, noun, from)
				struck = r.struck(p, x, noun, ids)
				p.consume(x)
				r.why.note("mode", "the subject is an attack", "", p.span(from, to), noun.row)
			} else if owner := r.ownerActs(p, x); len(owner) > 0 {
				ids = owner
			} else if pat.typ == chancery.Protest && len(ids) == 0 && r.crowd(p, x) { // "thousands rallied"
				d.unnamed = true
				continue
			} else if units := r.unitsBefore(p, x); len(ids) == 0 && len(units) > 0 { // "the same units"
				ids = units
			} else if pat.typ == chancery.Mobilize && len(ids) == 0 && p.inClass(x, r.classes["forces"]) { // "special units took up positions"
				d.unnamed = true
				continue
			} else if pat.need[where] || pat.roles["subj"] == actorRole && !c.passive && len(ids) == 0 {
				r.why.dropAt("the subject names nobody who can act", p, x)
				return d, false
			}
		}
		if where == "obj" && pat.roles[where] == actorRole && pat.typ.Reciprocal() && !headed && x == c.obj && !filled(places, "with") { // "met the deadline", "met the minister's goals"
			r.why.dropAt("what is met is nobody", p, x)
			return d, false
		}
		if where == "obj" && len(ids) > 0 && !headed && p.who(x) { // "three Brazilian surveyors who were missing"
			headed = true
		}
		if pat.need[where] && (len(ids) == 0 || !headed && where != "subj") {
			if where == "subj" && (c.passive || d.armed) && len(ids) == 0 {
				continue
			}
			r.why.dropAt("the pattern needs somebody here, and the words name nobody", p, x)
			return d, false
		}
		r.assign(&d, pat.roles[where], ids)
		r.role(p, pat.roles[where], where, ids, x, d.token)
		if headed {
			d.certain++
		}
	}
	if len(d.Recipient) == 0 && len(struck) > 0 { // "strikes on Peru killed four"
		r.assign(&d, recipient, struck)
		r.named(recipient, "on whom the attack was that did it", d.Recipient, p.span(c.from, c.to))
	}
	if c.passive && byWhom < 0 && len(d.Actor) == 0 && c.subj >= 0 && ownedKinds[pat.class] { // "American sanctions were reimposed"
		n := p.nps[c.subj]
		ids := r.owners(p, c.subj, n.head)
		r.assign(&d, actorRole, ids)
		r.role(p, actorRole, "whose it is", ids, c.subj, d.token)
	}
	if pat.class == "talks" {
		x := c.obj
		if c.passive {
			x = c.subj
		}
		r.focus(p, x, &d)
	}
	if !c.passive && pat.class == "talks" && c.obj >= 0 && len(d.Actor) == 0 && len(d.Mediator) > 0 && r.pointsBack(p, c.obj) { // "Qatar will host the second round"
		if d.Actor = without(r.ofStates(r.between(p)), d.Mediator); len(d.Actor) < 2 {
			d.Actor = nil
		}
		r.named(actorRole, "the parties of the last deed between two", d.Actor, p.span(c.from, c.to))
	}
	if c.passive && len(d.Actor) == 0 && len(d.Recipient) == 0 && c.subj >= 0 && r.definite(p, c.subj) && (pat.class == "talks" || pat.class == "ties") { // "ties were restored"
		if d.Actor = nil; pat.class == "ties" && d.Type == chancery.Support {
			d.Actor = r.severed()
		}
		if d.Actor == nil {
			d.Actor = r.between(p)
		}
		r.named(actorRole, "the parties of the last deed between two", d.Actor, p.span(c.from, c.to))
	}
	return r.finish(p, d, pat)
}

// sayers returns the parties that say what clause c tells of themselves, by
// phrase x that names nobody by itself: "Peru and Chile said they would meet".
func (r *reading) sayers(p *parse, c *clause, x int) ([]string, bool) {
	if t := p.t[p.nps[x].head]; t.Tag != "PRP" || !p.g.is(c.node, "ccomp") || p.clOf[max(p.g.head[c.node], 0)] < 0 || (t.Lower != "they" && t.Lower != "it") {
		return nil, false
	}
	above := &p.clauses[p.clOf[p.g.head[c.node]]]
	if above.subj < 0 || above.passive {
		return nil, false
	}
	ids, headed := r.parties(p, above.subj)
	if p.plural(x) != (len(ids) > 1 || p.t[p.nps[above.subj].head].Tag == "NNS") {
		return nil, false
	}
	return ids, headed
}

// amount is the number of phrase x with the first letter of what it counts in, to
// compare sums by: "1.3b" of "$1.3 billion" and of "$1.3bn".
func (p *parse) amount(x int) string {
	number, unit := "", ""
	for i := p.nps[x].from; i < p.nps[x].to; i++ {
		w := strings.TrimLeft(p.t[i].Lower, "$€£")
		rest := strings.TrimLeft(w, "0123456789.,")
		number += w[:len(w)-len(rest)]
		if number != "" && unit == "" && rest != "" && (rest != w || p.t[i].Tag == "CD") {
			unit = rest[:1]
		}
	}
	return number + unit
}

// along reports whether the preposition at token k only adds to what stands
// before it: "trade along with security".
func (p *parse) along(k int) bool {
	return k > 0 && (p.t[k-1].Lower == "along" || p.t[k-1].Lower == "together")
}

func filled(places map[string]int, where string) bool {
	_, ok := places[where]
	return ok
}

func sortedPlaces(roles map[string]role) []string {
	out := make([]string, 0, len(roles))
	for _, first := range [...]string{"subj", "obj"} {
		if roles[first] != noRole {
			out = append(out, first)
		}
	}
	for _, w := range prepositionOrder {
		if roles[w] != noRole {
			out = append(out, w)
		}
	}
	return out
}

// prepositionOrder is the order in which roles are filled.
var prepositionOrder = [...]string{"own", "by", "with", "between", "among", "of", "from", "to", "against", "on", "upon", "in", "at",
	"into", "for", "along", "about", "over", "towards", "toward", "out", "behind", "outside"}

func (r *reading) assign(d *draft, who role, ids []string) {
	switch who {
	case actorRole:
		d.Actor = union(d.Actor, ids)
	case recipient:
		d.Recipient = union(d.Recipient, without(ids, d.Actor))
	case mediator:
		d.Mediator = union(d.Mediator, ids)
	}
}

// finish checks that the draft names somebody, and joins the sides of
// reciprocal events.
func (r *reading) finish(p *parse, d draft, pat *pattern) (draft, bool) {
	r.collective(p, &d)
	if why := r.misfit(&d, pat); why != "" {
		r.why.drop(why)
		return d, false
	}
	visit := len(d.Mode) > 0 && d.Mode[0] == "visit"
	if d.Type.Reciprocal() && !visit && !d.noun && d.clause >= 0 && p.clauses[d.clause].passive && len(d.Actor)+len(d.Recipient) == 1 && len(d.Mediator) == 0 && pat.class == "" { // "trade was discussed"
		r.why.drop("in the passive, and one party alone is named")
		return d, false
	}
	if d.Type.Reciprocal() && !visit {
		d.Actor, d.Recipient = union(d.Actor, d.Recipient), nil
		if sides := r.unite(nil, d.Actor); len(sides) > 1 { // "the White House said its talks with Iraq"
			d.Actor = sides
		}
	}
	if d.Type.Reciprocal() && !d.noun && !visit && len(d.Actor) == 1 && p.clauses[d.clause].participle && p.g.is(p.clauses[d.clause].node, "acl") {
		r.why.drop("a participle that describes a noun, and one party alone is named")
		return d, false // "a deal reached with Israel"
	}
	if d.Type == chancery.Consult && !visit && d.clause >= 0 && len(d.Actor) == 1 { // "Sudan proposed that talks with Chad be held"
		if _, v := r.subjunctive(p, &p.clauses[d.clause]); v >= 0 && p.clauses[v].subj >= 0 {
			ids, _ := r.parties(p, p.clauses[v].subj)
			d.Actor = union(d.Actor, ids)
			r.role(p, actorRole, "who asks for it", ids, p.clauses[v].subj, d.token)
		}
	}
	if d.Type.Reciprocal() && !d.noun && !visit && d.clause >= 0 && len(d.Actor)+len(d.Mediator) == 1 {
		if c := &p.clauses[d.clause]; c.infinitive || c.gerund && c.governor >= 0 {
			if _, pos := r.controlOf(p, d.clause); pos == "" {
				r.why.drop("an aim of one party, told by an infinitive or a gerund")
				return d, false
			}
		}
	}
	d.Actor = without(d.Actor, d.Mediator)
	if len(d.Actor) == 0 { // "Argentina offered to mediate": between whom is not told
		d.Actor, d.Mediator = d.Mediator, nil
	}
	if own := r.governments(d.Actor); verbal(d.Type) && len(own) > 0 && len(d.Recipient) > 0 { // "affirmed US support for Iraq"
		if rest := without(d.Recipient, own); len(rest) > 0 || r.official(d.Actor) {
			d.Recipient = rest
		}
	}
	if len(d.Actor) == 0 && len(d.Recipient) == 0 && len(d.Mediator) == 0 && r.unnamed(p, &d) {
		d.unnamed = true
	}
	if len(d.Actor) == 0 && len(d.Recipient) == 0 && len(d.Mediator) == 0 && !d.armed && !d.unnamed {
		r.why.drop("nobody is named who does it or to whom it is done")
		return d, false
	}
	if len(d.Actor) == 0 && d.Type != chancery.Assault && d.Type != chancery.Coerce && len(d.Mediator) == 0 &&
		d.Type != chancery.Sanction && d.Type != chancery.Retreat && !pat.undergone() && !d.unnamed {
		if d.clause < 0 || !p.clauses[d.clause].passive || visit {
			r.why.drop("nobody is named who does it")
			return d, false
		}
	}
	r.turn(&d)
	r.subMode(p, &d)
	if pat.flags["topic"] && len(d.Mode) == 0 && !r.ownDeed(p, &d) {
		r.why.drop("topics.txt does not tell what it is about, and the pattern has the flag topic")
		return d, false
	}
	return d, true
}

// governments returns the governments of the countries of the actors.
func (r *reading) governments(actors []string) []string {
	var out []string
	for _, id := range actors {
		if x := r.Cast.Actor(id); x != nil && x.Country != "" {
			if g := r.Cast.Country(x.Country); g != "" {
				out = append(out, g)
			}
		}
	}
	return out
}

// subMode tells what a request, refusal or threat is about, and the weapon of
// an assault.
func (r *reading) subMode(p *parse, d *draft) {
	rows := r.topics[d.Type]
	from, to := d.token+1, min(len(p.t), d.token+30)
	if d.Type == chancery.Assault {
		if len(d.Mode) == 1 {
			return
		}
		rows = r.weapons
		from, to = max(0, d.token-12), min(len(p.t), d.token+12)
	} else if len(d.Mode) > 0 || len(rows) == 0 {
		return
	}
	for i := from; i < to; i++ {
		if i > from && d.Type != chancery.Assault && (p.t[i].Text == ";" || p.t[i].Text == "\u2014") {
			return
		}
		two := p.t[i].Lower
		if i+1 < len(p.t) {
			two += " " + p.t[i+1].Lower
		}
		for _, row := range rows {
			if row.words[p.t[i].Lower] || row.words[two] {
				if len(d.Mode) == 0 || slices.Contains(d.Mode, row.label) {
					d.Mode = []string{row.label}
					r.why.note("mode", "a word in its sentence", row.label, p.t[i].Span, row.row)
					return
				}
			}
		}
	}
	if len(d.Mode) > 1 {
		d.Mode = d.Mode[:1]
	}
}
