package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/lang/conllu"
)

const twoSentences = "Iraq's premier didn’t agree.\nThey want talks – “soon” – now.\n"

func write(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// What parse prints as CoNLL-U can be read back, and the forms with their spaces give the text again.
func TestParseConllu(t *testing.T) {
	out, _, err := run(t, "", "parse", write(t, "a.txt", twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	r := conllu.NewReader(strings.NewReader(out))
	var text strings.Builder
	for range 2 {
		s, err := r.Next()
		if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
		covered := 0
		for i := range s.Rows {
			row := &s.Rows[i]
			if a, b, ok := strings.Cut(row[conllu.ID], "-"); ok {
				if a == b {
					t.Errorf("range %s", row[conllu.ID])
				}
				covered = 2
			} else if covered > 0 {
				if covered--; !strings.Contains(row[conllu.Misc], "TokenRange") {
					continue
				}
			}
			text.WriteString(row[conllu.Form])
			if !strings.Contains(row[conllu.Misc], "SpaceAfter=No") {
				text.WriteByte(' ')
			}
		}
	}
	if got, want := strings.TrimSpace(text.String()), strings.Join(strings.Fields(twoSentences), " "); got != want {
		t.Errorf("the words give %q, want %q", got, want)
	}
	for _, want := range []string{"# text = Iraq's premier didn’t agree.", "# newpar", "1-2\tIraq's\t", "\tnot\tPART\tRB\t", "NE=B-GPE", "TokenRange=0:6"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// JSON offsets are code points of the text.
func TestParseJSON(t *testing.T) {
	out, _, err := run(t, "", "parse", "--format", "json", write(t, "a.txt", twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Sentences []struct {
			Start, End int
			Words      []struct {
				Start, End, Head int
				Form             string
			}
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Sentences) != 2 {
		t.Fatalf("%d sentences in %s", len(got.Sentences), out)
	}
	runes := []rune(twoSentences)
	for _, s := range got.Sentences {
		for _, w := range s.Words {
			if string(runes[w.Start:w.End]) != w.Form || w.Head > len(s.Words) {
				t.Errorf("%+v stands at %q", w, string(runes[w.Start:w.End]))
			}
		}
	}
}

// With --tokens the words and all other columns stay.
func TestParseTokensKeepsTheFile(t *testing.T) {
	in := "# sent_id = x\n1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tA=b\n1\tdo\t_\t_\t_\tX=Y\t_\t_\t_\tSpaceAfter=No\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n2.1\tgo\t_\t_\t_\t_\t_\t_\t_\t_\n3\tgo now\t_\t_\t_\t_\t_\t_\t9:x\t_\n\n"
	for _, model := range []string{"default", "careful", "fast"} {
		out, _, err := run(t, "", "parse", "--tokens", "--model", model, write(t, "a.conllu", in))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Count(out, "\n") != strings.Count(in, "\n") {
			t.Fatalf("%s: lines differ:\n%s", model, out)
		}
		filled := 0
		for i, line := range strings.Split(out, "\n") {
			before, after := strings.Split(strings.Split(in, "\n")[i], "\t"), strings.Split(line, "\t")
			if len(after) < 10 {
				continue
			}
			for _, col := range []int{conllu.ID, conllu.Form, conllu.Feats, conllu.Deps} {
				if before[col] != after[col] {
					t.Errorf("%s: column %d of %q became %q", model, col, before, after)
				}
			}
			if after[conllu.UPOS] != "_" && after[conllu.Head] != "_" && after[conllu.Lemma] != "_" {
				filled++
			}
		}
		if filled != 3 {
			t.Errorf("%s: %d words analysed, want 3:\n%s", model, filled, out)
		}
	}
}

func TestParseTreeShowsEveryWord(t *testing.T) {
	out, _, err := run(t, "", "parse", "--format", "tree", "--color", "always", write(t, "a.txt", twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"└── ", "├── ", "premier", "[", "\x1b[", "They want talks – “soon” – now."} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	good := write(t, "a.txt", twoSentences)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"format": {[]string{"--format", "xml", good}, `--format "xml" is none of conllu, json, tree`},
		"model":  {[]string{"--model", "big", good}, `--model "big" is none of default, careful, fast`},
		"conllu": {[]string{"--tokens", good}, "line 1: 1 tab-separated columns, want 10 as in CoNLL-U"},
		"file":   {[]string{"--tokens", good + ".gone"}, "no such file"},
	} {
		if _, _, err := run(t, "", append([]string{"parse"}, c.args...)...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, c.want)
		}
	}
}
