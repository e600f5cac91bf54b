package actor

import (
	"testing"

	"github.com/chancery-project/chancery/internal/sample"
)

// TestHome shows whose people a report means by a body or an office without a
// country.
func TestHome(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, actor, want string }{
		{"the first sentence says whose affairs the report tells of", "Lesotho's army says the revolt is over.\n\nSouth African troops entered Maseru in 1998, and South African police are on the bridge to South Africa. Opposition parties demand a vote.", "Opposition parties", "LSO"},
		{"whom an officer of state visits is another", "Prime Minister Thabiso Ramakatsa of Lesotho left. The foreign minister was in Pretoria.", "foreign minister", "LSO"},
		{"a court that any state has", "Malawi's election is disputed.\n\nEsther Kachale asked the Constitutional Court to annul it.", "Constitutional Court", "MWI"},
		{"an office after a titled name", "South Korea held a drill.\n\nAdmiral Grant Whitfield, the US commander in the Pacific, flew to Seoul.", "Grant Whitfield", "USA"},
		{"an office that a country lacks is another's", "The US Secretary of State met Greek officials. The Foreign Minister thanked him.", "Foreign Minister", "GRC"},
		{"whom a ministry summons is not of its country", "Bulgaria gave two Russian diplomats 72 hours to leave.\n\nThe Foreign Ministry handed a note to Ambassador Arkady Melnikov.", "Arkady Melnikov", "RUS"},
		{"ships that a navy sends", "Greece, Albania and Bulgaria signed a pact.\n\nThe Turkish navy sent two frigates.", "frigates", "TUR"},
		{"the day behind a title is no name", "Greece signed. Japan phoned his South Korean counterpart late Thursday.", "South Korean counterpart", "KOR"},
		{"a party by a name and a small word", "Malawi voted.\n\nKofi Lund of the Umoja party denounced the deal, and the Umoja party left parliament.", "Umoja", "MWI"},
		{"an opposition speaks to its own government", "Kenya and South Korea signed a loan. Seoul praised South Korea's parliament and South Korea's army.\n\nKenyan opposition leader Ane Lund demanded that the finance minister see it.", "finance minister", "KEN"},
		{"a spokesman of who was the subject before him", "Vietnam accused China.\n\nChina's coast guard denied it. The vessel had helped, spokesman Liu Zhengyu said.", "Liu Zhengyu", "CHN"},
		{"presidents with their names", "Kenya invited Presidents Félix Tshisekedi and Paul Kagame to a summit.", "Félix Tshisekedi", "COD"},
		{"a spokesman of the state that the paragraph began with", "Yemen condemned Peru and Chile.\n\nTehran denied it. A foreign ministry spokesman left.", "foreign ministry spokesman", "IRN"},
		{"a colleague is of the country that is named", "Nikos Dendias of Greece met his Bulgarian colleague, Mariya Lund.", "Mariya Lund", "BGR"},
		{"an organisation by a name is of the country that has it", "Albania protested.\n\nKyrgyzstan's National Security Committee accused Albania.", "National Security Committee", "KGZ"},
		{"a name that goes on behind and", "Albania protested.\n\nMoldova's Intelligence and Security Service accused Albania.", "Intelligence and Security Service", "MDA"},
		{"no name goes over and between two bodies", "Albania protested.\n\nThe Treasury and Foreign Ministry protested.", "Albanian Foreign Ministry", "ALB"},
		{"two bodies of one owner", "Albania protested.\n\nFrance's Defence Ministry and Foreign Ministry rejected it.", "French Foreign Ministry", "FRA"},
		{"who speaks for a person is of that person's country", "Albania protested.\n\nA spokesman for President William Ruto rejected it.", "spokesman for President William Ruto", "KEN"},
		{"who advises one, too", "Albania protested.\n\nAn adviser to the Kenyan president rejected it.", "adviser to the Kenyan president", "KEN"},
		{"the head of a person's party is not the person's", "Albania protested.\n\nThe head of President Ruto's party rejected it.", "head", "ALB"},
		{"members of a country's army", "Members of the Burmese military fled.", "Members of the Burmese military", "MMR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cast := f.Find(document(la, c.text))
			for _, a := range cast.Actors() {
				if a.Name == c.actor {
					if a.Country != c.want {
						t.Errorf("%s is of %q, want %q", a.Name, a.Country, c.want)
					}
					return
				}
			}
			t.Errorf("no actor %q in %+v", c.actor, cast.Actors())
		})
	}
}

// TestEverydayWordsInNames shows which words of a sentence one piece of a name takes.
func TestEverydayWordsInNames(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ text, want string }{
		{"Prosecutors in New York charged a banker.", "New York"},
		{"They met the New President on Monday.", "New"},
		{"They met the new Liberian president on Monday.", "new"},
	} {
		t.Run(c.text, func(t *testing.T) {
			tokens := la.Document(sample.Article(c.text, "2021-03-23")).Sentences[0].Tokens
			for i, x := range f.scan(tokens, false, nil).at {
				if tokens[i].Lower == "new" {
					if x == nil {
						t.Fatal("no piece begins at it")
					}
					if got := c.text[tokens[i].Span.Start:tokens[x.to-1].Span.End]; got != c.want {
						t.Errorf("got %q, want %q", got, c.want)
					}
				}
			}
		})
	}
}
