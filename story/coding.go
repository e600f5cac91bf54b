package story

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// Coding is what a person can correct of an event.
type Coding struct {
	Type      chancery.EventType `json:"type"`
	Mode      []string           `json:"mode,omitempty"`
	CAMEO     string             `json:"cameo,omitempty"`     // follows from type and mode
	Goldstein *float64           `json:"goldstein,omitempty"` // as well
	Status    chancery.Status    `json:"status"`
	Actor     []Coded            `json:"actor,omitempty"`
	Recipient []Coded            `json:"recipient,omitempty"`
	Mediator  []Coded            `json:"mediator,omitempty"`
	Time      *Time              `json:"time,omitempty"`
	Place     *Place             `json:"place,omitempty"`
}

// Coded is a party of a coding.
type Coded struct {
	Name    string             `json:"name"`
	Kind    chancery.ActorKind `json:"kind,omitempty"`
	Country string             `json:"country,omitempty"`
	Code    string             `json:"code,omitempty"`
}

// CodedOf gives an actor as codings have it.
func CodedOf(a *chancery.Actor) Coded { return Coded{clean(a.Name), a.Kind, a.Country, a.Code} }

// PlaceOf gives a place as codings and happenings have it; nil for none.
func PlaceOf(p *chancery.Place) *Place { return place(p) }

// CodingOf gives how an event of a record is coded.
func CodingOf(r *chancery.Record, e *chancery.Event) *Coding {
	c := &Coding{Type: e.Type, Mode: slices.Clone(e.Mode), CAMEO: e.CAMEO, Goldstein: e.Goldstein, Status: e.Status, Place: place(r.Place(e.Place))}
	for _, side := range []struct {
		to  *[]Coded
		ids []string
	}{{&c.Actor, e.Actor}, {&c.Recipient, e.Recipient}, {&c.Mediator, e.Mediator}} {
		for _, id := range side.ids {
			if a := r.Actor(id); a != nil {
				*side.to = append(*side.to, CodedOf(a))
			}
		}
	}
	if t := e.Time; t != nil {
		c.Time = &Time{t.Value, t.Begin, t.Finish}
	}
	return c
}

// Value is one thing that is coded of an event, in words that are equal where
// the codings are.
type Value struct{ Field, Value string }

// CodedFields names what is coded of an event, in the order of Values.
var CodedFields = []string{"type", "mode", "status", "actor", "recipient", "mediator", "time", "place"}

// Values gives all that is coded, in the order of CodedFields; "" is none.
func (c *Coding) Values() []Value {
	sorted := func(all []string) string {
		all = slices.Clone(all)
		slices.Sort(all)
		return strings.Join(all, "; ")
	}
	names := func(all []Coded) string {
		var out []string
		for _, p := range all {
			out = append(out, p.String())
		}
		return sorted(out)
	}
	out := []Value{{Value: string(c.Type)}, {Value: sorted(c.Mode)}, {Value: string(c.Status)}, {Value: names(c.Actor)}, {Value: names(c.Recipient)},
		{Value: names(c.Mediator)}, {Value: c.Time.String()}, {Value: c.Place.String()}}
	for i := range out {
		out[i].Field = CodedFields[i]
	}
	return out
}

// Differs names the fields in which two codings differ.
func (c *Coding) Differs(o *Coding) (fields []string) {
	a, b := c.Values(), o.Values()
	for i := range a {
		if a[i] != b[i] {
			fields = append(fields, a[i].Field)
		}
	}
	return fields
}

// String prints a party with its country, where the name does not say it.
func (p Coded) String() string {
	if p.Country == "" || p.Country == p.Name {
		return p.Name
	}
	return p.Name + " (" + p.Country + ")"
}

// String prints a time by its value, else by its days; "" for none.
func (t *Time) String() string {
	switch {
	case t == nil:
		return ""
	case t.Value != "":
		return t.Value
	case t.Begin != t.Finish && t.Finish != "":
		return t.Begin + "/" + t.Finish
	}
	return t.Begin
}

// String prints a place with its country, where the name does not say it; ""
// for none.
func (p *Place) String() string {
	switch {
	case p == nil:
		return ""
	case p.Country == "" || p.Kind == string(chancery.CountryPlace):
		return p.Name
	}
	return p.Name + " (" + p.Country + ")"
}

// Verdict is what an analyst found of an event: how the machine had coded it,
// how it was shown, and how it is; without After it is no event. Where After
// says the same as Before, it was accepted.
type Verdict struct {
	Machine *Coding `json:"machine"`
	Before  *Coding `json:"before,omitempty"` // absent: as the machine had it
	After   *Coding `json:"after,omitempty"`
}

// Shown is the coding that was judged.
func (v *Verdict) Shown() *Coding {
	if v.Before != nil {
		return v.Before
	}
	return v.Machine
}

// Standing is what became of an event through the verdicts on it.
type Standing struct {
	State   string  // "accepted", "edited" or "rejected"
	Recoded bool    // the machine codes it otherwise than when it was last judged
	Coding  *Coding // as it is now; of a rejected one, as it would be
}

// The states of a standing.
const (
	Accepted = "accepted"
	Edited   = "edited"
	Rejected = "rejected"
)

// Judge gives what verdicts, in their order, make of an event that the machine
// codes in this way. Each changes the fields that it changed when it was given,
// so that it holds for another reading too; the last one says whether it stands.
func Judge(machine *Coding, verdicts []Verdict) Standing {
	c := *machine
	s := Standing{State: Accepted, Coding: &c}
	for i := range verdicts {
		v := &verdicts[i]
		s.Recoded = len(machine.Differs(v.Machine)) > 0
		if v.After == nil {
			s.State = Rejected
			continue
		}
		c.take(v.After, v.Shown().Differs(v.After))
		s.State = Accepted
		if len(c.Differs(machine)) > 0 {
			s.State = Edited
		}
	}
	return s
}

// take takes fields from another coding.
func (c *Coding) take(o *Coding, fields []string) {
	for _, f := range fields {
		switch f {
		case "type", "mode":
			c.Type, c.Mode, c.CAMEO, c.Goldstein = o.Type, o.Mode, o.CAMEO, o.Goldstein
		case "status":
			c.Status = o.Status
		case "actor":
			c.Actor = o.Actor
		case "recipient":
			c.Recipient = o.Recipient
		case "mediator":
			c.Mediator = o.Mediator
		case "time":
			c.Time = o.Time
		case "place":
			c.Place = o.Place
		default:
			panic("no field " + f)
		}
	}
}
