package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/chancery-project/chancery/story"
)

// settleBatch is how many articles are settled in one transaction.
const settleBatch = 2000

// Settle works out what follows from articles that were added, removed or
// decided upon: voices and happenings, over all that they touch. It is done
// when it returns without error; after a kill it begins again where it was.
func (s *Store) Settle(ctx context.Context) error {
	for {
		more := false
		err := s.tx(ctx, func(tx *sql.Tx) error {
			st, err := s.newSettler(ctx, tx)
			if err != nil {
				return err
			}
			defer st.close()
			worked := false
			if worked, more, err = st.settle(ctx); err == nil && worked && !more {
				err = keepSnapshot(ctx, tx)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("settling what follows: %w", err)
		}
		if !more {
			return nil
		}
	}
}

type settler struct {
	*statements
	index     *indexer
	linker    *story.Linker
	recent    *recently
	articles  map[int64]*known
	decisions *story.Decisions
	rulings   rulings
}

func (s *Store) newSettler(ctx context.Context, tx *sql.Tx) (*settler, error) {
	l, err := linker()
	if err != nil {
		return nil, err
	}
	st := &settler{statements: newStatements(tx), linker: l, recent: &s.recent, articles: map[int64]*known{}}
	st.index = newIndexer(st.statements)
	if st.decisions, err = loadDecisions(ctx, tx); err != nil {
		return nil, err
	}
	st.rulings, err = loadRulings(ctx, tx)
	return st, err
}

func (st *settler) settle(ctx context.Context) (worked, more bool, err error) {
	todo, err := numbers(ctx, st.statements, "SELECT article FROM unsettled ORDER BY article LIMIT ?", settleBatch)
	if err != nil || len(todo) == 0 {
		return false, false, err
	}
	for _, n := range todo {
		if err := st.enter(ctx, n); err != nil {
			return false, false, err
		}
	}
	changed, err := st.voices(ctx, todo)
	if err != nil {
		return false, false, err
	}
	if err := st.happenings(ctx, append(todo, changed...)); err != nil {
		return false, false, err
	}
	if err := st.index.flush(ctx); err != nil {
		return false, false, err
	}
	for _, n := range todo {
		if err := st.exec(ctx, "DELETE FROM unsettled WHERE article = ?", n); err != nil {
			return false, false, err
		}
	}
	return true, len(todo) == settleBatch, nil
}

// load reads an article once.
func (st *settler) load(ctx context.Context, n int64) (*known, error) {
	if k := st.articles[n]; k != nil {
		return k, nil
	}
	var packed, sum []byte
	if err := st.row(ctx, "SELECT record, sum FROM article WHERE n = ?", []any{n}, &packed, &sum); err != nil {
		return nil, fmt.Errorf("article number %d: %w", n, err)
	}
	if k := st.recent.get(n, sum); k != nil && !st.rulings.on(k.mentions) {
		st.articles[n] = k
		return k, nil
	}
	k, err := knownOf(st.linker, n, packed, sum, st.rulings)
	if err != nil {
		return nil, fmt.Errorf("article number %d: %w", n, err)
	}
	if len(k.standing) == 0 {
		st.recent.put(k, sum)
	}
	st.articles[n] = k
	return k, nil
}

// enter puts an article into the index, and into the blocks by which others
// find it.
func (st *settler) enter(ctx context.Context, n int64) error {
	k, err := st.load(ctx, n)
	if err != nil {
		return err
	}
	if err := st.index.addArticle(ctx, n, k.words); err != nil {
		return err
	}
	// An analyst may have changed by what others find it.
	for _, q := range []string{"DELETE FROM block WHERE article = ?", "DELETE FROM judged WHERE article = ?"} {
		if err := st.exec(ctx, q, n); err != nil {
			return err
		}
	}
	if err := st.judged(ctx, k); err != nil {
		return err
	}
	for _, b := range k.text.Bands() {
		if err := st.exec(ctx, "INSERT INTO band (key, article) VALUES (?, ?) ON CONFLICT DO NOTHING", b, n); err != nil {
			return err
		}
	}
	for _, m := range k.mentions {
		for _, key := range m.Keys() {
			if err := st.exec(ctx, "INSERT INTO block (key, article, event) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, n, m.Event); err != nil {
				return err
			}
		}
	}
	return nil
}

// voices sorts the articles, and those that are copies of them, into voices
// and returns those that now belong to another.
func (st *settler) voices(ctx context.Context, todo []int64) (changed []int64, err error) {
	seen := map[int64]bool{}
	queue := append([]int64(nil), todo...)
	byID := map[string]int64{}
	var texts []*story.Text
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		if seen[n] {
			continue
		}
		seen[n] = true
		k, err := st.load(ctx, n)
		if err != nil {
			return nil, err
		}
		texts = append(texts, k.text)
		byID[k.text.ID] = n
		for _, b := range k.text.Bands() {
			near, err := numbers(ctx, st.statements, "SELECT article FROM band WHERE key = ?", b)
			if err != nil {
				return nil, err
			}
			for _, m := range near {
				if seen[m] {
					continue
				}
				o, err := st.load(ctx, m)
				if err != nil {
					return nil, err
				}
				if k.text.Copies(o.text) {
					queue = append(queue, m)
				}
			}
		}
	}
	voices := story.Voices(texts)
	for _, t := range texts {
		n, first := byID[t.ID], voices[t.ID]
		var old string
		s, err := st.stmt(ctx, "SELECT coalesce((SELECT first FROM voice WHERE article = ?), '')")
		if err != nil {
			return nil, err
		}
		if err := s.QueryRowContext(ctx, n).Scan(&old); err != nil {
			return nil, err
		}
		if old == first {
			continue
		}
		if err := st.exec(ctx, "INSERT INTO voice (article, first) VALUES (?, ?) ON CONFLICT DO UPDATE SET first = excluded.first", n, first); err != nil {
			return nil, err
		}
		changed = append(changed, n)
	}
	return changed, nil
}

// happenings links the mentions of the articles with all that they may be one
// with, and puts the happenings that come of it in the place of the old.
func (st *settler) happenings(ctx context.Context, todo []int64) error {
	closure := map[spot]*story.Mention{}
	var queue []spot
	reach := func(at spot) error {
		if closure[at] != nil {
			return nil
		}
		k, err := st.load(ctx, at.article)
		if err != nil {
			return err
		}
		m := k.mention(at.event)
		if m == nil {
			return fmt.Errorf("article number %d has no event %s", at.article, at.event)
		}
		closure[at] = m
		queue = append(queue, at)
		return nil
	}
	for _, n := range todo {
		k, err := st.load(ctx, n)
		if err != nil {
			return err
		}
		for _, m := range k.mentions {
			if err := reach(spot{n, m.Event}); err != nil {
				return err
			}
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		near, err := st.near(ctx, at, closure)
		if err != nil {
			return err
		}
		for _, o := range near {
			if err := reach(o); err != nil {
				return err
			}
		}
	}
	var mentions []*story.Mention
	at := map[string]spot{}
	for where, m := range closure {
		s, err := st.stmt(ctx, "SELECT first FROM voice WHERE article = ?")
		if err != nil {
			return err
		}
		if err := s.QueryRowContext(ctx, where.article).Scan(&m.Article.Voice); err != nil {
			return fmt.Errorf("the voice of article number %d: %w", where.article, err)
		}
		if err := st.clear(ctx, where); err != nil {
			return err
		}
		at[m.ID] = where
		mentions = append(mentions, m)
	}
	for _, h := range story.Link(mentions, st.decisions) {
		if err := st.insert(ctx, h, at); err != nil {
			return err
		}
	}
	return nil
}

// clear takes out the happening that a mention was part of, if it still stands.
func (st *settler) clear(ctx context.Context, at spot) error {
	var n int64
	err := st.row(ctx, "SELECT happening FROM happening_mention WHERE article = ? AND event = ?", []any{at.article, at.event}, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = st.index.dropHappening(ctx, n)
	}
	if err == nil {
		err = st.exec(ctx, "DELETE FROM happening WHERE n = ?", n)
	}
	return err
}

// near lists the mentions that may be one with that at a spot, and those that
// are one with it now.
func (st *settler) near(ctx context.Context, at spot, done map[spot]*story.Mention) ([]spot, error) {
	m := done[at]
	var out []spot
	s, err := st.stmt(ctx, "SELECT article, event FROM block WHERE key = ?")
	if err != nil {
		return nil, err
	}
	for _, key := range m.Keys() {
		found, err := s.QueryContext(ctx, key)
		if err != nil {
			return nil, err
		}
		spots, err := spots(found)
		if err != nil {
			return nil, err
		}
		for _, o := range spots {
			if done[o] != nil {
				continue
			}
			k, err := st.load(ctx, o.article)
			if err != nil {
				return nil, err
			}
			if other := k.mention(o.event); other != nil && story.Related(m, other, st.decisions) {
				out = append(out, o)
			}
		}
	}
	for _, q := range []struct {
		query string
		args  []any
	}{
		{"SELECT b.article, b.event FROM happening_mention a JOIN happening_mention b USING (happening) WHERE a.article = ? AND a.event = ?", []any{at.article, at.event}},
	} {
		s, err := st.stmt(ctx, q.query)
		if err != nil {
			return nil, err
		}
		found, err := s.QueryContext(ctx, q.args...)
		if err != nil {
			return nil, err
		}
		more, err := spots(found)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	for _, peer := range st.decisions.Peers(m.ID) {
		s, err := st.stmt(ctx, "SELECT article, event FROM happening_mention WHERE mention = ?")
		if err != nil {
			return nil, err
		}
		found, err := s.QueryContext(ctx, peer)
		if err != nil {
			return nil, err
		}
		more, err := spots(found)
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func spots(found *sql.Rows) (out []spot, err error) {
	defer found.Close()
	for found.Next() {
		var x spot
		if err := found.Scan(&x.article, &x.event); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, found.Err()
}

func (st *settler) insert(ctx context.Context, h *story.Happening, at map[string]spot) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	row := rowOf(h)
	s, err := st.stmt(ctx, "INSERT INTO happening (id, type, status, first_day, last_day, said_first, talks, country, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n")
	if err != nil {
		return err
	}
	var n int64
	if err := s.QueryRowContext(ctx, row...).Scan(&n); err != nil {
		return fmt.Errorf("happening %s: %w", h.ID, err)
	}
	if err := st.exec(ctx, "INSERT INTO happening_json (n, json) VALUES (?, ?)", n, string(raw)); err != nil {
		return err
	}
	for _, id := range h.Mentions {
		if err := st.exec(ctx, "INSERT INTO happening_mention (article, event, mention, happening) VALUES (?, ?, ?, ?)", at[id].article, at[id].event, id, n); err != nil {
			return err
		}
	}
	return st.index.addHappening(ctx, n, h)
}

// Settled reports whether nothing waits to be settled.
func (s *Store) Settled(ctx context.Context) (bool, error) {
	var waiting bool
	err := s.read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM unsettled)").Scan(&waiting)
	return !waiting, err
}
