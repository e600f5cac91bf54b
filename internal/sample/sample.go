// Package sample makes the small articles that tests read.
package sample

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// Article is a text of which every line that is not empty is a paragraph.
func Article(text, published string) *chancery.Article {
	a := &chancery.Article{Text: text, Published: published}
	for from := 0; from < len(text); {
		to := strings.IndexByte(text[from:], '\n')
		if to < 0 {
			to = len(text) - from
		}
		if to > 0 {
			a.Paragraphs = append(a.Paragraphs, chancery.Paragraph{Span: chancery.Span{Start: from, End: from + to}})
		}
		from += to + 1
	}
	return a
}
