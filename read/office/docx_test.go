package office

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"
)

const wordNS = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

// zipped packs parts, given as name and content in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(parts); i += 2 {
		method := zip.Deflate
		if parts[i+1] == "" {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i], Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wordXML(body string) string {
	return `<w:document ` + wordNS + `><w:body>` + body + `</w:body></w:document>`
}

func run(s string) string { return `<w:r><w:t xml:space="preserve">` + s + `</w:t></w:r>` }

func TestDOCXText(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"runs join", `<w:p>` + run("Iraq ") + run("asks") + `</w:p><w:p>` + run("Two") + `</w:p>`, "Iraq asks\n\nTwo"},
		{"empty paragraphs go", `<w:p/><w:p>` + run("A") + `</w:p><w:p><w:r/></w:p>`, "A"},
		{"break and tab", `<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>`, "a\nb\tc\u2011d"},
		{"tab stops are no tabs", `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr>` + run("a") + `</w:p>`, "a"},
		{"no-break space stays", `<w:p>` + run("a\u00a0b") + `</w:p>`, "a\u00a0b"},
		{"insertions stay, deletions go", `<w:p>` + run("They ") + `<w:del><w:r><w:delText>stop</w:delText></w:r></w:del><w:ins>` + run("resume") + `</w:ins></w:p>`, "They resume"},
		{"moved text once", `<w:p><w:moveFrom>` + run("x") + `</w:moveFrom></w:p><w:p><w:moveTo>` + run("x") + `</w:moveTo></w:p>`, "x"},
		{"deleted paragraph mark joins", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>` + run("one ") + `</w:p><w:p>` + run("two") + `</w:p>`, "one two"},
		{"deleted mark at the end", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>` + run("one") + `</w:p>`, "one"},
		{"field result", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + run("23 March") + `<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "23 March"},
		{"simple field", `<w:p><w:fldSimple w:instr="PAGE">` + run("4") + `</w:fldSimple></w:p>`, "4"},
		{"hyperlink", `<w:p><w:hyperlink>` + run("here") + `</w:hyperlink></w:p>`, "here"},
		{"hidden run", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>y</w:t></w:r></w:p>`, "y"},
		{"footnote mark goes", `<w:p>` + run("a") + `<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`, "a"},
		{"symbol", `<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>` + run(" a") + `</w:p>`, "• a"},
		{"text box once and after its paragraph", `<w:p>` + run("host") + `<w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p>` + run("box") + `</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p>` + run("box") + `</w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p><w:p>` + run("next") + `</w:p>`, "host\n\nbox\n\nnext"},
		{"table row", `<w:tbl><w:tr><w:tc><w:p>` + run("Norway") + `</w:p></w:tc><w:tc><w:p>` + run("120") + `</w:p></w:tc></w:tr></w:tbl>`, "Norway\t120"},
		{"layout table", `<w:tbl><w:tr><w:tc><w:p>` + run("One.") + `</w:p><w:p>` + run("Two.") + `</w:p></w:tc></w:tr></w:tbl>`, "One.\n\nTwo."},
		{"nested table", `<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p>` + run("in") + `</w:p></w:tc></w:tr></w:tbl><w:p>` + run("out") + `</w:p></w:tc></w:tr></w:tbl>`, "in\n\nout"},
		{"chart text is no paragraph", `<w:p>` + run("a") + `<w:r><a:p><a:r><a:t>axis</a:t></a:r></a:p></w:r></w:p>`, "aaxis"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := DOCX(zipped(t, "word/document.xml", wordXML(c.body)))
			if err != nil || d.Text != c.want {
				t.Errorf("got %q, %v; want %q", d.Text, err, c.want)
			}
			check(t, d)
		})
	}
}

func TestDOCXStylesAndProperties(t *testing.T) {
	d, err := DOCX(fixture(t, "rich.docx"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "Talks in Montelago" || d.Author != "Chancery project" || d.Created != "2021-03-23T09:15:00Z" {
		t.Errorf("properties: %q %q %q", d.Title, d.Author, d.Created)
	}
	want := []Style{Title, Heading, "", "", "", "", "", "", "", "", "", Caption}
	for i, p := range d.Paragraphs {
		if i >= len(want) || p.Style != want[i] {
			t.Errorf("paragraph %d %q has style %q", i, d.Text[p.Start:p.End], p.Style)
		}
	}
	if strings.Contains(d.Text, "HIDDEN") || strings.Contains(d.Text, "LEFT OUT") || strings.Contains(d.Text, "suspend") {
		t.Errorf("text that is not on the page: %q", d.Text)
	}
}

// TestDOCXOtherMainPart: the package names its document; the usual name is a habit.
func TestDOCXOtherMainPart(t *testing.T) {
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`
	d, err := DOCX(zipped(t, "_rels/.rels", rels, "word/document2.xml", wordXML(`<w:p>`+run("x")+`</w:p>`)))
	if err != nil || d.Text != "x" {
		t.Errorf("%q, %v", d.Text, err)
	}
}

func TestDOCXRefused(t *testing.T) {
	bomb := zipped(t, "word/document.xml", wordXML(strings.Repeat(" ", 8<<20)))
	many := make([]string, 0, 2*maxMembers+4)
	for range maxMembers + 1 {
		many = append(many, "x", "")
	}
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"old Word", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), "save it as .docx"},
		{"no zip", []byte("PK\x03\x04 and no more"), "not a DOCX"},
		{"another zip", zipped(t, "mimetype", "application/epub+zip"), "without word/document.xml"},
		{"zip bomb", bomb, "zip bomb"},
		{"too many parts", zipped(t, many...), "parts"},
		{"no XML", zipped(t, "word/document.xml", "\x00\x01"), "damaged"},
		{"deep elements", zipped(t, "word/document.xml", `<w:document `+wordNS+`>`+strings.Repeat("<w:p>", maxXMLDepth+1)), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			d, err := DOCX(c.in)
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %q, %v; want an error with %q", d.Text, err, c.want)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// TestDOCXCutShort: what stands before the damage is kept, with a warning.
func TestDOCXCutShort(t *testing.T) {
	whole := wordXML(`<w:p>` + run("One.") + `</w:p><w:p>` + run("Two.") + `</w:p>`)
	d, err := DOCX(zipped(t, "word/document.xml", whole[:strings.Index(whole, "Two.")+4]))
	if err != nil || d.Text != "One.\n\nTwo." || len(d.Warnings) != 1 {
		t.Errorf("%q, %q, %v", d.Text, d.Warnings, err)
	}
}

func FuzzDOCX(f *testing.F) {
	f.Add(`<w:p>` + run("a") + `</w:p>`)
	f.Add("<w:p>\xff<\xfe a=\"\xc3\">")
	f.Add(`<w:tbl><w:tr><w:tc><w:p>` + run("a") + `</w:p></w:tc></w:tr>`)
	f.Add(`<w:p><w:del>` + run("x") + `</w:del><w:fldChar w:fldCharType="begin"/></w:p><w:tc/><w:tr/></w:tbl>`)
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:sym w:char="F0B7"/><w:txbxContent><w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		d, err := DOCX(zipped(t, "word/document.xml", wordXML(body)))
		if err == nil {
			check(t, d)
		}
		if d, err = DOCX([]byte(body)); err == nil {
			check(t, d)
		}
	})
}
