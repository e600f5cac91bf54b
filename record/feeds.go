package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Feed is a feed that is watched, with its health.
type Feed struct {
	URL       string `json:"url"`
	Title     string `json:"title,omitempty"`
	Tried     string `json:"tried,omitempty"`     // last poll, RFC 3339, UTC
	Succeeded string `json:"succeeded,omitempty"` // last poll that went well
	Next      string `json:"next,omitempty"`      // when it is due
	Failures  int    `json:"failures"`            // in a row
	Code      string `json:"code,omitempty"`      // of the last failure, as fetch.Code or "unreadable"
	Reason    string `json:"reason,omitempty"`
	Polls     int    `json:"polls"`
	Added     int    `json:"added"`
	Versions  int    `json:"versions"`
	// Quarantined counts what of it could not be read.
	Quarantined int `json:"quarantined"`

	ETag     string `json:"-"`
	Modified string `json:"-"`
	Sum      []byte `json:"-"` // of the last answer
}

// Item is one item of a feed that has been dealt with.
type Item struct {
	Key   string // what it goes by in the feed, hashed
	Sum   string // of what the feed says of it
	Tries int    // how often its page could not be had; 0: it is done
}

const sqlFeeds = `SELECT url, title, etag, modified, sum, tried, succeeded, next, failures, code, reason, polls, added, versions, quarantined FROM feed`

func scanFeed(scan func(...any) error) (f Feed, err error) {
	err = scan(&f.URL, &f.Title, &f.ETag, &f.Modified, &f.Sum, &f.Tried, &f.Succeeded, &f.Next, &f.Failures, &f.Code, &f.Reason, &f.Polls, &f.Added, &f.Versions, &f.Quarantined)
	return f, err
}

// Feeds lists the feeds that have been watched, by address.
func (s *Store) Feeds(ctx context.Context) ([]Feed, error) {
	found, err := s.read.QueryContext(ctx, sqlFeeds+" ORDER BY url")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var out []Feed
	for found.Next() {
		f, err := scanFeed(found.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, found.Err()
}

// Items gives the items of a feed that have been dealt with, by their keys.
func (s *Store) Items(ctx context.Context, feed string) (map[string]Item, error) {
	found, err := s.read.QueryContext(ctx, "SELECT key, i.sum, tries FROM feed_item i JOIN feed f ON f.n = i.feed WHERE url = ?", feed)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	out := map[string]Item{}
	for found.Next() {
		var key, sum []byte
		var i Item
		if err := found.Scan(&key, &sum, &i.Tries); err != nil {
			return nil, err
		}
		i.Key, i.Sum = string(key), string(sum)
		out[i.Key] = i
	}
	return out, found.Err()
}

// AddFeeds has feeds watched that are not yet; it returns how many those are.
func (s *Store) AddFeeds(ctx context.Context, feeds []Feed) (added int, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		added = 0
		for _, f := range feeds {
			res, err := tx.ExecContext(ctx, `INSERT INTO feed (url, title, etag, modified, sum, tried, succeeded, next, failures, code, reason, polls, added, versions, quarantined)
				VALUES (?, ?, '', '', x'', '', '', '', 0, '', '', 0, 0, 0, 0) ON CONFLICT DO NOTHING`, f.URL, f.Title)
			if err != nil {
				return err
			}
			n, err := res.RowsAffected()
			if err != nil {
				return err
			}
			added += int(n)
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("adding feeds: %w", err)
	}
	return added, nil
}

// SaveFeed keeps a feed's health and the items that were dealt with. A feed
// that was dropped while it was polled stays dropped.
func (s *Store) SaveFeed(ctx context.Context, f Feed, items []Item) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var n int64
		if f.Polls > 1 {
			err := tx.QueryRowContext(ctx, "SELECT n FROM feed WHERE url = ?", f.URL).Scan(&n)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("keeping the state of %s: %w", f.URL, err)
			}
		}
		err := tx.QueryRowContext(ctx, `INSERT INTO feed (url, title, etag, modified, sum, tried, succeeded, next, failures, code, reason, polls, added, versions, quarantined)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET title = excluded.title, etag = excluded.etag, modified = excluded.modified,
			sum = excluded.sum, tried = excluded.tried, succeeded = excluded.succeeded, next = excluded.next, failures = excluded.failures, code = excluded.code,
			reason = excluded.reason, polls = excluded.polls, added = excluded.added, versions = excluded.versions, quarantined = excluded.quarantined RETURNING n`,
			f.URL, f.Title, f.ETag, f.Modified, notNil(f.Sum), f.Tried, f.Succeeded, f.Next, f.Failures, f.Code, f.Reason, f.Polls, f.Added, f.Versions, f.Quarantined).Scan(&n)
		if err != nil {
			return fmt.Errorf("keeping the state of %s: %w", f.URL, err)
		}
		for _, i := range items {
			if _, err := tx.ExecContext(ctx, "INSERT INTO feed_item (feed, key, sum, tries) VALUES (?, ?, ?, ?) ON CONFLICT (feed, key) DO UPDATE SET sum = excluded.sum, tries = excluded.tries",
				n, []byte(i.Key), []byte(i.Sum), i.Tries); err != nil {
				return fmt.Errorf("keeping the items of %s: %w", f.URL, err)
			}
		}
		return nil
	})
}

// DropFeed removes a feed and its state; its articles stay.
func (s *Store) DropFeed(ctx context.Context, url string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, "DELETE FROM feed WHERE url = ?", url)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if err != nil {
			return err
		}
		return unless(n == 0, "no feed "+url+" has been watched: chancery watch --status lists them")
	})
}
