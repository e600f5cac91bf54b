// Command confidence fits the weights of lexicon/data/events/confidence.txt on
// coded reports, and prints how well confidence then tells what is right.
//
//	go run ./train/confidence -fit DIR[,DIR] [-check DIR[,DIR]] [-write FILE]
//
// A DIR holds NAME.txt and NAME.json (docs/gold.md). Each event is judged as
// score.Judgement says; the weights are those of a logistic regression on the
// marks of understand/event with a Gaussian prior.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/score"
	"github.com/chancery-project/chancery/understand"
)

// event is one that was judged.
type event struct {
	report string
	marks  []string
	says   map[string]string
	right  bool
}

func main() {
	log.SetFlags(0)
	fit := flag.String("fit", "", "folders to fit on")
	check := flag.String("check", "", "folders to measure on only")
	file := flag.String("write", "", "file to write the weights to")
	ridge := flag.Float64("ridge", 3, "strength of the prior: how much the weights are held to 0")
	flag.Parse()
	if *fit == "" {
		log.Fatal("name the folders to fit on with -fit")
	}
	learn, err := judged(*fit)
	if err != nil {
		log.Fatal(err)
	}
	names, says := allMarks(learn)
	weights := regress(learn, names, *ridge)
	fmt.Printf("fitted on     %s\n", measured(learn, func(e event) float64 { return chance(e, weights) }))
	fmt.Printf("crossed       %s\n", crossed(learn, names, *ridge))
	if *check != "" {
		held, err := judged(*check)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("measured on   %s\n", measured(held, func(e event) float64 { return chance(e, weights) }))
	}
	var b strings.Builder
	for _, n := range names {
		fmt.Fprintf(&b, "%s\t%.2f\t%s\n", n, weights[n], says[n])
	}
	fmt.Print("\n" + b.String())
	if *file != "" {
		head := "# What makes an event likely to be right: mark, weight (added to the log odds), what it means.\n" +
			"# Fitted by go run ./train/confidence; a mark without a line weighs nothing.\n"
		if err := os.WriteFile(*file, []byte(head+b.String()), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// judged reads the reports of folders and judges their events.
func judged(folders string) ([]event, error) {
	lex := lexicon.Embedded()
	reader, err := read.New(lex)
	if err != nil {
		return nil, err
	}
	u, err := understand.New(lex)
	if err != nil {
		return nil, err
	}
	var out []event
	for _, dir := range strings.Split(folders, ",") {
		gold, err := score.Load(os.DirFS(dir))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", dir, err)
		}
		records := map[string]*chancery.Record{}
		why := map[string]chancery.Explanation{}
		for _, g := range gold {
			in := read.Input{Name: g.Name + ".txt", Body: strings.NewReader(g.Text), As: read.Text, Published: g.Published, Outlet: g.Outlet}
			for a, err := range reader.Articles(context.Background(), in) {
				if err != nil {
					return nil, fmt.Errorf("%s: %w", g.Name, err)
				}
				r, all := u.Explain(a)
				records[g.Name] = r
				for _, x := range all {
					if x.Event != "" {
						why[g.Name+" "+x.Event] = x
					}
				}
			}
		}
		for _, j := range score.Compare(gold, records).Calibration.Judgements {
			e := event{report: dir + j.Report, right: j.Right, says: map[string]string{}}
			for _, r := range why[j.Report+" "+j.Event].Reasons {
				if r.About == "confidence" {
					e.marks = append(e.marks, r.Entry)
					e.says[r.Entry] = r.Says
				}
			}
			out = append(out, e)
		}
	}
	return out, nil
}

// allMarks lists the marks that events have, with what they say.
func allMarks(events []event) (names []string, says map[string]string) {
	says = map[string]string{}
	for _, e := range events {
		for _, m := range e.marks {
			if says[m] == "" {
				names = append(names, m)
				says[m] = e.says[m]
			}
		}
	}
	return names, says
}

// regress fits a logistic regression by gradient descent; the weight of base
// is not held to 0.
func regress(events []event, names []string, ridge float64) map[string]float64 {
	w := map[string]float64{}
	n := float64(len(events))
	for step := 0; step < 1500; step++ {
		grad := map[string]float64{}
		for _, e := range events {
			miss := chance(e, w)
			if e.right {
				miss--
			}
			for _, m := range e.marks {
				grad[m] += miss
			}
		}
		for _, m := range names {
			if m != "base" {
				grad[m] += ridge * w[m]
			}
			w[m] -= 0.5 * grad[m] / n
		}
	}
	return w
}

func chance(e event, w map[string]float64) float64 {
	sum := 0.0
	for _, m := range e.marks {
		sum += w[m]
	}
	return 1 / (1 + math.Exp(-sum))
}

// crossed measures each report with weights that were fitted on the others.
func crossed(events []event, names []string, ridge float64) string {
	by := map[string]map[string]float64{}
	for _, e := range events {
		if by[e.report] != nil {
			continue
		}
		var rest []event
		for _, o := range events {
			if o.report != e.report {
				rest = append(rest, o)
			}
		}
		by[e.report] = regress(rest, names, ridge)
	}
	return measured(events, func(e event) float64 { return chance(e, by[e.report]) })
}

// measured gives the calibration error, and the Brier score against that of
// saying the same of every event.
func measured(events []event, confidence func(event) float64) string {
	var c score.Calibration
	right, brier := 0.0, 0.0
	for _, e := range events {
		p := math.Round(100*confidence(e)) / 100
		c.Judgements = append(c.Judgements, score.Judgement{Confidence: p, Right: e.right})
		y := 0.0
		if e.right {
			y = 1
			right++
		}
		brier += (p - y) * (p - y)
	}
	n := float64(len(events))
	return fmt.Sprintf("%s, Brier %.3f (constant %.3f)", c, brier/n, right/n*(1-right/n))
}
