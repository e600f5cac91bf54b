package serve

import (
	"fmt"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// TestTimelineForms proves that each form of a time line holds all happenings
// within its width, that no label lies over another, and that a few that lie
// far before the others do not press them together.
func TestTimelineForms(t *testing.T) {
	var all []*story.Happening
	add := func(day string, kind chancery.EventType, status chancery.Status) {
		all = append(all, &story.Happening{ID: fmt.Sprintf("h%d", len(all)), Type: kind, Status: status, Time: &story.Time{Begin: day, Finish: day}})
	}
	add("1998-01-01", chancery.Consult, chancery.Happened)
	for i := range 60 {
		add(fmt.Sprintf("202%d-%02d-%02d", i%2, i%12+1, i%28+1), chancery.EventTypes[i%len(chancery.EventTypes)], chancery.Happened)
	}
	add("2022-03-01", chancery.Consult, chancery.Planned)
	s := server(t)
	lines := s.timeline(all, "2021-12-24")
	if len(lines) != 2 || s.timeline(all[:1], "2021-12-24") != nil {
		t.Fatalf("%d forms", len(lines))
	}
	for _, l := range lines {
		if l.Earlier != 1 || len(l.Marks) != len(all)-1 || len(l.Lanes) != 4 || l.Today <= l.Width/2 || l.Today >= l.Width || len(l.Ticks) < 3 {
			t.Errorf("%s: %d earlier, %d marks of %d, %d lanes, %d labels, today at %.0f", l.Class, l.Earlier, len(l.Marks), len(all), len(l.Lanes), len(l.Ticks), l.Today)
		}
		taken := map[[2]float64]string{}
		for _, m := range l.Marks {
			at := [2]float64{m.X, m.Y}
			if m.X < 0 || m.X > l.Width || m.Y < 0 || m.Y > l.Height || taken[at] != "" {
				t.Errorf("%s: %s lies at %v, beside %q", l.Class, m.Link, at, taken[at])
			}
			taken[at] = m.Link
		}
		for i, k := range l.Ticks {
			if k.X < 0 || k.X > l.Width-50 || i > 0 && k.X-l.Ticks[i-1].X < tickGap {
				t.Errorf("%s: the label %s lies at %.0f", l.Class, k.Label, k.X)
			}
		}
	}
}

// TestSoonestFirst proves that a dossier begins with what is known to be next,
// and ends with plans that have no day.
func TestSoonestFirst(t *testing.T) {
	all := map[string]*story.Time{"the year": {Begin: "2027-01-01", Finish: "2027-12-31"}, "no day": nil, "december": {Begin: "2027-12-01", Finish: "2027-12-31"}, "friday": {Begin: "2027-10-29", Finish: "2027-10-29"}}
	d := &story.Dossier{}
	for _, id := range []string{"no day", "the year", "december", "friday"} {
		d.Happenings = append(d.Happenings, &story.Happening{ID: id, Status: chancery.Planned, Time: all[id]})
		d.Due = append(d.Due, id)
	}
	var got []string
	for _, h := range chapters(d)[0].All {
		got = append(got, h.ID)
	}
	if want := "[friday december the year no day]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
