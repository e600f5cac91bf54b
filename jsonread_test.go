package chancery_test

import (
	"bytes"
	"encoding/json"
	"testing"

	chancery "github.com/chancery-project/chancery"
)

// A record that is printed, read back and printed again is the same, also
// where code points and bytes differ.
func TestRecordComesBackFromItsJSON(t *testing.T) {
	text := "Łódź: “Ja,” sagte 東京.\n\nThe end."
	lat := &chancery.LatLon{Lat: 51.75, Lon: 19.46}
	r := &chancery.Record{
		Article:   &chancery.Article{ID: "sha256:00", Text: text, Parts: []chancery.Part{{Kind: chancery.Body, Span: chancery.Span{Start: 0, End: len(text)}}}},
		Sentences: []chancery.Span{{Start: 0, End: 32}, {Start: 34, End: len(text)}},
		Places:    []chancery.Place{{ID: "p1", Name: "Łódź", Position: lat, Mentions: []chancery.Mention{{Span: chancery.Span{Start: 0, End: 7}, Kind: chancery.Name}}}},
		Quotes:    []chancery.Quote{{ID: "q1", Kind: chancery.Direct, Source: &chancery.Span{Start: 25, End: 31}, Content: []chancery.Span{{Start: 12, End: 15}}}},
		Times:     []chancery.Timex{{ID: "t1", Type: chancery.Date, Value: "2021-03-03", Span: chancery.Span{Start: 0, End: 7}, Until: "t2"}, {ID: "t2", Type: chancery.Date, Value: "2021-03-05", Span: chancery.Span{Start: 8, End: 9}}},
		Events:    []chancery.Event{{ID: "e1", Type: chancery.Consult, Trigger: chancery.Span{Start: 19, End: 24}, Time: &chancery.EventTime{Value: "2021"}}},
	}
	if err := r.Check(); err != nil {
		t.Fatal(err)
	}
	once, err := r.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	back := &chancery.Record{}
	if err := json.Unmarshal(once, back); err != nil {
		t.Fatal(err)
	}
	if err := back.Check(); err != nil {
		t.Error(err)
	}
	twice, err := back.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(once, twice) {
		t.Errorf("\n%s\n%s", once, twice)
	}
	if got := back.Times[0].Until; got != "t2" {
		t.Errorf("the end of the stretch came back as %q", got)
	}
	if got := back.Places[0].Mentions[0].Span; got != (chancery.Span{Start: 0, End: 7}) {
		t.Errorf("the span came back as %v", got)
	}
	damaged := bytes.Replace(once, []byte(`"start":0`), []byte(`"start":900`), 1)
	if err := json.Unmarshal(damaged, back); err != nil || back.Check() == nil {
		t.Errorf("a span outside of the text is not seen: %v", err)
	}
	if json.Unmarshal([]byte(`{"events":[]}`), back) == nil {
		t.Error("a record without an article was taken")
	}
}
