package score

import (
	chancery "github.com/chancery-project/chancery"
)

// Compare measures records against gold. The key of recs is Gold.Name; gold
// without a record counts as one in which nothing was found.
func Compare(gold []Gold, recs map[string]*chancery.Record) Report {
	all := newTally()
	var r Report
	for i := range gold {
		rec := recs[gold[i].Name]
		if rec != nil && rec.Article != nil {
			r.Predicted++
		} else {
			rec = nil
		}
		c := newComparison(&gold[i], rec)
		c.events()
		c.times()
		c.quotes()
		c.actors()
		c.places()
		c.figures()
		c.names()
		c.header()
		all.add(c.tally)
		r.PerReport = append(r.PerReport, ReportScore{Name: gold[i].Name, Fields: c.tally.fields()})
	}
	r.Reports = len(gold)
	r.Fields = all.fields()
	r.Accuracies = all.accuracies()
	r.ByType = all.byType()
	r.Counts = all.counts
	r.Errors = all.errors
	r.Calibration = Calibration{all.judged}
	return r
}

// comparison holds one report's gold and record, ready to be compared.
type comparison struct {
	*tally
	gold    *Gold
	rec     *chancery.Record // empty where there is no prediction
	found   bool             // there is a prediction
	sents   []chancery.Span  // of the gold text
	align   *aligner
	aliases map[string][]*GoldActor // by folded name
	byID    map[string]*party
}

// party is a predicted actor as far as comparing goes.
type party struct {
	name, country, code string
	words               []string        // of name, folded
	names               map[string]bool // folded
	kind                chancery.ActorKind
}

func newComparison(g *Gold, rec *chancery.Record) *comparison {
	t := newTally()
	t.report = g.Name
	c := &comparison{tally: t, gold: g, rec: rec, found: rec != nil, sents: sentences(g.Text),
		aliases: map[string][]*GoldActor{}, byID: map[string]*party{}}
	if !c.found {
		c.rec = &chancery.Record{Article: &chancery.Article{Text: g.Text}}
	}
	text := c.rec.Article.Text
	c.align = newAligner(text, g.Text)
	for i := range g.Actors {
		a := &g.Actors[i]
		for _, name := range append([]string{a.Name}, a.Aliases...) {
			c.aliases[norm(name)] = append(c.aliases[norm(name)], a)
		}
	}
	for i := range c.rec.Actors {
		a := &c.rec.Actors[i]
		p := newParty(a.Name)
		p.country, p.code, p.kind = a.Country, a.Code, a.Kind
		for _, m := range a.Mentions {
			if name := norm(m.Span.Text(text)); name != "" && m.Kind != chancery.Pronoun {
				p.names[name] = true
			}
		}
		c.byID[a.ID] = p
	}
	return c
}

func newParty(name string) *party {
	p := &party{name: name, words: normWords(name), names: map[string]bool{}}
	if n := norm(name); n != "" {
		p.names[n] = true
	}
	return p
}

// party returns the predicted actor with that id. An id that no actor has is
// taken for a name or a country code.
func (c *comparison) party(id string) *party {
	if p := c.byID[id]; p != nil {
		return p
	}
	p := newParty(id)
	if isCountry(id) {
		p.country = id
	}
	return p
}

func (c *comparison) parties(ids []string) []*party {
	var out []*party
	for _, id := range ids {
		out = append(out, c.party(id))
	}
	return out
}

// countryPrefix returns the country that an actor code begins with, or "".
func countryPrefix(code string) string {
	if len(code) >= 3 && isCountry(code[:3]) {
		return code[:3]
	}
	return ""
}

func isCountry(s string) bool {
	if len(s) != 3 {
		return false
	}
	for i := range 3 {
		if s[i] < 'A' || s[i] > 'Z' {
			return false
		}
	}
	return true
}

