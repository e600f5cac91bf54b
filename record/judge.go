package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// Finding is what an analyst found of an event as one article tells it.
type Finding struct {
	What  string        // "accept", "reject", "edit" or "comment"
	After *story.Coding // of an edit
	Blind bool          // what was judged is the machine's coding, whatever others decided
	Why   string        // the reason; of a comment, its words
}

// Judge keeps what an analyst found of a mention, and of the same words in
// copies of its article. Like all decisions it is appended with who, when and
// why, and with the coding before and after; it survives recoding, and can be
// undone. A later one on the same mention holds in its place.
func (s *Store) Judge(ctx context.Context, mention string, f Finding) (numbers []int64, err error) {
	item, err := s.Mention(ctx, mention)
	if err != nil {
		return nil, err
	}
	if f.What == comment {
		if strings.TrimSpace(f.Why) == "" {
			return nil, errors.New("a comment needs words")
		}
		about := string(marshal(map[string]string{"article": item.Record.Article.ID}))
		return s.decide(ctx, f.Why, nil, func(context.Context, *sql.Tx) ([]entry, error) { return []entry{{comment, mention, about}}, nil })
	}
	v := verdict{Article: item.Record.Article.ID, Verdict: story.Verdict{Machine: item.Machine}}
	if now := item.Standing.Coding; !f.Blind && len(item.Machine.Differs(now)) > 0 {
		v.Before = now
	}
	switch f.What {
	case accept:
		v.After = v.Shown()
	case reject:
	case edit:
		if f.After == nil || len(v.Shown().Differs(f.After)) == 0 {
			return nil, errors.New("the edit changes nothing: accept it as it is")
		}
		v.After = f.After
	default:
		return nil, fmt.Errorf("%q is none of accept, reject, edit, comment", f.What)
	}
	twins, err := s.twins(ctx, mention, item)
	if err != nil {
		return nil, err
	}
	return s.decide(ctx, f.Why, append([]string{mention}, twins...), func(context.Context, *sql.Tx) ([]entry, error) {
		out := []entry{{f.What, mention, string(marshal(v))}}
		v.Copy = true
		for _, t := range twins {
			out = append(out, entry{f.What, t, string(marshal(v))})
		}
		return out, nil
	})
}

// verdict is a verdict as a decision keeps it.
type verdict struct {
	Article string `json:"article"`
	story.Verdict
	Copy bool `json:"copy,omitempty"` // given to the same words in a copy of the article
}

// twins finds the same event in the same words in copies of an article.
func (s *Store) twins(ctx context.Context, mention string, item *Judged) ([]string, error) {
	e := item.Record.Event(item.Event)
	if len(e.Evidence) == 0 {
		return nil, nil
	}
	text := item.Record.Article.Text
	found, err := s.read.QueryContext(ctx, `SELECT b.id, e.id FROM article a JOIN voice v ON v.article = a.n JOIN voice w ON w.first = v.first AND w.article <> a.n
		JOIN article b ON b.n = w.article JOIN event e ON e.article = b.n JOIN evidence x ON x.article = b.n AND x.event = e.id AND x.nth = 0
		WHERE a.id = ? AND e.type = ? AND substr(b.text, e.start + 1, e.finish - e.start) = ? AND substr(b.text, x.start + 1, x.finish - x.start) = ? ORDER BY b.id, e.id`,
		item.Record.Article.ID, string(e.Type), e.Trigger.Text(text), e.Evidence[0].Text(text))
	if err != nil {
		return nil, fmt.Errorf("copies of %s: %w", mention, err)
	}
	defer found.Close()
	var out []string
	for found.Next() {
		var article, event string
		if err := found.Scan(&article, &event); err != nil {
			return nil, err
		}
		out = append(out, story.MentionID(article, event))
	}
	return out, found.Err()
}

// rulings are the verdicts that hold, by mention, in the order in which they
// were given.
type rulings map[string][]story.Verdict

