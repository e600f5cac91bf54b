package charset

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
)

// suite is the encodings that are measured, the languages in whose own text,
// and the labels that they are wrongly declared as.
var suite = []struct {
	label     string
	enc       encoding.Encoding
	languages string
	wrong     string
}{
	{"utf-8", encoding.Nop, "pl ru zh-Hans fr ar", "windows-1252 iso-8859-2 gbk"},
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "pl ru zh-Hans en ja ko th ar", "utf-8 iso-8859-1 windows-1251"},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "pl ru zh-Hans en ja ko th ar", "utf-8 iso-8859-1 windows-1251"},
	{"utf-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "pl ru zh-Hans en ja", "utf-8 iso-8859-1"},
	{"windows-1250", charmap.Windows1250, "pl cs hu ro hr sl sq", "utf-8 iso-8859-1 windows-1251 iso-8859-2 windows-1257"},
	{"windows-1251", charmap.Windows1251, "ru uk bg sr", "utf-8 iso-8859-1 koi8-r iso-8859-5 windows-1250"},
	{"windows-1252", charmap.Windows1252, "en fr de es pt it sv is fi nl sq", "utf-8 windows-1251 windows-1250 iso-8859-15 shift_jis"},
	{"windows-1253", charmap.Windows1253, "el", "utf-8 iso-8859-1 windows-1251 iso-8859-7"},
	{"windows-1254", charmap.Windows1254, "tr", "utf-8 iso-8859-1 windows-1251 iso-8859-3"},
	{"windows-1255", charmap.Windows1255, "he", "utf-8 iso-8859-1 windows-1251 windows-1256"},
	{"windows-1256", charmap.Windows1256, "ar fa", "utf-8 iso-8859-1 windows-1251 iso-8859-6"},
	{"windows-1257", charmap.Windows1257, "lv lt et", "utf-8 iso-8859-1 windows-1251 iso-8859-4 windows-1250"},
	{"windows-1258", charmap.Windows1258, "vi", "utf-8 iso-8859-1 windows-1251 windows-1252"},
	{"windows-874", charmap.Windows874, "th", "utf-8 iso-8859-1 windows-1251 windows-1256"},
	{"iso-8859-1", charmap.ISO8859_1, "fr de es pt it sv en is sq", "utf-8 windows-1251 iso-8859-2 gbk"},
	{"iso-8859-2", charmap.ISO8859_2, "pl cs hu ro hr sl", "utf-8 iso-8859-1 windows-1251 windows-1250"},
	{"iso-8859-3", charmap.ISO8859_3, "mt eo tr", "utf-8 iso-8859-1 windows-1251 windows-1254"},
	{"iso-8859-4", charmap.ISO8859_4, "lv lt et se", "utf-8 iso-8859-1 windows-1251 windows-1257"},
	{"iso-8859-5", charmap.ISO8859_5, "ru uk bg sr", "utf-8 iso-8859-1 windows-1251 koi8-r"},
	{"iso-8859-6", charmap.ISO8859_6, "ar", "utf-8 iso-8859-1 windows-1251 windows-1256"},
	{"iso-8859-7", charmap.ISO8859_7, "el", "utf-8 iso-8859-1 windows-1251 windows-1253"},
	{"iso-8859-8", charmap.ISO8859_8, "he", "utf-8 iso-8859-1 windows-1251 iso-8859-7"},
	{"iso-8859-9", charmap.ISO8859_9, "tr", "utf-8 iso-8859-1 windows-1251 iso-8859-3"},
	{"iso-8859-10", charmap.ISO8859_10, "se is sv lt", "utf-8 iso-8859-1 windows-1251 iso-8859-4"},
	{"iso-8859-13", charmap.ISO8859_13, "lv lt et pl", "utf-8 iso-8859-1 windows-1251 iso-8859-4"},
	{"iso-8859-14", charmap.ISO8859_14, "cy ga", "utf-8 windows-1251 iso-8859-2 iso-8859-15"},
	{"iso-8859-15", charmap.ISO8859_15, "fr de es fi et sv", "utf-8 windows-1251 iso-8859-2 iso-8859-1"},
	{"iso-8859-16", charmap.ISO8859_16, "ro pl hu sl hr sq", "utf-8 iso-8859-1 windows-1251 iso-8859-2"},
	{"koi8-r", charmap.KOI8R, "ru bg", "utf-8 iso-8859-1 windows-1251 iso-8859-5"},
	{"koi8-u", charmap.KOI8U, "uk ru", "utf-8 iso-8859-1 windows-1251 iso-8859-5"},
	{"ibm866", charmap.CodePage866, "ru bg", "utf-8 iso-8859-1 windows-1251 koi8-r"},
	{"macintosh", charmap.Macintosh, "en fr de es it sv", "utf-8 iso-8859-1 windows-1251 windows-1252"},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, "ru uk bg sr", "utf-8 iso-8859-1 windows-1251 koi8-r"},
	{"ibm437", charmap.CodePage437, "fr de es sv", "utf-8 iso-8859-1 windows-1251 windows-1252"},
	{"ibm850", charmap.CodePage850, "fr de es pt is", "utf-8 iso-8859-1 windows-1251 windows-1252"},
	{"ibm852", charmap.CodePage852, "pl cs hu hr", "utf-8 iso-8859-1 windows-1251 windows-1250"},
	{"ibm855", charmap.CodePage855, "ru bg sr", "utf-8 iso-8859-1 windows-1251 koi8-r"},
	{"gbk", simplifiedchinese.GBK, "zh-Hans zh-Hant", "utf-8 iso-8859-1 windows-1251 big5 euc-kr"},
	{"gb18030", simplifiedchinese.GB18030, "zh-Hans zh-Hant", "utf-8 iso-8859-1 windows-1251 big5 shift_jis"},
	{"hz-gb-2312", simplifiedchinese.HZGB2312, "zh-Hans", "utf-8 iso-8859-1 gbk"},
	{"big5", traditionalchinese.Big5, "zh-Hant", "utf-8 iso-8859-1 windows-1251 gbk euc-kr"},
	{"euc-jp", japanese.EUCJP, "ja", "utf-8 iso-8859-1 windows-1251 shift_jis gbk"},
	{"shift_jis", japanese.ShiftJIS, "ja", "utf-8 iso-8859-1 windows-1251 euc-jp gbk"},
	{"iso-2022-jp", japanese.ISO2022JP, "ja", "utf-8 iso-8859-1 shift_jis"},
	{"euc-kr", korean.EUCKR, "ko", "utf-8 iso-8859-1 windows-1251 gbk euc-jp"},
	{"iso-2022-kr", iso2022KR{}, "ko", "utf-8 iso-8859-1 euc-kr"},
}

