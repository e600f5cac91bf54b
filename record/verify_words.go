package record

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	chancery "github.com/chancery-project/chancery"
)

// The word index is FTS5's own; its built-in check proves that it hangs
// together, not that it holds the right words. So it is made anew and the two
// are compared word by word.

func (v *verifier) close() {
	if v.index != nil {
		v.index.Close()
	}
}

// keep puts the sentences of an article into the index made anew.
func (v *verifier) keep(ctx context.Context, n int64, r *chancery.Record) error {
	if v.index == nil {
		db, err := freshSchema(ctx)
		if err != nil {
			return err
		}
		v.index = db
	}
	found, err := v.s.read.QueryContext(ctx, sqlSentences, n)
	if err != nil {
		return err
	}
	ids, err := column[int64](found)
	if err != nil {
		return err
	}
	if len(ids) != len(r.Sentences) {
		return errors.New("sentences are missing or too many")
	}
	tx, err := v.index.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if _, err := tx.ExecContext(ctx, sqlWords, id, r.Sentences[i].Text(r.Article.Text)); err != nil {
			return errors.Join(err, rollback(tx))
		}
	}
	return tx.Commit()
}

func (v *verifier) words(ctx context.Context) error {
	if v.index == nil { // no articles, or none any more
		var left int
		if err := v.s.read.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM sentence_vocab) + (SELECT count(*) FROM sentence_words_docsize)").Scan(&left); err != nil {
			return fmt.Errorf("the word index is damaged: %w", err)
		}
		if left > 0 {
			v.fault("the word index is not that of the articles")
		}
		return nil
	}
	want, err := vocabulary(ctx, v.index)
	if err != nil {
		return err
	}
	got, err := vocabulary(ctx, v.s.read)
	if err != nil {
		return fmt.Errorf("the word index is damaged: %w", err)
	}
	if !bytes.Equal(got, want) {
		v.fault("the word index is not that of the articles")
	}
	return nil
}

// vocabulary is a hash of all that a word index holds.
func vocabulary(ctx context.Context, db *sql.DB) ([]byte, error) {
	found, err := db.QueryContext(ctx, "SELECT term, doc, offset FROM sentence_vocab")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	h := sha256.New()
	for found.Next() {
		var term string
		var doc, offset int64
		if err := found.Scan(&term, &doc, &offset); err != nil {
			return nil, err
		}
		fmt.Fprintf(h, "%s %d %d\n", term, doc, offset)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	sizes, err := db.QueryContext(ctx, `SELECT 'size', id, hex(sz) FROM sentence_words_docsize UNION ALL
		SELECT 'mean', id, hex(block) FROM sentence_words_data WHERE id = 1 ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	lines, err := texts(sizes)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		fmt.Fprintln(h, l)
	}
	return h.Sum(nil), nil
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
