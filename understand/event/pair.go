package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// sides returns the states that phrase x counts and does not name: "both
// governments", "the two leaders", "the three embassies". They are the parties
// of the last deed before it that has so many countries, else the countries
// most spoken of so far. Nil where x counts no states.
func (r *reading) sides(p *parse, x int) []string {
	n := r.several(p, x)
	if n == 0 || !p.inClass(x, r.classes["bloc"]) {
		return nil
	}
	states := p.inClass(x, r.classes["state"]) || p.inClass(x, r.classes["seat"])
	by := r.addresser(p, x)
	third := r.countries(by)
	opposed := len(by) > 0 && p.inClass(x, r.classes["opposed"]) // "urged both sides": rather those who quarrel
	for k := 2*len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k%len(r.drafts)]
		if opposed && k >= len(r.drafts) && !opposes(o.Type) {
			continue
		}
		var out []string
		var seen []string
		for _, id := range union(append([]string(nil), o.Actor...), o.Recipient) {
			a := r.Cast.Actor(id)
			if a == nil || a.Country == "" || slices.Contains(seen, a.Country) || slices.Contains(third, a.Country) {
				continue
			}
			if states && !governs(a) {
				continue
			}
			seen = append(seen, a.Country)
			if g := r.Cast.Country(a.Country); g != "" && (a.Kind != chancery.Person || p.inClass(x, r.classes["state"]) || p.inClass(x, r.classes["opposed"])) {
				id = g
			}
			out = append(out, id)
		}
		if len(out) == n {
			return out
		}
	}
	return r.foremost(n, p.s.Span.Start)
}

// opposes reports whether deeds of type t set one side against another.
func opposes(t chancery.EventType) bool {
	switch t {
	case chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Sanction, chancery.Coerce, chancery.Assault:
		return true
	}
	return false
}

// addresser returns who does something to those that phrase x counts, and so is
// none of them: "China urged both sides".
func (r *reading) addresser(p *parse, x int) []string {
	v := p.clauseAbove(p.nps[x].node)
	if r.addressing || v < 0 || p.clauses[v].subj < 0 || p.under(p.nps[x].node, p.nps[p.clauses[v].subj].node) || inList(p, p.clauses[v].subj, x) {
		return nil
	}
	r.addressing = true // the subject may hold what counts others
	defer func() { r.addressing = false }()
	ids, _ := r.parties(p, p.clauses[v].subj)
	return ids
}

// between returns the two or more parties that the article last told of as
// meeting, agreeing or breaking with each other; nil for none.
func (r *reading) between(p *parse) []string {
	for _, reciprocal := range [...]bool{true, false} {
		for k := len(r.drafts) - 1; k >= 0; k-- {
			o := &r.drafts[k]
			all := union(append([]string(nil), o.Actor...), o.Recipient)
			if reciprocal != o.Type.Reciprocal() || len(all) < 2 || !o.noun && slices.Contains(o.Mode, "multilateral") {
				continue
			}
			c := r.countries(all)
			slices.Sort(c)
			if c = slices.Compact(c); len(c) == 2 {
				return all
			}
		}
	}
	if len(r.pair) == 2 {
		return r.pair
	}
	return r.foremost(2, p.s.Span.Start)
}

// theParties reports whether phrase x only points to the two who were told of
// last, "the parties", "the pair", and ids name none of them.
func (r *reading) theParties(p *parse, x int, ids []string) bool {
	n := p.nps[x]
	if p.t[n.from].Lower != "the" || n.to-n.from > 3 || n.next >= 0 || !(p.inClass(x, r.classes["bloc"]) || p.inClass(x, r.classes["duo"])) {
		return false
	}
	if t := p.t[n.head].Tag; t != "NNS" && !r.classes["duo"][p.t[n.head].Lower] || n.to < len(p.t) && p.t[n.to].Lower == "of" {
		return false
	}
	for i := n.from + 1; i < n.head; i++ {
		if p.t[i].Tag != "CD" && p.t[i].Tag != "JJ" {
			return false
		}
	}
	return !slices.ContainsFunc(ids, func(id string) bool {
		a := r.Cast.Actor(id)
		return a != nil && (len(a.Members) > 0 || a.Kind == chancery.Person)
	}) && len(r.countries(ids)) < 2
}

// severed returns the two between whom ties or aid were cut off last, a few
// sentences before: they are who restores them.
func (r *reading) severed() []string {
	const near = 4
	for k := len(r.drafts) - 1; k >= 0; k-- {
		o := &r.drafts[k]
		if r.sentence-o.sentence > near {
			break
		}
		if o.Type != chancery.Sanction || !slices.Contains(o.Mode, "discontinue") || len(o.Actor) == 0 {
			continue
		}
		other, here := o.Recipient, r.sentence
		if len(other) == 0 { // who is named further below the verb is found once all is read
			r.sentence = o.sentence
			other, _ = r.below(r.parses[o.sentence], o)
			r.sentence = here
		}
		if len(other) > 0 {
			return union(append([]string(nil), o.Actor...), other)
		}
	}
	return nil
}

// ofStates gives for those who act for nobody, a ship or captives, the
// government of their country.
func (r *reading) ofStates(ids []string) []string {
	var out []string
	for _, id := range ids {
		a := r.Cast.Actor(id)
		if a == nil || a.Country == "" || a.Kind != chancery.ArmedForce && a.Kind != chancery.OtherActor {
			out = union(out, []string{id})
		} else {
			out = union(out, r.government(a.Country))
		}
	}
	return out
}

// definite reports whether phrase x is not one of many: "negotiations", "the
// talks", "further talks", "a fifth round", and not "a meeting".
func (r *reading) definite(p *parse, x int) bool {
	n := p.nps[x]
	return n.head-n.from > 1 || !r.pointing(p.t[n.from].Lower, "new")
}

// several returns how many a definite phrase counts: 2 for "both sides" and
// "the two leaders"; 0 where it does not, or names a country.
func (r *reading) several(p *parse, x int) int {
	n := p.nps[x]
	first := p.t[n.from].Lower
	if !r.pointing(first, "back") {
		return 0
	}
	if k := r.pointers[keyed{first, "number"}]; k > 0 || n.from+1 >= n.head { // "both"
		return k
	}
	for k := n.from + 2; k < n.head; k++ {
		if p.t[k].Cap { // "the three Baltic states"
			return 0
		}
	}
	return r.pointers[keyed{p.t[n.from+1].Lower, "number"}]
}

// pointing reports whether a word has that use in pointers.txt.
func (v *vocabulary) pointing(word, use string) bool {
	_, ok := v.pointers[keyed{word, use}]
	return ok
}

// foremost returns the governments of the n countries that the article names
// most before an offset; nil where that is not clear.
func (r *reading) foremost(n, before int) []string {
	count := map[string]int{}
	var order []string
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.Span.Start >= before {
			break
		}
		if a := r.Cast.Actor(m.Actor); a != nil && a.Country != "" && governs(a) {
			if count[a.Country] == 0 {
				order = append(order, a.Country)
			}
			count[a.Country]++
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return count[b] - count[a] })
	if len(order) < n || len(order) > n && count[order[n]] == count[order[n-1]] {
		return nil
	}
	var out []string
	for _, c := range order[:n] {
		out = union(out, r.government(c))
	}
	if len(out) != n {
		return nil
	}
	return out
}
