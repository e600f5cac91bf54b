package event

import (
	"strings"
	"testing"
)

func TestAgreementNames(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"of a place, in small letters", "Serbia accused Kosovo of breaking the Brussels agreement.", "Brussels agreement"},
		{"signed, by what it is on", "Peru and Chile signed a treaty on border rivers in Lima.", "treaty on border rivers: Peru + Chile"},
		{"signed, by what it is", "Peru and Chile signed a fisheries agreement in Lima.", "fisheries agreement: Peru + Chile"},
		{"signed, unnamed", "Peru and Chile signed an agreement in Lima.", ""},
		{"only hoped for", "Peru wants a fisheries agreement.", ""},
		{"owned", "Peru praised Chile's agreement.", ""},
		{"described by its year", "Iran left the 2015 nuclear deal.", "2015 nuclear deal"},
		{"described by who made it", "The defence pact between Peru and Chile expires in May.", "defence pact: Peru + Chile"},
		{"negotiated", "Peru and Chile began talks on a fisheries agreement.", "fisheries agreement"},
		{"a body named after a treaty", "The Central Asian Treaty Organization met.", ""},
		{"with its abbreviation", "Peru joined the Pacific Trade Agreement (PTA). Chile praised the Pacific Trade Agreement.", "Pacific Trade Agreement: Peru"},
		{"a town in its name is no party", "Peru praised the Paris Agreement.", "Paris Agreement"},
		{"suspended with the other side", "Peru suspended the Andean Water Treaty with Chile.", "Andean Water Treaty: Chile + Peru"},
		{"in capitals", "The Lusaka Protocol ended the war.", "Lusaka Protocol"},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, ctx := k.find(c.text)
			var got []string
			for _, a := range res.Agreements {
				s := a.Name
				if n := names(ctx.Cast, a.Parties); n != "" {
					s += ": " + n
				}
				got = append(got, s)
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}
