package office

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/font"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/encoding/charmap"
)

//go:embed glyphs.txt
var glyphList string

// glyphTables compiles glyphs.txt: glyph names, and Adobe's standard encoding.
var glyphTables = sync.OnceValue(func() (t struct {
	names    map[string]string
	standard [256]string
}) {
	t.names = map[string]string{}
	for line := range strings.Lines(glyphList) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 2 || line[0] == '#' {
			continue
		}
		var s strings.Builder
		for cp := range strings.FieldsSeq(f[1]) {
			n, _ := strconv.ParseUint(cp, 16, 32)
			s.WriteRune(rune(n))
		}
		t.names[f[0]] = s.String()
		if len(f) > 2 {
			n, _ := strconv.ParseUint(f[2], 16, 8)
			t.standard[n] = s.String()
		}
	}
	return t
})

// glyphText gives the text of a glyph name, by the rules of the Adobe Glyph
// List; "" for one that says nothing.
func glyphText(name string) string {
	name, _, _ = strings.Cut(name, ".")
	names := glyphTables().names
	var out strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		if s, ok := names[part]; ok {
			out.WriteString(s)
			continue
		}
		hex, ok := strings.CutPrefix(part, "uni")
		if !ok || len(hex) != 4 {
			hex, ok = strings.CutPrefix(part, "u")
		}
		if n, err := strconv.ParseUint(hex, 16, 32); ok && err == nil && len(hex) >= 4 && n <= 0x10ffff {
			out.WriteRune(rune(n))
		}
	}
	return out.String()
}

// pdfFont turns the codes of a font into text and widths.
type pdfFont struct {
	wide    bool // composite: codes of two bytes unless space says otherwise
	unicode *cmap
	cids    *cmap
	simple  [256]string
	ucs2    bool // codes are UCS-2 themselves
	widths  map[int]float64
	missing float64
	bold    bool
}

// char is one code of a string shown.
type char struct {
	text  string
	width float64 // of 1 unit of font size
	space bool    // code 32 of one byte: word spacing applies
}

func (f *pdfFile) font(o types.Object) *pdfFont {
	ref, isRef := o.(types.IndirectRef)
	if isRef && f.fonts[ref] != nil {
		return f.fonts[ref]
	}
	d := f.dict(o)
	pf := &pdfFont{widths: map[int]float64{}, missing: 0.5}
	base := f.name(d["BaseFont"])
	pf.bold = strings.Contains(strings.ToLower(base), "bold")
	if raw, err := f.stream(d["ToUnicode"]); err == nil {
		pf.unicode = readCMap(raw)
	}
	if f.name(d["Subtype"]) == "Type0" {
		f.compositeFont(pf, d)
	} else {
		f.simpleFont(pf, d, base)
	}
	if isRef {
		f.fonts[ref] = pf
	}
	return pf
}

