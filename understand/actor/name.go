package actor

import (
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// name resolves a name of a person, or of an organisation that the lexicon
// does not know.
func (r *resolver) name(i int, x *np) *person {
	if x.called != nil {
		if m := marked(r.sentences[i].s, x.head, x.tail-1); m == "ORG" || m == "NORP" {
			return r.organisation(i, x, x.called)
		}
		x.called = nil
		x.tail--
		x.to = x.tail
	}
	tokens := r.sentences[i].s.Tokens[x.head:x.tail]
	words := make([]string, 0, len(tokens))
	for _, t := range tokens {
		if t.Kind != lang.Mark {
			words = append(words, bare(t))
		}
	}
	if x.entry == nil {
		if len(words) == 1 && r.finder.notNames[words[0]] {
			return nil
		}
		if len(tokens) == 1 {
			if p := r.short[tokens[0].Text]; p != nil {
				return p
			}
		}
		if k := x.title; k != nil && x.address == nil && k.kind != chancery.Person && k.kind != chancery.ArmedForce {
			return r.organisation(i, x, &orgWord{kind: k.kind, code: k.code}) // "the charity Terre Commune"
		}
		if x.title == nil && x.address == nil {
			if w := r.finder.organisationWord(tokens); w != nil {
				switch marked(r.sentences[i].s, x.head, x.tail) {
				case "GPE", "LOC":
					return nil // "the West Bank"
				}
				return r.organisation(i, x, w)
			}
			if !r.personal(i, x, words) {
				return nil
			}
		} else if len(words) == 1 && x.address == nil && r.unlike(i, x, words[0]) {
			return nil // "Executive Order"
		}
	}
	p := r.samePerson(words, x)
	text := r.text(i, x.head, x.tail)
	if p == nil {
		p = r.new("")
		p.actor.Kind, p.actor.Name, p.tokens = chancery.Person, text, words
	} else if len(words) > len(p.tokens) && p.known == nil {
		p.actor.Name, p.tokens = text, words
	}
	if x.entry != nil && p.known == nil {
		r.recognise(p, x.entry, text)
	}
	if p.known == nil && x.entry == nil {
		if e := r.finder.spelled(words); e != nil {
			r.recognise(p, e, text)
		}
	}
	if p.known == nil {
		if e := r.knownBySurname(words, x); e != nil {
			r.recognise(p, e, text)
		}
	}
	r.describe(i, p, x)
	r.affiliate(i, p, x)
	return p
}

// recognise takes over what the lexicon knows of a person on the article's date.
func (r *resolver) recognise(p *person, e *entry, text string) {
	e = e.on(r.date())
	p.known = e
	p.actor.Name = e.name // one name in all articles
	full := lang.Tokens(e.name, chancery.Span{End: len(e.name)})
	if len(full) > len(p.tokens) {
		p.tokens = nil
		for _, t := range full {
			p.tokens = append(p.tokens, bare(t))
		}
	}
	pd, when := e.held(r.date())
	if pd == nil {
		return
	}
	p.actor.Country = pd.iso
	switch when {
	case inOffice:
		p.actor.Role, p.actor.Code = pd.role, join(pd.iso, pd.code)
	case former:
		p.actor.Role, p.actor.Code, p.former = pd.role, pd.left(), true
		if pd.role != "" {
			p.actor.Role += " (former)"
		}
	}
}

// left is the code of one who left the office: ELI, but rebels and clerics
// stay what they are.
func (p *period) left() string {
	if elite(p.code) || strings.HasPrefix(p.code, "MIL") {
		return join(p.iso, "ELI")
	}
	if strings.HasPrefix(p.code, "IGO") {
		return "ELI"
	}
	return join(p.iso, p.code)
}

// elite reports whether one who leaves a post of the sector is ELI, as PLOVER
// has it.
func elite(sector string) bool {
	return sector == "" || sector == "=" || sector == "LEG" || strings.HasPrefix(sector, "GOV")
}

// sector is the code without the country.
func (p *person) sector() string {
	return strings.TrimSpace(strings.TrimPrefix(p.actor.Code, p.actor.Country))
}

func join(iso, code string) string {
	if iso == "" || strings.HasPrefix(code, iso) {
		return code
	}
	if code == "" {
		return iso
	}
	return iso + " " + code
}

// knownBySurname finds "President Putin" and "Blinken" in the lexicon: the one person of
// that surname who is in office on the article's date.
func (r *resolver) knownBySurname(words []string, x *np) *entry {
	if len(words) != 1 {
		return nil
	}
	same := r.finder.surnames[words[0]]
	if len(same) == 0 && (x.title != nil || x.iso != "") {
		same = r.finder.spelledSurname(words[0])
	}
	var found, titled *entry
	many, alike := false, false
	for _, e := range same {
		pd := e.at(r.date())
		if pd == nil || x.iso != "" && pd.iso != x.iso {
			continue
		}
		many = many || found != nil && found != e
		found = e
		if x.title != nil && roleHas(pd.role, x.title.lemma) {
			alike = alike || titled != nil && titled != e
			titled = e
		}
	}
	switch {
	case found == nil:
		return r.lately(same, x)
	case !many:
		return found
	case alike:
		return nil
	}
	return titled // "Secretary-General Guterres", when another Guterres is president somewhere
}

// unlike reports whether the model takes the one word of a name after a title
// for no person's, and nothing else makes it one.
func (r *resolver) unlike(i int, x *np, word string) bool {
	s := r.sentences[i].s
	return len(s.Words) > 0 && marked(s, x.head, x.tail) != "PER" && !r.family[word] && r.finder.surnames[word] == nil && r.samePerson([]string{word}, x) == nil && s.Part != chancery.Headline
}

// remembered is how many years a former head of state or government is called
// by title and surname.
const remembered = 4

// lately finds who of these persons held the title of x until a few years ago.
func (r *resolver) lately(same []*entry, x *np) *entry {
	var found *entry
	for _, e := range same {
		pd, when := e.held(r.date())
		if pd == nil || when != former || x.title == nil || !roleHas(pd.role, x.title.lemma) || x.iso != "" && pd.iso != x.iso || years(pd.to, r.date()) > remembered {
			continue
		}
		if found != nil && found != e {
			return nil
		}
		found = e
	}
	return found
}

// years counts the calendar years between two days (RFC 3339).
func years(a, b string) int {
	y := func(s string) int { n, _ := strconv.Atoi(s[:min(4, len(s))]); return n }
	return y(b) - y(a)
}

// personal reports whether a name by shape is a person's.
func (r *resolver) personal(i int, x *np, words []string) bool {
	for _, w := range words {
		if r.finder.notNames[w] {
			return false
		}
	}
	t := r.sentences[i].s.Tokens
	if len(words) < 5 && marked(r.sentences[i].s, x.head, x.tail) == "PER" && (len(words) > 1 || r.family[words[0]]) {
		return true
	}
	switch marked(r.sentences[i].s, x.head, x.tail) {
	case "ORG", "LAW", "EVENT", "FAC", "GPE", "LOC", "NORP":
		return r.samePerson(words, x) != nil
	}
	if len(words) == 1 {
		if p := r.samePerson(words, x); p != nil {
			return p.actor.Kind == chancery.Person
		}
		return t[x.head].Tag == "NNP" && r.finder.first[words[0]] == 0 && r.knownBySurname(words, x) != nil
	}
	if len(words) > 6 {
		return false
	}
	if r.samePerson(words, x) != nil {
		return true
	}
	first := r.finder.first[words[0]] != 0
	next := lang.Token{}
	if x.tail < len(t) {
		next = t[x.tail]
	}
	verb := next.Tag == "VBD" || next.Tag == "VBZ" || next.Tag == "MD" || next.Tag == "VBP"
	appos := next.Text == "," && x.tail+1 < len(t) && (t[x.tail+1].Kind == lang.Number || t[x.tail+1].Tag == "DT" || t[x.tail+1].Tag == "WP")
	prev := lang.Token{}
	if x.head > 0 {
		prev = t[x.head-1]
	}
	switch r.sentences[i].s.Part {
	case chancery.Byline, chancery.Credit:
		return len(words) < 5
	}
	if prev.Lower == "in" || prev.Lower == "at" || prev.Lower == "near" || prev.Lower == "from" || prev.Lower == "the" {
		return false
	}
	return first || verb || appos
}

// samePerson finds the person whom the words name: the same name, its
// surname, or a longer form of it.
func (r *resolver) samePerson(words []string, x *np) *person {
	var best *person
	for k := len(r.Cast.people) - 1; k >= 0; k-- {
		p := r.Cast.people[k]
		if p.actor.Kind != chancery.Person || len(p.tokens) == 0 {
			continue
		}
		if !r.sameName(p.tokens, words) {
			continue
		}
		if g := addressGender(x); g != 0 && p.gender != 0 && g != p.gender {
			continue
		}
		if best == nil || p.last > best.last {
			best = p
		}
	}
	return best
}

func addressGender(x *np) byte {
	if x.address != nil {
		return x.address.gender
	}
	return 0
}

// sameName reports whether a and b can name one person: the shorter is the
// end of the longer or, where it is one word, its first word; middle names
// may be left out.
func (r *resolver) sameName(a, b []string) bool {
	a, b = r.finder.unsuffixed(a), r.finder.unsuffixed(b)
	if len(a) < len(b) {
		a, b = b, a
	}
	if len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0] {
		return true // "Abe Shinzo"
	}
	if len(b) == 1 {
		w := b[0]
		if a[len(a)-1] == w || a[0] == w && len(a) <= 4 || r.meet(a[len(a)-1], w) {
			return true
		}
		_, tail, ok := strings.Cut(a[len(a)-1], "-") // "al-Sudani"
		return ok && tail == w
	}
	if !r.nearly(a[len(a)-1], b[len(b)-1]) {
		return false
	}
	// b's words in their order within a
	j := len(b) - 2
	for i := len(a) - 2; i >= 0 && j >= 0; i-- {
		if r.nearly(a[i], b[j]) || len(strings.TrimSuffix(b[j], ".")) == 1 && strings.HasPrefix(a[i], b[j][:1]) {
			j--
		}
	}
	return j < 0
}

