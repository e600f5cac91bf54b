package actor

import (
	"slices"
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// resolver joins the phrases of an article into actors, in text order.
type resolver struct {
	*Cast
	places    []chancery.Place
	sentences []sentencePhrases
	keys      map[string]*person  // what makes an actor one -> the actor
	folded    map[string][]string // words -> their folded spellings
	short     map[string]*person  // abbreviations that the article introduces
	evidence  []countryAt
	spoken    [][]int         // by sentence: its mentions
	quoted    []chancery.Span // between quotation marks
	family    map[string]bool // last words of the article's full names of persons
	home      string          // the country that the publisher's name names: "United States Department of State"
}

type sentencePhrases struct {
	s       *lang.Sentence
	scan    *scanner
	phrases []*np
	people  map[*np]*person
}

// countryAt is a word that points to a country.
type countryAt struct {
	pos, sentence, paragraph int
	iso                      string
	place                    bool // a town or region in it
	subject                  bool // the subject of its clause
	acting                   bool // that, or a word of the subject
	other                    *np  // a phrase that the word gives its country: "Bolivian" of "the Bolivian envoy"
}

func (r *resolver) run() {
	names := midNames(r.doc)
	r.family = surnames(r.doc)
	r.spoken = make([][]int, len(r.doc.Sentences))
	outlet, _, _ := strings.Cut(r.doc.Article.Outlet, "(") // "(English edition)"
	for i, t := 0, lang.Tokens(outlet, chancery.Span{End: len(outlet)}); i < len(t) && r.home == ""; i++ {
		if ph := r.finder.match(t, i, func(p *phrase) bool { return p.class == countryName || p.class == adjective }); ph != nil {
			r.home = ph.entry.iso
		}
	}
	houses := r.houses()
	for i := range r.doc.Sentences {
		s := &r.doc.Sentences[i]
		headline := s.Part == chancery.Headline || titleCase(s.Tokens)
		sc := r.finder.scan(s.Tokens, headline, names)
		if !headline {
			r.adopt(s, sc)
			r.fields(sc)
		}
		r.house(sc, houses)
		r.sentences = append(r.sentences, sentencePhrases{s: s, scan: sc, phrases: sc.phrases(), people: map[*np]*person{}})
		r.gather(i)
	}
	r.quotes()
	// Running text first: a headline takes its names from it.
	for pass := 0; pass < 2; pass++ {
		for i := range r.sentences {
			if early := r.sentences[i].s.Part == chancery.Headline || r.sentences[i].s.Part == chancery.Standfirst; early == (pass == 1) {
				r.sentence(i)
			}
		}
	}
	r.introduced()
	r.settle()
	r.unite()
}

// titleCase reports whether a line is set with capitals on most words.
func titleCase(t []lang.Token) bool {
	if len(t) > 0 && t[len(t)-1].Text == "." {
		return false // a sentence full of names
	}
	up, all := 0, 0
	for _, k := range t {
		if k.Kind == lang.Word && len(k.Text) > 3 {
			all++
			if k.Cap {
				up++
			}
		}
	}
	return all >= 4 && up*10 >= all*8
}

// gather notes the words of sentence i that point to a country.
func (r *resolver) gather(i int) {
	sp := &r.sentences[i]
	first := len(r.evidence)
	for _, p := range sp.scan.at {
		if p == nil || p.phrase == nil {
			continue
		}
		switch p.phrase.class {
		case known:
			if pd, when := p.phrase.entry.on(r.date()).held(r.date()); pd != nil && pd.iso != "" && when != before {
				r.evidence = append(r.evidence, countryAt{pos: sp.s.Tokens[p.from].Span.Start, sentence: i, paragraph: sp.s.Paragraph, iso: pd.iso})
			}
		case countryName, seat, adjective, demonym:
			r.evidence = append(r.evidence, countryAt{pos: sp.s.Tokens[p.from].Span.Start, sentence: i, paragraph: sp.s.Paragraph, iso: p.phrase.entry.iso})
		case named:
			if e := p.phrase.entry; e.iso != "" && domestic(e.kind) {
				r.evidence = append(r.evidence, countryAt{pos: sp.s.Tokens[p.from].Span.Start, sentence: i, paragraph: sp.s.Paragraph, iso: e.iso})
			}
		}
	}
	for _, pl := range r.places {
		if pl.Country == "" || pl.Kind == chancery.CountryPlace {
			continue
		}
		for _, m := range pl.Mentions {
			if sp.s.Span.Contains(m.Span) {
				r.evidence = append(r.evidence, countryAt{pos: m.Span.Start, sentence: i, paragraph: sp.s.Paragraph, iso: pl.Country, place: true})
			}
		}
	}
	found := r.evidence[first:]
	slices.SortStableFunc(found, func(a, b countryAt) int { return a.pos - b.pos })
	kept := found[:0]
	for _, e := range found { // a town that is a seat of government is one word
		if n := len(kept); n > 0 && kept[n-1].pos == e.pos && kept[n-1].iso == e.iso {
			kept[n-1].place = kept[n-1].place || e.place
			continue
		}
		kept = append(kept, e)
	}
	r.evidence = r.evidence[:first+len(kept)]
	for k := range kept {
		w := wordAt(sp.s, kept[k].pos)
		kept[k].subject, kept[k].acting = strings.HasPrefix(relation(sp.s, w), "nsubj"), ofSubject(sp.s, w)
		for _, x := range sp.phrases {
			if x.iso == kept[k].iso && !kept[k].place && (x.core == titleCore || x.core == agentCore || x.core == bodyCore) &&
				r.span(i, x.from, max(x.tail, x.from+1)).Start <= kept[k].pos && kept[k].pos < sp.s.Tokens[x.head].Span.Start {
				kept[k].other = x
			}
		}
	}
}

// ofSubject reports whether word w is the subject of a verb, or says whose or of
// which country the subject is: "the Turkish navy sent".
func ofSubject(s *lang.Sentence, w int) bool {
	for n := 0; w >= 0 && n < 3; n++ {
		rel := s.Words[w].Relation
		if strings.HasPrefix(rel, "nsubj") {
			return true
		}
		if rel != "amod" && rel != "nmod:poss" && rel != "flat" && !strings.HasPrefix(rel, "compound") {
			return false
		}
		w = s.Words[w].Head
	}
	return false
}

// domestic reports whether a body of that kind is at home in its country's affairs.
func domestic(k chancery.ActorKind) bool {
	switch k {
	case chancery.Office, chancery.ArmedForce, chancery.ArmedGroup, chancery.Party, chancery.Government:
		return true
	}
	return false
}

func (r *resolver) sentence(i int) {
	sp := &r.sentences[i]
	r.separate(i)
	r.appose(i)
	var later []*np // pronouns before the name that they stand for
	for _, x := range sp.phrases {
		var p *person
		kind := chancery.Nominal
		switch x.core {
		case pronounCore:
			if r.ahead(i, x) >= 0 {
				later = append(later, x)
				continue
			}
			r.refer(i, x)
			continue
		case countryCore, seatCore:
			if !r.stateActs(i, x) {
				continue
			}
			p, kind = r.stateOf(x.entry), chancery.Name
		case namedCore:
			p, kind = r.named(i, x), chancery.Name
		case knownCore, nameCore:
			p, kind = r.name(i, x), chancery.Name
		case bodyCore:
			p = r.body(i, x)
		case titleCore:
			if r.describes(i, x) {
				continue
			}
			p = r.office(i, x)
		case agentCore, demonymCore:
			if r.describes(i, x) {
				continue
			}
			p = r.people(i, x)
		case groupCore:
			p = r.group(i, x)
		case shortCore:
			if p = r.described(i, x); p == nil {
				p = r.called(i, x)
			}
		}
		if p == nil {
			continue
		}
		sp.people[x] = p
		r.enter(i, x, p, kind)
	}
	for _, x := range later {
		r.refer(i, x)
	}
}

// refer records the mention of whom the pronoun x stands for.
func (r *resolver) refer(i int, x *np) {
	if p := r.pronoun(i, x); p != nil {
		at := r.span(i, x.from, x.to)
		r.mention(p, at, at, chancery.Pronoun)
		r.sentences[i].people[x] = p
	}
}

// enter records the mention of p by x and what x says about p.
func (r *resolver) enter(i int, x *np, p *person, kind chancery.MentionKind) {
	from, to := x.from, x.to
	if from > x.head {
		from = x.head
	}
	span := r.span(i, from, max(to, x.tail))
	if x.core == countryCore && x.nested && r.sentences[i].s.Tokens[x.from].Cap && strings.ContainsAny(r.sentences[i].s.Tokens[x.from].Text, "-/") {
		span = r.part(i, x)
	}
	r.mention(p, span, r.span(i, x.head, x.tail), kind)
	if x.short != "" && r.short[x.short] == nil {
		r.short[x.short] = p
	}
	for _, b := range x.backers {
		if q := r.referred(i, b); q != nil && !slices.Contains(p.backed, q) {
			p.backed = append(p.backed, q)
		}
	}
	if x.plural && (p.actor.Kind != chancery.ArmedGroup || p.lemma != "") { // "the rebels" are one group that has a name
		p.plural = true
	}
}

func (r *resolver) referred(i int, x *np) *person {
	if x.core == countryCore {
		return r.state(x.entry.iso)
	}
	return r.named(i, x)
}

// part is the half of "US-Iraq" that names x.
func (r *resolver) part(i int, x *np) chancery.Span {
	t := r.sentences[i].s.Tokens[x.from]
	k := strings.IndexAny(t.Text, "-/")
	whole := t.Span.Text(r.doc.Article.Text)
	if len(whole) != len(t.Text) { // odd characters inside
		return t.Span
	}
	left := []lang.Token{{Text: t.Text[:k], Lower: t.Lower[:k], Cap: true}}
	if ph := r.finder.match(left, 0, nil); ph != nil && ph.entry == x.entry {
		return chancery.Span{Start: t.Span.Start, End: t.Span.Start + k}
	}
	return chancery.Span{Start: t.Span.Start + k + 1, End: t.Span.End}
}

func (r *resolver) span(i, from, to int) chancery.Span {
	t := r.sentences[i].s.Tokens
	return chancery.Span{Start: t[from].Span.Start, End: t[to-1].Span.End}
}

func (r *resolver) text(i, from, to int) string {
	if from >= to {
		return ""
	}
	return strings.Join(strings.Fields(lang.Fold(r.span(i, from, to).Text(r.doc.Article.Text))), " ")
}

func (r *resolver) new(key string) *person {
	p := &person{}
	r.add(p)
	if key != "" {
		r.keys[key] = p
	}
	return p
}

func (r *resolver) add(p *person) { r.Cast.people = append(r.Cast.people, p) }

// stateActs decides whether a country or a seat of government is an actor here.
func (r *resolver) stateActs(i int, x *np) bool {
	sp := &r.sentences[i]
	if sp.s.Part == chancery.Dateline || sp.s.Part == chancery.Byline || sp.s.Part == chancery.Credit {
		return false
	}
	if x.nested {
		return x.core == countryCore || r.finder.usage.Acts(sp.s.Tokens, x.head, x.tail, false)
	}
	return r.finder.usage.Acts(sp.s.Tokens, x.head, x.tail, x.core == countryCore || sp.s.Part == chancery.Headline)
}

// state returns the government of a country.
func (r *resolver) state(iso string) *person {
	key := "state:" + iso
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	c := r.finder.countries[iso]
	p.actor.Name, p.actor.Kind, p.actor.Country, p.actor.Code = c.name, chancery.Government, iso, iso+" GOV"
	r.byState[iso] = p
	return p
}

// stateOf returns the government of a country or of a territory.
func (r *resolver) stateOf(e *entry) *person {
	if e.code == "" {
		return r.state(e.iso)
	}
	key := "territory:" + e.name
	if p := r.keys[key]; p != nil {
		return p
	}
	p := r.new(key)
	p.actor.Name, p.actor.Kind, p.actor.Country, p.actor.Code = e.name, chancery.Government, e.iso, e.code
	return p
}

func (r *resolver) named(i int, x *np) *person {
	e := x.entry
	if p := r.short[e.name]; p != nil {
		return p
	}
	key := "named:" + e.name
	if p := r.keys[key]; p != nil {
		return p
	}
	if x.iso != "" && e.iso != "" && x.iso != e.iso {
		switch e.kind {
		case chancery.Office, chancery.ArmedForce, chancery.Government, chancery.Party:
			return r.foreign(i, key, x) // "the Philippine Congress"
		}
	}
	p := r.new(key)
	p.actor.Name, p.actor.Kind, p.actor.Country, p.actor.Code = e.name, e.kind, e.iso, e.code
	if pd := e.at(r.date()); pd != nil {
		p.actor.Kind, p.actor.Country, p.actor.Code = pd.kind, pd.iso, pd.code
	}
	return p
}

// foreign is a body of the country that a phrase names, with the name of
// another country's.
func (r *resolver) foreign(i int, key string, x *np) *person {
	key += ":" + x.iso
	if p := r.keys[key]; p != nil {
		return p
	}
	p, e := r.new(key), x.entry
	p.actor.Name, p.actor.Kind, p.actor.Country = r.text(i, x.head, x.tail), e.kind, x.iso
	if c := r.finder.countries[x.iso]; c.adjective != "" {
		p.actor.Name = c.adjective + " " + p.actor.Name
	}
	p.actor.Code = join(x.iso, strings.TrimSpace(strings.TrimPrefix(e.code, e.iso)))
	return p
}

// number gives the actors ids in the order of their first mentions.
func (c *Cast) number() {
	first := map[*person]int{}
	for k, m := range c.mentions {
		if _, ok := first[m.who]; !ok {
			first[m.who] = k
		}
	}
	var live []*person
	for _, p := range c.people {
		if _, ok := first[p]; ok {
			live = append(live, p)
		} else if c.referred(p) {
			first[p] = len(c.mentions) + len(live)
			live = append(live, p)
		}
	}
	sort.SliceStable(live, func(i, j int) bool { return first[live[i]] < first[live[j]] })
	c.people, c.order = nil, nil
	for _, p := range live {
		c.enlist(p)
	}
	for i := range c.mentions {
		c.mentions[i].Actor = c.mentions[i].who.actor.ID
	}
}

// referred reports whether an actor that is mentioned refers to p.
func (c *Cast) referred(p *person) bool {
	for _, m := range c.mentions {
		if m.who.member == p || slices.Contains(m.who.backed, p) || slices.Contains(m.who.members, p) {
			return true
		}
	}
	return false
}
