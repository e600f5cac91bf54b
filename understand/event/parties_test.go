package event

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chancery-project/chancery/lexicon"
)

// deeds words the events of a result: type, actors, recipients.
func deeds(r Result, c Context) string {
	var out []string
	for _, e := range r.Events {
		s := string(e.Type) + " " + names(c.Cast, e.Actor)
		if x := names(c.Cast, e.Recipient); x != "" {
			s += " > " + x
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// TestParties shows who is party to a deed, class by class of what the words
// leave to the reader.
func TestParties(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"a curfew binds the people of the place", "Alassane Ouattara extended the night-time curfew in Abidjan.", "COERCE Alassane Ouattara > people of Abidjan"},
		{"a government's rule over its own people", "Haiti declared a state of emergency in Jacmel.", "COERCE Haiti > people of Jacmel"},
		{"a place carries the state that nobody names", "Russian tanks fired shells at targets in Kharkiv.", "ASSAULT Russian tanks > Ukraine"},
		{"an embassy is opened to the state of the town", "Nepal opened an embassy in Tallinn.", "SUPPORT Nepal > Estonia"},
		{"at home a place is no other party", "Syrian rebels bombed a market in Aleppo.", "ASSAULT Syrian rebels"},
		{"for whose sake force is used", "Kenyan police opened fire to disperse the protesters.", "ASSAULT Kenyan police > protesters; COERCE Kenyan police > protesters"},
		{"a number of those told of before", "Georgian police dispersed the demonstrators and arrested 12.", "COERCE Georgian police > demonstrators; COERCE Georgian police > demonstrators"},
		{"an attempt by nobody named", "An attempt to assassinate the Haitian president was foiled.", "ASSAULT  > Haitian president"},
		{"what only dates a deed has no party in it", "Greek students demanded elections after a Turkish court freed a general.", "REQUEST Greek students > Greece; RETREAT Turkish court > general"},
		{"a party promises nothing to its own country", "Emmanuel Macron promised to reform France.", "AGREE Emmanuel Macron"},
		{"sides of an island", "The Turkish and Greek sides of the divided island of Cyprus have agreed to continue the process.", "AGREE Turkey + Greece"},
		{"a wing of a movement", "The Hamas political wing rejected the plan.", "REJECT Hamas"},
		{"a wish after insist", "Latvia insisted that Russian troops leave.", "REQUEST Latvia > Russian troops"},
		{"a claim after insist", "Latvia insisted that Russian troops had left.", "RETREAT Russian troops"},
		{"pressed for somebody to do", "Kenya pressed hard for Uganda to reopen the border.", "REQUEST Kenya > Uganda"},
		{"a deal that one party has with somebody", "Norway praised the peace deal reached with Israel.", "SUPPORT Norway > Israel"},
		{"those killed are not their families", "Our hearts are with the families and loved ones of those killed.", ""},
		{"what was done to people, without an auxiliary", "Kenya counted 40 people killed, nine farmers wounded.", "ASSAULT  > people; ASSAULT  > farmers"},
		{"killed and wounded before a noun is no deed", "The numbers of killed and wounded civilians in Ukraine rise.", ""},
		{"whom a participle describes does what it tells", "Turkish police met Syrian refugees demanding visas from Lebanon.", "CONSULT Turkish police + Syrian refugees; REQUEST Syrian refugees > Lebanon"},
		{"what sanctions are aimed at is not attacked", "Norway praised the enforcement of sanctions targeting Russia.", "SUPPORT Norway > Russia"},
		{"what endangers peace threatens nobody", "Lenderking will discuss the Houthi offensive, which threatens the stability of Yemen.", "ASSAULT Houthis"},
		{"a town and the country of an envoy", "After the Houthi offensive on Marib, U.S. Special Envoy John Smith visited Oman.", "ASSAULT Houthis > Yemen; CONSULT John Smith > Oman"},
		{"members of a country's army", "Members of the Burmese military attacked the Rohingya.", "ASSAULT Members of the Burmese military > Rohingya"},
		{"who announces talks of others is no party", "The European Union announced talks between Serbia and Kosovo.", "CONSULT Serbia + Kosovo"},
		{"support in one breath", "Joe Biden affirmed US support for Iraq and commended Prime Minister Mustafa Al Kadhimi.", "SUPPORT Joe Biden > Mustafa Al-Kadhimi"},
		{"his is the subject of the clause", "Antony Blinken met Yair Lapid. Mr Blinken thanked Mr Lapid. He noted that President Biden looks forward to his visit to Jordan.", "CONSULT Antony Blinken + Yair Lapid; SUPPORT Antony Blinken > Yair Lapid; CONSULT Joe Biden > Jordan"},
		{"mediation that ends", "Oman ended its mediation efforts between Chad and Sudan.", "SANCTION Oman > Chad + Sudan"},
		{"a deed of words has its own recipient before that of the next", "Moldova condemned the vote organised by Belarus and called on Russia to leave.", "ACCUSE Moldova > Belarus; REQUEST Moldova > Russia"},
		{"it of the first subject", "Peru backed Ecuador and announced that it will recall its ambassador from Chile.", "SUPPORT Peru > Ecuador; SANCTION Peru > Chile"},
		{"a country inside the name of a body", "Ecuador requested a session of the Organization of American States.", "REQUEST Ecuador; CONSULT Ecuador"},
		{"a subject goes on after a clause about its first half", "France, which pulled its last troops out of Mali, and Germany criticised the expulsion.", "RETREAT France > Mali; ACCUSE France + Germany > Mali"},
		{"a clause between the subject and its verb", "Chad and Guinea, also run by juntas, praised Mali.", "SUPPORT Chad + Guinea > Mali"},
		{"who urges both sides is neither", "Sudan attacked Chad. Egypt urged both countries to talk.", "ASSAULT Sudan > Chad; REQUEST Egypt > Sudan + Chad"},
		{"the rebels are the group that was named", "Colombia met the National Liberation Army. Colombian soldiers attacked the rebels.", "CONSULT Colombia + ELN; ASSAULT Colombian soldiers > ELN"},
		{"the envoy is the ambassador", "Syria received the Saudi ambassador, Faisal Lund. The envoy thanked Egypt.", "CONSULT Faisal Lund > Syria; SUPPORT Faisal Lund > Egypt"},
		{"both sides are those who quarrel", "Chad accused Sudan of theft. Togo thanked Benin. Togo will meet Benin. Egypt urged both sides to talk.", "ACCUSE Chad > Sudan; SUPPORT Togo > Benin; CONSULT Togo + Benin; REQUEST Egypt > Chad + Sudan"},
		{"a verb after hours after", "Paraguay recalled its ambassador to Chile on Wednesday, hours after a Bolivian vice minister accused Peru of theft.", "SANCTION Paraguay > Chile; ACCUSE Bolivian vice minister > Peru"},
		{"who holds prisoners is asked to free them", "The Taliban demanded the release of nine of its members from prisons in Niger.", "REQUEST Taliban > Niger"},
		{"what a flight was of", "The United States condemned the drone flight.", "ACCUSE United States"},
		{"both countries beside another subject", "Chad attacked Sudan. Egypt and both countries urged Togo to leave.", "ASSAULT Chad > Sudan; REQUEST Egypt + Chad + Sudan > Togo"},
		{"who declines declines what he was asked", "Chad accused Sudan. Kenya invited Sudan to a summit. Sudan declined.", "ACCUSE Chad > Sudan; REQUEST Kenya > Sudan; REJECT Sudan > Kenya"},
		{"capitals are of states", "Chad met Togo. Somali pirates attacked Kenya. Ama Lund visited both capitals.", "CONSULT Chad + Togo; ASSAULT Somali pirates > Kenya; CONSULT Ama Lund > Chad + Togo"},
		{"a group threatens those whom it fights", "The Houthis attacked Saudi Arabia. The Houthis threatened further attacks.", "ASSAULT Houthis > Saudi Arabia; THREATEN Houthis > Saudi Arabia"},
		{"a finite verb after a gerund goes on with the finite verb before it", "The Greek navy accused Turkey of harassing fishermen and expelled Turkish diplomats.", "ACCUSE Greek navy > Turkey; COERCE Turkey > fishermen; SANCTION Greek navy > Turkish diplomats"},
		{"who holds him is asked to release him", "Greek police arrested Dariush Lund. Iran demanded Dariush Lund's release.", "COERCE Greek police > Dariush Lund; REQUEST Iran > Greek police"},
		{"a list that begins with two words", "The United States, Britain and France condemned Iran.", "ACCUSE United States + United Kingdom + France > Iran"},
		{"to which", "Greece and Bulgaria discussed Ukraine, to which Peru has sent ammunition.", "CONSULT Greece + Bulgaria; AID Peru > Ukraine"},
		{"two persons of one country thank each for himself", "Ghanaian minister Ama Lund thanked Togo. Ghanaian minister Kofi Ortu thanked Benin.", "SUPPORT Ama Lund > Togo; SUPPORT Kofi Ortu > Benin"},
		{"so many of them are not who holds them", "Kenyan activists met in Nairobi. Kenyan police arrested two of them.", "CONSULT Kenyan activists; COERCE Kenyan police > Kenyan activists"},
		{"who brokers a pact is no party to it", "Chadian officials are trying to broker a peace pact.", "CONSULT Chadian officials"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := deeds(k.find(c.text)); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestFaultyPointersAndTurns(t *testing.T) {
	for file, row := range map[string]string{"events/pointers": "the\tfront", "events/turns": "PROTEST\tdemo\tgovernment\tACCUSE\tdemo\t111"} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}
