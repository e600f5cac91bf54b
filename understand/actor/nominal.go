package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// isoOf returns the country that an owner belongs to.
func (r *resolver) isoOf(i int, o *np) string {
	if o.iso != "" {
		return o.iso
	}
	if p := r.sentences[i].people[o]; p != nil {
		return p.actor.Country
	}
	return ""
}

// ownerActor returns the actor that possesses or modifies x, or nil.
func (r *resolver) ownerActor(i int, x *np) *person {
	if x.owner == nil {
		return nil
	}
	if p := r.sentences[i].people[x.owner]; p != nil {
		return p
	}
	switch x.owner.core {
	case namedCore:
		return r.named(i, x.owner)
	case nameCore:
		if r.finder.organisationWord(r.sentences[i].s.Tokens[x.owner.head:x.owner.tail]) != nil {
			return r.name(i, x.owner)
		}
	case agentCore:
		return r.people(i, x.owner)
	case bodyCore:
		return r.body(i, x.owner)
	case countryCore, seatCore:
		return r.stateOf(x.owner.entry)
	}
	return nil
}

func (r *resolver) ownerPronoun(i int, x *np) *person {
	for _, y := range r.sentences[i].phrases {
		if y.core == pronounCore && y.from == x.from {
			return r.sentences[i].people[y]
		}
	}
	pr := r.finder.pronouns[x.ownerWord]
	if pr == nil {
		return nil
	}
	return r.antecedent(i, x.from, pr)
}

// country returns the country of a nominal phrase: its own, its owner's, or
// that of the place it is in; strict says that the text gives it.
func (r *resolver) country(i int, x *np) (iso string, given bool) {
	if x.iso != "" {
		return x.iso, true
	}
	if x.owner != nil {
		if p := r.ownerActor(i, x); p != nil && p.actor.Kind != chancery.Group {
			return p.actor.Country, true
		}
		if iso := r.isoOf(i, x.owner); iso != "" {
			return iso, true
		}
	}
	if x.ownerWord != "" {
		if p := r.ownerPronoun(i, x); p != nil && p.actor.Country != "" {
			return p.actor.Country, true
		}
	}
	if x.place[1] > x.place[0] {
		span := r.span(i, x.place[0], x.place[1])
		for _, pl := range r.places {
			for _, m := range pl.Mentions {
				if m.Span.Overlaps(span) {
					return pl.Country, true
				}
			}
		}
	}
	if iso := r.there(i, x); iso != "" {
		return iso, true
	}
	if iso := r.owned(i, x); iso != "" {
		return iso, true
	}
	return r.context(i, x), false
}

// owned returns the country of whom x belongs to together with what stands
// before it: "France's defence ministry and foreign ministry".
func (r *resolver) owned(i int, x *np) string {
	sp := &r.sentences[i]
	if x.from == 0 || sp.s.Tokens[x.from-1].Tag != "CC" {
		return ""
	}
	w := headWord(sp.s, r.span(i, x.head, x.tail))
	if relation(sp.s, w) != "conj" {
		return ""
	}
	for _, y := range sp.phrases {
		if y == x || y.to > x.from || headWord(sp.s, r.span(i, y.head, y.tail)) != sp.s.Words[w].Head {
			continue
		}
		if y.owner != nil && sp.s.Tokens[y.head-1].Tag == "POS" {
			return r.isoOf(i, y.owner)
		}
	}
	return ""
}

