package serve

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// searchRoutes are those of saved searches and their alerts.
var searchRoutes = []route{
	{"GET /complete", account.Reader, page((*Server).complete)},
	{"GET /searches", account.Reader, page((*Server).searches)},
	{"POST /searches", account.Analyst, page((*Server).saveSearch)},
	{"GET /searches/{id}", account.Reader, page((*Server).saved)},
	{"GET /searches/{id}/feed.atom", account.Reader, page((*Server).searchFeed)},
	{"POST /searches/{id}/remove", account.Analyst, page((*Server).removeSearch)},
	{"POST /searches/{id}/alerts", account.Analyst, page((*Server).addAlert)},
	{"POST /searches/{id}/alerts/{n}/test", account.Analyst, page((*Server).testAlert)},
	{"POST /searches/{id}/alerts/{n}/resume", account.Analyst, page((*Server).resumeAlert)},
	{"POST /searches/{id}/alerts/{n}/remove", account.Analyst, page((*Server).removeAlert)},
	{"POST /searches/{id}/retry", account.Analyst, page((*Server).retryDead)},
}

// owner is whose the saved searches are that a request sees.
func owner(r *http.Request) string { return account.From(r.Context()).Name }

// Lengths of the lists on the page of a search.
const (
	newsShown     = 60
	messagesShown = 20
	newsInFeed    = 100
)

func (s *Server) searches(w http.ResponseWriter, r *http.Request) error {
	type line struct {
		record.Search
		Total  int
		Alerts []record.Alert
	}
	all, err := s.Store.Searches(r.Context(), owner(r))
	if err != nil {
		return err
	}
	var body []line
	for _, f := range all {
		l := line{Search: f}
		if q, err := query.Parse(f.Query); err == nil {
			if l.Total, err = s.Store.Count(r.Context(), q); err != nil {
				l.Fault = err.Error()
			}
		}
		if l.Alerts, err = s.Store.Alerts(r.Context(), f.ID); err != nil {
			return err
		}
		body = append(body, l)
	}
	return s.show(w, r, http.StatusOK, "searches", frame{Title: "Saved searches", At: "searches", Body: body})
}

func (s *Server) saveSearch(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Store.SaveSearch(r.Context(), owner(r), r.PostFormValue("name"), r.PostFormValue("q"))
	if err != nil {
		return badRequest(err)
	}
	http.Redirect(w, r, "/searches/"+f.ID, http.StatusSeeOther)
	return nil
}

// savedPage is what the page of a saved search shows.
type savedPage struct {
	record.Search
	Stories  []record.News
	Alerts   []record.Alert
	Messages []record.Delivery
	Dead     int    // of the messages
	Mail     bool   // a mail server is named
	Sends    bool   // alerts are sent by this server
	Secret   string // of the webhook that was added just now
	Kind     string // what was filled in, where it was refused
	Target   string
	Fault    string
}

func (s *Server) saved(w http.ResponseWriter, r *http.Request) error {
	return s.showSaved(w, r, http.StatusOK, savedPage{})
}

func (s *Server) showSaved(w http.ResponseWriter, r *http.Request, status int, p savedPage) (err error) {
	ctx := r.Context()
	if p.Search, err = s.Store.Search(ctx, owner(r), r.PathValue("id")); err != nil {
		return err
	}
	if p.Stories, err = s.Store.News(ctx, p.ID, newsShown); err != nil {
		return err
	}
	if p.Alerts, err = s.Store.Alerts(ctx, p.ID); err != nil {
		return err
	}
	if p.Messages, err = s.Store.Deliveries(ctx, p.ID, "", messagesShown); err != nil {
		return err
	}
	dead, err := s.Store.Deliveries(ctx, p.ID, record.Dead, messagesShown)
	if err != nil {
		return err
	}
	p.Dead, p.Mail, p.Sends = len(dead), s.Mail, s.Wake != nil
	if p.Kind == "" {
		p.Kind = record.Webhook
	}
	return s.show(w, r, status, "saved", frame{Title: p.Name, At: "searches", Query: p.Query, Body: p})
}

