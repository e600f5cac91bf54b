package record_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// another opens the same record as another coder.
func another(t *testing.T, path, who string) *record.Store {
	t.Helper()
	s, err := record.Open(context.Background(), path, record.Options{Who: who, Now: func() time.Time { return time.Date(2026, 1, 3, 3, 4, 5, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// The queue has every mention once, the least certain first, page by page;
// what is judged leaves it, and comes back when the machine codes it otherwise.
func TestQueue(t *testing.T) {
	ctx := context.Background()
	s, _ := judged(t, filepath.Join(t.TempDir(), "r.db"))
	all, err := s.Queue(ctx, "", 100)
	if err != nil || len(all) < 4 {
		t.Fatal(all, err)
	}
	seen, after := map[string]bool{}, ""
	for i := range all {
		if i > 0 && all[i].Confidence < all[i-1].Confidence {
			t.Errorf("%v is more certain than what comes after", all[i-1])
		}
		page, err := s.Queue(ctx, after, 1)
		if err != nil || len(page) != 1 || page[0] != all[i] || seen[page[0].Mention] {
			t.Fatalf("page %d: %v %v", i, page, err)
		}
		after = page[0].Mention
		seen[after] = true
	}
	if rest, err := s.Queue(ctx, after, 1); err != nil || len(rest) > 0 {
		t.Error(rest, err)
	}
	judge(t, s, all[0].Mention, record.Finding{What: "accept"})
	judge(t, s, all[1].Mention, record.Finding{What: "reject"})
	left, err := s.Queue(ctx, "", 100)
	if err != nil || len(left) != len(all)-2 || left[0] != all[2] {
		t.Fatal(left, err)
	}
	it, err := s.Mention(ctx, all[0].Mention)
	if err != nil {
		t.Fatal(err)
	}
	otherwise := renumbered(t, it.Record, "")
	for i := range otherwise.Events {
		if otherwise.Events[i].ID == "e1"+it.Event[1:] {
			otherwise.Events[i].Status = "possible"
		}
	}
	if _, err := s.Recode(ctx, otherwise, record.Run{Code: "c2", Model: "m", Lexicon: "l"}); err != nil {
		t.Fatal(err)
	}
	finish(t, s)
	again, err := s.Queue(ctx, "", 100)
	if err != nil || len(again) != len(left)+1 {
		t.Errorf("%d wait, not %d: %v", len(again), len(left)+1, err)
	}
	if r, err := s.Review(ctx); err != nil || r.Accepted+r.Edited != 1 || r.Rejected != 1 || r.Recoded != 1 {
		t.Errorf("%+v %v", r, err)
	}
}

// The same seed draws the same sample; accuracy counts what was judged of it,
// by the last word on each.
func TestAccuracyOnASample(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s, _ := judged(t, path)
	if a, err := s.Accuracy(ctx); a != nil || err != nil {
		t.Error("accuracy without a sample", a, err)
	}
	draw := func(seed string) []string {
		t.Helper()
		x, err := s.DrawSample(ctx, seed, 4)
		if err != nil || x.Size != 4 || x.Seed != seed {
			t.Fatal(x, err)
		}
		var out []string
		for after := ""; ; {
			m, _, err := s.NextSampled(ctx, x, "tester", after)
			if err != nil {
				t.Fatal(err)
			}
			if len(out) > 0 && m == out[0] || m == "" {
				return out
			}
			out, after = append(out, m), m
		}
	}
	one, two, three := draw("1"), draw("2"), draw("1")
	if len(one) != 4 || strings.Join(one, " ") != strings.Join(three, " ") || strings.Join(one, " ") == strings.Join(two, " ") {
		t.Fatalf("%v, %v, %v", one, two, three)
	}
	other := another(t, path, "second")
	judge(t, s, one[0], record.Finding{What: "accept", Blind: true})
	judge(t, s, one[1], record.Finding{What: "reject", Blind: true})
	judge(t, s, one[2], blind(corrected(t, s, one[2])))
	judge(t, other, one[2], record.Finding{What: "accept", Blind: true}) // the last word
	a, err := s.Accuracy(ctx)
	if err != nil || a.Judged != 3 || a.Right.Count != 2 || a.Right.Of != 3 || a.Events.Count != 2 || a.Fields[3].Field != "actor" || a.Fields[3].Count != 2 || a.Fields[3].Of != 2 {
		t.Fatalf("%+v %v", a, err)
	}
	if !strings.HasPrefix(a.String(), "coded right in all: 0.667 (0.208-0.939, 2 of 3)") {
		t.Error(a.String())
	}
	x, err := s.Sample(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if m, done, err := s.NextSampled(ctx, x, "tester", one[2]); err != nil || done != 3 || m != one[3] {
		t.Error(m, done, err)
	}
	if m, done, err := s.NextSampled(ctx, x, "second", ""); err != nil || done != 1 || m != one[0] {
		t.Error("the second coder does not begin at the beginning", m, done, err)
	}
	if err := s.Undo(ctx, x.N, ""); err != nil {
		t.Fatal(err)
	}
	if y, err := s.Sample(ctx); err != nil || y == nil || y.Seed != "2" {
		t.Error("the sample before does not come back", y, err)
	}
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
}

func blind(f record.Finding) record.Finding {
	f.Blind = true
	return f
}

// Two coders and the machine: agreement is counted field by field, and what
// they differ on is listed.
func TestAgreementOfCoders(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s, _ := judged(t, path)
	other := another(t, path, "second")
	all, err := s.Queue(ctx, "", 4)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range all {
		judge(t, s, q.Mention, record.Finding{What: "accept", Blind: true})
		f := record.Finding{What: "accept", Blind: true}
		switch i {
		case 0:
			f = record.Finding{What: "reject", Blind: true}
		case 1:
			f = blind(corrected(t, s, q.Mention))
		}
		judge(t, other, q.Mention, f)
	}
	g, err := s.Agreement(ctx, nil)
	if err != nil || g.Both != 4 || len(g.Coders) != 2 || len(g.Differ) != 2 {
		t.Fatalf("%+v %v", g, err)
	}
	for _, f := range g.Fields {
		if f.Field == "type" && (f.Units != 4 || f.Alpha == nil || *f.Alpha >= 1) {
			t.Errorf("%+v", f)
		}
		for _, p := range f.Pairs {
			if p.A == "tester" && p.B == record.Machine && p.Kappa != nil && *p.Kappa != 1 {
				t.Errorf("who accepted all does not agree with the machine: %+v", p)
			}
		}
	}
	it, err := s.Mention(ctx, all[1].Mention)
	if err != nil || it.Standing.State != story.Edited {
		t.Errorf("%+v %v", it, err)
	}
}
