// Package pipeline drives reports through the stages on all cores and gives
// what comes of them back in input order. A report that cannot be read, or that
// trips a bug in a stage, is one result with its reason; the rest go on.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/stack"
	"github.com/chancery-project/chancery/read"
)

// Source is one file, page or stream to read.
type Source struct {
	Name string
	Size int64 // bytes, for progress; 0 when unknown
	Once bool  // Open can be called once only: a pipe, an address
	// Open gives the input. It is called once, and the body is closed by Run.
	Open func(ctx context.Context) (read.Input, io.Closer, error)
	// Follow, where it is not nil, gives a fuller article in the place of one
	// that was read, or the same.
	Follow func(ctx context.Context, a *chancery.Article) *chancery.Article
}

// Reader reads the articles of an input, as *read.Reader does.
type Reader interface {
	Articles(ctx context.Context, in read.Input) iter.Seq2[*chancery.Article, error]
}

// Result is what came of one article, or the reason why nothing did.
type Result[T any] struct {
	Source string
	Value  T
	Err    error
}

// Stages are the functions that reports run through. Work is called from
// several goroutines.
type Stages[T any] struct {
	Read Reader
	Work func(*chancery.Article) (T, error)
}

// Progress is told of bytes read and of articles and sources done. Its
// methods are called from many goroutines.
type Progress interface {
	Bytes(n int64)
	Article()
	SourceDone(size int64)
}

// window is how many articles one source may be read ahead, and how many
// results for each worker may wait while those before them are written.
const window = 32

type item struct {
	article *chancery.Article
	err     error
}

// Run reads all sources with the given number of workers and yields results
// in the order of sources and of the articles in them. Memory is bounded by
// workers and window, not by the input. When ctx is done, or the loop is
// left, it stops soon and yields no more.
func Run[T any](ctx context.Context, stages Stages[T], sources []Source, workers int, progress Progress) iter.Seq[Result[T]] {
	workers = max(workers, 1)
	return func(yield func(Result[T]) bool) {
		ctx, cancel := context.WithCancel(ctx)
		var wg sync.WaitGroup
		defer wg.Wait()
		defer cancel()

		streams := make([]chan item, len(sources))
		for i := range streams {
			streams[i] = make(chan item, window)
		}
		slots := make(chan struct{}, workers) // sources being read
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i, s := range sources {
				select {
				case slots <- struct{}{}:
				case <-ctx.Done():
					return
				}
				wg.Add(1)
				go func() {
					defer wg.Done()
					defer close(streams[i])
					defer func() { <-slots }()
					readSource(ctx, stages.Read, s, progress, streams[i])
				}()
			}
		}()

		futures := make(chan chan Result[T], workers*window)
		busy := make(chan struct{}, workers)
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer close(futures)
			for i, s := range sources {
				for {
					var it item
					var ok bool
					select {
					case it, ok = <-streams[i]:
					case <-ctx.Done():
						return
					}
					if !ok {
						break
					}
					future := make(chan Result[T], 1)
					select {
					case futures <- future:
					case <-ctx.Done():
						return
					}
					busy <- struct{}{}
					wg.Add(1)
					go func() {
						defer wg.Done()
						defer func() { <-busy }()
						future <- work(stages, s.Name, it)
					}()
				}
			}
		}()

		for future := range futures {
			r := <-future
			if ctx.Err() != nil {
				return
			}
			if progress != nil {
				progress.Article()
			}
			if !yield(r) {
				return
			}
		}
	}
}

func readSource(ctx context.Context, reader Reader, s Source, progress Progress, out chan<- item) {
	send := func(it item) bool {
		select {
		case out <- it:
			return true
		case <-ctx.Done():
			return false
		}
	}
	defer func() {
		if p := recover(); p != nil {
			send(item{err: fmt.Errorf("a bug in the reading stage: %v (%s)", p, stack.Panicked())})
		}
		if progress != nil {
			progress.SourceDone(s.Size)
		}
	}()
	in, closer, err := s.Open(ctx)
	if err != nil {
		send(item{err: err})
		return
	}
	defer closer.Close()
	if progress != nil {
		in.Body = &counted{in.Body, progress}
	}
	for a, err := range reader.Articles(ctx, in) {
		if err == nil && s.Follow != nil {
			a = s.Follow(ctx, a)
		}
		if !send(item{a, err}) {
			return
		}
	}
}

func work[T any](stages Stages[T], source string, it item) (r Result[T]) {
	r.Source = source
	if it.err != nil {
		r.Err = it.err
		return r
	}
	defer func() {
		if p := recover(); p != nil {
			r = Result[T]{Source: source, Err: fmt.Errorf("a bug in a stage on %q: %v (%s)", it.article.Title, p, stack.Panicked())}
		}
	}()
	if r.Value, r.Err = stages.Work(it.article); r.Err != nil {
		r.Err = fmt.Errorf("%q: %w", it.article.Title, r.Err)
	}
	return r
}

// counted counts what is read. It seeks where its reader does.
type counted struct {
	io.Reader
	progress Progress
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.progress.Bytes(int64(n))
	return n, err
}

func (c *counted) Seek(offset int64, whence int) (int64, error) {
	if s, ok := c.Reader.(io.Seeker); ok {
		return s.Seek(offset, whence)
	}
	return 0, errors.ErrUnsupported
}
