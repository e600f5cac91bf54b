package event

import (
	"sort"

	chancery "github.com/chancery-project/chancery"
)

// merge joins the drafts that tell one event, in text order, and gives each
// its score and confidence.
func (r *reading) merge() []draft {
	sort.SliceStable(r.drafts, func(i, j int) bool { return r.drafts[i].rank < r.drafts[j].rank })
	var out []draft
next:
	for k := range r.drafts {
		d := r.drafts[k]
		for i := len(out) - 1; i >= 0; i-- {
			if r.same(&out[i], &d) {
				out[i].why.again(d.why)
				r.join(&out[i], &d)
				r.drafts[k].into = i
				continue next
			}
		}
		r.drafts[k].into = len(out)
		d.untold = headline(r, &d)
		out = append(out, d)
	}
	for i := range out {
		d := &out[i]
		d.Goldstein = r.score(d)
		d.Confidence = r.confidence(d)
	}
	return out
}

// same reports whether two drafts can be one event: one type, no mode, party,
// time or place in conflict.
func (r *reading) same(a, b *draft) bool {
	if r.outcome(a, b) || r.outcome(b, a) {
		return true
	}
	if rounds(a, b) || a.Type != b.Type || !agree(a.Mode, b.Mode) && a.Type != chancery.Assault {
		return false
	}
	if a.sentence == b.sentence && !a.noun && !b.noun && !r.hangs(a, b) {
		return false // two verbs of one sentence tell two deeds
	}
	if (a.Status == chancery.CancelledStatus) != (b.Status == chancery.CancelledStatus) || (a.Status == chancery.Denied) != (b.Status == chancery.Denied) {
		return false
	}
	if a.Time != nil && b.Time != nil && !meet(a.Time, b.Time) {
		return false
	}
	meeting := a.Type.Reciprocal() && a.Time != nil && b.Time != nil && a.Time.Value == b.Time.Value && common(a.Actor, b.Actor) > 1
	if a.Place != "" && b.Place != "" && a.Place != b.Place && !r.encloses(a.Place, b.Place) && !meeting {
		return false
	}
	if b.back && common(a.Actor, b.Actor) > 0 {
		return true
	}
	if r.talksOf(a, b) {
		return true
	}
	if a.Type.Reciprocal() {
		shared := common(a.Actor, b.Actor)
		return shared > 1 || shared == 1 && (len(a.Actor) == 1 || len(b.Actor) == 1) && (a.sentence == b.sentence || headline(r, a) || sameStand(a, b))
	}
	if !r.compatible(a.Actor, b.Actor) || !r.compatible(a.Recipient, b.Recipient) {
		return false
	}
	if len(a.Actor) > 0 && len(b.Actor) > 0 && (len(a.Recipient) > 0) == (len(b.Recipient) > 0) {
		return a.sentence == b.sentence || sameStand(a, b) || headline(r, a)
	}
	return headline(r, a) || b.sentence-a.sentence <= 1
}

// hangs reports whether the verb of b is the purpose of that of a: "marched to
// protest".
func (r *reading) hangs(a, b *draft) bool {
	c := r.parses[b.sentence].clauses[b.clause]
	return c.infinitive && c.governor == a.clause && common(a.Actor, b.Actor) > 0
}

// outcome reports whether b tells in the same breath what a weapon's hit, told
// by a, did: "rockets hit the base, killing two soldiers".
func (r *reading) outcome(a, b *draft) bool {
	if !a.armed || a.Type != chancery.Assault || b.Type != chancery.Assault || a.sentence != b.sentence || a.noun || b.noun || a.clause == b.clause {
		return false
	}
	p := r.parses[b.sentence]
	c, by := p.clauses[b.clause], p.clauses[a.clause]
	if c.passive && p.g.is(by.node, "advcl") && p.g.head[by.node] == c.node { // "were killed when rockets hit the base"
		return true
	}
	return c.gerund && p.g.is(c.node, "advcl") && p.g.head[c.node] == by.node || p.g.is(c.node, "conj") && p.g.head[c.node] == by.node && c.subj == by.subj
}

func sameStand(a, b *draft) bool {
	done := func(s chancery.Status) bool { return s == chancery.Happened || s == chancery.Ongoing }
	return done(a.Status) == done(b.Status) || a.Time == nil || b.Time == nil
}

