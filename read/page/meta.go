package page

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/language"
)

// facts is what a page says about its article outside of the text.
type facts struct {
	title, standfirst, outlet, published, language, body string
	bylines                                              []string
}

// facts reads JSON-LD, then OpenGraph, then other meta elements.
func (b *bylines) facts(t *tree) facts {
	f := b.ldFacts(t.data)
	metas := map[string]string{}
	for n := t.head.FirstChild; n != nil; n = n.NextSibling {
		switch n.DataAtom {
		case atom.Meta:
			val := clean(attr(n, "content"))
			for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
				if k := strings.ToLower(attr(n, key)); k != "" && val != "" && metas[k] == "" {
					metas[k] = val
				}
			}
		case atom.Title:
			if metas["<title>"] == "" && n.FirstChild != nil {
				metas["<title>"] = clean(n.FirstChild.Data)
			}
		}
	}
	fill := func(to *string, keys ...string) {
		for _, k := range keys {
			if *to == "" {
				*to = metas[k]
			}
		}
	}
	fill(&f.title, "og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "<title>")
	fill(&f.standfirst, "og:description", "twitter:description", "description", "dc.description")
	fill(&f.outlet, "og:site_name", "application-name", "dc.publisher", "dcterms.publisher")
	fill(&f.published, "article:published_time", "article:published", "datepublished", "date.published", "publishdate", "pubdate",
		"publish-date", "publication_date", "og:published_time", "parsely-pub-date", "sailthru.date", "dc.date.issued",
		"dcterms.created", "dc.date", "dc.date.created", "dcterms.date", "cxenseparse:recs:publishtime", "date")
	if len(f.bylines) == 0 {
		for _, k := range []string{"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl"} {
			if f.bylines = b.names(metas[k]); len(f.bylines) > 0 {
				break
			}
		}
	}
	for _, l := range []string{attr(t.html, "lang"), attr(t.html, "xml:lang"), f.language, metas["og:locale"], metas["content-language"], metas["language"]} {
		if tag, err := language.Parse(strings.TrimSpace(l)); err == nil && tag != language.Und {
			f.language = tag.String()
			return f
		}
	}
	f.language = ""
	return f
}

// clean collapses white space and resolves entities that were escaped twice.
func clean(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }), " ")
	if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	if s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD"); blank(s) {
		return ""
	}
	return s
}

// maxNodes bounds the search through JSON-LD.
const maxNodes = 20_000

// isArticleType reports whether v names a type of schema.org that stands for
// a report.
func isArticleType(v any) bool {
	for _, s := range stringsOf(v) {
		if strings.HasSuffix(s, "Article") || s == "Report" || strings.HasSuffix(s, "BlogPosting") || s == "LiveBlogPosting" || s == "Review" || s == "ClaimReview" {
			return true
		}
	}
	return false
}

// ldFacts reads the first article that the page's JSON-LD describes.
func (b *bylines) ldFacts(data []string) facts {
	var f facts
	for _, raw := range data {
		raw = strings.Trim(strings.TrimSpace(raw), ";")
		var v any
		if json.Unmarshal([]byte(raw), &v) != nil {
			continue // broken JSON-LD is common, and the page says the same elsewhere
		}
		if a := findArticle(v); a != nil {
			b.fromLD(&f, a)
			return f
		}
	}
	return f
}

// findArticle looks for an article through lists and graphs, breadth first.
func findArticle(v any) map[string]any {
	queue := []any{v}
	for i := 0; i < len(queue) && i < maxNodes; i++ {
		switch x := queue[i].(type) {
		case []any:
			queue = append(queue, x...)
		case map[string]any:
			if isArticleType(x["@type"]) {
				return x
			}
			for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"} {
				if y, ok := x[k]; ok {
					queue = append(queue, y)
				}
			}
		}
	}
	return nil
}

func (b *bylines) fromLD(f *facts, a map[string]any) {
	first := func(v any) string {
		if s := stringsOf(v); len(s) > 0 {
			return clean(s[0])
		}
		return ""
	}
	f.title = first(a["headline"])
	if f.title == "" {
		f.title = first(a["name"])
	}
	f.standfirst = first(a["description"])
	f.published = first(a["datePublished"])
	f.language = first(a["inLanguage"])
	f.outlet = first(a["publisher"])
	f.body = strings.TrimSpace(strings.Join(stringsOf(a["articleBody"]), "\n\n"))
	f.outlet = strings.TrimPrefix(f.outlet, "@")
	for _, s := range stringsOf(a["author"]) {
		f.bylines = append(f.bylines, b.names(clean(s))...)
	}
}

// stringsOf gives the strings of a JSON-LD value: its own, its items', or the
// names of the things it describes.
func stringsOf(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case []any:
		var out []string
		for _, y := range x {
			if _, nested := y.([]any); !nested {
				out = append(out, stringsOf(y)...)
			}
		}
		return out
	case map[string]any:
		for _, k := range []string{"name", "alternateName", "@value"} {
			if s, ok := x[k].(string); ok && s != "" {
				return []string{s}
			}
			if l, ok := x[k].([]any); ok && len(l) > 0 {
				if s, ok := l[0].(string); ok {
					return []string{s}
				}
			}
		}
	}
	return nil
}
