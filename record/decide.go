package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"
)

// What is decided. A merge and a split are of two mentions, a and b; a verdict
// and a comment of a, with the codings in b; a mention is sampled for sample b.
const (
	merge   = "merge"
	split   = "split"
	undo    = "undo"
	accept  = "accept"
	reject  = "reject"
	edit    = "edit"
	comment = "comment"
	sample  = "sample"
	sampled = "sampled"
)

// verdicts, and what goes over to the new mention when an article is read anew.
const (
	sqlVerdicts = "('accept', 'reject', 'edit')"
	sqlCarried  = "('merge', 'split', 'accept', 'reject', 'edit', 'comment', 'sampled')"
)

// entry is a decision to be written.
type entry struct{ what, a, b string }

// Merge decides that two happenings, each named by the id of any of its
// mentions, are one. Like all decisions it is appended with who and why,
// survives new articles and recoding, and can be undone by its number.
func (s *Store) Merge(ctx context.Context, a, b, why string) (numbers []int64, err error) {
	return s.decide(ctx, why, []string{a, b}, func(ctx context.Context, tx *sql.Tx) ([]entry, error) {
		if one, err := together(ctx, tx, a, b); err != nil || one {
			return nil, errors.Join(err, unless(one, "they are one happening already"))
		}
		return []entry{{merge, a, b}}, nil
	})
}

// Split decides that one mention does not belong to its happening.
func (s *Store) Split(ctx context.Context, mention, why string) (numbers []int64, err error) {
	return s.decide(ctx, why, []string{mention}, func(ctx context.Context, tx *sql.Tx) ([]entry, error) {
		found, err := tx.QueryContext(ctx, "SELECT b.mention FROM happening_mention a JOIN happening_mention b USING (happening) WHERE a.mention = ?1 AND b.mention <> ?1 ORDER BY b.mention", mention)
		if err != nil {
			return nil, err
		}
		others, err := column[string](found)
		if err != nil {
			return nil, err
		}
		var out []entry
		for _, o := range others {
			out = append(out, entry{split, mention, o})
		}
		return out, unless(len(out) == 0, "it stands alone already")
	})
}

// Undo takes a decision back, with all that were made in one act with it. They
// stay in the record as undone.
func (s *Store) Undo(ctx context.Context, n int64, why string) error {
	const same = " FROM decision d JOIN decision x ON x.n = d.n OR x.act = d.act WHERE d.n = ? AND x.what <> 'undo' AND x.undone_by IS NULL"
	found, err := s.read.QueryContext(ctx, "SELECT x.a"+same+" AND x.what IN ('merge', 'split', 'accept', 'reject', 'edit') UNION SELECT x.b"+same+" AND x.what IN ('merge', 'split')", n, n)
	if err != nil {
		return err
	}
	touched, err := column[string](found)
	if err != nil {
		return err
	}
	_, err = s.decide(ctx, why, touched, func(ctx context.Context, tx *sql.Tx) ([]entry, error) {
		var open bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1"+same+" AND d.undone_by IS NULL)", n).Scan(&open)
		return []entry{{undo, fmt.Sprint(n), ""}}, errors.Join(err, unless(!open, fmt.Sprintf("there is no decision %d that could be undone", n)))
	})
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

