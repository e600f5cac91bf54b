package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// hung is a time or a place of a sentence and the word that it modifies.
type hung struct {
	which int  // index into Times or Places
	node  int  // token that heads it
	host  int  // token that it modifies, -1 where it heads the sentence
	verb  int  // token that heads the clause above a host that is a noun of no draft, -1 for none
	wide  bool // a month or more, which holds what came right before or after too
	prep  int  // token of its preposition, or -1; of "the town of X" that before the town
	via   int  // token by which it hangs on the host: its own, or that of the noun it modifies
}

// headOf returns the token of [from, to) that the others hang on.
func (p *parse) headOf(from, to int) int {
	for k := from; k < to; k++ {
		if h := p.g.head[k]; (h < from || h >= to) && !p.g.is(k, "case", "punct", "det", "cc", "mark") {
			return k
		}
	}
	return from
}

// tokensIn returns the tokens that overlap bytes [start, end).
func (p *parse) tokensIn(start, end int) (from, to int) {
	for from < len(p.t) && p.t[from].Span.End <= start {
		from++
	}
	to = from
	for to < len(p.t) && p.t[to].Span.Start < end {
		to++
	}
	return from, to
}

// hang finds the word that tokens [from, to) modify. A phrase that modifies a
// noun which is no deed belongs to what the noun hangs on: "fired rockets on
// Monday", "a base in Iraq".
func (r *reading) hang(p *parse, from, to int) hung {
	h := hung{node: p.headOf(from, to), host: -1, verb: -1, prep: -1}
	h.prep = p.g.child(h.node, "case")
	bare := h.prep < 0
	for at, n := h.node, 0; n < 8; n++ {
		up := p.over(h.node, p.g.head[at])
		if up < 0 {
			if at != h.node && h.host < 0 {
				h.host = at
			}
			return h
		}
		if p.g.is(at, "conj") && at == h.node || up >= from && up < to || p.timed[up] {
			at = up
			continue
		}
		h.via = at
		if p.clOf[up] >= 0 {
			if h.host < 0 {
				h.host = up
			}
			h.verb = up
			return h
		}
		if h.host < 0 && r.nouns[p.t[p.nounAt(up)].Lower] != nil {
			h.host = up
			framed := false // "in a March 14 call", not "discussed the March 14 launch"
			if c := p.g.child(up, "case"); c >= 0 && p.g.is(up, "obl") {
				framed = r.frames[p.t[c].Lower]
			}
			if r.drafted(p, up) || at == h.node && bare && !framed {
				return h
			}
		}
		if at == h.node && bare && p.g.is(at, "nmod:poss", "amod", "compound", "nummod") {
			h.host = up
			return h
		}
		if c := p.g.child(up, "case"); c >= 0 && h.host < 0 && r.bounds[p.t[c].Lower] { // "since the vote in June"
			h.host = up
			return h
		}
		if h.prep >= 0 && p.t[h.prep].Lower == "of" {
			h.prep = p.g.child(up, "case")
			if h.prep < 0 || !p.g.is(up, "obl", "nmod") {
				h.host = up
				return h
			}
		}
		at = up
	}
	return h
}

// over mends a wrong tree: a token hangs on no word beyond the head of that
// word's clause.
func (p *parse) over(i, host int) int {
	for a, n := host, 0; a >= 0 && n < 20; a, n = p.g.head[a], n+1 {
		if (host < a && a < i || i < a && a < host) && p.clOf[a] >= 0 && a != host {
			host = a
		}
	}
	return host
}

// drafted reports whether a draft of the current sentence is of the noun at
// token i.
func (r *reading) drafted(p *parse, i int) bool {
	for k := len(r.drafts) - 1; k >= 0 && r.drafts[k].sentence >= r.sentence; k-- {
		if d := &r.drafts[k]; d.sentence == r.sentence && d.noun && p.npOf[i] >= 0 && p.phraseAt(d.token) == p.npOf[i] {
			return true
		}
	}
	return false
}

// drawn is the cost of a time that the tree hangs on the infinitive of a
// deed's verb: where it lies back it is the verb's, "refused to meet on Monday".
func (p *parse) drawn(d *draft, h hung) int {
	if d.noun || h.host < 0 || !p.g.is(h.host, "xcomp") || p.g.head[h.host] != p.clauses[d.clause].node {
		return apart
	}
	return shared
}

