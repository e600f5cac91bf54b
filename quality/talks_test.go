package quality_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// arrive brings records into a new record one by one, as news does, and gives
// the dossier of the two sides and its text.
func arrive(t *testing.T, records []*chancery.Record) (*story.Dossier, string) {
	t.Helper()
	ctx := context.Background()
	s, err := record.Open(ctx, filepath.Join(t.TempDir(), "r.db"), record.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, r := range records {
		if _, err := s.Add(ctx, r, record.Run{Code: "test"}); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(ctx); err != nil {
			t.Fatal(err)
		}
	}
	d, err := s.Dossier(ctx, []string{"USA", "IRQ"}, "2021-08-01")
	if err != nil {
		t.Fatal(err)
	}
	d.Snapshot = "" // names what was written when
	var text bytes.Buffer
	if err := export.Markdown(&text, d); err != nil {
		t.Fatal(err)
	}
	return d, text.String()
}

// TestTalksInAnyOrder brings reports on one dialogue into a record in several
// orders: the talks are one dialogue with the same rounds, each with the same
// life, and the dossier is the same to the letter. With the sample article,
// where it lies beside the project, and without.
func TestTalksInAnyOrder(t *testing.T) {
	reader, u := recorded.Stages(t)
	understood := func(in read.Input) *chancery.Record {
		for a, err := range reader.Articles(context.Background(), in) {
			if err != nil {
				t.Fatal(err)
			}
			return u.Record(a)
		}
		t.Fatal("no article in " + in.Name)
		return nil
	}
	var own []*chancery.Record
	for _, r := range crisisReports(t, filepath.Join("..", "testdata", "talks")) {
		own = append(own, understood(read.Input{Name: r.id + ".txt", Body: strings.NewReader(r.title + "\n\n" + r.text), Published: r.published, Outlet: r.outlet, As: read.Text}))
	}
	check := func(t *testing.T, records []*chancery.Record, life []chancery.Status) {
		d, text := arrive(t, records)
		if len(d.Talks) != 1 {
			t.Fatalf("%d dialogues: %s", len(d.Talks), text)
		}
		rounds := map[string]*story.Happening{}
		for _, h := range d.Happenings {
			rounds[h.ID] = h
		}
		var when []string
		for _, id := range d.Talks[0].Rounds {
			when = append(when, rounds[id].Time.Value)
		}
		if want := []string{"2020-06", "2021-04-07", "2021-07-26"}; !slices.Equal(when, want) {
			t.Errorf("rounds of %v, not %v", when, want)
		}
		if len(d.Talks[0].Rounds) == 3 {
			var steps []chancery.Status
			for _, s := range rounds[d.Talks[0].Rounds[1]].Life {
				if len(steps) == 0 || steps[len(steps)-1] != s.Status {
					steps = append(steps, s.Status)
				}
			}
			if !slices.Equal(steps, life) {
				t.Errorf("the round of April was %v, not %v", steps, life)
			}
			if n := len(rounds[d.Talks[0].Rounds[1]].Disagreements); n == 0 {
				t.Error("one calls it the second round and one the third, and that is not told")
			}
		}
		want, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		rnd := rand.New(rand.NewPCG(7, 7))
		for range 4 {
			other := slices.Clone(records)
			rnd.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
			again, words := arrive(t, other)
			if words != text {
				t.Fatalf("another order gives another dossier:\n%s\n---\n%s", text, words)
			}
			if got, err := json.Marshal(again); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("another order gives other facts: %v\n%s\n%s", err, want, got)
			}
		}
	}
	t.Run("reports of the project", func(t *testing.T) {
		check(t, own, []chancery.Status{chancery.Requested, chancery.Planned, chancery.Happened})
	})
	t.Run("with the sample article", func(t *testing.T) {
		raw, err := os.ReadFile(sample.Beside("acceptance", "sample.txt"))
		if err != nil {
			t.Skip("no sample article beside the project")
		}
		in := read.Input{Name: "sample.txt", Body: bytes.NewReader(raw), Published: "2021-03-23", Outlet: "The National", As: read.Text}
		check(t, append(slices.Clone(own), understood(in)), []chancery.Status{chancery.Requested, chancery.Planned, chancery.Happened})
	})
}
