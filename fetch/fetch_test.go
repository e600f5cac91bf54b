package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// specialAddresses must never be dialled, however they are written.
var specialAddresses = strings.Fields(`
0.0.0.0 0.0.0.1 0.255.255.255 10.0.0.0 10.0.0.1 10.1.2.3 10.255.255.255 100.64.0.0 100.64.0.1 100.127.255.255
127.0.0.0 127.0.0.1 127.0.0.53 127.1.2.3 127.255.255.254 169.254.0.1 169.254.169.254 169.254.255.255 172.16.0.0 172.16.0.1
172.20.1.1 172.31.255.255 192.0.0.0 192.0.0.1 192.0.0.8 192.0.0.170 192.0.0.192 192.0.2.0 192.0.2.1 192.0.2.255
192.31.196.1 192.52.193.1 192.88.99.1 192.88.99.2 192.168.0.0 192.168.0.1 192.168.1.254 192.168.255.255 192.175.48.1
198.18.0.0 198.18.0.1 198.19.255.255 198.51.100.0 198.51.100.7 203.0.113.0 203.0.113.9 203.0.113.255
224.0.0.1 224.0.0.251 239.255.255.250 239.255.255.255 240.0.0.0 240.0.0.1 250.1.2.3 255.255.255.254 255.255.255.255
:: ::1 ::2 ::7f00:1 ::127.0.0.1 ::10.0.0.1 ::ffff:0.0.0.0 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254
::ffff:192.168.1.1 ::ffff:172.16.0.1 ::ffff:7f00:1 ::ffff:a9fe:a9fe 0:0:0:0:0:ffff:7f00:0001
64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::192.168.0.1 64:ff9b::0.0.0.0 64:ff9b:1::1 64:ff9b:1::a9fe:a9fe 64:ff9b:1:ffff::1
100::1 100::ffff 100:0:0:1::1 2001::1 2001:0:7f00:1::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:1::1 2001:2::1 2001:3::1 2001:4:112::1
2001:10::1 2001:20::1 2001:30::1 2001:db8::1 2001:db8:ffff::1 2002:7f00:1::1 2002:a00:1::1 2002:c0a8:101::1 2002:a9fe:a9fe::1 2002:808:808::1
2002:: 2620:4f:8000::1 3fff::1 3fff:fff::1 5f00::1 fc00::1 fc00::ffff fd00::1 fd12:3456:789a::1 fdff:ffff::1
fe80::1 fe80::1%eth0 fe80::ffff:1 febf::1 fec0::1 feff::1 ff00::1 ff02::1 ff02::fb ff05::2 ffff::1 4000::1 8000::1 e000::1 1::1 0:1::1
`)

func TestSpecialAddressesAreRefused(t *testing.T) {
	if len(specialAddresses) < 120 {
		t.Fatalf("only %d addresses", len(specialAddresses))
	}
	c := New(Options{})
	for _, s := range specialAddresses {
		a, err := netip.ParseAddr(s)
		if err != nil {
			t.Fatal(err)
		}
		var refusal *Error
		if err := c.control(netip.AddrPortFrom(a, 443).String(), webPorts); !errors.As(err, &refusal) || refusal.Code != RefusedAddress {
			t.Errorf("%s: got %v", s, err)
		}
	}
}

func TestPublicAddressesAreDialled(t *testing.T) {
	c := New(Options{})
	for _, s := range strings.Fields("1.1.1.1 8.8.8.8 93.184.216.34 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 198.17.1.1 198.20.0.1 223.255.255.255 2606:4700::1111 2a00:1450::1 64:ff9b::8.8.8.8 ::ffff:8.8.8.8") {
		for _, port := range []uint16{80, 443} {
			if err := c.control(netip.AddrPortFrom(netip.MustParseAddr(s), port).String(), webPorts); err != nil {
				t.Errorf("%s: %v", s, err)
			}
		}
	}
}

func TestOtherPortsAreRefused(t *testing.T) {
	c := New(Options{})
	for _, port := range []uint16{0, 21, 22, 25, 6379, 8080, 8443, 11211} {
		var refusal *Error
		if err := c.control(netip.AddrPortFrom(netip.MustParseAddr("8.8.8.8"), port).String(), webPorts); !errors.As(err, &refusal) || refusal.Code != RefusedPort {
			t.Errorf("port %d: %v", port, err)
		}
	}
}

// TestSpellings proves that ways of writing an address do not get around the
// check: it is made on the address that is dialled.
func TestSpellings(t *testing.T) {
	hit := false
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hit = true }))
	defer srv.Close()
	port := srv.URL[strings.LastIndexByte(srv.URL, ':'):]
	c := New(Options{Dial: time.Second, Whole: 2 * time.Second})
	for _, host := range []string{"127.0.0.1", "localhost", "LOCALHOST", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1",
		"[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "user:secret@127.0.0.1", "127.0.0.1。", "１２７.０.０.１", "0", "[::]", "[fe80::1%25lo]"} {
		_, err := c.Get(context.Background(), "http://"+host+port+"/")
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v", host, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the password is in %q", host, err)
		}
	}
	if hit {
		t.Error("a request came through")
	}
}

