package lang

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/chancery-project/chancery/lexicon"
)

// tagger is a trigram part-of-speech tagger with suffix back-off (Brants
// 2000, TnT) over the Penn tag set. Its tables are plain counts.
type tagger struct {
	tags     []string
	index    map[string]int
	words    map[string][]emission
	suffixes map[string][]emission
	// log P(c|a,b), interpolated; indexed (a*n+b)*n+c
	transition []float32
	logPrior   []float64
	start, end int
}

type emission struct {
	tag int
	log float64 // log P(tag|word) - log P(tag), up to a constant of the word
}

// droppedTags of the treebanks mark no class of word.
var droppedTags = map[string]bool{"GW": true, "ADD": true, "AFX": true, "NFP": true, "XX": true, "FW": true, "LS": true}

func newTagger(lex *lexicon.Lexicon) (*tagger, error) {
	t := &tagger{index: map[string]int{}, words: map[string][]emission{}, suffixes: map[string][]emission{}}
	if err := t.readTransitions(lex); err != nil {
		return nil, err
	}
	for _, file := range [...]struct {
		name  string
		table map[string][]emission
	}{{"tags/words.txt", t.words}, {"tags/field.txt", t.words}, {"tags/suffixes.txt", t.suffixes}} {
		name, table := file.name, file.table
		rows, err := lex.Rows(name)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			es, err := t.emissions(r, name == "tags/suffixes.txt")
			if err != nil {
				return nil, err
			}
			if len(es) > 0 {
				table[r.Key()] = es
			}
		}
	}
	in, err := NewInflector(lex)
	if err != nil {
		return nil, err
	}
	t.inflect(in)
	return t, nil
}

// inflect adds the forms of the verbs that the tables know and whose forms
// they lack: "denies" beside "deny".
func (t *tagger) inflect(in *Inflector) {
	add := map[string][]string{}
	for _, w := range slices.Sorted(maps.Keys(t.words)) { // two verbs may share a form
		verb, noun := false, false
		for _, e := range t.words[w] {
			verb = verb || t.tags[e.tag] == "VB" || t.tags[e.tag] == "VBP"
			noun = noun || t.tags[e.tag] == "NN"
		}
		if !verb || len(w) < 3 || w != strings.ToLower(w) {
			continue
		}
		for _, f := range in.Verb(w) {
			switch {
			case t.words[f] != nil || f == w:
			case strings.HasSuffix(f, "ing"):
				add[f] = []string{"VBG"}
			case strings.HasSuffix(f, "s") && noun:
				add[f] = []string{"VBZ", "NNS"}
			case strings.HasSuffix(f, "s"):
				add[f] = []string{"VBZ"}
			default:
				add[f] = []string{"VBD", "VBN"}
			}
		}
	}
	for f, tags := range add {
		t.words[f] = t.only(tags...)
	}
}

func (t *tagger) readTransitions(lex *lexicon.Lexicon) error {
	rows, err := lex.Rows("tags/trigrams.txt")
	if err != nil {
		return err
	}
	type tri struct{ a, b, c, n int }
	var all []tri
	id := func(tag string) int {
		i, ok := t.index[tag]
		if !ok {
			i = len(t.tags)
			t.index[tag] = i
			t.tags = append(t.tags, tag)
		}
		return i
	}
	t.start, t.end = id("<s>"), id("</s>")
	for _, r := range rows {
		n, err := strconv.Atoi(r.Field(3))
		if err != nil {
			return r.Errorf("the count %q is no number", r.Field(3))
		}
		if droppedTags[r.Field(0)] || droppedTags[r.Field(1)] || droppedTags[r.Field(2)] {
			continue
		}
		all = append(all, tri{id(r.Field(0)), id(r.Field(1)), id(r.Field(2)), n})
	}
	n := len(t.tags)
	uni, bi, triN := make([]float64, n), make([]float64, n*n), make([]float64, n*n*n)
	ctx1, ctx2, total := make([]float64, n), make([]float64, n*n), 0.0
	for _, x := range all {
		c := float64(x.n)
		triN[(x.a*n+x.b)*n+x.c] += c
		ctx2[x.a*n+x.b] += c
		bi[x.b*n+x.c] += c
		ctx1[x.b] += c
		uni[x.c] += c
		total += c
	}
	l1, l2, l3 := interpolation(n, triN, bi, uni, ctx2, ctx1, total)
	t.transition = make([]float32, n*n*n)
	t.logPrior = make([]float64, n)
	for c := range n {
		t.logPrior[c] = math.Log((uni[c] + 1) / (total + float64(n)))
	}
	for a := range n {
		for b := range n {
			for c := range n {
				p := l1 * (uni[c] + 0.1) / (total + 0.1*float64(n))
				if ctx1[b] > 0 {
					p += l2 * bi[b*n+c] / ctx1[b]
				}
				if ctx2[a*n+b] > 0 {
					p += l3 * triN[(a*n+b)*n+c] / ctx2[a*n+b]
				}
				t.transition[(a*n+b)*n+c] = float32(math.Log(p))
			}
		}
	}
	return nil
}

