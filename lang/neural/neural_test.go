package neural

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestScripts(t *testing.T) {
	for _, c := range [][3]string{
		{"l0", "Talks", "talks"}, {"l1", "talks", "talk"}, {"l3y", "Countries", "country"}, {"t0", "IRAQ", "Iraq"},
		{"k0", "NATO", "NATO"}, {"=be", "was", "be"}, {"l3", "as", "as"}, {"k1", "États", "État"}, {"l12004967424", "2004967424", "2004967424"},
	} {
		s, err := parseScript(c[0])
		if err != nil {
			t.Fatal(err)
		}
		if got := s.apply(c[1]); got != c[2] {
			t.Errorf("%s makes %q of %q, want %q", c[0], got, c[1], c[2])
		}
	}
	for _, bad := range []string{"", "x0", "l", "lx"} {
		if _, err := parseScript(bad); err == nil {
			t.Errorf("%q is taken for a script", bad)
		}
	}
}

func TestLemmaTable(t *testing.T) {
	table := lemmaTable("'s\tPOS\t's\nIraqis\tNNPS\tIraqi\nheld\tVBD\thold\nheld\tVBN\thold\ntalks\tNNS\ttalk\n")
	for _, c := range [][3]string{{"Held", "VBN", "hold"}, {"'s", "POS", "'s"}, {"Iraqis", "NNPS", "Iraqi"}, {"talks", "NNS", "talk"}, {"talks", "VBZ", ""}, {"iraqis", "NNPS", ""}, {"", "", ""}, {"zz", "NN", ""}} {
		if got := table.find(c[0], c[1]); got != c[2] {
			t.Errorf("%s as %s has lemma %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if got := lemmaTable("").find("x", "NN"); got != "" {
		t.Errorf("an empty table gives %q", got)
	}
}

func TestNamesNeverBeginInside(t *testing.T) {
	names := []string{"O", "B-PER", "I-PER", "B-GPE", "I-GPE"}
	for name, c := range map[string]struct {
		scores [][]float32
		want   string
	}{
		"inside alone":      {[][]float32{{0, 1, 5, 0, 0}}, "B-PER"},
		"inside of another": {[][]float32{{0, 4, 0, 3, 0}, {1, 0, 0, 0, 4}}, "B-GPE I-GPE"},
		"two side by side":  {[][]float32{{0, 4, 0, 3, 0}, {1, 3, 0, 0, 0}}, "B-PER B-PER"},
	} {
		var got []string
		for _, k := range bestNames(c.scores, names, follows(names)) {
			got = append(got, names[k])
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// The word pieces and case classes are those that the model was trained with.
func TestPiecesAreThoseOfTraining(t *testing.T) {
	m := model(t)
	raw, err := os.ReadFile("testdata/wordpieces.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimRight(string(raw), "\n"), "\n") {
		cells := strings.Split(line, "\t")
		var got []string
		for _, id := range m.vocabulary.pieces(cells[0]) {
			got = append(got, strconv.Itoa(int(id)))
		}
		if strings.Join(got, " ") != cells[1] || strconv.Itoa(shape(cells[0])) != cells[2] {
			t.Errorf("%q has pieces %v and shape %d, in training %s and %s", cells[0], got, shape(cells[0]), cells[1], cells[2])
		}
	}
}
