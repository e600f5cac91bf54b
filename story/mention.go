package story

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
)

// Article is what is needed of the article that a mention stands in.
type Article struct {
	ID        string
	Document  string // what its versions share
	Outlet    string
	URL       string
	Title     string
	Published string // RFC 3339 date or date-time; "" when unknown
	Voice     string // id of the first of the articles that are copies of one another; "" means itself
}

// Day is the day of publication, or "" when unknown.
func (a *Article) Day() string {
	if len(a.Published) >= len(time.DateOnly) {
		return a.Published[:len(time.DateOnly)]
	}
	return ""
}

// Evidence is a sentence of an article (docs/DOSSIER.md). Offsets are code
// points of the article's text.
type Evidence struct {
	Article   string `json:"article"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	URL       string `json:"url,omitempty"`
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
	From      string `json:"from,omitempty"` // the outlet whose reporting is told again
}

// Party is an actor as happenings know it over many articles.
type Party struct {
	Key     string `json:"-"`                 // what makes two parties one
	Label   string `json:"label"`             // "USA" for all that act for a state, else the name
	Name    string `json:"name"`              // as the article names it
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-3
	Code    string `json:"code,omitempty"`
	Person  string `json:"person,omitempty"` // the family name, in lower case, of a person with a name

	named bool // it has a name of its own
}

// Place is where something happened.
type Place struct {
	Name    string   `json:"name"`
	Kind    string   `json:"kind,omitempty"`
	Country string   `json:"country,omitempty"`
	Admin1  string   `json:"admin1,omitempty"`
	Lat     *float64 `json:"lat,omitempty"`
	Lon     *float64 `json:"lon,omitempty"`
	Geo     int      `json:"geonames,omitempty"`
}

// Time is when something happened, in days.
type Time struct {
	Value  string `json:"value,omitempty"`
	Begin  string `json:"begin,omitempty"`
	Finish string `json:"finish,omitempty"`
}

// Speaker is who says so.
type Speaker struct {
	Name, Role string
	Via        []string
}

// Toll is a number that belongs to an event.
type Toll struct {
	Measure, Unit, Relation string
	Value                   float64
	SaidBy                  string
	Evidence                Evidence
}

// Mention is one event as one article tells it.
type Mention struct {
	ID        string // of this mention, for ever: hash of article and event
	Article   *Article
	Event     string
	Type      chancery.EventType
	Mode      []string
	CAMEO     string
	Goldstein *float64
	Contexts  []string
	Name      string // of the talks, as the article has it
	Talks     string // kind of talks: "strategic talks"; "" for none
	Round     int    // 0 when not told
	Moved     bool   // told to be put off
	Status    chancery.Status
	Modality  chancery.Modality
	Actor     []Party
	Recipient []Party
	Mediator  []Party
	Place     *Place
	Time      *Time
	SaidBy    *Speaker
	DeniedBy  []string
	Asked     []Step // requests for this event in the same article
	Tolls     []Toll
	Topics    []string
	Evidence  []Evidence
	Confident float64
	Origin    string // the outlet whose reporting the article tells again; "" for its own

	beyond      bool   // one too many of its article to be compared with others
	source      string // the outlet whose voice it is, in one form
	placed      bool   // its own words name the place
	judged      bool   // an analyst says so
	first, last int    // days since 1970 that the event may lie in
	timed       bool   // the article says when
	heads       string // id of the mention in the report that this one, of its headline, tells
	headed      bool   // a headline tells it too
	inherited   bool   // its talks are named elsewhere in the article
	many        bool   // told in the plural: "the attacks"
	only        bool   // the article tells no other of its type between the same
	alone       bool   // the article tells no other of its type at its place
	sentence    string
	words       map[string]bool
}

// MentionID names a mention.
func MentionID(article, event string) string {
	sum := sha256.Sum256([]byte(article + " " + event))
	return "h" + hex.EncodeToString(sum[:8])
}

// Judge marks a mention as one that an analyst has judged; certain: as it is now.
func (m *Mention) Judge(certain bool) {
	if m.judged = true; certain {
		m.Confident = 1
	}
}

// noDay stands for an unknown day.
const noDay = -1 << 30

func day(s string) int {
	if len(s) < len(time.DateOnly) {
		return noDay
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil {
		return noDay
	}
	return int(t.Unix() / 86400)
}

func dayString(d int) string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// ahead reports whether s tells of something yet to come.
func ahead(s chancery.Status) bool {
	switch s {
	case chancery.Planned, chancery.Requested, chancery.Offered, chancery.Possible, chancery.ThreatenedDeed:
		return true
	}
	return false
}

// window is where an event may lie. Without a time of its own, what happened
// is recent news and what is ahead comes within the year. What is ahead cannot
// lie before the report, and what was called off in the days before it was
// called off then: such a time is that of the telling.
func (m *Mention) window() {
	p := day(m.Article.Published)
	if m.Moved && m.Talks != "" && m.Status == chancery.Happened && m.Time == nil {
		m.Status = chancery.Planned // talks that are put off have not been held
	}
	off := m.Status == chancery.CancelledStatus
	if m.Time != nil {
		if b := day(m.Time.Begin); b != noDay {
			m.first, m.last, m.timed = b, b, true
			if f := day(m.Time.Finish); f != noDay && f >= b {
				m.last = f
			}
			if p == noDay || !(ahead(m.Status) && m.last < p || off && m.last <= p && p-m.first <= 3) {
				return
			}
		}
	}
	m.timed = false
	switch {
	case p == noDay:
		m.first, m.last = noDay, -noDay
	case ahead(m.Status):
		m.first, m.last = p, p+365
	case off:
		m.first, m.last = p-30, p+365
	default:
		m.first, m.last = p-30, p
	}
}

func (m *Mention) exact() bool { return m.timed && m.first == m.last }

// Mentions gives the events of a record as they are compared with those of others.
func (l *Linker) Mentions(r *chancery.Record, document string) []*Mention {
	a := &Article{ID: r.Article.ID, Document: document, Outlet: r.Article.Outlet, URL: r.Article.URL, Title: r.Article.Title, Published: r.Article.Published}
	off := chancery.NewOffsets(r.Article.Text)
	agency := l.agency(r.Article)
	evidence := func(s chancery.Span, origin string) Evidence {
		return Evidence{a.ID, a.Outlet, a.Published, a.URL, off.CodePoint(s.Start), off.CodePoint(s.End), clean(s.Text(r.Article.Text)), origin}
	}
	var out []*Mention
	for i := range r.Events {
		e := &r.Events[i]
		m := &Mention{ID: MentionID(a.ID, e.ID), Article: a, Event: e.ID, Type: e.Type, Mode: e.Mode, CAMEO: e.CAMEO, Goldstein: e.Goldstein, Contexts: e.Contexts, Name: e.Name, Status: e.Status, Modality: e.Modality,
			Actor: parties(r, e.Actor), Recipient: parties(r, e.Recipient), Mediator: parties(r, e.Mediator), Confident: e.Confidence,
			SaidBy: speaker(r, e.SaidBy), Place: place(r.Place(e.Place)), Origin: l.origin(r, e, agency)}
		if m.source = l.outlet(a.Outlet); m.Origin != "" {
			m.source = l.outlet(m.Origin)
		}
		m.placed = placed(r, e)
		if e.Time != nil {
			m.Time = &Time{e.Time.Value, e.Time.Begin, e.Time.Finish}
		}
		for _, id := range e.DeniedBy {
			if d := r.Actor(id); d != nil {
				m.DeniedBy = append(m.DeniedBy, clean(d.Name))
			}
		}
		for _, s := range e.Evidence {
			m.Evidence = append(m.Evidence, evidence(s, m.Origin))
		}
		for _, f := range r.Figures {
			if f.Event == e.ID {
				t := Toll{Measure: string(f.Measure), Unit: f.Unit, Relation: string(f.Relation), Value: f.Value, Evidence: evidence(around(r.Sentences, f.Span), agency)}
				if s := speaker(r, f.SaidBy); s != nil {
					t.SaidBy = s.Name
				}
				m.Tolls = append(m.Tolls, t)
			}
		}
		for _, g := range r.Agendas {
			if g.Event == e.ID {
				for _, t := range g.Topics {
					m.Topics = append(m.Topics, clean(t.Text))
				}
			}
		}
		m.many = e.Trigger.Len() > 1 && strings.HasSuffix(e.Trigger.Text(r.Article.Text), "s")
		l.talks(m, r, e)
		m.window()
		m.compare()
		out = append(out, m)
	}
	for i, m := range out {
		m.beyond = i >= maxLinked
	}
	l.inherit(out)
	headlines(out, r)
	for _, m := range out {
		m.alone, m.only = true, true
		for _, o := range out {
			m.only = m.only && (o == m || o.heads == m.ID || m.heads == o.ID || o.Type != m.Type || !sameSides(m, o))
			m.alone = m.alone && (o == m || o.heads == m.ID || m.heads == o.ID || o.Type != m.Type || o.Place != nil && !here(o.Place, m.Place))
		}
	}
	asked(out)
	return out
}

// headlines finds for each event that only the headline or standfirst tells
// the first event of the report that it may be.
func headlines(all []*Mention, r *chancery.Record) {
	body := func(m *Mention) bool {
		for i := range r.Events {
			if r.Events[i].ID != m.Event {
				continue
			}
			for _, s := range r.Events[i].Evidence {
				if k := r.Article.PartAt(s.Start); k != chancery.Headline && k != chancery.Standfirst {
					return true
				}
			}
		}
		return false
	}
	for _, h := range all {
		if body(h) {
			continue
		}
		for _, m := range all {
			if m == h || !body(m) {
				continue
			}
			if h.fits(m) {
				h.heads, m.headed = m.ID, true
				break
			}
		}
	}
}

// fits reports whether headline h can tell what m of its report tells.
func (h *Mention) fits(m *Mention) bool {
	apart := *m.Article
	apart.ID = ""
	other := *m
	other.Article = &apart
	return conflict(h, &other) == "" && alike(h, m) > 0
}

// around gives the sentence that s lies in, or s.
func around(sentences []chancery.Span, s chancery.Span) chancery.Span {
	for _, x := range sentences {
		if x.Contains(s) {
			return x
		}
	}
	return s
}

func speaker(r *chancery.Record, quote string) *Speaker {
	q := r.Quote(quote)
	if q == nil {
		return nil
	}
	s := &Speaker{Name: "an unnamed source"}
	if a := r.Actor(q.Speaker); a != nil {
		s.Name, s.Role = clean(a.Name), clean(a.Role)
	} else if q.Source != nil {
		s.Name = clean(q.Source.Text(r.Article.Text))
	}
	for _, id := range q.Via {
		if a := r.Actor(id); a != nil {
			s.Via = append(s.Via, clean(a.Name))
		}
	}
	return s
}

func place(p *chancery.Place) *Place {
	if p == nil {
		return nil
	}
	out := &Place{Name: lowered(clean(p.Name)), Kind: string(p.Kind), Country: p.Country, Admin1: p.Admin1, Geo: p.GeoNames}
	if p.Position != nil {
		lat, lon := p.Position.Lat, p.Position.Lon
		out.Lat, out.Lon = &lat, &lon
	}
	return out
}

// fine reports whether p says more than a country or a region.
func (p *Place) fine() bool {
	return p != nil && (p.Kind == string(chancery.City) || p.Kind == string(chancery.Facility))
}

// parties resolves actors; a group stands for its members.
func parties(r *chancery.Record, ids []string) []Party {
	var out []Party
	seen := map[string]int{} // key and person -> place in out, from 1
	var add func(id string, depth int)
	add = func(id string, depth int) {
		a := r.Actor(id)
		if a == nil || depth > 8 {
			return
		}
		if len(a.Members) > 0 {
			for _, m := range a.Members {
				add(m, depth+1)
			}
			return
		}
		p := partyOf(a)
		if k := p.Key + p.Person; seen[k] == 0 {
			out = append(out, p)
			seen[k] = len(out)
		} else if o := &out[seen[k]-1]; p.named && !o.named && o.Label != o.Key {
			*o = p // "the ferry Star of Kona" goes by its name
		}
	}
	for _, id := range ids {
		add(id, 0)
	}
	return out
}

// stateWords are the parts of a code that act for a state.
var stateWords = map[string]bool{"GOV": true, "MIL": true, "LEG": true, "JUD": true, "SPY": true}

func partyOf(a *chancery.Actor) Party {
	name := clean(a.Name)
	p := Party{Name: name, Label: name, Country: a.Country, Code: a.Code}
	class := ""
	state := a.Country != "" && (a.Kind == chancery.Government || a.Code == a.Country)
	for _, w := range strings.Fields(a.Code) {
		if stateWords[w] {
			state = state || a.Country != ""
		} else if w != a.Country && class == "" {
			class = w
		}
	}
	lower := strings.ToLower(name)
	p.named = slices.ContainsFunc(a.Mentions, func(m chancery.Mention) bool { return m.Kind == chancery.Name })
	if a.Kind == chancery.Person && p.named {
		words := strings.Fields(lower)
		p.Person = words[len(words)-1]
	}
	switch {
	case state:
		p.Key, p.Label = a.Country, a.Country
	case p.Person != "", a.Country == "", class == "":
		p.Key = lower
	default:
		p.Key = a.Country + " " + class
	}
	return p
}

// keys gives the keys of all lists together, sorted, each once.
func keys(lists ...[]Party) []string {
	seen := map[string]bool{}
	var out []string
	for _, list := range lists {
		for _, p := range list {
			if !seen[p.Key] {
				seen[p.Key] = true
				out = append(out, p.Key)
			}
		}
	}
	sort.Strings(out)
	return out
}
