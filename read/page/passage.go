package page

import (
	chancery "github.com/chancery-project/chancery"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// passage is a paragraph of the page with what its markup tells.
type passage struct {
	text   string
	node   *html.Node // the block that holds it
	words  int
	linked int               // characters inside links
	chars  int               // all characters
	marks  marker            // of the elements around it
	weight int               // as running text of the article
	kind   chancery.PartKind // "" for what is not of the article
}

// walker cuts a tree into passages.
type walker struct {
	marks       *marks
	weights     map[*html.Node]int
	out         []*passage
	paras       flow
	body, block *html.Node
	marker      marker
	links       int // open links
	linked      int
	flushed     int
}

// passages returns the paragraphs below root in page order.
func passages(root *html.Node, m *marks) []*passage {
	w := &walker{marks: m, block: root, body: root, weights: map[*html.Node]int{}}
	w.weigh(root)
	w.children(root)
	w.flush()
	return w.out
}

// weigh finds how much running text each element holds: text outside of
// links, in runs long enough to be sentences.
func (w *walker) weigh(n *html.Node) int {
	sum := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			if len(c.Data) >= minRun {
				sum += len(c.Data)
			}
		case c.DataAtom != atom.A:
			sum += w.weigh(c)
		}
	}
	if sum > 0 && classOf(n.DataAtom) != inline {
		w.weights[n] = sum
	}
	return sum
}

// minRun is how many bytes of text outside links look like a sentence.
const minRun = 60

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.text(c.Data)
		case html.ElementNode:
			w.element(c)
		}
	}
}

func (w *walker) text(s string) {
	if w.paras.want == gapParagraph {
		w.flush()
	}
	if w.links > 0 {
		w.linked += utf8.RuneCountInString(s)
	}
	w.paras.text(s)
}

func (w *walker) element(n *html.Node) {
	cl := classOf(n.DataAtom)
	marker, around := w.marker, w.block
	own := w.marks.of(n)
	switch {
	case n.DataAtom == atom.A:
		own &= hidden // a link's names speak of the link
	case n.DataAtom == atom.Blockquote:
		own &^= chrome | named | links // quoted from elsewhere, by the article
	}
	if own&elsewhere != 0 && 2*w.weights[n] > w.weights[w.body] {
		own &^= elsewhere // the names of what holds most of the page's text speak of its layout
	}
	inside := w.marker | own
	if n.DataAtom == atom.Blockquote {
		inside &^= chrome | named // even where it is shown in a box
	}
	switch {
	case cl == void:
		w.paras.void(n.DataAtom)
		return
	case own&hidden != 0:
		return
	case cl == block || inside != w.marker:
		w.flush()
		w.block = n
	case cl == cell:
		w.cell(n)
	case n.DataAtom == atom.A:
		w.links++
	}
	w.marker = inside
	pre := w.paras.pre
	w.paras.pre = pre || n.DataAtom == atom.Pre
	w.children(n)
	w.paras.pre = pre
	switch {
	case cl == block || w.marker != marker:
		w.flush()
	case n.DataAtom == atom.A:
		w.links--
	}
	w.marker, w.block = marker, around
}

// cell begins a table cell. The cells of a row make one passage, unless the
// row lays out running text.
func (w *walker) cell(n *html.Node) {
	if n.Parent != nil && w.weights[n.Parent] > 0 {
		w.flush()
		w.block = n
		return
	}
	w.paras.widen(gapCell)
}

// flush ends the passage under way.
func (w *walker) flush() {
	w.paras.end()
	paras := w.paras.out[w.flushed:]
	w.flushed = len(w.paras.out)
	share := len(paras)
	for _, p := range paras {
		w.out = append(w.out, &passage{
			text: p, node: w.block, words: countWords(p), chars: utf8.RuneCountInString(p),
			linked: min(w.linked/share, utf8.RuneCountInString(p)), marks: w.marker,
		})
	}
	w.linked = 0
}
