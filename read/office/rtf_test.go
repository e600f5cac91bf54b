package office

import (
	"strings"
	"testing"
	"time"
)

func TestRTFText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"paragraphs", `{\rtf1\ansi One\par Two\par}`, "One\n\nTwo"},
		{"line ends of the file are nothing", "{\\rtf1 On\r\ne\\par\r\nTwo}", "One\n\nTwo"},
		{"backslash at line end is a paragraph", "{\\rtf1 One\\\nTwo}", "One\n\nTwo"},
		{"code page", `{\rtf1\ansi\ansicpg1251 \'cc\'ee\'f1\'ea\'e2\'e0}`, "Москва"},
		{"font charset", `{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1\'cc\f0 \'e9}`, "Мé"},
		{"two-byte charset", `{\rtf1{\fonttbl{\f0\fcharset128 M;}}\f0\'93\'8c\'8b\'9e}`, "東京"},
		{"two-byte charset with a letter as second byte", `{\rtf1{\fonttbl{\f0\fcharset128 M;}}\f0\'83e}`, "テ"},
		{"symbol font", `{\rtf1{\fonttbl{\f3\fcharset2 Symbol;}}{\f3\'b7} a}`, "• a"},
		{"macintosh", `{\rtf1\mac \'8e}`, "é"},
		{"raw UTF-8", "{\\rtf1\\ansi\\ansicpg1252 caf\u00e9 \u201cx\u201d}", "café “x”"},
		{"unicode skips its stand-in", `{\rtf1\uc1 \u8220?a\u8221\'94}`, "“a”"},
		{"unicode without stand-in", `{\rtf1\uc0 \u8220 a\u8221 b}`, "“a”b"},
		{"unicode with two", `{\rtf1{\uc2 \u1575??}\u8217?x}`, "ا’x"},
		{"negative unicode", `{\rtf1 \u-4051?}`, "\uf02d"},
		{"surrogate pair", `{\rtf1 \u-10179?\u-8704?}`, "😀"},
		{"group ends the skipping", `{\rtf1{\uc1\u8217}abc}`, "’abc"},
		{"named characters", `{\rtf1 \lquote a\rquote\emdash\endash\ldblquote\rdblquote\bullet\tab x\~y\_z}`, "‘a’—–“”•\tx\u00a0y\u2011z"},
		{"line", `{\rtf1 a\line b}`, "a\nb"},
		{"escapes", `{\rtf1 \{a\}\\}`, `{a}\`},
		{"groups left out", `{\rtf1{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}{\*\generator X;}{\header H}{\footer F}{\pict 0102}a{\footnote n}b{\*\bkmkstart x}}`, "ab"},
		{"field result", `{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt here}}}`, "here"},
		{"binary data", "{\\rtf1{\\pict\\bin4 }}{\\}a}", "a"},
		{"hidden and deleted", `{\rtf1 a{\v x}{\deleted y}\v z\v0 b}`, "ab"},
		{"plain shows again", `{\rtf1 \v x\plain b}`, "b"},
		{"text box", `{\rtf1 a{\shp{\*\shpinst{\sp{\sn fLine}{\sv 0}}{\shptxt box}}{\shprslt{\*\do x}}}}`, "abox"},
		{"upr keeps the unicode half", `{\rtf1 a{\upr{\*\bkmkstart x}{\*\ud{\*\bkmkstart y}}}{\upr{b}{\*\ud{c\u8217?}}}}`, "ac’"},
		{"table", `{\rtf1\trowd\pard\intbl Norway\cell 120\cell\row\pard after\par}`, "Norway\t120\n\nafter"},
		{"layout table", `{\rtf1\trowd\pard\intbl One.\par Two.\cell\row\pard after}`, "One.\n\nTwo.\n\nafter"},
		{"closing brace too many", `{\rtf1 a}}}`, "a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := RTF([]byte(c.in))
			if err != nil || d.Text != c.want {
				t.Errorf("got %q, %v; want %q", d.Text, err, c.want)
			}
			check(t, d)
		})
	}
}

func TestRTFStylesAndProperties(t *testing.T) {
	d, err := RTF(fixture(t, "rich.rtf"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Talks in Montelago" || d.Author != "Chancery project" || d.Created != "2021-03-23" {
		t.Errorf("properties: %q %q %q", d.Title, d.Author, d.Created)
	}
	want := []Style{Title, Heading, "", "", "", "", "", "", "", "", "", Caption}
	for i, p := range d.Paragraphs {
		if i >= len(want) || p.Style != want[i] {
			t.Errorf("paragraph %d %q has style %q", i, d.Text[p.Start:p.End], p.Style)
		}
	}
}

func TestRTFRefused(t *testing.T) {
	deep := `{\rtf1 ` + strings.Repeat("{", 1_000_000)
	for name, c := range map[string]struct{ in, want string }{
		"no RTF":           {"plain text", "not an RTF"},
		"a million {":      {deep, "nest deeper"},
		"empty":            {"", "not an RTF"},
		"empty paragraphs": {`{\rtf1 ` + strings.Repeat(`\par`, 200_000) + "}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, err := RTF([]byte(c.in))
			if c.want == "" != (err == nil) || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestRTFCutShort(t *testing.T) {
	d, err := RTF([]byte(`{\rtf1 One.\par Tw`))
	if err != nil || d.Text != "One.\n\nTw" || len(d.Warnings) != 1 {
		t.Errorf("%q, %q, %v", d.Text, d.Warnings, err)
	}
}

func FuzzRTF(f *testing.F) {
	for _, s := range []string{`{\rtf1 a\par b}`, `{\rtf1\ansicpg1251 \'cc\u8220?{\*\x y}}`, `{\rtf1{\fonttbl{\f1\fcharset128 x;}}\f1\'93}`,
		`{\rtf1{\info{\title a}{\creatim\yr2021\mo3\dy1}}\trowd\intbl a\cell\row}`, `{\rtf1\bin99999999999 x}`, `{\rtf1\u-10179?\uc99\u1}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := RTF(b); err == nil {
			check(t, d)
		}
		if d, err := RTF(append([]byte(`{\rtf1 `), b...)); err == nil {
			check(t, d)
		}
	})
}