func (f *pdfFile) compositeFont(pf *pdfFont, d types.Dict) {
	pf.wide = true
	if name := f.name(d["Encoding"]); name != "" {
		pf.ucs2 = strings.Contains(name, "UCS2") || strings.Contains(name, "UTF16")
	} else if raw, err := f.stream(d["Encoding"]); err == nil {
		pf.cids = readCMap(raw)
	}
	kids := f.array(d["DescendantFonts"])
	if len(kids) == 0 {
		return
	}
	kid := f.dict(kids[0])
	pf.missing = 1
	if n, ok := f.number(kid["DW"]); ok {
		pf.missing = n / 1000
	}
	w := f.array(kid["W"]) // [first [w w …] first last w …]
	for i := 0; i+1 < len(w); {
		first, _ := f.number(w[i])
		if list := f.array(w[i+1]); list != nil {
			for j, o := range list {
				if n, ok := f.number(o); ok {
					pf.widths[int(first)+j] = n / 1000
				}
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		last, _ := f.number(w[i+1])
		n, _ := f.number(w[i+2])
		for c := int(first); c <= int(last) && c <= 0xffff && c >= 0; c++ {
			pf.widths[c] = n / 1000
		}
		i += 3
	}
}

func (f *pdfFile) simpleFont(pf *pdfFont, d types.Dict, base string) {
	enc := f.get(d["Encoding"])
	name := ""
	var differences types.Array
	switch enc := enc.(type) {
	case types.Name:
		name = string(enc)
	case types.Dict:
		name = f.name(enc["BaseEncoding"])
		differences = f.array(enc["Differences"])
	}
	for c := range 256 {
		switch {
		case name == "MacRomanEncoding":
			pf.simple[c] = string(charmap.Macintosh.DecodeByte(byte(c)))
		case name == "WinAnsiEncoding" || name == "" && f.name(d["Subtype"]) == "TrueType":
			pf.simple[c] = string(charmap.Windows1252.DecodeByte(byte(c)))
		case strings.HasSuffix(base, "Symbol") && name == "":
			pf.simple[c] = string(symbol(rune(c)))
		default:
			pf.simple[c] = glyphTables().standard[c]
		}
	}
	code := 0
	for _, o := range differences {
		switch o := f.get(o).(type) {
		case types.Integer:
			code = int(o)
		case types.Name:
			if code >= 0 && code < 256 {
				if s := glyphText(string(o)); s != "" {
					pf.simple[code] = s
				}
				code++
			}
		}
	}
	f.simpleWidths(pf, d, base)
}

func (f *pdfFile) simpleWidths(pf *pdfFont, d types.Dict, base string) {
	scale := 1.0 / 1000
	if f.name(d["Subtype"]) == "Type3" {
		if m := f.array(d["FontMatrix"]); len(m) == 6 {
			if n, ok := f.number(m[0]); ok && n > 0 {
				scale = n
			}
		}
	}
	if n, ok := f.number(f.dict(d["FontDescriptor"])["MissingWidth"]); ok && n > 0 {
		pf.missing = n * scale
	}
	first, _ := f.number(d["FirstChar"])
	widths := f.array(d["Widths"])
	for i, o := range widths {
		if n, ok := f.number(o); ok && i < 256 {
			pf.widths[int(first)+i] = n * scale
		}
	}
	if len(widths) > 0 || !font.IsCoreFont(base) {
		return
	}
	for c := range 256 {
		for _, r := range pf.simple[c] {
			if n, err := font.CharWidth(base, r); err == nil {
				pf.widths[c] = float64(n) / 1000
			}
		}
	}
}

// chars reads the codes of s.
func (pf *pdfFont) chars(s string) []char {
	var out []char
	for len(s) > 0 {
		n := 1
		if pf.wide {
			n = pf.codeLength(s)
		}
		code := s[:n]
		s = s[n:]
		out = append(out, pf.char(code))
	}
	return out
}

func (pf *pdfFont) codeLength(s string) int {
	m := pf.cids
	if m == nil {
		return min(2, len(s))
	}
	for n := 1; n <= 4 && n <= len(s); n++ {
		if m.inSpace(s[:n]) {
			return n
		}
	}
	return min(2, len(s))
}

func (pf *pdfFont) char(code string) char {
	n := codeNumber(code)
	c := char{space: len(code) == 1 && n == ' '}
	cid := n
	if pf.cids != nil {
		cid = pf.cids.cid(code)
	}
	w, ok := pf.widths[cid]
	if !ok {
		w = pf.missing
	}
	c.width = w
	if pf.unicode != nil {
		c.text = pf.unicode.text(code)
	}
	if c.text == "" {
		switch {
		case !pf.wide:
			c.text = pf.simple[n]
		case pf.ucs2:
			c.text = string(rune(n))
		}
	}
	if c.text == "" || strings.ContainsRune(c.text, 0) {
		c.text = "\uFFFD"
	}
	return c
}
