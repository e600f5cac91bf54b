package actor

import (
	"slices"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lang/parse"
)

// read returns the actors of a text by their names.
func read(la *parse.Parser, f *Finder, text string) map[string]chancery.Actor {
	out := map[string]chancery.Actor{}
	for _, a := range f.Find(document(la, text)).Actors() {
		out[a.Name] = a
	}
	return out
}

// TestGroups proves that phrases for several actors are tied to each of them.
func TestGroups(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, phrase, want string }{
		{"adjectives that share a noun", "US and Iraqi officials met.", "US and Iraqi officials", "US officials USA GOV; Iraqi officials IRQ GOV"},
		{"three of them", "Russian, Turkish and Syrian troops fired.", "Russian, Turkish and Syrian troops", "Russian troops RUS MIL; Turkish troops TUR MIL; Syrian troops SYR MIL"},
		{"offices that share a noun", "The Greek and Albanian foreign ministers met.", "The Greek and Albanian foreign ministers", "Greek foreign minister GRC GOV; Albanian foreign minister ALB GOV"},
		{"both governments", "Kenya and Uganda signed a pact. Both governments praised it.", "Both governments", "Kenya KEN GOV; Uganda UGA GOV"},
		{"the two countries, of three", "Chad thanked France in May. Kenya and Uganda signed a pact. The two countries praised it.", "The two countries", "Kenya KEN GOV; Uganda UGA GOV"},
		{"the two leaders", "President William Ruto met President Yoweri Museveni. The two leaders left.", "The two leaders", "William Ruto KEN GOV; Yoweri Museveni UGA GOV"},
		{"the two navies", "Ghana and Togo signed. The two navies will sail.", "The two navies", "Ghanaian navy GHA MIL; Togolese navy TGO MIL"},
		{"both sides of a war", "Sudan accused the Rapid Support Forces. Both sides denied it.", "Both sides", "Sudan SDN GOV; Rapid Support Forces SDN PRM"},
		{"troops of several states", "Troops from Australia and Japan landed.", "Troops from Australia and Japan", "Australian troops AUS MIL; Japanese troops JPN MIL"},
		{"organisations among them", "Representatives of the Arab League and Egypt met.", "Representatives of the Arab League and Egypt", "Arab League IGO; Egypt EGY GOV"},
		{"two new ones are none of those before", "Kenya and Uganda signed. Two other countries objected.", "Two other countries", ""},
		{"who is not known", "The two leaders left.", "The two leaders", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := la.Document(sample.Article(c.text, "2022-10-03"))
			cast := f.Find(doc)
			at := strings.Index(c.text, c.phrase)
			var got []string
			for _, id := range cast.Parties(chancery.Span{Start: at, End: at + len(c.phrase)}) {
				if a := cast.Actor(id); len(cast.Parties(chancery.Span{Start: at, End: at + len(c.phrase)})) > 1 {
					got = append(got, a.Name+" "+a.Code)
				}
			}
			if g := strings.Join(got, "; "); g != c.want {
				t.Errorf("got  %q\nwant %q", g, c.want)
			}
		})
	}
	a := read(la, f, "Kenya and Uganda signed a pact. Both governments praised it.")["Kenya and Uganda"]
	if a.Kind != chancery.Group || len(a.Members) != 2 {
		t.Errorf("the group is %+v", a)
	}
}

// TestOtherWords proves that a body or person called by other words stays one actor.
func TestOtherWords(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, who, words string }{
		{"by the noun of its name", "Chad asked the World Bank for help. The bank refused.", "World Bank", "The bank"},
		{"by its kind", "Washington blamed Hamas. The group denied it.", "Hamas", "The group"},
		{"by its state's form", "Saudi Arabia protested. The kingdom recalled its envoy.", "Saudi Arabia", "The kingdom"},
		{"by another word for its people", "American troops left Iraq. U.S. troops had come in May.", "US troops", "U.S. troops"},
		{"by the office before the name", "The Kenyan foreign minister left. Foreign Minister Amina Otieno of Kenya had been ill.", "Amina Otieno", "The Kenyan foreign minister"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var words []string
			for _, m := range read(la, f, c.text)[c.who].Mentions {
				words = append(words, m.Span.Text(c.text))
			}
			if !slices.Contains(words, c.words) {
				t.Errorf("%s is called %q", c.who, words)
			}
		})
	}
}

