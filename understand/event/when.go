package event

import (
	"fmt"
	"slices"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/wording"
)

// hangings returns what the times of the current sentence modify.
func (r *reading) hangings(p *parse) []hung {
	if out, ok := r.timesHung[p]; ok {
		return out
	}
	out := r.hangTimes(p)
	r.timesHung[p] = out
	return out
}

func (r *reading) hangTimes(p *parse) []hung {
	var out []hung
	for i, t := range r.Times {
		if !p.s.Span.Contains(t.Span) || t.Type == chancery.Set || t.Begin == "" || t.Finish == "" {
			continue
		}
		from, to := p.tokensIn(t.Span.Start, t.Span.End)
		if from == to || from > 1 && p.t[from-1].Lower == "of" && p.t[from-2].Cap {
			continue // "the Treaty of 1960"
		}
		if r.reckoned(p, from, to) {
			continue
		}
		if to < len(p.t) && p.npAt[to] >= 0 && p.nps[p.npAt[to]].from <= to && p.inClass(p.npAt[to], r.pictures) {
			continue
		}
		h := r.hang(p, from, to)
		if root := p.root(); h.host >= 0 && to < p.firstSubject() && p.g.is(h.host, "acl") && root >= 0 { // "On Friday rockets fired at the base killed ten"
			h.host, h.verb = root, root
		}
		h.which, h.wide = i, len(t.Value) <= len("2006-01") || t.Type == chancery.Duration
		if t.Type == chancery.Duration && t.Finish == r.today() { // "in the past year" is told in the perfect
			for h.host >= 0 && p.clOf[h.host] >= 0 && p.tense(h.host) == noTense {
				h.host = p.clauseNode(p.clauseAbove(h.host))
			}
		}
		out = append(out, h)
	}
	return out
}

// root is the token that heads the sentence where that heads a clause, else -1.
func (p *parse) root() int {
	for i, h := range p.g.head {
		if h < 0 && p.clOf[i] >= 0 {
			return i
		}
	}
	return -1
}

// when hangs the event on the time expression that its words govern: that of
// its trigger, of the verb that it shares, of what reports it.
func (r *reading) when(p *parse, d *draft) {
	if r.counted(p, d) || r.movedTo(p, d) {
		return
	}
	best, cost, far := hung{which: -1}, apart, 0
	pub := r.today()
	ahead := farness(d.Status) >= farness(chancery.Planned) && d.Status != chancery.Denied && d.Status != chancery.CancelledStatus
	for _, h := range r.hangings(p) {
		c := r.reach(p, d, h)
		if c == apart && day(r.Times[h.which].Finish) <= pub { // "offered last month to pay"
			c = p.drawn(d, h)
		}
		if ahead && c >= inherited && c < apart && (pub == "" || day(r.Times[h.which].Begin) <= pub) { // "said on Friday that talks would open"
			r.why.note("time", "of the saying or asking, not of what is said to lie ahead: none", "", r.Times[h.which].Span, nil)
			continue
		}
		dist := max(h.node-d.token, d.token-h.node)
		if c < apart && r.Times[h.which].Type == chancery.Duration {
			c++
		}
		if c < cost || c == cost && c < apart && dist < far {
			best, cost, far = h, c, dist
		}
	}
	if best.which < 0 {
		return
	}
	t := r.Times[best.which]
	r.why.note("time", hangs[cost], wording.Day(t.Value), t.Span, nil)
	r.why.path(p, best.node, d.token)
	d.Time = eventTime(t)
	asked := d.Status == chancery.Requested || d.Status == chancery.Offered
	told := cost == own && !d.noun && p.clauses[d.clause].modal != "" // "will travel on 6 March" in a report of the 10th
	if pub != "" && ahead && !told && (t.Finish < pub || asked && day(t.Finish) == pub) {
		r.why.note("time", "before the report, so the time of the asking or saying, not of what is asked: none", "", t.Span, nil)
		d.Time = nil // "asked on Friday for a meeting": the time is the asking's
		return
	}
	if pub != "" && day(t.Begin) > pub && (d.Status == chancery.Happened || d.Status == chancery.Ongoing) {
		done := r.tenseOf(p, d)
		if (!d.noun || cost > own) && verbal(d.Type) || !d.noun && (done == past || done == perfect || done == pluperfect) { // "demanded that they leave by Friday": the time is the demand's topic
			r.why.note("time", "after the report, so the time of what is asked or promised: none", "", t.Span, nil)
			d.Time = nil
			return
		}
		if d.noun && unannounced(d) && done != future { // "reported killings this weekend", told on a Thursday
			r.why.note("time", "after the report, of a deed that nobody announces: none", "", t.Span, nil)
			d.Time = nil
			return
		}
		d.Status = chancery.Planned
		r.why.note("status", "its time is after the report: planned", "", t.Span, nil)
	}
}

