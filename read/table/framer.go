package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// frameError is a record that could not be cut out; the next one can.
type frameError struct{ reason string }

func (e *frameError) Error() string { return e.reason }

// maxMargin is more than any writer indents an object by.
const maxMargin = 256

// framer cuts JSON text into its top-level values or, where it is an array,
// into the array's elements. Once a value has been seen to fill a line, each
// line is a value, so that a broken one harms no other.
type framer struct {
	src     *bufio.Reader
	cap     int
	line    int // of the next byte, from 1
	array   bool
	lines   bool
	margin  []byte // white space of the line so far, nil past the first other byte
	started bool
}

func newFramer(in io.Reader, cap int) *framer {
	return &framer{src: bufio.NewReaderSize(in, sampleSize), cap: cap, line: 1, margin: []byte{}}
}

// next gives the bytes of a value and the line it begins on. They are valid
// until the next call. At the end it gives io.EOF, for a broken value a
// *frameError.
func (f *framer) next() (value []byte, line int, err error) {
	for {
		b, err := f.src.ReadByte()
		if err != nil {
			return nil, f.line, err
		}
		switch {
		case b == '\n':
			f.line++
			f.margin = []byte{}
		case b == ' ' || b == '\t' || b == '\r':
			if f.margin != nil && len(f.margin) < maxMargin {
				f.margin = append(f.margin, b)
			}
		case b == '[' && !f.started:
			f.started, f.array, f.margin = true, true, nil
		case f.array && b == ',':
			f.margin = nil
		case f.array && b == ']':
			f.array, f.margin = false, nil
		default:
			f.started = true
			line = f.line
			if err := f.src.UnreadByte(); err != nil {
				return nil, line, err
			}
			switch {
			case f.lines && !f.array:
				value, err = f.wholeLine()
			case b == '{':
				value, err = f.balanced()
			default:
				err = f.rubbish()
			}
			return value, line, err
		}
	}
}

// wholeLine takes the rest of the line.
func (f *framer) wholeLine() ([]byte, error) {
	var value []byte
	long := false
	for {
		chunk, err := f.src.ReadSlice('\n')
		if long = long || len(value)+len(chunk) > f.cap; long {
			value = nil
		} else {
			value = append(value, chunk...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == nil:
			f.line++
			f.margin = []byte{}
		case err != io.EOF:
			return nil, err
		}
		if long {
			return nil, &frameError{f.tooLong()}
		}
		return bytes.TrimRight(value, ", \t\r\n"), nil
	}
}

// balanced takes an object up to the brace that closes it.
func (f *framer) balanced() ([]byte, error) {
	var value []byte
	margin := bytes.Clone(f.margin)
	first, depth := f.line, 0
	inString, escaped, broken, long := false, false, false, false
	significant := byte(0) // the last byte outside of strings that is no white space
	for {
		b, err := f.src.ReadByte()
		if err == io.EOF {
			return nil, &frameError{"the file ends inside the record: it was cut off"}
		}
		if err != nil {
			return nil, err
		}
		if long = long || len(value) >= f.cap; long {
			value = nil
		} else {
			value = append(value, b)
		}
		if b == '\n' {
			f.line++
			broken = broken || inString
			f.margin = []byte{}
			if margin != nil && (broken || !bytes.ContainsRune([]byte(":[,"), rune(significant))) && f.opens(margin) {
				return nil, &frameError{"not JSON: the record is not closed before the next one begins"}
			}
			continue
		}
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = b == '\\'
			inString = b != '"'
		case b == '"':
			inString, significant = true, b
		case b == '{' || b == '[':
			depth++
			significant = b
		case b == '}' || b == ']':
			depth--
			significant = b
		case b != ' ' && b != '\t' && b != '\r':
			significant = b
		}
		if depth == 0 {
			f.margin = nil
			f.lines = f.line == first && !f.array && f.endOfLine()
			if long {
				return nil, &frameError{f.tooLong()}
			}
			return value, nil
		}
	}
}

// opens reports whether an object begins on the coming line, as far in as margin.
func (f *framer) opens(margin []byte) bool {
	head, _ := f.src.Peek(len(margin) + 1) // at the end of the file nothing opens
	return len(head) == len(margin)+1 && bytes.Equal(head[:len(margin)], margin) && head[len(margin)] == '{'
}

// endOfLine reports whether nothing but white space follows on the line.
func (f *framer) endOfLine() bool {
	for n := 1; ; n++ {
		head, err := f.src.Peek(n)
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		switch head[n-1] {
		case '\n':
			return true
		case ' ', '\t', '\r':
		default:
			return false
		}
	}
}

// rubbish passes over what is no object: in an array up to the next comma, else
// to the end of the line.
func (f *framer) rubbish() error {
	var shown []byte
	inString, escaped := false, false
	for {
		b, err := f.src.ReadByte()
		if err != nil && err != io.EOF {
			return err
		}
		if err == io.EOF || b == '\n' || f.array && !inString && (b == ',' || b == ']') {
			if err == nil {
				if err := f.src.UnreadByte(); err != nil {
					return err
				}
			}
			return &frameError{fmt.Sprintf("not a JSON object: %q", bytes.ToValidUTF8(bytes.TrimSpace(shown), []byte("\ufffd")))}
		}
		if len(shown) < 40 {
			shown = append(shown, b)
		}
		if escaped {
			escaped = false
			continue
		}
		escaped = inString && b == '\\'
		if b == '"' {
			inString = !inString
		}
	}
}

func (f *framer) tooLong() string {
	return fmt.Sprintf("the record is too long: it may have %d MB", f.cap>>20)
}
