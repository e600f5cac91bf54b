// Package letters holds the letter statistics of the languages that Chancery
// can name: how likely each letter is after the two before it. Identifying a
// language and finding the character encoding of a text are both questions of
// which reading makes the letters likely, so they share these tables.
//
// A table is a letter trigram model interpolated with its lower orders (Jelinek
// and Mercer 1980), derived by train/letters.py from openly licensed packages.
// Costs are -ln P in units of Unit nats; "word" means a run of letters of one
// script.
package letters

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed letters.gz
var packed []byte

// Unit is the size of one step of cost, in nats.
const Unit = 0.2

// Top is the highest cost of one letter: it never comes in the language.
const Top = 63

const (
	edge     = 1 // letter number of a word's edge
	unknown  = 0 // letter number of a letter that no language of the script has
	maxNum   = 1 << 10
	tableEnd = 0x3000 // alphabets lie below; East Asian characters above
)

// Model is all tables. It never changes and is safe for concurrent use.
type Model struct {
	Scripts   []*Script
	eastAsian *Script
	codes     []code // by rune, below tableEnd
	east      map[rune]int32
}

// code is what is known of a rune: script index plus one (0: not a letter of a
// script that has tables), letter number, whether it is a capital.
type code struct {
	script uint8
	upper  bool
	letter uint16
}

// Load returns the tables that come with the program.
func Load() *Model { return load() }

var load = sync.OnceValue(func() *Model {
	m, err := parse(packed)
	if err != nil {
		panic(err) // a bug: the file is compiled in
	}
	return m
})

func parse(packed []byte) (*Model, error) {
	unpacker, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("letters.gz: %w", err)
	}
	raw, err := io.ReadAll(unpacker)
	if err != nil {
		return nil, fmt.Errorf("letters.gz: %w", err)
	}
	m := &Model{codes: make([]code, tableEnd), east: map[rune]int32{}}
	for len(raw) > 0 {
		header, rest, _ := bytes.Cut(raw, []byte("\n"))
		s, grams, err := parseHeader(string(header))
		if err != nil {
			return nil, err
		}
		need := grams.bytes + len(s.Languages)*grams.count
		if grams.bytes < 0 || grams.count < 0 || len(rest) < need {
			return nil, fmt.Errorf("letters.gz: script %s is cut short", s.Name)
		}
		if err := m.addScript(s, grams, rest[:need]); err != nil {
			return nil, err
		}
		raw = rest[need:]
	}
	if m.eastAsian == nil || len(m.Scripts) == 0 {
		return nil, fmt.Errorf("letters.gz: tables are missing: run train/letters.py")
	}
	return m, nil
}

func (m *Model) addScript(s *Script, grams gramBlock, data []byte) error {
	names := strings.Split(string(data[:grams.bytes]), "\n")
	if len(names) != grams.count || len(s.Languages) == 0 || len(s.Languages) > 8*maxWords {
		return fmt.Errorf("letters.gz: script %s has %d rows of %d languages; its header says %d, and %d is the most",
			s.Name, len(names), len(s.Languages), grams.count, 8*maxWords)
	}
	s.fill(data[grams.bytes:], len(names))
	if s.Name != "Hani" {
		return m.addAlphabet(s, names)
	}
	s.Index = -1
	m.eastAsian = s
	for i, name := range names {
		r, _ := utf8.DecodeRuneInString(name)
		m.east[r] = int32(i)
	}
	return nil
}

type gramBlock struct{ count, bytes int }

func parseHeader(header string) (*Script, gramBlock, error) {
	f := strings.Split(header, "\t")
	if len(f) != 4 {
		return nil, gramBlock{}, fmt.Errorf("letters.gz: header %.60q has %d fields, not 4", header, len(f))
	}
	s := &Script{Name: f[0]}
	for _, l := range strings.Fields(f[1]) {
		name, prior, _ := strings.Cut(l, ":")
		n, err := strconv.Atoi(prior)
		if err != nil {
			return nil, gramBlock{}, fmt.Errorf("letters.gz: prior of %s: %w", l, err)
		}
		s.Languages = append(s.Languages, name)
		s.Priors = append(s.Priors, n)
	}
	count, err1 := strconv.Atoi(f[2])
	size, err2 := strconv.Atoi(f[3])
	if err1 != nil || err2 != nil {
		return nil, gramBlock{}, fmt.Errorf("letters.gz: header %.60q has no row count", header)
	}
	return s, gramBlock{count, size}, nil
}

func (m *Model) addAlphabet(s *Script, grams []string) error {
	s.Index = len(m.Scripts)
	m.Scripts = append(m.Scripts, s)
	number := map[rune]uint32{'_': edge}
	s.init(len(grams))
	for row, gram := range grams {
		var key uint32
		for _, r := range gram {
			if number[r] == 0 {
				number[r] = uint32(len(number)) + 1
				if number[r] >= maxNum || r >= tableEnd {
					return fmt.Errorf("letters.gz: letter %q of %s does not fit", r, s.Name)
				}
				m.codes[r] = code{script: uint8(len(m.Scripts)), letter: uint16(number[r])}
			}
			key = key<<10 | number[r]
		}
		s.put(key, uint32(row))
	}
	m.addCapitals()
	m.addStrangers(s, uint8(len(m.Scripts)))
	return nil
}

func (m *Model) addCapitals() {
	for r := rune(0); r < tableEnd; r++ {
		if low := unicode.ToLower(r); low != r && low < tableEnd && m.codes[low].script != 0 {
			c := m.codes[low]
			c.upper = true
			m.codes[r] = c
		}
	}
}

// addStrangers marks the letters of the script that no language of it uses.
func (m *Model) addStrangers(s *Script, index uint8) {
	table := unicode.Scripts[map[string]string{"Latn": "Latin", "Cyrl": "Cyrillic", "Arab": "Arabic", "Hebr": "Hebrew",
		"Grek": "Greek", "Thai": "Thai", "Deva": "Devanagari"}[s.Name]]
	for r := rune(0); r < tableEnd; r++ {
		if m.codes[r].script == 0 && table != nil && unicode.Is(table, r) && unicode.IsLetter(r) {
			m.codes[r] = code{script: index, upper: unicode.IsUpper(r), letter: unknown}
		}
	}
}
