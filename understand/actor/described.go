package actor

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// determined reads the words before the noun at token k of a sentence: the place of its article
// or possessive pronoun, and what stands between; -1 where it has none.
func determined(t []lang.Token, k int) (at int, between []string) {
	const farthest = 6
	for at = k - 1; at >= 0 && k-at <= farthest; at-- {
		switch w := t[at]; {
		case w.Tag == "DT" || w.Tag == "PRP$":
			return at, between
		case w.Kind == lang.Mark && w.Text != "-":
			return -1, between
		case strings.HasPrefix(w.Tag, "JJ") || lang.IsNoun(w.Tag) || w.Tag == "VBN" || w.Tag == "VBG" || w.Tag == "CD" || w.Text == "-" || w.Tag == "RB" || w.Tag == "HYPH":
			between = append([]string{bare(w)}, between...)
		default:
			return -1, between
		}
	}
	return -1, between
}

// standsForState reports whether the noun at token i is one that stands for a
// state by what is before it: "the country", "its southern neighbour".
func (s *scanner) standsForState(f *shortForm, p *phrase, i int) bool {
	t := s.tokens
	if i == 0 || t[i].Cap != unicode.IsUpper(firstRune(p.forms[0])) {
		return false
	}
	if next := i + 1; next < len(t) && (lang.IsNoun(t[next].Tag) || t[next].Lower == "of" || strings.HasPrefix(t[next].Tag, "JJ") && t[next].Cap) {
		return false
	}
	at, between := determined(t, i)
	if at < 0 || t[i].Cap && len(between) > 0 {
		return false
	}
	if f.use == "other" {
		return t[at].Tag == "PRP$"
	}
	return t[at].Tag == "PRP$" || t[at].Lower == "the" || t[at].Lower == "this" || t[at].Lower == "that"
}

// region are the states that words before a noun can be said of; nil where they
// say nothing of that.
func (v *vocabulary) region(words []string) states {
	var out states
	for from := 0; from < len(words); from++ {
		for to := len(words); to > from; to-- {
			s := v.regions[strings.Join(words[from:to], " ")]
			if s == nil {
				continue
			}
			out, from = both(out, s), to-1
			break
		}
	}
	return out
}

// both are the states of a and b; a nil set is all states.
func both(a, b states) states {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	out := states{}
	for iso := range a {
		if b[iso] {
			out[iso] = true
		}
	}
	return out
}

// described is the state that "the country", "the West African nation", "his
// country" or "its ally" stands for; nil where it stands for none.
func (r *resolver) described(i int, x *np) *person {
	f := r.finder.shortForms[x.entry.name]
	if f == nil || x.iso != "" || x.owner != nil || !slices.Contains(f.kinds, chancery.Government) {
		return nil
	}
	t := r.sentences[i].s.Tokens
	at, words := determined(t, x.head)
	if at < 0 || x.tail < len(t) && t[x.tail].Lower == "of" {
		return nil
	}
	for k := at + 1; k < x.head; k++ { // "the Greek island"
		if pc := r.sentences[i].scan.at[k]; pc.is(adjective) || pc.is(countryName) || pc.is(seat) {
			return nil
		}
	}
	for _, w := range words {
		if w == "other" || w == "third" || w == "host" || w == "foreign" {
			return nil
		}
	}
	among := both(f.states, r.finder.region(words))
	own := t[at].Tag == "PRP$"
	away := ""
	switch {
	case f.use == "placed" && among == nil, f.use == "" && len(words) == 0:
		return nil
	case own:
		if x.ownerWord == "" {
			x.ownerWord = t[at].Lower
		}
		p := r.ownerPronoun(i, x)
		if p == nil || p.actor.Country == "" {
			return nil
		}
		if f.use != "other" {
			if among != nil && !among[p.actor.Country] || f.use == "placed" {
				return nil
			}
			return r.state(p.actor.Country) // "his country"
		}
		away = p.actor.Country
		if k := x.tail; k+1 < len(t) { // "its ally, Turkey"
			if t[k].Text == "," {
				k++
			}
			if pc := r.sentences[i].scan.at[k]; pc.is(countryName) || pc.is(seat) {
				return nil
			}
		}
	}
	iso := r.spokenOf(i, t[at].Span.Start, func(iso string) bool {
		return iso != away && (among == nil || among[iso]) && (f.use != "" || r.finder.longNames[iso][x.entry.name])
	})
	if iso == "" {
		return nil
	}
	x.from = min(x.from, at)
	return r.state(iso)
}

