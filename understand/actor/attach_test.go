package actor

import (
	"testing"

	chancery "github.com/chancery-project/chancery"
)

// TestRelations proves who stands behind a group, whom a person belongs to,
// and what an apposition makes of a name.
func TestRelations(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct {
		name, text, who string
		kind            chancery.ActorKind
		code            string
		member, backed  string
	}{
		{"backed, in one word", "Rwandan-backed rebels seized Bukavu.", "Rwandan-backed rebels", chancery.ArmedGroup, "COD REB", "", "Rwanda"},
		{"backed, after the noun", "In Congo, militias armed by Uganda left.", "militias", chancery.ArmedGroup, "", "", "Uganda"},
		{"of an organisation", "Grace Otieno of the Lakeside Justice Centre spoke.", "Grace Otieno", chancery.Person, "NGO", "Lakeside Justice Centre", ""},
		{"of a known one", "Grace Otieno of Greenpeace spoke.", "Grace Otieno", chancery.Person, "NGO", "Greenpeace", ""},
		{"kind before the name", "The charity Mains Libres left Chad.", "Mains Libres", chancery.NGO, "NGO", "", ""},
		{"kind after the name", "Saraya al-Nur, a militia that fights in Iraq, denied it.", "Saraya al-Nur", chancery.ArmedGroup, "IRQ PRM", "", ""},
		{"opposition party", "In Kenya the opposition Tumaini Alliance walked out.", "Tumaini Alliance", chancery.Party, "KEN PTY OPP", "", ""},
		{"party before the title", "In Canada nobody laughed, said Paul Roy, the Conservative defence critic.", "Paul Roy", chancery.Person, "CAN LEG OPP", "", ""},
		{"of the opposition", "In Kenya Senator Peter Barasa, of the opposition Tumaini Alliance, left.", "Peter Barasa", chancery.Person, "KEN LEG OPP", "Tumaini Alliance", ""},
		{"rank between", "The Russian Defence Ministry denied it. Its spokesman, Major General Oleg Petrenko, left.", "Oleg Petrenko", chancery.Person, "RUS MIL", "Russian Defence Ministry", ""},
		{"posted abroad", "France recalled its ambassador to Iran.", "French ambassador to Iran", chancery.Person, "FRA GOV", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := document(la, c.text)
			var places []chancery.Place
			if c.name == "backed, in one word" {
				at := chancery.Span{Start: len("Rwandan-backed rebels seized "), End: len(c.text) - 1}
				places = []chancery.Place{{Name: "Bukavu", Kind: chancery.City, Country: "COD", Mentions: []chancery.Mention{{Span: at}}}}
			}
			cast := f.Find(doc, places...)
			for _, a := range cast.Actors() {
				if a.Name != c.who {
					continue
				}
				member, backed := "", ""
				if m := cast.Actor(a.MemberOf); m != nil {
					member = m.Name
				}
				for _, b := range a.BackedBy {
					backed += cast.Actor(b).Name
				}
				if a.Kind != c.kind || c.code != "" && a.Code != c.code || member != c.member || backed != c.backed {
					t.Errorf("%s %q, of %q, backed by %q", a.Kind, a.Code, member, backed)
				}
				return
			}
			t.Errorf("no %s in %+v", c.who, cast.Actors())
		})
	}
}

// An envoy is of the state whose ministry names him, not of the region that he
// is sent about.
func TestWhomAMinistrySpeaksOf(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, outlet, text, who, code string }{
		{"for a country", "U.S. Department of State", "Special Envoy for Yemen Peter Lund visited Oman.", "Peter Lund", "USA GOV"},
		{"with no name", "U.S. Department of State", "The Special Representative for Venezuela met opposition leaders in Bogota.", "Special Representative", "USA GOV"},
		{"for a region", "U.S. Department of State", "Special Envoy for the Horn of Africa Peter Lund met the prime minister of Ethiopia.", "Peter Lund", "USA GOV"},
		{"people hurt elsewhere are not the ministry's", "U.S. Department of State", "The United States condemns the attack that killed and injured civilians.", "civilians", "CVL"},
		{"the ministry's own people are named so", "U.S. Department of State", "The United States condemns the attack that killed American civilians.", "US civilians", "USA CVL"},
		{"of a state that is named", "Rift Wire", "The French special envoy for Sudan visited Chad.", "French special envoy", "FRA GOV"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := document(la, c.text)
			doc.Article.Outlet = c.outlet
			var got []string
			for _, a := range f.Find(doc).Actors() {
				if a.Name == c.who && a.Code == c.code {
					return
				}
				got = append(got, a.Name+" "+a.Code)
			}
			t.Errorf("no %s %s among %q", c.who, c.code, got)
		})
	}
}
