package record

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chancery-project/chancery/query"
)

// Search is a query that somebody keeps.
type Search struct {
	ID    string `json:"id"` // names it in addresses; no secret
	Owner string `json:"owner"`
	Name  string `json:"name"`
	Query string `json:"query"`
	At    string `json:"at"`              // when it was saved, RFC 3339, UTC
	Fault string `json:"fault,omitempty"` // why it cannot be asked any more
	News  int    `json:"news"`            // how many steps came since it was saved

	n int64
}

// maxSearchName bounds the name of a search, in characters.
const maxSearchName = 100

const sqlSearches = "SELECT n, id, owner, name, query, at, fault, (SELECT count(*) FROM news WHERE news.search = search.n) FROM search"

func scanSearches(found *sql.Rows, err error) ([]Search, error) {
	if err != nil {
		return nil, fmt.Errorf("listing searches: %w", err)
	}
	defer found.Close()
	var out []Search
	for found.Next() {
		var s Search
		if err := found.Scan(&s.n, &s.ID, &s.Owner, &s.Name, &s.Query, &s.At, &s.Fault, &s.News); err != nil {
			return nil, fmt.Errorf("listing searches: %w", err)
		}
		out = append(out, s)
	}
	return out, found.Err()
}

// Searches lists an owner's searches by name, or with owner "" everybody's.
func (s *Store) Searches(ctx context.Context, owner string) ([]Search, error) {
	return scanSearches(s.read.QueryContext(ctx, sqlSearches+" WHERE ?1 = '' OR owner = ?1 ORDER BY owner, name", owner))
}

// Search gives an owner's search by its id or name, or with owner "" anybody's
// by its id.
func (s *Store) Search(ctx context.Context, owner, name string) (Search, error) {
	all, err := scanSearches(s.read.QueryContext(ctx, sqlSearches+" WHERE (?1 = '' OR owner = ?1) AND (id = ?2 OR name = ?2 AND owner = ?1)", owner, name))
	if err == nil && len(all) == 0 {
		return Search{}, fmt.Errorf("search %q: %w", name, ErrUnknown)
	}
	if err != nil {
		return Search{}, err
	}
	return all[0], nil
}

// SaveSearch keeps a query under a name. What it finds now is no news to it.
func (s *Store) SaveSearch(ctx context.Context, owner, name, text string) (Search, error) {
	name, text = strings.Join(strings.Fields(name), " "), strings.TrimSpace(text)
	switch {
	case name == "":
		return Search{}, errors.New("a search needs a name")
	case !utf8.ValidString(name) || utf8.RuneCountInString(name) > maxSearchName:
		return Search{}, fmt.Errorf("the name of a search has at most %d characters", maxSearchName)
	}
	q, err := askable(text)
	if err != nil {
		return Search{}, err
	}
	raw := make([]byte, 8)
	if _, err := rand.Read(raw); err != nil {
		return Search{}, err
	}
	id := "s" + hex.EncodeToString(raw)
	err = s.tx(ctx, func(tx *sql.Tx) error {
		var n int64
		err := tx.QueryRowContext(ctx, "INSERT INTO search (id, owner, name, query, at, fault) VALUES (?, ?, ?, ?, ?, '') ON CONFLICT DO NOTHING RETURNING n",
			id, owner, name, text, s.now().UTC().Format(time.RFC3339)).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("there is a search named %q already: choose another name, or remove that one", name)
		}
		if err != nil {
			return err
		}
		asked, err := newAsker(tx).find(ctx, q)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO seen (search, mention, status) SELECT ?, h.id, json_extract(step.value, '$.status')
			FROM happening h JOIN happening_json j ON j.n = h.n, json_each(j.json, '$.life') step WHERE h.n IN (SELECT value FROM json_each(?)) ON CONFLICT DO NOTHING`, n, asked.list())
		return err
	})
	if err != nil {
		return Search{}, fmt.Errorf("saving the search %q: %w", name, err)
	}
	return s.Search(ctx, owner, id)
}

// askable reads a query that can be asked.
func askable(text string) (query.Node, error) {
	q, err := query.Parse(text)
	if err == nil {
		err = wordy(q)
	}
	return q, err
}

// RemoveSearch ends a search, its feed and its alerts.
func (s *Store) RemoveSearch(ctx context.Context, owner, name string) error {
	f, err := s.Search(ctx, owner, name)
	if err != nil {
		return err
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM search WHERE n = ?", f.n)
		return err
	})
}
