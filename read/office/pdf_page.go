package office

import (
	"fmt"
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// sheet is a page's text before layout, in points from the lower left as the
// page is read.
type sheet struct {
	glyphs []glyph
}

type glyph struct {
	x, y  float64 // start of the baseline
	end   float64 // x where it ends
	size  float64
	text  string
	angle int // quarter turns of its baseline
	bold  bool
	// broken marks a piece of text shown apart from the one before it.
	broken bool
}

type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// mul gives the matrix that applies m first, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// state is the graphics state that text depends on.
type state struct {
	ctm                           matrix
	font                          *pdfFont
	size, rise, leading           float64
	charSpace, wordSpace, stretch float64
}

// drawing interprets the content of a page (ISO 32000-1, 9.4).
type drawing struct {
	f         *pdfFile
	state     state
	saved     []state
	text      matrix
	line      matrix
	glyphs    []glyph
	broken    bool
	marked    []mark
	forms     map[types.IndirectRef]bool // being drawn
	formDepth int
}

// mark is an open marked-content sequence.
type mark struct {
	artifact bool
	replaced bool
	actual   string // what stands for the glyphs drawn, until placed
}

const maxSaved = 10_000

func (f *pdfFile) readPage(p page) (s sheet, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("page: %v", x)
		}
	}()
	var content []byte
	if a := f.array(p.dict["Contents"]); a != nil {
		for _, o := range a {
			part, e := f.stream(o)
			if e != nil {
				err = e
				continue
			}
			content = append(append(content, part...), '\n')
			if len(content) > maxStream {
				break
			}
		}
	} else if p.dict["Contents"] != nil {
		content, err = f.stream(p.dict["Contents"])
	}
	d := &drawing{f: f, state: state{ctm: identity, stretch: 1}, forms: map[types.IndirectRef]bool{}}
	d.draw(content, p.resources)
	s.glyphs = turned(d.glyphs, p.rotate)
	return s, err
}

func (d *drawing) draw(content []byte, res types.Dict) {
	l := &lexer{b: content}
	for n := 0; ; n++ {
		if n%1024 == 0 && d.f.ctx.Err() != nil {
			return
		}
		op, args := l.next()
		if op == "" {
			return
		}
		d.operator(op, args, res)
		if d.f.glyphs >= maxGlyphs {
			d.f.cut = true
			return
		}
	}
}

// nums gives the last n operands as numbers; those that are missing are 0.
func nums(args []operand, n int) []float64 {
	out := make([]float64, n)
	if len(args) > n {
		args = args[len(args)-n:]
	}
	for i, a := range args {
		out[i], _ = a.(float64)
	}
	return out
}

func lastName(args []operand) string {
	for i := len(args) - 1; i >= 0; i-- {
		if n, ok := args[i].(pdfName); ok {
			return string(n)
		}
	}
	return ""
}

func (d *drawing) operator(op string, args []operand, res types.Dict) {
	s := &d.state
	switch op {
	case "q":
		if len(d.saved) < maxSaved {
			d.saved = append(d.saved, *s)
		}
	case "Q":
		if n := len(d.saved); n > 0 {
			*s = d.saved[n-1]
			d.saved = d.saved[:n-1]
		}
	case "cm":
		s.ctm = matrix(nums(args, 6)).mul(s.ctm)
	case "BT":
		d.text, d.line, d.broken = identity, identity, true
	case "Tf":
		s.size = nums(args, 1)[0]
		s.font = d.f.font(d.f.dict(res["Font"])[lastName(args)])
	case "Tc":
		s.charSpace = nums(args, 1)[0]
	case "Tw":
		s.wordSpace = nums(args, 1)[0]
	case "Tz":
		s.stretch = nums(args, 1)[0] / 100
	case "TL":
		s.leading = nums(args, 1)[0]
	case "Ts":
		s.rise = nums(args, 1)[0]
	case "Do":
		d.form(d.f.dict(res["XObject"])[lastName(args)], res)
	case "BMC", "BDC":
		d.begin(args, res)
	case "EMC":
		if n := len(d.marked); n > 0 {
			d.marked = d.marked[:n-1]
		}
	default:
		d.textOperator(op, args)
	}
}

func (d *drawing) textOperator(op string, args []operand) {
	s := &d.state
	switch op {
	case "Td":
		n := nums(args, 2)
		d.move(n[0], n[1])
	case "TD":
		n := nums(args, 2)
		s.leading = -n[1]
		d.move(n[0], n[1])
	case "Tm":
		d.text = matrix(nums(args, 6))
		d.line = d.text
		d.broken = true
	case "T*":
		d.move(0, -s.leading)
	case "'":
		d.move(0, -s.leading)
		d.show(args)
	case "\"":
		if len(args) >= 3 {
			n := nums(args[:len(args)-1], 2)
			s.wordSpace, s.charSpace = n[0], n[1]
		}
		d.move(0, -s.leading)
		d.show(args)
	case "Tj":
		d.show(args)
	case "TJ":
		if len(args) == 0 {
			return
		}
		list, _ := args[len(args)-1].([]operand)
		for _, o := range list {
			switch o := o.(type) {
			case float64:
				d.text = matrix{1, 0, 0, 1, -o / 1000 * s.size * s.stretch, 0}.mul(d.text)
			case pdfString:
				d.show([]operand{o})
			}
		}
	}
}

