package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Merge decides that two happenings, each named by the id of any of its
// mentions, are one. Like all decisions it is appended with who and why,
// survives new articles and recoding, and can be undone by its number.
func (s *Store) Merge(ctx context.Context, a, b, why string) (numbers []int64, err error) {
	return s.decide(ctx, func(ctx context.Context, tx *sql.Tx) ([][3]string, error) {
		if one, err := together(ctx, tx, a, b); err != nil || one {
			return nil, errors.Join(err, unless(one, "they are one happening already"))
		}
		return [][3]string{{"merge", a, b}}, nil
	}, why, a, b)
}

// Split decides that one mention does not belong to its happening.
func (s *Store) Split(ctx context.Context, mention, why string) (numbers []int64, err error) {
	return s.decide(ctx, func(ctx context.Context, tx *sql.Tx) ([][3]string, error) {
		found, err := tx.QueryContext(ctx, "SELECT b.mention FROM happening_mention a JOIN happening_mention b USING (happening) WHERE a.mention = ?1 AND b.mention <> ?1 ORDER BY b.mention", mention)
		if err != nil {
			return nil, err
		}
		others, err := column[string](found)
		if err != nil {
			return nil, err
		}
		var out [][3]string
		for _, o := range others {
			out = append(out, [3]string{"split", mention, o})
		}
		return out, unless(len(out) == 0, "it stands alone already")
	}, why, mention)
}

// Undo takes a decision back. It stays in the record as undone.
func (s *Store) Undo(ctx context.Context, n int64, why string) error {
	var a, b string
	err := s.read.QueryRowContext(ctx, "SELECT a, b FROM decision WHERE n = ? AND what IN ('merge', 'split') AND undone_by IS NULL", n).Scan(&a, &b)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("there is no decision %d that could be undone", n)
	}
	if err != nil {
		return err
	}
	_, err = s.decide(ctx, func(context.Context, *sql.Tx) ([][3]string, error) {
		return [][3]string{{"undo", fmt.Sprint(n), ""}}, nil
	}, why, a, b)
	return err
}

func unless(bad bool, what string) error {
	if bad {
		return errors.New(what)
	}
	return nil
}

func together(ctx context.Context, tx *sql.Tx, a, b string) (one bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM happening_mention x JOIN happening_mention y USING (happening) WHERE x.mention = ? AND y.mention = ?)", a, b).Scan(&one)
	return one, err
}

// decide appends decisions and settles what they touch.
func (s *Store) decide(ctx context.Context, what func(context.Context, *sql.Tx) ([][3]string, error), why string, touched ...string) (numbers []int64, err error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		for _, m := range touched {
			_, err := tx.ExecContext(ctx, `INSERT INTO unsettled SELECT DISTINCT b.article FROM happening_mention a JOIN happening_mention b USING (happening) WHERE a.mention = ? ON CONFLICT DO NOTHING`, m)
			if err != nil {
				return err
			}
			var known bool
			if err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM happening_mention WHERE mention = ?)", m).Scan(&known); err != nil || !known {
				return errors.Join(err, unless(!known, "there is no happening "+m))
			}
		}
		rows, err := what(ctx, tx)
		if err != nil {
			return err
		}
		at := s.now().UTC().Format(time.RFC3339)
		for _, r := range rows {
			var n int64
			if err := tx.QueryRowContext(ctx, "INSERT INTO decision (at, who, what, a, b, why) VALUES (?, ?, ?, ?, ?, ?) RETURNING n", at, s.by(ctx), r[0], r[1], r[2], why).Scan(&n); err != nil {
				return err
			}
			if r[0] == "undo" {
				if _, err := tx.ExecContext(ctx, "UPDATE decision SET undone_by = ? WHERE n = ?", n, r[1]); err != nil {
					return err
				}
				if err := s.logDecision(ctx, tx, r[1]); err != nil {
					return err
				}
			}
			if err := s.logDecision(ctx, tx, fmt.Sprint(n)); err != nil {
				return err
			}
			numbers = append(numbers, n)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return numbers, s.Settle(ctx)
}

// sqlDecisions prints decisions as the audit log has them.
const sqlDecisions = "SELECT n, at, who, what, a, b, why, coalesce(undone_by, 0) FROM decision"

func (s *Store) logDecision(ctx context.Context, tx *sql.Tx, n string) error {
	found, err := tx.QueryContext(ctx, sqlDecisions+" WHERE n = ?", n)
	if err != nil {
		return err
	}
	lines, err := texts(found)
	if err != nil || len(lines) != 1 {
		return errors.Join(err, unless(len(lines) != 1, "decision "+n+" is not there"))
	}
	return s.log(ctx, tx, "decision", n, lines[0])
}
