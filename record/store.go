// Package record keeps what was read for years: every article with its facts,
// what people decided about them, and what follows. It is the only package
// that speaks SQL. See docs/decisions/0005-the-record.md.
package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/chancery-project/chancery/story"
	_ "modernc.org/sqlite" // the driver
)

// Run names what made a row: the version of the program, of the model and of
// the lexicon.
type Run struct{ Code, Model, Lexicon string }

// String prints a run on one line, as the audit log has it.
func (r Run) String() string { return r.Code + " " + r.Model + " " + r.Lexicon }

// Options of Open.
type Options struct {
	Create   bool             // make the file where there is none
	ReadOnly bool             // nothing is written; the file may lie on a read-only disk
	Again    bool             // what was forgotten may come in again
	Who      string           // who is named in the audit log
	Now      func() time.Time // nil: time.Now
}

// Store is an open record. It may be used by many goroutines; what they write
// is written one after the other.
type Store struct {
	path  string
	write *sql.DB // one connection; nil when read only
	read  *sql.DB
	who   string
	again bool
	now   func() time.Time

	preparing sync.Mutex
	ready     bool
	stmts     map[string]*sql.Stmt // of the writing connection; not changed once ready

	recent     recently
	watched    *sql.DB // sees whether the file changes
	remembered remembered

	temporary string // folder that goes with the store
}

// ErrNoRecord is returned by Open where there is no file.
var ErrNoRecord = errors.New("there is no record yet: chancery ingest makes one")

// Open opens the record at path and brings its schema up to date. A file of
// another program, or one made by a newer version of this one, is an error.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.Create:
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: %w", path, ErrNoRecord)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name the record's file", path)
	}
	s := &Store{path: path, who: o.Who, again: o.Again, now: o.Now, stmts: map[string]*sql.Stmt{}}
	if s.now == nil {
		s.now = time.Now
	}
	if info != nil && info.Size() > 0 {
		// A foreign file must not be touched, and writing to it begins with its mode.
		if err := ofRecord.check(ctx, path); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if !o.ReadOnly {
		if s.write, err = openSQLite(path, false); err != nil {
			return nil, err
		}
		s.write.SetMaxOpenConns(1)
		if err := ofRecord.migrate(ctx, s.write); err != nil {
			s.Close()
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if s.read, err = openSQLite(path, true); err != nil {
		s.Close()
		return nil, err
	}
	if !o.ReadOnly {
		if err := s.renew(ctx); err != nil {
			s.Close()
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	s.read.SetMaxOpenConns(readers)
	if s.watched, err = openSQLite(path, true); err != nil {
		s.Close()
		return nil, err
	}
	if o.ReadOnly {
		if err := ofRecord.known(ctx, s.read); err != nil {
			s.Close()
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return s, nil
}

// readers is how many may read at once; an export reads for as long as its
// reader takes.
const readers = 8

// Path of the file.
func (s *Store) Path() string { return s.path }

// Ping proves that the record can be read.
func (s *Store) Ping(ctx context.Context) error {
	_, err := ofRecord.version(ctx, s.read)
	return err
}

// Writable reports whether the record was opened for writing.
func (s *Store) Writable() bool { return s.write != nil }

// Close ends all work with the file.
func (s *Store) Close() error {
	var errs []error
	for _, st := range s.stmts {
		errs = append(errs, st.Close())
	}
	if s.remembered.watch != nil {
		errs = append(errs, s.remembered.watch.Close())
	}
	for _, db := range []*sql.DB{s.read, s.write, s.watched} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.temporary != "" {
		errs = append(errs, os.RemoveAll(s.temporary))
	}
	return errors.Join(errs...)
}

// openSQLite opens the file. All that is SQLite's own about a connection is here.
func openSQLite(path string, readOnly bool) (*sql.DB, error) {
	q := url.Values{}
	pragmas := []string{"busy_timeout(20000)", "cache_size(-32000)", "foreign_keys(1)", "trusted_schema(0)", "cell_size_check(1)"}
	if readOnly {
		q.Set("mode", "ro")
		pragmas = append(pragmas, "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
		pragmas = append(pragmas, "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)")
	}
	q["_pragma"] = pragmas
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", fileURI(filepath.ToSlash(abs), q))
}

// fileURI names a file as SQLite takes it: with a slash before a drive letter,
// which would else be read as a host.
func fileURI(path string, q url.Values) string {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// renew rebuilds what follows when another version of story made it.
func (s *Store) renew(ctx context.Context) error {
	var made string
	err := s.write.QueryRowContext(ctx, "SELECT coalesce((SELECT value FROM meta WHERE key = 'story'), '')").Scan(&made)
	if err != nil || made == story.Version {
		return err
	}
	return s.Rebuild(ctx)
}

// tx runs f in a transaction that is on disk when tx returns nil.
func (s *Store) tx(ctx context.Context, f func(*sql.Tx) error) error {
	if s.write == nil {
		return errors.New("the record is open for reading only")
	}
	return within(ctx, s.write, f)
}

func within(ctx context.Context, db *sql.DB, f func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(tx); err != nil {
		return errors.Join(err, rollback(tx))
	}
	return tx.Commit()
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}
