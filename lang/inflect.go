package lang

import (
	"sort"
	"strings"

	"github.com/chancery-project/chancery/lexicon"
)

// Inflector makes the forms of English verbs and nouns from their lemmas, by
// the spelling rules and a table of irregular words (irregular.txt).
type Inflector struct {
	verbs, nouns map[string][]string // lemma -> irregular forms
	double       map[string]bool     // verbs of several syllables that double their last letter
	either       map[string]bool     // of them, those that American spelling does not double
}

// NewInflector compiles irregular.txt.
func NewInflector(lex *lexicon.Lexicon) (*Inflector, error) {
	rows, err := lex.Rows("irregular.txt")
	if err != nil {
		return nil, err
	}
	in := &Inflector{verbs: map[string][]string{}, nouns: map[string][]string{}, double: map[string]bool{}, either: map[string]bool{}}
	for _, r := range rows {
		forms := r.List(2)
		switch r.Field(1) {
		case "verb":
			in.verbs[r.Key()] = forms
		case "noun":
			in.nouns[r.Key()] = forms
		case "double":
			in.double[r.Key()] = true
			in.either[r.Key()] = r.Field(2) == "or not"
		default:
			return nil, r.Errorf("the class %q is none of verb, noun, double", r.Field(1))
		}
	}
	return in, nil
}

// Verb returns the forms of a verb, its lemma first: "meet", "meeting", "meets", "met".
func (in *Inflector) Verb(lemma string) []string {
	stem := lemma
	switch {
	case strings.HasSuffix(lemma, "ie"):
		stem = strings.TrimSuffix(lemma, "ie") + "y"
	case strings.HasSuffix(lemma, "ee") || strings.HasSuffix(lemma, "oe") || strings.HasSuffix(lemma, "ye"):
	case strings.HasSuffix(lemma, "e"):
		stem = strings.TrimSuffix(lemma, "e")
	case in.doubles(lemma):
		stem = lemma + lemma[len(lemma)-1:]
	case strings.HasSuffix(lemma, "c"):
		stem = lemma + "k"
	}
	out := []string{stem + "ing", plural(lemma)}
	if irregular, ok := in.verbs[lemma]; ok {
		return forms(lemma, append(out, irregular...))
	}
	switch {
	case strings.HasSuffix(lemma, "e"):
		out = append(out, lemma+"d")
	case strings.HasSuffix(lemma, "y") && !vowel(lemma, len(lemma)-2):
		out = append(out, strings.TrimSuffix(lemma, "y")+"ied")
	default:
		out = append(out, stem+"ed")
	}
	if in.either[lemma] { // American: canceled, traveling
		out = append(out, lemma+"ed", lemma+"ing")
	}
	return forms(lemma, out)
}

// Noun returns the forms of a noun, its lemma first: "army", "armies".
func (in *Inflector) Noun(lemma string) []string {
	if irregular, ok := in.nouns[lemma]; ok {
		return forms(lemma, append([]string(nil), irregular...))
	}
	return forms(lemma, []string{plural(lemma)})
}

func forms(lemma string, rest []string) []string {
	sort.Strings(rest)
	out := []string{lemma}
	for _, f := range rest {
		if f != out[len(out)-1] && f != lemma {
			out = append(out, f)
		}
	}
	return out
}

func plural(w string) string {
	switch {
	case strings.HasSuffix(w, "y") && len(w) > 1 && !vowel(w, len(w)-2):
		return strings.TrimSuffix(w, "y") + "ies"
	case strings.HasSuffix(w, "s") || strings.HasSuffix(w, "x") || strings.HasSuffix(w, "z") ||
		strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh") || strings.HasSuffix(w, "o") && !vowel(w, len(w)-2):
		return w + "es"
	}
	return w + "s"
}

// doubles reports whether the last letter is doubled before -ed and -ing:
// one short vowel before one consonant at the end of a word of one syllable,
// or of a longer word that the table names ("refer").
func (in *Inflector) doubles(w string) bool {
	n := len(w)
	if in.double[w] {
		return true
	}
	if n < 3 || vowel(w, n-1) || strings.IndexByte("wxyh", w[n-1]) >= 0 || !vowel(w, n-2) || vowel(w, n-3) && w[n-3] != 'u' {
		return false
	}
	syllables := 0
	for i := 0; i < n; i++ {
		if vowel(w, i) && (i == 0 || !vowel(w, i-1)) {
			syllables++
		}
	}
	return syllables == 1
}

func vowel(w string, i int) bool {
	return i >= 0 && i < len(w) && strings.IndexByte("aeiou", w[i]) >= 0
}
