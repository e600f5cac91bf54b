package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
	"github.com/parquet-go/parquet-go"
)

func float(x float64) *float64 { return &x }

// meeting is a happening with all that makes formats stumble.
func meeting() *story.Happening {
	return &story.Happening{ID: "h00ff00ff00ff00ff", Type: chancery.Consult, Mode: []string{"visit"}, CAMEO: "042", Goldstein: float(4), Status: chancery.Happened,
		Actor: []string{"FRA"}, Recipient: []string{"TCD"}, Contexts: []string{"diplomatic"},
		Parties: []story.Party{{Label: "FRA", Name: "=cmd|' /C calc'!A0", Country: "FRA", Code: "FRA GOV", Person: "vasseur"}, {Label: "TCD", Name: "Chad\tand\nmore", Country: "TCD", Code: "TCD GOV"}},
		Place:   &story.Place{Name: "N'Djamena", Kind: "city", Country: "TCD", Lat: float(12.1067), Lon: float(15.0444), Geo: 2427123},
		Time:    &story.Time{Value: "2027-09-08", Begin: "2027-09-08", Finish: "2027-09-08"}, Voices: 2, Reports: 2, Confidence: 0.8,
		Life: []story.Step{{Status: chancery.Happened, On: "2027-09-08", SaidBy: "@palace", Evidence: []story.Evidence{
			{Article: "sha256:aa", Outlet: "Sahel Wire", Published: "2027-09-08", URL: "https://wire.example/1", Start: 3, End: 90, Text: "She visited — “tout va bien”, said one; 100% true, \\ all of it. " + strings.Repeat("é", 80)}}}}}
}

func with(change func(*story.Happening)) *story.Happening {
	h := meeting()
	change(h)
	return h
}

