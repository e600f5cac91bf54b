package worker

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// tick is how often a worker looks at itself.
const tick = 10 * time.Millisecond

// slack is how far memory may go beyond the limit before the worker ends:
// garbage that is not collected yet.
const slack = 64 << 20

// guard ends the process when a job takes too much.
type guard struct {
	mu     sync.Mutex
	limits Limits
	busy   bool
	bytes  int64
	cpu    time.Duration // when the job began
	memory int64         // at rest
	now    []metrics.Sample
}

func newGuard() *guard {
	runtime.GC()
	g := &guard{now: []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}}
	g.memory = g.used()
	go func() {
		for range time.Tick(tick) {
			g.look()
		}
	}()
	return g
}

func (g *guard) used() (n int64) {
	metrics.Read(g.now)
	for _, s := range g.now {
		n += int64(s.Value.Uint64())
	}
	return n
}

func (g *guard) begin(l Limits, bytes int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.limits, g.busy, g.bytes, g.cpu = l, true, bytes, cpuTime()
	// The collector works harder towards the limit, so that garbage does not count.
	debug.SetMemoryLimit(g.memory + l.memory(bytes))
}

// more raises the limits for bytes of the input that came.
func (g *guard) more(bytes int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.bytes += bytes
	debug.SetMemoryLimit(g.memory + g.limits.memory(g.bytes))
}

func (g *guard) rest() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.busy = false
}

func (g *guard) look() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.busy {
		return
	}
	if limit := g.limits.cpu(g.bytes); cpuTime()-g.cpu > limit {
		fmt.Fprintf(os.Stderr, "it took more than %v of processor time", limit)
		os.Exit(exitCPU)
	}
	if limit := g.limits.memory(g.bytes); g.used() > g.memory+limit+slack {
		fmt.Fprintf(os.Stderr, "it took more than %d MB of memory", limit>>20)
		os.Exit(exitMemory)
	}
}
