package place

import (
	"slices"
	"strings"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
)

// dateline makes a mention of the name that a paragraph begins with and a dash
// follows, and returns the token after it: "TORRINGTON --", "Hanoi (VNA) -".
func (r *reading) dateline(i, k int) int {
	t := r.doc.Sentences[i].Tokens
	if k > 0 || i > 0 && r.doc.Sentences[i-1].Paragraph == r.doc.Sentences[i].Paragraph {
		return k
	}
	if !strings.HasPrefix(t[k].Tag, "NNP") && strings.ToUpper(t[k].Text) != t[k].Text {
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

// longName returns the token after the name of a country of three words or
// more at token k, which the model may cut; k where there is none.
func (r *reading) longName(t []lang.Token, k int) int {
	if !t[k].Cap {
		return k
	}
	for end := min(k+9, len(t)); end > k+2; end-- {
		if !t[end-1].Cap {
			continue
		}
		if e := r.own[gazetteer.Key(span(t, k, end).Text(r.doc.Article.Text))]; len(e) > 0 && e[0].kind == chancery.CountryPlace {
			return end
		}
	}
	return k
}

// saint returns the token after a name of the gazetteer that begins with an
// abbreviation, "St. Albans", which the model may cut; k where there is none.
func (r *reading) saint(t []lang.Token, k int) int {
	if k+2 >= len(t) || !t[k].Cap || len(t[k].Text) > 2 || t[k+1].Text != "." || !t[k+2].Cap || t[k].Span.End != t[k+1].Span.Start {
		return k
	}
	if entries, end := r.match(t, k); len(entries) > 0 && end > k+2 && (end == len(t) || !t[end].Cap || t[end].Tag == "POS") {
		return end
	}
	return k
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
	if r.demonym[bare] && !(r.locative(t, from) && (to == len(t) || !lang.IsNoun(t[to].Tag))) || r.bodies[bare] && len(r.own[gazetteer.Key(name)]) == 0 {
		return true
	}
	if to-from > 1 {
		return false
	}
	if slices.Contains(r.modifiers, t[from].Lower) { // "South" of "South Korean"
		return true
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
		if k < 2 || t[k-1].Tag != "CC" {
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
		if short := r.short[gazetteer.Key(piece)]; n > 0 && len(short) > 0 && piece == strings.ToUpper(piece) && strings.Index(text, piece) == 2 { // "D-N.Y."
			r.found = append(r.found, found{name: piece, span: chancery.Span{Start: start, End: at}, sentence: i, entries: short, kind: short[0].kind, use: associative})
			any = true
			continue
		}
		if len(piece) < 3 && !(n == 0 && r.countries[bare] != "") || strings.ToLower(string(first)) == string(first) || r.demonym[bare] || r.persons[bare] && n > 0 {
			continue
		}
		m := found{name: piece, span: chancery.Span{Start: start, End: at}, sentence: i, use: associative}
		m.entries = r.entries(piece)
		if n == 0 { // "New York-based"
			for from := max(0, k-2); from < k; from++ {
				whole := chancery.Span{Start: t[from].Span.Start, End: at}
				if e := r.entries(whole.Text(r.doc.Article.Text)); len(e) > 0 && t[from].Cap && t[from].Lower != "the" {
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

// describes reports whether a word is, by the parse, what a noun after it is of
// or is called: "U.S." of "U.S. envoy".
func (r *reading) describes(t lang.Token) bool {
	i := r.doc.SentenceAt(t.Span.Start)
	if i < 0 {
		return false
	}
	words := r.doc.Sentences[i].Words
	k := lang.WordAfter(words, t.Span.Start)
	if k >= len(words) || words[k].Head <= k {
		return false
	}
	switch words[k].Relation {
	case "compound", "amod", "nmod:desc":
		return words[words[k].Head].UPOS == "NOUN" || words[words[k].Head].UPOS == "PROPN"
	}
	return false
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
			if end := to + 1 + n; t[to].Text == "," && end < len(t) && t[end].Tag == "VBD" && r.usage.Governs(t, to+1, end) {
				return nil // "the base at Kona, Paris said"
			}
			if t[to].Text == "," && r.describes(t[to+n]) {
				return nil // "after the attack on Marib, U.S. envoy John Smith"
			}
			return out
		}
	}
	return nil
}
