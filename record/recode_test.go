package record_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// renumbered is a reading in which all events have other ids, and the first
// another status; drop leaves the event of that trigger out.
func renumbered(t *testing.T, r *chancery.Record, drop string) *chancery.Record {
	t.Helper()
	raw, err := r.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	x := &chancery.Record{}
	if err := x.UnmarshalJSON(raw); err != nil {
		t.Fatal(err)
	}
	ids := map[string]string{}
	x.Events = slices.DeleteFunc(x.Events, func(e chancery.Event) bool { return e.ID == drop })
	for i := range x.Events {
		e := &x.Events[i]
		ids[e.ID] = "e1" + e.ID[1:]
		e.ID = ids[e.ID]
	}
	for i := range x.Figures {
		x.Figures[i].Event = ids[x.Figures[i].Event]
	}
	x.Agendas = nil
	return x
}

// A new reading replaces the old, decisions go over to it under new ids, and
// one whose event is gone is named and kept.
func TestRecodeKeepsDecisions(t *testing.T) {
	ctx := context.Background()
	s := settled(t, filepath.Join(t.TempDir(), "r.db"))
	before := mentions(t, s)
	a, b := strings.Split(before[0], "+")[0], strings.Split(before[len(before)-1], "+")[0]
	if _, err := s.Merge(ctx, a, b, "one affair"); err != nil {
		t.Fatal(err)
	}
	merged := len(mentions(t, s))

	next := record.Run{Code: "c2", Model: "m", Lexicon: "l"}
	var all []*chancery.Record
	for r, err := range s.Outdated(ctx, next) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if len(all) != len(reports) {
		t.Fatalf("%d of %d are outdated", len(all), len(reports))
	}
	for _, r := range all {
		if lost, err := s.Recode(ctx, renumbered(t, r, ""), next); err != nil || len(lost) > 0 {
			t.Fatal(err, lost)
		}
	}
	finish(t, s)
	if got := mentions(t, s); len(got) != merged || len(verify(t, s)) > 0 {
		t.Errorf("%d happenings, not %d; %v", len(got), merged, verify(t, s))
	}
	decided := 0
	found, _, err := s.Find(ctx, query.And{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var of string
	for _, h := range found {
		if h.DecidedBy == "analyst" {
			decided++
			of = h.Mentions[0]
		}
	}
	if decided != 1 {
		t.Fatalf("%d happenings are decided by an analyst", decided)
	}
	for range s.Outdated(ctx, next) {
		t.Error("what was recoded is outdated still")
	}

	// Now the event of the decision is lost.
	for _, r := range all {
		now, err := s.Record(ctx, r.Article.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range now.Events {
			if story.MentionID(r.Article.ID, e.ID) != of {
				continue
			}
			lost, err := s.Recode(ctx, renumbered(t, now, e.ID), record.Run{Code: "c3", Model: "m", Lexicon: "l"})
			if err != nil || len(lost) != 1 {
				t.Errorf("lost %v, %v", lost, err)
			}
		}
	}
	finish(t, s)
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
}

func TestChanges(t *testing.T) {
	old := understood(t, reports[0])
	if c, pairs := story.Changes(old, renumbered(t, old, "")); len(c) != 0 || len(pairs) != len(old.Events) {
		t.Errorf("other ids are no change: %v", c)
	}
	lost := old.Events[0].ID
	c, _ := story.Changes(old, renumbered(t, old, lost))
	if len(c) != 1 || c[0].What != "lost" || c[0].Old != lost {
		t.Errorf("%v", c)
	}
	if c, _ = story.Changes(renumbered(t, old, lost), old); len(c) != 1 || c[0].What != "gained" {
		t.Errorf("%v", c)
	}
	other := renumbered(t, old, "")
	other.Events[0].Status = chancery.Denied
	if c, _ = story.Changes(old, other); len(c) != 1 || c[0].What != "altered" || len(c[0].Fields) != 1 || !strings.HasSuffix(c[0].Fields[0], "-> denied") {
		t.Errorf("%v", c)
	}
}

// A person who is forgotten is in no page of the file, under any spelling;
// what was done stays, and the record is whole.
func TestForgottenPersonIsGone(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s := open(t, path)
	r := understood(t, report{"p1", "", "Çağlar Dönmez visits Baghdad", "2021-04-08", "Turkish Foreign Minister Çağlar Dönmez visited Baghdad on Wednesday.\n\n“We agree,” Dönmez said. CAGLAR DONMEZ met Iraqi President Barham Salih."})
	add(t, s, r)
	for _, x := range reports {
		add(t, s, understood(t, x))
	}
	finish(t, s)
	before := len(mentions(t, s))
	if _, err := s.ForgetPerson(ctx, "Dönmez", ""); err == nil {
		t.Error("one word is taken for a person")
	}
	if n, err := s.ForgetPerson(ctx, "Çağlar Dönmez", "his request"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if got := len(mentions(t, s)); got != before {
		t.Errorf("%d happenings, not %d", got, before)
	}
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
	if _, err := s.ForgetPerson(ctx, "Çağlar Dönmez", ""); err == nil {
		t.Error("forgot him twice")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Dönmez", "Donmez", "DONMEZ", "donmez", "dönmez", "Çağlar", "caglar"} {
		if bytes.Contains(raw, []byte(word)) {
			t.Errorf("%q is still in the file", word)
		}
	}
	if !bytes.Contains(raw, []byte("Baghdad")) {
		t.Error("more than the person is gone")
	}
}

func TestRetention(t *testing.T) {
	ctx := context.Background()
	s := settled(t, filepath.Join(t.TempDir(), "r.db"))
	if n, err := s.ForgetBefore(ctx, "No Such Paper", "2100-01-01", ""); err != nil || n != 0 {
		t.Error(n, err)
	}
	n, err := s.ForgetBefore(ctx, "", "2100-01-01", "old")
	if err != nil || n != len(reports) {
		t.Errorf("%d of %d, %v", n, len(reports), err)
	}
	if got := mentions(t, s); len(got) != 0 || len(verify(t, s)) > 0 {
		t.Error(got, verify(t, s))
	}
}

// The record as of a day holds what was published until then, and is gone
// when it is closed.
func TestAsOf(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "r.db"))
	var first string
	for _, r := range reports {
		x := understood(t, r)
		if first == "" || x.Article.Published < first {
			first = x.Article.Published
		}
		add(t, s, x)
	}
	finish(t, s)
	then, err := s.AsOf(ctx, first[:10])
	if err != nil {
		t.Fatal(err)
	}
	for r, err := range then.Records(ctx) {
		if err != nil || r.Article.Published[:10] > first[:10] {
			t.Error(r.Article.Published, err)
		}
	}
	if n := len(mentions(t, then)); n == 0 || n >= len(mentions(t, s)) {
		t.Errorf("%d happenings of %d", n, len(mentions(t, s)))
	}
	path := then.Path()
	if err := then.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("the temporary record is still there")
	}
	if _, err := s.AsOf(ctx, "yesterday"); err == nil {
		t.Error("a word is taken for a day")
	}
}
