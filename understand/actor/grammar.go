package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// parser reads the noun phrases of one sentence.
type parser struct {
	*scanner
	out       []*np
	described map[int]*np // first token of an apposition -> the name before it
}

// phrases returns the actor phrases of the sentence in order; inner phrases
// stand before the one that holds them.
func (s *scanner) phrases() []*np {
	p := &parser{scanner: s, described: map[int]*np{}}
	for i := 0; i < len(s.tokens); {
		t := s.tokens[i]
		if (s.at[i] == nil || s.at[i].phrase == nil && s.at[i].to == i+1) && p.compound(i) {
			i++
			continue
		}
		if j := p.coordinated(i); j > i {
			i = j
			continue
		}
		if s.at[i] == nil {
			if pr := s.v.pronouns[t.Lower]; pr != nil && (!pr.owner || t.Tag == "PRP") && (t.Tag == "PRP" || t.Tag == "PRP$" || t.Tag == "") {
				p.out = append(p.out, &np{from: i, to: i + 1, head: i, tail: i + 1, core: pronounCore, pronoun: pr})
			} else if pr != nil && pr.owner {
				p.out = append(p.out, &np{from: i, to: i + 1, head: i, tail: i + 1, core: pronounCore, pronoun: pr})
			}
			i++
			continue
		}
		i = max(p.parse(i), i+1)
	}
	return p.out
}

func (p *parser) class(i int) (class, bool) {
	if i < len(p.at) && p.at[i] != nil && p.at[i].phrase != nil {
		return p.at[i].phrase.class, true
	}
	return 0, false
}

// leads returns the index of a title, body or agent that ends the noun phrase
// which goes on at i, or -1: "Iraqi [security officials]".
func (p *parser) leads(i int) int {
	for k := i; k < len(p.tokens) && k < i+4; k++ {
		if c, ok := p.class(k); ok {
			switch c {
			case title, body, agent, modifier:
				return k
			}
			return -1
		}
		if p.at[k] != nil {
			return -1
		}
		t := p.tokens[k]
		if t.Kind == lang.Mark || !(lang.IsNoun(t.Tag) || strings.HasPrefix(t.Tag, "JJ") || t.Tag == "VBN" || t.Tag == "VBG" || t.Tag == "CD" || t.Tag == "") {
			return -1
		}
		if k+1 < len(p.tokens) && p.tokens[k+1].Tag == "POS" {
			return -1
		}
	}
	return -1
}

func (p *parser) possessive(i int) bool {
	return i < len(p.tokens) && p.tokens[i].Tag == "POS" || i < len(p.tokens) && (p.tokens[i].Text == "'s" || p.tokens[i].Text == "'") && p.tokens[i].Kind == lang.Word
}

// parse reads the phrase whose first piece stands at i, appends it and its
// inner phrases, and returns the token after it.
func (p *parser) parse(i int) int {
	x := &np{from: i, to: i, head: i, tail: i, role: [2]int{i, i}}
	j := i
	for j < len(p.tokens) && x.core == noCore {
		pc := p.at[j]
		if pc == nil {
			if p.tokens[j].Text == "." && j > i && j+1 < len(p.tokens) && (x.address != nil || len(x.titles) > 0) && p.at[j+1] != nil {
				j++
				continue
			}
			if (x.iso != "" || x.owner != nil || x.sense != "") && len(x.titles) == 0 {
				if k := p.leads(j); k >= 0 {
					j = k
					continue
				}
			}
			break
		}
		next, more := p.take(x, pc)
		j = next
		if !more {
			break
		}
	}
	if x.core == noCore && len(x.titles) > 0 {
		x.core, x.entry = titleCore, x.title
		x.tail = x.role[1]
		j = max(j, x.tail)
	}
	if x.core == noCore {
		if x.owner != nil && !x.owner.nested {
			p.finish(x.owner)
		}
		return j
	}
	x.to = j
	p.left(x)
	if x.owner != nil {
		x.owner.nested = true
	}
	x.apposed = p.described[i]
	p.finish(x)
	return p.after(x, j)
}

func (p *parser) finish(x *np) { p.out = append(p.out, x) }

