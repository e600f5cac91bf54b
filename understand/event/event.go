// Package event finds what an article says happened, is planned, asked for or
// denied: events as PLOVER defines them, with their parties, status, time,
// place and source, and the figures, agreements and agendas beside them.
//
// What words tell which event is data: the folders events, figures,
// agreements and agendas of the lexicon. The code here knows only the frame of
// an English sentence: verb groups with their subject, objects and
// prepositional phrases, nouns with theirs.
package event

import (
	"fmt"
	"slices"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/understand/actor"
)

// Context is what the earlier stages found in the same document.
type Context struct {
	Times  []chancery.Timex
	Places []chancery.Place
	Cast   *actor.Cast
	Quotes []chancery.Quote
}

// Result is what Find found. Slices are empty, not nil-checked, where there
// is nothing.
type Result struct {
	Events     []chancery.Event
	Figures    []chancery.Figure
	Agreements []chancery.Agreement
	Agendas    []chancery.Agenda
}

// Finder finds the events of articles. It is safe for concurrent use.
type Finder struct {
	*vocabulary
	figures    *figureWords
	agreements *agreementWords
	agendas    *agendaWords
	talkNames  *talkWords
}

// New compiles the lexicon's folders events, figures, agreements and agendas.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	v, err := compile(lex)
	if err != nil {
		return nil, err
	}
	f := &Finder{vocabulary: v}
	if f.figures, err = compileFigures(lex); err != nil {
		return nil, err
	}
	if f.agreements, err = compileAgreements(lex); err != nil {
		return nil, err
	}
	if f.agendas, err = compileAgendas(lex); err != nil {
		return nil, err
	}
	if f.talkNames, err = compileTalks(lex); err != nil {
		return nil, err
	}
	return f, nil
}

// Find returns the events e1, e2, … in text order with what hangs on them.
func (f *Finder) Find(doc *lang.Document, c Context) Result {
	out, _ := f.find(&reading{Finder: f, doc: doc, Context: c})
	return out
}

// Explain is Find with the reasons for each event, in the order of the events,
// and then for what fitted a pattern and is no event all the same.
func (f *Finder) Explain(doc *lang.Document, c Context) (Result, []chancery.Explanation) {
	return f.find(&reading{Finder: f, doc: doc, Context: c, tracing: true})
}

func (f *Finder) find(r *reading) (Result, []chancery.Explanation) {
	r.Times = stretches(r.Times)
	doc, c := r.doc, r.Context
	r.timesHung, r.placesHung, r.sites = map[*parse][]hung{}, map[*parse][]hung{}, map[string]int{}
	r.index()
	r.author = r.statement()
	for i := range doc.Sentences {
		if skipped(doc.Sentences[i].Part) {
			r.parses = append(r.parses, nil)
			continue
		}
		p := parseSentence(&doc.Sentences[i], c.timed(&doc.Sentences[i]), r.acting(i))
		r.elliptic(p)
		r.parses = append(r.parses, p)
		r.sentence = i
		first := len(r.drafts)
		r.verbEvents(p)
		r.nounEvents(p)
		r.settle(p, first)
	}
	r.attach()
	r.narrate()
	events := r.merge()
	r.date(events)
	r.settings(events)
	out := Result{Agreements: r.findAgreements(events)}
	for i := range events {
		events[i].ID = fmt.Sprintf("e%d", i+1)
	}
	out.Figures = r.findFigures(events)
	out.Agendas = r.findAgendas(events)
	for i := range events {
		out.Events = append(out.Events, events[i].Event)
	}
	return out, r.explanations(events)
}

// timed marks the tokens of a sentence that belong to time expressions.
func (c Context) timed(s *lang.Sentence) []bool {
	out := make([]bool, len(s.Tokens))
	for _, t := range c.Times {
		if !s.Span.Contains(t.Span) {
			continue
		}
		for i := range s.Tokens {
			out[i] = out[i] || t.Span.Contains(s.Tokens[i].Span)
		}
	}
	return out
}

