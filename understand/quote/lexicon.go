package quote

import (
	"strings"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// cue is a row of cues.txt.
type cue struct {
	tail                        string // particle or preposition: "out" of "point out", "for" of "call for"
	deny                        bool
	to, that, quotes, inf       bool
	np, passive, think, ask, as bool
	bare                        bool
	guess                       bool // predict: what is said is one's own thought
}

// noun is a row of nouns.txt.
type noun struct{ deny, inf bool }

var classes = map[string]bool{"assert": true, "deny": true, "demand": true, "promise": true, "threaten": true, "predict": true, "think": true}

func (f *Finder) cueRow(r lexicon.Row, in *lang.Inflector) error {
	if !classes[r.Field(1)] {
		return r.Errorf("%q is no class of saying", r.Field(1))
	}
	verb, tail, _ := strings.Cut(r.Key(), " ")
	c := cue{tail: tail, deny: r.Field(1) == "deny", think: r.Field(1) == "think", ask: r.Field(1) == "demand", guess: r.Field(1) == "predict"}
	for _, flag := range r.List(2) {
		switch flag {
		case "to":
			c.to = true
		case "that":
			c.that = true
		case "quote":
			c.quotes = true
		case "inf":
			c.inf = true
		case "np":
			c.np = true
		case "as":
			c.as = true
		case "bare":
			c.bare = true
		case "passive":
			c.passive = true
		default:
			return r.Errorf("the flag %q is none of to, that, quote, inf, np, as, bare, passive", flag)
		}
	}
	for _, w := range in.Verb(verb) {
		if tail != "" { // the longer row goes first
			f.verbs[w] = append([]cue{c}, f.verbs[w]...)
		} else {
			f.verbs[w] = append(f.verbs[w], c)
		}
	}
	return nil
}

func (f *Finder) nounRow(r lexicon.Row, in *lang.Inflector) error {
	class := r.Field(1)
	if !classes[class] {
		return r.Errorf("%q is no class of saying", class)
	}
	for _, w := range in.Noun(r.Key()) {
		f.nouns[w] = noun{deny: class == "deny", inf: class == "promise" || class == "threaten" || class == "demand"}
	}
	return nil
}