// take adds piece pc to x. It returns the token after it and whether x goes on.
func (p *parser) take(x *np, pc *piece) (int, bool) {
	end := pc.to
	poss := p.possessive(end)
	if poss && pc.phrase == nil || poss && !pc.is(modifier) && !pc.is(address) && !pc.is(adjective) {
		if p.owns(end+1) || (pc.is(countryName) || pc.is(seat)) && p.organisationAt(end+1) {
			o := p.ownerOf(x, pc)
			if o != nil {
				*x = np{from: x.from, to: x.to, head: end + 1, tail: end + 1, role: [2]int{x.from, x.from}, owner: o, iso: o.iso, territory: o.territory}
				p.finish(o)
				return end + 1, true
			}
		}
	}
	if pc.phrase == nil {
		return p.takeName(x, pc)
	}
	e := pc.phrase.entry
	switch pc.phrase.class {
	case modifier:
		goesOn := p.leads(end) >= 0 || p.nameAt(end) || p.stateAt(end) || e.use == "ethnic" && p.peopleAt(end)
		if len(x.titles) > 0 && !goesOn { // "the president then flew"
			return pc.from, false
		}
		switch {
		case e.use == "field":
			x.field = e.code
		case x.sense == "" || e.use == "former":
			x.sense = e.use
		}
		if len(x.titles) == 0 {
			x.role = [2]int{pc.from, end}
		}
		return end, goesOn
	case adjective:
		x.locate(e)
		if !p.goesOn(end) {
			return end, false
		}
		x.role[0] = pc.from
		return end, true
	case countryName:
		if p.goesOn(end) && !poss && (p.leads(end) <= end || p.attributive(pc)) { // not "help Chad shelter people"
			x.iso = e.iso
			return end, true
		}
		return p.close(x, pc, countryCore)
	case seat:
		if k := p.leads(end); k == end && !poss {
			x.locate(e)
			x.place = [2]int{pc.from, end}
			return end, true
		}
		return p.close(x, pc, seatCore)
	case demonym:
		if c, ok := p.class(end); ok && (c == agent || c == title || c == body) && !poss {
			x.locate(e) // "Rohingya refugees"
			return end, true
		}
		x.plural = pc.phrase.plural
		return p.close(x, pc, demonymCore)
	case named:
		if p.leads(end) == end && !poss {
			if x.iso == "" {
				x.iso = e.iso
			}
			o := &np{from: pc.from, to: end, head: pc.from, tail: end, core: namedCore, entry: e, iso: x.iso}
			p.finish(o)
			o.nested = true
			x.owner = o
			return end, true
		}
		next, more := p.close(x, pc, namedCore)
		if w := p.kindAfter(next); w != nil && w.kind == e.kind && !poss { // "the Hamas movement"
			x.tail, next = next+1, next+1
		}
		return next, more
	case known:
		if c, ok := p.class(end); ok && c == body && !poss {
			o := &np{from: x.from, to: end, head: pc.from, tail: end, core: knownCore, entry: e, titles: x.titles, title: x.title}
			*x = np{from: x.from, to: end, head: end, tail: end, role: [2]int{x.from, x.from}, owner: o}
			p.finish(o)
			o.nested = true
			return end, true
		}
		return p.close(x, pc, knownCore)
	case body:
		if c, ok := p.class(end); ok && (c == title || c == agent || c == modifier) && !poss {
			o := &np{from: x.from, to: end, head: pc.from, tail: end, core: bodyCore, entry: e, iso: x.iso, owner: x.owner}
			p.left(o)
			p.finish(o)
			o.nested = true
			*x = np{from: x.from, to: end, head: end, tail: end, role: [2]int{x.from, x.from}, owner: o, iso: x.iso, sense: x.sense}
			return end, true
		}
		if e.opposed() && !poss && end < len(p.at) && p.organisationAt(end) {
			x.sense = "opposition"
			return end, true
		}
		return p.close(x, pc, bodyCore)
	case title:
		x.titles = append(x.titles, e)
		x.title = e
		if len(x.titles) == 1 {
			x.head = pc.from
			if x.role[0] == x.role[1] {
				x.role[0] = x.from
			}
		}
		x.role[1] = end
		return end, true
	case agent:
		if c, ok := p.class(end); ok && c == named && !pc.phrase.plural && !poss && e.kind != chancery.Person {
			return end, true // "the oil giant Shell"
		}
		if !pc.phrase.plural && p.nameAt(end) {
			x.titles, x.title = append(x.titles, e), e
			x.role[1] = end
			return end, true
		}
		x.plural = pc.phrase.plural
		return p.close(x, pc, agentCore)
	case groupNoun:
		x.plural = true
		return p.close(x, pc, groupCore)
	case shortNoun:
		return p.close(x, pc, shortCore)
	case address:
		if !p.nameAt(end) && !(end < len(p.tokens) && p.tokens[end].Text == "." && p.nameAt(end+1)) {
			return end, false
		}
		x.address = e
		return end, true
	}
	return end, false
}

