package read

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read/batch"
	"github.com/chancery-project/chancery/read/charset"
	"github.com/chancery-project/chancery/read/inflate"
	"github.com/chancery-project/chancery/read/office"
	"github.com/chancery-project/chancery/read/raw"
	"github.com/chancery-project/chancery/read/warc"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	headSize = 64 << 10  // looked at to find the format
	maxPage  = 64 << 20  // bytes of a page or feed
	maxFile  = 256 << 20 // bytes of a text, an export or an office file
)

// gzipLimits hold for a packed input. A bomb gives 1,000 bytes for one; text
// hardly ever 50.
var gzipLimits = inflate.Limits{Ratio: 200, Grace: 8 << 20}

// entry is a report and what its container tells beyond it.
type entry struct {
	raw.Report
	place    string          // of the report in its container, for messages
	many     bool            // the container holds many reports
	captions []chancery.Span // paragraphs of Body
}

type entries = iter.Seq2[entry, error]

// source is an input unpacked.
type source struct {
	*bufio.Reader
	head    []byte
	damages []error // of the gzip layer, not yet told
}

// unpack takes off a layer of gzip.
func unpack(in Input) (*source, error) {
	s := &source{Reader: bufio.NewReaderSize(in.Body, headSize)}
	head, err := s.Peek(headSize)
	if err == nil || err == io.EOF {
		if inflate.IsGzip(head) {
			plain := inflate.Gzip(s.Reader, gzipLimits, func(err error) { s.damages = append(s.damages, err) })
			s.Reader = bufio.NewReaderSize(plain, headSize)
			head, err = s.Peek(headSize)
		}
	}
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(head) == 0 && len(s.damages) > 0 {
		return nil, s.damages[0]
	}
	s.head = head
	return s, nil
}

// open finds the format of an input and starts reading its reports.
func (r *Reader) open(in Input) (Format, entries, error) {
	s, err := unpack(in)
	if err != nil {
		return "", nil, err
	}
	format := in.As
	if format == "" || format == Auto {
		if format, err = r.detect(s.head, in.Name, in.ContentType); err != nil {
			return "", nil, err
		}
	}
	switch format {
	case WARC:
		return format, s.told(archive(s)), nil
	case JSONL:
		return format, s.told(many(r.tables.JSON(s.utf8(false)))), nil
	case CSV, TSV:
		return CSV, s.told(many(r.tables.CSV(s.utf8(true)))), nil
	}
	limit := int64(maxFile)
	if format == HTML || format == Feed {
		limit = maxPage
	}
	whole, err := s.all(limit)
	if err != nil {
		return "", nil, err
	}
	format, reports, err := r.whole(format, whole, in)
	if err != nil {
		return "", nil, err
	}
	return format, warned(reports, s.damages), nil
}

// all reads the rest of an input that is not streamed.
func (s *source) all(limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(s, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("the file is too large: one of its kind may have %d MB, tables and archives may be of any size", limit>>20)
	}
	return b, nil
}

// whole reads the reports of an input that is not streamed.
func (r *Reader) whole(format Format, b []byte, in Input) (Format, entries, error) {
	switch format {
	case Feed:
		d, err := charset.Decode(b, charset.Hint{ContentType: in.ContentType, Markup: true})
		if err != nil {
			return "", nil, err
		}
		base := in.URL
		if base == "" && fetched(in.Name) {
			base = in.Name
		}
		return format, warned(many(r.feeds.Read(d.Text, base)), warning(d)), nil
	case HTML:
		d, err := charset.Decode(b, charset.Hint{ContentType: in.ContentType, Markup: true})
		if err != nil {
			return "", nil, err
		}
		if f := r.exportIn(d.Text); f != "" {
			return Format(f), warned(many(r.batch.SplitHTML(d.Text)), warning(d)), nil
		}
		return format, warned(one(entry{Report: raw.Report{Body: d.Text, HTML: true, Page: true}}), warning(d)), nil
	case DOCX, RTF, PDF:
		return r.office(format, b)
	case Nexis, Factiva, ProQuest:
		return r.export(format, b, in)
	}
	d, err := charset.Decode(b, charset.Hint{ContentType: in.ContentType})
	if err != nil {
		return "", nil, err
	}
	if err := isText(d.Text); err != nil && in.As != Text {
		return "", nil, err
	}
	if f := r.batch.Detect(d.Text); f != "" && in.As != Text {
		return Format(f), warned(many(r.batch.Split(d.Text, f)), warning(d)), nil
	}
	return Text, warned(one(entry{Report: raw.Report{Body: d.Text, Verbatim: true}}), warning(d)), nil
}

// exportIn tells which export a page is. One that describes itself as a page
// of the web is none; that spares most pages a second reading.
func (r *Reader) exportIn(page string) batch.Format {
	head := page[:min(len(page), 4*headSize)]
	for _, sign := range []string{`"og:`, `"application/ld+json"`, `"article:`, `"twitter:`, `'og:`} {
		if strings.Contains(head, sign) {
			return ""
		}
	}
	return r.batch.DetectHTML(page)
}

