package record

import (
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// table is one of the tables whose rows are made from a record. Its first
// column, article, is left out here.
type table struct {
	name    string
	columns []string
	order   string // columns that order the rows of one article
}

var tables = []table{
	{"sentence", []string{"start", "finish"}, "n"},
	{"actor", []string{"id", "name", "kind", "role", "country", "code", "member_of", "wikidata"}, ""},
	{"mention", []string{"start", "finish", "of", "kind"}, ""},
	{"place", []string{"id", "name", "kind", "country", "admin1", "lat", "lon", "precision", "geonames"}, ""},
	{"timex", []string{"id", "start", "finish", "type", "value", "mod", "first_day", "last_day"}, ""},
	{"quote", []string{"id", "kind", "speaker", "addressee", "polarity", "verbatim", "words"}, ""},
	{"event", []string{"id", "type", "mode", "cameo", "goldstein", "contexts", "name", "place", "time", "first_day", "last_day",
		"status", "modality", "polarity", "said_by", "start", "finish", "confidence"}, ""},
	{"party", []string{"event", "role", "nth", "actor"}, ""},
	{"evidence", []string{"event", "nth", "start", "finish"}, ""},
	{"figure", []string{"id", "measure", "of", "place", "value", "unit", "relation", "time", "event", "said_by", "start", "finish"}, ""},
	{"agreement", []string{"id", "name", "parties"}, ""},
	{"topic", []string{"event", "nth", "text"}, ""},
}

// rows are the rows of one record, table by table in the order of tables.
type rows [][][]any

// rowsOf makes the rows of a record. It is a pure function: verify makes them
// again and compares.
func rowsOf(r *chancery.Record) rows {
	out := make(rows, len(tables))
	add := func(name string, values ...any) {
		for i := range tables {
			if tables[i].name == name {
				out[i] = append(out[i], values)
				return
			}
		}
		panic("no table " + name)
	}
	text := r.Article.Text
	off := chancery.NewOffsets(text)
	cp := func(b int) int64 { return int64(off.CodePoint(b)) }
	list := func(all []string) string { return strings.Join(all, " ") }

	for _, s := range r.Sentences {
		add("sentence", cp(s.Start), cp(s.End))
	}
	seen := map[string]bool{}
	mentions := func(of string, all []chancery.Mention) {
		for _, m := range all {
			key := fmt.Sprint(of, m.Span)
			if !seen[key] {
				seen[key] = true
				add("mention", cp(m.Span.Start), cp(m.Span.End), of, string(m.Kind))
			}
		}
	}
	for _, a := range r.Actors {
		add("actor", a.ID, a.Name, string(a.Kind), a.Role, a.Country, a.Code, a.MemberOf, a.Wikidata)
		mentions(a.ID, a.Mentions)
	}
	for _, p := range r.Places {
		var lat, lon any
		if p.Position != nil {
			lat, lon = p.Position.Lat, p.Position.Lon
		}
		add("place", p.ID, p.Name, string(p.Kind), p.Country, p.Admin1, lat, lon, string(p.Precision), int64(p.GeoNames))
		mentions(p.ID, p.Mentions)
	}
	for _, t := range r.Times {
		add("timex", t.ID, cp(t.Span.Start), cp(t.Span.End), string(t.Type), t.Value, t.Mod, t.Begin, t.Finish)
	}
	for _, q := range r.Quotes {
		var words []string
		for _, c := range q.Content {
			words = append(words, c.Text(text))
		}
		verbatim := int64(0)
		if q.Verbatim {
			verbatim = 1
		}
		add("quote", q.ID, string(q.Kind), q.Speaker, q.To, string(q.Polarity), verbatim, strings.Join(words, " … "))
	}
	for _, e := range r.Events {
		t := e.Time
		if t == nil {
			t = &chancery.EventTime{}
		}
		var goldstein any
		if e.Goldstein != nil {
			goldstein = *e.Goldstein
		}
		add("event", e.ID, string(e.Type), list(e.Mode), e.CAMEO, goldstein, list(e.Contexts), e.Name, e.Place, t.Value, t.Begin, t.Finish,
			string(e.Status), string(e.Modality), string(e.Polarity), e.SaidBy, cp(e.Trigger.Start), cp(e.Trigger.End), e.Confidence)
		for _, side := range []struct {
			role string
			ids  []string
		}{{"actor", e.Actor}, {"recipient", e.Recipient}, {"mediator", e.Mediator}, {"denier", e.DeniedBy}} {
			for i, id := range side.ids {
				add("party", e.ID, side.role, int64(i), id)
			}
		}
		for i, s := range e.Evidence {
			add("evidence", e.ID, int64(i), cp(s.Start), cp(s.End))
		}
	}
	for _, f := range r.Figures {
		value := ""
		if f.Time != nil {
			value = f.Time.Value
		}
		add("figure", f.ID, string(f.Measure), f.Of, f.Place, f.Value, f.Unit, string(f.Relation), value, f.Event, f.SaidBy, cp(f.Span.Start), cp(f.Span.End))
	}
	for _, g := range r.Agreements {
		add("agreement", g.ID, g.Name, list(g.Parties))
		mentions(g.ID, g.Mentions)
	}
	topics := map[string]int64{}
	for _, a := range r.Agendas {
		for _, t := range a.Topics {
			add("topic", a.Event, topics[a.Event], t.Text)
			topics[a.Event]++
		}
	}
	return out
}
