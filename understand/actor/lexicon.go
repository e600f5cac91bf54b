package actor

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// country is a state: its name in a record, and what sits in its capital.
type country struct {
	iso, name string
	adjective string
	forms     []string // names and adjectives of the whole country
}

// owns reports whether a word is one of the country's own, and not of a part
// of it: "American", not "Chechen".
func (c *country) owns(word string) bool { return slices.Contains(c.forms, word) }

// vocabulary is the compiled lexicon of actors.
type vocabulary struct {
	table
	countries            map[string]*country
	first                map[string]byte // first names: bare -> 'm', 'f' or 'b'
	particles            map[string]bool // true: may begin a name
	suffixes             map[string]bool // "jr", after a family name
	notNames             map[string]bool
	organWords           map[string]bool // words of the names of any state's organs
	inner                map[string]bool // words that open what is not the head of a phrase
	backing              map[string]bool // words that name who stands behind a group
	ruling               map[string]bool // words that name who has a body for their own
	orgWords             map[string]*orgWord
	says                 map[string]bool // verbs of saying
	pronouns             map[string]*pronoun
	surnames             map[string][]*entry // last word of the name -> persons
	people               []*entry            // in the order of the files
	fold                 *foldings
	collectives          map[string]*collective
	offices              []string // that one person of a state holds at a time
	shortForms           map[string]*shortForm
	signatures           []string                   // words before the name of who makes a statement
	portfolios           map[string]bool            // words that end the field of an office
	longNames            map[string]map[string]bool // country -> words of its names: "kingdom"
	sending              map[string]bool            // verbs of who sends what is his own
	regions              map[string]states          // "west african" -> the states that it is said of
	chief, filler, minor persons
}

// pronoun is what a pronoun may stand for.
type pronoun struct {
	many  bool
	sense string // m, f, thing, any
	owner bool
}

type orgWord struct {
	where string
	kind  chancery.ActorKind
	code  string
}

var kinds = map[string]chancery.ActorKind{
	"person": chancery.Person, "government": chancery.Government, "office": chancery.Office, "armed_force": chancery.ArmedForce,
	"armed_group": chancery.ArmedGroup, "party": chancery.Party, "igo": chancery.IGO, "ngo": chancery.NGO, "media": chancery.Media,
	"company": chancery.Company, "people": chancery.People, "group": chancery.Group, "other": chancery.OtherActor,
}

