package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// Outdated yields the records that another run than this one made, by date of
// publication and id.
func (s *Store) Outdated(ctx context.Context, run Run) iter.Seq2[*chancery.Record, error] {
	return s.recordsOf(ctx, `SELECT a.id FROM article a JOIN run r ON r.n = a.run WHERE NOT (r.code = ? AND r.model = ? AND r.lexicon = ?)
		ORDER BY a.published, a.id`, run.Code, run.Model, run.Lexicon)
}

// Recode puts another reading of an article in the place of the one that the
// record has. Decisions on its events go over to the same events in the new
// reading; lost names those whose event is no longer there. They stay, and
// bind again should it come back. Settle follows.
func (s *Store) Recode(ctx context.Context, r *chancery.Record, run Run) (lost []int64, err error) {
	old, err := s.Record(ctx, r.Article.ID)
	if err != nil {
		return nil, err
	}
	_, pairs := story.Changes(old, r)
	moved := map[string]string{}
	for _, e := range old.Events {
		to := ""
		if pairs[e.ID] != "" {
			to = story.MentionID(r.Article.ID, pairs[e.ID])
		}
		moved[story.MentionID(r.Article.ID, e.ID)] = to
	}
	return s.replace(ctx, old.Article.ID, r, run, "article.recode", moved)
}

// replace takes an article out and puts a record in its place, in one
// transaction. moved gives for each mention that went the one that came.
func (s *Store) replace(ctx context.Context, id string, r *chancery.Record, run Run, what string, moved map[string]string) (lost []int64, err error) {
	raw, err := r.MarshalJSON()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	packed, err := pack(raw)
	if err != nil {
		return nil, err
	}
	made := rowsOf(r)
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		lost = nil
		var n, runN int64
		var fresh bool
		if err := tx.QueryRowContext(ctx, "SELECT n, EXISTS (SELECT 1 FROM fresh WHERE article = n) FROM article WHERE id = ?", id).Scan(&n, &fresh); err != nil {
			return fmt.Errorf("article %s: %w", id, err)
		}
		if err := s.on(ctx, tx, sqlRun).QueryRowContext(ctx, run.Code, run.Model, run.Lexicon).Scan(&runN); err != nil {
			return err
		}
		if err := s.drop(ctx, tx, n); err != nil {
			return err
		}
		if _, err := s.insert(ctx, tx, r, runN, sum[:], packed, made); err != nil {
			return err
		}
		if err := s.log(ctx, tx, what, r.Article.ID, map[string]string{"record": hex.EncodeToString(sum[:]), "document": Document(r.Article), "run": run.String()}); err != nil {
			return err
		}
		if fresh {
			if _, err := s.on(ctx, tx, sqlFresh).ExecContext(ctx, r.Article.ID); err != nil {
				return err
			}
		}
		if err := carrySeen(ctx, tx, moved); err != nil {
			return err
		}
		lost, err = s.carry(ctx, tx, moved)
		return err
	})
	return lost, err
}

// carry takes decisions over to the mentions that came in the place of
// others: each is made anew, by the same person and for the same reason, and
// the old one is undone by it.
func (s *Store) carry(ctx context.Context, tx *sql.Tx, moved map[string]string) (lost []int64, err error) {
	type decision struct {
		n                  int64
		who, what, a, b, y string
		act                any
	}
	var ids []any
	for id, to := range moved {
		if id != to {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	list := "(?" + strings.Repeat(", ?", len(ids)-1) + ")"
	found, err := tx.QueryContext(ctx, "SELECT n, who, what, a, b, why, act FROM decision WHERE undone_by IS NULL AND (what IN "+sqlCarried+" AND a IN "+list+
		" OR what IN ('merge', 'split') AND b IN "+list+") ORDER BY n", append(ids, ids...)...)
	if err != nil {
		return nil, err
	}
	var all []decision
	for found.Next() {
		var d decision
		if err := found.Scan(&d.n, &d.who, &d.what, &d.a, &d.b, &d.y, &d.act); err != nil {
			found.Close()
			return nil, err
		}
		all = append(all, d)
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return nil, err
	}
	for _, d := range all {
		a, goneA := moved[d.a]
		b, goneB := moved[d.b]
		if !goneA {
			a = d.a
		}
		if !goneB {
			b = d.b
		}
		switch {
		case a == d.a && b == d.b:
			continue
		case a == "" || b == "" && goneB:
			lost = append(lost, d.n)
			continue
		}
		n, err := s.append(ctx, tx, d.who, entry{d.what, a, b}, d.y, d.act)
		if err != nil {
			return nil, err
		}
		if err := s.undone(ctx, tx, n, "n = ?", d.n); err != nil {
			return nil, err
		}
	}
	return lost, nil
}
