package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
)

func source(name, text string, err error) pipeline.Source {
	return pipeline.Source{Name: name, Size: int64(len(text)), Open: func(context.Context) (read.Input, io.Closer, error) {
		return read.Input{Name: name, Body: strings.NewReader(text), As: read.Text}, io.NopCloser(nil), err
	}}
}

func stages(t *testing.T, understand func(*chancery.Article) *chancery.Record) pipeline.Stages[*chancery.Record] {
	t.Helper()
	r, err := recorded.Reader()
	if err != nil {
		t.Fatal(err)
	}
	return pipeline.Stages[*chancery.Record]{Read: r, Work: func(a *chancery.Article) (*chancery.Record, error) {
		if strings.HasPrefix(a.Text, "Refused") {
			return nil, errors.New("refused")
		}
		return understand(a), nil
	}}
}

func TestResultsKeepInputOrderAndFailuresStayAlone(t *testing.T) {
	var sources []pipeline.Source
	for i := range 40 {
		switch i % 10 {
		case 3:
			sources = append(sources, source(fmt.Sprint(i), "", errors.New("no such thing")))
		case 6:
			sources = append(sources, source(fmt.Sprint(i), "panic: report", nil))
		case 8:
			sources = append(sources, source(fmt.Sprint(i), "Refused report.", nil))
		default:
			sources = append(sources, source(fmt.Sprint(i), fmt.Sprintf("Report %d.", i), nil))
		}
	}
	s := stages(t, func(a *chancery.Article) *chancery.Record {
		if strings.HasPrefix(a.Text, "panic") {
			panic("a bug in a stage")
		}
		return &chancery.Record{Article: a}
	})
	for _, workers := range []int{1, 4} {
		i := 0
		for r := range pipeline.Run(context.Background(), s, sources, workers, nil) {
			if r.Source != fmt.Sprint(i) {
				t.Fatalf("%d workers: result %d is of %s", workers, i, r.Source)
			}
			bad := i%10 == 3 || i%10 == 6 || i%10 == 8
			if (r.Err != nil) != bad || (r.Value == nil) != bad {
				t.Errorf("%d workers: %s: %v", workers, r.Source, r.Err)
			}
			if !bad && r.Value.Article.Text != fmt.Sprintf("Report %d.", i) {
				t.Errorf("%d workers: %s holds %q", workers, r.Source, r.Value.Article.Text)
			}
			i++
		}
		if i != len(sources) {
			t.Errorf("%d workers: %d results", workers, i)
		}
	}
}

func TestStopsWhenTold(t *testing.T) {
	var sources []pipeline.Source
	for i := range 200 {
		sources = append(sources, source(fmt.Sprint(i), "A report.", nil))
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for range pipeline.Run(ctx, stages(t, func(a *chancery.Article) *chancery.Record { return &chancery.Record{Article: a} }), sources, 2, nil) {
		if n++; n == 5 {
			cancel()
		}
	}
	if n >= len(sources) {
		t.Error("all were read all the same")
	}
}
