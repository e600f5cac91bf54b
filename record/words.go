package record

import (
	"strings"
	"unicode"

	"github.com/chancery-project/chancery/story"
)

// rowOf gives the columns of a happening, without its JSON.
func rowOf(h *story.Happening) []any {
	first, last := h.Day(), ""
	if h.Time != nil && h.Time.Finish != "" {
		last = h.Time.Finish
	}
	if last < first {
		last = first
	}
	country := ""
	if h.Place != nil {
		country = h.Place.Country
	}
	return []any{h.ID, string(h.Type), string(h.Status), first, last, h.FirstTold(), h.Talks, country, h.Confidence}
}

type word struct{ field, word string }

// maxWords is how many words in a row are found as one.
const maxWords = 4

// Words cuts a name as the index does: lower case, letters and digits.
func Words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// wordsOf gives what a happening is found by, beside its columns and the
// words of its sentences: names whole and in parts, countries and codes.
func wordsOf(h *story.Happening) []word {
	seen := map[word]bool{}
	var out []word
	add := func(field, text string) {
		w := Words(text)
		for i := range w {
			for j := i + 1; j <= min(len(w), i+maxWords); j++ {
				x := word{field, strings.Join(w[i:j], " ")}
				if !seen[x] {
					seen[x] = true
					out = append(out, x)
				}
			}
		}
	}
	for _, m := range h.Members() {
		for _, s := range []struct {
			field string
			list  []story.Party
		}{{"actor", m.Actor}, {"recipient", m.Recipient}, {"mediator", m.Mediator}} {
			for _, p := range s.list {
				add(s.field, p.Name)
				add(s.field, p.Label)
				add(s.field, p.Country)
				add("code", p.Code)
			}
		}
		if m.Place != nil {
			add("place", m.Place.Name)
			add("place", m.Place.Admin1)
			add("place", m.Place.Country)
		}
		if m.SaidBy != nil {
			add("said_by", m.SaidBy.Name)
			add("said_by", m.SaidBy.Role)
			for _, v := range m.SaidBy.Via {
				add("said_by", v)
			}
		}
		for _, d := range m.DeniedBy {
			add("denied_by", d)
		}
		for _, q := range m.Asked {
			add("said_by", q.SaidBy)
		}
		for _, x := range m.Mode {
			add("mode", x)
		}
		for _, x := range m.Contexts {
			add("context", x)
		}
		for _, x := range m.Topics {
			add("topic", x)
		}
		add("outlet", m.Article.Outlet)
		add("talks", m.Name)
		add("talks", m.Talks)
	}
	return out
}
