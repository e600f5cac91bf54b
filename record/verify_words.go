package record

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"github.com/chancery-project/chancery/story"
)

// indexed is the index made anew, in memory, with the numbers that the file
// gives to happenings and words; then the two are compared row by row. FTS5's
// built-in check proves that its index hangs together, not that it holds the
// right words: these are compared one by one.
type indexed struct {
	db      *sql.DB
	tx      *sql.Tx
	index   *indexer
	numbers map[string]int64 // of happenings, by id
	done    int
}

func (v *verifier) newIndexed(ctx context.Context) (*indexed, error) {
	db, err := freshSchema(ctx)
	if err != nil {
		return nil, err
	}
	x := &indexed{db: db, numbers: map[string]int64{}}
	if err := x.begin(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	err = each(ctx, v.s.read, "SELECT id, n FROM happening", func(r *sql.Rows) error {
		var id string
		var n int64
		err := r.Scan(&id, &n)
		x.numbers[id] = n
		return err
	})
	if err == nil {
		err = each(ctx, v.s.read, "SELECT id, field, word FROM word ORDER BY id", func(r *sql.Rows) error {
			var id int64
			var w word
			if err := r.Scan(&id, &w.field, &w.word); err != nil {
				return err
			}
			x.index.known[w], x.index.fresh[id] = id, true
			return x.index.exec(ctx, "INSERT INTO word (id, field, word, count) VALUES (?, ?, ?, 0)", id, w.field, w.word)
		})
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the index is damaged: %w", err), db.Close())
	}
	return x, nil
}

func (x *indexed) begin(ctx context.Context) (err error) {
	if x.tx, err = x.db.BeginTx(ctx, nil); err == nil {
		x.index = newIndexer(newStatements(x.tx))
	}
	return err
}

func each(ctx context.Context, db rowsQueryer, q string, f func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, q)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (x *indexed) article(ctx context.Context, n int64, words []word) error {
	return x.index.addArticle(ctx, n, words)
}

// happening takes one in under the number that the file gives it; one that the
// file does not have is told elsewhere.
func (x *indexed) happening(ctx context.Context, h *story.Happening) error {
	n, ok := x.numbers[h.ID]
	if !ok {
		return nil
	}
	if err := x.index.addHappening(ctx, n, h); err != nil {
		return err
	}
	if x.done++; x.done%settleBatch == 0 {
		return x.index.flush(ctx)
	}
	return nil
}

// indexTables hold the index. A word that nothing has any more is in none.
var indexTables = []string{"SELECT * FROM word ORDER BY id", "SELECT * FROM posting ORDER BY at", "SELECT * FROM happening_cell ORDER BY at",
	"SELECT * FROM happening_index ORDER BY n", "SELECT * FROM article_index ORDER BY n",
	"SELECT term, doc, offset FROM happening_vocab",
	"SELECT 'size', id, sz FROM happening_text_docsize UNION ALL SELECT 'mean', id, block FROM happening_text_data WHERE id = 1 AND EXISTS (SELECT 1 FROM happening_text_docsize) ORDER BY 1, 2"}

func (x *indexed) compare(ctx context.Context, v *verifier) error {
	err := x.index.flush(ctx)
	if err == nil {
		// What the file calls a word and nothing has is no word.
		err = x.index.exec(ctx, "DELETE FROM word WHERE count = 0")
	}
	if err == nil {
		x.index.close()
		err = x.tx.Commit()
	}
	if err != nil {
		return err
	}
	for _, q := range indexTables {
		want, err := digest(ctx, x.db, q)
		if err != nil {
			return err
		}
		got, err := digest(ctx, v.s.read, q)
		if err != nil {
			return fmt.Errorf("the index is damaged: %w", err)
		}
		if !bytes.Equal(got, want) {
			v.fault("the index is not that of the articles (%s): chancery rebuild makes it anew", q)
		}
	}
	return nil
}

// digest is a hash of all that a query gives.
func digest(ctx context.Context, db *sql.DB, q string) ([]byte, error) {
	h := sha256.New()
	err := each(ctx, db, q, func(r *sql.Rows) error {
		columns, err := r.Columns()
		if err != nil {
			return err
		}
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := r.Scan(values...); err != nil {
			return err
		}
		for _, x := range values {
			fmt.Fprintf(h, "%T %v\n", *x.(*any), *x.(*any))
		}
		return nil
	})
	return h.Sum(nil), err
}

// freshSchema makes an empty record in memory.
func freshSchema(ctx context.Context) (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for _, name := range ofRecord.versions() {
		script, err := migrations.ReadFile(name)
		if err == nil {
			_, err = db.ExecContext(ctx, string(script))
		}
		if err != nil {
			return nil, errors.Join(err, db.Close())
		}
	}
	return db, nil
}
