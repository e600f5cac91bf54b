package fetch

import (
	"net"
	"net/http"
	"syscall"
)

// transportThat is the client's transport with another check of addresses.
func transportThat(c *Client, check func(network, address string) error) http.RoundTripper {
	d := &net.Dialer{Timeout: c.opts.Dial, Control: func(network, address string, _ syscall.RawConn) error { return check(network, address) }}
	t := c.http.Transport.(*http.Transport).Clone()
	t.DialContext = d.DialContext
	return t
}
