package fetch

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Post is what to send to a server.
type Post struct {
	URL    string
	Header map[string]string
	Body   []byte
}

// maxAnswer is how much is read of what a server answers to a Post.
const maxAnswer = 64 << 10

// Send posts to a server. It follows no redirect, for what is sent is meant
// for that address alone. Nil means that the server took it: a status of
// 2xx. An error is an *Error.
func (c *Client) Send(ctx context.Context, p Post) error {
	u, err := url.Parse(strings.TrimSpace(p.URL))
	if err != nil {
		return &Error{Code: BadURL, URL: "the address", Detail: "it cannot be read as a URL"}
	}
	if err := check(u); err != nil {
		return c.explain(u, err)
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.Whole)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(p.Body))
	if err != nil {
		return c.explain(u, refused(BadURL, "it cannot be sent to"))
	}
	req.Header.Set("User-Agent", c.opts.UserAgent)
	for k, v := range p.Header {
		req.Header.Set(k, v)
	}
	direct := http.Client{Transport: c.http.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := direct.Do(req)
	if err != nil {
		return c.explain(u, err)
	}
	defer resp.Body.Close() // nothing more can be learnt from closing what was read
	_, err = io.CopyN(io.Discard, resp.Body, maxAnswer)
	switch {
	case resp.StatusCode/100 == 3:
		refusal := refused(HTTPStatus, "the server answered %s, and what is sent follows no redirect: name the address that it leads to", resp.Status)
		refusal.Status = resp.StatusCode
		return c.explain(u, refusal)
	case resp.StatusCode/100 != 2:
		refusal := refused(HTTPStatus, "the server answered %s", resp.Status)
		refusal.Status, refusal.RetryAfter = resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), time.Now())
		return c.explain(u, refusal)
	case err != nil && !errors.Is(err, io.EOF):
		return c.explain(u, err) // whether it was taken is not known
	}
	return nil
}

// mailPorts are those of mail servers.
var mailPorts = []uint16{25, 465, 587, 2525}

// DialMailTLS gives what DialMail does, under TLS from the first byte.
func (c *Client) DialMailTLS(config *tls.Config) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := c.DialMail(ctx, network, address)
		if err != nil {
			return nil, err
		}
		wrapped := tls.Client(conn, config)
		if err := wrapped.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(c.explain(&url.URL{Scheme: "smtps", Host: address}, err), conn.Close())
		}
		return wrapped, nil
	}
}

// DialMail connects to a mail server. The address is checked as those of pages are.
func (c *Client) DialMail(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := c.dialer(mailPorts).DialContext(ctx, network, address)
	if err != nil {
		return nil, c.explain(&url.URL{Scheme: "smtp", Host: address}, err)
	}
	return conn, nil
}
