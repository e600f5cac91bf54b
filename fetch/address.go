package fetch

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// block is a range of addresses that are not of the public internet.
type block struct {
	prefix netip.Prefix
	what   string
}

// blocks are the IANA special-purpose address registries for IPv4 and IPv6
// (RFC 6890 and its updates; 2025), multicast, and the ranges that are
// reserved or no longer in use. Blocks whose addresses carry an IPv4 address
// by tunnel (6to4, Teredo, IPv4-compatible) are refused whole, whatever they
// carry; NAT64 and IPv4-mapped addresses are unwrapped before.
var blocks = []block{
	{netip.MustParsePrefix("0.0.0.0/8"), "an address of this network"},
	{netip.MustParsePrefix("10.0.0.0/8"), "a private address"},
	{netip.MustParsePrefix("100.64.0.0/10"), "a shared address of a provider"},
	{netip.MustParsePrefix("127.0.0.0/8"), "a loopback address"},
	{netip.MustParsePrefix("169.254.0.0/16"), "a link-local address"},
	{netip.MustParsePrefix("172.16.0.0/12"), "a private address"},
	{netip.MustParsePrefix("192.0.0.0/24"), "an address for protocols"},
	{netip.MustParsePrefix("192.0.2.0/24"), "a documentation address"},
	{netip.MustParsePrefix("192.31.196.0/24"), "a special address (AS112)"},
	{netip.MustParsePrefix("192.52.193.0/24"), "a special address (AMT)"},
	{netip.MustParsePrefix("192.88.99.0/24"), "a 6to4 relay address"},
	{netip.MustParsePrefix("192.168.0.0/16"), "a private address"},
	{netip.MustParsePrefix("192.175.48.0/24"), "a special address (AS112)"},
	{netip.MustParsePrefix("198.18.0.0/15"), "a benchmarking address"},
	{netip.MustParsePrefix("198.51.100.0/24"), "a documentation address"},
	{netip.MustParsePrefix("203.0.113.0/24"), "a documentation address"},
	{netip.MustParsePrefix("224.0.0.0/4"), "a multicast address"},
	{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address"},
	{netip.MustParsePrefix("::/128"), "the unspecified address"},
	{netip.MustParsePrefix("::1/128"), "the loopback address"},
	{netip.MustParsePrefix("::/96"), "an IPv4-compatible address"},
	{netip.MustParsePrefix("64:ff9b:1::/48"), "a local translation address (NAT64)"},
	{netip.MustParsePrefix("100::/64"), "a discard address"},
	{netip.MustParsePrefix("100:0:0:1::/64"), "a dummy address"},
	{netip.MustParsePrefix("2001::/32"), "a Teredo address"},
	{netip.MustParsePrefix("2001::/23"), "an address for protocols"},
	{netip.MustParsePrefix("2001:db8::/32"), "a documentation address"},
	{netip.MustParsePrefix("2002::/16"), "a 6to4 address"},
	{netip.MustParsePrefix("2620:4f:8000::/48"), "a special address (AS112)"},
	{netip.MustParsePrefix("3fff::/20"), "a documentation address"},
	{netip.MustParsePrefix("5f00::/16"), "a segment routing address"},
	{netip.MustParsePrefix("fc00::/7"), "a private address"},
	{netip.MustParsePrefix("fe80::/10"), "a link-local address"},
	{netip.MustParsePrefix("fec0::/10"), "a site-local address"},
	{netip.MustParsePrefix("ff00::/8"), "a multicast address"},
}

var (
	nat64  = netip.MustParsePrefix("64:ff9b::/96") // RFC 6052: the last four bytes are an IPv4 address
	global = netip.MustParsePrefix("2000::/3")     // all that IANA has given out for global unicast
)

// special says what a is where it is not an address of the public internet,
// and "" where it is one.
func special(a netip.Addr) string {
	if !a.IsValid() {
		return "no address"
	}
	if a.Zone() != "" {
		return "an address with a zone"
	}
	a = a.Unmap()
	if nat64.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	for _, b := range blocks {
		if b.prefix.Contains(a) {
			return b.what
		}
	}
	if a.Is6() && !global.Contains(a) {
		return "an address outside the public range"
	}
	return ""
}

// public refuses an address that is not of the public internet, and a port
// that is not of the web.
func public(to netip.AddrPort) error {
	if why := special(to.Addr()); why != "" {
		return refused(RefusedAddress, "it leads to %s, %s; use --allow-private if you mean your own network", to.Addr(), why)
	}
	if p := to.Port(); p != 80 && p != 443 {
		return refused(RefusedPort, "it leads to port %d, and pages are on 80 and 443; use --allow-private if you mean it", p)
	}
	return nil
}

// parse reads an address for Get.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil { // its words may hold part of a password
		return nil, refused(BadURL, "it cannot be read as a web address; check the spelling")
	}
	return u, normalise(u)
}

// normalise gives u's host the one spelling in which it is resolved, and
// refuses what no request is made for. Whether the host may be reached is
// decided when it is dialled, by the address that it has then.
func normalise(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return refused(RefusedScheme, "its scheme is %q, and pages are fetched by http and https", u.Scheme)
	}
	host, port := u.Hostname(), u.Port()
	if host == "" || u.Opaque != "" {
		return refused(BadURL, "there is no host in it; write it as https://example.org/page")
	}
	if n, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || n == 0) {
		return refused(BadURL, "%s is no port", port)
	}
	if !strings.Contains(host, ":") {
		if strings.ContainsFunc(host, func(r rune) bool { return r > 127 }) {
			ascii, err := idna.Lookup.ToASCII(host)
			if err != nil {
				return refused(BadURL, "its host %q is no name; check the spelling", host)
			}
			host = ascii
		}
		if numeric(host) {
			if _, err := netip.ParseAddr(host); err != nil {
				return refused(RefusedAddress, "%s is an unusual way to write an address; write it as four numbers, such as 192.0.2.1", host)
			}
		}
		u.Host = host
		if port != "" {
			u.Host = net.JoinHostPort(host, port)
		}
	}
	u.Fragment, u.RawFragment = "", ""
	return nil
}

// numeric reports whether some resolvers take host for an IPv4 address, plain
// or written as one number, in octal or in hexadecimal: its last label is a
// number (WHATWG URL, "ends in a number").
func numeric(host string) bool {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := strings.ToLower(labels[len(labels)-1])
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// redirect returns where an answer from u with that Location leads.
func redirect(u *url.URL, location string) (*url.URL, error) {
	to, err := u.Parse(strings.TrimSpace(location))
	if err != nil {
		return nil, refused(BadURL, "it redirects to an address that cannot be read; open it in a browser")
	}
	to.User = nil // a page does not log its readers in
	if err := normalise(to); err != nil {
		return nil, err
	}
	if u.Scheme == "https" && to.Scheme == "http" {
		return nil, refused(RefusedScheme, "it redirects from https to http, where anyone on the way can change the page; ask for %s yourself if that will do", to)
	}
	return to, nil
}

// redirects are the statuses of an answer that leads elsewhere.
var redirects = []int{301, 302, 303, 307, 308}

func isRedirect(status int) bool { return slices.Contains(redirects, status) }
