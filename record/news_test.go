package record_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/record"
)

// keeper is a record with a search that watches over talks.
type keeper struct {
	*record.Store
	t      *testing.T
	search record.Search
}

func kept(t *testing.T, query string, first ...report) *keeper {
	t.Helper()
	k := &keeper{Store: open(t, filepath.Join(t.TempDir(), "r.db")), t: t}
	k.report(first...)
	var err error
	if k.search, err = k.SaveSearch(context.Background(), "local", "talks", query); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *keeper) report(all ...report) {
	k.t.Helper()
	for _, r := range all {
		add(k.t, k.Store, understood(k.t, r))
	}
	if err := k.Settle(context.Background()); err != nil {
		k.t.Fatal(err)
	}
}

// told collects, and gives the news of the search, the oldest first.
func (k *keeper) told() (out []string) {
	k.t.Helper()
	n, err := k.Collect(context.Background())
	if err != nil {
		k.t.Fatal(err)
	}
	all, err := k.News(context.Background(), k.search.ID, n)
	if err != nil {
		k.t.Fatal(err)
	}
	for _, x := range all {
		out = append([]string{fmt.Sprintf("%s→%s", x.Before, x.Status)}, out...)
	}
	return out
}

func (k *keeper) expect(what string, want ...string) {
	k.t.Helper()
	if got := k.told(); fmt.Sprint(got) != fmt.Sprint(want) {
		k.t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

var plan = report{"p1", "https://courier.example/p1", "", "2021-04-01", "The United States and Iraq will hold strategic talks on April 7, the White House said."}

var copyOfTheTalks = report{"r4", "https://herald.example/4", "", "2021-04-08", "The United States and Iraq held strategic talks by video link on Wednesday, the ministry said."}

// TestNewsComeOnce proves that a happening which was known when a search was
// saved is no news, that its next step is, and that neither a second look, nor
// a restart, nor another report of the same step brings it again.
func TestNewsComeOnce(t *testing.T) {
	ctx := context.Background()
	k := kept(t, "type:CONSULT status:planned OR type:CONSULT status:happened", plan)
	k.expect("what was there")
	k.report(reports[1])
	k.expect("the talks were held", "planned→happened")
	k.expect("a second look")
	path := k.Path()
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	k.Store = open(t, path)
	k.expect("after a restart")
	k.report(copyOfTheTalks, reports[2])
	k.expect("the same step told again, and what is not asked for")
	news, err := k.News(ctx, k.search.ID, 10)
	if err != nil || len(news) != 1 || news[0].Happening.Status != chancery.Happened || news[0].At != "2026-01-02T03:04:05Z" {
		t.Errorf("the news of the search: %+v %v", news, err)
	}
}

// TestNewHappeningIsNews proves that what a search finds for the first time is news.
func TestNewHappeningIsNews(t *testing.T) {
	k := kept(t, "type:ASSAULT", reports[0])
	k.report(reports[2], reports[1])
	k.expect("an attack", "→happened")
}

// TestUnsettledArticlesWait proves that news are neither lost nor half told
// when articles are looked at before they are settled.
func TestUnsettledArticlesWait(t *testing.T) {
	k := kept(t, "type:ASSAULT", reports[0])
	add(t, k.Store, understood(t, reports[2]))
	k.expect("before settling")
	k.report()
	k.expect("after settling", "→happened")
}

// TestRecodingIsNoNews proves that another reading of what is known brings no
// news, though its events have other ids, and that the next report of the same
// is none either.
func TestRecodingIsNoNews(t *testing.T) {
	ctx := context.Background()
	k := kept(t, "type:CONSULT", plan, reports[1])
	for _, r := range []report{plan, reports[1]} {
		if _, err := k.Recode(ctx, renumbered(t, understood(t, r), ""), record.Run{Code: "newer"}); err != nil {
			t.Fatal(err)
		}
	}
	k.report()
	k.expect("recoded")
	k.report(copyOfTheTalks)
	k.expect("the next report of the same")
}

// TestRecodedBeforeALookIsNews proves that an article which is read anew
// before anybody looked is still news.
func TestRecodedBeforeALookIsNews(t *testing.T) {
	k := kept(t, "type:ASSAULT", reports[0])
	k.report(reports[2])
	if _, err := k.Recode(context.Background(), renumbered(t, understood(t, reports[2]), ""), record.Run{Code: "newer"}); err != nil {
		t.Fatal(err)
	}
	k.report()
	k.expect("an attack", "→happened")
}

// TestForgottenNewsAreGone proves that news say nothing of what was forgotten.
func TestForgottenNewsAreGone(t *testing.T) {
	ctx := context.Background()
	k := kept(t, "type:ASSAULT", reports[0])
	k.report(reports[2])
	k.expect("an attack", "→happened")
	if _, err := k.Forget(ctx, "r3", "asked to"); err != nil {
		t.Fatal(err)
	}
	k.report()
	if news, err := k.News(ctx, k.search.ID, 10); err != nil || len(news) != 0 {
		t.Errorf("%+v %v", news, err)
	}
	if faults := verify(t, k.Store); len(faults) > 0 {
		t.Errorf("the record: %v", faults)
	}
}

// TestSearchesHaveOwners proves that a search is found, named twice and
// removed by its owner alone.
func TestSearchesHaveOwners(t *testing.T) {
	ctx := context.Background()
	k := kept(t, "type:ASSAULT", reports[0])
	if _, err := k.SaveSearch(ctx, "local", " talks ", ""); err == nil {
		t.Error("one name twice was taken")
	}
	other, err := k.SaveSearch(ctx, "jane", "talks", "status:planned")
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"(", "type:", `status:"`} {
		if _, err := k.SaveSearch(ctx, "jane", "broken", q); err == nil {
			t.Errorf("%q was taken", q)
		}
	}
	if err := k.RemoveSearch(ctx, "local", other.ID); !errors.Is(err, record.ErrUnknown) {
		t.Errorf("another's search: %v", err)
	}
	if got, err := k.Search(ctx, "jane", "talks"); err != nil || got.ID != other.ID {
		t.Errorf("by name: %+v %v", got, err)
	}
	if err := k.RemoveSearch(ctx, "jane", "talks"); err != nil {
		t.Fatal(err)
	}
	if all, err := k.Searches(ctx, ""); err != nil || len(all) != 1 || all[0].Owner != "local" {
		t.Errorf("%+v %v", all, err)
	}
}

// TestAMessageHasOneSender proves that two senders never have one message, and
// that a sender which died gives it up.
func TestAMessageHasOneSender(t *testing.T) {
	ctx := context.Background()
	k := kept(t, "type:ASSAULT", reports[0])
	if _, err := k.AddAlert(ctx, k.search, record.Webhook, "https://desk.example/hook", ""); err != nil {
		t.Fatal(err)
	}
	k.report(reports[2])
	k.expect("an attack", "→happened")
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	take := func(at time.Time) string {
		d, ok, err := k.Take(ctx, at, time.Minute, true)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return ""
		}
		return fmt.Sprint(d.ID, " ", d.Tries, " ", d.News)
	}
	first := take(now)
	if first == "" || take(now) != "" {
		t.Errorf("taken: %q, and twice", first)
	}
	if again := take(now.Add(time.Minute)); again == "" || again == first || again[:20] != first[:20] {
		t.Errorf("after a sender died: %q, first %q", again, first)
	}
}