// body resolves a ministry, a parliament, an army.
func (r *resolver) body(i int, x *np) *person {
	if p := r.group(i, x); p != nil {
		return p
	}
	if p := r.called(i, x); p != nil {
		return p
	}
	iso, given := r.country(i, x)
	e := x.entry
	owner := r.ownerActor(i, x)
	text := trimArticle(r.text(i, x.from, x.tail))
	if e.kind == chancery.Government {
		switch {
		case owner != nil && owner.actor.Kind == chancery.Person:
			return r.administration(owner, e)
		case x.territory != nil:
			return r.stateOf(x.territory)
		case iso != "":
			return r.state(iso)
		}
	}
	if owner == nil && e.trait == "owned" {
		owner = r.ownerPronoun(i, x) // "her office"
	}
	if owner != nil && owner.actor.Kind == chancery.Person && strings.HasSuffix(e.lemma, "office") {
		given = true
		if e.trait == "owned" && leads(owner) != nil && owner.actor.Country != "" {
			return r.bodyOf(owner.actor.Country, "presidential office")
		}
	}
	if e.trait == "owned" && (owner == nil || owner.actor.Code == "") {
		return nil
	}
	if !given {
		if p := r.lastBody(e.lemma); p != nil && !r.elsewhere(i, x, p.actor.Country) {
			return p
		}
	}
	ownerName := ""
	if owner != nil && owner.actor.Kind != chancery.Government {
		ownerName = owner.actor.Name
	}
	lemma := e.lemma
	if x.tail-x.head > len(strings.Fields(e.name)) {
		lemma = lang.Bare(r.text(i, x.head, x.tail))
	}
	key := "body:" + iso + ":" + lemma + ":" + ownerName
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.lemma = e.lemma
	p.actor.Kind, p.actor.Country = e.kind, iso
	p.actor.Code = join(iso, e.code)
	if x.territory != nil {
		p.actor.Code = x.territory.code
	}
	if owner != nil && owner.actor.Kind == chancery.IGO {
		p.actor.Code, p.member = owner.actor.Code, owner
	}
	p.actor.Name = text
	if x.iso == "" || x.owner != nil || x.head > x.from {
		p.actor.Name = r.bodyName(i, x, iso, ownerName)
	}
	return p
}

func (r *resolver) bodyName(i int, x *np, iso, owner string) string {
	core := r.text(i, x.head, x.tail)
	if x.shared[1] > x.shared[0] {
		core = r.text(i, x.shared[0], x.shared[1])
	}
	switch c := r.finder.countries[iso]; {
	case owner != "" && (x.owner == nil || x.owner.core != namedCore):
		return owner + "'s " + core
	case owner != "":
		return owner + " " + core
	case c == nil:
		return core
	case c.adjective != "":
		return c.adjective + " " + core
	default:
		return core + " of " + c.name
	}
}

// lastBody finds the body that "the ministry", "the army" refers back to.
func (r *resolver) lastBody(lemma string) *person {
	var best *person
	for _, p := range r.Cast.people {
		if p.lemma == "" || p.actor.Kind == chancery.Person {
			continue
		}
		same := p.lemma == lemma || len(strings.Fields(lemma)) == 1 && strings.HasSuffix(p.lemma, " "+lemma)
		if same && (best == nil || p.last > best.last) {
			best = p
		}
	}
	return best
}

// administration is the government under one person: "the Biden administration".
func (r *resolver) administration(head *person, e *entry) *person {
	last := head.actor.Name
	if len(head.tokens) > 0 {
		f := strings.Fields(head.actor.Name)
		last = f[len(f)-1]
	}
	key := "adm:" + last + ":" + e.lemma
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.actor.Name, p.actor.Kind, p.actor.Country = last+" "+e.name, chancery.Government, head.actor.Country
	p.actor.Code = join(head.actor.Country, "GOV")
	return p
}

// office resolves a title without a name: "the prime minister", "Turkey's
// foreign minister".
func (r *resolver) office(i int, x *np) *person {
	if x.apposed != nil {
		if p := r.sentences[i].people[x.apposed]; p != nil {
			return p
		}
	}
	iso, given := r.country(i, x)
	e := x.title
	if (x.definite || given) && !r.indefinite(i, x) {
		if p := r.holder(e, iso, true); p != nil && !given && iso != "" && r.doc.SentenceAt(p.last) >= i-memory {
			return p
		}
		if p := r.holder(e, iso, given); p != nil {
			return p
		}
	}
	if x.posted() && x.definite && !given {
		if p := r.envoy(i); p != nil {
			return p
		}
	}
	text := r.national(i, x, uncounted(trimArticle(r.text(i, x.from, max(x.tail, x.to)))))
	key := ""
	owner := r.ownerActor(i, x)
	if owner == nil && !given && e.use == "role" && (e.code == "GOV" || e.code == "=") {
		if owner = r.organ(i, x); owner != nil { // "The bank refused, an official said."
			iso = ""
		}
	}
	if e.use == "office" || x.definite {
		key = "title:" + iso + ":" + e.lemma
		if owner != nil {
			key += ":" + owner.actor.Name
		}
	} else {
		key = "nom:" + lang.Bare(text)
	}
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.lemma, p.titles, p.posted = e.lemma, []string{e.lemma}, e.trait == "posted"
	p.gender = e.gender
	p.actor.Kind, p.actor.Name, p.actor.Country = chancery.Person, text, iso
	p.actor.Role = r.role(i, x)
	if owner != nil && owner.actor.Kind != chancery.Person {
		p.member = owner
	}
	r.code(i, p, x, owner)
	r.ownName(i, x, p)
	return p
}

