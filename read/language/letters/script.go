package letters

// Script is the tables of the languages written in one script.
type Script struct {
	Name      string   // ISO 15924, such as "Latn"; "Hani" also holds kana and hangul
	Languages []string // BCP 47
	Priors    []int    // cost of each language before any letter is seen
	Index     int      // in Model.Scripts; -1 for the East Asian table

	words int // uint64s a row
	costs []uint64
	keys  []uint32 // open addressing; 0 is free
	slots []uint32
	shift uint32
}

// Costs of falling back to a lower order, for a sequence too rare to be kept.
const (
	fallTwo = 6
	fallOne = 14
)

func (s *Script) fill(matrix []byte, rows int) {
	n := len(s.Languages)
	s.words = (n + 7) / 8
	s.costs = make([]uint64, rows*s.words)
	for lang := range n {
		for row, cost := range matrix[lang*rows : (lang+1)*rows] {
			s.costs[row*s.words+lang/8] |= uint64(cost) << (8 * (lang % 8))
		}
	}
}

func (s *Script) init(rows int) {
	bits := uint32(1)
	for 1<<bits < 2*rows {
		bits++
	}
	s.keys = make([]uint32, 1<<bits)
	s.slots = make([]uint32, 1<<bits)
	s.shift = 32 - bits
}

func (s *Script) slot(key uint32) uint32 { return (key * 2654435769) >> s.shift }

func (s *Script) put(key, row uint32) {
	mask := uint32(len(s.keys) - 1)
	i := s.slot(key)
	for s.keys[i] != 0 {
		i = (i + 1) & mask
	}
	s.keys[i], s.slots[i] = key, row
}

func (s *Script) find(key uint32) (row uint32, ok bool) {
	mask := uint32(len(s.keys) - 1)
	i := s.slot(key)
	for s.keys[i] != 0 {
		if s.keys[i] == key {
			return s.slots[i], true
		}
		i = (i + 1) & mask
	}
	return 0, false
}

// maxWords is the most uint64s a row may have: 56 languages a script.
const maxWords = 7

// Sum adds up the costs of words for all languages of a script at once: each
// byte of a uint64 is one language. The zero Sum is empty.
type Sum struct {
	Letters int // letters and word ends added
	flat    int // costs that are the same for all languages
	added   int
	spilled int
	pending [maxWords]uint64
	even    [maxWords]uint64 // 16-bit lanes: languages 0, 2, 4, 6 of each eight
	odd     [maxWords]uint64
	totals  [8 * maxWords]int
}

const (
	lanes      = 0x00ff00ff00ff00ff
	maxPending = 4   // 4 * Top fits a byte
	maxSpilled = 256 // 256 * 255 fits 16 bits
)

func (s *Script) add(sum *Sum, row uint32) {
	i := int(row) * s.words
	if s.words == maxWords {
		c, p := (*[maxWords]uint64)(s.costs[i:]), &sum.pending
		p[0] += c[0]
		p[1] += c[1]
		p[2] += c[2]
		p[3] += c[3]
		p[4] += c[4]
		p[5] += c[5]
		p[6] += c[6]
	} else {
		for j, c := range s.costs[i : i+s.words] {
			sum.pending[j] += c
		}
	}
	if sum.added++; sum.added == maxPending {
		sum.spill()
	}
}

func (sum *Sum) spill() {
	for i, p := range sum.pending {
		sum.even[i] += p & lanes
		sum.odd[i] += p >> 8 & lanes
	}
	sum.pending = [maxWords]uint64{}
	sum.added = 0
	if sum.spilled++; sum.spilled == maxSpilled {
		sum.drain()
	}
}

func (sum *Sum) drain() {
	for i := range sum.even {
		for j := range 4 {
			sum.totals[8*i+2*j] += int(sum.even[i] >> (16 * j) & 0xffff)
			sum.totals[8*i+2*j+1] += int(sum.odd[i] >> (16 * j) & 0xffff)
		}
		sum.even[i], sum.odd[i] = 0, 0
	}
	sum.spilled = 0
}

// Costs returns the cost of all words added so far, one a language of the
// script, without the priors.
func (sum *Sum) Costs(s *Script) []int {
	sum.spill()
	sum.drain()
	out := make([]int, len(s.Languages))
	for i := range out {
		out[i] = sum.totals[i] + sum.flat
	}
	return out
}

// Word adds a word, given as the letter numbers that Model.Letter returns.
func (s *Script) Word(sum *Sum, word []uint16) {
	a, b := uint32(0), uint32(edge)
	for _, w := range word {
		s.letter(sum, a, b, uint32(w))
		a, b = b, uint32(w)
	}
	s.letter(sum, a, b, edge)
	sum.Letters += len(word) + 1
}

func (s *Script) letter(sum *Sum, a, b, c uint32) {
	if c == unknown {
		sum.flat += Top
		return
	}
	if row, ok := s.find(a<<20 | b<<10 | c); ok {
		s.add(sum, row)
		return
	}
	if a != 0 {
		if row, ok := s.find(b<<10 | c); ok {
			sum.flat += fallTwo
			s.add(sum, row)
			return
		}
	}
	if row, ok := s.find(c); ok {
		sum.flat += fallOne
		s.add(sum, row)
	}
}
