package record

import (
	"cmp"
	"container/heap"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// Order in which happenings are browsed.
type Order int

// The orders. What is equal in one comes by day, the latest first, then by id.
const (
	ByDay      Order = iota // earliest first
	ByDayLast               // latest first; those without a day last
	ByTold                  // first told last first
	ByDoubt                 // least certain first
	ByReported              // most often told first
	byEnd                   // first to end first
	byEndLast               // last to end first
)

// sorter gives what happenings are sorted by, the lowest first.
func (a *asker) sorter(ctx context.Context, order Order) (func(n uint32) uint64, error) {
	of := map[Order]int{ByDay: columnFirst, ByDayLast: columnFirst, ByTold: columnTold, ByDoubt: columnSure, ByReported: columnReports, byEnd: columnLast, byEndLast: columnLast}
	main, err := a.column(ctx, of[order])
	if err != nil {
		return nil, err
	}
	days, err := a.column(ctx, columnFirst)
	if err != nil {
		return nil, err
	}
	return func(n uint32) uint64 {
		x, day := uint64(cell(main, n)), uint64(^cell(days, n))
		if order == ByDayLast || order == ByTold || order == ByReported || order == byEndLast {
			x = uint64(^uint32(x))
		}
		return x<<32 | day
	}, nil
}

// ranked is a number with what it is sorted by.
type ranked struct {
	key uint64
	n   uint32
}

// worst is a heap with the last in order on top.
type worst []ranked

func (w worst) Len() int           { return len(w) }
func (w worst) Less(i, j int) bool { return w[i].key > w[j].key }
func (w worst) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *worst) Push(x any)        { *w = append(*w, x.(ranked)) }
func (w *worst) Pop() any          { panic("nothing is taken off") }

// lowest gives the numbers with the k lowest keys, with all that are equal to
// the last of them; k < 0 gives all.
func lowest(s set, k int, key func(uint32) uint64) []ranked {
	var out []ranked
	total := s.count()
	if k < 0 || k >= total {
		s.each(func(n uint32) { out = append(out, ranked{key(n), n}) })
		return out
	}
	if k == 0 {
		return nil
	}
	best := make(worst, 0, k)
	s.each(func(n uint32) {
		x := ranked{key(n), n}
		switch {
		case len(best) < k:
			heap.Push(&best, x)
		case x.key < best[0].key:
			best[0] = x
			heap.Fix(&best, 0)
		}
	})
	last := best[0].key
	s.each(func(n uint32) {
		if x := key(n); x <= last {
			out = append(out, ranked{x, n})
		}
	})
	return out
}

// pick gives the numbers of a set in an order: at most limit from the one
// numbered from, counted from 0; a negative limit is none.
func (a *asker) pick(ctx context.Context, s set, order Order, from, limit int) (out []uint32, err error) {
	key, err := a.sorter(ctx, order)
	if err != nil {
		return nil, err
	}
	k := -1
	if limit >= 0 {
		k = from + limit
	}
	all := lowest(s, k, key)
	slices.SortFunc(all, func(x, y ranked) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.n, y.n)) })
	for len(all) > 0 && (limit < 0 || len(out) < limit) {
		tied := 1
		for tied < len(all) && all[tied].key == all[0].key {
			tied++
		}
		group := all[:tied]
		all = all[tied:]
		if from >= tied {
			from -= tied
			continue
		}
		sorted, err := a.named(ctx, group)
		if err != nil {
			return nil, err
		}
		out = append(out, sorted[from:]...)
		from = 0
	}
	if limit >= 0 {
		out = out[:min(len(out), limit)]
	}
	return out, nil
}

// first gives the first k of a set in an order, as a set.
func (a *asker) first(ctx context.Context, s set, order Order, k int) (out set, err error) {
	all, err := a.pick(ctx, s, order, 0, k)
	for _, n := range all {
		out.add(n)
	}
	return out, err
}

// page reads the happenings that pick gives.
func (a *asker) page(ctx context.Context, s set, order Order, from, limit int) ([]*story.Happening, error) {
	all, err := a.pick(ctx, s, order, from, limit)
	if err != nil {
		return nil, err
	}
	out := make([]*story.Happening, 0, len(all))
	for _, n := range all {
		h, err := a.happening(ctx, n)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

// named sorts numbers by the ids of their happenings.
func (a *asker) named(ctx context.Context, all []ranked) ([]uint32, error) {
	if len(all) == 1 {
		return []uint32{all[0].n}, nil
	}
	list := make([]uint32, len(all))
	for i, x := range all {
		list[i] = x.n
	}
	rows, err := a.db.QueryContext(ctx, "SELECT n FROM happening WHERE n IN (SELECT value FROM json_each(?)) ORDER BY id", string(marshal(list)))
	if err != nil {
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	out, err := column[uint32](rows)
	if err == nil && len(out) != len(all) {
		err = errDamagedSet
	}
	return out, err
}

// happening reads one back.
func (a *asker) happening(ctx context.Context, n uint32) (*story.Happening, error) {
	var text string
	if err := a.db.QueryRowContext(ctx, "SELECT json FROM happening_json WHERE n = ?", n).Scan(&text); err != nil {
		return nil, fmt.Errorf("happening number %d: %w", n, err)
	}
	h := &story.Happening{}
	if err := json.Unmarshal([]byte(text), h); err != nil {
		return nil, fmt.Errorf("happening number %d is damaged (chancery verify tells more): %w", n, err)
	}
	return h, nil
}

// Browse gives a page of what a query asks for: at most limit happenings from
// the one numbered from, counted from 0; a negative limit is none.
func (s *Store) Browse(ctx context.Context, q query.Node, order Order, from, limit int) (found []*story.Happening, err error) {
	err = s.asking(ctx, func(a *asker) error {
		all, err := a.find(ctx, q)
		if err == nil {
			found, err = a.page(ctx, all, order, from, limit)
		}
		return err
	})
	return found, err
}

// Count is how many happenings a query asks for.
func (s *Store) Count(ctx context.Context, q query.Node) (n int, err error) {
	err = s.asking(ctx, func(a *asker) error {
		all, err := a.find(ctx, q)
		n = all.count()
		return err
	})
	return n, err
}

// Find gives the happenings that a query asks for, by day and id, at most
// limit (0: all). total is how many there are.
func (s *Store) Find(ctx context.Context, q query.Node, limit int) (found []*story.Happening, total int, err error) {
	if limit <= 0 {
		limit = -1
	}
	err = s.asking(ctx, func(a *asker) error {
		all, err := a.find(ctx, q)
		if err != nil {
			return err
		}
		total = all.count()
		found, err = a.page(ctx, all, ByDay, 0, limit)
		return err
	})
	return found, total, err
}