// title reports whether a part of an article is its headline or standfirst.
func title(k chancery.PartKind) bool { return k == chancery.Headline || k == chancery.Standfirst }

// acting marks the tokens of sentence n, of a title, that belong to actors; nil elsewhere.
func (r *reading) acting(n int) []bool {
	s := &r.doc.Sentences[n]
	if !title(s.Part) {
		return nil
	}
	out := make([]bool, len(s.Tokens))
	for k := r.first[n]; k < len(r.mentions) && r.mentions[k].Span.Start < s.Span.End; k++ {
		for i := range s.Tokens {
			out[i] = out[i] || r.mentions[k].Span.Contains(s.Tokens[i].Span)
		}
	}
	return out
}

// skipped reports whether a part of an article tells no events: its notices,
// bylines and credits.
func skipped(k chancery.PartKind) bool {
	return k == chancery.Notice || k == chancery.Byline || k == chancery.Credit || k == chancery.Dateline
}

// draft is an event under way.
type draft struct {
	chancery.Event
	sentence int
	clause   int // that tells it, or -1
	token    int // of the trigger
	noun     bool
	rest     bool     // tells a deed only where no other draft does
	back     bool     // its parties are those of the meeting that it points back to
	armed    bool     // its subject is a weapon: it is a deed even where nobody is named
	unnamed  bool     // its people are only counted or not named: they are found by where it is
	certain  int      // marks for confidence
	untold   bool     // only a headline tells it so far, which leaves out who said so
	rank     int      // place in text order
	specific bool     // its pattern has more than one word
	round    int      // of talks, 0 where none is told
	into     int      // of a draft: the event that it tells
	curbs    bool     // a curfew or the like, which is put on one's own country
	joins    bool     // tells a deed of one party only together with another draft
	sum      string   // of money that is given, "" where none is told
	spoken   bool     // done by the words of a speaker, who needs no other source
	pat      *pattern // of a verb
	why      *Trace
}

// reading is the state of Find for one article.
type reading struct {
	*Finder
	Context
	doc                   *lang.Document
	parses                []*parse
	sentence              int
	drafts                []draft
	timesHung, placesHung map[*parse][]hung
	told                  []told         // in text order
	sites                 map[string]int // what stands at a place, "base": index of the place
	pair                  []string       // who talks with whom, where no event tells it
	mentions              []actor.Mention
	first                 []int  // sentence -> index of its first mention
	author                string // who makes the statement that the article is; "" for a report
	tracing               bool
	addressing            bool     // who speaks to "both sides" is looked for
	why                   *Trace   // of the draft at hand; nil where nobody asked
	traces                []*Trace // of all drafts
}

// States is Cast.States; the mentions that it adds are taken in.
func (r *reading) States(span chancery.Span) []string {
	ids := r.Cast.States(span)
	if len(ids) > 0 {
		r.index()
	}
	return ids
}

func (r *reading) index() {
	r.mentions = r.Cast.Mentions()
	r.first = r.first[:0]
	k := 0
	for i := range r.doc.Sentences {
		for k < len(r.mentions) && r.mentions[k].Span.Start < r.doc.Sentences[i].Span.Start {
			k++
		}
		r.first = append(r.first, k)
	}
}

// within lists the mentions that lie inside span of the current sentence.
func (r *reading) within(span chancery.Span) []*actor.Mention {
	var out []*actor.Mention
	for k := r.first[r.sentence]; k < len(r.mentions) && r.mentions[k].Span.Start < span.End; k++ {
		if span.Contains(r.mentions[k].Span) {
			out = append(out, &r.mentions[k])
		}
	}
	return out
}

