package place

import (
	"math"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
)

// weigher chooses among namesakes: by people, by the region or country that
// follows the name, by the countries and regions that the article speaks of
// and by what lies near (Leidner 2007; one sense in a discourse).
type weigher struct {
	countries map[string]int            // by ISO code
	said      map[string]map[string]int // gazetteer.Key of a name -> its part in countries
	regions   map[string]int            // "USA Ohio"
	written   map[string]bool           // regions that follow a town: "Camp Murray, Wash."
	home      string                    // the outlet's country
	all       int                       // sum of countries
	support   map[*entry]float64
}

func newWeigher() *weigher {
	return &weigher{countries: map[string]int{}, said: map[string]map[string]int{}, regions: map[string]int{}, written: map[string]bool{}, support: map[*entry]float64{}}
}

// Weights of the evidence, in tenfolds of people.
const (
	ofCountry     = 11.0 // a country against towns of its name
	ofRegion      = 1.5
	ofSeat        = 3.5
	ofVariant     = -1.5
	ofTownLike    = -5.0 // a town with a country's name
	ofDistrict    = 3.0  // a district's name holds its kind
	ofOwnCity     = 3.0  // a city that is much of the region of its name
	ofOffice      = 6.0  // a region where its office follows: "New York Gov."
	ofHome        = 2.5  // the outlet's country
	ofMine        = 10.0 // a place of the user's own
	ofFollowing   = 12.0
	ofCountryHere = 1.0 // the article names the country at all
	ofShare       = 2.0 // times its share of all countries named
	ofRegionHere  = 3.5
	ofSupport     = 2.0 // times the other names that can mean a place near, at most three
	ofAround      = 6.0 // at most, of the last three together
	ofNeighbour   = 3.0 // times how near the nearest other place is
	ofState       = 1e6 // people of a region that is meant rather than a town of its name
	reach         = 300.0
	close         = 100.0
	enough        = 0.5 // support of a place in doubt
)

// count notes a mention of a country by name.
func (w *weigher) count(iso, name string) {
	w.countries[iso]++
	w.all++
	if w.said[name] == nil {
		w.said[name] = map[string]int{}
	}
	w.said[name][iso]++
}

// choose returns for each mention the likeliest of its entries; nil for one
// that has none.
func (w *weigher) choose(all, outlet []found) []*entry {
	meant := make([]*entry, len(all))
	for _, m := range all {
		if len(m.near) == 1 && m.near[0].country != "" {
			e := m.near[0]
			w.count(e.country, "")
			if e.region != "" {
				w.regions[e.country+" "+e.region]++
				w.written[e.country+" "+e.region] = true
			}
		}
	}
	w.lean(all, outlet)
	for i, m := range all {
		if meant[i] = w.best(m, nil, nil); meant[i] != nil && meant[i].kind == chancery.Region && !meant[i].district && meant[i].region != "" {
			w.regions[meant[i].country+" "+meant[i].region]++
			w.count(meant[i].country, gazetteer.Key(m.name))
		}
	}
	for range 2 {
		before := append([]*entry(nil), meant...)
		anchors := points(all, before)
		for i, m := range all {
			var town *entry
			if i > 0 && len(all[i-1].near) > 0 && m.span.Start-all[i-1].span.End < 4 {
				town = before[i-1]
			}
			meant[i] = w.best(m, anchors, town)
		}
	}
	unlisted(all, meant)
	return w.agree(all, meant)
}

// unlisted puts a town into the region that follows its name where no town of
// that name is known there: "Quarry, Texas", and Quarry in the same article.
func unlisted(all []found, meant []*entry) {
	in := map[string]*entry{}
	for i := range all {
		if e := meant[i]; e == nil || e.kind != chancery.City || e.mine || len(all[i].near) == 0 || lies(e, all[i].near) {
			continue
		}
		if i+1 < len(all) && meant[i+1] != nil && lies(meant[i+1], all[i].near) {
			in[lang.Bare(all[i].name)] = meant[i+1]
		}
	}
	for i := range all {
		m := &all[i]
		if e := in[lang.Bare(m.name)]; e != nil && meant[i] != nil && meant[i].kind == chancery.City && (len(m.near) == 0 || !lies(meant[i], m.near)) {
			meant[i], m.inside, m.kind = e, true, chancery.City
		}
	}
}

