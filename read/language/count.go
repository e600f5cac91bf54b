package language

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/read/language/letters"
)

// byScript names the language of scripts that only one of the languages of
// the news is written in.
var byScript = []struct {
	table *unicode.RangeTable
	tag   string
}{
	{unicode.Armenian, "hy"}, {unicode.Georgian, "ka"}, {unicode.Bengali, "bn"}, {unicode.Gurmukhi, "pa"},
	{unicode.Gujarati, "gu"}, {unicode.Oriya, "or"}, {unicode.Tamil, "ta"}, {unicode.Telugu, "te"},
	{unicode.Kannada, "kn"}, {unicode.Malayalam, "ml"}, {unicode.Sinhala, "si"}, {unicode.Lao, "lo"},
	{unicode.Tibetan, "bo"}, {unicode.Myanmar, "my"}, {unicode.Ethiopic, "am"}, {unicode.Khmer, "km"},
	{unicode.Thaana, "dv"},
}

const (
	wholeUpTo   = 2400 // bytes: a text up to this size is read whole
	sampleCount = 8
	sampleSize  = 300
	partSize    = 240
)

// samples cuts a long text into pieces spread evenly over it, and any text into
// at most sampleCount parts.
func samples(text string) []string {
	step := max(len(text)/sampleCount+1, partSize)
	size := step
	if len(text) > wholeUpTo {
		size = sampleSize
	}
	var parts []string
	for from := 0; from < len(text); {
		to := min(wordStart(text, from+size), len(text))
		parts = append(parts, text[from:to])
		from = max(to, wordStart(text, from+step))
	}
	return parts
}

// wordStart returns the first place at or soon after i that follows a space,
// else the first that starts a character.
func wordStart(text string, i int) int {
	if i >= len(text) {
		return len(text)
	}
	for j := i; j < len(text) && j < i+40; j++ {
		if text[j-1] <= ' ' {
			return j
		}
	}
	for i < len(text) && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// counter adds up what the letters of a text say.
type counter struct {
	model  *letters.Model
	tables []table // one a script, in the model's order
	word   []uint16

	han, kana, hangul int
	others            []int // letters, by byScript
}

func newCounter(m *letters.Model) *counter {
	c := &counter{model: m, others: make([]int, len(byScript))}
	c.tables = make([]table, len(m.Scripts))
	for i, s := range m.Scripts {
		c.tables[i].script = s
	}
	return c
}

// part adds a part of the text.
func (c *counter) part(text string) {
	var in *letters.Script
	capital := false
	for _, r := range text {
		s, number, upper := c.model.Letter(r)
		if s != in {
			c.endWord(in, capital)
			in, capital = s, upper
		}
		if s != nil {
			c.word = append(c.word, number)
		} else if r >= 0x500 {
			c.other(r)
		}
	}
	c.endWord(in, capital)
	for i := range c.tables {
		c.tables[i].endPart()
	}
}

func (c *counter) endWord(s *letters.Script, capital bool) {
	if s == nil {
		return
	}
	c.tables[s.Index].add(c.word, capital)
	c.word = c.word[:0]
}

func (c *counter) other(r rune) {
	switch {
	case unicode.Is(unicode.Han, r):
		c.han++
	case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
		c.kana++
	case unicode.Is(unicode.Hangul, r):
		c.hangul++
	case unicode.IsLetter(r):
		for i, s := range byScript {
			if unicode.Is(s.table, r) {
				c.others[i]++
			}
		}
	}
}

// table is what the words of one script add up to.
type table struct {
	script       *letters.Script
	plain, names letters.Sum // words without and with a capital
	letters      int
	before       []float64 // costs before the part
	lettersThen  int
	parts        []part
}

// part is what one part of the text cost in each language, in nats.
type part struct {
	costs   []float64
	letters int
}

func (t *table) add(word []uint16, capital bool) {
	if capital {
		t.script.Word(&t.names, word)
	} else {
		t.script.Word(&t.plain, word)
	}
	t.letters += len(word)
}

// costs returns the cost in nats of what was added, a language, when words with
// a capital count names times as much as others.
func (t *table) costs(names float64) []float64 {
	plain, capital := t.plain.Costs(t.script), t.names.Costs(t.script)
	costs := make([]float64, len(plain))
	for i := range costs {
		costs[i] = letters.Unit * (float64(plain[i]) + names*float64(capital[i]))
	}
	return costs
}

func (t *table) endPart() {
	if t.letters == t.lettersThen {
		return
	}
	costs := t.costs(capitalWeight)
	own := slices.Clone(costs)
	for i, c := range t.before {
		own[i] -= c
	}
	t.parts = append(t.parts, part{own, t.letters - t.lettersThen})
	t.before, t.lettersThen = costs, t.letters
}
