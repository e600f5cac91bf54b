package place

import (
	"strings"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// Usage tells whether a toponym stands for a place or for the government
// that sits there, from the words around it. It is compiled from
// places/usage.txt and safe for concurrent use.
type Usage struct {
	classes map[string]usageClass
}

type usageClass uint16

const (
	locative usageClass = 1 << iota
	motion
	visited
	part
	message
	affair
	based
	local
	regional
	held
)

// NewUsage compiles places/usage.txt.
func NewUsage(lex *lexicon.Lexicon) (*Usage, error) {
	names := map[string]usageClass{"locative": locative, "motion": motion, "visited": visited, "part": part, "message": message, "affair": affair, "based": based, "local": local, "regional": regional, "held": held}
	rows, err := lex.Rows("places/usage.txt")
	if err != nil {
		return nil, err
	}
	u := &Usage{classes: make(map[string]usageClass, len(rows))}
	for _, r := range rows {
		c, ok := names[r.Field(1)]
		if !ok {
			return nil, r.Errorf("%q is no class of usage", r.Field(1))
		}
		u.classes[r.Key()] |= c
	}
	return u, nil
}

func (u *Usage) is(t lang.Token, c usageClass) bool { return u.classes[t.Lower]&c != 0 }

// Acts reports whether the toponym at tokens [from, to) stands for a
// government. unsure is the answer where the words around it do not tell.
func (u *Usage) Acts(tokens []lang.Token, from, to int, unsure bool) bool {
	return u.acts(tokens, from, to, unsure, 0)
}

// Governs reports whether the toponym plainly stands for a government: it does
// what a place cannot, or something is done with or by it. Where the words
// only say whose a thing is ("Iraq's north", "envoy to Iraq") it does not.
func (u *Usage) Governs(t []lang.Token, from, to int) bool {
	if to < len(t) && (t[to].Tag == "POS" || t[to].Text == ",") {
		return false
	}
	if from > 0 && (t[from-1].Lower == "to" || t[from-1].Lower == "on" || t[from-1].Lower == "of" || t[from-1].Lower == "for") {
		return false
	}
	return u.Acts(t, from, to, false)
}

// conjuncts bounds how far back the first of several names is looked for.
const conjuncts = 4

func (u *Usage) acts(t []lang.Token, from, to int, unsure bool, depth int) bool {
	if to < len(t) && t[to].Tag == "POS" {
		return to+1 >= len(t) || !u.is(t[to+1], part)
	}
	if to+1 < len(t) && t[to].Text == "," && t[to+1].Cap && !unsure && to+2 < len(t) && t[to+2].Text == "," {
		return false // "Odesa, Ukraine,"
	}
	prev := from - 1
	for prev >= 0 && (t[prev].Lower == "the" || t[prev].Tag == "``") {
		prev--
	}
	for to < len(t)-1 && strings.HasPrefix(t[to].Tag, "RB") { // "Ankara still refuses"
		to++
	}
	subject := predicated(t, to)
	if prev < 0 {
		return subject || unsure
	}
	p := t[prev]
	switch {
	case (p.Tag == "CC" || p.Text == "," || p.Text == "/") && depth < conjuncts:
		if subject && p.Text == "," {
			return true
		}
		if k := prev - 1; k >= 0 && t[k].Cap && t[k].Kind == lang.Word {
			first := k
			for first > 0 && t[first-1].Cap && t[first-1].Kind == lang.Word {
				first--
			}
			return u.acts(t, first, k+1, unsure, depth+1)
		}
		return subject || unsure
	case p.Lower == "of":
		return prev == 0 || !u.is(t[prev-1], part)
	case p.Lower == "to" || p.Lower == "for":
		return !u.near(t, prev, motion) && (unsure || !u.near(t, prev, visited))
	case p.Lower == "from":
		return prev > 0 && u.is(t[prev-1], message) || prev > 1 && u.is(t[prev-2], message)
	case p.Lower == "with" || p.Lower == "by" || p.Lower == "against" || p.Lower == "between" || p.Lower == "among" || p.Lower == "on" || p.Lower == "towards" || p.Lower == "toward" || p.Lower == "that" || p.Lower == "than":
		return true
	case u.is(p, locative):
		return false
	case lang.IsVerb(p.Tag):
		return !u.is(p, visited)
	case u.is(p, part):
		return false
	}
	return subject || unsure
}

// predicated reports whether a finite verb stands at token i, or after the
// names that are joined to the one before it: "Baku and Yerevan agreed".
func predicated(t []lang.Token, i int) bool {
	for n := 0; n <= conjuncts && i < len(t); n++ {
		switch t[i].Tag {
		case "VBD", "VBZ", "VBP", "MD":
			return true
		}
		joined := false
		for i < len(t) && (t[i].Tag == "CC" || t[i].Text == ",") {
			i, joined = i+1, true
		}
		name := i
		for i < len(t) && t[i].Cap && t[i].Kind == lang.Word {
			i++
		}
		if !joined || i == name {
			return false
		}
	}
	return false
}

// near reports whether a word of class c stands at most three words before i,
// with no other name or clause between.
func (u *Usage) near(t []lang.Token, i int, c usageClass) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if u.is(t[k], c) {
			return true
		}
		if t[k].Kind == lang.Mark || strings.HasPrefix(t[k].Tag, "W") {
			return false
		}
	}
	return false
}
