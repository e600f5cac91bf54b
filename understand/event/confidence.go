package event

import (
	"math"
	"slices"
	"strconv"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// mark is a circumstance that tells how likely it is that an event is right.
type mark struct {
	name  string // in events/confidence.txt
	says  string
	holds func(*reading, *draft) bool
}

// marks are the circumstances that count. Their weights are data, fitted by
// train/confidence.
var marks = [...]mark{
	{"base", "every event", func(*reading, *draft) bool { return true }},
	{"noun", "told by a noun only", func(_ *reading, d *draft) bool { return d.noun }},
	{"specific", "the pattern has more than one word", func(_ *reading, d *draft) bool { return d.specific }},
	{"two-sided", "both sides are named", func(_ *reading, d *draft) bool {
		return len(d.Actor) > 0 && (len(d.Recipient) > 0 || d.Type.Reciprocal() && len(d.Actor) > 1)
	}},
	{"no-actor", "nobody is named who does it", func(_ *reading, d *draft) bool { return len(d.Actor) == 0 }},
	{"placed", "every party has a country or is a known body", func(r *reading, d *draft) bool { return r.coded(d.Actor) && r.coded(d.Recipient) }},
	{"ahead", "it has not happened", func(_ *reading, d *draft) bool {
		return d.Status != chancery.Happened && d.Status != chancery.Ongoing
	}},
	{"deep", "its verb hangs on another", func(r *reading, d *draft) bool {
		p := r.parses[d.sentence]
		return d.clause >= 0 && p.g.head[p.clauses[d.clause].node] >= 0 && !p.g.is(p.clauses[d.clause].node, "conj", "parataxis")
	}},
	{"verbal", "a deed done by saying", func(_ *reading, d *draft) bool { return verbal(d.Type) }},
	{"force", "an act of force", func(_ *reading, d *draft) bool { return d.Type == chancery.Assault || d.Type == chancery.Coerce }},
}

// coded reports whether each actor has a country or a code.
func (r *reading) coded(ids []string) bool {
	for _, id := range ids {
		if a := r.Cast.Actor(id); a == nil || a.Country == "" && a.Code == "" {
			return false
		}
	}
	return true
}

func (v *vocabulary) confidenceRow(r lexicon.Row) error {
	k := slices.IndexFunc(marks[:], func(m mark) bool { return m.name == r.Key() })
	if k < 0 {
		var names []string
		for _, m := range marks {
			names = append(names, m.name)
		}
		return r.Errorf("%q is no mark of confidence: write one of %s", r.Key(), listed(names))
	}
	w, err := strconv.ParseFloat(r.Field(1), 64)
	if err != nil || math.IsNaN(w) || math.Abs(w) > 20 {
		return r.Errorf("the weight %q is no number between -20 and 20", r.Field(1))
	}
	v.weights[k] = w
	return nil
}

// confidence is how likely an event like d is to be right: the logistic
// function of the sum of the weights of its marks.
func (r *reading) confidence(d *draft) float64 {
	sum := 0.0
	for k := range marks {
		if marks[k].holds(r, d) {
			sum += r.weights[k]
			d.why.mark(&marks[k], r.weights[k])
		}
	}
	return math.Round(100/(1+math.Exp(-sum))) / 100
}

// mark notes a mark with what it adds to the log odds.
func (t *Trace) mark(m *mark, weight float64) {
	if t == nil {
		return
	}
	t.reasons = append(t.reasons, chancery.Reason{About: "confidence", Says: m.says, Entry: m.name, Part: weight})
}
