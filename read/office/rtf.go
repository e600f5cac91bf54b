package office

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// maxGroups bounds how deep RTF groups nest.
const maxGroups = 10_000

// RTF reads a Rich Text document (RTF 1.9.1). Characters come from \u escapes
// where there are any, else from the code page of the font or the document.
// Headers, footers, notes, pictures, deleted and hidden text are left out.
func RTF(b []byte) (Doc, error) {
	if len(b) > maxInput {
		return Doc{}, fmt.Errorf("an RTF of %d MiB: the limit is %d MiB; split the file", len(b)>>20, maxInput>>20)
	}
	b = bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), "\x00 \t\r\n")
	if !bytes.HasPrefix(b, []byte(`{\rtf`)) {
		return Doc{}, errors.New(`not an RTF: it does not begin with {\rtf`)
	}
	r := &rtfReader{in: b, codepage: 1252, fonts: map[int]int{}, styles: map[int]Style{}}
	if err := r.read(); err != nil {
		return Doc{}, err
	}
	d := Doc{
		Title: tidy(r.info["title"]), Author: tidy(r.info["author"]), Created: r.created(),
		Warnings: r.warnings,
	}
	r.out.into(&d)
	return d, nil
}

// dest is where the text of a group goes.
type dest int

const (
	destBody dest = iota
	destSkip
	destFonts
	destStyles
	destInfo // the group itself; its fields are destProperty
	destProperty
	destCreated
)

// group is what a group of RTF inherits and gives back at its end.
type group struct {
	dest     dest
	under    dest // what \ud within \upr goes back to
	uc       int  // characters that stand for one \u to old readers
	font     int
	hidden   bool
	deleted  bool
	property string
}

type rtfReader struct {
	in       []byte
	at       int
	stack    []group
	now      group
	fresh    bool // at the start of a group, where a destination is named
	optional bool // after \*
	codepage int
	fonts    map[int]int // code page of a font, -1 for a symbol font
	styles   map[int]Style
	define   int // number of the font or style being defined
	name     strings.Builder
	pending  []byte // text bytes not yet decoded
	high     uint16 // first half of a surrogate pair
	ignore   int    // characters to skip after \u
	para     strings.Builder
	style    Style
	inTable  bool
	out      text
	info     map[string]string
	when     [5]int // year, month, day, hour, minute
	warnings []string
}

func (r *rtfReader) read() error {
	r.info = map[string]string{}
	r.now = group{uc: 1}
	for r.at < len(r.in) {
		c := r.in[r.at]
		r.at++
		switch c {
		case '{':
			r.flush()
			r.ignore = 0
			if len(r.stack) >= maxGroups {
				return fmt.Errorf("RTF groups nest deeper than %d: the file is damaged", maxGroups)
			}
			r.stack = append(r.stack, r.now)
			r.fresh, r.optional = true, false
			continue
		case '}':
			r.flush()
			r.ignore = 0
			if len(r.stack) == 0 {
				r.warnings = append(r.warnings, "the RTF has more closing than opening braces")
				continue
			}
			r.endGroup()
			if len(r.stack) == 0 {
				r.endPara(false)
				return nil // what follows the document is padding
			}
		case '\\':
			r.control()
			continue
		case '\r', '\n', 0:
			continue
		default:
			r.char(c)
		}
		r.fresh = false
	}
	r.flush()
	r.endPara(false)
	r.warnings = append(r.warnings, "the RTF is cut short: its text may end early")
	return nil
}

func (r *rtfReader) endGroup() {
	was := r.now
	r.now = r.stack[len(r.stack)-1]
	r.stack = r.stack[:len(r.stack)-1]
	switch {
	case was.dest == destStyles && r.now.dest == destStyles:
		if st := styleNamed(strings.TrimSpace(strings.TrimSuffix(r.name.String(), ";"))); st != "" {
			r.styles[r.define] = st
		}
	case was.dest == destProperty && was.property != r.now.property:
		if r.info[was.property] == "" {
			r.info[was.property] = r.name.String()
		}
	case was.dest == destProperty:
		return // a group inside the property
	}
	r.name.Reset()
}

// char takes one byte of text.
func (r *rtfReader) char(c byte) {
	if r.ignore > 0 {
		r.ignore--
		return
	}
	r.pending = append(r.pending, c)
}

