package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/chancery-project/chancery/account"
)

// Accounts are the users of a server with their tokens and sessions, in a file
// of their own beside the record. They may be used by many goroutines and
// processes.
type Accounts struct {
	db  *sql.DB
	now func() time.Time
}

// AccountsPath names the accounts file of a record.
func AccountsPath(record string) string { return record + ".accounts" }

// ErrNoAccounts is returned where there is no accounts file.
var ErrNoAccounts = errors.New("there are no users yet: chancery user add NAME --role admin makes the first")

// ErrRefused is returned for a wrong name, password, session or token; it does
// not tell which.
var ErrRefused = errors.New("refused")

// OpenAccounts opens the accounts at path; create makes the file, which only
// its owner may read.
func OpenAccounts(ctx context.Context, path string, create bool, now func() time.Time) (*Accounts, error) {
	flags := os.O_RDWR
	if create {
		flags |= os.O_CREATE
	}
	f, err := os.OpenFile(path, flags, 0o600)
	if errors.Is(err, fs.ErrNotExist) && !create {
		return nil, fmt.Errorf("%s: %w", path, ErrNoAccounts)
	}
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	if err := ofAccounts.check(ctx, path); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	a := &Accounts{now: now}
	if a.now == nil {
		a.now = time.Now
	}
	if a.db, err = openSQLite(path, false); err != nil {
		return nil, err
	}
	a.db.SetMaxOpenConns(2)
	if err := ofAccounts.migrate(ctx, a.db); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), a.db.Close())
	}
	return a, nil
}

// Close ends all work with the file.
func (a *Accounts) Close() error { return a.db.Close() }

func (a *Accounts) stamp(later time.Duration) string {
	return a.now().UTC().Add(later).Format(time.RFC3339)
}

// AddUser adds a user. The name of one who was removed is given to the same
// person only, as decisions go by names.
func (a *Accounts) AddUser(ctx context.Context, name string, role account.Role, password string, samePerson bool) error {
	if err := account.CheckName(name); err != nil {
		return err
	}
	hash, err := account.Hash(password)
	if err != nil {
		return err
	}
	return within(ctx, a.db, func(tx *sql.Tx) error {
		var removed string
		err := tx.QueryRowContext(ctx, "SELECT removed FROM member WHERE name = ?", name).Scan(&removed)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			_, err := tx.ExecContext(ctx, "INSERT INTO member (name, role, password, created, seen, removed) VALUES (?, ?, ?, ?, '', '')", name, role.String(), hash, a.stamp(0))
			return err
		case err != nil:
			return err
		case removed == "":
			return fmt.Errorf("there is a user %s already", name)
		case !samePerson:
			return fmt.Errorf("%s was a user until %s, and decisions go by that name: choose another, or say --same-person", name, removed)
		}
		_, err = tx.ExecContext(ctx, "UPDATE member SET role = ?, password = ?, removed = '' WHERE name = ?", role.String(), hash, name)
		return err
	})
}

// change runs f on the number of a user, who must be there.
func (a *Accounts) change(ctx context.Context, name string, f func(*sql.Tx, int64) error) error {
	return within(ctx, a.db, func(tx *sql.Tx) error {
		var n int64
		err := tx.QueryRowContext(ctx, "SELECT n FROM member WHERE name = ? AND removed = ''", name).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("there is no user %s: chancery user list names them", name)
		}
		if err != nil {
			return err
		}
		return f(tx, n)
	})
}

func do(ctx context.Context, tx *sql.Tx, q string, args ...any) error {
	_, err := tx.ExecContext(ctx, q, args...)
	return err
}

// SetRole gives a user another role. It holds at once.
func (a *Accounts) SetRole(ctx context.Context, name string, role account.Role) error {
	return a.change(ctx, name, func(tx *sql.Tx, n int64) error {
		return do(ctx, tx, "UPDATE member SET role = ? WHERE n = ?", role.String(), n)
	})
}

// SetPassword gives a user another password and ends all sessions but the one
// with the secret kept.
func (a *Accounts) SetPassword(ctx context.Context, name, password, kept string) error {
	hash, err := account.Hash(password)
	if err != nil {
		return err
	}
	return a.change(ctx, name, func(tx *sql.Tx, n int64) error {
		return errors.Join(do(ctx, tx, "UPDATE member SET password = ? WHERE n = ?", hash, n),
			do(ctx, tx, "DELETE FROM session WHERE member = ? AND digest <> ?", n, account.Digest(kept)))
	})
}

// RemoveUser ends a user's sessions and tokens. The name stays taken.
func (a *Accounts) RemoveUser(ctx context.Context, name string) error {
	return a.change(ctx, name, func(tx *sql.Tx, n int64) error {
		return errors.Join(do(ctx, tx, "UPDATE member SET removed = ?, password = '' WHERE n = ?", a.stamp(0), n),
			do(ctx, tx, "DELETE FROM session WHERE member = ?", n), do(ctx, tx, "DELETE FROM token WHERE member = ?", n))
	})
}

// Users lists all users by name, those who were removed with the day.
func (a *Accounts) Users(ctx context.Context) (out []account.Member, err error) {
	found, err := a.db.QueryContext(ctx, "SELECT name, role, created, seen, removed FROM member ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var m account.Member
		if err := found.Scan(&m.Name, &m.Role, &m.Created, &m.Seen, &m.Removed); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, found.Err()
}

// Password tells whether a user has a password. It takes as long where there
// is no such user.
func (a *Accounts) Password(ctx context.Context, name, password string) error {
	var hash string
	err := a.db.QueryRowContext(ctx, "SELECT password FROM member WHERE name = ? AND removed = ''", name).Scan(&hash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	ok, err := account.Matches(hash, password)
	if err == nil && !ok {
		err = ErrRefused
	}
	return err
}