func compile(lex *lexicon.Lexicon) (*vocabulary, error) {
	v := &vocabulary{
		table: table{byFirst: map[string][]phrase{}}, countries: map[string]*country{},
		first: map[string]byte{}, particles: map[string]bool{}, suffixes: map[string]bool{}, notNames: map[string]bool{}, inner: map[string]bool{}, organWords: map[string]bool{}, backing: map[string]bool{}, ruling: map[string]bool{}, orgWords: map[string]*orgWord{},
		offices: []string{"president", "king", "queen", "emir", "sultan", "chancellor", "taoiseach", "pope", "supreme leader"}, collectives: map[string]*collective{}, shortForms: map[string]*shortForm{}, portfolios: map[string]bool{}, longNames: map[string]map[string]bool{}, regions: map[string]states{}, sending: map[string]bool{},
		pronouns: map[string]*pronoun{}, says: map[string]bool{}, surnames: map[string][]*entry{},
		fold: &foldings{words: map[string]string{}, countries: map[string]bool{}},
	}
	for _, f := range []struct {
		file string
		read func(lexicon.Row) error
	}{
		{"actors/countries.txt", v.readCountry},
		{"actors/demonyms.txt", v.readDemonym},
		{"actors/territories.txt", v.readTerritory},
		{"actors/igos.txt", v.readNamed},
		{"actors/offices.txt", v.readNamed},
		{"actors/armed_groups.txt", v.readNamed},
		{"actors/parties.txt", v.readNamed},
		{"actors/forces.txt", v.readNamed},
		{"actors/legislatures.txt", v.readNamed},
		{"actors/more_parties.txt", v.readNamed},
		{"actors/companies.txt", v.readNamed},
		{"actors/media.txt", v.readNamed},
		{"actors/ngos.txt", v.readNamed},
		{"actors/bodies.txt", v.readBody},
		{"actors/titles.txt", v.readTitle},
		{"actors/agents.txt", v.readAgent},
		{"actors/regions.txt", v.readRegion},
		{"actors/groups.txt", v.readCollective},
		{"actors/short_forms.txt", v.readShortForm},
		{"actors/portfolios.txt", v.readPortfolio},
		{"actors/people.txt", v.readPerson},
		{"actors/leaders.txt", v.readLeader},
		{"actors/rulers.txt", v.readLeader},
		{"actors/executives.txt", v.readLeader},
		{"actors/officeholders.txt", v.readOfficeholder},
		{"actors/foldings.txt", v.readFolding},
		{"actors/pronouns.txt", v.readPronoun},
		{"actors/signatures.txt", v.readSignature},
		{"quotes/cues.txt", v.readCue},
		{"actors/honorifics.txt", v.readAddress},
		{"actors/modifiers.txt", v.readModifier},
		{"actors/particles.txt", v.readParticle},
		{"actors/inner.txt", v.readInner},
		{"actors/organ_words.txt", func(r lexicon.Row) error { v.organWords[r.Key()] = true; return nil }},
		{"actors/backing.txt", v.readBacking},
		{"actors/sending.txt", func(r lexicon.Row) error { v.sending[r.Key()] = true; return nil }},
		{"actors/not_names.txt", v.readNotName},
		{"actors/org_words.txt", v.readOrgWord},
		{"actors/first_names.txt", v.readFirstName},
	} {
		rows, err := lex.Rows(f.file)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := f.read(r); err != nil {
				return nil, err
			}
		}
	}
	for _, e := range v.people {
		slices.SortStableFunc(e.periods, func(a, b period) int { return strings.Compare(a.from, b.from) })
	}
	return v, nil
}

func (v *vocabulary) readCountry(r lexicon.Row) error {
	iso := r.Key()
	if len(iso) != 3 || strings.ToUpper(iso) != iso {
		return r.Errorf("%q is no ISO 3166-1 alpha-3 code", iso)
	}
	c := &country{iso: iso, name: r.Field(1)}
	v.countries[iso] = c
	c.forms = append(append([]string{c.name}, r.List(2)...), r.List(3)...)
	e := v.from(r, &entry{name: c.name, iso: iso, kind: chancery.Government})
	v.add(c.name, countryName, e, false)
	v.longNames[iso] = map[string]bool{}
	for _, n := range r.List(2) {
		v.add(n, countryName, e, false)
		for _, w := range strings.Fields(strings.ToLower(n)) {
			v.longNames[iso][w] = true
		}
	}
	for i, a := range r.List(3) {
		if i == 0 {
			c.adjective = a
		}
		v.add(a, adjective, e, false)
		if n := len(a); n > 3 && (a[n-1] == 'i' || a[n-1] == 'n') {
			v.add(a+"s", demonym, e, true)
		}
	}
	for _, s := range r.List(4) {
		v.add(s, seat, e, false)
	}
	return nil
}

// readTerritory reads name, country that claims it, other names, adjectives,
// seats: a state that few others recognise, PRE in PLOVER.
func (v *vocabulary) readTerritory(r lexicon.Row) error {
	if v.countries[r.Field(1)] == nil {
		return r.Errorf("no country %q in countries.txt", r.Field(1))
	}
	e := v.from(r, &entry{name: r.Key(), iso: r.Field(1), kind: chancery.Government, code: join(r.Field(1), "PRE")})
	for _, n := range append(append([]string{r.Key()}, r.List(2)...), r.List(4)...) {
		v.add(n, seat, e, false)
	}
	for _, a := range r.List(3) {
		v.add(a, adjective, e, false)
	}
	return nil
}

