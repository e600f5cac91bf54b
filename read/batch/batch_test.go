package batch

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/office"
	"github.com/chancery-project/chancery/read/raw"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func splitter(t testing.TB) *Splitter {
	t.Helper()
	s, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var exports = []struct {
	file    string
	format  Format
	good    int
	bad     int
	because string // of the bad ones
}{
	{"nexis_classic.txt", Nexis, 2, 1, "no text"},
	{"nexis_german.txt", Nexis, 2, 0, ""},
	{"nexis_uni.txt", Nexis, 2, 1, "could not give its text"},
	{"nexis_french.txt", Nexis, 1, 0, ""},
	{"nexis.html", Nexis, 1, 0, ""},
	{"factiva_fielded.txt", Factiva, 2, 1, "no text"},
	{"factiva_plain.txt", Factiva, 2, 0, ""},
	{"factiva_german.txt", Factiva, 1, 0, ""},
	{"factiva.html", Factiva, 1, 0, ""},
	{"proquest.txt", ProQuest, 1, 1, "could not give its text"},
	{"proquest_labelled.txt", ProQuest, 2, 0, ""},
	{"proquest.html", ProQuest, 2, 0, ""},
}

// all reads an export; errors come back as text.
func all(s *Splitter, file, text string) (reports []raw.Report, errs []string) {
	seq := s.Split(text, s.Detect(text))
	if strings.HasSuffix(file, ".html") {
		seq = s.SplitHTML(text)
	}
	for r, err := range seq {
		if err != nil {
			errs = append(errs, err.Error())
		} else {
			reports = append(reports, r)
		}
	}
	return reports, errs
}

// TestSplit holds every field of every article of the sample exports.
func TestSplit(t *testing.T) {
	s := splitter(t)
	for _, e := range exports {
		t.Run(e.file, func(t *testing.T) {
			text := read(t, e.file)
			detect := s.Detect
			if strings.HasSuffix(e.file, ".html") {
				detect = s.DetectHTML
			}
			if f := detect(text); f != e.format {
				t.Fatalf("detected %q, want %q", f, e.format)
			}
			reports, errs := all(s, e.file, text)
			if len(reports) != e.good || len(errs) != e.bad {
				t.Fatalf("%d articles and %q, want %d and %d errors", len(reports), errs, e.good, e.bad)
			}
			for _, err := range errs {
				if !strings.Contains(err, e.because) || !strings.Contains(err, "article ") {
					t.Errorf("error %q does not say which article and that %q", err, e.because)
				}
			}
			golden(t, e.file+".golden", reports)
		})
	}
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, name); b.String() != want {
		t.Errorf("%s differs (-update rewrites it):\n%s", name, b.String())
	}
}

// TestSplitThroughFiles: the same export as it comes from other programs, with
// other line ends, or through RTF, gives the same articles.
func TestSplitThroughFiles(t *testing.T) {
	s := splitter(t)
	for _, e := range exports {
		if strings.HasSuffix(e.file, ".html") {
			continue
		}
		text := read(t, e.file)
		want, wantErrs := all(s, e.file, text)
		if f := s.Detect(viaRTF(t, text)); f != e.format {
			t.Errorf("%s through RTF: detected %q", e.file, f)
		}
		others := map[string]string{"Windows": "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n"), "Macintosh": strings.ReplaceAll(text, "\n", "\r")}
		if e.file != "nexis_classic.txt" && e.file != "nexis_german.txt" && e.file != "factiva_fielded.txt" { // wrapped lines are lost in RTF
			others["RTF"] = viaRTF(t, text)
		}
		for name, other := range others {
			got, gotErrs := all(s, e.file, other)
			if fmt.Sprint(got) != fmt.Sprint(want) || fmt.Sprint(gotErrs) != fmt.Sprint(wantErrs) {
				t.Errorf("%s, %s:\n got %v %q\nwant %v %q", e.file, name, got, gotErrs, want, wantErrs)
			}
		}
	}
}

// viaRTF writes each line as a paragraph of an RTF, as the databases do, and
// reads it back.
func viaRTF(t testing.TB, text string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{\rtf1\ansi\uc1 `)
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\par `)
		case r > 0x7f:
			fmt.Fprintf(&b, `\u%d?`, int16(r))
		default:
			b.WriteRune(r)
		}
	}
	d, err := office.RTF([]byte(b.String() + "}"))
	if err != nil {
		t.Fatal(err)
	}
	return d.Text
}

