package actor

import (
	"strings"
	"testing"
	"testing/fstest"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// TestDescribed shows which state a noun stands for that names none.
func TestDescribed(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, phrase, want string }{
		{"the country whose act was told last", "Greece signed a pact with Bulgaria. Turkey protested. The country recalled its envoy.", "The country", "Turkey"},
		{"by where it lies", "France pulled its troops out of Mali. Paris thanked the West African country.", "the West African country", "Mali"},
		{"by what it is like", "Qatar refused. Saudi Arabia agreed. Vietnam thanked the island nation and Bahrain.", "the island nation", ""},
		{"an island", "Cyprus backed Greece. The island called for help.", "The island", "Cyprus"},
		{"its ally is another", "Iran met Syria. Iran sent money to its ally.", "its ally", "Syria"},
		{"its neighbour, with words between", "Chad warned Sudan. Chad thanked its eastern neighbour.", "its eastern neighbour", "Sudan"},
		{"his country", "William Ruto left. He said his country would pay.", "his country", "Kenya"},
		{"the half of a divided country", "South Korea condemned North Korea. The North apologised.", "The North", "North Korea"},
		{"another country is not told", "Chad warned Sudan. The other country left.", "The other country", ""},
		{"a country of something", "Chad warned Sudan. Chad is the country of lakes.", "the country", ""},
		{"a neighbour is somebody", "Chad warned Sudan. A neighbour left.", "A neighbour", "neighbour"},
		{"states of a region", "Saudi Arabia and Kuwait left. France and Egypt came. Peru thanked the Gulf states.", "the Gulf states", "Saudi Arabia, Kuwait"},
		{"all that a region has", "Poland and the three Baltic states left.", "the three Baltic states", "Estonia, Lithuania, Latvia"},
		{"a group by who backs it", "The Houthis left Peru. Chad condemned the Iran-backed group.", "the Iran-backed group", "Houthis"},
		{"both halves", "China urged both Koreas to talk.", "both Koreas", "South Korea, North Korea"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cast := f.Find(document(la, c.text))
			at := strings.Index(c.text, c.phrase)
			var got []string
			for _, id := range cast.Parties(chancery.Span{Start: at, End: at + len(c.phrase)}) {
				got = append(got, cast.Actor(id).Name)
			}
			if g := strings.Join(got, ", "); g != c.want {
				t.Errorf("got %q, want %q", g, c.want)
			}
		})
	}
}

func TestFaultyStates(t *testing.T) {
	for file, row := range map[string]string{"actors/regions": "gulf\tXYZ", "actors/short_forms": "isle\tgovernment\tstate\tXYZ", "actors/groups": "isles\tstate\t\t2\tXYZ"} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}
