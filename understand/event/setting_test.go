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
