package serve

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
)

// sourceRoutes are those of outlets, feeds and quarantine.
var sourceRoutes = []route{
	{"GET /sources", account.Reader, page((*Server).sources)},
	{"GET /sources.opml", account.Reader, page((*Server).feedList)},
	{"POST /feeds", account.Admin, page((*Server).addFeeds)},
	{"POST /feeds/drop", account.Admin, page((*Server).dropFeed)},
	{"POST /quarantine/{n}/retry", account.Analyst, page((*Server).retryFault)},
}

// faultsShown is how many of what could not be read a page lists.
const faultsShown = 100

// sourcesPage is what the page of sources shows.
type sourcesPage struct {
	Feeds   []record.Feed
	Failing int // of the feeds
	Polled  bool
	Outlets []record.Outlet
	Faults  []record.Fault
	More    int // faults that are not shown
	Retry   bool
	Address string // what was filled in, where it was refused
	Fault   string
	Said    string // what came of the last thing done
}

// said are the words for what was done on the page, which an address names.
var said = map[string]string{"read": "It could be read: what it tells is in the record.", "still": "It cannot be read yet: the reason stands below.", "dropped": "The feed is polled no more; its articles stay."}

func (s *Server) sources(w http.ResponseWriter, r *http.Request) error {
	p := sourcesPage{Said: said[r.FormValue("done")]}
	if n, err := strconv.Atoi(r.FormValue("added")); err == nil && n >= 0 {
		p.Said = counted(n, "feed") + " added."
	}
	return s.showSources(w, r, http.StatusOK, p)
}

func (s *Server) showSources(w http.ResponseWriter, r *http.Request, status int, p sourcesPage) (err error) {
	ctx := r.Context()
	if p.Feeds, err = s.Store.Feeds(ctx); err != nil {
		return err
	}
	slices.SortStableFunc(p.Feeds, func(a, b record.Feed) int { // those that need a look first
		return cmp.Or(cmp.Compare(b.Failures, a.Failures), cmp.Compare(strings.ToLower(cmp.Or(a.Title, a.URL)), strings.ToLower(cmp.Or(b.Title, b.URL))))
	})
	for _, f := range p.Feeds {
		if f.Failures > 0 {
			p.Failing++
		}
	}
	if p.Outlets, err = s.Store.Outlets(ctx); err != nil {
		return err
	}
	if p.Faults, err = s.Store.Quarantined(ctx); err != nil {
		return err
	}
	slices.Reverse(p.Faults)
	if p.More = len(p.Faults) - faultsShown; p.More > 0 {
		p.Faults = p.Faults[:faultsShown]
	}
	p.Polled, p.Retry = s.Polls, s.Retry != nil
	return s.show(w, r, status, "sources", frame{Title: "Sources", At: "sources", Body: p})
}

func (s *Server) feedList(w http.ResponseWriter, r *http.Request) error {
	feeds, err := s.Store.Feeds(r.Context())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := watch.WriteOPML(&b, feeds); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/x-opml; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="chancery.opml"`)
	if _, err := w.Write(b.Bytes()); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
	return nil
}

// addFeeds takes an address, or a list of feeds as a file.
func (s *Server) addFeeds(w http.ResponseWriter, r *http.Request) error {
	p := sourcesPage{Address: strings.TrimSpace(r.PostFormValue("address"))}
	listed, err := named(r, p.Address)
	if err != nil {
		p.Fault = err.Error()
		return s.showSources(w, r, http.StatusBadRequest, p)
	}
	var feeds []record.Feed
	for _, l := range listed {
		feeds = append(feeds, record.Feed{URL: l.URL, Title: l.Title})
	}
	n, err := s.Store.AddFeeds(r.Context(), feeds)
	if err != nil {
		return err
	}
	http.Redirect(w, r, fmt.Sprintf("/sources?added=%d#feeds", n), http.StatusSeeOther)
	return nil
}

// named reads which feeds a form names.
func named(r *http.Request, address string) ([]watch.Listed, error) {
	file, _, err := r.FormFile("list")
	switch {
	case err == nil:
		defer file.Close()
		raw, err := io.ReadAll(file)
		if err != nil {
			return nil, err
		}
		if len(raw) > 0 || address == "" {
			return watch.ParseList(raw)
		}
	case !errors.Is(err, http.ErrMissingFile) && !errors.Is(err, http.ErrNotMultipart):
		return nil, fmt.Errorf("the file could not be taken (at most %d bytes): %w", maxBody, err)
	}
	if !watch.IsAddress(address) {
		return nil, fmt.Errorf("%q is no address of a feed: it begins with neither http:// nor https://", address)
	}
	return watch.ParseList([]byte(address))
}

func (s *Server) dropFeed(w http.ResponseWriter, r *http.Request) error {
	if err := s.Store.DropFeed(r.Context(), r.PostFormValue("url")); err != nil {
		return badRequest(err)
	}
	http.Redirect(w, r, "/sources?done=dropped#feeds", http.StatusSeeOther)
	return nil
}

// retryFault reads again what could not be read.
func (s *Server) retryFault(w http.ResponseWriter, r *http.Request) error {
	n, err := strconv.ParseInt(r.PathValue("n"), 10, 64)
	if err != nil || n <= 0 {
		return notFound("nothing numbered %q is in quarantine", r.PathValue("n"))
	}
	if s.Retry == nil {
		return badRequest(errors.New("this server reads nothing: chancery retry does"))
	}
	faults, err := s.Store.Quarantined(r.Context())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(faults, func(f record.Fault) bool { return f.N == n }) {
		return notFound("nothing numbered %d is in quarantine: it may have been read meanwhile", n)
	}
	read, err := s.Retry(r.Context(), n)
	if err != nil {
		return err
	}
	done := "still"
	if read {
		done = "read"
		s.wake()
	}
	http.Redirect(w, r, "/sources?done="+done+"#quarantine", http.StatusSeeOther)
	return nil
}