// loadRulings reads the verdicts on mentions, or on all.
func loadRulings(ctx context.Context, db rowsQueryer, mentions ...string) (rulings, error) {
	q, args := "SELECT a, b FROM decision WHERE what IN "+sqlVerdicts+" AND undone_by IS NULL", []any{}
	if len(mentions) > 0 {
		q += " AND a IN (?" + strings.Repeat(", ?", len(mentions)-1) + ")"
		for _, m := range mentions {
			args = append(args, m)
		}
	}
	found, err := db.QueryContext(ctx, q+" ORDER BY n", args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	out := rulings{}
	for found.Next() {
		var mention, b string
		if err := found.Scan(&mention, &b); err != nil {
			return nil, err
		}
		v, err := verdictOf(b)
		if err != nil {
			return nil, fmt.Errorf("a verdict on %s is damaged: %w", mention, err)
		}
		out[mention] = append(out[mention], v.Verdict)
	}
	return out, found.Err()
}

func verdictOf(b string) (v verdict, err error) {
	if err = json.Unmarshal([]byte(b), &v); err == nil && v.Machine == nil {
		err = errors.New("it does not say what was judged")
	}
	return v, err
}

// on reports whether any of the mentions was judged.
func (all rulings) on(mentions []*story.Mention) bool {
	return len(all) > 0 && slices.ContainsFunc(mentions, func(m *story.Mention) bool { return len(all[m.ID]) > 0 })
}

// standing tells what became of the events of a record that were judged, by
// their ids.
func (all rulings) standing(r *chancery.Record) map[string]story.Standing {
	if len(all) == 0 {
		return nil
	}
	out := map[string]story.Standing{}
	for i := range r.Events {
		e := &r.Events[i]
		if v := all[story.MentionID(r.Article.ID, e.ID)]; len(v) > 0 {
			out[e.ID] = story.Judge(story.CodingOf(r, e), v)
		}
	}
	return out
}

// Corrected gives the record of an article as analysts have it, and what
// became of its events that were judged. Record gives it as it was read.
func (s *Store) Corrected(ctx context.Context, article string) (*chancery.Record, map[string]story.Standing, error) {
	r, err := s.Record(ctx, article)
	if err != nil {
		return nil, nil, err
	}
	var mentions []string
	for _, e := range r.Events {
		mentions = append(mentions, story.MentionID(article, e.ID))
	}
	if len(mentions) == 0 {
		return r, nil, nil
	}
	all, err := loadRulings(ctx, s.read, mentions...)
	if err != nil {
		return nil, nil, err
	}
	standing := all.standing(r)
	return story.Correct(r, standing), standing, nil
}

// Judged is a mention as it is judged.
type Judged struct {
	Mention   string
	Record    *chancery.Record // of its article, as it was read
	Event     string
	Machine   *story.Coding
	Standing  story.Standing // State is "" where it was not judged
	Happening string         // "" of a rejected one
}

// Mention gives the one with an id as it is judged.
func (s *Store) Mention(ctx context.Context, mention string) (*Judged, error) {
	at, err := spotOf(ctx, s.read, mention)
	if err != nil {
		return nil, err
	}
	it := &Judged{Mention: mention, Event: at.event}
	var article string
	if err := s.read.QueryRowContext(ctx, `SELECT id, coalesce((SELECT h.id FROM happening_mention m JOIN happening h ON h.n = m.happening WHERE m.mention = ?), '') FROM article WHERE n = ?`,
		mention, at.article).Scan(&article, &it.Happening); err != nil {
		return nil, unknown(err, "happening %s", mention)
	}
	if it.Record, err = s.Record(ctx, article); err != nil {
		return nil, err
	}
	e := it.Record.Event(at.event)
	if e == nil {
		return nil, fmt.Errorf("article %s has no event %s: chancery rebuild makes anew what follows from it", article, at.event)
	}
	it.Machine = story.CodingOf(it.Record, e)
	all, err := loadRulings(ctx, s.read, mention)
	if err != nil {
		return nil, err
	}
	it.Standing = story.Standing{Coding: it.Machine}
	if v := all[mention]; len(v) > 0 {
		it.Standing = story.Judge(it.Machine, v)
	}
	return it, nil
}
