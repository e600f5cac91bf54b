package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
)

// Limits of a zip container: a package beyond them is no report.
const (
	maxMembers    = 20_000
	maxMember     = 128 << 20 // bytes of one part, unpacked
	maxRatio      = 200       // unpacked to packed, of a part above ratioFloor
	ratioFloor    = 4 << 20
	maxXMLDepth   = 1_000
	maxParagraphs = 2_000_000
)

// DOCX reads a Word document (ECMA-376 WordprocessingML, transitional or
// strict). Insertions under review are kept and deletions dropped; headers,
// footers, notes, comments and hidden text are left out; text boxes come
// after the paragraph that holds them.
func DOCX(b []byte) (Doc, error) {
	if len(b) > maxInput {
		return Doc{}, fmt.Errorf("a DOCX of %d MiB: the limit is %d MiB; split the file", len(b)>>20, maxInput>>20)
	}
	if bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0")) {
		return Doc{}, errors.New("an old Word .doc or a DOCX with a password: save it as .docx without one first")
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return Doc{}, fmt.Errorf("not a DOCX: %w", err)
	}
	if len(z.File) > maxMembers {
		return Doc{}, fmt.Errorf("a DOCX of %d parts: the limit is %d", len(z.File), maxMembers)
	}
	p := pack{map[string]*zip.File{}}
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if _, dup := p.files[name]; !dup {
			p.files[name] = f
		}
	}
	main := p.mainPart()
	raw, err := p.read(main)
	if errors.Is(err, errNoPart) {
		return Doc{}, fmt.Errorf("not a DOCX: a zip file without %s", main)
	}
	if err != nil {
		return Doc{}, fmt.Errorf("DOCX: %w", err)
	}
	var d Doc
	d.readCore(&p)
	w := &wordReader{styles: p.styles(path.Dir(main))}
	if err := w.read(raw); err != nil {
		if len(w.out.paras) == 0 && len(w.open) == 0 {
			return Doc{}, fmt.Errorf("DOCX: %s is damaged: %w", main, err)
		}
		d.Warnings = append(d.Warnings, tidy(fmt.Sprintf("the document is damaged and its text ends early: %v", err)))
	}
	w.flush()
	if w.foreign {
		d.Warnings = append(d.Warnings, "an embedded document (altChunk) is left out: open and save it in a word processor to keep it")
	}
	w.out.into(&d)
	return d, nil
}

var errNoPart = errors.New("no such part")

// pack is the zip container.
type pack struct {
	files map[string]*zip.File
}

func (p *pack) read(name string) ([]byte, error) {
	f := p.files[name]
	if f == nil {
		return nil, errNoPart
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("part %s: %w", name, err)
	}
	defer rc.Close()
	limit := int64(maxMember)
	if packed := int64(f.CompressedSize64) * maxRatio; packed < limit {
		limit = max(packed, ratioFloor)
	}
	raw, err := io.ReadAll(io.LimitReader(rc, limit+1))
	if int64(len(raw)) > limit {
		if limit < maxMember {
			return nil, fmt.Errorf("part %s unpacks to more than %d times its size: not read, for it may be a zip bomb", name, maxRatio)
		}
		return nil, fmt.Errorf("part %s unpacks to more than %d MiB: split the file", name, maxMember>>20)
	}
	if err != nil && len(raw) == 0 {
		return nil, fmt.Errorf("part %s: %w", name, err)
	}
	return raw, nil // a part cut short is read as far as it goes
}

// mainPart is the part that the package names as its document.
func (p *pack) mainPart() string {
	const usual = "word/document.xml"
	raw, err := p.read("_rels/.rels")
	if err != nil {
		return usual
	}
	var rels struct {
		Relationship []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if xml.Unmarshal(raw, &rels) != nil {
		return usual
	}
	for _, r := range rels.Relationship {
		if strings.HasSuffix(r.Type, "/officeDocument") && r.Target != "" {
			return strings.TrimPrefix(path.Clean(r.Target), "/")
		}
	}
	return usual
}

// readCore fills title, author and date from the core properties.
func (d *Doc) readCore(p *pack) {
	raw, err := p.read("docProps/core.xml")
	if err != nil {
		return // optional
	}
	var core struct {
		Title   string `xml:"title"`
		Creator string `xml:"creator"`
		Created string `xml:"created"`
	}
	if xml.Unmarshal(raw, &core) != nil {
		return
	}
	d.Title, d.Author = tidy(core.Title), tidy(core.Creator)
	if t, err := time.Parse(time.RFC3339, strings.TrimSpace(core.Created)); err == nil {
		d.Created = t.Format(time.RFC3339)
	}
}

// styles maps the ids of paragraph styles to what they mean. Built-in styles
// have English names in every edition of Word; ids are localised.
func (p *pack) styles(dir string) map[string]Style {
	m := map[string]Style{}
	raw, err := p.read(path.Join(dir, "styles.xml"))
	if err != nil {
		return m
	}
	var sheet struct {
		Style []struct {
			ID   string `xml:"styleId,attr"`
			Name struct {
				Val string `xml:"val,attr"`
			} `xml:"name"`
		} `xml:"style"`
	}
	if xml.Unmarshal(raw, &sheet) != nil {
		return m
	}
	for _, s := range sheet.Style {
		if st := styleNamed(s.Name.Val); st != "" {
			m[s.ID] = st
		}
	}
	return m
}

func styleNamed(name string) Style {
	switch name = strings.ToLower(name); {
	case name == "title":
		return Title
	case strings.HasPrefix(name, "heading ") || name == "subtitle":
		return Heading
	case name == "caption":
		return Caption
	}
	return ""
}

// wordReader walks document.xml. Paragraphs nest (text boxes), so those that
// are open form a stack.
type wordReader struct {
	out     text
	styles  map[string]Style
	open    []*wordPara
	path    []string // local names of the open elements
	skip    int      // depth of the element whose content is left out; 0 for none
	hidden  bool     // the current run is hidden text
	field   []bool   // open fields: true once the result has begun
	carry   string   // text of a paragraph whose mark is deleted: goes before the next
	foreign bool
}

type wordPara struct {
	b      strings.Builder
	style  Style
	joined bool   // the paragraph mark is deleted
	after  []para // text boxes
}

// dropped are the elements whose content is no text of the report: deletions,
// the older of two renderings, and pronunciation set over words.
var dropped = map[string]bool{
	"del": true, "moveFrom": true, "Fallback": true, "instrText": true, "delText": true, "delInstrText": true,
	"rt": true, "sdtPr": true,
}

func (w *wordReader) read(raw []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			w.path = append(w.path, tok.Name.Local)
			if len(w.path) > maxXMLDepth {
				return fmt.Errorf("elements nest deeper than %d", maxXMLDepth)
			}
			if w.skip == 0 {
				w.start(tok)
			}
		case xml.EndElement:
			if w.skip == len(w.path) {
				w.skip = 0
			} else if w.skip == 0 {
				w.end(tok.Name.Local)
			}
			if len(w.path) > 0 {
				w.path = w.path[:len(w.path)-1]
			}
		case xml.CharData:
			if w.skip == 0 && len(w.path) > 0 && w.path[len(w.path)-1] == "t" {
				w.write(string(tok))
			}
		}
		if len(w.out.paras) > maxParagraphs {
			return fmt.Errorf("more than %d paragraphs", maxParagraphs)
		}
	}
}

