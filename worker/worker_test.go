package worker_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/worker"
)

const workerEnv = "CHANCERY_TEST_WORKER"

// TestMain makes this test binary its own worker.
func TestMain(m *testing.M) {
	if os.Getenv(workerEnv) == "" {
		os.Exit(m.Run())
	}
	if err := worker.Serve(os.Stdin, os.Stdout, hands); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// hands do what the text asks for.
func hands() (worker.Hands, error) {
	if os.Getenv(workerEnv) == "broken" {
		return worker.Hands{}, errors.New("the lexicon is broken")
	}
	r, err := read.New(lexicon.Embedded())
	return worker.Hands{
		Articles: func(ctx context.Context, in read.Input) iter.Seq2[*chancery.Article, error] {
			return func(yield func(*chancery.Article, error) bool) {
				next := in.Begun
				met := in.Skip
				in.Begun = func() {
					met++
					next()
					if in.Ref == fmt.Sprint(met) {
						harm(in.Outlet)
					}
				}
				r.Articles(ctx, in)(yield)
			}
		},
		Understand: func(a *chancery.Article) (*chancery.Record, error) {
			if strings.HasPrefix(a.Text, "refuse") {
				return nil, errors.New("refused")
			}
			harm(a.Text)
			return &chancery.Record{Article: a}, nil
		},
	}, err
}

var sink [][]byte

func harm(how string) {
	switch strings.Fields(how + " x")[0] {
	case "panic":
		panic("poison")
	case "loop":
		for i := 0; ; i++ {
			_ = i
		}
	case "memory":
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			sink = append(sink, b)
		}
	case "stack":
		var f func(int) int
		f = func(n int) int { return f(n+1) + 1 }
		f(0)
	case "hang":
		time.Sleep(time.Hour)
	case "exit":
		os.Exit(3)
	case "garbage": // much that is not kept is no harm
		for range 400 {
			b := make([]byte, 1<<20)
			b[0] = 1
		}
	}
}

var limits = worker.Limits{CPU: time.Second, Wall: 8 * time.Second, Memory: 64 << 20}

func command() *exec.Cmd {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), workerEnv+"=1")
	return c
}

