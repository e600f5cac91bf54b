// Package place finds the places of an article and resolves them as far as
// the lexicon goes: countries, cities, regions and waters to coordinates,
// facilities to their country. Demonyms are no places; a capital or a country
// that acts is its government, which package actor finds.
package place

import (
	"fmt"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// Finder finds the places of articles. It is safe for concurrent use.
type Finder struct {
	usage     *Usage
	gazetteer map[string][]*toponym // first word, bare -> names, longest first
	kinds     []kindWords
	countries map[string]string // bare adjective or name -> ISO code, for context
	persons   map[string]bool   // first names and known surnames, bare
}

// toponym is one form of a name of the gazetteer.
type toponym struct {
	words []string
	entry *entry
}

type entry struct {
	name      string
	kind      chancery.PlaceKind
	country   string
	position  *chancery.LatLon
	precision chancery.Precision
	people    int
	geonames  int
	seat      bool
}

type kindWords struct {
	words  []string
	before bool
	kind   chancery.PlaceKind
}

// New compiles the lexicon's folder places and actors/countries.txt.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	u, err := NewUsage(lex)
	if err != nil {
		return nil, err
	}
	f := &Finder{usage: u, gazetteer: map[string][]*toponym{}, countries: map[string]string{}, persons: map[string]bool{}}
	seats := map[string]bool{}
	for _, step := range []struct {
		file string
		row  func(lexicon.Row) error
	}{
		{"actors/countries.txt", func(r lexicon.Row) error { return f.countryRow(r, seats) }},
		{"places/areas.txt", f.areaRow},
		{"places/cities.txt", func(r lexicon.Row) error { return f.cityRow(r, seats) }},
		{"places/kinds.txt", f.kindRow},
		{"actors/first_names.txt", f.personRow},
		{"actors/people.txt", f.personRow},
		{"actors/leaders.txt", f.personRow},
	} {
		rows, err := lex.Rows(step.file)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := step.row(r); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

func (f *Finder) personRow(r lexicon.Row) error {
	name := strings.Fields(r.Key())
	f.persons[lang.Bare(name[len(name)-1])] = true
	return nil
}

func (f *Finder) add(form string, e *entry) {
	toks := lang.Tokens(form, chancery.Span{End: len(form)})
	if len(toks) == 0 {
		return
	}
	t := &toponym{entry: e}
	for _, k := range toks {
		t.words = append(t.words, bare(k))
	}
	list := f.gazetteer[t.words[0]]
	at := len(list)
	for at > 0 && len(list[at-1].words) < len(t.words) {
		at--
	}
	list = append(list, nil)
	copy(list[at+1:], list[at:])
	list[at] = t
	f.gazetteer[t.words[0]] = list
}

func bare(t lang.Token) string { return lang.Bare(t.Lower) }

func position(r lexicon.Row, i int) (*chancery.LatLon, error) {
	lat, err := strconv.ParseFloat(r.Field(i), 64)
	if err != nil || lat < -90 || lat > 90 {
		return nil, r.Errorf("the latitude %q is not between -90 and 90", r.Field(i))
	}
	lon, err := strconv.ParseFloat(r.Field(i+1), 64)
	if err != nil || lon < -180 || lon > 180 {
		return nil, r.Errorf("the longitude %q is not between -180 and 180", r.Field(i+1))
	}
	return &chancery.LatLon{Lat: lat, Lon: lon}, nil
}

func (f *Finder) countryRow(r lexicon.Row, seats map[string]bool) error {
	pos, err := position(r, 6)
	if err != nil {
		return err
	}
	id, _ := strconv.Atoi(r.Field(8))
	e := &entry{name: r.Field(1), kind: chancery.CountryPlace, country: r.Key(), position: pos, precision: chancery.CountryPrecision,
		people: 1 << 30, geonames: id}
	for _, form := range append([]string{r.Field(1)}, r.List(2)...) {
		f.add(strings.TrimPrefix(form, "the "), e)
		f.countries[lang.Bare(form)] = r.Key()
	}
	for _, form := range r.List(3) {
		f.countries[lang.Bare(form)] = r.Key()
	}
	for _, s := range r.List(4) {
		seats[r.Key()+" "+lang.Bare(s)] = true
		f.countries[lang.Bare(s)] = r.Key()
	}
	return nil
}

func (f *Finder) cityRow(r lexicon.Row, seats map[string]bool) error {
	pos, err := position(r, 3)
	if err != nil {
		return err
	}
	people, err := strconv.Atoi(r.Field(5))
	if err != nil {
		return r.Errorf("the number of people %q is no number", r.Field(5))
	}
	id, _ := strconv.Atoi(r.Field(6))
	e := &entry{name: r.Key(), kind: chancery.City, country: r.Field(1), position: pos, precision: chancery.CityPrecision,
		people: people, geonames: id}
	forms := append([]string{r.Key()}, r.List(2)...)
	for _, form := range forms {
		e.seat = e.seat || seats[e.country+" "+lang.Bare(form)]
	}
	for _, form := range forms {
		f.add(form, e)
	}
	return nil
}

func (f *Finder) areaRow(r lexicon.Row) error {
	kind := chancery.PlaceKind(r.Field(1))
	if kind != chancery.Region && kind != chancery.Water {
		return r.Errorf("the kind %q is neither region nor water", r.Field(1))
	}
	e := &entry{name: r.Key(), kind: kind, country: r.Field(2), people: 1 << 20}
	for _, form := range append([]string{r.Key()}, r.List(3)...) {
		f.add(strings.TrimPrefix(form, "the "), e)
	}
	return nil
}

func (f *Finder) kindRow(r lexicon.Row) error {
	k := kindWords{words: strings.Fields(r.Key()), kind: chancery.PlaceKind(r.Field(2))}
	switch r.Field(1) {
	case "after":
	case "before":
		k.before = true
	default:
		return r.Errorf("%q is neither after nor before", r.Field(1))
	}
	switch k.kind {
	case chancery.Region, chancery.City, chancery.Facility, chancery.Water:
	default:
		return r.Errorf("the kind %q is none of region, city, facility, water", r.Field(2))
	}
	f.kinds = append(f.kinds, k)
	return nil
}

// found is one mention under way.
type found struct {
	name     string
	span     chancery.Span
	entries  []*entry // that the name can mean; none for a name by shape
	kind     chancery.PlaceKind
	sentence int
	near     string // country that follows the name: "Paris, France"
}

// Find returns the places p1, p2, … of doc in order of first mention.
func (f *Finder) Find(doc *lang.Document) []chancery.Place {
	var all []found
	context := map[string]int{}
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if s.Part == chancery.Byline || s.Part == chancery.Credit || s.Part == chancery.Notice {
			continue
		}
		f.countContext(s.Tokens, context)
		all = append(all, f.sentence(doc, i)...)
	}
	var out []chancery.Place
	at := map[string]int{}
	for _, m := range all {
		e := choose(m, context)
		key := string(m.kind) + " " + lang.Bare(m.name)
		if e != nil {
			key = fmt.Sprint(e.kind, " ", e.name, " ", e.country, e.geonames)
		}
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, f.place(m, e, all, len(out)+1))
		}
		out[k].Mentions = append(out[k].Mentions, chancery.Mention{Span: m.span, Kind: chancery.Name})
	}
	return out
}

