package feed

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"golang.org/x/net/publicsuffix"
)

// outlets finds the publisher in the title of a feed, such as "Press Releases
// – United States Department of State".
type outlets struct {
	sections map[string]bool
	feed     []string // words such as "RSS feed", the longer first as in the file
}

func newOutlets(lex *lexicon.Lexicon) (*outlets, error) {
	rows, err := lex.Rows("reading/sections.txt")
	if err != nil {
		return nil, err
	}
	o := &outlets{sections: map[string]bool{}}
	for _, r := range rows {
		switch r.Field(1) {
		case "section":
			o.sections[lang.Lower(r.Key())] = true
		case "feed":
			o.feed = append(o.feed, lang.Lower(r.Key()))
		default:
			return nil, r.Errorf("%q is neither section nor feed", r.Field(1))
		}
	}
	return o, nil
}

// divider stands between the parts of a title. A colon or a hyphen inside a
// name ("Al-Monitor") divides nothing.
var divider = regexp.MustCompile(`\s+(?:[-–—|·•»›>]|::|//)\s+|:\s+`)

// of gives the part of title that names the publisher: the one that site, the
// address of the feed's home page, is called after; else the last part that is
// no section, or the first where ">" leads from site to section. It is "" when
// all parts are sections.
func (o *outlets) of(title, site string) string {
	host := label(site)
	var parts []string
	first := false
	rest := title
	for rest != "" {
		at := divider.FindStringIndex(rest)
		part := rest
		if at != nil {
			first = first || strings.ContainsAny(rest[at[0]:at[1]], ">›»:")
			part, rest = rest[:at[0]], rest[at[1]:]
		} else {
			rest = ""
		}
		if part = o.strip(part); part != "" {
			parts = append(parts, part)
		}
	}
	best, score := "", 0
	for _, p := range parts {
		if s := likeness(p, host); s > score {
			best, score = p, s
		}
	}
	if best != "" {
		return best
	}
	for _, p := range parts {
		if o.sections[lang.Lower(p)] {
			continue
		}
		best = p
		if first {
			return best
		}
	}
	return best
}

// strip drops words such as "RSS feed" from both ends of a part.
func (o *outlets) strip(part string) string {
	part = strings.TrimSpace(part)
	for _, w := range o.feed {
		if len(part) >= len(w) && strings.EqualFold(part[len(part)-len(w):], w) && boundary(part[:len(part)-len(w)]) {
			part = strings.TrimSpace(part[:len(part)-len(w)])
		}
		if len(part) >= len(w) && strings.EqualFold(part[:len(w)], w) && (len(part) == len(w) || part[len(w)] == ' ') {
			part = strings.TrimSpace(part[len(w):])
		}
	}
	return part
}

func boundary(before string) bool { return before == "" || strings.HasSuffix(before, " ") }

// label is the part of an address that was registered: "state" of www.state.gov.
func label(site string) string {
	u, err := url.Parse(strings.TrimSpace(site))
	if err != nil || u.Hostname() == "" {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(strings.ToLower(u.Hostname()))
	if err != nil {
		return ""
	}
	name, _, _ := strings.Cut(domain, ".")
	return letters(name)
}

// likeness says how well part names the site called host; 0 is not at all.
func likeness(part, host string) int {
	name := letters(strings.TrimPrefix(lang.Bare(part), "the "))
	if host == "" || name == "" {
		return 0
	}
	initials := ""
	for _, w := range strings.Fields(lang.Bare(part)) {
		if w == host {
			return 3
		}
		for _, r := range w {
			initials += string(r)
			break
		}
	}
	switch {
	case name == host || letters(lang.Bare(part)) == host:
		return 4
	case len(host) >= 3 && len(initials) >= 2 && (initials == host || strings.HasPrefix(initials, host)):
		return 3
	case len(host) >= 4 && strings.Contains(name, host), len(name) >= 3 && strings.HasPrefix(host, name):
		return 2
	case len(name) >= 5 && strings.Contains(host, name):
		return 1
	}
	return 0
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, lang.Bare(s))
}
