package charset

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
)

// fromHeader returns the charset of a Content-Type header, "" when it has none.
func fromHeader(contentType string) string {
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		return params["charset"]
	}
	// headers in the wild: charset='utf-8', missing semicolons, doubled equals
	if m := looseCharset.FindStringSubmatch(contentType); m != nil {
		return m[1]
	}
	return ""
}

var (
	looseCharset = regexp.MustCompile(`(?i)charset\s*=+\s*["']?\s*([A-Za-z0-9_.:-]+)`)
	xmlProlog    = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']\s*([A-Za-z0-9_.:-]+)`)
	metaCharset  = regexp.MustCompile(`(?is)^<meta\b[^>]*?[\s"';/]charset\s*=+\s*["']?\s*([A-Za-z0-9_.:-]+)`)
)

// prescanLimit is how far a meta element is looked for. Browsers stop at 1024
// bytes; pages put scripts before it all the same.
const (
	prescanLimit = 1 << 18
	maxMetas     = 200
)

// fromMarkup returns the charset that a page or feed declares in its XML prolog
// or in a meta element, "" when in neither. Comments and scripts are passed over.
func fromMarkup(b []byte) string {
	b = b[:min(len(b), prescanLimit)]
	if m := xmlProlog.FindSubmatch(b[:min(len(b), 256)]); m != nil {
		return string(m[1])
	}
	for metas := 0; metas < maxMetas; {
		i := bytes.IndexByte(b, '<')
		if i < 0 || hasPrefixFold(b[i:], "<body") {
			return ""
		}
		b = b[i:]
		if hasPrefixFold(b, "<meta") {
			metas++
			if m := metaCharset.FindSubmatch(b[:min(len(b), 1024)]); m != nil {
				return string(m[1])
			}
		}
		b = b[afterTag(b):]
	}
	return ""
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// afterTag returns where the markup that b starts with ends: a comment or
// script as a whole, else just its "<".
func afterTag(b []byte) int {
	for _, block := range []struct{ start, end string }{{"<!--", "-->"}, {"<script", "</script"}, {"<style", "</style"}} {
		if hasPrefixFold(b, block.start) {
			if i := indexFold(b, block.end); i >= 0 {
				return i + len(block.end)
			}
			return len(b) // never closed: nothing after it can be trusted
		}
	}
	return 1
}

// indexFold is bytes.Index without regard to the case of ASCII letters. sub
// starts with a sign that has no case and is in lower case.
func indexFold(b []byte, sub string) int {
	for from := 0; ; {
		i := bytes.IndexByte(b[from:], sub[0])
		if i < 0 || from+i+len(sub) > len(b) {
			return -1
		}
		from += i
		if strings.EqualFold(string(b[from:from+len(sub)]), sub) {
			return from
		}
		from++
	}
}
