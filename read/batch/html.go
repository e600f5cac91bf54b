package batch

import (
	"iter"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/chancery-project/chancery/read/raw"
)

// SplitHTML yields the articles of an export in HTML, as Split does. The
// error says so where the page is no export.
func (s *Splitter) SplitHTML(page string) iter.Seq2[raw.Report, error] {
	text := s.plain(page)
	return s.Split(text, s.Detect(text))
}

// DetectHTML tells which export an HTML page is, as Detect does.
func (s *Splitter) DetectHTML(page string) Format { return s.Detect(s.plain(page)) }

// lineBreaks are the elements that begin and end a line.
var lineBreaks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Tr: true, atom.Table: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Hr: true, atom.Article: true,
	atom.Section: true, atom.Blockquote: true, atom.Pre: true, atom.Center: true, atom.Body: true, atom.Dt: true, atom.Dd: true,
}

var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Title: true, atom.Noscript: true}

// plain gives the text of a page in lines. It reads tokens, not a tree, so
// that nesting costs nothing. A link whose text is a label of the database,
// such as "ProQuest document link", is followed by its address.
func (s *Splitter) plain(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	var out strings.Builder
	var line strings.Builder
	flush := func() {
		if l := strings.Join(strings.FieldsFunc(line.String(), isHTMLSpace), " "); strings.TrimSpace(l) != "" {
			out.WriteString(strings.ReplaceAll(l, cellGap, "\t"))
			out.WriteString("\n\n")
		}
		line.Reset()
	}
	skip, href, anchor := atom.Atom(0), "", 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			flush()
			return out.String()
		}
		switch kind {
		case html.TextToken:
			if skip == 0 {
				line.WriteString(string(z.Text())) // Text unescapes
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			switch {
			case unread[a] && kind == html.StartTagToken:
				skip = a
			case a == atom.Br:
				flush()
			case a == atom.Td || a == atom.Th:
				if strings.TrimSpace(line.String()) != "" {
					line.WriteString(cellGap)
				}
			case a == atom.Hr:
				flush()
				out.WriteString(strings.Repeat("_", 60) + "\n\n")
			case a == atom.A:
				href, anchor = "", line.Len()
				for more {
					var k, v []byte
					k, v, more = z.TagAttr()
					if string(k) == "href" {
						href = string(v)
					}
				}
			case lineBreaks[a]:
				if a != atom.P || !endsInCell(line.String()) {
					flush()
				}
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case a == skip:
				skip = 0
			case a == atom.A:
				if label := line.String()[min(anchor, line.Len()):]; s.labels[ProQuest][fold(label)] == "url" && href != "" {
					line.WriteString(": " + href)
				}
			case lineBreaks[a]:
				flush()
			}
		}
	}
}

// cellGap parts the cells of a row: a field code stands in the first.
const cellGap = "\v"

func endsInCell(line string) bool {
	return strings.HasSuffix(strings.TrimRight(line, " \n\r\t"), cellGap)
}

func isHTMLSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\f' }