func pool(t *testing.T) *worker.Pool {
	t.Helper()
	p, err := worker.New(context.Background(), command, command, limits)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestWhatEndsAWorkerEndsOneArticle(t *testing.T) {
	p := pool(t)
	for _, c := range []struct{ text, want string }{
		{"Envoys met in Vienna.", ""},
		{"garbage", ""},
		{"refuse", "refused"},
		{"panic", "worker_test.go:"},
		{"loop", "processor time"},
		{"memory", "MB of memory"},
		{"stack", "MB of memory"},
		{"hang", "no answer for 8s"},
		{"exit", "crashed: exit status 3"},
	} {
		t.Run(c.text, func(t *testing.T) {
			if race.On && strings.Contains(c.want, "memory") {
				t.Skip("the race detector makes memory grow so slowly that the limit of time comes first")
			}
			start := time.Now()
			r, err := p.Understand(&chancery.Article{ID: "sha256:1", Text: c.text})
			switch {
			case c.want == "" && (err != nil || r.Article.Text != c.text):
				t.Errorf("%v", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			}
			if d := time.Since(start); d > time.Minute {
				t.Errorf("it took %v", d)
			}
			if r, err := p.Understand(&chancery.Article{ID: "sha256:1", Text: "The next."}); err != nil || r.Article.Text != "The next." {
				t.Errorf("after it: %v", err)
			}
		})
	}
}

// A report that ends the worker that reads it is an error in its place.
func TestReadingGoesOnBehindPoison(t *testing.T) {
	p := pool(t)
	var lines strings.Builder
	for i := range 40 {
		fmt.Fprintf(&lines, "{\"id\":\"%d\",\"text\":\"Report %d.\"}\n", i, i)
	}
	for _, harm := range []string{"none", "panic", "loop", "memory", "hang", "exit"} {
		for _, at := range []string{"1", "17", "40"} {
			if harm != "loop" && at != "17" {
				continue
			}
			t.Run(harm+" at "+at, func(t *testing.T) {
				i, faults := 0, 0
				for a, err := range p.Articles(context.Background(), read.Input{Name: "x.jsonl", Body: strings.NewReader(lines.String()), Ref: at, Outlet: harm}) {
					i++
					if err != nil {
						if faults++; fmt.Sprint(i) != at || !strings.Contains(err.Error(), "x.jsonl") {
							t.Errorf("report %d: %v", i, err)
						}
						continue
					}
					if want := fmt.Sprintf("Report %d.", i-1); a.Text != want {
						t.Errorf("report %d is %q", i, a.Text)
					}
				}
				want := 1
				if harm == "none" {
					want = 0
				}
				if i != 40 || faults != want {
					t.Errorf("%d reports, %d faults", i, faults)
				}
			})
		}
	}
}

// What is read in a worker is what is read without one.
func TestWorkersReadTheSame(t *testing.T) {
	p := pool(t)
	r, err := read.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../examples/lake-talks.txt", "../read/feed/testdata/atom-all-content-types.xml", "../read/feed/testdata/one-broken-item.xml", "../read/feed/testdata/no-items.xml", "missing"} {
		raw, err := os.ReadFile(name)
		if err != nil && name != "missing" {
			t.Fatal(err)
		}
		show := func(all iter.Seq2[*chancery.Article, error]) string {
			var b strings.Builder
			for a, err := range all {
				fmt.Fprintf(&b, "%+v %v\n", a, err)
				if a != nil {
					fmt.Fprintf(&b, "%+v %+v\n", a.Translated, a.Original)
				}
			}
			return b.String()
		}
		in := func() read.Input { return read.Input{Name: name, Body: strings.NewReader(string(raw))} }
		if got, want := show(p.Articles(context.Background(), in())), show(r.Articles(context.Background(), in())); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// A body that fails, a consumer that leaves and a stop from outside end the
// reading, and no process stays behind.
func TestReadingEnds(t *testing.T) {
	p := pool(t)
	broken := io.MultiReader(strings.NewReader("{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n"), failing{})
	var errs []error
	for _, err := range p.Articles(context.Background(), read.Input{Name: "x.jsonl", As: read.JSONL, Body: broken}) {
		errs = append(errs, err)
	}
	if len(errs) == 0 || errs[len(errs)-1] == nil || !strings.Contains(errs[len(errs)-1].Error(), "the disk is gone") {
		t.Errorf("%v", errs)
	}
	for range p.Articles(context.Background(), read.Input{Name: "x.jsonl", As: read.JSONL, Body: strings.NewReader(strings.Repeat("{\"text\":\"One.\"}\n", 10000))}) {
		break
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	for _, err := range p.Articles(ctx, read.Input{Name: "x.jsonl", As: read.JSONL, Body: strings.NewReader("{\"text\":\"One.\"}\n"), Ref: "1", Outlet: "hang"}) {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	}
	deadline := time.Now().Add(5 * time.Second)
	for runtime.NumGoroutine() > 12 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if n := runtime.NumGoroutine(); n > 12 {
		t.Errorf("%d goroutines are left", n)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the disk is gone") }

func TestAWorkerThatCannotStartSaysWhy(t *testing.T) {
	broken := func() *exec.Cmd {
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), workerEnv+"=broken")
		return c
	}
	if _, err := worker.New(context.Background(), broken, broken, limits); err == nil || !strings.Contains(err.Error(), "the lexicon is broken") {
		t.Errorf("%v", err)
	}
	if _, err := worker.New(context.Background(), command, func() *exec.Cmd { return exec.Command("/no/such/program") }, limits); err == nil {
		t.Error("started all the same")
	}
}
