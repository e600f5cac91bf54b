package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/chancery-project/chancery/demo"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/serve"
	"github.com/spf13/cobra"
)

func demoCommand() *cobra.Command {
	var f serveFlags
	c := &cobra.Command{
		Use:   "demo",
		Short: "Read the releases that come with Chancery and open their record in a web browser",
		Long: `Demo reads 159 releases of the U.S. Department of State that come with the program (public domain, 2021 and
2022), which takes a few seconds, and opens their record as "chancery serve" does. The record lies in a temporary
folder that goes when the demo ends.`,
		Example: "  chancery demo\n  chancery demo --listen 127.0.0.1:9000",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := os.MkdirTemp("", "chancery-demo-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			return runDemo(cmd.Context(), f, filepath.Join(dir, "demo.db"), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.add(c)
	c.Flags().Lookup("today").Usage = "day that decides what is due (default: " + demo.Today + ")"
	return c
}

func runDemo(ctx context.Context, f serveFlags, path string, out, errOut io.Writer) error {
	in, err := (&ingestFlags{readFlags: readFlags{workers: runtime.GOMAXPROCS(0)}, recordFlags: recordFlags{file: path}}).ingest(ctx, true)
	if err != nil {
		return err
	}
	defer in.Store.Close()
	sources := []pipeline.Source{{Name: "releases.jsonl", Size: int64(len(demo.Releases)), Open: func(context.Context) (read.Input, io.Closer, error) {
		body := bytes.NewReader(demo.Releases)
		return read.Input{Name: "releases.jsonl", Body: body}, io.NopCloser(body), nil
	}}}
	fmt.Fprintln(errOut, "reading the releases that come with Chancery…")
	bar := newBar(false, sources, nil, errOut)
	in.Progress, in.Failed = bar.progress(), bar.failure
	_, err = in.Sources(ctx, sources)
	bar.stop()
	if err := stopped(ctx, err); err != nil {
		return err
	}
	if f.today == "" {
		f.today = demo.Today
	}
	return f.serve(ctx, serve.Options{Store: in.Store, About: demo.About}, out, errOut)
}
