package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

var (
	errGiveUp   = errors.New("too many quotation marks are opened and never closed: is this a CSV file?")
	errUnclosed = errors.New("a quotation mark opens a field and is never closed")
	errLong     = errors.New("the line is too long")
)

// scanner cuts CSV into records. It follows RFC 4180 and is kind to what
// breaks it: a quotation mark inside a field is taken as it stands, and one
// that is never closed costs its own line, not the rest of the file.
type scanner struct {
	src     *bufio.Reader
	delim   byte
	line    int // lines read
	cap     int
	rescues int
	ready   *cells // read already, to be given out next

	raw       []byte // the record as it stands
	field     []byte // the field being read
	out       []string
	state     state
	space     int  // spaces after the closing mark
	swallowed bool // the field has taken in the opening mark of a later record's field
}

type cells struct {
	fields []string
	line   int
}

type state int

const (
	fieldStart state = iota
	bare
	quoted
	quoteSeen // in a quoted field: its end, unless more of the field follows
	crSeen    // after quoteSeen
	ended     // the record is whole
)

// record is next without empty lines, held to the number of columns.
func (s *scanner) record(columns int) (fields []string, line int, err error) {
	fields, line, err = s.next()
	if lost(err) {
		return nil, line, s.resume(columns, err)
	}
	if err != nil {
		return nil, line, err
	}
	if len(fields) > columns && strings.Join(fields[columns:], "") != "" {
		return nil, line, errColumns{len(fields), columns}
	}
	return fields, line, nil
}

// errColumns is a record with more columns than the header.
type errColumns struct{ got, want int }

func (e errColumns) Error() string {
	return fmt.Sprintf("%d columns where the header has %d: a field that holds the delimiter must stand in quotation marks", e.got, e.want)
}

// bad reports whether err is of one record, not of the file.
func bad(err error) bool {
	var columns errColumns
	return lost(err) || errors.As(err, &columns)
}

func lost(err error) bool { return errors.Is(err, errUnclosed) || errors.Is(err, errLong) }

// resume passes over lines until one has as many columns as the header.
func (s *scanner) resume(columns int, cause error) error {
	for {
		if s.rescues++; s.rescues > maxRescues {
			return errGiveUp
		}
		fields, line, err := s.next()
		for err == nil && len(fields) != columns {
			fields, line, err = s.next()
		}
		switch {
		case err == nil:
			s.ready = &cells{fields, line}
			return fmt.Errorf("%w; reading goes on at line %d", cause, line)
		case err == io.EOF:
			return fmt.Errorf("%w; no whole record follows it", cause)
		case !lost(err):
			return err
		}
	}
}

// next gives the fields of the next record that is not empty and the line it
// begins on. At the end it gives io.EOF.
func (s *scanner) next() (fields []string, line int, err error) {
	if c := s.ready; c != nil {
		s.ready = nil
		return c.fields, c.line, nil
	}
	for {
		start := s.line + 1
		fields, err := s.one(start)
		if err != nil || len(fields) > 1 || len(fields) == 1 && fields[0] != "" {
			return fields, start, err
		}
	}
}

func (s *scanner) one(start int) ([]string, error) {
	s.raw, s.field, s.out, s.state = s.raw[:0], s.field[:0], nil, fieldStart
	s.swallowed = false
	for {
		chunk, err := s.src.ReadSlice('\n')
		s.raw = append(s.raw, chunk...)
		for _, b := range chunk {
			s.step(b)
		}
		switch {
		case s.swallowed:
			return nil, s.unclosed(start)
		case err == nil:
			s.line++
			if s.state == ended {
				return s.out, nil
			}
		case err == io.EOF:
			if len(s.raw) == 0 {
				return nil, io.EOF
			}
			if s.state == quoted {
				return nil, s.unclosed(start)
			}
			if len(chunk) > 0 {
				s.line++
			}
			s.end()
			return s.out, nil
		case err != bufio.ErrBufferFull:
			return nil, err
		}
		if len(s.raw) > s.cap {
			return nil, s.unclosed(start)
		}
	}
}

// unclosed puts back all but the first line of the record.
func (s *scanner) unclosed(start int) error {
	first := bytes.IndexByte(s.raw, '\n') + 1
	if first == 0 {
		if s.state == quoted && len(s.raw) <= s.cap {
			s.line++
			return errUnclosed
		}
		return s.skipLine()
	}
	rest := bytes.Clone(s.raw[first:])
	s.src = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), s.src), sampleSize)
	s.line = start
	return errUnclosed
}

func (s *scanner) skipLine() error {
	for {
		_, err := s.src.ReadSlice('\n')
		if err == nil || err == io.EOF {
			s.line++
			return fmt.Errorf("%w: a record may have %d MB", errLong, s.cap>>20)
		}
		if err != bufio.ErrBufferFull {
			return err
		}
	}
}

func (s *scanner) step(b byte) {
	switch s.state {
	case fieldStart, bare:
		switch {
		case b == s.delim:
			s.cut()
		case b == '\n':
			s.field = bytes.TrimSuffix(s.field, []byte("\r"))
			s.end()
		case b == '"' && s.state == fieldStart:
			s.field, s.state = s.field[:0], quoted // spaces before the mark go
		default:
			if b != ' ' {
				s.state = bare
			}
			s.field = append(s.field, b)
		}
	case quoted:
		if b == '"' {
			s.state, s.space = quoteSeen, 0
			return
		}
		s.field = append(s.field, b)
	case quoteSeen:
		switch {
		case b == '"' && s.space == 0:
			s.field, s.state = append(s.field, '"'), quoted
		case b == s.delim:
			s.cut()
		case b == '\n':
			s.end()
		case b == '\r':
			s.state = crSeen
		case b == ' ':
			s.space++
		default:
			s.notTheEnd()
			s.step(b)
		}
	case crSeen:
		if b == '\n' {
			s.end()
			return
		}
		s.notTheEnd()
		s.field = append(s.field, '\r')
		s.step(b)
	}
}

// notTheEnd takes back the end of a quoted field. A mark that follows a
// delimiter on a later line opens a field: then it was the first mark of this
// one that had no business.
func (s *scanner) notTheEnd() {
	if n := len(s.field); s.space == 0 && n > 0 && s.field[n-1] == s.delim && bytes.IndexByte(s.field, '\n') >= 0 {
		s.swallowed = true
	}
	s.field = append(s.field, '"')
	for range s.space {
		s.field = append(s.field, ' ')
	}
	s.state = quoted
}

func (s *scanner) cut() {
	s.out = append(s.out, string(s.field))
	s.field, s.state = s.field[:0], fieldStart
}

func (s *scanner) end() {
	s.cut()
	s.state = ended
}