// plainSigns is what people write where an encoding lacks a sign.
var plainSigns = strings.NewReplacer("„", `"`, "“", `"`, "”", `"`, "’", "'", "–", "-", "—", "-", "…", "...",
	"»", `"`, "«", `"`, "\u200c", " ", "ș", "ş", "ț", "ţ", "Ș", "Ş", "Ț", "Ţ", "\u00a0", " ", "œ", "oe", "？", "?",
	"، ", ", ", "ی", "ي", "ک", "ك")

// encode writes text in enc as far as enc goes: signs that it lacks become
// plain ones, and it returns the text that it wrote.
func encode(text string, label string, enc encoding.Encoding) (b []byte, written string, err error) {
	var kept strings.Builder
	for _, r := range text {
		piece := string(r)
		if _, err := encodePiece(piece, label, enc); err != nil {
			piece = plainSigns.Replace(piece)
		}
		kept.WriteString(piece)
	}
	written = kept.String()
	b, err = encodePiece(written, label, enc)
	return b, written, err
}

func encodePiece(text, label string, enc encoding.Encoding) ([]byte, error) {
	switch label {
	case "iso-2022-kr":
		return encodeKorean(text)
	case "windows-1258":
		text = vietnamese(text)
	}
	return enc.NewEncoder().Bytes([]byte(text))
}

// vietnamese sets tone marks apart, as windows-1258 wants them.
func vietnamese(text string) string {
	var out strings.Builder
	for _, r := range text {
		if _, ok := charmap.Windows1258.EncodeRune(r); ok {
			out.WriteRune(r)
			continue
		}
		base, tone := "", ""
		for _, m := range norm.NFD.String(string(r)) {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", m) {
				tone = string(m)
			} else {
				base += string(m)
			}
		}
		out.WriteString(norm.NFC.String(base) + tone)
	}
	return out.String()
}

func encodeKorean(text string) ([]byte, error) {
	out := []byte(koreanSet + "\n")
	for _, r := range text {
		pair, err := korean.EUCKR.NewEncoder().Bytes([]byte(string(r)))
		switch {
		case err != nil:
			return nil, err
		case len(pair) == 2 && (pair[0] < 0xa1 || pair[1] < 0xa1):
			return nil, fmt.Errorf("%q is not in KS X 1001", r)
		case len(pair) == 2:
			out = append(out, shiftOut, pair[0]&0x7f, pair[1]&0x7f, shiftIn)
		default:
			out = append(out, pair...)
		}
	}
	return bytes.ReplaceAll(out, []byte{shiftIn, shiftOut}, nil), nil
}

// news returns the reports of language/testdata/news.txt by language.
func news(t testing.TB) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile("../language/testdata/news.txt")
	if err != nil {
		t.Fatal(err)
	}
	reports := map[string][]string{}
	language := ""
	for _, line := range strings.Split(string(raw), "\n") {
		if name, ok := strings.CutPrefix(line, "== "); ok {
			language = name
		} else if line != "" && line[0] != '#' {
			reports[language] = append(reports[language], line)
		}
	}
	return reports
}
