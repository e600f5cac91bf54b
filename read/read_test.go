package read

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/inflate"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// reader compiles the lexicon once for all tests, as a program does.
var reader = sync.OnceValue(func() *Reader {
	r, err := New(lexicon.Embedded())
	if err != nil {
		panic(err)
	}
	return r
})

func articles(in Input) (all []*chancery.Article, errs []error) {
	for a, err := range reader().Articles(context.Background(), in) {
		if err != nil {
			errs = append(errs, err)
		} else {
			all = append(all, a)
		}
	}
	return all, errs
}

func packed(t testing.TB, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func utf16Bytes(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// randomBytes are the same ones in every run.
func randomBytes() []byte {
	b := make([]byte, 5000)
	rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

func TestDetect(t *testing.T) {
	for _, c := range []struct {
		name, head, file, contentType string
		want                          Format
	}{
		{"page", "<!DOCTYPE html>\n<html>", "", "", HTML},
		{"page after a byte order mark and white space", "\ufeff\n\n <HTML lang=en>", "x.txt", "", HTML},
		{"page after a comment", "<!-- saved from url=(0023) -->\n<html>", "", "", HTML},
		{"page after an XML declaration", `<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="x">`, "", "", HTML},
		{"fragment", "<p>Envoys met.</p>", "", "", HTML},
		{"page behind an apology", "Notice: undefined variable in x.php <br/>\n<html><head></head><body><p>a</p></body></html>", "", "", HTML},
		{"text that tells of HTML", "The <html> tag begins a page.", "", "", Text},
		{"text with an angle", "<sigh> The talks failed.", "", "", Text},
		{"served as HTML", "Envoys met. <unknown>They</unknown> agreed.", "", "text/html; charset=utf-8", HTML},
		{"text served as HTML", "Envoys met.", "", "text/html", Text},
		{"RSS", `<?xml version="1.0"?><!-- a --><rss version="2.0">`, "", "", Feed},
		{"RSS with a document type", `<!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0">`, "", "", Feed},
		{"RSS 1.0", `<rdf:RDF xmlns="x">`, "", "", Feed},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom">`, "x.html", "text/html", Feed},
		{"JSON feed", `{"version": "https:\/\/jsonfeed.org\/version\/1", "items": []}`, "", "", Feed},
		{"JSON lines", `{"text": "a"}`, "x.txt", "", JSONL},
		{"pretty JSON", "{\n  \"text\": \"a\"\n}", "", "", JSONL},
		{"JSON array", " [ {\"text\": 1}]", "", "", JSONL},
		{"text in brackets", "[The talks failed.]", "", "", Text},
		{"text in braces", "{The talks failed.}", "", "", Text},
		{"broken JSON lines", "{text: 1}", "x.jsonl", "", JSONL},
		{"CSV", "id,title,text\n", "", "", CSV},
		{"CSV without known columns", "a,b,c\n", "x.csv", "", CSV},
		{"gzipped name", "a,b,c\n", "x.csv.gz", "", CSV},
		{"tabs", "id\ttext\n", "", "", CSV},
		{"CSV in UTF-16", string(utf16Bytes("id;text\n1;a\n")), "", "", CSV},
		{"text that looks like a header", "Text, body and title of the treaty\nfollow.", "", "", Text},
		{"WARC", "WARC/1.0\r\n", "", "", WARC},
		{"PDF", "%PDF-1.7\n", "x.txt", "", PDF},
		{"PDF after rubbish", "\r\n\r\n%PDF-1.7\n", "", "", PDF},
		{"RTF", `{\rtf1\ansi`, "", "", RTF},
		{"DOCX", "PK\x03\x04 [Content_Types].xml word/document.xml", "", "", DOCX},
		{"text", "GENEVA, March 23 - Envoys met, and parted.", "", "", Text},
		{"text called a table", "Envoys met.", "x.md", "", Text},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := reader().detect([]byte(c.head), c.file, c.contentType); err != nil || got != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestForeignFilesSayWhatToDo(t *testing.T) {
	tar := make([]byte, 600)
	copy(tar, "file.txt")
	copy(tar[257:], "ustar")
	for name, c := range map[string]struct {
		in   []byte
		want string
	}{
		"empty":           {nil, "empty"},
		"blank":           {[]byte(" \n\t\n"), "empty"},
		"picture":         {[]byte("\x89PNG\r\n\x1a\n"), "picture"},
		"workbook":        {[]byte("PK\x03\x04 [Content_Types].xml xl/workbook.xml"), "save it as CSV"},
		"archive":         {[]byte("PK\x03\x04 a.txt"), "unpack it first"},
		"gzip in gzip":    {packed(t, packed(t, []byte("Envoys met."))), "gzip inside gzip"},
		"tar in gzip":     {packed(t, tar), "tar archive"},
		"old Word file":   {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "save it as DOCX"},
		"random bytes":    {randomBytes(), "not text"},
		"binary":          {[]byte("\x00\x01\x02\x03\x04\x05\x06\x07\x0e\x0f"), "not text"},
		"cut off gzip":    {packed(t, []byte("Envoys met."))[:8], "cut off"},
		"no text column":  {[]byte("sep=,\na,b\n1,2\n"), `"a", "b"`},
		"header alone":    {[]byte("id,text\n"), "a header and a row for each report was expected"},
		"empty feed":      {[]byte("<rss version='2.0'><channel></channel></rss>"), "no items"},
		"archive of none": {[]byte("WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"), "a captured page was expected"},
	} {
		t.Run(name, func(t *testing.T) {
			all, errs := articles(Input{Name: "in.bin", Body: bytes.NewReader(c.in)})
			if len(all) != 0 || len(errs) != 1 || !strings.Contains(errs[0].Error(), c.want) || !strings.HasPrefix(errs[0].Error(), "in.bin: ") {
				t.Errorf("got %d articles, errors %v; want one error with %q", len(all), errs, c.want)
			}
		})
	}
}

// The given text is the article's text, code point for code point.
func TestGivenTextIsKept(t *testing.T) {
	for _, text := range []string{
		"Envoys met.",
		"\n\n  Envoys met.  \r\n\r\nThey \u201cagreed\u201d.\t\n\n",
		"soft\u00adhyphen, no\u00a0break, zero\u200bwidth, \u202ebidi\u202c, e\u0301, \U0001f600, line\u2028end, nul\x00 inside",
		"old Mac\rline ends\r",
		"<b>not a page</b> but a text & more &amp;",
	} {
		quoted := "\"" + strings.ReplaceAll(text, `"`, `""`) + "\""
		escaped := strings.NewReplacer("\n", `\n`, "\r", `\r`, "\t", `\t`, "\x00", `\u0000`, `"`, `\"`).Replace(text)
		for name, in := range map[string]Input{
			"text":                    {As: Text, Body: strings.NewReader(text)},
			"text with a mark":        {As: Text, Body: strings.NewReader("\ufeff" + text)},
			"text in gzip":            {As: Text, Body: bytes.NewReader(packed(t, []byte(text)))},
			"CSV":                     {Body: strings.NewReader("id,text\n1," + quoted + "\n")},
			"CSV, carriage returns":   {Body: strings.NewReader("id,text\r\n1," + quoted + "\r\n")},
			"CSV in UTF-16 and gzip":  {Body: bytes.NewReader(packed(t, utf16Bytes("id;text\n1;"+quoted+"\n")))},
			"tabs":                    {Body: strings.NewReader("id\ttext\n1\t" + quoted + "\n")},
			"JSON lines":              {Body: strings.NewReader(`{"id":1,"text":"` + escaped + "\"}\n")},
			"JSON array":              {Body: strings.NewReader(`[{"id":1,"text":"` + escaped + `"}]`)},
			"JSON lines with a mark":  {Body: strings.NewReader("\ufeff" + `{"id":1,"text":"` + escaped + `"}`)},
			"JSON lines, in UTF-16":   {Body: bytes.NewReader(utf16Bytes(`{"id":1,"text":"` + escaped + `"}`))},
			"JSON lines, a long head": {Body: strings.NewReader(strings.Repeat("\n", 70000) + `{"id":1,"text":"` + escaped + `"}`), As: JSONL},
		} {
			all, errs := articles(in)
			if len(errs) > 0 || len(all) != 1 || all[0].Text != text {
				t.Errorf("%s: %q gives %d articles, errors %v", name, text, len(all), errs)
				if len(all) == 1 {
					t.Errorf("  text %q", all[0].Text)
				}
				continue
			}
			sound(t, all[0])
		}
	}
}

// sound checks what holds for every article.
func sound(t testing.TB, a *chancery.Article) {
	t.Helper()
	if !utf8.ValidString(a.Text) || strings.TrimSpace(a.Text) == "" && len(a.Warnings) == 0 {
		t.Fatalf("text %q", a.Text)
	}
	if a.ID != Identify(a.Outlet, a.URL, a.Text) {
		t.Errorf("id %s is not that of its text", a.ID)
	}
	if (a.Published == "") != (a.PublishedFrom == "") {
		t.Errorf("published %q from %q", a.Published, a.PublishedFrom)
	}
	end := 0
	for _, p := range a.Parts {
		if err := p.Span.Check(a.Text); err != nil || p.Span.Start < end || p.Span.Empty() {
			t.Fatalf("part %v after byte %d: %v", p, end, err)
		}
		end = p.Span.End
	}
	end = 0
	for _, p := range a.Paragraphs {
		if err := p.Span.Check(a.Text); err != nil || p.Span.Start < end || strings.Contains(p.Span.Text(a.Text), "\n") {
			t.Fatalf("paragraph %v after byte %d: %v", p, end, err)
		}
		end = p.Span.End
	}
}

func TestTheUsersWordWins(t *testing.T) {
	row := "id,text,published,outlet,url\n7,Envoys met.,2021-03-23,The Example Post,https://example.org/a\n"
	all, errs := articles(Input{Name: "x.csv", Body: strings.NewReader(row), Published: "2020-01-02", Outlet: "Mine", URL: "https://example.org/mine", Ref: "r"})
	if len(errs) > 0 || len(all) != 1 {
		t.Fatalf("%d articles, %v", len(all), errs)
	}
	if a := all[0]; a.Published != "2020-01-02" || a.PublishedFrom != chancery.FromFlag || a.Outlet != "Mine" || a.URL != "https://example.org/mine" || a.Ref != "r" {
		t.Errorf("got %+v", a)
	}
	all, _ = articles(Input{Name: "https://example.org/x.csv", Body: strings.NewReader(row), URL: "https://example.org/x.csv"})
	if a := all[0]; a.Published != "2021-03-23" || a.PublishedFrom != chancery.FromMetadata || a.Outlet != "The Example Post" || a.URL != "https://example.org/a" || a.Ref != "7" {
		t.Errorf("of a table fetched, each row keeps its own: got %+v", a)
	}
	all, _ = articles(Input{Name: "https://example.org/old", Body: strings.NewReader("<html><body><p>Envoys met in Geneva on Tuesday and agreed to meet again.</p></body></html>"), URL: "https://example.org/new"})
	if a := all[0]; a.URL != "https://example.org/new" {
		t.Errorf("a page is where its address led to: got %q", a.URL)
	}
	if _, errs = articles(Input{Body: strings.NewReader("Envoys met."), Published: "soon"}); len(errs) != 1 || !strings.Contains(errs[0].Error(), "soon") {
		t.Errorf("a date that is none gives %v", errs)
	}
}

func TestFeedItemsHaveTheirHeadline(t *testing.T) {
	all, errs := articles(Input{Body: strings.NewReader(`<rss version="2.0"><channel><title>News – The Example Post</title><item><title>Talks resume</title><pubDate>Tue, 23 Mar 2021 10:15:00 GMT</pubDate><description><![CDATA[<p>Envoys met.</p><p>They agreed.</p><p>They parted.</p>]]></description></item></channel></rss>`)})
	if len(errs) > 0 || len(all) != 1 {
		t.Fatalf("%d articles, %v", len(all), errs)
	}
	a := all[0]
	if a.Text != "Talks resume\n\nEnvoys met.\n\nThey agreed.\n\nThey parted." || a.Outlet != "The Example Post" || a.Published != "2021-03-23T10:15:00Z" || len(a.Warnings) != 0 {
		t.Errorf("got %+v", a)
	}
	if a.PartAt(0) != chancery.Headline || a.PartAt(len(a.Text)-1) != chancery.Body {
		t.Errorf("parts %v", a.Parts)
	}
	sound(t, a)
}

func TestArchivesPackedByRecord(t *testing.T) {
	var whole []byte
	for i := range 3 {
		page := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><article><p>Envoys of both sides met for round %d of the talks on Tuesday.</p></article></body></html>", i+1)
		member := packed(t, fmt.Appendf(nil, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i+1, len(page), page))
		if i == 1 {
			member[len(member)/2] ^= 0xff
		}
		whole = append(whole, member...)
	}
	all, errs := articles(Input{Name: "a.warc.gz", Body: bytes.NewReader(whole)})
	if len(errs) == 0 || !strings.Contains(errs[0].Error(), "gzip") {
		t.Errorf("the damage in the middle is not told: %v", errs)
	}
	if len(all) < 2 || all[0].URL != "https://example.org/1" || all[len(all)-1].URL != "https://example.org/3" {
		t.Fatalf("%d articles, errors %v", len(all), errs)
	}
	for _, a := range all {
		sound(t, a)
	}
}

func TestBombs(t *testing.T) {
	zeros := packed(t, make([]byte, 12<<20))
	for _, c := range []struct {
		name string
		in   Input
		want string
	}{
		{"gzip of 1000:1", Input{Body: bytes.NewReader(zeros), As: Text}, inflate.ErrRatio.Error()},
		{"gzip of 1000:1 as a table", Input{Body: bytes.NewReader(packed(t, append([]byte("id,text\n1,"), make([]byte, 12<<20)...)))}, inflate.ErrRatio.Error()},
		{"page without end", Input{Body: io.MultiReader(strings.NewReader("<html>"), endless{})}, "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, errs := articles(c.in)
			if len(errs) != 1 || !strings.Contains(errs[0].Error(), c.want) {
				t.Errorf("got %.300v, want %q", errs, c.want)
			}
		})
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestReadingStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err := range reader().Articles(ctx, Input{Body: strings.NewReader(strings.Repeat(`{"text":"Envoys met."}`+"\n", 100))}) {
		if n++; err != nil {
			if n != 4 || err != context.Canceled {
				t.Errorf("after %d: %v", n, err)
			}
			return
		}
		if n == 3 {
			cancel()
		}
	}
	t.Error("the reading went on")
}

func TestIdentify(t *testing.T) {
	id := Identify("The Example Post", "https://www.example.org/a?id=1&b=2", "Envoys \u201cmet\u201d.\n\nThey agreed.")
	if len(id) != len("sha256:")+64 {
		t.Errorf("id %q", id)
	}
	for name, same := range map[string]string{
		"white space and quotes": Identify("the example post ", "https://www.example.org/a?id=1&b=2", " Envoys \"met\".\r\nThey\u00a0agreed. "),
		"address":                Identify("The Example Post", "http://example.org/a/?b=2&utm_source=x&id=1#top", "Envoys \"met\". They agreed."),
	} {
		if same != id {
			t.Errorf("%s: the id changes", name)
		}
	}
	for name, other := range map[string]string{
		"text":   Identify("The Example Post", "https://www.example.org/a?id=1&b=2", "Envoys met. They agreed!"),
		"outlet": Identify("Other", "https://www.example.org/a?id=1&b=2", "Envoys \"met\". They agreed."),
		"page":   Identify("The Example Post", "https://www.example.org/a?id=2&b=2", "Envoys \"met\". They agreed."),
	} {
		if other == id {
			t.Errorf("%s: the id stays", name)
		}
	}
}

// Whatever comes in, each report is a sound article or a reason.
func FuzzArticles(f *testing.F) {
	for _, pattern := range []string{"table/testdata/*.*", "feed/testdata/*.*", "batch/testdata/*.*", "office/testdata/*.*"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			if len(b) < 16<<10 {
				f.Add(b)
			}
		}
	}
	f.Add([]byte("<html><body><p>Envoys met.</p></body></html>"))
	f.Add(packed(f, []byte("id,text\n1,Envoys met.\n")))
	f.Add(utf16Bytes("Envoys met."))
	f.Add([]byte("WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		all, errs := articles(Input{Name: "in", Body: bytes.NewReader(b)})
		if len(all)+len(errs) == 0 {
			t.Fatal("neither an article nor a reason")
		}
		for _, a := range all {
			sound(t, a)
		}
	})
}

// Each kind of file is told by its content and leads to its articles.
func TestFilesOfEveryKind(t *testing.T) {
	for _, c := range []struct {
		file     string
		articles int
		first    string // how the first text begins
		outlet   string
	}{
		{"batch/testdata/nexis_uni.txt", 2, "Chile offers to host talks between Peru and Bolivia\n\nThe offer came a day after", "Andes Courier (England)"},
		{"batch/testdata/nexis.html", 1, "Norway and Kenya resume talks\n\n", "The Fjord Observer"},
		{"batch/testdata/factiva_fielded.txt", 2, "Sudan and Ethiopia trade accusations over border clash\n\nKHARTOUM", "Harbour News Agency"},
		{"batch/testdata/proquest.html", 2, "Laos joins lake pact\n\nLaos joined", "Mekong Daily"},
		{"office/testdata/release.docx", 1, "The United States and Libya\n\nOffice of the Spokesperson", ""},
		{"office/testdata/release.rtf", 1, "The United States and Libya\n\nOffice of the Spokesperson", ""},
		{"office/testdata/release.pdf", 1, "The United States and Libya\n\nOffice of the Spokesperson", ""},
		{"feed/testdata/json-feed.json", 2, "One\n\nFirst.\n\nSecond.", "Example Wire"},
		{"feed/testdata/rss-1.0-rdf.xml", 1, "Aid reaches the north\n\n", "UN News"},
		{"table/testdata/news-api.json", 2, "Envoys met.", "Associated Press"},
		{"table/testdata/semicolons-spreadsheet.csv", 2, "Delegates met on Tuesday; the talks go on.\r\nThey", "The Example Post"},
	} {
		t.Run(c.file, func(t *testing.T) {
			b, err := os.ReadFile(c.file)
			if err != nil {
				t.Fatal(err)
			}
			for name, body := range map[string][]byte{"": b, "packed": packed(t, b)} {
				all, _ := articles(Input{Name: "unnamed", Body: bytes.NewReader(body)})
				if len(all) != c.articles {
					t.Fatalf("%s: %d articles, want %d", name, len(all), c.articles)
				}
				if !strings.HasPrefix(all[0].Text, c.first) || all[0].Outlet != c.outlet {
					t.Fatalf("%s: the first is %+v", name, *all[0])
				}
				for _, a := range all {
					sound(t, a)
				}
			}
		})
	}
}

// A table that is not UTF-8 is read in the charset that its beginning shows.
func TestTablesInOldCharsets(t *testing.T) {
	const russian = "Министры иностранных дел встретились в Женеве во вторник и договорились продолжить переговоры о прекращении огня."
	const french = "Les ministres des affaires étrangères se sont rencontrés à Genève mardi, où ils ont décidé de poursuivre les négociations."
	for _, c := range []struct {
		name, text string
		charset    encoding.Encoding
	}{
		{"windows-1251", russian, charmap.Windows1251},
		{"koi8-r", russian, charmap.KOI8R},
		{"windows-1252", french, charmap.Windows1252},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := c.charset.NewEncoder().Bytes([]byte("id;text\n" + strings.Repeat("1;\""+c.text+"\"\n", 2000)))
			if err != nil {
				t.Fatal(err)
			}
			all, errs := articles(Input{Name: "x.csv", Body: bytes.NewReader(b)})
			if len(all) != 2000 || len(errs) > 0 || all[0].Text != c.text || all[1999].Text != c.text {
				t.Fatalf("%d articles, errors %v, the first %+v", len(all), errs, all[0])
			}
		})
	}
}

// A page's dateline is a part of its own and dates the article, as it does in
// plain text.
func TestPageDateline(t *testing.T) {
	page := `<html><head><title>Nigeria and Ghana sign pact</title></head><body><article><h1>Nigeria and Ghana sign pact</h1>
<p>LAGOS, June 3, 2024 (Delta Wire) — Nigeria and Ghana signed a defence agreement in Lagos on Sunday, the ministry said.</p>
<p>The two countries will hold joint patrols next month, and officials told the wire that they had asked for talks on trade.</p></article></body></html>`
	all, errs := articles(Input{Name: "page.html", Body: strings.NewReader(page)})
	if len(errs) > 0 || len(all) != 1 {
		t.Fatalf("%d articles, errors %v", len(all), errs)
	}
	a := all[0]
	if a.Published != "2024-06-03" || a.PublishedFrom != chancery.FromDateline {
		t.Errorf("published %q from %q", a.Published, a.PublishedFrom)
	}
	for _, p := range a.Parts {
		if p.Kind == chancery.Dateline && strings.HasPrefix(p.Span.Text(a.Text), "LAGOS, June 3, 2024") {
			return
		}
	}
	t.Errorf("no dateline among %v", a.Parts)
}
