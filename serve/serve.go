// Package serve opens a record to people: pages rendered on the server that
// can be read without JavaScript, and links that lead from every fact to its
// words. See docs/serve.md.
package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/review"
	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"
)

// Options of New.
type Options struct {
	Store   *record.Store
	Lexicon *lexicon.Lexicon // names of countries
	Listen  string           // the address that is served: its host and the loopback names are answered, others refused
	Today   func() string    // the day that decides what is due, "2021-04-08"; nil: the day in UTC
	About   string           // a line under every page: what this record is
	Version string           // of the program
	Log     *slog.Logger     // nil: nothing is logged

	Accounts *record.Accounts // nil: whoever comes may do what docs/access.md says
	Hosts    []string         // names under which a proxy passes requests on
	CertFile string           // with KeyFile: TLS
	KeyFile  string
	Wake     func() // has alerts sent at once; nil: they are not sent by this program
	Mail     bool   // alerts can be sent by mail
	Polls    bool   // feeds are polled by this program
	// Retry reads again what has a number in quarantine; read says whether it
	// could be. Nil: this program cannot.
	Retry func(ctx context.Context, n int64) (read bool, err error)
}

// Server answers for one record. It is safe for concurrent use.
type Server struct {
	Options
	views     views
	assets    map[string]asset // by path
	desk      *review.Desk
	countries map[string]string // ISO 3166-1 alpha-3 → name
	hosts     map[string]bool
	needs     map[string]account.Role // what is answered → the role that it needs
	mux       *http.ServeMux
	handler   http.Handler

	measures         *measures
	connections      *connections
	rates            *rates // requests by user or address
	tries, addresses *rates // to sign in, by address and name, and by address
	turns, exports   chan struct{}
	held             *semaphore.Weighted
	running          atomic.Int64
	ending           atomic.Bool
}

// New prepares the pages.
func New(o Options) (*Server, error) {
	if o.Today == nil {
		o.Today = func() string { return time.Now().UTC().Format(time.DateOnly) }
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{Options: o, mux: http.NewServeMux(), countries: map[string]string{}, needs: map[string]account.Role{}, connections: newConnections(maxConnections),
		rates: newRates(requestRate, requestBurst), tries: newRates(rate.Every(signInEvery), signInBurst), addresses: newRates(rate.Every(signInEvery/4), addressBurst),
		turns: make(chan struct{}, atOnce), exports: make(chan struct{}, exportsAtOnce), held: semaphore.NewWeighted(heldBytes)}
	s.measures = newMeasures(s)
	rows, err := o.Lexicon.Rows("actors/countries.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		s.countries[r.Key()] = r.Field(1)
	}
	if s.desk, err = review.New(o.Lexicon); err != nil {
		return nil, err
	}
	if s.hosts, err = hosts(o.Listen, o.Hosts); err != nil {
		return nil, err
	}
	if s.assets, err = readAssets(); err != nil {
		return nil, err
	}
	if s.views, err = parseViews(s); err != nil {
		return nil, err
	}
	s.handler = s.guard(s.identify(s.routes()))
	return s, nil
}

// Open tells whether others than users and this computer are answered.
func (s *Server) Open() bool { return s.Accounts == nil && local(s.Listen).Role < account.Admin }

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Limits of a connection. A reader that stalls loses it.
const (
	headerTime = 10 * time.Second
	readTime   = 30 * time.Second
	writeTime  = readTime + queueTime + workTime + sendTime
	idleTime   = 2 * time.Minute
	closeTime  = 5 * time.Second
	maxHeader  = 32 << 10
	maxBody    = 1 << 20
)

// Serve listens on the address of the options and answers until ctx ends,
// then lets what runs come to its end for a few seconds. told hears the
// address once it listens.
func (s *Server) Serve(ctx context.Context, told func(fmt.Stringer)) error {
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s (--listen chooses another address): %w", s.Listen, err)
	}
	told(l.Addr())
	server := &http.Server{Handler: s, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		ConnContext: s.connections.begin, ConnState: s.connections.ended, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug)}
	ended := make(chan error, 1)
	go func() {
		if s.CertFile != "" {
			ended <- server.ServeTLS(l, s.CertFile, s.KeyFile)
		} else {
			ended <- server.Serve(l)
		}
	}()
	select {
	case err := <-ended:
		return fmt.Errorf("serving on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	s.ending.Store(true)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	if err := server.Shutdown(last); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}
