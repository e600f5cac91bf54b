package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
)

// grace is how much may come out of a body before its ratio is looked at: a
// small page of one repeated letter is no bomb.
const grace = 1 << 20

// body reads an answer within the limits of size and ratio. slow is called
// where it comes too slowly, and must end the reading.
func (c *Client) body(resp *http.Response, slow func(error)) ([]byte, error) {
	if resp.ContentLength > c.opts.MaxWire {
		return nil, refused(TooLarge, "it is larger than %s; download it yourself and read the file", bytesOf(c.opts.MaxWire))
	}
	wire := &meter{src: resp.Body, max: c.opts.MaxWire}
	defer c.watch(wire, slow)()
	src, packed, err := unpack(resp.Header, wire)
	if err != nil {
		return nil, wire.cause(err)
	}
	var out bytes.Buffer
	chunk := make([]byte, 32<<10)
	for {
		n, err := src.Read(chunk)
		out.Write(chunk[:n])
		size := int64(out.Len())
		switch {
		case size > c.opts.MaxBody:
			return nil, refused(TooLarge, "it unpacks to more than %s; download it yourself and read the file", bytesOf(c.opts.MaxBody))
		case packed && size > grace && size > c.opts.MaxRatio*wire.n.Load():
			return nil, refused(TooLarge, "it unpacks to more than %d times its size, as no page does: a decompression bomb", c.opts.MaxRatio)
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil && packed:
			return nil, wire.cause(broken(err))
		case err != nil:
			return nil, err
		}
	}
}

// unpack undoes the Content-Encoding (RFC 9110, 8.4): gzip, deflate (zlib or
// bare, as servers send both) or br, once.
func unpack(h http.Header, wire io.Reader) (src io.Reader, packed bool, err error) {
	coding := "identity"
	for _, x := range strings.Split(strings.Join(h.Values("Content-Encoding"), ","), ",") {
		x = strings.ToLower(strings.TrimSpace(x))
		if x == "" || x == "identity" {
			continue
		}
		if coding != "identity" {
			return nil, false, refused(BadEncoding, "it is packed more than once, as no page is")
		}
		coding = x
	}
	if coding == "identity" {
		return wire, false, nil
	}
	in := bufio.NewReader(wire)
	head, err := in.Peek(2)
	if len(head) == 0 && errors.Is(err, io.EOF) {
		return in, false, nil // nothing was packed
	}
	switch coding {
	case "gzip", "x-gzip":
		src, err = gzip.NewReader(in)
	case "deflate":
		if len(head) == 2 && head[0]&15 == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			src, err = zlib.NewReader(in)
		} else {
			src, err = flate.NewReader(in), nil
		}
	case "br":
		src, err = brotli.NewReader(in), nil
	default:
		return nil, false, refused(BadEncoding, "it is packed as %q, which was not asked for; save it in a browser and read the file", coding)
	}
	if err != nil {
		return nil, false, broken(err)
	}
	return src, true, nil
}

func broken(err error) error {
	return &Error{Code: BadEncoding, Detail: "its packing is broken; save it in a browser and read the file", Err: err}
}

// meter reads src, counts it, and ends when it is too much.
type meter struct {
	src    io.Reader
	max    int64
	n      atomic.Int64 // read so far; watch looks at it
	failed error        // how src ended, other than by its end
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.src.Read(p)
	if m.n.Add(int64(n)) > m.max {
		err = refused(TooLarge, "it is larger than %s; download it yourself and read the file", bytesOf(m.max))
	}
	if err != nil && !errors.Is(err, io.EOF) {
		m.failed = err
	}
	return n, err
}

// cause prefers the failure of the connection to the failure to unpack that
// follows from it.
func (m *meter) cause(err error) error {
	if m.failed != nil {
		return m.failed
	}
	return err
}

// watch calls slow once less than MinRate comes in over a Window, also where
// nothing comes at all. The caller calls stop in the end.
func (c *Client) watch(m *meter, slow func(error)) (stop func()) {
	done := make(chan struct{})
	go func() {
		ticker := time.NewTicker(c.opts.Window)
		defer ticker.Stop()
		least := float64(c.opts.MinRate) * c.opts.Window.Seconds()
		for before := int64(0); ; {
			select {
			case <-done:
				return
			case <-ticker.C:
				now := m.n.Load()
				if float64(now-before) < least {
					slow(refused(TooSlow, "less than %d bytes a second come; try again later", c.opts.MinRate))
					return
				}
				before = now
			}
		}
	}()
	return func() { close(done) }
}
