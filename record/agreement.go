package record

import (
	"context"
	"fmt"
	"slices"

	"github.com/chancery-project/chancery/reliability"
	"github.com/chancery-project/chancery/story"
)

// Machine is the name of the machine among coders.
const Machine = "machine"

// rejectedValue is what a coder who rejects an event says its type is.
const rejectedValue = "no event"

// ruling is the last verdict of a coder on a mention.
type ruling struct {
	mention, who string
	verdict      story.Verdict
	now          bool // the machine's coding is the one that was judged
}

// lastRulings gives the last verdict of each coder on each mention, those on
// copies left out, in the order of mentions and coders. of narrows down to a sample.
func (s *Store) lastRulings(ctx context.Context, of *Sample) ([]ruling, error) {
	q, args := `SELECT d.a, d.who, d.b, max(d.n), coalesce(j.recoded, 0) = 0 FROM decision d JOIN judged j ON j.mention = d.a
		WHERE d.what IN `+sqlVerdicts+` AND d.undone_by IS NULL AND d.b ->> '$.copy' IS NULL`, []any{}
	if of != nil {
		q += " AND d.a IN (SELECT a FROM decision WHERE what = 'sampled' AND b = ? AND undone_by IS NULL)"
		args = append(args, fmt.Sprint(of.N))
	}
	found, err := s.read.QueryContext(ctx, q+" GROUP BY d.a, d.who ORDER BY d.a, max(d.n)", args...)
	if err != nil {
		return nil, fmt.Errorf("what coders found: %w", err)
	}
	defer found.Close()
	var out []ruling
	for found.Next() {
		var r ruling
		var b string
		var n int64
		if err := found.Scan(&r.mention, &r.who, &b, &n, &r.now); err != nil {
			return nil, fmt.Errorf("what coders found: %w", err)
		}
		v, err := verdictOf(b)
		if err != nil {
			return nil, fmt.Errorf("decision %d is damaged: %w", n, err)
		}
		r.verdict = v.Verdict
		out = append(out, r)
	}
	return out, found.Err()
}

// Accuracy is how often the machine is right, measured on a sample that people
// judged.
type Accuracy struct {
	Sample Sample             `json:"sample"`
	Judged int                `json:"judged"` // of the sample
	Stale  int                `json:"stale"`  // judged, and coded otherwise by the machine since: not counted
	Events reliability.Share  `json:"events"` // that are events at all
	Right  reliability.Share  `json:"right"`  // all that is coded is right
	Fields []reliabilityShare `json:"fields"` // of those that are events
}

// reliabilityShare is a share of one field.
type reliabilityShare struct {
	Field string `json:"field"`
	reliability.Share
}

// Accuracy measures the machine on the sample that is judged; nil where there
// is none, or nothing of it was judged. Where several coders judged an event,
// the last one's verdict counts.
func (s *Store) Accuracy(ctx context.Context) (*Accuracy, error) {
	x, err := s.Sample(ctx)
	if err != nil || x == nil {
		return nil, err
	}
	all, err := s.lastRulings(ctx, x)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	last := map[string]ruling{}
	for _, r := range all { // in the order in which they were given
		last[r.mention] = r
	}
	a := &Accuracy{Sample: *x, Judged: len(last)}
	events, right, counted := 0, 0, 0
	fields := make([]int, len(story.CodedFields))
	for _, r := range last {
		switch {
		case !r.now:
			a.Stale++
			continue
		case r.verdict.After == nil:
			counted++
			continue
		}
		counted++
		events++
		wrong := r.verdict.Machine.Differs(r.verdict.After)
		if len(wrong) == 0 {
			right++
		}
		for i, f := range story.CodedFields {
			if !slices.Contains(wrong, f) {
				fields[i]++
			}
		}
	}
	a.Events, a.Right = reliability.ShareOf(events, counted), reliability.ShareOf(right, counted)
	for i, f := range story.CodedFields {
		a.Fields = append(a.Fields, reliabilityShare{f, reliability.ShareOf(fields[i], events)})
	}
	return a, nil
}

// String prints an accuracy as exports carry it.
func (a *Accuracy) String() string {
	return fmt.Sprintf("coded right in all: %s; are events: %s; 95 %% Wilson; random sample of %d of %d, seed %s, %s", a.Right, a.Events, a.Sample.Size, a.Sample.Of, a.Sample.Seed, a.Sample.At[:10])
}