func (w *wordReader) parent(name string) bool {
	return len(w.path) > 1 && w.path[len(w.path)-2] == name
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func off(e xml.StartElement) bool {
	v := attr(e, "val")
	return v == "0" || v == "false" || v == "off"
}

func (w *wordReader) start(e xml.StartElement) {
	switch name := e.Name.Local; {
	case name == "del" && w.parent("rPr"):
		if len(w.path) > 2 && w.path[len(w.path)-3] == "pPr" && len(w.open) > 0 {
			w.open[len(w.open)-1].joined = true
		}
	case dropped[name]:
		w.skip = len(w.path)
	case name == "p":
		if len(w.path) > 1 && strings.HasPrefix(e.Name.Space, "http://schemas.openxmlformats.org/drawingml") {
			break // DrawingML text: charts and shapes
		}
		w.open = append(w.open, &wordPara{})
	case name == "pStyle":
		w.style(w.styles[attr(e, "val")])
	case name == "outlineLvl" && w.parent("pPr"):
		if n, err := strconv.Atoi(attr(e, "val")); err == nil && n < 9 {
			w.style(Heading)
		}
	case name == "r":
		w.hidden = false
	case name == "vanish" && w.parent("rPr") && len(w.path) > 2 && w.path[len(w.path)-3] == "r":
		w.hidden = !off(e)
	case name == "fldChar":
		w.fieldMark(attr(e, "fldCharType"))
	case name == "sym":
		if n, err := strconv.ParseUint(attr(e, "char"), 16, 32); err == nil {
			w.write(string(symbol(rune(n))))
		}
	case name == "tbl":
		w.out.table++
	case name == "altChunk":
		w.foreign = true
	case w.parent("r"):
		w.write(inline[name])
	}
}

// inline are the characters that a run holds as elements.
var inline = map[string]string{
	"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}

func (w *wordReader) style(s Style) {
	if s != "" && len(w.open) > 0 {
		w.open[len(w.open)-1].style = s
	}
}

func (w *wordReader) fieldMark(kind string) {
	switch n := len(w.field); {
	case kind == "begin":
		w.field = append(w.field, false)
	case kind == "separate" && n > 0:
		w.field[n-1] = true
	case kind == "end" && n > 0:
		w.field = w.field[:n-1]
	}
}

func (w *wordReader) write(s string) {
	if w.hidden || len(w.open) == 0 || s == "" {
		return
	}
	for _, result := range w.field {
		if !result {
			return // a field's instruction
		}
	}
	w.open[len(w.open)-1].b.WriteString(s)
}

func (w *wordReader) end(name string) {
	switch name {
	case "p":
		if len(w.open) > 0 {
			w.endPara()
		}
	case "tc":
		w.out.endCell()
	case "tr":
		w.out.endRow()
	case "tbl":
		if w.out.table > 0 {
			w.out.table--
		}
	case "r":
		w.hidden = false
	}
}

func (w *wordReader) endPara() {
	p := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	s := p.b.String()
	if len(w.open) > 0 {
		host := w.open[len(w.open)-1]
		host.after = append(append(host.after, para{s, p.style}), p.after...)
		return
	}
	s = w.carry + s
	w.carry = ""
	if p.joined {
		w.carry = s
	} else {
		w.out.add(s, p.style)
	}
	for _, box := range p.after {
		w.out.add(box.s, box.style)
	}
}

// flush ends what is still open: a damaged file's last paragraphs, and text
// whose paragraph mark is deleted.
func (w *wordReader) flush() {
	for len(w.open) > 0 {
		w.endPara()
	}
	w.out.add(w.carry, "")
}
