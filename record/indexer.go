package record

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/chancery-project/chancery/story"
)

// statements are prepared once in a transaction.
type statements struct {
	tx  *sql.Tx
	all map[string]*sql.Stmt
}

func newStatements(tx *sql.Tx) *statements { return &statements{tx, map[string]*sql.Stmt{}} }

func (st *statements) close() {
	for _, s := range st.all {
		s.Close()
	}
}

func (st *statements) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := st.all[query]; s != nil {
		return s, nil
	}
	s, err := st.tx.PrepareContext(ctx, query)
	if err == nil {
		st.all[query] = s
	}
	return s, err
}

func (st *statements) exec(ctx context.Context, query string, args ...any) error {
	s, err := st.stmt(ctx, query)
	if err == nil {
		_, err = s.ExecContext(ctx, args...)
	}
	return err
}

// row reads one row; sql.ErrNoRows when there is none.
func (st *statements) row(ctx context.Context, query string, args []any, to ...any) error {
	s, err := st.stmt(ctx, query)
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, args...).Scan(to...)
}

func (st *statements) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := st.stmt(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func numbers(ctx context.Context, st *statements, query string, args ...any) ([]int64, error) {
	found, err := st.rows(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return column[int64](found)
}

// indexer keeps the index in step with happenings and articles that come and
// go. What it is told takes effect with flush.
type indexer struct {
	*statements
	known   map[word]int64
	fresh   map[int64]bool // words that have no posting yet
	changes map[int64][]change
	cells   map[int64][]cellChange
}

type change struct {
	n   uint32
	add bool
}

type cellChange struct {
	n     uint32
	value uint32
	list  []byte
}

func newIndexer(st *statements) *indexer {
	return &indexer{st, map[word]int64{}, map[int64]bool{}, map[int64][]change{}, map[int64][]cellChange{}}
}

// word gives the number of a word, which is made when it is new.
func (x *indexer) word(ctx context.Context, w word) (int64, error) {
	if id, ok := x.known[w]; ok {
		return id, nil
	}
	var id int64
	err := x.row(ctx, "SELECT id FROM word WHERE field = ? AND word = ?", []any{w.field, w.word}, &id)
	if errors.Is(err, sql.ErrNoRows) {
		err = x.row(ctx, "INSERT INTO word (field, word, count) VALUES (?, ?, 0) RETURNING id", []any{w.field, w.word}, &id)
		x.fresh[id] = true
	}
	if err != nil {
		return 0, fmt.Errorf("indexing %s %q: %w", w.field, w.word, err)
	}
	x.known[w] = id
	return id, nil
}

// printed gives the numbers of words as they are kept.
func (x *indexer) printed(ctx context.Context, words []word) ([]byte, error) {
	var ids []int64
	for _, w := range words {
		id, err := x.word(ctx, w)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var out []byte
	before := int64(0)
	for _, id := range ids {
		out = binary.AppendUvarint(out, uint64(id-before))
		before = id
	}
	return out, nil
}

// note tells that number n has words, or has them no more.
func (x *indexer) note(n int64, words []byte, add bool) error {
	if n < 1 || n > maxNumber {
		return fmt.Errorf("the index cannot hold number %d: chancery rebuild numbers anew", n)
	}
	id := int64(0)
	for len(words) > 0 {
		step, used := binary.Uvarint(words)
		if used <= 0 {
			return errDamagedSet
		}
		id += int64(step)
		x.changes[id] = append(x.changes[id], change{uint32(n), add})
		words = words[used:]
	}
	return nil
}

func (x *indexer) cell(column int, n int64, c cellChange) {
	c.n = uint32(n)
	at := cellsAt(column, c.n)
	x.cells[at] = append(x.cells[at], c)
}

// addHappening takes a happening into the index.
func (x *indexer) addHappening(ctx context.Context, n int64, h *story.Happening) error {
	words := wordsOf(h)
	numbers := cellsOf(h)
	if spot := pointOf(h); spot != "" {
		w := word{fieldSpot, spot}
		id, err := x.word(ctx, w)
		if err != nil {
			return err
		}
		numbers[columnSpot] = uint32(id)
		words = append(words, w)
	}
	var sides [3][]uint32
	var labels gathered
	for i, side := range sidesOf(h) {
		for _, l := range side {
			id, err := x.word(ctx, word{fieldLabel, l})
			if err != nil {
				return err
			}
			sides[i] = append(sides[i], uint32(id))
			labels.whole(fieldLabel, l)
		}
	}
	kept, err := x.printed(ctx, append(words, labels.all...))
	if err == nil {
		err = x.note(n, kept, true)
	}
	if err != nil {
		return err
	}
	for c, value := range numbers {
		x.cell(c, n, cellChange{value: value})
	}
	x.cell(columnSides, n, cellChange{list: printSides(sides)})
	for i, s := range sentencesOf(h) {
		if err := x.exec(ctx, "INSERT INTO happening_text (rowid, text) VALUES (?, ?)", n<<12|int64(i), s); err != nil {
			return err
		}
	}
	return x.exec(ctx, "INSERT INTO happening_index (n, words) VALUES (?, ?)", n, kept)
}

// dropHappening takes it out again.
func (x *indexer) dropHappening(ctx context.Context, n int64) error {
	var words []byte
	var text string
	if err := x.row(ctx, "SELECT i.words, j.json FROM happening_index i JOIN happening_json j ON j.n = i.n WHERE i.n = ?", []any{n}, &words, &text); err != nil {
		return fmt.Errorf("the index of happening number %d: %w", n, err)
	}
	h := &story.Happening{}
	if err := json.Unmarshal([]byte(text), h); err != nil {
		return fmt.Errorf("happening number %d is damaged (chancery verify tells more): %w", n, err)
	}
	if err := x.note(n, words, false); err != nil {
		return err
	}
	for c := range numberColumns {
		x.cell(c, n, cellChange{})
	}
	x.cell(columnSides, n, cellChange{})
	for i, s := range sentencesOf(h) { // FTS5 takes out what it is told was there
		if err := x.exec(ctx, "INSERT INTO happening_text (happening_text, rowid, text) VALUES ('delete', ?, ?)", n<<12|int64(i), s); err != nil {
			return err
		}
	}
	return x.exec(ctx, "DELETE FROM happening_index WHERE n = ?", n)
}

// addArticle takes an article into the index; other words take the place of
// those that it had.
func (x *indexer) addArticle(ctx context.Context, n int64, words []word) error {
	kept, err := x.printed(ctx, words)
	if err != nil {
		return err
	}
	var before []byte
	err = x.row(ctx, "SELECT words FROM article_index WHERE n = ?", []any{n}, &before)
	switch {
	case err == nil && bytes.Equal(before, kept):
		return nil
	case err == nil:
		err = x.dropArticle(ctx, n)
	case errors.Is(err, sql.ErrNoRows):
		err = nil
	}
	if err == nil {
		err = x.note(n, kept, true)
	}
	if err != nil {
		return err
	}
	return x.exec(ctx, "INSERT INTO article_index (n, words) VALUES (?, ?)", n, kept)
}

// dropArticle takes it out again, when it is in.
func (x *indexer) dropArticle(ctx context.Context, n int64) error {
	var words []byte
	err := x.row(ctx, "SELECT words FROM article_index WHERE n = ?", []any{n}, &words)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := x.note(n, words, false); err != nil {
		return err
	}
	return x.exec(ctx, "DELETE FROM article_index WHERE n = ?", n)
}

// flush writes what was noted.
func (x *indexer) flush(ctx context.Context) error {
	for _, id := range slices.Sorted(maps.Keys(x.changes)) {
		if err := x.flushWord(ctx, id, x.changes[id]); err != nil {
			return fmt.Errorf("indexing word number %d: %w", id, err)
		}
	}
	for _, at := range slices.Sorted(maps.Keys(x.cells)) {
		if err := x.flushCells(ctx, at, x.cells[at]); err != nil {
			return fmt.Errorf("indexing: %w", err)
		}
	}
	x.changes, x.cells, x.fresh = map[int64][]change{}, map[int64][]cellChange{}, map[int64]bool{}
	return nil
}

func (x *indexer) flushWord(ctx context.Context, id int64, all []change) error {
	slices.SortStableFunc(all, func(a, b change) int { return int(a.n/chunk) - int(b.n/chunk) })
	more := 0
	for len(all) > 0 {
		part := int(all[0].n / chunk)
		at := id<<12 | int64(part)
		s := make(set, chunk/64)
		had := false
		if !x.fresh[id] {
			var stored []byte
			err := x.row(ctx, "SELECT numbers FROM posting WHERE at = ?", []any{at}, &stored)
			if had = err == nil; had {
				err = s.take(0, stored)
			}
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		for ; len(all) > 0 && int(all[0].n/chunk) == part; all = all[1:] {
			n := all[0].n % chunk
			switch has := s.has(n); {
			case all[0].add && !has:
				s.add(n)
				more++
			case !all[0].add && has:
				s.remove(n)
				more--
			}
		}
		var err error
		if now := s.part(0); now != nil {
			err = x.exec(ctx, "INSERT INTO posting (at, numbers) VALUES (?, ?) ON CONFLICT DO UPDATE SET numbers = excluded.numbers", at, now)
		} else if had {
			err = x.exec(ctx, "DELETE FROM posting WHERE at = ?", at)
		}
		if err != nil {
			return err
		}
	}
	if more == 0 && !x.fresh[id] {
		return nil
	}
	var left int64
	if err := x.row(ctx, "UPDATE word SET count = count + ? WHERE id = ? RETURNING count", []any{more, id}, &left); err != nil {
		return err
	}
	if left > 0 {
		return nil
	}
	for w, known := range x.known {
		if known == id {
			delete(x.known, w)
		}
	}
	return x.exec(ctx, "DELETE FROM word WHERE id = ?", id)
}

func (x *indexer) flushCells(ctx context.Context, at int64, all []cellChange) error {
	var stored []byte
	err := x.row(ctx, "SELECT cells FROM happening_cell WHERE at = ?", []any{at}, &stored)
	had := err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	var now []byte
	if at>>16 == columnSides {
		lists, err := parseLists(stored)
		if err != nil {
			return err
		}
		for _, c := range all {
			lists.put(c.n, c.list)
		}
		now = lists.print()
	} else {
		cells := numberBlock(stored)
		for _, c := range all {
			cells.put(c.n, c.value)
		}
		now = cells
	}
	switch {
	case len(now) > 0:
		return x.exec(ctx, "INSERT INTO happening_cell (at, cells) VALUES (?, ?) ON CONFLICT DO UPDATE SET cells = excluded.cells", at, now)
	case had:
		return x.exec(ctx, "DELETE FROM happening_cell WHERE at = ?", at)
	}
	return nil
}

// clearIndex empties the index.
func clearIndex(ctx context.Context, tx *sql.Tx) error {
	for _, q := range []string{"DELETE FROM posting", "DELETE FROM word", "DELETE FROM happening_cell", "DELETE FROM happening_index", "DELETE FROM article_index",
		"INSERT INTO happening_text (happening_text) VALUES ('delete-all')"} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("emptying the index: %w", err)
		}
	}
	return nil
}
