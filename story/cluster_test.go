package story

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/chancery-project/chancery/lexicon"
)

func clusterer(t *testing.T) *Clusterer {
	t.Helper()
	c, err := NewClusterer(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var twoAffairs = []Document{
	{"a", "Rockets hit Balad air base", "Five rockets hit the Balad air base north of Baghdad on Sunday, wounding three contractors, the Iraqi army said.", "2021-04-18"},
	{"b", "Contractors wounded at Balad air base", "Three contractors were wounded when rockets hit the Balad air base in Iraq, officials in Baghdad said.", "2021-04-19"},
	{"c", "Egypt and Sudan reject Ethiopia's offer on the Nile dam", "Cairo and Khartoum rejected an offer by Addis Ababa to share data on the filling of the Renaissance dam on the Nile.", "2021-04-18"},
	{"d", "Ethiopia presses on with second filling of Nile dam", "Addis Ababa will go on with the filling of the Renaissance dam although Cairo and Khartoum object, Ethiopia said.", "2021-04-20"},
}

func TestStoriesArePutTogetherByWhatTheyAreAbout(t *testing.T) {
	got := clusterer(t).Stories(twoAffairs)
	if got[0] != got[1] || got[2] != got[3] || got[0] == got[2] {
		t.Errorf("%v", got)
	}
}

// Attacks on one base in three months are three stories, however alike they are told.
func TestAlikeMonthsApartAreStoriesOfTheirOwn(t *testing.T) {
	var all []Document
	for i, on := range []string{"2021-02-15", "2021-02-16", "2021-04-18", "2021-04-19", "2021-07-07", "2021-07-08"} {
		d := twoAffairs[i%2]
		all = append(all, Document{strconv.Itoa(i), d.Title, d.Text, on})
	}
	got := clusterer(t).Stories(all)
	for i := range all {
		if got[i] != i/2 {
			t.Fatalf("%v", got)
		}
	}
}

func TestStoriesDoNotDependOnOrder(t *testing.T) {
	c := clusterer(t)
	want := map[string]int{}
	for i, s := range c.Stories(twoAffairs) {
		want[twoAffairs[i].ID] = s
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		all := append([]Document(nil), twoAffairs...)
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for i, s := range c.Stories(all) {
			if want[all[i].ID] != s {
				t.Fatalf("%v", all)
			}
		}
	}
}
