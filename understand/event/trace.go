package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// Trace gathers why one draft is made as it is, while it is made. A nil Trace
// takes everything and keeps nothing: a reading that was not asked for reasons
// pays for none.
type Trace struct {
	reasons []chancery.Reason
	typ     chancery.EventType
	trigger chancery.Span
	told    bool // in an event that is kept
}

// note keeps a decision: what it is about, what it says and of whom or what
// ("" for nothing), the words it rests on, and the line of the lexicon behind
// it, which may be nil.
func (t *Trace) note(about, says, of string, words chancery.Span, row *lexicon.Row) {
	if t == nil {
		return
	}
	if of != "" {
		says += ": " + of
	}
	r := chancery.Reason{About: about, Says: says, Words: words}
	if row != nil {
		r.File, r.Line, r.Entry = row.File, row.Line, strings.Join(row.Fields, " · ")
	}
	t.reasons = append(t.reasons, r)
}

// path adds to the last reason the edges that lead from token from up to token
// to, or to the first word that both hang on.
func (t *Trace) path(p *parse, from, to int) {
	if t == nil || len(t.reasons) == 0 || from < 0 || to < 0 {
		return
	}
	last := &t.reasons[len(t.reasons)-1]
	for _, i := range p.path(from, to) {
		last.Edges = append(last.Edges, chancery.Edge{Word: p.t[i].Span, Head: p.t[p.g.head[i]].Span, Relation: p.g.rel[i]})
	}
}

// path lists the tokens whose edges lead from token a to token b: up from a to
// what both hang on, then up from b to it.
func (p *parse) path(a, b int) []int {
	above := map[int]bool{}
	for i, n := b, 0; i >= 0 && n < 40; i, n = p.g.head[i], n+1 {
		above[i] = true
	}
	var out []int
	top := a
	for n := 0; top >= 0 && !above[top] && n < 40; n++ {
		if p.g.head[top] < 0 {
			return nil
		}
		out = append(out, top)
		top = p.g.head[top]
	}
	for i, n := b, 0; i >= 0 && i != top && n < 40; i, n = p.g.head[i], n+1 {
		out = append(out, i)
	}
	return out
}

// again takes in the reasons of a draft that tells the same event.
func (t *Trace) again(o *Trace) {
	if t == nil || o == nil {
		return
	}
	t.note("again", "told again: one event, since type, parties, time and place agree", "", o.trigger, nil)
	t.reasons, o.told = append(t.reasons, o.reasons...), true
}

// begin starts the reasons of a draft that pattern pat tells by the words span.
func (r *reading) begin(pat *pattern, span chancery.Span) {
	if !r.tracing {
		return
	}
	r.why = &Trace{typ: pat.typ, trigger: span}
	r.traces = append(r.traces, r.why)
	r.why.note("pattern", "the words fit", "", span, pat.row)
}

// drop notes why the draft of t is no event.
func (t *Trace) drop(why string) { t.note("dropped", why, "", chancery.Span{}, nil) }

// dropFor is drop with what it is for want of.
func (t *Trace) dropFor(why, want string) { t.note("dropped", why, want, chancery.Span{}, nil) }

// dropAt is drop for the words of phrase x.
func (t *Trace) dropAt(why string, p *parse, x int) {
	if t != nil {
		t.note("dropped", why, "", p.span(p.nps[x].from, p.nps[x].to), nil)
	}
}

// plain notes a status that nothing in the sentence speaks of.
func (t *Trace) plain(status string, trigger chancery.Span) {
	if t != nil && !slices.ContainsFunc(t.reasons, func(r chancery.Reason) bool { return r.About == "status" }) {
		t.note("status", "told, and nothing says otherwise", status, trigger, nil)
	}
}

// row is the line of a lexicon file that knows a form, for a reading that
// keeps reasons.
func (r *reading) row(file, form, use string) *lexicon.Row {
	if r.why == nil {
		return nil
	}
	return r.rows[entry{file, form, use}]
}

// entry is a form in a file of the lexicon, in a use.
type entry struct{ file, form, use string }

// explanations are the reasons of the events, in their order, then those of
// the drafts that came to nothing, in text order.
func (r *reading) explanations(events []draft) []chancery.Explanation {
	if !r.tracing {
		return nil
	}
	var out []chancery.Explanation
	for i := range events {
		d := &events[i]
		e := chancery.Explanation{Event: d.ID, Type: d.Type, Trigger: d.Trigger}
		if d.why != nil {
			d.why.told, e.Reasons = true, d.why.reasons
		}
		out = append(out, e)
	}
	for _, t := range r.traces {
		if !t.told {
			out = append(out, chancery.Explanation{Type: t.typ, Trigger: t.trigger, Reasons: t.reasons})
		}
	}
	return out
}

// role notes who fills a role by phrase x, and the edges from its head to the
// trigger.
func (r *reading) role(p *parse, who role, where string, ids []string, x, trigger int) {
	if r.why == nil || len(ids) == 0 || x < 0 {
		return
	}
	r.named(who, where, ids, p.span(p.nps[x].from, p.nps[x].to))
	r.why.path(p, p.nps[x].node, trigger)
}

// named notes who fills a role, and why.
func (r *reading) named(who role, where string, ids []string, words chancery.Span) {
	about := map[role]string{actorRole: "actor", recipient: "recipient", mediator: "mediator"}[who]
	if r.why == nil || about == "" || len(ids) == 0 {
		return
	}
	var names []string
	for _, id := range ids {
		if a := r.Cast.Actor(id); a != nil {
			names = append(names, a.Name)
		}
	}
	r.why.note(about, where, strings.Join(names, ", "), words, nil)
}

// governed notes the word that governs clause v and what it makes of it.
func (r *reading) governed(p *parse, v int, ctl control) {
	if r.why == nil {
		return
	}
	c := &p.clauses[v]
	at := c.governorWord
	if at < 0 {
		at = p.clauses[c.governor].head
	}
	r.why.note("status", "hangs on a word that says", ctl.status, p.t[at].Span, ctl.row)
	r.why.path(p, c.node, at)
}

// deed notes a place that is that of a deed told beside this one.
func (t *Trace) deed(r *reading, place string) {
	if t != nil && place != "" {
		t.note("place", "that of the deeds told beside it", r.placeName(place), chancery.Span{}, nil)
	}
}

// placeName names a place for a reason; "" where nobody asked for reasons.
func (r *reading) placeName(id string) string {
	for i := range r.Places {
		if r.tracing && r.Places[i].ID == id {
			return r.Places[i].Name
		}
	}
	return ""
}
