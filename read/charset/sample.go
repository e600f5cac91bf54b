package charset

import "bytes"

const (
	sampleSize = 3000
	margin     = 60 // bytes of ASCII kept around what lies beyond it, for context
	maxWindows = 400
)

// sample picks what of b tells its encoding: the lines' parts around bytes
// beyond ASCII, spread over the whole, without tags, scripts and entities when
// it is markup. Parts begin at a word's start and end at a word's end as far as
// they can, so that no character of several bytes is cut in two.
func sample(b []byte, markup bool) []byte {
	parts := windows(b, markup)
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	step := max(1, (total+sampleSize-1)/sampleSize)
	var out []byte
	for i := 0; i < len(parts) && len(out) < sampleSize; i += step {
		out = append(out, parts[i]...)
		out = append(out, '\n')
	}
	if len(out) > 2*sampleSize {
		out = out[:2*sampleSize]
	}
	return out
}

// windows cuts b at line ends and tags and returns the pieces around its bytes
// beyond ASCII.
func windows(b []byte, markup bool) [][]byte {
	var out [][]byte
	for len(b) > 0 && len(out) < maxWindows*16 {
		var line []byte
		line, b = nextPiece(b, markup)
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

// nextPiece returns the text up to the next line end, or in markup up to the
// next tag or entity, and what follows that.
func nextPiece(b []byte, markup bool) (piece, rest []byte) {
	stops := "\n"
	if markup {
		stops = "\n<&"
	}
	i := bytes.IndexAny(b, stops)
	if i < 0 {
		return b, nil
	}
	switch b[i] {
	case '\n':
		return b[:i], b[i+1:]
	case '&':
		j := i + 1
		for j < len(b) && j < i+12 && (b[j] == '#' || b[j] >= '0' && b[j] <= '9' || b[j]|0x20 >= 'a' && b[j]|0x20 <= 'z') {
			j++
		}
		if j < len(b) && b[j] == ';' {
			j++
		}
		return b[:i], b[j:]
	}
	end := i + afterTag(b[i:])
	if end == i+1 { // not a comment or script: an ordinary tag, or a stray "<"
		if j := bytes.IndexByte(b[i:], '>'); j >= 0 {
			end = i + j + 1
		}
	}
	return b[:i], b[end:]
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