func (f *Finder) place(m found, e *entry, all []found, n int) chancery.Place {
	p := chancery.Place{ID: fmt.Sprintf("p%d", n), Name: m.name, Kind: m.kind}
	if e != nil {
		p.Name, p.Kind, p.Country = e.name, e.kind, e.country
		p.Position, p.Precision, p.GeoNames = e.position, e.precision, e.geonames
		return p
	}
	// The country named in the same sentence is that of a place by shape.
	p.Country = m.near
	for _, o := range all {
		if p.Country != "" || o.sentence > m.sentence {
			break
		}
		if o.sentence == m.sentence && len(o.entries) == 1 && o.entries[0].country != "" {
			p.Country = o.entries[0].country
		}
	}
	return p
}

func (f *Finder) countContext(t []lang.Token, context map[string]int) {
	for i := range t {
		if !t[i].Cap {
			continue
		}
		if iso := f.countries[bare(t[i])]; iso != "" {
			context[iso]++
		} else if i+1 < len(t) {
			if iso := f.countries[bare(t[i])+" "+bare(t[i+1])]; iso != "" {
				context[iso]++
			}
		}
	}
}

// choose returns the likeliest of the entries that a name can mean: by people
// and by the countries that the article speaks of; nil for a name by shape.
func choose(m found, context map[string]int) *entry {
	var best *entry
	top := -1.0
	for _, e := range m.entries {
		score := 0.0
		for n := e.people; n >= 10; n /= 10 {
			score++
		}
		if context[e.country] > 0 {
			score += 2
		}
		if e.seat {
			score += 2
		}
		if m.near != "" {
			if e.country == m.near {
				score += 6
			} else {
				score -= 6
			}
		}
		if score > top || best == nil {
			best, top = e, score
		}
	}
	return best
}
