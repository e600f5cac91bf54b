package lang

import (
	"strings"
	"testing"

	"github.com/chancery-project/chancery/lexicon"
)

func TestInflection(t *testing.T) {
	in, err := NewInflector(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, got, want string }{
		{"regular verb", join(in.Verb("attack")), "attack attacked attacking attacks"},
		{"silent e", join(in.Verb("condemn")) + " | " + join(in.Verb("accuse")), "condemn condemned condemning condemns | accuse accused accuses accusing"},
		{"consonant and y", join(in.Verb("deny")), "deny denied denies denying"},
		{"doubled consonant", join(in.Verb("plan")), "plan planned planning plans"},
		{"doubled by the table", join(in.Verb("expel")), "expel expelled expelling expels"},
		{"doubled in British spelling", join(in.Verb("cancel")), "cancel canceled canceling cancelled cancelling cancels"},
		{"two vowels do not double", join(in.Verb("seek")), "seek seeking seeks sought"},
		{"irregular", join(in.Verb("meet")), "meet meeting meets met"},
		{"same in the past", join(in.Verb("cut")), "cut cuts cutting"},
		{"sibilant", join(in.Verb("clash")), "clash clashed clashes clashing"},
		{"ie", join(in.Verb("die")), "die died dies dying"},
		{"plural", join(in.Noun("ally")) + " | " + join(in.Noun("day")), "ally allies | day days"},
		{"irregular plural", join(in.Noun("man")), "man men"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func join(s []string) string { return strings.Join(s, " ") }
