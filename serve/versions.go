package serve

import (
	"net/http"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/wording"
)

// change is a stretch of a text: as both versions have it, or only the old or
// the new one.
type change struct{ Text, Kind string } // "", "del" or "ins"

// changedParagraph is a paragraph of two versions together, or how many in a
// row are the same in both.
type changedParagraph struct {
	Changes []change
	Same    int
}

// compared puts two versions of a text together. Paragraphs that are the same
// are only counted, but for those beside a change.
func compared(old, new string) (out []changedParagraph, count int) {
	all := wording.Compare(old, new)
	paragraphs := []changedParagraph{{}}
	add := func(text, kind string) {
		for i, line := range strings.Split(text, "\n") {
			if i > 0 && kind != "del" { // what is gone stands in the paragraph it was taken from
				paragraphs = append(paragraphs, changedParagraph{})
			} else if i > 0 {
				line = "¶ " + line
			}
			last := &paragraphs[len(paragraphs)-1]
			if strings.TrimSpace(line) != "" || line != "" && len(last.Changes) > 0 {
				last.Changes = append(last.Changes, change{line, kind})
			}
		}
	}
	at := 0
	for _, c := range all {
		add(new[at:c.New.Start], "")
		add(c.Old.Text(old), "del")
		add(c.New.Text(new), "ins")
		at = c.New.End
	}
	add(new[at:], "")
	same := func(p changedParagraph) bool {
		for _, c := range p.Changes {
			if c.Kind != "" {
				return false
			}
		}
		return true
	}
	full := paragraphs[:0]
	for _, p := range paragraphs {
		if len(p.Changes) > 0 {
			full = append(full, p)
		}
	}
	for i, p := range full {
		if !same(p) || i > 0 && !same(full[i-1]) || i+1 < len(full) && !same(full[i+1]) {
			out = append(out, p)
			continue
		}
		if len(out) == 0 || out[len(out)-1].Same == 0 {
			out = append(out, changedParagraph{})
		}
		out[len(out)-1].Same++
	}
	return out, len(all)
}

// against shows what an article says otherwise than another version of it.
func (s *Server) against(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	now, err := s.Store.Record(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	was, err := s.Store.Record(ctx, r.PathValue("other"))
	if err != nil {
		return err
	}
	if record.Document(now.Article) != record.Document(was.Article) {
		return notFound("these are two articles, not two versions of one")
	}
	body := struct {
		Old, New *chancery.Article
		Title    []change
		Text     []changedParagraph
		Count    int
	}{Old: was.Article, New: now.Article}
	body.Text, body.Count = compared(was.Article.Text, now.Article.Text)
	if was.Article.Title != now.Article.Title {
		title, _ := compared(was.Article.Title, now.Article.Title)
		for _, p := range title {
			body.Title = append(body.Title, p.Changes...)
		}
	}
	return s.show(w, r, http.StatusOK, "against", frame{Title: "Versions of " + now.Article.Title, At: "articles", Body: body})
}
