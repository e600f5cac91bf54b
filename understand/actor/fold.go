package actor

import (
	"strings"
	"sync"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// foldings makes the spellings of a name from another script meet: Kadhimi,
// al-Kadhimi and Kazemi. What folds to what stands in actors/foldings.txt.
type foldings struct {
	words     map[string]string // whole words; "" drops them
	rules     []folding
	twins     []folding
	countries map[string]bool // whose people are known by folded names

	once     sync.Once
	names    map[string][]*entry // folded name -> persons
	surnames map[string][]*entry
}

type folding struct {
	from, to, where string
}

// least is the length from which a folded name tells people apart.
const least = 7

func (v *vocabulary) readFolding(r lexicon.Row) error {
	f := folding{r.Key(), r.Field(1), r.Field(2)}
	switch f.where {
	case "word":
		v.fold.words[f.from] = f.to
	case "twin":
		v.fold.twins = append(v.fold.twins, f)
	case "start", "end", "any":
		v.fold.rules = append(v.fold.rules, f)
	case "country":
		for _, iso := range r.List(0) {
			if v.countries[iso] == nil {
				return r.Errorf("no country %q in countries.txt", iso)
			}
			v.fold.countries[iso] = true
		}
	default:
		return r.Errorf("%q is none of word, twin, start, end, any, country", f.where)
	}
	return nil
}

// keys returns the folded forms of the words of a name, without its spaces:
// one, or two where a sound has twins.
func (f *foldings) keys(words []string) []string {
	var plain, twin strings.Builder
	for _, w := range words {
		for _, part := range strings.FieldsFunc(lang.Bare(strings.ToLower(w)), func(r rune) bool { return r == '-' || r == ' ' }) {
			part = once(strings.Map(letters, part))
			if to, ok := f.words[part]; ok {
				plain.WriteString(to)
				twin.WriteString(to)
				continue
			}
			plain.WriteString(f.word(part))
			for _, t := range f.twins {
				part = strings.ReplaceAll(part, t.from, t.to)
			}
			twin.WriteString(f.word(part))
		}
	}
	if plain.String() == twin.String() {
		return []string{plain.String()}
	}
	return []string{plain.String(), twin.String()}
}

// word folds one word. A twin that is still in it loses its h: "dh" is d.
func (f *foldings) word(w string) string {
	for _, t := range f.twins {
		w = strings.ReplaceAll(w, t.from, t.from[:1])
	}
	for _, r := range f.rules {
		switch r.where {
		case "start":
			if rest, ok := strings.CutPrefix(w, r.from); ok {
				w = r.to + rest
			}
		case "end":
			if rest, ok := strings.CutSuffix(w, r.from); ok && rest != "" {
				w = rest + r.to
			}
		case "any":
			w = strings.ReplaceAll(w, r.from, r.to)
		}
	}
	return once(w)
}

// once writes letters that follow themselves one time.
func once(s string) string {
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

func letters(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 0x80 && r != '’' && r != 'ʻ' && r != 'ʼ' && r != '‘' {
		return r
	}
	return -1
}

// index folds the names of the lexicon's persons, on first use.
func (v *vocabulary) index() {
	f := v.fold
	f.names, f.surnames = map[string][]*entry{}, map[string][]*entry{}
	put := func(m map[string][]*entry, key string, e *entry) {
		for _, x := range m[key] {
			if x == e {
				return
			}
		}
		m[key] = append(m[key], e)
	}
	for _, e := range v.people {
		if !f.countries[e.iso] {
			continue
		}
		words := strings.Fields(e.name)
		if len(words) > 1 {
			for _, k := range f.keys(words) {
				put(f.names, k, e)
			}
		}
		if !e.minor {
			for _, k := range f.keys(words[len(words)-1:]) {
				put(f.surnames, k, e)
			}
		}
	}
}

// spelled returns the person of the lexicon whose whole name folds to the same
// as words, the first of those of one country; nil where two countries have one.
func (v *vocabulary) spelled(words []string) *entry {
	if len(words) < 2 {
		return nil
	}
	v.fold.once.Do(v.index)
	var found *entry
	for _, k := range v.fold.keys(words) {
		for _, e := range v.fold.names[k] {
			if len(k) < least || found != nil && found.iso != e.iso {
				return nil
			}
			if found == nil {
				found = e
			}
		}
	}
	return found
}

// spelledSurname lists the persons whose surname folds to the same as word.
func (v *vocabulary) spelledSurname(word string) []*entry {
	v.fold.once.Do(v.index)
	var out []*entry
	for _, k := range v.fold.keys([]string{word}) {
		if len(k) >= least-2 {
			out = append(out, v.fold.surnames[k]...)
		}
	}
	return out
}

// meet reports whether two words can be one name in two spellings.
func (r *resolver) meet(a, b string) bool {
	if len(a) > len(b)+4 || len(b) > len(a)+4 {
		return false
	}
	for _, x := range r.folds(a) {
		for _, y := range r.folds(b) {
			if x == y && len(x) >= least-2 {
				return true
			}
		}
	}
	return false
}

// folds keeps the folded forms of the article's words.
func (r *resolver) folds(w string) []string {
	k, ok := r.folded[w]
	if !ok {
		k = r.finder.fold.keys([]string{w})
		r.folded[w] = k
	}
	return k
}
