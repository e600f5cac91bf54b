package record

import (
	"context"
	"fmt"
	"strings"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
)

// condition is a piece of SQL with its bound values.
type condition struct {
	sql  string
	args []any
}

// compile turns a query into a condition on happening h.
func compile(n query.Node) (condition, error) {
	switch n := n.(type) {
	case query.And:
		return several(n, " AND ", "1")
	case query.Or:
		return several(n, " OR ", "0")
	case query.Not:
		c, err := compile(n.Of)
		return condition{"NOT (" + c.sql + ")", c.args}, err
	case query.Text:
		return words(string(n))
	case query.Field:
		return field(n)
	}
	return condition{}, fmt.Errorf("a query cannot hold %T", n)
}

func several(all []query.Node, by, none string) (condition, error) {
	if len(all) == 0 {
		return condition{sql: none}, nil
	}
	var parts []string
	var out condition
	for _, n := range all {
		c, err := compile(n)
		if err != nil {
			return c, err
		}
		parts = append(parts, "("+c.sql+")")
		out.args = append(out.args, c.args...)
	}
	out.sql = strings.Join(parts, by)
	return out, nil
}

// words asks the word index, which is FTS5's.
func words(text string) (condition, error) {
	w := Words(text)
	if len(w) == 0 {
		return condition{}, fmt.Errorf("%q holds no word to look for", text)
	}
	return condition{`h.n IN (SELECT m.happening FROM sentence_words f JOIN sentence s ON s.n = f.rowid
		JOIN evidence e ON e.article = s.article AND e.start = s.start
		JOIN happening_mention m ON m.article = e.article AND m.event = e.event WHERE f.text MATCH ?)`, []any{`"` + strings.Join(w, " ") + `"`}}, nil
}

func field(f query.Field) (condition, error) {
	switch f.Name {
	case "type":
		return condition{"h.type = ?", []any{strings.ToUpper(f.Value)}}, nil
	case "status":
		return condition{"h.status = ?", []any{strings.ToLower(f.Value)}}, nil
	case "id":
		return condition{"h.n IN (SELECT happening FROM happening_mention WHERE mention = ?)", []any{f.Value}}, nil
	case "after", "before", "on":
		first, last, err := query.Days(f.Value)
		switch {
		case err != nil:
			return condition{}, err
		case f.Name == "after":
			return condition{"h.last_day >= ?", []any{first}}, nil
		case f.Name == "before":
			return condition{"h.first_day < ? AND h.first_day <> ''", []any{first}}, nil
		}
		return condition{"h.first_day <= ? AND h.last_day >= ?", []any{last, first}}, nil
	}
	names := []string{f.Name}
	if f.Name == "party" {
		names = []string{"actor", "recipient"}
	}
	w := Words(f.Value)
	if len(w) == 0 {
		return condition{}, fmt.Errorf("%s: %q holds no word to look for", f.Name, f.Value)
	}
	var sides []string
	var out condition
	for _, name := range names {
		var parts []string
		for i := 0; i < len(w); i += maxWords {
			parts = append(parts, "h.n IN (SELECT happening FROM happening_word WHERE field = ? AND word = ?)")
			out.args = append(out.args, name, strings.Join(w[i:min(len(w), i+maxWords)], " "))
		}
		sides = append(sides, "("+strings.Join(parts, " AND ")+")")
	}
	out.sql = strings.Join(sides, " OR ")
	return out, nil
}

// Find gives the happenings that a query asks for, by day and id, at most
// limit (0: all). total is how many there are.
func (s *Store) Find(ctx context.Context, q query.Node, limit int) (found []*story.Happening, total int, err error) {
	if total, err = s.Count(ctx, q); err != nil {
		return nil, 0, err
	}
	if limit <= 0 {
		limit = -1
	}
	found, err = s.Browse(ctx, q, ByDay, 0, limit)
	return found, total, err
}
