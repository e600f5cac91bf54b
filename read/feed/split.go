package feed

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// tidy makes doc, which is decoded already, one that the parser takes: without
// the declaration of its old encoding and without characters that XML has not.
func tidy(doc string) string {
	doc = strings.TrimLeft(doc, "\ufeff \t\r\n\x00")
	if strings.HasPrefix(doc, "<?xml") {
		if end := strings.Index(doc, "?>"); end >= 0 {
			doc = strings.TrimLeft(doc[end+2:], " \t\r\n")
		}
	}
	if !strings.HasPrefix(doc, "<") {
		return doc
	}
	doc = charRef.ReplaceAllStringFunc(doc, func(ref string) string {
		digits, base := ref[2:len(ref)-1], 10
		if digits[0] == 'x' || digits[0] == 'X' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || n > unicode.MaxRune || !inXML(rune(n)) {
			return ""
		}
		return ref
	})
	return strings.Map(func(r rune) rune {
		if !inXML(r) {
			return -1
		}
		return r
	}, doc)
}

var charRef = regexp.MustCompile(`&#(?:[0-9]+|[xX][0-9a-fA-F]+);`)

// inXML reports whether XML 1.0 has the character.
func inXML(r rune) bool {
	return r >= ' ' && r != '\ufffe' && r != '\uffff' && (r < 0xd800 || r > 0xdfff) || r == '\t' || r == '\n' || r == '\r'
}

// pieces are a feed taken apart: head + one item + tail is a feed of one item.
type pieces struct {
	head, tail string
	items      []string
	cutOff     bool // an item is begun and not ended
}

var (
	root   = regexp.MustCompile(`(?i)<((?:[a-z0-9]+:)?(?:rss|rdf|feed))[\s>]`)
	opener = regexp.MustCompile(`(?i)<((?:[a-z0-9]+:)?(?:item|entry))[\s>]`)
)

// split takes a feed apart without regard to what is wrong inside its items.
func split(doc string) (pieces, bool) {
	at := root.FindStringSubmatch(doc)
	first := opener.FindStringSubmatchIndex(doc)
	if at == nil || first == nil {
		return pieces{}, false
	}
	name := doc[first[2]:first[3]]
	p := pieces{head: doc[:first[0]], tail: "</" + at[1] + ">"}
	lower := strings.ToLower(p.head)
	if strings.Contains(lower, "<channel") && !strings.Contains(lower, "</channel") {
		p.tail = "</channel>" + p.tail
	}
	begin, end := "<"+name, "</"+name
	for rest := doc[first[0]:]; rest != ""; {
		i := strings.Index(rest[1:], begin)
		for i >= 0 && i+1+len(begin) < len(rest) && !strings.ContainsAny(rest[i+1+len(begin):i+2+len(begin)], " \t\r\n>/") {
			next := strings.Index(rest[i+2:], begin) // <itemFoo>
			if next < 0 {
				i = -1
				break
			}
			i += 1 + next
		}
		item := rest
		if i >= 0 {
			item, rest = rest[:i+1], rest[i+1:]
		} else {
			rest = ""
		}
		j := lastEnd(item, end)
		if j < 0 {
			p.cutOff = p.cutOff || rest == ""
			if rest != "" {
				p.items = append(p.items, item+end+">")
			}
			continue
		}
		p.items = append(p.items, item[:j])
	}
	return p, true
}

// lastEnd gives where the last closing tag of item ends, or -1.
func lastEnd(item, end string) int {
	i := strings.LastIndex(item, end)
	if i < 0 {
		return -1
	}
	j := strings.IndexByte(item[i:], '>')
	if j < 0 {
		return -1
	}
	return i + j + 1
}
