package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	chancery "github.com/chancery-project/chancery"
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

// Disputed gives the happenings on which reports differ, those told last
// first.
func (s *Store) Disputed(ctx context.Context, limit int) (found []*story.Happening, err error) {
	err = s.asking(ctx, func(a *asker) error {
		all, err := a.having(ctx, fieldDisputed, "")
		if err == nil {
			found, err = a.page(ctx, all, ByTold, 0, limit)
		}
		return err
	})
	return found, err
}

// pending gives what is planned, asked for or offered.
func (a *asker) pending(ctx context.Context) (out set, err error) {
	for _, status := range []chancery.Status{chancery.Planned, chancery.Requested, chancery.Offered} {
		s, err := a.having(ctx, "status", string(status))
		if err != nil {
			return nil, err
		}
		out.or(s)
	}
	return out, nil
}

// Pending gives what is planned, asked for or offered: with due what is still
// to come after today, the next first; else what has passed its day without
// news, the last first.
func (s *Store) Pending(ctx context.Context, today string, due bool, limit int) (found []*story.Happening, err error) {
	order, day := byEnd, dayNumber(today)
	if !due {
		order = byEndLast
	}
	found = []*story.Happening{}
	err = s.asking(ctx, func(a *asker) error {
		all, err := a.pending(ctx)
		if err != nil {
			return err
		}
		ends, err := a.column(ctx, columnLast)
		if err != nil {
			return err
		}
		var in set
		all.each(func(n uint32) {
			if end := cell(ends, n); end != 0 && (end >= day) == due {
				in.add(n)
			}
		})
		const page = 64
		for from := 0; len(found) < limit; from += page {
			some, err := a.page(ctx, in, order, from, page)
			if err != nil {
				return err
			}
			for _, h := range some {
				if soon, late := h.Pending(today); len(found) < limit && (due && soon || !due && late) {
					found = append(found, h)
				}
			}
			if len(some) < page {
				break
			}
		}
		return nil
	})
	return found, err
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
	const where = " WHERE ?1 = '' OR instr(lower(a.title), lower(?1)) OR instr(lower(a.outlet), lower(?1))"
	if err := s.read.QueryRowContext(ctx, "SELECT count(*) FROM article a"+where, words).Scan(&total); err != nil {
		return nil, 0, fmt.Errorf("counting articles: %w", err)
	}
	rows, err := s.read.QueryContext(ctx, `SELECT a.id, a.title, a.outlet, a.published, a.url, coalesce(v.first, a.id),
		(SELECT count(*) FROM event e WHERE e.article = a.n), (SELECT count(*) FROM article b WHERE b.document = a.document)`+
		" FROM article a LEFT JOIN voice v ON v.article = a.n"+where+" ORDER BY a.published DESC, a.id LIMIT ?2 OFFSET ?3", words, limit, from)
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

// Totals counts what the record holds. Articles count once they are settled.
func (s *Store) Totals(ctx context.Context) (t Totals, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT coalesce((SELECT count FROM word WHERE field = ?1), 0), (SELECT count(*) FROM word WHERE field = ?2),
		coalesce((SELECT count FROM word WHERE field = ?3), 0), (SELECT count(*) FROM quarantine)`, fieldArticle, fieldOutlet, fieldAll).Scan(&t.Articles, &t.Outlets, &t.Happenings, &t.Quarantined)
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
func (s *Store) Outlets(ctx context.Context) (out []Outlet, err error) {
	err = s.asking(ctx, func(a *asker) error {
		if out = a.columns.everyOutlet(); out == nil {
			out, err = countOutlets(ctx, a.db)
			a.columns.keepOutlets(out)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("listing outlets: %w", err)
	}
	return slices.Clone(out), nil
}

func countOutlets(ctx context.Context, db rowsQueryer) (out []Outlet, err error) {
	rows, err := db.QueryContext(ctx, `SELECT a.outlet, count(*), sum(v.first IS NULL OR v.first = a.id), coalesce(min(nullif(substr(a.published, 1, 10), '')), ''), max(substr(a.published, 1, 10))
		FROM article a LEFT JOIN voice v ON v.article = a.n GROUP BY a.outlet ORDER BY count(*) DESC, a.outlet`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o Outlet
		if err := rows.Scan(&o.Name, &o.Articles, &o.Voices, &o.First, &o.Last); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, rows.Err()
}
