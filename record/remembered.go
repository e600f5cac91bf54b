package record

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// remembered keeps what was read of the index for the next who asks, as long
// as the file does not change.
type remembered struct {
	mu      sync.Mutex
	watch   *sql.Conn // sees that another connection has written
	version int64
	of      *columns
}

// columns are those of one state of the record. They are read once each and
// not changed.
type columns struct {
	mu      sync.Mutex
	numbers map[int][]uint32
	sides   *sidesRead
	sets    map[int64]set // of the words of fields that have few
	ties    map[[2]uint32]tied
	outlets []Outlet // nil until they were counted
}

func (c *columns) everyOutlet() []Outlet {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.outlets
}

func (c *columns) keepOutlets(all []Outlet) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.outlets = all
}

func (c *columns) everyTie() map[[2]uint32]tied {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ties
}

func (c *columns) keepTies(all map[[2]uint32]tied) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ties = all
}

func newColumns() *columns {
	return &columns{numbers: map[int][]uint32{}, sets: map[int64]set{}}
}

// sidesRead are the parties of all happenings: of[from[n]:from[n+1]] are those
// of number n, each a word and its side.
type sidesRead struct {
	from []uint32
	of   []uint64
}

// state gives a number that changes when the file does.
func (r *remembered) state(ctx context.Context, db *sql.DB) (version int64, err error) {
	if r.watch == nil {
		if r.watch, err = db.Conn(context.WithoutCancel(ctx)); err != nil {
			return 0, err
		}
	}
	err = r.watch.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, err
}

// columnsAt begins a reading transaction's look at the record and gives the
// columns that go with it: those that are kept where nothing was written
// before, while or since it began.
func (s *Store) columnsAt(ctx context.Context, tx *sql.Tx) (*columns, error) {
	r := &s.remembered
	r.mu.Lock()
	defer r.mu.Unlock()
	before, err := r.state(ctx, s.watched)
	if err != nil {
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	var one int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM meta").Scan(&one); err != nil { // from here on it sees one moment
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	after, err := r.state(ctx, s.watched)
	switch {
	case err != nil:
		return nil, fmt.Errorf("asking the record: %w", err)
	case before != after:
		return newColumns(), nil
	case r.of == nil || r.version != before:
		r.of, r.version = newColumns(), before
	}
	return r.of, nil
}
