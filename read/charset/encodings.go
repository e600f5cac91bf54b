package charset

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// candidate is an encoding that text is tried in, with what its rarity costs
// in nats: an encoding that few reports are in needs more evidence.
type candidate struct {
	label string
	enc   encoding.Encoding
	rare  float64
}

// candidates are tried when neither the bytes nor the declaration settle the
// encoding; on a tie the first wins. iso-8859-1, -9 and -11 are not among them: browsers, and the
// people who declare them, mean windows-1252, -1254 and -874.
func candidates() []candidate {
	return []candidate{
		{"windows-1252", charmap.Windows1252, 0},
		{"windows-1251", charmap.Windows1251, 0},
		{"gb18030", simplifiedchinese.GB18030, 0},
		{"shift_jis", japanese.ShiftJIS, 0},
		{"euc-kr", korean.EUCKR, 0},
		{"big5", traditionalchinese.Big5, 0},
		{"euc-jp", japanese.EUCJP, 1},
		{"windows-1250", charmap.Windows1250, 1},
		{"windows-1253", charmap.Windows1253, 1},
		{"windows-1254", charmap.Windows1254, 1},
		{"windows-1255", charmap.Windows1255, 1},
		{"windows-1256", charmap.Windows1256, 1},
		{"windows-1257", charmap.Windows1257, 1},
		{"windows-874", charmap.Windows874, 1},
		{"windows-1258", charmap.Windows1258, 2},
		{"koi8-r", charmap.KOI8R, 1},
		{"koi8-u", charmap.KOI8U, 1.5},
		{"iso-8859-2", charmap.ISO8859_2, 1.5},
		{"iso-8859-15", charmap.ISO8859_15, 1.5},
		{"iso-8859-7", charmap.ISO8859_7, 2},
		{"iso-8859-6", charmap.ISO8859_6, 2},
		{"iso-8859-8", charmap.ISO8859_8, 2},
		{"iso-8859-5", charmap.ISO8859_5, 2},
		{"ibm866", charmap.CodePage866, 3},
		{"iso-8859-4", charmap.ISO8859_4, 3},
		{"iso-8859-13", charmap.ISO8859_13, 3},
		{"macintosh", charmap.Macintosh, 3},
		{"iso-8859-16", charmap.ISO8859_16, 4},
		{"iso-8859-3", charmap.ISO8859_3, 4},
		{"iso-8859-10", charmap.ISO8859_10, 4},
		{"iso-8859-14", charmap.ISO8859_14, 4},
		{"x-mac-cyrillic", charmap.MacintoshCyrillic, 4},
		{"ibm850", charmap.CodePage850, 4},
		{"ibm852", charmap.CodePage852, 4},
		{"ibm437", charmap.CodePage437, 5},
		{"ibm855", charmap.CodePage855, 5},
	}
}

// others are labels that browsers do not know, or know only to refuse.
var others = map[string]encoding.Encoding{
	"hz-gb-2312":  simplifiedchinese.HZGB2312,
	"iso-2022-kr": iso2022KR{},
	"ibm437":      charmap.CodePage437,
	"ibm850":      charmap.CodePage850,
	"ibm852":      charmap.CodePage852,
	"ibm855":      charmap.CodePage855,
	"ibm858":      charmap.CodePage858,
	"ibm860":      charmap.CodePage860,
	"ibm862":      charmap.CodePage862,
	"ibm863":      charmap.CodePage863,
	"ibm865":      charmap.CodePage865,
	"utf-32le":    utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM),
	"utf-32be":    utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM),
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// lookup finds the encoding that a declared label means, as browsers read it;
// nil for a label that is not known.
func lookup(label string) (name string, enc encoding.Encoding) {
	label = strings.ToLower(strings.TrimSpace(label))
	plain := strings.NewReplacer("_", "-", "csibm", "ibm", "cp-", "ibm", "cp", "ibm").Replace(label)
	if strings.Trim(plain, "0123456789") == "" {
		plain = "ibm" + plain
	}
	for _, name := range []string{label, plain} {
		if enc, ok := others[name]; ok {
			return name, enc
		}
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		if enc, err = htmlindex.Get(plain); err != nil {
			return "", nil
		}
	}
	name, err = htmlindex.Name(enc)
	if err != nil || name == "replacement" || name == "x-user-defined" {
		return "", nil
	}
	if name == "gbk" { // a part of GB 18030, whose decoder reads it and what goes beyond
		return name, simplifiedchinese.GB18030
	}
	return name, enc
}