// TestDetectsNoExport: articles, even those that quote marks or labels.
func TestDetectsNoExport(t *testing.T) {
	s := splitter(t)
	for name, text := range map[string]string{
		"empty":              "",
		"article":            "Talks resume\n\nBy Anna Roth\n\nMarch 23, 2021\n\nNAIROBI - The ministers met. (c) 2021 Observer",
		"press release":      "For immediate release\n\nSubject: Talks\n\nDate: March 23, 2021\n\nLocation: Nairobi\n\nThe ministers met.\n\nContact: press@example.org",
		"interview":          "QUESTION: Will you meet?\n\nANSWER: Yes.\n\nLENGTH: 20 minutes",
		"report with an end": "Report of the mission\n\nSource: UN\n\nText of many pages.\n\nEnd of Document",
		"bibliography":       "Title: A treaty\nAuthor: Roth, Anna\nPublisher: Press\nISBN: 123\nPages: 20",
		"minutes":            "Document 3 of 10\n\nThe committee met on 23 March 2021.",
		"one accession":      "The cable, Document LBA0000020210323eh3n001xx, was quoted.",
		"words":              "HD television\nIN the north\nRE the letter\nthe rest of the text",
		"ProQuest is a firm": "ProQuest said its database grew. Full text: see below.\nDocument URL: https://example.org",
	} {
		if f := s.Detect(text); f != "" {
			t.Errorf("%s: detected %q", name, f)
		}
	}
}

func TestDetectsNoExportInCorpus(t *testing.T) {
	f, err := os.Open("../../../shared/corpora/state_dept_press.jsonl")
	if err != nil {
		t.Skip("the State Department corpus is not beside the project: ", err)
	}
	defer f.Close()
	s := splitter(t)
	dec := json.NewDecoder(f)
	n := 0
	for dec.More() {
		var a struct{ Title, Text string }
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		if n++; s.Detect(a.Title+"\n\n"+a.Text) != "" {
			t.Errorf("%q is taken for an export", a.Title)
		}
	}
	if n < 1000 {
		t.Errorf("only %d releases read", n)
	}
}

