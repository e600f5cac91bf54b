package story

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

// tale is a mention as a test writes it.
type tale struct {
	in, published    string // article, day
	kind             chancery.EventType
	status           chancery.Status
	actor, recipient []string
	place, begin     string
	finish           string
	talks            string
	round            int
	words            string
	killed           float64
	mode             string
	moved            bool
}

func (x tale) mention() *Mention {
	side := func(keys []string) []Party {
		var out []Party
		for _, k := range keys {
			out = append(out, Party{Key: k, Label: k, Name: k})
		}
		return out
	}
	m := &Mention{ID: MentionID(x.in, "e"+x.words+x.begin), Article: &Article{ID: x.in, Document: x.in, Published: x.published}, Event: "e1", Type: x.kind, Status: x.status,
		Actor: side(x.actor), Recipient: side(x.recipient), Talks: x.talks, Round: x.round, Confident: 0.5, Evidence: []Evidence{{Article: x.in, Text: x.words}}}
	if x.place != "" {
		m.Place = &Place{Name: x.place, Kind: string(chancery.Facility), Country: "IRQ"}
	}
	if x.begin != "" {
		m.Time = &Time{x.begin, x.begin, x.finish}
		if x.finish == "" {
			m.Time.Finish = x.begin
		}
	}
	if x.killed > 0 {
		m.Tolls = []Toll{{Measure: "killed", Unit: "person", Value: x.killed}}
	}
	if x.mode != "" {
		m.Mode = []string{x.mode}
	}
	m.Moved, m.alone = x.moved, true
	m.window()
	m.compare()
	return m
}

