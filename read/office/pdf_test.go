package office

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// rawPDF writes a PDF of the given objects; object 1 is the catalogue.
func rawPDF(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	trailer = strings.ReplaceAll(trailer, "XREF", fmt.Sprint(xref))
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, xref)
	return b.Bytes()
}

// onePage writes a PDF of one page with the content and resources given.
func onePage(content, resources string, more ...string) []byte {
	return rawPDF("", append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<<" + resources + ">>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content),
	}, more...)...)
}

const helvetica = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"

func TestPDFContent(t *testing.T) {
	for _, c := range []struct {
		name, content, resources string
		more                     []string
		want                     string
	}{
		{"words from gaps", "BT /F1 10 Tf 50 700 Td (Iraq) Tj 30 0 Td (asks) Tj ET", helvetica, nil, "Iraq asks"},
		{"kerning is no gap", "BT /F1 10 Tf 50 700 Td [(I)-20(r)15(aq)-300(asks)] TJ ET", helvetica, nil, "Iraq asks"},
		{"top to bottom whatever the order", "BT /F1 10 Tf 50 500 Td (Two.) Tj ET BT /F1 10 Tf 50 700 Td (One.) Tj ET", helvetica, nil, "One.\n\nTwo."},
		{"octal and nested brackets", `BT /F1 10 Tf 50 700 Td (\101 \(b\) (c)) Tj ET`, helvetica, nil, "A (b) (c)"},
		{"hexadecimal", "BT /F1 10 Tf 50 700 Td <4172 7> Tj ET", helvetica, nil, "Arp"},
		{"lines by leading", "BT /F1 10 Tf 12 TL 50 700 Td (They agreed to re-) Tj (sume talks in April) ' ET", helvetica, nil, "They agreed to resume talks in April"},
		{"compound keeps its hyphen", "BT /F1 10 Tf 12 TL 50 700 Td (Troops of the US-) Tj (led coalition left on) ' ET", helvetica, nil, "Troops of the US-led coalition left on"},
		{"inline image", "BI /W 1 /H 1 ID \x00(\x01 EI BT /F1 10 Tf 50 700 Td (a) Tj ET", helvetica, nil, "a"},
		{"artifact goes", "/Artifact BMC BT /F1 10 Tf 50 780 Td (Header) Tj ET EMC BT /F1 10 Tf 50 700 Td (a) Tj ET", helvetica, nil, "a"},
		{"actual text", "BT /F1 10 Tf 50 700 Td /Span<</ActualText(fi)>>BDC (x) Tj EMC (ne) Tj ET", helvetica, nil, "fine"},
		{"drawn twice", "BT /F1 10 Tf 50 700 Td (a) Tj ET BT /F1 10 Tf 50.2 700 Td (a) Tj ET", helvetica, nil, "a"},
		{"stamp up the margin goes", "BT /F1 10 Tf 50 700 Td (text) Tj ET BT /F1 10 Tf 0 1 -1 0 20 100 Tm (up) Tj ET", helvetica, nil, "text"},
		{"form", "/X1 Do", "/XObject<</X1 5 0 R>>", []string{"<</Type/XObject/Subtype/Form/Resources<<" + helvetica + ">>/Length 37>>stream\nBT /F1 10 Tf 50 700 Td (in form) Tj ET\nendstream"}, "in form"},
		{"form that draws itself", "/X1 Do BT /F1 10 Tf 50 700 Td (a) Tj ET", helvetica + "/XObject<</X1 5 0 R>>", []string{"<</Type/XObject/Subtype/Form/Resources<</XObject<</X1 5 0 R>>>>/Length 6>>stream\n/X1 Do\nendstream"}, "a"},
		{"encoding with differences", `BT /F1 10 Tf 50 700 Td (\001\002\003) Tj ET`, "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 1/Widths[500 500 500]/Encoding<</Differences[1/quotedblleft/uni0416/f_i]>>>>>>", nil, "“Жfi"},
		{"unicode map of a composite font", "BT /F1 10 Tf 50 700 Td <000100020005> Tj ET",
			"/Font<</F1<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/DW 500>>]>>>>",
			[]string{"<</Length 147>>stream\n1 begincodespacerange <0000><FFFF> endcodespacerange 1 beginbfchar <0001> <0416> endbfchar 1 beginbfrange <0002> <0009> <0430> endbfrange          \nendstream"}, "Жаг"},
		{"standard encoding quotes", "BT /F1 10 Tf 50 700 Td (\xaaa\xba) Tj ET", helvetica, nil, "“a”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := PDF(onePage(c.content, c.resources, c.more...))
			if err != nil || d.Text != c.want {
				t.Errorf("got %q, %v; want %q", d.Text, err, c.want)
			}
			check(t, d)
		})
	}
}

// TestPDFRunningMatter: what several pages repeat at their edges goes, but for
// the words of the text that happen to stand there.
func TestPDFRunningMatter(t *testing.T) {
	for _, file := range []string{"onecol.pdf", "twocol.pdf"} {
		d, err := PDF(fixture(t, file))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(d.Text, "PRESS RELEASES COLLECTED") || strings.Contains(d.Text, "Page ") {
			t.Errorf("%s: running matter in the text", file)
		}
	}
}

