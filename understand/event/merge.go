package event

import (
	"slices"
	"sort"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/understand/actor"
)

// merge joins the drafts that tell one event, in text order, and gives each
// its score and confidence.
func (r *reading) merge() []draft {
	sort.SliceStable(r.drafts, func(i, j int) bool { return r.drafts[i].rank < r.drafts[j].rank })
	var out []draft
next:
	for k := range r.drafts {
		d := r.drafts[k]
		for _, fits := range [...]func(o *draft) bool{
			func(o *draft) bool { return inTheField(&d) && d.Place != "" && o.Place == d.Place }, // a deed in the field rather with one at its place
			func(o *draft) bool { return done(o.Status) == done(d.Status) },                      // what is to come rather with what is to come
			func(o *draft) bool { return true },
		} {
			for i := len(out) - 1; i >= 0; i-- {
				if fits(&out[i]) && r.same(&out[i], &d) {
					out[i].why.again(d.why)
					if headline(r, &out[i]) && r.somebody(out[i].Actor) && len(d.Actor) > 0 && !r.somebody(d.Actor) {
						out[i].Actor, out[i].Status = nil, d.Status
					}
					r.join(&out[i], &d)
					r.drafts[k].into = i
					continue next
				}
			}
		}
		r.drafts[k].into = len(out)
		d.untold = headline(r, &d)
		out = append(out, d)
	}
	out = r.alone(out)
	for i := range out {
		d := &out[i]
		d.Actor, d.Recipient = r.ungroup(d.Actor), r.ungroup(d.Recipient)
		d.Recipient = without(d.Recipient, d.Actor)
		d.Goldstein = r.score(d)
		d.Confidence = r.confidence(d)
	}
	return out
}

// alone leaves out what one party discusses with nobody named, where no meeting
// of its own is told beside it.
func (r *reading) alone(drafts []draft) []draft {
	var out []draft
	at := make([]int, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		if at[i] = len(out); d.joins && len(d.Actor) < 2 && len(d.Evidence) < 2 && !r.assembly(d.Actor) {
			d.why.drop("one party alone discusses, and no meeting is told that this belongs to")
			at[i] = -1
			continue
		}
		out = append(out, *d)
	}
	kept := r.drafts[:0]
	for _, d := range r.drafts {
		if d.into = at[d.into]; d.into >= 0 {
			kept = append(kept, d)
		}
	}
	r.drafts = kept
	return out
}

