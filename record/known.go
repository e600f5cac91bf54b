package record

import (
	"context"
	"database/sql"
	"sync"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/story"
)

// linker is the program's own: happenings must not depend on whose lexicon
// read the last article.
var linker = sync.OnceValues(func() (*story.Linker, error) { return story.New(lexicon.Embedded()) })

// known is an article as settling needs it.
type known struct {
	n        int64
	text     *story.Text
	mentions []*story.Mention
	standing map[string]story.Standing // of events that were judged
	words    []word                    // by which it is found
}

func (k *known) mention(event string) *story.Mention {
	for _, m := range k.mentions {
		if m.Event == event {
			return m
		}
	}
	return nil
}

// spot is where a mention stands.
type spot struct {
	article int64
	event   string
}

// Try does with a record, alone, what Add and Settle do with it later, so that
// what they trip over is met in its own process.
func Try(r *chancery.Record) error {
	l, err := linker()
	if err != nil {
		return err
	}
	rowsOf(r)
	a, document := r.Article, Document(r.Article)
	story.NewText(a.ID, document, a.Published, a.Text).Bands()
	mentions := l.Mentions(r, document)
	story.Link(mentions, nil)
	articleWords(r, mentions)
	return nil
}

func knownOf(l *story.Linker, n int64, packed, sum []byte, all rulings) (*known, error) {
	r, err := load(packed, sum)
	if err != nil {
		return nil, err
	}
	return knownFrom(l, n, r, all), nil
}

// knownFrom gives what settling needs of a record.
func knownFrom(l *story.Linker, n int64, r *chancery.Record, all rulings) *known {
	a, document := r.Article, Document(r.Article)
	k := &known{n: n, text: story.NewText(a.ID, document, a.Published, a.Text), standing: all.standing(r)}
	k.mentions = l.Mentions(story.Correct(r, k.standing), document)
	for _, m := range k.mentions {
		if x, judged := k.standing[m.Event]; judged {
			m.Judge(!x.Recoded)
		}
	}
	k.words = articleWords(r, k.mentions)
	return k
}

// judged writes down what became of the events that were judged; a happening
// loses those that were rejected.
func (st *settler) judged(ctx context.Context, k *known) error {
	for event, x := range k.standing {
		if err := st.exec(ctx, "INSERT INTO judged (mention, article, event, state, recoded) VALUES (?, ?, ?, ?, ?)", story.MentionID(k.text.ID, event), k.n, event, x.State, x.Recoded); err != nil {
			return err
		}
		if x.State != story.Rejected {
			continue
		}
		if err := st.clear(ctx, spot{k.n, event}); err != nil {
			return err
		}
	}
	return nil
}

// loadDecisions reads what analysts decided and did not undo.
func loadDecisions(ctx context.Context, tx *sql.Tx) (*story.Decisions, error) {
	found, err := tx.QueryContext(ctx, "SELECT what, a, b FROM decision WHERE what IN ('merge', 'split') AND undone_by IS NULL ORDER BY n")
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var all []story.Decision
	for found.Next() {
		var what string
		var d story.Decision
		if err := found.Scan(&what, &d.A, &d.B); err != nil {
			return nil, err
		}
		d.Same = what == "merge"
		all = append(all, d)
	}
	return story.NewDecisions(all), found.Err()
}
