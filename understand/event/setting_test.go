package event

import "testing"

func TestSettings(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, trigger, want string }{
		{"object", "Rebel jets bombed Kisumu on Sunday.", "bombed", "Kisumu"},
		{"the sentence before", "Rebels shelled a market in Kisumu. Soldiers arrested nine gunmen.", "arrested", "Kisumu"},
		{"not over a place of its own", "Rebels shelled a market in Kisumu. Soldiers arrested nine gunmen in Mombasa.", "arrested", "Mombasa"},
		{"no deed in the field", "Rebels shelled a market in Kisumu. Uganda condemned Kenya.", "condemned", ""},
		{"the sentence's other deed", "Marchers gathered in Kisumu on Sunday and police arrested nine of them.", "arrested", "Kisumu"},
		{"of the verb", "Kenyan police arrested nine marchers in Mombasa.", "arrested", "Mombasa"},
		{"through a noun that is no deed", "Rebels shelled a market near the port of Mombasa.", "shelled", "Mombasa"},
		{"of those who are thanked, not of the thanks", "Kenya thanked its soldiers in Kampala.", "thanked", ""},
		{"the goal of a movement", "Kenya sent 200 soldiers to Kisumu.", "sent", "Kisumu"},
		{"the goal of no movement", "Kenya sold 200 rifles to Uganda.", "sold", ""},
		{"a leading place over two verbs", "In Kisumu, soldiers arrested nine gunmen and killed two.", "killed", "Kisumu"},
		{"where", "Rebels attacked Kisumu, where soldiers arrested nine gunmen.", "arrested", "Kisumu"},
		{"the last word of a name", "A convoy reached Mtongwe Bridge on Sunday. Soldiers arrested two rebels on the bridge.", "arrested", "Mtongwe Bridge"},
		{"there, of the sentence before", "Canada has a contingent at Camp Adazi, outside Riga. It has led a battle group there since June 2017.", "led", "Camp Adazi"},
		{"there, of another paragraph", "Canada has a contingent at Camp Adazi.\n\nIt has led a battle group there since June 2017.", "led", ""},
		{"where those are who are met", "Antony Blinken met Iraqi officials in Krakow on Friday.", "met", "Krakow"},
		{"not where kin of those who are met died", "Antony Blinken met relatives of soldiers who were killed in Kisumu.", "met", ""},
		{"where those are who did it", "The boat owners of Kenya met students in Kisumu, who marched on the border post in October.", "marched on", "Kisumu"},
		{"what came right before", "Kenyan officers held 40 lorries at Mombasa for three weeks before releasing them on Saturday.", "releasing", "Mombasa"},
		{"a building of the town", "Supporters of Tom Okello, who won the vote in Kisumu, gathered outside the city court to protest.", "gathered outside", "Kisumu"},
		{"and what follows", "Supporters of Tom Okello, who won the vote in Kisumu, gathered outside the city court. Officers fired tear gas at the crowd.", "fired", "Kisumu"},
		{"a building of no town that is named", "Kenyan supporters gathered outside the city court.", "gathered outside", ""},
		{"a pledge of a conference", "Kenya pledged $60 million at a donor conference in Geneva. Norway offered $45 million.", "offered", "Geneva"},
		{"a conference that is no pledge's", "Kenya sent envoys to a conference in Geneva. Norway gave $45 million to the refugees.", "gave", ""},
		{"where the speaker is", "“Kenya does not pay,” the French foreign minister said in Paris. She praised Kenya.", "praised", "Paris"},
		{"a summons in the capital", "Officials in Nairobi spoke of a raid. Kenya summoned the Ugandan ambassador.", "summoned", "Nairobi"},
		{"a summons to a capital that is not named", "Officials in Kampala spoke of a raid. Kenya summoned the Ugandan ambassador.", "summoned", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, context := k.find(c.text)
			names := map[string]string{}
			for _, p := range context.Places {
				names[p.ID] = p.Name
			}
			for _, e := range r.Events {
				if e.Trigger.Text(c.text) == c.trigger {
					if names[e.Place] != c.want {
						t.Errorf("got %q, want %q", names[e.Place], c.want)
					}
					return
				}
			}
			t.Errorf("no event of %q among %+v", c.trigger, r.Events)
		})
	}
}