// site is where this server is for who asks it.
func site(r *http.Request) string {
	if _, secure, _ := cookieOf(r); secure {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (s *Server) searchFeed(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Store.Search(r.Context(), owner(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	news, err := s.Store.News(r.Context(), f.ID, newsInFeed)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := alert.WriteFeed(&b, f, news, site(r)); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	if _, err := w.Write(b.Bytes()); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
	return nil
}

func (s *Server) removeSearch(w http.ResponseWriter, r *http.Request) error {
	if err := s.Store.RemoveSearch(r.Context(), owner(r), r.PathValue("id")); err != nil {
		return err
	}
	http.Redirect(w, r, "/searches", http.StatusSeeOther)
	return nil
}

// addAlert answers with the page itself, for the secret is shown but once.
func (s *Server) addAlert(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Store.Search(r.Context(), owner(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	p := savedPage{Kind: r.PostFormValue("kind"), Target: strings.TrimSpace(r.PostFormValue("target"))}
	err = alert.Check(p.Kind, p.Target)
	var a record.Alert
	if err == nil {
		a, err = s.Store.AddAlert(r.Context(), f, p.Kind, p.Target, "")
	}
	if err != nil {
		p.Fault = err.Error()
		return s.showSaved(w, r, http.StatusBadRequest, p)
	}
	return s.showSaved(w, r, http.StatusOK, savedPage{Secret: a.Secret})
}

// onAlert does something to an alert of the search that is asked for, and
// leads back to its page.
func (s *Server) onAlert(w http.ResponseWriter, r *http.Request, do func(n int64) error) error {
	f, err := s.Store.Search(r.Context(), owner(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil {
		return notFound("there is no alert %q", r.PathValue("n"))
	}
	if a, err := s.Store.Alert(r.Context(), n); err != nil || a.Search != f.ID {
		return errors.Join(err, notFound("the search has no alert %d", n))
	}
	if err := do(n); err != nil {
		return err
	}
	s.wake()
	http.Redirect(w, r, "/searches/"+f.ID+"#alerts", http.StatusSeeOther)
	return nil
}

func (s *Server) wake() {
	if s.Wake != nil {
		s.Wake()
	}
}

func (s *Server) testAlert(w http.ResponseWriter, r *http.Request) error {
	return s.onAlert(w, r, func(n int64) error { return s.Store.TestAlert(r.Context(), n) })
}

func (s *Server) resumeAlert(w http.ResponseWriter, r *http.Request) error {
	return s.onAlert(w, r, func(n int64) error { return s.Store.PauseAlert(r.Context(), n, "") })
}

func (s *Server) removeAlert(w http.ResponseWriter, r *http.Request) error {
	return s.onAlert(w, r, func(n int64) error { return s.Store.RemoveAlert(r.Context(), n) })
}

// retryDead has the messages of a search that were given up tried again: the
// one that is named, or all.
func (s *Server) retryDead(w http.ResponseWriter, r *http.Request) error {
	f, err := s.Store.Search(r.Context(), owner(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	dead, err := s.Store.Deliveries(r.Context(), f.ID, record.Dead, -1)
	if err != nil {
		return err
	}
	only := r.PostFormValue("message")
	revived := 0
	for _, d := range dead {
		if only != "" && only != d.ID {
			continue
		}
		if err := s.Store.Revive(r.Context(), d); err != nil {
			return err
		}
		revived++
	}
	if revived == 0 {
		return notFound("no such message was given up")
	}
	s.wake()
	http.Redirect(w, r, "/searches/"+f.ID+"#messages", http.StatusSeeOther)
	return nil
}

// sinceWhen names what a step of news changed.
func sinceWhen(n record.News) string {
	if n.Before == "" {
		return "new"
	}
	if n.Before == n.Status {
		return "told again"
	}
	return fmt.Sprintf("was %s", n.Before)
}
