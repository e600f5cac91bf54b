// Command record asks a large record as readers do and prints how long that
// takes: the pages of chancery serve over HTTP, with their weight, and find,
// dossier and export on the command line.
//
//	go run ./benchmarks/record -chancery PROGRAM -record FILE [-rounds N] [-export FILE.parquet]
//
// Beside the time on the clock it prints the processor time of the server for
// each page, which does not hang on what else the machine does (Linux alone).
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// countries are asked about in turn.
var countries = strings.Fields("USA RUS CHN IRQ IRN ISR EGY SDN ETH KEN FRA DEU GBR UKR TUR SYR PAK IND AFG JPN KOR MEX COL BRA ZAF NGA MLI LBY YEM SAU")

func main() {
	program := flag.String("chancery", "chancery", "the program")
	file := flag.String("record", "", "the record's file")
	rounds := flag.Int("rounds", 30, "how often each is asked, of other countries each time")
	parquet := flag.String("export", "", "also time the export of all to this file")
	listen := flag.String("listen", "127.0.0.1:18440", "where the server listens meanwhile")
	flag.Parse()
	if err := run(*program, *file, *listen, *parquet, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func run(program, file, listen, parquet string, rounds int) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	server := exec.CommandContext(ctx, program, "serve", "--record", file, "--listen", listen)
	server.Stderr = os.Stderr
	if err := server.Start(); err != nil {
		return err
	}
	defer func() {
		cancel()
		_ = server.Wait() // it was told to end
	}()
	base := "http://" + listen
	if err := awake(base + "/healthz"); err != nil {
		return err
	}
	happening, err := first(base+"/search", `/happening/[a-z0-9]+`)
	if err != nil {
		return err
	}
	article, err := first(base+"/articles", `/article/[a-z0-9:]+`)
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %8s %8s %8s %8s %9s %9s\n", "page", "median", "p95", "max", "cpu", "bytes", "most")
	for _, p := range []struct{ name, path string }{
		{"today", "/"}, {"search, all", "/search"}, {"search, a party", "/search?q=party:A"}, {"search, words", `/search?q="security council" party:A`},
		{"search, a type since a day", "/search?q=type:CONSULT after:2018-03 party:A"}, {"search, page 500", "/search?from=20000"},
		{"dossier, one party", "/dossier?of=A"}, {"dossier, two parties", "/dossier?of=A&of=B"}, {"happening", happening}, {"article", article},
		{"articles", "/articles"}, {"map, all", "/map"}, {"map, a party", "/map?q=party:A"}, {"network, all", "/network"}, {"network, a party", "/network?q=party:A"},
		{"sources", "/sources"}, {"api: find", "/api/v1/happenings?q=party:A"}, {"api: facets", "/api/v1/facets?q=party:A"}, {"api: dossier", "/api/v1/dossier?of=A"}, {"api: totals", "/api/v1/totals"},
	} {
		var took []time.Duration
		var weights []int
		before := cpuTime(server.Process.Pid)
		for i := range rounds {
			start := time.Now()
			n, err := get(base + named(p.path, i))
			if err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
			took, weights = append(took, time.Since(start)), append(weights, n)
		}
		cpu := (cpuTime(server.Process.Pid) - before) / time.Duration(rounds)
		slices.Sort(weights)
		fmt.Printf("%-34s %s %8s %9d %9d\n", p.name, spread(took), ms(cpu), weights[len(weights)/2], weights[len(weights)-1])
	}
	for _, c := range []struct {
		name string
		args []string
	}{
		{"chancery find, a party", []string{"find", "party:A"}}, {"chancery find, type and status", []string{"find", "actor:A", "type:CONSULT", "status:planned"}},
		{"chancery find, words", []string{"find", `"security council"`, "party:A"}}, {"chancery dossier, one party", []string{"dossier", "A"}}, {"chancery dossier, two", []string{"dossier", "A", "B"}},
	} {
		var took []time.Duration
		var cpu time.Duration
		for i := range rounds {
			args := []string{c.args[0], "--record", file}
			for _, a := range c.args[1:] {
				args = append(args, strings.NewReplacer(":A", ":"+country(i), ":B", ":"+country(i+7)).Replace(bare(a, i)))
			}
			cmd := exec.Command(program, args...)
			start := time.Now()
			if out, err := cmd.CombinedOutput(); err != nil {
				return fmt.Errorf("%v: %w: %.300s", args, err, out)
			}
			took = append(took, time.Since(start))
			cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		}
		fmt.Printf("%-34s %s %8s\n", c.name, spread(took), ms(cpu/time.Duration(rounds)))
	}
	if parquet == "" {
		return nil
	}
	cmd := exec.Command(program, "export", "--record", file, "--format", "parquet", "-o", parquet)
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	fmt.Printf("export of all to Parquet: %v, processor %v\n", time.Since(start).Round(time.Millisecond), (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Round(time.Millisecond))
	return nil
}

func country(i int) string { return countries[i%len(countries)] }

// bare puts a country in the place of an argument that is A or B alone.
func bare(a string, i int) string {
	switch a {
	case "A":
		return country(i)
	case "B":
		return country(i + 7)
	}
	return a
}

// named puts countries into the values of a path.
func named(path string, i int) string {
	p, q, _ := strings.Cut(path, "?")
	values, err := url.ParseQuery(strings.ReplaceAll(q, " ", "+"))
	if err != nil {
		panic(err) // a bug: the paths are above
	}
	for _, all := range values {
		for k := range all {
			all[k] = strings.ReplaceAll(bare(all[k], i), ":A", ":"+country(i))
		}
	}
	return p + "?" + values.Encode()
}

func awake(address string) error {
	for range 600 {
		if _, err := get(address); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer", address)
}

// get gives how many bytes came.
func get(address string) (int, error) {
	body, err := page(address)
	return len(body), err
}

func page(address string) ([]byte, error) {
	r, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(bufio.NewReader(r.Body))
	if err == nil && r.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s: %.300s", address, r.Status, body)
	}
	return body, err
}

func first(address, pattern string) (string, error) {
	body, err := page(address)
	if err != nil {
		return "", err
	}
	if found := regexp.MustCompile(pattern).Find(body); found != nil {
		return string(found), nil
	}
	return "", fmt.Errorf("%s has no link like %s", address, pattern)
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

func spread(d []time.Duration) string {
	d = slices.Clone(d)
	slices.Sort(d)
	at := func(share float64) string { return ms(d[int(share*float64(len(d)-1))]) }
	return fmt.Sprintf("%8s %8s %8s", at(0.5), at(0.95), at(1))
}

// cpuTime is what a process has taken; 0 where that cannot be told.
func cpuTime(pid int) time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	var ticks int
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}
