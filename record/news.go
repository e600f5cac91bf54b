package record

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// News is a step of a happening that is new to a search.
type News struct {
	Search    string           // id
	Happening *story.Happening // as it is told now
	Status    chancery.Status  // of the step
	Before    chancery.Status  // the status known so far; "" for a happening that was not found before
	At        string           // when it was found, RFC 3339, UTC
}

// Sizes of the work on news.
const (
	freshBatch  = 500  // articles looked at in one transaction
	perDelivery = 20   // steps in one message
	keptNews    = 1000 // steps that are kept of a search
	keptSent    = 30 * 24 * time.Hour
)

// Collect notes for each saved search which steps of happenings came with the
// articles since the last time, and readies messages for its alerts. Of a
// happening that a search finds for the first time, and of one whose status
// changed, there is news once, whatever is restarted. It returns how many
// steps there were. Articles that are not settled wait for the next time.
func (s *Store) Collect(ctx context.Context) (news int, err error) {
	for {
		more, some := false, 0
		err := s.tx(ctx, func(tx *sql.Tx) error {
			c := collector{tx: tx, at: s.now().UTC()}
			more, err = c.collect(ctx)
			some = c.news
			return err
		})
		if err != nil {
			return news, fmt.Errorf("looking for news of saved searches: %w", err)
		}
		news += some
		if !more {
			return news, nil
		}
	}
}

type collector struct {
	tx    *sql.Tx
	at    time.Time
	fresh map[string]bool // ids of articles
	news  int
}

// ready are the articles whose news have not been looked for and can be.
const ready = "SELECT f.article FROM fresh f WHERE f.article NOT IN (SELECT article FROM unsettled)"

func (c *collector) collect(ctx context.Context) (more bool, err error) {
	found, err := c.tx.QueryContext(ctx, ready+" ORDER BY f.article LIMIT ?", freshBatch)
	if err != nil {
		return false, err
	}
	articles, err := column[int64](found)
	if err != nil || len(articles) == 0 {
		return false, err
	}
	last := articles[len(articles)-1]
	if found, err = c.tx.QueryContext(ctx, "SELECT id FROM article WHERE n IN ("+ready+" AND f.article <= ?)", last); err != nil {
		return false, err
	}
	ids, err := column[string](found)
	if err != nil {
		return false, err
	}
	c.fresh = map[string]bool{}
	for _, id := range ids {
		c.fresh[id] = true
	}
	searches, err := scanSearches(c.tx.QueryContext(ctx, sqlSearches+" ORDER BY n"))
	if err != nil {
		return false, err
	}
	for _, f := range searches {
		if err := c.search(ctx, f, last); err != nil {
			return false, fmt.Errorf("search %q of %s: %w", f.Name, f.Owner, err)
		}
	}
	if _, err := c.tx.ExecContext(ctx, "DELETE FROM fresh WHERE article IN ("+ready+" AND f.article <= ?)", last); err != nil {
		return false, err
	}
	_, err = c.tx.ExecContext(ctx, "DELETE FROM delivery WHERE state = 'sent' AND last < ?", c.at.Add(-keptSent).Format(time.RFC3339))
	return len(articles) == freshBatch, err
}

// search looks for the news of one search in what the fresh articles tell of.
func (c *collector) search(ctx context.Context, f Search, last int64) error {
	q, fault := askable(f.Query)
	if note := faultOf(fault); note != f.Fault {
		if _, err := c.tx.ExecContext(ctx, "UPDATE search SET fault = ? WHERE n = ?", note, f.n); err != nil {
			return err
		}
	}
	if fault != nil {
		return nil // it is told on the page of the search
	}
	asked, err := newAsker(c.tx).find(ctx, q)
	if err != nil {
		return err
	}
	found, err := c.tx.QueryContext(ctx, "SELECT j.json FROM happening h JOIN happening_json j ON j.n = h.n WHERE h.n IN (SELECT happening FROM happening_mention WHERE article IN ("+
		ready+" AND f.article <= ?)) AND h.n IN (SELECT value FROM json_each(?)) ORDER BY h.said_first, h.id", last, asked.list())
	if err != nil {
		return err
	}
	all, err := column[string](found)
	if err != nil {
		return err
	}
	var news []int64
	for _, text := range all {
		h := &story.Happening{}
		if err := json.Unmarshal([]byte(text), h); err != nil {
			return fmt.Errorf("a happening is damaged (chancery verify tells more): %w", err)
		}
		n, err := c.happening(ctx, f.n, h)
		if err != nil {
			return err
		}
		if n != 0 {
			news = append(news, n)
		}
	}
	c.news += len(news)
	if len(news) == 0 {
		return nil
	}
	if _, err := c.tx.ExecContext(ctx, `DELETE FROM news WHERE search = ?1 AND n <= (SELECT n FROM news WHERE search = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2)
		AND n NOT IN (SELECT news FROM delivery_news)`, f.n, keptNews); err != nil {
		return err
	}
	return c.announce(ctx, f.n, news)
}

