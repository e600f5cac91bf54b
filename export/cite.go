package export

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
)

// Citations takes articles one by one and writes references to them.
type Citations interface {
	Article(*chancery.Article) error
	Close() error
}

// CitationFormats are the formats of NewCitations.
func CitationFormats() []string { return []string{"bibtex", "csl"} }

// NewCitations starts a list of references: bibtex, or csl, which is CSL-JSON
// as Zotero and pandoc read it.
func NewCitations(format string, w io.Writer, m Meta) (Citations, error) {
	switch format {
	case "bibtex":
		_, err := fmt.Fprintf(w, "%% Articles of a chancery record. schema %s, snapshot %s\n", Schema, m.Snapshot)
		if err == nil && m.Accuracy != "" {
			_, err = fmt.Fprintf(w, "%% %s\n", clean(m.Accuracy))
		}
		return &bibtex{w}, err
	case "csl":
		_, err := io.WriteString(w, "[")
		return &csl{w: w}, err
	}
	return nil, fmt.Errorf("%q is none of %s", format, strings.Join(CitationFormats(), ", "))
}

// citeKey names an article in references: its id without the name of the hash.
func citeKey(a *chancery.Article) string {
	id := strings.TrimPrefix(a.ID, "sha256:")
	return "chancery-" + id[:min(16, len(id))]
}

type bibtex struct{ w io.Writer }

func (b *bibtex) Article(a *chancery.Article) error {
	var s strings.Builder
	fmt.Fprintf(&s, "\n@misc{%s,\n", citeKey(a))
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&s, "  %s = {%s},\n", name, value)
		}
	}
	var authors []string
	for _, x := range a.Bylines {
		authors = append(authors, "{"+latex(clean(x))+"}") // not cut into first and last names
	}
	if len(authors) == 0 && a.Outlet != "" {
		authors = []string{"{" + latex(clean(a.Outlet)) + "}"}
	}
	field("author", strings.Join(authors, " and "))
	title := clean(a.Title)
	if title == "" {
		title = "Untitled"
	}
	field("title", "{"+latex(title)+"}")
	field("howpublished", latex(clean(a.Outlet)))
	field("date", dateOf(a))
	if d := dateOf(a); len(d) == len(time.DateOnly) {
		field("year", d[:4])
		field("month", d[5:7])
	}
	if safeURL(a.URL) {
		field("url", strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(a.URL))
	}
	field("langid", a.Language)
	field("note", a.ID)
	s.WriteString("}\n")
	_, err := io.WriteString(b.w, s.String())
	return err
}

func (b *bibtex) Close() error { return nil }

// latex escapes what LaTeX would read as commands.
func latex(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`).Replace(s)
}

func dateOf(a *chancery.Article) string {
	return a.Published[:min(len(a.Published), len(time.DateOnly))]
}

func safeURL(u string) bool {
	return (strings.HasPrefix(u, "https://") || strings.HasPrefix(u, "http://")) && !strings.ContainsAny(u, " \t\r\n")
}

type csl struct {
	w    io.Writer
	more bool
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title,omitempty"`
	Author    []cslName `json:"author,omitempty"`
	Container string    `json:"container-title,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Language  string    `json:"language,omitempty"`
	Note      string    `json:"note,omitempty"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func (c *csl) Article(a *chancery.Article) error {
	x := cslItem{ID: citeKey(a), Type: "article-newspaper", Title: clean(a.Title), Container: clean(a.Outlet), Language: a.Language, Note: a.ID}
	for _, b := range a.Bylines {
		x.Author = append(x.Author, cslName{clean(b)})
	}
	if t, err := time.Parse(time.DateOnly, dateOf(a)); err == nil {
		x.Issued = &cslDate{[][]int{{t.Year(), int(t.Month()), t.Day()}}}
	}
	if safeURL(a.URL) {
		x.URL = a.URL
	}
	raw, err := json.Marshal(x)
	if err != nil {
		return err
	}
	lead := "\n"
	if c.more {
		lead = ",\n"
	}
	c.more = true
	_, err = io.WriteString(c.w, lead+string(raw))
	return err
}

func (c *csl) Close() error {
	_, err := io.WriteString(c.w, "\n]\n")
	return err
}
