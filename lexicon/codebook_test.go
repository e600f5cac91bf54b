package lexicon_test

import (
	"strings"
	"testing"

	"github.com/chancery-project/chancery/lexicon"
)

func TestCodebookWinsAndKeepsItsLines(t *testing.T) {
	lex, err := lexicon.Embedded().WithCodebook("mine.txt", []byte("# mine\n[verbs]\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\n\t+ Ghana befriended Togo.\tSUPPORT Ghana > Togo\n\t- Gold befriends.\n-agree on\n\n[objects]\npact\tgleam\n"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := lex.Rows("events/verbs.txt")
	if err != nil {
		t.Fatal(err)
	}
	first := rows[0]
	if first.Key() != "befriend" || first.File != "mine.txt" || first.Line != 3 || len(first.Examples) != 2 {
		t.Errorf("the first row is %+v", first)
	}
	if e := first.Examples[0]; !e.For || e.Line != 4 || e.Text != "Ghana befriended Togo." || e.Want != "SUPPORT Ghana > Togo" {
		t.Errorf("the first example is %+v", e)
	}
	if first.Examples[1].For {
		t.Error("the second example is one for the entry")
	}
	for _, r := range rows {
		if r.Key() == "agree on" {
			t.Errorf("%s:%d is still there", r.File, r.Line)
		}
	}
	objects, err := lex.Rows("events/objects.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range objects {
		if r.Key() == "pact" {
			n++
			if r.Field(1) != "gleam" {
				t.Errorf("pact is %q", r.Field(1))
			}
		}
	}
	if n != 1 {
		t.Errorf("pact stands there %d times", n)
	}
	mine, err := lex.Sum()
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := lexicon.Embedded().Sum(); err != nil || plain == mine {
		t.Errorf("the sums are %s and %s (%v)", plain, mine, err)
	}
}

func TestFaultsOfACodebookNameTheLineAndWhatToDo(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no section", "condemn\tACCUSE", "mine.txt:1: an entry stands before the first section: write [verbs]"},
		{"unknown section", "# x\n[verb]\n", "mine.txt:2: no section [verb]: write [cameo], [codes], [confidence]"},
		{"open bracket", "[verbs\n", "mine.txt:1: no section"},
		{"nothing in it", "# x\n[verbs]\n", "mine.txt: the codebook has no entries: write [verbs]"},
		{"removes what is not there", "[verbs]\n-condem\n", "mine.txt:2: \"condem\" is to be removed, and events/verbs.txt has no such entry"},
		{"no key", "[verbs]\n-\tACCUSE\n", "mine.txt:2: an entry needs a key"},
		{"example first", "[verbs]\n\t+ Iraq left.\n", "mine.txt:2: an example stands before the first entry"},
		{"not an example", "[verbs]\nleave\tRETREAT\n\tIraq left.\n", "mine.txt:3: a line that begins with a tab is an example: write + or -"},
		{"example after spaces", "[verbs]\nleave\tRETREAT\n  + Iraq left.\n", "mine.txt:3: an example begins with a tab, not with spaces"},
		{"not UTF-8", "[verbs]\n\xff\n", "mine.txt: not UTF-8 text: save it as UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lex, err := lexicon.Embedded().WithCodebook("mine.txt", []byte(c.text))
			if err == nil {
				_, err = lex.Rows("events/verbs.txt")
			}
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestCodebookAsEditorsSaveIt(t *testing.T) {
	lex, err := lexicon.Embedded().WithCodebook("mine.txt", []byte("\ufeff[verbs]\r\nbefriend\tSUPPORT\t\tsubj=A+ obj=R\t051\r\n\t+ Ghana befriended Togo.\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := lex.Rows("events/verbs.txt")
	if err != nil || rows[0].Field(4) != "051" || rows[0].Examples[0].Text != "Ghana befriended Togo." {
		t.Errorf("%v: %+v", err, rows[0])
	}
}

func FuzzCodebook(f *testing.F) {
	for _, s := range []string{"[verbs]\na\tACCUSE\n\t+ b.\tc\n", "[nouns]\n-talks\n", "[\n]\n\t+\n", "[actors/people]\nx\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		lex, err := lexicon.Embedded().WithCodebook("mine.txt", raw)
		if err != nil {
			return
		}
		rows, err := lex.Rows("events/verbs.txt")
		if err != nil {
			t.Fatal(err) // what is accepted can be read
		}
		for _, r := range rows {
			if r.Line < 1 || r.Key() == "" {
				t.Errorf("row %+v", r)
			}
		}
	})
}
