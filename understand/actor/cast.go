package actor

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// Cast holds the actors of one article. It is not safe for concurrent use.
type Cast struct {
	finder   *Finder
	doc      *lang.Document
	people   []*person
	mentions []Mention
	byState  map[string]*person // ISO code -> its government
	order    []*person          // in order of first mention, as ids go
}

// person is an actor under way; most are no persons.
type person struct {
	actor    chancery.Actor
	tokens   []string // bare words of the name
	gender   byte
	plural   bool
	titles   []string // lemmas of titles that it was given
	lemma    string   // of a nominal: its head
	member   *person
	backed   []*person
	members  []*person
	known    *entry
	former   bool
	posted   bool   // an envoy
	guessed  bool   // the country comes from the text around it
	resident string // of the people of a place: its name
	last     int    // text position of the last mention
}

// Mention is a span that names an actor.
type Mention struct {
	Span  chancery.Span
	Head  chancery.Span // the words that carry it: the name without titles, the noun
	Kind  chancery.MentionKind
	Actor string // id
	who   *person
}

// Actors returns the actors, ids a1, a2, … first those that Find found in
// order of first mention, then those that Resolve made. Ids given out by the
// other methods never change.
func (c *Cast) Actors() []chancery.Actor {
	out := make([]chancery.Actor, len(c.order))
	mentions := map[*person][]chancery.Mention{}
	for _, m := range c.mentions {
		mentions[m.who] = append(mentions[m.who], chancery.Mention{Span: m.Span, Kind: m.Kind})
	}
	for i, p := range c.order {
		a := p.actor
		if p.member != nil {
			a.MemberOf = p.member.actor.ID
		}
		for _, b := range p.backed {
			a.BackedBy = append(a.BackedBy, b.actor.ID)
		}
		for _, m := range p.members {
			a.Members = append(a.Members, m.actor.ID)
		}
		a.Mentions = mentions[p]
		out[i] = a
	}
	return out
}

// Mentions returns all mentions in text order, outer before inner.
func (c *Cast) Mentions() []Mention {
	return append([]Mention(nil), c.mentions...)
}

// Actor returns the actor with that id as it now stands, without mentions,
// or nil.
func (c *Cast) Actor(id string) *chancery.Actor {
	for _, p := range c.order {
		if p.actor.ID == id {
			a := p.actor
			return &a
		}
	}
	return nil
}

// At returns the id of the actor whose mention covers span exactly or best:
// the mention that holds the span's head, else the widest inside it. It is ""
// where no mention fits.
func (c *Cast) At(span chancery.Span) string {
	if m := c.best(span); m != nil {
		return m.who.actor.ID
	}
	return ""
}

func (c *Cast) best(span chancery.Span) *Mention {
	if span.Empty() {
		return nil
	}
	var best *Mention
	score := 0
	carrier := c.carrier(span)
	first := sort.Search(len(c.mentions), func(i int) bool { return c.mentions[i].Span.Start >= span.Start-400 })
	for i := first; i < len(c.mentions); i++ {
		m := &c.mentions[i]
		if m.Span.Start >= span.End {
			break
		}
		if !m.Span.Overlaps(span) {
			continue
		}
		n := 0
		switch {
		case m.Span == span:
			n = 1 << 30
		case m.Head == span:
			n = 1 << 29
		case span.Contains(m.Span):
			n = 1<<20 + m.Span.Len()*4
			if m.Span.Start-span.Start <= 5 { // after "the"
				n += 1 << 12
			}
			if !carrier.Empty() && m.Head.Contains(carrier) {
				n += 1 << 23
			}
		case span.Overlaps(m.Head) && m.Span.Contains(span):
			n = 1<<24 - m.Span.Len()
		case span.Overlaps(m.Head):
			n = 1 << 10
		}
		if n > score {
			best, score = m, n
		}
	}
	return best
}

// carrier is the word that carries the noun phrase at span by the parse; empty where there is none.
func (c *Cast) carrier(span chancery.Span) chancery.Span {
	i := c.doc.SentenceAt(span.Start)
	if i < 0 {
		return chancery.Span{}
	}
	s := &c.doc.Sentences[i]
	w := headWord(s, span)
	if w < 0 {
		return chancery.Span{}
	}
	return s.Words[w].Span
}