// interpolation weighs unigrams, bigrams and trigrams by deleted
// interpolation (Brants 2000, figure 1).
func interpolation(n int, tri, bi, uni, ctx2, ctx1 []float64, total float64) (l1, l2, l3 float64) {
	for a := range n {
		for b := range n {
			for c := range n {
				k := tri[(a*n+b)*n+c]
				if k == 0 {
					continue
				}
				share := func(num, den float64) float64 {
					if den <= 1 {
						return 0
					}
					return (num - 1) / (den - 1)
				}
				p3, p2, p1 := share(k, ctx2[a*n+b]), share(bi[b*n+c], ctx1[b]), share(uni[c], total)
				switch {
				case p3 >= p2 && p3 >= p1:
					l3 += k
				case p2 >= p1:
					l2 += k
				default:
					l1 += k
				}
			}
		}
	}
	sum := l1 + l2 + l3
	if sum == 0 {
		return 1, 0, 0
	}
	return l1 / sum, l2 / sum, l3 / sum
}

// openTags are those that a word that the tables do not know may have.
var openTags = map[string]bool{"NN": true, "NNS": true, "NNP": true, "NNPS": true, "JJ": true, "JJR": true, "JJS": true, "RB": true,
	"VB": true, "VBD": true, "VBG": true, "VBN": true, "VBP": true, "VBZ": true, "CD": true}

// alike are pairs of tags of which a verb form that has one can have the
// other, however seldom the treebanks show it.
var alike = [...]struct{ ending, a, b string }{{"ed", "VBD", "VBN"}, {"", "VB", "VBP"}}

// emissions reads the counts of a row. Those of a word get a half for the
// tag that regular inflection allows too; those of an ending only keep open
// classes.
func (t *tagger) emissions(r lexicon.Row, ending bool) ([]emission, error) {
	var es []emission
	total := 0.0
	counts := map[string]float64{}
	for _, f := range strings.Fields(r.Field(1)) {
		tag, count, ok := strings.Cut(f, ":")
		if i := strings.LastIndexByte(f, ':'); i > 0 {
			tag, count, ok = f[:i], f[i+1:], true
		}
		n, err := strconv.Atoi(count)
		if !ok || err != nil {
			return nil, r.Errorf("%q is not tag:count", f)
		}
		i, known := t.index[tag]
		if !known || droppedTags[tag] || ending && !openTags[tag] {
			continue
		}
		total += float64(n)
		counts[tag] = float64(n)
		es = append(es, emission{i, float64(n)})
	}
	for _, x := range alike {
		for _, pair := range [...][2]string{{x.a, x.b}, {x.b, x.a}} {
			if i, known := t.index[pair[1]]; known && !ending && strings.HasSuffix(r.Key(), x.ending) && counts[pair[0]] > 0 && counts[pair[1]] == 0 {
				es = append(es, emission{i, 0.5})
				total += 0.5
			}
		}
	}
	for i := range es {
		es[i].log = math.Log(es[i].log/total) - t.logPrior[es[i].tag]
	}
	return es, nil
}