func write(t *testing.T, format string, all ...*story.Happening) []byte {
	t.Helper()
	var b bytes.Buffer
	rows, err := New(format, &b, Meta{Snapshot: "sha256:ff", Query: "party:FRA"})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range all {
		if _, err := rows.Happening(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readTable(t *testing.T, raw []byte, comma rune) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma = comma
	all, err := r.ReadAll() // fails where a row has another number of cells
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// No cell of any table begins as a formula does, and the tab-separated ones
// need no quoting for line ends.
func TestTablesAreSafeToOpen(t *testing.T) {
	for format, comma := range map[string]rune{"csv": ',', "plover": '\t', "gdelt": '\t'} {
		raw := write(t, format, meeting())
		met := false
		for _, row := range readTable(t, raw, comma) {
			for _, cell := range row {
				met = met || strings.HasPrefix(strings.ToLower(cell), "'=cmd") || strings.HasPrefix(cell, "'@")
				if cell != "" && strings.ContainsRune("=+@\t\r\n", rune(cell[0])) || strings.HasPrefix(cell, "-") && format != "gdelt" {
					t.Errorf("%s: the cell %q runs", format, cell)
				}
			}
		}
		if !met {
			t.Errorf("%s: no cell was guarded: the test proves nothing\n%s", format, raw)
		}
		if comma == '\t' && strings.Count(string(raw), "\n") > 2 {
			t.Errorf("%s: a line end inside a cell", format)
		}
	}
}

func TestGDELTRow(t *testing.T) {
	rows := readTable(t, write(t, "gdelt", meeting()), '\t')
	if len(rows) != 1 || len(rows[0]) != gdeltColumns {
		t.Fatalf("%d rows", len(rows))
	}
	r := rows[0]
	// Positions of the Event Codebook V2.0, from 0.
	for i, want := range map[int]string{1: "20270908", 2: "202709", 3: "2027", 5: "FRAGOV", 7: "FRA", 12: "GOV", 15: "TCDGOV", 17: "TCD", 25: "1", 26: "042", 27: "042", 28: "04", 29: "1", 30: "4",
		31: "1", 32: "1", 33: "2", 51: "4", 52: "N'Djamena", 53: "CD", 56: "12.1067", 57: "15.0444", 59: "20270908000000", 60: "https://wire.example/1"} {
		if r[i] != want {
			t.Errorf("column %d is %q, not %q", i, r[i], want)
		}
	}
}

// The status of a happening is told in PLOVER's own types.
func TestPloverTypes(t *testing.T) {
	for _, c := range []struct {
		typ    chancery.EventType
		status chancery.Status
		want   string
	}{
		{chancery.Consult, chancery.Happened, "CONSULT visit"}, {chancery.Consult, chancery.Planned, "AGREE "}, {chancery.Aid, chancery.Offered, "AGREE "},
		{chancery.Retreat, chancery.Planned, "CONCEDE "}, {chancery.Consult, chancery.CancelledStatus, "REJECT meet"}, {chancery.Assault, chancery.ThreatenedDeed, "THREATEN violence"},
		{chancery.Consult, chancery.Requested, ""}, {chancery.Assault, chancery.Denied, ""}, {chancery.Assault, chancery.Possible, ""},
	} {
		rows := readTable(t, write(t, "plover", with(func(h *story.Happening) { h.Type, h.Status = c.typ, c.status })), '\t')
		got := ""
		if len(rows) == 2 {
			got = rows[1][2] + " " + rows[1][3]
		}
		if got != c.want {
			t.Errorf("%s %s is %q, not %q", c.status, c.typ, got, c.want)
		}
	}
}

func TestPloverColumns(t *testing.T) {
	rows := readTable(t, write(t, "plover", meeting()), '\t')
	at := map[string]string{}
	for i, name := range rows[0] {
		at[name] = rows[1][i]
	}
	for name, want := range map[string]string{"Event Date": "2027-09-08", "Quad Code": "VERBAL COOPERATION", "Intensity": "4", "Actor Country": "FRA", "Actor COW": "220", "Primary Actor Sector": "GOV",
		"Recipient Name": "TCD", "City": "N'Djamena", "GeoNames ID": "2427123", "Source": "Sahel Wire", "Story People": "'=cmd|' /C calc'!A0"} {
		if at[name] != want {
			t.Errorf("%s is %q, not %q", name, at[name], want)
		}
	}
}

func TestParquetReadsBack(t *testing.T) {
	raw := write(t, "parquet", meeting(), with(func(h *story.Happening) { h.ID, h.Time, h.Place, h.Goldstein = "h1", nil, nil, nil }))
	f, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := f.Lookup("chancery.snapshot"); !ok || s != "sha256:ff" {
		t.Errorf("snapshot %q", s)
	}
	rows, err := parquet.Read[parquetRow](bytes.NewReader(raw), int64(len(raw)))
	if err != nil || len(rows) != 2 {
		t.Fatal(err, len(rows))
	}
	a, b := rows[0], rows[1]
	if a.ID != "h00ff00ff00ff00ff" || a.Begin == nil || *a.Begin != 21069 || *a.Lat != 12.1067 || len(a.Parties) != 2 || a.Parties[0].Name != "=cmd|' /C calc'!A0" || !strings.HasSuffix(a.Evidence[0].Text, "é") {
		t.Errorf("%+v", a)
	}
	if b.Begin != nil || b.Lat != nil || b.Goldstein != nil {
		t.Errorf("what is unknown has a value: %+v", b)
	}
}

// Folded lines are at most 75 octets, cut between characters, and unfold to
// what was folded.
func TestCalendar(t *testing.T) {
	month := with(func(h *story.Happening) {
		h.Status, h.Time = chancery.Planned, &story.Time{Value: "2027-10", Begin: "2027-10-01", Finish: "2027-10-31"}
	})
	visit := with(func(h *story.Happening) {
		h.Status, h.Time = chancery.Planned, &story.Time{Value: "2027-11-30/2027-12-02", Begin: "2027-11-30", Finish: "2027-12-02"}
	})
	raw := string(write(t, "ics", month, visit, meeting(), with(func(h *story.Happening) { h.Status, h.Time = chancery.Planned, nil })))
	for _, line := range strings.Split(strings.TrimSuffix(raw, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("line %q", line)
		}
	}
	flat := strings.ReplaceAll(raw, "\r\n ", "")
	if strings.Count(flat, "BEGIN:VEVENT") != 2 {
		t.Errorf("only what is ahead and has a day belongs in a calendar:\n%s", flat)
	}
	for _, want := range []string{"DTSTART;VALUE=DATE:20271001\r\n", "DTEND;VALUE=DATE:20271101\r\n", "DTSTART;VALUE=DATE:20271130\r\n", "DTEND;VALUE=DATE:20271203\r\n", "STATUS:CONFIRMED\r\n", "LOCATION:N'Djamena\r\n", `said one\; 100% true\, \\ all of it.`, strings.Repeat("é", 80)} {
		if !strings.Contains(flat, want) {
			t.Errorf("%q is not in\n%s", want, flat)
		}
	}
}

func article() *chancery.Article {
	return &chancery.Article{ID: "sha256:0123456789abcdef0123", Title: "100% of {it} & more_", Bylines: []string{"Ana Núñez"}, Outlet: "Sahel Wire", URL: "https://wire.example/1?a={b}", Published: "2027-09-08T10:00:00Z", Language: "en"}
}

func references(t *testing.T, format string, all ...*chancery.Article) string {
	t.Helper()
	var b bytes.Buffer
	c, err := NewCitations(format, &b, Meta{Snapshot: "sha256:ff"})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if err := c.Article(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCitations(t *testing.T) {
	bib := references(t, "bibtex", article())
	for _, want := range []string{"@misc{chancery-0123456789abcdef,", `title = {{100\% of \{it\} \& more\_}}`, "author = {{Ana Núñez}}", "date = {2027-09-08}", "url = {https://wire.example/1?a=%7Bb%7D}"} {
		if !strings.Contains(bib, want) {
			t.Errorf("%q is not in\n%s", want, bib)
		}
	}
	var items []map[string]any
	if err := json.Unmarshal([]byte(references(t, "csl", article(), article())), &items); err != nil || len(items) != 2 || items[0]["type"] != "article-newspaper" {
		t.Errorf("%v %v", err, items)
	}
	if err := json.Unmarshal([]byte(references(t, "csl")), &items); err != nil || len(items) != 0 {
		t.Errorf("nothing is no list: %v", err)
	}
}

// Whatever a person reads has its days in words, the same ones everywhere.
func TestDaysAreInWords(t *testing.T) {
	raw := regexp.MustCompile(`\b\d{4}-(\d\d|W\d\d|Q\d|S[PU]|FA|WI)\b|T(MO|AF|EV|NI)\b|_REF|\bP\d+[YMWD]`)
	at := func(status chancery.Status, value, begin, finish string) *story.Happening {
		return with(func(h *story.Happening) {
			h.Status, h.Time = status, &story.Time{Value: value, Begin: begin, Finish: finish}
			h.Life = append(h.Life, story.Step{Status: status, On: "2027-09-08", For: value, SaidBy: "the palace", Evidence: h.Life[0].Evidence})
		})
	}
	for _, c := range []struct {
		name      string
		happening *story.Happening
		want      string
	}{
		{"a day", at(chancery.Happened, "2027-09-08", "2027-09-08", "2027-09-08"), "8 September 2027"},
		{"a part of a day", at(chancery.Happened, "2027-09-08TMO", "2027-09-08", "2027-09-08"), "8 September 2027, morning"},
		{"a month", at(chancery.Planned, "2027-10", "2027-10-01", "2027-10-31"), "October 2027"},
		{"a week", at(chancery.Planned, "2027-W40", "2027-10-04", "2027-10-10"), "week of 4 October 2027"},
		{"a stretch of days", at(chancery.Planned, "2027-11-30/2027-12-02", "2027-11-30", "2027-12-02"), "30 November – 2 December 2027"},
		{"a quarter", at(chancery.Planned, "2027-Q4", "2027-10-01", "2027-12-31"), "fourth quarter of 2027"},
		{"a period by its days", at(chancery.Happened, "P2M", "2027-07-08", "2027-09-08"), "8 July – 8 September 2027"},
		{"a vague past", at(chancery.Happened, "PAST_REF", "", "2027-09-08"), "in the past"},
		{"no time", with(func(h *story.Happening) { h.Time = nil }), "told 8 September 2027"},
	} {
		for name, write := range map[string]func(io.Writer) error{
			"find":     func(w io.Writer) error { return Happenings(w, []*story.Happening{c.happening}, Style{Width: 400}) },
			"timeline": func(w io.Writer) error { return Timeline(w, []*story.Happening{c.happening}, Style{Width: 400}) },
			"Markdown": func(w io.Writer) error { return Markdown(w, dossierOf(c.happening)) },
			"HTML":     func(w io.Writer) error { return HTML(w, dossierOf(c.happening)) },
		} {
			t.Run(name+" of "+c.name, func(t *testing.T) {
				var b bytes.Buffer
				if err := write(&b); err != nil {
					t.Fatal(err)
				}
				if !strings.Contains(b.String(), c.want) || raw.MatchString(b.String()) {
					t.Errorf("want %q and no raw value in\n%s", c.want, b.String())
				}
			})
		}
	}
}

func dossierOf(h *story.Happening) *story.Dossier {
	return &story.Dossier{Parties: []string{"FRA"}, AsOf: "2027-09-09", Happenings: []*story.Happening{h}, Total: 1, Due: []string{h.ID}}
}

// Readers of other makers read what is written, where they are installed:
// pip install pyarrow icalendar bibtexparser
func TestOtherReaders(t *testing.T) {
	python := os.Getenv("CHANCERY_PYTHON")
	if python == "" {
		python = "python3"
	}
	if err := exec.Command(python, "-c", "import pyarrow.parquet, icalendar, bibtexparser").Run(); err != nil {
		t.Skip("needs python3 with pyarrow, icalendar and bibtexparser (CHANCERY_PYTHON names another)")
	}
	dir := t.TempDir()
	planned := with(func(h *story.Happening) { h.Status = chancery.Planned })
	for name, raw := range map[string][]byte{"a.parquet": write(t, "parquet", planned, meeting()), "a.ics": write(t, "ics", planned), "a.bib": []byte(references(t, "bibtex", article()))} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(python, "-c", `
import sys, pyarrow.parquet as pq, icalendar, bibtexparser
d = sys.argv[1]
t = pq.read_table(d + "/a.parquet")
assert t.num_rows == 2 and str(t.column("begin")[0]) == "2027-09-08", t
assert t.schema.metadata[b"chancery.snapshot"] == b"sha256:ff"
assert t.column("parties")[0][1]["country"].as_py() == "TCD"
c = icalendar.Calendar.from_ical(open(d + "/a.ics", "rb").read())
e = [x for x in c.walk("VEVENT")]
assert len(e) == 1 and str(e[0]["location"]) == "N'Djamena" and "é" * 80 in str(e[0]["description"]), e
assert e[0].decoded("dtstart").isoformat() == "2027-09-08" and e[0].decoded("dtend").isoformat() == "2027-09-09"
b = bibtexparser.loads(open(d + "/a.bib").read()) if hasattr(bibtexparser, "loads") else bibtexparser.parse_string(open(d + "/a.bib").read())
assert len(b.entries) == 1, b
`, dir).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// A dossier is one page that loads nothing, whose lists are closed and in
// which no word of an article is markup.
func TestHTMLDossier(t *testing.T) {
	evil := with(func(h *story.Happening) {
		h.Name, h.Life[0].Evidence[0].Text, h.Life[0].Evidence[0].URL = `<script>alert(1)</script>`, `</li><img src=x onerror=alert(1)>`, `javascript:alert(1)`
		h.Disagreements = []story.Disagreement{{About: "killed", Versions: []story.VersionOfFact{{Value: "2"}, {Value: "4", SaidBy: "<b>"}}}}
	})
	d := &story.Dossier{Parties: []string{"FRA", "TCD"}, AsOf: "2027-10-01", Total: 7, Happenings: []*story.Happening{meeting(), evil},
		Statements: []story.Statement{{Speaker: "Claire Vasseur", Kind: "direct", Verbatim: true, Text: "We stay.", Evidence: meeting().Life[0].Evidence}}}
	var b bytes.Buffer
	if err := HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	for _, want := range []string{"<h1>France – Chad</h1>", "the latest 2 of 7 happenings", "8 September 2027", "visit", `href="https://wire.example/1"`, "Told differently", "“We stay.”"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in the page", want)
		}
	}
	for _, bad := range []string{"<script", "<img", "javascript:", "<b>", "@import", "url("} {
		if strings.Contains(out, bad) {
			t.Errorf("%q is in the page", bad)
		}
	}
	for _, tag := range []string{"ul", "li", "p", "h2", "main", "body", "html"} {
		if open, shut := strings.Count(out, "<"+tag+">")+strings.Count(out, "<"+tag+" "), strings.Count(out, "</"+tag+">"); open != shut {
			t.Errorf("<%s> opens %d times and closes %d times", tag, open, shut)
		}
	}
}
