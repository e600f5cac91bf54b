package record

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// The kinds of alerts.
const (
	Webhook = "webhook"
	Mail    = "mail"
)

// Alert says where news of a search go.
type Alert struct {
	N      int64  `json:"n"`
	Search string `json:"search"` // id
	Kind   string `json:"kind"`   // Webhook or Mail
	Target string `json:"target"` // an address of the web, or one of mail
	Secret string `json:"-"`      // of a webhook: "whsec_" and a key in base64
	Paused string `json:"paused,omitempty"`
	At     string `json:"at"`
}

// The states of a message.
const (
	Waiting = "waiting"
	Sent    = "sent"
	Dead    = "dead"
)

// Delivery is a message of an alert. One without news tries the alert out.
type Delivery struct {
	ID     string `json:"id"` // the same at every try
	Alert  Alert  `json:"alert"`
	State  string `json:"state"`
	Tries  int    `json:"tries"`
	Next   string `json:"next"`           // next try, RFC 3339, UTC
	Last   string `json:"last,omitempty"` // last try that ended
	Reason string `json:"reason,omitempty"`
	At     string `json:"at"`
	News   int    `json:"news"`

	n int64
}

const sqlAlerts = "SELECT a.n, f.id, a.kind, a.target, a.secret, a.paused, a.at FROM alert a JOIN search f ON f.n = a.search"

func (a *Alert) fields() []any {
	return []any{&a.N, &a.Search, &a.Kind, &a.Target, &a.Secret, &a.Paused, &a.At}
}

// Alerts lists the alerts of a search, or with "" of all.
func (s *Store) Alerts(ctx context.Context, search string) ([]Alert, error) {
	found, err := s.read.QueryContext(ctx, sqlAlerts+" WHERE ?1 = '' OR f.id = ?1 ORDER BY a.n", search)
	if err != nil {
		return nil, fmt.Errorf("listing alerts: %w", err)
	}
	defer found.Close()
	var out []Alert
	for found.Next() {
		var a Alert
		if err := found.Scan(a.fields()...); err != nil {
			return nil, fmt.Errorf("listing alerts: %w", err)
		}
		out = append(out, a)
	}
	return out, found.Err()
}

// Alert gives the alert with a number.
func (s *Store) Alert(ctx context.Context, n int64) (a Alert, err error) {
	if err := s.read.QueryRowContext(ctx, sqlAlerts+" WHERE a.n = ?", n).Scan(a.fields()...); err != nil {
		return a, unknown(err, "alert %d", n)
	}
	return a, nil
}

// newSecret makes a key to sign webhooks with.
func newSecret() (string, error) {
	raw := make([]byte, 32)
	_, err := rand.Read(raw)
	return "whsec_" + base64.StdEncoding.EncodeToString(raw), err
}

// AddAlert has the news of a search sent to a target from now on. A webhook
// without a secret is given one.
func (s *Store) AddAlert(ctx context.Context, search Search, kind, target, secret string) (Alert, error) {
	if kind == Webhook && secret == "" {
		var err error
		if secret, err = newSecret(); err != nil {
			return Alert{}, err
		}
	}
	var n int64
	err := s.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "INSERT INTO alert (search, kind, target, secret, paused, at) VALUES (?, ?, ?, ?, '', ?) ON CONFLICT DO NOTHING RETURNING n",
			search.n, kind, target, secret, s.now().UTC().Format(time.RFC3339)).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("news of %q go to %s already", search.Name, target)
		}
		return err
	})
	if err != nil {
		return Alert{}, err
	}
	return s.Alert(ctx, n)
}

// RemoveAlert ends an alert and what waits to be sent by it.
func (s *Store) RemoveAlert(ctx context.Context, n int64) error {
	return s.onAlert(ctx, n, "DELETE FROM alert WHERE n = ?", n)
}

// PauseAlert stops an alert for a reason; "" lets it go on.
func (s *Store) PauseAlert(ctx context.Context, n int64, why string) error {
	return s.onAlert(ctx, n, "UPDATE alert SET paused = ? WHERE n = ?", why, n)
}

func (s *Store) onAlert(ctx context.Context, n int64, q string, args ...any) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, q, args...)
		if err != nil {
			return err
		}
		touched, err := res.RowsAffected()
		if err == nil && touched == 0 {
			err = fmt.Errorf("alert %d: %w", n, ErrUnknown)
		}
		return err
	})
}

