package table

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/raw"
)

func reader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// show writes what a reader yields, a line a report or error.
func show(seq iter.Seq2[raw.Report, error]) string {
	var b strings.Builder
	for rep, err := range seq {
		if err != nil {
			fmt.Fprintf(&b, "error %v\n", err)
			continue
		}
		fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%q", rep.Ref, rep.Title, rep.Published, rep.Outlet, strings.Join(rep.Bylines, "+"), rep.Body)
		for _, w := range rep.Warnings {
			fmt.Fprintf(&b, " warning %s", w)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestTroubledTables(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ file, want string }{
		{"semicolons-spreadsheet.csv", `1|Talks resume|2021-03-23|The Example Post||"Delegates met on Tuesday; the talks go on.\r\nThey meet again in April."
2|No progress|2021-03-24|The Example Post||"The round ended \"without result\", a diplomat said."
`},
		{"tabs.tsv", `1|Talks||||"Envoys met in Vienna."
2|More||||"They said \"nothing\" new."
`},
		{"comma-in-unquoted-text.csv", `error line 2: 4 columns where the header has 3: a field that holds the delimiter must stand in quotation marks
2|Talks||||"They agreed."
`},
		{"quote-never-closed.csv", `error line 2: a quotation mark opens a field and is never closed; reading goes on at line 3
2|More||||"They agreed."
3|Again||||"They met again, in Oslo."
`},
		{"cut-off-in-quotes.csv", `1|Talks||||"Envoys met."
error line 3: a quotation mark opens a field and is never closed; no whole record follows it
`},
		{"one-row-in-latin-1.csv", `1|||||"Caf� talks." warning the text is not valid UTF-8: what is not is read as U+FFFD
`},
		{"one-column-with-commas.csv", `|||||"Envoys met, and parted."
|||||"They \"agreed\", it was said."
`},
		{"no-text-column.csv", `error no column holds the text: the first line must name the columns, one of them text; these are there: "nr", "heading_de", "inhalt"
`},
		{"undoubled-quotes.csv", `1|Talks||||"He said \"no\" to them."
2|More||||"They agreed."
`},
		{"dates-day-first.csv", `||2021-04-03|||"One."
||2021-04-23|||"Two."
`},
		{"dates-either-way.csv", `|||||"One." warning published date not read: "03/04/2021" is not a date: day and month cannot be told apart: write it as 2021-03-23
|||||"Two." warning published date not read: "soon" is not a date: it needs a day, a month and a year
`},
		{"empty-text-and-blank-lines.csv", `1|||||"" warning the text is empty
2|||||"Envoys met."
3|||||"   " warning the text is empty
`},
		{"bad-line-in-the-middle.jsonl", `1|||||"Envoys met."
error line 2: not JSON, at byte 25 of the record: unexpected end of JSON input
error line 4: not JSON, at byte 2 of the record: invalid character 'o' in literal null (expecting 'u')
3|||||"They agreed."
error line 6: not an object with a text but a JSON array
4|||||"" warning the text is empty
5|||||"Synonym."
`},
		{"pretty-printed.json", `a|||||"One. {not a brace}\n"
b|||||"Two."
`},
		{"pretty-one-cut-off.json", `error line 1: not JSON: the record is not closed before the next one begins
b|||||"Two."
`},
		{"array.json", `a|||||"One, [two] {three}."
error record 2 (line 3): not a JSON object: "7"
b|||||"Two."
`},
		{"array-one-line.json", `a|||||"One."
error record 2 (line 1): not JSON, at byte 18 of the record: invalid character '"' after object key
error record 3 (line 1): not a JSON object: "\"word, with comma\""
c|||||"Three."
`},
		{"news-api.json", `|Talks|2021-03-23T10:15:00Z|Associated Press|Jane Doe|"Envoys met."
|||The Example Post|A. One+B. Two|"They agreed."
`},
		{"python-nan.jsonl", `|||||"NaN and -Infinity stay."
`},
		{"invalid-utf8.jsonl", `|||||"caf� talks" warning the record is not valid UTF-8: each byte that is not is read as U+FFFD
|||||"half � pair" warning the record has half of a surrogate pair: it is read as U+FFFD
|||||"whole 😀 pair"
`},
		{"crlf-and-leading-newline.jsonl", `|||||"\r\n  Leading, trailing.  \t\u00a0\u200f\r\n"
`},
	} {
		t.Run(c.file, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join("testdata", c.file))
			if err != nil {
				t.Fatal(err)
			}
			read := r.JSON
			if ext := filepath.Ext(c.file); ext == ".csv" || ext == ".tsv" {
				read = r.CSV
			}
			if got := show(read(bytes.NewReader(b))); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	r := reader(t)
	for in, want := range map[string]bool{
		"id,title,text\n1,2,3\n":                     true,
		"Publication Date;Body\n":                    true,
		"sep=,\na,b\n":                               true,
		"Text and title of the treaty, as signed.\n": false,
		"text\nEnvoys met.\n":                        false,
		"id,title\n":                                 false,
		"GENEVA, March 23 - Envoys met.\n":           false,
		"":                                           false,
	} {
		if got := r.Header([]byte(in)); got != want {
			t.Errorf("Header(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestEndlessRecordsAreStopped(t *testing.T) {
	r := reader(t)
	r.cap = 1 << 20
	long := strings.Repeat("x", 3<<20)
	for _, c := range []struct {
		name, in string
		read     func(io.Reader) iter.Seq2[raw.Report, error]
		want     string
	}{
		{"JSON line", `{"text":"a"}` + "\n" + `{"text":"` + long + `"}` + "\n" + `{"text":"b"}`, r.JSON, "line 2: the record is too long"},
		{"JSON array", `[{"text":"a"},{"text":"` + long + `"},{"text":"b"}]`, r.JSON, "record 2 (line 1): the record is too long"},
		{"CSV line", "id,text\n1,a\n2," + long + "\n3,b\n", r.CSV, "line 3: the line is too long"},
		{"CSV quotes", "id,text\n1,a\n2,\"" + strings.Repeat("x\n", 3<<19) + "\"\n3,b\n", r.CSV, "line 3: a quotation mark opens"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var texts, errs []string
			for rep, err := range c.read(strings.NewReader(c.in)) {
				if err != nil {
					errs = append(errs, err.Error())
				} else {
					texts = append(texts, rep.Body)
				}
			}
			if strings.Join(texts, " ") != "a b" || len(errs) != 1 || !strings.HasPrefix(errs[0], c.want) {
				t.Errorf("texts %.80q, errors %.200q; want a and b and an error %q", texts, errs, c.want)
			}
		})
	}
}

// A table is read as it comes, not when it has ended.
func TestTablesAreStreamed(t *testing.T) {
	r := reader(t)
	in, out := io.Pipe()
	go func() {
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(out, `{"id":%d,"text":%q}`+"\n", i, strings.Repeat("x", 1000)); err != nil {
				return
			}
		}
	}()
	n := 0
	for _, err := range r.JSON(in) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 1000 {
			break
		}
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestUserColumnsWin(t *testing.T) {
	lex := lexicon.Embedded().With("mine", os.DirFS(filepath.Join("testdata", "lexicon")))
	r, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	got := show(r.CSV(strings.NewReader("inhalt,text\nMine.,Theirs.\n")))
	if got != "|||||\"Mine.\"\n" {
		t.Errorf("got %s", got)
	}
}

// Whatever comes, texts are valid UTF-8 and the reading ends.
func FuzzTables(f *testing.F) {
	r := reader(f)
	r.cap = 4096
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for rep, err := range r.JSON(bytes.NewReader(b)) {
			if err == nil && (!utf8.ValidString(rep.Body) || strings.TrimSpace(rep.Body) == "" && len(rep.Warnings) == 0) {
				t.Fatalf("JSON gives the text %q", rep.Body)
			}
		}
		n := 0
		for rep, err := range r.CSV(bytes.NewReader(b)) {
			if n++; n > len(b)+1 {
				t.Fatal("more records than bytes")
			}
			if err == nil && (!utf8.ValidString(rep.Body) || strings.TrimSpace(rep.Body) == "" && len(rep.Warnings) == 0) {
				t.Fatalf("CSV gives the text %q", rep.Body)
			}
		}
	})
}
