package event

import chancery "github.com/chancery-project/chancery"

// wishes reports whether clause c says what somebody should do: "insisted that
// Iran leave", "insists that Iran must leave".
func (r *reading) wishes(p *parse, c *clause) bool {
	for _, k := range p.g.kids[c.node] {
		v := p.clOf[k]
		if v >= 0 && p.g.is(k, "ccomp", "xcomp") {
			return r.controls[keyed{p.clauses[v].modal, "modal"}].status == string(chancery.Requested) || p.subjunctive(&p.clauses[v])
		}
	}
	return false
}

// wished is the row of status.txt for the verb that wants what clause v tells:
// that of "demanded that Iran leave"; none for what is no wish.
func (r *reading) wished(p *parse, v int) control {
	c := &p.clauses[v]
	if c.conj >= 0 && c.subordinator == p.clauses[c.conj].subordinator && p.subjunctive(c) {
		return r.wished(p, c.conj)
	}
	h := p.g.head[c.node]
	if h < 0 || !p.g.is(c.node, "ccomp") || p.clOf[h] < 0 || !p.subjunctive(c) {
		return control{}
	}
	ctl := r.controls[keyed{p.t[p.clauses[p.clOf[h]].head].Lower, "verb"}]
	if s := chancery.Status(ctl.status); s != chancery.Requested && s != chancery.Offered {
		return control{}
	}
	return ctl
}

// subjunctive reports whether the verb of clause c stands in its bare form: "that
// he leave", "that they leave", "that it be released".
func (p *parse) subjunctive(c *clause) bool {
	if c.modal != "" || c.infinitive || c.past {
		return false
	}
	if c.passive || c.node != c.head {
		return p.t[c.from].Lower == "be" || p.t[c.head].Lower == "be"
	}
	tag := p.t[c.head].Tag
	return !auxiliary(p.t[c.head].Lower) && (tag == "VB" || tag == "VBP")
}
