package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// ErrUnknown is wrapped by errors on an article or happening that the record
// does not hold.
var ErrUnknown = errors.New("not in the record")

func unknown(err error, format string, args ...any) error {
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrUnknown
	}
	return fmt.Errorf(format+": %w", append(args, err)...)
}

// Order in which happenings are browsed.
type Order int

// The orders.
const (
	ByDay      Order = iota // earliest first
	ByDayLast               // latest first; those without a day last
	ByTold                  // first told last first
	ByDoubt                 // least certain first
	ByReported              // most independent tellings first
)

var orders = map[Order]string{
	ByDay:      "h.first_day, h.id",
	ByDayLast:  "h.first_day DESC, h.id",
	ByTold:     "h.said_first DESC, h.id",
	ByDoubt:    "h.confidence, h.id",
	ByReported: "(SELECT count(*) FROM happening_mention m WHERE m.happening = h.n) DESC, h.id",
}

// Browse gives a page of what a query asks for: at most limit happenings from
// the one numbered from, counted from 0; a negative limit is none.
func (s *Store) Browse(ctx context.Context, q query.Node, order Order, from, limit int) ([]*story.Happening, error) {
	c, err := compile(q)
	if err != nil {
		return nil, err
	}
	return s.happenings(ctx, c.sql, orders[order], from, limit, c.args...)
}

// Count is how many happenings a query asks for.
func (s *Store) Count(ctx context.Context, q query.Node) (n int, err error) {
	c, err := compile(q)
	if err != nil {
		return 0, err
	}
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM happening h WHERE "+c.sql, c.args...).Scan(&n); err != nil {
		return 0, fmt.Errorf("asking the record: %w", err)
	}
	return n, nil
}

// Disputed gives the happenings on which reports differ, those told last
// first.
func (s *Store) Disputed(ctx context.Context, limit int) ([]*story.Happening, error) {
	const differ = "h.n IN (SELECT j.n FROM happening_json j WHERE json_array_length(j.json, '$.disagreements') > 0)"
	return s.happenings(ctx, differ, orders[ByTold], 0, limit)
}

// Pending gives what is planned, asked for or offered: with due what is still
// to come after today, the next first; else what has passed its day without
// news, the last first.
func (s *Store) Pending(ctx context.Context, today string, due bool, limit int) ([]*story.Happening, error) {
	sign, order := ">=", "h.last_day, h.id"
	if !due {
		sign, order = "<", "h.last_day DESC, h.id"
	}
	const page = 64
	out := []*story.Happening{}
	for from := 0; len(out) < limit; from += page {
		some, err := s.happenings(ctx, "h.status IN ('planned', 'requested', 'offered') AND h.last_day <> '' AND h.last_day "+sign+" ?", order, from, page, today)
		if err != nil {
			return nil, err
		}
		for _, h := range some {
			if soon, late := h.Pending(today); len(out) < limit && (due && soon || !due && late) {
				out = append(out, h)
			}
		}
		if len(some) < page {
			break
		}
	}
	return out, nil
}

