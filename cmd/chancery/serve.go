package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/serve"
	"github.com/spf13/cobra"
)

// serveFlags are those of serve and demo.
type serveFlags struct {
	listen string
	today  string
	log    bool
}

func (f *serveFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8440", "address to answer on")
	c.Flags().StringVar(&f.today, "today", "", "day that decides what is due (default: today)")
	c.Flags().BoolVar(&f.log, "log", false, "print a line a request on the standard error")
}

// serve answers for a record until ctx ends. Once it listens it says where.
func (f *serveFlags) serve(ctx context.Context, store *record.Store, about string, out, errOut io.Writer) error {
	o := serve.Options{Store: store, Lexicon: lexicon.Embedded(), Listen: f.listen, About: about}
	if f.today != "" {
		day, err := today(f.today)
		if err != nil {
			return err
		}
		o.Today = func() string { return day }
	}
	if f.log {
		o.Log = slog.New(slog.NewJSONHandler(errOut, nil))
	}
	server, err := serve.New(o)
	if err != nil {
		return err
	}
	return server.Serve(ctx, func(at fmt.Stringer) { fmt.Fprintf(out, "Chancery answers at http://%s (Ctrl-C ends it)\n", at) })
}

func serveCommand() *cobra.Command {
	var f serveFlags
	var r recordFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Open the record in a web browser",
		Long: `Serve opens the record to a web browser: what is new and due, dossiers, happenings with all that tell of them,
articles with their facts marked. Everything is in this program; nothing is fetched from elsewhere. It answers on
this computer only unless --listen says otherwise (docs/serve.md).`,
		Example: `  chancery serve --record iraq.db
  chancery serve --listen 0.0.0.0:8440`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := r.openSettled(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			return f.serve(cmd.Context(), store, "", cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	r.addFile(c)
	f.add(c)
	return c
}
