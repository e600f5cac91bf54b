package record

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/chancery-project/chancery/story"
)

// Queued is a mention that waits for a verdict, as a list shows it.
type Queued struct {
	Mention    string  `json:"mention"`
	Happening  string  `json:"happening"`
	Article    string  `json:"article"`
	Event      string  `json:"event"`
	Type       string  `json:"type"`
	Status     string  `json:"status"`
	Confidence float64 `json:"confidence"` // the machine's
	Words      string  `json:"words"`      // the first sentence of its evidence
	Outlet     string  `json:"outlet,omitempty"`
	Published  string  `json:"published,omitempty"`
}

// Of copies only the first is judged: the verdict holds for all. What the
// machine codes otherwise since it was judged waits anew.
const (
	fromEvents = ` FROM event e JOIN happening_mention m ON m.article = e.article AND m.event = e.id`
	waiting    = ` NOT EXISTS (SELECT 1 FROM judged j WHERE j.mention = m.mention AND j.recoded = 0)
		AND NOT EXISTS (SELECT 1 FROM voice v JOIN article a ON a.n = v.article WHERE v.article = e.article AND v.first <> a.id)`
)

// Queue lists what waits for a verdict, the least certain first: at most limit
// after the mention named, which may be "".
func (s *Store) Queue(ctx context.Context, after string, limit int) ([]Queued, error) {
	from, at := -1.0, spot{}
	if after != "" {
		var err error
		if at, err = spotOf(ctx, s.read, after); err != nil {
			return nil, err
		}
		if err := s.read.QueryRowContext(ctx, "SELECT confidence FROM event WHERE article = ? AND id = ?", at.article, at.event).Scan(&from); err != nil {
			return nil, unknown(err, "happening %s", after)
		}
	}
	// The index gives the order, so that a page costs the same however many wait.
	found, err := s.read.QueryContext(ctx, `SELECT m.mention, h.id, a.id, e.id, e.type, e.status, e.confidence, coalesce(substr(a.text, x.start + 1, x.finish - x.start), ''), a.outlet, a.published
		FROM (SELECT e.article, e.id, e.confidence, m.mention, m.happening`+fromEvents+` WHERE (e.confidence, e.article, e.id) > (?, ?, ?) AND`+waiting+`
		ORDER BY e.confidence, e.article, e.id LIMIT ?) m JOIN event e ON e.article = m.article AND e.id = m.id JOIN article a ON a.n = m.article
		JOIN happening h ON h.n = m.happening LEFT JOIN evidence x ON x.article = e.article AND x.event = e.id AND x.nth = 0 ORDER BY e.confidence, e.article, e.id`, from, at.article, at.event, limit)
	if err != nil {
		return nil, fmt.Errorf("what waits for review: %w", err)
	}
	defer found.Close()
	out := []Queued{}
	for found.Next() {
		var q Queued
		if err := found.Scan(&q.Mention, &q.Happening, &q.Article, &q.Event, &q.Type, &q.Status, &q.Confidence, &q.Words, &q.Outlet, &q.Published); err != nil {
			return nil, fmt.Errorf("what waits for review: %w", err)
		}
		q.Words = strings.Join(strings.Fields(q.Words), " ")
		out = append(out, q)
	}
	return out, found.Err()
}

// Review says how far the review of a record has come.
type Review struct {
	Mentions int     `json:"mentions"` // of happenings, copies among them
	Accepted int     `json:"accepted"`
	Edited   int     `json:"edited"`
	Rejected int     `json:"rejected"`
	Recoded  int     `json:"recoded"` // coded otherwise since
	Sample   *Sample `json:"sample,omitempty"`
}

