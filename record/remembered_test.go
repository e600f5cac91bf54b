package record_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// What is remembered of the index is not told of a record that has changed,
// whoever changed it.
func TestAnswersFollowTheRecord(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s := open(t, path)
	reader, err := record.Open(ctx, path, record.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	for i, r := range reports {
		add(t, s, understood(t, r))
		finish(t, s)
		for name, x := range map[string]*record.Store{"the one that writes": s, "another": reader} {
			for range 2 { // the second time from memory
				f, err := x.Facets(ctx, query.And{}, 50)
				if err != nil {
					t.Fatal(err)
				}
				months, parties := 0, 0
				for _, m := range f.Counts["month"] {
					months += m.Count
				}
				for _, p := range f.Counts["party"] {
					parties = max(parties, p.Count)
				}
				found, total, err := x.Find(ctx, query.And{}, 0)
				if err != nil || len(found) != total || f.Total != total || months != total || parties == 0 {
					t.Errorf("after report %d, %s: %d happenings, %d counted, %d by month, at most %d of a party; %v", i+1, name, len(found), f.Total, months, parties, err)
				}
				outlets, err := x.Outlets(ctx)
				articles := 0
				for _, o := range outlets {
					articles += o.Articles
				}
				if err != nil || articles != i+1 {
					t.Errorf("after report %d, %s: %d articles by outlet; %v", i+1, name, articles, err)
				}
				if _, err := x.Ties(ctx, query.And{}, 10); err != nil {
					t.Error(err)
				}
			}
		}
	}
}
