package actor

import (
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// readPerson reads name, country, code, role, from, to, other names.
// Rows of the same name add up.
func (v *vocabulary) readPerson(r lexicon.Row) error { return v.person(r, &v.chief) }

// readLeader is readPerson for a file that only fills gaps.
func (v *vocabulary) readLeader(r lexicon.Row) error { return v.person(r, &v.filler) }

// readOfficeholder is readLeader for people whom no report names by surname alone.
func (v *vocabulary) readOfficeholder(r lexicon.Row) error { return v.person(r, &v.minor) }

// persons are the people of one kind of file.
type persons struct {
	byName map[string]*entry
}

func (v *vocabulary) person(r lexicon.Row, set *persons) error {
	if iso := r.Field(1); iso != "" && v.countries[iso] == nil {
		return r.Errorf("no country %q in countries.txt", iso)
	}
	p := period{iso: r.Field(1), code: r.Field(2), role: r.Field(3), from: r.Field(4), to: r.Field(5), kind: chancery.Person, line: r.Line}
	p.to, p.loose = strings.CutSuffix(p.to, "~")
	for _, day := range []string{p.from, p.to} {
		if !isDay(day) {
			return r.Errorf("%q is no day: write 2024-05-14", day)
		}
	}
	if set.byName == nil {
		set.byName = map[string]*entry{}
	}
	key := lang.Bare(strings.ToLower(r.Key()))
	if old := set.byName[key]; old != nil {
		old.periods = append(old.periods, p)
		return nil
	}
	if set != &v.chief && v.chief.byName[key] != nil || set == &v.minor && v.filler.byName[key] != nil {
		return nil
	}
	e := v.from(r, &entry{name: r.Key(), kind: chancery.Person, iso: p.iso, code: p.code, periods: []period{p}, minor: set == &v.minor})
	set.byName[key] = e
	v.people = append(v.people, e)
	last := v.addPerson(e.name, e)
	if set != &v.minor {
		v.surnames[last] = append(v.surnames[last], e)
		if first, _, ok := strings.Cut(strings.ToLower(e.name), " "); ok && familyName[p.iso] && first != last {
			v.surnames[lang.Bare(first)] = append(v.surnames[lang.Bare(first)], e)
		}
	}
	for _, n := range r.List(6) {
		v.addPerson(n, e)
	}
	if first, last, ok := strings.Cut(e.name, " "); ok && familyFirst[p.iso] && !strings.Contains(last, " ") {
		v.addPerson(last+" "+first, e)
	}
	return nil
}

// familyName are the countries whose people's names begin with the family name.
var familyName = map[string]bool{"CHN": true, "KOR": true, "PRK": true, "TWN": true, "VNM": true, "KHM": true, "HKG": true}

// familyFirst are the countries whose people are also named with the family
// name before the given one.
var familyFirst = map[string]bool{"JPN": true, "HUN": true}

// isDay reports whether s is a day or empty.
func isDay(s string) bool {
	if s == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// addPerson adds a form of a person's name and returns its last word.
func (v *vocabulary) addPerson(form string, e *entry) string {
	words := strings.Fields(form)
	if !plain(form) || len(words) == 0 {
		toks := lang.Tokens(form, chancery.Span{End: len(form)})
		v.add(form, known, e, false)
		return bare(toks[len(toks)-1])
	}
	p := phrase{class: known, entry: e, forms: words, words: strings.Fields(strings.ToLower(form))}
	v.insert(p)
	return p.words[len(p.words)-1]
}

// plain reports whether the words of s are its tokens.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c != ' ' && (c < 'A' || c > 'z' || c > 'Z' && c < 'a') {
			return false
		}
	}
	return true
}
