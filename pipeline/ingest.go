package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/stack"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
)

// Ingest is how reports come into a record.
type Ingest struct {
	Store      *record.Store
	Run        record.Run
	Read       Reader
	Understand func(*chancery.Article) (*chancery.Record, error)
	Workers    int
	Progress   Progress
	Failed     func(source string, err error) // told of each report that went into quarantine; may be nil
}

// Tally counts what came of an ingest.
type Tally struct {
	Added       int `json:"added"`       // new articles
	Versions    int `json:"versions"`    // new texts of known articles
	Known       int `json:"known"`       // in the record already
	Forgotten   int `json:"forgotten"`   // forgotten before, and left out
	Quarantined int `json:"quarantined"` // could not be read
}

// Plus adds up two tallies.
func (t Tally) Plus(o Tally) Tally {
	return Tally{t.Added + o.Added, t.Versions + o.Versions, t.Known + o.Known, t.Forgotten + o.Forgotten, t.Quarantined + o.Quarantined}
}

func (t *Tally) count(o record.Outcome) {
	switch o {
	case record.Added:
		t.Added++
	case record.Version:
		t.Versions++
	case record.Same:
		t.Known++
	case record.Forgotten:
		t.Forgotten++
	}
}

// settleEvery is after how many articles what follows from them is worked
// out, so that the work left after a kill stays small.
const settleEvery = 500

// Articles are written together: so many, or those of so long, whichever is
// first. A kill loses no more than their reading, which is done again.
const (
	writeMany  = 32
	writeAfter = 500 * time.Millisecond
)

// maxKept is how much of an input that cannot be read is kept in quarantine.
const maxKept = 4 << 20

// gist is what came of one article on its way into the record.
type gist struct {
	record *chancery.Record // nil when met
	met    record.Outcome
	fault  *record.Fault
}

// Sources reads the sources into the record. Each article that is counted is
// on disk; what cannot be read is in quarantine and the others go on. An error
// is one of the record itself, or ctx's.
func (in *Ingest) Sources(ctx context.Context, sources []Source) (Tally, error) {
	byName := map[string]Source{}
	for _, s := range sources {
		byName[s.Name] = s
	}
	stages := Stages[gist]{Read: in.Read, Work: func(a *chancery.Article) (gist, error) {
		if o, met, err := in.Store.Met(ctx, a); err != nil || met {
			return gist{met: o}, err
		}
		r, err := in.understand(a)
		if err != nil {
			return gist{fault: articleFault(a, err)}, nil
		}
		return gist{record: r}, nil
	}}
	w := writing{in: in, since: time.Now()}
	whole := map[string]bool{} // sources that are in quarantine as a whole already
	for r := range Run(ctx, stages, sources, in.Workers, in.Progress) {
		f := r.Value.fault
		switch {
		case r.Err != nil:
			if errors.Is(r.Err, context.Canceled) {
				return w.tally, errors.Join(r.Err, w.write(context.WithoutCancel(ctx)))
			}
			if whole[r.Source] {
				w.tally.Quarantined++
				in.failed(r.Source, r.Err)
				continue
			}
			f = sourceFault(ctx, byName[r.Source], r.Err)
			whole[r.Source] = f.Whole
		case f == nil && r.Value.record == nil:
			w.tally.count(r.Value.met)
			continue
		case f == nil:
			if err := w.take(ctx, r.Value.record); err != nil {
				return w.tally, err
			}
			continue
		}
		if err := in.quarantine(ctx, r.Source, f); err != nil {
			return w.tally, err
		}
		w.tally.Quarantined++
	}
	if err := w.write(context.WithoutCancel(ctx)); err != nil {
		return w.tally, err
	}
	if err := ctx.Err(); err != nil {
		return w.tally, err
	}
	return w.tally, in.Store.Settle(ctx)
}

// writing brings records into the store, several at once.
type writing struct {
	in        *Ingest
	waiting   []*chancery.Record
	since     time.Time // of the last write
	unsettled int
	tally     Tally
}

func (w *writing) take(ctx context.Context, r *chancery.Record) error {
	w.waiting = append(w.waiting, r)
	if len(w.waiting) < writeMany && time.Since(w.since) < writeAfter {
		return nil
	}
	if err := w.write(ctx); err != nil || w.unsettled < settleEvery {
		return err
	}
	w.unsettled = 0
	return w.in.Store.Settle(ctx)
}

func (w *writing) write(ctx context.Context) error {
	if len(w.waiting) == 0 {
		return nil
	}
	done, err := w.in.Store.AddAll(ctx, w.waiting, w.in.Run)
	if err != nil {
		return fmt.Errorf("writing to the record: %w", err)
	}
	for _, o := range done {
		w.tally.count(o)
	}
	w.unsettled += len(done)
	w.waiting, w.since = nil, time.Now()
	return nil
}

// Article brings one article into the record, or into quarantine. It may be
// called from many goroutines. What follows from the article is left to Settle.
func (in *Ingest) Article(ctx context.Context, source string, a *chancery.Article) (t Tally, err error) {
	o, met, err := in.Store.Met(ctx, a)
	if err != nil {
		return t, fmt.Errorf("reading the record: %w", err)
	}
	if met {
		t.count(o)
		return t, nil
	}
	r, err := in.understand(a)
	if ctx.Err() != nil {
		return t, ctx.Err()
	}
	if err != nil {
		t.Quarantined++
		return t, in.quarantine(ctx, source, articleFault(a, err))
	}
	outcome, err := in.Store.Add(ctx, r, in.Run)
	if err != nil {
		return t, fmt.Errorf("writing to the record: %w", err)
	}
	t.count(outcome)
	return t, nil
}

