package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chancery-project/chancery/account"
)

// Entry is one line of the audit log.
type Entry struct {
	N       int64           `json:"n"`
	At      string          `json:"at"` // RFC 3339, UTC
	Who     string          `json:"who"`
	What    string          `json:"what"`    // "article.add", "article.forget", …
	Subject string          `json:"subject"` // an article's id, a happening's id, …
	Detail  json.RawMessage `json:"detail"`
	Hash    string          `json:"hash"` // hex
}

// chain gives the hash of an entry that follows one with hash before.
func chain(before []byte, n int64, at, who, what, subject, detail string) []byte {
	h := sha256.New()
	h.Write(before)
	for _, field := range []string{fmt.Sprint(n), at, who, what, subject, detail} {
		fmt.Fprintf(h, "%d:%s\n", len(field), field)
	}
	return h.Sum(nil)
}

// By names who writes: the user in ctx, else the one who opened the record.
func (s *Store) By(ctx context.Context) string {
	if u := account.From(ctx); u.Name != "" {
		return u.Name
	}
	return s.who
}

const (
	sqlHead  = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1"
	sqlAudit = "INSERT INTO audit (n, at, who, what, subject, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
	sqlTip   = "INSERT INTO meta (key, value) VALUES ('audit', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)

// log appends to the audit log and notes its new end in meta, so that a log
// cut short is found.
func (s *Store) log(ctx context.Context, tx *sql.Tx, what, subject string, detail any) error {
	var n int64
	var before []byte
	if err := s.on(ctx, tx, sqlHead).QueryRowContext(ctx).Scan(&n, &before); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	text, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	n++
	at := s.now().UTC().Format(time.RFC3339Nano)
	who := s.By(ctx)
	hash := chain(before, n, at, who, what, subject, string(text))
	if _, err := s.on(ctx, tx, sqlAudit).ExecContext(ctx, n, at, who, what, subject, string(text), hash); err != nil {
		return err
	}
	_, err = s.on(ctx, tx, sqlTip).ExecContext(ctx, fmt.Sprintf("%d %s", n, hex.EncodeToString(hash)))
	return err
}
