package export

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed countries.txt
var countriesText string

type countryCodes struct{ fips, cow, name string }

var countries = sync.OnceValue(func() map[string]countryCodes {
	out := map[string]countryCodes{}
	for _, line := range strings.Split(countriesText, "\n") {
		if f := strings.Split(line, "\t"); len(f) == 4 && !strings.HasPrefix(line, "#") {
			out[f[0]] = countryCodes{f[1], f[2], f[3]}
		}
	}
	return out
})

// country names a state by its code; other labels stay.
func country(label string) string {
	if c, ok := countries()[label]; ok {
		return c.name
	}
	return label
}