// same reports whether two drafts can be one event: one type, no mode, party,
// time or place in conflict.
func (r *reading) same(a, b *draft) bool {
	if r.outcome(a, b) || r.outcome(b, a) || r.casualties(a, b) || r.calledOff(a, b) || r.oneProtest(a, b) {
		return true
	}
	if rounds(a, b) || a.Type != b.Type || !agree(a.Mode, b.Mode) && a.Type != chancery.Assault && !(seated(a) && seated(b)) {
		return false
	}
	if r.apart(a, b) {
		return false
	}
	if b.Type == chancery.Consult && r.says(b, "again") && farness(b.Status) >= farness(chancery.Planned) && farness(a.Status) < farness(chancery.Planned) {
		return false // "held talks and agreed to meet again"
	}
	if a.sentence == b.sentence && !a.noun && !b.noun && !r.hangs(a, b) && !r.oneBreath(a, b) {
		return false // two verbs of one sentence tell two deeds
	}
	if (a.Status == chancery.CancelledStatus) != (b.Status == chancery.CancelledStatus) || (a.Status == chancery.Denied) != (b.Status == chancery.Denied) {
		return false
	}
	if a.Time != nil && b.Time != nil && !meet(a.Time, b.Time) {
		return false
	}
	if a.sum != "" && b.sum != "" && a.sum != b.sum {
		return false // "sent $3 million … and $5 million in May"
	}
	if a.sum != "" && a.sum == b.sum && headline(r, a) {
		return true
	}
	if b.joins && len(b.Actor) < 2 && r.recalled(a) {
		return false // "when we met in December, … Today we discussed"
	}
	meeting := a.Type.Reciprocal() && a.Time != nil && b.Time != nil && a.Time.Value == b.Time.Value && r.overlap(a.Actor, b.Actor) > 1
	if a.Place != "" && b.Place != "" && a.Place != b.Place && !r.encloses(a.Place, b.Place) && !meeting {
		return false
	}
	if b.back && common(a.Actor, b.Actor) > 0 {
		return done(a.Status) == done(b.Status) // "a request to resume these talks" is about those to come
	}
	if r.talksOf(a, b) {
		return true
	}
	if a.Type.Reciprocal() {
		if a.sentence == b.sentence && !a.noun && a.CAMEO == "045" && done(a.Status) != done(b.Status) {
			return false // "who brokered the truce offered to host a meeting"
		}
		if r.elsewhere(a, b) || r.elsewhere(b, a) || r.ofOld(a, b) {
			return false
		}
		shared := r.overlap(a.Actor, b.Actor)
		if (a.joins && len(a.Actor) < 2 || b.joins && len(b.Actor) < 2) && shared > 0 && b.sentence-a.sentence < 5 && sameStand(a, b) {
			return true
		}
		return shared > 1 || shared == 1 && (len(a.Actor) == 1 || len(b.Actor) == 1) && (a.sentence == b.sentence || headline(r, a) || sameStand(a, b))
	}
	if !a.unnamed && !b.unnamed && !r.compatible(a.Actor, b.Actor) && !(headline(r, a) && r.somebody(a.Actor)) || !r.compatible(a.Recipient, b.Recipient) && !r.homeDeed(a) && !r.homeDeed(b) {
		return r.results(a, b)
	}
	if len(a.Actor) > 0 && len(b.Actor) > 0 && (len(a.Recipient) > 0) == (len(b.Recipient) > 0) {
		return a.sentence == b.sentence || sameStand(a, b) || headline(r, a)
	}
	if r.theAttack(a, b) && b.sentence-a.sentence <= 6 && done(a.Status) {
		return true
	}
	return headline(r, a) || b.sentence-a.sentence <= 1 && !(r.aside(a) && a.sentence != b.sentence && len(b.Recipient) == 0)
}

// seated reports whether d is a meeting that is neither a visit nor a call:
// whether another hosts or many attend it, it may be told without a word of that.
func seated(d *draft) bool {
	return d.Type == chancery.Consult && !slices.Contains(d.Mode, "visit") && !slices.Contains(d.Mode, "phone")
}

// calledOff reports whether b tells what the talks a, which were called off, had
// been to be: "the talks were to be held in Kona".
func (r *reading) calledOff(a, b *draft) bool {
	if a.Type != chancery.Consult || b.Type != a.Type || a.Status != chancery.CancelledStatus || b.Status == a.Status || b.clause < 0 || rounds(a, b) || common(a.Actor, b.Actor) < 2 {
		return false
	}
	const group = 4 // "were to have been held"
	p := r.parses[b.sentence]
	head := p.clauses[b.clause].head
	for k := head - 1; k > 0 && k >= head-group; k-- {
		if w := p.t[k-1].Lower; (w == "was" || w == "were") && p.t[k].Lower == "to" {
			return true
		}
	}
	return false
}

// theAttack reports whether b only points to the attack a: "carried out the
// attack", "condemned the attack on Kona".
func (r *reading) theAttack(a, b *draft) bool {
	if !b.noun || b.Type != chancery.Assault || b.Place != a.Place && (b.Place != "" || len(b.Recipient) > 0) {
		return false
	}
	p := r.parses[b.sentence]
	return p.t[p.nps[p.phraseAt(b.token)].from].Lower == "the"
}

// homeDeed reports whether an attack has for its recipient only the government
// where it was done: "the attack on Kona".
func (r *reading) homeDeed(d *draft) bool {
	if !inTheField(d) || !d.noun || len(d.Recipient) != 1 {
		return false
	}
	for i := range r.Places {
		if pl := &r.Places[i]; pl.ID == d.Place && pl.Kind != chancery.CountryPlace && pl.Country != "" {
			return slices.Equal(d.Recipient, r.government(pl.Country))
		}
	}
	return false
}

