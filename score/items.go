package score

import (
	"fmt"
	"math"

	chancery "github.com/chancery-project/chancery"
)

// How alike two stretches of words must be (Dice).
const (
	sameQuote     = 0.8
	sameAgreement = 0.6
	sameTopic     = 0.5
)

type goldTime struct {
	*GoldTime
	at chancery.Span
	ok bool
}

type predTime struct {
	*chancery.Timex
	at chancery.Span
	ok bool
}

func (c *comparison) times() {
	gold := make([]goldTime, len(c.gold.Times))
	required := 0
	for i := range gold {
		t := &c.gold.Times[i]
		at, ok := locate(c.gold.Text, t.Text, max(t.Nth, 1))
		gold[i] = goldTime{t, at, ok}
		required += count(t.Required())
	}
	pred := make([]predTime, len(c.rec.Times))
	optional := 0 // predicted times that meet one which is not required
	for i := range pred {
		t := &c.rec.Times[i]
		at, ok := c.align.span(t.Span)
		pred[i] = predTime{t, at, ok}
		optional += count(meetsOptional(gold, pred[i]))
	}
	for _, f := range []struct {
		name string
		fits func(goldTime, predTime) bool
	}{
		{"time_span", func(g goldTime, p predTime) bool { return g.at == p.at }},
		{"time_overlap", func(g goldTime, p predTime) bool { return g.at.Overlaps(p.at) }},
		{"time_value", func(g goldTime, p predTime) bool {
			return g.at.Overlaps(p.at) && (p.Value == g.Value || g.ValueAlt.has(p.Value))
		}},
	} {
		matches := pairTimes(gold, pred, f.fits)
		tp := 0
		hit := map[int]bool{}
		for _, m := range matches {
			hit[m.Gold] = true
			tp += count(gold[m.Gold].Required())
		}
		notFalse := optional
		if f.name == "time_overlap" {
			notFalse = len(matches) - tp
		}
		c.field(f.name, PRF{tp, len(pred) - notFalse, required})
		if f.name == "time_value" {
			c.timeErrors(gold, pred, hit)
		}
	}
}

func meetsOptional(gold []goldTime, p predTime) bool {
	for _, g := range gold {
		if p.ok && g.ok && !g.Required() && g.at.Overlaps(p.at) {
			return true
		}
	}
	return false
}

func pairTimes(gold []goldTime, pred []predTime, fits func(goldTime, predTime) bool) []Pair {
	var pairs []Pair
	for i, g := range gold {
		for j, p := range pred {
			if g.ok && p.ok && fits(g, p) {
				pairs = append(pairs, Pair{1 + float64(count(g.at == p.at)) + float64(count(p.Value == g.Value)), i, j})
			}
		}
	}
	return Greedy(pairs)
}

func (c *comparison) timeErrors(gold []goldTime, pred []predTime, hit map[int]bool) {
	for i, g := range gold {
		if hit[i] || !g.Required() {
			continue
		}
		var have []string
		for _, p := range pred {
			if g.ok && p.ok && g.at.Overlaps(p.at) {
				have = append(have, p.Value)
			}
		}
		c.miss(TimeMissed, g.Type, fmt.Sprintf("%s = %s, have %q", g.Text, g.Value, have), c.sentence(sentencesAt(c.sents, g.at)))
	}
	for _, p := range pred {
		met := false
		for _, g := range gold {
			met = met || g.ok && p.ok && g.at.Overlaps(p.at)
		}
		if !met {
			c.miss(TimeFalse, string(p.Type), p.Span.Text(c.rec.Article.Text)+" = "+p.Value, c.sentence(sentencesAt(c.sents, p.at)))
		}
	}
}

// goldPart and predPart are stretches of content with their quotes.
type goldPart struct {
	*GoldQuote
	text  string
	words []string
}

type predPart struct {
	*chancery.Quote
	words []string
	at    []chancery.Span
}

