package quality_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/understand"
)

var crisisDir = filepath.Join("..", "testdata", "crisis")

// told is a place in a report where a gold happening is told.
type told struct {
	happening string
	words     string
}

// crisisReport is one report of a reports.txt without its marks.
type crisisReport struct {
	id, outlet, published, title, text string
	told                               []told
}

// crisisReports reads the reports of a folder: "== id | outlet | date | title", then the
// text, in which {id:words} marks the words that tell a happening.
func crisisReports(t *testing.T, dir string) []crisisReport {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "reports.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var out []crisisReport
	for _, block := range strings.Split("\n"+string(raw), "\n== ")[1:] {
		head, body, _ := strings.Cut(block, "\n")
		f := strings.Split(head, " | ")
		if len(f) != 4 {
			t.Fatalf("report %q: the first line needs id, outlet, date and title", head)
		}
		r := crisisReport{id: f[0], outlet: f[1], published: f[2], title: f[3]}
		var text strings.Builder
		for {
			before, after, found := strings.Cut(body, "{")
			text.WriteString(before)
			if !found {
				break
			}
			mark, rest, closed := strings.Cut(after, "}")
			id, words, named := strings.Cut(mark, ":")
			if !closed || !named {
				t.Fatalf("report %s: {%s is no mark", r.id, mark)
			}
			text.WriteString("\x00" + words)
			r.told = append(r.told, told{happening: id, words: words})
			body = rest
		}
		r.text = strings.TrimSpace(text.String())
		out = append(out, r)
	}
	return out
}

// crisisGold gives the type of each gold happening.
func crisisGold(t *testing.T, dir string) map[string]chancery.EventType {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "happenings.txt"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]chancery.EventType{}
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n")[1:] {
		f := strings.Split(line, "\t")
		out[f[0]] = chancery.EventType(f[1])
	}
	return out
}

// retelling is a gold happening in one report, and the mention that was found for it.
type retelling struct {
	report, happening string
	mention           *story.Mention
}

// retellings finds the mention of each gold happening of a report: of its
// type, with a trigger in the marked words, else with them in its evidence.
func retellings(t *testing.T, r crisisReport, rec *chancery.Record, mentions []*story.Mention, gold map[string]chancery.EventType) []retelling {
	t.Helper()
	text, from := rec.Article.Text, len(r.title)
	spans := map[string][]chancery.Span{}
	var order []string
	for _, m := range r.told {
		i := strings.Index(text[from:], m.words)
		if i < 0 {
			t.Fatalf("%s: %q is not in the text that was read", r.id, m.words)
		}
		if gold[m.happening] == "" {
			t.Fatalf("%s: there is no happening %q", r.id, m.happening)
		}
		if spans[m.happening] == nil {
			order = append(order, m.happening)
		}
		spans[m.happening] = append(spans[m.happening], chancery.Span{Start: from + i, End: from + i + len(m.words)})
		from += i
	}
	used := map[string]bool{}
	found := map[string]*story.Mention{}
	for _, close := range []bool{true, false} {
		for _, id := range order {
			for _, span := range spans[id] {
				for i := range rec.Events {
					e := &rec.Events[i]
					if found[id] != nil || used[e.ID] || e.Type != gold[id] {
						continue
					}
					near := span.Start < e.Trigger.End && e.Trigger.Start < span.End
					for _, s := range e.Evidence {
						near = near || !close && s.Contains(span)
					}
					if near {
						used[e.ID] = true
						for _, m := range mentions {
							if m.Event == e.ID {
								found[id] = m
							}
						}
					}
				}
			}
		}
	}
	var out []retelling
	for _, id := range order {
		out = append(out, retelling{r.id, id, found[id]})
	}
	return out
}

// TestCrisis measures how the tellings of invented reports on a crisis are
// merged into happenings, against the golden file of each folder; -update
// rewrites them. No two distinct attacks may become one.
func TestCrisis(t *testing.T) {
	reader, u := recorded.Stages(t)
	linker, err := story.New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{crisisDir, filepath.Join(crisisDir, "ferry")} {
		t.Run(filepath.Base(dir), func(t *testing.T) { crisis(t, dir, reader, u, linker) })
	}
}

