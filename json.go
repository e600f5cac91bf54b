package chancery

import (
	"bytes"
	"encoding/json"
)

// The types below are the record as the public contract prints it
// (docs/RECORD.md): offsets are code points, absent means unknown.

type jsonSpan struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type jsonRecord struct {
	Article    jsonArticle     `json:"article"`
	Parts      []jsonPart      `json:"parts"`
	Sentences  []jsonSpan      `json:"sentences"`
	Actors     []jsonActor     `json:"actors"`
	Places     []jsonPlace     `json:"places"`
	Times      []jsonTimex     `json:"times"`
	Quotes     []jsonQuote     `json:"quotes"`
	Events     []jsonEvent     `json:"events"`
	Figures    []jsonFigure    `json:"figures"`
	Agreements []jsonAgreement `json:"agreements"`
	Agendas    []jsonAgenda    `json:"agendas"`
	Warnings   []string        `json:"warnings"`
}

type jsonArticle struct {
	ID            string          `json:"id"`
	Ref           string          `json:"ref,omitempty"`
	URL           string          `json:"url,omitempty"`
	Title         string          `json:"title,omitempty"`
	Standfirst    string          `json:"standfirst,omitempty"`
	Bylines       []string        `json:"bylines,omitempty"`
	Outlet        string          `json:"outlet,omitempty"`
	Agencies      []string        `json:"agencies,omitempty"`
	Published     string          `json:"published,omitempty"`
	PublishedFrom PublishedFrom   `json:"published_from,omitempty"`
	Language      string          `json:"language,omitempty"`
	Translated    *jsonTranslated `json:"translated,omitempty"`
	Original      *jsonOriginal   `json:"original,omitempty"`
	Text          string          `json:"text"`
}

type jsonTranslated struct {
	By   string `json:"by"`
	From string `json:"from,omitempty"`
	jsonSpan
}

type jsonOriginal struct {
	Language string `json:"language,omitempty"`
	Text     string `json:"text"`
}

type jsonPart struct {
	Kind PartKind `json:"kind"`
	jsonSpan
}

type jsonMention struct {
	jsonSpan
	Kind        MentionKind `json:"kind"`
	Associative bool        `json:"associative,omitempty"`
}

type jsonActor struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Kind     ActorKind     `json:"kind"`
	Members  []string      `json:"members,omitempty"`
	Role     string        `json:"role,omitempty"`
	Country  string        `json:"country,omitempty"`
	Code     string        `json:"code,omitempty"`
	MemberOf string        `json:"member_of,omitempty"`
	BackedBy []string      `json:"backed_by,omitempty"`
	Wikidata string        `json:"wikidata,omitempty"`
	Mentions []jsonMention `json:"mentions"`
}

type jsonPlace struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Kind      PlaceKind     `json:"kind,omitempty"`
	Country   string        `json:"country,omitempty"`
	Admin1    string        `json:"admin1,omitempty"`
	Lat       *float64      `json:"lat,omitempty"`
	Lon       *float64      `json:"lon,omitempty"`
	Precision Precision     `json:"precision,omitempty"`
	GeoNames  int           `json:"geonames,omitempty"`
	Mentions  []jsonMention `json:"mentions"`
}

type jsonTimex struct {
	ID string `json:"id"`
	jsonSpan
	Type   TimexType `json:"type"`
	Value  string    `json:"value,omitempty"`
	Mod    string    `json:"mod,omitempty"`
	Begin  string    `json:"begin,omitempty"`
	Finish string    `json:"finish,omitempty"`
	Until  string    `json:"until,omitempty"`
}

type jsonTime struct {
	Value  string `json:"value,omitempty"`
	Timex  string `json:"timex,omitempty"`
	Begin  string `json:"begin,omitempty"`
	Finish string `json:"finish,omitempty"`
}

type jsonQuote struct {
	ID       string     `json:"id"`
	Kind     QuoteKind  `json:"kind"`
	Speaker  string     `json:"speaker,omitempty"`
	Source   *jsonSpan  `json:"source,omitempty"`
	Cue      *jsonSpan  `json:"cue,omitempty"`
	Content  []jsonSpan `json:"content"`
	To       string     `json:"to,omitempty"`
	Via      []string   `json:"via,omitempty"`
	Polarity Polarity   `json:"polarity,omitempty"`
	Verbatim bool       `json:"verbatim"`
}

type jsonEvent struct {
	ID         string     `json:"id"`
	Type       EventType  `json:"type"`
	Mode       []string   `json:"mode,omitempty"`
	CAMEO      string     `json:"cameo,omitempty"`
	Goldstein  *float64   `json:"goldstein,omitempty"`
	Contexts   []string   `json:"contexts,omitempty"`
	Name       string     `json:"name,omitempty"`
	Actor      []string   `json:"actor"`
	Recipient  []string   `json:"recipient,omitempty"`
	Mediator   []string   `json:"mediator,omitempty"`
	Place      string     `json:"place,omitempty"`
	Time       *jsonTime  `json:"time,omitempty"`
	Status     Status     `json:"status"`
	Modality   Modality   `json:"modality,omitempty"`
	Polarity   Polarity   `json:"polarity,omitempty"`
	SaidBy     string     `json:"said_by,omitempty"`
	DeniedBy   []string   `json:"denied_by,omitempty"`
	Trigger    jsonSpan   `json:"trigger"`
	Evidence   []jsonSpan `json:"evidence"`
	Confidence float64    `json:"confidence,omitempty"`
}

