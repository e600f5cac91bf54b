package charset

import (
	"fmt"
	"sort"

	"golang.org/x/text/encoding"
	"golang.org/x/text/unicode/norm"
)

const (
	// declaredBonus is how much in nats a declaration counts for: about what
	// two odd signs in a sound text cost.
	declaredBonus = 12
	// weakBonus is the same for windows-1252, which servers declare unasked, and
	// for an encoding that some bytes of the text are not valid in.
	weakBonus = 5
	// sureMargin is by how many nats the encoding must win over the next one
	// that makes other text of the bytes, lest there be a warning.
	sureMargin = 5
)

type detection struct {
	name    string
	enc     encoding.Encoding
	perByte float64 // nats
	warning string
}

type trial struct {
	candidate
	text string
	cost float64
}

// detect finds the encoding that makes the likeliest text of a sample. name and
// enc are the declared one; "" and nil for none.
func detect(sample []byte, name string, enc encoding.Encoding) detection {
	list := candidates()
	if enc != nil {
		bonus := declaredBonus
		if _, bad := convert(sample, enc); bad > 0 || name == "windows-1252" {
			bonus = weakBonus
		}
		list = append([]candidate{{name, enc, -float64(bonus)}}, list...)
	}
	trials := make([]trial, 0, len(list))
	for _, c := range list {
		text, _ := convert(sample, c.enc)
		if c.label == "windows-1258" { // its tone marks stand apart
			text = norm.NFC.String(text)
		}
		trials = append(trials, trial{c, text, score(text) + c.rare})
	}
	sort.SliceStable(trials, func(i, j int) bool { return trials[i].cost < trials[j].cost })
	best := trials[0]
	d := detection{name: best.label, enc: best.enc, perByte: best.cost / float64(max(1, len(sample)))}
	for _, t := range trials[1:] {
		if t.text == best.text {
			continue
		}
		// a declaration that alone decides is no certainty either
		if t.cost-max(0, t.rare)-(best.cost-best.rare) < sureMargin {
			d.warning = fmt.Sprintf("the character encoding is not certain: read as %s, it may be %s", best.label, t.label)
			break
		}
	}
	return d
}
