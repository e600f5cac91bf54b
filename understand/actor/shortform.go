package actor

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// shortForm is what a noun can stand for after "the": a body or a state named before.
type shortForm struct {
	kinds  []chancery.ActorKind
	word   bool   // the body's name holds the noun
	use    string // of what stands for a state: state, placed or other
	states states // those that it can be; nil for any
}

// states is a set of countries.
type states map[string]bool

func (v *vocabulary) readStates(r lexicon.Row, i int) (states, error) {
	var out states
	for _, iso := range r.List(i) {
		if v.countries[iso] == nil {
			return nil, r.Errorf("no country %q in countries.txt", iso)
		}
		if out == nil {
			out = states{}
		}
		out[iso] = true
	}
	return out, nil
}

func (v *vocabulary) readRegion(r lexicon.Row) error {
	s, err := v.readStates(r, 1)
	if err != nil {
		return err
	}
	if s == nil {
		return r.Errorf("%q needs the states that it is said of in the second column", r.Key())
	}
	for _, words := range r.List(0) {
		v.regions[words] = s
	}
	return nil
}

func (v *vocabulary) readShortForm(r lexicon.Row) error {
	f := &shortForm{}
	for _, k := range r.List(1) {
		kind, ok := kinds[k]
		if !ok {
			return r.Errorf("%q is no kind of actor", k)
		}
		f.kinds = append(f.kinds, kind)
	}
	switch r.Field(2) {
	case "word":
		f.word = true
	case "any":
	case "state", "placed", "other":
		f.use = r.Field(2)
	default:
		return r.Errorf("%q is none of word, any, state, placed, other", r.Field(2))
	}
	var err error
	if f.states, err = v.readStates(r, 3); err != nil {
		return err
	}
	v.shortForms[r.Key()] = f
	v.add(r.Key(), shortNoun, v.from(r, &entry{name: r.Key(), lemma: r.Key()}), false)
	return nil
}

// memory is how many sentences back a short form looks.
const memory = 8

// called finds the body that "the bank", "the group" stands for: the one
// mentioned last of those that the noun can mean, or nil.
func (r *resolver) called(i int, x *np) *person {
	if x.iso != "" || x.owner != nil || x.ownerWord != "" || x.sense != "" || x.field != "" || x.place[1] > x.place[0] {
		return nil
	}
	t := r.sentences[i].s.Tokens
	d := t[x.from].Lower
	if x.head+1 != x.tail || d != "the" && d != "this" && d != "that" {
		return nil
	}
	backed := len(x.backers) > 0 && x.from+2 == x.head // "the Iran-backed group"
	if x.from+1 != x.head && !backed {
		return nil
	}
	noun := t[x.head].Lower
	f := r.finder.shortForms[noun]
	if f == nil || f.use != "" {
		return nil
	}
	for k := len(r.mentions) - 1; k >= 0; k-- {
		m := &r.mentions[k]
		if m.Span.Start >= t[x.from].Span.Start {
			continue
		}
		if r.doc.SentenceAt(m.Span.Start) < i-memory && !f.word {
			return nil
		}
		p := m.who
		if p.plural || !slices.Contains(f.kinds, p.actor.Kind) || backed && p.actor.Kind != chancery.ArmedGroup {
			continue
		}
		if f.word && !r.nameHolds(p, noun) || !f.word && m.Kind != chancery.Name && p.lemma != noun {
			continue
		}
		return p
	}
	return nil
}

// nameHolds reports whether the name of p holds a word, or its state's long name does.
func (r *resolver) nameHolds(p *person, word string) bool {
	if p.actor.Kind == chancery.Government {
		return p.lemma == "" && r.byState[p.actor.Country] == p && r.finder.longNames[p.actor.Country][word]
	}
	for _, w := range strings.FieldsFunc(lang.Bare(strings.ToLower(p.actor.Name)), func(c rune) bool { return c == ' ' || c == '-' }) {
		if w == word {
			return true
		}
	}
	return false
}

// houses makes the outlet and the agencies that the article names names: "told
// the Examiner" in the Commonwealth Examiner, "(CNA)" of the Continental News Agency.
func (r *resolver) houses() []*phrase {
	var out []*phrase
	add := func(name, iso string, forms ...string) {
		e := &entry{name: name, lemma: name, kind: chancery.Media, iso: iso, code: join(iso, "JRN")}
		for _, f := range append(forms, name) {
			p := &phrase{class: named, entry: e}
			for _, t := range lang.Tokens(f, chancery.Span{End: len(f)}) {
				p.words = append(p.words, bare(t))
				p.forms = append(p.forms, t.Text)
			}
			if len(p.words) > 0 {
				out = append(out, p)
			}
		}
	}
	if o := strings.TrimPrefix(r.doc.Article.Outlet, "The "); o != "" {
		words := strings.Fields(o)
		var forms []string
		if w := words[len(words)-1]; len(words) > 1 && len(w) > 3 {
			forms = append(forms, "the "+w)
		}
		if len(words) > 2 {
			initials := ""
			for _, w := range words {
				if c := firstRune(w); c >= 'A' && c <= 'Z' {
					initials += string(c)
				}
			}
			if len(initials) > 2 {
				forms = append(forms, initials)
			}
		}
		add(r.doc.Article.Outlet, r.home, forms...)
	}
	for i := range r.doc.Sentences {
		s := &r.doc.Sentences[i]
		if s.Part != chancery.Dateline {
			continue
		}
		from := -1
		for k, t := range s.Tokens {
			switch {
			case t.Text == "(":
				from = k + 1
			case t.Text == ")" && from >= 0 && from < k && k-from < 5:
				name := chancery.Span{Start: s.Tokens[from].Span.Start, End: s.Tokens[k-1].Span.End}.Text(r.doc.Article.Text)
				if s.Tokens[from].Cap && r.finder.match(s.Tokens, from, nil) == nil && !slices.ContainsFunc(out, func(p *phrase) bool { return strings.Join(p.forms, " ") == name }) {
					add(name, "")
				}
				from = -1
			case from >= 0 && (t.Kind != lang.Word || !t.Cap):
				from = -1
			}
		}
	}
	return out
}

// house puts the article's own houses into a sentence, over what the words
// would be by themselves.
func (r *resolver) house(sc *scanner, houses []*phrase) {
	for i := range sc.tokens {
		for _, p := range houses {
			if i+len(p.words) > len(sc.tokens) {
				continue
			}
			same := true
			for j, w := range p.words {
				t := sc.tokens[i+j]
				same = same && bare(t) == w && (t.Text == p.forms[j] || w == "the")
			}
			if !same {
				continue
			}
			at := i
			if p.words[0] == "the" {
				at++
			}
			if end := i + len(p.words); end < len(sc.tokens) && sc.tokens[end].Cap && sc.tokens[end].Kind == lang.Word || covered(sc, at) {
				continue // a longer name
			}
			for k := at; k < i+len(p.words); k++ {
				sc.at[k] = nil
			}
			sc.at[at] = &piece{phrase: p, from: at, to: i + len(p.words)}
			break
		}
	}
}
