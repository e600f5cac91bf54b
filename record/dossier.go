package record

import (
	"cmp"
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

// Limits bound a dossier; 0 is no bound.
type Limits struct {
	Happenings int // the latest, beside all that is due
	Articles   int // the latest, whose statements, agreements and forces are told
}

// Brief are the limits that a reader, and a waiting one, is served by.
var Brief = Limits{Happenings: 200, Articles: 24}

// Dossier puts together what the record holds on a subject; on several, what
// is between them. today is the day that decides what is due. It is bounded as
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
	found, total, err := s.latest(ctx, ask, limits.Happenings)
	if err != nil {
		return nil, err
	}
	d := &story.Dossier{Parties: subjects, AsOf: today, Total: total, Happenings: found, Talks: story.Dialogues(found), Due: []string{}, Overdue: []string{}}
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
	records, err := s.naming(ctx, subjects, limits.Articles)
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
// how many there are. What is planned, asked for or offered comes first.
func (s *Store) latest(ctx context.Context, ask query.Node, limit int) ([]*story.Happening, int, error) {
	if limit <= 0 {
		return s.Find(ctx, ask, 0)
	}
	c, err := compile(ask)
	if err != nil {
		return nil, 0, err
	}
	rows, err := s.read.QueryContext(ctx, "SELECT h.n, h.status IN ('planned', 'requested', 'offered'), h.first_day, h.id FROM happening h WHERE "+c.sql, c.args...)
	if err != nil {
		return nil, 0, fmt.Errorf("asking the record: %w", err)
	}
	type one struct {
		n       int64
		pending bool
		day, id string
	}
	var all []one
	defer rows.Close()
	for rows.Next() {
		var x one
		if err := rows.Scan(&x.n, &x.pending, &x.day, &x.id); err != nil {
			return nil, 0, err
		}
		all = append(all, x)
	}
	if err := rows.Err(); err != nil {
		return nil, 0, fmt.Errorf("asking the record: %w", err)
	}
	slices.SortFunc(all, func(a, b one) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.id, b.id)) })
	pick := make([]bool, len(all))
	room := limit / 2 // what is to come must not crowd out what was
	for i := len(all) - 1; i >= 0 && room > 0; i-- {
		if all[i].pending {
			pick[i] = true
			room--
		}
	}
	for i, left := len(all)-1, limit-limit/2+room; i >= 0 && left > 0; i-- {
		if !pick[i] {
			pick[i] = true
			left--
		}
	}
	found := []*story.Happening{}
	for i, x := range all {
		if !pick[i] {
			continue
		}
		var text string
		if err := s.read.QueryRowContext(ctx, "SELECT json FROM happening_json WHERE n = ?", x.n).Scan(&text); err != nil {
			return nil, 0, fmt.Errorf("happening %s: %w", x.id, err)
		}
		h := &story.Happening{}
		if err := json.Unmarshal([]byte(text), h); err != nil {
			return nil, 0, fmt.Errorf("happening %s is damaged (chancery verify tells more): %w", x.id, err)
		}
		found = append(found, h)
	}
	return found, len(all), nil
}

// naming gives the records that name every subject, the last published of
// them, in order of publication.
func (s *Store) naming(ctx context.Context, subjects []string, limit int) ([]*chancery.Record, error) {
	var common map[int64]bool
	for _, x := range subjects {
		words := Words(x)
		phrase := strings.Join(words[:min(len(words), maxWords)], " ")
		found, err := s.read.QueryContext(ctx, `SELECT article FROM actor WHERE country = ?1 UNION SELECT article FROM actor WHERE name = ?2 COLLATE NOCASE
			UNION SELECT m.article FROM happening_word w JOIN happening_mention m ON m.happening = w.happening
			WHERE ?3 AND w.field IN ('actor', 'recipient', 'mediator', 'said_by', 'talks', 'topic') AND w.word = ?4`, strings.ToUpper(x), x, !isCountry(x), phrase)
		if err != nil {
			return nil, err
		}
		all, err := column[int64](found)
		if err != nil {
			return nil, err
		}
		set := map[int64]bool{}
		for _, n := range all {
			if common == nil || common[n] {
				set[n] = true
			}
		}
		common = set
	}
	if limit <= 0 {
		limit = len(common)
	}
	// Many are met soon on a walk from the last published back; few are looked up.
	const few = 1000
	walk, args := "SELECT n, id FROM article INDEXED BY article_published ORDER BY published DESC, id DESC", []any(nil)
	if len(common) <= few {
		for n := range common {
			args = append(args, n)
		}
		walk = "SELECT n, id FROM article WHERE n IN (?" + strings.Repeat(", ?", max(0, len(args)-1)) + ") ORDER BY published DESC, id DESC"
		if len(args) == 0 {
			return nil, nil
		}
	}
	rows, err := s.read.QueryContext(ctx, walk, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for len(ids) < limit && rows.Next() {
		var n int64
		var id string
		if err := rows.Scan(&n, &id); err != nil {
			return nil, err
		}
		if common[n] {
			ids = append(ids, id)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows.Close()
	slices.Reverse(ids)
	return s.all(ctx, ids)
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
