package actor

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chancery-project/chancery/lexicon"
)

func TestPhrase(t *testing.T) {
	_, f := setup(t)
	for _, c := range []struct{ name, text, date, want string }{
		{"agent noun", "Peruvian potato growers", "", "PER AGR"},
		{"one of them", "a Laotian fighter pilot", "", "LAO MIL"},
		{"ministry by pattern", "Norway's Ministry of Fisheries and Transport", "", "NOR GOV"},
		{"parliament in its own word", "the Icelandic Althing", "", "ISL LEG"},
		{"secret service", "the Dutch domestic intelligence", "", "NLD SPY"},
		{"sector by adjective", "a congressional delegation", "", "LEG"},
		{"opposition in parliament", "Kenyan opposition lawmakers", "", "KEN LEG OPP"},
		{"former", "a former Danish diplomat", "", "DNK ELI"},
		{"in office", "Jacques Chirac", "2001-01-01", "FRA GOV"},
		{"out of office", "Jacques Chirac", "2010-01-01", "FRA ELI"},
		{"no matter when", "Jacques Chirac", "", "FRA GOV"},
		{"before office", "Jacques Chirac", "1960-01-01", "FRA"},
		{"territory", "Somaliland's coast guard", "", "SOM PRE"},
		{"party with an apostrophe", "the Mongolian People's Party", "", "MNG PTY"},
		{"first name that is a faith", "Christian Nobody", "", ""},
		{"gang", "a people smuggling ring in Malta", "", "MLT CRM"},
		{"union by its name", "the Kenya National Union of Teachers", "", "KEN LAB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, code := f.Phrase(c.text, c.date); code != c.want {
				t.Errorf("%s: %q, want %q", c.text, code, c.want)
			}
		})
	}
}

func TestOrganisationsLeadTheirOwn(t *testing.T) {
	la, f := setup(t)
	for text, want := range map[string]string{
		"The president of the Chadian Human Rights League refused.":       "TCD SOC",
		"The spokesman for the Kenya National Union of Teachers refused.": "KEN LAB",
		"Members of the Bundeswehr refused.":                              "DEU MIL",
		"The Philippine Congress refused.":                                "PHL LEG",
		"South Korea's Joint Chiefs of Staff refused.":                    "KOR MIL",
		"The MEPs refused in Warsaw.":                                     "IGO EUR LEG",
		"The president of Chad refused.":                                  "TCD GOV",
	} {
		got := ""
		if a := f.Find(document(la, text)).Actors(); len(a) > 0 {
			got = a[0].Code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestExplainNamesTheLine(t *testing.T) {
	lex := lexicon.Embedded().With("mine", fstest.MapFS{"actors/people.txt": {Data: []byte("# mine\nOtto Mops\tDEU\tGOV\tMinister of Pugs\t2001-01-01\t2002-01-01~\n")}})
	f, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[string]Reason{
		"2001-06-01": {"Otto Mops", "person", "DEU GOV, Minister of Pugs", "2001-01-01..2002-01-01", "mine/actors/people.txt:2"},
		"2009-06-01": {"Otto Mops", "person", "DEU GOV, Minister of Pugs: since then unknown", "2001-01-01..?", "mine/actors/people.txt:2"},
	} {
		if got := f.Explain("Otto Mops", date); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %+v", date, got)
		}
	}
	if _, code := f.Phrase("Otto Mops", "2009-06-01"); code != "DEU" {
		t.Errorf("after the last day known: %q", code)
	}
}

func TestFaultyDaysAndFields(t *testing.T) {
	for file, row := range map[string]string{
		"actors/people": "A B\tDEU\tGOV\tMinister\tMay 2001", "actors/modifiers": "naval\tfield", "actors/territories": "Ruritania\tRUR", "actors/agents": "pugs\tpeople\tCVL\tpug\tdog",
	} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

// TestOwnLexicon proves that a user's lines are known and win over those that come with the program.
func TestOwnLexicon(t *testing.T) {
	lex := lexicon.Embedded().With("mine", fstest.MapFS{
		"actors/people.txt":       {Data: []byte("# mine\nAntony Blinken\tUSA\tBUS\tChairman of Acme\t2021-01-01\n")},
		"actors/armed_groups.txt": {Data: []byte("# mine\nRiver Brigade\tarmed_group\tMLI\tMLI REB\tBrigade of the River\n")},
	})
	f, err := New(lex)
	if err != nil {
		t.Fatal(err)
	}
	for phrase, want := range map[string]string{"Antony Blinken": "USA BUS", "the Brigade of the River": "MLI REB", "Lloyd Austin": "USA GOV"} {
		if _, code := f.Phrase(phrase, "2021-05-05"); code != want {
			t.Errorf("%s is %q, not %q", phrase, code, want)
		}
	}
}
