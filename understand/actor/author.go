package actor

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// signed is how many lines of a statement may stand before the text, and what they say who makes it.
const signed = 5

// readSignature takes a row of signatures.txt.
func (v *vocabulary) readSignature(r lexicon.Row) error {
	v.signatures = append(v.signatures, r.Key())
	return nil
}

// Author returns the id of the official who makes the statement that the
// article is, and whose "we" and "I" it is: the one person with a public office
// in its byline or after words like "attributable to". It is "" for a report.
func (c *Cast) Author() string {
	text := c.doc.Article.Text
	for i := range c.doc.Sentences[:min(signed, len(c.doc.Sentences))] {
		line := c.doc.Sentences[i].Span
		if !slices.Contains(c.doc.Article.Bylines, line.Text(text)) {
			from := c.signature(line.Text(text))
			if from < 0 {
				continue
			}
			line.Start += from
		}
		found := ""
		for _, m := range c.mentions {
			if !line.Contains(m.Span) || m.Kind != chancery.Name || m.who.actor.Kind != chancery.Person {
				continue
			}
			if a := m.who.actor; found != "" && found != a.ID || a.Country == "" || !strings.Contains(a.Code, " GOV") {
				return ""
			}
			found = m.who.actor.ID
		}
		if found != "" {
			return found
		}
	}
	return ""
}

// signature is where in a line words of signatures.txt end, -1 for nowhere.
func (c *Cast) signature(line string) int {
	line = strings.ToLower(line)
	for _, words := range c.finder.signatures {
		if k := strings.Index(line, words+" "); k >= 0 {
			return k + len(words)
		}
	}
	return -1
}