func crisis(t *testing.T, dir string, reader *read.Reader, u *understand.Understander, linker *story.Linker) {
	gold := crisisGold(t, dir)
	var all []*story.Mention
	var texts []*story.Text
	var items []retelling
	reports := crisisReports(t, dir)
	for _, r := range reports {
		in := read.Input{Name: r.id + ".txt", Body: strings.NewReader(r.title + "\n\n" + strings.ReplaceAll(r.text, "\x00", "")), Published: r.published, Outlet: r.outlet, As: read.Text}
		for a, err := range reader.Articles(context.Background(), in) {
			if err != nil {
				t.Fatal(err)
			}
			rec := u.Record(a)
			mentions := linker.Mentions(rec, a.ID)
			all = append(all, mentions...)
			texts = append(texts, story.NewText(a.ID, a.ID, a.Published, a.Text))
			items = append(items, retellings(t, r, rec, mentions, gold)...)
		}
	}
	voices := story.Voices(texts)
	for _, m := range all {
		m.Article.Voice = voices[m.Article.ID]
	}
	happenings := story.Link(all, nil)
	of := map[string]*story.Happening{}
	for _, h := range happenings {
		for _, id := range h.Mentions {
			of[id] = h
		}
	}

	// Pairs of tellings that were found: are they one, and should they be?
	found, right, system, want := 0, 0, 0, 0
	precision, recall := 0.0, 0.0
	var faults []string
	for _, a := range items {
		if a.mention == nil {
			faults = append(faults, fmt.Sprintf("%s %s is not found", a.report, a.happening))
			continue
		}
		found++
		same, joined, both := 0, 0, 0
		for _, b := range items {
			if b.mention == nil {
				continue
			}
			one, should := of[a.mention.ID] == of[b.mention.ID], a.happening == b.happening
			if one {
				joined++
			}
			if should {
				same++
			}
			if one && should {
				both++
			}
			if a.report >= b.report {
				continue
			}
			switch {
			case one && !should:
				faults = append(faults, fmt.Sprintf("%s %s and %s %s are merged", a.report, a.happening, b.report, b.happening))
				if gold[a.happening] == chancery.Assault {
					t.Errorf("two attacks are merged: %s %s and %s %s (%v)", a.report, a.happening, b.report, b.happening, of[a.mention.ID].MergedBecause)
				}
			case !one && should:
				_, why := story.Why(a.mention, b.mention)
				faults = append(faults, fmt.Sprintf("%s %s and %s %s stay apart: %s", a.report, a.happening, b.report, b.happening, strings.Join(why, ", ")))
			}
		}
		precision += float64(both) / float64(joined)
		recall += float64(both) / float64(same)
		right, system, want = right+both-1, system+joined-1, want+same-1
	}
	sort.Strings(faults)
	t.Log(strings.Join(faults, "\n"))
	var out strings.Builder
	line := func(what string, p, r float64) {
		fmt.Fprintf(&out, "%-28s precision %.3f recall %.3f F1 %.3f\n", what, p, r, 2*p*r/(p+r))
	}
	fmt.Fprintf(&out, "# Tellings merged into happenings, %d reports on one crisis. go test ./quality -run Crisis -update\n", len(reports))
	fmt.Fprintf(&out, "tellings found               %d/%d\n", found, len(items))
	line("pairs of those found", float64(right)/float64(system), float64(right)/float64(want))
	line("B-cubed of those found", precision/float64(found), recall/float64(found))
	every := 0
	for i, a := range items {
		for j, b := range items {
			if i != j && a.happening == b.happening {
				every++
			}
		}
	}
	line("pairs, with those not found", float64(right)/float64(system), float64(right)/float64(every))
	held(t, filepath.Join(dir, "merging.golden.txt"), out.String(), "merging has changed; if it is meant, run: go test ./quality -run Crisis -update")
}
