package record

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed schema/*.sql accounts/*.sql
var migrations embed.FS

// layout is a kind of file, with the scripts that make its tables.
type layout struct {
	mark   int    // SQLite's application id
	folder string // of the scripts, in the order of their names
	what   string
}

var (
	ofRecord   = layout{0x43686379, "schema", "record"}          // "Chcy"
	ofAccounts = layout{0x43686361, "accounts", "accounts file"} // "Chca"
)

func (l layout) versions() []string {
	names, err := fs.Glob(migrations, l.folder+"/*.sql")
	if err != nil {
		panic(err) // a bug: the pattern is a constant
	}
	return names
}

type queryer interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// version gives how many of the scripts have run on a file. A file of another
// kind is an error.
func (l layout) version(ctx context.Context, db queryer) (version int, err error) {
	var app, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return 0, l.notOurs(err)
	}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return 0, l.notOurs(err)
	}
	if app != l.mark && tables > 0 {
		return 0, fmt.Errorf("this is a database of another program, not a %s", l.what)
	}
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

// check reads a file's kind without touching it.
func (l layout) check(ctx context.Context, path string) error {
	db, err := openSQLite(path, true)
	if err != nil {
		return err
	}
	_, err = l.version(ctx, db)
	return errors.Join(err, db.Close())
}

func (l layout) notOurs(err error) error {
	if strings.Contains(err.Error(), "not a database") {
		return fmt.Errorf("this is not a %s", l.what)
	}
	return err
}

// known proves that the schema is the one that this program reads.
func (l layout) known(ctx context.Context, db queryer) error {
	v, err := l.version(ctx, db)
	if err != nil {
		return err
	}
	if want := len(l.versions()); v < want {
		return fmt.Errorf("the %s has schema %d, this program needs %d: open it once for writing (chancery verify --upgrade)", l.what, v, want)
	} else if v > want {
		return l.newer(v, want)
	}
	return nil
}

func (l layout) newer(v, want int) error {
	return fmt.Errorf("the %s has schema %d, this program knows %d: use the newer chancery that made it", l.what, v, want)
}

// migrate runs the scripts that the file lacks, each in a transaction with its
// number.
func (l layout) migrate(ctx context.Context, db *sql.DB) error {
	v, err := l.version(ctx, db)
	if err != nil {
		return err
	}
	names := l.versions()
	if v > len(names) {
		return l.newer(v, len(names))
	}
	for i := v; i < len(names); i++ {
		script, err := migrations.ReadFile(names[i])
		if err != nil {
			return err
		}
		err = within(ctx, db, func(tx *sql.Tx) error {
			if now, err := l.version(ctx, tx); err != nil || now > i {
				return err // another process was faster
			}
			if _, err := tx.ExecContext(ctx, string(script)); err != nil {
				return err
			}
			_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", l.mark, i+1))
			return err
		})
		if err != nil {
			return fmt.Errorf("bringing the schema to version %d: %w", i+1, err)
		}
	}
	return nil
}
