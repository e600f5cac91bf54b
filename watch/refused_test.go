package watch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/watch"
	"golang.org/x/net/dns/dnsmessage"
)

// forbidden are addresses as a URL may spell them, with what a resolver that
// knows the spelling (as inet_aton does) would make of it.
func forbidden(t testing.TB) map[string]netip.Addr {
	out := map[string]netip.Addr{}
	for _, s := range strings.Fields(`0.0.0.0 0.0.0.1 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.0.0.53 127.255.255.254 169.254.0.1 169.254.169.254
		172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1
		198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
		:: ::1 ::7f00:1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:a9fe:a9fe 0:0:0:0:0:ffff:7f00:0001 0000:0000:0000:0000:0000:0000:0000:0001
		64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::192.168.0.1 64:ff9b:1::1 64:ff9b:1::a9fe:a9fe 100::1 100:0:0:1::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2
		2001:2::1 2001:10::1 2001:db8::1 2002:7f00:1::1 2002:a9fe:a9fe::1 2002:808:808::1 2620:4f:8000::1 3fff::1 5f00::1 fc00::1 fd12:3456:789a::1 fe80::1 febf::1 fec0::1 ff02::1 4000::1 1::1`) {
		a, err := netip.ParseAddr(s)
		if err != nil {
			t.Fatal(err)
		}
		if a.Is6() {
			s = "[" + s + "]"
		}
		out[s] = a
	}
	for _, s := range strings.Fields("127.0.0.1 10.0.0.1 169.254.169.254 192.168.0.1 172.16.0.1 100.64.0.1 0.0.0.1 198.18.0.1") {
		a := netip.MustParseAddr(s)
		b := a.As4()
		n := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		for _, spelling := range []string{
			fmt.Sprint(n), fmt.Sprintf("0x%08x", n), fmt.Sprintf("0X%X", n), fmt.Sprintf("0%o", n),
			fmt.Sprintf("0%o.0%o.0%o.0%o", b[0], b[1], b[2], b[3]), fmt.Sprintf("0x%x.0x%x.0x%x.0x%x", b[0], b[1], b[2], b[3]),
			fmt.Sprintf("%d.%d", b[0], n&0xffffff), fmt.Sprintf("%d.%d.%d", b[0], b[1], n&0xffff), s + ".",
			strings.ReplaceAll(s, ".", "。"), fmt.Sprintf("user:secret@%s", s), fmt.Sprintf("example.org@%s", s),
		} {
			out[spelling] = a
		}
	}
	for s, a := range map[string]string{"localhost": "127.0.0.1", "LOCALHOST.": "127.0.0.1", "ip6-localhost": "::1", "metadata.google.internal": "169.254.169.254", "router.example": "192.168.1.1",
		"１２７.０.０.１": "127.0.0.1", "127.0.0.1.nip.example": "127.0.0.1", "[fe80::1%25lo]": "fe80::1"} {
		out[s] = netip.MustParseAddr(a)
	}
	if len(out) < 120 {
		t.Fatalf("only %d spellings", len(out))
	}
	return out
}

// names is a DNS server that gives the addresses of a name one after the
// other, and the last again and again.
type names struct {
	mu      sync.Mutex
	answers map[string][]netip.Addr
}

func (n *names) set(name string, to ...netip.Addr) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.answers[strings.ToLower(strings.TrimSuffix(name, "."))] = to
}

// next gives the answer to a question; asking for both families is one lookup.
func (n *names) next(name string, kind dnsmessage.Type) (netip.Addr, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	key := strings.ToLower(strings.TrimSuffix(name, "."))
	all := n.answers[key]
	if len(all) == 0 {
		return netip.Addr{}, false
	}
	a := all[0]
	fits := a.Is4() == (kind == dnsmessage.TypeA)
	if fits && len(all) > 1 {
		n.answers[key] = all[1:]
	}
	return a, fits
}

