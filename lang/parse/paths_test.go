package parse

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lang/neural"
	"github.com/chancery-project/chancery/lang/neural/kernel"
	"github.com/chancery-project/chancery/lang/neural/weights"
	"github.com/chancery-project/chancery/lexicon"
)

// Every arithmetic of this machine gives the same parse of whole articles.
// CHANCERY_ARTICLES names a JSON Lines file with a "text" a line to take them from, evenly spread;
// CHANCERY_ARTICLES_COUNT says how many (500), CHANCERY_ARTICLES_PATHS how many arithmetics, the fastest first (all),
// CHANCERY_ARTICLES_MINUTES when to stop (8). Plain Go parses some 200 words a second on each core.
func TestPathsAgreeOnArticles(t *testing.T) {
	texts := []string{"Iraq’s prime minister, Mr. Al-Kadhimi, met Jen Psaki in Washington on Feb. 23.\n\n“We have asked for talks,” she said; they'd be held in April (probably online)."}
	if file := os.Getenv("CHANCERY_ARTICLES"); file != "" {
		texts = spread(t, file, int(setting(t, "CHANCERY_ARTICLES_COUNT", 500)))
	}
	paths := kernel.Paths()
	paths = paths[:min(len(paths), int(setting(t, "CHANCERY_ARTICLES_PATHS", 9)))]
	var parsers []*Parser
	for _, ops := range paths {
		p, err := New(lexicon.Embedded(), Careful)
		if err != nil {
			t.Fatal(err)
		}
		m, err := neural.LoadOn(weights.Model(), ops)
		if err != nil {
			t.Fatal(err)
		}
		if p.annotator, err = m.Annotator(0); err != nil {
			t.Fatal(err)
		}
		if err := setVotes(p.annotator, lexicon.Embedded()); err != nil {
			t.Fatal(err)
		}
		parsers = append(parsers, p)
	}
	stop := time.Now().Add(time.Duration(setting(t, "CHANCERY_ARTICLES_MINUTES", 8)) * time.Minute)
	var next, done, words atomic.Int64
	var wait sync.WaitGroup
	for range 2 {
		wait.Go(func() {
			var mine []*Parser
			for _, p := range parsers {
				mine = append(mine, p.Clone())
			}
			for time.Now().Before(stop) {
				i := int(next.Add(1)) - 1
				if i >= len(texts) {
					return
				}
				art := sample.Article(texts[i], "")
				want := mine[0].Article(art)
				for k, p := range mine[1:] {
					if !reflect.DeepEqual(p.Article(art), want) {
						t.Errorf("article %d: %s and %s differ", i, paths[0].Name, paths[k+1].Name)
					}
				}
				for _, s := range want {
					words.Add(int64(len(s.Words)))
				}
				done.Add(1)
			}
		})
	}
	wait.Wait()
	var names []string
	for _, ops := range paths {
		names = append(names, ops.Name)
	}
	if done.Load() == 0 || words.Load() == 0 {
		t.Error("nothing was compared")
	}
	t.Logf("%d of %d articles, %d words, the same on %v", done.Load(), len(texts), words.Load(), names)
}

// setting reads a whole number from the environment.
func setting(t *testing.T, name string, otherwise int64) int64 {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q is no number above 0", name, s)
	}
	return n
}

func spread(t *testing.T, file string, n int) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(fmt.Errorf("%s: %w", file, err))
		}
		all = append(all, row.Text)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	n = min(n, len(all))
	out := make([]string, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out
}
