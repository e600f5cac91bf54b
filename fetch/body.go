package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

// body reads an answer within the limits of size, ratio and speed.
func (c *Client) body(resp *http.Response) ([]byte, error) {
	wire := &counted{src: resp.Body, max: c.opts.MaxWire, window: c.opts.Window, least: int64(c.opts.MinRate), since: time.Now()}
	var src io.Reader = wire
	packed := false
	for _, coding := range strings.FieldsFunc(strings.ToLower(resp.Header.Get("Content-Encoding")), func(r rune) bool { return r == ',' || r == ' ' }) {
		if packed && coding != "identity" {
			return nil, refused(BadEncoding, "the answer is packed more than once")
		}
		switch coding {
		case "identity":
		case "gzip", "x-gzip":
			z, err := gzip.NewReader(src)
			if err != nil {
				return nil, cause(err, "the gzip packing is broken")
			}
			src, packed = z, true
		case "br":
			src, packed = brotli.NewReader(src), true
		default:
			return nil, refused(BadEncoding, "the packing %q is not known", coding)
		}
	}
	var out bytes.Buffer
	chunk := make([]byte, 32<<10)
	for {
		n, err := src.Read(chunk)
		out.Write(chunk[:n])
		if int64(out.Len()) > c.opts.MaxBody {
			return nil, refused(TooLarge, "it is larger than %d bytes", c.opts.MaxBody)
		}
		if packed && out.Len() > 1<<20 && int64(out.Len()) > c.opts.MaxRatio*wire.n {
			return nil, refused(TooLarge, "it unpacks to more than %d times its size", c.opts.MaxRatio)
		}
		if errors.Is(err, io.EOF) {
			return out.Bytes(), nil
		}
		if err != nil {
			if packed {
				return nil, cause(err, "its packing is broken")
			}
			return nil, err
		}
	}
}

// cause keeps the reason of a failure below a packing, else says detail.
func cause(err error, detail string) error {
	var own *Error
	if errors.As(err, &own) || isTimeout(err) {
		return err
	}
	return &Error{Code: BadEncoding, Detail: detail, Err: err}
}

// counted reads src, counts it, and ends when it is too much or too slow.
type counted struct {
	src        io.Reader
	n, max     int64
	window     time.Duration
	least      int64 // bytes a second
	since      time.Time
	sinceBytes int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	if c.n > c.max {
		return n, refused(TooLarge, "more than %d bytes were sent", c.max)
	}
	if passed := time.Since(c.since); passed >= c.window {
		if err == nil && float64(c.n-c.sinceBytes) < float64(c.least)*passed.Seconds() {
			return n, refused(TooSlow, "it comes slower than %d bytes a second; try again later", c.least)
		}
		c.since, c.sinceBytes = time.Now(), c.n
	}
	return n, err
}