// from notes the line that an entry comes from.
func (v *vocabulary) from(r lexicon.Row, e *entry) *entry {
	e.file, e.line = r.File, r.Line
	return e
}

func (v *vocabulary) readDemonym(r lexicon.Row) error {
	c := v.countries[r.Field(1)]
	if c == nil {
		return r.Errorf("no country %q in countries.txt", r.Field(1))
	}
	e := v.from(r, &entry{name: c.name, iso: c.iso, kind: chancery.Government})
	switch r.Field(2) {
	case "adjective":
		v.add(r.Key(), adjective, e, false)
	case "noun":
		v.add(r.Key(), demonym, e, false)
	case "plural":
		v.add(r.Key(), demonym, e, true)
	default:
		return r.Errorf("%q is none of adjective, noun, plural", r.Field(2))
	}
	return nil
}

func (v *vocabulary) kind(r lexicon.Row, i int) (chancery.ActorKind, error) {
	k, ok := kinds[r.Field(i)]
	if !ok {
		return "", r.Errorf("%q is no kind of actor", r.Field(i))
	}
	return k, nil
}

func (v *vocabulary) readNamed(r lexicon.Row) error {
	k, err := v.kind(r, 1)
	if err != nil {
		return err
	}
	if iso := r.Field(2); iso != "" && v.countries[iso] == nil {
		return r.Errorf("no country %q in countries.txt", iso)
	}
	e := v.from(r, &entry{name: r.Key(), kind: k, iso: r.Field(2), code: r.Field(3)})
	if when := r.Field(5); when != "" {
		from, to, ok := strings.Cut(when, "..")
		if !ok {
			return r.Errorf("%q is no period: write FROM..TO", when)
		}
		e.periods = []period{{from: from, to: to, iso: e.iso, code: e.code, kind: k, line: r.Line}}
		if old := v.sameName(e.name); old != nil {
			old.periods = append(old.periods, e.periods...)
			return nil
		}
	}
	v.add(e.name, named, e, false)
	for _, n := range r.List(4) {
		v.add(n, named, e, false)
	}
	return nil
}

func (v *vocabulary) sameName(name string) *entry {
	for _, p := range v.byFirst[lang.Bare(strings.Fields(name)[0])] {
		if p.class == named && p.entry.name == name {
			return p.entry
		}
	}
	return nil
}

func (v *vocabulary) readBody(r lexicon.Row) error {
	k, err := v.kind(r, 1)
	if err != nil {
		return err
	}
	forms := r.List(0)
	for _, f := range forms {
		lemma := f
		switch r.Field(3) {
		case "one":
			lemma = forms[0]
		case "", "posted", "owned":
		default:
			return r.Errorf("%q is none of one, posted, owned", r.Field(3))
		}
		e := v.from(r, &entry{name: f, lemma: lemma, kind: k, code: r.Field(2)})
		if t := r.Field(3); t == "posted" || t == "owned" {
			e.trait = t
		}
		v.add(f, body, e, false)
	}
	return nil
}

func gender(s string) byte {
	if s == "" {
		return 0
	}
	return s[0]
}

func (v *vocabulary) readTitle(r lexicon.Row) error {
	switch r.Field(2) {
	case "office", "rank", "role":
	default:
		return r.Errorf("%q is none of office, rank, role", r.Field(2))
	}
	trait, lacking := r.Field(4), false
	var where []string
	switch trait {
	case "", "posted", "peer", "local", "igo":
	default:
		list := r.List(4)
		if lack, ok := strings.CutPrefix(trait, "!"); ok {
			list, lacking = strings.Split(lack, "|"), true
		}
		for _, iso := range list {
			if v.countries[iso] == nil {
				return r.Errorf("%q is none of posted, peer, local, igo nor a country in countries.txt", iso)
			}
			where = append(where, iso)
		}
		trait = ""
	}
	for _, f := range r.List(0) {
		v.add(f, title, v.from(r, &entry{name: f, lemma: f, kind: chancery.Person, code: r.Field(1), use: r.Field(2), gender: gender(r.Field(3)), where: where, lacking: lacking, trait: trait}), false)
	}
	return nil
}

