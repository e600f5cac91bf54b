package office

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Limits of a PDF.
const (
	pdfTime     = 20 * time.Second
	maxPages    = 5_000
	maxGlyphs   = 5_000_000
	maxStream   = 64 << 20 // bytes of one stream, unpacked
	maxFormNest = 8
)

var (
	errNoText = errors.New("PDF: no text layer: run OCR first")
	errLocked = errors.New("PDF: encrypted with a password: save an unlocked copy first")
)

// PDF reads a PDF (ISO 32000): its text in reading order, columns one after
// the other, lines joined to paragraphs, hyphenation at line ends undone, and
// the headers, footers and page numbers that its pages repeat left out. A file
// without text is an error, and so is one that needs a password.
func PDF(b []byte) (Doc, error) { return pdfWithin(b, pdfTime) }

// pdfWithin reads b in at most limit: the parser of a broken file may hang.
func pdfWithin(b []byte, limit time.Duration) (Doc, error) {
	if len(b) > maxInput {
		return Doc{}, fmt.Errorf("a PDF of %d MiB: the limit is %d MiB; split the file", len(b)>>20, maxInput>>20)
	}
	if !bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) {
		return Doc{}, errors.New("not a PDF: no %PDF- mark at its beginning")
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	type result struct {
		doc Doc
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if x := recover(); x != nil {
				r = result{err: fmt.Errorf("PDF: damaged beyond reading (%v): print it to a new PDF", x)}
			}
			done <- r
		}()
		r.doc, r.err = readPDF(ctx, b)
	}()
	late := fmt.Errorf("PDF: not read within %v: it may be damaged; print it to a new PDF", limit)
	select {
	case r := <-done:
		if errors.Is(r.err, context.DeadlineExceeded) {
			r.err = late
		}
		return r.doc, r.err
	case <-ctx.Done():
		return Doc{}, late
	}
}

// pdfFile is an open PDF.
type pdfFile struct {
	ctx    context.Context
	x      *model.XRefTable
	fonts  map[types.IndirectRef]*pdfFont
	glyphs int // read so far
	cut    bool
}

func readPDF(ctx context.Context, b []byte) (Doc, error) {
	limits := model.DefaultResourceLimits()
	limits.MaxDecodeBytes, limits.MaxStreamBytes = maxStream, maxInput
	limits.MaxObjectCount, limits.MaxXRefEntries = 1_000_000, 1_000_000
	m, err := pdfcpu.ReadWithContext(ctx, bytes.NewReader(b), &model.Configuration{
		Reader15: true, ValidationMode: model.ValidationRelaxed, Offline: true, Limits: limits,
	})
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return Doc{}, errLocked
	case errors.Is(err, pdfcpu.ErrUnsupportedEncryptionFeature):
		return Doc{}, fmt.Errorf("%w (%v)", errLocked, err)
	case ctx.Err() != nil:
		return Doc{}, ctx.Err()
	case err != nil:
		return Doc{}, fmt.Errorf("PDF: %w", err)
	}
	f := &pdfFile{ctx: ctx, x: m.XRefTable, fonts: map[types.IndirectRef]*pdfFont{}}
	var d Doc
	f.info(&d)
	pages := f.pages()
	if len(pages) > maxPages {
		d.Warnings = append(d.Warnings, fmt.Sprintf("only the first %d of %d pages are read", maxPages, len(pages)))
		pages = pages[:maxPages]
	}
	var sheets []sheet
	failed := 0
	for _, p := range pages {
		s, err := f.readPage(p)
		if ctx.Err() != nil {
			return Doc{}, ctx.Err()
		}
		if err != nil {
			failed++
		}
		sheets = append(sheets, s)
	}
	if failed > 0 {
		d.Warnings = append(d.Warnings, fmt.Sprintf("%d of %d pages are damaged: text may be missing", failed, len(pages)))
	}
	if f.cut {
		d.Warnings = append(d.Warnings, fmt.Sprintf("more than %d characters: the rest is left out", maxGlyphs))
	}
	out := layout(sheets)
	out.into(&d)
	return d, judge(&d)
}

