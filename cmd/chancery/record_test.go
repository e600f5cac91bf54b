package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// twoReports are two invented reports in which Ghana condemns and befriends.
const twoReports = `{"id": "r1", "url": "https://courier.example/1", "outlet": "The Courier", "title": "Ghana condemns Togo", "date": "2021-03-23", "text": "Ghana condemned Togo on Monday for closing the border.\n\nThe ministers of both countries will meet in Lagos in April."}
{"id": "r2", "url": "https://courier.example/2", "outlet": "The Courier", "title": "Benin visits", "date": "2021-03-25", "text": "Benin's president visited Ghana on Wednesday.\n\nGhana befriended Benin, the president said."}
`

// ingested makes a record of twoReports.
func ingested(t *testing.T) (db, reports string) {
	t.Helper()
	db, reports = filepath.Join(t.TempDir(), "r.db"), fileOf(t, "reports.jsonl", twoReports)
	if out, errs, err := run(t, "", "ingest", "--record", db, "-q", reports); err != nil || !strings.Contains(out, "2 articles added") {
		t.Fatal(out, errs, err)
	}
	return db, reports
}

func must(t *testing.T, args ...string) string {
	t.Helper()
	out, errs, err := run(t, "", args...)
	if err != nil {
		t.Fatalf("%v: %v %s", args, err, errs)
	}
	return out
}

// Recode shows what another codebook changes and replaces nothing; with
// --apply it does, and diff tells the record before from the one after.
func TestRecodeAndDiff(t *testing.T) {
	db, _ := ingested(t)
	before := filepath.Join(t.TempDir(), "before.db")
	must(t, "backup", "--record", db, before)
	if out := must(t, "recode", "--record", db); !strings.Contains(out, "0 articles compared: 0 events gained, 0 lost, 0 altered") {
		t.Errorf("the same codebook: %s", out)
	}
	if out := must(t, "recode", "--record", db, "--all"); !strings.Contains(out, "2 articles compared: 0 events gained, 0 lost, 0 altered") {
		t.Errorf("the same codebook again: %s", out)
	}
	book := fileOf(t, "mine.txt", "[verbs]\n-condemn\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\n")
	shown := must(t, "recode", "--record", db, "--codebook", book)
	for _, want := range []string{"lost    ACCUSE “condemned”", "gained  SUPPORT “befriended”", "2 articles compared", "nothing was replaced"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not in: %s", want, shown)
		}
	}
	if out := must(t, "diff", before, db); !strings.Contains(out, "0 events gained, 0 lost, 0 altered") {
		t.Errorf("recode without --apply changed the record: %s", out)
	}
	var applied, differ recoding
	if err := json.Unmarshal([]byte(must(t, "recode", "--record", db, "--codebook", book, "--apply", "--json")), &applied); err != nil || !applied.Applied || applied.Gained == 0 || applied.Lost == 0 {
		t.Errorf("%+v %v", applied, err)
	}
	if out := must(t, "find", "--record", db, "type:SUPPORT party:BEN"); !strings.Contains(out, "befriended") {
		t.Errorf("what the new codebook tells is not found: %s", out)
	}
	if out := must(t, "verify", "--record", db); !strings.Contains(out, "whole") {
		t.Error(out)
	}
	if out := must(t, "recode", "--record", db, "--codebook", book); !strings.Contains(out, "0 articles compared") {
		t.Errorf("recoded twice: %s", out)
	}
	if err := json.Unmarshal([]byte(must(t, "diff", "--json", before, db)), &differ); err != nil || differ.Gained != applied.Gained || differ.Lost != applied.Lost || differ.Altered != applied.Altered {
		t.Errorf("diff tells %+v, recode told %+v (%v)", differ, applied, err)
	}
	more := fileOf(t, "more.txt", "Kenya and Uganda held talks in Nairobi on Tuesday.")
	must(t, "ingest", "--record", db, "-q", "--published", "2021-05-05", more)
	if out := must(t, "diff", before, db); !strings.Contains(out, "1 article only in the second record") {
		t.Error(out)
	}
	if out := must(t, "diff", db, before); !strings.Contains(out, "1 article only in the first record") {
		t.Error(out)
	}
	if _, _, err := run(t, "", "diff", db, filepath.Join(t.TempDir(), "none.db")); err == nil || !strings.Contains(err.Error(), "none.db") {
		t.Errorf("a record that is not there: %v", err)
	}
}