// Country returns the id of the government of the state with that ISO 3166-1
// alpha-3 code, or "" where the article does not have it.
func (c *Cast) Country(iso string) string {
	if p := c.byState[iso]; p != nil {
		return p.actor.ID
	}
	return ""
}

// Resolve returns the id of the actor that the noun phrase at span names: that
// of the mention which carries it, as At has it, and not of one that only
// describes it ("his" of "his office"); or else of the state that its first
// words name, or of a new actor, coded by its own words. It returns "" for an
// empty span and for a pronoun that refers to nothing known.
func (c *Cast) Resolve(span chancery.Span) string {
	if m := c.best(span); m != nil && c.carries(m, span) {
		return m.who.actor.ID
	}
	first := span
	if k := strings.IndexByte(span.Text(c.doc.Article.Text), ','); k > 0 {
		first.End = first.Start + k
	}
	tokens := lang.Tokens(c.doc.Article.Text, first)
	if len(tokens) == 0 || len(tokens) == 1 && c.finder.pronouns[tokens[0].Lower] != nil {
		return ""
	}
	if ph := c.finder.match(tokens, 0, func(p *phrase) bool { return p.class == countryName || p.class == seat }); ph != nil && len(ph.words) == len(tokens) {
		return c.state(ph.entry, first) // who speaks is no place
	}
	p := c.finder.nominal(tokens, c.date())
	p.actor.Name = trimArticle(lang.Fold(first.Text(c.doc.Article.Text)))
	if pr := c.finder.pronouns[tokens[0].Lower]; pr != nil && pr.owner {
		if o := c.best(tokens[0].Span); o != nil { // "his office"
			p.actor.Name = possessive(o.who.actor.Name) + strings.TrimPrefix(p.actor.Name, tokens[0].Text)
			if p.actor.Country == "" {
				p.actor.Country = o.who.actor.Country
				p.actor.Code = join(p.actor.Country, p.actor.Code)
			}
		}
	}
	kind := chancery.Nominal
	if tokens[len(tokens)-1].Cap {
		kind = chancery.Name
	}
	c.enlist(p)
	c.mention(p, span, first, kind)
	c.sortMentions()
	return p.actor.ID
}

// Unnamed returns the id of a new actor that the label at span is all that is
// known of: "SENIOR STATE DEPARTMENT OFFICIAL TWO".
func (c *Cast) Unnamed(span chancery.Span) string {
	words := strings.Fields(strings.ToLower(span.Text(c.doc.Article.Text)))
	for i, w := range words {
		first, n := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(first)) + w[n:]
	}
	name := strings.Join(words, " ")
	p := c.finder.nominal(lang.Tokens(name, chancery.Span{End: len(name)}), c.date())
	p.actor.Name, p.actor.Kind = name, chancery.Person
	c.enlist(p)
	c.mention(p, span, span, chancery.Nominal)
	c.sortMentions()
	return p.actor.ID
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "'"
	}
	return name + "'s"
}

// carries reports whether mention m is what the noun phrase at span is about,
// and no possessor, modifier or complement of it.
func (c *Cast) carries(m *Mention, span chancery.Span) bool {
	if m.Span == span || m.Head == span {
		return true
	}
	i := c.doc.SentenceAt(span.Start)
	if i < 0 {
		return true
	}
	s := &c.doc.Sentences[i]
	top, w := headWord(s, span), headWord(s, m.Head)
	if top < 0 || w < 0 || m.Head.Contains(s.Words[top].Span) {
		return true
	}
	for n := 0; w != top && w >= 0 && n < len(s.Words); n++ {
		switch rel, _, _ := strings.Cut(s.Words[w].Relation, ":"); {
		case s.Words[w].Relation == "nmod:desc":
		case rel == "nmod", rel == "compound", rel == "amod", rel == "acl", rel == "obl", rel == "obj":
			return false
		}
		w = s.Words[w].Head
	}
	return true
}

// state returns the id of the government of a country that a mention at span
// names.
func (c *Cast) state(e *entry, at chancery.Span) string {
	p := c.byState[e.iso]
	if p == nil {
		p = &person{}
		p.actor.Kind, p.actor.Country, p.actor.Code = chancery.Government, e.iso, e.iso+" GOV"
		p.actor.Name = c.finder.countries[e.iso].name
		c.byState[e.iso] = p
		c.enlist(p)
	}
	c.mention(p, at, at, chancery.Name)
	c.sortMentions()
	return p.actor.ID
}

