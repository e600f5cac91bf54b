package event

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// role of an argument in an event.
type role byte

const (
	noRole    role = 0
	actorRole role = 'A'
	recipient role = 'R'
	mediator  role = 'M'
	topic     role = 'T'
	sayer     role = 'S' // of a light verb: who says so, and is a party where no two are named
)

// pattern is a row of verbs.txt or nouns.txt.
type pattern struct {
	words   []string // of a verb pattern, after the verb; of a noun pattern, all
	class   string   // of the object, "" for none
	subject string   // class of the subject, "" for any
	typ     chancery.EventType
	modes   []string
	roles   map[string]role // place -> role
	need    map[string]bool // places that must be filled
	cameo   string
	flags   map[string]bool
	row     *lexicon.Row
}

func (p *pattern) weight() int {
	n := 2 * len(p.words)
	if p.class != "" {
		n++
	}
	if p.subject != "" {
		n++
	}
	return n
}

// light is what a light verb says of an event noun.
type light struct {
	status string
	role   role
	row    *lexicon.Row
}

// control is a row of status.txt.
type control struct {
	status   string
	object   bool // the deed is the governor's object's
	modality chancery.Modality
	says     bool // of who speaks himself, a deed of words is done by it
	row      *lexicon.Row
}

type keyed struct{ key, pos string }

// vocabulary is the compiled folder events of the lexicon.
type vocabulary struct {
	verbs       map[string][]*pattern // form -> patterns, longest first
	nouns       map[string][]*pattern // form of the last word -> patterns, longest first
	classes     map[string]wordSet
	lights      map[keyed]map[string]light // form, particle -> place of the noun -> meaning
	controls    map[keyed]control          // form, part of speech
	modifiers   map[string]string
	instruments map[string]string
	scores      map[string]float64
	topics      map[chancery.EventType][]labelled
	weapons     []labelled
	contexts    []labelled
	denials     map[keyed]bool // word, use
	transparent map[string]bool
	rows        map[entry]*lexicon.Row // of forms, where the tables above do not say
	*settingWords
	weights  []float64           // of the marks of confidence
	cameo    map[string][]string // code -> PLOVER types that it goes with
	pictures wordSet             // nouns whose time is not the event's: "this Jan. 13 file photo"
	timeless map[string]bool     // verbs whose past is like their present: "hit"
	pointers map[keyed]int       // word, use -> how many it says, 0 for none; held where the word has that use
	turns    []turn              // what deeds become by who does them
}

// wordSet holds nouns in all their forms; of several words where need be.
type wordSet map[string]bool

type labelled struct {
	label string
	words wordSet
	row   *lexicon.Row
}

func compile(lex *lexicon.Lexicon) (*vocabulary, error) {
	in, err := lang.NewInflector(lex)
	if err != nil {
		return nil, err
	}
	v := &vocabulary{
		verbs: map[string][]*pattern{}, nouns: map[string][]*pattern{}, classes: map[string]wordSet{},
		lights: map[keyed]map[string]light{}, controls: map[keyed]control{}, modifiers: map[string]string{},
		instruments: map[string]string{}, scores: map[string]float64{}, topics: map[chancery.EventType][]labelled{},
		denials: map[keyed]bool{}, transparent: map[string]bool{}, pictures: wordSet{}, rows: map[entry]*lexicon.Row{}, weights: make([]float64, len(marks)), cameo: map[string][]string{},
		timeless: map[string]bool{}, pointers: map[keyed]int{}, settingWords: newSettingWords(),
	}
	for _, step := range []struct {
		file string
		row  func(lexicon.Row, *lang.Inflector) error
	}{
		{"events/cameo.txt", v.cameoRow}, {"events/objects.txt", v.objectRow}, {"events/verbs.txt", v.verbRow}, {"events/nouns.txt", v.nounRow},
		{"events/light.txt", v.lightRow}, {"events/status.txt", v.statusRow}, {"events/modifiers.txt", v.modifierRow},
		{"events/instruments.txt", v.instrumentRow}, {"events/scores.txt", v.scoreRow}, {"events/topics.txt", v.topicRow},
		{"events/weapons.txt", v.weaponRow}, {"events/contexts.txt", v.contextRow}, {"events/denials.txt", v.denialRow}, {"events/transparent.txt", v.transparentRow},
		{"events/confidence.txt", func(r lexicon.Row, _ *lang.Inflector) error { return v.confidenceRow(r) }},
		{"events/pictures.txt", v.pictureRow}, {"events/pointers.txt", v.pointerRow}, {"events/turns.txt", v.turnRow},
		{"irregular.txt", v.irregularRow},
	} {
		rows, err := lex.Rows(step.file)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := step.row(r, in); err != nil {
				return nil, err
			}
		}
	}
	if err := v.settingWords.compile(lex, in); err != nil {
		return nil, err
	}
	for _, table := range []map[string][]*pattern{v.verbs, v.nouns} {
		for _, list := range table {
			sort.SliceStable(list, func(i, j int) bool { return list[i].weight() > list[j].weight() })
		}
	}
	return v, nil
}

