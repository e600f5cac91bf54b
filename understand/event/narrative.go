package event

import (
	"slices"
	"sort"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/wording"
)

// told is a dated or placed deed of a sentence, which what follows goes on from.
type told struct {
	sentence, token int
	typ             chancery.EventType // "" of a deed that is no event
	time            *chancery.EventTime
	place           string
	main            bool // the main line of the narrative, not a clause that only describes
	actors          []string
	said            bool // no deed but the telling of one
	aside           bool // only dates what its sentence tells
}

// narrate keeps what the sentences say of the deeds that were done, before the
// mentions of one event are joined.
func (r *reading) narrate() {
	k := 0
	for i, p := range r.parses {
		if p == nil {
			continue
		}
		r.sentence = i
		for _, h := range r.hangings(p) {
			t := eventTime(r.Times[h.which])
			at := max(h.verb, h.host)
			if at < 0 || p.clOf[at] < 0 || !p.mainLine(at) || p.tense(at) != past || r.today() != "" && day(t.Finish) > r.today() || r.Times[h.which].Type == chancery.Duration || r.hourOnly(r.Times[h.which]) {
				continue
			}
			r.told = append(r.told, told{sentence: i, token: at, time: t, main: true, said: p.g.child(at, "ccomp") >= 0 || p.g.is(at, "parataxis")})
		}
		for ; k < len(r.drafts) && r.drafts[k].sentence == i; k++ {
			d := &r.drafts[k]
			if d.Status == chancery.Happened && (d.Time != nil || d.Place != "") {
				nodes := p.nodes(d)
				r.told = append(r.told, told{i, d.token, d.Type, d.Time, d.Place, p.mainLine(nodes[len(nodes)-1]), d.Actor, false, r.aside(d)})
			}
		}
	}
}

// hourOnly reports whether a time of day names no day, "around midnight": which
// day that is was only inferred.
func (r *reading) hourOnly(t chancery.Timex) bool {
	if t.Type != chancery.Time {
		return false
	}
	for _, w := range strings.Fields(t.Span.Text(r.doc.Article.Text)) {
		if c := w[0]; c >= 'A' && c <= 'Z' {
			return false
		}
		switch w {
		case "last", "this", "yesterday", "today", "tonight":
			return false
		}
	}
	return true
}

// date gives the deeds that no words of their own date the time that the
// narrative has reached: that of the deed that the sentence names ("during the
// raid"), of the paragraph, of the report.
func (r *reading) date(events []draft) {
	for i := range events {
		d := &events[i]
		if d.Time != nil || d.Status != chancery.Happened && d.Status != chancery.Ongoing {
			continue
		}
		r.sentence = d.sentence
		p := r.parses[d.sentence]
		if d.noun && p.dated(d) {
			continue
		}
		if t := r.known(p, d); t != nil && t.time != nil {
			d.Time = inferred(t.time)
			d.why.note("time", "of the deed told before that the words name", wording.Day(d.Time.Value), d.Trigger, nil)
			continue
		}
		inTitle := title(p.s.Part)
		switch t := r.tenseOf(p, d); {
		case inTitle && t != future, t == perfect && r.bodySentences(d.sentence) == 0:
			if d.Time = r.news(); d.Time == nil {
				d.Time = r.published()
			}
		case t == past && p.mainLine(p.nodes(d)[len(p.nodes(d))-1]):
			d.Time = r.reached(p, d)
		case t == present && verbal(d.Type) && p.performs(d):
			d.Time = r.published()
		}
		if d.Time != nil {
			r.goOn(p, d)
			d.why.note("time", "no words date it: the day that the narrative has reached, or of the news", wording.Day(d.Time.Value), d.Trigger, nil)
		}
	}
}

// performs reports whether the speaker does d by saying so: "we condemn".
func (p *parse) performs(d *draft) bool {
	if d.clause < 0 || p.clauses[d.clause].subj < 0 {
		return false
	}
	w := p.t[p.nps[p.clauses[d.clause].subj].node].Lower
	return w == "we" || w == "i"
}