// Measured is the accuracy as exports carry it; "" where it was not measured.
func (s *Store) Measured(ctx context.Context) (string, error) {
	a, err := s.Accuracy(ctx)
	if err != nil || a == nil {
		return "", err
	}
	return a.String(), nil
}

// Agreement is how far coders agree with one another, and with the machine.
type Agreement struct {
	Coders []string         `json:"coders"` // who judged
	Both   int              `json:"both"`   // mentions that two or more judged
	Fields []FieldAgreement `json:"fields"`
	Differ []Difference     `json:"differ"` // where coders differ
}

// FieldAgreement is the agreement on one field. Fields other than the type are
// measured on what those compared hold for an event.
type FieldAgreement struct {
	Field string   `json:"field"`
	Alpha *float64 `json:"alpha"` // Krippendorff's, of the coders; nil where it is not defined
	Units int      `json:"units"` // that two or more coded
	Pairs []Pair   `json:"pairs"`
}

// Pair is Cohen's kappa of two coders; B may be the machine.
type Pair struct {
	A     string   `json:"a"`
	B     string   `json:"b"`
	Kappa *float64 `json:"kappa"` // nil where it is not defined
	Both  int      `json:"both"`
}

// Difference is a mention on which coders differ.
type Difference struct {
	Mention string   `json:"mention"`
	Fields  []string `json:"fields"`
	Coders  []string `json:"coders"`
}

// Agreement compares the last verdicts of each coder; with of, on a sample.
func (s *Store) Agreement(ctx context.Context, of *Sample) (*Agreement, error) {
	all, err := s.lastRulings(ctx, of)
	if err != nil {
		return nil, err
	}
	out := &Agreement{Coders: []string{}, Differ: []Difference{}}
	// By field, a unit a mention.
	people, with := map[string][]reliability.Unit{}, map[string][]reliability.Unit{}
	for i := 0; i < len(all); {
		k := i
		for k < len(all) && all[k].mention == all[i].mention {
			k++
		}
		same := all[i:k]
		d := Difference{Mention: all[i].mention}
		for n, f := range story.CodedFields {
			u := reliability.Unit{}
			for _, r := range same {
				if r.verdict.After != nil {
					u[r.who] = r.verdict.After.Values()[n].Value
				} else if f == "type" {
					u[r.who] = rejectedValue
				}
			}
			people[f] = append(people[f], u)
			both := reliability.Unit{Machine: same[len(same)-1].verdict.Machine.Values()[n].Value}
			for c, v := range u {
				both[c] = v
			}
			with[f] = append(with[f], both)
			if len(values(u)) > 1 {
				d.Fields = append(d.Fields, f)
			}
		}
		if len(same) > 1 {
			out.Both++
		}
		if len(d.Fields) > 0 {
			for _, r := range same {
				d.Coders = append(d.Coders, r.who)
			}
			slices.Sort(d.Coders)
			out.Differ = append(out.Differ, d)
		}
		i = k
	}
	out.Coders = append(out.Coders, reliability.Coders(people["type"])...)
	for _, f := range story.CodedFields {
		out.Fields = append(out.Fields, fieldAgreement(f, out.Coders, people[f], with[f]))
	}
	return out, nil
}

func fieldAgreement(field string, coders []string, people, with []reliability.Unit) FieldAgreement {
	x := FieldAgreement{Field: field, Pairs: []Pair{}}
	if a, ok := reliability.Alpha(people); ok {
		x.Alpha = &a
	}
	for _, u := range people {
		if len(u) > 1 {
			x.Units++
		}
	}
	for i, a := range coders {
		for _, b := range append(slices.Clone(coders[i+1:]), Machine) {
			p := Pair{A: a, B: b}
			k, both, ok := reliability.Kappa(with, a, b)
			if p.Both = both; ok {
				p.Kappa = &k
			}
			x.Pairs = append(x.Pairs, p)
		}
	}
	return x
}

// values are the values of a unit, each once.
func values(u reliability.Unit) map[string]bool {
	out := map[string]bool{}
	for _, v := range u {
		out[v] = true
	}
	return out
}
