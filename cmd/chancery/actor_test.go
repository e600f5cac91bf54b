package main

import (
	"strings"
	"testing"
)

func TestActorAnswersAPhrase(t *testing.T) {
	out, _, err := run(t, "", "actor", "the French foreign ministry")
	if err != nil || !strings.Contains(out, "country  FRA") || !strings.Contains(out, "code     FRA GOV") {
		t.Errorf("%v: %q", err, out)
	}
	if out, _, err = run(t, "", "actor", "--json", "a US destroyer"); err != nil || !strings.Contains(out, `"country":"USA","code":"USA MIL"`) {
		t.Errorf("%v: %q", err, out)
	}
}

func TestActorSaysWhy(t *testing.T) {
	out, _, err := run(t, "", "actor", "--date", "2005-05-05", "former Danish minister Jacques Chirac")
	for _, want := range []string{`"Danish": adjective, DNK  [lexicon/actors/countries.txt:`, "President of France (1995-05-17..2007-05-16)  [lexicon/actors/people.txt:"} {
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%v: no %s in\n%s", err, want, out)
		}
	}
	if out, _, err = run(t, "", "actor", "--json", "Jacques Chirac"); err != nil || !strings.Contains(out, `"code":"FRA GOV","why":[{"words":"Jacques Chirac"`) {
		t.Errorf("%v: %s", err, out)
	}
}

func TestActorAnswersEveryLine(t *testing.T) {
	in := `{"id":"a","text":"Peruvian police","date":"2021-01-01"}` + "\n{\n" + `{"id":"b","text":"a table","date":""}` + "\n" + `{"id":"c","text":"Peru","date":"May"}` + "\n"
	out, _, err := run(t, in, "actor", "--format", "json", "-")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if err == nil || !strings.Contains(err.Error(), "2 lines") || len(lines) != 4 {
		t.Fatalf("%v: %q", err, lines)
	}
	for i, want := range []string{`{"id":"a","country":"PER","code":"PER COP"}`, `"error":"line 2`, `{"id":"b","country":"","code":""}`, `"id":"c"`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d is %s, want %s", i+1, lines[i], want)
		}
	}
}

func TestActorSaysWhatIsWrong(t *testing.T) {
	for want, args := range map[string][]string{
		"--lexicon": {"actor", "qwertz"}, "2024-05-14": {"actor", "--date", "May", "Peru"}, "--format": {"actor", "--format", "xml", "Peru"},
	} {
		if _, _, err := run(t, "", args...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v", args, err)
		}
	}
}