// judge tells a text from what is none: a scan, or fonts that keep no names.
func judge(d *Doc) error {
	known, unknown := 0, 0
	for _, r := range d.Text {
		switch {
		case r == '\uFFFD':
			unknown++
		case r > ' ':
			known++
		}
	}
	switch {
	case known+unknown == 0:
		return errNoText
	case unknown > known:
		return errors.New("PDF: its fonts do not say which letters they show: run OCR first")
	case unknown > 0:
		d.Warnings = append(d.Warnings, fmt.Sprintf("%d characters could not be told from their font", unknown))
	}
	return nil
}

// get resolves an object; nil for what is missing or broken.
func (f *pdfFile) get(o types.Object) types.Object {
	if o == nil {
		return nil
	}
	o, err := f.x.Dereference(o)
	if err != nil {
		return nil
	}
	return o
}

func (f *pdfFile) dict(o types.Object) types.Dict {
	switch o := f.get(o).(type) {
	case types.Dict:
		return o
	case types.StreamDict:
		return o.Dict
	}
	return nil
}

func (f *pdfFile) array(o types.Object) types.Array {
	a, _ := f.get(o).(types.Array)
	return a
}

func (f *pdfFile) name(o types.Object) string {
	n, _ := f.get(o).(types.Name)
	return string(n)
}

func (f *pdfFile) number(o types.Object) (float64, bool) {
	switch n := f.get(o).(type) {
	case types.Integer:
		return float64(n), true
	case types.Float:
		return float64(n), true
	}
	return 0, false
}

// stream gives the unpacked content of a stream object.
func (f *pdfFile) stream(o types.Object) ([]byte, error) {
	sd, ok := f.get(o).(types.StreamDict)
	if !ok {
		return nil, errors.New("no stream")
	}
	if sd.Content == nil {
		if err := sd.DecodeWithLimit(maxStream); err != nil {
			return nil, err
		}
	}
	return sd.Content, nil
}

func (f *pdfFile) string(o types.Object) string {
	s, err := model.Text(f.get(o))
	if err != nil {
		return ""
	}
	return tidy(s)
}

// info fills what the file says of itself.
func (f *pdfFile) info(d *Doc) {
	if f.x.Info == nil {
		return
	}
	info := f.dict(*f.x.Info)
	d.Title, d.Author = f.string(info["Title"]), f.string(info["Author"])
	d.Created = pdfDate(f.string(info["CreationDate"]))
}

// pdfDate reads "D:20210323091500+01'00'".
func pdfDate(s string) string {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, form := range []string{"20060102150405-0700", "20060102150405Z0700", "20060102150405Z"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	if len(s) >= 8 {
		if t, err := time.Parse("20060102", s[:8]); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// page is a page object with what it inherits.
type page struct {
	dict      types.Dict
	resources types.Dict
	rotate    int
}

// pages lists the pages in order; where the page tree is broken, in the order
// of their numbers.
func (f *pdfFile) pages() []page {
	var list []page
	seen := map[types.IndirectRef]bool{}
	var walk func(o types.Object, up page, depth int)
	walk = func(o types.Object, up page, depth int) {
		if ref, ok := o.(types.IndirectRef); ok {
			if seen[ref] {
				return
			}
			seen[ref] = true
		}
		d := f.dict(o)
		if d == nil || depth > 100 || len(list) > maxPages {
			return
		}
		p := page{dict: d, resources: up.resources, rotate: up.rotate}
		if r := f.dict(d["Resources"]); r != nil {
			p.resources = r
		}
		if n, ok := f.number(d["Rotate"]); ok {
			p.rotate = int(n)
		}
		kids := f.array(d["Kids"])
		if kids == nil {
			list = append(list, p)
		}
		for _, k := range kids {
			walk(k, p, depth+1)
		}
	}
	if root, err := f.x.Catalog(); err == nil {
		walk(root["Pages"], page{}, 0)
	}
	if len(list) > 0 {
		return list
	}
	var ids []int
	for id := range f.x.Table {
		ids = append(ids, id)
	}
	sort.Ints(ids)
	for _, id := range ids {
		e := f.x.Table[id]
		if e == nil || e.Free {
			continue
		}
		if d, ok := e.Object.(types.Dict); ok && f.name(d["Type"]) == "Page" {
			list = append(list, page{dict: d, resources: f.dict(d["Resources"])})
		}
	}
	return list
}