func TestLink(t *testing.T) {
	us, iraq := []string{"USA"}, []string{"IRQ"}
	both := []string{"USA", "IRQ"}
	attack := func(in, on string) tale {
		return tale{in: in, published: on, kind: chancery.Assault, status: chancery.Happened, actor: []string{"IRQ PRM"}, recipient: us, place: "Ain al-Asad", begin: on,
			words: "Rockets hit the Ain al-Asad base where troops are stationed"}
	}
	call := func(in, on, who string) tale {
		return tale{in: in, published: on, kind: chancery.Support, status: chancery.Happened, actor: us, recipient: iraq, begin: on, words: who}
	}
	for _, c := range []struct {
		name  string
		tales []tale
		want  int
	}{
		{"two reports of one attack", []tale{attack("a", "2021-03-03"), attack("b", "2021-03-03")}, 1},
		{"three attacks on one base that are worded alike", []tale{attack("a", "2021-03-03"), attack("b", "2021-04-14"), attack("c", "2021-05-24")}, 3},
		{"requested, planned for a month, held on a day of it", []tale{
			{in: "a", published: "2021-03-23", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "strategic talks", begin: "2021-04-01", finish: "2021-04-30"},
			{in: "b", published: "2021-04-07", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "strategic talks", begin: "2021-04-07"}}, 1},
		{"two rounds", []tale{
			{in: "a", published: "2021-04-08", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "strategic talks", round: 2, begin: "2021-04-01", finish: "2021-04-30"},
			{in: "b", published: "2021-04-09", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "strategic talks", round: 3, begin: "2021-04-01", finish: "2021-04-30"}}, 2},
		{"one day, one round numbered differently", []tale{
			{in: "a", published: "2021-04-08", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "strategic talks", round: 2, begin: "2021-04-07"},
			{in: "b", published: "2021-04-09", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "strategic talks", round: 3, begin: "2021-04-07"}}, 1},
		{"the same parties in other words on one day", []tale{call("a", "2021-03-03", "Praise for budget reform was voiced warmly"), call("b", "2021-03-03", "Vaccines deliveries earned congratulation yesterday evening")}, 2},
		{"the second day's plan, told after the first was called off", []tale{
			{in: "a", published: "2021-04-02", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "border talks", begin: "2021-04-12"},
			{in: "b", published: "2021-04-09", kind: chancery.Consult, status: chancery.CancelledStatus, actor: both, talks: "border talks"},
			{in: "c", published: "2021-04-20", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "border talks", begin: "2021-05-03"}}, 2},
		{"put off, then held on the new day", []tale{
			{in: "a", published: "2021-04-09", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "border talks", begin: "2021-04-12", moved: true},
			{in: "b", published: "2021-04-20", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "border talks", begin: "2021-04-19"}}, 1},
		{"one attack, its victims named in two ways", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad air base", begin: "2021-03-03", words: "Rockets hit the base"},
			{in: "b", published: "2021-03-04", kind: chancery.Assault, status: chancery.Happened, recipient: iraq, place: "Ain al-Asad", begin: "2021-03-03", words: "A contractor died"}}, 1},
		{"the day's news, and the same attack dated by the next paper", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", words: "Rockets hit the base"},
			{in: "b", published: "2021-03-04", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", begin: "2021-03-03", words: "Rockets hit the base"}}, 1},
		{"an attack without a day in a report of weeks later", []tale{
			{in: "a", published: "2021-03-24", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", words: "Rockets hit the base"},
			{in: "b", published: "2021-03-04", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", begin: "2021-03-03", words: "Rockets hit the base"}}, 2},
		{"an attack recalled by its victims alone, days after the only one on them", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", begin: "2021-03-03", mode: "heavy-weapons", words: "Rockets hit the base"},
			{in: "b", published: "2021-03-08", kind: chancery.Assault, status: chancery.Happened, recipient: us, words: "The visit came days after an attack"}}, 1},
		{"an attack recalled that may be either of two", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", begin: "2021-03-03", words: "Rockets hit the base"},
			{in: "b", published: "2021-03-06", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Balad", begin: "2021-03-05", words: "Rockets hit the other base"},
			{in: "c", published: "2021-03-08", kind: chancery.Assault, status: chancery.Happened, recipient: us, words: "The visit came days after an attack"}}, 3},
		{"of two attacks the one recalled with its number of dead", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Ain al-Asad", begin: "2021-03-03", words: "Rockets hit the base", killed: 4},
			{in: "b", published: "2021-03-06", kind: chancery.Assault, status: chancery.Happened, recipient: us, place: "Balad", begin: "2021-03-05", words: "Rockets hit the other base", killed: 2},
			{in: "c", published: "2021-03-08", kind: chancery.Assault, status: chancery.Happened, recipient: us, words: "The visit came days after an attack", killed: 4}}, 2},
		{"planned, put off, held on the new day, in reports that each tell one of it", []tale{
			{in: "a", published: "2021-04-02", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "border talks", begin: "2021-04-12"},
			{in: "b", published: "2021-04-09", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "border talks", begin: "2021-04-19", moved: true},
			{in: "c", published: "2021-04-20", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "border talks", begin: "2021-04-19"}}, 1},
		{"freed, told by one with who did it and by one without", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Retreat, status: chancery.Happened, actor: iraq, recipient: []string{"sailors"}, begin: "2021-03-02", mode: "release", words: "They came home"},
			{in: "b", published: "2021-03-04", kind: chancery.Retreat, status: chancery.Happened, recipient: []string{"sailors"}, begin: "2021-03-02", mode: "release", words: "The crew went free"}}, 1},
		{"a number told twice", []tale{
			{in: "a", published: "2021-03-03", kind: chancery.Mobilize, status: chancery.Planned, actor: us, recipient: iraq, killed: 200, words: "It will send more"},
			{in: "b", published: "2021-03-07", kind: chancery.Mobilize, status: chancery.Planned, actor: us, recipient: iraq, killed: 200, words: "The force grows"}}, 1},
		{"talks of other parties", []tale{
			{in: "a", published: "2021-04-07", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "strategic talks", begin: "2021-04-07"},
			{in: "b", published: "2021-04-07", kind: chancery.Consult, status: chancery.Happened, actor: []string{"USA", "EGY"}, talks: "strategic talks", begin: "2021-04-07"}}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all []*Mention
			for _, x := range c.tales {
				all = append(all, x.mention())
			}
			if got := Link(all, nil); len(got) != c.want {
				t.Errorf("%d happenings", len(got))
				for _, h := range got {
					t.Log(h.Mentions, h.MergedBecause)
				}
			}
		})
	}
}

