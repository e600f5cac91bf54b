package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/chancery-project/chancery/account"
)

// Life of a session: it ends when it is idle for a day, and after two weeks.
const (
	SessionIdle = 24 * time.Hour
	SessionLife = 14 * 24 * time.Hour
)

// coarse is how exactly the last use of a session or token is kept, so that
// reading does not write all the time.
const coarse = time.Hour

// NewSession signs a user in, whose password was proved, and gives the
// session's secret. Sessions that have ended go.
func (a *Accounts) NewSession(ctx context.Context, name, agent string) (secret string, err error) {
	secret = account.NewSecret()
	err = a.change(ctx, name, func(tx *sql.Tx, n int64) error {
		return errors.Join(do(ctx, tx, "DELETE FROM session WHERE seen < ? OR created < ?", a.stamp(-SessionIdle), a.stamp(-SessionLife)),
			do(ctx, tx, "INSERT INTO session (id, digest, member, agent, created, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
				account.NewSecret()[:8], account.Digest(secret), n, agent, a.stamp(0)),
			do(ctx, tx, "UPDATE member SET seen = ? WHERE n = ?", a.stamp(0), n))
	})
	return secret, err
}

// BySession gives who is signed in with a session's secret.
func (a *Accounts) BySession(ctx context.Context, secret string) (account.User, error) {
	return a.by(ctx, `SELECT m.name, m.role, '', s.seen FROM session s JOIN member m ON m.n = s.member
		WHERE s.digest = ? AND s.seen >= ? AND s.created >= ?`, "UPDATE session SET seen = ? WHERE digest = ?",
		account.Digest(secret), a.stamp(-SessionIdle), a.stamp(-SessionLife))
}

// ByToken gives whose a token's secret is, with the role that its scope leaves.
func (a *Accounts) ByToken(ctx context.Context, secret string) (account.User, error) {
	return a.by(ctx, `SELECT m.name, m.role, t.scope, t.used FROM token t JOIN member m ON m.n = t.member
		WHERE t.digest = ? AND t.expires > ?`, "UPDATE token SET used = ? WHERE digest = ?", account.Digest(secret), a.stamp(0))
}

func (a *Accounts) by(ctx context.Context, find, touch, digest string, args ...any) (account.User, error) {
	var u account.User
	var role, scope, seen string
	err := a.db.QueryRowContext(ctx, find, append([]any{digest}, args...)...).Scan(&u.Name, &role, &scope, &seen)
	if errors.Is(err, sql.ErrNoRows) {
		return account.User{}, ErrRefused
	}
	if err != nil {
		return account.User{}, err
	}
	if u.Role, err = account.ParseRole(role); err != nil {
		return account.User{}, err
	}
	if scope != "" {
		s, err := account.ScopeNamed(scope)
		if err != nil {
			return account.User{}, err
		}
		u.Role = min(u.Role, s.Role)
	}
	if seen < a.stamp(-coarse) {
		_, err = a.db.ExecContext(ctx, touch, a.stamp(0), digest)
	}
	return u, err
}

// EndSession signs out; EndSessions everywhere.
func (a *Accounts) EndSession(ctx context.Context, secret string) error {
	_, err := a.db.ExecContext(ctx, "DELETE FROM session WHERE digest = ?", account.Digest(secret))
	return err
}

// EndSessions signs a user out everywhere.
func (a *Accounts) EndSessions(ctx context.Context, name string) error {
	return a.change(ctx, name, func(tx *sql.Tx, n int64) error { return do(ctx, tx, "DELETE FROM session WHERE member = ?", n) })
}

// Sessions lists where a user is signed in, the last first.
func (a *Accounts) Sessions(ctx context.Context, name string) (out []account.Session, err error) {
	found, err := a.db.QueryContext(ctx, `SELECT s.id, s.created, s.seen, s.agent FROM session s JOIN member m ON m.n = s.member
		WHERE m.name = ? AND s.seen >= ? AND s.created >= ? ORDER BY s.created DESC`, name, a.stamp(-SessionIdle), a.stamp(-SessionLife))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var s account.Session
		if err := found.Scan(&s.ID, &s.Created, &s.Seen, &s.Agent); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, found.Err()
}

// NewToken makes a token and gives its secret, which is not kept.
func (a *Accounts) NewToken(ctx context.Context, user, label string, scope account.Scope, life time.Duration) (t account.Token, secret string, err error) {
	if life <= 0 || life > account.MaxTokenLife {
		return t, "", fmt.Errorf("a token lives at most %d days", int(account.MaxTokenLife.Hours()/24))
	}
	secret = account.NewTokenSecret()
	t = account.Token{ID: account.Digest(secret)[:10], User: user, Label: label, Scope: scope.Name, Created: a.stamp(0), Expires: a.stamp(life)}
	err = a.change(ctx, user, func(tx *sql.Tx, n int64) error {
		return do(ctx, tx, "INSERT INTO token (id, digest, member, label, scope, created, expires, used) VALUES (?, ?, ?, ?, ?, ?, ?, '')",
			t.ID, account.Digest(secret), n, label, scope.Name, t.Created, t.Expires)
	})
	return t, secret, err
}

// Tokens lists a user's tokens, or everybody's for the name "".
func (a *Accounts) Tokens(ctx context.Context, user string) (out []account.Token, err error) {
	found, err := a.db.QueryContext(ctx, `SELECT t.id, m.name, t.label, t.scope, t.created, t.expires, t.used FROM token t JOIN member m ON m.n = t.member
		WHERE ?1 = '' OR m.name = ?1 ORDER BY t.created, t.id`, user)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var t account.Token
		if err := found.Scan(&t.ID, &t.User, &t.Label, &t.Scope, &t.Created, &t.Expires, &t.Used); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, found.Err()
}

// Revoke ends a token of a user's, or of anybody's for the name "".
func (a *Accounts) Revoke(ctx context.Context, user, id string) error {
	done, err := a.db.ExecContext(ctx, "DELETE FROM token WHERE id = ?1 AND (?2 = '' OR member = (SELECT n FROM member WHERE name = ?2))", id, user)
	if err != nil {
		return err
	}
	n, err := done.RowsAffected()
	if err == nil && n == 0 {
		err = fmt.Errorf("there is no token %s: chancery token list names them", id)
	}
	return err
}