// goesOn reports whether the phrase after a country's adjective goes on to
// something that can carry it.
func (p *parser) goesOn(i int) bool {
	if p.leads(i) >= 0 || p.nameAt(i) && (p.personAt(i) || p.organisationAt(i)) {
		return true
	}
	c, ok := p.class(i)
	return ok && (c == address || c == known || c == modifier || c == named)
}

func (p *parser) personAt(i int) bool {
	pc := p.at[i]
	if pc == nil || pc.phrase != nil {
		return pc.is(known)
	}
	return p.nameLike(pc.from, pc.to)
}

// stateAt reports whether a country or something named stands at i: the
// "French" of "former French president".
func (p *parser) stateAt(i int) bool {
	c, ok := p.class(i)
	return ok && (c == adjective || c == countryName || c == named)
}

// organisationAt reports whether a name by shape at i is an organisation's.
func (p *parser) organisationAt(i int) bool {
	pc := p.at[i]
	return pc != nil && pc.phrase == nil && p.v.organisationWord(p.tokens[pc.from:pc.to]) != nil
}

func (p *parser) nameAt(i int) bool {
	if i >= len(p.at) || p.at[i] == nil {
		return false
	}
	if pc := p.at[i]; pc.phrase == nil {
		return pc.to > pc.from+1 || !p.v.notNames[bare(p.tokens[i])] // "the minister Thursday"
	}
	return p.at[i].phrase.class == known || p.at[i].phrase.class == address
}

// owns reports whether a possessed title, body, agent or name follows at i.
func (p *parser) owns(i int) bool {
	c, ok := p.class(i)
	return p.leads(i) >= 0 || ok && c == named
}

func (p *parser) ownerOf(x *np, pc *piece) *np {
	o := &np{from: x.from, to: pc.to, head: pc.from, tail: pc.to, iso: x.iso, titles: x.titles, title: x.title, role: x.role, owner: x.owner, address: x.address, sense: x.sense}
	switch {
	case pc.phrase == nil:
		o.core = nameCore
	case pc.is(countryName):
		o.core, o.entry, o.iso = countryCore, pc.phrase.entry, pc.phrase.entry.iso
	case pc.is(seat):
		o.core, o.entry = seatCore, pc.phrase.entry
		o.locate(o.entry)
	case pc.is(named):
		o.core, o.entry, o.iso = namedCore, pc.phrase.entry, pc.phrase.entry.iso
	case pc.is(known):
		o.core, o.entry = knownCore, pc.phrase.entry
	case pc.is(body):
		o.core, o.entry = bodyCore, pc.phrase.entry
	case pc.is(title):
		o.core, o.entry, o.title, o.titles = titleCore, pc.phrase.entry, pc.phrase.entry, append(o.titles, pc.phrase.entry)
		o.role[1] = pc.to
	case pc.is(agent):
		o.core, o.entry, o.plural = agentCore, pc.phrase.entry, pc.phrase.plural
	case pc.is(groupNoun):
		o.core, o.entry, o.plural = groupCore, pc.phrase.entry, true
	case pc.is(shortNoun):
		o.core, o.entry = shortCore, pc.phrase.entry
	default:
		return nil
	}
	p.left(o)
	o.nested = true
	return o
}

func (p *parser) takeName(x *np, pc *piece) (int, bool) {
	if c, ok := p.class(pc.to); ok && c == body && p.at[pc.to].phrase.entry.kind == "government" && !p.possessive(pc.to) {
		o := &np{from: x.from, to: pc.to, head: pc.from, tail: pc.to, core: nameCore, titles: x.titles, title: x.title, iso: x.iso, nested: true}
		p.finish(o)
		*x = np{from: x.from, to: pc.to, head: pc.to, tail: pc.to, role: [2]int{x.from, x.from}, owner: o}
		return pc.to, true
	}
	end, more := p.close(x, pc, nameCore)
	if w := p.v.orgWords[bare(p.tokens[end-1])]; w != nil && w.where != "first" && w.where != "owner" && !p.possessive(end) {
		end = p.ofName(end)
		x.tail = end
	} else if w := p.kindAfter(end); w != nil && len(x.titles) == 0 && x.address == nil && w.kind != chancery.OtherActor {
		x.called, x.tail, end = w, end+1, end+1
	}
	return end, more
}

