package actor

import (
	"strings"
	"testing"
)

// An adjective before a noun and a part of an address name nobody; the same
// word as a noun does.
func TestDescribingWordsNameNobody(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"an official visit", "The official visit was short.", ""},
		{"an official", "The official was tired.", "official"},
		{"national security", "It is a matter of national security.", ""},
		{"the public, of an act", "They heard of the public designation.", ""},
		{"the public", "They asked the public.", "public"},
		{"an address", "Write to press@state.gov today.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, a := range f.Find(document(la, c.text)).Actors() {
				got = append(got, a.Name)
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
