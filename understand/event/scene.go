package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// scene finds where d is by words of its sentence that name no place
// themselves but lead to one, and says how; "" where there are none.
func (r *reading) scene(p *parse, d *draft) (place, how string) {
	field := inTheField(d) || d.Type == chancery.Retreat
	if field {
		if id := r.there(p, d); id != "" {
			return id, "“there” is the place told before"
		}
		if id := r.doersPlace(p, d); id != "" {
			return id, "where those are who did it"
		}
		if id := r.beforehand(p, d); id != "" {
			return id, "where what came right before was done"
		}
		if id := r.ground(p, d); id != "" {
			return id, "a building or square of the town told before it"
		}
	}
	if id := r.gathering(p, d); id != "" {
		return id, "where the gathering is at which it was done"
	}
	if id := r.podium(p, d); id != "" {
		return id, "where the speaker is"
	}
	if r.seats[p.t[d.token].Lower] && (d.Type == chancery.Accuse || d.Type == chancery.Sanction) {
		return r.seatOf(d), "in the capital of those who do it"
	}
	return "", ""
}

// locating reports whether h says where what it modifies is.
func (r *reading) locating(p *parse, h hung) bool {
	return h.prep >= 0 && r.locates[keyed{p.t[h.prep].Lower, ""}]
}

// lastPlaced returns the place that sentence p names last before a token as
// where something is, but for what only says where that place is: of "at Camp
// Adazi, outside Riga" the camp.
func (r *reading) lastPlaced(p *parse, before int) string {
	all := r.placings(p)
	place, at := "", -1
	for _, h := range all {
		if !r.locating(p, h) || h.node >= before || h.node < at {
			continue
		}
		outer := false
		for _, o := range all {
			outer = outer || o.node != h.node && p.g.head[h.node] == o.node
		}
		if !outer {
			place, at = r.Places[h.which].ID, h.node
		}
	}
	return place
}

// there is the place that "there", of d's verb, points back to.
func (r *reading) there(p *parse, d *draft) string {
	at := -1
	for _, node := range p.nodes(d) {
		for _, k := range p.g.kids[node] {
			if p.t[k].Lower == "there" && p.g.is(k, "advmod") {
				at = k
			}
		}
	}
	if at < 0 {
		return ""
	}
	if id := r.lastPlaced(p, at); id != "" {
		return id
	}
	return r.fromSentenceBefore(func(q *parse) string { return r.lastPlaced(q, len(q.t)) })
}

// fromSentenceBefore asks the sentence before the current one, in its paragraph.
func (r *reading) fromSentenceBefore(ask func(*parse) string) string {
	s := r.sentence - 1
	if s < 0 || r.parses[s] == nil || r.doc.Sentences[s].Paragraph != r.doc.Sentences[s+1].Paragraph {
		return ""
	}
	r.sentence = s
	defer func() { r.sentence = s + 1 }()
	return ask(r.parses[s])
}

// doersPlace is where those are whom a relative clause has do d: "students in
// Kisumu, who marched".
func (r *reading) doersPlace(p *parse, d *draft) string {
	nodes := p.nodes(d)
	at := nodes[len(nodes)-1]
	if p.g.rel[at] != "acl:relcl" || p.clOf[at] < 0 || p.clauses[p.clOf[at]].passive {
		return ""
	}
	for _, h := range r.placings(p) {
		if r.locating(p, h) && p.g.is(h.node, "nmod") && p.g.head[h.node] == p.g.head[at] {
			return r.Places[h.which].ID
		}
	}
	return ""
}

// beforehand is the place of the verb that d goes on from or leads up to with
// the same doer: "held the lorries at the port before letting them through".
func (r *reading) beforehand(p *parse, d *draft) string {
	nodes := p.nodes(d)
	at := nodes[len(nodes)-1]
	up := p.g.head[at]
	if up < 0 || !p.g.is(at, "advcl") || p.clOf[at] < 0 || p.clauses[p.clOf[at]].finite {
		return ""
	}
	for _, h := range r.placings(p) {
		if r.locating(p, h) && h.host == up {
			return r.Places[h.which].ID
		}
	}
	return ""
}