// heading returns the mention whose words carry token i, or nil.
func (r *reading) heading(t lang.Token) *actor.Mention {
	for k := r.first[r.sentence]; k < len(r.mentions) && r.mentions[k].Span.Start <= t.Span.Start; k++ {
		if m := &r.mentions[k]; m.Head.Contains(t.Span) {
			return m
		}
	}
	return nil
}

// parties returns the actors that phrase x and those coordinated with it
// name, and whether a phrase names one by its head: "Iraqi officials", not
// "Iraq's proposal", which is only owned by one.
func (r *reading) parties(p *parse, x int) (ids []string, headed bool) {
	for n := 0; x >= 0 && n < 12; n++ {
		one, h := r.party(p, x)
		ids, headed = union(ids, one), headed || h
		x = p.nps[x].next
	}
	return ids, headed
}

// partiesTo is parties for an argument of clause c: a relative clause tells nothing of those
// who are named after it: "Kofi, who left, and Ama".
func (r *reading) partiesTo(p *parse, c *clause, x int) ([]string, bool) {
	if next := p.nps[x].next; c.relative && next >= 0 && c.node > p.nps[x].node && c.node < p.nps[next].node {
		return r.party(p, x)
	}
	return r.parties(p, x)
}

func (r *reading) party(p *parse, x int) ([]string, bool) {
	n := p.nps[x]
	if ids := r.sides(p, x); len(ids) > 0 {
		return ids, true
	}
	if m := r.heading(p.t[n.head]); m != nil {
		if a := r.Cast.Actor(m.Actor); a != nil && (a.Kind != chancery.OtherActor || m.Kind != chancery.Pronoun) {
			if ids := r.Cast.Parties(m.Span); len(ids) > 1 { // a group is its members
				return ids, true
			}
			return union(union(r.adjoined(p, n, m.Span), r.Cast.Parties(m.Span)), r.shared(p, n, m.Span)), true
		}
	}
	for _, m := range r.within(p.s.Span) { // "US Secretary of State John Smith" is one name over two phrases
		if m.Kind == chancery.Name && m.Span.Start == p.t[n.from].Span.Start && m.Span.End > p.t[n.to-1].Span.End {
			return r.Cast.Parties(m.Span), true
		}
	}
	if id := r.self(p.t[n.head]); id != "" {
		return []string{id}, true
	}
	if y := r.through(p, x); y >= 0 { // "hundreds of fishermen"
		return r.party(p, y)
	}
	if y := r.counts(p, x); y >= 0 { // "killed two soldiers, and three were wounded"
		return r.party(p, y)
	}
	if ids := r.host(p, x); len(ids) > 0 { // a country that only stood as a place so far
		return ids, true
	}
	if y := p.renamed(x); y >= 0 { // "his successor, Jean Bosco, …"
		if ids, h := r.party(p, y); h {
			return ids, true
		}
	}
	from := n.from
	for o := n.owner; o >= 0; o = p.nps[o].owner {
		from = p.nps[o].from
	}
	var out []string
	for _, m := range r.within(p.span(from, n.to)) {
		if r.thing(p, x, m) {
			continue
		}
		if a := r.Cast.Actor(m.Actor); a != nil && a.Kind == chancery.Group {
			out = union(out, r.Cast.Parties(m.Span))
			continue
		}
		out = union(out, []string{m.Actor})
	}
	side := p.inClass(x, r.classes["side"])
	if side && len(out) == 0 && n.head > n.from { // "the Greek and Turkish sides of the island"
		if out = r.States(p.span(n.from, n.head)); len(out) > 0 {
			return out, true
		}
	}
	if side && len(out) == 1 { // "the UNITA wing"
		return out, true
	}
	if len(out) == 0 { // "the leaders of India", "members of the group"
		for _, a := range p.following(x) {
			w := p.t[a.prep].Lower
			if w != "of" && w != "by" && w != "from" {
				break
			}
			if pats := r.nouns[p.t[n.head].Lower]; len(pats) > 0 && pats[0].roles[w] == recipient { // "the detention of ministers" is not theirs
				continue
			}
			if ids, h := r.parties(p, a.np); h {
				out = union(out, ids)
			}
		}
	}
	if len(out) == 0 && n.head > n.from { // "Iranian bombing"
		out = r.States(p.span(n.from, n.head))
		_, weapon := r.instrument(p, x)
		return out, len(out) > 0 && !weapon && (p.inClass(x, r.classes["forces"]) || p.inClass(x, r.classes["persons"]) || p.inClass(x, r.classes["relief"])) // "two Chinese ships"
	}
	return out, len(out) > 0 && p.inClass(x, r.classes["forces"]) && r.armed(out) // "Chinese coast guard ships"
}

