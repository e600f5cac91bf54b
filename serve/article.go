package serve

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
)

// piece is a stretch of an article's text that the same facts cover.
type piece struct {
	Text  string
	Kinds string // classes: "actor quote"
	Link  string // "#a3", of the fact that is told first; "" for none
	Title string // what that fact is
}

// sentence is a sentence of an article, or what stands between two.
type sentence struct {
	At       int // code point where it starts; -1 for what is none
	Pieces   []piece
	Evidence bool     // of what a page is about
	Events   []string // ids of the events that it is evidence of
	Quotes   []string // ids of the quotes that begin in it
}

// paragraph is a line of an article.
type paragraph struct {
	Part      chancery.PartKind
	Sentences []sentence
}

// fact is a span with what it is.
type fact struct {
	chancery.Span
	kind, link, title string
	rank              int // of the facts that cover a piece the lowest gives its link
}

// factsOf lists all spans of a record that a reader can be shown.
func (s *Server) factsOf(r *chancery.Record) []fact {
	var out []fact
	for _, e := range r.Events {
		out = append(out, fact{e.Trigger, "event", "#" + e.ID, export.Kind(e.Type) + ", " + string(e.Status), 0})
	}
	for _, f := range r.Figures {
		out = append(out, fact{f.Span, "figure", "#" + f.ID, string(f.Measure), 1})
	}
	for _, t := range r.Times {
		out = append(out, fact{t.Span, "time", "#" + t.ID, wording.Time(t.Value, t.Begin, t.Finish), 2})
	}
	for _, g := range r.Agreements {
		for _, m := range g.Mentions {
			out = append(out, fact{m.Span, "agreement", "#" + g.ID, g.Name, 3})
		}
	}
	for _, p := range r.Places {
		for _, m := range p.Mentions {
			if !m.Associative {
				out = append(out, fact{m.Span, "place", "#" + p.ID, p.Name, 4})
			}
		}
	}
	for _, a := range r.Actors {
		for _, m := range a.Mentions {
			title := a.Name
			if a.Country != "" {
				title += ", " + s.country(a.Country)
			}
			out = append(out, fact{m.Span, "actor", "#" + a.ID, title, 5})
		}
	}
	for _, q := range r.Quotes {
		for _, c := range q.Content {
			out = append(out, fact{c, "quote", "", "", 6})
		}
	}
	return out
}

// layout cuts the text into paragraphs, sentences and pieces. Every byte of
// the text but line breaks is in one piece, in order.
func layout(r *chancery.Record, facts []fact) []paragraph {
	text := r.Article.Text
	facts = slices.SortedStableFunc(slices.Values(facts), func(a, b fact) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.rank, b.rank), cmp.Compare(a.End, b.End))
	})
	offsets := chancery.NewOffsets(text)
	var out []paragraph
	next := 0 // sentence
	var open []fact
	taken := 0
	for at := 0; at < len(text); {
		end := at + strings.IndexByte(text[at:], '\n')
		if end < at {
			end = len(text)
		}
		if strings.TrimSpace(text[at:end]) == "" {
			at = end + 1
			continue
		}
		p := paragraph{Part: r.Article.PartAt(at)}
		for from := at; from < end; {
			for next < len(r.Sentences) && r.Sentences[next].End <= from {
				next++
			}
			one := sentence{At: -1}
			to := end
			if next < len(r.Sentences) {
				if x := r.Sentences[next]; x.Start <= from {
					to = min(end, x.End)
					if x.Start == from {
						one.At = offsets.CodePoint(from)
					}
					one.Events, one.Quotes = marked(r, x, from)
				} else {
					to = min(end, x.Start)
				}
			}
			for from < to {
				for taken < len(facts) && facts[taken].Start <= from {
					open = append(open, facts[taken])
					taken++
				}
				open = slices.DeleteFunc(open, func(f fact) bool { return f.End <= from })
				cut := to
				if taken < len(facts) {
					cut = min(cut, facts[taken].Start)
				}
				for _, f := range open {
					cut = min(cut, f.End)
				}
				one.Pieces = append(one.Pieces, pieceOf(text[from:cut], open))
				from = cut
			}
			p.Sentences = append(p.Sentences, one)
		}
		out = append(out, p)
		at = end + 1
	}
	return out
}

