package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// settle leaves one event of a promise or a refusal and the deed that it is
// about, in the drafts of one sentence from index from on. "Agreed to meet" is
// the meeting, planned: a pattern with the flag rest yields to a deed that
// PLOVER codes as AGREE while it is ahead, save what the parties only put their
// names to. "Refused to meet" is the refusal: the meeting was never on.
func (r *reading) settle(p *parse, from int) {
	drafts := r.drafts[from:]
	drop := make([]bool, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		if d.clause < 0 || d.noun || !d.rest && d.Type != chancery.Reject {
			continue
		}
		for j := range drafts {
			o := &drafts[j]
			if i == j || o.clause < 0 || !p.complements(o.clause, d.clause) {
				continue
			}
			if d.rest {
				joint := o.Type == chancery.Support && len(o.Actor) > 1 // "agreed to sign a treaty" is AGREE
				drop[i] = drop[i] || agreeable(o.Type) && !joint
				drop[j] = drop[j] || joint
			} else if ctl, ok := r.controls[keyed{p.t[p.clauses[d.clause].head].Lower, "verb"}]; ok && ctl.status == string(chancery.CancelledStatus) {
				drop[j] = true
			}
		}
	}
	for i := range drafts {
		if drop[i] {
			drafts[i].why.drop("one event of a promise or a refusal and what it is about: the other is kept")
		}
	}
	k := -1
	r.drafts = append(r.drafts[:from], slices.DeleteFunc(drafts, func(draft) bool { k++; return drop[k] })...)
}

// complements reports whether clause v is what the verb of clause g is about:
// its infinitive or gerund, one coordinated with that, or the purpose of it.
func (p *parse) complements(v, g int) bool {
	for n := 0; v >= 0 && n < 6; n++ {
		c := &p.clauses[v]
		switch {
		case c.governorWord >= 0:
			return false
		case c.governor == g:
			return g >= 0
		case c.governor >= 0:
			v = c.governor
		default:
			v = c.conj
		}
	}
	return false
}

// agreeable reports whether PLOVER codes a deed of type t that is still ahead
// as AGREE.
func agreeable(t chancery.EventType) bool {
	switch t {
	case chancery.Consult, chancery.Support, chancery.Cooperate, chancery.Aid:
		return true
	}
	return false
}
