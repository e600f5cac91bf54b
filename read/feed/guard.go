package feed

import (
	"errors"
	"fmt"
	"strings"
)

// The parser copies all namespaces in scope for each element, and keeps the
// copies of those that are open. More copies than these are made on purpose.
const (
	maxCopies = 100_000_000
	maxKept   = 2_000_000
)

// What the parser makes of an element, and of an item, is far larger than the
// bytes it comes from. Feeds hold some dozens of items.
const (
	maxItems    = 20_000
	maxElements = 300_000
)

var (
	errBomb = errors.New("its elements nest and declare namespaces beyond all measure")
	errMany = fmt.Errorf("it holds more than %d items or %d elements", maxItems, maxElements)
)

// guard reports a doc that would cost the parser too much. It counts too many
// rather than too few.
func guard(doc string) error {
	if strings.HasPrefix(strings.TrimSpace(doc), "{") {
		if strings.Count(doc, "{") > maxElements {
			return errMany
		}
		return nil
	}
	items, elements := 0, 0
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
			if elements++; isItem(tag) {
				items++
			}
			if items > maxItems || elements > maxElements {
				return errMany
			}
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

// isItem reports whether a start tag is an item's, whatever its namespace.
func isItem(tag string) bool {
	name := tag[1:]
	if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
		name = name[:i]
	}
	name = name[strings.LastIndexByte(name, ':')+1:]
	return strings.EqualFold(name, "item") || strings.EqualFold(name, "entry")
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
