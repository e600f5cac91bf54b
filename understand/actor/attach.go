package actor

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// after reads what follows the phrase x and belongs to it: "of Iraq",
// "(RSF)", an apposition. It returns the token to go on at.
func (p *parser) after(x *np, j int) int {
	switch x.core {
	case titleCore, bodyCore, agentCore:
		j = p.belongs(x, j)
	}
	if j+2 < len(p.tokens) && p.tokens[j].Text == "(" && p.tokens[j+2].Text == ")" && p.tokens[j+1].Cap && len(p.tokens[j+1].Text) < 9 {
		if w := p.tokens[j+1].Text; strings.ToUpper(w[:min(2, len(w))]) == w[:min(2, len(w))] {
			x.short = w
		}
	}
	switch x.core {
	case titleCore:
		if k := p.heldBy(x, j); k > j {
			return k
		}
		return p.nameAfter(x, j)
	case agentCore:
		if !x.plural {
			return p.nameAfter(x, j)
		}
	case nameCore, knownCore:
		p.affiliate(x, j)
		p.describe(x, j)
	}
	return j
}

// belongs reads "of", "for", "in", "to" with a country, an organisation or a
// place after a title, body or group.
func (p *parser) belongs(x *np, j int) int {
	if j+1 >= len(p.tokens) {
		return j
	}
	k := j + 1
	for k < len(p.tokens) && (p.tokens[k].Tag == "DT" || strings.HasPrefix(p.tokens[k].Tag, "JJ")) && p.at[k] == nil && k < j+4 {
		k++
	}
	if k >= len(p.tokens) {
		return j
	}
	pc := p.at[k]
	word := p.tokens[j].Lower
	switch word {
	case "of", "for", "at", "with", "from":
		switch {
		case x.owner == nil && x.core != bodyCore && p.ownedBy(x, k):
			return x.to
		case (word == "of" || word == "for") && x.owner == nil && x.core == titleCore && p.v.portfolio(p.tokens, j) == j && p.servesAt(x, k):
			return x.to
		case pc.is(adjective) && x.owner == nil && x.core != bodyCore && p.ofBody(x, k):
			return x.to
		case pc.is(countryName) || pc.is(seat) || pc.is(adjective) && word == "of":
			if word == "for" || word == "with" || x.iso != "" {
				if word == "for" && x.posted() { // "Special Envoy for Yemen": what he is sent about
					x.away = pc.phrase.entry.iso
				}
				return j
			}
			x.locate(pc.phrase.entry)
			x.to, x.role[1] = pc.to, max(x.role[1], min(pc.to, x.role[1]+pc.to))
			return j // the country has its own mention
		case pc.is(named) && x.owner == nil:
			x.owner = &np{from: k, to: pc.to, head: k, tail: pc.to, core: namedCore, entry: pc.phrase.entry, iso: pc.phrase.entry.iso, nested: true}
			if x.iso == "" {
				x.iso = pc.phrase.entry.iso
			}
			x.to = pc.to
			return j
		case pc.is(body) && x.owner == nil && x.core == titleCore:
			x.owner = &np{from: k, to: pc.to, head: k, tail: pc.to, core: bodyCore, entry: pc.phrase.entry, iso: x.iso, nested: true, definite: true}
			x.to = pc.to
			return j
		case word == "of" && x.core == bodyCore && pc != nil && pc.phrase == nil && p.tokens[x.tail-1].Cap:
			x.to = pc.to
			x.tail = pc.to
			return p.belongs(x, pc.to)
		}
	case "in", "near", "outside", "across", "throughout":
		if pc.is(countryName) || pc.is(seat) {
			x.place = [2]int{k, pc.to}
			switch {
			case x.posted():
				x.away, x.place = pc.phrase.entry.iso, [2]int{}
			case x.iso == "" && x.ownerWord == "":
				x.locate(pc.phrase.entry)
			}
			x.to = pc.to
			return j
		}
		if pc != nil && pc.phrase == nil && (pc.to > pc.from+1 || !p.v.notNames[bare(p.tokens[pc.from])]) {
			x.place = [2]int{k, pc.to}
			x.to = pc.to
			return pc.to
		}
	case "to":
		if x.core == titleCore && (pc.is(countryName) || pc.is(seat) || pc.is(named)) {
			x.to = pc.to
			if !pc.is(named) {
				x.away = pc.phrase.entry.iso
			}
			return j
		}
		if x.core == titleCore && x.owner == nil && p.servesAt(x, k) {
			return x.to
		}
	}
	if p.v.backing[word] {
		if k+1 < len(p.tokens) && p.tokens[j+1].Lower == "by" {
			k = j + 2
			for k < len(p.tokens) && p.tokens[k].Tag == "DT" {
				k++
			}
			if k < len(p.tokens) && p.at[k] != nil && (p.at[k].is(countryName) || p.at[k].is(seat) || p.at[k].is(named)) {
				x.backers = append(x.backers, p.refer(k))
			}
		}
	}
	return j
}

