package event

import (
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
)

// TestHeadlines shows how headlines tell what is to be done, and who does it.
func TestHeadlines(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"of two", "Kenya and Uganda to hold talks in Entebbe", "planned CONSULT Kenya + Uganda"},
		{"of two with a comma", "Kenya, Uganda to resume lake talks in Entebbe", "planned CONSULT Kenya + Uganda"},
		{"with another", "Iran to resume nuclear talks with EU", "planned CONSULT Iran + European Union"},
		{"one side in two words", "Sudan's army and RSF to meet in Jeddah", "planned CONSULT Sudanese army + Rapid Support Forces"},
		{"in the passive", "Israeli soldier to be freed by Hamas", "planned RETREAT/release Hamas > Israeli soldier"},
		{"two who do it", "India, Pakistan sign pact", "happened SUPPORT India + Pakistan 2021-03-23"},
		{"another name between commas", "Emmanuel Macron, French president, praises Chad", "happened SUPPORT Emmanuel Macron > Chad 2021-03-23"},
		{"a plan is nobody who meets", "Plan to hold talks in Entebbe", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := sample.Article(c.text, "2021-03-23")
			a.Parts = []chancery.Part{{Kind: chancery.Headline, Span: chancery.Span{End: len(c.text)}}}
			if got := lines(k.read(a)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
