package score_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
)

// The types below read the printed record (docs/RECORD.md), as far as scores need it.
type (
	contractSpan struct{ Start, End *int }

	contractRecord struct {
		Article struct {
			Title, Published, Text string
			Translated             *struct{ By string }
		}
		Actors []struct {
			ID, Name, Kind, Country, Code string
			Mentions                      []struct {
				contractSpan
				Kind string
			}
		}
		Places []struct {
			ID, Name, Country string
			Lat, Lon          *float64
		}
		Times []struct {
			contractSpan
			Type, Value string
		}
		Quotes []struct {
			ID, Kind, Speaker string
			Content           []contractSpan
			Via               []string
		}
		Events []struct {
			ID, Type, Status, Place string
			Mode                    oneOrMany
			Actor, Recipient        []string
			Time                    *struct{ Value string }
			SaidBy                  string `json:"said_by"`
			Trigger                 *contractSpan
			Evidence                []contractSpan
		}
		Figures []struct {
			contractSpan
			Measure, Relation string
			Value             float64
		}
		Agreements []struct{ Name string }
		Agendas    []struct {
			Topics []struct{ Text string }
		}
	}

	oneOrMany []string
)

func (o *oneOrMany) UnmarshalJSON(b []byte) error {
	if strings.HasPrefix(string(b), "[") {
		return json.Unmarshal(b, (*[]string)(o))
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s != "" {
		*o = oneOrMany{s}
	}
	return nil
}

// decodeRecord turns a printed record into the one that the program holds.
func decodeRecord(t *testing.T, line []byte) *chancery.Record {
	t.Helper()
	var in contractRecord
	if err := json.Unmarshal(line, &in); err != nil {
		t.Fatal(err)
	}
	offsets := chancery.NewOffsets(in.Article.Text)
	span := func(s contractSpan) chancery.Span {
		if s.Start == nil || s.End == nil {
			t.Fatal("a span without start or end")
		}
		return chancery.Span{Start: offsets.Byte(*s.Start), End: offsets.Byte(*s.End)}
	}
	spans := func(all []contractSpan) (out []chancery.Span) {
		for _, s := range all {
			out = append(out, span(s))
		}
		return out
	}
	r := &chancery.Record{Article: &chancery.Article{Title: in.Article.Title, Published: in.Article.Published, Text: in.Article.Text}}
	if in.Article.Translated != nil {
		r.Article.Translated = &chancery.Translated{By: in.Article.Translated.By}
	}
	for _, a := range in.Actors {
		actor := chancery.Actor{ID: a.ID, Name: a.Name, Kind: chancery.ActorKind(a.Kind), Country: a.Country, Code: a.Code}
		for _, m := range a.Mentions {
			actor.Mentions = append(actor.Mentions, chancery.Mention{Span: span(m.contractSpan), Kind: chancery.MentionKind(m.Kind)})
		}
		r.Actors = append(r.Actors, actor)
	}
	for i, p := range in.Places {
		place := chancery.Place{ID: p.ID, Name: p.Name, Country: p.Country}
		if place.ID == "" {
			place.ID = fmt.Sprint("p", i+1)
		}
		if p.Lat != nil && p.Lon != nil {
			place.Position = &chancery.LatLon{Lat: *p.Lat, Lon: *p.Lon}
		}
		r.Places = append(r.Places, place)
	}
	for _, x := range in.Times {
		r.Times = append(r.Times, chancery.Timex{Span: span(x.contractSpan), Type: chancery.TimexType(x.Type), Value: x.Value})
	}
	for _, q := range in.Quotes {
		r.Quotes = append(r.Quotes, chancery.Quote{ID: q.ID, Kind: chancery.QuoteKind(q.Kind), Speaker: q.Speaker, Content: spans(q.Content), Via: q.Via})
	}
	for _, e := range in.Events {
		event := chancery.Event{ID: e.ID, Type: chancery.EventType(e.Type), Mode: e.Mode, Actor: e.Actor, Recipient: e.Recipient,
			Place: e.Place, Status: chancery.Status(e.Status), SaidBy: e.SaidBy, Evidence: spans(e.Evidence)}
		if e.Time != nil {
			event.Time = &chancery.EventTime{Value: e.Time.Value}
		}
		if e.Trigger != nil {
			event.Trigger = span(*e.Trigger)
		}
		r.Events = append(r.Events, event)
	}
	for _, f := range in.Figures {
		r.Figures = append(r.Figures, chancery.Figure{Measure: chancery.Measure(f.Measure), Relation: chancery.Relation(f.Relation), Value: f.Value, Span: span(f.contractSpan)})
	}
	for _, a := range in.Agreements {
		r.Agreements = append(r.Agreements, chancery.Agreement{Name: a.Name})
	}
	for _, a := range in.Agendas {
		var agenda chancery.Agenda
		for _, topic := range a.Topics {
			agenda.Topics = append(agenda.Topics, chancery.Topic{Text: topic.Text})
		}
		r.Agendas = append(r.Agendas, agenda)
	}
	return r
}
