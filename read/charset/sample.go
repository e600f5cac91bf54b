package charset

import "bytes"

const (
	sampleSize = 3000
	margin     = 60 // bytes of ASCII kept around what lies beyond it, for context
	maxWindows = 8000
)

// sample picks what of b tells its encoding: the lines' parts around bytes
// beyond ASCII, spread over the whole, every such byte that occurs at least
// once, without tags, scripts and entities when it is markup. Parts begin at a
// word's start and end at a word's end as far as they can, so that no character
// of several bytes is cut in two.
func sample(b []byte, markup bool) []byte {
	parts := windows(b, markup)
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	step := max(1, (total+sampleSize-1)/sampleSize)
	var out []byte
	var seen [256]bool
	for first := range step {
		for i := first; i < len(parts) && len(out) < 2*sampleSize; i += step {
			if first > 0 && !hasNew(parts[i], &seen) {
				continue
			}
			for _, c := range parts[i] {
				seen[c] = true
			}
			out = append(out, parts[i]...)
			out = append(out, '\n')
		}
	}
	return out[:min(len(out), 4*sampleSize)]
}

// hasNew tells whether part has a byte beyond ASCII that is not among seen.
func hasNew(part []byte, seen *[256]bool) bool {
	for _, c := range part {
		if c >= 0x80 && !seen[c] {
			return true
		}
	}
	return false
}

// windows cuts b at line ends and tags and returns the pieces around its bytes
// beyond ASCII.
func windows(b []byte, markup bool) [][]byte {
	var out [][]byte
	c := cutter{markup: markup, rest: b}
	for len(c.rest) > 0 && len(out) < maxWindows {
		line := c.next()
		for len(line) > 0 {
			i := beyondASCII(line)
			if i < 0 {
				break
			}
			from := 0
			if i > margin {
				from = afterSpace(line, i-margin, i)
			}
			end := i
			for end < len(line) {
				next := beyondASCII(line[end:])
				if next < 0 || next > margin || end-from > sampleSize/4 {
					break
				}
				end += next + 1
			}
			end = toSpace(line, min(len(line), end+margin))
			out = append(out, line[from:end])
			line = line[end:]
		}
	}
	return out
}

// cutter cuts text into pieces.
type cutter struct {
	markup bool
	rest   []byte
	noEnds bool // there is no ">" in rest
}

// next returns the text up to the next line end, or in markup up to the next
// tag or entity, and passes over that.
func (c *cutter) next() []byte {
	stops := "\n"
	if c.markup {
		stops = "\n<&"
	}
	b := c.rest
	i := bytes.IndexAny(b, stops)
	if i < 0 {
		c.rest = nil
		return b
	}
	switch b[i] {
	case '\n':
		c.rest = b[i+1:]
	case '&':
		c.rest = b[i+entity(b[i:]):]
	default:
		end := afterTag(b[i:])
		if end == 1 && !c.noEnds { // not a comment or script: an ordinary tag, or a stray "<"
			end = bytes.IndexByte(b[i:], '>') + 1
			c.noEnds = end == 0
		}
		c.rest = b[i+max(1, end):]
	}
	return b[:i]
}

// entity is the length of the character reference that b starts with, or of
// its "&".
func entity(b []byte) int {
	i := 1
	for i < min(len(b), 12) && (b[i] == '#' || b[i] >= '0' && b[i] <= '9' || b[i]|0x20 >= 'a' && b[i]|0x20 <= 'z') {
		i++
	}
	if i < len(b) && b[i] == ';' {
		i++
	}
	return i
}

func beyondASCII(b []byte) int {
	for i, c := range b {
		if c >= 0x80 {
			return i
		}
	}
	return -1
}

func isSpace(c byte) bool { return c <= ' ' }

// afterSpace returns the first place in b[from:to] that follows a space, or to.
func afterSpace(b []byte, from, to int) int {
	for i := from; i < to; i++ {
		if i == 0 || isSpace(b[i-1]) {
			return i
		}
	}
	return to
}

func toSpace(b []byte, from int) int {
	for i := from; i < len(b); i++ {
		if isSpace(b[i]) {
			return i
		}
	}
	return len(b)
}
