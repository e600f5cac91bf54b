package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// verbEvents drafts the events that the verbs of a sentence tell.
func (r *reading) verbEvents(p *parse) {
	for v := range p.clauses {
		c := &p.clauses[v]
		if p.timed[c.head] { // "2 March"
			continue
		}
		if c.participle && !c.passive && p.g.is(c.node, "acl", "advcl", "amod") && p.t[c.head].Tag == "VBN" {
			c.passive, c.past = true, true
		}
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
			if object >= 0 && p.nps[object].head < len(p.t) {
				d.token = c.head
				p.consume(object)
			}
			r.drafts = append(r.drafts, d)
			break
		}
	}
}

// consume marks phrase x as told of by a verb.
func (p *parse) consume(x int) {
	if p.used == nil {
		p.used = map[int]bool{}
	}
	p.used[x] = true
}

// fits reports whether a verb pattern fits clause c, which phrase is its
// object, and the token after its words.
func (r *reading) fits(p *parse, c *clause, pat *pattern) (object, end int, ok bool) {
	object = -1
	at := c.head
	for k, w := range pat.words {
		if w == "~" {
			if c.obj < 0 && !c.passive || k+1 >= len(pat.words) {
				return -1, 0, false
			}
			continue
		}
		if at = p.wordOf(c, at, w); at < 0 {
			return -1, 0, false
		}
	}
	end = at + 1
	if pat.class == "" {
		return -1, end, true
	}
	for _, x := range r.objects(p, c, end) {
		for x >= 0 {
			if p.inClass(x, r.classes[pat.class]) {
				return x, end, true
			}
			x = p.nps[x].next
		}
	}
	return -1, 0, false
}

// wordOf returns the token after at that is word w and belongs to clause c:
// the next one, or a particle, object or preposition that hangs on its verb or
// its object. It is -1 where there is none.
func (p *parse) wordOf(c *clause, at int, w string) int {
	if at+1 < len(p.t) && p.t[at+1].Lower == w {
		return at + 1
	}
	for k := at + 1; k < len(p.t); k++ {
		if p.t[k].Lower != w {
			continue
		}
		h := p.g.head[k]
		if h >= 0 && p.timed[h] { // "called the president on Monday" is no call on him
			continue
		}
		if h == c.node || p.g.is(k, "case", "det") && h >= 0 && (p.g.head[h] == c.node || c.obj >= 0 && p.g.head[h] == p.nps[c.obj].node) {
			return k
		}
	}
	return -1
}

// objects lists the phrases that can be the object of clause c after token at.
func (r *reading) objects(p *parse, c *clause, at int) []int {
	var out []int
	if c.passive && c.subj >= 0 {
		out = append(out, c.subj)
	}
	if c.obj >= 0 {
		out = append(out, c.obj)
	}
	if c.obj2 >= 0 {
		out = append(out, c.obj2)
	}
	if at > c.to {
		for _, a := range c.preps { // "pull out of the talks"
			if a.prep == at-1 {
				out = append(out, a.np)
			}
		}
	}
	return out
}

// inClass reports whether the noun of phrase x, with the words before it or
// alone, is in the set.
func (p *parse) inClass(x int, set wordSet) bool {
	n := p.nps[x]
	words := p.t[n.head].Lower
	for i := n.head; i >= n.from; i-- {
		if i < n.head {
			words = p.t[i].Lower + " " + words
		}
		if set[words] {
			return true
		}
	}
	if n.to+1 < len(p.t) { // "memorandum of understanding"
		return set[p.t[n.head].Lower+" "+p.t[n.to].Lower+" "+p.t[n.to+1].Lower]
	}
	return false
}

