package place

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// byShape finds a name that a word of kinds.txt makes a place: "Ain al-Asad
// air base", "Strait of Hormuz". The gazetteer wins where it knows it all.
func (r *reading) byShape(i, k int) (found, int, bool) {
	t := r.doc.Sentences[i].Tokens
	end := nameEnd(t, k)
	var best kindWords
	from, to, first, last := k, 0, 0, 0
	for _, kw := range r.kinds {
		if kw.before {
			if fits(t, k, kw.words) && t[k].Cap {
				if e := nameEnd(t, k+len(kw.words)); e > k+len(kw.words) && e > to && e <= k+len(kw.words)+2 {
					best, to, first, last = kw, e, k+len(kw.words), e
				}
			}
			continue
		}
		for at := end; at > k && end > k; at-- { // the word may be part of the capitalised name, as its end
			stop := at + len(kw.words)
			if fits(t, at, kw.words) && stop > to && stop >= end {
				best, to, first, last = kw, stop, k, at
				break
			}
		}
	}
	if to == 0 || to-from < 2 || r.later(t, first, last) {
		return found{}, 0, false
	}
	name := span(t, first, last)
	if r.demonym[bare(t[first])] && first == k {
		return found{}, 0, false
	}
	m := found{span: span(t, from, to), kind: best.kind, sentence: i, site: best.local, near: r.after(t, to)}
	m.name = plainText(r.doc, m.span)
	plain := !best.before && !t[last].Cap // "Anbar province", "a Texas hospital"
	if m.entries = r.entries(m.name); len(m.entries) > 0 {
		if plain && best.kind == chancery.Region {
			m.span, m.name = name, plainText(r.doc, name)
		}
		m.kind, m.site = m.entries[0].kind, false
		return m, to, true
	}
	if best.kind == chancery.City {
		return found{}, 0, false // "town of X": the gazetteer or nothing
	}
	inner := r.entries(name.Text(r.doc.Article.Text))
	if plain && best.kind == chancery.Facility && len(inner) > 0 && r.usual(inner) {
		return found{}, 0, false
	}
	for _, e := range inner {
		if e.kind == chancery.City || best.kind == chancery.Region && (e.kind == chancery.Region || e.kind == chancery.Water) {
			m.entries = append(m.entries, e)
		}
	}
	if plain && best.kind == chancery.Region {
		m.span, m.name = name, plainText(r.doc, name)
		return m, to, true
	}
	if m.host = plainText(r.doc, name); len(m.entries) == 0 && best.kind == chancery.Facility {
		m.entries, m.host = r.town(i, first, last+1) // "Mosul Central Prison"
	}
	m.inside = len(m.entries) > 0
	return m, to, true
}

// list makes mentions of the names from token k on that share the kind of
// place after the last of them: "Camden and Charlton counties", "State and
// Hubbard streets". It returns the token after that, or k where there is none.
func (r *reading) list(i, k int) int {
	t := r.doc.Sentences[i].Tokens
	var names [][2]int
	for at := k; ; {
		end := at
		for end < len(t) && end < at+3 && t[end].Cap && t[end].Kind == lang.Word {
			end++
		}
		if end == at {
			return k
		}
		names = append(names, [2]int{at, end})
		if end == len(t) {
			return k
		}
		if one := r.plurals[t[end].Lower]; one != "" && len(names) > 1 {
			for _, n := range names {
				r.listed(i, n[0], n[1], one)
			}
			return end + 1
		}
		at = end
		for at < len(t) && at < end+2 && (t[at].Text == "," || t[at].Lower == "and" || t[at].Lower == "or") {
			at++
		}
		if at == end {
			return k
		}
	}
}

func (r *reading) listed(i, from, to int, kind string) {
	m := found{span: span(r.doc.Sentences[i].Tokens, from, to), sentence: i}
	m.name = plainText(r.doc, m.span)
	m.entries = r.entries(m.name + " " + kind)
	for _, k := range r.kinds {
		if !k.before && len(k.words) == 1 && k.words[0] == kind {
			m.kind, m.site = k.kind, k.local
		}
	}
	if len(m.entries) == 0 && m.kind == chancery.Region {
		m.entries = r.part(m.name)
	}
	r.found = append(r.found, m)
}

