package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/chancery-project/chancery/lang/neural/weights"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
	"github.com/spf13/cobra"
)

// recordFlags are those of every command that works with a record.
type recordFlags struct {
	file string
	json bool
	asOf string // of the commands that ask
}

// addAsOf adds the flag of commands that can ask the record of another day.
func (f *recordFlags) addAsOf(c *cobra.Command) {
	c.Flags().StringVar(&f.asOf, "as-of", "", "only what was published by the end of this day, 2021-04-01; takes longer, as happenings are worked out anew")
}

// add adds the flags of a command that prints what with --json.
func (f *recordFlags) add(c *cobra.Command, what string) {
	f.addFile(c)
	f.addJSON(c, what)
}

func (f *recordFlags) addJSON(c *cobra.Command, what string) {
	c.Flags().BoolVar(&f.json, "json", false, "print JSON in place of text: "+what)
}

// atLeast reports a number that is too small for its flag.
func atLeast(flag string, n, least int, means string) error {
	if n >= least {
		return nil
	}
	return fmt.Errorf("--%s %d: it is %s", flag, n, means)
}

func (f *recordFlags) addFile(c *cobra.Command) {
	c.Flags().StringVar(&f.file, "record", "", "the record's file (default: $CHANCERY_RECORD, else "+tilde(defaultRecord())+")")
}

// defaultRecord lies in the user's data folder.
func defaultRecord() string {
	if p := os.Getenv("CHANCERY_RECORD"); p != "" {
		return p
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "chancery.db"
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "chancery", "record.db")
	case "windows":
		if p := os.Getenv("LOCALAPPDATA"); p != "" {
			return filepath.Join(p, "chancery", "record.db")
		}
	}
	data := os.Getenv("XDG_DATA_HOME")
	if data == "" {
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "chancery", "record.db")
}

func tilde(path string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(home, path); err == nil && filepath.IsLocal(rel) {
		return "~/" + filepath.ToSlash(rel)
	}
	return path
}

func (f *recordFlags) path() string {
	if f.file != "" {
		return f.file
	}
	return defaultRecord()
}

func (f *recordFlags) open(ctx context.Context, o record.Options) (*record.Store, error) {
	o.Who = "unknown"
	if u, err := user.Current(); err == nil && u.Username != "" {
		o.Who = u.Username
	}
	return record.Open(ctx, f.path(), o)
}

// do opens the record, runs a part of a command and prints what it gives.
func (f *recordFlags) do(cmd *cobra.Command, o record.Options, run func(*record.Store) (any, string, error)) error {
	store, err := f.open(cmd.Context(), o)
	if err != nil {
		return err
	}
	defer store.Close()
	v, text, err := run(store)
	if err != nil {
		return err
	}
	if f.json {
		return printJSON(cmd.OutOrStdout(), v)
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
	return err
}

// currentRun names this program, its model and the lexicon in use.
func currentRun(lex *lexicon.Lexicon) (record.Run, error) {
	sum, err := lex.Sum()
	if err != nil {
		return record.Run{}, err
	}
	code := version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				code += "+" + s.Value[:min(len(s.Value), 12)]
			}
			if s.Key == "vcs.modified" && s.Value == "true" {
				code += ".modified"
			}
		}
	}
	var model struct{ SHA256 string }
	if err := json.Unmarshal(weights.Manifest(), &model); err != nil {
		return record.Run{}, fmt.Errorf("the model's manifest: %w", err)
	}
	return record.Run{Code: code, Model: model.SHA256[:min(len(model.SHA256), 16)], Lexicon: sum}, nil
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// stopped is what a command says that was told to end.
func stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		return errors.New("stopped: what was counted is in the record, run it again to go on")
	}
	return err
}

// counted gives "1 article", "2 articles".
func counted(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
