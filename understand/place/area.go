package place

import (
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lexicon"
	"golang.org/x/text/language"
)

// geoNamesFields is how many columns a row of a GeoNames dump has
// (download.geonames.org/export/dump/readme.txt).
const geoNamesFields = 19

// areaRow adds a place of places/areas.txt or of a user's own gazetteer, which
// may also be rows of a GeoNames dump.
func (f *Finder) areaRow(r lexicon.Row) error {
	read := f.area
	if len(r.Fields) == geoNamesFields {
		read = geoNames
	}
	e, forms, err := read(r)
	if err != nil {
		return err
	}
	if e == nil {
		return nil
	}
	e.mine = !strings.HasPrefix(r.File, "lexicon/")
	for _, form := range forms {
		f.add(form, e)
	}
	return nil
}

// area reads a row of places/areas.txt: name, kind, country, other names,
// latitude, longitude, people, first-level region, GeoNames id. What follows
// the kind may be empty.
func (f *Finder) area(r lexicon.Row) (*entry, []string, error) {
	e := &entry{name: r.Key(), kind: chancery.PlaceKind(r.Field(1)), country: r.Field(2), region: r.Field(7)}
	if gazetteer.Key(e.name) == "" {
		return nil, nil, r.Errorf("the name %q has no letters", e.name)
	}
	switch e.kind {
	case chancery.Region, chancery.Water:
		e.precision = chancery.RegionPrecision
	case chancery.City:
		e.precision = chancery.CityPrecision
	case chancery.Facility:
		e.precision, e.seat = chancery.PointPrecision, true // "the Kremlin" acts
	default:
		return nil, nil, r.Errorf("the kind %q is none of region, water, city, facility", r.Field(1))
	}
	if iso, err := language.ParseRegion(e.country); e.country != "" && !f.codes[e.country] && (err != nil || iso.ISO3() != e.country) {
		return nil, nil, r.Errorf("the country %q is no ISO 3166-1 alpha-3 code such as IRQ", e.country)
	}
	if err := e.place(r, 4); err != nil {
		return nil, nil, err
	}
	var err error
	if e.people, err = count(r, 6, "the number of people"); err != nil {
		return nil, nil, err
	}
	if e.geonames, err = count(r, 8, "the GeoNames id"); err != nil {
		return nil, nil, err
	}
	return e, append([]string{r.Key()}, r.List(3)...), nil
}

// place sets the position from fields i and i+1; both may be empty.
func (e *entry) place(r lexicon.Row, i int) (err error) {
	if r.Field(i) == "" && r.Field(i+1) == "" {
		e.precision = ""
		return nil
	}
	e.position, err = position(r, i)
	return err
}

// count reads a whole number that may be left out.
func count(r lexicon.Row, i int, what string) (int, error) {
	if r.Field(i) == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(r.Field(i))
	if err != nil || n < 0 {
		return 0, r.Errorf("%s %q is no whole number", what, r.Field(i))
	}
	return n, nil
}

// geoNames reads a row of a GeoNames dump; no entry for what is no place that
// reports name, such as a country, which the lexicon knows.
func geoNames(r lexicon.Row) (*entry, []string, error) {
	e := &entry{name: r.Field(1)}
	if gazetteer.Key(e.name) == "" {
		return nil, nil, r.Errorf("the name %q has no letters", e.name)
	}
	switch class, code := r.Field(6), r.Field(7); class {
	case "A":
		if strings.HasPrefix(code, "PCL") {
			return nil, nil, nil
		}
		e.kind, e.precision = chancery.Region, chancery.RegionPrecision
	case "P":
		e.kind, e.precision = chancery.City, chancery.CityPrecision
	case "H":
		e.kind, e.precision = chancery.Water, chancery.RegionPrecision
	case "L", "T", "U", "V":
		e.kind, e.precision = chancery.Region, chancery.RegionPrecision
	case "R", "S":
		e.kind, e.precision = chancery.Facility, chancery.PointPrecision
	default:
		return nil, nil, r.Errorf("%q is no feature class of GeoNames", class)
	}
	if iso := r.Field(8); iso != "" {
		c, err := language.ParseRegion(iso)
		if err != nil || len(iso) != 2 {
			return nil, nil, r.Errorf("the country %q is no ISO 3166-1 alpha-2 code", iso)
		}
		if e.country = c.ISO3(); iso == "XK" {
			e.country = "XKX" // as countries.txt has it
		}
	}
	if err := e.place(r, 4); err != nil {
		return nil, nil, err
	}
	var err error
	if e.people, err = count(r, 14, "the population"); err != nil {
		return nil, nil, err
	}
	if e.geonames, err = count(r, 0, "the GeoNames id"); err != nil {
		return nil, nil, err
	}
	return e, append([]string{e.name, r.Field(2)}, strings.Split(r.Field(3), ",")...), nil
}
