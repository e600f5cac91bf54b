package place

import (
	"net/url"
	"strings"

	"golang.org/x/text/language"
)

// domain returns the country (ISO 3166-1 alpha-3) of the domain that an
// address is in; "" for one that sites all over the world use.
func (f *Finder) domain(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := u.Hostname()
	top := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if f.worldwide[top] || len(top) != 2 {
		return ""
	}
	if top == "uk" {
		top = "gb"
	}
	c, err := language.ParseRegion(top)
	if err != nil || !c.IsCountry() {
		return ""
	}
	return c.ISO3()
}

// home returns the places that words of an outlet's name can mean: "Ottawa
// Citizen". They support what lies near them.
func (r *reading) home(outlet string) (named []found) {
	words := strings.Fields(outlet)
	for from := 0; from < len(words); {
		to := min(from+3, len(words))
		for ; to > from; to-- {
			name := strings.Join(words[from:to], " ")
			lower := strings.ToLower(name)
			if e := r.entries(name); len(e) > 0 && !r.ordinary[lower] && !r.demonym[lower] {
				named = append(named, found{name: name, entries: e, kind: e[0].kind})
				break
			}
		}
		from = max(to, from+1)
	}
	return named
}
