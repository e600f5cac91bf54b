package feed

import (
	"errors"
	"strings"
)

// The parser copies all namespaces in scope for each element, and keeps the
// copies of those that are open. More copies than these are made on purpose.
const (
	maxCopies = 100_000_000
	maxKept   = 2_000_000
)

var errBomb = errors.New("its elements nest and declare namespaces beyond all measure")

// guard reports a doc whose namespaces would cost the parser too much. It
// counts too many rather than too few.
func guard(doc string) error {
	var open []int // namespaces in scope of each open element
	scope, kept, copies := 0, 0, 0
	for {
		i := strings.IndexByte(doc, '<')
		if i < 0 {
			return nil
		}
		doc = doc[i:]
		switch {
		case strings.HasPrefix(doc, "<![CDATA["):
			doc = after(doc, "]]>")
		case strings.HasPrefix(doc, "<!--"):
			doc = after(doc, "-->")
		case strings.HasPrefix(doc, "<?"):
			doc = after(doc, "?>")
		case strings.HasPrefix(doc, "</"):
			if n := len(open); n > 0 {
				kept -= scope
				open = open[:n-1]
				scope = 0
				if n > 1 {
					scope = open[n-2]
				}
			}
			doc = doc[2:]
		case len(doc) > 1 && isName(doc[1]):
			tag := startTag(doc)
			doc = doc[len(tag):]
			own := scope + strings.Count(tag, "xmlns")
			copies += own
			if !strings.HasSuffix(tag, "/>") {
				scope = own
				open = append(open, own)
				kept += own
			}
			if copies > maxCopies || kept > maxKept {
				return errBomb
			}
		default:
			doc = doc[1:]
		}
	}
}

func after(doc, end string) string {
	if i := strings.Index(doc, end); i >= 0 {
		return doc[i+len(end):]
	}
	return ""
}

func isName(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_' || b == ':' || b >= 0x80
}

// startTag cuts a tag out of the beginning of doc; a ">" inside quotation
// marks does not end it.
func startTag(doc string) string {
	quote := byte(0)
	for i := 1; i < len(doc); i++ {
		switch c := doc[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return doc[:i+1]
		}
	}
	return doc
}
