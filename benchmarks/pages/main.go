// Command pages reads a folder of web pages with Chancery and with plain
// go-trafilatura, in turn and on one core, and prints the pages a second of
// each and their ratio.
//
//	go run ./benchmarks/pages [-rounds N] FOLDER
//
// FOLDER holds .html files in UTF-8.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read/page"
	trafilatura "github.com/markusmobius/go-trafilatura"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each reads all pages; the best round counts")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: pages [-rounds N] FOLDER")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "pages:", err)
		os.Exit(1)
	}
}

func run(folder string, rounds int) error {
	runtime.GOMAXPROCS(1)
	files, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no .html files in %s", folder)
	}
	pages := make([][]byte, len(files))
	for i, f := range files {
		if pages[i], err = os.ReadFile(f); err != nil {
			return err
		}
	}
	start := time.Now()
	reader, err := page.New(lexicon.Embedded())
	if err != nil {
		return err
	}
	fmt.Printf("start-up           %v\n", time.Since(start).Round(time.Microsecond))
	ours, theirs := time.Duration(1<<62), time.Duration(1<<62)
	for range rounds {
		ours = min(ours, timed(pages, func(p []byte) {
			_, _ = reader.Read(strings.ToValidUTF8(string(p), "\uFFFD"), page.Options{})
		}))
		theirs = min(theirs, timed(pages, func(p []byte) {
			_, _ = trafilatura.Extract(bytes.NewReader(p), trafilatura.Options{})
		}))
	}
	rate := func(d time.Duration) float64 { return float64(len(pages)) / d.Seconds() }
	fmt.Printf("chancery           %.1f pages/s\ngo-trafilatura     %.1f pages/s\nratio              %.2f\n",
		rate(ours), rate(theirs), rate(ours)/rate(theirs))
	return nil
}

func timed(pages [][]byte, read func([]byte)) time.Duration {
	runtime.GC()
	start := time.Now()
	for _, p := range pages {
		read(p)
	}
	return time.Since(start)
}
