package story

import (
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// lowered writes a name that stands in capitals, as in a dateline, as others are.
func lowered(name string) string {
	const acronym = 3
	if utf8.RuneCountInString(name) <= acronym || name != strings.ToUpper(name) {
		return name
	}
	var b strings.Builder
	for i, w := range strings.Fields(strings.ToLower(name)) {
		if i > 0 {
			b.WriteByte(' ')
		}
		opens := i == 0 || !plain[w] // "Port of Spain"
		for _, r := range w {
			if opens {
				r = unicode.ToUpper(r)
			}
			opens = !unicode.IsLetter(r)
			b.WriteRune(r)
		}
	}
	return b.String()
}

// placed reports whether the sentences that tell e name its place, which else is
// only that of the report or of what was told before.
func placed(r *chancery.Record, e *chancery.Event) bool {
	p := r.Place(e.Place)
	return p != nil && slices.ContainsFunc(p.Mentions, func(m chancery.Mention) bool {
		return slices.ContainsFunc(e.Evidence, func(s chancery.Span) bool { return s.Contains(m.Span) })
	})
}

func placeKey(p *Place) string { return lang.Bare(p.Name) + " " + p.Country }

// plain are words of a place's name that say of what kind it is.
var plain = map[string]bool{"base": true, "air": true, "airbase": true, "camp": true, "airport": true, "city": true, "town": true, "military": true,
	"international": true, "province": true, "north": true, "south": true, "east": true, "west": true, "northern": true, "southern": true, "eastern": true,
	"western": true, "port": true, "the": true, "of": true, "and": true, "al": true, "el": true}

// nameWords are the words of a place's name by which others find it.
func (p *Place) nameWords() []string {
	all := fields(strings.ReplaceAll(lang.Bare(p.Name), "-", " "))
	var out []string
	for _, w := range all {
		if !plain[w] && len(w) > 1 {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		out = all
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// here reports whether both are one place told finely: a town, a base in it
// or by its name.
func here(a, b *Place) bool {
	if !a.fine() || !b.fine() || a.Country != b.Country {
		return false
	}
	if placeKey(a) == placeKey(b) {
		return true
	}
	x, y := a.nameWords(), b.nameWords()
	n := shared(x, y)
	return n > 0 && n == min(len(x), len(y)) && !placesDiffer(a, b)
}

// farApart is how far two places of one happening may lie from one another, in km.
const farApart = 60

func placesDiffer(a, b *Place) bool {
	if a == nil || b == nil {
		return false
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return true
	}
	if !a.fine() || !b.fine() || placeKey(a) == placeKey(b) {
		return false
	}
	if a.Lat == nil || b.Lat == nil {
		x, y := a.nameWords(), b.nameWords()
		n := shared(x, y)
		return n == 0 || n < min(len(x), len(y))
	}
	return distance(*a.Lat, *a.Lon, *b.Lat, *b.Lon) > farApart
}

// distance is the great-circle distance in km.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sin := func(d float64) float64 { s := math.Sin(d * rad / 2); return s * s }
	h := sin(lat2-lat1) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sin(lon2-lon1)
	return 2 * 6371 * math.Asin(math.Sqrt(min(h, 1)))
}
