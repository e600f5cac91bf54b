package score

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	chancery "github.com/chancery-project/chancery"
)

func TestGreedy(t *testing.T) {
	for name, c := range map[string]struct {
		pairs []Pair
		want  string
	}{
		"the heaviest pair wins":         {[]Pair{{1, 0, 0}, {3, 0, 1}, {2, 1, 1}}, "[{3 0 1}]"},
		"what is left is paired":         {[]Pair{{3, 0, 1}, {1, 1, 0}}, "[{3 0 1} {1 1 0}]"},
		"ties go to the lower gold":      {[]Pair{{1, 1, 0}, {1, 0, 0}}, "[{1 0 0}]"},
		"ties go to the lower predicted": {[]Pair{{1, 0, 1}, {1, 0, 0}}, "[{1 0 0}]"},
		"nothing to pair":                {nil, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := fmt.Sprint(Greedy(c.pairs)); got != c.want {
				t.Errorf("Greedy = %s, want %s", got, c.want)
			}
		})
	}
}

func TestPRF(t *testing.T) {
	for name, c := range map[string]struct {
		in      PRF
		p, r, f float64
	}{
		"some right":              {PRF{2, 4, 8}, 0.5, 0.25, 1.0 / 3},
		"nothing to find, none":   {PRF{0, 0, 0}, 1, 1, 1},
		"nothing to find, some":   {PRF{0, 3, 0}, 0, 0, 0},
		"something to find, none": {PRF{0, 0, 3}, 0, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, x := range [][2]float64{{c.in.Precision(), c.p}, {c.in.Recall(), c.r}, {c.in.F1(), c.f}} {
				if math.Abs(x[0]-x[1]) > 1e-9 {
					t.Errorf("have %v, want %v", x[0], x[1])
				}
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"plain":                {"It rains. It pours! Why? He left.", "It rains.|It pours!|Why?|He left."},
		"mark after the stop":  {"“It rains.” She left.", "“It rains.”|She left."},
		"opening mark":         {"He left. “It rains,” she said.", "He left.|“It rains,” she said."},
		"abbreviation":         {"Gen. Smith met Mr. Jones in the U.S. Senate.", "Gen. Smith met Mr. Jones in the U.S. Senate."},
		"line ends a sentence": {"A headline\nThe text.", "A headline|The text."},
		"small letter goes on": {"It was 5 p.m. when he left.", "It was 5 p.m. when he left."},
		"no-break space":       {"It rains.\u00a0It pours.", "It rains.|\u00a0It pours."},
		"stop inside a number": {"It fell 2.5 points.", "It fell 2.5 points."},
		"nothing":              {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range sentences(c.text) {
				got = append(got, s.Text(c.text))
			}
			if strings.Join(got, "|") != c.want {
				t.Errorf("have %q, want %q", strings.Join(got, "|"), c.want)
			}
		})
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"A. B", "“A.” B\n\nC", "x\u00a0. Y", "\xff. A", "...!?\"' A"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last := 0
		for _, s := range sentences(text) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("sentence %v after %d in %q", s, last, text)
			}
			last = s.End
		}
	})
}

func TestTimeRight(t *testing.T) {
	for name, c := range map[string]struct {
		gold Alternatives
		pred string
		want bool
	}{
		"the same":                {Alternatives{"2024-02-20"}, "2024-02-20", true},
		"finer than gold":         {Alternatives{"2024-02"}, "2024-02-20", true},
		"month around a day":      {Alternatives{"2024-02-20"}, "2024-02", true},
		"year around a day":       {Alternatives{"2024-02-20"}, "2024", false},
		"day in a week":           {Alternatives{"2024-W08"}, "2024-02-20", true},
		"day out of the week":     {Alternatives{"2024-W08"}, "2024-02-27", false},
		"weekend in the week":     {Alternatives{"2024-W08"}, "2024-W08-WE", true},
		"first week of a year":    {Alternatives{"2021-W01"}, "2021-01-04", true},
		"quarter around a month":  {Alternatives{"2021-Q1"}, "2021-03", true},
		"time of day":             {Alternatives{"2024-02-20"}, "2024-02-20TMO", true},
		"none wanted, none given": {nil, "", true},
		"none wanted, one given":  {nil, "2024", false},
		"none is right too":       {Alternatives{"2024", ""}, "", true},
		"one wanted, none given":  {Alternatives{"2024"}, "", false},
		"no such month":           {Alternatives{"2024-13"}, "2024-01-01", false},
		"duration":                {Alternatives{"P3D"}, "P3D", true},
		"second alternative":      {Alternatives{"P3D", "2024-05"}, "2024-05-02", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := timeRight(c.gold, c.pred); got != c.want {
				t.Errorf("timeRight(%q, %q) = %v", c.gold, c.pred, got)
			}
		})
	}
}

