package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Fault is what could not be read, kept until it can be.
type Fault struct {
	N      int64  `json:"n"`
	Source string `json:"source"` // file, address or "standard input"
	Stage  string `json:"stage"`  // "read" or "understand"
	Reason string `json:"reason"`
	Bytes  []byte `json:"-"`     // the input; for understand the article as JSON of chancery.Article
	Whole  bool   `json:"whole"` // Bytes is all there was
	Input  string `json:"input,omitempty"`
	Run    Run    `json:"run"`
	At     string `json:"at"`
}

// sum tells faults apart.
func (f Fault) sum() []byte {
	h := sha256.New()
	for _, field := range []string{f.Source, f.Stage, f.Input, string(f.Bytes)} {
		fmt.Fprintf(h, "%d:%s\n", len(field), field)
	}
	if len(f.Bytes) == 0 {
		fmt.Fprint(h, f.Reason)
	}
	return h.Sum(nil)
}

// detail is what the audit log says of a fault.
func (f Fault) detail() map[string]string {
	return map[string]string{"source": f.Source, "stage": f.Stage, "reason": f.Reason, "run": f.Run.String(), "at": f.At, "whole": fmt.Sprint(f.Whole)}
}

// Quarantine keeps a fault. The same fault twice is kept once; then fresh is false.
func (s *Store) Quarantine(ctx context.Context, f Fault) (fresh bool, err error) {
	if err := s.prepare(ctx); err != nil {
		return false, err
	}
	sum := f.sum()
	f.At = s.now().UTC().Format(time.RFC3339)
	err = s.tx(ctx, func(tx *sql.Tx) error {
		var run int64
		if err := s.on(ctx, tx, sqlRun).QueryRowContext(ctx, f.Run.Code, f.Run.Model, f.Run.Lexicon).Scan(&run); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO quarantine (sum, source, stage, reason, bytes, whole, input, run, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			sum, f.Source, f.Stage, f.Reason, notNil(f.Bytes), f.Whole, f.Input, run, f.At)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		fresh = true
		return s.log(ctx, tx, "quarantine.add", hex.EncodeToString(sum), f.detail())
	})
	return fresh, err
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// Quarantined lists what is in quarantine, oldest first.
func (s *Store) Quarantined(ctx context.Context) ([]Fault, error) {
	found, err := s.read.QueryContext(ctx, `SELECT q.n, source, stage, reason, bytes, whole, input, at, code, model, lexicon FROM quarantine q JOIN run ON run.n = q.run ORDER BY q.n`)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var out []Fault
	for found.Next() {
		var f Fault
		if err := found.Scan(&f.N, &f.Source, &f.Stage, &f.Reason, &f.Bytes, &f.Whole, &f.Input, &f.At, &f.Run.Code, &f.Run.Model, &f.Run.Lexicon); err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, found.Err()
}

// Release takes a fault out of quarantine, for it has been read.
func (s *Store) Release(ctx context.Context, n int64) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		var sum []byte
		if err := tx.QueryRowContext(ctx, "DELETE FROM quarantine WHERE n = ? RETURNING sum", n).Scan(&sum); err != nil {
			return err
		}
		return s.log(ctx, tx, "quarantine.release", hex.EncodeToString(sum), json.RawMessage("{}"))
	})
}
