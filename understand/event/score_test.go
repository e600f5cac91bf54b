package event

import (
	"bufio"
	"os"
	"regexp"
	"strconv"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lexicon"
)

// Every pattern has a CAMEO code that goes with its type, and every type and
// mode a score: no event is without.
func TestEveryEventHasACodeAndAScore(t *testing.T) {
	f, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for name, table := range map[string]map[string][]*pattern{"verb": f.verbs, "noun": f.nouns} {
		for form, list := range table {
			for _, p := range list {
				if p.typ != "" && f.cameo[p.cameo] == nil {
					t.Errorf("the %s %q (line %d) has the CAMEO code %q", name, form, p.row.Line, p.cameo)
				}
				n++
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d patterns were seen", n)
	}
	for _, typ := range chancery.EventTypes {
		for _, m := range append([]string{""}, chancery.Modes(typ)...) {
			r := &reading{Finder: f}
			if x := r.score(&draft{Event: chancery.Event{Type: typ, Mode: []string{m}}}); x == nil || *x < -10 || *x > 10 {
				t.Errorf("%s %s has the score %v", typ, m, x)
			}
		}
	}
}

// The scores are those of the ontology, where it lies beside the project.
func TestScoresAreTheOntologys(t *testing.T) {
	file, err := os.Open(sample.Beside("design", "plover_ontology.md"))
	if os.IsNotExist(err) {
		t.Skip("no ontology beside the project: its table is not compared")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	f, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`^\| ([A-Z]+) \| .* \| (?:Yes|No) \| ([-\d.]+) \|`)
	heading := regexp.MustCompile(`^### ([A-Z]+)`)
	mode := regexp.MustCompile("^- `([\\w-]+)` \\(([-\\d.]+)\\):")
	typ, n := "", 0
	compare := func(key, want string) {
		n++
		x, err := strconv.ParseFloat(want, 64)
		if err != nil {
			t.Fatal(err)
		}
		if key == "ACCUSE " { // +3 there, a misprint: scores.txt says so
			x = -x
		}
		if f.scores[key] != x {
			t.Errorf("%s has the score %v, the ontology %v", key, f.scores[key], x)
		}
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if m := row.FindStringSubmatch(lines.Text()); m != nil {
			compare(m[1]+" ", m[2])
		}
		if m := heading.FindStringSubmatch(lines.Text()); m != nil {
			typ = m[1]
		}
		if m := mode.FindStringSubmatch(lines.Text()); m != nil {
			compare(typ+" "+m[1], m[2])
		}
	}
	if err := lines.Err(); err != nil || n < 80 {
		t.Errorf("%d rows compared (%v)", n, err)
	}
}
