// Package language tells what language a text is in.
//
// It is a naive Bayes classifier over letter trigrams within words (Dunning
// 1994) after the writing system has been told from the letters themselves.
// Capitalised words count for little, so that a report full of foreign names
// is still in the language of its small words.
package language

import (
	"math"
	"slices"

	"github.com/chancery-project/chancery/read/language/letters"
)

// Guess is what language a text is thought to be in.
type Guess struct {
	Tag        string  // BCP 47; "" when undecided
	Confidence float64 // 0 to 1: how much likelier than the runner-up; 0 when undecided
}

const (
	minLetters    = 14   // fewer say nothing certain
	minConfidence = 0.75 // below it the guess is no better than a coin
	capitalWeight = 0.08 // of a word with a capital against one without
	sharpness     = 0.5  // letters of a text are less independent than the model says
	maxPerLetter  = 3.5  // nats a letter; running text has about 2, Vietnamese 2.6
	strangeMargin = 12   // nats by which another language must be likelier for a part to be in it
	maxStrange    = 0.3  // share of the letters that may be in other languages
	eastWeight    = 3    // a Chinese, Japanese or Korean character says as much as three letters
	kanaShare     = 12   // Japanese has at least one kana to so many Chinese characters
)

// Identify tells the language of text. It returns the empty guess for text that
// is too short, in no language it knows, or in several. Long texts are judged
// by samples from all their parts.
//
// Close languages that letters do not tell apart get the tag of their
// macrolanguage: "sh" for Croatian, Bosnian and Serbian in Latin letters always,
// "no" and "ms" for short texts that may be Bokmål or Nynorsk, Indonesian or
// Malay.
func Identify(text string) Guess {
	model := letters.Load()
	c := newCounter(model)
	for _, part := range samples(text) {
		c.part(part)
	}
	return c.guess()
}

// guess decides the writing system, then the language.
func (c *counter) guess() Guess {
	total, best := c.han+c.kana+c.hangul, (*table)(nil)
	for i := range c.tables {
		t := &c.tables[i]
		total += t.letters
		if best == nil || t.letters > best.letters {
			best = t
		}
	}
	own, ownLetters := -1, 0
	for i, n := range c.others {
		total += n
		if n > ownLetters {
			own, ownLetters = i, n
		}
	}
	east := eastWeight * (c.han + c.kana + c.hangul)
	total += east - east/eastWeight
	switch {
	case total < minLetters:
		return Guess{}
	case east > total*2/3:
		return Guess{c.eastAsian(), float64(east) / float64(total)}
	case ownLetters > total*2/3:
		return Guess{byScript[own].tag, float64(ownLetters) / float64(total)}
	case best.letters > total*2/3:
		return best.guess()
	}
	return Guess{}
}

func (c *counter) eastAsian() string {
	switch {
	case c.hangul > c.han+c.kana:
		return "ko"
	case c.kana*kanaShare > c.han:
		return "ja"
	}
	return "zh"
}

// guess tells the language among those of the script.
func (t *table) guess() Guess {
	names := capitalWeight
	if 8*t.plain.Letters < t.names.Letters {
		names = 1 // a headline in capitals, a list of names
	}
	costs := t.costs(names)
	weight := float64(t.plain.Letters) + names*float64(t.names.Letters)
	for i, p := range t.script.Priors {
		costs[i] += letters.Unit * float64(p)
	}
	p := posterior(costs)
	best := 0
	for i := range p {
		if p[i] > p[best] {
			best = i
		}
	}
	if t.letters < minLetters || costs[best] > maxPerLetter*weight || t.mixed(best) {
		return Guess{}
	}
	if p[best] >= minConfidence {
		return Guess{t.script.Languages[best], p[best]}
	}
	if tag := macrolanguage[t.script.Languages[best]]; tag != "" {
		sum := 0.0
		for i, l := range t.script.Languages {
			if macrolanguage[l] == tag {
				sum += p[i]
			}
		}
		if sum >= minConfidence {
			return Guess{tag, sum}
		}
	}
	return Guess{}
}

// macrolanguage is the tag that covers close languages which only longer texts
// tell apart.
var macrolanguage = map[string]string{
	"nb": "no", "nn": "no", "id": "ms", "ms": "ms",
}

// mixed tells whether much of the text is clearly in another language than best.
func (t *table) mixed(best int) bool {
	strange, all := 0, 0
	for _, p := range t.parts {
		all += p.letters
		if p.costs[best]-slices.Min(p.costs) > strangeMargin {
			strange += p.letters
		}
	}
	return float64(strange) > maxStrange*float64(all)
}

// posterior turns costs in nats into probabilities.
func posterior(costs []float64) []float64 {
	least, total := slices.Min(costs), 0.0
	out := make([]float64, len(costs))
	for i, c := range costs {
		if c-least < 80 {
			out[i] = math.Exp((least - c) * sharpness)
			total += out[i]
		}
	}
	for i := range out {
		out[i] /= total
	}
	return out
}
