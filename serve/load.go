package serve

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds of what is done at once, so that slow readers, half-open connections
// and floods leave room for others (docs/serve.md).
const (
	maxConnections = 4096
	atOnce         = 8        // requests worked out at once
	exportsAtOnce  = 4        // fewer than the record's connections for reading
	heldBytes      = 64 << 20 // of bodies that come and answers that go
	smallAnswer    = 128 << 10
	queueTime      = 5 * time.Second  // for a turn
	workTime       = 20 * time.Second // to work out an answer
	sendTime       = 20 * time.Second // for an answer to be taken, or for the next part of a stream
)

var (
	errBusy    = errors.New("the server has all hands full: try again in a few seconds")
	errTooLong = errors.New("this took too long: narrow the query down")
)

// bounded works an answer out before the first byte of it is sent: with the
// body of the request at hand, a turn among few, and a bound of time. A reader
// or writer that stalls holds bytes of a budget, never a turn.
func (s *Server) bounded(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		free, err := s.take(r)
		defer free()
		if err == nil {
			err = s.turn(r.Context())
		}
		if err != nil {
			s.busy(w, r, err)
			return
		}
		b := &answered{ResponseWriter: w, status: http.StatusOK}
		if s.work(b, r, next) && b.status >= http.StatusInternalServerError {
			b.body = bytes.Buffer{}
			s.busy(w, r, errTooLong)
			return
		}
		if n := int64(b.body.Len()); n > smallAnswer {
			if !s.held.TryAcquire(n) {
				b.body = bytes.Buffer{}
				s.busy(w, r, errBusy)
				return
			}
			defer s.held.Release(n)
		}
		b.send(s)
	}
}

// take reads the body of a request.
func (s *Server) take(r *http.Request) (free func(), err error) {
	free = func() {}
	if r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0 {
		return free, nil
	}
	n := int64(maxBody)
	if r.ContentLength > 0 {
		n = min(n, r.ContentLength)
	}
	if !s.held.TryAcquire(n) {
		return free, errBusy
	}
	free = func() { s.held.Release(n) }
	body, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return free, problem{http.StatusRequestEntityTooLarge, err}
	case err != nil:
		return free, problem{http.StatusRequestTimeout, errors.New("the request did not come whole")}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return free, nil
}

// turn waits for one, which work gives back.
func (s *Server) turn(ctx context.Context) error {
	select {
	case s.turns <- struct{}{}:
		return nil
	default:
	}
	wait := time.NewTimer(queueTime)
	defer wait.Stop()
	select {
	case s.turns <- struct{}{}:
		return nil
	case <-wait.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

// work tells whether the time was up.
func (s *Server) work(w http.ResponseWriter, r *http.Request, next http.HandlerFunc) (late bool) {
	defer func() { <-s.turns }()
	ctx, cancel := context.WithTimeoutCause(r.Context(), workTime, errTooLong)
	defer cancel()
	next(w, r.WithContext(ctx))
	return ctx.Err() != nil && r.Context().Err() == nil
}

func (s *Server) busy(w http.ResponseWriter, r *http.Request, err error) {
	var p problem
	if errors.As(err, &p) {
		s.fail(w, r, p)
		return
	}
	s.measures.refused("busy")
	w.Header().Set("Retry-After", "5")
	s.fail(w, r, problem{http.StatusServiceUnavailable, err})
}

// answered holds an answer until it is whole.
type answered struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (a *answered) WriteHeader(status int)      { a.status = status }
func (a *answered) Write(b []byte) (int, error) { return a.body.Write(b) }
func (a *answered) Unwrap() http.ResponseWriter { return a.ResponseWriter }
func (a *answered) send(s *Server) {
	deadline(a.ResponseWriter, sendTime)
	a.ResponseWriter.WriteHeader(a.status)
	if _, err := a.ResponseWriter.Write(a.body.Bytes()); err != nil {
		s.Log.Debug("the reader went away", "error", err)
	}
}

// deadline gives the reader some time to take what is written next. In tests
// there may be no connection.
func deadline(w http.ResponseWriter, later time.Duration) {
	if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(later)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		panic(http.ErrAbortHandler) // the connection is gone
	}
}

// streaming lets few answers at once flow for as long as their readers take
// the next part in time.
func (s *Server) streaming(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case s.exports <- struct{}{}:
			defer func() { <-s.exports }()
			next(flowing{w}, r)
		default:
			s.measures.refused("exports")
			w.Header().Set("Retry-After", "30")
			s.fail(w, r, problem{http.StatusServiceUnavailable, errors.New("as many exports as the server gives at once are under way: try again in half a minute")})
		}
	}
}

// flowing gives each part of an answer its own time.
type flowing struct{ http.ResponseWriter }

func (f flowing) Unwrap() http.ResponseWriter { return f.ResponseWriter }
func (f flowing) Write(b []byte) (int, error) {
	deadline(f.ResponseWriter, sendTime)
	return f.ResponseWriter.Write(b)
}

// connections are those that are open. Beyond maxConnections the one that has
// waited longest without a request being answered is closed for a new one;
// where all are at work, the new one.
type connections struct {
	most int
	mu   sync.Mutex
	all  map[net.Conn]*connection
}

type connection struct {
	began   time.Time
	working atomic.Int32
}

type connectionKey struct{}

func newConnections(most int) *connections {
	return &connections{most: most, all: map[net.Conn]*connection{}}
}

// begin is http.Server's ConnContext, ended its ConnState.
func (c *connections) begin(ctx context.Context, conn net.Conn) context.Context {
	one := &connection{began: time.Now()}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.all) >= c.most && !c.close() {
		conn.Close()
		return ctx
	}
	c.all[conn] = one
	return context.WithValue(ctx, connectionKey{}, one)
}

func (c *connections) close() (done bool) {
	var oldest net.Conn
	for conn, one := range c.all {
		if one.working.Load() == 0 && (oldest == nil || one.began.Before(c.all[oldest].began)) {
			oldest = conn
		}
	}
	if oldest == nil {
		return false
	}
	oldest.Close() // its error is the other side's affair
	delete(c.all, oldest)
	return true
}

func (c *connections) ended(conn net.Conn, state http.ConnState) {
	if state == http.StateClosed || state == http.StateHijacked {
		c.mu.Lock()
		delete(c.all, conn)
		c.mu.Unlock()
	}
}

func (c *connections) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.all)
}

// busyWith marks the connection of a request as at work until the answer is given.
func busyWith(ctx context.Context) (done func()) {
	one, ok := ctx.Value(connectionKey{}).(*connection)
	if !ok {
		return func() {}
	}
	one.working.Add(1)
	return func() { one.working.Add(-1) }
}
