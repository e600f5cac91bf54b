package place

import (
	"strings"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
)

const (
	longestName = 6     // tokens
	wellKnown   = 50000 // people of a town that is taken for a place without a model's word
)

// use is how a toponym is used (Gritta et al. 2020).
type use uint8

const (
	literal     use = iota
	associative     // "Kisumu police": tells whose, not where
	metonym         // "Baghdad asked", "the Iraq war": no place by itself
)

// found is one mention under way.
type found struct {
	name     string
	span     chancery.Span
	entries  []*entry // that the name can mean; none for a name by shape
	kind     chancery.PlaceKind
	sentence int
	near     []*entry // regions and countries that follow the name: "Paris, Texas"
	inside   bool     // entries are of the place in its name: "Port of Beirut"
	site     bool     // a street or a building, which lies in the town that the text is about
	use      use
	within   bool   // part of a longer name: "Cavan Institute"
	office   bool   // an office or a body of a region follows: "New York Gov."
	host     string // the name in it that entries are of, for a site
	maybe    bool   // counts only where the article names the same place beyond doubt
}

// reading is one article under way.
type reading struct {
	*Finder
	doc      *lang.Document
	surnames map[string]bool // of the article's persons, bare
	known    map[string][]*entry
	found    []found
}

// entries returns the places that a name can mean, the same ones each time;
// none for an unknown name.
func (r *reading) entries(name string) []*entry {
	e, ok := r.known[name]
	if !ok {
		e = r.Finder.entries(name)
		r.known[name] = e
	}
	return e
}

// sentence finds the mentions of places in sentence i, left to right. Where a
// model has read the text its names are the candidates, beside names that a
// word of kinds.txt makes a place; else all that the gazetteer knows.
func (r *reading) sentence(i int) {
	t := r.doc.Sentences[i].Tokens
	for k := 0; k < len(t); {
		if end := r.list(i, k); end > k {
			k = end
			continue
		}
		if end := r.dateline(i, k); end > k {
			k = end
			continue
		}
		kind, from, to := nameAt(r.doc, t, k)
		if end := r.whole(t, k, to); end > to && kind != "PER" {
			r.one(i, k, end, "GPE")
			k = end
			continue
		}
		if m, end, ok := r.byShape(i, k); ok && !person(r.doc, m.span) {
			r.found = append(r.found, m)
			k = end
			continue
		}
		switch {
		case kind != "" && from > k:
			k = from
		case kind != "" && from == k:
			if toponymic(kind) {
				r.named(i, from, to, kind)
			} else {
				r.within(i, from, to, kind)
			}
			k = to
		default:
			k = r.unmarked(i, k)
		}
	}
}

// dateline makes a mention of the name that a paragraph begins with and a dash
// follows, and returns the token after it: "TORRINGTON --", "Hanoi (VNA) -".
func (r *reading) dateline(i, k int) int {
	t := r.doc.Sentences[i].Tokens
	if k > 0 || i > 0 && r.doc.Sentences[i-1].Paragraph == r.doc.Sentences[i].Paragraph {
		return k
	}
	entries, end := r.match(t, k)
	next := end
	if next+2 < len(t) && t[next].Text == "(" {
		for next < min(len(t), end+6) && t[next].Text != ")" {
			next++
		}
		next++
	}
	if len(entries) == 0 || next >= len(t) || strings.Trim(t[next].Text, "-") != "" {
		return k
	}
	m := found{entries: entries, span: span(t, k, end), sentence: i, kind: entries[0].kind}
	m.name = plainText(r.doc, m.span)
	r.found = append(r.found, m)
	return end
}

