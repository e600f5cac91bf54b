package record

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
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

// Words cuts a name as the index does: letters and digits, without case and
// accents, so that Çavuşoğlu is found by cavusoglu.
func Words(s string) []string { return cut(lang.Bare(s)) }

func cut(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.In(r, unicode.L, unicode.M, unicode.Nd) })
}

// gathered are words, each once.
type gathered struct {
	seen map[word]bool
	all  []word
}

func (g *gathered) whole(field, text string) {
	x := word{field, text}
	if g.seen == nil {
		g.seen = map[word]bool{}
	}
	if !g.seen[x] {
		g.seen[x] = true
		g.all = append(g.all, x)
	}
}

// parts takes a name whole and in parts of up to maxWords words in a row.
func (g *gathered) parts(field, text string) {
	w := Words(text)
	for i := range w {
		for j := i + 1; j <= min(len(w), i+maxWords); j++ {
			g.whole(field, strings.Join(w[i:j], " "))
		}
	}
}

// Fields of the index that are no fields of the language.
const (
	fieldAll      = "all"      // every happening
	fieldDisputed = "disputed" // those on which reports differ
	fieldCountry  = "country"  // of the place
	fieldLabel    = "label"    // of a party
	fieldSpot     = "spot"     // where it can be drawn on a map
	fieldArticle  = "article"  // every article
	fieldNames    = "article name"
	fieldStates   = "article country"
	fieldOutlet   = "article outlet"
)

// wordsOf gives what a happening is found by, beside its days and the words
// of its sentences: names whole and in parts, countries, codes and kinds.
func wordsOf(h *story.Happening) []word {
	var g gathered
	g.whole(fieldAll, "")
	g.whole("type", string(h.Type))
	g.whole("status", string(h.Status))
	if len(h.Disagreements) > 0 {
		g.whole(fieldDisputed, "")
	}
	if h.Place != nil && h.Place.Country != "" {
		g.whole(fieldCountry, h.Place.Country)
	}
	for _, m := range h.Members() {
		for _, s := range []struct {
			field string
			list  []story.Party
		}{{"actor", m.Actor}, {"recipient", m.Recipient}, {"mediator", m.Mediator}} {
			for _, p := range s.list {
				g.parts(s.field, p.Name)
				g.parts(s.field, p.Label)
				g.parts(s.field, p.Country)
				g.parts("code", p.Code)
			}
		}
		if m.Place != nil {
			g.parts("place", m.Place.Name)
			g.parts("place", m.Place.Admin1)
			g.parts("place", m.Place.Country)
		}
		said := saidBy(m)
		for _, s := range said {
			g.parts("said_by", s)
		}
		for _, d := range m.DeniedBy {
			g.parts("denied_by", d)
		}
		for _, x := range m.Mode {
			g.parts("mode", x)
		}
		for _, x := range m.Contexts {
			g.parts("context", x)
		}
		for _, x := range m.Topics {
			g.parts("topic", x)
		}
		g.parts("outlet", m.Article.Outlet)
		g.parts("talks", m.Name)
		g.parts("talks", m.Talks)
	}
	return g.all
}

func saidBy(m *story.Mention) (all []string) {
	if m.SaidBy != nil {
		all = append(append(all, m.SaidBy.Name, m.SaidBy.Role), m.SaidBy.Via...)
	}
	for _, q := range m.Asked {
		all = append(all, q.SaidBy)
	}
	return all
}

// articleWords gives what an article is found by: who is named in it.
func articleWords(r *chancery.Record, mentions []*story.Mention) []word {
	var g gathered
	g.whole(fieldArticle, "")
	g.whole(fieldOutlet, r.Article.Outlet)
	for _, a := range r.Actors {
		if a.Country != "" {
			g.whole(fieldStates, strings.ToLower(a.Country))
		}
		g.parts(fieldNames, a.Name)
	}
	for _, m := range mentions {
		for _, list := range [][]story.Party{m.Actor, m.Recipient, m.Mediator} {
			for _, p := range list {
				g.parts(fieldNames, p.Label)
			}
		}
		for _, s := range append(append(saidBy(m), m.Topics...), m.Name, m.Talks) {
			g.parts(fieldNames, s)
		}
	}
	return g.all
}

// cellsOf gives what a happening is sorted and counted by.
func cellsOf(h *story.Happening) (c [numberColumns]uint32) {
	row := rowOf(h)
	c[columnFirst], c[columnLast], c[columnTold] = dayNumber(row[3].(string)), dayNumber(row[4].(string)), dayNumber(row[5].(string))
	c[columnSure] = uint32(math.Round(h.Confidence * 1000))
	c[columnReports] = uint32(len(h.Mentions))
	return c
}

// pointOf names where a happening can be drawn, or "".
func pointOf(h *story.Happening) string {
	if p := h.Place; p != nil && p.Lat != nil && p.Lon != nil {
		return string(marshal([]any{*p.Lat, *p.Lon, p.Kind, p.Country, p.Name}))
	}
	return ""
}

// sidesOf gives the labels of those who act, those acted upon, and other
// parties; one of signs alone cannot be asked for.
func sidesOf(h *story.Happening) (sides [3][]string) {
	add := func(i int, label string) {
		if len(Words(label)) > 0 && !slices.Contains(sides[i], label) {
			sides[i] = append(sides[i], label)
		}
	}
	for _, l := range h.Actor {
		add(0, l)
	}
	for _, l := range h.Recipient {
		add(1, l)
	}
	for _, p := range h.Parties {
		if !slices.Contains(sides[0], p.Label) && !slices.Contains(sides[1], p.Label) {
			add(2, p.Label)
		}
	}
	return sides
}

// maxSentences is how many sentences of evidence are in the word index.
const maxSentences = 4095

// sentencesOf gives the evidence, each sentence once.
func sentencesOf(h *story.Happening) (out []string) {
	seen := map[string]bool{}
	for _, step := range h.Life {
		for _, e := range step.Evidence {
			if !seen[e.Text] && len(out) < maxSentences {
				seen[e.Text] = true
				out = append(out, e.Text)
			}
		}
	}
	return out
}

// dayNumber puts a day, month or year in order, an earlier and a less exact
// one first, as their names sort: 0 for none.
func dayNumber(s string) uint32 {
	var n [3]uint32
	for i, part := range strings.SplitN(s[:min(len(s), len(time.DateOnly))], "-", 3) {
		x, err := strconv.ParseUint(part, 10, 16)
		if err != nil || i > 0 && x > 31 || x > 9999 {
			break
		}
		n[i] = uint32(x)
	}
	return n[0]<<9 | n[1]<<5 | n[2]
}

// monthName gives the month of a day's number; ok is false for a year alone.
func monthName(n uint32) (name string, ok bool) {
	return fmt.Sprintf("%04d-%02d", n>>9, n>>5&15), n>>5&15 != 0
}