// flush decodes the bytes read so far and sends them where the group says.
func (r *rtfReader) flush() {
	if len(r.pending) == 0 {
		return
	}
	b := r.pending
	r.pending = r.pending[:0]
	switch r.now.dest {
	case destSkip, destInfo, destCreated, destFonts:
		return
	}
	cp, ok := r.fonts[r.now.font]
	if !ok {
		cp = r.codepage
	}
	r.emit(decode(b, cp))
}

func (r *rtfReader) emit(s string) {
	switch r.now.dest {
	case destBody:
		if !r.now.hidden && !r.now.deleted {
			r.para.WriteString(s)
		}
	case destStyles, destProperty:
		if r.name.Len() < 4096 {
			r.name.WriteString(s)
		}
	}
}

func (r *rtfReader) control() {
	if r.at >= len(r.in) {
		return
	}
	c := r.in[r.at]
	r.at++
	if c < 'A' || c > 'Z' && c < 'a' || c > 'z' {
		r.symbol(c)
		return
	}
	start := r.at - 1
	for r.at < len(r.in) && (r.in[r.at]|0x20 >= 'a' && r.in[r.at]|0x20 <= 'z') {
		r.at++
	}
	word := string(r.in[start:min(r.at, start+32)])
	start = r.at
	if r.at < len(r.in) && r.in[r.at] == '-' {
		r.at++
	}
	for r.at < len(r.in) && r.in[r.at] >= '0' && r.in[r.at] <= '9' {
		r.at++
	}
	n, err := strconv.Atoi(string(r.in[start:min(r.at, start+11)]))
	has := err == nil
	if r.at < len(r.in) && r.in[r.at] == ' ' {
		r.at++
	}
	fresh := r.fresh
	r.fresh = false
	r.word(word, n, has, fresh)
}

// symbol takes a backslash with a character that is no letter.
func (r *rtfReader) symbol(c byte) {
	if c == '*' {
		r.optional = true
		return // the destination follows
	}
	r.fresh = false
	switch c {
	case '\'':
		if r.at+2 > len(r.in) {
			r.at = len(r.in)
			return
		}
		n, err := strconv.ParseUint(string(r.in[r.at:r.at+2]), 16, 8)
		r.at += 2
		if err == nil {
			r.char(byte(n))
		}
	case '\\', '{', '}':
		r.char(c)
	case '\r', '\n':
		r.put("\n\n")
	default:
		if s, ok := signs[c]; ok {
			r.put(s)
		}
	}
}

var signs = map[byte]string{'~': "\u00a0", '_': "\u2011", '-': "\u00ad", '\t': "\t"}

// put writes a character that has a name; one may stand in for a \u.
func (r *rtfReader) put(s string) {
	if r.ignore > 0 {
		r.ignore--
		return
	}
	r.flush()
	if s == "\n\n" {
		r.endPara(false)
		return
	}
	r.emit(s)
}

// named are the control words that are characters.
var named = map[string]string{
	"line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
	"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
	"zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060", "ltrmark": "\u200e", "rtlmark": "\u200f",
}

// leftOut are the destinations without text of the report.
var leftOut = map[string]bool{
	"colortbl": true, "pict": true, "header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true,
	"footerl": true, "footerr": true, "footerf": true, "footnote": true, "ftnsep": true, "ftnsepc": true, "aftnsep": true,
	"aftnsepc": true, "annotation": true, "fldinst": true, "bkmkstart": true, "bkmkend": true, "xe": true, "tc": true,
	"rxe": true, "txe": true, "nonshppict": true, "shprslt": true, "sn": true, "sv": true, "listtext": true, "pntext": true,
	"pntxta": true, "pntxtb": true, "objdata": true, "objclass": true, "objname": true, "template": true, "themedata": true,
	"datastore": true, "filetbl": true, "revtbl": true, "listtable": true, "listoverridetable": true, "private": true,
	"formfield": true, "datafield": true, "atnid": true, "atnauthor": true, "generator": true, "xmlnstbl": true,
}

