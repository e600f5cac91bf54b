// Package place finds the places of an article and resolves them: countries
// and areas by the lexicon, settlements, regions, districts and airfields by
// the gazetteer. Demonyms are no places; a capital or a country that acts is
// its government, which package actor finds.
package place

import (
	"fmt"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// Finder finds the places of articles. It is safe for concurrent use.
type Finder struct {
	usage     *Usage
	world     *gazetteer.Index
	own       map[string][]*entry // the lexicon's places by gazetteer.Key
	short     map[string][]*entry // forms that stand after the name of a town alone: "Ala.", "TX"
	kinds     []kindWords
	modifiers []string          // before a name: "northern"
	countries map[string]string // bare adjective or name -> ISO code, for context
	seats     map[string]bool   // "IRQ baghdad"
	persons   map[string]bool   // first names and known surnames, bare
	plurals   map[string]string // "counties" -> "county"
	demonym   map[string]bool   // bare
	bodies    map[string]bool   // names of armed groups, intergovernmental bodies and media, bare
	ordinary  map[string]bool   // words that are no names, in lower case
}

// reachBack is how many sentences back the town is looked for whose country a
// place of unknown position is in.
const reachBack = 3

// entry is one place that a name can mean.
type entry struct {
	name      string
	kind      chancery.PlaceKind
	country   string
	region    string
	position  *chancery.LatLon
	precision chancery.Precision
	people    int
	geonames  int
	seat      bool
	variant   bool // the form asked for is another name of it
	district  bool // a county, say: named only together with that word
}

type kindWords struct {
	words  []string
	before bool
	kind   chancery.PlaceKind
	local  bool // lies in the town that the text is about
}

// New compiles the lexicon's folder places and actors/countries.txt and opens
// the gazetteer.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	u, err := NewUsage(lex)
	if err != nil {
		return nil, err
	}
	f := &Finder{usage: u, own: map[string][]*entry{}, short: map[string][]*entry{}, countries: map[string]string{},
		seats: map[string]bool{}, persons: map[string]bool{}, plurals: map[string]string{}, demonym: map[string]bool{}, bodies: map[string]bool{}, ordinary: map[string]bool{}}
	if f.world, err = gazetteer.World(); err != nil {
		return nil, err
	}
	for _, step := range []struct {
		file string
		row  func(lexicon.Row) error
	}{
		{"actors/countries.txt", f.countryRow},
		{"places/country_forms.txt", f.formRow},
		{"places/areas.txt", f.areaRow},
		{"places/region_forms.txt", f.shortRow},
		{"places/kinds.txt", f.kindRow},
		{"places/modifiers.txt", func(r lexicon.Row) error { f.modifiers = append(f.modifiers, r.Key()); return nil }},
		{"actors/demonyms.txt", func(r lexicon.Row) error { f.demonym[lang.Bare(r.Key())] = true; return nil }},
		{"places/common_words.txt", func(r lexicon.Row) error { f.ordinary[r.Key()] = true; return nil }},
		{"actors/armed_groups.txt", f.bodyRow},
		{"actors/igos.txt", f.bodyRow},
		{"actors/media.txt", f.bodyRow},
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
	for form := range f.demonym { // "US" is a name too
		for _, e := range f.own[gazetteer.Key(form)] {
			if e.kind == chancery.CountryPlace {
				delete(f.demonym, form)
			}
		}
	}
	return f, nil
}

func (f *Finder) bodyRow(r lexicon.Row) error {
	for _, name := range append([]string{r.Key()}, r.List(4)...) {
		f.bodies[lang.Bare(strings.TrimPrefix(name, "the "))] = true
	}
	return nil
}

func (f *Finder) personRow(r lexicon.Row) error {
	name := strings.Fields(r.Key())
	f.persons[lang.Bare(name[len(name)-1])] = true
	return nil
}

func (f *Finder) add(form string, e *entry) {
	if key := gazetteer.Key(strings.TrimPrefix(form, "the ")); key != "" {
		f.own[key] = append(f.own[key], e)
	}
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

func (f *Finder) countryRow(r lexicon.Row) error {
	pos, err := position(r, 6)
	if err != nil {
		return err
	}
	id, _ := strconv.Atoi(r.Field(8))
	e := &entry{name: r.Field(1), kind: chancery.CountryPlace, country: r.Key(), position: pos, precision: chancery.CountryPrecision, geonames: id}
	for _, form := range append([]string{r.Field(1)}, r.List(2)...) {
		f.add(form, e)
		f.countries[lang.Bare(form)] = r.Key()
	}
	for _, form := range r.List(3) {
		f.demonym[lang.Bare(form)] = true
		f.countries[lang.Bare(form)] = r.Key()
	}
	for _, s := range r.List(4) {
		f.seats[r.Key()+" "+gazetteer.Key(s)] = true
		f.countries[lang.Bare(s)] = r.Key()
	}
	return nil
}

// formRow adds a name that only places have: a country of it is not its
// government.
func (f *Finder) formRow(r lexicon.Row) error {
	for _, own := range f.own {
		for _, e := range own {
			if e.kind == chancery.CountryPlace && e.country == r.Field(1) {
				f.add(r.Key(), e)
				return nil
			}
		}
	}
	return r.Errorf("%q is no country of actors/countries.txt", r.Field(1))
}

func (f *Finder) areaRow(r lexicon.Row) error {
	e := &entry{name: r.Key(), kind: chancery.PlaceKind(r.Field(1)), country: r.Field(2)}
	switch e.kind {
	case chancery.Region, chancery.Water:
		e.precision = chancery.RegionPrecision
	case chancery.City:
		e.precision = chancery.CityPrecision
	case chancery.Facility:
		e.precision, e.seat = chancery.PointPrecision, true // "the Kremlin" acts
	default:
		return r.Errorf("the kind %q is none of region, water, city, facility", r.Field(1))
	}
	var err error
	if r.Field(4) == "" {
		e.precision = ""
	} else if e.position, err = position(r, 4); err != nil {
		return err
	}
	if r.Field(6) != "" {
		if e.people, err = strconv.Atoi(r.Field(6)); err != nil {
			return r.Errorf("the number of people %q is no number", r.Field(6))
		}
	}
	for _, form := range append([]string{r.Key()}, r.List(3)...) {
		f.add(form, e)
	}
	return nil
}

func (f *Finder) shortRow(r lexicon.Row) error {
	e := &entry{name: r.Field(1), kind: chancery.Region, country: r.Field(2), region: r.Field(1)}
	for _, p := range f.world.Lookup(gazetteer.Key(r.Field(1))) {
		if p.Kind == gazetteer.Region && p.Country == e.country && !p.Variant {
			e = f.worldEntry(p)
		}
	}
	key := gazetteer.Key(r.Key())
	f.short[key] = append(f.short[key], e)
	return nil
}

func (f *Finder) kindRow(r lexicon.Row) error {
	k := kindWords{words: strings.Fields(r.Key()), kind: chancery.PlaceKind(r.Field(2)), local: r.Field(3) == "local"}
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
	if r.Field(4) != "" {
		f.plurals[r.Field(4)] = r.Key()
	}
	return nil
}

func (f *Finder) worldEntry(p gazetteer.Place) *entry {
	e := &entry{name: p.Name, country: p.Country, region: p.Region, position: &chancery.LatLon{Lat: p.Lat, Lon: p.Lon},
		people: p.People, geonames: p.GeoNames, variant: p.Variant}
	switch p.Kind {
	case gazetteer.Region:
		e.kind, e.precision, e.region = chancery.Region, chancery.RegionPrecision, p.Name
	case gazetteer.District:
		e.kind, e.precision, e.district = chancery.Region, chancery.RegionPrecision, true
	case gazetteer.Airfield:
		e.kind, e.precision = chancery.Facility, chancery.PointPrecision
	default:
		e.kind, e.precision = chancery.City, chancery.CityPrecision
	}
	return e
}

// entries returns the places that a name can mean; none for an unknown name.
func (f *Finder) entries(name string) []*entry {
	key := strings.TrimPrefix(gazetteer.Key(name), "the ")
	if key == "" {
		return nil
	}
	out := append([]*entry(nil), f.own[key]...)
	if len(key) <= 3 && name == strings.ToUpper(name) {
		return out // an abbreviation, not a town that is spelt so
	}
	for _, p := range f.world.Lookup(key) {
		e := f.worldEntry(p)
		e.seat = e.kind == chancery.City && f.seats[e.country+" "+key]
		for i, o := range out {
			if o != nil && o.position == nil && o.kind == e.kind && o.country == e.country {
				out[i] = nil
			}
		}
		out = append(out, e)
	}
	kept := out[:0]
	for _, e := range out {
		if e != nil {
			kept = append(kept, e)
		}
	}
	return kept
}

// Find returns the places p1, p2, … of doc in order of first mention. A name
// that only ever stands for a government, or only says which war is meant, is
// no place; of one that is a place the mentions of that sort are marked
// Associative.
func (f *Finder) Find(doc *lang.Document) []chancery.Place {
	r := &reading{Finder: f, doc: doc, surnames: surnames(doc), known: map[string][]*entry{}}
	w := newWeigher()
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if s.Part == chancery.Notice {
			continue
		}
		f.countContext(s.Tokens, w)
		first := len(r.found)
		r.sentence(i)
		if s.Part == chancery.Byline || s.Part == chancery.Credit { // where a reporter sits is not where it happened
			for k := first; k < len(r.found); k++ {
				r.found[k].use = max(r.found[k].use, associative)
			}
		}
	}
	w.lean(r.found)
	r.corroborate(w)
	meant := w.choose(r.found)
	r.settle(meant)
	keys, stands := r.groups(meant)
	var out []chancery.Place
	at := map[string]int{}
	for i, m := range r.found {
		if !stands[keys[i]] {
			continue
		}
		k, ok := at[keys[i]]
		if !ok {
			k = len(out)
			at[keys[i]] = k
			out = append(out, f.place(m, meant[i], r.found, meant, len(out)+1))
		}
		out[k].Mentions = append(out[k].Mentions, chancery.Mention{Span: m.span, Kind: chancery.Name, Associative: m.use != literal})
	}
	return out
}

// surnames returns the last words of the persons' names of more than one word,
// bare.
func surnames(doc *lang.Document) map[string]bool {
	out := map[string]bool{}
	for _, n := range doc.Names {
		if words := strings.Fields(n.Span.Text(doc.Article.Text)); n.Kind == "PER" && len(words) > 1 {
			out[lang.Bare(words[len(words)-1])] = true
		}
	}
	return out
}

// corroborate drops the mentions in doubt whose name is no place elsewhere in
// the article, nor that of a place close to others of it.
func (r *reading) corroborate(w *weigher) {
	sure := map[string]bool{}
	for _, m := range r.found {
		if !m.maybe && !m.inside && len(m.entries) > 0 {
			sure[gazetteer.Key(m.name)] = true
		}
	}
	kept := r.found[:0]
	for _, m := range r.found {
		if m.inside && m.site && !sure[gazetteer.Key(m.host)] && (r.persons[lang.Bare(m.host)] || r.ordinary[lang.Lower(m.host)] || !known(m.entries)) {
			m.entries, m.inside = nil, false // "Reese Road" has nothing to do with a Reese elsewhere
		}
		if m.maybe && !sure[gazetteer.Key(m.name)] && !(m.within && w.supported(m.entries)) {
			continue
		}
		kept = append(kept, m)
	}
	r.found = kept
}

// groups returns for each mention the key of the place that it names, and
// which of those stand as places.
func (r *reading) groups(meant []*entry) (keys []string, stands map[string]bool) {
	keys, stands = make([]string, len(r.found)), map[string]bool{}
	holds := map[string]bool{}
	for i := range r.found {
		m, e := &r.found[i], meant[i]
		keys[i] = string(m.kind) + " " + lang.Bare(m.name)
		if e != nil {
			if m.use == metonym && e.kind != chancery.CountryPlace && !e.seat && !r.bodies[lang.Bare(e.name)] {
				m.use = associative
			}
			if !m.inside {
				keys[i] = fmt.Sprint(e.kind, " ", e.name, " ", e.country, " ", e.region, " ", e.geonames)
			}
		}
		if m.use != metonym {
			stands[keys[i]] = true
			if e != nil && e.country != "" && m.use == literal {
				holds[e.country] = true
			}
		}
	}
	for i, e := range meant {
		if e != nil && e.kind == chancery.CountryPlace && holds[e.country] {
			stands[keys[i]] = true
		}
	}
	return keys, stands
}

func (f *Finder) place(m found, e *entry, all []found, meant []*entry, n int) chancery.Place {
	p := chancery.Place{ID: fmt.Sprintf("p%d", n), Name: m.name, Kind: m.kind}
	if e != nil {
		p.Country, p.Position, p.Precision = e.country, e.position, e.precision
		if m.inside {
			p.Admin1 = e.region
			return p // a facility that is named after its town or lies in it
		}
		p.Kind, p.GeoNames = e.kind, e.geonames
		if e.kind == chancery.CountryPlace {
			p.Name = e.name
		}
		if e.kind != chancery.Region || e.district {
			p.Admin1 = e.region
		}
		return p
	}
	// The country named in the same sentence is that of a place by shape.
	if len(m.near) > 0 {
		p.Country = m.near[0].country
	}
	for i, o := range all {
		if p.Country != "" || o.sentence > m.sentence {
			break
		}
		if o.sentence == m.sentence && meant[i] != nil && meant[i].country != "" {
			p.Country = meant[i].country
		}
	}
	for i := len(all) - 1; i >= 0 && p.Country == ""; i-- { // else that of the town named last before it
		if e := meant[i]; all[i].span.Start < m.span.Start && all[i].sentence >= m.sentence-reachBack && e != nil && e.kind == chancery.City && all[i].use == literal {
			p.Country = e.country
		}
	}
	return p
}

func (f *Finder) countContext(t []lang.Token, w *weigher) {
	for i := range t {
		if !t[i].Cap {
			continue
		}
		name := bare(t[i])
		if f.countries[name] == "" && i+1 < len(t) {
			name += " " + bare(t[i+1])
		}
		if iso := f.countries[name]; iso != "" {
			w.count(iso, gazetteer.Key(name))
		}
	}
}
