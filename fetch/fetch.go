// Package fetch gets pages from the network. It is the only package that
// dials: every address is checked where the connection is made, after names
// are resolved, so that no page, feed, redirect or name server can lead into
// the user's own network.
package fetch

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// Options set the limits of a Client. The zero value of a field is its
// default, which suits pages and feeds; who fetches archives asks for more.
type Options struct {
	// AllowPrivate also lets private, loopback and other special addresses
	// be reached, and every port: redirects of public pages included.
	AllowPrivate bool
	UserAgent    string // says who asks and where to read about it; default: Chancery and its address

	Dial    time.Duration // to resolve and connect, and again for the TLS handshake; default 10 s
	Headers time.Duration // from the request until the header of the answer is there; default 15 s
	Whole   time.Duration // for all of it, redirects included; default 60 s
	Window  time.Duration // MinRate is measured over it; default 15 s
	MinRate int64         // bytes a second as sent; default 1024

	MaxHeader int64 // bytes; default 64 KB
	MaxWire   int64 // bytes of the body as sent; default 10 MB
	MaxBody   int64 // bytes of the body unpacked; default 30 MB
	MaxRatio  int64 // unpacked to sent, once 1 MB is out; default 200
}

const (
	userAgent    = "chancery/0.1 (+https://github.com/chancery-project/chancery)"
	maxRedirects = 5
)

func (o Options) withDefaults() Options {
	o.UserAgent = or(o.UserAgent, userAgent)
	o.Dial = or(o.Dial, 10*time.Second)
	o.Headers = or(o.Headers, 15*time.Second)
	o.Whole = or(o.Whole, 60*time.Second)
	o.Window = or(o.Window, 15*time.Second)
	o.MinRate = or(o.MinRate, 1024)
	o.MaxHeader = or(o.MaxHeader, 64<<10)
	o.MaxWire = or(o.MaxWire, 10<<20)
	o.MaxBody = or(o.MaxBody, 30<<20)
	o.MaxRatio = or(o.MaxRatio, 200)
	return o
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Page is what a server answered.
type Page struct {
	URL         string // where redirects led to, without user name, password and fragment
	Status      int    // 200 to 299
	ContentType string // as the server says, "" where it does not
	Body        []byte // unpacked from its Content-Encoding; a gzip file stays one
}

// Client fetches pages. It keeps no cookies, sends no Referer, uses no proxy
// of the environment and is safe for concurrent use.
type Client struct {
	opts      Options
	dialer    *net.Dialer
	transport *http.Transport
	admit     func(netip.AddrPort) error // may a connection be made to it?
}

// New makes a client.
func New(o Options) *Client {
	o = o.withDefaults()
	c := &Client{opts: o, admit: public}
	if o.AllowPrivate {
		c.admit = func(netip.AddrPort) error { return nil }
	}
	c.dialer = &net.Dialer{Timeout: o.Dial, Control: c.control}
	c.transport = &http.Transport{
		Proxy:                  nil, // it would dial in our place, past the check
		DialContext:            c.dialer.DialContext,
		TLSHandshakeTimeout:    o.Dial,
		ResponseHeaderTimeout:  o.Headers,
		MaxResponseHeaderBytes: o.MaxHeader,
		DisableCompression:     true, // unpacked here, where both sizes are counted
		IdleConnTimeout:        30 * time.Second,
		MaxIdleConnsPerHost:    2,
		ForceAttemptHTTP2:      true,
	}
	return c
}

// control is called with the address that is really dialled, after names are
// resolved and before anything is sent. A connection that is used again was
// let through by it when it was made.
func (c *Client) control(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return refused(RefusedAddress, "the network gives %q as its address, which cannot be checked", address)
	}
	return c.admit(to)
}

// Get fetches address and follows up to five redirects, each checked like the
// first; a redirect from https to http is refused, since what comes by it
// proves nothing. A user name and password in address go to its own host
// only. The page is whole: any failure, also a status other than 2xx, is an
// *Error that says why and what to do.
func (c *Client) Get(ctx context.Context, address string) (*Page, error) {
	first, err := parse(address)
	if err != nil {
		e := *err.(*Error)
		e.URL = Redact(address)
		return nil, &e
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Whole, refused(TooSlow, "it takes longer than %s in all; try again later", c.opts.Whole))
	defer cancel()
	login := first.User
	first.User = nil
	at := first
	for range maxRedirects + 1 {
		user := login
		if at.Scheme != first.Scheme || at.Host != first.Host {
			user = nil
		}
		page, to, err := c.ask(ctx, at, user)
		if err != nil {
			return nil, err
		}
		if page != nil {
			return page, nil
		}
		at = to
	}
	return nil, c.explain(ctx, first, refused(TooManyRedirects, "more than %d redirects; open it in a browser", maxRedirects))
}

// ask makes one request: there is a page, or somewhere else to ask, or an *Error.
func (c *Client) ask(ctx context.Context, u *url.URL, login *url.Userinfo) (*Page, *url.URL, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, c.explain(ctx, u, refused(BadURL, "it cannot be asked for; check the spelling"))
	}
	req.Header.Set("User-Agent", c.opts.UserAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.8")
	req.Header.Set("Accept-Language", "en,*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, br")
	if login != nil {
		password, _ := login.Password()
		req.SetBasicAuth(login.Username(), password)
	}
	resp, err := c.transport.RoundTrip(req)
	if err != nil {
		return nil, nil, c.explain(ctx, u, err)
	}
	defer resp.Body.Close() // nothing more can be learnt from closing what was read
	location := resp.Header.Get("Location")
	switch {
	case isRedirect(resp.StatusCode) && location != "":
		to, err := redirect(u, location)
		if err != nil {
			return nil, nil, c.explain(ctx, u, err)
		}
		return nil, to, nil
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		e := refused(HTTPStatus, "the server answers %s; %s", resp.Status, advice(resp.StatusCode))
		e.Status = resp.StatusCode
		return nil, nil, c.explain(ctx, u, e)
	}
	body, err := c.body(resp, stop)
	if err != nil {
		return nil, nil, c.explain(ctx, u, err)
	}
	return &Page{URL: u.String(), Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"), Body: body}, nil, nil
}
