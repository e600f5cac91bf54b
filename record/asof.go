package record

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// AsOf gives the record as a reader could have had it at the end of a day:
// what was published until then, with all decisions. It is a record of its
// own in a temporary file, which closing it removes. Articles without a date
// are not in it.
func (s *Store) AsOf(ctx context.Context, day string) (*Store, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return nil, fmt.Errorf("%q is not a date such as 2021-03-23", day)
	}
	dir, err := os.MkdirTemp("", "chancery-as-of-")
	if err != nil {
		return nil, err
	}
	then, err := Open(ctx, filepath.Join(dir, "record.db"), Options{Create: true, Who: s.who, Now: s.now})
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	then.temporary = dir
	if err := s.copyUntil(ctx, then, day); err != nil {
		return nil, errors.Join(fmt.Errorf("the record as of %s: %w", day, err), then.Close())
	}
	return then, nil
}

func (s *Store) copyUntil(ctx context.Context, then *Store, day string) error {
	// It is thrown away: nothing is lost by not waiting for the disk.
	if _, err := then.write.ExecContext(ctx, "PRAGMA synchronous = OFF"); err != nil {
		return err
	}
	found, err := s.read.QueryContext(ctx, `SELECT a.record, a.sum, r.code, r.model, r.lexicon FROM article a JOIN run r ON r.n = a.run
		WHERE a.published <> '' AND substr(a.published, 1, 10) <= ? ORDER BY a.published, a.id`, day)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var packed, sum []byte
		var run Run
		if err := found.Scan(&packed, &sum, &run.Code, &run.Model, &run.Lexicon); err != nil {
			return err
		}
		r, err := load(packed, sum)
		if err != nil {
			return err
		}
		if _, err := then.Add(ctx, r, run); err != nil {
			return err
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	decisions, err := s.read.QueryContext(ctx, "SELECT at, who, what, a, b, why FROM decision WHERE what IN "+sqlCarried+" AND undone_by IS NULL ORDER BY n")
	if err != nil {
		return err
	}
	defer decisions.Close()
	for decisions.Next() {
		var d [6]any
		if err := decisions.Scan(&d[0], &d[1], &d[2], &d[3], &d[4], &d[5]); err != nil {
			return err
		}
		if _, err := then.write.ExecContext(ctx, "INSERT INTO decision (at, who, what, a, b, why) VALUES (?, ?, ?, ?, ?, ?)", d[:]...); err != nil {
			return err
		}
	}
	if err := decisions.Err(); err != nil {
		return err
	}
	return then.Settle(ctx)
}
