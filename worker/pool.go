package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os/exec"
	"sync"
	"sync/atomic"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
)

// Pool gives work to workers. It starts as many as are asked for at once, and
// a new one in the place of one that died. It is safe for concurrent use.
type Pool struct {
	limits  Limits
	readers shelf
	minds   shelf
}

// New makes a pool and starts a worker that understands, to know that it can.
// The commands start workers that serve the hands named; their Stdin, Stdout
// and Stderr are the pool's.
func New(ctx context.Context, reading, understanding func() *exec.Cmd, l Limits) (*Pool, error) {
	p := &Pool{limits: l.withDefaults(), readers: shelf{command: reading}, minds: shelf{command: understanding}}
	first, err := start(ctx, understanding)
	if err != nil {
		return nil, err
	}
	p.minds.put(first)
	return p, nil
}

// Close ends all workers. No work may be under way.
func (p *Pool) Close() {
	p.readers.close()
	p.minds.close()
}

// shelf holds idle workers of a kind.
type shelf struct {
	command func() *exec.Cmd
	mu      sync.Mutex
	idle    []*process
}

func (s *shelf) take(ctx context.Context) (*process, error) {
	s.mu.Lock()
	if n := len(s.idle); n > 0 {
		p := s.idle[n-1]
		s.idle = s.idle[:n-1]
		s.mu.Unlock()
		return p, nil
	}
	s.mu.Unlock()
	return start(ctx, s.command)
}

func (s *shelf) put(p *process) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle = append(s.idle, p)
}

func (s *shelf) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.idle {
		p.leave()
	}
	s.idle = nil
}

// Understand gives an article to a worker. An error is why there is no record.
func (p *Pool) Understand(a *chancery.Article) (*chancery.Record, error) {
	ctx := context.Background()
	w, err := p.minds.take(ctx)
	if err != nil {
		return nil, err
	}
	// A write fails where the worker is gone; why is told by its end.
	_ = w.send(message{Kind: understand, Article: a, Limits: p.limits})
	m, err := w.reply(ctx, p.limits.wall(int64(len(a.Text))), nil)
	if err != nil {
		return nil, err
	}
	p.minds.put(w)
	if m.Failed {
		return nil, errors.New(m.Text)
	}
	r := &chancery.Record{}
	if err := r.UnmarshalJSON(m.Bytes); err != nil {
		return nil, fmt.Errorf("a worker's record: %w", err)
	}
	return r, nil
}

// Articles reads an input as read.Reader.Articles does, in a worker. An
// article that ends the worker is an error, and those after it are read by
// another where the body can be read twice (io.Seeker).
func (p *Pool) Articles(ctx context.Context, in read.Input) iter.Seq2[*chancery.Article, error] {
	return func(yield func(*chancery.Article, error) bool) {
		r := &reading{pool: p, in: in, yield: yield}
		for !r.over {
			r.pass(ctx)
		}
	}
}

// reading is the way of one input through one worker after the other.
type reading struct {
	pool  *Pool
	in    read.Input
	yield func(*chancery.Article, error) bool
	over  bool
}

// give yields what came of an item.
func (r *reading) give(a *chancery.Article, err error) {
	r.in.Skip++
	if !r.yield(a, err) {
		r.over = true
	}
}

// fail yields an error that is the last.
func (r *reading) fail(err error) {
	if r.in.Name != "" {
		err = fmt.Errorf("%s: %w", r.in.Name, err)
	}
	r.yield(nil, err)
	r.over = true
}

// pass reads from the first report that has not been given on, until the
// input ends or the worker does.
func (r *reading) pass(ctx context.Context) {
	w, err := r.pool.readers.take(ctx)
	if err != nil {
		r.fail(err)
		return
	}
	f := feed(w, r.in, r.pool.limits.reading())
	inItem := false
	for !r.over {
		m, err := w.reply(ctx, r.pool.limits.wall(f.since.Load()), f.waiting)
		if ctx.Err() != nil {
			r.fail(ctx.Err())
			return
		}
		if err != nil {
			r.died(err, inItem, f)
			return
		}
		switch m.Kind {
		case begun:
			inItem = true
		case article:
			inItem = false
			f.since.Store(0)
			if m.Failed {
				r.give(nil, errors.New(m.Text))
			} else {
				r.give(m.Article, nil)
			}
		case done:
			<-f.done
			r.pool.readers.put(w)
			r.over = true
			return
		}
	}
	w.kill() // nobody wants the rest
}

// died goes on behind the article that a worker died of.
func (r *reading) died(why error, inItem bool, f *feeder) {
	if !inItem {
		r.fail(fmt.Errorf("after %d reports: what follows cannot be read: %w", r.in.Skip, why))
		return
	}
	seeker, ok := r.in.Body.(io.Seeker)
	if ok {
		<-f.done // it writes to a worker that is gone
		_, err := seeker.Seek(0, io.SeekStart)
		ok = err == nil
	}
	why = fmt.Errorf("report %d: %w", r.in.Skip+1, why)
	if !ok {
		r.fail(fmt.Errorf("%w; what follows is not read: save it to a file and read that", why))
		return
	}
	if r.in.Name != "" {
		why = fmt.Errorf("%s: %w", r.in.Name, why)
	}
	r.give(nil, why)
}

// feeder sends an input to a worker.
type feeder struct {
	reads atomic.Bool  // it waits for the input itself
	since atomic.Int64 // bytes sent since the last article
	done  chan struct{}
}

func feed(w *process, in read.Input, l Limits) *feeder {
	f := &feeder{done: make(chan struct{})}
	go func() {
		defer close(f.done)
		if w.send(message{Kind: readInput, Input: inputOf(in), Limits: l}) != nil {
			return // its end tells why
		}
		buf := make([]byte, 64<<10)
		for {
			f.reads.Store(true)
			n, err := in.Body.Read(buf)
			f.reads.Store(false)
			if n > 0 {
				f.since.Add(int64(n))
				if w.send(message{Kind: chunk, Bytes: buf[:n]}) != nil {
					return
				}
			}
			if err != nil {
				m := message{Kind: end}
				if err != io.EOF {
					m.Failed, m.Text = true, err.Error()
				}
				_ = w.send(m) // its end tells why
				return
			}
		}
	}()
	return f
}

// waiting reports whether it is the worker that is waited for.
func (f *feeder) waiting() bool { return !f.reads.Load() }
