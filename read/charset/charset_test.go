package charset

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

func mustEncode(t testing.TB, text, label string) []byte {
	t.Helper()
	for _, e := range suite {
		if e.label == label {
			b, _, err := encode(text, e.label, e.enc)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	t.Fatalf("%s is not in the suite", label)
	return nil
}

// TestDecode proves which of several declarations wins, and what is said of
// bytes that mean nothing.
func TestDecode(t *testing.T) {
	const polish = "Źródła zbliżone do rządu mówią, że rozmowy się zakończą w piątek."
	const french = "Le président a été reçu à l'Élysée où il a évoqué la crise."
	late := "<html><head><!-- " + strings.Repeat("x", 3000) + " --><script>'<meta charset=koi8-r>'</script><META content='text/html;charset=\"ISO-8859-2\"' http-equiv=content-type></head><p>"
	var bom = []byte("\xef\xbb\xbf")
	for _, c := range []struct {
		name               string
		in                 []byte
		hint               Hint
		text, enc, declare string
		warn               bool
	}{
		{name: "nothing", text: "", enc: "utf-8"},
		{name: "ASCII", in: []byte("Talks ended."), text: "Talks ended.", enc: "utf-8"},
		{name: "ASCII declared as something else", in: []byte("Talks ended."), hint: Hint{ContentType: "text/plain; charset=koi8-r"}, text: "Talks ended.", enc: "utf-8", declare: "koi8-r"},
		{name: "UTF-8 with a mark", in: append(bom, polish...), text: polish, enc: "utf-8"},
		{name: "a mark wins over the header", in: append(bom, polish...), hint: Hint{ContentType: "text/html; charset=windows-1250"}, text: polish, enc: "utf-8", declare: "windows-1250"},
		{name: "UTF-8 wins over a wrong header", in: []byte(french), hint: Hint{ContentType: "text/html; charset=iso-8859-1"}, text: french, enc: "utf-8", declare: "iso-8859-1"},
		{name: "one accent in UTF-8 wins over a wrong header", in: []byte("The talks with Türkiye ended."), hint: Hint{ContentType: "text/html; charset=iso-8859-1"}, text: "The talks with Türkiye ended.", enc: "utf-8", declare: "iso-8859-1"},
		{name: "the header wins over the page", in: append([]byte("<meta charset=koi8-r><p>"), mustEncode(t, polish, "iso-8859-2")...), hint: Hint{ContentType: "text/html;charset=ISO-8859-2", Markup: true}, text: "<meta charset=koi8-r><p>" + polish, enc: "iso-8859-2", declare: "ISO-8859-2"},
		{name: "a meta element after 1024 bytes, comments and scripts", in: append([]byte(late), mustEncode(t, polish, "iso-8859-2")...), hint: Hint{Markup: true}, text: late + polish, enc: "iso-8859-2", declare: "ISO-8859-2"},
		{name: "an XML prolog", in: append([]byte(`<?xml version="1.0" encoding='windows-1250'?><rss>`), mustEncode(t, polish, "windows-1250")...), hint: Hint{Markup: true}, text: `<?xml version="1.0" encoding='windows-1250'?><rss>` + polish, enc: "windows-1250", declare: "windows-1250"},
		{name: "a prolog in plain text is text", in: []byte(`<?xml version="1.0" encoding="koi8-r"?>`), text: `<?xml version="1.0" encoding="koi8-r"?>`, enc: "utf-8"},
		{name: "a loose header", in: mustEncode(t, polish, "iso-8859-2"), hint: Hint{ContentType: "text/html charset='iso-8859-2'"}, text: polish, enc: "iso-8859-2", declare: "iso-8859-2"},
		{name: "latin1 is windows-1252", in: []byte("\x93Yes,\x94 he said \x96 it\x92s over."), hint: Hint{ContentType: "text/plain; charset=latin1"}, text: "“Yes,” he said – it’s over.", enc: "windows-1252", declare: "latin1"},
		{name: "a label nobody knows", in: mustEncode(t, polish, "windows-1250"), hint: Hint{ContentType: "text/plain; charset=klingon"}, text: polish, enc: "windows-1250", declare: "klingon"},
		{name: "an IBM code page by number", in: mustEncode(t, polish, "ibm852"), hint: Hint{ContentType: "text/plain; charset=cp852"}, text: polish, enc: "ibm852", declare: "cp852"},
		{name: "UTF-8 with a stray byte", in: []byte(polish + " \xe9 " + polish), text: polish + " \ufffd " + polish, enc: "utf-8", warn: true},
		{name: "UTF-8 cut short", in: []byte(polish + "ż")[:len(polish)+1], text: polish + "\ufffd", enc: "utf-8", warn: true},
		{name: "UTF-16 with a mark, cut short", in: []byte("\xff\xfeT\x00a\x00l\x00k\x00s\x00\x21"), text: "Talks\ufffd", enc: "utf-16le", warn: true},
		{name: "a replacement character that was there is no damage", in: []byte("caf\ufffd – là-bas"), text: "caf\ufffd – là-bas", enc: "utf-8"},
		{name: "UTF-16 declared, ASCII in fact", in: []byte("<meta charset=utf-16><p>Talks"), hint: Hint{Markup: true}, text: "<meta charset=utf-16><p>Talks", enc: "utf-8", declare: "utf-16"},
		{name: "UTF-8 encoded twice", in: []byte("Le prÃ©sident a Ã©tÃ© reÃ§u Ã\u00a0 Paris, oÃ¹ il a parlÃ©."), text: "Le prÃ©sident a Ã©tÃ© reÃ§u Ã\u00a0 Paris, oÃ¹ il a parlÃ©.", enc: "utf-8", warn: true},
		{name: "Portuguese in capitals is not encoded twice", in: []byte("NÃO À VIOLÊNCIA – REUNIÃO EM LISBOA, ÂMBITO"), text: "NÃO À VIOLÊNCIA – REUNIÃO EM LISBOA, ÂMBITO", enc: "utf-8"},
		{name: "a tilde and a brace are not HZ", in: []byte("a ~{ b and c ~} d"), text: "a ~{ b and c ~} d", enc: "utf-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Decode(c.in, c.hint)
			if err != nil {
				t.Fatal(err)
			}
			if d.Text != c.text || d.Encoding != c.enc || d.Declared != c.declare || (d.Warning != "") != c.warn {
				t.Errorf("got  %q as %s, declared %q, warning %q\nwant %q as %s, declared %q, warning %v", d.Text, d.Encoding, d.Declared, d.Warning,
					c.text, c.enc, c.declare, c.warn)
			}
		})
	}
}

// BenchmarkDecode measures the usual case, which is never searched for its
// encoding, and the unusual one.
func BenchmarkDecode(b *testing.B) {
	utf8Page := []byte(page(strings.Repeat("Les négociations ont été suspendues. ", 2000), "utf-8"))
	oldPage := mustEncode(b, page(longText(news(b)["pl"]), "iso-8859-2"), "iso-8859-2")
	for name, in := range map[string][]byte{"UTF-8": utf8Page, "iso-8859-2": oldPage} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			for b.Loop() {
				if _, err := Decode(in, Hint{Markup: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestLargeTextIsBounded proves that detection looks at a sample only.
func TestLargeTextIsBounded(t *testing.T) {
	for name, b := range map[string][]byte{
		"one line of high bytes":   bytes.Repeat([]byte{0xe9, 0xc3, 0xb1}, 2<<20),
		"many stray high bytes":    bytes.Repeat([]byte("a \xe9 b <p> "), 1<<20),
		"many open angle brackets": append(bytes.Repeat([]byte("<"), 4<<20), 0xe9),
		"many comments never shut": append(bytes.Repeat([]byte("<!--"), 1<<20), 0xe9),
		"many meta elements":       append(bytes.Repeat([]byte("<meta "), 1<<19), 0xe9),
		"many scripts never shut":  append(bytes.Repeat([]byte("<script "), 1<<19), 0xe9),
		"many ampersands":          append(bytes.Repeat([]byte("&"), 4<<20), 0xe9),
	} {
		start := time.Now()
		d, err := Decode(b, Hint{Markup: true})
		if err != nil || !utf8.ValidString(d.Text) {
			t.Errorf("%s: %v, valid %v", name, err, utf8.ValidString(d.Text))
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(b), took)
		}
	}
}

// FuzzDecode proves that any bytes under any declaration give valid UTF-8 and
// an encoding, in bounded time.
func FuzzDecode(f *testing.F) {
	sjis, _ := japanese.ShiftJIS.NewEncoder().Bytes([]byte("東京で会談した。"))
	wide, _ := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte("Переговоры"))
	koi, _ := charmap.KOI8R.NewEncoder().Bytes([]byte("Переговоры завершились"))
	for _, b := range [][]byte{nil, []byte("plain"), sjis, wide, koi, []byte("~{VPND~}"), []byte("\x1b$)C\n\x0e!!\x0f"),
		[]byte("<?xml encoding='utf-16'?>\xe9"), []byte("<meta charset=\"gb2312\">\xd6\xd0"), []byte("\xff\xfe\x00"), {0, 0, 0xfe, 0xff, 0},
		[]byte("a\x00b\x00c\x00"), []byte("<script>\xe9&#233;<!--"), []byte("\x84\x31\x95\x33\x81")} {
		f.Add(b, "text/html; charset=windows-1251", true)
		f.Add(b, "", false)
	}
	f.Fuzz(func(t *testing.T, b []byte, contentType string, markup bool) {
		start := time.Now()
		d, err := Decode(b, Hint{ContentType: contentType, Markup: markup})
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(d.Text) || d.Encoding == "" {
			t.Errorf("%q as %q: valid %v", d.Text, d.Encoding, utf8.ValidString(d.Text))
		}
		if utf8.Valid(b) && d.Encoding == "utf-8" && d.Text != strings.TrimPrefix(string(b), "\ufeff") {
			t.Errorf("valid UTF-8 was changed: %q became %q", b, d.Text)
		}
		if again, _ := Decode(b, Hint{ContentType: contentType, Markup: markup}); again != d {
			t.Errorf("%q read twice: %+v, then %+v", b, d, again)
		}
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("%d bytes took %v", len(b), took)
		}
	})
}