// decide appends decisions, made in one act, and settles what they touch: the
// mentions touched, with all that are one happening with them.
func (s *Store) decide(ctx context.Context, why string, touched []string, what func(context.Context, *sql.Tx) ([]entry, error)) (numbers []int64, err error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		numbers = nil
		entries, err := what(ctx, tx)
		if err != nil {
			return err
		}
		undoes := len(entries) == 1 && entries[0].what == undo
		for _, m := range touched {
			if err := touch(ctx, tx, m, undoes); err != nil {
				return err
			}
		}
		for _, e := range entries {
			n, err := s.append(ctx, tx, s.By(ctx), e, why, first(numbers))
			if err != nil {
				return err
			}
			if e.what == undo {
				if err := s.undone(ctx, tx, n, "n IN (SELECT x.n FROM decision d JOIN decision x ON x.n = d.n OR x.act = d.act WHERE d.n = ?) AND what <> 'undo' AND undone_by IS NULL", e.a); err != nil {
					return err
				}
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

func first(all []int64) any {
	if len(all) == 0 {
		return nil
	}
	return all[0]
}

// touch marks the article of a mention, and those of its happening, to be
// settled. One that is not there any more, its article read anew or forgotten,
// is a fault unless gone may be.
func touch(ctx context.Context, tx *sql.Tx, mention string, gone bool) error {
	for _, q := range []string{
		"INSERT INTO unsettled SELECT DISTINCT b.article FROM happening_mention a JOIN happening_mention b USING (happening) WHERE a.mention = ? ON CONFLICT DO NOTHING",
		"INSERT INTO unsettled SELECT article FROM judged WHERE mention = ? ON CONFLICT DO NOTHING",
	} {
		if _, err := tx.ExecContext(ctx, q, mention); err != nil {
			return err
		}
	}
	if _, err := spotOf(ctx, tx, mention); errors.Is(err, ErrUnknown) && gone {
		return nil
	} else if err != nil {
		return err
	}
	return nil
}

// spotOf finds where a mention stands, also one that was rejected.
func spotOf(ctx context.Context, db queryer, mention string) (at spot, err error) {
	err = db.QueryRowContext(ctx, "SELECT article, event FROM happening_mention WHERE mention = ?1 UNION SELECT article, event FROM judged WHERE mention = ?1", mention).Scan(&at.article, &at.event)
	if err != nil {
		return at, unknown(err, "happening %s", mention)
	}
	return at, nil
}

// append writes a decision and logs it.
func (s *Store) append(ctx context.Context, tx *sql.Tx, who string, e entry, why string, act any) (n int64, err error) {
	at := s.now().UTC().Format(time.RFC3339)
	err = tx.QueryRowContext(ctx, "INSERT INTO decision (at, who, what, a, b, why, act) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING n", at, who, e.what, e.a, e.b, why, act).Scan(&n)
	if err != nil {
		return 0, err
	}
	if act == nil && e.what != undo {
		if _, err := tx.ExecContext(ctx, "UPDATE decision SET act = n WHERE n = ?", n); err != nil {
			return 0, err
		}
	}
	return n, s.logDecision(ctx, tx, n)
}

// undone marks the decisions of a condition as taken back by decision n.
func (s *Store) undone(ctx context.Context, tx *sql.Tx, n int64, where string, args ...any) error {
	found, err := tx.QueryContext(ctx, "UPDATE decision SET undone_by = ? WHERE "+where+" RETURNING n", append([]any{n}, args...)...)
	if err != nil {
		return err
	}
	all, err := column[int64](found)
	if err != nil {
		return err
	}
	for _, x := range all {
		if err := s.logDecision(ctx, tx, x); err != nil {
			return err
		}
	}
	return nil
}

// sqlDecisions prints decisions as the audit log has, or hashes, them.
const sqlDecisions = "SELECT n, at, who, what, a, b, why, coalesce(undone_by, 0) || CASE WHEN act IS NULL THEN '' ELSE ' ' || act END FROM decision"

// hashed is how the audit log names a decision: by a hash, so that words of it
// can be forgotten.
func hashed(line string) string {
	sum := sha256.Sum256([]byte(line))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func (s *Store) logDecision(ctx context.Context, tx *sql.Tx, n int64) error {
	found, err := tx.QueryContext(ctx, sqlDecisions+" WHERE n = ?", n)
	if err != nil {
		return err
	}
	lines, err := texts(found)
	if err != nil || len(lines) != 1 {
		return errors.Join(err, unless(len(lines) != 1, fmt.Sprintf("decision %d is not there", n)))
	}
	return s.log(ctx, tx, "decision", fmt.Sprint(n), hashed(lines[0]))
}
