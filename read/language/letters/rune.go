package letters

// Letter tells what r is: its script (nil when it is not a letter of a script
// with tables), its number for Script.Word, and whether it is a capital.
func (m *Model) Letter(r rune) (s *Script, number uint16, capital bool) {
	if r < 0 || r >= tableEnd {
		return nil, 0, false
	}
	c := m.codes[r]
	if c.script == 0 {
		return nil, 0, false
	}
	return m.Scripts[c.script-1], c.letter, c.upper
}

// EastAsian returns the table of Chinese, Japanese and Korean characters.
func (m *Model) EastAsian() *Script { return m.eastAsian }

// Character adds an East Asian character; false means that it is not among the
// common ones of any of the languages, and nothing is added.
func (m *Model) Character(sum *Sum, r rune) bool {
	row, ok := m.east[r]
	if ok {
		m.eastAsian.add(sum, uint32(row))
		sum.Letters++
	}
	return ok
}
