// Package place finds the places of an article and resolves them: countries
// and areas by the lexicon, settlements, regions, districts and airfields by
// the gazetteer. Demonyms are no places; a capital or a country that acts is
// its government, which package actor finds.
package place

import (
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/gazetteer"
	"github.com/chancery-project/chancery/lang"
)

// Finder finds the places of articles. It is safe for concurrent use.
type Finder struct {
	usage     *Usage
	world     *gazetteer.Index
	own       map[string][]*entry // the lexicon's places by gazetteer.Key
	short     map[string][]*entry // forms that stand after the name of a town alone: "Ala.", "TX"
	kinds     []kindWords
	modifiers []string          // before a name: "northern"
	worldwide map[string]bool   // domains that tell of no country
	districts []string          // after a district's name: "County"
	countries map[string]string // bare adjective or name -> ISO code, for context
	codes     map[string]bool   // of countries
	seats     map[string]bool   // "IRQ baghdad"
	persons   map[string]bool   // first names and known surnames, bare
	plurals   map[string]string // "counties" -> "county"
	demonym   map[string]bool   // bare
	bodies    map[string]bool   // names of armed groups, intergovernmental bodies and media, bare
	ordinary  map[string]bool   // words that are no names, in lower case
}

// reachBack is how many sentences back the town is looked for whose country a
// place of unknown position is in.
const reachBack = 3

// entry is one place that a name can mean.
type entry struct {
	name      string
	kind      chancery.PlaceKind
	country   string
	region    string
	position  *chancery.LatLon
	precision chancery.Precision
	people    int
	geonames  int
	seat      bool
	variant   bool // the form asked for is another name of it
	mine      bool // of the user's own gazetteer
	district  bool // a county, say: named only together with that word
}

type kindWords struct {
	words  []string
	before bool
	kind   chancery.PlaceKind
	local  bool // lies in the town that the text is about
}

// Find returns the places p1, p2, … of doc in order of first mention. A name
// that only ever stands for a government, or only says which war is meant, is
// no place; of one that is a place the mentions of that sort are marked
// Associative.
func (f *Finder) Find(doc *lang.Document) []chancery.Place {
	r := &reading{Finder: f, doc: doc, surnames: surnames(doc), known: map[string][]*entry{}}
	w := newWeigher()
	for i := range doc.Sentences {
		s := &doc.Sentences[i]
		if s.Part == chancery.Notice {
			continue
		}
		f.countContext(s.Tokens, w)
		first := len(r.found)
		r.sentence(i)
		if s.Part == chancery.Byline || s.Part == chancery.Credit { // where a reporter sits is not where it happened
			for k := first; k < len(r.found); k++ {
				r.found[k].use = max(r.found[k].use, associative)
			}
		}
	}
	w.home = f.domain(doc.Article.URL)
	outlet := r.home(doc.Article.Outlet)
	w.lean(r.found, outlet)
	r.corroborate(w)
	meant := w.choose(r.found, outlet)
	r.settle(meant)
	keys, stands := r.groups(meant)
	var out []chancery.Place
	at := map[string]int{}
	for i, m := range r.found {
		if !stands[keys[i]] {
			continue
		}
		k, ok := at[keys[i]]
		if !ok {
			k = len(out)
			at[keys[i]] = k
			out = append(out, f.place(m, meant[i], r.found, meant, len(out)+1))
		}
		out[k].Mentions = append(out[k].Mentions, chancery.Mention{Span: m.span, Kind: chancery.Name, Associative: m.use != literal})
	}
	return out
}

// surnames returns the last words of the persons' names of more than one word,
// bare.
func surnames(doc *lang.Document) map[string]bool {
	out := map[string]bool{}
	for _, n := range doc.Names {
		if words := strings.Fields(n.Span.Text(doc.Article.Text)); n.Kind == "PER" && len(words) > 1 {
			out[lang.Bare(words[len(words)-1])] = true
		}
	}
	return out
}

