// Package warc reads the pages of web archives (WARC 1.0 and 1.1, ISO 28500).
// It streams: one record is held at a time. A damaged record is an error that
// names its place, and reading goes on at the next one.
package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
)

// MaxRecord is how many bytes a record may have to be read.
const MaxRecord = 64 << 20

// maxHead is how many bytes the named fields of a record may have.
const maxHead = 64 << 10

// maxBack is how much may be read twice for lengths that are wrong.
const maxBack = 1 << 30

// Page is a textual capture of an archive.
type Page struct {
	Place       string // "record 12 at byte 4096", of the archive unpacked
	URL         string
	ContentType string // as given; "" when unknown
	Body        []byte // unpacked, in the charset it came in
	Plain       bool   // plain text, not markup
	Warnings    []string
}

// Pages yields the captures of web pages and plain texts that are answers to
// keep: not redirects, failures, images, scripts, or a site's robots.txt.
func Pages(in io.Reader) iter.Seq2[*Page, error] {
	return pages(in, MaxRecord)
}

func pages(in io.Reader, cap int64) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		r := &reader{src: bufio.NewReaderSize(in, 64<<10), cap: cap}
		for {
			rec, err := r.next()
			if err == io.EOF {
				return
			}
			if err == errNoPage {
				continue
			}
			var bad *recordError
			if err != nil && !errors.As(err, &bad) {
				yield(nil, fmt.Errorf("%s: %w", r.place(), err))
				return
			}
			var p *Page
			if err == nil {
				p, err = rec.page()
			}
			if err != nil {
				err = fmt.Errorf("%s: %w", r.place(), err)
			}
			if p == nil && err == nil {
				continue
			}
			if p != nil {
				p.Place = r.place()
			}
			if !yield(p, err) {
				return
			}
		}
	}
}

// recordError is a fault of one record; the next can be read.
type recordError struct{ reason string }

func (e *recordError) Error() string { return e.reason }

// errNoPage is a record too large to be read that is no page either.
var errNoPage = errors.New("no page")

type record struct {
	kind     string // WARC-Type
	fields   fields
	block    []byte
	warnings []string
}

type reader struct {
	src    *bufio.Reader
	cap    int64
	offset int64 // of the next byte
	number int   // of the record being read, from 1
	start  int64 // where it begins
	back   int64 // bytes given back so far
}

func (r *reader) place() string { return fmt.Sprintf("record %d at byte %d", r.number, r.start) }

// next reads a record up to where the next one begins.
func (r *reader) next() (*record, error) {
	if err := r.skipBlank(); err != nil {
		return nil, err
	}
	r.number++
	r.start = r.offset
	if !r.atRecord() {
		if err := r.seek(nil); err != nil {
			return nil, err
		}
		return nil, &recordError{"no record begins here: the bytes up to the next one are passed over"}
	}
	head, err := r.head()
	if err != nil {
		return nil, err
	}
	rec := &record{kind: strings.ToLower(head.get("WARC-Type")), fields: head}
	length, err := strconv.ParseInt(strings.TrimSpace(head.get("Content-Length")), 10, 64)
	if err != nil || length < 0 {
		if err := r.seek(nil); err != nil {
			return nil, err
		}
		return nil, &recordError{fmt.Sprintf("its Content-Length %.40q is no length", head.get("Content-Length"))}
	}
	if length > r.cap {
		return nil, r.passOver(rec, length)
	}
	return rec, r.block(rec, length)
}

// block reads the block of rec and checks that another record or the end of
// the file follows. Where the length lies, the block ends where the next
// record begins.
func (r *reader) block(rec *record, length int64) error {
	var b bytes.Buffer
	n, err := io.CopyN(&b, r.src, length)
	r.offset += n
	rec.block = b.Bytes()
	if err != nil && err != io.EOF {
		return err
	}
	if err == nil && r.follows() {
		return nil
	}
	cutOff := err == io.EOF
	if i := nextRecord(rec.block); i >= 0 {
		if err := r.giveBack(rec, i); err != nil {
			return err
		}
		rec.warnings = append(rec.warnings, tooLong)
		return nil
	}
	if cutOff {
		rec.warnings = append(rec.warnings, "the archive is cut off inside this record")
		return nil
	}
	if i := bytes.LastIndexByte(rec.block, '\n') + 1; i > 0 && i < len(rec.block) && bytes.HasPrefix(magic, rec.block[i:]) {
		if err := r.giveBack(rec, i); err != nil {
			return err
		}
		if r.atRecord() {
			rec.warnings = append(rec.warnings, tooLong)
			return nil
		}
	}
	more := &bytes.Buffer{}
	if err := r.seek(more); err != nil {
		return err
	}
	if int64(len(rec.block)+more.Len()) > r.cap {
		return &recordError{r.tooLarge()}
	}
	rec.block = append(rec.block, bytes.TrimRight(more.Bytes(), "\r\n")...)
	rec.warnings = append(rec.warnings, "the archive gives a length that is too short: the record ends where the next begins")
	return nil
}

