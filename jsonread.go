package chancery

import (
	"encoding/json"
	"errors"
)

// UnmarshalJSON reads the record back from the public contract. Code points
// become byte spans. What the contract does not print (Article.Paragraphs,
// Article.Warnings) is not restored. A record without an article is an error;
// use Check to prove the rest sound.
func (r *Record) UnmarshalJSON(raw []byte) error {
	var in jsonRecord
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	if in.Article.ID == "" {
		return errors.New("not a record: it has no article.id")
	}
	d := decoder{NewOffsets(in.Article.Text)}
	*r = Record{
		Article:   d.article(in.Article),
		Sentences: list(in.Sentences, d.span),
		Actors: list(in.Actors, func(a jsonActor) Actor {
			return Actor{a.ID, a.Name, a.Kind, a.Members, a.Role, a.Country, a.Code, a.MemberOf, a.BackedBy, a.Wikidata, d.mentions(a.Mentions)}
		}),
		Places: list(in.Places, d.place),
		Times: list(in.Times, func(t jsonTimex) Timex {
			return Timex{t.ID, d.span(t.jsonSpan), t.Type, t.Value, t.Mod, t.Begin, t.Finish, t.Until}
		}),
		Quotes: list(in.Quotes, func(q jsonQuote) Quote {
			return Quote{q.ID, q.Kind, q.Speaker, d.maybe(q.Source), d.maybe(q.Cue), list(q.Content, d.span), q.To, q.Via, q.Polarity, q.Verbatim}
		}),
		Events: list(in.Events, d.event),
		Figures: list(in.Figures, func(f jsonFigure) Figure {
			return Figure{f.ID, f.Measure, f.Of, f.Place, f.Value, f.Unit, f.Relation, d.time(f.Time), f.Event, f.SaidBy, d.span(f.jsonSpan)}
		}),
		Agreements: list(in.Agreements, func(g jsonAgreement) Agreement {
			return Agreement{g.ID, g.Name, g.Parties, d.mentions(g.Mentions)}
		}),
		Agendas: list(in.Agendas, func(a jsonAgenda) Agenda {
			return Agenda{a.Event, list(a.Topics, func(t jsonTopic) Topic { return Topic{t.Text, d.span(t.jsonSpan)} })}
		}),
		Warnings: list(in.Warnings, same),
	}
	for _, p := range in.Parts {
		r.Article.Parts = append(r.Article.Parts, Part{p.Kind, d.span(p.jsonSpan)})
	}
	return nil
}

type decoder struct{ offsets *Offsets }

// span keeps an offset outside of the text outside, so that Check sees it.
func (d decoder) span(s jsonSpan) Span {
	return Span{d.offset(s.Start), d.offset(s.End)}
}

func (d decoder) offset(c int) int {
	b := d.offsets.Byte(c)
	if d.offsets.CodePoint(b) != c {
		return len(d.offsets.text) + 1
	}
	return b
}

func (d decoder) maybe(s *jsonSpan) *Span {
	if s == nil {
		return nil
	}
	b := d.span(*s)
	return &b
}

func (d decoder) mentions(all []jsonMention) []Mention {
	return list(all, func(m jsonMention) Mention { return Mention{d.span(m.jsonSpan), m.Kind, m.Associative} })
}

func (d decoder) article(a jsonArticle) *Article {
	out := &Article{ID: a.ID, Ref: a.Ref, URL: a.URL, Title: a.Title, Standfirst: a.Standfirst, Bylines: a.Bylines, Outlet: a.Outlet,
		Agencies: a.Agencies, Published: a.Published, PublishedFrom: a.PublishedFrom, Language: a.Language, Text: a.Text}
	if t := a.Translated; t != nil {
		out.Translated = &Translated{t.By, t.From, d.span(t.jsonSpan)}
	}
	if o := a.Original; o != nil {
		out.Original = &Original{o.Language, o.Text}
	}
	return out
}

func (d decoder) place(p jsonPlace) Place {
	out := Place{ID: p.ID, Name: p.Name, Kind: p.Kind, Country: p.Country, Admin1: p.Admin1, Precision: p.Precision, GeoNames: p.GeoNames, Mentions: d.mentions(p.Mentions)}
	if p.Lat != nil && p.Lon != nil {
		out.Position = &LatLon{*p.Lat, *p.Lon}
	}
	return out
}

func (d decoder) time(t *jsonTime) *EventTime {
	if t == nil {
		return nil
	}
	return &EventTime{t.Value, t.Timex, t.Begin, t.Finish}
}

func (d decoder) event(v jsonEvent) Event {
	return Event{v.ID, v.Type, v.Mode, v.CAMEO, v.Goldstein, v.Contexts, v.Name, list(v.Actor, same), v.Recipient, v.Mediator, v.Place, d.time(v.Time),
		v.Status, v.Modality, v.Polarity, v.SaidBy, v.DeniedBy, d.span(v.Trigger), list(v.Evidence, d.span), v.Confidence}
}

// list maps all; none gives nil.
func list[A, B any](all []A, f func(A) B) []B {
	if len(all) == 0 {
		return nil
	}
	return each(all, f)
}
