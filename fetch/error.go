package fetch

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Code is the reason of a failure, for programs.
type Code string

// The reasons.
const (
	BadURL           Code = "bad_url"
	RefusedScheme    Code = "refused_scheme"
	RefusedAddress   Code = "refused_address"
	RefusedPort      Code = "refused_port"
	RefusedRobots    Code = "refused_robots"
	Held             Code = "held"
	TooManyRedirects Code = "too_many_redirects"
	TooLarge         Code = "too_large"
	TooSlow          Code = "too_slow"
	BadEncoding      Code = "bad_encoding"
	HTTPStatus       Code = "http_status"
	NoHost           Code = "no_host"
	Network          Code = "network"
)

// Error says what could not be fetched and why.
type Error struct {
	Code   Code
	URL    string // without user name and password
	Detail string
	Err    error // the cause, where it tells more

	Status     int           // of HTTPStatus
	RetryAfter time.Duration // how long the server asks to wait; 0 when it does not
}

// Passing reports whether the same request may succeed later.
func (e *Error) Passing() bool {
	switch e.Code {
	case TooSlow, NoHost, Network, Held:
		return true
	case HTTPStatus:
		return e.Status >= 500 || e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout
	}
	return false
}

func (e *Error) Error() string {
	s := e.Detail
	if e.URL != "" {
		s = e.URL + ": " + s
	}
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

// Gone reports whether the server says that it is so for good.
func (e *Error) Gone() bool { return e.Status == http.StatusGone }

// maxRetryAfter bounds what a server may ask for.
const maxRetryAfter = 7 * 24 * time.Hour

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header string, now time.Time) time.Duration {
	header = strings.TrimSpace(header)
	var d time.Duration
	if n, err := strconv.ParseInt(header, 10, 64); err == nil {
		d = time.Duration(min(max(n, 0), int64(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), maxRetryAfter)
}

// maxAge reads the max-age of a Cache-Control header.
func maxAge(header string) time.Duration {
	for _, d := range strings.Split(strings.ToLower(header), ",") {
		if age, ok := strings.CutPrefix(strings.TrimSpace(d), "max-age="); ok {
			return retryAfter(strings.Trim(age, `"`), time.Time{})
		}
	}
	return 0
}
