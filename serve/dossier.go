package serve

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// statementsShown bounds the statements of a page; the rest is in the export.
const statementsShown = 36

// pageLimits bound what a page tells; the command line and the export tell more.
var pageLimits = record.Limits{Happenings: 46, Articles: 8}

// chapter is a group of happenings of a dossier.
type chapter struct {
	ID, Title string
	All       []*story.Happening
}

func (s *Server) dossier(w http.ResponseWriter, r *http.Request) error {
	var subjects []string
	for _, of := range r.URL.Query()["of"] {
		for _, x := range strings.Split(of, ",") {
			if x = s.code(strings.TrimSpace(x)); x != "" && !slices.Contains(subjects, x) {
				subjects = append(subjects, x)
			}
		}
	}
	if len(subjects) == 0 {
		return s.show(w, r, http.StatusOK, "subject", frame{Title: "Dossier", At: "dossier", Body: s.frequent(r)})
	}
	if len(subjects) > 8 {
		return badRequest(errors.New("a dossier has at most 8 subjects"))
	}
	for _, x := range subjects {
		if len(record.Words(x)) == 0 {
			return badRequest(fmt.Errorf("%s holds no word to look for", x))
		}
	}
	d, err := s.Store.DossierWithin(r.Context(), subjects, s.Today(), pageLimits)
	if err != nil {
		return err
	}
	var names []string
	for _, x := range subjects {
		names = append(names, s.country(x))
	}
	body := struct {
		*story.Dossier
		Names    []string
		Lines    []line
		Chapters []chapter
		Disputed []*story.Happening
		Rounds   map[string][]*story.Happening
		More     int
		Link     string
	}{Dossier: d, Names: names, Lines: s.timeline(d.Happenings, d.AsOf), Rounds: map[string][]*story.Happening{}, Link: r.URL.RequestURI()}
	body.Chapters = chapters(d)
	for _, h := range d.Happenings {
		if len(h.Disagreements) > 0 {
			body.Disputed = append(body.Disputed, h)
		}
		if h.Talks != "" {
			body.Rounds[h.Talks] = append(body.Rounds[h.Talks], h)
		}
	}
	if body.More = len(d.Statements) - statementsShown; body.More > 0 {
		d.Statements = d.Statements[len(d.Statements)-statementsShown:]
	}
	slices.Reverse(d.Statements)
	return s.show(w, r, http.StatusOK, "dossier", frame{Title: strings.Join(names, " and "), At: "dossier", Body: body})
}

// code gives a country's code for its name, or what was given.
func (s *Server) code(name string) string {
	for code, n := range s.countries {
		if strings.EqualFold(n, name) || strings.EqualFold(code, name) {
			return code
		}
	}
	return name
}

// chapters sorts the happenings of a dossier as it is read: what comes, what
// has passed its day, what was asked, and what happened, the last first.
func chapters(d *story.Dossier) []chapter {
	next := chapter{ID: "next", Title: "Planned next"}
	late := chapter{ID: "late", Title: "Past its day, nothing heard"}
	asked := chapter{ID: "asked", Title: "Asked for, offered, threatened"}
	past := chapter{ID: "past", Title: "What happened"}
	open := chapter{ID: "open", Title: "Possible, denied or cancelled"}
	for _, h := range d.Happenings {
		to := &past
		switch {
		case slices.Contains(d.Due, h.ID):
			to = &next
		case slices.Contains(d.Overdue, h.ID):
			to = &late
		case h.Status == chancery.Requested || h.Status == chancery.Offered || h.Status == chancery.ThreatenedDeed:
			to = &asked
		case h.Status == chancery.Possible || h.Status == chancery.Denied || h.Status == chancery.CancelledStatus:
			to = &open
		case h.Status == chancery.Planned:
			to = &late
		}
		to.All = append(to.All, h)
	}
	var out []chapter
	for _, c := range []chapter{next, late, past, asked, open} {
		slices.Reverse(c.All)
		if c.ID == "next" {
			slices.SortStableFunc(c.All, sooner)
		}
		if len(c.All) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// sooner orders what is planned: what has a day of its own by the last that it
// may be, the best known first; what has none after it, as it was.
func sooner(a, b *story.Happening) int {
	key := func(h *story.Happening) (finish, begin string) {
		if h.Time == nil || h.Time.Finish == "" {
			return "never", ""
		}
		return h.Time.Finish, h.Time.Begin
	}
	aFinish, aBegin := key(a)
	bFinish, bBegin := key(b)
	return cmp.Or(cmp.Compare(aFinish, bFinish), cmp.Compare(bBegin, aBegin))
}

// frequent lists the parties that the record has most of.
func (s *Server) frequent(r *http.Request) []choice {
	f, err := s.Store.Facets(r.Context(), everything, 60)
	if err != nil {
		s.Log.Error("counting parties", "error", err)
		return nil
	}
	var out []choice
	for _, c := range f.Counts["party"] {
		if len(record.Words(c.Value)) == 0 {
			continue
		}
		out = append(out, choice{Name: s.country(c.Value), Link: address("/dossier", "of", c.Value), Count: c.Count})
	}
	return out
}
