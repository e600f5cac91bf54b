package story

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// origin is the outlet whose reporting an event of a is told after: the one
// that is named for it ("Reuters reported", "officials told AP"), else the agency
// in the dateline or the byline. It is "" where a tells of its own.
func (l *Linker) origin(r *chancery.Record, e *chancery.Event, agency string) string {
	if q := r.Quote(e.SaidBy); q != nil {
		for _, id := range append(append([]string(nil), q.Via...), q.Speaker) {
			if a := r.Actor(id); a != nil && a.Kind == chancery.Media && l.outlet(a.Name) != l.outlet(r.Article.Outlet) {
				return clean(a.Name)
			}
		}
	}
	return agency
}

// agency is the one whose text an article is, by its dateline or byline; "" for none.
// A credit below a picture says nothing of the text.
func (l *Linker) agency(a *chancery.Article) string {
	for _, p := range a.Parts {
		if p.Kind != chancery.Dateline && p.Kind != chancery.Byline {
			continue
		}
		text := p.Span.Text(a.Text)
		name := ""
		if _, rest, ok := strings.Cut(text, "("); ok && p.Kind == chancery.Dateline {
			name, _, _ = strings.Cut(rest, ")")
		}
		for _, w := range a.Agencies {
			if name == "" && strings.Contains(lang.Fold(text), lang.Fold(w)) {
				name = w
			}
		}
		if name = clean(name); name != "" && l.outlet(name) != l.outlet(a.Outlet) {
			return name
		}
	}
	return ""
}

// outlet is the one form of an outlet's names: of "The Associated Press" it is "ap".
func (l *Linker) outlet(name string) string {
	name = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "the ")
	if one := l.agencies[name]; one != "" {
		return one
	}
	return name
}

// independent gives each mention the number of its voice, from 0 in their
// order: copies of one text are one, and so are a report and those that tell the
// same after it.
func independent(mentions []*Mention) []int {
	root := make([]int, len(mentions))
	find := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	first := map[string]int{}
	for i, m := range mentions {
		root[i] = i
		voice := m.Article.Voice
		if voice == "" {
			voice = m.Article.ID
		}
		says := []string{"article " + voice, "outlet " + m.source}
		if m.source == "" {
			says = says[:1]
		} else if m.Origin != "" {
			says = says[1:] // the voice is that of the other outlet
		}
		for _, k := range says {
			if j, known := first[k]; known {
				a, b := find(i), find(j)
				root[max(a, b)] = min(a, b)
			} else {
				first[k] = i
			}
		}
	}
	number := map[int]int{}
	out := make([]int, len(mentions))
	for i := range mentions {
		g := find(i)
		if _, known := number[g]; !known {
			number[g] = len(number)
		}
		out[i] = number[g]
	}
	return out
}