// usual reports whether a name is above all that of a country, a region or a
// large town.
func (r *reading) usual(entries []*entry) bool {
	return known(entries) || r.capital(entries)
}

// later reports whether a name of the model begins inside tokens (k, to) and
// not at k.
func (r *reading) later(t []lang.Token, k, to int) bool {
	for j := k + 1; j < to; j++ {
		if kind, from, _ := nameAt(r.doc, t, j); toponymic(kind) && from > k {
			return true
		}
	}
	return false
}

// siteWord reports whether a word makes a name a building or a street.
func (r *reading) siteWord(t lang.Token) bool {
	for _, k := range r.kinds {
		if !k.before && k.kind == chancery.Facility && k.words[len(k.words)-1] == strings.TrimSuffix(t.Lower, ".") {
			return true
		}
	}
	return false
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
	if k >= len(t) || !t[k].Cap || t[k].Kind != lang.Word || t[k].Tag == "DT" || strings.HasPrefix(t[k].Tag, "PRP") || t[k].Tag == "IN" || t[k].Tag == "CC" || t[k].Tag == "UH" || t[k].Tag == "RB" || t[k].Tag == "VB" || t[k].Tag == "WRB" {
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

// settle gives streets and buildings of no known position the town that they
// lie in: one that the sentence ties them to, else the nearest named before
// them, else the town that the article names most.
func (r *reading) settle(meant []*entry) {
	focus, firm := r.focus(meant)
	for i := range r.found {
		m := &r.found[i]
		if meant[i] != nil || m.kind == chancery.Water {
			continue
		}
		var town *entry
		for j, o := range r.found {
			e := meant[j]
			if e == nil || o.inside || o.sentence != m.sentence || e.kind != chancery.City && e.kind != chancery.Region || o.use == metonym {
				continue
			}
			if tied := r.tied(m.span, o.span); tied && (town == nil || town.kind == chancery.Region) {
				town = e
			}
		}
		if town == nil && m.site {
			for j := i - 1; j >= 0 && town == nil && r.found[j].sentence >= m.sentence-1; j-- {
				if e := meant[j]; e != nil && e.kind == chancery.City && r.found[j].use != metonym {
					town = e
				}
			}
			if town == nil {
				town = focus
			}
		}
		if town == nil && firm && m.kind == chancery.OtherPlace { // all happens around one town: somewhere in its region
			town = &entry{kind: chancery.Region, country: focus.country, region: focus.region, position: focus.position, precision: chancery.RegionPrecision}
		}
		if town != nil && town.position != nil {
			meant[i], m.inside = town, true
		}
	}
}

// focus returns the town that the article names most, nil for none, and
// whether most of the towns that it names lie around that one.
func (r *reading) focus(meant []*entry) (town *entry, firm bool) {
	named := map[*entry]int{}
	var all []*entry
	for i, m := range r.found {
		if e := meant[i]; e != nil && e.kind == chancery.City && m.use != metonym && !m.inside && e.position != nil {
			all = append(all, e)
			if named[e]++; town == nil || named[e] > named[town] {
				town = e
			}
		}
	}
	near := 0
	for _, e := range all {
		if kilometres(e.position, town.position) < close {
			near++
		}
	}
	return town, near > 1 && near*2 >= len(all)
}

// tied reports whether few words and no verb of their own stand between a site
// and the town after it ("in", a comma), or before it ("Kisumu's").
func (r *reading) tied(site, town chancery.Span) bool {
	text := r.doc.Article.Text
	if town.Start >= site.End {
		between := strings.Fields(strings.Trim(text[site.End:town.Start], " ,"))
		return len(between) <= 3 && (len(between) == 0 || r.usage.classes[lang.Lower(between[len(between)-1])]&locative != 0 || r.usage.classes[lang.Lower(between[0])]&locative != 0)
	}
	if site.Start < town.End {
		return false
	}
	between := lang.Lower(text[town.End:site.Start])
	return strings.HasPrefix(between, "'s ") && len(strings.Fields(between)) <= 3
}
