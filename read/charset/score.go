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
	costScriptShift = 16 // letters of two scripts in one word
	costInWord      = 6  // a sign with letters on both sides, or one before a letter that opens nothing
	costAlphabet    = 8  // each further script that the text has letters of
	costInitial     = 1.3
	costAllCapitals = 0.4
	costLateCapital = 6  // a capital after a small letter
	costHalfWidth   = 6  // half-width katakana
	costEastShift   = 8  // a letter of an alphabet right beside an East Asian character
	costLoneAccent  = 14 // an accent standing by itself
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
	gap    float64 // what a letter costs if it comes next: it would lie in a word with what came before
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
			total += costAlphabet + cheapest(s.sums[i].Costs(script), script.Priors)
		}
	}
	if s.east.Letters > 0 {
		total += costAlphabet + cheapest(s.east.Costs(s.model.EastAsian()), s.model.EastAsian().Priors)
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
		s.gap = 0
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
		s.cost += s.gap
	}
	s.gap = 0
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
	s.gap = 0
	switch {
	case s.model.Character(&s.east, r):
		if after != nil {
			s.cost += costEastShift
		}
		s.gap = costEastShift
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
		cost, place := signCost(r)
		s.cost += cost
		if place == apart || place == opening && after != nil {
			s.gap = costInWord
		}
	}
}

// place is where a sign may stand.
type place uint8

const (
	apart   place = iota // not right before a letter
	opening              // before a letter, but not with another letter on its other side
	within               // anywhere in a word
)

// signCost is the cost of a sign and where it may stand.
func signCost(r rune) (float64, place) {
	switch r {
	case '–', '—', '\u00a0':
		return costPunctuation, within
	case '“', '”', '„', '…', '«', '»', '¿', '¡', '•':
		return costPunctuation, opening
	case '、', '。', '，', '「', '」', '（', '）', '：', '；', '？', '！', '《', '》', '・', 'ー', '\u3000', '،', '؟', '؛',
		'’', '‘', '\u00ad', '·', '\u200c', '\u0640', '־', '׳', '״':
		return costPunctuation, within
	case '€', '£', '§', '‹', '›', '‚', '″', '′', '×', '±', '†', '°':
		return costSymbol, opening
	case '©', '®', '™', '№', '½', '²', '³', 'º', 'ª', '‰':
		return costSymbol, apart
	case '『', '』', '【', '】', '〈', '〉', '％', '／', '～', '\u200e', '\u200f', '々', '〇', '◆', '■', '●', '○', '※':
		return costSymbol, within
	case '¨', '¸', '´', '¯', '¦', '¬':
		return costLoneAccent, apart
	case '\ufffd':
		return costInvalid, apart
	}
	switch {
	case r < 0xa0, unicode.Is(unicode.Co, r), !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r):
		return costControl, apart
	case r >= 0x3000 && r < 0x3040, r >= 0xff00 && r < 0xff61:
		return costRareSymbol, within
	case r < 0x100, r >= 0x2010 && r < 0x2500:
		return costRareSymbol, apart
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Katakana):
		return costRareEast, within
	}
	return costBlock, apart
}
