package feed

import (
	"errors"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/page"
	"github.com/chancery-project/chancery/read/raw"
	"github.com/mmcdole/gofeed"
)

// A description that is all a feed gives is taken for a whole text from this
// many characters or paragraphs on, and a text that ends as if cut short for
// a whole one from longText characters on.
const (
	wholeText       = 700
	wholeParagraphs = 3
	longText        = 3000
)

// The warnings of an item that is not its whole text.
const (
	OnlySummary  = "only a summary in the feed"
	OnlyHeadline = "only a headline in the feed"
)

// summaries tells cut texts from whole ones.
type summaries struct {
	cuts    []string
	footers []footer
}

type footer struct{ start, holds string }

func newSummaries(lex *lexicon.Lexicon) (*summaries, error) {
	rows, err := lex.Rows("reading/summaries.txt")
	if err != nil {
		return nil, err
	}
	s := &summaries{}
	for _, r := range rows {
		switch r.Field(1) {
		case "cut":
			s.cuts = append(s.cuts, lang.Lower(r.Key()))
		case "footer":
			if r.Field(2) == "" {
				return nil, r.Errorf("a footer needs further words in its third column")
			}
			s.footers = append(s.footers, footer{lang.Lower(r.Key()), lang.Lower(r.Field(2))})
		default:
			return nil, r.Errorf("%q is neither cut nor footer", r.Field(1))
		}
	}
	return s, nil
}

// isCut reports whether text ends as texts do that were cut short.
func (s *summaries) isCut(text string) bool {
	end := text[max(0, len(text)-200):]
	for !utf8.ValidString(end) {
		end = end[1:]
	}
	end = strings.TrimSpace(lang.Lower(end))
	for _, c := range s.cuts {
		if strings.HasSuffix(end, c) {
			return true
		}
	}
	return false
}

// withoutFooter drops the last paragraph where it is the feed's own.
func (s *summaries) withoutFooter(text string) string {
	i := strings.LastIndex(text, "\n\n")
	last := lang.Lower(text[i+1:])
	for _, f := range s.footers {
		if strings.HasPrefix(strings.TrimSpace(last), f.start) && strings.Contains(last, f.holds) {
			return strings.TrimSpace(text[:max(i, 0)])
		}
	}
	return text
}

// body finds the text of an item: its full content, else its description.
func (r *Reader) body(rep *raw.Report, it *gofeed.Item, ex extras) error {
	content := r.summaries.withoutFooter(plain(it.Content, ex.plain))
	description := r.summaries.withoutFooter(plain(it.Description, false))
	n := utf8.RuneCountInString
	switch {
	case content != "" && n(content) >= n(description):
		rep.Body = content
		if n(content) < longText && r.summaries.isCut(content) {
			rep.Warnings = append(rep.Warnings, OnlySummary)
		}
		if n(description) < wholeText && !r.summaries.isCut(description) && !strings.Contains(content, description) {
			rep.Standfirst = oneLine(description)
		}
	case description != "" && description != rep.Title:
		rep.Body = description
		short := n(description) < wholeText && strings.Count(description, "\n\n")+1 < wholeParagraphs
		if short || content == "" && ex.summary || n(description) < longText && r.summaries.isCut(description) {
			rep.Warnings = append(rep.Warnings, OnlySummary)
		}
	case rep.Title != "":
		rep.Body = rep.Title
		rep.Warnings = append(rep.Warnings, OnlyHeadline)
	default:
		return errors.New("it has neither a text nor a title")
	}
	return nil
}

var (
	tag        = regexp.MustCompile(`<[/!]?[A-Za-z][^<>]*>`)
	escapedTag = regexp.MustCompile(`&lt;/?(?i:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|img|table|blockquote)\b`)
	entity     = regexp.MustCompile(`&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]+);`)
)

// plain gives content as plain text. Markup that was escaped once too often is
// markup.
func plain(content string, text bool) string {
	content = strings.TrimSpace(content)
	if text {
		return content
	}
	if !tag.MatchString(content) && escapedTag.MatchString(content) {
		content = html.UnescapeString(content)
	}
	return strings.TrimSpace(page.Text(content))
}

// headline gives a title as plain text on one line.
func headline(title string) string {
	if entity.MatchString(title) {
		title = html.UnescapeString(title)
	}
	if tag.MatchString(title) {
		if text := page.Text(title); strings.TrimSpace(text) != "" {
			title = text
		}
	}
	return oneLine(title)
}

// oneLine collapses white space, but for no-break spaces.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return r == ' ' || r >= '\t' && r <= '\r' || r == '\u2028' || r == '\u2029'
	}), " ")
}

// bylines gives the people of an item. The common form loses names in which
// there are brackets, so the original has the first word.
func bylines(it *gofeed.Item, f *gofeed.Feed, ex extras) []string {
	var names []string
	if it.DublinCoreExt != nil {
		names = append(names, it.DublinCoreExt.Creator...)
	}
	if len(names) == 0 && ex.author != "" && !strings.Contains(ex.author, "@") {
		names = append(names, ex.author)
	}
	if len(names) == 0 {
		people := it.Authors
		if len(people) == 0 && f.FeedType == "atom" {
			people = f.Authors // an entry without an author has the feed's
		}
		for _, p := range people {
			if p != nil {
				names = append(names, p.Name)
			}
		}
	}
	var out []string
	for _, n := range names {
		if n = headline(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}

// link gives the address of an item, absolute where that can be had.
func link(it *gofeed.Item, ex extras, site, base string) string {
	address := strings.TrimSpace(it.Link)
	if own := it.Extensions["feedburner"]["origLink"]; len(own) > 0 && strings.TrimSpace(own[0].Value) != "" {
		address = strings.TrimSpace(own[0].Value)
	}
	if guid := strings.TrimSpace(it.GUID); address == "" && ex.permalink && (strings.HasPrefix(guid, "http://") || strings.HasPrefix(guid, "https://")) {
		address = guid
	}
	if address == "" {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() {
		return address
	}
	for _, b := range []string{base, site} {
		if from, err := url.Parse(strings.TrimSpace(b)); err == nil && from.IsAbs() && from.Host != "" {
			return from.ResolveReference(u).String()
		}
	}
	return address
}

func firstOf(all ...string) string {
	for _, s := range all {
		if s = strings.TrimSpace(s); s != "" {
			return s
		}
	}
	return ""
}
