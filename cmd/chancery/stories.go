package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"runtime"
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
	"github.com/spf13/cobra"
)

// told is an article as stories shows it.
type told struct {
	ID        string `json:"id"`
	Ref       string `json:"ref,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Published string `json:"published,omitempty"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Voice     string `json:"voice,omitempty"` // first of the articles that it is a copy of
	text      string
	dated     string // Published, where it is known and not only gathered from the text
}

// storyOf is a story with its articles in order of time.
type storyOf struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Begin    string `json:"begin,omitempty"`
	Finish   string `json:"finish,omitempty"`
	Voices   int    `json:"voices"`
	Articles []told `json:"articles"`
}

func storiesCommand() *cobra.Command {
	var f recordFlags
	var format string
	var least int
	c := &cobra.Command{
		Use:   "stories [flags] [FILE|DIR|-]...",
		Short: "Sort articles into stories: those on one development",
		Long: `Stories sorts the articles of the record, or of files, without a record, into stories: articles on one
development. What looks alike months apart is a story of its own. Copies of one wire report count as one voice.`,
		Example: `  chancery stories
  chancery stories --format tsv articles.jsonl     # id and story, a line an article`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.json {
				format = "json"
			}
			if format != "text" && format != "json" && format != "tsv" {
				return fmt.Errorf("--format %q is none of text, json, tsv", format)
			}
			var all []told
			var err error
			failed := false
			if len(args) > 0 {
				all, failed, err = toldInFiles(cmd, args)
			} else {
				all, err = toldInRecord(cmd.Context(), &f)
			}
			if err != nil {
				return err
			}
			if err := printStories(cmd.OutOrStdout(), all, format, least); err != nil {
				return err
			}
			return failedIf(failed)
		},
	}
	f.add(c, "the stories with their articles and voices")
	c.Flags().StringVar(&format, "format", "text", "text, json, or tsv (id and story of each article)")
	c.Flags().IntVar(&least, "least", 2, "text: leave out stories of fewer articles")
	return c
}

func toldInRecord(ctx context.Context, f *recordFlags) ([]told, error) {
	store, err := f.openSettled(ctx)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	var out []told
	for a, err := range store.Articles(ctx) {
		if err != nil {
			return nil, err
		}
		out = append(out, tell(a.Article, a.Voice))
	}
	return out, nil
}

func tell(a *chancery.Article, voice string) told {
	t := told{a.ID, a.Ref, a.Outlet, a.Published, a.Title, a.URL, voice, a.Text, a.Published}
	if a.PublishedFrom == chancery.FromText || a.PublishedFrom == chancery.FromDateline {
		t.dated = ""
	}
	return t
}

func toldInFiles(cmd *cobra.Command, args []string) (out []told, failed bool, err error) {
	reader, err := read.New(lexicon.Embedded())
	if err != nil {
		return nil, false, err
	}
	sources, err := inputs(args, readFlags{as: "auto"}, fetch.New(fetch.Options{}))
	if err != nil {
		return nil, false, err
	}
	stages := pipeline.Stages[*chancery.Article]{Read: reader, Work: func(a *chancery.Article) (*chancery.Article, error) { return a, nil }}
	var texts []*story.Text
	for r := range pipeline.Run(cmd.Context(), stages, sources, runtime.GOMAXPROCS(0), nil) {
		if r.Err != nil {
			failed = true
			fmt.Fprintf(cmd.ErrOrStderr(), "chancery: %s: %v\n", r.Source, r.Err)
			continue
		}
		out = append(out, tell(r.Value, ""))
		texts = append(texts, story.NewText(r.Value.ID, record.Document(r.Value), r.Value.Published, r.Value.Text))
	}
	voices := story.Voices(texts)
	for i := range out {
		out[i].Voice = voices[out[i].ID]
	}
	return out, failed, cmd.Context().Err()
}

func printStories(w io.Writer, all []told, format string, least int) error {
	clusterer, err := story.NewClusterer(lexicon.Embedded())
	if err != nil {
		return err
	}
	documents := make([]story.Document, len(all))
	for i, a := range all {
		documents[i] = story.Document{ID: a.ID + " " + a.Ref, Title: a.Title, Text: a.text, Published: a.dated}
	}
	stories := gather(all, clusterer.Stories(documents))
	out := bufio.NewWriter(w)
	switch format {
	case "json":
		if err := printJSON(out, stories); err != nil {
			return err
		}
	case "tsv":
		for _, s := range stories {
			for _, a := range s.Articles {
				id := a.Ref
				if id == "" {
					id = a.ID
				}
				fmt.Fprintf(out, "%s\t%s\n", strings.Join(strings.Fields(id), " "), s.ID)
			}
		}
	default:
		small := 0
		for _, s := range stories {
			if len(s.Articles) < least {
				small++
				continue
			}
			fmt.Fprintf(out, "%s · %s · %s, %s\n", export.Clean(s.Title), wording.Stretch(s.Begin, s.Finish), counted(len(s.Articles), "article", "articles"), counted(s.Voices, "voice", "voices"))
			for _, a := range s.Articles {
				fmt.Fprintf(out, "    %s · %s", wording.Day(a.Published[:min(len(a.Published), 10)]), export.Clean(a.Title))
				if a.Outlet != "" {
					fmt.Fprintf(out, " [%s]", export.Clean(a.Outlet))
				}
				if a.Voice != a.ID {
					fmt.Fprint(out, " (copy)")
				}
				fmt.Fprintln(out)
			}
		}
		if small > 0 {
			fmt.Fprintf(out, "%s of fewer than %d articles left out: --least 1 shows them\n", counted(small, "story", "stories"), least)
		}
	}
	return out.Flush()
}

// gather puts articles into their stories, in order of time.
func gather(all []told, number []int) []storyOf {
	by := map[int]*storyOf{}
	var stories []*storyOf
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := all[order[i]], all[order[j]]
		if a.Published != b.Published {
			return a.Published < b.Published
		}
		return a.ID+a.Ref < b.ID+b.Ref
	})
	for _, i := range order {
		a := all[i]
		s := by[number[i]]
		if s == nil {
			s = &storyOf{ID: "s" + strings.TrimPrefix(a.ID, "sha256:")[:16], Title: a.Title, Begin: a.Published[:min(len(a.Published), 10)]}
			by[number[i]] = s
			stories = append(stories, s)
		}
		s.Finish = a.Published[:min(len(a.Published), 10)]
		s.Articles = append(s.Articles, a)
	}
	out := []storyOf{}
	for _, s := range stories {
		voices := map[string]bool{}
		for _, a := range s.Articles {
			voices[a.Voice] = true
		}
		s.Voices = len(voices)
		out = append(out, *s)
	}
	return out
}