func (d *drawing) move(x, y float64) {
	d.line = matrix{1, 0, 0, 1, x, y}.mul(d.line)
	d.text = d.line
	d.broken = true
}

// begin opens a marked-content sequence: page artifacts are no text of the
// report, and ActualText says what a drawing of letters means.
func (d *drawing) begin(args []operand, res types.Dict) {
	var m mark
	if len(d.marked) > 0 {
		up := d.marked[len(d.marked)-1]
		m.artifact, m.replaced = up.artifact, up.replaced
	}
	if len(args) > 0 && args[0] == operand(pdfName("Artifact")) {
		m.artifact = true
	}
	if len(args) > 1 && !m.replaced {
		switch p := args[1].(type) {
		case map[string]operand:
			if s, ok := p["ActualText"].(pdfString); ok {
				m.replaced, m.actual = true, utf16Marked(string(s))
			}
		case pdfName:
			if o := d.f.dict(d.f.dict(res["Properties"])[string(p)])["ActualText"]; o != nil {
				m.replaced, m.actual = true, d.f.string(o)
			}
		}
	}
	if len(d.marked) < maxSaved {
		d.marked = append(d.marked, m)
	}
}

// utf16Marked reads a text string: UTF-16 after its mark, else Latin-1.
func utf16Marked(s string) string {
	if rest, ok := strings.CutPrefix(s, "\xfe\xff"); ok {
		return utf16Text(rest)
	}
	out := make([]rune, 0, len(s))
	for i := range len(s) {
		out = append(out, rune(s[i]))
	}
	return string(out)
}

func (d *drawing) form(o types.Object, res types.Dict) {
	ref, ok := o.(types.IndirectRef)
	if !ok || d.forms[ref] || d.formDepth >= maxFormNest {
		return
	}
	dict := d.f.dict(o)
	if d.f.name(dict["Subtype"]) != "Form" {
		return
	}
	content, err := d.f.stream(o)
	if err != nil {
		return
	}
	before, saved := d.state, d.saved
	d.saved = nil
	if m := d.f.array(dict["Matrix"]); len(m) == 6 {
		var mm matrix
		for i, o := range m {
			mm[i], _ = d.f.number(o)
		}
		d.state.ctm = mm.mul(d.state.ctm)
	}
	if own := d.f.dict(dict["Resources"]); own != nil {
		res = own
	}
	d.forms[ref] = true
	d.formDepth++
	d.draw(content, res)
	d.formDepth--
	delete(d.forms, ref)
	d.state, d.saved = before, saved
}

// show places the characters of a string.
func (d *drawing) show(args []operand) {
	s := &d.state
	if len(args) == 0 || s.font == nil {
		return
	}
	str, _ := args[len(args)-1].(pdfString)
	for _, c := range s.font.chars(string(str)) {
		trm := matrix{s.size * s.stretch, 0, 0, s.size, 0, s.rise}.mul(d.text).mul(s.ctm)
		advance := c.width*s.size + s.charSpace
		if c.space {
			advance += s.wordSpace
		}
		d.place(c, trm)
		d.text = matrix{1, 0, 0, 1, advance * s.stretch, 0}.mul(d.text)
	}
}

func (d *drawing) place(c char, trm matrix) {
	text := c.text
	if n := len(d.marked); n > 0 {
		m := &d.marked[n-1]
		if m.artifact {
			return
		}
		if m.replaced {
			text = m.actual
			for i := range d.marked {
				d.marked[i].actual = ""
			}
		}
	}
	size := math.Hypot(trm[2], trm[3])
	along := math.Hypot(trm[0], trm[1])
	if text == "" || !(size > 0.1) || size > 10_000 || !finite(trm) {
		return
	}
	angle := int(math.Round(math.Atan2(trm[1], trm[0])/(math.Pi/2))+4) % 4
	x, y := upright(trm[4], trm[5], angle)
	d.f.glyphs++
	d.glyphs = append(d.glyphs, glyph{
		x: x, y: y, end: x + c.width*along, size: size, text: text, angle: angle, bold: d.state.font.bold, broken: d.broken,
	})
	d.broken = false
}

func finite(m matrix) bool {
	for _, v := range m {
		if math.IsNaN(v) || math.Abs(v) > 1e7 {
			return false
		}
	}
	return true
}

// upright turns a point so that text of the given quarter turns runs right.
func upright(x, y float64, angle int) (float64, float64) {
	switch angle {
	case 1:
		return y, -x
	case 2:
		return -x, -y
	case 3:
		return -y, x
	}
	return x, y
}

// turned keeps the glyphs that run in the page's own direction: what crosses
// it is a stamp or a caption up the margin.
func turned(all []glyph, rotate int) []glyph {
	var count [4]int
	for _, g := range all {
		count[g.angle]++
	}
	main := ((rotate/90)%4 + 4) % 4
	for a, n := range count {
		if n > 2*count[main] {
			main = a
		}
	}
	kept := all[:0]
	for _, g := range all {
		if g.angle == main {
			kept = append(kept, g)
		}
	}
	return kept
}
