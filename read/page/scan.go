package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// scanner reads the tokens of a page and never stops before its end: what an
// unclosed comment, tag, quote or script would swallow is read as a page of
// its own. It runs in time linear in the page.
type scanner struct {
	src    string
	base   int // where in src the tokenizer's input starts
	pos    int // of the next token, from base
	z      *html.Tokenizer
	starts int
	closes map[atom.Atom]int // where in src the last "</name" stands, -1 for none
	raw    atom.Atom         // the raw text element whose text comes next
	plain  bool              // comments no longer close: "<!--" is text
}

// maxRestarts bounds the work on a page made of unclosed quotes.
const maxRestarts = 32

// Character data sections stand in feeds and in pages served as XHTML.
const cdataOpen, cdataClose = "<![CDATA[", "]]>"

func newScanner(src string) *scanner {
	if strings.Contains(src, cdataOpen) {
		src = strings.NewReplacer(cdataOpen, "", cdataClose, "").Replace(src)
	}
	s := &scanner{closes: map[atom.Atom]int{}}
	s.restart(src, 0)
	return s
}

func (s *scanner) restart(src string, base int) {
	s.src, s.base, s.pos, s.raw = src, base, 0, 0
	s.z = html.NewTokenizer(strings.NewReader(src[base:]))
	s.starts++
}

// rest is what has not been read yet.
func (s *scanner) rest() string { return s.src[s.base+s.pos:] }

// next moves to the next token; html.ErrorToken means the end of the page.
func (s *scanner) next() html.TokenType {
	for {
		tt := s.z.Next()
		size := len(s.z.Raw())
		raw := s.raw
		s.raw = 0
		switch tt {
		case html.ErrorToken:
			if !s.recoverTag() {
				return tt
			}
			continue
		case html.CommentToken:
			if s.recoverComment(size) {
				continue
			}
		case html.TextToken:
			if raw == atom.Script && s.recoverScript(size) {
				continue
			}
		case html.StartTagToken:
			s.pos += size
			return tt
		}
		s.pos += size
		return tt
	}
}

// startTag returns the name of the start tag just read and whether it has
// attributes. It must be called once for each start tag.
func (s *scanner) startTag() (name []byte, a atom.Atom, attrs bool) {
	name, attrs = s.z.TagName()
	a = atom.Lookup(name)
	switch a {
	case atom.Plaintext:
		s.z.NextIsNotRawText()
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Iframe, atom.Noscript, atom.Noembed, atom.Noframes, atom.Xmp:
		if s.lastClose(a) < s.base+s.pos {
			s.z.NextIsNotRawText()
		} else {
			s.raw = a
		}
	}
	return name, a, attrs
}

// lastClose finds the last end tag called a in the page.
func (s *scanner) lastClose(a atom.Atom) int {
	at, known := s.closes[a]
	if !known {
		at = lastIndexFold(s.src, "</"+a.String())
		s.closes[a] = at
	}
	return at
}

// recoverTag goes on after a tag that never ends. It reports false at the end
// of the page.
func (s *scanner) recoverTag() bool {
	rest := s.rest()
	i := strings.IndexByte(rest, '>')
	if rest == "" || i < 0 {
		return false
	}
	if s.starts > maxRestarts {
		s.restart(stripped(rest[i+1:]), 0)
		s.closes = map[atom.Atom]int{}
		return true
	}
	s.restart(s.src, s.base+s.pos+i+1)
	return true
}

// recoverComment goes on inside a comment that never ends.
func (s *scanner) recoverComment(size int) bool {
	rest := s.rest()
	if s.plain || size < len(rest) || !strings.HasPrefix(rest, "<!--") || strings.HasSuffix(rest, "-->") || strings.HasSuffix(rest, "--!>") {
		return false
	}
	s.plain = true
	s.restart(strings.ReplaceAll(rest[len("<!--"):], "<!--", " "), 0)
	s.closes = map[atom.Atom]int{}
	return true
}

// recoverScript ends a script at its first end tag where a script that opens
// inside one of its strings would swallow the rest of the page.
func (s *scanner) recoverScript(size int) bool {
	rest := s.rest()
	if size < len(rest) || s.starts > maxRestarts {
		return false
	}
	i := indexFold(rest, "</script")
	if i < 0 {
		return false
	}
	s.restart(s.src, s.base+s.pos+i)
	return true
}

// stripped removes whatever looks like a tag from s.
func stripped(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		j := strings.IndexByte(s[i:], '>')
		if j < 0 {
			break
		}
		b.WriteString(s[:i])
		b.WriteByte(' ')
		s = s[i+j+1:]
	}
	b.WriteString(s)
	return strings.ReplaceAll(b.String(), "<", " ")
}

func indexFold(s, lower string) int {
	for i := 0; i+len(lower) <= len(s); i++ {
		j := strings.Index(s[i:], lower[:2])
		if j < 0 || i+j+len(lower) > len(s) {
			return -1
		}
		i += j
		if strings.EqualFold(s[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}

func lastIndexFold(s, lower string) int {
	for end := len(s); end >= len(lower); {
		i := strings.LastIndex(s[:end], lower[:2])
		if i < 0 {
			return -1
		}
		if i+len(lower) <= len(s) && strings.EqualFold(s[i:i+len(lower)], lower) {
			return i
		}
		end = i + 1
	}
	return -1
}
