package fetch

import "fmt"

// Code is the reason of a failure, for programs.
type Code string

// The reasons.
const (
	BadURL           Code = "bad_url"
	RefusedScheme    Code = "refused_scheme"
	RefusedAddress   Code = "refused_address"
	RefusedPort      Code = "refused_port"
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
