package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
	"github.com/chancery-project/chancery/wording"
	"github.com/chancery-project/chancery/worker"
	"github.com/spf13/cobra"
)

// recordCommands are the commands that work with a record.
func recordCommands() []*cobra.Command {
	return []*cobra.Command{ingestCommand(), watchCommand(), versionsCommand(), retryCommand(), quarantineCommand(), verifyCommand(),
		findCommand(), timelineCommand(), dueCommand(), dossierCommand(), rebuildCommand(), recodeCommand(), diffCommand(),
		searchCommand(), alertCommand(), mergeCommand(), splitCommand(), undoCommand(), reviewCommand(), forgetCommand(), storiesCommand(), sqlCommand(), exportCommand(), backupCommand(),
		serveCommand(), userCommand(), tokenCommand(), demoCommand(), mcpCommand()}
}

// ingestFlags are those of ingest and of retry.
type ingestFlags struct {
	readFlags
	recordFlags
	again bool // what was forgotten may come in
}

func ingestCommand() *cobra.Command {
	var f ingestFlags
	c := &cobra.Command{
		Use:   "ingest [flags] [FILE|DIR|URL|-]...",
		Short: "Read reports into the record",
		Long: `Ingest reads reports, as "chancery read" does, and keeps them with all their facts in the record: one file,
made where there is none yet.

An article that is counted is on disk. The same bytes twice change nothing; an edited article becomes a new
version beside the old one; what "chancery forget" has removed stays out. An ingest that was stopped, by whatever, goes on where it was when it is run again.
Of a feed's address, items that give only a summary are followed to their page.
What cannot be read goes into quarantine with its reason and bytes ("chancery quarantine", "chancery retry");
the others go on, and the exit code is 1 at the end.`,
		Example: `  chancery ingest articles.jsonl exports/ https://example.org/story
  chancery ingest --record iraq.db --outlet "The National" report.txt`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runIngest(cmd.Context(), f, args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.recordFlags.add(c, "how many articles were added, known and put in quarantine")
	fl := c.Flags()
	fl.StringVar(&f.as, "as", "auto", "kind of input: "+strings.Join(formatNames(), ", "))
	fl.StringVar(&f.published, "published", "", "date of the report, 2021-03-23 or with a time; wins over what the input says")
	fl.StringVar(&f.outlet, "outlet", "", "name of the publisher; wins over what the input says")
	fl.StringVar(&f.url, "url", "", "address of the report; wins over what the input says")
	fl.StringVar(&f.ref, "ref", "", "your own id for the report")
	fl.BoolVar(&f.again, "again", false, "also take what \"chancery forget\" has removed")
	f.engine(c)
	return c
}

// engine adds the flags of what reads and understands.
func (f *ingestFlags) engine(c *cobra.Command) {
	f.lexiconFlags.add(c)
	fl := c.Flags()
	fl.IntVarP(&f.workers, "workers", "j", runtime.GOMAXPROCS(0), "how many reports to work on at once")
	fl.BoolVar(&f.allowPrivate, "allow-private", false, "let URLs lead to private and local addresses")
	fl.BoolVarP(&f.quiet, "quiet", "q", false, "no progress bar")
}

// ingester brings reports into a record by workers of its own.
type ingester struct {
	*pipeline.Ingest
	pool *worker.Pool
}

func (i *ingester) Close() error {
	i.pool.Close()
	return i.Store.Close()
}

// ingest opens the record and starts what reads into it. The caller closes it.
func (f *ingestFlags) ingest(ctx context.Context, create bool) (*ingester, error) {
	store, err := f.recordFlags.open(ctx, record.Options{Create: create, Again: f.again})
	if err != nil {
		return nil, err
	}
	in, err := f.over(ctx, store)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return in, nil
}

// over starts what reads into a record that is open.
func (f *ingestFlags) over(ctx context.Context, store *record.Store) (*ingester, error) {
	lex, err := f.lexiconFlags.open()
	if err != nil {
		return nil, err
	}
	run, err := currentRun(lex)
	if err != nil {
		return nil, err
	}
	program, err := thisProgram()
	if err != nil {
		return nil, err
	}
	pool, err := worker.New(ctx, f.worker(program, forReading), f.worker(program, forUnderstanding), worker.Limits{})
	if err != nil {
		return nil, err
	}
	return &ingester{&pipeline.Ingest{Store: store, Run: run, Read: pool, Understand: pool.Understand, Workers: f.workers}, pool}, nil
}

func runIngest(ctx context.Context, f ingestFlags, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		if isTerminal(os.Stdin) {
			return fmt.Errorf("nothing to read: name a file, a folder or a URL, or pipe a report in (chancery ingest --help)")
		}
		args = []string{"-"}
	}
	if err := checkPublished(f.published); err != nil {
		return err
	}
	client := fetch.New(fetch.Options{AllowPrivate: f.allowPrivate})
	sources, err := inputs(args, f.readFlags, client)
	if err != nil {
		return err
	}
	in, err := f.ingest(ctx, true)
	if err != nil {
		return err
	}
	defer in.Close()
	follower := watch.Follower{Fetch: fetch.NewPolite(client, fetch.Manners{Delay: f.pause()}), Read: in.Read}
	for i := range sources {
		if watch.IsAddress(sources[i].Name) {
			sources[i].Follow = follower.Follow
		}
	}
	bar := newBar(f.quiet, sources, nil, stderr)
	in.Progress, in.Failed = bar.progress(), bar.failure
	t, err := in.Sources(ctx, sources)
	bar.stop()
	if err := reportTally(f.recordFlags, t, in.Store.Path(), stdout); err != nil {
		return err
	}
	if err := stopped(ctx, err); err != nil {
		return err
	}
	return failedIf(t.Quarantined > 0)
}

func failedIf(failed bool) error {
	if failed {
		return errReported
	}
	return nil
}

func reportTally(f recordFlags, t pipeline.Tally, path string, w io.Writer) error {
	if f.json {
		return printJSON(w, t)
	}
	line := counted(t.Added, "article", "articles") + " added"
	if t.Versions > 0 {
		line += ", " + counted(t.Versions, "new version", "new versions")
	}
	if t.Known > 0 {
		line += ", " + fmt.Sprint(t.Known) + " known already"
	}
	if t.Forgotten > 0 {
		line += ", " + fmt.Sprint(t.Forgotten) + " forgotten before and left out (chancery ingest --again takes them)"
	}
	if t.Quarantined > 0 {
		line += ", " + fmt.Sprint(t.Quarantined) + " in quarantine (chancery quarantine)"
	}
	_, err := fmt.Fprintf(w, "%s · %s\n", line, tilde(path))
	return err
}

func retryCommand() *cobra.Command {
	var f ingestFlags
	var only int64
	c := &cobra.Command{
		Use:   "retry [flags]",
		Short: "Read again what is in quarantine",
		Long: `Retry reads again what could not be read before: all of it, or one with --only. What can be read now, with a
newer chancery or another lexicon, goes into the record; the rest stays.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			in, err := f.ingest(ctx, false)
			if err != nil {
				return err
			}
			defer in.Close()
			in.Failed = func(source string, err error) { fmt.Fprintf(cmd.ErrOrStderr(), "chancery: %s: %v\n", source, err) }
			t, err := in.Retry(ctx, only)
			if err != nil {
				return stopped(ctx, err)
			}
			if err := reportTally(f.recordFlags, t, in.Store.Path(), cmd.OutOrStdout()); err != nil {
				return err
			}
			return failedIf(t.Quarantined > 0)
		},
	}
	f.recordFlags.add(c, "how many articles were added, known and put in quarantine")
	f.engine(c)
	c.Flags().Int64Var(&only, "only", 0, "number of the one to retry, as chancery quarantine shows it")
	return c
}

func quarantineCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "quarantine",
		Short: "List what could not be read, with the reasons",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := f.open(cmd.Context(), record.Options{ReadOnly: true})
			if err != nil {
				return err
			}
			defer store.Close()
			faults, err := store.Quarantined(cmd.Context())
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			if f.json {
				return printJSON(w, append([]record.Fault{}, faults...))
			}
			if len(faults) == 0 {
				_, err := fmt.Fprintln(w, "nothing is in quarantine")
				return err
			}
			for _, q := range faults {
				kept := fmt.Sprintf("%d bytes kept", len(q.Bytes))
				if !q.Whole {
					kept = "bytes not kept: ingest it again"
				}
				if _, err := fmt.Fprintf(w, "%d · %s · %s · %s · chancery %s · %s\n    %s\n", q.N, wording.Day(q.At), q.Source, q.Stage, q.Run.Code, kept, strings.ReplaceAll(q.Reason, "\n", " ")); err != nil {
					return err
				}
			}
			return nil
		},
	}
	f.add(c, "what is in quarantine, with stage, reason and bytes")
	return c
}

func verifyCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "verify",
		Short: "Prove that the record is whole",
		Long: `Verify proves the whole record: the file's pages and indexes; each article against its hash; every fact against
the words of its article; the word index; the audit log's chain of hashes, and that no article it knows is
missing; and what follows (happenings, voices) against what is worked out anew. It prints what is wrong and
gives exit code 1, or the hash of the log's last entry: who notes that can prove later that nothing was rewritten.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			store, err := f.open(ctx, record.Options{})
			if err != nil {
				return err
			}
			defer store.Close()
			told := func(done, all int) {}
			if stderr := cmd.ErrOrStderr(); isTerminal(stderr) {
				told = func(done, all int) {
					if done%50 == 0 || done == all {
						fmt.Fprintf(stderr, "\r%d of %d articles", done, all)
					}
					if done == all {
						fmt.Fprintln(stderr)
					}
				}
			}
			r, err := store.Verify(ctx, told)
			if err != nil {
				return stopped(ctx, err)
			}
			w := cmd.OutOrStdout()
			if f.json {
				err = printJSON(w, r)
			} else if len(r.Faults) == 0 {
				_, err = fmt.Fprintf(w, "whole: %s, %d facts, %d log entries, last %s\n", counted(r.Articles, "article", "articles"), r.Facts, r.Log, r.Head)
			} else {
				for _, fault := range r.Faults {
					if _, err = fmt.Fprintln(w, "wrong:", fault); err != nil {
						break
					}
				}
			}
			if err != nil {
				return err
			}
			return failedIf(len(r.Faults) > 0)
		},
	}
	f.add(c, "what was proven, and what is wrong")
	return c
}