func (v *vocabulary) irregularRow(r lexicon.Row, _ *lang.Inflector) error {
	if r.Field(1) == "verb" && slices.Contains(r.List(2), r.Key()) {
		v.timeless[r.Key()] = true
	}
	return nil
}

// wordForms adds every form of the phrases to a set; the last word of a
// phrase is a noun, or a verb too where verbs is set.
func wordForms(in *lang.Inflector, phrases []string, verbs bool) wordSet {
	set := wordSet{}
	for _, p := range phrases {
		head, last := "", p
		if k := strings.LastIndexByte(p, ' '); k >= 0 {
			head, last = p[:k+1], p[k+1:]
		}
		for _, f := range in.Noun(last) {
			set[head+f] = true
		}
		if verbs {
			first, tail, _ := strings.Cut(p, " ")
			if tail != "" {
				tail = " " + tail
			}
			for _, f := range in.Verb(first) {
				set[f+tail] = true
			}
		}
	}
	return set
}

func (v *vocabulary) cameoRow(r lexicon.Row, _ *lang.Inflector) error {
	for _, t := range r.List(2) {
		if _, err := eventType(r, t); err != nil {
			return err
		}
	}
	v.cameo[r.Key()] = r.List(2)
	return nil
}

func (v *vocabulary) objectRow(r lexicon.Row, in *lang.Inflector) error {
	if len(r.List(1)) == 0 {
		return r.Errorf("the class %q has no nouns", r.Key())
	}
	v.classes[r.Key()] = wordForms(in, r.List(1), false)
	return nil
}

// modesOf tells a user the modes of type t.
func modesOf(t chancery.EventType) string {
	if m := chancery.Modes(t); len(m) > 0 {
		return "write one of " + strings.Join(m, ", ") + ", or leave the column empty"
	}
	return "it has none, leave the column empty"
}

func listed[T ~string](all []T) string {
	var out []string
	for _, x := range all {
		out = append(out, string(x))
	}
	return strings.Join(out, ", ")
}

func eventType(r lexicon.Row, s string) (chancery.EventType, error) {
	for _, t := range chancery.EventTypes {
		if string(t) == s {
			return t, nil
		}
	}
	if s == "" && strings.Contains(r.Key(), " ") {
		return "", r.Errorf("the line has no second column: put tabs, not spaces, between the columns")
	}
	return "", r.Errorf("%q is no PLOVER event type: write one of %s, or - for words that tell no event", s, listed(chancery.EventTypes[:]))
}

