package query

import (
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     Node
	}{
		{"nothing", "  ", And{}},
		{"a word", "Baghdad", Text("Baghdad")},
		{"the example of the docs", `actor:IRQ type:CONSULT said_by:"White House" "coalition forces"`,
			And{Field{"actor", "IRQ"}, Field{"type", "CONSULT"}, Field{"said_by", "White House"}, Text("coalition forces")}},
		{"or binds less than and", "a b OR c", Or{And{Text("a"), Text("b")}, Text("c")}},
		{"brackets", "a (b OR c)", And{Text("a"), Or{Text("b"), Text("c")}}},
		{"not", "-status:planned NOT x", And{Not{Field{"status", "planned"}}, Not{Text("x")}}},
		{"a word that begins with OR", "ORder", Text("ORder")},
		{"a date", "after:2021-03", Field{"after", "2021-03"}},
		{"a type in small letters", "type:consult", Field{"type", "consult"}},
		{"a part of a mode", "mode:martial", Field{"mode", "martial"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse(c.in)
			if err != nil || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%#v %v", got, err)
			}
		})
	}
}

func TestFaultsSayWhatIsWrong(t *testing.T) {
	for in, want := range map[string]string{
		`colour:red`:             "no field colour",
		`actor:`:                 "needs a value",
		`"open`:                  "not closed",
		`(a`:                     "not closed",
		`a)`:                     "too many",
		`a OR`:                   "between two",
		`after:March`:            "2021-03-23",
		`-`:                      "nothing follows",
		`:x`:                     "not understood",
		`acter:IRQ`:              "did you mean actor",
		`a status:plannd`:        "at character 10: there is no status plannd (did you mean planned?)",
		`type:FOO`:               "there is no type FOO: it is one of AGREE, CONSULT",
		`type:"consult talks"`:   "there is no type consult talks",
		`type:assualt`:           "did you mean ASSAULT?",
		`mode:vist`:              "did you mean visit?",
		strings.Repeat("(", 100): "brackets",
		strings.Repeat("-", 100): "brackets",
		"\xff":                   "UTF-8",
	} {
		if _, err := Parse(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// What parses prints as a query that parses to the same.
func FuzzParse(f *testing.F) {
	for _, s := range []string{`actor:IRQ -(a OR "b c") on:2021`, `NOT NOT x`, `(((a)))`, `a OR b OR (c d)`, "é:\"x\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil || len(n.String()) > maxLength || strings.Count(n.String(), "(")+strings.Count(n.String(), "-") > maxDepth {
			return
		}
		again, err := Parse(n.String())
		if err != nil || n.String() != again.String() {
			t.Errorf("%q → %q → %v (%v)", s, n, again, err)
		}
	})
}
