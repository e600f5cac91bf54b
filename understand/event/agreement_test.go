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
