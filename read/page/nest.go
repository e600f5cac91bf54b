package page

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// imply closes what the start of an element called a closes by implication.
func (b *builder) imply(a atom.Atom, cl class) {
	switch a {
	case atom.Li:
		b.closeItem([]atom.Atom{atom.Li}, atom.Ul, atom.Ol, atom.Menu, atom.Dir)
	case atom.Dd, atom.Dt:
		b.closeItem([]atom.Atom{atom.Dd, atom.Dt}, atom.Dl)
	case atom.Td, atom.Th:
		b.closeItem([]atom.Atom{atom.Td, atom.Th}, atom.Tr, atom.Table)
		return
	case atom.Tr:
		b.closeItem([]atom.Atom{atom.Tr}, atom.Tbody, atom.Thead, atom.Tfoot, atom.Table)
		return
	case atom.Tbody, atom.Thead, atom.Tfoot:
		b.closeItem([]atom.Atom{atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr}, atom.Table)
		return
	case atom.A:
		b.end(atom.A, "")
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.closeParagraph()
		switch b.top().DataAtom {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			b.pop(len(b.stack) - 1)
		}
	}
	if cl == block {
		b.closeParagraph()
	}
}

// closeItem closes the innermost open element of kind items, looking no
// further than the elements called stops.
func (b *builder) closeItem(items []atom.Atom, stops ...atom.Atom) {
	for i := len(b.stack) - 1; i > 0; i-- {
		a := b.stack[i].DataAtom
		switch {
		case slices.Contains(stops, a):
			return
		case slices.Contains(items, a):
			b.pop(i)
			return
		case isBarrier(a) && a != atom.Td && a != atom.Th:
			return
		}
	}
}

// closeParagraph closes an open <p>.
func (b *builder) closeParagraph() {
	for i := len(b.stack) - 1; i > 0; i-- {
		a := b.stack[i].DataAtom
		if a == atom.P {
			b.pop(i)
			return
		}
		if isBarrier(a) || a == atom.Button {
			return
		}
		if cl := classOf(a); cl == block {
			return // its own start closed any <p> around it
		}
	}
}

// isBarrier reports whether end tags inside an element called a leave what is
// around it alone.
func isBarrier(a atom.Atom) bool {
	return a == atom.Table || a == atom.Td || a == atom.Th || a == atom.Caption
}

// end closes the innermost open element of that name.
func (b *builder) end(a atom.Atom, name string) {
	cl := classOf(a)
	if len(b.overflow) > 0 {
		b.endOverflow(a, cl)
		return
	}
	if a == atom.Body || a == atom.Html || a == atom.Head || cl == dropped {
		return
	}
	if a == atom.Br { // "</br>" is a break to a browser
		b.top().AppendChild(element(atom.Br))
		return
	}
	for i := len(b.stack) - 1; i > 0; i-- {
		n := b.stack[i]
		same := n.DataAtom == a && (a != 0 || n.Data == name)
		switch {
		case same && a == atom.A:
			b.endLink(i)
			return
		case same:
			b.pop(i)
			return
		case cl == inline && a != atom.A && classOf(n.DataAtom) != inline:
			return
		case isBarrier(n.DataAtom) && a != atom.Table && a != atom.Tr && a != atom.Tbody && a != atom.Thead && a != atom.Tfoot:
			return
		case n.DataAtom == atom.Table:
			return
		}
	}
}

// endLink closes the link at position i of the stack. Blocks that were opened
// inside it and not closed go on outside of it, as in a browser.
func (b *builder) endLink(i int) {
	var open []*html.Node
	for _, n := range b.stack[i+1:] {
		if classOf(n.DataAtom) != inline {
			open = append(open, n)
		}
	}
	b.pop(i)
	if len(open) > maxAdopted {
		open = open[len(open)-maxAdopted:]
	}
	for _, n := range open {
		again := b.node()
		again.Type, again.DataAtom, again.Data, again.Attr = n.Type, n.DataAtom, n.Data, n.Attr
		b.top().AppendChild(again)
		b.stack = append(b.stack, again)
	}
}

// endOverflow closes an element past maxDepth: what follows is a new block.
func (b *builder) endOverflow(a atom.Atom, cl class) {
	if cl == inline || cl == void || cl == dropped {
		return
	}
	for i := len(b.overflow) - 1; i >= max(0, len(b.overflow)-maxOverflow); i-- {
		if b.overflow[i] == a {
			b.overflow = b.overflow[:i]
			b.replaceTop(element(atom.Div))
			return
		}
	}
}
