package event

import (
	"testing"

	"github.com/chancery-project/chancery/internal/sample"
)

// Words that often tell a deed tell none where they are about efforts, values
// or questions.
func TestNoDeed(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"efforts are not reinforced like troops", "Kenya will reinforce its efforts in Somalia.", ""},
		{"troops are", "Kenya reinforced its troops in Somalia.", "happened MOBILIZE/troops Kenya > Somalia"},
		{"money is not mobilised", "Norway mobilized a billion dollars for the fund.", ""},
		{"a chance is not seized like a ship", "Norway must seize it.", ""},
		{"a price is not paid as aid", "Serbia paid a high price for the war.", ""},
		{"oneself is not supported", "Ukrainians defend themselves against Russia.", ""},
		{"one's own is not supported", "Ghana supports its families.", ""},
		{"others are", "Ghana supports Togo.", "happened SUPPORT Ghana > Togo"},
		{"needs are not met like ministers", "Ghana will meet the prime minister's goals.", ""},
		{"a question is no request", "The Kenyan president was asked about Uganda.", ""},
		{"what is asked of somebody is one", "The Kenyan president was asked by Uganda to open the border.", "happened REQUEST Uganda > Kenyan president"},
		{"agreeing that something is so", "Peru and Chile agree that peace is the key.", ""},
		{"agreeing to do it", "Peru and Chile agreed to continue the process.", "happened AGREE Peru + Chile"},
		{"a government shows", "Spain gave a demonstration of its willingness.", ""},
		{"a ministry that targets with measures", "The Spanish foreign ministry targeted the families of officials.", ""},
		{"a force that targets", "The Spanish navy targeted the families of officials.", "happened ASSAULT Spanish navy > families"},
		{"a country is left, not yielded", "The Kenyan president left the country.", ""},
		{"a press conference is no meeting", "Peru and Chile held a press conference.", ""},
		{"what one has to do is not asked of others", "“India has to make its own decisions,” Antony Blinken said.", ""},
		{"standing with others", "The United States stands with Greece.", "happened SUPPORT United States > Greece"},
		{"trained, by nobody told", "Ukraine has systems on which Ukrainian soldiers are trained.", ""},
		{"opposed to", "Spain is opposed to the plan.", "happened REJECT/change Spain"},
		{"called it", "The summit was, as Blinken and Biden call it, short.", ""},
		{"shared with nobody", "Norway will share information.", ""},
		{"shared with somebody", "Norway shared information with Iceland.", "happened COOPERATE Norway + Iceland"},
		{"a sum that is sent", "The United States has sent $300 million in aid to Chad.", "happened AID United States > Chad 2021-03-23"},
		{"an attack that is experienced", "Norway experienced its deadliest attack on that day.", "happened ASSAULT  > Norway 2021-03-23"},
		{"citizens are not brought home like troops", "Spain works to bring home its citizens.", ""},
		{"a noun of taking", "Kenya condemned Eritrea's seizure of two tankers.", "happened ACCUSE/disapprove Kenya > Eritrea; happened COERCE/seize Eritrea > tankers"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := lines(k.find(c.text)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// "We" and "I" of a statement are who makes it, of a report nobody.
func TestStatements(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, byline, text, want string }{
		{"the official in the byline", "Antony J. Blinken, Secretary of State",
			"Antony J. Blinken, Secretary of State\nWe call on China to release the lawyers.", "happened REQUEST/yield Antony Blinken > China 2021-03-23"},
		{"to whom it is attributed", "Office of the Spokesperson",
			"Office of the Spokesperson\nThe following is attributable to US Secretary of State Antony Blinken:\nWe condemn Russia.", "happened ACCUSE/disapprove Antony Blinken > Russia 2021-03-23"},
		{"what is given is the state's", "Antony J. Blinken, Secretary of State",
			"Antony J. Blinken, Secretary of State\nThe United States is a friend. We sent aid to Albania.", "happened AID United States > Albania"},
		{"done by saying so", "Antony J. Blinken, Secretary of State",
			"Antony J. Blinken, Secretary of State\nI want to thank Oman.", "happened SUPPORT Antony Blinken > Oman 2021-03-23"},
		{"a reporter", "Jane Doe", "Jane Doe\nWe condemn Russia.", ""},
		{"nobody", "", "We condemn Russia.", ""},
		{"a turn nobody is named for", "", "MODERATOR: Welcome to the call.\nQUESTION: We condemn Kenya.\nMODERATOR: Thanks.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := sample.Article(c.text, "2021-03-23")
			if c.byline != "" {
				a.Bylines = []string{c.byline}
			}
			if got := lines(k.read(a)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