// TestAlert readies a message without news, to try an alert out. One that
// rests goes on with it.
func (s *Store) TestAlert(ctx context.Context, n int64) error {
	if err := s.PauseAlert(ctx, n, ""); err != nil {
		return err
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := newDelivery(ctx, tx, n, s.now().UTC())
		return err
	})
}

const sqlDeliveries = `SELECT d.n, d.id, d.state, d.tries, d.next, d.last, d.reason, d.at, (SELECT count(*) FROM delivery_news x WHERE x.delivery = d.n),
	a.n, f.id, a.kind, a.target, a.secret, a.paused, a.at FROM delivery d JOIN alert a ON a.n = d.alert JOIN search f ON f.n = a.search`

func scanDelivery(scan func(...any) error) (d Delivery, err error) {
	err = scan(append([]any{&d.n, &d.ID, &d.State, &d.Tries, &d.Next, &d.Last, &d.Reason, &d.At, &d.News}, d.Alert.fields()...)...)
	return d, err
}

// Deliveries lists messages of a search, or with "" of all, in a state, or
// with "" in any; the last made first.
func (s *Store) Deliveries(ctx context.Context, search, state string, limit int) ([]Delivery, error) {
	found, err := s.read.QueryContext(ctx, sqlDeliveries+" WHERE (?1 = '' OR f.id = ?1) AND (?2 = '' OR d.state = ?2) ORDER BY d.n DESC LIMIT ?3", search, state, limit)
	if err != nil {
		return nil, fmt.Errorf("listing messages: %w", err)
	}
	defer found.Close()
	var out []Delivery
	for found.Next() {
		d, err := scanDelivery(found.Scan)
		if err != nil {
			return nil, fmt.Errorf("listing messages: %w", err)
		}
		out = append(out, d)
	}
	return out, found.Err()
}

// Take gives a message that is due and keeps other senders from it for a
// time; ok is false when none is. mail says whether mail can be sent.
func (s *Store) Take(ctx context.Context, now time.Time, hold time.Duration, mail bool) (d Delivery, ok bool, err error) {
	stamp := now.UTC().Format(time.RFC3339)
	var waiting bool // asked first, so that there is no write when nothing is due
	const due = "FROM delivery d JOIN alert a ON a.n = d.alert WHERE d.state = 'waiting' AND d.next <= ?1 AND d.taken <= ?1 AND a.paused = '' AND (?2 OR a.kind <> 'mail')"
	if err := s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 "+due+")", stamp, mail).Scan(&waiting); err != nil || !waiting {
		return d, false, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		var n int64
		err := tx.QueryRowContext(ctx, "UPDATE delivery SET taken = ?3, tries = tries + 1 WHERE n = (SELECT d.n "+due+" ORDER BY d.next, d.n LIMIT 1) RETURNING n",
			stamp, mail, now.Add(hold).UTC().Format(time.RFC3339)).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		d, err = scanDelivery(tx.QueryRowContext(ctx, sqlDeliveries+" WHERE d.n = ?", n).Scan)
		return err
	})
	return d, ok, err
}

// Ended notes how a try to send a message ended: sent, dead, or waiting for
// another try at a time.
func (s *Store) Ended(ctx context.Context, d Delivery, state, reason string, next time.Time) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE delivery SET state = ?, reason = ?, next = ?, taken = '', last = ? WHERE n = ?",
			state, reason, next.UTC().Format(time.RFC3339), s.now().UTC().Format(time.RFC3339), d.n)
		return err
	})
}

// Revive has a message that was given up tried again. An alert that rests goes
// on with it.
func (s *Store) Revive(ctx context.Context, d Delivery) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE alert SET paused = '' WHERE n = ?", d.Alert.N); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE delivery SET state = 'waiting', tries = 0, taken = '', next = ? WHERE n = ? AND state = 'dead'", s.now().UTC().Format(time.RFC3339), d.n)
		return err
	})
}

// DeliveryNews gives the news of a message. What the record holds no more is
// left out.
func (s *Store) DeliveryNews(ctx context.Context, d Delivery) ([]News, error) {
	return s.news(ctx, sqlNews+" JOIN delivery_news x ON x.news = news.n WHERE x.delivery = ? ORDER BY news.n", d.n)
}