func (v *vocabulary) readAgent(r lexicon.Row) error {
	k, err := v.kind(r, 1)
	if err != nil {
		return err
	}
	for _, f := range r.List(0) {
		v.add(f, agent, v.from(r, &entry{name: f, lemma: f, kind: k, code: r.Field(2)}), true)
	}
	one := k
	switch {
	case r.Field(4) != "":
		if one, err = v.kind(r, 4); err != nil {
			return err
		}
	case k == chancery.People || k == chancery.OtherActor:
		one = chancery.Person
	}
	for _, f := range r.List(3) {
		v.add(f, agent, v.from(r, &entry{name: f, lemma: f, kind: one, code: r.Field(2), gender: gender(r.Field(5))}), false)
	}
	return nil
}

func (v *vocabulary) readAddress(r lexicon.Row) error {
	v.add(r.Key(), address, v.from(r, &entry{name: r.Key(), gender: gender(r.Field(1))}), false)
	return nil
}

func (v *vocabulary) readModifier(r lexicon.Row) error {
	if f, sector := r.Field(1), r.Field(2); (f == "field") != (sector != "") {
		return r.Errorf("a field has a sector in the third column, other senses have none")
	}
	v.add(r.Key(), modifier, v.from(r, &entry{name: r.Key(), use: r.Field(1), code: r.Field(2)}), false)
	return nil
}

func (v *vocabulary) readParticle(r lexicon.Row) error {
	if r.Field(1) == "end" {
		v.suffixes[r.Key()] = true
		return nil
	}
	v.particles[r.Key()] = r.Field(1) == "start"
	return nil
}

func (v *vocabulary) readBacking(r lexicon.Row) error {
	switch r.Field(1) {
	case "":
		v.backing[r.Key()] = true
	case "rules":
		v.ruling[r.Key()] = true
	default:
		return r.Errorf("%q is not rules", r.Field(1))
	}
	return nil
}

func (v *vocabulary) readInner(r lexicon.Row) error {
	v.inner[r.Key()] = true
	return nil
}

func (v *vocabulary) readNotName(r lexicon.Row) error {
	v.notNames[r.Key()] = true
	return nil
}

func (v *vocabulary) readOrgWord(r lexicon.Row) error {
	switch r.Field(1) {
	case "last", "first", "any":
	case "owner":
		v.orgWords[r.Key()] = &orgWord{where: "owner"}
		return nil
	default:
		return r.Errorf("%q is none of last, first, any, owner", r.Field(1))
	}
	k, err := v.kind(r, 2)
	if err != nil {
		return err
	}
	v.orgWords[r.Key()] = &orgWord{where: r.Field(1), kind: k, code: r.Field(3)}
	return nil
}

func (v *vocabulary) readFirstName(r lexicon.Row) error {
	switch g := r.Field(1); g {
	case "m", "f", "b":
		v.first[r.Key()] = g[0]
	default:
		return r.Errorf("%q is none of m, f, b", g)
	}
	return nil
}

func (v *vocabulary) readPronoun(r lexicon.Row) error {
	p := &pronoun{many: r.Field(1) == "many", sense: r.Field(2), owner: r.Field(3) == "owner"}
	switch p.sense {
	case "m", "f", "thing", "any", "speaker":
	default:
		return r.Errorf("%q is none of m, f, thing, any, speaker", p.sense)
	}
	v.pronouns[r.Key()] = p
	return nil
}

func (v *vocabulary) readCue(r lexicon.Row) error {
	v.says[r.Key()] = true
	return nil
}
