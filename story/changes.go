package story

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/wording"
)

// Change is one way in which two readings of one article differ in an event.
type Change struct {
	What   string   `json:"what"` // gained, lost or altered
	Old    string   `json:"old,omitempty"`
	New    string   `json:"new,omitempty"` // ids of the event in either reading
	Type   string   `json:"type"`
	Words  string   `json:"words"`            // of its trigger
	Fields []string `json:"fields,omitempty"` // of an altered one: "status: planned -> happened"
}

// Changes compares two readings of one article: events that the new one
// gained, lost or altered, in the order of the text. pairs gives the event of
// the new reading for each of the old that is still there.
func Changes(old, now *chancery.Record) (changes []Change, pairs map[string]string) {
	pairs = map[string]string{}
	taken := map[string]bool{}
	text := old.Article.Text
	same := text == now.Article.Text
	for _, fits := range []func(a, b *chancery.Event) bool{
		func(a, b *chancery.Event) bool { return a.Type == b.Type && a.Trigger == b.Trigger },
		func(a, b *chancery.Event) bool { return a.Type == b.Type && meetSpans(a.Trigger, b.Trigger) },
		func(a, b *chancery.Event) bool { return meetSpans(a.Trigger, b.Trigger) },
		func(a, b *chancery.Event) bool {
			return a.Type == b.Type && slices.ContainsFunc(a.Evidence, func(s chancery.Span) bool { return slices.Contains(b.Evidence, s) })
		},
	} {
		for i := range old.Events {
			a := &old.Events[i]
			if pairs[a.ID] != "" || !same {
				continue
			}
			for k := range now.Events {
				if b := &now.Events[k]; !taken[b.ID] && fits(a, b) {
					pairs[a.ID], taken[b.ID] = b.ID, true
					break
				}
			}
		}
	}
	type at struct {
		pos int
		c   Change
	}
	var all []at
	for i := range old.Events {
		a := &old.Events[i]
		c := Change{What: "lost", Old: a.ID, Type: string(a.Type), Words: clean(a.Trigger.Text(text))}
		if id := pairs[a.ID]; id != "" {
			for k := range now.Events {
				if now.Events[k].ID == id {
					c.What, c.New, c.Fields = "altered", id, differs(old, now, a, &now.Events[k])
				}
			}
			if len(c.Fields) == 0 {
				continue
			}
		}
		all = append(all, at{a.Trigger.Start, c})
	}
	for k := range now.Events {
		if b := &now.Events[k]; !taken[b.ID] {
			all = append(all, at{b.Trigger.Start, Change{What: "gained", New: b.ID, Type: string(b.Type), Words: clean(b.Trigger.Text(now.Article.Text))}})
		}
	}
	slices.SortStableFunc(all, func(x, y at) int { return x.pos - y.pos })
	for _, x := range all {
		changes = append(changes, x.c)
	}
	return changes, pairs
}

func meetSpans(a, b chancery.Span) bool { return a.Start < b.End && b.Start < a.End }

// differs tells the fields in which two readings of an event differ.
func differs(old, now *chancery.Record, a, b *chancery.Event) []string {
	var out []string
	field := func(name, x, y string) {
		if x != y {
			out = append(out, name+": "+orNone(x)+" -> "+orNone(y))
		}
	}
	names := func(r *chancery.Record, ids []string) string {
		var all []string
		for _, p := range parties(r, ids) {
			all = append(all, p.Name)
		}
		return strings.Join(all, ", ")
	}
	where := func(r *chancery.Record, id string) string {
		if p := place(r.Place(id)); p != nil {
			return p.Name
		}
		return ""
	}
	when := func(e *chancery.Event) string {
		if e.Time == nil {
			return ""
		}
		return wording.Time(e.Time.Value, e.Time.Begin, e.Time.Finish)
	}
	who := func(r *chancery.Record, id string) string {
		if s := speaker(r, id); s != nil {
			return s.Name
		}
		return ""
	}
	field("type", string(a.Type), string(b.Type))
	field("mode", strings.Join(a.Mode, ", "), strings.Join(b.Mode, ", "))
	field("status", string(a.Status), string(b.Status))
	field("actor", names(old, a.Actor), names(now, b.Actor))
	field("recipient", names(old, a.Recipient), names(now, b.Recipient))
	field("mediator", names(old, a.Mediator), names(now, b.Mediator))
	field("place", where(old, a.Place), where(now, b.Place))
	field("time", when(a), when(b))
	field("said by", who(old, a.SaidBy), who(now, b.SaidBy))
	return out
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