type jsonFigure struct {
	ID       string    `json:"id"`
	Measure  Measure   `json:"measure"`
	Of       string    `json:"of,omitempty"`
	Place    string    `json:"place,omitempty"`
	Value    float64   `json:"value"`
	Unit     string    `json:"unit,omitempty"`
	Relation Relation  `json:"relation,omitempty"`
	Time     *jsonTime `json:"time,omitempty"`
	Event    string    `json:"event,omitempty"`
	SaidBy   string    `json:"said_by,omitempty"`
	jsonSpan
}

type jsonAgreement struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	Parties  []string      `json:"parties,omitempty"`
	Mentions []jsonMention `json:"mentions"`
}

type jsonAgenda struct {
	Event  string      `json:"event"`
	Topics []jsonTopic `json:"topics"`
}

type jsonTopic struct {
	Text string `json:"text"`
	jsonSpan
}

// MarshalJSON prints the record as one JSON object of the public contract,
// without a line break. Byte spans become code points.
func (r *Record) MarshalJSON() ([]byte, error) {
	e := encoder{NewOffsets(r.Article.Text)}
	out := jsonRecord{
		Article:   e.article(r.Article),
		Sentences: each(r.Sentences, e.span),
		Parts:     each(r.Article.Parts, func(p Part) jsonPart { return jsonPart{p.Kind, e.span(p.Span)} }),
		Actors: each(r.Actors, func(a Actor) jsonActor {
			return jsonActor{a.ID, a.Name, a.Kind, a.Members, a.Role, a.Country, a.Code, a.MemberOf, a.BackedBy, a.Wikidata, e.mentions(a.Mentions)}
		}),
		Places: each(r.Places, e.place),
		Times: each(r.Times, func(t Timex) jsonTimex {
			return jsonTimex{t.ID, e.span(t.Span), t.Type, t.Value, t.Mod, t.Begin, t.Finish, t.Until}
		}),
		Quotes: each(r.Quotes, func(q Quote) jsonQuote {
			return jsonQuote{q.ID, q.Kind, q.Speaker, e.maybe(q.Source), e.maybe(q.Cue), each(q.Content, e.span), q.To, q.Via, q.Polarity, q.Verbatim}
		}),
		Events: each(r.Events, e.event),
		Figures: each(r.Figures, func(f Figure) jsonFigure {
			return jsonFigure{f.ID, f.Measure, f.Of, f.Place, f.Value, f.Unit, f.Relation, eventTime(f.Time), f.Event, f.SaidBy, e.span(f.Span)}
		}),
		Agreements: each(r.Agreements, func(g Agreement) jsonAgreement {
			return jsonAgreement{g.ID, g.Name, g.Parties, e.mentions(g.Mentions)}
		}),
		Agendas: each(r.Agendas, func(a Agenda) jsonAgenda {
			return jsonAgenda{a.Event, each(a.Topics, func(t Topic) jsonTopic { return jsonTopic{t.Text, e.span(t.Span)} })}
		}),
		Warnings: each(r.Warnings, same),
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

type encoder struct{ offsets *Offsets }

func (e encoder) span(s Span) jsonSpan {
	return jsonSpan{e.offsets.CodePoint(s.Start), e.offsets.CodePoint(s.End)}
}

func (e encoder) maybe(s *Span) *jsonSpan {
	if s == nil {
		return nil
	}
	j := e.span(*s)
	return &j
}

func (e encoder) mentions(all []Mention) []jsonMention {
	return each(all, func(m Mention) jsonMention { return jsonMention{e.span(m.Span), m.Kind, m.Associative} })
}

func (e encoder) article(a *Article) jsonArticle {
	out := jsonArticle{ID: a.ID, Ref: a.Ref, URL: a.URL, Title: a.Title, Standfirst: a.Standfirst, Bylines: a.Bylines, Outlet: a.Outlet,
		Agencies: a.Agencies, Published: a.Published, PublishedFrom: a.PublishedFrom, Language: a.Language, Text: a.Text}
	if t := a.Translated; t != nil {
		out.Translated = &jsonTranslated{t.By, t.From, e.span(t.Span)}
	}
	if o := a.Original; o != nil {
		out.Original = &jsonOriginal{o.Language, o.Text}
	}
	return out
}

func (e encoder) place(p Place) jsonPlace {
	out := jsonPlace{ID: p.ID, Name: p.Name, Kind: p.Kind, Country: p.Country, Admin1: p.Admin1, Precision: p.Precision, GeoNames: p.GeoNames, Mentions: e.mentions(p.Mentions)}
	if p.Position != nil {
		lat, lon := p.Position.Lat, p.Position.Lon
		out.Lat, out.Lon = &lat, &lon
	}
	return out
}

func (e encoder) event(v Event) jsonEvent {
	return jsonEvent{v.ID, v.Type, v.Mode, v.CAMEO, v.Goldstein, v.Contexts, v.Name, each(v.Actor, same), v.Recipient, v.Mediator, v.Place, eventTime(v.Time),
		v.Status, v.Modality, v.Polarity, v.SaidBy, v.DeniedBy, e.span(v.Trigger), each(v.Evidence, e.span), v.Confidence}
}

func same(s string) string { return s }

func eventTime(t *EventTime) *jsonTime {
	if t == nil {
		return nil
	}
	return &jsonTime{t.Value, t.Timex, t.Begin, t.Finish}
}

// each maps all, giving an empty list and not nil for none: lists are printed
// as [] in the contract.
func each[A, B any](all []A, f func(A) B) []B {
	out := make([]B, len(all))
	for i, x := range all {
		out[i] = f(x)
	}
	return out
}
