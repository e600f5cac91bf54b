package record

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

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

// Placed are the places of what a query asks for.
type Placed struct {
	Spots      []Spot // those with the most happenings first
	Places     int    // how many places there are
	Happenings int    // how many happenings have one
	Total      int    // how many there are in all
}

// Spots gives the places of what a query asks for that are known well enough
// to be drawn, at most limit.
func (s *Store) Spots(ctx context.Context, q query.Node, limit int) (p Placed, err error) {
	err = s.asking(ctx, func(a *asker) error {
		found, err := a.find(ctx, q)
		if err != nil {
			return err
		}
		p.Total = found.count()
		spots, err := a.column(ctx, columnSpot)
		if err != nil {
			return err
		}
		var count []int
		found.each(func(n uint32) {
			if id := int(cell(spots, n)); id != 0 {
				if id >= len(count) {
					count = append(count, make([]int, id+1-len(count))...)
				}
				if count[id]++; count[id] == 1 {
					p.Places++
				}
				p.Happenings++
			}
		})
		top, err := a.top(ctx, count, limit)
		if err != nil {
			return err
		}
		for _, v := range top {
			one := Spot{Count: v.Count}
			if err := json.Unmarshal([]byte(v.Value), &[]any{&one.Lat, &one.Lon, &one.Kind, &one.Country, &one.Name}); err != nil {
				return fmt.Errorf("a place in the index is damaged (chancery rebuild makes it anew): %w", err)
			}
			p.Spots = append(p.Spots, one)
		}
		return nil
	})
	return p, err
}

// Tie is what two parties did with or to one another.
type Tie struct {
	A        string `json:"a"` // labels, in order of the alphabet
	B        string `json:"b"`
	Count    int    `json:"count"`
	Conflict int    `json:"conflict"` // of types from REQUEST to ASSAULT
}

// Met are the parties that have most to do with one another.
type Met struct {
	Parties []Valued // with the number of their ties' happenings
	Ties    []Tie    // between these, those with the most happenings first
	All     int      // how many ties there are in all
}

// conflict lists the types of PLOVER that are verbal or material conflict.
var conflict = []chancery.EventType{chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Protest, chancery.Sanction, chancery.Mobilize, chancery.Coerce, chancery.Assault}

// tied counts happenings of two parties, by their words.
type tied struct{ count, conflict int }

// Ties gives which parties met in what a query asks for: those on two sides,
// or, where there is no other side, those who act together; of these the ones
// with the most happenings.
func (s *Store) Ties(ctx context.Context, q query.Node, parties int) (m Met, err error) {
	err = s.asking(ctx, func(a *asker) error {
		all, ok := q.(query.And)
		ties, err := a.ties(ctx, q, ok && len(all) == 0)
		if err != nil {
			return err
		}
		m.All = len(ties)
		weight := map[uint32]int{}
		for pair, t := range ties {
			weight[pair[0]] += t.count
			weight[pair[1]] += t.count
		}
		labels := slices.SortedFunc(maps.Keys(weight), func(x, y uint32) int { return cmp.Or(cmp.Compare(weight[y], weight[x]), cmp.Compare(x, y)) })
		names := map[uint32]string{}
		for _, l := range labels[:min(parties, len(labels))] {
			if names[l], err = a.name(ctx, int64(l)); err != nil {
				return err
			}
			m.Parties = append(m.Parties, Valued{names[l], weight[l]})
		}
		m.Parties = most(m.Parties, parties)
		for pair, t := range ties {
			x, also := names[pair[0]]
			if y, ok := names[pair[1]]; ok && also {
				m.Ties = append(m.Ties, Tie{min(x, y), max(x, y), t.count, t.conflict})
			}
		}
		slices.SortFunc(m.Ties, func(x, y Tie) int {
			return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
		})
		return nil
	})
	return m, err
}

// ties counts those of what a query asks for; of everything they are kept.
func (a *asker) ties(ctx context.Context, q query.Node, everything bool) (map[[2]uint32]tied, error) {
	if kept := a.columns.everyTie(); everything && kept != nil {
		return kept, nil
	}
	found, err := a.find(ctx, q)
	if err != nil {
		return nil, err
	}
	var hard set
	for _, t := range conflict {
		of, err := a.having(ctx, "type", string(t))
		if err != nil {
			return nil, err
		}
		hard.or(of)
	}
	out := map[[2]uint32]tied{}
	var at uint32
	var sides [3][]uint32
	meet := func() {
		others := sides[1]
		if len(others) == 0 {
			others = sides[0]
		}
		var met [][2]uint32
		for _, x := range sides[0] {
			for _, y := range others {
				pair := [2]uint32{min(x, y), max(x, y)}
				if x == y || slices.Contains(met, pair) {
					continue
				}
				met = append(met, pair)
				t := out[pair]
				t.count++
				if hard.has(at) {
					t.conflict++
				}
				out[pair] = t
			}
		}
		for i := range sides {
			sides[i] = sides[i][:0]
		}
	}
	err = a.sides(ctx, found, func(n uint32, side int, label uint32) {
		if n != at {
			meet()
			at = n
		}
		sides[side] = append(sides[side], label)
	})
	meet()
	if err == nil && everything {
		a.columns.keepTies(out)
	}
	return out, err
}
