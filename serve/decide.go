package serve

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

func (s *Server) happening(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	h, err := s.Store.Happening(ctx, id)
	if errors.Is(err, record.ErrUnknown) {
		if _, gone := s.Store.Mention(ctx, id); gone == nil { // rejected: its own page tells
			http.Redirect(w, r, "/review/"+url.PathEscape(id), http.StatusSeeOther)
			return nil
		}
	}
	if err != nil {
		return err
	}
	body := struct {
		*story.Happening
		Told      []record.Told
		First     *record.Told
		Near      []*story.Happening
		Decisions []record.Decision
		Done      *record.Decision
		May       bool
	}{Happening: h, May: s.may(r), Done: s.done(r)}
	if body.Told, err = s.Store.Tellings(ctx, h); err != nil {
		return err
	}
	body.First = firstOf(body.Told)
	if body.Decisions, err = s.Store.Decisions(ctx, record.About{Mentions: h.Mentions, Limit: 100}); err != nil {
		return err
	}
	if body.May {
		if body.Near, err = s.Store.Near(ctx, h, 6); err != nil {
			return err
		}
	}
	return s.show(w, r, http.StatusOK, "happening", frame{Title: fmt.Sprintf("%s, %s", export.Kind(h.Type), export.When(h)), Body: body})
}

// firstOf gives the first telling of all, which are in order of publication; of
// those of one day it is one that tells after nobody else.
func firstOf(all []record.Told) *record.Told {
	if len(all) == 0 {
		return nil
	}
	day := func(x record.Told) string { return x.Published[:min(len(x.Published), len(time.DateOnly))] }
	best := &all[0]
	for i, x := range all {
		if day(x) == day(*best) && x.Origin == "" && (best.Origin != "" || best.Copy && !x.Copy) {
			best = &all[i]
		}
	}
	return best
}

// joined makes two happenings one.
func (s *Server) joined(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	with := strings.TrimSpace(r.PostFormValue("with"))
	if u, err := url.Parse(with); err == nil { // an address of the page does as well
		with = strings.TrimPrefix(u.Path, "/happening/")
	}
	return s.decided(w, r, id, func(why string) ([]int64, error) { return s.Store.Merge(r.Context(), id, with, why) })
}

// parted takes a mention out of a happening.
func (s *Server) parted(w http.ResponseWriter, r *http.Request) error {
	mention := r.PostFormValue("mention")
	return s.decided(w, r, r.PathValue("id"), func(why string) ([]int64, error) { return s.Store.Split(r.Context(), mention, why) })
}

// decided makes a decision and goes back to the happening.
func (s *Server) decided(w http.ResponseWriter, r *http.Request, id string, decide func(why string) ([]int64, error)) error {
	why := strings.TrimSpace(r.PostFormValue("why"))
	if len(why) > maxWords {
		return badRequest(fmt.Errorf("a reason has at most %d letters", maxWords))
	}
	n, err := decide(why)
	if err != nil {
		return badRequest(err)
	}
	http.Redirect(w, r, addressOf("/happening/"+url.PathEscape(id), "did", fmt.Sprint(n[0]))+"#merged", http.StatusSeeOther)
	return nil
}

// undo takes a decision back.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseInt(r.PostFormValue("n"), 10, 64)
	if err != nil {
		return badRequest(fmt.Errorf("%q is no number of a decision", r.PostFormValue("n")))
	}
	if err := s.Store.Undo(r.Context(), n, strings.TrimSpace(r.PostFormValue("why"))); err != nil {
		return badRequest(err)
	}
	http.Redirect(w, r, backTo(r, "/decisions"), http.StatusSeeOther)
	return nil
}

// backTo is the page of this server that a form names, or another.
func backTo(r *http.Request, other string) string {
	back := r.PostFormValue("back")
	u, err := url.Parse(back)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(back, "/") || strings.HasPrefix(back, "//") || strings.Contains(back, `\`) {
		return other
	}
	return back
}

// decisions lists what was decided.
func (s *Server) decisions(w http.ResponseWriter, r *http.Request) error {
	before, _ := strconv.ParseInt(r.FormValue("before"), 10, 64) // 0: from the last
	about := record.About{Who: r.FormValue("who"), What: r.FormValue("what"), Before: before, Limit: pageLength + 1}
	all, err := s.Store.Decisions(r.Context(), about)
	if err != nil {
		return err
	}
	body := struct {
		All       []record.Decision
		Who, What string
		Kinds     []string
		Older     string
		May       bool
	}{All: all, Who: about.Who, What: about.What, May: s.may(r), Kinds: []string{"accept", "edit", "reject", "comment", "merge", "split", "sample", "undo", "forget"}}
	if len(all) > pageLength {
		body.All = all[:pageLength]
		body.Older = addressOf("/decisions", "who", about.Who, "what", about.What, "before", fmt.Sprint(all[pageLength-1].N))
	}
	return s.show(w, r, http.StatusOK, "decisions", frame{Title: "Decisions", At: "review", Body: body})
}

// agreement tells how far coders agree, and how often the machine is right.
func (s *Server) agreement(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	body := struct {
		*record.Agreement
		Accuracy *record.Accuracy
		Sample   *record.Sample
		Only     bool // the sample alone
		Seed     string
		May      bool
		User     account.User
	}{Only: r.FormValue("in") == "sample", May: s.may(r), Seed: s.Today()}
	var err error
	if body.Sample, err = s.Store.Sample(ctx); err != nil {
		return err
	}
	of := body.Sample
	if !body.Only {
		of = nil
	}
	if body.Agreement, err = s.Store.Agreement(ctx, of); err != nil {
		return err
	}
	if body.Accuracy, err = s.Store.Accuracy(ctx); err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "agreement", frame{Title: "Accuracy and agreement", At: "review", Body: body})
}

// sample draws a sample.
func (s *Server) sample(w http.ResponseWriter, r *http.Request) error {
	size, err := strconv.Atoi(r.PostFormValue("size"))
	if err != nil {
		return badRequest(fmt.Errorf("%q is no number of events", r.PostFormValue("size")))
	}
	if _, err := s.Store.DrawSample(r.Context(), strings.TrimSpace(r.PostFormValue("seed")), size); err != nil {
		return badRequest(err)
	}
	http.Redirect(w, r, "/review?in=sample", http.StatusSeeOther)
	return nil
}
