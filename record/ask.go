package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/query"
)

// asker asks the index at one moment of the record.
type asker struct {
	db      rowsQueryer
	all     set // every happening; nil until it was needed
	columns *columns
}

func newAsker(db rowsQueryer) *asker { return &asker{db: db, columns: newColumns()} }

// asking runs f on the record as it is at one moment.
func (s *Store) asking(ctx context.Context, f func(*asker) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a := newAsker(tx)
	if a.columns, err = s.columnsAt(ctx, tx); err != nil {
		return err
	}
	return f(a)
}

// wordy reports a part of a query that holds no word to look for.
func wordy(n query.Node) error {
	switch n := n.(type) {
	case query.Not:
		return wordy(n.Of)
	case query.Text:
		if len(Words(string(n))) == 0 {
			return fmt.Errorf("%q holds no word to look for", string(n))
		}
	case query.Field:
		if len(Words(n.Value)) == 0 {
			return fmt.Errorf("%s: %q holds no word to look for", n.Name, n.Value)
		}
	}
	for _, part := range query.Parts(n) {
		if err := wordy(part); err != nil {
			return err
		}
	}
	return nil
}

// find gives the happenings that a query asks for. The set is the caller's own.
func (a *asker) find(ctx context.Context, n query.Node) (set, error) {
	switch n := n.(type) {
	case query.And:
		if len(n) == 0 {
			return a.every(ctx)
		}
		return inEach(n, func(part query.Node) (set, error) { return a.find(ctx, part) })
	case query.Or:
		var out set
		for _, part := range n {
			s, err := a.find(ctx, part)
			if err != nil {
				return nil, err
			}
			out.or(s)
		}
		return out, nil
	case query.Not:
		out, err := a.every(ctx)
		if err != nil {
			return nil, err
		}
		s, err := a.find(ctx, n.Of)
		out.without(s)
		return out, err
	case query.Text:
		return a.told(ctx, string(n))
	case query.Field:
		return a.field(ctx, n)
	}
	return nil, fmt.Errorf("a query cannot hold %T", n)
}

func (a *asker) every(ctx context.Context) (set, error) {
	if a.all == nil {
		all, err := a.having(ctx, fieldAll, "")
		if err != nil {
			return nil, err
		}
		a.all = append(set{}, all...)
	}
	return append(set{}, a.all...), nil
}

// having gives the happenings, or articles, that have a word in a field.
func (a *asker) having(ctx context.Context, field, text string) (set, error) {
	var id int64
	err := a.db.QueryRowContext(ctx, "SELECT id FROM word WHERE field = ? AND word = ?", field, text).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("asking the index: %w", err)
	}
	return a.posting(ctx, id)
}

func (a *asker) posting(ctx context.Context, id int64) (out set, err error) {
	rows, err := a.db.QueryContext(ctx, "SELECT at, numbers FROM posting WHERE at BETWEEN ? AND ?", id<<12, id<<12|0xfff)
	if err != nil {
		return nil, fmt.Errorf("asking the index: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var at int64
		var part []byte
		if err := rows.Scan(&at, &part); err != nil {
			return nil, fmt.Errorf("asking the index: %w", err)
		}
		if err := out.take(int(at&0xfff), part); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

// phrase gives what has words in a row, in a field.
func (a *asker) phrase(ctx context.Context, field string, words []string) (set, error) {
	return inEach(slices.Collect(slices.Chunk(words, maxWords)), func(run []string) (set, error) {
		return a.having(ctx, field, strings.Join(run, " "))
	})
}

// inEach gives what is in the sets of all parts.
func inEach[T any](parts []T, of func(T) (set, error)) (out set, err error) {
	for i, part := range parts {
		s, err := of(part)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			out = s
		} else {
			out.and(s)
		}
	}
	return out, nil
}

func (a *asker) field(ctx context.Context, f query.Field) (set, error) {
	switch f.Name {
	case "type":
		return a.having(ctx, "type", strings.ToUpper(f.Value))
	case "status":
		return a.having(ctx, "status", strings.ToLower(f.Value))
	case "id":
		return a.numbered(ctx, f.Value)
	case "after", "before", "on":
		return a.days(ctx, f)
	}
	if err := wordy(f); err != nil {
		return nil, err
	}
	words := Words(f.Value)
	if f.Name != "party" {
		return a.phrase(ctx, f.Name, words)
	}
	out, err := a.phrase(ctx, "actor", words)
	if err != nil {
		return nil, err
	}
	other, err := a.phrase(ctx, "recipient", words)
	out.or(other)
	return out, err
}

// numbered gives the happening that a mention's id belongs to.
func (a *asker) numbered(ctx context.Context, id string) (out set, err error) {
	var n uint32
	err = a.db.QueryRowContext(ctx, "SELECT happening FROM happening_mention WHERE mention = ?", id).Scan(&n)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	out.add(n)
	return out, nil
}

func (a *asker) days(ctx context.Context, f query.Field) (out set, err error) {
	from, to, err := query.Days(f.Value)
	if err != nil {
		return nil, err
	}
	first, last := dayNumber(from), dayNumber(to)
	begins, err := a.column(ctx, columnFirst)
	if err != nil {
		return nil, err
	}
	ends, err := a.column(ctx, columnLast)
	if err != nil {
		return nil, err
	}
	for n := range max(len(begins), len(ends)) {
		begin, end := cell(begins, uint32(n)), cell(ends, uint32(n))
		var in bool
		switch f.Name {
		case "after":
			in = end >= first
		case "before":
			in = begin != 0 && begin < first
		default:
			in = begin <= last && end >= first
		}
		if in {
			out.add(uint32(n))
		}
	}
	return out, nil
}

// told gives the happenings whose evidence holds words in a row. It asks the
// word index, which is FTS5's.
func (a *asker) told(ctx context.Context, text string) (out set, err error) {
	if err := wordy(query.Text(text)); err != nil {
		return nil, err
	}
	// All numbers in one row: a row each would take several times as long.
	var list sql.NullString
	err = a.db.QueryRowContext(ctx, "SELECT group_concat(rowid >> 12, ' ') FROM happening_text WHERE happening_text MATCH ?", `"`+strings.Join(cut(text), " ")+`"`).Scan(&list)
	if err != nil {
		return nil, fmt.Errorf("asking the word index: %w", err)
	}
	for x := range strings.FieldsSeq(list.String) {
		n, err := strconv.ParseUint(x, 10, 32)
		if err != nil || n > maxNumber {
			return nil, fmt.Errorf("the word index is damaged: number %s", x)
		}
		out.add(uint32(n))
	}
	return out, nil
}