// mainLine reports whether token at is of a main clause, of one coordinated
// with it or of one that is reported; a deed's noun that only hangs on one is not.
func (p *parse) mainLine(at int) bool {
	for n := 0; at >= 0 && n < 20; n++ {
		if p.g.is(at, "parataxis") && !p.parted(p.g.head[at], at) || p.g.is(at, "acl", "obl", "nmod") || p.g.is(at, "advcl") && !p.sameTime(at) {
			return false
		}
		at = p.g.head[at]
	}
	return true
}

// dated reports whether d only dates what its sentence tells: "days after an
// attack killed two".
func (p *parse) dated(d *draft) bool {
	prep := p.nps[p.phraseAt(d.token)].prep
	return prep >= 0 && dates(p.t[prep].Lower)
}

// goOn lets what follows d go on from its time.
func (r *reading) goOn(p *parse, d *draft) {
	nodes := p.nodes(d)
	t := told{d.sentence, d.token, d.Type, d.Time, d.Place, p.mainLine(nodes[len(nodes)-1]), d.Actor, false, r.aside(d)}
	at := sort.Search(len(r.told), func(i int) bool {
		o := &r.told[i]
		return o.sentence > t.sentence || o.sentence == t.sentence && o.token > t.token
	})
	r.told = slices.Insert(r.told, at, t)
}

// tenseOf is the tense in which the deed of d is told: that of the clause above
// where it has none itself.
func (r *reading) tenseOf(p *parse, d *draft) tense {
	nodes := p.nodes(d)
	at := nodes[len(nodes)-1]
	if d.noun && d.clause < 0 {
		return noTense
	}
	for n := 0; n < 6; n++ {
		if t := p.tense(at); t == present && r.timeless[p.t[p.clauses[p.clOf[at]].head].Lower] && p.s.Part == chancery.Body {
			return past // "mortars hit the town"
		} else if t != noTense {
			return t
		}
		if !p.g.is(at, "conj", "xcomp") && !(p.g.is(at, "advcl") && p.sameTime(at)) {
			return noTense
		}
		if at = p.g.head[at]; at < 0 {
			return noTense
		}
	}
	return noTense
}

// known returns the deed told before that the words of d name as known: "in
// the attack", "during the kidnapping".
func (r *reading) known(p *parse, d *draft) *told {
	for _, node := range p.nodes(d) {
		for _, k := range p.g.kids[node] {
			x := p.npOf[k]
			if x < 0 || p.nps[x].prep < 0 || !r.attaches[p.t[p.nps[x].prep].Lower] || p.t[p.nps[x].from].Lower != "the" {
				continue
			}
			for _, pat := range r.nouns[p.t[p.nps[x].head].Lower] {
				if t := r.last(pat.typ, d.sentence); t != nil {
					return t
				}
			}
		}
	}
	return nil
}

// last returns the last deed of type typ told before sentence s, nil for none.
func (r *reading) last(typ chancery.EventType, s int) *told {
	for i := len(r.told) - 1; i >= 0; i-- {
		if r.told[i].sentence < s && r.told[i].typ == typ && r.told[i].time != nil {
			return &r.told[i]
		}
	}
	return nil
}

// reached is the time that a deed told in the simple past goes on from: that
// of the deed before it in its paragraph, or, where its words or its subject
// say that it goes on, in the paragraph before; else that of the report's news.
// What is said, unlike what is done, may be of any day unless it leads.
func (r *reading) reached(p *parse, d *draft) *chancery.EventTime {
	on := p.anaphoric(d) || r.continues(d.sentence) || r.goesOn(d)
	if verbal(d.Type) && !on && r.bodySentences(d.sentence) > 2 {
		return nil
	}
	par := r.doc.Sentences[d.sentence].Paragraph
	for i := len(r.told) - 1; i >= 0; i-- {
		t := &r.told[i]
		if t.time == nil || !t.main || t.said || t.sentence > d.sentence || t.sentence == d.sentence && t.token >= d.token {
			continue
		}
		if t.sentence < d.sentence && r.dated(p) { // it goes on from a time of its own
			return nil
		}
		if was := r.doc.Sentences[t.sentence].Paragraph; was == par || was == par-1 && on {
			return inferred(t.time)
		}
		break
	}
	if r.quoted(d) || r.dated(p) {
		return nil
	}
	if t := r.news(); t != nil || r.bodySentences(d.sentence) > 0 || d.Type != chancery.Consult {
		return t
	}
	return r.published() // the release of a meeting, of no day but its own
}

