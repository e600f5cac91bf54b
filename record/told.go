package record

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// Told is one mention of a happening, and what ties it to the others.
type Told struct {
	Mention   string          `json:"mention"`
	Article   string          `json:"article"`
	Event     string          `json:"event"`
	Outlet    string          `json:"outlet,omitempty"`
	Published string          `json:"published,omitempty"`
	Title     string          `json:"title,omitempty"`
	Status    chancery.Status `json:"status"`
	SaidBy    string          `json:"said_by,omitempty"`
	Words     string          `json:"words"`
	Start     int             `json:"start"`            // of the words, in code points
	Copy      bool            `json:"copy,omitempty"`   // its article is a copy of another
	Origin    string          `json:"origin,omitempty"` // outlet after which it is told; "" for reporting of its own
	State     string          `json:"state,omitempty"`  // accepted or edited, where an analyst judged it
	With      string          `json:"with,omitempty"`   // the mention before it that it is tied to most
	Outlets   string          `json:"-"`                // of that mention
	Because   []string        `json:"because,omitempty"`
}

// maxTold bounds how many mentions are compared with one another.
const maxTold = 60

// Tellings lists the mentions of a happening, in its order, each with what ties it
// to one before it; of very many only the first.
func (s *Store) Tellings(ctx context.Context, h *story.Happening) ([]Told, error) {
	l, err := linker()
	if err != nil {
		return nil, err
	}
	rulings, err := loadRulings(ctx, s.read, h.Mentions...)
	if err != nil {
		return nil, err
	}
	var out []Told
	var met []*story.Mention
	for _, id := range h.Mentions[:min(len(h.Mentions), maxTold)] {
		at, err := spotOf(ctx, s.read, id)
		if err != nil {
			return nil, err
		}
		var packed, sum []byte
		var voice string
		if err := s.read.QueryRowContext(ctx, "SELECT record, sum, coalesce((SELECT first FROM voice WHERE article = n), id) FROM article WHERE n = ?", at.article).Scan(&packed, &sum, &voice); err != nil {
			return nil, unknown(err, "happening %s", id)
		}
		k, err := knownOf(l, at.article, packed, sum, rulings)
		if err != nil {
			return nil, err
		}
		m := k.mention(at.event)
		if m == nil {
			return nil, fmt.Errorf("happening %s: its article has no event %s", id, at.event)
		}
		m.Article.Voice = voice
		one := Told{Mention: id, Article: m.Article.ID, Event: m.Event, Outlet: m.Article.Outlet, Published: m.Article.Published, Title: m.Article.Title, Status: m.Status,
			Copy: voice != m.Article.ID, Origin: m.Origin, State: k.standing[m.Event].State}
		if m.SaidBy != nil {
			one.SaidBy = m.SaidBy.Name
		}
		if len(m.Evidence) > 0 {
			one.Words, one.Start = m.Evidence[0].Text, m.Evidence[0].Start
		}
		for i := len(met) - 1; i >= 0; i-- {
			if tied, because := story.Why(met[i], m); tied && len(because) >= len(one.Because) {
				one.With, one.Outlets, one.Because = met[i].ID, met[i].Article.Outlet, because
			}
		}
		met = append(met, m)
		out = append(out, one)
	}
	return out, nil
}

// nearDays is how many days apart happenings may be that a person is asked
// whether they are one.
const nearDays = 45

// maxAsked bounds how many of them are looked at.
const maxAsked = 200

// Near lists happenings that may be one with h: of its type, with one of its
// parties, at about its time; the closest first.
func (s *Store) Near(ctx context.Context, h *story.Happening, limit int) ([]*story.Happening, error) {
	var parties query.Or
	for _, l := range slices.Concat(h.Actor, h.Recipient) {
		if len(Words(l)) > 0 {
			parties = append(parties, query.Field{Name: "party", Value: l})
		}
	}
	if len(parties) == 0 || h.Day() == "" {
		return nil, nil
	}
	day, err := time.Parse(time.DateOnly, h.Day())
	if err != nil {
		return nil, nil // known by its month or year alone
	}
	found, err := s.Browse(ctx, query.And{query.Field{Name: "type", Value: string(h.Type)}, parties,
		query.Field{Name: "after", Value: day.AddDate(0, 0, -nearDays).Format(time.DateOnly)}, query.Field{Name: "before", Value: day.AddDate(0, 0, nearDays).Format(time.DateOnly)}}, ByDay, 0, maxAsked)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(o *story.Happening) bool { return o.ID == h.ID })
	apart := func(o *story.Happening) time.Duration {
		at, err := time.Parse(time.DateOnly, o.Day())
		if err != nil {
			return nearDays * 24 * time.Hour
		}
		return day.Sub(at).Abs()
	}
	slices.SortStableFunc(found, func(a, b *story.Happening) int { return cmp.Compare(apart(a), apart(b)) })
	return found[:min(limit, len(found))], nil
}
