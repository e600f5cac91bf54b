package record

import (
	"context"
	"fmt"
	"strings"

	"github.com/chancery-project/chancery/story"
)

// Decision is one line of what people decided. It is never changed; undone, it
// says by which decision.
type Decision struct {
	N        int64          `json:"n"`
	At       string         `json:"at"` // RFC 3339, UTC
	Who      string         `json:"who"`
	What     string         `json:"what"` // merge, split, accept, reject, edit, comment, sample, undo, forget
	A        string         `json:"a"`    // the mention; of a sample, its seed; of an undoing, the decision
	B        string         `json:"b,omitempty"`
	Verdict  *story.Verdict `json:"verdict,omitempty"`
	Why      string         `json:"why,omitempty"`
	Act      int64          `json:"act,omitempty"` // the first of those that were made, and are undone, together
	UndoneBy int64          `json:"undone_by,omitempty"`
}

// Open reports whether a decision can be undone.
func (d *Decision) Open() bool {
	return d.UndoneBy == 0 && d.What != undo && d.What != "forget"
}

// Changed names the fields that a verdict changed; none of one that accepts or
// rejects.
func (d *Decision) Changed() []string {
	if d.Verdict == nil || d.Verdict.After == nil {
		return nil
	}
	return d.Verdict.Shown().Differs(d.Verdict.After)
}

// About chooses decisions; what is empty chooses all.
type About struct {
	Mentions []string
	Who      string
	What     string
	Before   int64 // those with smaller numbers
	Limit    int
}

// Decisions lists what was decided, the last first, undone or not; what was
// done to copies and members of samples along with a decision is left out.
func (s *Store) Decisions(ctx context.Context, about About) ([]Decision, error) {
	where, args := []string{"what <> 'sampled'", `what <> 'split' OR NOT EXISTS (SELECT 1 FROM decision e WHERE e.act = d.act AND e.at = d.at AND e.n < d.n)`,
		"what NOT IN " + sqlVerdicts + " OR coalesce(CASE WHEN b = '' THEN 0 ELSE b ->> '$.copy' END, 0) = 0"}, []any{}
	add := func(sql string, values ...any) { where, args = append(where, sql), append(args, values...) }
	if len(about.Mentions) > 0 {
		list := "(?" + strings.Repeat(", ?", len(about.Mentions)-1) + ")"
		var ids []any
		for _, m := range about.Mentions {
			ids = append(ids, m)
		}
		add("a IN "+list+" OR what IN ('merge', 'split') AND b IN "+list, append(ids, ids...)...)
	}
	if about.Who != "" {
		add("who = ?", about.Who)
	}
	if about.What != "" {
		add("what = ?", about.What)
	}
	if about.Before > 0 {
		add("n < ?", about.Before)
	}
	limit := about.Limit
	if limit == 0 {
		limit = -1
	}
	found, err := s.read.QueryContext(ctx, "SELECT n, at, who, what, a, b, why, coalesce(act, n), coalesce(undone_by, 0) FROM decision d WHERE ("+strings.Join(where, ") AND (")+") ORDER BY n DESC LIMIT ?", append(args, limit)...)
	if err != nil {
		return nil, fmt.Errorf("listing decisions: %w", err)
	}
	defer found.Close()
	out := []Decision{}
	for found.Next() {
		var d Decision
		if err := found.Scan(&d.N, &d.At, &d.Who, &d.What, &d.A, &d.B, &d.Why, &d.Act, &d.UndoneBy); err != nil {
			return nil, fmt.Errorf("listing decisions: %w", err)
		}
		switch d.What {
		case accept, reject, edit:
			if d.B != "" { // else its article is forgotten
				v, err := verdictOf(d.B)
				if err != nil {
					return nil, fmt.Errorf("decision %d is damaged: %w", d.N, err)
				}
				d.Verdict = &v.Verdict
			}
			d.B = ""
		case comment:
			d.B = ""
		}
		out = append(out, d)
	}
	return out, found.Err()
}
