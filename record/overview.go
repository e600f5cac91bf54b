package record

import (
	"context"
	"fmt"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
)

// Spot is a place with how many happenings are told to be there.
type Spot struct {
	Name    string  `json:"name"`
	Kind    string  `json:"kind"` // country, region, city, …
	Country string  `json:"country"`
	Lat     float64 `json:"lat"`
	Lon     float64 `json:"lon"`
	Count   int     `json:"count"`
}

// Spots gives the places of what a query asks for that are known well enough
// to be drawn, those with the most happenings first.
func (s *Store) Spots(ctx context.Context, q query.Node) ([]Spot, error) {
	c, err := compile(q)
	if err != nil {
		return nil, err
	}
	rows, err := s.read.QueryContext(ctx, `SELECT max(j.json ->> '$.place.name'), coalesce(j.json ->> '$.place.kind', ''), coalesce(j.json ->> '$.place.country', ''),
		j.json ->> '$.place.lat' AS lat, j.json ->> '$.place.lon' AS lon, count(*) AS n FROM happening h JOIN happening_json j ON j.n = h.n
		WHERE j.json ->> '$.place.lat' IS NOT NULL AND (`+c.sql+`) GROUP BY lat, lon, 2, 3 ORDER BY n DESC, 1, lat, lon`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("counting by place: %w", err)
	}
	defer rows.Close()
	out := []Spot{}
	for rows.Next() {
		var p Spot
		if err := rows.Scan(&p.Name, &p.Kind, &p.Country, &p.Lat, &p.Lon, &p.Count); err != nil {
			return nil, fmt.Errorf("counting by place: %w", err)
		}
		out = append(out, p)
	}
	return out, rows.Err()
}

// Tie is what two parties did with or to one another.
type Tie struct {
	A        string `json:"a"` // labels, in order of the alphabet
	B        string `json:"b"`
	Count    int    `json:"count"`
	Conflict int    `json:"conflict"` // of types from REQUEST to ASSAULT
}

// conflict lists the types of PLOVER that are verbal or material conflict.
var conflict = []chancery.EventType{chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Protest, chancery.Sanction, chancery.Mobilize, chancery.Coerce, chancery.Assault}

// Ties gives which parties met in what a query asks for: those on two sides,
// or, where there is no other side, those who act together. Those with the
// most happenings come first.
func (s *Store) Ties(ctx context.Context, q query.Node) ([]Tie, error) {
	c, err := compile(q)
	if err != nil {
		return nil, err
	}
	list := ""
	for i, t := range conflict {
		if i > 0 {
			list += ", "
		}
		list += "'" + string(t) + "'"
	}
	rows, err := s.read.QueryContext(ctx, `WITH found AS (SELECT h.n, h.type, j.json FROM happening h JOIN happening_json j ON j.n = h.n WHERE `+c.sql+`),
		met AS (SELECT f.n, f.type, a.value AS x, r.value AS y FROM found f, json_each(f.json, '$.actor') a, json_each(f.json, '$.recipient') r
			UNION SELECT f.n, f.type, a.value, b.value FROM found f, json_each(f.json, '$.actor') a, json_each(f.json, '$.actor') b WHERE json_array_length(f.json, '$.recipient') = 0)
		SELECT min(x, y), max(x, y), count(DISTINCT n), count(DISTINCT iif(type IN (`+list+`), n, NULL)) FROM met WHERE x <> y GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`, c.args...)
	if err != nil {
		return nil, fmt.Errorf("counting ties: %w", err)
	}
	defer rows.Close()
	out := []Tie{}
	for rows.Next() {
		var t Tie
		if err := rows.Scan(&t.A, &t.B, &t.Count, &t.Conflict); err != nil {
			return nil, fmt.Errorf("counting ties: %w", err)
		}
		out = append(out, t)
	}
	return out, rows.Err()
}
