package review

import (
	"context"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/story"
)

func desk(t *testing.T) (*Desk, *chancery.Record) {
	t.Helper()
	d, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	u, err := d.understander()
	if err != nil {
		t.Fatal(err)
	}
	text := "Iraq asked the United States on Tuesday to withdraw its troops.\n\nIran's foreign ministry condemned the attack on Erbil."
	return d, u.Record(&chancery.Article{ID: "sha256:1", Text: text, Published: "2021-03-23", Language: "en", Paragraphs: read.Paragraphs(text)})
}

// What is entered as it was changes nothing; what is entered anew is resolved.
func TestEntries(t *testing.T) {
	d, r := desk(t)
	was := story.CodingOf(r, &r.Events[0])
	if c, err := d.Coding(r, was, Entered(was)); err != nil || len(was.Differs(c)) > 0 || c.CAMEO != was.CAMEO {
		t.Fatalf("%+v %v", c, err)
	}
	for _, c := range []struct {
		name  string
		enter func(*Entry)
		want  string // fields that change, with their values
		fails string
	}{
		{"a country by its name", func(e *Entry) { e.Actor = []string{"Germany"} }, "actor: Germany (DEU)", ""},
		{"an actor of the article", func(e *Entry) { e.Actor = []string{"iran"} }, "actor: Iran (IRN)", ""},
		{"nobody known", func(e *Entry) { e.Recipient = []string{"Blue Lotus Front", " "} }, "recipient: Blue Lotus Front", ""},
		{"two actors", func(e *Entry) { e.Actor = append(e.Actor, "France") }, "actor: France (FRA); Iraq (IRQ)", ""},
		{"a status", func(e *Entry) { e.Status = "Planned" }, "status: planned", ""},
		{"a type with a mode", func(e *Entry) { e.Type, e.Mode, e.Recipient = "CONSULT", []string{"visit"}, nil }, "type: CONSULT; mode: visit; recipient: ", ""},
		{"a month", func(e *Entry) { e.Time = "2021-04" }, "time: 2021-04", ""},
		{"some days", func(e *Entry) { e.Time = "2021-04-02/2021-04-05" }, "time: 2021-04-02/2021-04-05", ""},
		{"no time", func(e *Entry) { e.Time = "" }, "time: ", ""},
		{"a place of the gazetteer", func(e *Entry) { e.Place = "Damascus, Syria" }, "place: Damascus (SYR)", ""},
		{"a country as place", func(e *Entry) { e.Place = "Syria" }, "place: Syria", ""},
		{"no such type", func(e *Entry) { e.Type = "QUARREL" }, "", "no type of PLOVER"},
		{"no such mode", func(e *Entry) { e.Mode = []string{"aerial"} }, "", "has no mode"},
		{"no such status", func(e *Entry) { e.Status = "maybe" }, "", "no status"},
		{"no date", func(e *Entry) { e.Time = "last week" }, "", "a date is written"},
		{"days in no order", func(e *Entry) { e.Time = "2021-04-05/2021-04-02" }, "", "ends before"},
		{"no place", func(e *Entry) { e.Place = "Qwxyzzy" }, "", "no place"},
		{"a recipient of a meeting", func(e *Entry) { e.Type, e.Mode, e.Recipient = "CONSULT", nil, []string{"Iran"} }, "", "no recipient"},
		{"an endless name", func(e *Entry) { e.Actor = []string{strings.Repeat("x", 201)} }, "", "at most 200"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Entered(was)
			c.enter(&e)
			got, err := d.Coding(r, was, e)
			if c.fails != "" {
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var changed []string
			for _, v := range got.Values() {
				for _, f := range was.Differs(got) {
					if f == v.Field {
						changed = append(changed, f+": "+v.Value)
					}
				}
			}
			if s := strings.Join(changed, "; "); s != c.want {
				t.Errorf("changes %q, want %q", s, c.want)
			}
		})
	}
}

// Each type of PLOVER has a CAMEO code and a score, which follow a correction.
func TestCodesFollow(t *testing.T) {
	d, _ := desk(t)
	for _, typ := range chancery.EventTypes {
		if code, score := d.coded(typ, nil); code == "" || score == nil {
			t.Errorf("%s: %q %v", typ, code, score)
		}
	}
	if code, score := d.coded(chancery.Consult, []string{"visit"}); code != "042" || score == nil || *score != 4 {
		t.Errorf("a visit: %q %v", code, score)
	}
}

// An event is explained by reading its article again.
func TestWhy(t *testing.T) {
	d, r := desk(t)
	now, why, err := d.Why(context.Background(), r, r.Events[0].ID)
	if err != nil || now == nil || why == nil || len(why.Reasons) == 0 {
		t.Fatalf("%v %v %v", now, why, err)
	}
	if now.Type != r.Events[0].Type || now.Trigger != r.Events[0].Trigger {
		t.Errorf("another event is explained: %+v", now)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d.explaining <- struct{}{}
	d.explaining <- struct{}{}
	if _, _, err := d.Why(ctx, r, r.Events[0].ID); err == nil {
		t.Error("it does not end when the reader goes away")
	}
}
