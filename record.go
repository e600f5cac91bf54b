package chancery

import "fmt"

// Record is all that Chancery knows of one article. Its JSON form is the
// public contract of docs/RECORD.md.
type Record struct {
	Article    *Article
	Sentences  []Span
	Actors     []Actor
	Places     []Place
	Times      []Timex
	Quotes     []Quote
	Events     []Event
	Figures    []Figure
	Agreements []Agreement
	Agendas    []Agenda
	Warnings   []string
}

// Actor returns the actor with that id, or nil.
func (r *Record) Actor(id string) *Actor {
	return byID(r.Actors, id, func(a *Actor) string { return a.ID })
}

// Place returns the place with that id, or nil.
func (r *Record) Place(id string) *Place {
	return byID(r.Places, id, func(p *Place) string { return p.ID })
}

// Quote returns the quote with that id, or nil.
func (r *Record) Quote(id string) *Quote {
	return byID(r.Quotes, id, func(q *Quote) string { return q.ID })
}

// Event returns the event with that id, or nil.
func (r *Record) Event(id string) *Event {
	return byID(r.Events, id, func(e *Event) string { return e.ID })
}

func byID[T any](all []T, id string, of func(*T) string) *T {
	if id == "" {
		return nil
	}
	for i := range all {
		if of(&all[i]) == id {
			return &all[i]
		}
	}
	return nil
}

// Check proves the record sound: every span lies in the text on code point
// boundaries, and every id that is referred to is there. It returns the first
// fault found, or nil.
func (r *Record) Check() error {
	text := r.Article.Text
	var err error
	span := func(what string, s Span) {
		if e := s.Check(text); e != nil && err == nil {
			err = fmt.Errorf("%s: %w", what, e)
		}
	}
	spans := func(what string, all []Span) {
		for _, s := range all {
			span(what, s)
		}
	}
	mentions := func(what string, all []Mention) {
		for _, m := range all {
			span(what, m.Span)
		}
	}
	ids := map[string]bool{"": true}
	for _, a := range r.Actors {
		ids[a.ID] = true
	}
	for _, p := range r.Places {
		ids[p.ID] = true
	}
	for _, t := range r.Times {
		ids[t.ID] = true
	}
	for _, q := range r.Quotes {
		ids[q.ID] = true
	}
	for _, e := range r.Events {
		ids[e.ID] = true
	}
	refer := func(what string, refs ...string) {
		for _, id := range refs {
			if !ids[id] && err == nil {
				err = fmt.Errorf("%s refers to %q, which is not in the record", what, id)
			}
		}
	}
	when := func(what string, t *EventTime) {
		if t != nil {
			refer(what, t.Timex)
		}
	}

	if a := r.Article; a.Translated != nil {
		span("translated", a.Translated.Span)
	}
	for _, p := range r.Article.Parts {
		span("part "+string(p.Kind), p.Span)
	}
	spans("sentence", r.Sentences)
	for _, a := range r.Actors {
		mentions("actor "+a.ID, a.Mentions)
		refer("actor "+a.ID, a.MemberOf)
		refer("actor "+a.ID, a.Members...)
		refer("actor "+a.ID, a.BackedBy...)
	}
	for _, p := range r.Places {
		mentions("place "+p.ID, p.Mentions)
	}
	for _, t := range r.Times {
		span("time "+t.ID, t.Span)
		refer("time "+t.ID, t.Until)
	}
	for _, q := range r.Quotes {
		spans("quote "+q.ID, q.Content)
		for _, s := range []*Span{q.Source, q.Cue} {
			if s != nil {
				span("quote "+q.ID, *s)
			}
		}
		refer("quote "+q.ID, q.Speaker, q.To)
		refer("quote "+q.ID, q.Via...)
	}
	for _, e := range r.Events {
		span("event "+e.ID, e.Trigger)
		spans("event "+e.ID, e.Evidence)
		refer("event "+e.ID, e.Place, e.SaidBy)
		for _, refs := range [][]string{e.Actor, e.Recipient, e.Mediator, e.DeniedBy} {
			refer("event "+e.ID, refs...)
		}
		when("event "+e.ID, e.Time)
	}
	for _, f := range r.Figures {
		span("figure "+f.ID, f.Span)
		refer("figure "+f.ID, f.Of, f.Place, f.Event, f.SaidBy)
		when("figure "+f.ID, f.Time)
	}
	for _, g := range r.Agreements {
		mentions("agreement "+g.ID, g.Mentions)
		refer("agreement "+g.ID, g.Parties...)
	}
	for _, a := range r.Agendas {
		refer("agenda", a.Event)
		for _, t := range a.Topics {
			span("topic", t.Span)
		}
	}
	return err
}