// happenings reads those of a condition in an order. Which they are is settled
// on small rows, before any text is read.
func (s *Store) happenings(ctx context.Context, where, order string, from, limit int, args ...any) ([]*story.Happening, error) {
	rows, err := s.read.QueryContext(ctx, "SELECT j.json FROM (SELECT * FROM happening h WHERE "+where+" ORDER BY "+order+" LIMIT ? OFFSET ?) h "+
		"JOIN happening_json j ON j.n = h.n ORDER BY "+order, append(args, limit, from)...)
	if err != nil {
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	texts, err := column[string](rows)
	if err != nil {
		return nil, fmt.Errorf("asking the record: %w", err)
	}
	out := make([]*story.Happening, 0, len(texts))
	for _, t := range texts {
		h := &story.Happening{}
		if err := json.Unmarshal([]byte(t), h); err != nil {
			return nil, fmt.Errorf("a happening is damaged (chancery verify tells more): %w", err)
		}
		out = append(out, h)
	}
	return out, nil
}

// Valued is how many happenings have a value.
type Valued struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Facets count the happenings that a query asks for, by field of the query
// language, the most first; "month" is in order of time.
type Facets struct {
	Total  int                 `json:"total"`
	Counts map[string][]Valued `json:"counts"`
}

// facetLimit bounds the happenings whose parties, which cost most, are counted.
const facetLimit = 20_000

var facets = []struct{ name, of, order string }{
	{"type", "SELECT h.type AS v FROM happening h WHERE %s", "count(*) DESC, v"},
	{"status", "SELECT h.status AS v FROM happening h WHERE %s", "count(*) DESC, v"},
	{"month", "SELECT substr(h.first_day, 1, 7) AS v FROM happening h WHERE h.first_day <> '' AND (%s)", "v"},
	{"place", "SELECT h.country AS v FROM happening h WHERE h.country <> '' AND (%s)", "count(*) DESC, v"},
	{"party", `SELECT DISTINCT h.n, p.value ->> 'label' AS v FROM happening h JOIN happening_json j ON j.n = h.n, json_each(j.json, '$.parties') p WHERE %s`, "count(*) DESC, v"},
}

// Facets counts what a query asks for, at most limit values a field. Parties
// of very many happenings are not counted.
func (s *Store) Facets(ctx context.Context, q query.Node, limit int) (*Facets, error) {
	c, err := compile(q)
	if err != nil {
		return nil, err
	}
	f := &Facets{Counts: map[string][]Valued{}}
	if f.Total, err = s.Count(ctx, q); err != nil {
		return nil, err
	}
	for _, x := range facets {
		if x.name == "party" && f.Total > facetLimit {
			continue
		}
		n := limit
		if x.name == "month" {
			n = -1
		}
		rows, err := s.read.QueryContext(ctx, "SELECT v, count(*) FROM ("+fmt.Sprintf(x.of, c.sql)+") GROUP BY v ORDER BY "+x.order+" LIMIT ?", append(c.args, n)...)
		if err != nil {
			return nil, fmt.Errorf("counting by %s: %w", x.name, err)
		}
		for rows.Next() {
			var one Valued
			if err := rows.Scan(&one.Value, &one.Count); err != nil {
				rows.Close()
				return nil, fmt.Errorf("counting by %s: %w", x.name, err)
			}
			f.Counts[x.name] = append(f.Counts[x.name], one)
		}
		if err := rows.Err(); err != nil {
			return nil, fmt.Errorf("counting by %s: %w", x.name, err)
		}
	}
	return f, nil
}

// Line is an article in a list.
type Line struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	URL       string `json:"url"`
	Voice     string `json:"voice"`    // the first of the articles that it is a copy of, or its own id
	Events    int    `json:"events"`   // mentions of happenings
	Versions  int    `json:"versions"` // of the same document, with itself
}

// Lines lists articles, the last published first: at most limit from the one
// numbered from, and how many there are. words, which may be empty, must stand
// in the title or the outlet's name.
func (s *Store) Lines(ctx context.Context, words string, from, limit int) (lines []Line, total int, err error) {
	const where = " FROM article a LEFT JOIN voice v ON v.article = a.n WHERE ?1 = '' OR instr(lower(a.title), lower(?1)) OR instr(lower(a.outlet), lower(?1))"
	if err := s.read.QueryRowContext(ctx, "SELECT count(*)"+where, words).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("counting articles: %w", err)
	}
	rows, err := s.read.QueryContext(ctx, `SELECT a.id, a.title, a.outlet, a.published, a.url, coalesce(v.first, a.id),
		(SELECT count(*) FROM event e WHERE e.article = a.n), (SELECT count(*) FROM article b WHERE b.document = a.document)`+
		where+" ORDER BY a.published DESC, a.id LIMIT ?2 OFFSET ?3", words, limit, from)
	if err != nil {
		return nil, 0, fmt.Errorf("listing articles: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var l Line
		if err := rows.Scan(&l.ID, &l.Title, &l.Outlet, &l.Published, &l.URL, &l.Voice, &l.Events, &l.Versions); err != nil {
			return nil, 0, fmt.Errorf("listing articles: %w", err)
		}
		lines = append(lines, l)
	}
	return lines, total, rows.Err()
}