// The costs of hanging a time or a place on a deed by way of another word.
const (
	own       = 0 // it modifies the trigger
	within    = 1 // the noun's clause, or the deed that a relative clause tells of
	shared    = 2 // the verb that the deed's is coordinated with, or the main verb of a free participle
	inherited = 4 // the verb that reports it
	apart     = 99
)

// hangs says what a cost means.
var hangs = map[int]string{own: "modifies the trigger", within: "modifies the deed's noun, its clause or what it lies in", shared: "modifies a verb that the deed's is coordinated with or part of",
	shared + 1: "modifies the verb that carries the deed's noun", inherited: "modifies the verb that reports the deed", inherited + 1: "modifies the verb that reports the deed"}

// reach returns how far the deed of tokens nodes hangs from the word that h
// modifies: apart where it does not.
func (r *reading) reach(p *parse, d *draft, h hung) int {
	if h.host < 0 {
		return apart
	}
	best := apart
	if d.noun && p.g.is(h.host, "acl") && p.g.head[h.host] == p.nodes(d)[0] { // "a visit planned for Monday"
		best = within
	}
	if c := r.trailing(p, d, h); c < apart {
		best = min(best, c)
	}
	for i, node := range p.nodes(d) {
		if c := r.climb(p, d, node, h); c < apart {
			best = min(best, c+min(i, 1))
		}
	}
	return best
}

// nodes are the tokens that the deed of d hangs by: its noun, its verb.
func (p *parse) nodes(d *draft) []int {
	if !d.noun {
		return []int{p.clauses[d.clause].node}
	}
	out := []int{p.nps[p.phraseAt(d.token)].node}
	if d.clause >= 0 {
		out = append(out, p.clauses[d.clause].node)
	}
	return out
}

// trailing is the cost of what modifies a verb that is no event itself and that
// the deed's is coordinated with, "two died and a third lost a leg in the raid",
// or that tells where those are to whom a deed in the field was done.
func (r *reading) trailing(p *parse, d *draft, h hung) int {
	at := h.host
	if h.verb >= 0 {
		at = h.verb
	}
	nodes := p.nodes(d)
	node := nodes[len(nodes)-1]
	if p.clOf[at] < 0 || p.clOf[node] < 0 || at == node {
		return apart
	}
	switch {
	case p.g.is(at, "conj") && p.g.head[at] == node && p.tense(at) == p.tense(node):
		for k := range r.drafts {
			if o := &r.drafts[k]; o.sentence == d.sentence && o.clause == p.clOf[at] {
				return apart
			}
		}
		return shared + 1
	case p.g.is(at, "acl") && p.g.rel[at] != "acl:relcl" && inTheField(d) && h.prep >= 0:
		if up := p.g.head[at]; p.g.head[up] == node && (p.g.is(up, "obj") || p.g.rel[up] == "nsubj:pass") {
			return inherited
		}
	case p.g.rel[at] == "acl:relcl" && p.tense(at) == present && inTheField(d) && h.prep >= 0: // "hit a base that houses troops in the town of Kona"
		if up := p.g.head[at]; p.g.head[up] == node && (p.g.is(up, "obj") || p.g.rel[up] == "nsubj:pass") && !r.people(p, p.nounAt(up)) {
			return inherited
		}
	}
	return apart
}

