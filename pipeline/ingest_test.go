package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
)

var (
	kills    = flag.Int("kills", 25, "how often the crash test kills an ingest")
	articles = flag.Int("articles", 300, "how many articles the crash test ingests")
)

func ingest(t testing.TB, path string) *pipeline.Ingest {
	t.Helper()
	r, u := recorded.Stages(t)
	s, err := record.Open(context.Background(), path, record.Options{Create: true, Who: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return &pipeline.Ingest{Store: s, Run: record.Run{Code: "c", Model: "m", Lexicon: "l"}, Read: r, Workers: 2,
		Understand: func(a *chancery.Article) (*chancery.Record, error) { return u.Record(a), nil }}
}

func lines(name string, all []string) pipeline.Source {
	body := strings.Join(all, "\n") + "\n"
	return pipeline.Source{Name: name, Open: func(context.Context) (read.Input, io.Closer, error) {
		return read.Input{Name: name, Body: strings.NewReader(body), As: read.JSONL}, io.NopCloser(nil), nil
	}}
}

// everything is all that users see of a record, and proof that it is whole.
func everything(t *testing.T, s *record.Store) string {
	t.Helper()
	ctx := context.Background()
	var b bytes.Buffer
	for r, err := range s.Records(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		raw, err := r.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(raw, '\n'))
	}
	found, _, err := s.Find(ctx, query.And{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found {
		raw, err := json.Marshal(h)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(raw, '\n'))
	}
	r, err := s.Verify(ctx, nil)
	if err != nil || len(r.Faults) > 0 {
		t.Fatalf("the record is not whole: %v %v", err, r)
	}
	return b.String()
}

// Neither the order of arrival nor the number of workers changes what the
// record says.
func TestOrderAndWorkersChangeNothing(t *testing.T) {
	n := 200
	if testing.Short() {
		n = 60
	}
	all := sample.Wire(n)
	var want string
	for seed := range uint64(3) {
		for _, workers := range []int{1, 2, 8} {
			shuffled := append([]string(nil), all...)
			if seed > 0 {
				rand.New(rand.NewPCG(seed, 1)).Shuffle(n, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			}
			in := ingest(t, filepath.Join(t.TempDir(), "r.db"))
			in.Workers = workers
			// In pieces, so that what follows is settled again and again.
			for from := 0; from < n; from += n / 4 {
				if _, err := in.Sources(context.Background(), []pipeline.Source{lines("wire.jsonl", shuffled[from:min(from+n/4, n)])}); err != nil {
					t.Fatal(err)
				}
			}
			got := everything(t, in.Store)
			if want == "" {
				want = got
				if !strings.Contains(got, `"merged_because"`) || !strings.Contains(got, `"voices":1,"reports":2`) {
					t.Error("the sample holds no merge, or no copy: the test proves little")
				}
			}
			if got != want {
				t.Fatalf("shuffle %d with %d workers gives another record", seed, workers)
			}
		}
	}
}

// A poisoned article goes into quarantine, the others are recorded, and it
// comes out again when it can be read.
func TestPoisonGoesIntoQuarantine(t *testing.T) {
	ctx := context.Background()
	all := sample.Wire(20)
	in := ingest(t, filepath.Join(t.TempDir(), "r.db"))
	good := in.Understand
	in.Understand = func(a *chancery.Article) (*chancery.Record, error) {
		if a.Ref == "w0007" {
			panic("poison")
		}
		return good(a)
	}
	for range 2 { // the second time changes nothing
		tally, err := in.Sources(ctx, []pipeline.Source{lines("wire.jsonl", all)})
		if err != nil || tally.Quarantined != 1 || tally.Added+tally.Versions+tally.Known != 19 {
			t.Errorf("%+v %v", tally, err)
		}
	}
	faults, err := in.Store.Quarantined(ctx)
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0].Reason, "poison") || faults[0].Stage != "understand" {
		t.Fatalf("%+v %v", faults, err)
	}
	if tally, err := in.Retry(ctx, 0); err != nil || tally.Quarantined != 1 {
		t.Errorf("still poisoned: %+v %v", tally, err)
	}
	in.Understand = good
	if tally, err := in.Retry(ctx, 0); err != nil || tally.Quarantined != 0 || tally.Added+tally.Versions != 1 {
		t.Errorf("retried: %+v %v", tally, err)
	}
	whole := ingest(t, filepath.Join(t.TempDir(), "whole.db"))
	if _, err := whole.Sources(ctx, []pipeline.Source{lines("wire.jsonl", all)}); err != nil {
		t.Fatal(err)
	}
	if everything(t, in.Store) != everything(t, whole.Store) {
		t.Error("what was retried differs from what was never poisoned")
	}
}

const crashEnv = "CHANCERY_TEST_CRASH"

// TestCrashChild is the process that TestKilledIngestLosesNothing kills.
func TestCrashChild(t *testing.T) {
	path := os.Getenv(crashEnv)
	if path == "" {
		t.Skip("runs only as a child of TestKilledIngestLosesNothing")
	}
	in := ingest(t, path)
	fmt.Println("started")
	if _, err := in.Sources(context.Background(), []pipeline.Source{lines("wire.jsonl", sample.Wire(*articles))}); err != nil {
		t.Fatal(err)
	}
}

// An ingest that is killed again and again at random points, and then run to
// its end, leaves the same record as one that was never disturbed.
func TestKilledIngestLosesNothing(t *testing.T) {
	times, n := *kills, *articles
	if testing.Short() {
		times, n = 3, 60
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "killed.db")
	rnd := rand.New(rand.NewPCG(11, 11))
	child := func(after time.Duration) {
		c := exec.Command(os.Args[0], "-test.run=^TestCrashChild$", fmt.Sprintf("-articles=%d", n))
		c.Env = append(os.Environ(), crashEnv+"="+path)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if after > 0 {
			buf := make([]byte, 7)
			io.ReadFull(out, buf) // wait until it works
			time.Sleep(after)
			c.Process.Kill()
		}
		rest, _ := io.ReadAll(out)
		if err := c.Wait(); after == 0 && err != nil {
			t.Fatalf("the last run failed: %v %s", err, rest)
		}
	}
	var before int
	for i := range times {
		child(time.Duration(1+rnd.IntN(250)) * time.Millisecond)
		s, err := record.Open(context.Background(), path, record.Options{ReadOnly: true})
		if err != nil {
			t.Fatalf("after kill %d: %v", i+1, err)
		}
		count := 0
		for _, err := range s.Records(context.Background()) {
			if err != nil {
				t.Fatalf("after kill %d: %v", i+1, err)
			}
			count++
		}
		if count < before {
			t.Fatalf("after kill %d %d articles are left of %d", i+1, count, before)
		}
		before = count
		s.Close()
	}
	t.Logf("%d articles were in the record after %d kills", before, times)
	child(0)
	whole := ingest(t, filepath.Join(dir, "whole.db"))
	if _, err := whole.Sources(context.Background(), []pipeline.Source{lines("wire.jsonl", sample.Wire(n))}); err != nil {
		t.Fatal(err)
	}
	killed := ingest(t, path)
	if everything(t, killed.Store) != everything(t, whole.Store) {
		t.Error("the record differs from one that was never killed")
	}
}
