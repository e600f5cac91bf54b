package warc

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/chancery-project/chancery/read/inflate"
)

// rec writes a record; a length of -1 is the true one.
func rec(kind, url, contentType, block string, length int, more ...string) string {
	if length < 0 {
		length = len(block)
	}
	head := "WARC/1.0\r\nWARC-Type: " + kind + "\r\nWARC-Target-URI: " + url + "\r\nContent-Type: " + contentType + "\r\n"
	for _, m := range more {
		head += m + "\r\n"
	}
	return head + fmt.Sprintf("Content-Length: %d\r\n\r\n", length) + block + "\r\n\r\n"
}

func http(status, head, body string) string {
	return "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\n" + head + "\r\n" + body
}

func response(url, block string, length int, more ...string) string {
	return rec("response", url, "application/http; msgtype=response", block, length, more...)
}

func packed(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func show(in io.Reader, cap int64) string {
	var b strings.Builder
	for p, err := range pages(in, cap) {
		if err != nil {
			fmt.Fprintf(&b, "error %v\n", err)
			continue
		}
		fmt.Fprintf(&b, "%s|%s|%v|%.60q", p.URL, p.ContentType, p.Plain, p.Body)
		for _, w := range p.Warnings {
			fmt.Fprintf(&b, " warning %s", w)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

const (
	html = "<html><p>Envoys met.</html>"
	kind = "|text/html; charset=utf-8|false|"
)

func TestRecords(t *testing.T) {
	one := response("https://example.org/1", http("200 OK", "", html), -1)
	two := response("https://example.org/2", http("200 OK", "", html), -1)
	first := "https://example.org/1" + kind + "\"<html><p>Envoys met.</html>\"\n"
	second := "https://example.org/2" + kind + "\"<html><p>Envoys met.</html>\"\n"
	info := rec("warcinfo", "", "application/warc-fields", "software: test\r\n", -1)
	block := http("200 OK", "", html)
	for _, c := range []struct{ name, in, want string }{
		{"pages among other records", info + one + rec("request", "https://example.org/1", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n", -1) + two, first + second},
		{"no pages", info, ""},
		{"address in brackets", strings.Replace(one, "https://example.org/1", "<https://example.org/1>", 1), first},
		{"bare line feeds", strings.ReplaceAll(rec("resource", "https://example.org/1", "text/html; charset=utf-8", html, -1), "\r\n", "\n"), first},
		{"conversion to text", rec("conversion", "https://example.org/1", "text/plain", " Envoys met.\r\n", -1), "https://example.org/1|text/plain|true|\" Envoys met.\\r\\n\"\n"},
		{"redirects, failures, images, robots.txt", response("https://example.org/a", http("301 Moved", "", html), -1) + response("https://example.org/b", http("404 Not Found", "", html), -1) +
			rec("resource", "https://example.org/c", "image/png", "\x89PNG", -1) + rec("resource", "https://example.org/robots.txt", "text/plain", "User-agent: *", -1) + two, second},
		{"chunked", response("https://example.org/1", http("200 OK", "Transfer-Encoding: chunked\r\n", "6;x=y\r\n<html>\r\n15\r\n<p>Envoys met.</html>\r\n0\r\n\r\n"), -1), first},
		{"said to be chunked and is not", response("https://example.org/1", http("200 OK", "Transfer-Encoding: chunked\r\n", html), -1), first},
		{"gzip", response("https://example.org/1", http("200 OK", "Content-Encoding: gzip\r\n", packed(t, html)), -1), first},
		{"said to be gzip and is not", response("https://example.org/1", http("200 OK", "Content-Encoding: gzip\r\n", html), -1), first},
		{"folded field", response("https://example.org/1", "HTTP/1.1 200 OK\r\nContent-Type: text/html;\r\n charset=utf-8\r\n\r\n"+html, -1), first},
		{"no content type but a page", response("https://example.org/1", "HTTP/1.1 200 OK\r\n\r\n"+html, -1), "https://example.org/1||false|\"<html><p>Envoys met.</html>\"\n"},
		{"no content type and no page", response("https://example.org/1", "HTTP/1.1 200 OK\r\n\r\nGIF89a", -1), ""},
		{"cut by the crawler", response("https://example.org/1", block, -1, "WARC-Truncated: length"), strings.TrimSpace(first) + " warning the page was cut short when it was archived (length)\n"},
		{"length too long, a little", response("https://example.org/1", block, len(block)+9) + two, strings.TrimSpace(first) + " warning the archive gives a length that is too long: the record ends where the next begins\n" + second},
		{"length far too long", response("https://example.org/1", block, len(block)+300) + two, strings.TrimSpace(first) + " warning the archive gives a length that is too long: the record ends where the next begins\n" + second},
		{"length too short", response("https://example.org/1", block, len(block)-10) + two, strings.TrimSpace(first) + " warning the archive gives a length that is too short: the record ends where the next begins\n" + second},
		{"length is absurd", response("https://example.org/1", block, 1<<50) + two, "error record 1 at byte 0: the record is too large: it may have 64 MB\n" + second},
		{"length is no number", strings.Replace(one, "Content-Length: ", "Content-Length: x", 1) + two, "error record 1 at byte 0: its Content-Length \"x" + fmt.Sprint(len(block)) + "\" is no length\n" + second},
		{"rubbish between records", one + "rubbish\r\nmore\r\n" + two, first + fmt.Sprintf("error record 2 at byte %d: no record begins here: the bytes up to the next one are passed over\n", len(one)) + second},
		{"rubbish first", "rubbish\r\n" + two, "error record 1 at byte 0: no record begins here: the bytes up to the next one are passed over\n" + second},
		{"cut off in a body", one + two[:len(two)-9], first + "https://example.org/2" + kind + "\"<html><p>Envoys met.</\" warning the archive is cut off inside this record\n"},
		{"cut off in a head", one + two[:30], first + fmt.Sprintf("error record 2 at byte %d: the archive is cut off inside the head of this record\n", len(one))},
		{"a body that quotes an archive", response("https://example.org/1", http("200 OK", "", "<html>\r\n\r\nWARC/1.0\r\nis how it begins"), -1) + two, "https://example.org/1" + kind + "\"<html>\\r\\n\\r\\nWARC/1.0\\r\\nis how it begins\"\n" + second},
		{"no HTTP in an answer", response("https://example.org/1", "hello\r\n\r\nworld", -1) + two, "error record 1 at byte 0: it is no HTTP answer\n" + second},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := show(strings.NewReader(c.in), MaxRecord); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestBombsAreStopped(t *testing.T) {
	two := response("https://example.org/2", http("200 OK", "", html), -1)
	zeros := packed(t, "<html>"+strings.Repeat(" ", 8<<20))
	for _, c := range []struct {
		name string
		in   io.Reader
		want string
	}{
		{"body of 1000:1", strings.NewReader(response("https://example.org/1", http("200 OK", "Content-Encoding: gzip\r\n", zeros), -1) + two), inflate.ErrRatio.Error()},
		{"record over the cap", strings.NewReader(response("https://example.org/1", http("200 OK", "", strings.Repeat("x", 2<<20)), -1) + two), "the record is too large: it may have 1 MB"},
		{"endless head", io.MultiReader(strings.NewReader("WARC/1.0\r\nX: "), strings.NewReader(strings.Repeat("x", 4<<20)), strings.NewReader("\r\n\r\n"+two)), "the head of the record is too large"},
		{"endless body with a short length", io.MultiReader(strings.NewReader(response("https://example.org/1", "HTTP/1.1 200 OK", 3)), strings.NewReader(strings.Repeat("x", 4<<20)), strings.NewReader("\r\n\r\n"+two)), "the record is too large: it may have 1 MB"},
		{"a film over the cap is no error", strings.NewReader(response("https://example.org/1", "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n"+strings.Repeat("x", 2<<20), -1) + two), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			got := show(c.in, 1<<20)
			if !strings.Contains(got, c.want) || !strings.Contains(got, "https://example.org/2|") || (c.want == "") != !strings.Contains(got, "error") {
				t.Errorf("got %.500s, want a reason %q and the second page", got, c.want)
			}
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

// Whatever comes, the reading ends and records are where they are said to be.
func FuzzWARC(f *testing.F) {
	one := response("https://example.org/1", http("200 OK", "Transfer-Encoding: chunked\r\n", "6\r\n<html>\r\n0\r\n\r\n"), -1)
	f.Add([]byte(one))
	f.Add([]byte(one[:40] + one + "rubbish\r\n" + one))
	f.Add([]byte(response("https://example.org/1", http("200 OK", "Content-Encoding: deflate, br\r\n", html), 5) + one))
	f.Add([]byte(response("https://example.org/1", http("200 OK", "Content-Encoding: gzip\r\n", packed(f, html)), 500) + one))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		for p, err := range pages(bytes.NewReader(b), 4096) {
			if n++; n > len(b)+1 {
				t.Fatal("more records than bytes")
			}
			if err == nil && len(p.Body) == 0 {
				t.Fatal("an empty page")
			}
		}
	})
}
