package actor

import (
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// collective is a plural noun that can stand for actors named before: "both
// governments", "the two leaders".
type collective struct {
	of   string // state, side, leader, person, office or body
	one  string // the noun for one, of offices and bodies
	many int    // how many the noun alone says; 0 for none
	are  states // which states they are; nil where the text must tell
}

func (v *vocabulary) readCollective(r lexicon.Row) error {
	c := &collective{of: r.Field(1), one: r.Field(2)}
	switch c.of {
	case "state", "side", "leader", "person":
	case "office", "body":
		if c.one == "" {
			return r.Errorf("%q needs the noun for one in the third column", r.Key())
		}
	default:
		return r.Errorf("%q is none of state, side, leader, person, office, body", c.of)
	}
	if n := r.Field(3); n != "" {
		many, err := strconv.Atoi(n)
		if err != nil || many < 2 {
			return r.Errorf("%q is no number of members", n)
		}
		c.many = many
	}
	var err error
	if c.are, err = v.readStates(r, 4); err != nil {
		return err
	}
	v.collectives[strings.ToLower(r.Key())] = c
	if c.of == "office" && strings.Contains(c.one, " ") {
		v.offices = append(v.offices, c.one)
	}
	v.add(r.Key(), groupNoun, v.from(r, &entry{name: r.Key(), lemma: r.Key(), kind: chancery.Group}), true)
	return nil
}

var numbers = map[string]int{"both": 2, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}

// counted returns how many the words before the head of x say it stands for,
// where they say that they were named before; else 0.
func (r *resolver) counted(i int, x *np, c *collective) int {
	t := r.sentences[i].s.Tokens
	n, known := c.many, x.definite || x.ownerWord != ""
	for k := x.from; k < x.head; k++ {
		if t[k].Lower == "both" {
			known = true
		}
		switch w := t[k]; {
		case numbers[w.Lower] > 0:
			n = numbers[w.Lower]
		case strings.HasPrefix(w.Tag, "JJ") || lang.IsNoun(w.Tag): // "the two other countries"
			return 0
		}
	}
	if x.from > 0 && t[x.from-1].Lower == "other" || !known {
		return 0
	}
	return n
}

// group resolves a phrase like "both governments" to a group whose members the
// article has named before; nil where it is none or they are not known.
func (r *resolver) group(i int, x *np) *person {
	c := r.finder.collectives[strings.ToLower(r.text(i, x.head, x.tail))]
	if c == nil || x.iso != "" || x.owner != nil {
		return nil
	}
	if c.of == "state" {
		if s := r.placed(i, x, c); s != nil {
			return r.regional(i, x, s, c.are != nil)
		}
	}
	n := r.counted(i, x, c)
	if n < 2 {
		return nil
	}
	var members []*person
	switch c.of {
	case "state", "side":
		members = r.salient(i, x, n, func(p *person) *person { return side(p, c.of == "side") })
	case "leader":
		if members = r.salient(i, x, n, func(p *person) *person { return leads(p) }); len(members) != n { // who leads them is not told
			members = r.salient(i, x, n, func(p *person) *person { return side(p, false) })
		}
	case "person":
		members = r.salient(i, x, n, func(p *person) *person {
			if p.actor.Kind == chancery.Person && !p.plural && len(p.tokens) > 0 {
				return p
			}
			return nil
		})
	case "office":
		members = r.salient(i, x, n, func(p *person) *person {
			if p.actor.Kind == chancery.Person && !p.plural && holds(p, c.one) {
				return p
			}
			return nil
		})
	case "body":
		for _, s := range r.salient(i, x, n, func(p *person) *person { return side(p, false) }) {
			members = append(members, r.bodyOf(s.actor.Country, c.one))
		}
	}
	if len(members) != n {
		return nil
	}
	return r.grouped(members)
}

// grouped is the group of these members.
func (r *resolver) grouped(members []*person) *person {
	name := together(members)
	key := "group:" + name
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.plural, p.members = true, members
	p.actor.Kind, p.actor.Name = chancery.Group, name
	p.actor.Country = members[0].actor.Country
	sector := members[0].sector()
	for _, m := range members[1:] {
		if m.actor.Country != p.actor.Country {
			p.actor.Country = ""
		}
		if m.sector() != sector {
			sector = ""
		}
	}
	p.actor.Code = join(p.actor.Country, sector)
	return p
}

// together names some actors in one phrase.
func together(members []*person) string {
	names := make([]string, len(members))
	for k, m := range members {
		names[k] = m.actor.Name
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// side is what can be one of "the two sides" by a mention of p: a state, or
// with others an armed group or the like; nil where it cannot.
func side(p *person, others bool) *person {
	switch p.actor.Kind {
	case chancery.Government:
		if p.lemma == "" && p.actor.Country != "" {
			return p
		}
	case chancery.ArmedGroup, chancery.Party, chancery.IGO:
		if others && !p.plural {
			return p
		}
	}
	return nil
}

// heads are the offices of "the two leaders".
var heads = [...]string{"president", "prime minister", "king", "chancellor", "emir", "premier", "leader", "queen", "taoiseach", "sultan"}

// leads returns p where it is a head of state or government.
func leads(p *person) *person {
	if p.actor.Kind != chancery.Person || p.plural || p.former {
		return nil
	}
	for _, o := range heads {
		if holds(p, o) {
			return p
		}
	}
	return nil
}

// holds reports whether the text or the lexicon gives p an office.
func holds(p *person, office string) bool {
	for _, t := range p.titles {
		if t == office || strings.HasSuffix(t, " "+office) && !strings.HasPrefix(t, "vice") && !strings.HasPrefix(t, "deputy") {
			return true
		}
	}
	return p.actor.Role != "" && !p.former && roleHas(p.actor.Role, office)
}

// nearby is how many sentences back those that one sentence names together stay so.
const nearby = 3

// faded is how many sentences back a mention weighs nothing any more.
const faded = 60

// fade is what a mention weighs less with each sentence between.
const fade = 0.85

// salient returns the n actors that are most in focus before x of those that
// of gives for a mention, in the order of their first mentions. It returns nil
// where there are fewer.
func (r *resolver) salient(i int, x *np, n int, of func(*person) *person) []*person {
	pos := r.sentences[i].s.Tokens[x.from].Span.Start
	weight, first := map[*person]float64{}, map[*person]int{}
	type place struct {
		p *person
		i int
	}
	seen, together := map[place]bool{}, map[int]int{}
	var order []*person
	for _, m := range r.mentions {
		if m.Span.Start >= pos || m.Kind == chancery.Pronoun {
			continue
		}
		p := of(m.who)
		if p == nil {
			continue
		}
		if _, ok := weight[p]; !ok {
			order = append(order, p)
			first[p] = m.Span.Start
		}
		first[p] = min(first[p], m.Span.Start)
		at := r.doc.SentenceAt(m.Span.Start)
		if seen[place{p, at}] || i-at > faded {
			continue
		}
		seen[place{p, at}] = true
		together[at]++
		weight[p] += math.Pow(fade, float64(i-at))
	}
	if len(order) < n {
		return nil
	}
	for k := i; k >= max(0, i-nearby); k-- {
		if together[k] == n { // "India attacked Pakistan. The two countries"
			order = slices.DeleteFunc(order, func(p *person) bool { return !seen[place{p, k}] })
			break
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return weight[order[a]] > weight[order[b]] })
	order = order[:n]
	sort.SliceStable(order, func(a, b int) bool { return first[order[a]] < first[order[b]] })
	return order
}

// bodyOf is the army, the parliament of a country.
func (r *resolver) bodyOf(iso, noun string) *person {
	ph := r.finder.match(lang.Tokens(noun, chancery.Span{End: len(noun)}), 0, func(p *phrase) bool { return p.class == body })
	if ph == nil {
		return r.state(iso)
	}
	e := ph.entry
	key := "body:" + iso + ":" + e.lemma + ":"
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.lemma = e.lemma
	p.actor.Kind, p.actor.Country, p.actor.Code = e.kind, iso, join(iso, e.code)
	p.actor.Name = r.of(iso, noun)
	return p
}

// among lists what stands after "of" in "leaders of India, Pakistan and China",
// "representatives of the Arab League and Egypt": states and organisations;
// nil where it is one.
func (r *resolver) among(i int, x *np) []*entry {
	s := &r.sentences[i]
	t := s.s.Tokens
	if !x.plural || x.to >= len(t) || x.to-1 <= x.tail {
		return nil
	}
	listed := func(k int) *piece {
		if k < len(t) && s.scan.at[k] != nil && (s.scan.at[k].is(countryName) || s.scan.at[k].is(seat) || s.scan.at[k].is(named) && s.scan.at[k].phrase.entry.kind == chancery.IGO) {
			return s.scan.at[k]
		}
		return nil
	}
	var first *piece
	for k := x.tail; k < x.to && first == nil; k++ {
		if pc := listed(k); pc != nil && pc.to == x.to {
			first = pc
		}
	}
	if first == nil {
		return nil // the country stands before the noun
	}
	out := []*entry{first.phrase.entry}
	last := false
	for k := x.to; k < len(t) && !last; {
		switch {
		case t[k].Lower == "and" || t[k].Lower == "or":
			last = true
		case t[k].Text != ",":
			return nil
		}
		k++
		if k < len(t) && t[k].Lower == "and" {
			last = true
			k++
		}
		for k < len(t) && t[k].Tag == "DT" {
			k++
		}
		pc := listed(k)
		if pc == nil {
			return nil
		}
		if !slices.Contains(out, pc.phrase.entry) {
			out = append(out, pc.phrase.entry)
		}
		k = pc.to
	}
	if !last || len(out) < 2 {
		return nil
	}
	return out
}

// each is the group of what x names in each of these countries: who holds the
// office there, as far as the article knows, the body, or the people.
func (r *resolver) each(i int, x *np, of []*entry) *person {
	noun := strings.ToLower(r.text(i, x.head, max(x.head, min(x.tail, x.to))))
	c := r.finder.collectives[noun]
	var members []*person
	for _, e := range of {
		var m *person
		iso := e.iso
		switch {
		case e.kind == chancery.IGO:
			m = r.named(i, &np{core: namedCore, entry: e})
		case e.code != "":
			m = r.stateOf(e)
		case c != nil && c.of == "state", x.entry.code == "=":
			m = r.state(iso)
		case c != nil && c.of == "body":
			m = r.bodyOf(iso, c.one)
		case c != nil && c.of == "office":
			m = r.officer(iso, c.one)
		case c != nil && c.of == "leader":
			if m = r.inOffice(iso, func(p *person) bool { return leads(p) != nil }); m == nil {
				m = r.state(iso)
			}
		default:
			m = r.peopleOf(iso, x)
		}
		if !slices.Contains(members, m) {
			members = append(members, m)
		}
	}
	if len(members) < 2 {
		return nil
	}
	return r.grouped(members)
}

// officer is who holds an office of a country: the person of the article who
// does, or else an actor named by it.
func (r *resolver) officer(iso, office string) *person {
	if p := r.inOffice(iso, func(p *person) bool { return holds(p, office) }); p != nil {
		return p
	}
	key := "title:" + iso + ":" + office
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.lemma, p.titles = office, []string{office}
	p.actor.Kind, p.actor.Country, p.actor.Code = chancery.Person, iso, join(iso, "GOV")
	p.actor.Name, p.actor.Role = r.of(iso, office), office
	return p
}

// of names a body or an office of a country: "Indian army".
func (r *resolver) of(iso, noun string) string {
	if a := r.finder.countries[iso].adjective; a != "" {
		return a + " " + noun
	}
	return noun + " of " + r.finder.countries[iso].name
}

// inOffice is the person of a country, mentioned so far, for whom fits holds.
func (r *resolver) inOffice(iso string, fits func(*person) bool) *person {
	var best *person
	for _, p := range r.Cast.people {
		if p.actor.Kind == chancery.Person && !p.plural && p.actor.Country == iso && fits(p) && (best == nil || p.last > best.last) {
			best = p
		}
	}
	return best
}

// peopleOf is the group of people that x names, of one country.
func (r *resolver) peopleOf(iso string, x *np) *person {
	e := x.entry
	key := "people:" + iso + ":" + e.lemma
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.lemma, p.plural = e.lemma, true
	p.actor.Kind, p.actor.Country, p.actor.Code = e.kind, iso, join(iso, strings.TrimSuffix(e.code, "="))
	p.actor.Name = r.of(iso, e.name)
	return p
}