func TestSchemesAndBadAddresses(t *testing.T) {
	c := New(Options{})
	for address, want := range map[string]Code{
		"file:///etc/passwd": RefusedScheme, "ftp://example.org/": RefusedScheme, "gopher://example.org/": RefusedScheme, "javascript:alert(1)": RefusedScheme,
		"http:///x": RefusedAddress, "http://[::1": BadURL, "http://a b/": BadURL, "": RefusedScheme,
	} {
		var e *Error
		if _, err := c.Get(context.Background(), address); !errors.As(err, &e) || e.Code != want {
			t.Errorf("%q: got %v", address, err)
		}
	}
}

// open makes a client that may reach the test server, with short limits.
func open(o Options) *Client {
	o.AllowPrivate = true
	if o.Whole == 0 {
		o.Whole = 10 * time.Second
	}
	return New(o)
}

func TestLimits(t *testing.T) {
	zeros := func(n int) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write(make([]byte, n))
		z.Close()
		return b.Bytes()
	}
	bomb := zeros(64 << 20)
	for _, c := range []struct {
		name string
		opts Options
		want Code
		do   http.HandlerFunc
	}{
		{"endless body", Options{MaxWire: 1 << 16}, TooLarge, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 4096)); err != nil {
					return
				}
			}
		}},
		{"gzip bomb", Options{}, TooLarge, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		}},
		{"unpacks to too much", Options{MaxBody: 1 << 20, MaxRatio: 1 << 30}, TooLarge, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		}},
		{"packed twice", Options{}, BadEncoding, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip, gzip")
			w.Write(bomb)
		}},
		{"unknown packing", Options{}, BadEncoding, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "zstd")
			w.Write([]byte("x"))
		}},
		{"broken gzip", Options{}, BadEncoding, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write([]byte("not gzip at all"))
		}},
		{"huge header", Options{MaxHeader: 4096}, TooLarge, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Big", strings.Repeat("x", 1<<20))
		}},
		{"no headers", Options{Headers: 100 * time.Millisecond}, TooSlow, func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-time.After(2 * time.Second):
			}
		}},
		{"a byte at a time", Options{Window: 150 * time.Millisecond}, TooSlow, func(w http.ResponseWriter, r *http.Request) {
			for i := 0; i < 100 && r.Context().Err() == nil; i++ {
				w.Write([]byte("x"))
				w.(http.Flusher).Flush()
				time.Sleep(30 * time.Millisecond)
			}
		}},
		{"never ends", Options{Whole: 300 * time.Millisecond}, TooSlow, func(w http.ResponseWriter, r *http.Request) {
			w.Write([]byte("x"))
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-time.After(3 * time.Second):
			}
		}},
		{"not found", Options{}, HTTPStatus, http.NotFound},
		{"redirects for ever", Options{}, TooManyRedirects, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/next", http.StatusFound) }},
		{"redirect to a file", Options{}, RefusedScheme, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv := httptest.NewServer(c.do)
			defer srv.Close()
			_, err := open(c.opts).Get(context.Background(), srv.URL)
			var e *Error
			if !errors.As(err, &e) || e.Code != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestGetUnpacksAndStrips(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		if r.Header.Get("Cookie") != "" || !strings.Contains(r.UserAgent(), "chancery") {
			http.Error(w, "who are you", http.StatusForbidden)
			return
		}
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, "<p>Hello")
		z.Close()
	}))
	defer srv.Close()
	address := strings.Replace(srv.URL, "http://", "http://user:secret@", 1) + "/old"
	c := open(Options{})
	for range 2 { // no cookie comes back
		p, err := c.Get(context.Background(), address)
		if err != nil {
			t.Fatal(err)
		}
		if string(p.Body) != "<p>Hello" || p.URL != srv.URL+"/new" || p.ContentType != "text/html; charset=utf-8" || p.Status != 200 {
			t.Errorf("got %+v", p)
		}
	}
}

// TestRedirectIntoTheOwnNetwork proves that every hop is checked: the first
// address is let through by hand, the second is not.
func TestRedirectIntoTheOwnNetwork(t *testing.T) {
	inner := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inner server was reached") }))
	defer inner.Close()
	outer := httptest.NewServer(http.RedirectHandler(inner.URL, http.StatusFound))
	defer outer.Close()
	c := New(Options{Dial: time.Second, Whole: 3 * time.Second})
	first := strings.TrimPrefix(outer.URL, "http://")
	c.http.Transport = transportThat(c, func(network, address string) error {
		if address == first {
			return nil
		}
		return c.control(address, webPorts)
	})
	var e *Error
	if _, err := c.Get(context.Background(), outer.URL); !errors.As(err, &e) || e.Code != RefusedAddress {
		t.Errorf("got %v", err)
	}
}

func FuzzSpecial(f *testing.F) {
	for _, s := range specialAddresses {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := netip.ParseAddr(s)
		if err != nil {
			return
		}
		u := a.Unmap()
		if Special(a) == "" && (u.IsPrivate() || u.IsLoopback() || u.IsLinkLocalUnicast() || u.IsMulticast() || u.IsUnspecified() || a.Zone() != "") {
			t.Errorf("%s passes", a)
		}
	})
}