func TestDates(t *testing.T) {
	s := splitter(t)
	for in, want := range map[string]string{
		"March 23, 2021 Tuesday 9:15 PM GMT":         "2021-03-23T21:15:00Z",
		"March 23, 2021 Tuesday":                     "2021-03-23",
		"March 23, 2021 Tuesday 9:15 PM":             "2021-03-23",
		"23 March 2021":                              "2021-03-23",
		"Mar 23, 2021":                               "2021-03-23",
		"Tuesday, March 23, 2021":                    "2021-03-23",
		"Tuesday, March 23, 2021 - 10:15 EDT":        "2021-03-23T10:15:00-04:00",
		"Le 23 mars 2021":                            "2021-03-23",
		"mardi 23 mars 2021":                         "2021-03-23",
		"23. März 2021 Dienstag":                     "2021-03-23",
		"March 21, 2021, Sunday Edition":             "2021-03-21",
		"March 21, 2021 Sunday Final Edition 2":      "2021-03-21",
		"January 11, 2010 Monday Edition 1; Ireland": "2010-01-11",
		"2021-03-23":                                 "2021-03-23",
		"23/03/2021":                                 "2021-03-23",
		"03/04/2021":                                 "",
		"Spring 2021":                                "",
		"Iraq asks for talks":                        "",
	} {
		if got, _ := s.date(in); got != want {
			t.Errorf("date(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	s := splitter(t)
	for in, want := range map[string]string{
		"By Anna Roth": "Anna Roth", "BY ANNA ROTH and MOUSSA DIALLO": "ANNA ROTH|MOUSSA DIALLO", "Von Jonas Beck": "Jonas Beck",
		"Anna Roth; Moussa Diallo": "Anna Roth|Moussa Diallo", "Anna Roth, Diplomatic Editor": "Anna Roth, Diplomatic Editor",
		"By Byron Andrews": "Byron Andrews", "Sandra Anderson": "Sandra Anderson", "By": "By",
	} {
		if got := strings.Join(s.names(in), "|"); got != want {
			t.Errorf("names(%q) = %q, want %q", in, got, want)
		}
	}
	if got := turnNames("Santos, Maria; Reuters; Roth, Anna, Dr"); got != "Maria Santos; Reuters; Roth, Anna, Dr" {
		t.Errorf("turnNames: %q", got)
	}
}

// TestStopsEarly: a caller that breaks off gets no further article.
func TestStopsEarly(t *testing.T) {
	s := splitter(t)
	n := 0
	for range s.Split(read(t, "factiva_plain.txt"), Factiva) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d articles", n)
	}
}

func TestNoExport(t *testing.T) {
	s := splitter(t)
	for _, f := range []Format{Nexis, Factiva, ProQuest, "", "europresse"} {
		n := 0
		for r, err := range s.Split("An article.", f) {
			if n++; err == nil {
				t.Errorf("%s: %v", f, r)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d yields", f, n)
		}
	}
}

// TestNewNamesFaults: a broken lexicon file is named with its line.
func TestNewNamesFaults(t *testing.T) {
	for file, want := range map[string]string{
		"reading/batch_nexis.txt": "batch_nexis.txt:1", "reading/batch_marks.txt": "batch_marks.txt:1",
	} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{file: {Data: []byte("word\twrong\twrong\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, e := range exports {
		f.Add(read(f, e.file))
	}
	f.Add("1 of 2 DOCUMENTS\n\nLENGTH: 1 words\n\nLOAD-DATE: x\n2 of 2 DOCUMENTS")
	f.Add("Document LBA0000020210323eh3n001xx\n3 words\nDocument LBA0000020210323eh3n001xx")
	s := splitter(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, format := range []Format{s.Detect(text), Nexis, Factiva, ProQuest} {
			for r, err := range s.Split(text, format) {
				valid(t, r, err)
			}
		}
		for r, err := range s.SplitHTML(text) {
			valid(t, r, err)
		}
	})
}

func valid(t *testing.T, r raw.Report, err error) {
	if err != nil {
		return
	}
	if r.Body == "" {
		t.Error("a report without text and without an error")
	}
	for _, v := range append([]string{r.Title, r.Body, r.Outlet, r.Published, r.Ref, r.URL, r.Standfirst, r.Language}, r.Bylines...) {
		if !utf8.ValidString(v) {
			t.Errorf("not valid UTF-8: %q", v)
		}
	}
}

// TestLosesNoText: words of the article that look like labels or marks do not
// end it, and what follows them stays.
func TestLosesNoText(t *testing.T) {
	s := splitter(t)
	head := map[Format]string{
		Nexis:    "1 of 1 DOCUMENTS\n\nThe Observer\n\nMarch 23, 2021 Tuesday\n\nTalks resume\n\nLENGTH: 90 words\n\n%s\n\nLOAD-DATE: March 24, 2021\n\nLANGUAGE: ENGLISH\n",
		Factiva:  "HD  Talks resume\nWC  90 words\nPD  23 March 2021\nSN  The Observer\nLA  English\nLP\n%s\nAN\nDocument OBSRV00020210323eh3n001xx\n",
		ProQuest: "____________________________\nTitle: Talks resume\nFull text: %s\nPublication title: The Observer\nPublication date: Mar 23, 2021\nLanguage of publication: English\nProQuest document ID: 7\n____________________________\n",
	}
	last := "The ministers will meet again in April, the office said."
	for _, middle := range []string{
		"Subject: that was the word of the letter.", "Language: a matter that was left open.", "Source: Reuters",
		"Location: Nairobi", "Copyright was not on the agenda of the talks.", "IN the capital, shops stayed shut.", "CO operation is vital.",
		"UN observers came.", "400 words", "Title: the book that the minister quoted", "Page 3", "Notes: none were kept.",
	} {
		for f, form := range head {
			first := "Norway and Kenya resumed their talks on Tuesday, both governments said in a note."
			text := fmt.Sprintf(form, first+"\n\n"+middle+"\n\n"+last)
			if got := s.Detect(text); got != f {
				t.Errorf("%s with %q: detected %q", f, middle, got)
				continue
			}
			reports, errs := all(s, "x.txt", text)
			if len(reports) != 1 || len(errs) > 0 {
				t.Errorf("%s with %q: %v %q", f, middle, reports, errs)
				continue
			}
			body := reports[0].Body
			if !strings.Contains(body, first) || !strings.Contains(body, last) {
				t.Errorf("%s with %q lost text: %q", f, middle, body)
			}
			if middle != "Page 3" && !strings.Contains(body, middle) {
				t.Errorf("%s lost %q: %q", f, middle, body)
			}
			if reports[0].Title != "Talks resume" || reports[0].Published != "2021-03-23" || reports[0].Language != "en" {
				t.Errorf("%s with %q: fields %+v", f, middle, reports[0])
			}
		}
	}
}
