package serve

import (
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// mapPlaces bounds the places drawn; the table says how many are left out.
const mapPlaces = 400

// spot is a place on the map, in tenths of a degree as static/world.svg has it.
type spot struct {
	record.Spot
	X, Y, R float64
	Shape   string // point, region or country: how exactly it is known
	Link    string
	Title   string
	Label   string // its name where there is room for it, right of it
}

// chartedMap is what the page of the map shows.
type chartedMap struct {
	Query              string
	X, Y, W, H         float64 // the part of the world that is shown
	Stroke, Halo, Type float64 // one pixel, the edge around a name and a line of type on it
	Spots              []spot
	Total, Unplaced    int
	More               int
}

func (s *Server) world(w http.ResponseWriter, r *http.Request) error {
	text := strings.TrimSpace(r.FormValue("q"))
	q, err := query.Parse(text)
	if err != nil {
		return badRequest(err)
	}
	spots, err := s.Store.Spots(r.Context(), q)
	if err != nil {
		return badRequest(err)
	}
	m := chartedMap{Query: text}
	if m.Total, err = s.Store.Count(r.Context(), q); err != nil {
		return err
	}
	m.Unplaced = m.Total
	for _, p := range spots {
		m.Unplaced -= p.Count
	}
	if m.More = len(spots) - mapPlaces; m.More > 0 {
		spots = spots[:mapPlaces]
	}
	m.frame(spots)
	for _, p := range spots {
		part := query.Field{Name: "place", Value: p.Name}
		m.Spots = append(m.Spots, spot{Spot: p, X: p.Lon * 10, Y: -p.Lat * 10, R: m.Stroke * (3 + 2.2*math.Sqrt(float64(min(p.Count, 200)))), Shape: shape(p.Kind),
			Link: address("/search", "q", strings.TrimSpace(text+" "+part.String())), Title: fmt.Sprintf("%s: %s", p.Name, counted(p.Count, "happening"))})
	}
	m.label()
	return s.show(w, r, http.StatusOK, "map", frame{Title: title("Map", text), At: "map", Query: text, Body: m})
}

// shape tells how exactly a place is known by what it is.
func shape(kind string) string {
	switch kind {
	case "country", "region":
		return kind
	}
	return "point"
}

// mapLabels bounds the names on a map.
const mapLabels = 24

// label names the places that come first, where no other name or place is in
// the way.
func (m *chartedMap) label() {
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
		if free && named < mapLabels {
			p.Label = name
			taken = append(taken, b)
			named++
		}
	}
}

// frame chooses the part of the world that holds the places, with a margin.
func (m *chartedMap) frame(spots []record.Spot) {
	west, east, south, north := -180.0, 180.0, -58.0, 80.0
	if len(spots) > 0 {
		west, east, south, north = 180, -180, 90, -90
		for _, p := range spots {
			west, east = min(west, p.Lon), max(east, p.Lon)
			south, north = min(south, p.Lat), max(north, p.Lat)
		}
	}
	const least, ratio = 24.0, 2.0 // degrees across, width by height
	wide, high := max(east-west, least)*1.16, max(north-south, least/ratio)*1.16
	if wide < high*ratio {
		wide = high * ratio
	} else {
		high = wide / ratio
	}
	wide, high = min(wide, 360), min(high, 180)
	x := max(min((west+east-wide)/2, 180-wide), -180)
	y := max(min((south+north-high)/2, 90-high), -90)
	m.X, m.Y, m.W, m.H = round(x*10), round(-(y+high)*10), round(wide*10), round(high*10)
	m.Stroke = m.W / 1000
	m.Halo, m.Type = m.Stroke*3, m.Stroke*13
}

func round(x float64) float64 { return math.Round(x*10) / 10 }
