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
	return func(yield func(*chancery.Record, error) bool) {
		found, err := s.read.QueryContext(ctx, "SELECT id FROM article ORDER BY published, id")
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
			r, err := s.Record(ctx, id)
			if !yield(r, err) || ctx.Err() != nil {
				return
			}
		}
	}
}

// Record gives the record of one article.
func (s *Store) Record(ctx context.Context, id string) (*chancery.Record, error) {
	var packed, sum []byte
	if err := s.read.QueryRowContext(ctx, "SELECT record, sum FROM article WHERE id = ?", id).Scan(&packed, &sum); err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	r, err := load(packed, sum)
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	return r, nil
}