// export reads what the user says is an export, whatever file it is in.
func (r *Reader) export(format Format, b []byte, in Input) (Format, entries, error) {
	f := batch.Format(format)
	kind, err := r.detect(b[:min(len(b), headSize)], in.Name, in.ContentType)
	if err != nil {
		return "", nil, err
	}
	switch kind {
	case DOCX, RTF, PDF:
		doc, err := openOffice(kind, b)
		if err != nil {
			return "", nil, err
		}
		return format, warned(many(r.batch.Split(doc.Text, f)), notes(doc.Warnings)), nil
	}
	d, err := charset.Decode(b, charset.Hint{ContentType: in.ContentType, Markup: kind == HTML})
	if err != nil {
		return "", nil, err
	}
	if kind == HTML {
		return format, warned(many(r.batch.SplitHTML(d.Text)), warning(d)), nil
	}
	return format, warned(many(r.batch.Split(d.Text, f)), warning(d)), nil
}

func openOffice(format Format, b []byte) (office.Doc, error) {
	switch format {
	case DOCX:
		return office.DOCX(b)
	case RTF:
		return office.RTF(b)
	}
	return office.PDF(b)
}

// office reads a word processor or print file: one report, or an export.
func (r *Reader) office(format Format, b []byte) (Format, entries, error) {
	doc, err := openOffice(format, b)
	if err != nil {
		return "", nil, err
	}
	if f := r.batch.Detect(doc.Text); f != "" {
		return Format(f), warned(many(r.batch.Split(doc.Text, f)), notes(doc.Warnings)), nil
	}
	e := entry{Report: raw.Report{Body: doc.Text, Warnings: doc.Warnings}}
	for i, p := range doc.Paragraphs {
		switch span := (chancery.Span{Start: p.Start, End: p.End}); {
		case p.Style == office.Title && i == 0:
			e.Title = span.Text(doc.Text)
		case p.Style == office.Caption && i > 0:
			e.captions = append(e.captions, span)
		}
	}
	return format, one(e), nil
}

// archive reads the pages of a web archive.
func archive(in io.Reader) entries {
	return func(yield func(entry, error) bool) {
		for p, err := range warc.Pages(in) {
			var e entry
			if err == nil {
				e, err = captured(p)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

func captured(p *warc.Page) (entry, error) {
	d, err := charset.Decode(p.Body, charset.Hint{ContentType: p.ContentType, Markup: !p.Plain})
	if err != nil {
		return entry{}, fmt.Errorf("%s: %w", p.Place, err)
	}
	e := entry{place: p.Place, many: true, Report: raw.Report{URL: p.URL, Body: d.Text, HTML: !p.Plain, Page: !p.Plain, Verbatim: p.Plain, Warnings: p.Warnings}}
	if p.URL != "" {
		e.place += " (" + p.URL + ")"
	}
	if d.Warning != "" {
		e.Warnings = append(e.Warnings, d.Warning)
	}
	return e, nil
}

// utf8 gives the stream of a table in UTF-8, without its byte order mark. A
// table that is not UTF-8 is read in the charset of its beginning where guess
// is set; JSON is UTF-8 by definition.
func (s *source) utf8(guess bool) io.Reader {
	switch {
	case bytes.HasPrefix(s.head, []byte{0xff, 0xfe}), bytes.HasPrefix(s.head, []byte{0xfe, 0xff}):
		return transform.NewReader(s, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case bytes.HasPrefix(s.head, []byte("\xef\xbb\xbf")):
		_, _ = s.Discard(3) // they were seen to be there
		return s
	}
	head := s.head
	for i := 0; i < utf8.UTFMax && len(head) > 0 && !utf8.Valid(head); i++ {
		head = head[:len(head)-1] // a character may be cut in two at the end
	}
	if !guess || utf8.Valid(head) {
		return s
	}
	d, err := charset.Decode(s.head, charset.Hint{})
	if err != nil {
		return s
	}
	enc, err := htmlindex.Get(d.Encoding)
	if err != nil {
		return s
	}
	return transform.NewReader(s, enc.NewDecoder())
}

// isText reports what is wrong with a text that is no text.
func isText(s string) error {
	bad, all := 0, 0
	for _, c := range s[:min(len(s), headSize)] {
		all++
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' || c == utf8.RuneError {
			bad++
		}
	}
	if bad*20 > all {
		return errors.New("this is not text: no format that can be read was recognised (--as text reads it all the same)")
	}
	return nil
}

func many(reports iter.Seq2[raw.Report, error]) entries {
	return func(yield func(entry, error) bool) {
		for rep, err := range reports {
			if !yield(entry{Report: rep, many: true}, err) {
				return
			}
		}
	}
}

func one(e entry) entries {
	return func(yield func(entry, error) bool) { yield(e, nil) }
}

// told yields the damages of the gzip layer when they are met.
func (s *source) told(reports entries) entries {
	return func(yield func(entry, error) bool) {
		tell := func() bool {
			for _, d := range s.damages {
				if !yield(entry{}, d) {
					return false
				}
			}
			s.damages = nil
			return true
		}
		for e, err := range reports {
			if !tell() || !yield(e, err) {
				return
			}
		}
		tell()
	}
}

// warned adds warnings to the first report.
func warned(reports entries, warnings []error) entries {
	if len(warnings) == 0 {
		return reports
	}
	return func(yield func(entry, error) bool) {
		for e, err := range reports {
			if err == nil {
				for _, w := range warnings {
					e.Warnings = append(e.Warnings, w.Error())
				}
				warnings = nil
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

func warning(d charset.Decoded) []error {
	if d.Warning == "" {
		return nil
	}
	return []error{errors.New(d.Warning)}
}

func notes(all []string) []error {
	var out []error
	for _, s := range all {
		out = append(out, errors.New(s))
	}
	return out
}
