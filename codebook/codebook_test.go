package codebook_test

import (
	"strings"
	"testing"

	"github.com/chancery-project/chancery/codebook"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/understand"
)

// try tests a codebook laid over the built-in one.
func try(t *testing.T, text string) (*codebook.Report, error) {
	t.Helper()
	lex, err := lexicon.Embedded().WithCodebook("mine.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := understand.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	return codebook.Test(lex, u, func(file string) bool { return file == "mine.txt" })
}

func TestExamples(t *testing.T) {
	const gleam = "[verbs]\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\n"
	for _, c := range []struct{ name, text, problem string }{
		{"told", gleam + "\t+ Ghana befriended Togo on Monday.\thappened SUPPORT Ghana > Togo", ""},
		{"told, whatever it is", gleam + "\t+ Ghana befriended Togo.", ""},
		{"a part of it", gleam + "\t+ Ghana will befriend Togo.\tplanned", ""},
		{"other parties", gleam + "\t+ Ghana befriended Togo.\tSUPPORT Togo > Ghana", "it tells an event, but not SUPPORT Togo > Ghana"},
		{"one party too few", gleam + "\t+ Ghana befriended Togo.\tSUPPORT Ghana >", "it tells an event, but not SUPPORT Ghana >"},
		{"other status", gleam + "\t+ Ghana befriended Togo.\tplanned SUPPORT", "it tells an event, but not planned SUPPORT"},
		{"not told", gleam + "\t+ The lamp befriended the night.", "this entry tells no event of it"},
		{"told by another entry", gleam + "\t+ Ghana condemned Togo.\tACCUSE", "this entry tells no event of it"},
		{"rightly not told", gleam + "\t- The lamp befriended night.", ""},
		{"wrongly told", gleam + "\t- Ghana befriended Togo.", "this entry tells an event of it"},
		{"not told so", gleam + "\t- Ghana befriended Togo.\tplanned", ""},
		{"told so", gleam + "\t- Ghana befriended Togo.\thappened", "it must not tell happened"},
		{"no event words", "[verbs]\nbefriend\t-\n\t- Ghana befriended Togo.", ""},
		{"no event words, but another's", "[verbs]\nbefriend\t-\n\t- Ghana befriended Togo and condemned Mali.", "it must tell no event"},
		{"a governor", "[status]\ndaydream\tverb\tpossible\tsubj\thedged\n\t+ Ghana daydreamed of condemning Togo.\tpossible ACCUSE Ghana > Togo", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := try(t, c.text+"\n")
			if err != nil {
				t.Fatal(err)
			}
			if r.Examples != 1 {
				t.Fatalf("%d examples", r.Examples)
			}
			problem := ""
			if len(r.Failures) > 0 {
				problem = r.Failures[0].Problem
			}
			if problem != c.problem {
				t.Errorf("got %q, want %q", problem, c.problem)
			}
		})
	}
}

func TestFaultyExamplesNameTheirLine(t *testing.T) {
	for want, expect := range map[string]string{
		"hapened SUPPORT Ghana": "mine.txt:3: \"hapened SUPPORT Ghana\" does not begin with a status or a PLOVER type",
		"SUPPORT/visit":         "mine.txt:3: \"visit\" is no mode of SUPPORT",
	} {
		_, err := try(t, "[verbs]\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\n\t+ Ghana befriended Togo.\t"+want+"\n")
		if err == nil || !strings.HasPrefix(err.Error(), expect) {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

// TestBuiltIn holds the built-in codebook to its examples.
func TestBuiltIn(t *testing.T) {
	lex := lexicon.Embedded()
	u, err := understand.New(lex)
	if err != nil {
		t.Fatal(err)
	}
	r, err := codebook.Test(lex, u, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Failures {
		t.Errorf("%s:%d: %s: %s (chancery codebook test shows the reasons)", f.Row.File, f.Example.Line, f.Example.Text, f.Problem)
	}
	t.Logf("%d examples beside %d entries, %d patterns without one", r.Examples, r.Entries, r.Bare)
}
