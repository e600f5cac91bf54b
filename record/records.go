package record

import (
	"context"
	"fmt"
	"iter"

	chancery "github.com/chancery-project/chancery"
)

// Records yields all articles' records by date of publication and id, an
// order that does not depend on when they came. A record that is damaged is
// an error of its own; the others go on.
func (s *Store) Records(ctx context.Context) iter.Seq2[*chancery.Record, error] {
	return s.recordsOf(ctx, "SELECT id FROM article ORDER BY published, id")
}

// recordsOf yields the records of the articles whose ids a query gives.
func (s *Store) recordsOf(ctx context.Context, ids string, args ...any) iter.Seq2[*chancery.Record, error] {
	return func(yield func(*chancery.Record, error) bool) {
		found, err := s.read.QueryContext(ctx, ids, args...)
		if err != nil {
			yield(nil, err)
			return
		}
		ids, err := column[string](found)
		if err != nil {
			yield(nil, err)
			return
		}
		for _, id := range ids {
			if r, err := s.Record(ctx, id); !yield(r, err) || ctx.Err() != nil {
				return
			}
		}
	}
}

// Record gives the record of one article.
func (s *Store) Record(ctx context.Context, id string) (*chancery.Record, error) {
	var packed, sum []byte
	if err := s.read.QueryRowContext(ctx, "SELECT record, sum FROM article WHERE id = ?", id).Scan(&packed, &sum); err != nil {
		return nil, unknown(err, "article %s", id)
	}
	r, err := load(packed, sum)
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	return r, nil
}

// Voiced is an article with its voice: the id of the first of the articles
// that it is a copy of, or its own.
type Voiced struct {
	*chancery.Article
	Voice string
}

// Articles yields all articles by date of publication and id, without their facts.
func (s *Store) Articles(ctx context.Context) iter.Seq2[Voiced, error] {
	return func(yield func(Voiced, error) bool) {
		found, err := s.read.QueryContext(ctx, "SELECT record, sum, coalesce(v.first, id) FROM article LEFT JOIN voice v ON v.article = n ORDER BY published, id")
		if err != nil {
			yield(Voiced{}, err)
			return
		}
		defer found.Close()
		for found.Next() {
			var packed, sum []byte
			var a Voiced
			err := found.Scan(&packed, &sum, &a.Voice)
			if err == nil {
				var r *chancery.Record
				if r, err = load(packed, sum); err == nil {
					a.Article = r.Article
				}
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
		if err := found.Err(); err != nil {
			yield(Voiced{}, err)
		}
	}
}
