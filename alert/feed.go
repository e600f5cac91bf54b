package alert

import (
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/wording"
)

// feed is a feed of Atom 1.0 (RFC 4287).
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []link   `xml:"link"`
	Entries []entry  `xml:"entry"`
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type entry struct {
	ID       string     `xml:"id"`
	Title    string     `xml:"title"`
	Updated  string     `xml:"updated"`
	Link     link       `xml:"link"`
	Category []category `xml:"category"`
	Content  content    `xml:"content"`
}

type category struct {
	Term string `xml:"term,attr"`
}

type content struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// WriteFeed writes the news of a search, the last first, as Atom. The ids in it
// depend on the search, the happening and its status alone.
func WriteFeed(w io.Writer, f record.Search, news []record.News, site string) error {
	out := feed{ID: stable(f.ID), Title: "Chancery: " + f.Name, Updated: f.At, Author: "Chancery", Links: []link{
		{Rel: "self", Type: "application/atom+xml", Href: site + "/searches/" + f.ID + "/feed.atom"}, {Rel: "alternate", Type: "text/html", Href: site + "/searches/" + f.ID}}}
	for _, n := range news {
		it := ItemOf(n, site)
		if it.At > out.Updated {
			out.Updated = it.At
		}
		var b strings.Builder
		for _, e := range it.Evidence {
			fmt.Fprintf(&b, "<blockquote><p>%s</p><p><a href=\"%s/article/%s#s%d\">%s, %s</a></p></blockquote>", html.EscapeString(e.Text), html.EscapeString(site),
				html.EscapeString(e.Article), e.Start, html.EscapeString(e.Outlet), html.EscapeString(wording.Day(dayOf(e.Published))))
		}
		out.Entries = append(out.Entries, entry{ID: it.ID, Title: it.Title, Updated: it.At, Link: link{Rel: "alternate", Type: "text/html", Href: it.Link},
			Category: []category{{string(it.Status)}, {string(it.Type)}}, Content: content{"html", b.String()}})
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	if err := e.Encode(out); err != nil {
		return err
	}
	return e.Close()
}

// dayOf cuts a time of publication to its day.
func dayOf(published string) string { return published[:min(len(published), len("2006-01-02"))] }
