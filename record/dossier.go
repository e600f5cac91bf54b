package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// about is the query for a subject: a country, actor, place, talks or topic.
func about(subject string) query.Node {
	var all query.Or
	for _, f := range subjectFields {
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

// Limits bound a dossier; 0 is no bound.
type Limits struct {
	Happenings int // the latest, beside all that is due
	Articles   int // the latest, whose statements, agreements and forces are told
}

// Brief are the limits that a reader, and a waiting one, is served by.
var Brief = Limits{Happenings: 200, Articles: 24}

// Dossier puts together what the record holds on a subject; on several, what
// is between them. A subject that nothing is on is an error that wraps
// ErrUnknown. today is the day that decides what is due. It is bounded as
// Brief says: Total tells how many happenings there are.
func (s *Store) Dossier(ctx context.Context, subjects []string, today string) (*story.Dossier, error) {
	return s.DossierWithin(ctx, subjects, today, Brief)
}

// DossierWithin is Dossier with other limits.
func (s *Store) DossierWithin(ctx context.Context, subjects []string, today string, limits Limits) (*story.Dossier, error) {
	ask := about(subjects[0])
	if len(subjects) > 1 {
		ask = parties(subjects)
	}
	d := &story.Dossier{Parties: subjects, AsOf: today, Due: []string{}, Overdue: []string{}}
	var articles []string
	err := s.asking(ctx, func(a *asker) (err error) {
		for _, x := range subjects {
			if err := a.subject(ctx, x); err != nil {
				return err
			}
		}
		if d.Happenings, d.Total, err = a.latest(ctx, ask, limits.Happenings); err != nil {
			return err
		}
		if articles, err = a.naming(ctx, subjects, limits.Articles); err != nil {
			return err
		}
		d.Snapshot, err = snapshotOf(ctx, a.db)
		return err
	})
	if err != nil {
		return nil, err
	}
	found := d.Happenings
	d.Talks = story.Dialogues(found)
	if d.Accuracy, err = s.Measured(ctx); err != nil {
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
	records, err := s.all(ctx, articles)
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

// latest gives the last happenings that a query asks for, by day and id, and
// how many there are. What is planned, asked for or offered has half of the room.
func (a *asker) latest(ctx context.Context, ask query.Node, limit int) (found []*story.Happening, total int, err error) {
	all, err := a.find(ctx, ask)
	if err != nil {
		return nil, 0, err
	}
	total = all.count()
	if limit <= 0 || total <= limit {
		found, err = a.page(ctx, all, ByDay, 0, -1)
		return found, total, err
	}
	ahead, err := a.pending(ctx)
	if err != nil {
		return nil, 0, err
	}
	ahead.and(all)
	picked, err := a.first(ctx, ahead, ByDayLast, limit/2) // what is to come must not crowd out what was
	if err != nil {
		return nil, 0, err
	}
	all.without(picked)
	rest, err := a.first(ctx, all, ByDayLast, limit-picked.count())
	if err != nil {
		return nil, 0, err
	}
	picked.or(rest)
	found, err = a.page(ctx, picked, ByDay, 0, -1)
	return found, total, err
}

// naming gives the ids of the articles that name every subject, the last
// published of them, in order of publication.
func (a *asker) naming(ctx context.Context, subjects []string, limit int) ([]string, error) {
	var common set
	for i, x := range subjects {
		naming, err := a.phrase(ctx, nameField(x), Words(x))
		if err != nil {
			return nil, err
		}
		if i == 0 {
			common = naming
		} else {
			common.and(naming)
		}
	}
	if limit <= 0 {
		limit = common.count()
	}
	// Many are met soon on a walk from the last published back; few are looked up.
	const few = 1000
	walk, args := "SELECT n, id FROM article INDEXED BY article_published ORDER BY published DESC, id DESC", []any(nil)
	if common.count() <= few {
		walk, args = "SELECT n, id FROM article WHERE n IN (SELECT value FROM json_each(?)) ORDER BY published DESC, id DESC", []any{common.list()}
	}
	rows, err := a.db.QueryContext(ctx, walk, args...)
	if err != nil {
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	defer rows.Close()
	var ids []string
	for len(ids) < limit && rows.Next() {
		var n uint32
		var id string
		if err := rows.Scan(&n, &id); err != nil {
			return nil, fmt.Errorf("asking the record: %w", err)
		}
		if common.has(n) {
			ids = append(ids, id)
		}
	}
	slices.Reverse(ids)
	return ids, rows.Err()
}

// all gives the records of articles, with all cores at work on reading them.
func (s *Store) all(ctx context.Context, ids []string) ([]*chancery.Record, error) {
	out, errs := make([]*chancery.Record, len(ids)), make([]error, len(ids))
	var next atomic.Int64
	var done sync.WaitGroup
	for range min(len(ids), runtime.GOMAXPROCS(0)) {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(ids); i = int(next.Add(1)) - 1 {
				out[i], errs[i] = s.Record(ctx, ids[i])
			}
		})
	}
	done.Wait()
	return out, errors.Join(errs...)
}

// nameField is where articles that name a subject are found.
func nameField(subject string) string {
	if isCountry(subject) {
		return fieldStates
	}
	return fieldNames
}

// isCountry reports whether a subject is written as a country's code is.
func isCountry(x string) bool {
	return len(x) == 3 && x == strings.ToUpper(x) && strings.IndexFunc(x, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
}

// Happening gives the happening that a mention's id belongs to.
func (s *Store) Happening(ctx context.Context, id string) (*story.Happening, error) {
	var text string
	err := s.read.QueryRowContext(ctx, "SELECT j.json FROM happening_json j JOIN happening_mention m ON m.happening = j.n WHERE m.mention = ?", id).Scan(&text)
	if err != nil {
		return nil, unknown(err, "happening %s", id)
	}
	h := &story.Happening{}
	return h, json.Unmarshal([]byte(text), h)
}
