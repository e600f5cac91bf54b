package parse

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chancery-project/chancery/lexicon"
)

// own is the built-in lexicon with a names.txt of one's own before it.
func own(names string) *lexicon.Lexicon {
	return lexicon.Embedded().With("own", fstest.MapFS{"names.txt": {Data: []byte(names)}})
}

// What names.txt says of a word counts: a word that the model calls a person is none after a vote against it, and a word of a
// tag becomes what a vote makes it.
func TestVotesCount(t *testing.T) {
	words := strings.Fields("The Prime Minister met Maria Petrenko and the Republicans in Oslo .")
	for name, c := range map[string]struct{ votes, word, want string }{
		"the built-in votes":       {"", "Petrenko", "I-PER"},
		"against every name":       {"any\tO\t1000\n", "Petrenko", "O"},
		"for a tag":                {"NNPS\tLAW\t1000\n", "Republicans", "-LAW"},
		"of another tag":           {"NNPS\tLAW\t1000\n", "Petrenko", "I-PER"},
		"for first names":          {"first name\tFAC\t1000\n", "Maria", "-FAC"},
		"not for other words":      {"first name\tFAC\t1000\n", "Oslo", "B-GPE"},
		"for every word":           {"any\tFAC\t1000\n", "in", "-FAC"},
		"a later clone counts too": {"any\tO\t1000\n", "Oslo", "O"},
	} {
		p, err := New(own(c.votes), Careful)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i, w := range p.Clone().Words([][]string{words})[0] {
			if words[i] == c.word && !strings.HasSuffix(w.Name, c.want) {
				t.Errorf("%s: %s is %s, want %s", name, c.word, w.Name, c.want)
			}
		}
	}
}

func TestDamagedVotes(t *testing.T) {
	for _, c := range []struct{ votes, want string }{
		{"any\tO\tmuch\n", "own/names.txt:1: \"much\" is no number"},
		{"any\tO\tNaN\n", "no number"},
		{"any\tO\n", "no number"},
		{"any\tSHIP\t1\n", "own/names.txt:1: the language model knows no names of kind \"SHIP\""},
		{"# one\nNNPZ\tPER\t1\n", "own/names.txt:2: the language model knows no tag \"NNPZ\""},
	} {
		if _, err := New(own(c.votes), Fast); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.votes, err, c.want)
		}
	}
}