// kindAfter is what the small word at token k says that the name before it is, "party"
// of "the Umoja party"; nil where it says nothing or belongs to what follows.
func (p *parser) kindAfter(k int) *orgWord {
	if k >= len(p.tokens) || p.tokens[k].Cap || !lang.IsNoun(p.tokens[k].Tag) || p.tokens[k].Tag == "NNS" || p.possessive(k+1) {
		return nil
	}
	if next := k + 1; next < len(p.tokens) && (lang.IsNoun(p.tokens[next].Tag) || p.at[next] != nil) {
		return nil
	}
	if w := p.v.orgWords[bare(p.tokens[k])]; w != nil && w.where != "first" && w.where != "owner" {
		return w
	}
	return nil
}

// ofName returns the end of "of Teachers", "for the Liberation of Palestine"
// at j, which goes on the name of an organisation; j where there is none.
func (p *parser) ofName(j int) int {
	end := j
	for k := j; k+1 < len(p.tokens); {
		w := p.tokens[k].Lower
		if w != "of" && w != "for" && !(w == "and" && end > j) {
			break
		}
		k++
		if p.tokens[k].Lower == "the" && k+1 < len(p.tokens) {
			k++
		}
		from := k
		for k < len(p.tokens) && p.tokens[k].Cap && p.tokens[k].Kind == lang.Word && p.tokens[k].Tag != "POS" {
			k++
		}
		if k == from {
			break
		}
		end = k
	}
	return end
}

func (p *parser) close(x *np, pc *piece, c core) (int, bool) {
	x.core, x.head, x.tail = c, pc.from, pc.to
	if pc.phrase != nil {
		x.entry = pc.phrase.entry
	}
	return pc.to, false
}

// backedBy reads "Iran-backed" at t, which stands before x.
func (p *parser) backedBy(x *np, t lang.Token) bool {
	k := p.v.behind(t)
	if k <= 0 {
		return false
	}
	left := []lang.Token{{Text: t.Text[:k], Lower: t.Lower[:k], Cap: true}}
	ph := p.v.match(left, 0, func(ph *phrase) bool {
		return ph.class == countryName || ph.class == adjective || ph.class == seat || ph.class == named
	})
	if ph == nil {
		return false
	}
	if p.v.ruling[t.Lower[k+1:]] {
		if x.iso == "" && x.core != countryCore {
			x.locate(ph.entry)
		}
		return true
	}
	o := &np{core: countryCore, entry: ph.entry, iso: ph.entry.iso, nested: true}
	if ph.class == named {
		o.core = namedCore
	}
	x.backers = append(x.backers, o)
	x.away = o.iso
	return true
}

// behind returns the place of the hyphen in a word like "Iran-backed" or
// "Hamas-run"; 0 for others.
func (v *vocabulary) behind(t lang.Token) int {
	k := strings.LastIndexByte(t.Text, '-')
	if k <= 0 || len(t.Text) != len(t.Lower) || !v.backing[t.Lower[k+1:]] && !v.ruling[t.Lower[k+1:]] {
		return 0
	}
	return k
}

// left extends x over its determiner, numbers and adjectives.
func (p *parser) left(x *np) {
	for k := x.from - 1; k >= 0 && k >= x.from-6; k-- {
		t := p.tokens[k]
		if p.at[k] != nil && !(p.at[k].is(modifier)) || t.Kind == lang.Mark {
			return
		}
		if p.backedBy(x, t) {
			x.from = k
			continue
		}
		switch {
		case t.Tag == "PRP$":
			x.ownerWord = t.Lower
			x.from = k
			return
		case t.Tag == "DT" || t.Tag == "PDT":
			x.definite = x.definite || t.Lower == "the" || t.Lower == "this" || t.Lower == "these" || t.Lower == "those" || t.Lower == "that"
			x.from = k
			return
		case strings.HasPrefix(t.Tag, "JJ") || t.Tag == "CD" || t.Tag == "VBN" && k > 0 && (p.tokens[k-1].Tag == "DT" || strings.HasPrefix(p.tokens[k-1].Tag, "JJ")) || t.Tag == "VBG" && k > 0 && p.tokens[k-1].Tag == "DT":
			x.from = k
		case lang.IsNoun(t.Tag) && !t.Cap && (x.core == titleCore || x.core == agentCore || x.core == bodyCore || x.core == shortCore || x.title != nil) && k > 0 && !strings.HasPrefix(p.tokens[k-1].Tag, "VB"):
			x.from = k
		default:
			return
		}
	}
}