// What was forgotten does not come back with the same bytes, and the command
// says so; --again takes it.
func TestForgottenStaysOut(t *testing.T) {
	db, reports := ingested(t)
	must(t, "forget", "--record", db, "https://courier.example/1", "--why", "asked to")
	if out := must(t, "ingest", "--record", db, "-q", reports); !strings.Contains(out, "0 articles added, 1 known already, 1 forgotten before and left out (chancery ingest --again takes them)") {
		t.Error(out)
	}
	if out := must(t, "find", "--record", db, "condemned"); !strings.Contains(out, "nothing found") {
		t.Errorf("it is back: %s", out)
	}
	if out := must(t, "ingest", "--record", db, "-q", "--json", reports); !strings.Contains(out, `"forgotten": 1`) {
		t.Error(out)
	}
	if out := must(t, "ingest", "--record", db, "-q", "--again", reports); !strings.Contains(out, "1 article added, 1 known already") {
		t.Error(out)
	}
	if out := must(t, "find", "--record", db, "condemned"); !strings.Contains(out, "accusation (disapprove)") {
		t.Error(out)
	}
	if out := must(t, "verify", "--record", db); !strings.Contains(out, "whole") {
		t.Error(out)
	}
	must(t, "forget", "--record", db, "https://courier.example/1")
	if out := must(t, "ingest", "--record", db, "-q", reports); !strings.Contains(out, "1 forgotten before") {
		t.Errorf("forgotten a second time: %s", out)
	}
}

// A value that nothing can have is an error that names it and what comes
// nearest, and does not look like an empty answer.
func TestMistypedValuesAreErrors(t *testing.T) {
	db, _ := ingested(t)
	feed := fileOf(t, "feed.xml", `<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title></channel></rss>`)
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"a status", []string{"find", "status:plannd"}, "there is no status plannd (did you mean planned?): it is one of happened, "},
		{"a type", []string{"timeline", "type:FOO"}, "there is no type FOO: it is one of AGREE, "},
		{"a mode", []string{"due", "mode:vist"}, "there is no mode vist (did you mean visit?)"},
		{"a field", []string{"export", "stauts:planned"}, "there is no field stauts (did you mean status?)"},
		{"a subject", []string{"dossier", "Atlantis"}, "Atlantis is no party, place, talks or topic of this record"},
		{"a subject that is nearly one", []string{"dossier", "Lagoss"}, "did you mean lagos?"},
		{"one of two subjects", []string{"dossier", "GHA", "Atlantis"}, "Atlantis is no party"},
		{"a limit", []string{"find", "--limit", "-1", "Ghana"}, "--limit -1: it is how many at most, or 0 for all"},
		{"a limit of rows", []string{"sql", "--limit", "-5", "SELECT 1"}, "--limit -5: it is how many rows at most"},
		{"days to keep", []string{"forget", "--outlet", "The Courier", "--keep-days", "-3"}, "--keep-days -3"},
		{"a feed for a list of feeds", []string{"watch", "--once", feed}, "this is a feed itself, not a list of feeds: \"chancery ingest " + feed + "\" reads it once"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, _, err := run(t, "", append([]string{c.args[0], "--record", db}, c.args[1:]...)...)
			if err == nil || errors.Is(err, errReported) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, printed %q", err, out)
			}
		})
	}
	out, errs, err := run(t, "", "find", "--record", db, "party:Ghanaa")
	if err != nil || !strings.Contains(out, "nothing found") || !strings.Contains(errs, "no happening has party Ghanaa (did you mean ghana?)") {
		t.Errorf("%q %q %v", out, errs, err)
	}
}

// What --json prints is told for each command by itself.
func TestHelpTellsWhatJSONHolds(t *testing.T) {
	told := map[string]string{}
	for _, c := range newRoot().Commands() {
		flag := c.Flag("json")
		if flag == nil || c.Hidden {
			continue
		}
		if strings.Contains(flag.Usage, "DOSSIER") && !strings.Contains("find timeline due dossier", c.Name()) {
			t.Errorf("%s: %s", c.Name(), flag.Usage)
		}
		if told[flag.Usage] != "" && c.Name() != "retry" && c.Name() != "ingest" && !strings.Contains("merge split undo forget", c.Name()) {
			t.Errorf("%s and %s say the same: %s", c.Name(), told[flag.Usage], flag.Usage)
		}
		told[flag.Usage] = c.Name()
	}
	if len(told) < 12 {
		t.Errorf("%d commands print JSON", len(told))
	}
}

// Rebuild and backup say what they did, as JSON too.
func TestRebuildAndBackupTell(t *testing.T) {
	db, _ := ingested(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	if out := must(t, "rebuild", "--record", db); !strings.Contains(out, "worked out anew: 4 happenings") {
		t.Error(out)
	}
	if out := must(t, "rebuild", "--record", db, "--json"); !strings.Contains(out, `"happenings": 4`) {
		t.Error(out)
	}
	out := must(t, "backup", "--record", db, "--json", copied)
	info, err := os.Stat(copied)
	var told struct{ Bytes int64 }
	if err != nil || json.Unmarshal([]byte(out), &told) != nil || told.Bytes != info.Size() {
		t.Errorf("%s, %v", out, err)
	}
}