func newNames(t testing.TB) (*names, *net.Resolver) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	n := &names{answers: map[string][]netip.Addr{}}
	go func() {
		buf := make([]byte, 4096)
		for {
			size, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:size]) != nil || len(m.Questions) != 1 {
				continue
			}
			q := m.Questions[0]
			out := dnsmessage.Message{Header: dnsmessage.Header{ID: m.ID, Response: true, RecursionAvailable: true}, Questions: m.Questions}
			if a, ok := n.next(q.Name.String(), q.Type); ok {
				r := dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}}
				if a.Is4() {
					r.Body = &dnsmessage.AResource{A: a.As4()}
				} else {
					r.Body = &dnsmessage.AAAAResource{AAAA: a.As16()}
				}
				out.Answers = append(out.Answers, r)
			}
			raw, err := out.Pack()
			if err != nil {
				panic(err) // a bug of the test
			}
			if _, err := conn.WriteTo(raw, from); err != nil {
				return
			}
		}
	}()
	return n, &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// However a forbidden address is spelled, and whatever leads to it, nothing is
// sent there: named by the user, by redirects, by a feed or list, by a feed's
// links, by robots.txt, by a name's address, by a name whose address changes.
func TestForbiddenAddressesAreRefused(t *testing.T) {
	listener, err := net.Listen("tcp", "127.9.8.7:0")
	if err != nil {
		t.Skipf("this system has no 127.9.8.7: %v", err)
	}
	home := netip.MustParseAddr("127.9.8.7")
	port := listener.Addr().(*net.TCPAddr).Port
	var hits atomic.Int64
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer trap.Close()
	trapPort := trap.Listener.Addr().(*net.TCPAddr).Port

	spellings := forbidden(t)
	var urls []string
	dns, resolver := newNames(t)
	for s, a := range spellings {
		host := s[strings.LastIndexByte(s, '@')+1:]
		if !strings.HasPrefix(host, "[") && netip.Addr.IsValid(a) {
			dns.set(strings.ReplaceAll(host, "。", "."), a)
		}
		urls = append(urls, fmt.Sprintf("http://%s:%d/x", s, trapPort))
	}
	var feed atomic.Value
	feed.Store("")
	srv := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		var i, hop int
		switch {
		case r.URL.Path == "/robots.txt":
			host, _, _ := net.SplitHostPort(r.Host)
			if _, err := fmt.Sscanf(host, "robots%d.test", &i); err == nil {
				w.Header().Set("Location", urls[i])
				w.WriteHeader(http.StatusFound)
				return
			}
			http.NotFound(w, r)
		case r.URL.Path == "/feed":
			fmt.Fprint(w, feed.Load())
		default:
			if _, err := fmt.Sscanf(r.URL.Path, "/to/%d/%d", &i, &hop); err != nil {
				fmt.Fprint(w, "<p>A page.</p>")
				return
			}
			w.Header().Set("Location", urls[i])
			if hop > 0 {
				w.Header().Set("Location", fmt.Sprintf("/to/%d/%d", i, hop-1))
			}
			w.WriteHeader(http.StatusFound)
		}
	})}}
	srv.Start()
	defer srv.Close()
	o := fetch.Options{Allow: []netip.Prefix{netip.PrefixFrom(home, 32)}, Resolver: resolver, Dial: 2 * time.Second, Whole: 5 * time.Second}
	client := fetch.New(o)
	polite := fetch.NewPolite(client, fetch.Manners{})
	base := fmt.Sprintf("http://127.9.8.7:%d", port)
	ctx := context.Background()
	if _, err := polite.Do(ctx, fetch.Request{URL: base + "/open"}); err != nil {
		t.Fatalf("what is allowed must be reached, or the test proves nothing: %v", err)
	}
	// A refusal is one by address. Names of digits alone are not looked up.
	digits := regexp.MustCompile(`^http://(?:[^@/]*@)?[0-9.。]+:`)
	refused := func(u string, code fetch.Code) bool {
		return code == fetch.RefusedAddress || code == fetch.NoHost && digits.MatchString(u)
	}
	ways := map[string]func(i int) error{
		"named":           func(i int) error { _, err := client.Get(ctx, urls[i]); return err },
		"named, politely": func(i int) error { _, err := polite.Do(ctx, fetch.Request{URL: urls[i]}); return err },
		"redirect":        func(i int) error { _, err := client.Get(ctx, fmt.Sprintf("%s/to/%d/0", base, i)); return err },
		"four redirects":  func(i int) error { _, err := client.Get(ctx, fmt.Sprintf("%s/to/%d/3", base, i)); return err },
		"polite redirect": func(i int) error {
			_, err := polite.Do(ctx, fetch.Request{URL: fmt.Sprintf("%s/to/%d/0", base, i)})
			return err
		},
		"redirected robots": func(i int) error {
			_, err := polite.Do(ctx, fetch.Request{URL: fmt.Sprintf("http://robots%d.test:%d/", i, port)})
			return err
		},
		"a name": func(i int) error {
			_, err := client.Get(ctx, fmt.Sprintf("http://name%d.test:%d/", i, trapPort))
			return err
		},
		"a name that changes": func(i int) error {
			_, err := polite.Do(ctx, fetch.Request{URL: fmt.Sprintf("http://turn%d.test:%d/", i, port)})
			return err
		},
	}
	var addrs []netip.Addr
	for _, u := range urls {
		host, _, _ := strings.Cut(strings.TrimPrefix(u, "http://"), fmt.Sprintf(":%d/", trapPort))
		addrs = append(addrs, spellings[host])
	}
	for i, a := range addrs {
		dns.set(fmt.Sprintf("name%d.test", i), a)
		dns.set(fmt.Sprintf("robots%d.test", i), home)
		dns.set(fmt.Sprintf("turn%d.test", i), home, a) // robots.txt comes from the first
	}
	tried := 0
	for way, do := range ways {
		for i, u := range urls {
			tried++
			var e *fetch.Error
			if err := do(i); !errors.As(err, &e) || !refused(u, e.Code) {
				t.Errorf("%s: %s: got %v", way, u, err)
			} else if strings.Contains(err.Error(), "secret") {
				t.Errorf("%s: the password is in %q", way, err)
			}
		}
	}

	// As feeds of a list, and as links and redirected links of a feed.
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), o)
	var opml, items strings.Builder
	for i, u := range urls {
		fmt.Fprintf(&opml, "<outline xmlUrl=%q/>", u)
		items.WriteString(item(u, fmt.Sprintf("Direct %d", i), "In short."))
		items.WriteString(item(fmt.Sprintf("%s/to/%d/0", base, i), fmt.Sprintf("Redirected %d", i), "In short."))
	}
	list, err := watch.ParseList([]byte("<opml><body>" + opml.String() + "</body></opml>"))
	if err != nil || len(list) != len(urls) {
		t.Fatal(len(list), err)
	}
	if _, err := w.Once(ctx, list); err != watch.ErrFailed {
		t.Error(err)
	}
	feeds, err := w.Ingest.Store.Feeds(ctx)
	if err != nil || len(feeds) != len(urls) {
		t.Fatal(len(feeds), err)
	}
	for _, f := range feeds {
		if tried++; !refused(f.URL, fetch.Code(f.Code)) {
			t.Errorf("feed %s: %s %s", f.URL, f.Code, f.Reason)
		}
	}
	feed.Store(rss(items.String()))
	for range 2 { // 200 links a poll
		once(t, w, base+"/feed")
	}
	kept := 0
	for r, err := range w.Ingest.Store.Records(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		kept++
		tried++
		if why := strings.Join(r.Warnings, " "); !strings.Contains(why, "use --allow-private") && !strings.Contains(why, "host is not known") {
			t.Errorf("%s: %s", r.Article.URL, why)
		}
	}
	if kept < 2*len(urls)-20 { // some spellings are one address, and so one article
		t.Errorf("%d articles of %d links", kept, 2*len(urls))
	}
	if hits.Load() > 0 {
		t.Errorf("%d requests came through", hits.Load())
	}
	t.Logf("%d spellings, %d attempts", len(urls), tried)
}
