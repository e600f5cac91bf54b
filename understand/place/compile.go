package place

import (
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// New compiles the lexicon's folder places and actors/countries.txt and opens
// the gazetteer.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	u, err := NewUsage(lex)
	if err != nil {
		return nil, err
	}
	f := &Finder{usage: u, own: map[string][]*entry{}, short: map[string][]*entry{}, countries: map[string]string{}, codes: map[string]bool{}, worldwide: map[string]bool{},
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
		{"places/worldwide_domains.txt", func(r lexicon.Row) error { f.worldwide[r.Key()] = true; return nil }},
		{"places/district_words.txt", func(r lexicon.Row) error { f.districts = append(f.districts, r.Key()); return nil }},
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
	f.codes[r.Key()] = true
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