// ownName replaces "its" and "his" in a nominal's name by what they stand for.
func (r *resolver) ownName(i int, x *np, p *person) {
	if x.ownerWord == "" {
		return
	}
	rest := strings.TrimSpace(strings.TrimPrefix(strings.ToLower(p.actor.Name[:1])+p.actor.Name[1:], x.ownerWord))
	if c := r.finder.countries[p.actor.Country]; c != nil && c.adjective != "" && !strings.HasPrefix(rest, c.adjective) {
		p.actor.Name = c.adjective + " " + rest
		return
	}
	p.actor.Name = rest
}

func (r *resolver) indefinite(i int, x *np) bool {
	w := r.sentences[i].s.Tokens[x.from].Lower
	return w == "a" || w == "an" || w == "another" || w == "one"
}

// holder finds the person last mentioned with that title.
func (r *resolver) holder(e *entry, iso string, given bool) *person {
	var best *person
	for _, p := range r.Cast.people {
		if p.actor.Kind != chancery.Person || given && p.actor.Country != "" && iso != "" && p.actor.Country != iso {
			continue
		}
		for _, t := range p.titles {
			if t == e.lemma || len(strings.Fields(e.lemma)) == 1 && strings.HasSuffix(t, " "+e.lemma) {
				if best == nil || p.last > best.last {
					best = p
				}
			}
		}
		if p.known != nil && p.actor.Role != "" && roleHas(p.actor.Role, e.lemma) && !p.former && (best == nil || p.last > best.last) {
			best = p
		}
	}
	return best
}

func roleHas(role, lemma string) bool {
	role = strings.TrimPrefix(strings.ToLower(role), "us ")
	return role == lemma || strings.HasPrefix(role, lemma+" of") || strings.HasSuffix(role, " "+lemma) || strings.HasPrefix(role, lemma+" ")
}

