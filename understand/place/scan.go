package place

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
)

const (
	longestName = 6     // tokens
	wellKnown   = 50000 // people of a town that is taken for a place without a model's word
)

// sentence finds the mentions of places in one sentence, left to right. Where
// a model has read the text its names are the candidates, beside names that a
// word of kinds.txt makes a place; else all that the gazetteer knows.
func (f *Finder) sentence(doc *lang.Document, i int) []found {
	s := &doc.Sentences[i]
	t := s.Tokens
	named := doc.Names != nil
	var out []found
	for k := 0; k < len(t); {
		kind, from, to := nameAt(doc, t, k)
		if m, end, ok := f.byShape(doc, i, k); ok && !person(doc, m.span) {
			out = append(out, m)
			k = end
			continue
		}
		if toponymic(kind) && from == k {
			m, end := f.named(doc, i, from, to, kind)
			if m != nil && f.stands(s, from, end, m) {
				out = append(out, *m)
			}
			k = end
			continue
		}
		if kind == "ORG" && from == k {
			if e, first, end := f.embedded(doc, t, from, to); len(e) > 0 {
				m := found{entries: e, span: span(t, first, end), sentence: i, kind: e[0].kind}
				m.name = plainText(doc, m.span)
				out = append(out, m)
			}
			k = to
			continue
		}
		entries, end := f.match(doc, t, k)
		if len(entries) == 0 || kind != "" && !toponymic(kind) {
			k = max(k+1, to)
			continue
		}
		if (!named && known(entries) || named && f.plain(s, k, entries)) && f.isPlace(s, k, end, entries) {
			m := found{entries: entries, span: span(t, k, end), sentence: i, kind: entries[0].kind}
			m.name = plainText(doc, m.span)
			m.near = f.after(doc, t, end)
			out = append(out, m)
		}
		k = end
	}
	return out
}

// plain reports whether a name that the model passed over is a place all the
// same: in a dateline, or the name of a country or a continent.
func (f *Finder) plain(s *lang.Sentence, k int, entries []*entry) bool {
	return s.Part == chancery.Dateline || entries[0].kind == chancery.CountryPlace || entries[0].people == 0 && !entries[0].district
}

func known(entries []*entry) bool {
	for _, e := range entries {
		if e.seat || e.people >= wellKnown || e.kind != chancery.City && !e.district && e.kind != chancery.Facility {
			return true
		}
	}
	return false
}

func toponymic(kind string) bool { return kind == "GPE" || kind == "LOC" || kind == "FAC" }

