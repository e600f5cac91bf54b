package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/worker"
	"github.com/spf13/cobra"
)

// The two kinds of worker.
const (
	forReading       = "read"
	forUnderstanding = "understand"
)

// workerCommand is how this program starts itself as a worker.
func workerCommand() *cobra.Command {
	var f lexiconFlags
	var task string
	c := &cobra.Command{
		Use:    "worker",
		Short:  "Take work from the standard input (started by ingest and watch)",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			// A ^C is for who gives the work: it closes the standard input.
			signal.Ignore(os.Interrupt, syscall.SIGTERM)
			runtime.GOMAXPROCS(min(runtime.GOMAXPROCS(0), 2))
			return worker.Serve(cmd.InOrStdin(), cmd.OutOrStdout(), func() (worker.Hands, error) { return f.hands(task) })
		},
	}
	c.Flags().StringVar(&task, "for", forUnderstanding, forReading+" or "+forUnderstanding)
	f.add(c)
	return c
}

func (f *lexiconFlags) hands(task string) (h worker.Hands, err error) {
	lex, err := f.open()
	if err != nil {
		return h, err
	}
	if task == forReading {
		r, err := read.New(lex)
		if err == nil {
			h.Articles = r.Articles
		}
		return h, err
	}
	stages, err := stagesOf(lex)
	h.Understand = func(a *chancery.Article) (*chancery.Record, error) {
		r, err := stages.Work(a)
		if err == nil {
			err = record.Try(r)
		}
		return r, err
	}
	return h, err
}

// worker gives how a worker for a task is started.
func (f *lexiconFlags) worker(program, task string) func() *exec.Cmd {
	return func() *exec.Cmd {
		return exec.Command(program, "worker", "--for="+task, "--lexicon="+f.lexicon, "--gazetteer="+f.gazetteer, "--codebook="+f.codebook)
	}
}

func thisProgram() (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("starting workers: this program cannot tell where it lies: %w", err)
	}
	return program, nil
}
