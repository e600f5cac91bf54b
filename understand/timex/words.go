package timex

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// number is a number word.
type number struct {
	value float64
	kind  string
}

type named struct {
	n    int
	kind string // name: a word with other senses, which must be tagged as a name; short: a short form that must stand by a date
}

type dayPart struct{ code, kind, mod string }

type season struct {
	code string
	name bool
}

type unit struct {
	code string
	many bool
}

type modifier struct {
	words []string
	mod   string
	with  string // duration, date, any
	part  string // part of the day on a single day
}

// vocabulary is the compiled folder times of the lexicon.
type vocabulary struct {
	months    map[string]named
	weekdays  map[string]named
	plural    map[string]int // "mondays"
	numbers   map[string]number
	units     map[string]unit
	parts     map[string]dayPart
	seasons   map[string]season
	eras      map[string]string // "bc" -> BC
	holidays  map[string]string // words -> when
	modifiers []modifier
	cues      map[string]map[string]bool // class -> words
	joiners   map[string]map[string]bool // words between two times -> how they join them
	moves     map[string]bool            // lemmas of verbs that move a date
	byFirst   map[string][]*rule
}

func compile(lex *lexicon.Lexicon) (*vocabulary, error) {
	v := &vocabulary{months: map[string]named{}, weekdays: map[string]named{}, plural: map[string]int{}, numbers: map[string]number{},
		units: map[string]unit{}, parts: map[string]dayPart{}, seasons: map[string]season{}, holidays: map[string]string{},
		cues: map[string]map[string]bool{}, joiners: map[string]map[string]bool{}, moves: map[string]bool{}, eras: map[string]string{}, byFirst: map[string][]*rule{}}
	for _, step := range []struct {
		file string
		row  func(lexicon.Row) error
	}{
		{"months", v.monthRow}, {"weekdays", v.weekdayRow}, {"numbers", v.numberRow}, {"units", v.unitRow},
		{"dayparts", v.partRow}, {"seasons", v.seasonRow}, {"holidays", v.holidayRow}, {"modifiers", v.modifierRow}, {"cues", v.cueRow}, {"eras", v.eraRow}, {"stretches", v.stretchRow},
	} {
		rows, err := lex.Rows("times/" + step.file + ".txt")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := step.row(r); err != nil {
				return nil, err
			}
		}
	}
	return v, v.rules(lex)
}

func (v *vocabulary) rules(lex *lexicon.Lexicon) error {
	macros := map[string][]*node{}
	order := 0
	for _, file := range [...]string{"times/rules.txt", "times/phrases.txt"} {
		rows, err := lex.Rows(file)
		if err != nil {
			return err
		}
		for _, r := range rows {
			pattern := r.Key()
			if strings.HasPrefix(pattern, "@") && len(strings.Fields(pattern)) == 1 && len(r.Fields) == 2 {
				_, body, _, err := parsePattern(r.Field(1), macros)
				if err != nil {
					return r.Errorf("%v", err)
				}
				macros[pattern] = append(macros[pattern], body)
				continue
			}
			x := &rule{typ: r.Field(1), meaning: strings.Fields(r.Field(2)), mod: r.Field(3), order: order}
			order++
			if x.before, x.body, x.after, err = parsePattern(pattern, macros); err != nil {
				return r.Errorf("%v", err)
			}
			switch x.typ {
			case "DATE", "TIME", "DURATION", "SET":
			default:
				return r.Errorf("the type %q is none of DATE, TIME, DURATION, SET", x.typ)
			}
			if len(x.meaning) == 0 || !meanings[x.meaning[0]] {
				return r.Errorf("the meaning %q is not known", r.Field(2))
			}
			set := map[string]bool{}
			if x.body.firsts(set) {
				return r.Errorf("the pattern can match nothing at all")
			}
			for w := range set {
				v.byFirst[w] = append(v.byFirst[w], x)
			}
		}
	}
	return nil
}

func small(r lexicon.Row, field, least, most int) (int, error) {
	n, err := strconv.Atoi(r.Field(field))
	if err != nil || n < least || n > most {
		return 0, r.Errorf("%q is not a number from %d to %d", r.Field(field), least, most)
	}
	return n, nil
}

func (v *vocabulary) monthRow(r lexicon.Row) error {
	n, err := small(r, 1, 1, 12)
	v.months[r.Key()] = named{n, r.Field(2)}
	return err
}

func (v *vocabulary) weekdayRow(r lexicon.Row) error {
	n, err := small(r, 1, 1, 7)
	if r.Field(2) == "plural" {
		v.plural[r.Key()] = n
		return err
	}
	v.weekdays[r.Key()] = named{n, r.Field(2)}
	return err
}

func (v *vocabulary) numberRow(r lexicon.Row) error {
	x := 0.0
	if r.Field(1) != "X" {
		var err error
		if x, err = strconv.ParseFloat(r.Field(1), 64); err != nil {
			return r.Errorf("%q is no number", r.Field(1))
		}
	}
	switch k := r.Field(2); k {
	case "unit", "tens", "scale", "ordinal", "part", "vague":
		v.numbers[r.Key()] = number{x, k}
		return nil
	default:
		return r.Errorf("the kind %q is none of unit, tens, scale, ordinal, part, vague", k)
	}
}

