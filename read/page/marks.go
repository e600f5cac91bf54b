package page

import (
	"strings"
	"unicode"

	"github.com/chancery-project/chancery/lexicon"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// marker is a set of things that markup says about the text inside it.
type marker uint32

const (
	chrome marker = 1 << iota // by its element: <nav>, <footer>, …
	named                     // by its name only
	links
	comments
	author
	headlined
	standfirst
	byline
	caption
	credit
	noticed
	dated
	bodied
	hidden
	quoted // in a <blockquote>
	listed // in a list
	inTable
)

var markNames = map[string]marker{
	"chrome": named, "links": links, "comments": comments, "author": author, "headline": headlined, "standfirst": standfirst,
	"byline": byline, "caption": caption, "credit": credit, "notice": noticed, "date": dated, "body": bodied, "hidden": hidden,
}

// elsewhere marks what is on the page but not of the article.
const elsewhere = chrome | named | links | comments | author | hidden

// marks knows what class names mean.
type marks struct {
	words map[string]marker // "related", "read more"
	first map[string]bool   // first words of longer names
}

func newMarks(lex *lexicon.Lexicon) (*marks, error) {
	rows, err := lex.Rows("pages/marks.txt")
	if err != nil {
		return nil, err
	}
	m := &marks{words: map[string]marker{}, first: map[string]bool{}}
	for _, r := range rows {
		k, ok := markNames[r.Field(1)]
		if !ok {
			return nil, r.Errorf("%q is no kind of mark", r.Field(1))
		}
		m.words[r.Key()] |= k
		if first, _, more := strings.Cut(r.Key(), " "); more {
			m.first[first] = true
		}
	}
	return m, nil
}

// of tells what element n says about its text.
func (m *marks) of(n *html.Node) marker {
	var k marker
	switch n.DataAtom {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Menu, atom.Dialog:
		k |= chrome
	case atom.Figcaption, atom.Caption:
		k |= caption
	case atom.Blockquote:
		k |= quoted
	case atom.Ul, atom.Ol, atom.Dl:
		k |= listed
	case atom.Table:
		k |= inTable
	case atom.Time:
		k |= dated
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "role", "itemprop", "data-component", "data-testid", "rel":
			k |= m.name(a.Val)
		case "hidden":
			k |= hidden
		case "aria-hidden":
			if a.Val == "true" {
				k |= hidden
			}
		case "style":
			if s := strings.ReplaceAll(a.Val, " ", ""); strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				k |= hidden
			}
		}
	}
	return k
}

// name tells what the words of one attribute say.
func (m *marks) name(val string) marker {
	var k marker
	for _, name := range strings.Fields(val) {
		words := nameWords(name)
		for i, w := range words {
			k |= m.words[w]
			if m.first[w] && i+1 < len(words) {
				k |= m.words[w+" "+words[i+1]]
				if i+2 < len(words) {
					k |= m.words[w+" "+words[i+1]+" "+words[i+2]]
				}
			}
		}
	}
	return k
}

// maxNameWords bounds the work on one class name.
const maxNameWords = 12

// nameWords cuts a class name into its words, in lower case.
func nameWords(name string) []string {
	var words []string
	start := -1
	lower := false
	for i, c := range name {
		switch {
		case !unicode.IsLetter(c):
			if start >= 0 {
				words = append(words, strings.ToLower(name[start:i]))
			}
			start, lower = -1, false
			continue
		case start < 0:
			start = i
		case unicode.IsUpper(c) && lower:
			words = append(words, strings.ToLower(name[start:i]))
			start = i
		}
		lower = unicode.IsLower(c)
		if len(words) == maxNameWords {
			return words
		}
	}
	if start >= 0 {
		words = append(words, strings.ToLower(name[start:]))
	}
	return words
}
