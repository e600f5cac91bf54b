package place

import (
	"math"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// weigher chooses among namesakes: by people, by the region or country that
// follows the name, by the countries and regions that the article speaks of
// and by what lies near (Leidner 2007; one sense in a discourse).
type weigher struct {
	countries map[string]int // by ISO code
	regions   map[string]int // "USA Ohio"
}

func newWeigher() *weigher { return &weigher{countries: map[string]int{}, regions: map[string]int{}} }

// Weights of the evidence, in tenfolds of people.
const (
	ofCountry     = 13.0 // a country against towns of its name
	ofRegion      = 1.5
	ofSeat        = 3.5
	ofVariant     = -1.5
	ofTownLike    = -6.0 // a town with a country's name
	ofDistrict    = 3.0  // a district's name holds its kind
	ofFollowing   = 12.0
	ofCountryHere = 1.0 // the article names the country at all
	ofShare       = 2.0 // times its share of all countries named
	ofRegionHere  = 2.5
	ofNeighbour   = 4.0 // times how near the nearest other place is
	reach         = 300.0
)

// choose returns for each mention the likeliest of its entries; nil for one
// that has none.
func (w *weigher) choose(all []found) []*entry {
	meant := make([]*entry, len(all))
	for i, m := range all {
		if len(m.near) == 1 && m.near[0].country != "" {
			e := m.near[0]
			w.countries[e.country]++
			if e.region != "" {
				w.regions[e.country+" "+e.region]++
			}
		}
		if len(m.entries) > 0 {
			if e := m.entries[0]; e.kind == chancery.Region && e.region == e.name && !e.district {
				w.regions[e.country+" "+e.region]++
				w.countries[e.country]++
			}
		}
		meant[i] = w.best(m, nil, nil)
	}
	for range 2 {
		anchors := append([]*entry(nil), meant...)
		for i, m := range all {
			meant[i] = w.best(m, all, anchors)
		}
	}
	return w.agree(all, meant)
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

func (w *weigher) best(m found, all []found, anchors []*entry) *entry {
	var best *entry
	top := 0.0
	for _, e := range m.entries {
		if score := w.score(e, m, all, anchors); best == nil || score > top {
			best, top = e, score
		}
	}
	return best
}

func (w *weigher) score(e *entry, m found, all []found, anchors []*entry) float64 {
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
	}
	if e.kind != chancery.CountryPlace && e.region != e.name && m.entries[0].kind == chancery.CountryPlace {
		score += ofTownLike
	}
	if e.seat {
		score += ofSeat
	}
	if e.variant {
		score += ofVariant
	}
	for _, n := range m.near {
		if e.country == n.country && (n.kind == chancery.CountryPlace || e.region == n.region) {
			score += ofFollowing
			break
		}
	}
	if n := w.countries[e.country]; n > 0 {
		sum := 0
		for _, k := range w.countries {
			sum += k
		}
		score += ofCountryHere + ofShare*float64(n)/float64(sum)
	}
	if e.region != "" && e.kind != chancery.CountryPlace && w.regions[e.country+" "+e.region] > 0 && e.region != e.name {
		score += ofRegionHere
	}
	return score + ofNeighbour*neighbour(e, m, all, anchors)
}

// neighbour tells how near the nearest place of another name lies: 1 for the
// same point, 0 from reach on.
func neighbour(e *entry, m found, all []found, anchors []*entry) float64 {
	if e.position == nil || e.kind == chancery.CountryPlace {
		return 0
	}
	nearest := reach
	for i, o := range anchors {
		if o == nil || o.position == nil || o.kind == chancery.CountryPlace || o.kind == chancery.Water || all[i].name == m.name || o == e {
			continue
		}
		nearest = min(nearest, kilometres(e.position, o.position))
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
