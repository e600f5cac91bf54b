package serve

import (
	"net/http"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/story"
)

// reason is why something was coded, as a page shows it.
type reason struct {
	About, Says, Words string
	Edges              string // of the tree
	File, Entry        string // of the lexicon
	Line               int
	Part               float64 // of confidence
	First              bool    // of those about the same
}

func reasonsOf(r *chancery.Record, why *chancery.Explanation) []reason {
	if why == nil {
		return nil
	}
	text := r.Article.Text
	line := func(s chancery.Span) string { return strings.Join(strings.Fields(s.Text(text)), " ") }
	var out []reason
	for i := range why.Reasons {
		x := &why.Reasons[i]
		y := reason{About: x.About, Says: x.Says, File: x.File, Line: x.Line, Entry: strings.ReplaceAll(x.Entry, "\t", " · "), Part: x.Part, First: i == 0 || why.Reasons[i-1].About != x.About}
		if !x.Words.Empty() {
			y.Words = line(x.Words)
		}
		var edges []string
		for _, e := range x.Edges {
			edges = append(edges, line(e.Word)+" ─"+e.Relation+"→ "+line(e.Head))
		}
		y.Edges = strings.Join(edges, ", ")
		out = append(out, y)
	}
	return out
}

// why tells why an event of an article was coded as it is.
func (s *Server) why(w http.ResponseWriter, r *http.Request) error {
	rec, err := s.Store.Record(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	e := rec.Event(r.PathValue("event"))
	if e == nil {
		return notFound("the article has no event %s", r.PathValue("event"))
	}
	now, why, err := s.desk.Why(r.Context(), rec, e.ID)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "why", frame{Title: "Why " + export.Kind(e.Type), At: "articles", Body: struct {
		Article *chancery.Article
		Event   *chancery.Event
		Mention string
		Text    []sentence
		Fields  []story.Value
		Why     []reason
		Other   bool
	}{rec.Article, e, story.MentionID(rec.Article.ID, e.ID), evidenceOf(rec, e, s.factsOf(rec)), story.CodingOf(rec, e).Values(), reasonsOf(rec, why),
		now == nil || now.Type != e.Type || now.Status != e.Status}})
}
