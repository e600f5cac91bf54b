package page

import (
	"regexp"
	"strings"

	"github.com/chancery-project/chancery/read/date"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// urlDate is the day in the address of many a news page.
var urlDate = regexp.MustCompile(`[/_-]((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2])[/_-](0?[1-9]|[12]\d|3[01])(?:[/_.-]|$)`)

// maxDateChars is how long a passage may be that is a date and little else.
const maxDateChars = 80

// pageDate looks for the published date in the markup of the page, its
// address, and the passages around the headline, in that order. It returns ""
// when there is none.
func (r *Reader) pageDate(t *tree, ps []*passage, url string) string {
	best := ""
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			published := strings.EqualFold(attr(c, "itemprop"), "datePublished") || strings.Contains(attr(c, "class"), "published")
			if c.DataAtom == atom.Time || published {
				for _, s := range []string{attr(c, "datetime"), attr(c, "content"), attr(c, "title"), firstText(c)} {
					if d, err := r.dates.Parse(s, date.Unknown); err == nil {
						if published {
							best = d
							return
						}
						if best == "" {
							best = d
						}
						break
					}
				}
			}
			walk(c)
			if published && best != "" {
				return
			}
		}
	}
	walk(t.body)
	if m := urlDate.FindStringSubmatch(url); m != nil && best == "" {
		if d, err := r.dates.Parse(m[1]+"-"+padded(m[2])+"-"+padded(m[3]), date.Unknown); err == nil {
			return d
		}
	}
	for _, p := range ps {
		if best == "" && p.chars <= maxDateChars {
			best = r.dateIn(p.text)
		}
	}
	return best
}

// dateIn reads a date that is all of a text, or what follows or precedes a
// label: "Published: 3 May 2021", "3 May 2021 | Geneva".
func (r *Reader) dateIn(text string) string {
	for _, s := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("|•·–—\n\t", c) }) {
		for {
			if d, err := r.dates.Parse(s, date.Unknown); err == nil {
				return d
			}
			i := strings.IndexAny(s, ": ")
			if i < 0 || i > maxLabel {
				break
			}
			s = strings.TrimSpace(s[i+1:])
		}
	}
	return ""
}

// maxLabel is how long a word before a date may be.
const maxLabel = 20

func padded(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// firstText is the first text in n.
func firstText(n *html.Node) string {
	for n = n.FirstChild; n != nil; n = n.FirstChild {
		if n.Type == html.TextNode {
			return n.Data
		}
	}
	return ""
}