func TestAligner(t *testing.T) {
	for name, c := range map[string]struct{ pred, gold, span, want string }{
		"same text":             {"He met her.", "He met her.", "met", "met"},
		"words before":          {"Menu. He met her.", "He met her.", "met her", "met her"},
		"straightened marks":    {`"No," she said.`, "“No,” she said.", `"No,"`, "“No,”"},
		"case folded":           {"PARIS talks", "Paris talks", "PARIS", "Paris"},
		"a word missing within": {"He met her.", "He often met her.", "He met", "He often met"},
		"not in the gold":       {"Subscribe now! He met her.", "He met her.", "Subscribe now", ""},
		"soft hyphen gone":      {"The ambassador left.", "The ambas\u00adsador left.", "ambassador left", "left"},
	} {
		t.Run(name, func(t *testing.T) {
			at := strings.Index(c.pred, c.span)
			got, ok := newAligner(c.pred, c.gold).span(chancery.Span{Start: at, End: at + len(c.span)})
			if ok != (c.want != "") || got.Text(c.gold) != c.want {
				t.Errorf("have %q, %v, want %q", got.Text(c.gold), ok, c.want)
			}
		})
	}
}

func FuzzAligner(f *testing.F) {
	f.Add("He met her.", "He often met her.")
	f.Add("“é” a", "\"e\u0301\" a\u200b")
	f.Fuzz(func(t *testing.T, pred, gold string) {
		a := newAligner(pred, gold)
		for _, tok := range tokens(pred) {
			if s, ok := a.span(tok.span); ok && pred != gold && (s.Start < 0 || s.End > len(gold) || s.Empty()) {
				t.Fatalf("%q maps to %v of %q", tok.span.Text(pred), s, gold)
			}
		}
	})
}

const smallText = "Oslo accused Riga of spying on Friday.\nRiga denied it. “It is a joke,” its envoy said."

const smallGold = `{"id":"x","published":"2024-03-01","outlet":"O","translated":null,"title":"Spies",
 "times":[{"text":"Friday","nth":1,"type":"DATE","value":"2024-03-01"}],
 "quotes":[{"kind":"direct","speaker":"Envoy","content":"It","content_full":"It is a joke,","via":[]}],
 "actors":[{"name":"Norway","aliases":["Oslo"],"kind":"government","country":"NOR"},
  {"name":"Latvia","aliases":["Riga"],"kind":"government","country":"LVA"},{"name":"Envoy","aliases":["its envoy"],"kind":"person","country":"LVA"}],
 "events":[{"type":["ACCUSE"],"mode":["allege"],"actor":[["NOR"]],"recipient":[["LVA"]],"time":["2024-03-01"],"status":["happened"],"said_by":null,"evidence":"Oslo accused Riga"},
  {"type":["COERCE"],"mode":[],"actor":[["LVA"]],"recipient":[[null,"NOR"]],"time":[null],"status":["denied"],"said_by":"Norway","evidence":"of spying on Friday"}],
 "figures":[],"agreements":[],"agenda":[],"lures":["It is a joke"]}`

func smallRecord() *chancery.Record {
	at := func(s string) chancery.Span {
		i := strings.Index(smallText, s)
		return chancery.Span{Start: i, End: i + len(s)}
	}
	first := []chancery.Span{at("Oslo accused Riga of spying on Friday.")}
	return &chancery.Record{
		Article: &chancery.Article{Title: "Spies", Published: "2024-03-01", Text: smallText},
		Actors: []chancery.Actor{{ID: "a1", Name: "Norway", Country: "NOR", Kind: chancery.Government},
			{ID: "a2", Name: "Latvia", Country: "LVA", Kind: chancery.Government}},
		Times:  []chancery.Timex{{ID: "t1", Span: at("on Friday"), Type: chancery.Date, Value: "2024-03-01"}},
		Quotes: []chancery.Quote{{ID: "q1", Kind: chancery.Direct, Speaker: "a2", Content: []chancery.Span{at("It is a joke")}}},
		Events: []chancery.Event{
			{ID: "e1", Type: chancery.Accuse, Actor: []string{"a1"}, Recipient: []string{"a1"}, Status: chancery.Planned,
				Time: &chancery.EventTime{Value: "2024-03-01"}, Evidence: first},
			{ID: "e2", Type: chancery.Support, Actor: []string{"a2"}, Status: chancery.Happened, Trigger: at("joke")},
		},
	}
}