func headline(r *reading, d *draft) bool {
	k := r.doc.Sentences[d.sentence].Part
	return k == chancery.Headline || k == chancery.Standfirst
}

// encloses reports whether one of two places is the country of the other.
func (r *reading) encloses(a, b string) bool {
	var pa, pb *chancery.Place
	for i := range r.Places {
		switch r.Places[i].ID {
		case a:
			pa = &r.Places[i]
		case b:
			pb = &r.Places[i]
		}
	}
	return pa != nil && pb != nil && pa.Country == pb.Country && pa.Country != "" &&
		(pa.Kind == chancery.CountryPlace || pb.Kind == chancery.CountryPlace)
}

func agree(a, b []string) bool { return len(a) == 0 || len(b) == 0 || common(a, b) > 0 }

// compatible reports whether two lists of parties can be the same: they share
// one, one is empty, or they are of one country.
func (r *reading) compatible(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 || common(a, b) > 0 {
		return true
	}
	for _, x := range a {
		for _, y := range b {
			ax, by := r.Cast.Actor(x), r.Cast.Actor(y)
			if ax != nil && by != nil && ax.Country != "" && ax.Country == by.Country && ax.Code == by.Code {
				return true
			}
		}
	}
	return false
}

func common(a, b []string) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			if x == y {
				n++
			}
		}
	}
	return n
}

func meet(a, b *chancery.EventTime) bool {
	return a.Begin <= b.Finish && b.Begin <= a.Finish
}

// join takes what b knows into a. The furthest status that the article
// vouches for wins.
func (r *reading) join(a, b *draft) {
	if b.Evidence[0] != a.Evidence[len(a.Evidence)-1] {
		a.Evidence = append(a.Evidence, b.Evidence[0])
	}
	if !r.talksOf(a, b) || common(a.Actor, b.Actor) == len(b.Actor) {
		a.Actor = union(a.Actor, b.Actor)
	}
	a.Mediator = union(a.Mediator, b.Mediator)
	a.Recipient = union(a.Recipient, without(b.Recipient, a.Actor))
	if len(a.Mode) == 0 {
		a.Mode = b.Mode
	}
	better := farness(b.Status) < farness(a.Status)
	if a.Time == nil || b.Time != nil && len(b.Time.Value) > len(a.Time.Value) {
		if b.Time != nil {
			a.Time = b.Time
		}
	}
	if better {
		a.Status, a.Modality, a.SaidBy, a.DeniedBy = b.Status, b.Modality, b.SaidBy, b.DeniedBy
	} else if b.Status == a.Status && b.SaidBy == "" && !headline(r, b) {
		a.SaidBy = ""
	}
	if a.SaidBy == "" && a.untold && b.Status == a.Status {
		a.SaidBy = b.SaidBy
	}
	a.untold = a.untold && (headline(r, b) || b.Status != a.Status)
	if a.Place == "" || b.Place != "" && r.encloses(a.Place, b.Place) {
		if b.Place != "" {
			a.Place = b.Place
		}
	}
	if headline(r, a) && !headline(r, b) {
		a.Trigger, a.sentence, a.token, a.clause, a.noun = b.Trigger, b.sentence, b.token, b.clause, b.noun
	}
	if len(b.Name) > len(a.Name) {
		a.Name = b.Name
	}
	a.round = max(a.round, b.round)
	a.Contexts = union(a.Contexts, b.Contexts)
	a.certain += b.certain
}

func (r *reading) score(d *draft) *float64 {
	mode := ""
	if len(d.Mode) > 0 {
		mode = d.Mode[0]
	}
	x, ok := r.scores[string(d.Type)+" "+mode]
	if !ok {
		if x, ok = r.scores[string(d.Type)+" "]; !ok {
			return nil
		}
	}
	return &x
}

// talksOf reports whether a and b are named talks of the same two states at the
// same time, whoever speaks for them: "our strategic dialogue with Iraq in April".
func (r *reading) talksOf(a, b *draft) bool {
	if a.Type != chancery.Consult || a.Name == "" || b.Name == "" || a.Time == nil || b.Time == nil || a.Time.Value != b.Time.Value {
		return false
	}
	x, y := r.states(a), r.states(b)
	return len(x) == 2 && len(y) == 2 && common(x, y) == 2
}
