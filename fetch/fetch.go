// Package fetch gets pages from the network. It is the only package that
// dials: every address is checked where the connection is made, after names
// are resolved, so that no page, feed or redirect can reach into the user's
// own network.
package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Options set the limits of a Client. The zero value gives the defaults.
type Options struct {
	AllowPrivate bool           // also private, loopback and other special addresses, and every port
	Allow        []netip.Prefix // of the special addresses also these, and every port on them
	UserAgent    string         // default: chancery, with the address of the project
	Resolver     *net.Resolver  // default: the system's

	Dial    time.Duration // default 10 s; also for the TLS handshake
	Headers time.Duration // until the headers have come, default 15 s
	Whole   time.Duration // for all of it, default 60 s
	Window  time.Duration // MinRate is measured over it, default 15 s
	MinRate int           // bytes a second, default 1024

	MaxHeader int64 // bytes, default 64 KiB
	MaxWire   int64 // bytes as sent, default 10 MiB
	MaxBody   int64 // bytes unpacked, default 30 MiB
	MaxRatio  int64 // unpacked to sent, default 200
}

const userAgent = "chancery (+https://github.com/chancery-project/chancery)"

// maxRedirects is how many redirects are followed.
const maxRedirects = 5

func (o Options) withDefaults() Options {
	duration := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	size := func(n *int64, v int64) {
		if *n == 0 {
			*n = v
		}
	}
	duration(&o.Dial, 10*time.Second)
	duration(&o.Headers, 15*time.Second)
	duration(&o.Whole, 60*time.Second)
	duration(&o.Window, 15*time.Second)
	size(&o.MaxHeader, 64<<10)
	size(&o.MaxWire, 10<<20)
	size(&o.MaxBody, 30<<20)
	size(&o.MaxRatio, 200)
	if o.MinRate == 0 {
		o.MinRate = 1024
	}
	if o.UserAgent == "" {
		o.UserAgent = userAgent
	}
	return o
}

// Request is what to ask for. With ETag or LastModified, as an earlier answer
// had them, only what has changed since is sent.
type Request struct {
	URL                string
	ETag, LastModified string
}

// Page is what a server answered.
type Page struct {
	URL                string // where redirects led to, without user name and password
	Status             int
	ContentType        string
	Body               []byte        // unpacked from its Content-Encoding
	ETag, LastModified string        // for the next Request
	NotModified        bool          // nothing has changed since; there is no Body
	MaxAge             time.Duration // how long the server calls it fresh; 0 when it does not
}

// Client fetches pages. It keeps no cookies, uses no proxy of the environment
// and is safe for concurrent use.
type Client struct {
	opts Options
	http *http.Client
}

// New makes a client.
func New(o Options) *Client {
	o = o.withDefaults()
	c := &Client{opts: o}
	transport := &http.Transport{
		DialContext:            c.dialer(webPorts).DialContext,
		TLSHandshakeTimeout:    o.Dial,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ResponseHeaderTimeout:  o.Headers,
		MaxResponseHeaderBytes: o.MaxHeader,
		DisableCompression:     true, // unpacked here, where both sizes are counted
		IdleConnTimeout:        30 * time.Second,
		MaxIdleConnsPerHost:    2,
		ForceAttemptHTTP2:      true,
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: c.redirect}
	return c
}

// webPorts are those of pages.
var webPorts = []uint16{80, 443}

// dialer connects to public addresses, at certain ports.
func (c *Client) dialer(ports []uint16) *net.Dialer {
	return &net.Dialer{Timeout: c.opts.Dial, Resolver: c.opts.Resolver, Control: func(_, address string, _ syscall.RawConn) error { return c.control(address, ports) }}
}

// control refuses a connection by the address that is really dialled.
func (c *Client) control(address string, ports []uint16) error {
	if c.opts.AllowPrivate {
		return nil
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return refused(RefusedAddress, "the address %q cannot be read", address)
	}
	for _, p := range c.opts.Allow {
		if p.Contains(ap.Addr()) {
			return nil
		}
	}
	if why := Special(ap.Addr()); why != "" {
		return refused(RefusedAddress, "%s is %s; use --allow-private if it is meant", ap.Addr(), why)
	}
	if p := ap.Port(); !slices.Contains(ports, p) {
		return refused(RefusedPort, "port %d is none of %d; use --allow-private if it is meant", p, ports)
	}
	return nil
}

