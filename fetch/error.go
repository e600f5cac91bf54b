package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Code is the reason of a failure, for programs.
type Code string

// The reasons.
const (
	BadURL           Code = "bad_url"            // it is no web address
	RefusedScheme    Code = "refused_scheme"     // neither http nor https, or a step down from https to http
	RefusedAddress   Code = "refused_address"    // it leads to an address that is not of the public internet
	RefusedPort      Code = "refused_port"       // it leads to another port than 80 and 443
	TooManyRedirects Code = "too_many_redirects" // more than five
	TooLarge         Code = "too_large"          // header or body, as sent or unpacked
	TooSlow          Code = "too_slow"           // to connect, to begin, to go on or to end
	BadEncoding      Code = "bad_encoding"       // the body's packing is broken, unknown or more than one
	BadCertificate   Code = "bad_certificate"    // the server cannot prove who it is
	HTTPStatus       Code = "http_status"        // the server answered with another status than 2xx
	NoHost           Code = "no_host"            // there is no such name
	Network          Code = "network"            // no connection, or it broke
	Stopped          Code = "stopped"            // the caller's context ended
)

// Error says what could not be fetched and why.
type Error struct {
	Code   Code
	URL    string // the redirect's where one failed; without user name and password
	Status int    // of HTTP, where Code is HTTPStatus
	Detail string // what failed and what to do next
	Err    error  // the cause, where it tells more
}

func (e *Error) Error() string {
	s := e.URL + ": " + e.Detail
	if e.Err != nil {
		s += " (" + e.Err.Error() + ")"
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func refused(c Code, format string, args ...any) *Error {
	return &Error{Code: c, Detail: fmt.Sprintf(format, args...)}
}

// explain turns any failure of a request for u into an *Error with its reason.
func (c *Client) explain(ctx context.Context, u *url.URL, err error) *Error {
	at := stripped(u)
	var own *Error
	if errors.As(err, &own) || errors.As(context.Cause(ctx), &own) {
		e := *own
		e.URL = at
		return &e
	}
	if ctx.Err() != nil {
		return &Error{Code: Stopped, URL: at, Detail: "stopped before the answer was there", Err: context.Cause(ctx)}
	}
	var (
		dns         *net.DNSError
		certificate *tls.CertificateVerificationError
		timeout     interface{ Timeout() bool }
		dial        *net.OpError
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return &Error{Code: NoHost, URL: at, Detail: fmt.Sprintf("there is no host %s; check the spelling and the connection", u.Hostname())}
	case errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Code: TooSlow, URL: at, Detail: "the server takes too long; try again later", Err: err}
	case errors.As(err, &dns):
		return &Error{Code: Network, URL: at, Detail: "the name service does not answer; check the connection", Err: err}
	case errors.As(err, &certificate):
		return &Error{Code: BadCertificate, URL: at, Detail: "the server cannot prove who it is; open the page in a browser, and save it if you trust it", Err: certificate.Err}
	case isHeaderLimit(err):
		return &Error{Code: TooLarge, URL: at, Detail: fmt.Sprintf("its header is larger than %s, which no page needs", bytesOf(c.opts.MaxHeader))}
	case errors.As(err, &dial) && dial.Op == "dial":
		return &Error{Code: Network, URL: at, Detail: "no connection; check the address, or try again later", Err: err}
	}
	return &Error{Code: Network, URL: at, Detail: "the answer broke off or is not HTTP; try again later", Err: err}
}

// isHeaderLimit knows the limit on headers by its words: net/http has no type for it.
func isHeaderLimit(err error) bool {
	s := err.Error()
	return strings.Contains(s, "response headers exceeded") || strings.Contains(s, "header list larger than advertised limit")
}

// advice for a status.
func advice(status int) string {
	switch status {
	case 401, 402, 403, 407, 451:
		return "open the page in a browser, save it and read the file"
	case 404, 410:
		return "check the address"
	}
	if status == 408 || status == 429 || status >= 500 {
		return "try again later"
	}
	return "open it in a browser to see what it wants"
}

// stripped is u without user name and password.
func stripped(u *url.URL) string {
	v := *u
	v.User = nil
	return v.String()
}

// Redact returns address without user name and password, to be shown and
// logged; any other string comes back as it is.
func Redact(address string) string {
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return address
	}
	if u, err := url.Parse(address); err == nil {
		if u.User == nil {
			return address
		}
		return stripped(u)
	}
	scheme, _, ok := strings.Cut(address, "//")
	if !ok || len(scheme) >= at {
		return address[at+1:]
	}
	return scheme + "//" + address[at+1:]
}

// bytesOf writes a limit for people.
func bytesOf(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
