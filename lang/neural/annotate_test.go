package neural

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/lang/neural/kernel"
	"github.com/chancery-project/chancery/lang/neural/weights"
)

func model(t testing.TB) *Model {
	t.Helper()
	m, err := Load(weights.Model())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func annotator(t testing.TB, m *Model, layers int) *Annotator {
	t.Helper()
	a, err := m.Annotator(layers)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func sentences(lines ...string) [][]string {
	var out [][]string
	for _, l := range lines {
		out = append(out, strings.Fields(l))
	}
	return out
}

var some = sentences(
	"Iraq formally asked for talks , officials told the Associated Press .",
	"The White House said they would be held in April 2021 , probably online .",
	"No .",
	"Mr. Al - Kadhimi , who took office in May , met Jen Psaki 's deputy in Washington D.C. on Feb. 23 to discuss the 2,500 troops .",
	"\u200b \ufffd ☢ 北京 zzzzqqqq",
)

// What a reader would say of plain sentences.
func TestAnnotate(t *testing.T) {
	m := model(t)
	for _, layers := range m.Layers() {
		got := annotator(t, m, layers).Annotate(some[:1])[0]
		var tags, lemmas, heads, names []string
		for _, w := range got {
			tags, lemmas, names = append(tags, w.XPOS), append(lemmas, w.Lemma), append(names, w.Name)
			heads = append(heads, strconv.Itoa(w.Head)+":"+w.Relation)
		}
		for what, c := range map[string][2]string{
			"tags":   {strings.Join(tags, " "), "NNP RB VBD IN NNS , NNS VBD DT NNP NNP ."},
			"lemmas": {strings.Join(lemmas, " "), "Iraq formally ask for talk , official tell the Associated Press ."},
			"names":  {strings.Join(names, " "), "B-GPE O O O O O O O O B-ORG I-ORG O"},
			"heads":  {strings.Join(heads[:3], " "), "3:nsubj 3:advmod 8:ccomp"},
		} {
			if c[0] != c[1] {
				t.Errorf("%d layers, %s: %s, want %s", layers, what, c[0], c[1])
			}
		}
	}
}

// Whether a sentence stands alone or among others, its analysis is the same.
func TestCompanyChangesNothing(t *testing.T) {
	a := annotator(t, model(t), 0)
	var many [][]string
	for range 8 {
		many = append(many, some...)
	}
	together := a.Annotate(many)
	for i, s := range many {
		if alone := a.Annotate([][]string{s})[0]; !reflect.DeepEqual(alone, together[i]) {
			t.Fatalf("%v alone is %v, among others %v", s, alone, together[i])
		}
	}
}

// Every path gives the analysis of plain Go.
func TestPathsAgree(t *testing.T) {
	paths := kernel.Paths()
	var want [][]Word
	for i := len(paths) - 1; i >= 0; i-- {
		m, err := LoadOn(weights.Model(), paths[i])
		if err != nil {
			t.Fatal(err)
		}
		got := annotator(t, m, 0).Annotate(some)
		if want == nil {
			want = got
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s differs from plain Go", paths[i].Name)
		}
	}
}

// A sentence without end, an empty one and words of nothing are analysed; every analysis is a tree.
func TestHostileSentences(t *testing.T) {
	long := strings.Fields(strings.Repeat("the talks , which began in June , went on and ", 120))
	for name, words := range map[string][]string{
		"long":         long,
		"one word":     {strings.Repeat("reconnaissance-", 500)},
		"long words":   strings.Fields(strings.Repeat(strings.Repeat("x9é", 200)+" ", 90)),
		"marks":        strings.Fields(strings.Repeat(". ", 700)),
		"empty forms":  {"", " ", "\u00ad", "\xff"},
		"no sentence":  {},
		"only hidden":  {"\u200b"},
		"many accents": {"a" + strings.Repeat("\u0301", 3000)},
	} {
		got := annotator(t, model(t), 0).Annotate([][]string{words})[0]
		if len(got) != len(words) {
			t.Fatalf("%s: %d words came back for %d", name, len(got), len(words))
		}
		heads := make([]int, len(got)+1)
		roots := 0
		for i, w := range got {
			if w.Head < 0 || w.Head > len(got) || w.Head == i+1 || w.UPOS == "" || w.XPOS == "" || w.Relation == "" || w.Name == "" {
				t.Fatalf("%s: word %d is %+v", name, i+1, w)
			}
			if heads[i+1] = w.Head; w.Head == 0 {
				roots++
			}
			if before := "O"; strings.HasPrefix(w.Name, "I-") {
				if i > 0 {
					before = got[i-1].Name
				}
				if before[1:] != w.Name[1:] {
					t.Fatalf("%s: %s after %s", name, w.Name, before)
				}
			}
		}
		if len(got) > 0 && (roots != 1 || cycle(heads) != nil) {
			t.Errorf("%s: %d roots, cycle %v", name, roots, cycle(heads))
		}
	}
}

// A damaged file is an error that says so, never a crash.
func TestDamagedModels(t *testing.T) {
	good := weights.Model()
	head := 1 << 16
	for name, raw := range map[string][]byte{
		"empty":          {},
		"other file":     []byte("PK\x03\x04 something else"),
		"cut in header":  good[:200],
		"cut in weights": good[:len(good)-5000],
		"no vocabulary":  []byte(strings.Replace(string(good[:head]), `"vocabulary"`, `"vocabularx"`, 1) + string(good[head:])),
		"other shape":    []byte(strings.Replace(string(good[:head]), `"shape":[384]`, `"shape":[385]`, 1) + string(good[head:])),
		"label lost":     []byte(strings.Replace(string(good[:head]), `"ADJ",`, `      `, 1) + string(good[head:])),
	} {
		if _, err := Load(raw); err == nil {
			t.Errorf("%s: no error", name)
		} else if testing.Verbose() {
			fmt.Fprintln(os.Stderr, name+":", err)
		}
	}
}

func BenchmarkAnnotate(b *testing.B) {
	m := model(b)
	var words int
	for _, s := range some {
		words += len(s)
	}
	for _, layers := range m.Layers() {
		b.Run(strconv.Itoa(layers)+" layers", func(b *testing.B) {
			a := annotator(b, m, layers)
			for b.Loop() {
				a.Annotate(some)
			}
			b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