// goesOn reports whether a person who does d did the last dated deed of the
// paragraph or the one before: a report of one meeting goes on with him.
func (r *reading) goesOn(d *draft) bool {
	for i := len(r.told) - 1; i >= 0; i-- {
		t := &r.told[i]
		if t.time == nil || len(t.actors) == 0 || !t.main || t.sentence > d.sentence || t.sentence == d.sentence && t.token >= d.token {
			continue
		}
		if r.doc.Sentences[t.sentence].Paragraph < r.doc.Sentences[d.sentence].Paragraph-1 {
			return false
		}
		for _, id := range d.Actor {
			if a := r.Cast.Actor(id); a != nil && a.Kind == chancery.Person && slices.Contains(t.actors, id) {
				return true
			}
		}
		return false
	}
	return false
}

// dated reports whether sentence p names a time of its own.
func (r *reading) dated(p *parse) bool {
	for _, h := range r.hangings(p) {
		if r.Times[h.which].Begin != "" {
			return true
		}
	}
	return false
}

// continues reports whether sentence s says that it is of the time that the
// narrative has reached: "later in the day", "at the time".
func (r *reading) continues(s int) bool {
	t := r.doc.Sentences[s].Tokens
	for i := range t {
		for _, words := range r.continuing[t[i].Lower] {
			k := 0
			for k < len(words) && i+k < len(t) && t[i+k].Lower == words[k] {
				k++
			}
			if k == len(words) {
				return true
			}
		}
	}
	return false
}

// anaphoric reports whether the subject of d's verb is a pronoun.
func (p *parse) anaphoric(d *draft) bool {
	if d.clause < 0 {
		return false
	}
	s := p.clauses[d.clause].subj
	return s >= 0 && p.g.upos[p.nps[s].node] == "PRON"
}

// quoted reports whether somebody tells d in his own words.
func (r *reading) quoted(d *draft) bool {
	for _, q := range r.Quotes {
		for _, c := range q.Content {
			if q.Kind == chancery.Direct && c.Contains(d.Trigger) {
				return true
			}
		}
	}
	return false
}

// news is the day of the first deed that the report leads with where it is one
// of the days before publication, nil where the report is of something else.
func (r *reading) news() *chancery.EventTime {
	const days = 10
	pub, err := time.Parse(time.DateOnly, r.today())
	if err != nil {
		return nil
	}
	for _, said := range [...]bool{false, true} { // what was said is dated by its saying only for want of better
		for _, t := range r.told {
			if t.time == nil || t.said != said || !t.main || r.doc.Sentences[t.sentence].Part != chancery.Body || r.bodySentences(t.sentence) > 2 {
				continue
			}
			on, err := time.Parse(time.DateOnly, day(t.time.Begin))
			if err != nil || day(t.time.Finish) != day(t.time.Begin) || on.After(pub) || pub.Sub(on) > days*24*time.Hour {
				continue
			}
			return inferred(t.time)
		}
	}
	return nil
}

// bodySentences counts the sentences of the body before sentence s.
func (r *reading) bodySentences(s int) int {
	n := 0
	for i := range s {
		if r.doc.Sentences[i].Part == chancery.Body {
			n++
		}
	}
	return n
}

// published is the day of publication as a time, nil where it is not known.
func (r *reading) published() *chancery.EventTime {
	if d := r.today(); d != "" {
		return &chancery.EventTime{Value: d, Begin: d, Finish: d}
	}
	return nil
}

// inferred is a time taken over from another deed: its day, of no expression
// of the deed's own.
func inferred(t *chancery.EventTime) *chancery.EventTime {
	if day(t.Begin) == day(t.Finish) {
		return &chancery.EventTime{Value: day(t.Begin), Begin: day(t.Begin), Finish: day(t.Finish)}
	}
	return &chancery.EventTime{Value: t.Value, Begin: t.Begin, Finish: t.Finish}
}
