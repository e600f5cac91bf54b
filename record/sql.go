package record

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// Limits of users' own SQL.
const (
	SQLTime = 10 * time.Second
	SQLRows = 100_000
)

// limitAttached is SQLITE_LIMIT_ATTACHED.
const limitAttached = 7

// SQL runs a user's own SELECT on a connection that can only read this file
// and attach no other, for at most SQLTime and limit rows (0: SQLRows). The
// columns come first, then row by row; more says that rows were left off.
func (s *Store) SQL(ctx context.Context, q string, limit int, columns func([]string) error, row func([]any) error) (more bool, err error) {
	q = strings.TrimSuffix(strings.TrimSpace(q), ";")
	if severalStatements(q) {
		return false, errors.New("SQL: one SELECT at a time, without a ; in it")
	}
	if limit <= 0 {
		limit = SQLRows
	}
	ctx, cancel := context.WithTimeoutCause(ctx, SQLTime, fmt.Errorf("SQL: the query ran longer than %v: narrow it down", SQLTime))
	defer cancel()
	conn, err := s.read.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	if _, err := sqlite.Limit(conn, limitAttached, 0); err != nil {
		return false, err
	}
	// As a subquery it can be nothing but a SELECT: no PRAGMA, no VACUUM INTO.
	found, err := conn.QueryContext(ctx, "SELECT * FROM (\n"+q+"\n)")
	if err != nil {
		return false, sqlError(ctx, err)
	}
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return false, err
	}
	if err := columns(names); err != nil {
		return false, err
	}
	for n := 0; found.Next(); n++ {
		if n == limit {
			return true, nil
		}
		values := make([]any, len(names))
		for i := range values {
			values[i] = new(any)
		}
		if err := found.Scan(values...); err != nil {
			return false, err
		}
		for i := range values {
			values[i] = *values[i].(*any)
		}
		if err := row(values); err != nil {
			return false, err
		}
	}
	return false, sqlError(ctx, found.Err())
}

func sqlError(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return fmt.Errorf("SQL: %w", err)
}

// severalStatements reports whether a ; stands outside of quotation marks and
// comments, or one of them is not closed.
func severalStatements(q string) bool {
	for i := 0; i < len(q); i++ {
		end := ""
		switch {
		case q[i] == ';':
			return true
		case strings.HasPrefix(q[i:], "--"):
			end = "\n"
		case strings.HasPrefix(q[i:], "/*"):
			end = "*/"
			i++
		case q[i] == '[':
			end = "]"
		case strings.IndexByte("'\"`", q[i]) >= 0:
			end = q[i : i+1]
		default:
			continue
		}
		n := strings.Index(q[i+1:], end)
		if n < 0 {
			return end != "\n"
		}
		i += n + len(end)
	}
	return false
}

// Backup writes a copy of the record, as it is at one moment, to a new file,
// also while an ingest runs. It is SQLite's VACUUM INTO.
func (s *Store) Backup(ctx context.Context, path string) error {
	// A connection of its own: the reading ones may write nothing, not even elsewhere.
	db, err := openSQLite(s.path, false)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", path); err != nil {
		return fmt.Errorf("backing up to %s: %w", path, err)
	}
	return nil
}
