package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text returns the words of an HTML fragment as plain text, all of them: it
// knows no boilerplate. Block elements, list items and table rows become
// paragraphs, an empty line apart; the cells of a row are a tab apart; <br>
// is a line break, two in a row a new paragraph. White space is collapsed as
// a browser does; no-break spaces and all other characters stay. Scripts,
// styles, templates and whatever is not text are left out. It works on markup
// of any depth and size, in linear time, and returns "" when there is no text.
func Text(fragment string) string {
	return strings.Join(paragraphsOf(fragment), "\n\n")
}

func paragraphsOf(fragment string) []string {
	if !strings.ContainsAny(fragment, "<&") {
		f := &flow{pre: true}
		f.text(fragment)
		f.end()
		return f.out
	}
	var f flow
	s := newScanner(fragment)
	skip, depth := atom.Atom(0), 0 // inside a dropped element
	pre := 0
	for {
		switch tt := s.next(); tt {
		case html.ErrorToken:
			f.end()
			return f.out
		case html.TextToken:
			if skip == 0 {
				f.text(string(s.z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			_, a, _ := s.startTag()
			if skip != 0 {
				if a == skip && tt == html.StartTagToken {
					depth++
				}
				continue
			}
			switch classOf(a) {
			case dropped:
				if tt == html.StartTagToken && s.lastClose(a) >= s.base+s.pos {
					skip, depth = a, 1
				}
			case block:
				f.widen(gapParagraph)
				if a == atom.Pre {
					pre++
					f.pre = true
				}
			case cell:
				f.widen(gapCell)
			case void:
				f.void(a)
			}
		case html.EndTagToken:
			name, _ := s.z.TagName()
			a := atom.Lookup(name)
			if skip != 0 {
				if a == skip {
					if depth--; depth == 0 {
						skip = 0
					}
				}
				continue
			}
			switch classOf(a) {
			case block:
				f.widen(gapParagraph)
				if a == atom.Pre {
					pre = max(pre-1, 0)
					f.pre = pre > 0
				}
			case cell:
				f.widen(gapCell)
			}
		}
	}
}

// void lays out an element without content.
func (f *flow) void(a atom.Atom) {
	switch a {
	case atom.Br:
		f.lineBreak()
	case atom.Hr:
		f.widen(gapParagraph)
	}
}
