package quality_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/score"
	"github.com/chancery-project/chancery/understand/actor"
)

// chainedArticle is an article with its gold mentions; offsets are code points.
type chainedArticle struct {
	ID, Date, Text string
	Mentions       []struct {
		Start, End        int
		Chain, Type, Form string
		Head              [2]int
	}
}

// at returns the index of the actor mention whose head is that of a gold mention, or -1: the one with the same span, else the shortest.
func at(mentions []actor.Mention, span, head chancery.Span) int {
	best := -1
	for k, m := range mentions {
		if !m.Head.Contains(head) && !head.Contains(m.Head) {
			continue
		}
		if m.Span == span {
			return k
		}
		if best < 0 || m.Head.Len() < mentions[best].Head.Len() {
			best = k
		}
	}
	return best
}

// TestCoreference holds the figures of chaining on GUM's news against the golden file; -update rewrites it. docs/gold.md
// tells how it is measured.
func TestCoreference(t *testing.T) {
	if race.On {
		t.Skip("measured without the race detector, which makes it slow")
	}
	f, err := os.Open(sample.Beside("gold", "coref", "gum_news_coref.dev.jsonl"))
	if os.IsNotExist(err) {
		t.Skip("no coreference gold beside the project: chaining is not measured")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := parse.New(lexicon.Embedded(), parse.Careful)
	if err != nil {
		t.Fatal(err)
	}
	finder, err := actor.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var all, actors score.Coreference
	persons := map[string]score.Accuracy{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var d chainedArticle
		if err := json.Unmarshal(lines.Bytes(), &d); err != nil {
			t.Fatal(err)
		}
		var offset []int
		for i := range d.Text {
			offset = append(offset, i)
		}
		offset = append(offset, len(d.Text))
		cast := finder.Find(p.Document(sample.Article(d.Text, d.Date)))
		mentions := cast.Mentions()
		gold, found := map[string][]int{}, map[string][]int{}
		goldActors, foundActors := map[string][]int{}, map[string][]int{}
		stands := map[string]map[string]int{} // actor -> gold chain -> mentions that are no pronouns
		id := make([]string, len(d.Mentions))
		named := map[string]bool{}
		for i, m := range d.Mentions {
			span := chancery.Span{Start: offset[m.Start], End: offset[m.End]}
			head := chancery.Span{Start: offset[m.Head[0]], End: offset[m.Head[1]]}
			id[i] = fmt.Sprint("single ", i)
			if k := at(mentions, span, head); k >= 0 {
				id[i] = mentions[k].Actor
				if m.Form != "pronoun" {
					if stands[id[i]] == nil {
						stands[id[i]] = map[string]int{}
					}
					stands[id[i]][m.Chain]++
				}
			}
			named[m.Chain] = named[m.Chain] || m.Form != "pronoun"
			gold[m.Chain], found[id[i]] = append(gold[m.Chain], i), append(found[id[i]], i)
			if m.Type == "person" || m.Type == "organization" || m.Type == "place" {
				goldActors[m.Chain], foundActors[id[i]] = append(goldActors[m.Chain], i), append(foundActors[id[i]], i)
			}
		}
		all.Add(score.Chains(list(gold), list(found)))
		actors.Add(score.Chains(list(goldActors), list(foundActors)))
		near := ""
		for i, m := range d.Mentions {
			text := strings.ToLower(d.Text[offset[m.Start]:offset[m.End]])
			if m.Type == "person" && m.Form == "name" {
				near = m.Chain
			}
			switch text {
			case "he", "him", "his", "himself", "she", "her", "hers", "herself":
			default:
				continue
			}
			if !named[m.Chain] {
				continue
			}
			count := func(name string, right bool) {
				a := persons[name]
				a.N++
				if right {
					a.OK++
				}
				persons[name] = a
			}
			mine := majority(stands[id[i]])
			count("he or she", mine == m.Chain)
			count("nearest name", near == m.Chain)
			if mine != m.Chain && testing.Verbose() {
				t.Logf("%s %d: %q of %s is taken for %s: …%s…", d.ID, m.Start, text, m.Chain, mine, d.Text[max(0, offset[m.Start]-120):min(len(d.Text), offset[m.End]+30)])
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# Chains of actors on the gold mentions of GUM news. go test ./quality -run Coreference -update\n")
	for _, name := range []string{"he or she", "nearest name"} {
		fmt.Fprintf(&b, "%-22s %.1f  %d/%d\n", name, 100*persons[name].Share(), persons[name].OK, persons[name].N)
	}
	for _, l := range []struct {
		name string
		c    score.Coreference
	}{{"persons, organisations, places", actors}, {"all mentions", all}} {
		fmt.Fprintf(&b, "%s: CoNLL %.1f\n", l.name, 100*l.c.CoNLL())
		for _, m := range []struct {
			name string
			c    score.Chaining
		}{{"MUC", l.c.MUC}, {"B-cubed", l.c.BCubed}, {"CEAF-e", l.c.CEAFe}} {
			fmt.Fprintf(&b, "  %-8s precision %.1f recall %.1f F1 %.1f\n", m.name, 100*m.c.Precision.Share(), 100*m.c.Recall.Share(), 100*m.c.F1())
		}
	}
	held(t, filepath.Join("..", "testdata", "coref.golden.txt"), b.String(), "the figures of chaining changed (go test ./quality -update if that is meant):")
}

func list(chains map[string][]int) [][]int {
	var out [][]int
	for _, c := range chains {
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] })
	return out
}

// majority is the chain with the most mentions, the first by name of equals.
func majority(n map[string]int) string {
	best := ""
	for c, k := range n {
		if best == "" || k > n[best] || k == n[best] && c < best {
			best = c
		}
	}
	return best
}
