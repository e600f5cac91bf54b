package table

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/raw"
)

// sampleSize is how much of a CSV file is looked at to find its delimiter and
// the order of day and month in its dates.
const sampleSize = 64 << 10

// maxRescues is how often a quotation mark that is never closed may be passed
// over, for each costs a second look at what it swallowed.
const maxRescues = 100

// noDelimiter is a byte that is in no UTF-8 text: a table of one column has
// texts with commas in them.
const noDelimiter = 0xff

var delimiters = []byte{',', ';', '\t', '|'}

// CSV reads the reports of a CSV file in UTF-8. Its first record names the
// columns. The delimiter is found by looking: comma, semicolon, tab or bar.
// Fields are kept as written, line ends within quotation marks included.
func (r *Reader) CSV(in io.Reader) iter.Seq2[raw.Report, error] {
	return func(yield func(raw.Report, error) bool) {
		src := bufio.NewReaderSize(in, sampleSize)
		sample, err := src.Peek(sampleSize)
		if err != nil && err != io.EOF {
			yield(raw.Report{}, err)
			return
		}
		skipped := 0
		delim, told := toldDelimiter(sample)
		if told {
			_, _ = src.ReadSlice('\n') // was seen to be there
			sample, skipped = sample[bytes.IndexByte(sample, '\n')+1:], 1
		} else {
			delim = r.sniff(sample)
		}
		s := &scanner{src: src, delim: delim, line: skipped, cap: r.cap}
		names, _, err := s.next()
		if err != nil {
			yield(raw.Report{}, fmt.Errorf("the header of the table: %w", noEOF(err)))
			return
		}
		if len(names) == 1 {
			s.delim = noDelimiter
		}
		at := r.header(names)
		if _, ok := at["text"]; !ok {
			if _, ok := at["html"]; !ok {
				yield(raw.Report{}, fmt.Errorf("no column holds the text: the first line must name the columns, one of them text; these are there: %s", list(names)))
				return
			}
		}
		order := r.order(sample, delim, at)
		for {
			fields, line, err := s.record(len(names))
			if err == io.EOF {
				return
			}
			if fatal := err != nil && !bad(err); fatal {
				yield(raw.Report{}, fmt.Errorf("after line %d: %w", s.line, err))
				return
			}
			var rep raw.Report
			if err == nil {
				rep, err = r.report(func(f string) string {
					if i, ok := at[f]; ok && i < len(fields) {
						return fields[i]
					}
					return ""
				}, order)
			}
			if err != nil {
				err = fmt.Errorf("line %d: %w", line, err)
			}
			if !yield(rep, err) {
				return
			}
		}
	}
}

// Header reports whether sample begins with the header of a CSV file: at
// least two columns, of which one is the text and another is known too.
func (r *Reader) Header(sample []byte) bool {
	if _, told := toldDelimiter(sample); told {
		return true
	}
	names, _, err := (&scanner{src: bufio.NewReader(bytes.NewReader(sample)), delim: r.sniff(sample), cap: r.cap}).next()
	if err != nil || len(names) < 2 {
		return false
	}
	for _, n := range names {
		if len(n) > 64 || strings.ContainsAny(n, "\r\n") {
			return false
		}
	}
	at := r.header(names)
	_, text := at["text"]
	_, page := at["html"]
	return (text || page) && len(at) >= 2
}

// toldDelimiter reads the line "sep=;" that spreadsheets write.
func toldDelimiter(sample []byte) (byte, bool) {
	line, _, ok := bytes.Cut(sample, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	if ok && len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], true
	}
	return 0, false
}

// sniff gives the delimiter under which the header has the most known
// columns, and the most columns where that is a tie.
func (r *Reader) sniff(sample []byte) byte {
	best, known, all := delimiters[0], -1, 0
	for _, d := range delimiters {
		names, _, err := (&scanner{src: bufio.NewReader(bytes.NewReader(sample)), delim: d, cap: r.cap}).next()
		if err != nil {
			continue
		}
		if k := len(r.header(names)); k > known || k == known && len(names) > all {
			best, known, all = d, k, len(names)
		}
	}
	return best
}

// order finds whether the dates of the sample put the day or the month first.
func (r *Reader) order(sample []byte, delim byte, at map[string]int) date.Order {
	column, ok := at["published"]
	if !ok {
		return date.Unknown
	}
	s := &scanner{src: bufio.NewReader(bytes.NewReader(sample)), delim: delim, cap: r.cap}
	order := date.Unknown
	for {
		fields, _, err := s.next()
		if err != nil {
			return order
		}
		if column >= len(fields) {
			continue
		}
		switch o := date.OrderOf(fields[column]); {
		case o == date.Unknown || o == order:
		case order == date.Unknown:
			order = o
		default:
			return date.Unknown // both are there: neither is sure
		}
	}
}

func list(names []string) string {
	var shown []string
	for i, n := range names {
		if i == 20 {
			shown = append(shown, fmt.Sprintf("and %d more", len(names)-i))
			break
		}
		if r := []rune(n); len(r) > 40 {
			n = string(r[:40]) + "…"
		}
		shown = append(shown, fmt.Sprintf("%q", n))
	}
	return strings.Join(shown, ", ")
}

func noEOF(err error) error {
	if err == io.EOF {
		return errors.New("the file is empty")
	}
	return err
}