// ownedBy takes an organisation by shape at k, "the Chadian Human Rights
// League", for the owner of x, and puts it before x.
func (p *parser) ownedBy(x *np, k int) bool {
	at := k
	if p.at[k].is(adjective) || p.at[k].is(countryName) {
		at = p.at[k].to
	}
	if at >= len(p.at) || !p.organisationAt(at) && !(p.at[at].is(agent) && corporate(p.at[at].phrase)) {
		return false
	}
	q := &parser{scanner: p.scanner, described: map[int]*np{}}
	q.parse(k)
	if len(q.out) != 1 || q.out[0].core != nameCore && q.out[0].core != agentCore {
		return false
	}
	o := q.out[0]
	p.precede(x, o)
	x.owner, x.to = o, o.to
	if x.iso == "" {
		x.iso = o.iso
	}
	return true
}

// servesAt takes the person at k, "President Ruto", for whom x speaks or whom x
// advises, for the owner of x, and puts them before x.
func (p *parser) servesAt(x *np, k int) bool {
	at := k
	if p.at[k].is(adjective) || p.at[k].is(countryName) {
		at = p.at[k].to
	}
	if c, ok := p.class(at); !ok || c != title && c != address && c != known || c == title && p.at[at].phrase.entry.use == "role" { // "Under Secretary for Civilian Security"
		return false
	}
	q := &parser{scanner: p.scanner, described: map[int]*np{}}
	q.parse(k)
	if len(q.out) != 1 || q.out[0].core != nameCore && q.out[0].core != knownCore && q.out[0].core != titleCore || p.possessive(q.out[0].to) {
		return false
	}
	p.precede(x, q.out[0])
	x.owner, x.to = q.out[0], q.out[0].to
	if x.iso == "" {
		x.iso = q.out[0].iso
	}
	return true
}

// precede puts o before x, so that it is resolved first.
func (p *parser) precede(x, o *np) {
	for i, y := range p.out {
		if y == x {
			p.out = slices.Insert(p.out, i, o)
			return
		}
	}
}

// ofBody takes the body or organisation at k, "the Burmese military", whose
// members x names, for the owner of x, and puts it before x.
func (p *parser) ofBody(x *np, k int) bool {
	if c, ok := p.class(p.at[k].to); !ok || c != body && c != named {
		return false
	}
	q := &parser{scanner: p.scanner, described: map[int]*np{}}
	q.parse(k)
	if len(q.out) != 1 || q.out[0].core != bodyCore && q.out[0].core != namedCore {
		return false
	}
	o := q.out[0]
	p.precede(x, o)
	x.owner, x.to, o.nested = o, o.to, true
	if x.iso == "" {
		x.iso = o.iso
	}
	return true
}

// corporate reports whether a noun names one body: "charity", "rebel group".
func corporate(ph *phrase) bool {
	return !ph.plural && ph.entry.kind != chancery.Person && ph.entry.kind != chancery.ArmedForce
}

// refer is a phrase for a piece that is read again on its own.
func (p *parser) refer(k int) *np {
	pc := p.at[k]
	o := &np{from: k, to: pc.to, head: k, tail: pc.to, core: namedCore, entry: pc.phrase.entry, iso: pc.phrase.entry.iso, nested: true}
	if pc.is(countryName) || pc.is(seat) {
		o.core = countryCore
	}
	return o
}

// nameAfter reads ", Mahamat Saleh Abderamane," after a title.
func (p *parser) nameAfter(x *np, j int) int {
	k := max(j, x.to)
	if k+1 >= len(p.tokens) || p.tokens[k].Text != "," {
		return j
	}
	var rank []*entry
	if p.at[k+1].is(title) && p.at[k+1].phrase.entry.use == "rank" { // "Its spokesman, Major General Oleg"
		rank = append(rank, p.at[k+1].phrase.entry)
		k = p.at[k+1].to - 1
		if k+1 < len(p.tokens) && p.tokens[k+1].Text == "." {
			k++
		}
	}
	if k+1 >= len(p.tokens) || !p.nameAt(k+1) {
		return j
	}
	pc := p.at[k+1]
	var address *entry
	if pc.is(addressClass) {
		address = pc.phrase.entry
		m := pc.to
		if m < len(p.tokens) && p.tokens[m].Text == "." {
			m++
		}
		if !p.nameAt(m) {
			return j
		}
		pc = p.at[m]
	}
	if pc.phrase == nil && pc.to-pc.from == 1 && address == nil && !p.seen[p.tokens[pc.from].Lower] {
		return j
	}
	if pc.to < len(p.tokens) {
		n := p.tokens[pc.to]
		if !(n.Kind == lang.Mark || strings.HasPrefix(n.Tag, "VB") || n.Tag == "MD") || n.Tag == "POS" || x.plural {
			return j
		}
	}
	y := &np{from: pc.from, to: pc.to, head: pc.from, tail: pc.to, core: nameCore, address: address, title: x.title, titles: x.titles, iso: x.iso, owner: x.owner, ownerWord: x.ownerWord, sense: x.sense, role: x.role, place: x.place}
	if x.core == agentCore {
		y.title, y.titles = x.entry, []*entry{x.entry}
		y.role = [2]int{x.from, x.tail}
	}
	if len(rank) > 0 {
		y.titles = append(append([]*entry(nil), y.titles...), rank...)
	}
	if pc.is(known) {
		y.core, y.entry = knownCore, pc.phrase.entry
	}
	p.finish(y)
	x.apposed = y
	for i, o := range p.out { // the name comes first, so that the phrase before it finds it
		if o == x {
			copy(p.out[i+1:], p.out[i:len(p.out)-1])
			p.out[i] = y
			break
		}
	}
	if x.to > j { // the country after "of" is read on its own
		return j
	}
	return pc.to
}