func (c *comparison) quotes() {
	var gold []goldPart
	for i := range c.gold.Quotes {
		q := &c.gold.Quotes[i]
		for _, part := range q.Parts() {
			gold = append(gold, goldPart{q, part, words(part)})
		}
	}
	pred := c.predParts(gold)
	var pairs []Pair
	for i, g := range gold {
		for j, p := range pred {
			if d := dice(g.words, p.words); d >= sameQuote {
				pairs = append(pairs, Pair{d + float64(0.01*float64(count(string(p.Kind) == g.Kind))), i, j})
			}
		}
	}
	matches := Greedy(pairs)
	goldHit, predHit := map[int]bool{}, map[int]bool{}
	found, spoken, optional := 0, 0, 0
	for _, m := range matches {
		goldHit[m.Gold], predHit[m.Pred] = true, true
		if !gold[m.Gold].Required() {
			optional++
			continue
		}
		found++
		spoken += count(c.quoteAnswers(gold[m.Gold], pred[m.Pred]))
	}
	required := 0
	for i, g := range gold {
		if !g.Required() {
			continue
		}
		required++
		c.answer("quote_recall_"+g.Kind, goldHit[i])
		if !goldHit[i] {
			c.miss(QuoteMissed, g.Kind, g.text, c.sentence(c.sentencesWith(g.text)))
		}
	}
	for j, p := range pred {
		if !predHit[j] {
			c.miss(QuoteFalse, string(p.Kind), p.at[0].Text(c.rec.Article.Text), c.sentence(c.sentencesOf(p.at...)))
		}
	}
	c.field("quote", PRF{found, len(pred) - optional, required})
	c.field("quote_with_speaker", PRF{spoken, len(pred) - optional, required})
}

// predParts returns the content of all predicted quotes, span by span; a
// split quote counts as one where the gold has it whole.
func (c *comparison) predParts(gold []goldPart) []predPart {
	likeGold := func(w []string) bool {
		for _, g := range gold {
			if dice(w, g.words) >= sameQuote {
				return true
			}
		}
		return false
	}
	var out []predPart
	for i := range c.rec.Quotes {
		q := &c.rec.Quotes[i]
		var parts []predPart
		var whole []string
		every := true
		for _, s := range q.Content {
			w := words(s.Text(c.rec.Article.Text))
			if len(w) == 0 {
				continue
			}
			parts = append(parts, predPart{q, w, []chancery.Span{s}})
			whole = append(whole, w...)
			every = every && likeGold(w)
		}
		if len(parts) > 1 && !every && likeGold(whole) {
			parts = []predPart{{q, whole, q.Content}}
		}
		out = append(out, parts...)
	}
	return out
}

// quoteAnswers counts what a paired quote has right and reports whether its
// speaker is.
func (c *comparison) quoteAnswers(g goldPart, p predPart) bool {
	have, right := "", false
	if p.Speaker != "" {
		s := c.party(p.Speaker)
		have, right = s.name, c.named(g.Speaker, s)
	}
	c.answer("quote_speaker", right)
	c.answer("quote_kind", string(p.Kind) == g.Kind)
	if len(g.Via) > 0 {
		c.answer("quote_via", c.anyNamed(g.Via, c.parties(p.Via)))
	}
	if !right {
		c.miss(QuoteSpeaker, g.Kind, fmt.Sprintf("gold %s, have %q", g.Speaker, have), c.sentence(c.sentencesWith(g.text)))
	}
	return right
}

func (c *comparison) actors() {
	ids := make([]*party, len(c.rec.Actors))
	for j, a := range c.rec.Actors {
		ids[j] = c.byID[a.ID]
	}
	var pairs []Pair
	for i, a := range c.gold.Actors {
		for j, p := range ids {
			if !c.named(a.Name, p) {
				continue
			}
			common := map[string]bool{}
			for _, name := range c.goldNames(a.Name) {
				if p.names[name] {
					common[name] = true
				}
			}
			w := 2*float64(count(p.names[norm(a.Name)])) + float64(len(common))*0.1 + float64(count(string(p.kind) == a.Kind))*0.05
			pairs = append(pairs, Pair{w, i, j})
		}
	}
	matched := map[int]*party{}
	for _, m := range Greedy(pairs) {
		matched[m.Gold] = ids[m.Pred]
	}
	for i, a := range c.gold.Actors {
		p := matched[i]
		c.answer("actor_found", p != nil)
		if a.Country != "" {
			c.answer("actor_country", p != nil && p.country == a.Country)
		}
		if a.Code != "" {
			c.answer("actor_code", p != nil && p.code == a.Code)
		}
		c.answer("actor_kind", p != nil && string(p.kind) == a.Kind)
		if p == nil {
			c.miss(ActorMissed, a.Kind, a.Name, "")
		}
	}
}

// nearDegrees is how far off a place may be, in latitude and in longitude.
const nearDegrees = 0.5