func (v *vocabulary) pattern(r lexicon.Row) (*pattern, error) {
	if r.Field(1) == "-" {
		return &pattern{row: &r}, nil
	}
	typ, err := eventType(r, r.Field(1))
	if err != nil {
		return nil, err
	}
	p := &pattern{typ: typ, modes: r.List(2), roles: map[string]role{}, need: map[string]bool{}, cameo: r.Field(4), flags: map[string]bool{}, row: &r}
	for _, m := range p.modes {
		if !chancery.ValidMode(typ, m) {
			return nil, r.Errorf("%q is no mode of %s: %s", m, typ, modesOf(typ))
		}
	}
	if types := v.cameo[p.cameo]; p.cameo != "" && !slices.Contains(types, string(typ)) {
		return nil, r.Errorf("%q is no CAMEO code of %s: write one that cameo.txt gives it, or leave the column empty", p.cameo, typ)
	}
	for _, f := range strings.Fields(r.Field(3)) {
		place, who, ok := strings.Cut(f, "=")
		who, need := strings.CutSuffix(who, "+")
		if !ok || len(who) != 1 || strings.IndexByte("ARMT", who[0]) < 0 {
			return nil, r.Errorf("the role %q is not of the form place=A, R, M or T, such as subj=A+ or with=R", f)
		}
		if place != "subj" && place != "obj" && !slices.Contains(prepositionOrder[:], place) {
			return nil, r.Errorf("the role %q has no place that is known: write subj, obj, own or one of the prepositions %s", f, strings.Join(prepositionOrder[1:], ", "))
		}
		p.roles[place] = role(who[0])
		if need {
			p.need[place] = true
		}
	}
	for _, f := range r.List(5) {
		p.flags[f] = true
	}
	return p, nil
}

// verbFlags and nounFlags are what the last column of verbs.txt and nouns.txt
// may hold; the files say what each means.
var (
	verbFlags = [...]string{"abroad", "acts", "aim", "alone", "armed", "bare", "body", "finite", "joins", "jointly", "other", "people", "person", "quoted", "refusal", "rest", "state", "told", "topic", "two", "whom", "wish"}
	nounFlags = [...]string{"back", "deed", "people", "sides", "state", "topic", "two", "undergone"}
)

func (v *vocabulary) verbRow(r lexicon.Row, in *lang.Inflector) error {
	p, err := v.pattern(r)
	if err != nil {
		return err
	}
	for _, f := range r.List(5) {
		if !slices.Contains(verbFlags[:], f) {
			return r.Errorf("the flag %q is none of %s", f, strings.Join(verbFlags[:], ", "))
		}
	}
	words := strings.Fields(r.Key())
	if c, ok := strings.CutPrefix(words[0], "{"); ok && len(words) > 1 {
		p.subject, words = strings.TrimSuffix(c, "}"), words[1:]
		if v.classes[p.subject] == nil {
			return r.Errorf("no class {%s} in objects.txt: add it there (in a codebook, under [objects]) or correct its name", p.subject)
		}
	}
	if strings.ContainsAny(words[0], "{~") {
		return r.Errorf("the pattern %q does not begin with a verb: write its lemma first, or a class of its subject and then the lemma", r.Key())
	}
	for _, w := range words[1:] {
		if c, ok := strings.CutPrefix(w, "{"); ok {
			p.class = strings.TrimSuffix(c, "}")
			if v.classes[p.class] == nil {
				return r.Errorf("no class {%s} in objects.txt: add it there (in a codebook, under [objects]) or correct its name", p.class)
			}
			continue
		}
		p.words = append(p.words, w)
	}
	for _, f := range in.Verb(words[0]) {
		v.verbs[f] = append(v.verbs[f], p)
	}
	return nil
}

func (v *vocabulary) nounRow(r lexicon.Row, in *lang.Inflector) error {
	p, err := v.pattern(r)
	if err != nil {
		return err
	}
	for _, f := range r.List(5) {
		if !slices.Contains(nounFlags[:], f) {
			return r.Errorf("the flag %q is none of %s", f, strings.Join(nounFlags[:], ", "))
		}
	}
	words := strings.Fields(r.Key())
	last := len(words) - 1
	if k := strings.Index(r.Key(), " in the "); k >= 0 { // the head comes first
		last = len(strings.Fields(r.Key()[:k])) - 1
	}
	for _, f := range in.Noun(words[last]) {
		q := *p
		q.words = append([]string(nil), words...)
		q.words[last] = f
		q.flags = p.flags
		v.nouns[f] = append(v.nouns[f], &q)
	}
	return nil
}

func (v *vocabulary) lightRow(r lexicon.Row, in *lang.Inflector) error {
	verb, particle, _ := strings.Cut(r.Key(), " ")
	place := r.Field(1)
	if place != "obj" && place != "subj" {
		return r.Errorf("the place %q is neither obj nor subj", place)
	}
	l := light{status: r.Field(2), row: &r}
	if !statusWords[l.status] {
		return r.Errorf("%q is none of do, plan, request, offer, threaten, possible, cancel, deny", l.status)
	}
	switch who := r.Field(3); who {
	case "A", "R", "M", "S":
		l.role = role(who[0])
	case "-", "":
	default:
		return r.Errorf("the role %q is none of A, R, M, S, -", who)
	}
	for _, f := range in.Verb(verb) {
		k := keyed{f, particle}
		if v.lights[k] == nil {
			v.lights[k] = map[string]light{}
		}
		v.lights[k][place] = l
	}
	return nil
}

