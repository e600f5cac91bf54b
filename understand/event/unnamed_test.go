package event

import "testing"

// People whom a report does not name, forces in the passive and attacks that
// nouns tell are found with those who must be meant.
func TestUnnamed(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"a crowd that is only counted", "Thousands rallied against Peru in Lima.", "happened PROTEST/demo people of Lima > Peru"},
		{"a protest that is held", "Peru blamed Chile. Rallies were held in Lima.", "happened ACCUSE/allege Peru > Chile; happened PROTEST/demo people of Lima > Peru"},
		{"the protest told before is no new one", "Peruvian farmers marched on the ministry. The march was held on Monday.", "happened PROTEST/demo Peruvian farmers > Peruvian ministry 2021-03-22"},
		{"a protest that is asked for", "The union called for protests in Lima.", "happened REQUEST/change union"},
		{"clashes that break out", "Clashes broke out in Lima.", "happened ASSAULT"},
		{"forces in the passive", "Two Danish jets were scrambled.", "happened MOBILIZE/weapons Danish jets"},
		{"the moving is told by the attack", "Denmark sent jets to the border and bombed a Swedish village.", "happened ASSAULT/aerial Denmark > Sweden"},
		{"a day is not whom one accuses", "Peru accused Chile on Thursday of bombing a Bolivian village.", "happened ACCUSE/allege Peru > Chile 2021-03-18; happened ASSAULT/aerial Chile > Bolivia"},
		{"forces that are not named", "Special units took up positions in Lima. Peru is calm.", "happened MOBILIZE/troops Peru"},
		{"the same forces", "Peru moved troops to Tacna. The same units turned back 40 Chileans.", "happened MOBILIZE/troops Peru; happened COERCE/restrict Peru > Chileans"},
		{"whose sanctions they are", "American sanctions were reimposed.", "happened SANCTION/discontinue United States"},
		{"what a raid is called", "Chile called the raid “a crime without excuse”.", "happened ACCUSE/disapprove Chile"},
		{"kind words in quotation marks", "Chile called the deal “a good step”.", ""},
		{"what hangs on the verb that carries the noun", "The Chilean minister drew a rebuke from Peru.", "happened ACCUSE/disapprove Peru > Chilean minister"},
		{"rules of rulers that are not named", "Martial law was declared in Lima.", "happened COERCE/martial-law Peru > people of Lima"},
		{"one crowd", "Peruvian students burned flags and chanted slogans in Lima.", "happened PROTEST/demo Peruvian students > Peru"},
		{"what is asked for by unless", "Chile will close the border unless Peru withdraws its troops.", "planned COERCE/restrict Chile > Peru"},
		{"a refusal to recognise", "Chile does not recognise Kosovo.", "happened REJECT Chile > Kosovo"},
		{"a person who is not named", "A court in Lima jailed an instructor for life.", "happened COERCE/arrest Peruvian court > people of Lima"},
		{"a ship by its kind", "Denmark sent the Thetis, a patrol vessel.", "happened MOBILIZE/troops Denmark"},
		{"a strike that is announced", "Peruvian nurses announced a strike.", "planned PROTEST/strike Peruvian nurses > Peru"},
		{"strikes by a state on another", "Israeli strikes on Lebanon killed four.", "happened ASSAULT Israel > Lebanon"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := lines(k.find(c.text)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