// spokenOf is the country that the text before pos of sentence i speaks of most, of
// those that fit: what was named last weighs most, and a subject more.
func (r *resolver) spokenOf(i, pos int, fits func(iso string) bool) string {
	const subject, asPlace, decay, ofLead = 2., 0.5, 0.5, 0.25
	lead := r.lead()
	weight, here := map[string]float64{}, map[string]float64{} // of all sentences, of the one at hand
	best, top, last := "", 0., -1
	for _, e := range r.evidence {
		if e.pos >= pos || e.sentence > i || !fits(e.iso) {
			continue
		}
		if e.sentence != last {
			clear(here)
			last = e.sentence
		}
		w := math.Pow(decay, float64(i-e.sentence))
		if e.acting {
			w *= subject
		}
		if e.place || e.other != nil && !e.acting {
			w *= asPlace
		}
		if e.sentence <= lead { // what the report is about
			w = max(w, ofLead)
		}
		if w <= here[e.iso] { // a sentence speaks of it once
			continue
		}
		weight[e.iso] += w - here[e.iso]
		if here[e.iso] = w; weight[e.iso] > top {
			best, top = e.iso, weight[e.iso]
		}
	}
	return best
}

// placed are the states of which a plural noun can be said where its own line or a word
// before it tells: "the Gulf states"; nil where nothing does.
func (r *resolver) placed(i int, x *np, c *collective) states {
	_, words := determined(r.sentences[i].s.Tokens, x.head)
	return both(c.are, r.finder.region(words))
}

// regional is the group of those states of a region that the article has named, as
// many as the words before x count; all of them where the noun says which they are.
func (r *resolver) regional(i int, x *np, of states, all bool) *person {
	t := r.sentences[i].s.Tokens
	var members []*person
	if all {
		for _, iso := range slices.Sorted(maps.Keys(of)) {
			members = append(members, r.state(iso))
		}
		return r.grouped(members)
	}
	n := 0
	at, _ := determined(t, x.head)
	for k := max(at, 0); k < x.head; k++ {
		n = max(n, numbers[t[k].Lower])
	}
	fits := func(p *person) *person {
		if p = side(p, false); p != nil && of[p.actor.Country] {
			return p
		}
		return nil
	}
	if named := len(r.namedBefore(i, x, fits)); n == 0 {
		n = named
	} else if named < n && n == len(of) { // "the three Baltic states"
		return r.regional(i, x, of, true)
	}
	if n < 2 {
		return nil
	}
	if members = r.salient(i, x, n, fits); len(members) != n {
		return nil
	}
	return r.grouped(members)
}

// namedBefore lists the actors mentioned before x for whom fits holds.
func (r *resolver) namedBefore(i int, x *np, fits func(*person) *person) []*person {
	var out []*person
	pos := r.sentences[i].s.Tokens[x.from].Span.Start
	for _, m := range r.mentions {
		if p := fits(m.who); p != nil && m.Span.Start < pos && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// envoy is the envoy told of last, by whatever title: "the envoy" who was an
// ambassador; nil where none is near.
func (r *resolver) envoy(i int) *person {
	for k := len(r.mentions) - 1; k >= 0; k-- {
		m := &r.mentions[k]
		switch at := r.doc.SentenceAt(m.Span.Start); {
		case at > i:
			continue
		case at < i-nearby:
			return nil
		}
		if m.who.posted && !m.who.plural {
			return m.who
		}
	}
	return nil
}

// theRebels is the armed group that bare "the rebels", "the militants" stands for: the
// one that was named last, where one was within a few sentences.
func (r *resolver) theRebels(i int, x *np, sector string) *person {
	if sector != "REB" && sector != "UAF" && sector != "PRM" || !x.plural || !x.definite || x.from+1 != x.head || x.to > x.tail || x.iso != "" || x.owner != nil || x.sense != "" || x.field != "" {
		return nil
	}
	return r.lastNamed(i, x, chancery.ArmedGroup)
}