func (r *reading) climb(p *parse, d *draft, node int, h hung) int {
	before := func(at int) bool { return h.node < at }
	cost, lead := own, h.node < p.firstSubject()
	for at, n := node, 0; n < 10; n++ {
		if at == h.host {
			return cost
		}
		if at == h.verb {
			return max(cost, shared)
		}
		if p.mirrors(at, h.host) {
			return max(cost, shared)
		}
		up := p.g.head[at]
		if up < 0 {
			return apart
		}
		switch {
		case p.g.is(at, "conj"):
			if !before(at) || p.tense(at) != p.tense(up) {
				return apart
			}
			cost = max(cost, shared)
		case p.g.is(at, "appos"):
			cost = max(cost, within)
		case p.g.is(at, "advcl"):
			switch {
			case p.sameTime(at):
				cost = max(cost, shared)
			case lead && h.wide: // "In 2015 he fled after being charged"
				cost = max(cost, inherited)
			default:
				return apart
			}
		case p.g.is(at, "xcomp"):
			cost = max(cost, r.phase(p, at))
		case p.g.is(at, "ccomp", "csubj"):
			if t := p.tense(at); t == pluperfect || t == perfect {
				return apart
			}
			cost = max(cost, inherited)
		case p.g.is(at, "parataxis"):
			if !before(at) || p.tense(at) != p.tense(up) || !p.parted(up, at) {
				return apart
			}
			cost = max(cost, inherited)
		case p.g.is(at, "acl"): // "a raid in May that killed ten"
			if up == h.node && p.locative(at) || up == h.host && r.nouns[p.t[p.nounAt(up)].Lower] != nil {
				return max(cost, within)
			}
			return apart
		case p.g.is(at, "obl", "nmod"): // "killed in a raid on Monday"
			x := p.npOf[at]
			if x < 0 || p.nps[x].prep < 0 || !r.attaches[p.t[p.nps[x].prep].Lower] {
				return apart
			}
			cost = max(cost, within)
		case p.g.is(at, "nsubj") && d.noun:
			cost = max(cost, within)
		case p.g.is(at, "obj") && at != node: // "asked for the units in a call on Sunday"
			cost = max(cost, shared)
		default:
			return apart
		}
		at = up
	}
	return apart
}

// phase is the cost of an infinitive or gerund: shared where its governor tells
// of the same deed, as "begin" does, inherited where it only plans or asks.
func (r *reading) phase(p *parse, i int) int {
	if v := p.clOf[i]; v >= 0 {
		if ctl, pos := r.controlOf(p, v); pos != "" && ctl.status != "same" && ctl.status != string(chancery.Ongoing) {
			return inherited
		}
	}
	return shared
}

// locative reports whether the relative clause of token i tells what was done
// at its noun: "the base where", "a day on which".
func (p *parse) locative(i int) bool {
	for _, k := range p.g.kids[i] {
		if p.t[k].Tag == "WRB" || p.t[k].Tag == "WDT" && p.g.child(k, "case") >= 0 {
			return true
		}
	}
	return false
}

// parted reports whether a colon, semicolon or dash stands between two tokens.
func (p *parse) parted(from, to int) bool {
	for i := min(from, to) + 1; i < max(from, to); i++ {
		switch p.t[i].Text {
		case ";", ":", "\u2014", "\u2013":
			return true
		}
	}
	return false
}

// nounAt is the noun that carries the phrase of token i, or i.
func (p *parse) nounAt(i int) int {
	if x := p.npOf[i]; x >= 0 {
		return p.nps[x].head
	}
	return i
}

// mirrors reports whether token host heads a clause that tells when the deed
// at token at was done, or who told of it: "died when soldiers stormed it on
// Tuesday", "arrested ten, police said on Monday".
func (p *parse) mirrors(at, host int) bool {
	if p.g.head[host] != at || p.clOf[host] < 0 {
		return false
	}
	return p.g.is(host, "advcl") && p.sameTime(host) && p.clauses[p.clOf[host]].subordinator >= 0
}

// sameTime reports whether the adverbial clause of token i tells of the same
// time as its main clause: it is a free participle or an infinitive, or comes
// after "when", "as" or "while".
func (p *parse) sameTime(i int) bool {
	v := p.clOf[i]
	if v < 0 {
		return false
	}
	c := &p.clauses[v]
	if c.subordinator < 0 {
		return !c.finite
	}
	switch p.t[c.subordinator].Lower {
	case "when", "as", "while":
		return true
	}
	return false
}

// firstSubject is the token of the first subject of the sentence.
func (p *parse) firstSubject() int {
	for i := range p.t {
		if p.g.is(i, "nsubj") {
			return i
		}
	}
	return 0
}

// tense of a clause.
type tense byte

const (
	noTense tense = iota
	present
	past
	perfect
	pluperfect
	future
)

// tense returns the tense of the clause that token i heads; of one without a
// finite verb it is noTense.
func (p *parse) tense(i int) tense {
	v := p.clOf[i]
	if v < 0 {
		return noTense
	}
	c := &p.clauses[v]
	switch {
	case c.modal != "":
		return future
	case c.perfect && slices.ContainsFunc(p.g.kids[c.node], func(k int) bool { return p.g.is(k, "aux") && (p.t[k].Lower == "had" || p.t[k].Lower == "'d") }):
		return pluperfect
	case c.perfect:
		return perfect
	case c.past:
		return past
	case c.finite:
		return present
	}
	return noTense
}
