package score

import (
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// goldEvent and predEvent are events with what comparing them takes.
type goldEvent struct {
	*GoldEvent
	evidence sentenceSet
}

type predEvent struct {
	*chancery.Event
	evidence, trigger sentenceSet
	actor, recipient  []*party
}

func (p *predEvent) time() string {
	if p.Time == nil {
		return ""
	}
	return p.Time.Value
}

// sentences are where the event is said to be: of its trigger, else of its evidence.
func (p *predEvent) sentences() sentenceSet {
	if len(p.trigger) > 0 {
		return p.trigger
	}
	return p.evidence
}

// pools returns the parties of p to compare with both roles of g. Where g is
// reciprocal a record may have put a party into either role.
func pools(g goldEvent, p *predEvent) (actor, recipient []*party) {
	if len(g.Recipient.Parties) == 0 && len(g.Actor.Parties) >= 2 {
		return append(append([]*party{}, p.actor...), p.recipient...), nil
	}
	return p.actor, p.recipient
}

// eventPair is how a gold and a predicted event of fitting type agree.
type eventPair struct{ full, strict bool }

func (c *comparison) events() {
	gold, pred := c.goldEvents(), c.predEvents()
	fits := map[[2]int]eventPair{}
	var pairs []Pair
	for i := range gold {
		for j := range pred {
			if fit, w, ok := c.fitEvents(gold[i], &pred[j]); ok {
				fits[[2]int{i, j}] = fit
				pairs = append(pairs, Pair{w, i, j})
			}
		}
	}
	matches := Greedy(pairs)
	goldHit, predHit := map[int]bool{}, map[int]bool{}
	optional := 0
	var typed, full, strict PRF
	for _, m := range matches {
		goldHit[m.Gold], predHit[m.Pred] = true, true
		if !gold[m.Gold].Required() {
			optional++
			continue
		}
		fit := fits[[2]int{m.Gold, m.Pred}]
		typed.TP++
		full.TP += count(fit.full)
		strict.TP += count(fit.strict)
		c.ofType(gold[m.Gold].Type[0]).TP++
		c.eventAnswers(gold[m.Gold], &pred[m.Pred], fit)
	}
	required := 0
	for i, g := range gold {
		if !g.Required() {
			continue
		}
		required++
		c.ofType(g.Type[0]).Gold++
		if !goldHit[i] {
			c.miss(EventMissed, g.Type[0], g.Evidence, c.sentence(g.evidence))
		}
	}
	right := map[int]bool{}
	for _, m := range matches {
		right[m.Pred] = fits[[2]int{m.Gold, m.Pred}].full
	}
	for j := range pred {
		c.judged = append(c.judged, Judgement{c.report, pred[j].ID, pred[j].Confidence, right[j]})
		if !predHit[j] {
			c.ofType(string(pred[j].Type)).Pred++
			c.miss(EventFalse, string(pred[j].Type), pred[j].Trigger.Text(c.rec.Article.Text), c.sentence(pred[j].sentences()))
		}
	}
	for _, f := range []struct {
		name string
		prf  PRF
	}{{"event_type", typed}, {"event_full", full}, {"event_strict", strict}} {
		c.field(f.name, PRF{f.prf.TP, len(pred) - optional, required})
	}
	c.counts.OptionalEvents += len(gold) - required
	c.counts.OptionalEventsFound += optional
	duplicates := map[int]bool{}
	for at := range fits {
		if !predHit[at[1]] {
			duplicates[at[1]] = true
		}
	}
	c.counts.DuplicateEvents += len(duplicates)
	c.lures(pred, predHit)
}

func (c *comparison) goldEvents() []goldEvent {
	out := make([]goldEvent, len(c.gold.Events))
	for i := range out {
		e := &c.gold.Events[i]
		out[i] = goldEvent{e, c.sentencesWith(append([]string{e.Evidence}, e.EvidenceAlt...)...)}
	}
	return out
}

func (c *comparison) predEvents() []predEvent {
	out := make([]predEvent, len(c.rec.Events))
	for i := range out {
		e := &c.rec.Events[i]
		out[i] = predEvent{Event: e, evidence: c.sentencesOf(e.Evidence...),
			actor: c.parties(e.Actor), recipient: c.parties(e.Recipient)}
		if !e.Trigger.Empty() {
			out[i].trigger = c.sentencesOf(e.Trigger)
		}
	}
	return out
}

// fitEvents reports whether p may be g and how well it fits. The weights make
// the place in the text count most, then the parties, then all the rest.
func (c *comparison) fitEvents(g goldEvent, p *predEvent) (fit eventPair, weight float64, ok bool) {
	if !g.Type.has(string(p.Type)) {
		return fit, 0, false
	}
	actor, recipient := pools(g, p)
	fit.full = c.anyOf(g.Actor, actor) && c.anyOf(g.Recipient, recipient)
	triggered := g.evidence.meets(p.trigger)
	overlap := triggered || g.evidence.meets(p.evidence)
	sameParties := fit.full && len(g.Actor.Parties)+len(g.Recipient.Parties) > 0 && len(actor)+len(recipient) > 0
	if !overlap && !sameParties {
		return fit, 0, false
	}
	fit.strict = c.allOf(g.Actor, actor) && c.allOf(g.Recipient, recipient)
	for _, x := range []struct {
		holds  bool
		weight float64
	}{
		{overlap, 8}, {triggered, 2}, {fit.full, 4}, {fit.strict, 1},
		{g.Status.has(string(p.Status)), 2}, {timeRight(g.Time, p.time()), 1.5},
		{string(p.Type) == g.Type[0], 0.5}, {g.Required(), 0.2},
		{sharesMode(g.Mode, p.Mode), 0.5},
		{c.anyNamed(g.ActorNames, p.actor), 0.4}, {c.anyNamed(g.RecipientNames, p.recipient), 0.4},
		{len(p.evidence) > 0 && p.evidence.equal(g.evidence), 0.3},
	} {
		if x.holds {
			weight += x.weight
		}
	}
	return fit, weight, true
}

func sharesMode(gold Alternatives, pred []string) bool {
	for _, m := range pred {
		if gold.has(m) {
			return true
		}
	}
	return false
}

// eventAnswers counts what a paired event has right.
func (c *comparison) eventAnswers(g goldEvent, p *predEvent, fit eventPair) {
	kind, sentence := g.Type[0], c.sentence(g.evidence)
	if !fit.full {
		c.miss(EventParties, kind, fmt.Sprintf("gold %s, have %s", roles(g), predRoles(p)), sentence)
	}
	status := g.Status.has(string(p.Status))
	c.answer("status", status)
	if g.Status[0] != string(chancery.Happened) {
		c.answer("status_nonhappened", status)
	}
	if !status {
		c.miss(EventStatus, kind, fmt.Sprintf("gold %s, have %s", strings.Join(g.Status, "/"), p.Status), sentence)
	}
	right := timeRight(g.Time, p.time())
	c.answer("time", right)
	if len(g.Time) > 0 {
		c.answer("time_where_gold_has_one", right)
		c.answer("time_exact", g.Time.has(p.time()))
	}
	if !right {
		c.miss(EventTime, kind, fmt.Sprintf("gold %s, have %q", orNone(g.Time), p.time()), sentence)
	}
	c.sourceAnswer(g, p, sentence)
	if len(g.Mode) > 0 {
		c.answer("mode", sharesMode(g.Mode, p.Mode) || len(p.Mode) == 0 && g.Mode.has(""))
	}
	if g.Place != "" {
		name := ""
		if place := c.rec.Place(p.Place); place != nil {
			name = place.Name
		}
		c.answer("place", norm(name) == norm(g.Place))
	}
	if len(g.ActorNames) > 0 {
		actor, _ := pools(g, p)
		c.answer("actor_name", c.anyNamed(g.ActorNames, actor))
	}
	if len(g.RecipientNames) > 0 {
		c.answer("recipient_name", c.anyNamed(g.RecipientNames, p.recipient))
	}
}

func (c *comparison) sourceAnswer(g goldEvent, p *predEvent, sentence string) {
	accepted := append(Alternatives{g.SaidBy}, g.SaidByAlt...)
	have := ""
	right := accepted.has("")
	if s := c.source(p.SaidBy); s != nil {
		have, right = s.name, false
		for _, name := range accepted {
			right = right || name != "" && c.named(name, s)
		}
	}
	c.answer("said_by", right)
	if g.SaidBy != "" {
		c.answer("said_by_where_gold_has_one", right)
	}
	if !right {
		c.miss(EventSource, g.Type[0], fmt.Sprintf("gold %s, have %q", orNone(accepted), have), sentence)
	}
}

// source returns who speaks in the quote that an event is said by, or nil.
func (c *comparison) source(quote string) *party {
	if quote == "" {
		return nil
	}
	q := c.rec.Quote(quote)
	switch {
	case q == nil:
		return c.party(quote)
	case q.Speaker == "":
		return nil
	}
	return c.party(q.Speaker)
}

func (c *comparison) lures(pred []predEvent, hit map[int]bool) {
	for _, l := range c.gold.Lures {
		at := c.sentencesWith(l)
		n := 0
		for j := range pred {
			if !hit[j] && at.meets(pred[j].sentences()) {
				n++
			}
		}
		c.counts.Lures++
		c.counts.LuresHit += count(n > 0)
		c.counts.LureFalseEvents += n
	}
}

func roles(g goldEvent) string {
	one := func(r Role) string {
		var out []string
		for _, p := range r.Parties {
			out = append(out, strings.Join(p, "/"))
		}
		return strings.Join(out, "+")
	}
	return one(g.Actor) + " > " + one(g.Recipient)
}

func predRoles(p *predEvent) string {
	one := func(ps []*party) string {
		var out []string
		for _, p := range ps {
			out = append(out, p.name)
		}
		return strings.Join(out, "+")
	}
	return one(p.actor) + " > " + one(p.recipient)
}

func orNone(a Alternatives) string {
	var out []string
	for _, x := range a {
		if x == "" {
			x = "none"
		}
		out = append(out, x)
	}
	return strings.Join(out, "/")
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
