// Package inflate unpacks compressed bytes that come from strangers: every
// reader counts what goes in and comes out, and stops a bomb with its reason.
package inflate

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
)

// Limits bound what may come out of compressed bytes.
type Limits struct {
	Size  int64 // bytes out in all; 0 for no bound
	Ratio int64 // bytes out for a byte in, once Grace bytes are out; 0 for no bound
	Grace int64
}

// The reasons why a reader stops before the end.
var (
	ErrSize  = errors.New("it unpacks to more than is allowed")
	ErrRatio = errors.New("it unpacks to far more than any text does: a decompression bomb")
)

// IsGzip reports whether b begins as a gzip file does.
func IsGzip(b []byte) bool { return bytes.HasPrefix(b, magic) }

var magic = []byte{0x1f, 0x8b, 8}

// Gzip unpacks a gzip file of one or many members. Zero bytes after the last
// member are padding. Where a member is damaged, damaged is told of it and
// reading goes on with the next one; with a nil damaged, it is an error.
func Gzip(r io.Reader, lim Limits, damaged func(error)) io.Reader {
	in := &counter{r: r}
	return &meter{in: in, lim: lim, out: &members{in: in, src: bufio.NewReader(in), damaged: damaged}}
}

// Content unpacks an HTTP body by its Content-Encoding: gzip, deflate (zlib or
// bare), br, and the empty or "identity" one, which leaves it as it is.
func Content(encoding string, body []byte, lim Limits) ([]byte, error) {
	in := &counter{r: bytes.NewReader(body)}
	var out io.Reader
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		if !IsGzip(body) {
			return body, nil // unpacked by who stored it, the header left alone
		}
		out = &members{in: in, src: bufio.NewReader(in)}
	case "deflate":
		z, err := zlib.NewReader(in)
		if err != nil {
			in = &counter{r: bytes.NewReader(body)}
			out = flate.NewReader(in)
		} else {
			out = z
		}
	case "br":
		out = brotli.NewReader(in)
	default:
		return nil, fmt.Errorf("the content encoding %q is not known: gzip, deflate and br are", encoding)
	}
	return io.ReadAll(&meter{in: in, lim: lim, out: out})
}

// members reads gzip members one after the other.
type members struct {
	in      *counter
	src     *bufio.Reader // flate takes single bytes from it and so never reads past a member
	z       *gzip.Reader
	open    bool
	damaged func(error)
}

func (m *members) Read(p []byte) (int, error) {
	for {
		if !m.open {
			if err := m.next(); err != nil {
				return 0, err
			}
		}
		n, err := m.z.Read(p)
		if err != nil {
			m.open = false
			if err != io.EOF {
				if err := m.harmed(err); err != nil {
					return n, err
				}
			}
		}
		if n > 0 {
			return n, nil
		}
	}
}

func (m *members) next() error {
	for {
		if err := m.skipPadding(); err != nil {
			return err
		}
		head, err := m.src.Peek(len(magic))
		switch {
		case err == nil && !IsGzip(head):
			err = gzip.ErrHeader // before the reader eats bytes of the next member
		case err == nil && m.z == nil:
			m.z, err = gzip.NewReader(m.src)
		case err == nil:
			err = m.z.Reset(m.src)
		}
		if err == nil {
			m.z.Multistream(false)
			m.open = true
			return nil
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		if err := m.harmed(err); err != nil {
			return err
		}
	}
}

func (m *members) skipPadding() error {
	for {
		b, err := m.src.ReadByte()
		if err != nil {
			return err
		}
		if b != 0 || m.z == nil {
			return m.src.UnreadByte()
		}
	}
}

// harmed tells of damage and goes to the next member.
func (m *members) harmed(err error) error {
	at := m.in.n - int64(m.src.Buffered())
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		err = fmt.Errorf("the gzip file ends too early, at byte %d: it was cut off", at)
	default:
		var source *sourceError
		if errors.As(err, &source) {
			return source.error
		}
		err = fmt.Errorf("the gzip file is damaged near byte %d: %w", at, err)
	}
	if m.damaged == nil {
		return err
	}
	m.damaged(err)
	for {
		head, err := m.src.Peek(len(magic))
		if IsGzip(head) {
			return nil
		}
		if err != nil {
			return err // also io.EOF: fewer bytes left than a member needs
		}
		if _, err := m.src.Discard(1); err != nil {
			return err
		}
	}
}

// counter counts what is read, and marks the errors of the file itself so
// that they are not taken for damage.
type counter struct {
	r io.Reader
	n int64
}

type sourceError struct{ error }

func (e *sourceError) Unwrap() error { return e.error }

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		err = &sourceError{err}
	}
	return n, err
}

// meter holds out to the limits.
type meter struct {
	in  *counter
	out io.Reader
	n   int64
	lim Limits
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.out.Read(p)
	m.n += int64(n)
	switch {
	case m.lim.Size > 0 && m.n > m.lim.Size:
		return 0, fmt.Errorf("%w: %d MB", ErrSize, m.lim.Size>>20)
	case m.lim.Ratio > 0 && m.n > m.lim.Grace && m.n > m.in.n*m.lim.Ratio:
		return 0, ErrRatio
	}
	return n, err
}