func TestLifeGoesFromPlannedToHeld(t *testing.T) {
	both := []string{"USA", "IRQ"}
	a := tale{in: "a", published: "2021-03-23", kind: chancery.Consult, status: chancery.Planned, actor: both, talks: "strategic talks", begin: "2021-04-01", finish: "2021-04-30"}.mention()
	b := tale{in: "b", published: "2021-04-08", kind: chancery.Consult, status: chancery.Happened, actor: both, talks: "strategic talks", begin: "2021-04-07"}.mention()
	got := Link([]*Mention{b, a}, nil)
	if len(got) != 1 {
		t.Fatal(len(got))
	}
	h := got[0]
	if h.Status != chancery.Happened || h.Time.Begin != "2021-04-07" || len(h.Life) != 2 || h.Life[0].Status != chancery.Planned || h.Life[0].On != "2021-03-23" || h.Life[1].On != "2021-04-07" {
		t.Errorf("%+v", h)
	}
	if h.ID != a.ID || h.Voices != 2 {
		t.Errorf("%s, %d voices", h.ID, h.Voices)
	}
}

// An analyst's decision binds what the machine would keep apart, and parts
// what it would merge.
func TestDecisionsBind(t *testing.T) {
	a := tale{in: "a", published: "2021-03-03", kind: chancery.Assault, status: chancery.Happened, place: "Balad", begin: "2021-03-03"}.mention()
	b := tale{in: "b", published: "2021-03-04", kind: chancery.Assault, status: chancery.Happened, place: "Balad", begin: "2021-03-04"}.mention()
	c := tale{in: "c", published: "2021-03-04", kind: chancery.Assault, status: chancery.Happened, place: "Balad", begin: "2021-03-04"}.mention()
	all := []*Mention{a, b, c}
	if n := len(Link(all, nil)); n != 2 {
		t.Fatalf("%d without decisions", n)
	}
	if got := Link(all, NewDecisions([]Decision{{Same: true, A: a.ID, B: b.ID}, {A: b.ID, B: c.ID}})); len(got) != 2 || got[0].DecidedBy != "analyst" || len(got[0].Mentions) != 2 {
		t.Errorf("%+v", got)
	}
}

// An analyst who makes two happenings one makes all their tellings one, also
// those that the machine would keep apart.
func TestMergeBringsAllTellings(t *testing.T) {
	attack := func(in, on string) *Mention {
		return tale{in: in, published: "2021-03-05", kind: chancery.Assault, status: chancery.Happened, place: "Balad", begin: on, words: in}.mention()
	}
	a, b, c := attack("a", "2021-03-03"), attack("b", "2021-03-04"), attack("c", "2021-03-04")
	if got := Link([]*Mention{a, b, c}, NewDecisions([]Decision{{Same: true, A: a.ID, B: c.ID}})); len(got) != 1 || len(got[0].Mentions) != 3 {
		t.Errorf("%d happenings, the first of %v", len(got), got[0].Mentions)
	}
}

// A report that tells another's reporting again is no voice of its own.
func TestToldAfterAnotherIsItsVoice(t *testing.T) {
	for _, c := range []struct {
		name            string
		source, origins []string
		want            []int
	}{
		{"two of their own", []string{"courier", "gazette"}, []string{"", ""}, []int{0, 1}},
		{"one after the other's report", []string{"ap", "ap"}, []string{"", "AP"}, []int{0, 0}},
		{"two after a third that is not there", []string{"ap", "ap", "gazette"}, []string{"AP", "Associated Press", ""}, []int{0, 0, 1}},
		{"two reports of one outlet", []string{"courier", "courier"}, []string{"", ""}, []int{0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var all []*Mention
			for i, s := range c.source {
				all = append(all, &Mention{ID: fmt.Sprint(i), Article: &Article{ID: fmt.Sprint("a", i)}, source: s, Origin: c.origins[i]})
			}
			if got := independent(all); !reflect.DeepEqual(got, c.want) {
				t.Errorf("voices %v, not %v", got, c.want)
			}
		})
	}
}