// people resolves a group or an unnamed person by what they are: "Iraqi
// officials", "two Greek engineers", "Iraqis".
func (r *resolver) people(i int, x *np) *person {
	if x.apposed != nil {
		if p := r.sentences[i].people[x.apposed]; p != nil {
			return p
		}
	}
	if x.core == agentCore {
		if c := r.finder.collectives[x.entry.name]; x.joint && c != nil && c.of == "office" && x.iso != "" {
			x.plural = false
			return r.officer(x.iso, c.one)
		}
		if c := r.among(i, x); c != nil {
			if p := r.each(i, x, c); p != nil {
				return p
			}
		}
		if p := r.group(i, x); p != nil {
			return p
		}
		if p := r.called(i, x); p != nil {
			return p
		}
	}
	iso, given := "", false
	lemma, sector, kind := "people", "CVL", chancery.People
	if x.core == demonymCore {
		iso, given, lemma = x.entry.iso, true, "nationals"
		if !x.plural {
			kind = chancery.Person
		}
	} else {
		iso, given = r.country(i, x)
		lemma, sector, kind = x.entry.lemma, x.entry.code, x.entry.kind
	}
	if home := r.minority(i, x, iso); home != "" {
		iso, given, lemma = home, true, "ethnic "+iso+" "+lemma
	}
	text := r.national(i, x, uncounted(trimArticle(r.text(i, x.from, max(x.tail, x.to)))))
	if x.shared[1] > x.shared[0] {
		text += " " + r.text(i, x.shared[0], x.shared[1])
	}
	switch x.sense {
	case "opposition":
		sector = strings.TrimPrefix(sector+" OPP", "GOV ")
	case "rebel":
		sector = "REB"
	case "former":
		if elite(sector) && sector != "=" {
			sector = "ELI"
		}
	}
	if x.field != "" && (sector == "=" || sector == "UNK" || sector == "GOV" || sector == "CVL") {
		sector = x.field
	}
	if !given && strings.HasPrefix(sector, "IGO") {
		iso = ""
	} else if !given && r.scene(i) == iso {
		given = true // where the sentence is set
	} else if !given && (sector == "NGO" || sector == "UAF" || sector == "BUS" || sector == "=" || sector == "UNK" || sector == "EDU") {
		iso = ""
	}
	owner := r.ownerActor(i, x)
	if owner == nil && !given && sector == "GOV" {
		owner = r.organ(i, x)
	}
	if x.core == agentCore && sector == "MIL" && (x.entry.name == "officers" || x.entry.name == "officer") {
		if sector = r.officers(i, x); sector == "COP" {
			kind = chancery.ArmedForce
		}
	}
	if owner != nil && sector == "LAB" && owner.actor.Kind == chancery.NGO && owner.actor.Code != "" {
		iso, sector = owner.actor.Country, owner.sector() // "Red Cross workers"
	}
	if owner != nil && owner.actor.Kind == chancery.IGO && (sector == "GOV" || sector == "LAB" || sector == "=" || sector == "GOV MIL") {
		iso = ""
		sector = owner.actor.Code
	} else if owner != nil && owner.actor.Kind == chancery.IGO && sector == "MIL" {
		iso, sector = "", join(owner.actor.Code, sector) // "NATO warplanes"
	}
	if owner != nil && owner.actor.Kind == chancery.ArmedGroup {
		return owner // "Boko Haram gunmen"
	}
	if owner != nil && sector == "=" && owner.actor.Code != "" && owner.actor.Kind != chancery.Person {
		iso, sector = owner.actor.Country, owner.sector() // "members of Hamas"
	}
	if !x.plural && r.indefinite(i, x) && kind == chancery.Person {
		given = true
	} else if len(x.backers) == 0 {
		p := r.lastGroup(lemma, iso, given)
		if q := r.theRebels(i, x, sector); q != nil && (p == nil || q.last > p.last && r.doc.SentenceAt(p.last) < i-nearby) {
			return q
		}
		if p != nil {
			return p
		}
	}
	if part := r.sentences[i].s.Part; part == chancery.Headline && kind == chancery.Person && x.core == agentCore && !x.plural {
		if p := r.holder(x.entry, iso, given); p != nil {
			return p // "Norwegian woman wins", of whom the text tells the name
		}
	}
	key := "people:" + iso + ":" + lemma
	for _, b := range x.backers {
		key += ":" + b.entry.name
	}
	if kind == chancery.Person {
		key = "nom:" + lang.Bare(text)
	}
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.lemma, p.plural = lemma, x.plural
	if kind == chancery.Person && x.core == agentCore {
		p.gender = x.entry.gender
	}
	p.actor.Name, p.actor.Kind, p.actor.Country = text, kind, iso
	if sector == "=" {
		sector = "UNK"
	}
	p.actor.Code = join(iso, sector)
	if x.territory != nil && iso == x.territory.iso && sector != "CVL" {
		p.actor.Code = x.territory.code
	}
	if owner != nil && owner.actor.Kind != chancery.Person {
		p.member = owner
	}
	r.ownName(i, x, p)
	return p
}

func (r *resolver) lastGroup(lemma, iso string, given bool) *person {
	var best *person
	for _, p := range r.Cast.people {
		if p.lemma == lemma && p.plural && (!given || p.actor.Country == iso) && (best == nil || p.last > best.last) {
			best = p
		}
	}
	return best
}

// nominal codes a noun phrase on its own, outside of any article.
func (f *Finder) nominal(tokens []lang.Token, date string) *person {
	p := &person{}
	p.actor.Kind = chancery.OtherActor
	s := f.scan(tokens, false, map[string]bool{})
	iso, code, kind := f.codePieces(s, date)
	p.actor.Country, p.actor.Code = iso, join(iso, code)
	if kind != "" {
		p.actor.Kind = kind
	}
	return p
}
