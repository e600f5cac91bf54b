package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/worker"
)

// workerEnv makes this test binary a worker. The poison is in the test alone:
// the program has nothing that an article could call.
const workerEnv = "CHANCERY_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) == "" {
		os.Exit(m.Run())
	}
	if err := worker.Serve(os.Stdin, os.Stdout, poisonable); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// poisonable are the real stages, each of which harms itself at a text that says so.
func poisonable() (worker.Hands, error) {
	r, rerr := recorded.Reader()
	u, uerr := recorded.Understander()
	return worker.Hands{
		Articles: func(ctx context.Context, in read.Input) iter.Seq2[*chancery.Article, error] {
			return func(yield func(*chancery.Article, error) bool) {
				for a, err := range r.Articles(ctx, in) {
					if err == nil {
						harm("read", a)
					}
					if !yield(a, err) {
						return
					}
				}
			}
		},
		Understand: func(a *chancery.Article) (*chancery.Record, error) {
			harm("understand", a)
			r := u.Record(a)
			harm("story", a)
			return r, record.Try(r)
		},
	}, errors.Join(rerr, uerr)
}

var eaten [][]byte

func harm(stage string, a *chancery.Article) {
	if !strings.Contains(a.Text, "poison "+stage+" ") {
		return
	}
	switch {
	case strings.Contains(a.Text, "panic"):
		panic("poison")
	case strings.Contains(a.Text, "loop"):
		for i := 0; ; i++ {
			_ = i
		}
	}
	for {
		b := make([]byte, 1<<20)
		for i := range b {
			b[i] = 1
		}
		eaten = append(eaten, b)
	}
}

// isolated makes the ingest work in processes of their own.
func isolated(t *testing.T, in *pipeline.Ingest) {
	t.Helper()
	command := func() *exec.Cmd {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), workerEnv+"=1")
		return c
	}
	p, err := worker.New(context.Background(), command, command, worker.Limits{CPU: 2 * time.Second, Memory: 128 << 20})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	in.Read, in.Understand = p, p.Understand
}

// One article that panics, one that never ends and one that takes memory
// without end, in each stage, among 1,000 good ones: these are recorded, each
// of those is in quarantine with its reason, and the record is that of an
// ingest without them.
func TestPoisonEndsNothingButItself(t *testing.T) {
	if race.On {
		t.Skip("the race detector makes memory grow so slowly that the limit of time comes first")
	}
	n := 1000
	if testing.Short() {
		n = 60
	}
	good := sample.Wire(n)
	var mixed []string
	poisons := map[string]string{}
	for _, how := range []string{"panic", "loop", "memory"} {
		for _, stage := range []string{"read", "understand", "story"} {
			raw, err := json.Marshal(map[string]string{"id": stage + " " + how, "title": "Poison", "text": "Here is poison " + stage + " " + how + ".", "published": "2021-03-23"})
			if err != nil {
				t.Fatal(err)
			}
			poisons[stage+" "+how] = map[string]string{"panic": "poison", "loop": "processor time", "memory": "MB of memory"}[how]
			at := len(poisons) * n / 10
			mixed = append(append(mixed, good[len(mixed)-len(poisons)+1:at]...), string(raw))
		}
	}
	mixed = append(mixed, good[len(mixed)-len(poisons):]...)
	if len(mixed) != n+9 {
		t.Fatalf("%d lines", len(mixed))
	}
	ctx := context.Background()
	plain := ingest(t, filepath.Join(t.TempDir(), "plain.db"))
	if _, err := plain.Sources(ctx, []pipeline.Source{lines("wire.jsonl", good)}); err != nil {
		t.Fatal(err)
	}
	in := ingest(t, filepath.Join(t.TempDir(), "poisoned.db"))
	isolated(t, in)
	// Three sources, for of one source what cannot be read is kept once.
	third := len(mixed) / 3
	tally, err := in.Sources(ctx, []pipeline.Source{lines("a.jsonl", mixed[:third]), lines("b.jsonl", mixed[third:2*third]), lines("c.jsonl", mixed[2*third:])})
	if err != nil || tally.Quarantined != 9 || tally.Added+tally.Versions+tally.Known != n {
		t.Errorf("%+v %v", tally, err)
	}
	faults, err := in.Store.Quarantined(ctx)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]int{}
	for _, f := range faults {
		for p, reason := range poisons {
			stage, _, _ := strings.Cut(p, " ")
			inBytes := strings.Contains(string(f.Bytes), "poison "+p)
			if stage == "read" {
				stage, inBytes = "read", true // the source is kept
			} else {
				stage = "understand"
			}
			if f.Stage == stage && inBytes && strings.Contains(f.Reason, reason) {
				met[p]++
			}
		}
	}
	for p := range poisons {
		if met[p] != 1 {
			t.Errorf("%s was met %d times", p, met[p])
		}
	}
	if len(faults) != 9 {
		t.Errorf("%d are in quarantine", len(faults))
	}
	if everything(t, in.Store) != everything(t, plain.Store) {
		t.Error("the record differs from one without poison, made in one process")
	}
}