// Soil returns the id of the government of the country of a place that a
// mention at span names, for what is done to the state there. It is "" for a
// country that the lexicon does not know.
func (c *Cast) Soil(iso string, at chancery.Span) string {
	if id := c.Country(iso); id != "" {
		return id
	}
	if c.finder.countries[iso] == nil {
		return ""
	}
	return c.state(&entry{iso: iso}, at)
}

// Residents returns the id of the people of the place that a mention at span
// names: those whom a curfew in Abidjan binds.
func (c *Cast) Residents(iso, place string, at chancery.Span) string {
	for _, p := range c.order {
		if p.resident == place {
			c.mention(p, at, at, chancery.Nominal)
			c.sortMentions()
			return p.actor.ID
		}
	}
	p := &person{resident: place, plural: true}
	p.actor.Kind, p.actor.Name, p.actor.Country, p.actor.Code = chancery.People, "people of "+place, iso, join(iso, "CVL")
	c.enlist(p)
	c.mention(p, at, at, chancery.Nominal)
	c.sortMentions()
	return p.actor.ID
}

// States returns the ids of the governments whose countries the words of span
// name, by name, adjective or people: Iran for "Iranian bombing" and
// "Iranians". It makes them actors
// where they are none yet.
func (c *Cast) States(span chancery.Span) []string {
	tokens := lang.Tokens(c.doc.Article.Text, span)
	var out []string
	for i := 0; i < len(tokens); i++ {
		ph := c.finder.match(tokens, i, func(p *phrase) bool {
			return p.class == countryName || p.class == adjective || p.class == demonym && p.plural
		})
		if ph == nil {
			continue
		}
		out = append(out, c.state(ph.entry, chancery.Span{Start: tokens[i].Span.Start, End: tokens[i+len(ph.words)-1].Span.End}))
		i += len(ph.words) - 1
	}
	return out
}

// Parties returns the ids of the actors that a compound noun phrase at span
// names, in text order: both of "the US and Iraq" and of "US-Iraq". A phrase
// that names a group whose members are known gives the members; one that
// names a single actor gives that one.
func (c *Cast) Parties(span chancery.Span) []string {
	var out []string
	have := map[string]bool{}
	put := func(p *person) {
		if len(p.members) > 0 {
			for _, m := range p.members {
				if !have[m.actor.ID] {
					have[m.actor.ID] = true
					out = append(out, m.actor.ID)
				}
			}
			return
		}
		if !have[p.actor.ID] {
			have[p.actor.ID] = true
			out = append(out, p.actor.ID)
		}
	}
	end := -1
	for i := range c.mentions {
		m := &c.mentions[i]
		if span.Contains(m.Span) && m.Span.Start >= end {
			put(m.who)
			end = m.Span.End
		}
	}
	if len(out) == 0 {
		if m := c.best(span); m != nil {
			put(m.who)
		}
	}
	return out
}

func (c *Cast) date() string { return c.doc.Article.Published }

func (c *Cast) enlist(p *person) {
	c.people = append(c.people, p)
	p.actor.ID = fmt.Sprintf("a%d", len(c.order)+1)
	c.order = append(c.order, p)
}

func (c *Cast) mention(p *person, span, head chancery.Span, kind chancery.MentionKind) {
	c.mentions = append(c.mentions, Mention{Span: span, Head: head, Kind: kind, Actor: p.actor.ID, who: p})
	p.last = span.Start
}

func (c *Cast) sortMentions() {
	sort.SliceStable(c.mentions, func(i, j int) bool {
		a, b := c.mentions[i].Span, c.mentions[j].Span
		if a.Start != b.Start {
			return a.Start < b.Start
		}
		return a.End > b.End
	})
	for i := range c.mentions {
		c.mentions[i].Actor = c.mentions[i].who.actor.ID
	}
}

func trimArticle(s string) string {
	for _, a := range [...]string{"the ", "The ", "a ", "A ", "an ", "An ", "that ", "That ", "those ", "Those ", "these ", "These ", "this ", "This "} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			return rest
		}
	}
	return s
}