// ground is the town of the building, square or the like that d's verb names
// as its place: the last town that the sentence names before it.
func (r *reading) ground(p *parse, d *draft) string {
	at := -1
	for _, node := range p.nodes(d) {
		for _, k := range p.g.kids[node] {
			c := p.g.child(k, "case")
			if p.g.is(k, "obl", "nmod") && c >= 0 && r.locates[keyed{p.t[c].Lower, ""}] && r.grounds[p.t[p.nounAt(k)].Lower] && !p.t[p.nounAt(k)].Cap {
				at = k
			}
		}
	}
	if at < 0 {
		return ""
	}
	place := ""
	for _, h := range r.placings(p) {
		if h.node < at && r.locating(p, h) && r.Places[h.which].Kind == chancery.City {
			place = r.Places[h.which].ID
		}
	}
	if place == "" && !r.located(d.sentence) {
		place = r.home()
	}
	return place
}

// gathering is the place of the conference at which d is pledged, or at which
// what the sentence before tells was: "the biggest pledge of the conference in
// Geneva. Norway offered …".
func (r *reading) gathering(p *parse, d *draft) string {
	if d.Type != chancery.Aid {
		return ""
	}
	if id := r.pledgedAt(p); id != "" || r.located(d.sentence) {
		return id
	}
	return r.fromSentenceBefore(r.pledgedAt)
}

// pledgedAt is the place of the gathering that an act of aid in p hangs on.
func (r *reading) pledgedAt(p *parse) string {
	for _, h := range r.placings(p) {
		at := p.g.head[h.node]
		if !r.locating(p, h) || at < 0 || !r.gatherings[p.t[p.nounAt(at)].Lower] {
			continue
		}
		for p.g.is(at, "nmod", "appos", "obj", "obl") && p.g.head[at] >= 0 {
			at = p.g.head[at]
		}
		for k := range r.drafts {
			if o := &r.drafts[k]; o.sentence == r.sentence && o.Type == chancery.Aid && p.clauseNode(o.clause) == at {
				return r.Places[h.which].ID
			}
		}
	}
	return ""
}

// podium is where the speaker of the sentence before is, of a deed in words
// that the same speaker goes on to do: "she said in Paris. She praised …".
func (r *reading) podium(p *parse, d *draft) string {
	if !verbal(d.Type) || d.noun || !p.anaphoric(d) || r.located(d.sentence) {
		return ""
	}
	return r.fromSentenceBefore(func(q *parse) string {
		for _, h := range r.placings(q) {
			if h.host >= 0 && r.locating(q, h) && h.via == h.node && r.cue(q.t[h.host].Span) {
				return r.Places[h.which].ID
			}
		}
		return ""
	})
}

// cue reports whether a word introduces what somebody says.
func (r *reading) cue(word chancery.Span) bool {
	for _, q := range r.Quotes {
		if q.Cue != nil && q.Cue.Overlaps(word) {
			return true
		}
	}
	return false
}

// seatOf is the seat of government of those who do d, where the report names it.
func (r *reading) seatOf(d *draft) string {
	for _, c := range r.countries(d.Actor) {
		for i := range r.Places {
			pl := &r.Places[i]
			if pl.Country == c && pl.Kind == chancery.City && r.capitals[c+" "+lang.Lower(pl.Name)] {
				return pl.ID
			}
		}
	}
	return ""
}

// byline is the place that the reporter writes from: "By Eleni Markou, Athens".
func (r *reading) byline(part chancery.Part) string {
	line := part.Span.Text(r.doc.Article.Text)
	place, at := "", len(line)
	for i := range r.Places {
		pl := &r.Places[i]
		if pl.Kind != chancery.City {
			continue
		}
		for _, lead := range [...]string{", ", " in "} {
			if k := strings.Index(line, lead+pl.Name); k >= 0 && k < at {
				place, at = pl.ID, k
			}
		}
	}
	return place
}