// TestWhoseCountry proves what decides the country of a bare office or body.
func TestWhoseCountry(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, who, country string }{
		{"not the one that the sentence gives to another", "PARIS. France protested on Monday. Foreign Minister Luc Tanguy summoned the Danish ambassador.", "Luc Tanguy", "FRA"},
		{"that of a body beside it", "Fighting broke out in May between the army and the Rapid Support Forces.", "Sudanese army", "SDN"},
		{"an office that only one of them has", "South Korea met Kenya in Seoul. Senator Peter Ochieng objected.", "Peter Ochieng", "KEN"},
		{"a nationality in apposition", "In Athens, the tycoon Omar Kamali, 58, an Iranian-Cypriot, was arrested.", "Omar Kamali", "IRN"},
		{"who runs it", "Police fired. The Houthi-run broadcaster denied it in Paris.", "Houthi-run broadcaster", "YEM"},
		{"nobody's, where nothing tells", "Police arrested two men.", "Police", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, ok := read(la, f, c.text)[c.who]
			if !ok || a.Country != c.country {
				t.Errorf("found %v, country %q, not %q", ok, a.Country, c.country)
			}
		})
	}
	a := read(la, f, "In Iraq, Iran-backed militias fired. Militias supported by Iran left.")["Iran-backed militias"]
	if len(a.BackedBy) != 1 || a.Country != "IRQ" {
		t.Errorf("the militias are %+v", a)
	}
}

// TestSetting proves that the country of those of whom nothing tells it is the
// one that the text around them is about.
func TestSetting(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, who, country string }{
		{"headline and first paragraph come before where somebody is", "Lesotho army says revolt is over; PM back from Pretoria\n\nSoldiers in Lesotho's capital have surrendered, the army says.\n\nTwo men died when commandos stormed the building.\n\nPrime Minister Thabiso Ramakatsa was in Pretoria when the shooting began.", "Thabiso Ramakatsa", "LSO"},
		{"a person without an office", "Malawi's losing candidate goes to court\n\nEsther Kachale, who came second in Malawi's election, asked the court to annul the result.", "Esther Kachale", "MWI"},
		{"not one of an organisation", "Malawi's losing candidate goes to court\n\nUN envoy Ann Lund met the losers in Malawi on Monday.", "Ann Lund", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := read(la, f, c.text)
			if a, ok := all[c.who]; !ok || a.Country != c.country {
				t.Errorf("found %v, want %s: %+v", ok, c.country, all)
			}
		})
	}
}

// TestNames proves where a name begins and whose it is.
func TestNames(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, who, code string }{
		{"after the field of an office", "She met Under Secretary for Civilian Security, Democracy, and Human Rights Ann Lund in Oslo.", "Ann Lund", ""},
		{"after a second field", "He met Italian Minister of Foreign Affairs and International Cooperation Luigi Di Maio.", "Luigi Di Maio", "ITA GOV"},
		{"known by one name in all articles", "Secretary Antony J. Blinken spoke in Rome.", "Antony Blinken", "USA GOV"},
		{"of two by their offices", "Secretary-General Guterres spoke.", "António Guterres", "IGO UNO"},
		{"family name first", "Foreign Minister Wang called President Moon.", "Wang Yi", "CHN GOV"},
		{"by the family name without Jr.", "President Ferdinand Marcos Jr. spoke on Monday. Marcos left for Rome.", "Bongbong Marcos", "PHL GOV"},
		{"an office that one state has", "Treasury Secretary Ann Lund flew to Oslo.", "Ann Lund", "USA GOV"},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := read(la, f, "An example of a report\n\n"+c.text)
			a, ok := all[c.who]
			if !ok || c.code != "" && a.Code != c.code {
				t.Errorf("found %v: %+v", ok, all)
			}
		})
	}
	for who := range read(la, f, "An example of a report\n\nThey acted under Executive Order 13382. Israel left the West Bank.") {
		if who == "Order" || who == "West Bank" {
			t.Errorf("%s is an actor", who)
		}
	}
}

// TestCountedPeople proves that people told by number and then by name are tied.
func TestCountedPeople(t *testing.T) {
	la, f := setup(t)
	all := read(la, f, "Two Danish aid workers were freed in Mali on Monday. Ann Lund, 41, and Per Holm, 36, had been kidnapped in May.")
	if g := all["Danish aid workers"]; len(g.Members) != 2 || all["Ann Lund"].Code != "DNK NGO" || all["Per Holm"].Country != "DNK" {
		t.Errorf("got %+v", all)
	}
	if a := read(la, f, "Two Danish aid workers were freed in Mali on Monday. Ann Lund praised them.")["Ann Lund"]; strings.Contains(a.Code, "NGO") {
		t.Errorf("one who only speaks is %+v", a)
	}
	for _, c := range []struct{ name, text, who, code string }{
		{"an official of the organisation that is spoken of", "The World Bank is studying the request from Chad and will decide in May, an official said.", "official", "IGO"},
		{"ministers who meet in one", "The European Union lifted its sanctions on Burundi. Foreign ministers took the decision on Monday.", "Foreign ministers", "IGO EUR"},
		{"whom an organisation acts on are not of it", "The European Union removed six officials of Burundi from its list.", "officials of Burundi", "BDI GOV"},
		{"officers of the police", "Police in Nairobi closed a road. Two officers were hurt.", "officers", "KEN COP"},
		{"officials there", "He flew to Nigeria. Officials there praised France.", "Officials", "NGA GOV"},
		{"an office by its holder", "President William Ruto left. His office denied the report.", "Kenyan presidential office", "KEN GOV"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if all := read(la, f, c.text); all[c.who].Code != c.code {
				t.Errorf("want %s %s of %+v", c.who, c.code, all)
			}
		})
	}
}
