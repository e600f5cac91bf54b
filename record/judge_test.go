package record_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
)

// judged gives a record of the reports and the first mention in it.
func judged(t *testing.T, path string) (*record.Store, string) {
	t.Helper()
	s := settled(t, path)
	return s, strings.Split(mentions(t, s)[0], "+")[0]
}

// state prints all happenings of a record.
func state(t *testing.T, s *record.Store) string {
	t.Helper()
	found, _, err := s.Find(context.Background(), query.And{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func judge(t *testing.T, s *record.Store, mention string, f record.Finding) int64 {
	t.Helper()
	n, err := s.Judge(context.Background(), mention, f)
	if err != nil {
		t.Fatal(err)
	}
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
	return n[0]
}

// An accepted event is an analyst's; undone, the record is what it was.
func TestAcceptedIsCertain(t *testing.T) {
	ctx := context.Background()
	s, mention := judged(t, filepath.Join(t.TempDir(), "r.db"))
	before := state(t, s)
	n := judge(t, s, mention, record.Finding{What: "accept"})
	h, err := s.Happening(ctx, mention)
	if err != nil || h.DecidedBy != "analyst" || h.Confidence != 1 {
		t.Errorf("accepted: %+v %v", h, err)
	}
	if err := s.Undo(ctx, n, "no"); err != nil || state(t, s) != before || len(verify(t, s)) > 0 {
		t.Errorf("undone: %v %v", err, verify(t, s))
	}
	if s.Undo(ctx, n, "") == nil {
		t.Error("undone twice")
	}
}

// A rejected event is gone from what is found, can still be seen, and comes
// back when the verdict is undone.
func TestRejectedVanishes(t *testing.T) {
	ctx := context.Background()
	s, mention := judged(t, filepath.Join(t.TempDir(), "r.db"))
	before := state(t, s)
	n := judge(t, s, mention, record.Finding{What: "reject", Why: "a plan, no deed"})
	if strings.Contains(state(t, s), mention) {
		t.Error("it is found still")
	}
	if _, err := s.Happening(ctx, mention); !errors.Is(err, record.ErrUnknown) {
		t.Error(err)
	}
	it, err := s.Mention(ctx, mention)
	if err != nil || it.Standing.State != story.Rejected || it.Happening != "" {
		t.Fatalf("%+v %v", it, err)
	}
	r, standing, err := s.Corrected(ctx, it.Record.Article.ID)
	if err != nil || r.Event(it.Event) != nil || standing[it.Event].State != story.Rejected || r.Check() != nil {
		t.Errorf("%v %v", standing, err)
	}
	if it.Record.Event(it.Event) == nil {
		t.Error("it is gone from the record as it was read")
	}
	if err := s.Undo(ctx, n, ""); err != nil || state(t, s) != before || len(verify(t, s)) > 0 {
		t.Errorf("undone: %v %v", err, verify(t, s))
	}
}

// corrected is an edit of the actor.
func corrected(t *testing.T, s *record.Store, mention string) record.Finding {
	t.Helper()
	it, err := s.Mention(context.Background(), mention)
	if err != nil {
		t.Fatal(err)
	}
	c := *it.Standing.Coding
	c.Actor = []story.Coded{{Name: "Zanzibar Council", Kind: chancery.Group, Country: "TZA", Code: "TZA OPP"}}
	return record.Finding{What: "edit", After: &c, Why: "the Council, says the third paragraph"}
}

// A corrected actor is found and shown everywhere, in the dossier too, and the
// correction survives another reading and a kept-apart copy as of a day.
func TestCorrectedActorEverywhere(t *testing.T) {
	ctx := context.Background()
	s, mention := judged(t, filepath.Join(t.TempDir(), "r.db"))
	before := state(t, s)
	n := judge(t, s, mention, corrected(t, s, mention))
	shown := func(s *record.Store, mention string) {
		t.Helper()
		q, err := query.Parse(`actor:"Zanzibar Council"`)
		if err != nil {
			t.Fatal(err)
		}
		found, _, err := s.Find(ctx, q, 0)
		if err != nil || len(found) != 1 || found[0].DecidedBy != "analyst" || found[0].Actor[0] != "Zanzibar Council" {
			t.Errorf("found %+v %v", found, err)
		}
		d, err := s.Dossier(ctx, []string{"Zanzibar Council"}, "2021-04-08")
		if err != nil || len(d.Happenings) != 1 {
			t.Errorf("dossier: %+v %v", d, err)
		}
		if it, err := s.Mention(ctx, mention); err != nil || it.Standing.State != story.Edited || it.Machine.Actor[0].Name == "Zanzibar Council" {
			t.Errorf("%+v %v", it, err)
		}
	}
	shown(s, mention)
	then, err := s.AsOf(ctx, "2022-12-31")
	if err != nil {
		t.Fatal(err)
	}
	defer then.Close()
	shown(then, mention)
	if _, err := s.Judge(ctx, mention, record.Finding{What: "edit", After: corrected(t, s, mention).After}); err == nil {
		t.Error("an edit that changes nothing is taken")
	}

	it, err := s.Mention(ctx, mention)
	if err != nil {
		t.Fatal(err)
	}
	if lost, err := s.Recode(ctx, renumbered(t, it.Record, ""), record.Run{Code: "c2", Model: "m", Lexicon: "l"}); err != nil || len(lost) > 0 {
		t.Fatal(lost, err)
	}
	finish(t, s)
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
	now := story.MentionID(it.Record.Article.ID, "e1"+it.Event[1:])
	shown(s, now)
	if err := s.Undo(ctx, n, ""); err == nil {
		t.Error("a decision that went over to another mention is undone by its old number")
	}
	all, err := s.Decisions(ctx, record.About{Mentions: []string{now}})
	if err != nil || len(all) != 1 || all[0].Who != "tester" || all[0].Why == "" {
		t.Fatalf("%+v %v", all, err)
	}
	if err := s.Undo(ctx, all[0].N, ""); err != nil || strings.Contains(state(t, s), "Zanzibar") || strings.Count(state(t, s), "decided_by") != strings.Count(before, "decided_by") {
		t.Error(err)
	}
}

// What was decided on an article that is forgotten leaves no word in the file,
// and the chain of the log stays whole.
func TestForgottenDecisions(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s, mention := judged(t, path)
	judge(t, s, mention, corrected(t, s, mention))
	judge(t, s, mention, record.Finding{What: "comment", Why: "Xanthippe knows more"})
	it, err := s.Mention(ctx, mention)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Forget(ctx, it.Record.Article.ID, "asked to"); err != nil {
		t.Fatal(err)
	}
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Zanzibar", "zanzibar", "Xanthippe", "third paragraph"} {
		if bytes.Contains(raw, []byte(word)) {
			t.Errorf("%q is still in the file", word)
		}
	}
}

// A person who is forgotten is taken out of corrections too.
func TestForgottenPersonInDecisions(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s, mention := judged(t, path)
	add(t, s, understood(t, report{"r4", "", "", "2021-05-03", "Iraqi Prime Minister Mustafa al-Kadhimi visited Balad on Monday."}))
	finish(t, s)
	f := corrected(t, s, mention)
	f.After.Actor[0].Name = "Mustafa Al-Kadhimi"
	f.Why = "it was Mustafa Al-Kadhimi himself"
	judge(t, s, mention, f)
	if _, err := s.ForgetPerson(ctx, "Mustafa Al-Kadhimi", "asked to"); err != nil {
		t.Fatal(err)
	}
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
	if got := state(t, s); strings.Contains(got, "Kadhimi") || !strings.Contains(got, "[name removed]") {
		t.Errorf("%.600s", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(path); err != nil || bytes.Contains(raw, []byte("Kadhimi")) {
		t.Error("the name is still in the file", err)
	}
}

// A verdict holds for the same words in copies of the article, and is undone
// with them.
func TestVerdictOnCopies(t *testing.T) {
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), "r.db"))
	body := reports[0].text + "\n\nThe two sides have met twice before, in June and in August, when they spoke of trade, of energy and of the fight against the remnants of the militants in the west."
	for i, url := range []string{"https://courier.example/1", "https://gazette.example/7"} {
		add(t, s, understood(t, report{"", url, "", "2021-03-23", body + strings.Repeat(" ", i)}))
	}
	finish(t, s)
	found, _, err := s.Find(ctx, query.And{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 || found[0].Reports != 2 || found[0].Voices != 1 {
		t.Fatalf("no copies: %+v", found)
	}
	before := state(t, s)
	n := judge(t, s, found[0].Mentions[0], record.Finding{What: "reject"})
	for _, m := range found[0].Mentions {
		if _, err := s.Happening(ctx, m); !errors.Is(err, record.ErrUnknown) {
			t.Errorf("%s is found still", m)
		}
	}
	if err := s.Undo(ctx, n, ""); err != nil || state(t, s) != before {
		t.Error("not undone with its copies", err)
	}
}