// lies reports whether e is or lies in one of these regions and countries.
func lies(e *entry, in []*entry) bool {
	for _, n := range in {
		if e.country == n.country && (n.kind == chancery.CountryPlace || e.region == n.region) {
			return true
		}
	}
	return false
}

// lean finds what supports each entry: how many other names of the article
// or of the outlet's can mean a place close to it, each counting the less the
// more places it can mean.
func (w *weigher) lean(all, outlet []found) {
	type candidate struct {
		e    *entry
		name int
	}
	type cell struct{ lat, lon int }
	at := func(p *chancery.LatLon) cell { return cell{int(math.Floor(p.Lat)), int(math.Floor(p.Lon / 1.5))} }
	names := map[string]int{}
	cells := map[cell][]candidate{}
	var list []candidate
	var share []float64
	for _, m := range append(all[:len(all):len(all)], outlet...) {
		key := gazetteer.Key(m.name)
		if m.maybe {
			key += " ?"
		}
		if _, ok := names[key]; ok || len(m.entries) == 0 || m.entries[0].kind == chancery.CountryPlace {
			continue
		}
		n := len(names)
		names[key] = n
		if share = append(share, 1/math.Sqrt(float64(len(m.entries)))); m.maybe {
			share[n] = 0
		}
		for _, e := range m.entries {
			if e.position != nil && (e.kind == chancery.City || e.kind == chancery.Facility || e.district) {
				c := candidate{e, n}
				list = append(list, c)
				cells[at(e.position)] = append(cells[at(e.position)], c)
			}
		}
	}
	for _, c := range list {
		here := at(c.e.position)
		near := map[int]float64{}
		for lat := -1; lat <= 1; lat++ {
			for lon := -1; lon <= 1; lon++ {
				for _, o := range cells[cell{here.lat + lat, here.lon + lon}] {
					if o.name != c.name {
						if s := share[o.name] * (1 - kilometres(c.e.position, o.e.position)/close); s > near[o.name] {
							near[o.name] = s
						}
					}
				}
			}
		}
		sum := 0.0
		for n := range share { // in order: floats do not add up alike in every order
			sum += near[n]
		}
		w.support[c.e] = sum
	}
}

// supported reports whether other names of the article can mean places close
// to one of entries.
func (w *weigher) supported(entries []*entry) bool {
	for _, e := range entries {
		if w.support[e] >= enough {
			return true
		}
	}
	return false
}

// agree lets all mentions of one name without a region after them mean the
// same place: that of the mention with one, else the usual choice.
func (w *weigher) agree(all []found, meant []*entry) []*entry {
	said := map[string]*entry{}
	for i, m := range all {
		if meant[i] != nil && m.near != nil && said[lang.Bare(m.name)] == nil {
			said[lang.Bare(m.name)] = meant[i]
		}
	}
	for i, m := range all {
		if e := said[lang.Bare(m.name)]; e != nil && m.near == nil && meant[i] != nil && e.kind == meant[i].kind {
			meant[i] = e
		}
	}
	return meant
}

func (w *weigher) best(m found, anchors []anchor, town *entry) *entry {
	var best *entry
	top := 0.0
	for _, e := range m.entries {
		if score := w.score(e, m, anchors, town); best == nil || score > top {
			best, top = e, score
		}
	}
	return best
}

