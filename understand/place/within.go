package place

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// used tells how the toponym at tokens [from, to) is used.
func (r *reading) used(s *lang.Sentence, from, to int, m *found) use {
	t := s.Tokens
	if s.Part == chancery.Dateline || m.near != nil {
		return literal
	}
	m.office = to < len(t) && r.usage.is(t[to], regional)
	modifies := to < len(t) && t[to].Kind == lang.Word && (t[to].Tag == "NN" || t[to].Tag == "NNS" || t[to].Cap && strings.HasPrefix(t[to].Tag, "NN"))
	switch {
	case modifies && r.usage.is(t[to], affair):
		return metonym
	case !r.capital(m.entries) && modifies:
		return associative
	case !r.capital(m.entries):
		return literal
	case modifies && (r.usage.is(t[to], part) || r.usage.is(t[to], held) || r.usage.is(t[to], local) && m.kind == chancery.City):
		return associative
	case modifies, r.usage.Governs(t, from, to):
		return metonym
	}
	return literal
}

// capital reports whether a name can stand for a government: it is that of a
// country or of a seat of government.
func (r *reading) capital(entries []*entry) bool {
	if entries[0].kind == chancery.CountryPlace || r.bodies[lang.Bare(entries[0].name)] {
		return true
	}
	for _, e := range entries {
		if e.seat {
			return true
		}
	}
	return false
}

// within makes mentions of the places in a name that the model takes for
// something else: a body, an office, a happening, a person.
func (r *reading) within(i, from, to int, kind string) {
	s := &r.doc.Sentences[i]
	t := s.Tokens
	if kind == "PER" || kind == "NORP" {
		r.misread(i, from, to, kind)
		return
	}
	if r.locative(t, from) && (r.siteWord(t[to-1]) || from+1 < to && t[from+1].Lower == "of" && r.siteWord(t[from])) {
		r.one(i, from, to, "FAC")
		return
	}
	if entries := r.entries(span(t, from, to).Text(r.doc.Article.Text)); len(entries) > 0 {
		r.misread(i, from, to, kind)
		return
	}
	entries, first, end := r.embedded(i, from, to)
	if len(entries) == 0 {
		return
	}
	doubt := end-first == 1 && (r.ordinary[t[first].Lower] || entries[0].kind == chancery.City && r.persons[bare(t[first])])
	m := found{entries: entries, span: span(t, first, end), sentence: i, kind: entries[0].kind, use: associative, within: first == from && !doubt}
	m.name = plainText(r.doc, m.span)
	if entries[0].kind == chancery.CountryPlace || r.bodies[lang.Bare(entries[0].name)] {
		m.use = metonym
	}
	m.office = end < len(t) && r.usage.is(t[end], regional)
	if end < len(t) && r.usage.is(t[end], local) {
		doubt, m.within = false, true // "Laguna Mayor"
	}
	m.maybe = doubt || !known(entries) && !(end-first > 1 && first == from)
	r.found = append(r.found, m)
}

// misread makes a mention of a place whose name the model takes for a person,
// a people or a body.
func (r *reading) misread(i, from, to int, kind string) {
	s := &r.doc.Sentences[i]
	t := s.Tokens
	m := found{span: span(t, from, to), sentence: i, near: r.after(t, to)}
	m.name = plainText(r.doc, m.span)
	if m.entries = r.part(m.name); len(m.entries) == 0 {
		if !r.joined(i, from, to) {
			r.before(i, from, to)
		}
		return
	}
	if m.near == nil && (r.otherwise(t, from, to, m.name) || to-from == 1 && r.ordinary[t[from].Lower]) {
		return
	}
	m.kind = m.entries[0].kind
	m.use = r.used(s, from, to, &m)
	reached := from > 0 && r.usage.is(t[from-1], visited) && known(m.entries) && !r.persons[lang.Bare(m.name)] // "fled Kharkov"
	m.maybe = !(m.near != nil || reached || kind == "ORG" && to-from > 1 || r.locative(t, from) && (kind == "ORG" || !r.persons[lang.Bare(m.name)]) || to < len(t) && r.usage.is(t[to], local))
	m.within = !r.persons[lang.Bare(m.name)] && !r.surnames[lang.Bare(m.name)] && !r.ordinary[lang.Lower(m.name)]
	r.found = append(r.found, m)
}

// before makes a mention of a place that a word of an office follows in a name
// of several words: "Harare Mayor".
func (r *reading) before(i, from, to int) {
	t := r.doc.Sentences[i].Tokens
	for end := from + 1; end < to; end++ {
		if !r.usage.is(t[end], local) && !r.usage.is(t[end], regional) {
			continue
		}
		if entries := r.entries(span(t, from, end).Text(r.doc.Article.Text)); len(entries) > 0 && !r.demonym[bare(t[from])] {
			r.found = append(r.found, found{name: plainText(r.doc, span(t, from, end)), span: span(t, from, end), sentence: i,
				entries: entries, kind: entries[0].kind, use: associative, office: r.usage.is(t[end], regional)})
		}
		return
	}
}

// town returns the places that the first words of the name of a building or
// a body mean, or those after its "of" or "in": "Aleppo Central Prison",
// "University of Mosul".
func (r *reading) town(i, from, to int) (entries []*entry, host string) {
	all, first, end := r.embedded(i, from, to)
	for _, e := range all {
		if e.kind != chancery.CountryPlace { // an embassy does not lie in the middle of its country
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 {
		return nil, ""
	}
	return entries, plainText(r.doc, span(r.doc.Sentences[i].Tokens, first, end))
}

func (r *reading) embedded(i, from, to int) (entries []*entry, first, end int) {
	t := r.doc.Sentences[i].Tokens
	try := func(first, end int) []*entry {
		if !t[first].Cap || t[first].Kind != lang.Word || end-first == 1 && r.demonym[bare(t[first])] {
			return nil
		}
		var out []*entry
		for _, e := range r.entries(span(t, first, end).Text(r.doc.Article.Text)) {
			if e.kind != chancery.Facility && !(e.kind == chancery.City && e.variant) {
				out = append(out, e)
			}
		}
		return out
	}
	of := -1
	for k := from + 1; k < to-1; k++ {
		if t[k].Lower == "of" || t[k].Lower == "in" {
			of = k
			for end := to; end > k+1; end-- {
				first := k + 1
				if t[first].Lower == "the" && first+1 < end {
					first++
				}
				if out := try(first, end); len(out) > 0 {
					return out, first, end
				}
			}
		}
	}
	for end := to - 1; end > from; end-- {
		if end == of {
			continue
		}
		if out := try(from, end); len(out) > 0 {
			return out, from, end
		}
	}
	for first := from + 1; first < to-1; first++ { // "SME Mauritius Limited"
		if out := try(first, first+1); len(out) > 0 && out[0].kind == chancery.CountryPlace {
			return out, first, first + 1
		}
	}
	for first := max(to-2, from+1); first < to; first++ {
		if out := try(first, to); len(out) > 0 && known(out) && !(to-first == 1 && (r.ordinary[t[first].Lower] || r.persons[bare(t[first])])) {
			return out, first, to
		}
	}
	return nil, from, from
}
