package review

import (
	"context"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/story"
)

// Why tells why an event of a record was coded as it is, by reading its
// article again. now is that reading: where this program, its model or lexicon
// is not the one that made the record, it may code the event otherwise, or
// (nil) not at all.
func (d *Desk) Why(ctx context.Context, r *chancery.Record, event string) (now *chancery.Event, why *chancery.Explanation, err error) {
	u, err := d.understander()
	if err != nil {
		return nil, nil, err
	}
	select {
	case d.explaining <- struct{}{}:
		defer func() { <-d.explaining }()
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
	a := *r.Article
	a.Paragraphs = read.Paragraphs(a.Text) // the record does not keep them
	again, all := u.Explain(&a)
	_, pairs := story.Changes(r, again)
	e := again.Event(pairs[event])
	if e == nil {
		return nil, nil, nil
	}
	for i := range all {
		if all[i].Event == e.ID {
			return e, &all[i], nil
		}
	}
	return e, nil, nil
}