func (w *weigher) score(e *entry, m found, anchors []anchor, town *entry) float64 {
	score := math.Log10(float64(max(e.people, 100)))
	switch {
	case e.kind == chancery.CountryPlace:
		score = ofCountry
	case e.district:
		score += ofDistrict
	case e.kind == chancery.Region, e.kind == chancery.Water:
		score += ofRegion
		if e.people == 0 { // the lexicon's own areas
			score = ofCountry - 0.5
		}
		if m.office {
			score += ofOffice
		}
		if w.written[e.country+" "+e.region] {
			score += ofRegionHere
		}
	case e.ownCity(m.entries):
		score += ofOwnCity
	}
	if first := m.entries[0]; first.kind == chancery.CountryPlace && e.kind != chancery.CountryPlace {
		switch {
		case e.country == first.country && len(m.near) == 0 && !m.office: // "Mexico" is not Mexico City
			score += 2 * ofTownLike
		case e.kind != chancery.Region:
			score += ofTownLike
		}
	}
	if first := m.entries[0]; first.kind == chancery.Region && first.people > ofState && e.kind != chancery.Region && len(m.near) == 0 && !e.ownCity(m.entries) && !e.seat {
		score += ofTownLike / 2
	}
	if e.seat {
		score += ofSeat
	}
	if e.variant && !strings.HasSuffix(e.name, " City") {
		score += ofVariant
	}
	if e.country == w.home && e.kind != chancery.CountryPlace {
		score += ofHome
	}
	if e.mine {
		score += ofMine
	}
	for _, n := range m.near {
		if e.country == n.country && (n.kind == chancery.CountryPlace || e.region == n.region) {
			score += ofFollowing
			break
		}
	}
	if town != nil && e.country == town.country && (e.kind == chancery.CountryPlace || e.kind == chancery.Region && e.region == town.region) {
		score += ofFollowing
	}
	own := w.said[gazetteer.Key(m.name)]
	if n := w.countries[e.country] - own[e.country]; n > 0 {
		others := w.all
		for _, k := range own {
			others -= k
		}
		score += ofCountryHere + ofShare*float64(n)/float64(max(others, n))
	}
	around := 0.0
	if e.region != "" && e.kind != chancery.CountryPlace && w.regions[e.country+" "+e.region] > 0 && e.region != e.name {
		around += ofRegionHere
	}
	around += ofSupport*min(w.support[e], 3) + ofNeighbour*neighbour(e, m, anchors)
	return score + min(around, ofAround)
}

// ownCity reports whether e is a city that is a good part of the region of
// its name, which is among the entries: New York, Vienna, Kyiv.
func (e *entry) ownCity(entries []*entry) bool {
	for _, o := range entries {
		if e.kind == chancery.City && o.kind == chancery.Region && !o.district && o.country == e.country && o.region == e.region {
			return e.people*4 >= o.people
		}
	}
	return false
}

// anchor is a point that an article names.
type anchor struct {
	name string
	*entry
}

// points returns the points that are meant, each once.
func points(all []found, meant []*entry) []anchor {
	var out []anchor
	seen := map[anchor]bool{}
	for i, e := range meant {
		if e == nil || e.position == nil || e.kind == chancery.CountryPlace || e.kind == chancery.Water {
			continue
		}
		if a := (anchor{all[i].name, e}); !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	return out
}

// neighbour tells how near the nearest place of another name lies: 1 for the
// same point, 0 from reach on.
func neighbour(e *entry, m found, anchors []anchor) float64 {
	if e.position == nil || e.kind == chancery.CountryPlace || e.kind == chancery.Region && !e.district {
		return 0
	}
	const degree = 110.0 // kilometres of latitude, at least
	nearest := reach
	for _, o := range anchors {
		if o.name != m.name && o.entry != e && math.Abs(o.position.Lat-e.position.Lat)*degree < nearest {
			nearest = min(nearest, kilometres(e.position, o.position))
		}
	}
	return 1 - nearest/reach
}

// kilometres is the great-circle distance by the haversine.
func kilometres(a, b *chancery.LatLon) float64 {
	const radius, degree = 6371.0088, math.Pi / 180
	lat, lon := (b.Lat-a.Lat)*degree/2, (b.Lon-a.Lon)*degree/2
	h := math.Sin(lat)*math.Sin(lat) + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*math.Sin(lon)*math.Sin(lon)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}