const tooLong = "the archive gives a length that is too long: the record ends where the next begins"

// giveBack ends the block of rec at byte i; the rest is read again.
func (r *reader) giveBack(rec *record, i int) error {
	rest := bytes.Clone(rec.block[i:])
	rec.block = bytes.TrimRight(rec.block[:i], "\r\n")
	r.offset -= int64(len(rest))
	r.src = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(rest), r.src), 64<<10)
	if r.back += int64(len(rest)); r.back > maxBack {
		return errors.New("too many records give a length that is too long: the archive is not sound")
	}
	return nil
}

// passOver leaves a record too large to be read. That is only worth a word
// where it is a page.
func (r *reader) passOver(rec *record, length int64) error {
	rec.block, _ = r.src.Peek(32 << 10) // the head of the answer is enough
	p, err := rec.page()
	page := p != nil || err != nil
	if err := r.seek(nil); err != nil {
		return err
	}
	if page || length > 1<<40 {
		return &recordError{r.tooLarge()}
	}
	return errNoPage
}

func (r *reader) tooLarge() string {
	return fmt.Sprintf("the record is too large: it may have %d MB", r.cap>>20)
}

func (r *reader) skipBlank() error {
	for {
		b, err := r.src.ReadByte()
		if err != nil {
			return err
		}
		if b != '\r' && b != '\n' && b != ' ' && b != '\t' && b != 0 {
			return r.src.UnreadByte()
		}
		r.offset++
	}
}

var magic = []byte("WARC/")

// atRecord reports whether a record begins at the next byte.
func (r *reader) atRecord() bool {
	head, _ := r.src.Peek(len(magic) + 1)
	return isStart(head)
}

func isStart(b []byte) bool {
	return len(b) > len(magic) && bytes.HasPrefix(b, magic) && b[len(magic)] >= '0' && b[len(magic)] <= '9'
}

// follows reports whether a block may end here.
func (r *reader) follows() bool {
	if b, _ := r.src.Peek(4); string(b) == "\r\n\r\n" {
		return true // as it should be; what comes then is another matter
	}
	for n := 1; n <= 16; n++ {
		b, err := r.src.Peek(n)
		if err != nil {
			return err == io.EOF
		}
		if c := b[n-1]; c != '\r' && c != '\n' {
			b, _ = r.src.Peek(n + len(magic))
			return isStart(b[n-1:])
		}
	}
	return false
}

// nextRecord finds where in b another record begins: on a line of its own
// after an empty one.
func nextRecord(b []byte) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], magic)
		if i < 0 {
			return -1
		}
		i += from
		before := bytes.TrimRight(b[max(0, i-8):i], "\r\n")
		if ends := i - max(0, i-8) - len(before); ends >= 2 && bytes.Count(b[i-ends:i], []byte("\n")) >= 2 && isStart(b[i:]) {
			return i
		}
		from = i + 1
	}
}

// seek goes on to the line where the next record begins, or to the end of the
// file, and keeps what it passes in kept, up to the largest record.
func (r *reader) seek(kept *bytes.Buffer) error {
	lineStart := false
	for {
		if lineStart && r.atRecord() {
			return nil
		}
		line, err := r.src.ReadSlice('\n')
		r.offset += int64(len(line))
		if kept != nil && int64(kept.Len()) <= r.cap {
			kept.Write(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil && err != bufio.ErrBufferFull {
			return err
		}
		lineStart = err == nil
	}
}

// head reads the version and the named fields.
func (r *reader) head() (fields, error) {
	var raw []byte
	for {
		line, err := r.src.ReadSlice('\n')
		r.offset += int64(len(line))
		raw = append(raw, line...)
		if err == io.EOF {
			return nil, &recordError{"the archive is cut off inside the head of this record"}
		}
		if err != nil && err != bufio.ErrBufferFull {
			return nil, err
		}
		if len(raw) > maxHead {
			if err := r.seek(nil); err != nil {
				return nil, err
			}
			return nil, &recordError{fmt.Sprintf("the head of the record is too large: it may have %d KB", maxHead>>10)}
		}
		if err == nil && len(bytes.TrimRight(line, "\r\n")) == 0 {
			_, raw, _ = bytes.Cut(raw, []byte("\n"))
			return parseFields(raw), nil
		}
	}
}