// whole returns the token after the longest name of the lexicon's own at token
// k that goes beyond token to: the model may see only "Line" of "Line of
// Control". It returns to where there is none.
func (r *reading) whole(t []lang.Token, k, to int) int {
	if !t[k].Cap {
		return to
	}
	for end := min(k+5, len(t)); end > max(to, k+1); end-- {
		if t[end-1].Cap && len(r.own[gazetteer.Key(span(t, k, end).Text(r.doc.Article.Text))]) > 0 {
			return end
		}
	}
	return to
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
	if t[from].Lower == "the" && from+1 < to {
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

// named makes mentions of a name that the model takes for a place. "Paris,
// Texas" in one name is two.
func (r *reading) named(i, from, to int, kind string) {
	t := r.doc.Sentences[i].Tokens
	for from < to {
		end := from
		for end < to && (t[end].Kind != lang.Mark || end == from) {
			end++
		}
		r.one(i, from, end, kind)
		from = end
	}
}

func (r *reading) one(i, from, to int, kind string) {
	s := &r.doc.Sentences[i]
	t := s.Tokens
	for to > from && (t[to-1].Tag == "POS" || t[to-1].Kind == lang.Mark || to-1 > from && (t[to-1].Lower == "of" || t[to-1].Lower == "the")) {
		to--
	}
	for from < to && (t[from].Lower == "the" && to > from+1 || t[from].Kind == lang.Mark) {
		from++
	}
	for from < to-1 && !t[from].Cap && t[from].Kind == lang.Word { // "northern Beirut"
		from++
	}
	if from >= to || t[from].Kind == lang.Word && !t[from].Cap {
		return
	}
	m := found{span: span(t, from, to), sentence: i, kind: chancery.OtherPlace}
	m.name = plainText(r.doc, m.span)
	if m.near = r.after(t, to); m.near == nil && r.otherwise(t, from, to, m.name) {
		return
	}
	if m.entries = r.shortForms(m.span, from > 0 && t[from-1].Text == ","); len(m.entries) == 0 {
		m.entries = r.part(m.name)
	}
	if len(m.entries) == 0 && (r.joined(i, from, to) || r.row(i, from, to)) {
		return
	}
	if len(m.entries) == 0 && to-from > 1 && r.demonym[bare(t[from])] && !t[from+1].Cap { // "the Iraqi border", "the Syrian capital Damascus"
		r.one(i, from+1, to, kind)
		return
	}
	switch {
	case len(m.entries) > 0:
		m.kind = m.entries[0].kind
		m.use = r.used(s, from, to, &m)
	case kind == "FAC":
		m.kind, m.site = chancery.Facility, true
		m.entries, m.host = r.town(i, from, to)
		m.inside = len(m.entries) > 0
	case kind == "LOC" && to-from > 1:
		m.site = r.siteWord(t[to-1])
	case len(m.name) < 3 || !r.placed(t, from):
		return
	}
	r.found = append(r.found, m)
}

// row makes mentions of the countries that a name is made of where a comma
// is missing: "Greece Italy". It reports whether it is.
func (r *reading) row(i, from, to int) bool {
	t := r.doc.Sentences[i].Tokens
	if to-from < 2 {
		return false
	}
	for k := from; k < to; k++ {
		if e := r.entries(t[k].Span.Text(r.doc.Article.Text)); len(e) == 0 || e[0].kind != chancery.CountryPlace {
			return false
		}
	}
	for k := from; k < to; k++ {
		r.one(i, k, k+1, "GPE")
	}
	return true
}

// otherwise reports whether a name that a model takes for a place is that of
// something else: a people, a body, a person of the article, a common noun
// ("the State").
func (r *reading) otherwise(t []lang.Token, from, to int, name string) bool {
	bare := lang.Bare(name)
	if r.demonym[bare] || r.bodies[bare] && len(r.own[gazetteer.Key(name)]) == 0 {
		return true
	}
	if to-from > 1 {
		return false
	}
	if r.ordinary[t[from].Lower] && from > 0 && t[from-1].Lower == "the" {
		return true
	}
	return r.surnames[bare] && !r.locative(t, from)
}

// placed reports whether the words before token k make what follows a place:
// a preposition of place, "the village of", or another name that such words
// stand before.
func (r *reading) placed(t []lang.Token, k int) bool {
	for n := 0; n < conjuncts; n++ {
		if r.locative(t, k) || k > 0 && (t[k-1].Lower == "to" || t[k-1].Lower == "from") || k > 1 && t[k-1].Lower == "of" && r.usage.is(t[k-2], part) {
			return true
		}
		if k < 2 || t[k-1].Tag != "CC" && t[k-1].Text != "," {
			return false
		}
		for k -= 2; k > 0 && t[k-1].Cap && t[k-1].Kind == lang.Word; k-- {
		}
		if !t[k].Cap {
			return false
		}
	}
	return false
}

// locative reports whether a preposition of place stands before token k.
func (r *reading) locative(t []lang.Token, k int) bool {
	return k > 0 && (r.usage.is(t[k-1], locative) || t[k-1].Lower == "the" && k > 1 && r.usage.is(t[k-2], locative))
}

// joined makes mentions of the places in words that a hyphen joins: the
// second of "D-Charleston", both of "Russia-Turkey", the first of
// "Ohio-based". It reports whether there is one.
func (r *reading) joined(i, from, to int) bool {
	any := false
	for k := from; k < to; k++ {
		any = r.hyphened(i, k) || any
	}
	return any
}

func (r *reading) hyphened(i, k int) bool {
	t := r.doc.Sentences[i].Tokens
	text := t[k].Span.Text(r.doc.Article.Text)
	if !strings.ContainsAny(text, "-–/") {
		return false
	}
	any := false
	at := t[k].Span.Start
	for n, piece := range strings.FieldsFunc(text, func(c rune) bool { return c == '-' || c == '–' || c == '/' }) {
		start := at + strings.Index(r.doc.Article.Text[at:t[k].Span.End], piece)
		at = start + len(piece)
		first, _ := utf8.DecodeRuneInString(piece)
		bare := lang.Bare(piece)
		if len(piece) < 3 || strings.ToLower(string(first)) == string(first) || r.demonym[bare] || r.persons[bare] && n > 0 {
			continue
		}
		m := found{name: piece, span: chancery.Span{Start: start, End: at}, sentence: i, use: associative}
		m.entries = r.entries(piece)
		if n == 0 { // "New York-based"
			for from := max(0, k-2); from < k; from++ {
				whole := chancery.Span{Start: t[from].Span.Start, End: at}
				if e := r.entries(whole.Text(r.doc.Article.Text)); len(e) > 0 && t[from].Cap {
					m.name, m.span, m.entries = plainText(r.doc, whole), whole, e
					break
				}
			}
		}
		if len(m.entries) == 0 {
			continue
		}
		m.kind = m.entries[0].kind
		rest := strings.ToLower(strings.TrimLeft(r.doc.Article.Text[at:t[k].Span.End], "-–"))
		switch {
		case n == 0 && r.usage.classes[rest]&based != 0:
			m.use = literal
		case strings.Index(text, piece) == 2: // "D-Charleston"
		case r.capital(m.entries):
			m.use = metonym
		default:
			m.maybe = true
		}
		r.found = append(r.found, m)
		any = true
	}
	return any
}

// unmarked makes a mention of the name at token k, which the model has not
// marked, and returns the token after it.
func (r *reading) unmarked(i, k int) int {
	s := &r.doc.Sentences[i]
	t := s.Tokens
	entries, end := r.match(t, k)
	short := r.shortForms(t[k].Span, k > 0 && t[k-1].Text == ",")
	if len(short) > 0 && k > 0 && (t[k-1].Text == "," || t[k-1].Text == "(" || r.locative(t, k)) {
		entries, end = short, k+1
	} else {
		short = nil
	}
	if len(entries) == 0 {
		if t[k].Cap && t[k].Kind == lang.Word {
			r.hyphened(i, k)
		}
		return k + 1
	}
	m := found{entries: entries, span: span(t, k, end), sentence: i, kind: entries[0].kind, near: r.after(t, end)}
	m.name = plainText(r.doc, m.span)
	if !strings.HasPrefix(t[k].Tag, "NN") && m.near == nil || !r.alone(s, k, end, entries) || m.near == nil && r.otherwise(t, k, end, m.name) {
		return end
	}
	m.use = r.used(s, k, end, &m)
	m.maybe = !(s.Part == chancery.Dateline || short != nil || r.doc.Names == nil && known(entries) ||
		entries[0].kind == chancery.CountryPlace || entries[0].people == 0 && !entries[0].district ||
		m.near != nil || r.locative(t, k) && known(entries))
	r.found = append(r.found, m)
	return end
}

func known(entries []*entry) bool {
	for _, e := range entries {
		if e.seat || e.people >= wellKnown || e.kind != chancery.City && !e.district && e.kind != chancery.Facility {
			return true
		}
	}
	return false
}

// part returns what a name can mean, or what it means without the words that
// say which part of a place is meant: "northern Sinai".
func (r *reading) part(name string) []*entry {
	out := r.entries(name)
	for len(out) == 0 {
		cut := false
		lower := strings.ToLower(name)
		for _, w := range r.modifiers {
			if strings.HasPrefix(lower, w+" ") && len(lower) == len(name) {
				name, cut = name[len(w)+1:], true
				out = r.entries(name)
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
func (r *reading) shortForms(s chancery.Span, comma bool) []*entry {
	text := r.doc.Article.Text
	name := s.Text(text)
	stop := strings.HasSuffix(name, ".") || strings.HasPrefix(text[s.End:], ".")
	if !stop && !(comma && strings.ToUpper(name) == name) {
		return nil
	}
	return r.short[gazetteer.Key(name)]
}

// match returns the entries of the longest name at token k and the token
// after it.
func (r *reading) match(t []lang.Token, k int) ([]*entry, int) {
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
		if e := r.entries(span(t, k, k+n).Text(r.doc.Article.Text)); len(e) > 0 {
			return e, k + n
		}
	}
	return nil, k
}

// alone reports whether a name of the gazetteer that the model has not marked
// is no part of another name and no other word: not "Paris Hilton", "Jack
// London".
func (r *reading) alone(s *lang.Sentence, from, to int, entries []*entry) bool {
	t := s.Tokens
	if s.Part == chancery.Dateline {
		return true
	}
	here := r.locative(t, from)
	if to < len(t) && !here && t[to].Cap && t[to].Kind == lang.Word && t[to].Tag != "POS" {
		return false
	}
	if from > 0 && !here && t[from-1].Cap && t[from-1].Kind == lang.Word && t[from-1].Tag != "IN" && t[from-1].Tag != "DT" && t[from-1].Tag != "CC" {
		return false
	}
	return to-from > 1 || here || !r.doubtful(s, from, entries)
}

// doubtful reports whether the one word at token k, without a preposition of
// place before it, is likelier something else than the city of that name: an
// abbreviation, a person, a word that happens to begin a sentence.
func (r *reading) doubtful(s *lang.Sentence, k int, entries []*entry) bool {
	for _, e := range entries {
		if e.kind != chancery.City && !e.district && e.kind != chancery.Facility || e.seat {
			return false
		}
	}
	t := s.Tokens[k]
	return r.persons[bare(t)] || !strings.HasPrefix(t.Tag, "NN") || strings.ToUpper(t.Text) == t.Text && s.Part != chancery.Headline
}

func plainText(doc *lang.Document, s chancery.Span) string {
	return strings.Join(strings.Fields(lang.Fold(s.Text(doc.Article.Text))), " ")
}

func span(t []lang.Token, from, to int) chancery.Span {
	return chancery.Span{Start: t[from].Span.Start, End: t[to-1].Span.End}
}

// after returns the countries and regions that the words after a comma or a
// bracket can mean: of "Odesa, Ukraine", "Paris, Texas", "Mobile (Ala.)";
// nil for none.
func (r *reading) after(t []lang.Token, to int) []*entry {
	if to+1 >= len(t) || t[to].Text != "," && t[to].Text != "(" || !t[to+1].Cap {
		return nil
	}
	for n := min(3, len(t)-to-1); n > 0; n-- {
		name := span(t, to+1, to+1+n).Text(r.doc.Article.Text)
		if e := r.short[gazetteer.Key(name)]; len(e) > 0 &&
			(strings.ToUpper(name) == name || strings.HasSuffix(name, ".") || to+1+n < len(t) && t[to+1+n].Text == ".") {
			return e
		}
		var out []*entry
		for _, e := range r.entries(name) {
			if e.kind == chancery.CountryPlace || e.kind == chancery.Region && e.country != "" && !e.district {
				out = append(out, e)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}
