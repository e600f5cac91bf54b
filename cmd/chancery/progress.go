package main

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/chancery-project/chancery/pipeline"
	"github.com/jedib0t/go-pretty/v6/progress"
)

// bar shows progress on a terminal's standard error. It keeps out of the way
// where records themselves scroll by on the terminal.
type bar struct {
	stderr   io.Writer
	writer   progress.Writer
	tracker  *progress.Tracker
	articles atomic.Int64
	done     chan struct{}
}

func newBar(quiet bool, sources []pipeline.Source, stdout, stderr io.Writer) *bar {
	b := &bar{stderr: stderr}
	if quiet || !isTerminal(stderr) || isTerminal(stdout) {
		return b
	}
	total := int64(0)
	for _, s := range sources {
		total += s.Size
	}
	b.writer = progress.NewWriter()
	b.writer.SetOutputWriter(stderr)
	b.writer.SetUpdateFrequency(200 * time.Millisecond)
	b.writer.SetTrackerPosition(progress.PositionRight)
	b.writer.SetStyle(progress.StyleBlocks)
	b.writer.Style().Visibility.Speed = true
	b.writer.Style().Visibility.ETA = true
	b.writer.Style().Visibility.Value = true
	b.tracker = &progress.Tracker{Message: "reading", Total: total, Units: progress.UnitsBytes}
	b.writer.AppendTracker(b.tracker)
	b.done = make(chan struct{})
	go func() {
		defer close(b.done)
		b.writer.Render()
	}()
	return b
}

// progress returns nil, an interface without a value, when nothing is shown.
func (b *bar) progress() pipeline.Progress {
	if b.writer == nil {
		return nil
	}
	return b
}

func (b *bar) Bytes(n int64) { b.tracker.Increment(n) }

func (b *bar) Article() {
	b.tracker.UpdateMessage(fmt.Sprintf("%d reports", b.articles.Add(1)))
}

func (b *bar) SourceDone(int64) {}

// failure prints why a source could not be read.
func (b *bar) failure(source string, err error) {
	msg := err.Error()
	if !strings.Contains(msg, source) {
		msg = source + ": " + msg
	}
	b.message("chancery: " + strings.ReplaceAll(msg, "\n", " "))
}

// message prints a line without tearing the bar.
func (b *bar) message(line string) {
	if b.writer != nil {
		b.writer.Log("%s", line)
		return
	}
	fmt.Fprintln(b.stderr, line)
}

func (b *bar) stop() {
	if b.writer == nil {
		return
	}
	b.tracker.MarkAsDone()
	time.Sleep(250 * time.Millisecond) // the last frame
	b.writer.Stop()
	<-b.done
}
