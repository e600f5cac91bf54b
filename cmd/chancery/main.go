// Command chancery reads news reporting and prints the sourced record of the
// diplomacy and conflict in it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// version is set when a release is built.
var version = "0.1.0-dev"

// errReported means that the reasons have been printed already.
var errReported = errors.New("not everything could be read")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := newRoot().ExecuteContext(ctx); err != nil {
		if !errors.Is(err, errReported) {
			fmt.Fprintln(os.Stderr, "chancery:", err)
		}
		os.Exit(1)
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "chancery",
		Short: "Read news reporting; keep the sourced record of its diplomacy and conflict",
		Long: `Chancery reads news reporting and prints the sourced record of the diplomacy and conflict in it: who did
what to whom, when and where, who said so, and whether it happened, is under way, is planned, requested,
denied or only claimed. Every fact is shown with the words that it comes from.`,
		Version:       version,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddCommand(readCommand(), parseCommand(), actorCommand(), scoreCommand(), explainCommand(), codebookCommand(), workerCommand())
	root.AddCommand(recordCommands()...)
	return root
}