// Unreadable puts a part of a source that cannot be read into quarantine. raw
// is the whole source, and how it was to be read is kept with it.
func (in *Ingest) Unreadable(ctx context.Context, how read.Input, raw []byte, reason error) error {
	f := &record.Fault{Stage: "read", Reason: reason.Error(), Input: howJSON(how)}
	if len(raw) <= maxKept {
		f.Bytes, f.Whole = raw, true
	}
	return in.quarantine(ctx, how.Name, f)
}

func (in *Ingest) quarantine(ctx context.Context, source string, f *record.Fault) error {
	f.Source, f.Run = source, in.Run
	if _, err := in.Store.Quarantine(ctx, *f); err != nil {
		return fmt.Errorf("writing to the record: %w", err)
	}
	in.failed(source, errors.New(f.Reason))
	return nil
}

func (in *Ingest) failed(source string, err error) {
	if in.Failed != nil {
		in.Failed(source, err)
	}
}

// understand turns a panic of a stage into an error.
func (in *Ingest) understand(a *chancery.Article) (r *chancery.Record, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("a bug in a stage: %v (%s)", p, stack.Panicked())
		}
	}()
	return in.Understand(a)
}

func articleFault(a *chancery.Article, err error) *record.Fault {
	raw, jerr := json.Marshal(a)
	if jerr != nil {
		panic(jerr) // a bug: an article always marshals
	}
	return &record.Fault{Stage: "understand", Reason: err.Error(), Bytes: raw, Whole: true}
}

// input is how a source was to be read, for retry.
type input struct {
	Name, ContentType, As, Published, Outlet, URL, Ref string
}

func howJSON(in read.Input) string {
	how, err := json.Marshal(input{in.Name, in.ContentType, string(in.As), in.Published, in.Outlet, in.URL, in.Ref})
	if err != nil {
		panic(err) // a bug: strings always marshal
	}
	return string(how)
}

// sourceFault opens the source once more for its bytes.
func sourceFault(ctx context.Context, s Source, err error) *record.Fault {
	f := &record.Fault{Stage: "read", Reason: err.Error()}
	if s.Open == nil || s.Once {
		return f
	}
	in, closer, oerr := s.Open(ctx)
	if oerr != nil {
		return f // the reason is told already
	}
	defer closer.Close()
	f.Input = howJSON(in)
	raw, rerr := io.ReadAll(io.LimitReader(in.Body, maxKept+1))
	if rerr == nil && len(raw) <= maxKept {
		f.Bytes, f.Whole = raw, true
	}
	return f
}

// Retry reads again what is in quarantine: all of it, or that of one number.
// What can be read now comes out.
func (in *Ingest) Retry(ctx context.Context, only int64) (Tally, error) {
	var t Tally
	faults, err := in.Store.Quarantined(ctx)
	if err != nil {
		return t, err
	}
	met := false
	for _, f := range faults {
		if only != 0 && f.N != only {
			continue
		}
		met = true
		one, err := in.again(ctx, f)
		if err != nil {
			if ctx.Err() != nil {
				return t, err
			}
			t.Quarantined++
			in.failed(f.Source, err)
			continue
		}
		if err := in.Store.Release(ctx, f.N); err != nil {
			return t, err
		}
		t = t.Plus(one)
	}
	if only != 0 && !met {
		return t, fmt.Errorf("nothing numbered %d is in quarantine: chancery quarantine lists it", only)
	}
	return t, in.Store.Settle(ctx)
}

// again gives an error when anything of the fault cannot be read still.
func (in *Ingest) again(ctx context.Context, f record.Fault) (t Tally, err error) {
	add := func(a *chancery.Article) error {
		r, err := in.understand(a)
		if err != nil {
			return err
		}
		outcome, err := in.Store.Add(ctx, r, in.Run)
		if err == nil {
			t.count(outcome)
		}
		return err
	}
	if f.Stage == "understand" {
		a := &chancery.Article{}
		if err := json.Unmarshal(f.Bytes, a); err != nil {
			return t, fmt.Errorf("the article in quarantine is damaged: %w", err)
		}
		return t, add(a)
	}
	if !f.Whole {
		return t, fmt.Errorf("its bytes are not kept: ingest %s again (%s)", f.Source, f.Reason)
	}
	var how input
	if err := json.Unmarshal([]byte(f.Input), &how); err != nil {
		return t, fmt.Errorf("how it was to be read is damaged: %w", err)
	}
	source := Source{Name: f.Source, Size: int64(len(f.Bytes)), Open: func(context.Context) (read.Input, io.Closer, error) {
		return read.Input{Name: how.Name, ContentType: how.ContentType, As: read.Format(how.As), Published: how.Published, Outlet: how.Outlet, URL: how.URL, Ref: how.Ref,
			Body: bytes.NewReader(f.Bytes)}, io.NopCloser(nil), nil
	}}
	articles := make(chan item, window)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		defer close(articles)
		readSource(ctx, in.Read, source, nil, articles)
	}()
	for it := range articles {
		if it.err == nil {
			it.err = add(it.article)
		}
		err = errors.Join(err, it.err)
	}
	return t, err
}