// Review counts what was judged.
func (s *Store) Review(ctx context.Context) (*Review, error) {
	r := &Review{}
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM happening_mention), coalesce(sum(state = 'accepted'), 0), coalesce(sum(state = 'edited'), 0),
		coalesce(sum(state = 'rejected'), 0), coalesce(sum(recoded), 0) FROM judged`).Scan(&r.Mentions, &r.Accepted, &r.Edited, &r.Rejected, &r.Recoded)
	if err != nil {
		return nil, fmt.Errorf("counting what was judged: %w", err)
	}
	if r.Sample, err = s.Sample(ctx); err != nil {
		return nil, err
	}
	return r, nil
}

// Sample is a random sample of the mentions of a record, drawn to measure how
// often the machine is right.
type Sample struct {
	N    int64  `json:"n"` // of its decision, by which it can be undone
	At   string `json:"at"`
	Who  string `json:"who"`
	Seed string `json:"seed"`
	Size int    `json:"size"`
	Of   int    `json:"of"` // mentions that it was drawn from
}

// maxSample bounds a sample to what people can judge.
const maxSample = 10_000

// DrawSample draws mentions by a seed: the same seed draws the same from the
// same record, whatever was drawn before. What was judged, or rejected, may be
// drawn: the machine coded it; of copies only the first may. The last sample drawn, and not undone, is the one that is judged.
func (s *Store) DrawSample(ctx context.Context, seed string, size int) (*Sample, error) {
	if size < 1 || size > maxSample {
		return nil, fmt.Errorf("a sample has 1 to %d events, not %d", maxSample, size)
	}
	_, err := s.decide(ctx, "", nil, func(ctx context.Context, tx *sql.Tx) ([]entry, error) {
		// Also what is judged already, and what was rejected, was coded by the machine.
		found, err := tx.QueryContext(ctx, `SELECT mention, article FROM (SELECT mention, article FROM happening_mention UNION SELECT mention, article FROM judged) m
			WHERE NOT EXISTS (SELECT 1 FROM voice v JOIN article a ON a.n = v.article WHERE v.article = m.article AND v.first <> a.id)`)
		if err != nil {
			return nil, err
		}
		defer found.Close()
		type lot struct{ key, mention string }
		var all []lot
		for found.Next() {
			var mention string
			var article int64
			if err := found.Scan(&mention, &article); err != nil {
				return nil, err
			}
			sum := sha256.Sum256([]byte(seed + "\n" + mention))
			all = append(all, lot{hex.EncodeToString(sum[:]), mention})
		}
		if err := found.Err(); err != nil {
			return nil, err
		}
		if len(all) == 0 {
			return nil, errors.New("there is nothing to draw a sample from")
		}
		slices.SortFunc(all, func(a, b lot) int { return cmp.Compare(a.key, b.key) })
		take := min(size, len(all))
		var n int64
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) + 1 FROM decision").Scan(&n); err != nil {
			return nil, err
		}
		out := []entry{{sample, seed, string(marshal(map[string]int{"size": take, "of": len(all)}))}}
		for _, l := range all[:take] {
			out = append(out, entry{sampled, l.mention, fmt.Sprint(n)})
		}
		return out, nil
	})
	if err != nil {
		return nil, err
	}
	return s.Sample(ctx)
}

// Sample gives the sample that is judged, or nil.
func (s *Store) Sample(ctx context.Context) (*Sample, error) {
	x := &Sample{}
	var b string
	err := s.read.QueryRowContext(ctx, "SELECT n, at, who, a, b FROM decision WHERE what = 'sample' AND undone_by IS NULL ORDER BY n DESC LIMIT 1").Scan(&x.N, &x.At, &x.Who, &x.Seed, &b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the sample: %w", err)
	}
	return x, json.Unmarshal([]byte(b), x)
}

// member is a mention of a sample.
type member struct {
	mention string
	judged  bool // by the coder who asks
}

// members lists the mentions of a sample that are still in the record, in the
// order in which they were drawn.
func (s *Store) members(ctx context.Context, x *Sample, who string) ([]member, error) {
	found, err := s.read.QueryContext(ctx, `SELECT d.a, EXISTS (SELECT 1 FROM decision v WHERE v.a = d.a AND v.what IN `+sqlVerdicts+` AND v.who = ? AND v.undone_by IS NULL)
		FROM decision d WHERE d.what = 'sampled' AND d.b = ? AND d.undone_by IS NULL
		AND (EXISTS (SELECT 1 FROM happening_mention m WHERE m.mention = d.a) OR EXISTS (SELECT 1 FROM judged j WHERE j.mention = d.a)) ORDER BY d.n`, who, fmt.Sprint(x.N))
	if err != nil {
		return nil, fmt.Errorf("the sample: %w", err)
	}
	defer found.Close()
	var out []member
	for found.Next() {
		var m member
		if err := found.Scan(&m.mention, &m.judged); err != nil {
			return nil, fmt.Errorf("the sample: %w", err)
		}
		out = append(out, m)
	}
	return out, found.Err()
}

// LeftOfSample lists what a coder has not judged of a sample, and how many are done.
func (s *Store) LeftOfSample(ctx context.Context, x *Sample, who string) (left []string, done int, err error) {
	all, err := s.members(ctx, x, who)
	left = []string{}
	for _, m := range all {
		if m.judged {
			done++
		} else {
			left = append(left, m.mention)
		}
	}
	return left, done, err
}

// NextSampled gives the mention of the sample that a coder has not judged and
// that comes after the one named, which may be ""; after the last comes the
// first that was left out; "" when all are judged. done is how many are.
func (s *Store) NextSampled(ctx context.Context, x *Sample, who, after string) (mention string, done int, err error) {
	all, err := s.members(ctx, x, who)
	first, again, passed := "", "", false
	for _, m := range all {
		switch {
		case m.judged:
			done++
		case passed && mention == "":
			mention = m.mention
		case m.mention == after:
			again = after
		case first == "":
			first = m.mention
		}
		passed = passed || m.mention == after
	}
	return cmp.Or(mention, first, again), done, err
}

// InSample reports whether a mention is in the sample.
func (s *Store) InSample(ctx context.Context, x *Sample, mention string) (in bool, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM decision WHERE what = 'sampled' AND a = ? AND b = ? AND undone_by IS NULL)", mention, fmt.Sprint(x.N)).Scan(&in)
	return in, err
}

// Changed names, for a person, what an edit changed: "actor: Iraq -> Iran".
func Changed(v *story.Verdict) []string {
	if v == nil || v.After == nil {
		return nil
	}
	var out []string
	a, b := v.Shown().Values(), v.After.Values()
	for i := range a {
		if a[i] != b[i] {
			out = append(out, fmt.Sprintf("%s: %s -> %s", a[i].Field, cmp.Or(a[i].Value, "none"), cmp.Or(b[i].Value, "none")))
		}
	}
	return out
}
