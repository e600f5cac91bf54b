package place

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// sentence finds the mentions of places in one sentence, left to right.
func (f *Finder) sentence(doc *lang.Document, i int) []found {
	s := &doc.Sentences[i]
	t := s.Tokens
	var out []found
	for k := 0; k < len(t); {
		if m, to, ok := f.byShape(doc, i, k); ok {
			out = append(out, m)
			k = to
			continue
		}
		entries, to := f.match(t, k)
		if len(entries) == 0 {
			k++
			continue
		}
		if f.isPlace(s, k, to, entries) {
			m := found{entries: entries, span: span(t, k, to), sentence: i, kind: entries[0].kind}
			m.name = entries[0].name
			m.near = f.countryAfter(t, to)
			out = append(out, m)
		}
		k = to
	}
	return out
}

func span(t []lang.Token, from, to int) chancery.Span {
	return chancery.Span{Start: t[from].Span.Start, End: t[to-1].Span.End}
}

// match returns the entries of the longest name at token k.
func (f *Finder) match(t []lang.Token, k int) ([]*entry, int) {
	if !t[k].Cap || t[k].Kind != lang.Word {
		return nil, 0
	}
	var out []*entry
	n := 0
next:
	for _, name := range f.gazetteer[bare(t[k])] {
		if len(name.words) < n || k+len(name.words) > len(t) {
			continue
		}
		for j, w := range name.words {
			if bare(t[k+j]) != w || t[k+j].Kind == lang.Word && !t[k+j].Cap && len(w) > 3 {
				continue next
			}
		}
		if short := len(name.words) == 1 && len(t[k].Text) <= 3; short && strings.ToUpper(t[k].Text) != t[k].Text {
			continue
		}
		n = len(name.words)
		out = append(out, name.entry)
	}
	return out, k + n
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
		if e.kind != chancery.City || e.seat {
			return false
		}
	}
	t := s.Tokens[k]
	if f.countryAfter(s.Tokens, k+1) != "" {
		return false
	}
	return f.persons[bare(t)] || !strings.HasPrefix(t.Tag, "NN") || strings.ToUpper(t.Text) == t.Text && s.Part != chancery.Headline
}

// countryAfter returns the country of "Odesa, Ukraine".
func (f *Finder) countryAfter(t []lang.Token, to int) string {
	if to+1 >= len(t) || t[to].Text != "," {
		return ""
	}
	entries, _ := f.match(t, to+1)
	for _, e := range entries {
		if e.kind == chancery.CountryPlace || e.kind == chancery.Region && e.country != "" {
			return e.country
		}
	}
	return ""
}

// byShape finds a name that a word of kinds.txt makes a place: "Ain al-Asad
// air base", "Strait of Hormuz". The gazetteer wins where it knows it all.
func (f *Finder) byShape(doc *lang.Document, i, k int) (found, int, bool) {
	t := doc.Sentences[i].Tokens
	end := nameEnd(t, k)
	var best kindWords
	from, to := k, 0
	for _, kw := range f.kinds {
		if kw.before {
			if fits(t, k, kw.words) && t[k].Cap {
				if e := nameEnd(t, k+len(kw.words)); e > k+len(kw.words) && e > to && e <= k+len(kw.words)+2 {
					best, to = kw, e
				}
			}
			continue
		}
		for at := end; at > k && end > k; at-- { // the word may be part of the capitalised name
			if fits(t, at, kw.words) && at+len(kw.words) > to {
				best, to = kw, at+len(kw.words)
				break
			}
		}
	}
	if to == 0 || to-from < 2 {
		return found{}, 0, false
	}
	if e, n := f.match(t, k); len(e) > 0 && n >= to {
		return found{}, 0, false
	}
	if best.kind == chancery.City {
		return found{}, 0, false // "town of X": the gazetteer or nothing
	}
	m := found{span: span(t, from, to), kind: best.kind, sentence: i}
	m.name = strings.Join(strings.Fields(lang.Fold(m.span.Text(doc.Article.Text))), " ")
	m.near = f.countryAfter(t, to)
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