func faultOf(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// happening notes what of h is news to a search: the last of its steps that
// the search has not seen and that a fresh article tells. n is 0 when none is.
func (c *collector) happening(ctx context.Context, search int64, h *story.Happening) (n int64, err error) {
	mentions, err := json.Marshal(h.Mentions)
	if err != nil {
		return 0, err
	}
	found, err := c.tx.QueryContext(ctx, "SELECT DISTINCT status FROM seen WHERE search = ? AND mention IN (SELECT value FROM json_each(?))", search, string(mentions))
	if err != nil {
		return 0, err
	}
	seen, err := column[string](found)
	if err != nil {
		return 0, err
	}
	var status, before chancery.Status
	for _, step := range h.Life {
		switch {
		case slices.Contains(seen, string(step.Status)):
			before = step.Status
		case slices.ContainsFunc(step.Evidence, func(e story.Evidence) bool { return c.fresh[e.Article] }):
			status = step.Status
		}
		if _, err := c.tx.ExecContext(ctx, "INSERT INTO seen (search, mention, status) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", search, h.ID, string(step.Status)); err != nil {
			return 0, err
		}
	}
	switch {
	case len(seen) == 0:
		status, before = h.Status, ""
	case status == "":
		return 0, nil
	case before == "": // what was seen of it is told no more
		before = chancery.Status(seen[0])
	}
	err = c.tx.QueryRowContext(ctx, "INSERT INTO news (search, happening, status, before, at) VALUES (?, ?, ?, ?, ?) RETURNING n",
		search, h.ID, string(status), string(before), c.at.Format(time.RFC3339)).Scan(&n)
	return n, err
}

// announce readies messages with the news for each alert of a search.
func (c *collector) announce(ctx context.Context, search int64, news []int64) error {
	found, err := c.tx.QueryContext(ctx, "SELECT n FROM alert WHERE search = ? AND paused = '' ORDER BY n", search)
	if err != nil {
		return err
	}
	alerts, err := column[int64](found)
	if err != nil {
		return err
	}
	for _, a := range alerts {
		for some := range slices.Chunk(news, perDelivery) {
			d, err := newDelivery(ctx, c.tx, a, c.at)
			if err != nil {
				return err
			}
			for _, n := range some {
				if _, err := c.tx.ExecContext(ctx, "INSERT INTO delivery_news (delivery, news) VALUES (?, ?)", d, n); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// carrySeen takes what searches have seen over to the mentions that came in
// the place of others. Old and new ids may be the same ones in another order.
func carrySeen(ctx context.Context, tx *sql.Tx, moved map[string]string) error {
	var searches bool
	if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM search)").Scan(&searches); err != nil || !searches {
		return err
	}
	rename := func(from, to string) error {
		for _, q := range []string{"UPDATE OR REPLACE seen SET mention = ?2 WHERE mention = ?1", "UPDATE news SET happening = ?2 WHERE happening = ?1"} {
			if _, err := tx.ExecContext(ctx, q, from, to); err != nil {
				return err
			}
		}
		return nil
	}
	const away = "was " // out of the way first
	for old := range moved {
		if err := rename(old, away+old); err != nil {
			return err
		}
	}
	for old, to := range moved {
		if to == "" {
			to = old
		}
		if err := rename(away+old, to); err != nil {
			return err
		}
	}
	return nil
}

func newDelivery(ctx context.Context, tx *sql.Tx, alert int64, at time.Time) (n int64, err error) {
	raw := make([]byte, 15)
	if _, err := rand.Read(raw); err != nil {
		return 0, err
	}
	stamp := at.Format(time.RFC3339)
	err = tx.QueryRowContext(ctx, "INSERT INTO delivery (id, alert, state, tries, next, taken, last, reason, at) VALUES (?, ?, 'waiting', 0, ?, '', '', '', ?) RETURNING n",
		"msg_"+base64.RawURLEncoding.EncodeToString(raw), alert, stamp, stamp).Scan(&n)
	return n, err
}

const sqlNews = "SELECT f.id, news.happening, news.status, news.before, news.at FROM news JOIN search f ON f.n = news.search"

// News gives the latest steps that are new to a search, the last first. What
// the record holds no more is left out.
func (s *Store) News(ctx context.Context, search string, limit int) ([]News, error) {
	return s.news(ctx, sqlNews+" WHERE f.id = ? ORDER BY news.n DESC LIMIT ?", search, limit)
}

func (s *Store) news(ctx context.Context, q string, args ...any) ([]News, error) {
	found, err := s.read.QueryContext(ctx, q, args...)
	if err != nil {
		return nil, fmt.Errorf("news of searches: %w", err)
	}
	defer found.Close()
	var out []News
	var ids []string
	for found.Next() {
		var n News
		var id string
		if err := found.Scan(&n.Search, &id, &n.Status, &n.Before, &n.At); err != nil {
			return nil, fmt.Errorf("news of searches: %w", err)
		}
		out, ids = append(out, n), append(ids, id)
	}
	if err := errors.Join(found.Err(), found.Close()); err != nil {
		return nil, fmt.Errorf("news of searches: %w", err)
	}
	kept := out[:0]
	for i, n := range out {
		if n.Happening, err = s.Happening(ctx, ids[i]); errors.Is(err, ErrUnknown) {
			continue // it was forgotten
		} else if err != nil {
			return nil, err
		}
		kept = append(kept, n)
	}
	return kept, nil
}
