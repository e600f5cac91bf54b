package wording

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func show(old, new string) string {
	var b strings.Builder
	for _, c := range Compare(old, new) {
		fmt.Fprintf(&b, "[%s|%s]", c.Old.Text(old), c.New.Text(new))
	}
	return b.String()
}

func TestChanges(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"the same", "Envoys met in Vienna.", "Envoys met in Vienna.", ""},
		{"white space alone", "Envoys  met\nin Vienna.\n\n", "Envoys met\n\nin Vienna.", ""},
		{"one word", "Three people died.", "Four people died.", "[Three|Four]"},
		{"added at the end", "They met.", "They met.\n\nThis report was corrected.", "[|This report was corrected.]"},
		{"removed at the beginning", "BREAKING: They met.", "They met.", "[BREAKING:|]"},
		{"added in the middle", "Iraq and Iran met.", "Iraq, Turkey and Iran met.", "[|, Turkey]"},
		{"in two paragraphs", "One died.\n\nHe spoke on Monday.\n\nEnd.", "Two died.\n\nHe spoke on Tuesday.\n\nEnd.", "[One|Two][Monday|Tuesday]"},
		{"a paragraph moved out", "A b c.\n\nD e f.\n\nG h i.", "A b c.\n\nG h i.", "[D e f.|]"},
		{"from nothing", "", "They met.", "[|They met.]"},
		{"to nothing", "They met.", "", "[They met.|]"},
		{"letters of all scripts", "وزير الخارجية قال", "وزير الدفاع قال", "[الخارجية|الدفاع]"},
		{"a mark beside a word", "“Yes,” he said", "“Yes” he said", "[,|]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := show(c.old, c.new); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// What is changed, put in the place of what was, gives the new text's words.
func TestChangesRebuildTheNewText(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	text := func(n, kinds int) string {
		var b strings.Builder
		for range n {
			b.WriteString(string(rune('a' + rnd.IntN(kinds))))
			b.WriteString([]string{" ", "\n", ", "}[rnd.IntN(3)])
		}
		return b.String()
	}
	for i := range 3000 {
		old, new := text(rnd.IntN(30), 4), text(rnd.IntN(30), 4)
		var b strings.Builder
		from, at := 0, 0
		for _, c := range Compare(old, new) {
			if c.Old.Start < from || c.New.Start < at || c.Old.End < c.Old.Start || c.New.End < c.New.Start || c.Old.End > len(old) || c.New.End > len(new) {
				t.Fatalf("%d: %v is out of order in %q → %q", i, c, old, new)
			}
			b.WriteString(old[from:c.Old.Start] + " " + c.New.Text(new) + " ")
			from, at = c.Old.End, c.New.End
		}
		b.WriteString(old[from:])
		if got, want := strings.Join(strings.Fields(spaced(b.String())), " "), strings.Join(strings.Fields(spaced(new)), " "); got != want {
			t.Fatalf("%d: %q → %q gives %q", i, old, new, got)
		}
	}
}

func spaced(s string) string { return strings.ReplaceAll(s, ",", " , ") }

// Two long texts without anything in common end in time.
func TestLongTexts(t *testing.T) {
	a, b := strings.Repeat("alpha beta ", 200_000), strings.Repeat("gamma delta ", 200_000)
	if n := len(Compare(a, b)); n != 1 {
		t.Errorf("%d changes", n)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Envoys met.", "Envoys did not meet.")
	f.Fuzz(func(t *testing.T, old, new string) {
		for _, c := range Compare(old, new) {
			_, _ = c.Old.Text(old), c.New.Text(new)
		}
		if len(Compare(old, old)) > 0 {
			t.Error("a text differs from itself")
		}
	})
}
