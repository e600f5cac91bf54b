package serve

import (
	"net/http"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// todayItems is how many happenings each part of the first page has.
const todayItems = 8

func (s *Server) today(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	var body struct {
		Day                                   string
		Totals                                record.Totals
		Fresh, Due, Overdue, Disputed, Unsure []*story.Happening
	}
	body.Day = s.Today()
	var err error
	if body.Totals, err = s.Store.Totals(ctx); err != nil {
		return err
	}
	if body.Fresh, err = s.Store.Browse(ctx, everything, record.ByTold, 0, 2*todayItems); err != nil {
		return err
	}
	if body.Due, err = s.Store.Pending(ctx, body.Day, true, todayItems); err != nil {
		return err
	}
	if body.Overdue, err = s.Store.Pending(ctx, body.Day, false, todayItems); err != nil {
		return err
	}
	if body.Disputed, err = s.Store.Disputed(ctx, todayItems); err != nil {
		return err
	}
	if body.Unsure, err = s.Store.Browse(ctx, everything, record.ByDoubt, 0, todayItems); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "today", frame{Title: "Today", At: "today", Body: body})
}

func (s *Server) help(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, "help", frame{Title: "Help", At: "help", Body: query.Fields()})
}
