package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/chancery-project/chancery/story"
)

// derived works out anew, from all articles at once, what settling works out
// piece by piece, and compares.
func (v *verifier) derived(ctx context.Context) error {
	var waiting int
	if err := v.s.read.QueryRowContext(ctx, "SELECT count(*) FROM unsettled").Scan(&waiting); err != nil {
		return err
	}
	if waiting > 0 {
		v.fault("%d articles are not settled: chancery rebuild settles them", waiting)
		return nil
	}
	index, err := v.newIndexed(ctx)
	if err != nil {
		return err
	}
	defer index.db.Close()
	want, err := v.anew(ctx, index)
	if err != nil {
		return err
	}
	for _, d := range derivedTables {
		found, err := v.s.read.QueryContext(ctx, d.query)
		if err != nil {
			return fmt.Errorf("what follows from the articles (%s): %w", d.name, err)
		}
		got, err := texts(found)
		if err != nil {
			return fmt.Errorf("what follows from the articles (%s): %w", d.name, err)
		}
		sort.Strings(got)
		sort.Strings(want[d.name])
		if strings.Join(got, "\n") != strings.Join(want[d.name], "\n") {
			v.fault("what follows from the articles (%s) is not what they tell: chancery rebuild makes it anew", d.name)
		}
	}
	return index.compare(ctx, v)
}

// derivedTables read what follows without the numbers that depend on the
// order of arrival.
var derivedTables = []struct{ name, query string }{
	{"voice", "SELECT article, first FROM voice"},
	{"band", "SELECT key, article FROM band"},
	{"judged", "SELECT mention, article, event, state, recoded FROM judged"},
	{"block", "SELECT article, event, key FROM block"},
	{"happening", "SELECT h.id, type, status, first_day, last_day, said_first, talks, country, confidence, j.json FROM happening h LEFT JOIN happening_json j ON j.n = h.n"},
	{"mention", "SELECT m.article, event, mention, h.id FROM happening_mention m JOIN happening h ON h.n = m.happening"},
}

func (v *verifier) anew(ctx context.Context, index *indexed) (map[string][]string, error) {
	l, err := linker()
	if err != nil {
		return nil, err
	}
	want := map[string][]string{}
	add := func(table string, values ...any) {
		want[table] = append(want[table], strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	decisions, rulings, err := v.decisions(ctx)
	if err != nil {
		return nil, err
	}
	var texts []*story.Text
	var mentions []*story.Mention
	number := map[string]int64{}
	for after := int64(-1 << 62); ; {
		batch, err := v.s.batch(ctx, after, 100)
		if err != nil {
			return nil, err
		}
		if len(batch) == 0 {
			break
		}
		for _, a := range batch {
			after = a.n
			k, err := knownOf(l, a.n, a.packed, a.sum, rulings)
			if err != nil {
				continue // told already
			}
			number[a.id] = a.n
			if err := index.article(ctx, a.n, k.words); err != nil {
				return nil, err
			}
			texts = append(texts, k.text)
			mentions = append(mentions, k.mentions...)
			for event, x := range k.standing {
				recoded := 0
				if x.Recoded {
					recoded = 1
				}
				add("judged", story.MentionID(a.id, event), a.n, event, x.State, recoded)
			}
			for _, b := range k.text.Bands() {
				add("band", b, a.n)
			}
			for _, m := range k.mentions {
				for _, key := range m.Keys() {
					add("block", a.n, m.Event, key)
				}
			}
		}
	}
	want["band"] = unique(want["band"])
	voices := story.Voices(texts)
	for id, first := range voices {
		add("voice", number[id], first)
	}
	for _, m := range mentions {
		m.Article.Voice = voices[m.Article.ID]
	}
	for _, h := range story.Link(mentions, decisions) {
		raw, err := json.Marshal(h)
		if err != nil {
			return nil, err
		}
		add("happening", append(rowOf(h), string(raw))...)
		for _, m := range h.Members() {
			add("mention", number[m.Article.ID], m.Event, m.ID, h.ID)
		}
		if err := index.happening(ctx, h); err != nil {
			return nil, err
		}
	}
	return want, nil
}

func (v *verifier) decisions(ctx context.Context) (*story.Decisions, rulings, error) {
	tx, err := v.s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	defer tx.Rollback()
	decisions, err := loadDecisions(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	rulings, err := loadRulings(ctx, tx)
	return decisions, rulings, err
}

func unique(lines []string) []string {
	sort.Strings(lines)
	out := lines[:0]
	for i, l := range lines {
		if i == 0 || l != lines[i-1] {
			out = append(out, l)
		}
	}
	return out
}

// Rebuild throws away what follows from the articles and works it out anew.
func (s *Store) Rebuild(ctx context.Context) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := clearIndex(ctx, tx); err != nil {
			return err
		}
		for _, q := range []string{"DELETE FROM happening", "DELETE FROM voice", "DELETE FROM band", "DELETE FROM block", "DELETE FROM judged",
			"INSERT INTO unsettled SELECT n FROM article WHERE true ON CONFLICT DO NOTHING",
			"INSERT INTO meta (key, value) VALUES ('story', '" + story.Version + "') ON CONFLICT (key) DO UPDATE SET value = excluded.value"} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("rebuilding what follows: %w", err)
	}
	return s.Settle(ctx)
}
