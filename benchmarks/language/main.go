//go:build unix

// Command language times the parser as run.sh asks: it parses every file of a
// folder in one goroutine and prints files, words, seconds and seconds of processor time, and, with -kernel, what
// the matrix kernel reaches on data that stays in the nearest cache.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"syscall"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang/neural/kernel"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
)

func main() {
	log.SetFlags(0)
	model := flag.String("model", "default", "default, careful or fast")
	profile := flag.String("profile", "", "write a CPU profile here")
	peak := flag.Bool("kernel", false, "measure the kernel")
	flag.Parse()
	if *peak {
		for _, ops := range kernel.Paths() {
			fmt.Println(kernelSpeeds(ops))
		}
		return
	}
	if err := run(flag.Arg(0), *model, *profile); err != nil {
		log.Fatal(err)
	}
}

func run(folder, model, profile string) error {
	speed, ok := map[string]parse.Speed{"default": parse.Default, "careful": parse.Careful, "fast": parse.Fast}[model]
	if !ok {
		return fmt.Errorf("-model %q is none of default, careful, fast", model)
	}
	lex := lexicon.Embedded()
	reader, err := read.New(lex)
	if err != nil {
		return err
	}
	parser, err := parse.New(lex, speed)
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("%s holds no .txt files", folder)
	}
	texts := make([]string, len(names))
	for i, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		texts[i] = string(raw)
	}
	if _, err := parseAll(reader, parser, texts[:1]); err != nil {
		return err
	}
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	start, before := time.Now(), processor()
	words, err := parseAll(reader, parser, texts)
	if err != nil {
		return err
	}
	fmt.Printf("%d %d %.3f %.3f\n", len(texts), words, time.Since(start).Seconds(), processor()-before)
	return nil
}

// processor returns the seconds of processor time that the program has used.
func processor() float64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		log.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano()).Seconds()
}

// parseAll takes texts from raw characters to parses, and counts words.
func parseAll(reader *read.Reader, parser *parse.Parser, texts []string) (int, error) {
	words := 0
	for _, text := range texts {
		var articles []*chancery.Article
		for a, err := range reader.Articles(ctx, read.Input{Name: "text", Body: strings.NewReader(text), As: read.Text}) {
			if err != nil {
				return 0, err
			}
			articles = append(articles, a)
		}
		for _, a := range articles {
			for _, s := range parser.Article(a) {
				words += len(s.Words)
			}
		}
	}
	return words, nil
}
