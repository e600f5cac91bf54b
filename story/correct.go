package story

import (
	"fmt"
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// Correct gives a record as analysts have it, by what became of its events:
// those that were rejected are gone, others are coded as they say. The record
// that is given stays as it is.
func Correct(r *chancery.Record, standing map[string]Standing) *chancery.Record {
	if len(standing) == 0 {
		return r
	}
	out := *r
	out.Actors, out.Places = slices.Clone(r.Actors), slices.Clone(r.Places)
	out.Figures, out.Agendas, out.Events = slices.Clone(r.Figures), nil, nil
	gone := map[string]bool{}
	for i := range r.Events {
		e := r.Events[i]
		s, judged := standing[e.ID]
		if judged && s.State == Rejected {
			gone[e.ID] = true
			continue
		}
		if judged {
			correct(&out, &e, s.Coding)
		}
		out.Events = append(out.Events, e)
	}
	for i := range out.Figures {
		if gone[out.Figures[i].Event] {
			out.Figures[i].Event = ""
		}
	}
	for _, a := range r.Agendas {
		if !gone[a.Event] {
			out.Agendas = append(out.Agendas, a)
		}
	}
	return &out
}

// correct codes an event of r anew, where it differs.
func correct(r *chancery.Record, e *chancery.Event, c *Coding) {
	for _, f := range CodingOf(r, e).Differs(c) {
		switch f {
		case "type", "mode":
			e.Type, e.Mode, e.CAMEO, e.Goldstein = c.Type, c.Mode, c.CAMEO, c.Goldstein
		case "status":
			e.Status, e.Polarity = c.Status, chancery.Positive
			if c.Status == chancery.Denied {
				e.Polarity = chancery.Negative
			} else {
				e.DeniedBy = nil
			}
		case "actor":
			e.Actor = actorIDs(r, c.Actor)
		case "recipient":
			e.Recipient = actorIDs(r, c.Recipient)
		case "mediator":
			e.Mediator = actorIDs(r, c.Mediator)
		case "time":
			e.Time = nil
			if t := c.Time; t != nil {
				e.Time = &chancery.EventTime{Value: t.Value, Begin: t.Begin, Finish: t.Finish}
			}
		case "place":
			e.Place = placeID(r, c.Place)
		}
	}
}

// actorIDs gives the actors of a record that parties are, adding those that
// it does not have.
func actorIDs(r *chancery.Record, all []Coded) []string {
	var out []string
	for _, p := range all {
		i := slices.IndexFunc(r.Actors, func(a chancery.Actor) bool { return CodedOf(&a) == p })
		if i < 0 {
			i = len(r.Actors)
			r.Actors = append(r.Actors, chancery.Actor{ID: free("a", func(id string) bool { return r.Actor(id) != nil }), Name: p.Name, Kind: p.Kind, Country: p.Country, Code: p.Code})
		}
		out = append(out, r.Actors[i].ID)
	}
	return out
}

// placeID gives the place of a record that p is, adding it where it is not there.
func placeID(r *chancery.Record, p *Place) string {
	if p == nil {
		return ""
	}
	for i := range r.Places {
		if q := place(&r.Places[i]); q.String() == p.String() && q.Geo == p.Geo {
			return r.Places[i].ID
		}
	}
	out := chancery.Place{ID: free("p", func(id string) bool { return r.Place(id) != nil }), Name: p.Name, Kind: chancery.PlaceKind(p.Kind), Country: p.Country, Admin1: p.Admin1, GeoNames: p.Geo}
	if p.Lat != nil && p.Lon != nil {
		out.Position, out.Precision = &chancery.LatLon{Lat: *p.Lat, Lon: *p.Lon}, precisions[out.Kind]
	}
	r.Places = append(r.Places, out)
	return out.ID
}

// precisions are how exactly the position of a place of a kind points at it.
var precisions = map[chancery.PlaceKind]chancery.Precision{chancery.CountryPlace: chancery.CountryPrecision, chancery.Region: chancery.RegionPrecision,
	chancery.City: chancery.CityPrecision, chancery.Facility: chancery.PointPrecision}

// free gives the first id with a letter that is not taken.
func free(letter string, taken func(string) bool) string {
	for n := 1; ; n++ {
		if id := fmt.Sprint(letter, n); !taken(id) {
			return id
		}
	}
}
