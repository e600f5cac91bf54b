package actor

import (
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// own is what the country of an official publisher weighs.
const own = 6.

// contrast is what a country weighs that the sentence gives to somebody else: "The minister summoned the Bolivian envoy". What the subject is counts for those who
// come after it: "Kenyan troops took the town, officials said".
const contrast = 0.

// first is what the countries of the headline and the first sentence weigh, which
// say whose affairs the report tells of.
const first = 9.

// athome is what the country of one who is no part of a government weighs where he speaks
// of a government, a parliament or an office.
const athome = 6.

// domesticVoice reports whether p speaks to those who govern his own country: an
// opposition, a party, a lawmaker, a court, people.
func domesticVoice(p *person) bool {
	if p.actor.Kind == chancery.Party || p.actor.Kind == chancery.People {
		return true
	}
	for _, c := range strings.Fields(p.actor.Code) {
		switch c {
		case "OPP", "LEG", "PTY", "JUD", "LAB", "CVL", "REL", "EDU", "NGO", "SOC", "AGR":
			return true
		}
	}
	return false
}

// local are the sectors of those who are met where the story is set.
var local = map[string]bool{"CVL": true, "COP": true, "CRM": true, "UAF": true, "REF": true, "REB": true, "MED": true}

// context is the country that the text around x speaks of: what was named
// last weighs most, what a sentence begins with more than what it goes on to;
// then the country that the article is mostly about and mostly set in. An
// official publisher speaks of its own country. The weights were set on the
// development reports and are flat around their optimum.
func (r *resolver) context(i int, x *np) string {
	if x.title != nil && len(x.title.where) == 1 && !x.title.lacking {
		return x.title.where[0] // nobody else has one
	}
	if x.posted() && r.home != "" && r.home != x.away {
		return r.home // whom a ministry calls its envoy it has sent
	}
	sp := &r.sentences[i]
	host, home := "", ""
	switch by, sends := r.doer(i, x); {
	case by == nil || by.actor.Country == "":
	case sends && (x.posted() || x.core == agentCore && x.entry.kind == chancery.ArmedForce):
		return by.actor.Country // "the Turkish navy sent two frigates"
	case x.posted():
		host = by.actor.Country // "the ministry summoned the ambassador"
	case !by.guessed && domesticVoice(by) && (x.core == bodyCore || x.core == titleCore && x.title.use == "office"):
		home = by.actor.Country // "the opposition accused the government"
	}
	pos := sp.s.Tokens[x.head].Span.Start
	para := sp.s.Paragraph
	weight, named, where, places := map[string]float64{}, map[string]float64{}, map[string]float64{}, 0.0
	leads, leading, lead := map[string]float64{}, 0.0, r.lead()
	var order []string
	last := -1
	add := func(iso string, w float64) {
		if _, ok := weight[iso]; !ok {
			order = append(order, iso)
		}
		weight[iso] += w
	}
	if home != "" {
		add(home, athome)
	}
	among := x.entry != nil && local[strings.TrimSuffix(x.entry.code, " OPP")] || x.title != nil && local[x.title.code]
	if r.home != "" && !among { // who speaks is not among those whom it befell
		w := 2.
		if x.title != nil && strings.HasPrefix(x.title.code, "GOV") {
			w = own // a ministry speaks of its own officials
		}
		add(r.home, w)
	}
	for _, e := range r.evidence {
		w := 0.0
		switch {
		case e.sentence == i && e.pos < pos && e.place && e.sentence != last && r.opens(i, e.pos):
			w = 6 // "In Lahore, the opposition leader"
		case e.sentence == i && e.pos < pos && e.subject:
			w = 6.5
		case e.sentence == i && e.pos < pos && e.acting:
			w = 4
		case e.sentence == i && e.pos < pos:
			w = 3
		case e.sentence == i && x.title != nil && x.title.use == "office":
			w = 0 // whom an officer of state meets or praises is another
		case e.sentence == i:
			w = 1
		case e.paragraph == para && e.pos < pos && e.subject && e.sentence == i-1:
			w = 4
		case e.paragraph == para && e.pos < pos:
			w = 2
		case e.pos < pos && para-e.paragraph <= 2:
			w = 0.5
		}
		if e.other != nil && e.other != x && e.sentence == i && (e.pos > pos || !strings.HasPrefix(r.relationOf(i, e.other), "nsubj")) {
			w *= contrast
		}
		if w > 0 && e.sentence != last {
			w *= 1.5
		}
		last = e.sentence
		add(e.iso, w)
		if e.place {
			where[e.iso]++
			places++
		}
		named[e.iso]++
		if e.sentence <= lead {
			leads[e.iso]++
			leading++
		}
	}
	for k := len(r.mentions) - 1; k >= 0; k-- { // who was at work, as far as their country is known
		m := r.mentions[k]
		if m.Span.Start >= pos || m.who.guessed || m.who.actor.Kind != chancery.Person || m.who.actor.Country == "" {
			continue
		}
		switch {
		case sp.s.Span.Contains(m.Span):
			add(m.who.actor.Country, 1)
		case r.paragraph(m.Span) == para:
			add(m.who.actor.Country, 0.5)
		}
		if k < len(r.mentions)-12 {
			break
		}
	}
	set := 5.
	if among {
		set = 10
	}
	best, top := "", 0.0
	for _, iso := range order {
		if iso == x.away || iso == host || x.title != nil && !x.title.in(iso) {
			continue
		}
		if w := weight[iso] + 5*named[iso]/float64(max(1, len(r.evidence))) + set*where[iso]/max(1, places) + first*leads[iso]/max(1, leading); w > top {
			best, top = iso, w
		}
	}
	if among && best == r.home {
		return "" // a ministry's statement seldom tells what befell its own
	}
	return best
}

// relationOf is what the head of x is in sentence i, by the parse.
func (r *resolver) relationOf(i int, x *np) string {
	s := r.sentences[i].s
	return relation(s, headWord(s, r.span(i, x.head, max(x.tail, x.head+1))))
}

// opens reports whether the place at pos opens sentence i: "In Lahore, …".
func (r *resolver) opens(i, pos int) bool {
	t := r.sentences[i].s.Tokens
	return len(t) > 1 && t[0].Tag == "IN" && t[1].Span.Start <= pos && pos <= t[min(3, len(t)-1)].Span.Start
}

// paragraph is the number of the paragraph that span lies in, or -1.
func (r *resolver) paragraph(span chancery.Span) int {
	k := sort.Search(len(r.sentences), func(i int) bool { return r.sentences[i].s.Span.End >= span.End })
	if k == len(r.sentences) {
		return -1
	}
	return r.sentences[k].s.Paragraph
}

// scene is the country of the towns and regions that a sentence names, if it
// is one.
func (r *resolver) scene(i int) string {
	iso := ""
	for _, e := range r.evidence {
		if e.sentence != i || !e.place {
			continue
		}
		if iso != "" && iso != e.iso {
			return ""
		}
		iso = e.iso
	}
	return iso
}

// elsewhere reports whether what sentence i names before x are other countries
// than iso.
func (r *resolver) elsewhere(i int, x *np, iso string) bool {
	other := false
	for _, e := range r.evidence {
		if e.sentence == i && e.pos < r.sentences[i].s.Tokens[x.head].Span.Start {
			if e.iso == iso {
				return false
			}
			other = true
		}
	}
	return other
}

// lead is the number of the first sentence of the article's body.
func (r *resolver) lead() int {
	for i := range r.sentences {
		if r.sentences[i].s.Part == chancery.Body {
			return i
		}
	}
	return -1
}