func (v *vocabulary) unitRow(r lexicon.Row) error {
	if r.Field(2) != "one" && r.Field(2) != "many" {
		return r.Errorf("%q is neither one nor many", r.Field(2))
	}
	v.units[r.Key()] = unit{r.Field(1), r.Field(2) == "many"}
	return nil
}

func (v *vocabulary) partRow(r lexicon.Row) error {
	v.parts[r.Key()] = dayPart{r.Field(1), r.Field(2), r.Field(3)}
	return nil
}

func (v *vocabulary) seasonRow(r lexicon.Row) error {
	v.seasons[r.Key()] = season{r.Field(1), r.Field(2) == "name"}
	return nil
}

func (v *vocabulary) holidayRow(r lexicon.Row) error {
	if _, ok := holidayDate(r.Field(1), 2000); !ok {
		return r.Errorf("%q is not of the form MM-DD, MM/weekday/nth or easter+days", r.Field(1))
	}
	v.holidays[r.Key()] = r.Field(1)
	return nil
}

func (v *vocabulary) modifierRow(r lexicon.Row) error {
	switch r.Field(2) {
	case "duration", "count", "date", "any":
	default:
		return r.Errorf("%q is none of duration, count, date, any", r.Field(2))
	}
	v.modifiers = append(v.modifiers, modifier{strings.Fields(r.Key()), r.Field(1), r.Field(2), r.Field(3)})
	return nil
}

func (v *vocabulary) cueRow(r lexicon.Row) error {
	if v.cues[r.Field(1)] == nil {
		v.cues[r.Field(1)] = map[string]bool{}
	}
	v.cues[r.Field(1)][r.Key()] = true
	return nil
}

func (v *vocabulary) eraRow(r lexicon.Row) error {
	if r.Field(1) != "BC" && r.Field(1) != "AD" {
		return r.Errorf("%q is neither BC nor AD", r.Field(1))
	}
	v.eras[r.Key()] = r.Field(1)
	return nil
}

func (v *vocabulary) stretchRow(r lexicon.Row) error {
	switch how := r.Field(1); how {
	case "moves":
		v.moves[r.Key()] = true
	case "through", "between", "next":
		if v.joiners[r.Key()] == nil {
			v.joiners[r.Key()] = map[string]bool{}
		}
		v.joiners[r.Key()][how] = true
	default:
		return r.Errorf("%q is none of through, between, next, moves", how)
	}
	return nil
}

// atom is a token, or a part of a token with hyphens or of digits and letters.
type atom struct {
	low, text string
	from, to  int // bytes of the article
	token     int
	tag       string
	cap       bool
	join      bool // a hyphen within a word
	first     bool // begins its token
	last      bool // ends its token
}

func (v *vocabulary) isMonth(t *lang.Token) bool {
	_, ok := v.months[t.Lower]
	return ok && t.Cap
}

// figure reports whether the atom begins with a figure.
func (a *atom) figure() bool { return a.text[0] >= '0' && a.text[0] <= '9' }

// twoDays are days of a month that follow each other: "18/19 July".
var twoDays = regexp.MustCompile(`^\d\d?/\d\d?$`)

// atoms cuts tokens at their hyphens, "two-day" is two, -, day, and two days
// of a month at the stroke between.
func (v *vocabulary) atoms(t []lang.Token) []atom {
	out := make([]atom, 0, len(t)+8)
	for k := range t {
		x := &t[k]
		simple := len(x.Text) == x.Span.Len()
		if simple && x.Kind == lang.Number && twoDays.MatchString(x.Text) && (k > 0 && v.isMonth(&t[k-1]) || k+1 < len(t) && v.isMonth(&t[k+1])) {
			at := strings.IndexByte(x.Text, '/')
			for _, p := range [...][2]int{{0, at}, {at, at + 1}, {at + 1, len(x.Text)}} {
				w := x.Text[p[0]:p[1]]
				out = append(out, atom{w, w, x.Span.Start + p[0], x.Span.Start + p[1], k, x.Tag, false, false, p[0] == 0, p[1] == len(x.Text)})
			}
			continue
		}
		if !simple || !strings.Contains(x.Text, "-") || len(x.Text) == 1 {
			out = append(out, atom{x.Lower, x.Text, x.Span.Start, x.Span.End, k, x.Tag, x.Cap, false, true, true})
			continue
		}
		at := 0
		for i := 0; i <= len(x.Text); i++ {
			if i < len(x.Text) && x.Text[i] != '-' {
				continue
			}
			if i > at {
				w := x.Text[at:i]
				out = append(out, atom{strings.ToLower(w), w, x.Span.Start + at, x.Span.Start + i, k, x.Tag,
					w[0] >= 'A' && w[0] <= 'Z', false, at == 0, i == len(x.Text)})
			}
			if i < len(x.Text) {
				out = append(out, atom{"-", "-", x.Span.Start + i, x.Span.Start + i + 1, k, "HYPH", false, true, false, false})
			}
			at = i + 1
		}
	}
	return out
}