// nameAt returns the kind and the tokens of the name of the model that
// token k is in; "" where it is in none.
func nameAt(doc *lang.Document, t []lang.Token, k int) (kind string, from, to int) {
	lo, hi := 0, len(doc.Names)
	for lo < hi {
		mid := (lo + hi) / 2
		if doc.Names[mid].Span.End <= t[k].Span.Start {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(doc.Names) || doc.Names[lo].Span.Start >= t[k].Span.End {
		return "", k, k
	}
	n := doc.Names[lo].Span
	for from = k; from > 0 && t[from-1].Span.End > n.Start; from-- {
	}
	for to = k + 1; to < len(t) && t[to].Span.Start < n.End; to++ {
	}
	if t[from].Lower == "the" && from < k {
		from++
	}
	return doc.Names[lo].Kind, from, to
}

func person(doc *lang.Document, s chancery.Span) bool {
	for _, n := range doc.Names {
		if n.Span.Start < s.End && s.Start < n.Span.End && (n.Kind == "PER" || n.Kind == "ORG" || n.Kind == "LAW" || n.Kind == "EVENT") {
			return true
		}
	}
	return false
}

// named makes a mention of a name that the model takes for a place. "Paris,
// Texas" in one name is two mentions: the token after the first is returned.
func (f *Finder) named(doc *lang.Document, i, from, to int, kind string) (*found, int) {
	t := doc.Sentences[i].Tokens
	for k := from; k < to; k++ {
		if t[k].Text == "," && k > from {
			to = k
			break
		}
	}
	end := to
	for to > from+1 && (t[to-1].Tag == "POS" || t[to-1].Kind == lang.Mark && t[to-1].Text != ".") {
		to--
	}
	for from < to-1 && (t[from].Lower == "the" || t[from].Kind == lang.Mark) {
		from++
	}
	if t[from].Kind != lang.Word || !t[from].Cap {
		return nil, end
	}
	m := &found{span: span(t, from, to), sentence: i, kind: chancery.OtherPlace}
	if n := nameOver(doc, m.span); n.End < m.span.End && n.End > m.span.Start { // "the Rome" of "Rome-based"
		m.span.End = n.End
	}
	m.name = plainText(doc, m.span)
	if m.entries = f.shortForms(doc, m.span, from > 0 && t[from-1].Text == ","); len(m.entries) == 0 {
		m.entries = f.part(m.name)
	}
	if to < len(t) && t[to].Tag != "POS" || to == len(t) {
		m.near = f.after(doc, t, to)
	}
	switch {
	case len(m.entries) > 0:
		m.kind = m.entries[0].kind
	case kind == "FAC":
		m.kind = chancery.Facility
		m.entries = f.town(doc, t, from, to)
		m.inside = len(m.entries) > 0
	case f.countries[lang.Bare(m.name)] != "": // a demonym
		return nil, end
	case from == 0 || !f.usage.is(t[from-1], locative) && !(t[from-1].Lower == "the" && from > 1 && f.usage.is(t[from-2], locative)):
		return nil, end
	}
	return m, end
}

// town returns the places that the first words of the name of a building or
// a body mean, or those after its "of" or "in": "Aleppo Central Prison",
// "University of Mosul".
func (f *Finder) town(doc *lang.Document, t []lang.Token, from, to int) []*entry {
	entries, _, _ := f.embedded(doc, t, from, to)
	return entries
}

func (f *Finder) embedded(doc *lang.Document, t []lang.Token, from, to int) (entries []*entry, first, end int) {
	try := func(first, end int) []*entry {
		if !t[first].Cap || t[first].Kind != lang.Word || f.persons[bare(t[first])] {
			return nil
		}
		var out []*entry
		for _, e := range f.entries(span(t, first, end).Text(doc.Article.Text)) {
			if e.kind == chancery.City && !e.variant || e.kind == chancery.Region && e.region != "" {
				out = append(out, e)
			}
		}
		return out
	}
	for k := from + 1; k < to-1; k++ {
		if t[k].Lower == "of" || t[k].Lower == "in" {
			if out := try(k+1, to); len(out) > 0 {
				return out, k + 1, to
			}
		}
	}
	for end := to - 1; end > from; end-- {
		if out := try(from, end); len(out) > 0 {
			return out, from, end
		}
	}
	return nil, from, from
}

func plainText(doc *lang.Document, s chancery.Span) string {
	return strings.Join(strings.Fields(lang.Fold(s.Text(doc.Article.Text))), " ")
}

// nameOver returns the span of the model's name that s begins in or before.
func nameOver(doc *lang.Document, s chancery.Span) chancery.Span {
	for _, n := range doc.Names {
		if n.Span.End > s.Start {
			return n.Span
		}
	}
	return chancery.Span{}
}

// part returns what a name can mean, or what it means without the words that
// say which part of a place is meant: "northern Sinai".
func (f *Finder) part(name string) []*entry {
	out := f.entries(name)
	for len(out) == 0 {
		cut := false
		lower := strings.ToLower(name)
		for _, w := range f.modifiers {
			if strings.HasPrefix(lower, w+" ") && len(lower) == len(name) {
				name, cut = name[len(w)+1:], true
				out = f.entries(name)
				break
			}
		}
		if !cut {
			break
		}
	}
	return out
}

// shortForms returns the region of "Ala." and, after a comma, of "AL".
func (f *Finder) shortForms(doc *lang.Document, s chancery.Span, comma bool) []*entry {
	text := doc.Article.Text
	name := s.Text(text)
	stop := strings.HasSuffix(name, ".") || strings.HasPrefix(text[s.End:], ".")
	if !stop && !(comma && strings.ToUpper(name) == name) {
		return nil
	}
	return f.short[gazetteer.Key(name)]
}

// stands reports whether a name that is a place may stand for its place here:
// not where a government acts by it or where it says whose a thing is.
func (f *Finder) stands(s *lang.Sentence, from, to int, m *found) bool {
	if s.Part == chancery.Dateline || m.near != nil || len(m.entries) == 0 {
		return true
	}
	if to < len(s.Tokens) && f.usage.is(s.Tokens[to], affair) {
		return false
	}
	capital := m.entries[0].kind == chancery.CountryPlace
	for _, e := range m.entries {
		capital = capital || e.seat
	}
	return !capital || !f.usage.Governs(s.Tokens, from, to)
}

func span(t []lang.Token, from, to int) chancery.Span {
	return chancery.Span{Start: t[from].Span.Start, End: t[to-1].Span.End}
}

// match returns the entries of the longest name at token k and the token
// after it.
func (f *Finder) match(doc *lang.Document, t []lang.Token, k int) ([]*entry, int) {
	if !t[k].Cap || t[k].Kind != lang.Word || t[k].Lower == "the" {
		return nil, k
	}
	for n := min(longestName, len(t)-k); n > 0; n-- {
		last := t[k+n-1]
		if n > 1 && (last.Kind == lang.Mark || last.Tag == "POS") || last.Kind == lang.Word && !last.Cap && len(last.Text) > 3 {
			continue
		}
		if short := n == 1 && len(last.Text) <= 3; short && strings.ToUpper(last.Text) != last.Text {
			continue
		}
		if e := f.entries(span(t, k, k+n).Text(doc.Article.Text)); len(e) > 0 {
			return e, k + n
		}
	}
	return nil, k
}

// isPlace reports whether a name of the gazetteer stands for its place.
func (f *Finder) isPlace(s *lang.Sentence, from, to int, entries []*entry) bool {
	t := s.Tokens
	if s.Part == chancery.Dateline {
		return true
	}
	locative := from > 0 && (f.usage.is(t[from-1], locative) || t[from-1].Lower == "the" && from > 1 && f.usage.is(t[from-2], locative))
	if to < len(t) && !locative && (t[to].Cap && t[to].Kind == lang.Word && t[to].Tag != "POS" || t[to].Tag == "NN" || t[to].Tag == "NNS") {
		return false // "Paris Hilton", "the Iraq war"
	}
	if to < len(t) && (t[to].Tag == "NN" || t[to].Tag == "NNS") && entries[0].kind == chancery.CountryPlace {
		return false
	}
	if from > 0 && !locative && t[from-1].Cap && t[from-1].Kind == lang.Word && t[from-1].Tag != "IN" && t[from-1].Tag != "DT" && t[from-1].Tag != "CC" {
		return false // "Jack London"
	}
	if to-from == 1 && !locative && f.doubtful(s, from, entries) {
		return false
	}
	capital := entries[0].kind == chancery.CountryPlace
	for _, e := range entries {
		capital = capital || e.seat
	}
	if !capital {
		return true
	}
	unsure := entries[0].kind == chancery.CountryPlace || s.Part == chancery.Headline
	return !f.usage.Acts(t, from, to, unsure)
}

// doubtful reports whether the one word at token k, without a preposition of
// place before it, is likelier something else than the city of that name: an
// abbreviation, a person, a word that happens to begin a sentence.
func (f *Finder) doubtful(s *lang.Sentence, k int, entries []*entry) bool {
	for _, e := range entries {
		if e.kind != chancery.City && !e.district && e.kind != chancery.Facility || e.seat {
			return false
		}
	}
	t := s.Tokens[k]
	return f.persons[bare(t)] || !strings.HasPrefix(t.Tag, "NN") || strings.ToUpper(t.Text) == t.Text && s.Part != chancery.Headline
}

// after returns the country or region of "Odesa, Ukraine", "Paris, Texas",
// "Mobile (Ala.)"; nil for none.
func (f *Finder) after(doc *lang.Document, t []lang.Token, to int) *entry {
	if to+1 >= len(t) || t[to].Text != "," && t[to].Text != "(" || !t[to+1].Cap {
		return nil
	}
	for n := min(3, len(t)-to-1); n > 0; n-- {
		name := span(t, to+1, to+1+n).Text(doc.Article.Text)
		for _, e := range f.short[gazetteer.Key(name)] {
			if strings.ToUpper(name) == name || strings.HasSuffix(name, ".") || to+1+n < len(t) && t[to+1+n].Text == "." {
				return e
			}
		}
		for _, e := range f.entries(name) {
			if e.kind == chancery.CountryPlace || e.kind == chancery.Region && e.country != "" && !e.district {
				return e
			}
		}
	}
	return nil
}

// byShape finds a name that a word of kinds.txt makes a place: "Ain al-Asad
// air base", "Strait of Hormuz". The gazetteer wins where it knows it all.
func (f *Finder) byShape(doc *lang.Document, i, k int) (found, int, bool) {
	t := doc.Sentences[i].Tokens
	end := nameEnd(t, k)
	var best kindWords
	from, to, bare := k, 0, chancery.Span{}
	for _, kw := range f.kinds {
		if kw.before {
			if fits(t, k, kw.words) && t[k].Cap {
				if e := nameEnd(t, k+len(kw.words)); e > k+len(kw.words) && e > to && e <= k+len(kw.words)+2 {
					best, to, bare = kw, e, span(t, k+len(kw.words), e)
				}
			}
			continue
		}
		for at := end; at > k && end > k; at-- { // the word may be part of the capitalised name
			if fits(t, at, kw.words) && at+len(kw.words) > to {
				best, to, bare = kw, at+len(kw.words), span(t, k, at)
				break
			}
		}
	}
	if to == 0 || to-from < 2 {
		return found{}, 0, false
	}
	m := found{span: span(t, from, to), kind: best.kind, sentence: i}
	m.name = plainText(doc, m.span)
	m.near = f.after(doc, t, to)
	if m.entries = f.entries(m.name); len(m.entries) > 0 {
		m.kind = m.entries[0].kind
		return m, to, true
	}
	if best.kind == chancery.City {
		return found{}, 0, false // "town of X": the gazetteer or nothing
	}
	for _, e := range f.entries(bare.Text(doc.Article.Text)) {
		if e.kind == chancery.City || e.kind == chancery.Region && best.kind == chancery.Region {
			m.entries = append(m.entries, e)
		}
	}
	m.inside = len(m.entries) > 0
	return m, to, true
}

func fits(t []lang.Token, k int, words []string) bool {
	if k+len(words) > len(t) {
		return false
	}
	for j, w := range words {
		if t[k+j].Lower != w {
			return false
		}
	}
	return true
}

// nameEnd returns the token after the capitalised words that begin at token
// k; small particles between them belong to the name.
func nameEnd(t []lang.Token, k int) int {
	if k >= len(t) || !t[k].Cap || t[k].Kind != lang.Word || t[k].Tag == "DT" || t[k].Tag == "PRP" || t[k].Tag == "IN" || t[k].Tag == "CC" || t[k].Tag == "UH" || t[k].Tag == "VB" || t[k].Tag == "WRB" {
		return k
	}
	i := k + 1
	for i < len(t) && i < k+8 {
		switch {
		case t[i].Cap && t[i].Kind == lang.Word:
		case (strings.HasPrefix(t[i].Lower, "al-") || strings.HasPrefix(t[i].Lower, "el-")) && t[i].Kind == lang.Word:
		default:
			return i
		}
		i++
	}
	return i
}
