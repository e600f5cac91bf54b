package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"runtime"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// Export hands f the happenings that a query asks for, by day and id, and the
// snapshot of the record that they are from: both are of one moment, also
// while an ingest runs. Happenings come as a stream; what f returns, Export
// returns.
func (s *Store) Export(ctx context.Context, q query.Node, f func(snapshot string, all iter.Seq2[*story.Happening, error]) error) error {
	return s.moment(ctx, func(tx *sql.Tx, snapshot string) error {
		a := newAsker(tx)
		found, err := a.find(ctx, q)
		if err != nil {
			return err
		}
		every, err := a.every(ctx)
		if err != nil {
			return err
		}
		where, args := "", []any(nil)
		if found.count() < every.count() {
			where, args = "WHERE h.n IN (SELECT value FROM json_each(?))", []any{found.list()}
		}
		return f(snapshot, func(yield func(*story.Happening, error) bool) {
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			rows, err := tx.QueryContext(ctx, "SELECT j.json FROM happening h INDEXED BY happening_day CROSS JOIN happening_json j ON j.n = h.n "+where+" ORDER BY h.first_day, h.id", args...)
			if err != nil {
				yield(nil, fmt.Errorf("asking the record: %w", err))
				return
			}
			defer rows.Close()
			for h, err := range decoded(ctx, rows) {
				if !yield(h, err) || err != nil {
					return
				}
			}
		})
	})
}

// ExportArticles hands f the articles behind what a query asks for, by date of
// publication and id, as Export does happenings.
func (s *Store) ExportArticles(ctx context.Context, q query.Node, f func(snapshot string, all iter.Seq2[*chancery.Article, error]) error) error {
	return s.moment(ctx, func(tx *sql.Tx, snapshot string) error {
		all, err := newAsker(tx).find(ctx, q)
		if err != nil {
			return err
		}
		return f(snapshot, func(yield func(*chancery.Article, error) bool) {
			found, err := tx.QueryContext(ctx, `SELECT record, sum FROM article WHERE n IN (SELECT article FROM happening_mention
				WHERE happening IN (SELECT value FROM json_each(?))) ORDER BY published, id`, all.list())
			if err != nil {
				yield(nil, fmt.Errorf("asking the record: %w", err))
				return
			}
			defer found.Close()
			for found.Next() {
				var packed, sum []byte
				var r *chancery.Record
				err := found.Scan(&packed, &sum)
				if err == nil {
					r, err = load(packed, sum)
				}
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(r.Article, nil) {
					return
				}
			}
			if err := found.Err(); err != nil {
				yield(nil, err)
			}
		})
	})
}

// moment runs f on the record as it is at one moment.
func (s *Store) moment(ctx context.Context, f func(tx *sql.Tx, snapshot string) error) error {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	snapshot, err := snapshotOf(ctx, tx)
	if err != nil {
		return err
	}
	return f(tx, snapshot)
}

// Snapshot is a hash of which articles the record holds, and in which
// reading, and of what was decided; equal records have equal snapshots, in
// whatever order they were filled.
func (s *Store) Snapshot(ctx context.Context) (string, error) { return snapshotOf(ctx, s.read) }

type rowsQueryer interface {
	queryer
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// sqlAt reads the end of the audit log, which moves with every change, and the
// snapshot with the end at which it was taken.
const sqlAt = "SELECT coalesce((SELECT value FROM meta WHERE key = 'audit'), ''), coalesce((SELECT value FROM meta WHERE key = 'snapshot'), '')"

// keepSnapshot writes the snapshot down, so that readers need not work it out.
func keepSnapshot(ctx context.Context, tx *sql.Tx) error {
	snapshot, err := snapshotAnew(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO meta (key, value) SELECT 'snapshot', ? || '|' || coalesce((SELECT value FROM meta WHERE key = 'audit'), '')
		WHERE true ON CONFLICT (key) DO UPDATE SET value = excluded.value`, snapshot)
	return err
}

func snapshotOf(ctx context.Context, db rowsQueryer) (string, error) {
	var at, kept string
	if err := db.QueryRowContext(ctx, sqlAt).Scan(&at, &kept); err != nil {
		return "", err
	}
	if snapshot, when, _ := strings.Cut(kept, "|"); kept != "" && when == at {
		return snapshot, nil
	}
	return snapshotAnew(ctx, db)
}

func snapshotAnew(ctx context.Context, db rowsQueryer) (string, error) {
	h := sha256.New()
	for _, q := range []string{
		"SELECT id || ' ' || hex(sum) FROM article INDEXED BY article_sum ORDER BY id",
		"SELECT what || ' ' || a || ' ' || b FROM decision WHERE undone_by IS NULL ORDER BY n",
	} {
		found, err := db.QueryContext(ctx, q)
		if err != nil {
			return "", err
		}
		lines, err := column[string](found)
		if err != nil {
			return "", err
		}
		for _, l := range lines {
			fmt.Fprintln(h, l)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}

// decoded yields the happenings of rows of JSON in their order, with all cores
// at work on reading them.
func decoded(ctx context.Context, found *sql.Rows) iter.Seq2[*story.Happening, error] {
	const chunk = 200
	type piece struct {
		texts []string
		out   []*story.Happening
		err   error
		done  chan struct{}
	}
	return func(yield func(*story.Happening, error) bool) {
		workers := max(1, runtime.GOMAXPROCS(0))
		todo, order := make(chan *piece, workers), make(chan *piece, 2*workers)
		stop := make(chan struct{})
		defer func() {
			close(stop)
			for range order { // so that whoever reads the rows is done with them
			}
		}()
		for range workers {
			go func() {
				for p := range todo {
					for _, t := range p.texts {
						h := &story.Happening{}
						if err := json.Unmarshal([]byte(t), h); err != nil {
							p.err = fmt.Errorf("a happening is damaged (chancery verify tells more): %w", err)
							break
						}
						p.out = append(p.out, h)
					}
					close(p.done)
				}
			}()
		}
		go func() {
			defer close(order)
			defer close(todo)
			send := func(p *piece) bool {
				select {
				case order <- p:
				case <-stop:
					return false
				}
				todo <- p
				return true
			}
			p := &piece{done: make(chan struct{})}
			for found.Next() {
				var text string
				if p.err = found.Scan(&text); p.err != nil {
					break
				}
				if p.texts = append(p.texts, text); len(p.texts) == chunk {
					if !send(p) {
						return
					}
					p = &piece{done: make(chan struct{})}
				}
			}
			if !send(p) {
				return
			}
			if err := found.Err(); err != nil {
				last := &piece{err: err, done: make(chan struct{})}
				send(last)
			}
		}()
		for p := range order {
			<-p.done
			for _, h := range p.out {
				if !yield(h, nil) {
					return
				}
			}
			if p.err != nil {
				yield(nil, p.err)
				return
			}
		}
	}
}
