package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chancery-project/chancery/lang"
)

// forgetDecisions takes the words out of what was decided on an article that
// is forgotten. Who decided what, and when, stays.
func (s *Store) forgetDecisions(ctx context.Context, tx *sql.Tx, article string) error {
	const on = "what IN ('accept', 'reject', 'edit', 'comment') AND b ->> '$.article' = ?"
	found, err := tx.QueryContext(ctx, "SELECT n FROM decision WHERE "+on, article)
	if err != nil {
		return err
	}
	all, err := column[int64](found)
	if err != nil || len(all) == 0 {
		return err
	}
	n, err := s.append(ctx, tx, s.By(ctx), entry{"forget", article, ""}, "", nil)
	if err != nil {
		return err
	}
	if err := s.undone(ctx, tx, n, on+" AND undone_by IS NULL", article); err != nil {
		return err
	}
	for _, x := range all {
		if err := s.rewrite(ctx, tx, x, "", ""); err != nil {
			return err
		}
	}
	return nil
}

// rewrite gives a decision other words, and tells the audit log of it.
func (s *Store) rewrite(ctx context.Context, tx *sql.Tx, n int64, b, why string) error {
	if _, err := tx.ExecContext(ctx, "UPDATE decision SET b = ?, why = ? WHERE n = ?", b, why, n); err != nil {
		return err
	}
	return s.logDecision(ctx, tx, n)
}

// redactDecisions takes a person out of what was decided: by the whole name
// everywhere, by the family name on the articles that named the person.
// renamed gives the new ids of articles that have one.
func (s *Store) redactDecisions(ctx context.Context, tx *sql.Tx, name string, articles []string, renamed map[string]string) (changed int, err error) {
	type decision struct {
		n         int64
		a, b, why string
		verdict   bool
	}
	found, err := tx.QueryContext(ctx, "SELECT n, a, b, why, what IN "+sqlVerdicts+" FROM decision WHERE b <> '' OR why <> '' ORDER BY n")
	if err != nil {
		return changed, err
	}
	defer found.Close()
	var all []decision
	for found.Next() {
		var d decision
		if err := found.Scan(&d.n, &d.a, &d.b, &d.why, &d.verdict); err != nil {
			return changed, err
		}
		all = append(all, d)
	}
	if err := found.Err(); err != nil {
		return changed, err
	}
	words := strings.Fields(lang.Bare(name))
	whole, family := strings.Join(words, " "), words[len(words)-1]
	for _, d := range all {
		b, why := d.b, map[string]any{"why": d.why}
		patterns := []string{whole}
		var m map[string]any
		if strings.HasPrefix(d.b, "{") {
			if err := json.Unmarshal([]byte(d.b), &m); err != nil {
				return changed, fmt.Errorf("decision %d is damaged: %w", d.n, err)
			}
			article, _ := m["article"].(string)
			if slices.Contains(articles, article) {
				patterns = append(patterns, family)
			}
			if to := renamed[article]; to != "" {
				m["article"] = to
			}
			unname(m, patterns)
			kept := m["article"]
			strike(m, patterns)
			m["article"] = kept
			b = string(marshal(m))
			var before map[string]any
			if json.Unmarshal([]byte(d.b), &before) == nil && string(marshal(before)) == b {
				b = d.b
			}
		}
		strike(why, patterns)
		if b == d.b && why["why"] == d.why {
			continue
		}
		if err := s.rewrite(ctx, tx, d.n, b, why["why"].(string)); err != nil {
			return changed, err
		}
		if d.verdict {
			if err := touch(ctx, tx, d.a, true); err != nil {
				return changed, err
			}
		}
		changed++
	}
	return changed, nil
}

// unname gives parties of these names the name of who was forgotten, as the
// record of the article does.
func unname(v any, names []string) {
	switch v := v.(type) {
	case map[string]any:
		if name, ok := v["name"].(string); ok && slices.Contains(names, lang.Bare(name)) {
			v["name"] = forgottenName
		}
		for _, x := range v {
			unname(x, names)
		}
	case []any:
		for _, x := range v {
			unname(x, names)
		}
	}
}