// unannounced reports whether d is a deed of force that a report tells of when
// it was done and not before: an attack or an arrest, unlike a march.
func unannounced(d *draft) bool {
	return d.Type == chancery.Assault || d.Type == chancery.Coerce && slices.Contains(d.Mode, "arrest")
}

// stretches gives the two ends of a stretch of time as one: a visit "from 30
// May to 2 June" is of both and of what lies between.
func stretches(times []chancery.Timex) []chancery.Timex {
	out := make([]chancery.Timex, 0, len(times))
	for i := 0; i < len(times); i++ {
		t := times[i]
		if t.Until != "" && i+1 < len(times) && times[i+1].ID == t.Until {
			i++
			end := times[i]
			t.Span.End, t.Value, t.Finish = end.Span.End, t.Value+"/"+end.Value, end.Finish
		}
		out = append(out, t)
	}
	return out
}

func eventTime(t chancery.Timex) *chancery.EventTime {
	return &chancery.EventTime{Value: t.Value, Timex: t.ID, Begin: t.Begin, Finish: t.Finish}
}

// today is the day of publication, "" where it is not known.
func (r *reading) today() string {
	if pub := r.doc.Article.Published; len(pub) >= 10 {
		return pub[:10]
	}
	return ""
}

// day cuts a date and time to its day.
func day(s string) string { return s[:min(10, len(s))] }

// reckoned reports whether the time at tokens [from, to) counts from a
// happening: "a year after the coup", but "on Monday after the coup".
func (r *reading) reckoned(p *parse, from, to int) bool {
	counts := func(i int) bool {
		return i < len(p.t) && p.t[i].Tag == "IN" && (p.t[i].Lower == "after" || p.t[i].Lower == "before" || p.t[i].Lower == "since")
	}
	last := to - 1
	if counts(last) {
		last--
	} else if !counts(to) {
		return false
	}
	return last >= from && r.units[p.t[last].Lower] && (last == from || p.t[from].Tag == "CD" || p.t[from].Tag == "DT")
}

// counted dates a deed from which the time of another is counted: of "arrived
// on Sunday, two days after rockets killed ten" the killing is Friday's. It
// reports whether it did.
func (r *reading) counted(p *parse, d *draft) bool {
	for _, node := range p.nodes(d) {
		word, up := -1, p.g.head[node]
		if v := p.clOf[node]; v >= 0 && p.clauses[v].finite {
			word = p.clauses[v].subordinator
		} else if x := p.npOf[node]; x >= 0 {
			word = p.nps[x].prep
		}
		if word < 1 || up < 0 {
			continue
		}
		sign := map[string]int{"after": -1, "before": 1}[p.t[word].Lower]
		if sign == 0 {
			continue
		}
		n := 0
		for _, t := range r.Times {
			if from, to := p.tokensIn(t.Span.Start, t.Span.End); p.s.Span.Contains(t.Span) && from < word && (to == word || to == word+1) && t.Type == chancery.Duration {
				n = days(t.Value)
			}
		}
		if n == 0 {
			continue
		}
		for _, h := range r.hangings(p) {
			t := r.Times[h.which]
			if h.host != up && h.verb != up || t.Type != chancery.Date || len(t.Value) != len(time.DateOnly) {
				continue
			}
			base, err := time.Parse(time.DateOnly, t.Value)
			if err != nil {
				continue
			}
			value := base.AddDate(0, 0, sign*n).Format(time.DateOnly)
			d.Time = &chancery.EventTime{Value: value, Begin: value, Finish: value}
			r.why.note("time", "counted from the time of the deed beside it", wording.Day(value), t.Span, nil)
			return true
		}
	}
	return false
}

// days is the length of a TIMEX3 period of whole days or weeks, 0 for another.
func days(period string) int {
	n, unit := 0, ""
	if _, err := fmt.Sscanf(period, "P%d%s", &n, &unit); err != nil {
		return 0
	}
	switch unit {
	case "D":
		return n
	case "W":
		return 7 * n
	}
	return 0
}
