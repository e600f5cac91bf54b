// Package raw holds a report as its container gives it, before it is read.
// The readers of feeds, tables, archives and exports make these; package read
// turns each into an Article.
package raw

// Report is one report of a container.
type Report struct {
	Ref        string
	URL        string
	Title      string
	Standfirst string
	Bylines    []string
	Outlet     string
	Published  string // RFC 3339 date or date-time; "" when the container gives none
	Language   string // BCP 47, as declared; "" when it is not
	Body       string // valid UTF-8
	HTML       bool   // Body is an HTML fragment or page, not plain text
	Page       bool   // Body is a whole web page with its boilerplate; implies HTML
	Verbatim   bool   // Body is the user's own text: kept code point for code point
	Warnings   []string
}