// aside reports whether a deed only dates what its sentence tells, which the
// next one goes on from: "two days after rockets killed ten".
func (r *reading) aside(d *draft) bool {
	p := r.parses[d.sentence]
	if d.noun {
		return p.dated(d)
	}
	c := &p.clauses[d.clause]
	return c.subordinator >= 0 && dates(p.t[c.subordinator].Lower)
}

// elsewhere reports whether b is a meeting with people of other countries than
// that which a visits, and so no part of the visit.
func (r *reading) elsewhere(a, b *draft) bool {
	if !slices.Contains(a.Mode, "visit") || slices.Contains(b.Mode, "visit") || len(a.Recipient) == 0 || a.sentence == b.sentence {
		return false
	}
	host, own := r.countries(a.Recipient), r.countries(a.Actor)
	others := 0
	for _, c := range r.countries(b.Actor) {
		if slices.Contains(host, c) {
			return false
		}
		if !slices.Contains(own, c) {
			others++
		}
	}
	return len(host) > 0 && others > 0
}

// ofOld reports whether b is a meeting with one more party than one of a past year that a
// tells of, and says no time: "the two had last met in 2018 … China spoke with both".
func (r *reading) ofOld(a, b *draft) bool {
	year := r.doc.Article.Published
	return a.sentence != b.sentence && a.Time != nil && b.Time == nil && len(b.Actor) > len(a.Actor) && len(a.Actor) > 1 &&
		len(year) >= 4 && len(a.Time.Value) >= 4 && a.Time.Value[:4] < year[:4]
}

// recalled reports whether a deed is only what an earlier time is known by: "when we
// last met".
func (r *reading) recalled(a *draft) bool {
	if a.noun || a.clause < 0 {
		return false
	}
	p := r.parses[a.sentence]
	c := &p.clauses[a.clause]
	return c.subordinator >= 0 && p.t[c.subordinator].Lower == "when" && p.g.is(c.node, "advcl")
}

// hangs reports whether the verb of b is the purpose of that of a: "marched to
// protest".
func (r *reading) hangs(a, b *draft) bool {
	c := r.parses[b.sentence].clauses[b.clause]
	return r.results(a, b) || c.infinitive && c.governor == a.clause && common(a.Actor, b.Actor) > 0
}

// results reports whether b is what came of the attack a: "struck a depot,
// killing four".
func (r *reading) results(a, b *draft) bool {
	if a.Type != chancery.Assault || a.sentence != b.sentence || a.noun || b.noun {
		return false
	}
	p := r.parses[b.sentence]
	c := &p.clauses[b.clause]
	if c.conj == a.clause && c.conj >= 0 && len(a.Recipient) == len(b.Recipient) && common(a.Recipient, b.Recipient) == len(a.Recipient) && len(a.Recipient) > 0 { // "were killed or injured"
		return true
	}
	return c.gerund && p.g.is(c.node, "advcl") && p.clauseAbove(c.node) == a.clause
}

// outcome reports whether b tells in the same breath what a weapon's hit, told
// by a, did: "rockets hit the base, killing two soldiers".
func (r *reading) outcome(a, b *draft) bool {
	if !a.armed || a.Type != chancery.Assault || b.Type != chancery.Assault || a.sentence != b.sentence || a.noun || b.noun || a.clause == b.clause {
		return false
	}
	p := r.parses[b.sentence]
	c, by := p.clauses[b.clause], p.clauses[a.clause]
	if c.passive && headline(r, b) && p.g.child(c.node, "aux:pass") < 0 { // "Rockets hit base, one soldier killed"
		return len(b.Actor) == 0
	}
	if c.passive && p.g.is(by.node, "advcl") && p.g.head[by.node] == c.node { // "were killed when rockets hit the base"
		return true
	}
	return c.gerund && p.g.is(c.node, "advcl") && p.g.head[c.node] == by.node || p.g.is(c.node, "conj") && p.g.head[c.node] == by.node && c.subj == by.subj
}

