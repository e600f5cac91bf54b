package place

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
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
		if end := r.longName(t, k); end > k {
			r.one(i, k, end, "GPE")
			k = end
			continue
		}
		kind, from, to := nameAt(r.doc, t, k)
		if end := r.saint(t, k); end > k {
			r.one(i, k, end, "GPE")
			k = end
			continue
		}
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
		for end < to && (t[end].Kind != lang.Mark || t[end].Text == "." || t[end].Text == "'" || end == from) {
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
	if len(m.entries) == 0 && kind == "GPE" && to-from > 1 && !r.demonym[bare(t[from])] { // "Huntsville City", "Loudon Co."
		if e, first, end := r.embedded(i, from, to); len(e) > 0 && first == from && !(end-first == 1 && r.ordinary[t[first].Lower]) {
			m.entries, m.span = e, span(t, first, end)
			m.name = plainText(r.doc, m.span)
		}
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
	case kind == "LOC" && to-from > 1 && r.siteWord(t[to-1]):
		m.site = true
	case len(m.name) < 3 || !r.placed(t, from) || strings.ToUpper(m.name) == m.name || t[to-1].Lower == "the" || strings.Contains(m.name, "@"):
		return
	}
	r.found = append(r.found, m)
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
		m.near != nil || (r.locative(t, k) || k > 0 && r.usage.is(t[k-1], visited)) && known(entries))
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
	if len(out) == 0 { // "DuPage" for DuPage County
		for _, k := range r.districts {
			out = append(out, r.entries(name+" "+k)...)
		}
	}
	return out
}

// match returns the entries of the longest name at token k and the token
// after it.
func (r *reading) match(t []lang.Token, k int) ([]*entry, int) {
	if !t[k].Cap || t[k].Kind != lang.Word || t[k].Lower == "the" {
		return nil, k
	}
	for n := min(longestName, len(t)-k); n > 0; n-- {
		last := t[k+n-1]
		if n > 1 && (last.Kind == lang.Mark || strings.HasPrefix(last.Text, "'")) || last.Kind == lang.Word && !last.Cap && len(last.Text) > 3 {
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

func plainText(doc *lang.Document, s chancery.Span) string {
	return strings.Join(strings.Fields(lang.Fold(s.Text(doc.Article.Text))), " ")
}

func span(t []lang.Token, from, to int) chancery.Span {
	return chancery.Span{Start: t[from].Span.Start, End: t[to-1].Span.End}
}