// addressClass is address where a variable hides it.
const addressClass = address

// affiliate reads "of the Great Lakes Justice Centre" after a name.
func (p *parser) affiliate(x *np, j int) {
	if j < len(p.tokens) && p.tokens[j].Text == "," {
		j++
	}
	if j+1 >= len(p.tokens) || p.tokens[j].Lower != "of" {
		return
	}
	for j+2 < len(p.tokens) && p.tokens[j+1].Tag == "DT" {
		j++
	}
	k := j + 1
	for k < len(p.tokens) && (p.at[k].is(modifier) || p.at[k].is(body) && p.at[k].phrase.entry.opposed()) {
		k++
	}
	if k >= len(p.tokens) || !p.at[k].is(named) && !p.organisationAt(k) {
		return
	}
	q := &parser{scanner: p.scanner, described: map[int]*np{}}
	q.parse(j + 1)
	if n := len(q.out); n > 0 && (q.out[n-1].core == namedCore || q.out[n-1].core == nameCore) {
		x.member = q.out[n-1]
	} else if q.parse(k); len(q.out) > n {
		x.member = q.out[len(q.out)-1]
	}
}

// describe reads ", the Qatari minister of state who" after a name.
func (p *parser) describe(x *np, j int) {
	k := j
	if k+3 < len(p.tokens) && p.tokens[k].Text == "," && p.tokens[k+1].Kind == lang.Number && p.tokens[k+2].Text == "," {
		k += 2
	}
	if k+1 >= len(p.tokens) || p.tokens[k].Text != "," {
		return
	}
	k++
	if k+1 < len(p.tokens) && (p.tokens[k].Lower == "a" || p.tokens[k].Lower == "an") { // ", 58, an Iranian-Cypriot,"
		switch pc := p.at[k+1]; {
		case pc.is(adjective) && p.national(k+1, pc.to) || pc.is(demonym):
			x.iso = pc.phrase.entry.iso
			return
		default:
			if h := p.halves(k + 1); h != nil && p.national(k+1, k+2) {
				x.iso = h[0].iso
				return
			}
		}
	}
	if len(x.titles) > 0 {
		return
	}
	for n := 0; k < len(p.tokens) && n < 7; n, k = n+1, k+1 {
		t := p.tokens[k]
		if p.at[k] != nil {
			break
		}
		if t.Kind == lang.Mark || strings.HasPrefix(t.Tag, "V") && t.Tag != "VBN" && t.Tag != "VBG" || t.Tag == "MD" || strings.HasPrefix(t.Tag, "W") || t.Tag == "IN" || t.Tag == "CC" || t.Tag == "PRP" {
			return
		}
	}
	if k >= len(p.tokens) || p.at[k] == nil {
		return
	}
	if pc := p.at[k]; pc.phrase == nil && pc.to == k+1 && pc.to < len(p.at) && p.at[pc.to].is(title) {
		k++ // "the Conservative defence critic"
	}
	q := &parser{scanner: p.scanner, described: map[int]*np{}}
	q.parse(k)
	for i := len(q.out) - 1; i >= 0; i-- {
		y := q.out[i]
		if y.nested || y.plural || y.from < k-6 {
			continue
		}
		if y.core == titleCore || y.core == agentCore {
			y.from = min(y.from, k)
			x.titles, x.title, x.iso, x.role = y.titles, y.title, y.iso, y.role
			if y.core == agentCore {
				x.titles, x.title = []*entry{y.entry}, y.entry
				x.role = [2]int{y.from, y.tail}
			}
			if y.owner != nil {
				x.owner = y.owner
			}
			if y.ownerWord != "" {
				x.ownerWord = y.ownerWord
			}
			x.sense, x.place = y.sense, y.place
			p.described[k] = x
		}
		return
	}
}
