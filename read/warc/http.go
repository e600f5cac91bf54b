package warc

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/url"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/read/inflate"
)

// limits of a page's body, packed by its server.
var limits = inflate.Limits{Size: 64 << 20, Ratio: 200, Grace: 1 << 20}

// fields are the lines "Name: value" of a head, in order.
type fields []field

type field struct{ name, value string }

// get gives the first value of a field, or "".
func (f fields) get(name string) string {
	for _, x := range f {
		if strings.EqualFold(x.name, name) {
			return x.value
		}
	}
	return ""
}

func parseFields(raw []byte) fields {
	var out fields
	for _, line := range strings.Split(strings.ToValidUTF8(string(raw), "\ufffd"), "\n") {
		line = strings.TrimRight(line, "\r")
		if line == "" {
			continue
		}
		if (line[0] == ' ' || line[0] == '\t') && len(out) > 0 {
			out[len(out)-1].value += " " + strings.TrimSpace(line)
			continue
		}
		if name, value, ok := strings.Cut(line, ":"); ok {
			out = append(out, field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return out
}

// page gives what a record captured, or nil when that is no text to keep.
func (rec *record) page() (*Page, error) {
	p := &Page{URL: strings.Trim(rec.fields.get("WARC-Target-URI"), "<> "), ContentType: rec.fields.get("Content-Type"), Body: rec.block, Warnings: rec.warnings}
	if why := rec.fields.get("WARC-Truncated"); why != "" {
		p.Warnings = append(p.Warnings, fmt.Sprintf("the page was cut short when it was archived (%s)", why))
	}
	switch rec.kind {
	case "resource", "conversion":
	case "response":
		if kind := media(p.ContentType); kind != "application/http" && kind != "" {
			return nil, nil // an answer of DNS, FTP
		}
		kept, err := p.unwrap()
		if err != nil || !kept {
			return nil, err
		}
	default:
		return nil, nil
	}
	if u, err := url.Parse(p.URL); err == nil && u.Path == "/robots.txt" {
		return nil, nil
	}
	switch media(p.ContentType) {
	case "text/html", "application/xhtml+xml":
	case "text/plain":
		p.Plain = true
	case "":
		start := bytes.ToLower(p.Body[:min(len(p.Body), 1024)])
		if !bytes.Contains(start, []byte("<html")) && !bytes.Contains(start, []byte("<!doctype html")) {
			return nil, nil
		}
	default:
		return nil, nil
	}
	if len(bytes.TrimSpace(p.Body)) == 0 {
		return nil, nil
	}
	return p, nil
}

func media(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(contentType, ";")
	}
	return strings.ToLower(strings.TrimSpace(kind))
}

// unwrap takes the body out of an HTTP answer. It reports whether the answer
// is one to keep.
func (p *Page) unwrap() (bool, error) {
	head, body, ok := cutHead(p.Body)
	if !ok {
		return false, errors.New("the HTTP answer in it has no end of its head")
	}
	status, rest, _ := bytes.Cut(head, []byte("\n"))
	words := strings.Fields(string(status))
	if len(words) < 2 || !strings.HasPrefix(words[0], "HTTP/") {
		return false, errors.New("it is no HTTP answer")
	}
	if code, err := strconv.Atoi(words[1]); err != nil || code < 200 || code > 299 {
		return false, nil
	}
	f := parseFields(rest)
	p.ContentType = f.get("Content-Type")
	switch media(p.ContentType) {
	case "text/html", "application/xhtml+xml", "text/plain", "":
	default:
		return false, nil
	}
	if strings.Contains(strings.ToLower(f.get("Transfer-Encoding")), "chunked") {
		body = dechunk(body)
	}
	encodings := strings.Split(f.get("Content-Encoding"), ",")
	if len(encodings) > 2 {
		return false, errors.New("its body is packed more than twice")
	}
	for i := len(encodings) - 1; i >= 0; i-- {
		unpacked, err := inflate.Content(encodings[i], body, limits)
		if errors.Is(err, inflate.ErrRatio) || errors.Is(err, inflate.ErrSize) || len(unpacked) == 0 && err != nil {
			return false, fmt.Errorf("its body: %w", err)
		}
		if err != nil {
			p.Warnings = append(p.Warnings, "the page is damaged and not whole: "+err.Error())
		}
		body = unpacked
	}
	p.Body = body
	return true, nil
}

// cutHead parts an HTTP answer at its first empty line.
func cutHead(b []byte) (head, body []byte, ok bool) {
	for i := 0; i < len(b); {
		end := bytes.IndexByte(b[i:], '\n')
		if end < 0 {
			return nil, nil, false
		}
		if line := bytes.TrimRight(b[i:i+end], "\r"); len(line) == 0 && i > 0 {
			return b[:i], b[i+end+1:], true
		}
		i += end + 1
	}
	return nil, nil, false
}

// dechunk joins the chunks of a body. A body that is in no chunks, as from
// archives that joined them and left the header alone, is given back as it is.
func dechunk(b []byte) []byte {
	var out []byte
	for rest := b; ; {
		line, after, ok := bytes.Cut(rest, []byte("\n"))
		size, _, _ := strings.Cut(strings.TrimSpace(string(line[:min(len(line), 64)])), ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		if !ok || err != nil {
			if out == nil {
				return b
			}
			return out // what follows is damaged
		}
		if n == 0 {
			return append([]byte{}, out...)
		}
		chunk := after[:min(int(n), len(after))]
		out = append(out, chunk...)
		rest = bytes.TrimPrefix(bytes.TrimPrefix(after[len(chunk):], []byte("\r")), []byte("\n"))
		if len(rest) == 0 {
			return out
		}
	}
}
