package page

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Limits of the tree. Past them elements are
// flattened or left out, never their text.
const (
	maxDepth    = 150    // open elements; real pages stay below 60
	maxInline   = 24     // open inline elements
	maxOverflow = 64     // how far up an end tag is matched past maxDepth
	maxAdopted  = 8      // how many blocks are reopened after a misnested </a>
	maxAttrs    = 24     // of an element
	maxAttr     = 2_000  // bytes of an attribute, but for the content of <meta>
	maxMeta     = 64_000 // bytes of that
)

// tree is a page made safe: a complete document of bounded depth, without
// scripts, styles and whatever else is not text.
type tree struct {
	doc, html, head, body *html.Node
	data                  []string // JSON-LD
}

// builder makes a tree from tokens. It closes what HTML closes by implication
// but, unlike a browser, moves nothing out of tables.
type builder struct {
	tree
	s        *scanner
	stack    []*html.Node // open elements; the first is body
	overflow []atom.Atom  // open elements past maxDepth
	inlines  int
	title    bool // a <title> was read
	store    []html.Node
}

func build(src string) *tree {
	b := &builder{s: newScanner(src)}
	b.doc = &html.Node{Type: html.DocumentNode}
	b.html, b.head, b.body = element(atom.Html), element(atom.Head), element(atom.Body)
	b.doc.AppendChild(b.html)
	b.html.AppendChild(b.head)
	b.html.AppendChild(b.body)
	b.stack = append(b.stack, b.body)
	for b.token() {
	}
	return &b.tree
}

func element(a atom.Atom) *html.Node {
	return &html.Node{Type: html.ElementNode, DataAtom: a, Data: a.String()}
}

// node takes a node from a block of them: pages have thousands.
func (b *builder) node() *html.Node {
	if len(b.store) == 0 {
		b.store = make([]html.Node, 256)
	}
	n := &b.store[0]
	b.store = b.store[1:]
	return n
}

func (b *builder) top() *html.Node { return b.stack[len(b.stack)-1] }

// token handles one token; it reports false at the end of the page.
func (b *builder) token() bool {
	switch tt := b.s.next(); tt {
	case html.ErrorToken:
		return false
	case html.TextToken:
		b.text(string(b.s.z.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		b.start(tt == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := b.s.z.TagName()
		b.end(atom.Lookup(name), string(name))
	}
	return true
}

func (b *builder) text(s string) {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	if s == "" {
		return
	}
	top := b.top()
	if last := top.LastChild; last != nil && last.Type == html.TextNode {
		if len(last.Data) < 4096 {
			last.Data += s
			return
		}
	}
	n := b.node()
	n.Type, n.Data = html.TextNode, s
	top.AppendChild(n)
}

func (b *builder) start(selfClosing bool) {
	name, a, hasAttr := b.s.startTag()
	cl := classOf(a)
	if cl == dropped {
		b.drop(a, selfClosing, hasAttr)
		return
	}
	n := b.node()
	n.Type, n.DataAtom = html.ElementNode, a
	if n.Data = a.String(); a == 0 {
		n.Data = string(name)
	}
	if hasAttr {
		b.attributes(n)
	}
	switch a {
	case atom.Html:
		b.html.Attr = merged(b.html.Attr, n.Attr)
		return
	case atom.Body:
		b.body.Attr = merged(b.body.Attr, n.Attr)
		return
	case atom.Head:
		return
	case atom.Meta, atom.Link:
		if a == atom.Meta || attr(n, "rel") == "canonical" {
			b.head.AppendChild(n)
		}
		return
	}
	if cl == void {
		if a == atom.Hr {
			b.closeParagraph()
		}
		b.top().AppendChild(n)
		return
	}
	b.imply(a, cl)
	b.push(n, cl)
}

// push opens n, flattened where the page is too deep.
func (b *builder) push(n *html.Node, cl class) {
	switch {
	case cl == inline && (b.inlines >= maxInline || len(b.stack) >= maxDepth):
		return
	case len(b.stack) >= maxDepth:
		b.overflow = append(b.overflow, n.DataAtom)
		b.replaceTop(n)
		return
	case cl == inline:
		b.inlines++
	}
	b.top().AppendChild(n)
	b.stack = append(b.stack, n)
}

// replaceTop closes the innermost element and opens n in its place.
func (b *builder) replaceTop(n *html.Node) {
	old := b.top()
	b.pop(len(b.stack) - 1)
	if old.FirstChild == nil {
		b.top().RemoveChild(old)
	}
	b.top().AppendChild(n)
	b.stack = append(b.stack, n)
}

// pop closes the open elements from position i on.
func (b *builder) pop(i int) {
	for _, n := range b.stack[i:] {
		if classOf(n.DataAtom) == inline {
			b.inlines--
		}
	}
	b.stack = b.stack[:i]
}

// drop skips an element that shows no text. Titles and JSON-LD are kept.
func (b *builder) drop(a atom.Atom, selfClosing, hasAttr bool) {
	json := false
	if a == atom.Script && hasAttr {
		n := &html.Node{}
		b.attributes(n)
		json = strings.Contains(strings.ToLower(attr(n, "type")), "ld+json")
	}
	if selfClosing || b.s.lastClose(a) < b.s.base+b.s.pos {
		return
	}
	for depth := 1; depth > 0; {
		switch tt := b.s.next(); tt {
		case html.ErrorToken:
			return
		case html.TextToken:
			switch {
			case json:
				b.data = append(b.data, string(b.s.z.Text()))
			case a == atom.Title && !b.title:
				b.title = true
				t := element(atom.Title)
				t.AppendChild(&html.Node{Type: html.TextNode, Data: string(b.s.z.Text())})
				b.head.AppendChild(t)
			}
		case html.StartTagToken:
			if _, got, _ := b.s.startTag(); got == a {
				depth++
			}
		case html.EndTagToken:
			if name, _ := b.s.z.TagName(); atom.Lookup(name) == a {
				depth--
			}
		}
	}
}

func (b *builder) attributes(n *html.Node) {
	limit := maxAttr
	if n.DataAtom == atom.Meta {
		limit = maxMeta
	}
	for more := true; more && len(n.Attr) < maxAttrs; {
		var key, val []byte
		key, val, more = b.s.z.TagAttr()
		if len(key) == 0 || len(key) > 64 || len(val) > limit || len(key) > 2 && key[0] == 'o' && key[1] == 'n' {
			continue
		}
		n.Attr = append(n.Attr, html.Attribute{Key: string(key), Val: string(val)})
	}
}

// merged adds to have the attributes it lacks.
func merged(have, more []html.Attribute) []html.Attribute {
	for _, m := range more {
		known := false
		for _, h := range have {
			known = known || h.Key == m.Key
		}
		if !known && len(have) < maxAttrs {
			have = append(have, m)
		}
	}
	return have
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
