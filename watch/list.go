package watch

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/chancery-project/chancery/read/charset"
	"github.com/chancery-project/chancery/record"
)

// Listed is a feed as a list names it.
type Listed struct{ URL, Title string }

// maxListed bounds the feeds of one list, and maxDepth how deep its folders nest.
const (
	maxListed = 100_000
	maxDepth  = 1000
)

// ParseList reads a list of feeds: OPML, whatever its version, or plain text
// with an address a line, a title after it if any, and "#" before remarks.
// Each address comes once, in the order of the list.
func ParseList(raw []byte) ([]Listed, error) {
	d, err := charset.Decode(raw, charset.Hint{Markup: bytes.HasPrefix(bytes.TrimSpace(raw), []byte("<"))})
	if err != nil {
		return nil, err
	}
	text := strings.TrimPrefix(d.Text, "\ufeff")
	var all []Listed
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		all, err = parseOPML(text)
	} else if strings.HasPrefix(strings.TrimSpace(text), "{") {
		err = ErrFeed
	} else {
		all, err = parseLines(text)
	}
	if err != nil {
		return nil, err
	}
	var out []Listed
	seen := map[string]bool{}
	for _, l := range all {
		if !seen[l.URL] {
			seen[l.URL] = true
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("it names no feed: OPML with xmlUrl, or an address a line, was expected")
	}
	if len(out) > maxListed {
		return nil, fmt.Errorf("it names more than %d feeds", maxListed)
	}
	return out, nil
}

// ErrFeed is what ParseList says of a file that is no list but a feed.
var ErrFeed = errors.New("this is a feed itself, not a list of feeds")

// feedRoots are the outermost elements of RSS and Atom.
var feedRoots = []string{"rss", "rdf", "feed"}

func parseLines(text string) (out []Listed, err error) {
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if !IsAddress(fields[0]) {
			return nil, fmt.Errorf("line %d: %q is not an address: it begins with neither http:// nor https://", i+1, fields[0])
		}
		out = append(out, Listed{fields[0], strings.TrimSpace(strings.TrimPrefix(strings.Join(fields[1:], " "), "#"))})
	}
	return out, nil
}

// IsAddress reports whether s is an address of the web.
func IsAddress(s string) bool {
	s = strings.ToLower(s)
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

func parseOPML(text string) (out []Listed, err error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the OPML is broken: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth == 0 && slices.Contains(feedRoots, strings.ToLower(e.Name.Local)) {
				return nil, ErrFeed
			}
			if depth++; depth > maxDepth {
				return nil, errors.New("the OPML is broken: its folders nest beyond all measure")
			}
			if l := outline(e); IsAddress(l.URL) && strings.EqualFold(e.Name.Local, "outline") {
				out = append(out, l)
			}
		case xml.EndElement:
			depth--
		}
	}
}

func outline(e xml.StartElement) (l Listed) {
	for _, a := range e.Attr {
		value := strings.Join(strings.Fields(a.Value), " ")
		switch strings.ToLower(a.Name.Local) {
		case "xmlurl":
			l.URL = value
		case "title":
			l.Title = value
		case "text":
			if l.Title == "" {
				l.Title = value
			}
		}
	}
	return l
}

type opml struct {
	XMLName  xml.Name      `xml:"opml"`
	Version  string        `xml:"version,attr"`
	Title    string        `xml:"head>title"`
	Outlines []opmlOutline `xml:"body>outline"`
}

type opmlOutline struct {
	Text string `xml:"text,attr"`
	Type string `xml:"type,attr"`
	URL  string `xml:"xmlUrl,attr"`
}

// WriteOPML writes the feeds as OPML 2.0.
func WriteOPML(w io.Writer, feeds []record.Feed) error {
	doc := opml{Version: "2.0", Title: "Feeds watched by Chancery"}
	for _, f := range feeds {
		title := f.Title
		if title == "" {
			title = f.URL
		}
		doc.Outlines = append(doc.Outlines, opmlOutline{title, "rss", f.URL})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}