// Related gives for an article the versions of its document, itself among
// them, and the articles that are one voice with it, in order of publication.
func (s *Store) Related(ctx context.Context, id string) (versions, copies []Line, err error) {
	const fields = "SELECT b.id, b.title, b.outlet, b.published, b.url FROM article a JOIN "
	for _, x := range []struct {
		to  *[]Line
		sql string
	}{
		{&versions, fields + "article b ON b.document = a.document WHERE a.id = ? ORDER BY b.published, b.id"},
		{&copies, fields + "voice v ON v.article = a.n JOIN voice w ON w.first = v.first JOIN article b ON b.n = w.article WHERE a.id = ? AND b.document <> a.document ORDER BY b.published, b.id"},
	} {
		rows, err := s.read.QueryContext(ctx, x.sql, id)
		if err != nil {
			return nil, nil, fmt.Errorf("articles related to %s: %w", id, err)
		}
		defer rows.Close()
		for rows.Next() {
			var l Line
			if err := rows.Scan(&l.ID, &l.Title, &l.Outlet, &l.Published, &l.URL); err != nil {
				return nil, nil, fmt.Errorf("articles related to %s: %w", id, err)
			}
			*x.to = append(*x.to, l)
		}
		if err := rows.Err(); err != nil {
			return nil, nil, err
		}
	}
	return versions, copies, nil
}

// Belongs gives for each event of an article the happening that it is part of.
func (s *Store) Belongs(ctx context.Context, article string) (map[string]string, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT m.event, h.id FROM article a JOIN happening_mention m ON m.article = a.n JOIN happening h ON h.n = m.happening WHERE a.id = ?`, article)
	if err != nil {
		return nil, fmt.Errorf("happenings of %s: %w", article, err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var event, id string
		if err := rows.Scan(&event, &id); err != nil {
			return nil, fmt.Errorf("happenings of %s: %w", article, err)
		}
		out[event] = id
	}
	return out, rows.Err()
}

// Totals say how much the record holds.
type Totals struct {
	Articles    int `json:"articles"`
	Outlets     int `json:"outlets"`
	Happenings  int `json:"happenings"`
	Quarantined int `json:"quarantined"`
}

// Totals counts what the record holds.
func (s *Store) Totals(ctx context.Context) (t Totals, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM article), (SELECT count(DISTINCT outlet) FROM article), (SELECT count(*) FROM happening),
		(SELECT count(*) FROM quarantine)`).Scan(&t.Articles, &t.Outlets, &t.Happenings, &t.Quarantined)
	if err != nil {
		return t, fmt.Errorf("counting what the record holds: %w", err)
	}
	return t, nil
}

// Outlet is a publisher with what the record has of it.
type Outlet struct {
	Name     string `json:"name"`
	Articles int    `json:"articles"`
	Voices   int    `json:"voices"` // articles that are no copies
	First    string `json:"first"`  // day of publication
	Last     string `json:"last"`
}

// Outlets lists publishers, the one with the most articles first.
func (s *Store) Outlets(ctx context.Context) ([]Outlet, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT a.outlet, count(*), sum(v.first IS NULL OR v.first = a.id), coalesce(min(nullif(substr(a.published, 1, 10), '')), ''), max(substr(a.published, 1, 10))
		FROM article a LEFT JOIN voice v ON v.article = a.n GROUP BY a.outlet ORDER BY count(*) DESC, a.outlet`)
	if err != nil {
		return nil, fmt.Errorf("listing outlets: %w", err)
	}
	defer rows.Close()
	var out []Outlet
	for rows.Next() {
		var o Outlet
		if err := rows.Scan(&o.Name, &o.Articles, &o.Voices, &o.First, &o.Last); err != nil {
			return nil, fmt.Errorf("listing outlets: %w", err)
		}
		out = append(out, o)
	}
	return out, rows.Err()
}
