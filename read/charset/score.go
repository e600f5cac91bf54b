package charset

import (
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/read/language/letters"
)

// Costs in nats of what the letter statistics do not know: how surprising a
// sign or a change is in running text of any language. A wrong encoding is
// full of signs inside words, capitals after small letters and rare symbols.
const (
	costASCII       = 2.0 // digits, plain punctuation, space: much the same in all readings
	costPunctuation = 4.5 // dashes, curly quotes, guillemets, ellipsis, no-break space
	costSymbol      = 7.0 // euro, section, degree, copyright and their like
	costRareSymbol  = 10  // currency sign, broken bar, fractions, accents on their own
	costMark        = 3.0 // a combining mark after a letter of its script
	costStrayMark   = 13
	costBlock       = 12 // box drawing, mathematics, letters of scripts without statistics
	costControl     = 16 // C1 controls, private use, unassigned
	costInvalid     = 19 // a byte sequence that the encoding does not have
	costScriptShift = 9  // letters of two scripts in one word
	costInWord      = 6  // a sign with letters on both sides
	costInitial     = 1.3
	costAllCapitals = 0.4
	costLateCapital = 6  // a capital after a small letter
	costHalfWidth   = 6  // half-width katakana
	costRareEast    = 12 // a Chinese character or hangul that is not a common one
)

// scorer adds up what a text costs: -ln of how likely it is as running text.
type scorer struct {
	model *letters.Model
	sums  []letters.Sum // by script
	used  []bool
	east  letters.Sum
	cost  float64

	word   []uint16
	script *letters.Script
	state  capitals
	before rune
	sign   bool // a sign that may lie inside a word came just before
}

type capitals uint8

const (
	noWord capitals = iota
	oneCapital
	allCapitals
	small
)

func newScorer() *scorer {
	m := letters.Load()
	return &scorer{model: m, sums: make([]letters.Sum, len(m.Scripts)), used: make([]bool, len(m.Scripts))}
}

// score returns the cost of text in nats.
func score(text string) float64 {
	s := newScorer()
	for _, r := range text {
		s.rune(r)
		s.before = r
	}
	s.endWord()
	total := s.cost
	for i, script := range s.model.Scripts {
		if s.used[i] {
			total += cheapest(s.sums[i].Costs(script), script.Priors)
		}
	}
	if s.east.Letters > 0 {
		total += cheapest(s.east.Costs(s.model.EastAsian()), s.model.EastAsian().Priors)
	}
	return total
}

func cheapest(costs, priors []int) float64 {
	best := costs[0] + priors[0]
	for i := range costs {
		best = min(best, costs[i]+priors[i])
	}
	return letters.Unit * float64(best)
}

func (s *scorer) rune(r rune) {
	script, number, capital := s.model.Letter(r)
	if script != nil {
		s.letter(script, number, capital)
		return
	}
	if r < utf8.RuneSelf {
		s.endWord()
		s.sign = false
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			s.cost += costControl
		} else {
			s.cost += costASCII
		}
		return
	}
	after := s.script
	s.endWord()
	s.other(r, after)
}

func (s *scorer) letter(script *letters.Script, number uint16, capital bool) {
	if s.script != script {
		if s.script != nil {
			s.cost += costScriptShift
		}
		s.endWord()
		s.script = script
		if s.sign {
			s.cost += costInWord
		}
	}
	s.sign = false
	switch {
	case !capital:
		if s.state == allCapitals {
			s.cost += costLateCapital
		}
		s.state = small
	case s.state == noWord:
		s.cost += costInitial
		s.state = oneCapital
	case s.state == small:
		s.cost += costLateCapital
	default:
		s.cost += costAllCapitals
		s.state = allCapitals
	}
	s.word = append(s.word, number)
}

func (s *scorer) endWord() {
	if s.script != nil {
		s.script.Word(&s.sums[s.script.Index], s.word)
		s.used[s.script.Index] = true
	}
	s.word, s.script, s.state = s.word[:0], nil, noWord
}

// other adds a rune beyond ASCII that is no letter of the tables; after is the
// script of the letter right before it, nil for none.
func (s *scorer) other(r rune, after *letters.Script) {
	s.sign = false
	switch {
	case s.model.Character(&s.east, r):
		if after != nil {
			s.cost += costScriptShift
		}
		if r >= 0xff61 && r <= 0xff9f {
			s.cost += costHalfWidth
		}
	case unicode.In(r, unicode.Mn, unicode.Mc):
		if after != nil && after.Name != "Latn" || unicode.In(s.before, unicode.Mn, unicode.Mc) {
			s.cost += costMark
		} else {
			s.cost += costStrayMark
		}
	default:
		cost, wordly := signCost(r)
		s.cost += cost
		s.sign = after != nil && !wordly
	}
}

// signCost is the cost of a sign, and whether it may stand inside a word.
func signCost(r rune) (cost float64, wordly bool) {
	switch r {
	case '\u00a0', '–', '—', '“', '”', '„', '…', '«', '»', '¿', '¡', '•',
		'、', '。', '，', '「', '」', '（', '）', '：', '；', '？', '！', '《', '》', '・', 'ー', '\u3000', '،', '؟', '؛':
		return costPunctuation, r == '–' || r == '—' || r >= '\u3000' || r == '\u00a0'
	case '’', '‘', '\u00ad', '·', '\u200c', '\u0640', '־', '׳', '״':
		return costPunctuation, true
	case '€', '£', '§', '°', '©', '®', '™', '№', '½', '²', '³', '‹', '›', '‚', 'º', 'ª', '″', '′', '×', '±', '‰', '†',
		'『', '』', '【', '】', '〈', '〉', '—' + 1, '％', '／', '～', '\u200e', '\u200f', '々', '〇', '◆', '■', '●', '○', '※':
		return costSymbol, r >= '\u3000' || r == '\u200e' || r == '\u200f'
	case '\ufffd':
		return costInvalid, false
	}
	switch {
	case r < 0xa0, unicode.Is(unicode.Co, r), !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
		return costControl, false
	case r < 0x100, r >= 0x2010 && r < 0x2500, r >= 0x3000 && r < 0x3040, r >= 0xff00 && r < 0xff61:
		return costRareSymbol, r >= 0x3000
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Katakana):
		return costRareEast, true
	}
	return costBlock, false
}
