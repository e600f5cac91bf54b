package record

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// names of things that a query can ask for, where they stand as written.
var names = map[string]struct{ table, column string }{
	"party": {"actor", "name"}, "actor": {"actor", "name"}, "recipient": {"actor", "name"}, "mediator": {"actor", "name"},
	"place": {"place", "name"}, "outlet": {"article", "outlet"},
}

// Bounds of looking for how something goes on.
const (
	begunNames = 40   // different names looked at
	begunCount = 1000 // how far each is counted
)

// Begun gives values of a field of queries that begin with some letters, the
// most told first: names as written, then words. With no letters there are none.
func (s *Store) Begun(ctx context.Context, field, letters string, limit int) ([]Valued, error) {
	letters = strings.Join(strings.Fields(letters), " ")
	if letters == "" {
		return nil, nil
	}
	var out []Valued
	if n, ok := names[field]; ok {
		found, err := s.begun(ctx, n.table+" WHERE ", n.column+" COLLATE NOCASE", n.column, letters)
		if err != nil {
			return nil, err
		}
		out = found
	}
	index := field
	if field == "party" {
		index = "actor"
	}
	words, err := s.begunWords(ctx, index, strings.Join(Words(letters), " "))
	if err != nil {
		return nil, err
	}
	for _, w := range words {
		if !slices.ContainsFunc(out, func(v Valued) bool { return strings.EqualFold(v.Value, w.Value) }) {
			out = append(out, w)
		}
	}
	return out[:min(len(out), limit)], nil
}

// begun finds the different values of a column that begin with some letters,
// by an index on it, without reading all that have them.
func (s *Store) begun(ctx context.Context, from, order, column, letters string) ([]Valued, error) {
	next, err := s.read.PrepareContext(ctx, "SELECT "+column+" FROM "+from+order+" >= ? AND "+order+" > ? AND "+order+" < ? ORDER BY "+order+" LIMIT 1")
	if err != nil {
		return nil, fmt.Errorf("looking for how %q goes on: %w", letters, err)
	}
	defer next.Close()
	count, err := s.read.PrepareContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM "+from+order+" = ? LIMIT ?)")
	if err != nil {
		return nil, fmt.Errorf("looking for how %q goes on: %w", letters, err)
	}
	defer count.Close()
	var out []Valued
	for last := ""; len(out) < begunNames; {
		var v Valued
		err := next.QueryRowContext(ctx, letters, last, letters+"\U0010ffff").Scan(&v.Value)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err == nil {
			err = count.QueryRowContext(ctx, v.Value, begunCount).Scan(&v.Count)
		}
		if err != nil {
			return nil, fmt.Errorf("looking for how %q goes on: %w", letters, err)
		}
		out, last = append(out, v), v.Value
	}
	slices.SortStableFunc(out, func(a, b Valued) int { return cmp.Compare(b.Count, a.Count) })
	return out, nil
}

// begunWords finds the words of the index that begin with some letters.
func (s *Store) begunWords(ctx context.Context, field, letters string) (out []Valued, err error) {
	if letters == "" {
		return nil, nil
	}
	rows, err := s.read.QueryContext(ctx, "SELECT word, count FROM word WHERE field = ? AND word >= ? AND word < ? LIMIT ?", field, letters, letters+"\U0010ffff", begunCount)
	if err != nil {
		return nil, fmt.Errorf("looking for how %q goes on: %w", letters, err)
	}
	defer rows.Close()
	for rows.Next() {
		var v Valued
		if err := rows.Scan(&v.Value, &v.Count); err != nil {
			return nil, fmt.Errorf("looking for how %q goes on: %w", letters, err)
		}
		out = append(out, v)
	}
	return most(out, begunNames), rows.Err()
}

// Told reports whether a happening has a word, or some in a row, in a field.
func (s *Store) Told(ctx context.Context, field, words string) (is bool, err error) {
	w := Words(words)
	if field == "party" {
		field = "actor"
	}
	err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM word WHERE field = ? AND word = ?)", field, strings.Join(w[:min(len(w), maxWords)], " ")).Scan(&is)
	if err != nil {
		return false, fmt.Errorf("looking for %q: %w", words, err)
	}
	return is, nil
}
