package page

import (
	"strings"

	"github.com/chancery-project/chancery/lexicon"
)

// bylines knows the words that stand in bylines beside names.
type bylines struct {
	leads []string // "by ", "posted by ", longest first within the file's order
	roles map[string]bool
}

func newBylines(lex *lexicon.Lexicon) (*bylines, error) {
	rows, err := lex.Rows("pages/bylines.txt")
	if err != nil {
		return nil, err
	}
	b := &bylines{roles: map[string]bool{}}
	for _, r := range rows {
		switch k := r.Field(1); k {
		case "lead":
			b.leads = append(b.leads, r.Key()+" ")
		case "role":
			b.roles[r.Key()] = true
		default:
			return nil, r.Errorf("%q is not lead or role", k)
		}
	}
	return b, nil
}

// led cuts the words before the names off s and reports whether there were any.
func (b *bylines) led(s string) (string, bool) {
	s = strings.TrimSpace(s)
	for _, lead := range b.leads {
		if len(s) > len(lead) && strings.EqualFold(s[:len(lead)], lead) {
			return strings.TrimSpace(s[len(lead):]), true
		}
	}
	return s, false
}

// names cuts a list of authors apart. Addresses are no names, and after the
// first neither are jobs and outlets.
func (b *bylines) names(s string) []string {
	s, _ = b.led(s)
	s = strings.NewReplacer(" and ", ",", " & ", ",", ";", ",", "|", ",").Replace(s)
	var out []string
	for _, n := range strings.Split(s, ",") {
		n = strings.TrimSpace(n)
		if n == "" || len(n) > maxName || strings.Contains(n, "://") || strings.HasPrefix(n, "@") {
			continue
		}
		if len(out) > 0 && (b.isRole(n) || !strings.Contains(n, " ")) {
			continue
		}
		out = append(out, n)
	}
	return out
}

func (b *bylines) isRole(s string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if b.roles[w] || strings.Contains(w, ".com") {
			return true
		}
	}
	return false
}

// maxName is how many bytes a name has at most.
const maxName = 80