// unsuffixed is a name without "Jr." and the like at its end.
func (v *vocabulary) unsuffixed(words []string) []string {
	if n := len(words) - 1; n > 0 && v.suffixes[strings.TrimSuffix(words[n], ".")] {
		return words[:n]
	}
	return words
}

// nearly reports whether two words are one name in two spellings: with and
// without "al-", or as the foldings have it.
func (r *resolver) nearly(a, b string) bool {
	cut := func(s string) string {
		if k := strings.IndexByte(s, '-'); k > 0 && k <= 3 {
			return s[k+1:]
		}
		return s
	}
	return a == b || cut(a) == cut(b) || r.meet(a, b)
}

// describe takes over what phrase x says of the person p.
func (r *resolver) describe(i int, p *person, x *np) {
	if g := addressGender(x); g != 0 {
		p.gender = g
	}
	for _, t := range x.titles {
		p.titles = append(p.titles, t.lemma)
		p.posted = p.posted || t.trait == "posted"
		if t.gender != 0 && p.gender == 0 {
			p.gender = t.gender
		}
	}
	if p.gender == 0 && len(p.tokens) > 1 {
		if g := r.finder.first[p.tokens[0]]; g == 'm' || g == 'f' {
			p.gender = g
		}
	}
	if part := r.sentences[i].s.Part; p.actor.Code == "" && (part == chancery.Byline || part == chancery.Credit) {
		p.actor.Code = "JRN"
	}
	if x.iso != "" && (x.title == nil || x.title.trait == "") && (p.actor.Country == "" || p.guessed) && p.known == nil {
		p.actor.Code = join(x.iso, p.sector())
		p.actor.Country, p.guessed = x.iso, false
	}
	if x.title == nil {
		return
	}
	iso := x.iso
	hired := x.title.trait == "local" // "his lawyer"
	if iso == "" && x.owner != nil && !hired {
		iso = r.isoOf(i, x.owner)
	}
	if iso == "" && x.ownerWord != "" && !hired {
		if q := r.ownerPronoun(i, x); q != nil {
			iso = q.actor.Country
			if p.member == nil && q.actor.Kind != chancery.Person && q != p {
				p.member = q
			}
		}
	}
	owner := r.ownerActor(i, x)
	if owner == nil && x.title.trait == "igo" && iso == "" {
		owner = r.lastNamed(i, x, chancery.IGO)
	}
	if owner != nil && owner.actor.Kind == chancery.Group {
		owner = nil // "the pair's driver"
	}
	if owner != nil && p.member == nil && owner != p && owner.actor.Kind != chancery.Person {
		p.member = owner
	}
	if p.actor.Role == "" {
		p.actor.Role = r.role(i, x)
	}
	if p.known != nil && p.actor.Code != "" {
		if owner != nil && owner.actor.Kind == chancery.IGO && (x.title.code == "=" || x.title.trait == "igo") { // "U.N. mediator"
			p.actor.Country, p.actor.Code = "", owner.actor.Code
		}
		return
	}
	if x.title.trait == "peer" && x.iso == "" {
		iso = r.peer(i, x, iso)
	}
	if owner == nil && iso == "" && x.ownerWord == "" && x.title.code == "=" && x.title.use == "office" && x.title.trait == "" && p.actor.Country == "" && p.member == nil {
		if owner = r.speaksFor(i, x); owner != nil { // "The coast guard denied it. …, spokesman Ane Lund said."
			p.member, iso = owner, owner.actor.Country
		}
	}
	if iso == "" && p.actor.Country == "" && x.title.code != "JRN" {
		if owner == nil || owner.actor.Country != "" {
			iso = r.context(i, x)
		}
	}
	if p.actor.Country == "" {
		p.actor.Country = iso
		p.guessed = x.iso == "" && owner == nil && x.ownerWord == ""
	}
	r.code(i, p, x, owner)
}

