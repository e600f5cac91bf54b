package record

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/chancery-project/chancery/query"
)

// subjectFields are those in which the subject of a dossier is looked for.
var subjectFields = []string{"actor", "recipient", "place", "talks", "topic", "mediator"}

// subject reports a subject that nothing in the record is on, with the nearest
// names that are.
func (a *asker) subject(ctx context.Context, subject string) error {
	all, err := a.find(ctx, about(subject))
	if err != nil || all.count() > 0 {
		return err
	}
	named, err := a.phrase(ctx, nameField(subject), Words(subject))
	if err != nil || named.count() > 0 {
		return err
	}
	near, err := a.nearest(ctx, subject, append([]string{fieldLabel, fieldNames}, subjectFields...))
	if err != nil {
		return err
	}
	return fmt.Errorf("%s is no party, place, talks or topic of this record%s: %w", subject, query.Perhaps(near), ErrUnknown)
}

// maxNear bounds the words of a field that are compared with a mistyped one.
const maxNear = 20_000

// nearest gives the words of fields that are written nearly as text is, which
// begin with its first letter.
func (a *asker) nearest(ctx context.Context, text string, fields []string) ([]string, error) {
	var names []string
	first, _ := utf8.DecodeRuneInString(text)
	for _, field := range fields {
		for _, from := range []string{strings.ToLower(string(first)), strings.ToUpper(string(first))} {
			rows, err := a.db.QueryContext(ctx, "SELECT word FROM word WHERE field = ? AND word >= ? AND word < ? LIMIT ?", field, from, from+"\U0010ffff", maxNear)
			if err != nil {
				return nil, fmt.Errorf("asking the index: %w", err)
			}
			some, err := column[string](rows)
			if err != nil {
				return nil, fmt.Errorf("asking the index: %w", err)
			}
			for _, name := range some {
				if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) && len(query.Nearest(text, []string{name}, 1)) > 0 {
					names = append(names, name)
				}
			}
		}
	}
	return query.Nearest(text, names, 3), nil
}

// Unmatched tells for each name in a query that no happening has in its field,
// and that is not denied, which ones are written nearly so.
func (s *Store) Unmatched(ctx context.Context, q query.Node) (told []string, err error) {
	err = s.asking(ctx, func(a *asker) error {
		return a.unmatched(ctx, q, func(field, value string, near []string) {
			told = append(told, fmt.Sprintf("no happening has %s %s%s", field, value, query.Perhaps(near)))
		})
	})
	return told, err
}

func (a *asker) unmatched(ctx context.Context, q query.Node, tell func(field, value string, near []string)) error {
	if f, ok := q.(query.Field); ok {
		if slices.Contains([]string{"type", "status", "id", "after", "before", "on"}, f.Name) {
			return nil
		}
		found, err := a.find(ctx, f)
		if err != nil || found.count() > 0 {
			return err
		}
		fields := []string{f.Name}
		if f.Name == "party" {
			fields = []string{"actor", "recipient"}
		}
		near, err := a.nearest(ctx, f.Value, fields)
		if err == nil {
			tell(f.Name, f.Value, near)
		}
		return err
	}
	for _, part := range query.Parts(q) {
		if err := a.unmatched(ctx, part, tell); err != nil {
			return err
		}
	}
	return nil
}