func TestPDFProperties(t *testing.T) {
	d, err := PDF(fixture(t, "onecol.pdf"))
	if err != nil || d.Title != "Releases" || d.Author != "U.S. Department of State" || !strings.HasPrefix(d.Created, "2026-") {
		t.Errorf("%q %q %q, %v", d.Title, d.Author, d.Created, err)
	}
	for in, want := range map[string]string{
		"D:20210323091500+01'00'": "2021-03-23T09:15:00+01:00", "D:20210323091500Z": "2021-03-23T09:15:00Z",
		"D:20210323": "2021-03-23", "D:2021": "", "": "", "23 March": "",
	} {
		if got := pdfDate(in); got != want {
			t.Errorf("pdfDate(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPDFRefused(t *testing.T) {
	if _, err := PDF(fixture(t, "scan.pdf")); !errors.Is(err, errNoText) {
		t.Errorf("scan: %v", err)
	}
	if _, err := PDF(fixture(t, "locked.pdf")); !errors.Is(err, errLocked) {
		t.Errorf("locked: %v", err)
	}
	if _, err := PDF([]byte("plain")); err == nil || !strings.Contains(err.Error(), "not a PDF") {
		t.Errorf("plain: %v", err)
	}
	if _, err := pdfWithin(fixture(t, "twocol.pdf"), time.Nanosecond); err == nil || !strings.Contains(err.Error(), "not read within") {
		t.Errorf("late: %v", err)
	}
	nameless := onePage("BT /F1 10 Tf 50 700 Td <00010002> Tj ET", "/Font<</F1<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</DW 500>>]>>>>")
	if _, err := PDF(nameless); err == nil || !strings.Contains(err.Error(), "OCR") {
		t.Errorf("fonts without names: %v", err)
	}
}

// TestPDFHostile: files made to hang or to fill memory come back as text or
// an error, soon and small.
func TestPDFHostile(t *testing.T) {
	good := "BT /F1 10 Tf 50 700 Td (a) Tj ET"
	page := func(extra string) []string {
		return []string{"<</Type/Catalog/Pages 2 0 R>>", extra, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<" + helvetica + ">>>>",
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(good), good)}
	}
	nested := strings.Repeat("[", 100_000)
	for name, in := range map[string][]byte{
		"xref points to itself":    rawPDF("/Prev XREF", page("<</Type/Pages/Count 1/Kids[3 0 R]>>")...),
		"pages contain themselves": rawPDF("", page("<</Type/Pages/Count 1/Kids[2 0 R 3 0 R]>>")...),
		"a billion pages":          rawPDF("", page("<</Type/Pages/Count 1000000000/Kids[3 0 R]>>")...),
		"three billion objects":    []byte("%PDF-1.5\n1 0 obj\n<</Type/XRef/Size 3000000000/W[1 2 1]/Root 2 0 R/Length 4>>stream\n\x01\x00\x0a\x00\nendstream\nendobj\nstartxref\n9\n%%EOF\n"),
		"string without end":       onePage("BT /F1 10 Tf 50 700 Td (a) Tj <41", helvetica),
		"nested arrays":            onePage(nested+" BT /F1 10 Tf (a) Tj ET", helvetica),
		"nested objects":           rawPDF("", page("<</Type/Pages/Count 1/Kids[3 0 R]/X"+nested+">>")...),
		"saves without end":        onePage(strings.Repeat("q ", 200_000)+good, helvetica),
		"no numbers":               onePage("BT /F1 Tf Td Tm 1e999 -1e30 Tm (a) Tj TJ ' \" cm ET", helvetica),
		"wide ranges": onePage("BT /F1 10 Tf 50 700 Td <0001> Tj ET",
			"/Font<</F1<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[0 2000000000 500 -5 9 1]>>]>>>>"),
		"cut short": fixture(t, "onecol.pdf")[:4000],
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			d, err := PDF(in)
			if err == nil {
				check(t, d)
			}
			runtime.ReadMemStats(&after)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v (%v)", took, err)
			}
			if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 256 {
				t.Errorf("allocated %d MiB (%v)", mb, err)
			}
		})
	}
}

func TestRightToLeft(t *testing.T) {
	glyphs := func(s string, x float64) (out []glyph) {
		for _, r := range s {
			out = append(out, glyph{x: x, end: x + 5, y: 100, size: 10, text: string(r)})
			x += 5
		}
		return out
	}
	// As drawn from the left: "12 مرحبا سلام" in logical order begins at the right.
	drawn := glyphs("مالس", 0)
	drawn = append(drawn, glyphs("ابحرم", 40)...)
	drawn = append(drawn, glyphs("12", 80)...)
	rs := rows(drawn, 0)
	if len(rs) != 1 || rs[0].text() != "12 مرحبا سلام" {
		t.Errorf("got %q", rs[0].text())
	}
}

func FuzzPDF(f *testing.F) {
	for _, name := range []string{"onecol.pdf", "objstm.pdf", "scan.pdf"} {
		f.Add(fixture(f, name))
	}
	f.Add(onePage("BT /F1 10 Tf 50 700 Td [(a)-300(b)] TJ ET", helvetica))
	f.Fuzz(func(t *testing.T, b []byte) {
		start := time.Now()
		if d, err := pdfWithin(b, 5*time.Second); err == nil {
			check(t, d)
		} else if strings.Contains(err.Error(), "not read within") {
			t.Errorf("hangs: %v", time.Since(start))
		}
	})
}

// FuzzPDFContent aims at the page interpreter, which FuzzPDF seldom reaches
// through compression and offsets.
func FuzzPDFContent(f *testing.F) {
	f.Add("BT /F1 10 Tf 50 700 Td [(a)-300(b)] TJ ET", "1 beginbfchar <0001> <0416> endbfchar")
	f.Add("q 1 0 0 1 0 0 cm /Artifact BMC BI ID x EI EMC Q", "1 beginbfrange <00> <ff> [<0041> <0042>] endbfrange")
	f.Fuzz(func(t *testing.T, content, cmap string) {
		font := "/Font<</F1<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R/DescendantFonts[<</DW 500>>]>>/F2<</Subtype/Type1/BaseFont/Helvetica>>>>"
		if d, err := PDF(onePage(content, font, fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(cmap), cmap))); err == nil {
			check(t, d)
		}
	})
}
