package page

import "golang.org/x/net/html/atom"

// class says how an element takes part in the layout of text.
type class uint8

const (
	inline  class = iota
	block         // begins and ends a paragraph
	dropped       // never shows text
	void          // has no content
	cell          // of a table row
)

func classOf(a atom.Atom) class {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Html, atom.Legend, atom.Li,
		atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Plaintext, atom.Pre,
		atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead, atom.Tr, atom.Ul, atom.Xmp:
		return block
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Title,
		atom.Textarea, atom.Select, atom.Object, atom.Svg, atom.Math, atom.Canvas, atom.Audio, atom.Video, atom.Datalist, atom.Frameset, atom.Applet:
		return dropped
	case atom.Area, atom.Base, atom.Basefont, atom.Bgsound, atom.Br, atom.Col, atom.Embed, atom.Frame, atom.Hr, atom.Image,
		atom.Img, atom.Input, atom.Keygen, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return void
	case atom.Td, atom.Th:
		return cell
	}
	return inline
}
