package serve

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// mapPlaces bounds the places drawn; the table says how many are left out.
const mapPlaces = 120

// spot is a place on the map, in tenths of a degree as static/world.svg has it.
type spot struct {
	record.Spot
	X, Y, R float64
	Shape   string // point, region or country: how exactly it is known
	Link    string
	Title   string
	Label   string // its name where there is room for it, right of it
}

// mapForm is a size in which a map is drawn, as form is of networks.
type mapForm struct {
	Class  string
	pixels float64 // how wide it is shown
	ratio  float64 // width by height
	least  float64 // degrees across, at least
	core   float64 // how much of what is told of it must hold; what lies far off is in the table alone
	labels int
	places int
}

var mapForms = []mapForm{{"on-wide", 1000, 2, 24, 1, 24, mapPlaces}, {"on-phone", 350, 0.95, 14, 0.85, 12, 45}}

// mapSheet is a map in one form.
type mapSheet struct {
	mapForm
	X, Y, W, H         float64 // the part of the world that is shown
	Stroke, Halo, Type float64 // one pixel, the edge around a name and a line of type on it
	Spots              []spot
	Outside            int // places that lie in no part of it
}

// chartedMap is what the page of the map shows.
type chartedMap struct {
	Query           string
	Sheets          []mapSheet
	Spots           []spot
	Total, Unplaced int
	More            int
}

func (s *Server) world(w http.ResponseWriter, r *http.Request) error {
	text := strings.TrimSpace(r.FormValue("q"))
	q, err := query.Parse(text)
	if err != nil {
		return badRequest(err)
	}
	placed, err := s.Store.Spots(r.Context(), q, mapPlaces)
	if err != nil {
		return badRequest(err)
	}
	m := chartedMap{Query: text, Total: placed.Total, Unplaced: placed.Total - placed.Happenings, More: placed.Places - len(placed.Spots)}
	for _, p := range spelled(placed.Spots) {
		m.Spots = append(m.Spots, spot{Spot: p.Spot, X: round(p.Lon * 10), Y: round(-p.Lat * 10), Shape: shape(p.Kind),
			Link: address("/search", "q", strings.TrimSpace(text+" "+p.asked())), Title: fmt.Sprintf("%s: %s", p.Name, counted(p.Count, "happening"))})
	}
	for _, f := range mapForms {
		m.Sheets = append(m.Sheets, f.sheet(m.Spots))
	}
	return s.show(w, r, http.StatusOK, "map", frame{Title: title("Map", text), At: "map", Query: text, Body: m})
}

// charted is a place with all its spellings.
type charted struct {
	record.Spot
	names []string
}

// asked is the part of a query that finds it.
func (s charted) asked() string {
	var or query.Or
	for _, n := range s.names {
		or = append(or, query.Field{Name: "place", Value: n})
	}
	if len(or) == 1 {
		return or[0].String()
	}
	return "(" + or.String() + ")"
}

// spelled makes one of places that differ in how they are spelled alone: at one
// point, or of one kind in one country. The spelling that is told of most names it.
func spelled(spots []record.Spot) []*charted {
	var out []*charted
	at := map[string]*charted{}
	for _, p := range spots {
		name := strings.Join(record.Words(lang.Bare(p.Name)), "")
		point, area := fmt.Sprintf("%s at %v %v", name, p.Lat, p.Lon), fmt.Sprintf("%s in %s, %s", name, p.Country, p.Kind)
		s := cmp.Or(at[point], at[area])
		if s == nil {
			s = &charted{Spot: p}
			s.Count = 0
			out = append(out, s)
		}
		at[point], at[area] = s, s
		s.Count += p.Count
		if !slices.Contains(s.names, p.Name) {
			s.names = append(s.names, p.Name)
		}
	}
	slices.SortStableFunc(out, func(a, b *charted) int { return cmp.Compare(b.Count, a.Count) })
	return out
}

