package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
)

// set is a set of numbers of happenings or articles, one bit each.
type set []uint64

// chunk is how many numbers one stored part of a set holds; a part with fewer
// than sparse numbers is stored as a list of them (as Roaring bitmaps do).
const (
	chunk  = 1 << 16
	sparse = 1 << 12
)

func (s set) has(n uint32) bool {
	return int(n/64) < len(s) && s[n/64]&(1<<(n%64)) != 0
}

func (s *set) grow(words int) {
	if words > len(*s) {
		*s = append(*s, make(set, words-len(*s))...)
	}
}

func (s *set) add(n uint32) {
	s.grow(int(n/64) + 1)
	(*s)[n/64] |= 1 << (n % 64)
}

func (s set) remove(n uint32) {
	if int(n/64) < len(s) {
		s[n/64] &^= 1 << (n % 64)
	}
}

func (s set) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// and keeps in s what is in o too.
func (s set) and(o set) {
	for i := range s {
		if i < len(o) {
			s[i] &= o[i]
		} else {
			s[i] = 0
		}
	}
}

// or puts what is in o into s.
func (s *set) or(o set) {
	s.grow(len(o))
	for i, w := range o {
		(*s)[i] |= w
	}
}

// without takes what is in o out of s.
func (s set) without(o set) {
	for i := range s[:min(len(s), len(o))] {
		s[i] &^= o[i]
	}
}

// common counts what is in both.
func (s set) common(o set) (n int) {
	for i := range s[:min(len(s), len(o))] {
		n += bits.OnesCount64(s[i] & o[i])
	}
	return n
}

// each calls f with the numbers in order.
func (s set) each(f func(uint32)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(uint32(i*64 + bits.TrailingZeros64(w)))
		}
	}
}

// list prints the numbers as SQLite's json_each reads them.
func (s set) list() string {
	out := []byte{'['}
	s.each(func(n uint32) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = strconv.AppendUint(out, uint64(n), 10)
	})
	return string(append(out, ']'))
}

// part prints the numbers of one chunk, or nil when there are none.
func (s set) part(at int) []byte {
	from := min(at*chunk/64, len(s))
	words := s[from:min(from+chunk/64, len(s))]
	n := words.count()
	if n == 0 {
		return nil
	}
	if n < sparse {
		out := make([]byte, 0, 2*n)
		words.each(func(x uint32) { out = binary.LittleEndian.AppendUint16(out, uint16(x)) })
		return out
	}
	out := make([]byte, chunk/8)
	for i, w := range words {
		binary.LittleEndian.PutUint64(out[8*i:], w)
	}
	return out
}

var errDamagedSet = errors.New("a list of the index is damaged: chancery rebuild makes it anew")

// take puts the numbers of one printed chunk into s.
func (s *set) take(at int, part []byte) error {
	if at < 0 || at > maxNumber/chunk || len(part)%2 != 0 || len(part) > chunk/8 {
		return fmt.Errorf("%w (part %d)", errDamagedSet, at)
	}
	from := at * chunk / 64
	s.grow(from + chunk/64)
	words := (*s)[from : from+chunk/64]
	if len(part) < chunk/8 {
		for ; len(part) > 0; part = part[2:] {
			n := binary.LittleEndian.Uint16(part)
			words[n/64] |= 1 << (n % 64)
		}
		return nil
	}
	for i := range words {
		words[i] |= binary.LittleEndian.Uint64(part[8*i:])
	}
	return nil
}
