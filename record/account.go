package record

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"github.com/chancery-project/chancery/story"
)

// How much is looked at, and told, of what is near a happening and is not it.
const (
	maxCompared = 400
	maxApart    = 8
)

// Account tells why the mentions of a happening, named by the id of any of
// them, are one, and what keeps those apart that are near it.
func (s *Store) Account(ctx context.Context, id string) (*story.Account, error) {
	h, err := s.Happening(ctx, id)
	if err != nil {
		return nil, err
	}
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	st, err := s.newSettler(ctx, tx)
	if err != nil {
		return nil, err
	}
	defer st.close()
	own, err := st.members(ctx, h.Mentions)
	if err != nil {
		return nil, err
	}
	others, of, err := st.around(ctx, own)
	if err != nil {
		return nil, err
	}
	return &story.Account{Happening: h, Bonds: story.Bonds(own, st.decisions), Near: story.Distances(own, others, of, st.decisions, maxApart)}, nil
}

// members gives the mentions with these ids.
func (st *settler) members(ctx context.Context, ids []string) ([]*story.Mention, error) {
	var out []*story.Mention
	for _, id := range ids {
		at, err := st.spots(ctx, "SELECT article, event FROM happening_mention WHERE mention = ?", id)
		if err != nil {
			return nil, err
		}
		for _, x := range at {
			k, err := st.load(ctx, x.article)
			if err != nil {
				return nil, err
			}
			if m := k.mention(x.event); m != nil {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// spots gives the spots that a query finds.
func (st *settler) spots(ctx context.Context, query string, args ...any) ([]spot, error) {
	found, err := st.rows(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return spots(found)
}

// around gives the mentions of other happenings that share a block with these,
// or that analysts decided upon with them, those that share most first, and
// the happening of each.
func (st *settler) around(ctx context.Context, own []*story.Mention) ([]*story.Mention, map[string]string, error) {
	inside := map[string]bool{}
	count := map[spot]int{}
	take := func(query string, args []string) error {
		for _, arg := range args {
			at, err := st.spots(ctx, query, arg)
			if err != nil {
				return err
			}
			for _, x := range at {
				count[x]++
			}
		}
		return nil
	}
	for _, m := range own {
		inside[m.ID] = true
		if err := take("SELECT article, event FROM block WHERE key = ? ORDER BY article DESC LIMIT 1000", m.Keys()); err != nil {
			return nil, nil, err
		}
		if err := take("SELECT article, event FROM happening_mention WHERE mention = ?", st.decisions.Peers(m.ID)); err != nil {
			return nil, nil, err
		}
	}
	var order []spot
	for x := range count {
		order = append(order, x)
	}
	slices.SortFunc(order, func(a, b spot) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(b.article, a.article), cmp.Compare(a.event, b.event))
	})
	happening, err := st.stmt(ctx, "SELECT h.id FROM happening h JOIN happening_mention m ON m.happening = h.n WHERE m.article = ? AND m.event = ?")
	if err != nil {
		return nil, nil, err
	}
	var out []*story.Mention
	of := map[string]string{}
	for _, x := range order {
		if len(out) == maxCompared {
			break
		}
		k, err := st.load(ctx, x.article)
		if err != nil {
			return nil, nil, err
		}
		m := k.mention(x.event)
		if m == nil || inside[m.ID] {
			continue
		}
		var id string
		if err := happening.QueryRowContext(ctx, x.article, x.event).Scan(&id); err != nil {
			return nil, nil, err
		}
		of[m.ID] = id
		out = append(out, m)
	}
	return out, of, nil
}
