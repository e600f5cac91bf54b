package fetch

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// TestSend proves what is sent, and which answers count as taken.
func TestSend(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		code   Code // "" where it is taken
	}{
		{"taken", 200, ""}, {"taken without a word", 204, ""}, {"a redirect", 302, HTTPStatus}, {"refused", 400, HTTPStatus}, {"broken", 500, HTTPStatus},
	} {
		t.Run(c.name, func(t *testing.T) {
			hits := 0
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				hits++
				body, err := io.ReadAll(r.Body)
				if err != nil || r.Method != "POST" || string(body) != "{}" || r.Header.Get("X-A") != "b" || r.Header.Get("User-Agent") != userAgent {
					t.Errorf("%s %q %v %v", r.Method, body, r.Header, err)
				}
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
				io.WriteString(w, strings.Repeat("x", 200<<10)) // more than is read
			}))
			defer srv.Close()
			err := open(Options{}).Send(context.Background(), Post{URL: srv.URL, Header: map[string]string{"X-A": "b"}, Body: []byte("{}")})
			var told *Error
			if c.code == "" && err != nil || c.code != "" && (!errors.As(err, &told) || told.Code != c.code || told.Status != c.status) || hits != 1 {
				t.Errorf("%v after %d requests", err, hits)
			}
		})
	}
}

// TestNothingIsSentHome proves that neither posts nor mail reach the own
// network, that mail ports are for mail alone, and that --allow-private lifts it.
func TestNothingIsSentHome(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx := context.Background()
	c := New(Options{Dial: time.Second, Whole: 2 * time.Second})
	var told *Error
	if err := c.Send(ctx, Post{URL: "http://" + l.Addr().String()}); !errors.As(err, &told) || told.Code != RefusedAddress {
		t.Errorf("a post: %v", err)
	}
	if _, err := c.DialMail(ctx, "tcp", l.Addr().String()); !errors.As(err, &told) || told.Code != RefusedAddress {
		t.Errorf("mail: %v", err)
	}
	for port, want := range map[uint16]bool{25: true, 465: true, 587: true, 2525: true, 80: false, 22: false, 6379: false} {
		if err := c.control(netip.AddrPortFrom(netip.MustParseAddr("8.8.8.8"), port).String(), mailPorts); (err == nil) != want {
			t.Errorf("mail to port %d: %v", port, err)
		}
	}
	conn, err := open(Options{}).DialMail(ctx, "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}