// corroborate drops the mentions in doubt whose name is no place elsewhere in
// the article, nor that of a place close to others of it.
func (r *reading) corroborate(w *weigher) {
	sure := map[string]bool{}
	for _, m := range r.found {
		if !m.maybe && !m.inside && len(m.entries) > 0 {
			sure[gazetteer.Key(m.name)] = true
		}
	}
	kept := r.found[:0]
	for _, m := range r.found {
		if m.inside && m.site && !sure[gazetteer.Key(m.host)] && (r.persons[lang.Bare(m.host)] || r.ordinary[lang.Lower(m.host)] || !known(m.entries)) {
			m.entries, m.inside = nil, false // "Reese Road" has nothing to do with a Reese elsewhere
		}
		if m.maybe && !sure[gazetteer.Key(m.name)] && !(m.within && w.supported(m.entries)) {
			continue
		}
		kept = append(kept, m)
	}
	r.found = kept
}

// groups returns for each mention the key of the place that it names, and
// which of those stand as places.
func (r *reading) groups(meant []*entry) (keys []string, stands map[string]bool) {
	keys, stands = make([]string, len(r.found)), map[string]bool{}
	holds := map[string]bool{}
	for i := range r.found {
		m, e := &r.found[i], meant[i]
		keys[i] = string(m.kind) + " " + lang.Bare(m.name)
		if e != nil {
			if m.use == metonym && e.kind != chancery.CountryPlace && !e.seat && !r.bodies[lang.Bare(e.name)] {
				m.use = associative
			}
			if !m.inside {
				keys[i] = fmt.Sprint(e.kind, " ", e.name, " ", e.country, " ", e.region, " ", e.geonames)
			}
		}
		if m.use != metonym {
			stands[keys[i]] = true
			if e != nil && e.country != "" && m.use == literal {
				holds[e.country] = true
			}
		}
	}
	for i, e := range meant {
		if e != nil && e.kind == chancery.CountryPlace && holds[e.country] {
			stands[keys[i]] = true
		}
	}
	return keys, stands
}

func (f *Finder) place(m found, e *entry, all []found, meant []*entry, n int) chancery.Place {
	p := chancery.Place{ID: fmt.Sprintf("p%d", n), Name: m.name, Kind: m.kind}
	if e != nil {
		p.Country, p.Position, p.Precision = e.country, e.position, e.precision
		if m.inside {
			p.Admin1 = e.region
			return p // a facility that is named after its town or lies in it
		}
		p.Kind, p.GeoNames = e.kind, e.geonames
		if e.kind == chancery.CountryPlace {
			p.Name = e.name
		}
		if e.kind != chancery.Region || e.district {
			p.Admin1 = e.region
		}
		return p
	}
	// The country named in the same sentence is that of a place by shape.
	if len(m.near) > 0 {
		p.Country = m.near[0].country
	}
	for i, o := range all {
		if p.Country != "" || o.sentence > m.sentence {
			break
		}
		if o.sentence == m.sentence && meant[i] != nil && meant[i].country != "" {
			p.Country = meant[i].country
		}
	}
	for i := len(all) - 1; i >= 0 && p.Country == ""; i-- { // else that of the town named last before it
		if e := meant[i]; all[i].span.Start < m.span.Start && all[i].sentence >= m.sentence-reachBack && e != nil && e.kind == chancery.City && all[i].use == literal {
			p.Country = e.country
		}
	}
	return p
}

func (f *Finder) countContext(t []lang.Token, w *weigher) {
	for i := range t {
		if !t[i].Cap {
			continue
		}
		name := bare(t[i])
		if f.countries[name] == "" && i+1 < len(t) {
			name += " " + bare(t[i+1])
		}
		if iso := f.countries[name]; iso != "" {
			w.count(iso, gazetteer.Key(name))
		}
	}
}