// tag sets the Tag of each token of one sentence.
func (t *tagger) tag(tokens []Token) {
	n := len(t.tags)
	type state struct {
		a, b int // the last two tags
		log  float64
		back int // index in the step before
	}
	steps := make([][]state, 0, len(tokens)+1)
	steps = append(steps, []state{{t.start, t.start, 0, -1}})
	for i := range tokens {
		best := map[[2]int]int{}
		var next []state
		for _, e := range t.candidates(tokens, i) {
			for k, s := range steps[i] {
				score := s.log + float64(t.transition[(s.a*n+s.b)*n+e.tag]) + e.log
				key := [2]int{s.b, e.tag}
				if j, ok := best[key]; !ok {
					best[key] = len(next)
					next = append(next, state{s.b, e.tag, score, k})
				} else if score > next[j].log {
					next[j] = state{s.b, e.tag, score, k}
				}
			}
		}
		steps = append(steps, next)
	}
	last, at := steps[len(tokens)], 0
	for k, s := range last {
		if s.log+float64(t.transition[(s.a*n+s.b)*n+t.end]) > last[at].log+float64(t.transition[(last[at].a*n+last[at].b)*n+t.end]) {
			at = k
		}
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		s := steps[i+1][at]
		tokens[i].Tag = t.tags[s.b]
		at = s.back
	}
}

// candidates returns the tags that token i may have, never none.
func (t *tagger) candidates(tokens []Token, i int) []emission {
	tok := tokens[i]
	word := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, tok.Text)
	first := i == 0 || i == 1 && tokens[0].Kind == Mark
	if tok.Cap && first {
		if es := t.words[strings.ToLower(word)]; es != nil && t.words[word] == nil {
			return es
		} else if es != nil {
			return t.merge(es, t.words[word])
		}
	}
	if es := t.words[word]; es != nil {
		return es
	}
	if tok.Cap && strings.ToUpper(word) == word { // headlines in capitals
		if es := t.words[strings.ToLower(word)]; es != nil && len(word) > 3 {
			return es
		}
	}
	switch {
	case tok.Kind == Number && strings.Contains(word, "-") && strings.IndexFunc(word, unicode.IsLetter) >= 0:
		return t.only("JJ")
	case tok.Kind == Number && strings.HasSuffix(word, "s") && strings.HasPrefix(word, "0"):
		return t.only("NNS")
	case tok.Kind == Number && (strings.HasSuffix(word, "th") || strings.HasSuffix(word, "st") || strings.HasSuffix(word, "nd") || strings.HasSuffix(word, "rd")):
		return t.only("JJ")
	case tok.Kind == Number:
		return t.only("CD")
	case tok.Kind == Mark:
		return t.mark(tok.Text)
	case tok.Lower == "'s" || tok.Lower == "'":
		return t.only("POS")
	}
	if j := strings.LastIndexByte(word, '-'); j > 0 && j+1 < len(word) {
		if tok.Cap {
			return t.only("NNP", "JJ")
		}
		return t.only("JJ", "NN")
	}
	return t.suffix(word, tok.Cap)
}

func (t *tagger) mark(s string) []emission {
	switch {
	case strings.ContainsAny(s, "\"'"):
		return t.only("''", "``")
	case strings.ContainsAny(s, "([{"):
		return t.only("-LRB-")
	case strings.ContainsAny(s, ")]}"):
		return t.only("-RRB-")
	case strings.ContainsAny(s, "$€£¥"):
		return t.only("$")
	case s == "%":
		return t.only("NN")
	case strings.ContainsAny(s, ".!?"):
		return t.only(".")
	}
	return t.only(":", ",")
}

func (t *tagger) only(tags ...string) []emission {
	es := make([]emission, 0, len(tags))
	for _, tag := range tags {
		if i, ok := t.index[tag]; ok {
			es = append(es, emission{i, 0})
		}
	}
	if len(es) == 0 {
		es = append(es, emission{2 % len(t.tags), 0})
	}
	return es
}

func (t *tagger) merge(a, b []emission) []emission {
	out := append([]emission(nil), a...)
	for _, e := range b {
		known := false
		for _, x := range a {
			known = known || x.tag == e.tag
		}
		if !known {
			out = append(out, e)
		}
	}
	return out
}

func (t *tagger) suffix(word string, capital bool) []emission {
	low, mark := strings.ToLower(word), "~"
	if capital {
		mark = "^~"
	}
	for k := min(5, len(low)); k >= 0; k-- {
		if es := t.suffixes[mark+low[len(low)-k:]]; es != nil {
			return es
		}
	}
	return t.only("NN", "NNP")
}