// thing reports whether m is a weapon that only says what phrase x is: "the drone flight".
func (r *reading) thing(p *parse, x int, m *actor.Mention) bool {
	k := p.tokenAt(m.Head.Start)
	return m.Kind == chancery.Nominal && k >= 0 && k < p.nps[x].head && r.instruments[p.t[k].Lower] != ""
}

// armed reports whether all of ids are forces or groups under arms.
func (r *reading) armed(ids []string) bool {
	return !slices.ContainsFunc(ids, func(id string) bool {
		a := r.Cast.Actor(id)
		return a == nil || a.Kind != chancery.ArmedForce && a.Kind != chancery.ArmedGroup
	})
}

// self returns the speaker of the quotation in which token t is "we" or "I",
// and who makes the statement outside of quotations; "" elsewhere.
func (r *reading) self(t lang.Token) string {
	if t.Lower != "we" && t.Lower != "i" {
		return ""
	}
	author, other := r.author, false
	for _, q := range r.Quotes {
		for _, c := range q.Content {
			if !c.Contains(t.Span) {
				continue
			}
			if q.Kind != chancery.Indirect {
				return r.voice(q.Speaker)
			}
			other = other || q.Speaker != author
		}
	}
	if other {
		return ""
	}
	return author
}

// statement returns who makes the statement that the article is; "" for a report
// and for a transcript, whose turns say whose words they are.
func (r *reading) statement() string {
	for _, q := range r.Quotes {
		if q.Kind == chancery.Direct && q.Cue == nil {
			return ""
		}
	}
	return r.Cast.Author()
}

// voice is a speaker who can act: one that the article names, not the label of a
// turn like "QUESTION".
func (r *reading) voice(id string) string {
	if a := r.Cast.Actor(id); a == nil || a.Kind == chancery.OtherActor && a.Code == "" {
		return ""
	}
	return id
}

// adjoined returns the states whose adjectives stand before a name in phrase n
// and share its noun: Hungary of "Hungarian and [Romanian officials]".
func (r *reading) adjoined(p *parse, n phrase, name chancery.Span) []string {
	to := n.from
	for to < n.to && p.t[to].Span.End <= name.Start {
		to++
	}
	if to-n.from < 2 || p.t[to-1].Lower != "and" {
		return nil
	}
	var out []string
	for _, m := range r.within(p.span(n.from, to-1)) {
		out = union(out, []string{m.Actor})
	}
	if len(out) > 0 {
		return out
	}
	return r.States(p.span(n.from, to-1))
}

// shared returns the parties that a plural office is of besides the one in its
// name: Pakistan of "[the prime ministers of India] and Pakistan".
func (r *reading) shared(p *parse, n phrase, name chancery.Span) []string {
	last := n.head
	for last+1 < len(p.t) && p.t[last+1].Span.End <= name.End {
		last++
	}
	if t := p.t[n.head].Tag; t != "NNS" && t != "NNPS" || last < n.to {
		return nil
	}
	y := p.npAt[last]
	if y < 0 || p.nps[y].prep < n.to || p.t[p.nps[y].prep].Lower != "of" || p.nps[y].next < 0 {
		return nil
	}
	ids, _ := r.parties(p, p.nps[y].next)
	return ids
}

func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

func without(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
