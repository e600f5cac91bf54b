package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/chancery-project/chancery/query"
)

// Valued is how many happenings have a value.
type Valued struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets count the happenings that a query asks for, by field of the query
// language, the most first; "month" is in order of time.
type Facets struct {
	Total  int                 `json:"total"`
	Counts map[string][]Valued `json:"counts"`
}

// Facets counts what a query asks for, at most limit values a field.
func (s *Store) Facets(ctx context.Context, q query.Node, limit int) (f *Facets, err error) {
	err = s.asking(ctx, func(a *asker) error {
		found, err := a.find(ctx, q)
		if err != nil {
			return err
		}
		f = &Facets{found.count(), map[string][]Valued{}}
		for name, field := range map[string]string{"type": "type", "status": "status", "place": fieldCountry} {
			if f.Counts[name], err = a.counted(ctx, field, found, limit); err != nil {
				return err
			}
		}
		if f.Counts["party"], err = a.parties(ctx, found, limit); err != nil {
			return err
		}
		f.Counts["month"], err = a.months(ctx, found)
		return err
	})
	return f, err
}

// most sorts values, those with the most happenings first, and cuts the list.
func most(all []Valued, limit int) []Valued {
	slices.SortFunc(all, func(x, y Valued) int { return cmp.Or(cmp.Compare(y.Count, x.Count), cmp.Compare(x.Value, y.Value)) })
	return all[:min(limit, len(all))]
}

// values lists the words of a field, those with the most happenings first.
func (a *asker) values(ctx context.Context, field string) (words []Valued, ids []int64, err error) {
	rows, err := a.db.QueryContext(ctx, "SELECT id, word, count FROM word WHERE field = ? ORDER BY count DESC, word", field)
	if err != nil {
		return nil, nil, fmt.Errorf("counting by %s: %w", field, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var v Valued
		if err := rows.Scan(&id, &v.Value, &v.Count); err != nil {
			return nil, nil, fmt.Errorf("counting by %s: %w", field, err)
		}
		words, ids = append(words, v), append(ids, id)
	}
	return words, ids, rows.Err()
}

// counted counts happenings by the words of a field that has few.
func (a *asker) counted(ctx context.Context, field string, found set, limit int) ([]Valued, error) {
	words, ids, err := a.values(ctx, field)
	if err != nil {
		return nil, err
	}
	every, err := a.every(ctx)
	if err != nil {
		return nil, err
	}
	if found.count() == every.count() {
		return words[:min(limit, len(words))], nil
	}
	var out []Valued
	for i, w := range words {
		if len(out) >= limit && w.Count < most(out, limit)[limit-1].Count {
			break // none that follows can have more
		}
		of, err := a.kept(ctx, ids[i])
		if err != nil {
			return nil, err
		}
		if w.Count = of.common(found); w.Count > 0 {
			out = append(out, w)
		}
	}
	return most(out, limit), nil
}

// kept is posting for words that are asked about often.
func (a *asker) kept(ctx context.Context, id int64) (set, error) {
	a.columns.mu.Lock()
	defer a.columns.mu.Unlock()
	if of, ok := a.columns.sets[id]; ok {
		return of, nil
	}
	of, err := a.posting(ctx, id)
	if err == nil {
		a.columns.sets[id] = of
	}
	return of, err
}

// months counts happenings by the month of their first day.
func (a *asker) months(ctx context.Context, found set) ([]Valued, error) {
	days, err := a.column(ctx, columnFirst)
	if err != nil {
		return nil, err
	}
	count := map[uint32]int{}
	found.each(func(n uint32) {
		if day := cell(days, n); day != 0 {
			count[day>>5]++
		}
	})
	var out []Valued
	for m, n := range count {
		name, ok := monthName(m << 5)
		if !ok {
			name = name[:4] // a year alone
		}
		out = append(out, Valued{name, n})
	}
	slices.SortFunc(out, func(x, y Valued) int { return cmp.Compare(x.Value, y.Value) })
	return out, nil
}

// sides calls f with the parties of each happening of a set: words of labels,
// with the side that each is on.
func (a *asker) sides(ctx context.Context, found set, f func(n uint32, side int, label uint32)) error {
	all, err := a.allSides(ctx)
	if err != nil {
		return err
	}
	found.each(func(n uint32) {
		if int(n)+1 < len(all.from) {
			for _, x := range all.of[all.from[n]:all.from[n+1]] {
				f(n, int(x&3), uint32(x>>2))
			}
		}
	})
	return nil
}

func (a *asker) allSides(ctx context.Context) (*sidesRead, error) {
	a.columns.mu.Lock()
	defer a.columns.mu.Unlock()
	if a.columns.sides != nil {
		return a.columns.sides, nil
	}
	out := &sidesRead{from: []uint32{0}}
	err := a.blocks(ctx, columnSides, func(from int, raw []byte) error {
		lists, err := parseLists(raw)
		if err != nil {
			return err
		}
		for len(out.from) <= from { // blocks that are empty, and cells at the end of one
			out.from = append(out.from, uint32(len(out.of)))
		}
		for _, list := range lists {
			if err := parseSides(list, func(side int, w uint32) { out.of = append(out.of, uint64(w)<<2|uint64(side)) }); err != nil {
				return err
			}
			out.from = append(out.from, uint32(len(out.of)))
		}
		return nil
	})
	if err == nil {
		a.columns.sides = out
	}
	return out, err
}

// parties counts happenings by their parties.
func (a *asker) parties(ctx context.Context, found set, limit int) ([]Valued, error) {
	var count []int
	var last []uint32 // happening in which a label was counted last: who acts upon himself counts once
	err := a.sides(ctx, found, func(n uint32, side int, label uint32) {
		if int(label) >= len(count) {
			more := int(label) + 1 + 1<<12 - len(count)
			count, last = append(count, make([]int, more)...), append(last, make([]uint32, more)...)
		}
		if last[label] != n {
			last[label] = n
			count[label]++
		}
	})
	if err != nil {
		return nil, err
	}
	return a.top(ctx, count, limit)
}

// top names the words with the highest counts.
func (a *asker) top(ctx context.Context, count []int, limit int) ([]Valued, error) {
	var ids []int
	for id, n := range count {
		if n > 0 {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(x, y int) int { return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y)) })
	ids = ids[:min(limit, len(ids))]
	var out []Valued
	for _, id := range ids {
		name, err := a.name(ctx, int64(id))
		if err != nil {
			return nil, err
		}
		out = append(out, Valued{name, count[id]})
	}
	return most(out, limit), nil
}

func (a *asker) name(ctx context.Context, id int64) (name string, err error) {
	if err := a.db.QueryRowContext(ctx, "SELECT word FROM word WHERE id = ?", id).Scan(&name); err != nil {
		return "", fmt.Errorf("the index lacks word number %d: %w", id, err)
	}
	return name, nil
}