// peer returns the country that a sentence names beside own: that of "his
// counterpart".
func (r *resolver) peer(i int, x *np, own string) string {
	pos := r.sentences[i].s.Tokens[x.head].Span.Start
	iso := ""
	for _, e := range r.evidence {
		if e.sentence == i && e.iso != own && (e.pos < pos || iso == "") {
			iso = e.iso
		}
	}
	return iso
}

// role is the office as the text words it, without the article.
func (r *resolver) role(i int, x *np) string {
	from := x.role[0]
	if x.owner != nil && x.owner.to <= x.role[1] && x.owner.from < from {
		from = x.owner.from
	}
	s := trimArticle(r.text(i, from, x.role[1]))
	for _, w := range [...]string{"his ", "her ", "its ", "their ", "Its ", "His ", "Her ", "Their "} {
		s = strings.TrimPrefix(s, w)
	}
	return s
}

// code sets the PLOVER code of a person from the titles.
func (r *resolver) code(i int, p *person, x *np, owner *person) {
	sector := ""
	for _, t := range x.titles {
		if t.code != "" && (sector == "" || t.code != "=") {
			sector = t.code
		}
	}
	switch {
	case x.sense == "former" && elite(sector):
		sector, p.former = "ELI", true
	case x.sense == "opposition" && sector == "LEG":
		sector = "LEG OPP"
	case x.sense == "opposition":
		sector = "OPP"
	case sector == "=" || owner != nil && strings.HasPrefix(sector, "GOV") && private(owner):
		sector = "GOV"
		if x.field != "" {
			sector = x.field
		}
		if owner != nil && owner.actor.Code != "" {
			if s := owner.sector(); s != "" {
				sector = s
			}
			if owner.actor.Country == "" {
				p.actor.Country = ""
			}
		}
	case x.field != "" && sector == "GOV" && x.title.use == "role":
		sector = x.field
	}
	if sector == "JRN" {
		p.actor.Code = sector
		return
	}
	if x.territory != nil && p.actor.Country == x.territory.iso {
		p.actor.Code = x.territory.code
		return
	}
	if p.actor.Code == "" || len(p.actor.Code) < 4 {
		p.actor.Code = join(p.actor.Country, sector)
	}
}