// casualties reports whether two verbs side by side count the victims of one attack:
// "killed two soldiers and wounded five", "one was killed and another wounded".
func (r *reading) casualties(a, b *draft) bool {
	if a.Type != chancery.Assault || b.Type != chancery.Assault || a.sentence != b.sentence || a.noun || b.noun || a.clause == b.clause {
		return false
	}
	p := r.parses[b.sentence]
	c, by := &p.clauses[b.clause], &p.clauses[a.clause]
	if a.Time != nil && b.Time != nil && !meet(a.Time, b.Time) || !p.g.is(c.node, "conj") || p.g.head[c.node] != by.node || !r.harms(p.t[c.head].Lower) || !r.harms(p.t[by.head].Lower) {
		return false
	}
	return len(a.Actor) == 0 || len(b.Actor) == 0 || common(a.Actor, b.Actor) > 0
}

// harms reports whether a verb form says that people were killed or hurt.
func (r *reading) harms(form string) bool {
	m := r.figures.tolls[keyed{form, "verb"}].measure
	return m == chancery.Killed || m == chancery.Wounded
}

func done(s chancery.Status) bool { return s == chancery.Happened || s == chancery.Ongoing }

func sameStand(a, b *draft) bool {
	return done(a.Status) == done(b.Status) || a.Time == nil || b.Time == nil
}

func headline(r *reading, d *draft) bool {
	k := r.doc.Sentences[d.sentence].Part
	return title(k)
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
			if oneSide(ax, by) || ax != nil && by != nil && ax.Country != "" && ax.Country == by.Country && ax.Code == by.Code && !(r.byName(ax) && r.byName(by)) {
				return true
			}
		}
	}
	return false
}

// byName reports whether an actor is a person whom the article calls by name.
func (r *reading) byName(a *chancery.Actor) bool {
	return a.Kind == chancery.Person && slices.ContainsFunc(r.mentions, func(m actor.Mention) bool { return m.Actor == a.ID && m.Kind == chancery.Name })
}

// oneSide reports whether two actors are one state, or a state and one that
// serves its government: "the White House" and "the United States".
func oneSide(a, b *chancery.Actor) bool {
	return a != nil && b != nil && a.Country != "" && a.Country == b.Country &&
		(a.Kind == chancery.Government && governs(b) || b.Kind == chancery.Government && governs(a))
}

// overlap counts the parties that two lists share, by id or by side.
func (r *reading) overlap(a, b []string) int {
	n := 0
	for _, x := range b {
		for _, y := range a {
			if x == y || oneSide(r.Cast.Actor(x), r.Cast.Actor(y)) {
				n++
				break
			}
		}
	}
	return n
}

// unite adds to a the parties of b that are of no side which a has. Of a state
// and one that serves it the latter stays.
func (r *reading) unite(a, b []string) []string {
	a = append([]string(nil), a...)
next:
	for _, x := range b {
		for i, y := range a {
			ax, by := r.Cast.Actor(x), r.Cast.Actor(y)
			if x == y {
				continue next
			}
			if oneSide(ax, by) {
				if by.Kind == chancery.Government && !slices.Contains(a, x) {
					a[i] = x
				}
				continue next
			}
		}
		a = append(a, x)
	}
	return a
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
	switch {
	case a.unnamed && !b.unnamed && len(b.Actor) > 0: // "thousands rallied": those who are named later
		a.Actor, a.unnamed = b.Actor, false
	case b.unnamed && len(a.Actor) > 0:
	case !r.talksOf(a, b) || common(a.Actor, b.Actor) == len(b.Actor):
		a.Actor = r.unite(a.Actor, b.Actor)
	}
	a.Mediator = union(a.Mediator, b.Mediator)
	if len(a.Recipient) == 0 || !r.casualties(a, b) { // "and another wounded" names no other victim
		if len(a.Recipient) == 0 || !r.homeDeed(b) {
			a.Recipient = r.unite(a.Recipient, without(b.Recipient, a.Actor))
		}
	}
	a.joins = a.joins && b.joins
	if len(a.Mode) == 0 {
		a.Mode = b.Mode
	}
	off := r.calledOff(a, b)
	better := farness(b.Status) < farness(a.Status) && !off
	if off && b.Time != nil { // what is told with the calling off is when that was
		a.Time = b.Time
	}
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
