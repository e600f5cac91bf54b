package record

import (
	"context"
	"encoding/json"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// about is the query for a subject: a country, actor, place, talks or topic.
func about(subject string) query.Node {
	var all query.Or
	for _, f := range []string{"party", "place", "talks", "topic", "mediator"} {
		all = append(all, query.Field{Name: f, Value: subject})
	}
	return all
}

// parties is the query for happenings between two or more parties.
func parties(subjects []string) query.Node {
	var all query.And
	for _, s := range subjects {
		all = append(all, query.Field{Name: "party", Value: s})
	}
	return all
}

// Dossier puts together what the record holds on a subject; on several, what
// is between them. today is the day that decides what is due.
func (s *Store) Dossier(ctx context.Context, subjects []string, today string) (*story.Dossier, error) {
	ask := about(subjects[0])
	if len(subjects) > 1 {
		ask = parties(subjects)
	}
	found, _, err := s.Find(ctx, ask, 0)
	if err != nil {
		return nil, err
	}
	d := &story.Dossier{Parties: subjects, AsOf: today, Happenings: found, Talks: story.Dialogues(found), Due: []string{}, Overdue: []string{}}
	if d.Snapshot, err = s.Snapshot(ctx); err != nil {
		return nil, err
	}
	for _, h := range found {
		due, overdue := h.Pending(today)
		if due {
			d.Due = append(d.Due, h.ID)
		}
		if overdue {
			d.Overdue = append(d.Overdue, h.ID)
		}
	}
	records, err := s.naming(ctx, subjects)
	if err != nil {
		return nil, err
	}
	facts := story.FactsOf(records, func(country, name string) bool {
		for _, x := range subjects {
			if strings.EqualFold(country, x) || strings.Contains(strings.ToLower(name), strings.ToLower(x)) {
				return true
			}
		}
		return false
	})
	d.Agreements, d.Forces, d.Statements = facts.Agreements, facts.Forces, facts.Statements
	return d, nil
}

// naming gives the records whose actors name every subject.
func (s *Store) naming(ctx context.Context, subjects []string) ([]*chancery.Record, error) {
	var parts []string
	var args []any
	for _, x := range subjects {
		parts = append(parts, "n IN (SELECT article FROM actor WHERE country = ? UNION SELECT article FROM actor WHERE instr(lower(name), lower(?)) UNION SELECT article FROM place WHERE country = ?)")
		args = append(args, strings.ToUpper(x), x, strings.ToUpper(x))
	}
	found, err := s.read.QueryContext(ctx, "SELECT id FROM article WHERE "+strings.Join(parts, " AND ")+" ORDER BY published, id", args...)
	if err != nil {
		return nil, err
	}
	ids, err := column[string](found)
	if err != nil {
		return nil, err
	}
	var out []*chancery.Record
	for _, id := range ids {
		r, err := s.Record(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, nil
}

// Happening gives the happening that a mention's id belongs to.
func (s *Store) Happening(ctx context.Context, id string) (*story.Happening, error) {
	var text string
	err := s.read.QueryRowContext(ctx, "SELECT h.json FROM happening h JOIN happening_mention m ON m.happening = h.n WHERE m.mention = ?", id).Scan(&text)
	if err != nil {
		return nil, unknown(err, "happening %s", id)
	}
	h := &story.Happening{}
	return h, json.Unmarshal([]byte(text), h)
}
