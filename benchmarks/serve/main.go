// Command serve measures how a server does while others misuse it: half-open
// connections, readers that stall in the middle of a page and of an export, and
// one that takes an export slowly. It prints the times of ordinary requests
// meanwhile and the most memory that the server took (Linux).
//
//	go build -o chancery ./cmd/chancery && go run ./benchmarks/serve ./chancery serve --record FILE
//	go run ./benchmarks/serve ./chancery demo
package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	address   = "127.0.0.1:8451"
	halfOpen  = 2000
	stalled   = 50 // readers of a long answer who take nothing
	exports   = 3  // of them, exports
	ordinary  = 60 * time.Second
	clients   = 2
	slowBytes = 4 << 10 // a second, of the slow export
)

// asked are the requests whose times count.
var asked = []string{"/", "/search?q=party:USA", "/dossier?of=USA&of=YEM", "/articles", "/api/v1/happenings?limit=20", "/api/v1/totals", "/static/style.css", "/readyz"}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if len(os.Args) < 3 {
		return fmt.Errorf("name the program and how it serves: ./chancery demo")
	}
	server := exec.CommandContext(ctx, os.Args[1], append(os.Args[2:], "--listen", address)...)
	out, err := server.StdoutPipe()
	if err != nil {
		return err
	}
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("the server does not start: %w", err)
	}
	fmt.Print(line)
	report("alone", measure(15*time.Second), server.Process.Pid)

	var open []net.Conn
	dial := func(request string) error {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		open = append(open, c)
		_, err = io.WriteString(c, request)
		return err
	}
	var misuse sync.WaitGroup
	misuse.Go(func() { // half-open ones lose their connection and come again
		for ctx.Err() == nil {
			var all []net.Conn
			for i := range halfOpen {
				c, err := net.Dial("tcp", address)
				if err != nil {
					break
				}
				if i%2 == 0 {
					io.WriteString(c, "GET / HTTP/1.1\r\nHost: "+address+"\r\nX: ")
				}
				all = append(all, c)
			}
			select {
			case <-time.After(9 * time.Second):
			case <-ctx.Done():
			}
			for _, c := range all {
				c.Close()
			}
		}
	})
	for i := range stalled {
		path := "/api/v1/happenings?limit=1000"
		if i < exports {
			path = "/export?format=jsonl"
		}
		if err := dial("GET " + path + " HTTP/1.1\r\nHost: " + address + "\r\n\r\n"); err != nil {
			return err
		}
	}
	slow, err := http.Get("http://" + address + "/export?format=csv")
	if err != nil {
		return err
	}
	defer slow.Body.Close()
	misuse.Go(func() {
		for ctx.Err() == nil {
			if _, err := io.CopyN(io.Discard, slow.Body, slowBytes); err != nil {
				return
			}
			time.Sleep(time.Second)
		}
	})
	time.Sleep(2 * time.Second)
	report("misused", measure(ordinary), server.Process.Pid)
	cancel()
	for _, c := range open {
		c.Close()
	}
	misuse.Wait()
	server.Wait() // it was told to end
	return nil
}

// times of requests, and how many failed.
type times struct {
	all    []time.Duration
	failed map[string]int
}

func measure(for_ time.Duration) times {
	out := times{failed: map[string]int{}}
	var mu sync.Mutex
	var all sync.WaitGroup
	until := time.Now().Add(for_)
	for range clients {
		all.Go(func() {
			for i := 0; time.Now().Before(until); i++ {
				path := asked[i%len(asked)]
				began := time.Now()
				err := get(path)
				took := time.Since(began)
				mu.Lock()
				out.all = append(out.all, took)
				if err != nil {
					out.failed[path+": "+err.Error()]++
				}
				mu.Unlock()
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	all.Wait()
	return out
}

func get(path string) error {
	r, err := http.Get("http://" + address + path)
	if err != nil {
		return err
	}
	defer r.Body.Close()
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return err
	}
	if r.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", r.StatusCode)
	}
	return nil
}

func report(what string, t times, pid int) {
	slices.Sort(t.all)
	at := func(share float64) time.Duration {
		return t.all[int(share*float64(len(t.all)-1))].Round(time.Millisecond)
	}
	fmt.Printf("%s: %d requests, p50 %v, p99 %v, longest %v, failed %v; most memory %d MB\n", what, len(t.all), at(.5), at(.99), at(1), t.failed, peak(pid))
}

// peak is the most memory that a process held, in MB; 0 where the system does
// not tell.
func peak(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb >> 10
		}
	}
	return 0
}