// sheet draws the places that come first, as many as the form has room for.
func (f mapForm) sheet(spots []spot) mapSheet {
	m := mapSheet{mapForm: f}
	m.frame(f.within(spots))
	for _, p := range spots[:min(len(spots), f.places)] {
		p.R = round(m.Stroke * (3 + 2.2*math.Sqrt(float64(min(p.Count, 200)))))
		if p.X < m.X || p.X > m.X+m.W || p.Y < m.Y || p.Y > m.Y+m.H {
			m.Outside++
			continue
		}
		m.Spots = append(m.Spots, p)
	}
	m.Outside += max(0, len(spots)-f.places)
	m.label()
	return m
}

// within gives the places in the narrowest belt of longitudes in which as much
// happens as the form wants to show.
func (f mapForm) within(spots []spot) []spot {
	sorted := slices.SortedStableFunc(slices.Values(spots), func(a, b spot) int { return cmp.Compare(a.X, b.X) })
	total := 0
	for _, p := range sorted {
		total += p.Count
	}
	best, from, held := sorted, 0, 0
	for to := range sorted {
		held += sorted[to].Count
		for held-sorted[from].Count >= int(math.Ceil(f.core*float64(total))) {
			held -= sorted[from].Count
			from++
		}
		if belt := sorted[from : to+1]; float64(held) >= f.core*float64(total) && belt[len(belt)-1].X-belt[0].X < best[len(best)-1].X-best[0].X {
			best = belt
		}
	}
	return best
}

// shape tells how exactly a place is known by what it is.
func shape(kind string) string {
	switch kind {
	case "country", "region":
		return kind
	}
	return "point"
}

// label names the places that come first, where no other name or place is in
// the way.
func (m *mapSheet) label() {
	type box struct{ x1, y1, x2, y2 float64 }
	var taken []box
	for _, p := range m.Spots {
		taken = append(taken, box{p.X - p.R, p.Y - p.R, p.X + p.R, p.Y + p.R})
	}
	named := 0
	for i := range m.Spots {
		p := &m.Spots[i]
		name := short(p.Name)
		x := p.X + p.R + 3*m.Stroke
		b := box{x, p.Y - m.Type*0.6, x + float64(len([]rune(name)))*m.Type*0.55, p.Y + m.Type*0.6}
		free := b.x2 < m.X+m.W
		for j, o := range taken {
			if j != i && b.x1 < o.x2 && o.x1 < b.x2 && b.y1 < o.y2 && o.y1 < b.y2 {
				free = false
			}
		}
		if free && named < m.labels {
			p.Label = name
			taken = append(taken, b)
			named++
		}
	}
}

// frame chooses the part of the world that holds the places, with a margin.
func (m *mapSheet) frame(spots []spot) {
	west, east, north, south := -1800.0, 1800.0, -800.0, 580.0
	if len(spots) > 0 {
		west, east, north, south = 1800, -1800, 900, -900
		for _, p := range spots {
			west, east = min(west, p.X), max(east, p.X)
			north, south = min(north, p.Y), max(south, p.Y)
		}
	}
	wide, high := max(east-west, m.least*10)*1.16, max(south-north, m.least*10/m.ratio)*1.16
	if wide < high*m.ratio {
		wide = high * m.ratio
	} else {
		high = wide / m.ratio
	}
	wide, high = min(wide, 3600), min(high, 1800)
	m.X = round(max(min((west+east-wide)/2, 1800-wide), -1800))
	m.Y = round(max(min((north+south-high)/2, 900-high), -900))
	m.W, m.H = round(wide), round(high)
	m.Stroke = exactly(m.W / m.pixels)
	m.Halo, m.Type = exactly(m.Stroke*3), exactly(m.Stroke*13)
}

func round(x float64) float64 { return math.Round(x*10) / 10 }

func exactly(x float64) float64 { return math.Round(x*1000) / 1000 }
