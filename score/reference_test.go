package score_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/score"
)

// TestAgreesWithReferenceScorer proves that every figure is the one that the
// independent scorer in Python gives, on perfect and on spoilt predictions.
func TestAgreesWithReferenceScorer(t *testing.T) {
	scorer := sample.Beside("score", "score_record.py")
	if _, err := os.Stat(scorer); err != nil {
		t.Skip("the reference scorer ../shared/score/score_record.py is not there")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the reference scorer with")
	}
	for _, dir := range []string{sample.Beside("gold", "records"), filepath.Join("..", "testdata", "gold")} {
		gold, err := score.Load(os.DirFS(dir))
		if err != nil {
			t.Fatal(err)
		}
		perfect := filepath.Join(t.TempDir(), "perfect.jsonl")
		if out, err := exec.Command(python, scorer, dir, "--make-perfect", perfect).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for name, spoil := range map[string]func(int, map[string]any) map[string]any{
			"perfect":     func(_ int, r map[string]any) map[string]any { return r },
			"spoilt":      spoil,
			"other text":  otherText,
			"half absent": halfAbsent,
		} {
			t.Run(filepath.Base(filepath.Dir(dir))+"/"+name, func(t *testing.T) {
				pred := filepath.Join(t.TempDir(), "pred.jsonl")
				recs := rewrite(t, perfect, pred, gold, spoil)
				out, err := exec.Command(python, scorer, dir, pred).Output()
				if err != nil {
					t.Fatal(err)
				}
				compareWithReference(t, score.Compare(gold, recs), out)
			})
		}
	}
}

// rewrite spoils each record of the file in, writes it to out, and returns
// the records by the name of their gold.
func rewrite(t *testing.T, in, out string, gold []score.Gold, spoil func(int, map[string]any) map[string]any) map[string]*chancery.Record {
	t.Helper()
	data, err := os.ReadFile(in)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	recs := map[string]*chancery.Record{}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<24)
	for i := 0; lines.Scan(); i++ {
		var r map[string]any
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		if r = spoil(i, r); r == nil {
			continue
		}
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		buf.Write(append(line, '\n'))
		recs[gold[i].Name] = decodeRecord(t, line)
	}
	if err := os.WriteFile(out, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return recs
}

func list(r map[string]any, name string) []any { all, _ := r[name].([]any); return all }

// spoil takes things away, gets others wrong and adds some, all by number.
func spoil(_ int, r map[string]any) map[string]any {
	wrong := map[string][]string{"type": {"CONSULT", "ACCUSE", "ASSAULT"}, "status": {"planned", "happened", "denied"},
		"kind": {"direct", "indirect"}, "relation": {"about", "equals"}, "value": {"2020", "P2D", "2022-03-04"}}
	for _, name := range []string{"actors", "places", "times", "quotes", "events", "figures"} {
		var kept []any
		for i, x := range list(r, name) {
			item := x.(map[string]any)
			for _, key := range []string{"type", "status", "kind", "relation", "value"} {
				if s, ok := item[key].(string); ok && (i+len(s))%4 == 0 {
					item[key] = wrong[key][i%len(wrong[key])]
				}
			}
			if name == "events" {
				spoilEvent(i, item)
			}
			if name == "quotes" && i%5 == 1 {
				delete(item, "speaker")
			}
			if start, ok := item["start"].(float64); ok && i%5 == 2 {
				item["end"] = start + 2
			}
			if i%6 != 5 || name == "actors" {
				kept = append(kept, item)
			}
			if name == "events" && i%7 == 3 {
				kept = append(kept, item)
			}
		}
		r[name] = kept
	}
	return r
}

func spoilEvent(i int, e map[string]any) {
	switch i % 8 {
	case 1:
		e["actor"], e["recipient"] = e["recipient"], e["actor"]
	case 2:
		delete(e, "said_by")
	case 3:
		e["time"] = map[string]any{"value": "2022-W10"}
	case 4:
		e["recipient"] = []any{}
	case 5:
		ev := e["evidence"].([]any)[0].(map[string]any)
		e["trigger"] = map[string]any{"start": ev["start"], "end": ev["start"].(float64) + 3}
		e["evidence"] = []any{map[string]any{"start": ev["start"], "end": ev["end"].(float64) + 120}}
	case 6:
		e["mode"] = []any{"visit", "arrest"}
	}
}

// otherText puts words before the text, straightens its quotation marks and
// moves every span along.
func otherText(_ int, r map[string]any) map[string]any {
	const before = "Skip to content\nMenu\n\n"
	article := r["article"].(map[string]any)
	text := article["text"].(string)
	article["text"] = before + strings.NewReplacer("“", `"`, "”", `"`, "’", "'").Replace(text)
	var move func(any)
	move = func(x any) {
		switch x := x.(type) {
		case []any:
			for _, y := range x {
				move(y)
			}
		case map[string]any:
			for key, y := range x {
				if n, ok := y.(float64); ok && (key == "start" || key == "end") {
					x[key] = n + float64(len(before))
				} else if key != "article" {
					move(y)
				}
			}
		}
	}
	move(r)
	return r
}

func halfAbsent(i int, r map[string]any) map[string]any {
	if i%2 == 0 {
		return nil
	}
	return spoil(i, r)
}

// compareWithReference reads the last line that the reference prints.
func compareWithReference(t *testing.T, got score.Report, out []byte) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	var want map[string]float64
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &want); err != nil {
		t.Fatal(err)
	}
	near := func(what string, have, want float64) {
		if math.Abs(have-want) > 1e-4 {
			t.Errorf("%s = %v, the reference says %v", what, have, want)
		}
	}
	for _, f := range got.Fields {
		near(f.Name+" precision", f.Precision(), want[f.Name+"_p"])
		near(f.Name+" recall", f.Recall(), want[f.Name+"_r"])
		near(f.Name+" F1", f.F1(), want[f.Name+"_f1"])
		near(f.Name+" gold", float64(f.Gold), want[f.Name+"_gold"])
	}
	for _, a := range got.Accuracies {
		if _, ok := want[a.Name+"_acc"]; !ok {
			t.Errorf("the reference has no %s", a.Name)
		}
		near(a.Name, a.Share(), want[a.Name+"_acc"])
		near(a.Name+" asked", float64(a.N), want[a.Name+"_n"])
	}
	n := got.Counts
	for name, have := range map[string]int{"lures": n.Lures, "lures_hit": n.LuresHit, "lure_false_events": n.LureFalseEvents,
		"event_duplicates": n.DuplicateEvents, "event_optional": n.OptionalEvents, "event_optional_found": n.OptionalEventsFound} {
		near(name, float64(have), want[name])
	}
	if t.Failed() {
		t.Log(string(out))
	}
}