// What comes out does not depend on the order of what comes in, and linking
// the related pieces one by one gives the same as linking all.
func TestLinkIsAFunctionOfTheSet(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	places := []string{"Balad", "Ain al-Asad", "Ain al-Asad air base", ""}
	types := []chancery.EventType{chancery.Assault, chancery.Consult, chancery.Support}
	for trial := range 60 {
		var all []*Mention
		for i := range 40 {
			x := tale{in: fmt.Sprint("a", i), published: fmt.Sprintf("2021-03-%02d", 1+rnd.IntN(28)), kind: types[rnd.IntN(3)], status: chancery.Happened,
				actor: []string{"USA"}, recipient: []string{[]string{"IRQ", "IRN"}[rnd.IntN(2)]}, place: places[rnd.IntN(4)], words: "Words of the report that tells of it at length"}
			if rnd.IntN(3) > 0 {
				x.begin = fmt.Sprintf("2021-03-%02d", 1+rnd.IntN(6))
			}
			if x.kind == chancery.Consult && rnd.IntN(2) > 0 {
				x.talks, x.round = "strategic talks", rnd.IntN(3)
			}
			if rnd.IntN(4) == 0 {
				x.actor = nil
			}
			if rnd.IntN(4) == 0 && x.kind != chancery.Consult {
				x.recipient = nil
			}
			if x.kind == chancery.Consult && rnd.IntN(3) == 0 {
				x.status, x.moved = chancery.CancelledStatus, rnd.IntN(2) == 0
			} else if rnd.IntN(3) == 0 {
				x.status = chancery.Planned
			}
			x.killed = float64(rnd.IntN(4))
			if x.kind == chancery.Assault && rnd.IntN(2) == 0 {
				x.mode = "firearms"
			}
			all = append(all, x.mention())
		}
		want := Link(all, nil)
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if got := Link(all, nil); !same(want, got) {
			t.Fatalf("trial %d: another order gives other happenings", trial)
		}
		var pieces []*Happening
		done := map[string]bool{}
		for _, m := range all {
			var piece []*Mention
			for queue := []*Mention{m}; len(queue) > 0; queue = queue[1:] {
				if x := queue[0]; !done[x.ID] {
					done[x.ID] = true
					piece = append(piece, x)
					for _, o := range all {
						if !done[o.ID] && Related(x, o, nil) {
							queue = append(queue, o)
							if shared(x.Keys(), o.Keys()) == 0 {
								t.Fatalf("trial %d: related mentions share no block: %v %v", trial, x.Keys(), o.Keys())
							}
						}
					}
				}
			}
			pieces = append(pieces, Link(piece, nil)...)
		}
		if !same(want, pieces) {
			t.Fatalf("trial %d: piece by piece gives other happenings", trial)
		}
	}
}

func same(a, b []*Happening) bool {
	set := func(all []*Happening) map[string][]string {
		out := map[string][]string{}
		for _, h := range all {
			out[h.ID] = append(append([]string{string(h.Status)}, h.Mentions...), h.MergedBecause...)
		}
		return out
	}
	return len(a) == len(b) && reflect.DeepEqual(set(a), set(b))
}

func TestVoices(t *testing.T) {
	wire := "Iraq has asked the United States for a date to resume talks on the future of foreign troops in the country, officials in Baghdad said on Tuesday after a meeting of the cabinet."
	all := []*Text{
		NewText("a", "a", "2021-03-23", wire),
		NewText("b", "b", "2021-03-24", wire+" The embassy did not comment."),
		NewText("c", "c", "2021-06-24", wire),
		NewText("d", "d", "2021-03-23", "Egypt and Sudan rejected a proposal by Ethiopia on Wednesday to share data on the filling of the dam, their ministers said in Khartoum in a joint statement."),
	}
	got := Voices(all)
	if want := map[string]string{"a": "a", "b": "a", "c": "c", "d": "d"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}

func TestTalksLexicon(t *testing.T) {
	if _, err := New(lexicon.Embedded()); err != nil {
		t.Error(err)
	}
}