// Check refuses an address that no request can be made for. Where its host
// leads is found when it is dialled.
func Check(address string) error {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return &Error{Code: BadURL, URL: "the address", Detail: "it cannot be read as a URL"}
	}
	if err := check(u); err != nil {
		err.URL = stripped(u)
		return err
	}
	return nil
}

// check refuses what no request should be made for.
func check(u *url.URL) *Error {
	if s := strings.ToLower(u.Scheme); s != "http" && s != "https" {
		return refused(RefusedScheme, "%q is not http or https", u.Scheme)
	}
	if u.Hostname() == "" {
		return refused(RefusedAddress, "there is no host in the address")
	}
	return nil
}

func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return refused(TooManyRedirects, "more than %d redirects", maxRedirects)
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme == "http" && !c.opts.AllowPrivate {
		return refused(RefusedScheme, "a redirect leads from https to http")
	}
	req.Header.Del("Referer")
	if err := check(req.URL); err != nil {
		return err
	}
	if allow, ok := req.Context().Value(hopKey{}).(func(*url.URL) error); ok {
		return allow(req.URL)
	}
	return nil
}

// hopKey is the key of a context's func(*url.URL) error that is asked before
// a redirect is followed.
type hopKey struct{}

// Get fetches address, as Do does.
func (c *Client) Get(ctx context.Context, address string) (*Page, error) {
	return c.Do(ctx, Request{URL: address})
}

// Do fetches what is asked for. An error is an *Error that says why and what
// to do; a status of 400 and more is one too.
func (c *Client) Do(ctx context.Context, ask Request) (*Page, error) {
	u, err := url.Parse(strings.TrimSpace(ask.URL))
	if err != nil {
		return nil, &Error{Code: BadURL, URL: "the address", Detail: "it cannot be read as a URL"}
	}
	if err := check(u); err != nil {
		return nil, c.explain(u, err)
	}
	ctx, cancel := context.WithTimeout(ctx, c.opts.Whole)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, c.explain(u, refused(BadURL, "it cannot be asked for"))
	}
	req.Header.Set("User-Agent", c.opts.UserAgent)
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.8")
	req.Header.Set("Accept-Language", "en,*;q=0.5")
	req.Header.Set("Accept-Encoding", "gzip, br")
	if ask.ETag != "" {
		req.Header.Set("If-None-Match", ask.ETag)
	}
	if ask.LastModified != "" {
		req.Header.Set("If-Modified-Since", ask.LastModified)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.explain(u, err)
	}
	defer resp.Body.Close() // nothing more can be learnt from closing what was read
	page := &Page{URL: stripped(resp.Request.URL), Status: resp.StatusCode, ContentType: resp.Header.Get("Content-Type"),
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), MaxAge: maxAge(resp.Header.Get("Cache-Control"))}
	switch {
	case resp.StatusCode == http.StatusNotModified && (ask.ETag != "" || ask.LastModified != ""):
		page.NotModified = true
		return page, nil
	case resp.StatusCode >= 400:
		err := refused(HTTPStatus, "the server answered %s", resp.Status)
		err.Status, err.RetryAfter = resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), time.Now())
		return nil, c.explain(resp.Request.URL, err)
	}
	if page.Body, err = c.body(resp); err != nil {
		return nil, c.explain(resp.Request.URL, err)
	}
	return page, nil
}

// stripped is u without user name and password.
func stripped(u *url.URL) string {
	v := *u
	v.User = nil
	return v.String()
}

// explain turns any failure into an *Error with its reason.
func (c *Client) explain(u *url.URL, err error) error {
	out := &Error{Code: Network, URL: stripped(u), Err: err}
	var own *Error
	var next *hop
	var header *net.OpError
	var dns *net.DNSError
	switch {
	case errors.As(err, &next):
		return next
	case errors.As(err, &own):
		out.Code, out.Detail, out.Err, out.Status, out.RetryAfter = own.Code, own.Detail, nil, own.Status, own.RetryAfter
	case errors.As(err, &dns):
		out.Code, out.Detail, out.Err = NoHost, "the host is not known; check the address and the connection", nil
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		out.Code, out.Detail, out.Err = TooSlow, "the server took too long; try again later", nil
	case errors.Is(err, context.Canceled):
		out.Code, out.Detail = Network, "stopped"
	case errors.As(err, &header):
		out.Detail = "no connection; try again later"
	case strings.Contains(err.Error(), "response headers exceeded"):
		out.Code, out.Detail, out.Err = TooLarge, fmt.Sprintf("its headers are larger than %d bytes", c.opts.MaxHeader), nil
	default:
		out.Detail = "the answer cannot be read"
	}
	return out
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}
