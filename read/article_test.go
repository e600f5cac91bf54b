package read

import (
	"fmt"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
)

func TestLead(t *testing.T) {
	for _, c := range []struct {
		name, title, standfirst, text string
		captions                      []chancery.Span
		want, known                   string
	}{
		{"nothing to add", "", "", "Envoys met.", nil, "Envoys met.", ""},
		{"headline", "Talks", "", "Envoys met.", nil, "Talks\n\nEnvoys met.", "headline=Talks"},
		{"both", "Talks", "Again", "Envoys met.", nil, "Talks\n\nAgain\n\nEnvoys met.", "headline=Talks standfirst=Again"},
		{"both there already", "Talks", "Again", "Talks\n\nAgain\n\nEnvoys met.", nil, "Talks\n\nAgain\n\nEnvoys met.", "headline=Talks standfirst=Again"},
		{"headline there, in other quotes", "\"Talks\"", "", "“Talks”\nEnvoys met.", nil, "“Talks”\nEnvoys met.", "headline=“Talks”"},
		{"headline there, standfirst not", "Talks", "Again", "Talks\n\nEnvoys met.", nil, "Talks\n\nEnvoys met.", "headline=Talks"},
		{"standfirst there, headline not", "Talks", "Again", "Again\n\nEnvoys met.", nil, "Talks\n\nAgain\n\nEnvoys met.", "headline=Talks standfirst=Again"},
		{"standfirst inside the text", "Talks", "met", "Envoys met.", nil, "Talks\n\nEnvoys met.", "headline=Talks"},
		{"headline alone", "Talks", "", "Talks", nil, "Talks", "headline=Talks"},
		{"caption moves", "Talks", "", "Envoys met.\n\nIn the hall.", []chancery.Span{{Start: 13, End: 25}}, "Talks\n\nEnvoys met.\n\nIn the hall.", "headline=Talks caption=In the hall."},
		{"no text", "Talks", "", " ", nil, " ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := &chancery.Article{Title: c.title, Standfirst: c.standfirst, Text: c.text}
			var known []string
			for _, p := range lead(a, c.captions) {
				known = append(known, fmt.Sprintf("%s=%s", p.Kind, p.Span.Text(a.Text)))
			}
			if got := strings.Join(known, " "); a.Text != c.want || got != c.known {
				t.Errorf("got %q, %s; want %q, %s", a.Text, got, c.want, c.known)
			}
		})
	}
}