// goldNames returns every folded name of the gold actor called name.
func (c *comparison) goldNames(name string) []string {
	out := []string{norm(name)}
	for _, a := range c.aliases[norm(name)] {
		out = append(out, norm(a.Name))
		for _, alias := range a.Aliases {
			out = append(out, norm(alias))
		}
	}
	return out
}

// sameName is how alike two names must be (Dice) to name one actor.
const sameName = 0.67

// named reports whether p is the gold actor called name: a name or mention in
// common, two names nearly alike, or one name inside the other with the same
// last word ("Psaki", "Jen Psaki").
func (c *comparison) named(name string, p *party) bool {
	all := c.goldNames(name)
	for _, g := range all {
		if g != "" && p.names[g] {
			return true
		}
	}
	for _, g := range all {
		w := words(g)
		if len(w) == 0 || len(p.words) == 0 {
			continue
		}
		if dice(p.words, w) >= sameName {
			return true
		}
		if p.words[len(p.words)-1] == w[len(w)-1] && (within(p.words, w) || within(w, p.words)) {
			return true
		}
	}
	return false
}

func within(a, b []string) bool {
	has := map[string]bool{}
	for _, w := range b {
		has[w] = true
	}
	for _, w := range a {
		if !has[w] {
			return false
		}
	}
	return true
}

// is reports whether p is the party that the gold calls want: a country code
// or a name.
func (c *comparison) is(want string, p *party) bool {
	if !isCountry(want) {
		return c.named(want, p)
	}
	if p.country == want || countryPrefix(p.code) == want {
		return true
	}
	if p.country != "" || countryPrefix(p.code) != "" {
		return false
	}
	for name := range p.names { // any will do: the order does not matter
		for _, a := range c.aliases[name] {
			if a.Country == want {
				return true
			}
		}
	}
	return false
}

// anyOf reports whether some party of the gold role is among ps.
func (c *comparison) anyOf(r Role, ps []*party) bool {
	if len(r.Parties) == 0 || r.Optional && len(ps) == 0 {
		return true
	}
	for _, alternatives := range r.Parties {
		for _, want := range alternatives {
			for _, p := range ps {
				if c.is(want, p) {
					return true
				}
			}
		}
	}
	return false
}

// allOf reports whether ps are the parties of the gold role, none missed and
// none too many.
func (c *comparison) allOf(r Role, ps []*party) bool {
	if r.Optional && len(ps) == 0 {
		return true
	}
	if len(r.Parties) != len(ps) {
		return false
	}
	used := map[int]bool{}
	for _, alternatives := range r.Parties {
		met := false
		for j, p := range ps {
			if met = !used[j] && c.isAny(alternatives, p); met {
				used[j] = true
				break
			}
		}
		if !met {
			return false
		}
	}
	return true
}

func (c *comparison) isAny(alternatives Alternatives, p *party) bool {
	for _, want := range alternatives {
		if c.is(want, p) {
			return true
		}
	}
	return false
}

func (c *comparison) anyNamed(names []string, ps []*party) bool {
	for _, name := range names {
		for _, p := range ps {
			if c.named(name, p) {
				return true
			}
		}
	}
	return false
}

// sentencesOf returns the gold sentences that spans of the record lie in.
func (c *comparison) sentencesOf(spans ...chancery.Span) sentenceSet {
	var at []chancery.Span
	for _, s := range spans {
		if g, ok := c.align.span(s); ok {
			at = append(at, g)
		}
	}
	return sentencesAt(c.sents, at...)
}

// sentencesWith returns the gold sentences that substrings of its text lie in.
func (c *comparison) sentencesWith(parts ...string) sentenceSet {
	var at []chancery.Span
	for _, p := range parts {
		if s, ok := locate(c.gold.Text, p, 1); ok {
			at = append(at, s)
		}
	}
	return sentencesAt(c.sents, at...)
}

// sentence returns the words of the first sentence of set.
func (c *comparison) sentence(set sentenceSet) string {
	if len(set) == 0 {
		return ""
	}
	return c.sents[set[0]].Text(c.gold.Text)
}