// destination opens the group that word names; false when it names none.
func (r *rtfReader) destination(word string) bool {
	optional := r.optional
	r.optional = false
	switch {
	case word == "shptxt" && r.now.dest == destSkip:
		r.now.dest = destBody // text boxes lie within what is otherwise geometry
	case word == "ud" && r.now.dest == destSkip:
		r.now.dest = r.now.under // the Unicode half of \upr, whose other half is for old readers
	case r.now.dest == destSkip:
	case word == "upr":
		r.now.under, r.now.dest = r.now.dest, destSkip
	case leftOut[word]:
		r.now.dest = destSkip
	case word == "fonttbl":
		r.now.dest = destFonts
	case word == "stylesheet":
		r.now.dest = destStyles
	case word == "info":
		r.now.dest = destInfo
	case r.now.dest == destInfo && (word == "title" || word == "author"):
		r.now.dest, r.now.property = destProperty, word
		r.name.Reset()
	case r.now.dest == destInfo && word == "creatim":
		r.now.dest = destCreated
	case r.now.dest == destInfo:
		r.now.dest = destSkip
	case optional && r.now.dest == destStyles && word == "cs":
		r.now.dest = destSkip
	case optional:
		r.now.dest = destSkip
	default:
		return false
	}
	return true
}

func (r *rtfReader) word(word string, n int, has, fresh bool) {
	if s, ok := named[word]; ok {
		r.put(s)
		return
	}
	r.flush()
	if (fresh || r.optional) && r.destination(word) {
		return
	}
	r.optional = false
	switch word {
	case "u":
		r.unicode(uint16(n))
	case "uc":
		r.now.uc = max(0, min(n, 16))
	case "bin":
		r.at = min(len(r.in), r.at+max(0, n))
	case "ansicpg":
		if n > 0 {
			r.codepage = n
		}
	case "mac":
		r.codepage = 10000
	case "pc":
		r.codepage = 437
	case "pca":
		r.codepage = 850
	case "f":
		r.now.font = n
		if r.now.dest == destFonts {
			r.define = n
		}
	case "fcharset":
		if cp, ok := charsets[n]; ok && r.now.dest == destFonts {
			r.fonts[r.define] = cp
		}
	case "cpg":
		if r.now.dest == destFonts && n > 0 {
			r.fonts[r.define] = n
		}
	case "yr", "mo", "dy", "hr", "min":
		if r.now.dest == destCreated {
			r.when[map[string]int{"yr": 0, "mo": 1, "dy": 2, "hr": 3, "min": 4}[word]] = n
		}
	default:
		r.format(word, n, has)
	}
}

// format takes the control words that shape text.
func (r *rtfReader) format(word string, n int, has bool) {
	if r.now.dest == destStyles {
		if word == "s" {
			r.define = n
		}
		return
	}
	if r.now.dest != destBody {
		return
	}
	on := !has || n != 0
	switch word {
	case "par", "sect", "page", "column":
		r.endPara(false)
	case "cell", "nestcell":
		r.inTable = true
		r.endPara(true)
	case "row", "nestrow":
		r.endRow()
	case "intbl":
		r.inTable = true
	case "pard":
		r.style, r.inTable = "", false
	case "s":
		r.style = r.styles[n]
	case "outlinelevel":
		if n < 9 {
			r.style = Heading
		}
	case "v":
		r.now.hidden = on
	case "deleted":
		r.now.deleted = on
	case "plain":
		r.now.hidden, r.now.deleted = false, false
	}
}

// unicode takes one UTF-16 unit of a \u escape.
func (r *rtfReader) unicode(u uint16) {
	r.ignore = r.now.uc
	if r.now.dest == destSkip {
		return
	}
	switch {
	case u >= 0xd800 && u < 0xdc00:
		r.high = u
		return
	case u >= 0xdc00 && u < 0xe000:
		r.emit(string(utf16.DecodeRune(rune(r.high), rune(u))))
	case u >= 0xf000 && u <= 0xf0ff && r.fonts[r.now.font] == symbolFont:
		r.emit(string(symbol(rune(u))))
	default:
		r.emit(string(rune(u)))
	}
	r.high = 0
}

func (r *rtfReader) endPara(cell bool) {
	s := r.para.String()
	r.para.Reset()
	if !r.inTable && r.out.table > 0 {
		r.out.endRow()
		r.out.table = 0
	}
	if r.inTable {
		r.out.table = 1
	}
	r.out.add(s, r.style)
	if cell {
		r.out.endCell()
	}
}

func (r *rtfReader) endRow() {
	r.inTable = true
	r.endPara(false)
	r.out.endRow()
	r.out.table = 0
}

// created gives the creation day: RTF keeps local time without its zone.
func (r *rtfReader) created() string {
	y, m, d := r.when[0], r.when[1], r.when[2]
	if y < 1900 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}