func smallReport(t *testing.T, rec *chancery.Record) Report {
	t.Helper()
	gold, err := Load(fstest.MapFS{"x.json": {Data: []byte(smallGold)}, "x.txt": {Data: []byte(smallText)}})
	if err != nil {
		t.Fatal(err)
	}
	return Compare(gold, map[string]*chancery.Record{"x": rec})
}

// TestCompare proves figures that were worked out by hand.
func TestCompare(t *testing.T) {
	r := smallReport(t, smallRecord())
	for name, want := range map[string]PRF{
		"event_type": {1, 2, 2}, "event_full": {0, 2, 2}, "time_span": {0, 1, 1}, "time_value": {1, 1, 1},
		"quote": {1, 1, 1}, "quote_with_speaker": {0, 1, 1}, "figure": {0, 0, 0},
	} {
		if got, ok := r.Field(name); !ok || got != want {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	for name, want := range map[string]Accuracy{
		"status": {0, 1}, "time": {1, 1}, "said_by": {1, 1}, "mode": {0, 1}, "actor_found": {2, 3}, "title": {1, 1},
	} {
		if got, ok := r.Accuracy(name); !ok || got != want {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	if want := (Counts{Lures: 1, LuresHit: 1, LureFalseEvents: 1}); r.Counts != want {
		t.Errorf("counts = %+v, want %+v", r.Counts, want)
	}
	var kinds []string
	for _, e := range r.Errors {
		kinds = append(kinds, string(e.Kind))
	}
	want := "event parties, event status, event missed, event false, quote speaker, actor missed"
	if got := strings.Join(kinds, ", "); got != want {
		t.Errorf("errors: %s, want %s", got, want)
	}
}

func TestCompareWithoutRecord(t *testing.T) {
	r := smallReport(t, nil)
	if got, _ := r.Field("event_type"); got != (PRF{0, 0, 2}) || r.Predicted != 0 || r.Reports != 1 {
		t.Errorf("event_type = %v of %d reports, %d with a record", got, r.Reports, r.Predicted)
	}
	if got, _ := r.Accuracy("translated"); got != (Accuracy{0, 1}) {
		t.Errorf("translated = %v", got)
	}
}

func TestReportPrints(t *testing.T) {
	r := smallReport(t, smallRecord())
	var table, list strings.Builder
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	if err := r.WriteErrors(&list); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"event_type                       0.500     0.500     0.500       1         2       2\n",
		"status                           0.000         0         1\n",
		"ACCUSE                               1         1         0\n",
	} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table has no line %q:\n%s", want, table.String())
		}
	}
	for _, want := range []string{
		"x  event status (ACCUSE): gold happened, have planned\n      Oslo accused Riga of spying on Friday.\n",
		"x  event missed (COERCE): of spying on Friday\n",
		"x  actor missed (person): Envoy\n",
	} {
		if !strings.Contains(list.String(), want) {
			t.Errorf("the list has no %q:\n%s", want, list.String())
		}
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"name":"event_type","precision":0.5,"recall":0.5,"f1":0.5,"tp":1,"predicted":2,"gold":2}`; !strings.Contains(string(data), want) {
		t.Errorf("JSON has no %s: %s", want, data)
	}
}

func TestLoadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing there":        {fstest.MapFS{}, "no NAME.json"},
		"text missing":         {fstest.MapFS{"a.json": {Data: []byte("{}")}}, "no NAME.json"},
		"broken JSON":          {fstest.MapFS{"a.json": {Data: []byte("{")}, "a.txt": {}}, "a.json"},
		"type is a number":     {fstest.MapFS{"a.json": {Data: []byte(`{"events":[{"type":[1]}]}`)}, "a.txt": {}}, "want a string"},
		"event without status": {fstest.MapFS{"a.json": {Data: []byte(`{"events":[{"type":["AID"]}]}`)}, "a.txt": {}}, "no status"},
		"not UTF-8":            {fstest.MapFS{"a.json": {Data: []byte("{}")}, "a.txt": {Data: []byte{0xff}}}, "a.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Load(c.files)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(smallGold, smallText)
	f.Add(`{"events":[{"type":"ACCUSE","actor":[null,"NOR",["a",null]],"status":"planned"}]}`, "x")
	f.Fuzz(func(t *testing.T, coded, text string) {
		gold, err := Load(fstest.MapFS{"x.json": {Data: []byte(coded)}, "x.txt": {Data: []byte(text)}})
		if err != nil {
			return
		}
		Compare(gold, map[string]*chancery.Record{"x": smallRecord()})
	})
}
