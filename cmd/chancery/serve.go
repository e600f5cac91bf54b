package main

import (
	"context"
	"errors"
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
	roomFlags
	listen string
	today  string
	log    string
}

// openFlags are those of serve alone: how others than the one who starts it
// may come in.
type openFlags struct {
	auth      bool
	hosts     []string
	cert, key string
}

func (f *serveFlags) add(c *cobra.Command) {
	f.roomFlags.add(c)
	c.Flags().StringVar(&f.listen, "listen", "127.0.0.1:8440", "address to answer on")
	c.Flags().StringVar(&f.today, "today", "", "day that decides what is due (default: today)")
	c.Flags().StringVar(&f.log, "log", "", "tell of each request on the standard error, as text or json")
}

// serve answers for a record until ctx ends. Once it listens it says where.
func (f *serveFlags) serve(ctx context.Context, o serve.Options, out, errOut io.Writer) error {
	o.Lexicon, o.Listen, o.Version = lexicon.Embedded(), f.listen, version
	if f.today != "" {
		day, err := today(f.today)
		if err != nil {
			return err
		}
		o.Today = func() string { return day }
	}
	switch f.log {
	case "":
	case "json":
		o.Log = slog.New(slog.NewJSONHandler(errOut, nil))
	case "text":
		o.Log = slog.New(slog.NewTextHandler(errOut, nil))
	default:
		return fmt.Errorf("--log %q is neither text nor json", f.log)
	}
	end, err := f.around(ctx, &o, errOut)
	if err != nil {
		return err
	}
	defer end()
	server, err := serve.New(o)
	if err != nil {
		return err
	}
	scheme := "http"
	if o.CertFile != "" {
		scheme = "https"
	}
	return server.Serve(ctx, func(at fmt.Stringer) {
		fmt.Fprintf(out, "Chancery answers at %s://%s (Ctrl-C ends it)\n", scheme, at)
		if server.Open() {
			fmt.Fprintln(errOut, "whoever reaches this address may read the record, and nobody decides: --auth gives users")
		}
	})
}

// openToDecide opens the record so that decisions can be kept; on a disk that
// cannot be written to, to read it.
func (f *recordFlags) openToDecide(ctx context.Context) (*record.Store, error) {
	store, err := f.open(ctx, record.Options{})
	if errors.Is(err, record.ErrNoRecord) {
		return nil, err
	}
	if err != nil {
		readable, failed := f.openSettled(ctx)
		if failed != nil {
			return nil, err
		}
		return readable, nil
	}
	if err := store.Settle(ctx); err != nil {
		return nil, errors.Join(stopped(ctx, err), store.Close())
	}
	return store, nil
}

func serveCommand() *cobra.Command {
	var f serveFlags
	var open openFlags
	var r recordFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "Open the record in a web browser",
		Long: `Serve opens the record to a web browser: what is new and due, dossiers, happenings with all that tell of them,
articles with their facts marked. Everything is in this program; nothing is fetched from elsewhere. It answers on
this computer only unless --listen says otherwise (docs/serve.md). Without --auth whoever opens it on this computer
may do everything, and others may read; with it, users sign in (chancery user add).`,
		Example: `  chancery serve --record iraq.db
  chancery serve --auth --host records.example   # behind a proxy that speaks https
  chancery serve --auth --listen :443 --tls-cert cert.pem --tls-key key.pem`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := r.openToDecide(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			o := serve.Options{Store: store, Hosts: open.hosts, CertFile: open.cert, KeyFile: open.key}
			if (open.cert == "") != (open.key == "") {
				return errors.New("--tls-cert and --tls-key come together")
			}
			if open.auth {
				if o.Accounts, err = r.accounts(cmd.Context(), false); err != nil {
					return err
				}
				defer o.Accounts.Close()
			}
			return f.serve(cmd.Context(), o, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	r.addFile(c)
	f.add(c)
	c.Flags().BoolVar(&open.auth, "auth", false, "users sign in (chancery user); without it nobody does")
	c.Flags().StringArrayVar(&open.hosts, "host", nil, "a name under which a proxy passes requests on; may be given again")
	c.Flags().StringVar(&open.cert, "tls-cert", "", "a certificate, PEM, to answer with https")
	c.Flags().StringVar(&open.key, "tls-key", "", "its key, PEM")
	return c
}