func (c *comparison) places() {
	for _, g := range c.gold.Places {
		var found, country, near bool
		for _, p := range c.rec.Places {
			if norm(p.Name) != norm(g.Name) {
				continue
			}
			found = true
			country = country || p.Country == g.Country
			near = near || p.Position != nil && g.Lat != nil && g.Lon != nil &&
				math.Abs(p.Position.Lat-*g.Lat) <= nearDegrees && math.Abs(p.Position.Lon-*g.Lon) <= nearDegrees
		}
		c.answer("place_found", found)
		if g.Country != "" {
			c.answer("place_country", country)
		}
		if g.Lat != nil {
			c.answer("place_coord", near)
		}
		if !found {
			c.miss(PlaceMissed, g.Country, g.Name, "")
		}
	}
}

func (c *comparison) figures() {
	var pairs []Pair
	predAt := make([]sentenceSet, len(c.rec.Figures))
	for j, p := range c.rec.Figures {
		predAt[j] = c.sentencesOf(p.Span)
	}
	goldAt := make([]sentenceSet, len(c.gold.Figures))
	for i, g := range c.gold.Figures {
		goldAt[i] = c.sentencesWith(g.Evidence)
		for j, p := range c.rec.Figures {
			if goldAt[i].meets(predAt[j]) && p.Value == g.Value && string(p.Measure) == g.Measure {
				pairs = append(pairs, Pair{1 + float64(count(g.Relation.has(string(p.Relation)))), i, j})
			}
		}
	}
	goldHit, predHit := map[int]bool{}, map[int]bool{}
	matches := Greedy(pairs)
	for _, m := range matches {
		goldHit[m.Gold], predHit[m.Pred] = true, true
		g, p := c.gold.Figures[m.Gold], c.rec.Figures[m.Pred]
		right := g.Relation.has(string(p.Relation))
		c.answer("figure_relation", right)
		if !right {
			c.miss(FigureRelation, g.Measure, fmt.Sprintf("gold %s, have %s", orNone(g.Relation), p.Relation), c.sentence(goldAt[m.Gold]))
		}
	}
	for i, g := range c.gold.Figures {
		if !goldHit[i] {
			c.miss(FigureMissed, g.Measure, fmt.Sprintf("%s = %g %s", g.Evidence, g.Value, g.Unit), c.sentence(goldAt[i]))
		}
	}
	for j, p := range c.rec.Figures {
		if !predHit[j] {
			c.miss(FigureFalse, string(p.Measure), fmt.Sprintf("%s = %g", p.Span.Text(c.rec.Article.Text), p.Value), c.sentence(predAt[j]))
		}
	}
	c.field("figure", PRF{len(matches), len(c.rec.Figures), len(c.gold.Figures)})
}

// names compares what is told apart by its words alone: agreements and topics.
func (c *comparison) names() {
	var gold, pred, topics []string
	for _, a := range c.gold.Agreements {
		gold = append(gold, a.Name)
	}
	for _, a := range c.rec.Agreements {
		pred = append(pred, a.Name)
	}
	for _, a := range c.rec.Agendas {
		for _, t := range a.Topics {
			topics = append(topics, t.Text)
		}
	}
	c.field("agreement", c.compareNames(gold, pred, sameAgreement, AgreementMissed, AgreementFalse))
	c.field("agenda", c.compareNames(c.gold.Agenda, topics, sameTopic, TopicMissed, TopicFalse))
}

func (c *comparison) compareNames(gold, pred []string, same float64, missed, wrong ErrorKind) PRF {
	var pairs []Pair
	for i, g := range gold {
		for j, p := range pred {
			if d := dice(normWords(g), normWords(p)); d >= same {
				pairs = append(pairs, Pair{d, i, j})
			}
		}
	}
	goldHit, predHit := map[int]bool{}, map[int]bool{}
	matches := Greedy(pairs)
	for _, m := range matches {
		goldHit[m.Gold], predHit[m.Pred] = true, true
	}
	for i, g := range gold {
		if !goldHit[i] {
			c.miss(missed, "", g, c.sentence(c.sentencesWith(g)))
		}
	}
	for j, p := range pred {
		if !predHit[j] {
			c.miss(wrong, "", p, "")
		}
	}
	return PRF{len(matches), len(pred), len(gold)}
}

func (c *comparison) header() {
	a := c.rec.Article
	day := a.Published
	if len(day) > len("2006-01-02") {
		day = day[:len("2006-01-02")]
	}
	c.answer("published", c.found && day == c.gold.Published)
	c.answer("title", c.found && norm(a.Title) == norm(c.gold.Title))
	c.answer("translated", c.found && (a.Translated != nil) == (c.gold.Translated != ""))
}