// fill fills the roles of a verb pattern. It fails where nobody fills a role
// that the pattern needs.
func (r *reading) fill(p *parse, v int, pat *pattern, end int) (draft, bool) {
	c := &p.clauses[v]
	if pat.flags["finite"] && c.participle && c.conj < 0 {
		r.why.drop("a participle that describes a noun, and the pattern has the flag finite")
		return draft{}, false // "militias supported by Iran" tells who they are
	}
	if pat.flags["bare"] && c.obj >= 0 && p.described(c.obj) {
		r.why.drop("the object is called something, and the pattern has the flag bare")
		return draft{}, false
	}
	d := draft{sentence: r.sentence, clause: v, token: c.head, rest: pat.flags["rest"], specific: pat.weight() > 0, why: r.why}
	d.Type, d.Mode, d.CAMEO = pat.typ, append([]string(nil), pat.modes...), pat.cameo
	places := map[string]int{"subj": r.doer(p, c), "obj": c.obj}
	byWhom := -1
	for _, a := range c.preps {
		w := p.t[a.prep].Lower
		if _, have := places[w]; !have {
			places[w] = a.np
		}
		if w == "by" {
			byWhom = a.np
		}
	}
	if c.passive {
		places["subj"], places["obj"] = byWhom, c.subj
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
	for _, where := range sortedPlaces(pat.roles) {
		x, ok := places[where]
		if !ok || x < 0 {
			if pat.need[where] && (where != "subj" || !c.passive) {
				r.why.dropFor("the clause has nobody where the pattern needs somebody", where)
				return d, false
			}
			continue
		}
		ids, headed := r.parties(p, x)
		if len(ids) == 0 && len(d.Actor) > 0 && pat.roles[where] == recipient && slices.Contains(pat.modes, "visit") {
			ids = r.host(p, x)
			headed = len(ids) > 0
		}
		if where == "subj" && !headed {
			if mode, ok := r.instrument(p, x); ok && pat.typ == chancery.Assault {
				d.Mode, d.armed = []string{mode}, true
				r.why.note("mode", "the subject is a weapon", "", p.span(p.nps[x].from, p.nps[x].to), r.row("instruments", p.t[p.nps[x].head].Lower, ""))
			} else if owner := r.ownerActs(p, x); len(owner) > 0 {
				ids = owner
			} else if pat.need[where] || pat.roles["subj"] == actorRole && !c.passive && len(ids) == 0 {
				r.why.dropAt("the subject names nobody who can act", p, x)
				return d, false
			}
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
	if pat.class == "talks" {
		x := c.obj
		if c.passive {
			x = c.subj
		}
		r.focus(p, x, &d)
	}
	return r.finish(p, d, pat.flags["topic"])
}

// described reports whether words that say what phrase x is called follow it:
// "called him a traitor".
func (p *parse) described(x int) bool {
	to := p.nps[x].to
	if h := p.g.head[p.nps[x].node]; h >= 0 {
		for _, k := range p.g.kids[h] {
			if p.g.is(k, "xcomp", "ccomp") && k > p.nps[x].node && !p.timed[k] {
				return true
			}
		}
	}
	if to >= len(p.t) || p.timed[to] {
		return false
	}
	return p.t[to].Text == "\"" || p.t[to].Text == "\u201c" || p.t[to].Text == "\u2018"
}

// doer is the subject of clause c; of "an attack on Abu Dhabi, which killed
// three" it is the attack.
func (r *reading) doer(p *parse, c *clause) int {
	if !c.relative || c.passive || c.subj < 0 {
		return c.subj
	}
	for at, n := p.nps[c.subj].head, 0; at >= 0 && n < 4; at, n = p.above(at), n+1 {
		if r.nouns[p.t[at].Lower] != nil {
			return p.npAt[at]
		}
	}
	return c.subj
}

// ownerActs returns the actors that own or colour a subject that is itself an
// act or a body of theirs: "the US administration's decision".
func (r *reading) ownerActs(p *parse, x int) []string {
	if o := p.nps[x].owner; o >= 0 && r.nouns[p.t[p.nps[x].head].Lower] != nil {
		ids, _ := r.parties(p, o)
		return ids
	}
	return nil
}

func (r *reading) instrument(p *parse, x int) (string, bool) {
	n := p.nps[x]
	if n.head > n.from {
		if m, ok := r.instruments[p.t[n.head-1].Lower+" "+p.t[n.head].Lower]; ok {
			return m, true
		}
	}
	m, ok := r.instruments[p.t[n.head].Lower]
	return m, ok
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
	"into", "for", "along", "about", "over", "towards", "toward", "out", "behind"}

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
func (r *reading) finish(p *parse, d draft, topical bool) (draft, bool) {
	visit := len(d.Mode) > 0 && d.Mode[0] == "visit"
	if d.Type.Reciprocal() && !visit {
		d.Actor, d.Recipient = union(d.Actor, d.Recipient), nil
	}
	d.Actor = without(d.Actor, d.Mediator)
	if len(d.Actor) == 0 { // "Argentina offered to mediate": between whom is not told
		d.Actor, d.Mediator = d.Mediator, nil
	}
	if own := r.governments(d.Actor); verbal(d.Type) && len(own) > 0 && len(d.Recipient) > 1 { // "affirmed US support for Iraq"
		if rest := without(d.Recipient, own); len(rest) > 0 {
			d.Recipient = rest
		}
	}
	if len(d.Actor) == 0 && len(d.Recipient) == 0 && len(d.Mediator) == 0 && !d.armed {
		r.why.drop("nobody is named who does it or to whom it is done")
		return d, false
	}
	if len(d.Actor) == 0 && d.Type != chancery.Assault && d.Type != chancery.Coerce && len(d.Mediator) == 0 &&
		d.Type != chancery.Sanction && d.Type != chancery.Retreat {
		if d.clause < 0 || !p.clauses[d.clause].passive || visit {
			r.why.drop("nobody is named who does it")
			return d, false
		}
	}
	r.subMode(p, &d)
	if topical && len(d.Mode) == 0 {
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

// controlled returns the subject of an infinitive or gerund by the word that
// governs it: the object of "asked Turkey to host", else the subject.
func (r *reading) controlled(p *parse, v int) (int, bool) {
	c := &p.clauses[v]
	if c.governor < 0 {
		return 0, false
	}
	g := &p.clauses[c.governor]
	ctl, pos := r.controlOf(p, v)
	switch {
	case pos == "":
		return g.subj, g.subj >= 0
	case pos == "noun":
		n := p.npAt[c.governorWord]
		if n >= 0 && p.nps[n].owner >= 0 {
			return p.nps[n].owner, true
		}
		return g.subj, g.subj >= 0
	case ctl.object && !g.passive:
		for i := len(g.preps) - 1; i >= 0; i-- { // "called on Iran to", "accused police of detaining"
			if w := p.t[g.preps[i].prep].Lower; w == "on" || w == "upon" || w == "to" || w == "for" || w == "with" {
				return g.preps[i].np, true
			}
		}
		if g.obj >= 0 {
			return g.obj, true
		}
		return 0, false
	}
	return g.subj, g.subj >= 0
}

// controlOf returns the row of status.txt for what governs clause v, and its
// part of speech; "" for none.
func (r *reading) controlOf(p *parse, v int) (control, string) {
	c := &p.clauses[v]
	if c.governor >= 0 {
		g := &p.clauses[c.governor]
		if ctl, ok := r.controls[keyed{p.t[g.head].Lower, "verb"}]; ok {
			return ctl, "verb"
		}
	}
	for at, n := c.governorWord, 0; at >= 0 && n < 4; at, n = p.above(at), n+1 { // "a call by Tanzania to"
		w := p.t[at].Lower
		for _, pos := range [...]string{"adjective", "noun", "verb"} {
			if pos == "noun" && !lang.IsNoun(p.t[at].Tag) || pos != "noun" && n > 0 {
				continue
			}
			if ctl, ok := r.controls[keyed{w, pos}]; ok {
				c.governorWord = at
				return ctl, pos
			}
		}
	}
	return control{}, ""
}

// above returns the head of the phrase that the phrase with token i hangs on
// by a preposition, or -1.
func (p *parse) above(i int) int {
	x := p.npAt[i]
	if x < 0 {
		return -1
	}
	k := p.nps[x].prep
	if k <= 0 || p.npAt[k-1] < 0 || subordinates(p.t[k]) {
		return -1
	}
	return p.nps[p.npAt[k-1]].head
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
