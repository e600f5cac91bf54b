package worker

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"iter"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/stack"
	"github.com/chancery-project/chancery/read"
)

// Hands are what a worker can do. Either may be nil.
type Hands struct {
	Articles   func(context.Context, read.Input) iter.Seq2[*chancery.Article, error]
	Understand func(*chancery.Article) (*chancery.Record, error)
}

// Serve does jobs until in ends. ready makes the hands; what it fails with is
// told to who gives the jobs.
func Serve(in io.Reader, out io.Writer, ready func() (Hands, error)) error {
	s := &server{from: gob.NewDecoder(bufio.NewReaderSize(in, 1<<16)), out: bufio.NewWriterSize(out, 1<<16)}
	s.to = gob.NewEncoder(s.out)
	hands, err := ready()
	if err != nil {
		return s.send(message{Kind: hello, Failed: true, Text: err.Error()})
	}
	s.guard = newGuard()
	if err := s.send(message{Kind: hello}); err != nil {
		return err
	}
	for {
		var m message
		if err := s.from.Decode(&m); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		switch m.Kind {
		case readInput:
			err = s.read(hands, m)
		case understand:
			err = s.understand(hands, m)
		default:
			err = fmt.Errorf("a message of kind %d out of turn", m.Kind)
		}
		if err != nil {
			return err
		}
	}
}

type server struct {
	from  *gob.Decoder
	to    *gob.Encoder
	out   *bufio.Writer
	guard *guard
}

func (s *server) send(m message) error {
	if err := s.to.Encode(m); err != nil {
		return err
	}
	return s.out.Flush()
}

func (s *server) read(hands Hands, m message) error {
	body := &body{s: s}
	in := m.Input.read()
	in.Body = body
	in.Begun = func() {
		// An error of the pipe is met again where the article is sent.
		_ = s.send(message{Kind: begun})
	}
	s.guard.begin(m.Limits, 0)
	body.got = s.guard.more
	err := s.articles(hands, in, m.Limits)
	s.guard.rest()
	if err != nil {
		return err
	}
	for !body.over { // what was not read is still on its way
		if _, err := body.next(); err != nil {
			return err
		}
	}
	return s.send(message{Kind: done})
}

// articles lets a panic through: the worker ends, and another goes on behind
// the report that was looked at.
func (s *server) articles(hands Hands, in read.Input, l Limits) error {
	for a, rerr := range hands.Articles(context.Background(), in) {
		s.guard.rest()
		m := message{Kind: article, Article: a}
		if rerr != nil {
			m.Failed, m.Text, m.Article = true, rerr.Error(), nil
		}
		if err := s.send(m); err != nil {
			return err
		}
		s.guard.begin(l, 0)
	}
	return nil
}

func (s *server) understand(hands Hands, m message) error {
	s.guard.begin(m.Limits, int64(len(m.Article.Text)))
	raw, err := understood(hands, m.Article)
	s.guard.rest()
	if err != nil {
		return s.send(message{Kind: result, Failed: true, Text: err.Error()})
	}
	return s.send(message{Kind: result, Bytes: raw})
}

func understood(hands Hands, a *chancery.Article) (raw []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a bug in a stage: %v (%s)", p, stack.Panicked())
		}
	}()
	r, err := hands.Understand(a)
	if err != nil {
		return nil, err
	}
	return r.MarshalJSON()
}

// body is the input as it comes in chunks.
type body struct {
	s    *server
	left []byte
	over bool
	got  func(int64) // told of bytes that came
}

func (b *body) next() ([]byte, error) {
	var m message
	if err := b.s.from.Decode(&m); err != nil {
		return nil, err
	}
	switch m.Kind {
	case chunk:
		b.got(int64(len(m.Bytes)))
		return m.Bytes, nil
	case end:
		b.over = true
		if m.Failed {
			return nil, errors.New(m.Text)
		}
		return nil, nil
	}
	return nil, fmt.Errorf("a message of kind %d within an input", m.Kind)
}

func (b *body) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		if b.over {
			return 0, io.EOF
		}
		var err error
		if b.left, err = b.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}