func pieceOf(text string, open []fact) piece {
	p := piece{Text: text}
	var kinds []string
	best := -1
	for i, f := range open {
		if !slices.Contains(kinds, f.kind) {
			kinds = append(kinds, f.kind)
		}
		if f.link != "" && (best < 0 || f.rank < open[best].rank || f.rank == open[best].rank && f.Len() < open[best].Len()) {
			best = i
		}
	}
	slices.Sort(kinds)
	p.Kinds = strings.Join(kinds, " ")
	if best >= 0 {
		p.Link, p.Title = open[best].link, open[best].title
	}
	return p
}

// marked gives the events that a sentence is evidence of and the quotes that
// begin in it; they stand at its end, once.
func marked(r *chancery.Record, s chancery.Span, from int) (events, quotes []string) {
	if s.Start != from {
		return nil, nil
	}
	for _, e := range r.Events {
		if slices.Contains(e.Evidence, s) {
			events = append(events, e.ID)
		}
	}
	for _, q := range r.Quotes {
		if len(q.Content) > 0 && s.Start <= q.Content[0].Start && q.Content[0].Start < s.End {
			quotes = append(quotes, q.ID)
		}
	}
	return events, quotes
}

// rejected is an event of an article that an analyst rejected.
type rejected struct {
	ID, Mention string
	*story.Coding
}

func (s *Server) article(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rec, standing, err := s.Store.Corrected(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	facts := s.factsOf(rec)
	body := struct {
		*chancery.Record
		Paragraphs       []paragraph
		Belongs          map[string]string
		Versions, Copies []record.Line
		Names            map[string]string
		Anchor           map[string]int // of a fact to the sentence that it stands in
		Standing         map[string]story.Standing
		Rejected         []rejected
	}{Standing: standing, Record: rec, Paragraphs: layout(rec, facts), Names: map[string]string{}, Anchor: anchors(rec, facts)}
	if body.Belongs, err = s.Store.Belongs(ctx, rec.Article.ID); err != nil {
		return err
	}
	if body.Versions, body.Copies, err = s.Store.Related(ctx, rec.Article.ID); err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(standing)) {
		if x := standing[id]; x.State == story.Rejected {
			body.Rejected = append(body.Rejected, rejected{id, story.MentionID(rec.Article.ID, id), x.Coding})
		}
	}
	for _, a := range rec.Actors {
		body.Names[a.ID] = a.Name
	}
	for _, p := range rec.Places {
		body.Names[p.ID] = p.Name
	}
	for _, q := range rec.Quotes {
		body.Names[q.ID] = body.Names[q.Speaker]
	}
	name := rec.Article.Title
	if name == "" {
		name = "Untitled article"
	}
	return s.show(w, r, http.StatusOK, "article", frame{Title: name, At: "articles", Body: body})
}

// anchors gives for each fact the code point where its sentence starts.
func anchors(r *chancery.Record, facts []fact) map[string]int {
	offsets := chancery.NewOffsets(r.Article.Text)
	out := map[string]int{}
	set := func(id string, at int) {
		if _, ok := out[id]; ok {
			return
		}
		i, found := slices.BinarySearchFunc(r.Sentences, at, func(s chancery.Span, at int) int { return cmp.Compare(s.Start, at) })
		if !found {
			i--
		}
		if i >= 0 {
			out[id] = offsets.CodePoint(r.Sentences[i].Start)
		}
	}
	for _, f := range facts {
		if f.link != "" {
			set(f.link[1:], f.Start)
		}
	}
	for _, q := range r.Quotes {
		if len(q.Content) > 0 {
			set(q.ID, q.Content[0].Start)
		}
	}
	return out
}