var statusWords = map[string]bool{"do": true, "plan": true, "request": true, "offer": true, "threaten": true,
	"possible": true, "cancel": true, "deny": true}

func (v *vocabulary) modifierRow(r lexicon.Row, _ *lang.Inflector) error {
	if !validStatus(r.Field(1)) {
		return r.Errorf("%q is no status", r.Field(1))
	}
	v.modifiers[r.Key()] = r.Field(1)
	v.rows[entry{"modifiers", r.Key(), ""}] = &r
	return nil
}

func (v *vocabulary) instrumentRow(r lexicon.Row, in *lang.Inflector) error {
	if !chancery.ValidMode(chancery.Assault, r.Field(1)) {
		return r.Errorf("%q is no mode of ASSAULT", r.Field(1))
	}
	for f := range wordForms(in, []string{r.Key()}, false) {
		v.instruments[f] = r.Field(1)
		v.rows[entry{"instruments", f, ""}] = &r
	}
	return nil
}

func (v *vocabulary) scoreRow(r lexicon.Row, _ *lang.Inflector) error {
	if _, err := eventType(r, r.Key()); err != nil {
		return err
	}
	x, err := strconv.ParseFloat(r.Field(2), 64)
	if err != nil {
		return r.Errorf("the score %q is no number", r.Field(2))
	}
	v.scores[r.Key()+" "+r.Field(1)] = x
	return nil
}

func (v *vocabulary) topicRow(r lexicon.Row, in *lang.Inflector) error {
	typ, err := eventType(r, r.Key())
	if err != nil {
		return err
	}
	if !chancery.ValidMode(typ, r.Field(1)) {
		return r.Errorf("%q is no mode of %s: %s", r.Field(1), typ, modesOf(typ))
	}
	v.topics[typ] = append(v.topics[typ], labelled{r.Field(1), wordForms(in, r.List(2), true), &r})
	return nil
}

func (v *vocabulary) weaponRow(r lexicon.Row, in *lang.Inflector) error {
	if !chancery.ValidMode(chancery.Assault, r.Key()) {
		return r.Errorf("%q is no mode of ASSAULT", r.Key())
	}
	v.weapons = append(v.weapons, labelled{r.Key(), wordForms(in, r.List(1), false), &r})
	return nil
}

func (v *vocabulary) contextRow(r lexicon.Row, in *lang.Inflector) error {
	v.contexts = append(v.contexts, labelled{r.Key(), wordForms(in, r.List(1), true), &r})
	return nil
}

func (v *vocabulary) denialRow(r lexicon.Row, in *lang.Inflector) error {
	forms := []string{r.Key()}
	switch use := r.Field(1); use {
	case "verb":
		forms = in.Verb(r.Key())
	case "noun":
		for f := range wordForms(in, forms, false) {
			v.denials[keyed{f, use}] = true
			v.rows[entry{"denials", f, use}] = &r
		}
	case "power":
		forms = in.Noun(r.Key())
	case "adverb", "determiner", "preposition", "truth", "falsehood":
	default:
		return r.Errorf("%q is none of verb, noun, adverb, determiner, preposition, power, truth, falsehood", use)
	}
	for _, f := range forms {
		v.denials[keyed{f, r.Field(1)}] = true
		v.rows[entry{"denials", f, r.Field(1)}] = &r
	}
	return nil
}

func (v *vocabulary) transparentRow(r lexicon.Row, in *lang.Inflector) error {
	for f := range wordForms(in, []string{r.Key()}, false) {
		v.transparent[f] = true
	}
	return nil
}

func (v *vocabulary) pictureRow(r lexicon.Row, in *lang.Inflector) error {
	for f := range wordForms(in, []string{r.Key()}, false) {
		v.pictures[f] = true
	}
	return nil
}
