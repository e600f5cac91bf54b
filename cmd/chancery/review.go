package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/review"
	"github.com/chancery-project/chancery/story"
	"github.com/spf13/cobra"
)

// coder are the flags of all commands of review.
type coder struct {
	recordFlags
	name string
}

func (f *coder) add(c *cobra.Command, what string) {
	f.recordFlags.add(c, what)
	c.Flags().StringVar(&f.name, "coder", "", "who decides (default: the user's name on this computer)")
}

// do runs a part of review in the coder's name.
func (f *coder) do(cmd *cobra.Command, o record.Options, run func(context.Context, *record.Store) (any, string, error)) error {
	ctx := cmd.Context()
	if f.name != "" {
		ctx = account.With(ctx, account.User{Name: f.name, Role: account.Analyst})
	}
	return f.recordFlags.do(cmd, o, func(s *record.Store) (any, string, error) {
		if !o.ReadOnly {
			if err := s.Settle(ctx); err != nil {
				return nil, "", stopped(ctx, err)
			}
		}
		return run(ctx, s)
	})
}

func reviewCommand() *cobra.Command {
	var f coder
	var limit int
	c := &cobra.Command{
		Use:   "review",
		Short: "Judge what was coded: the queue, verdicts, accuracy and agreement",
		Long: `Review lists the events that nobody has judged, the least certain first. Its parts judge them, as the reading room
does (docs/review.md): each verdict is kept with who, when and why, and can be undone by its number ("chancery
undo"). An event is named by the id of its mention.`,
		Example: `  chancery review --limit 5
  chancery review show h1fab34be92a94b7c
  chancery review accept h1fab34be92a94b7c
  chancery review edit h1fab34be92a94b7c --actor Iraq --status planned --why "the second paragraph"
  chancery review sample --size 100 --seed spring && chancery review accuracy`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.do(cmd, record.Options{ReadOnly: true}, func(ctx context.Context, s *record.Store) (any, string, error) {
				all, err := s.Queue(ctx, "", limit)
				var lines []string
				for _, q := range all {
					lines = append(lines, fmt.Sprintf("%s  %3.0f %%  %s, %s · %s\n    %s", q.Mention, 100*q.Confidence, q.Type, q.Status, strings.Join(present(q.Outlet, q.Published), ", "), q.Words))
				}
				if len(all) == 0 {
					lines = []string{"nothing waits for review"}
				}
				return all, strings.Join(lines, "\n"), err
			})
		},
	}
	f.add(c, "the events that wait")
	c.Flags().IntVar(&limit, "limit", 20, "how many at most")
	c.AddCommand(showCommand(), verdictCommand("accept", "Say that an event is coded right"), verdictCommand("reject", "Say that it is no event"), editCommand(),
		commentCommand(), sampleCommand(), accuracyCommand(), agreementCommand(), logCommand())
	return c
}

func present(all ...string) (out []string) {
	for _, s := range all {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// judgedEvent is a mention as it is judged, for programs.
type judgedEvent struct {
	Mention   string            `json:"mention"`
	Happening string            `json:"happening,omitempty"`
	Article   string            `json:"article"`
	Event     string            `json:"event"`
	Words     []string          `json:"words"`
	Machine   *story.Coding     `json:"machine"`
	State     string            `json:"state,omitempty"` // accepted, edited or rejected
	Coding    *story.Coding     `json:"coding"`          // as it is now
	Decisions []record.Decision `json:"decisions"`
}

func showCommand() *cobra.Command {
	var f coder
	c := &cobra.Command{Use: "show MENTION", Short: "Show an event with its words, its coding and what was decided on it", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return f.do(cmd, record.Options{ReadOnly: true}, func(ctx context.Context, s *record.Store) (any, string, error) {
			it, err := s.Mention(ctx, args[0])
			if err != nil {
				return nil, "", err
			}
			x := judgedEvent{Mention: it.Mention, Happening: it.Happening, Article: it.Record.Article.ID, Event: it.Event, Machine: it.Machine, State: it.Standing.State, Coding: it.Standing.Coding}
			for _, e := range it.Record.Event(it.Event).Evidence {
				x.Words = append(x.Words, strings.Join(strings.Fields(e.Text(it.Record.Article.Text)), " "))
			}
			if x.Decisions, err = s.Decisions(ctx, record.About{Mentions: []string{it.Mention}}); err != nil {
				return nil, "", err
			}
			lines := append([]string{}, x.Words...)
			machine := it.Machine.Values()
			for i, v := range x.Coding.Values() {
				switch {
				case v.Value != machine[i].Value:
					lines = append(lines, fmt.Sprintf("  %-10s %s (the machine: %s)", v.Field, orNone(v.Value), orNone(machine[i].Value)))
				case v.Value != "":
					lines = append(lines, fmt.Sprintf("  %-10s %s", v.Field, v.Value))
				}
			}
			if x.State != "" {
				lines = append(lines, x.State+" by an analyst")
			}
			return x, strings.Join(append(lines, logged(x.Decisions)...), "\n"), nil
		})
	}}
	f.add(c, "the event with the machine's coding, the one that holds, and the decisions")
	return c
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// verdict is what a verdict comes to, for programs.
type verdict struct {
	Decision int64  `json:"decision"`
	Mention  string `json:"mention"`
	What     string `json:"what"`
	Copies   int    `json:"copies"` // of the article on which it holds too
}

func judge(ctx context.Context, s *record.Store, mention string, f record.Finding) (any, string, error) {
	n, err := s.Judge(ctx, mention, f)
	if err != nil {
		return nil, "", err
	}
	text := fmt.Sprintf("%s: decision %d (chancery undo %d)", f.What, n[0], n[0])
	if len(n) > 1 {
		text += ", also on " + counted(len(n)-1, "copy", "copies")
	}
	return verdict{n[0], mention, f.What, len(n) - 1}, text, nil
}

// judgeFlags are those of verdicts.
type judgeFlags struct {
	coder
	why   string
	blind bool
}

func (f *judgeFlags) add(c *cobra.Command) {
	f.coder.add(c, "the decision and on how many copies it holds")
	c.Flags().StringVar(&f.why, "why", "", "the reason, kept in the record")
	c.Flags().BoolVar(&f.blind, "blind", false, "judge what the machine coded, whatever others made of it: for samples")
}

func verdictCommand(what, short string) *cobra.Command {
	var f judgeFlags
	c := &cobra.Command{Use: what + " MENTION", Short: short, Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return f.do(cmd, record.Options{}, func(ctx context.Context, s *record.Store) (any, string, error) {
			return judge(ctx, s, args[0], record.Finding{What: what, Why: f.why, Blind: f.blind})
		})
	}}
	f.add(c)
	return c
}

func editCommand() *cobra.Command {
	var f judgeFlags
	var e review.Entry
	c := &cobra.Command{Use: "edit MENTION", Short: "Correct how an event is coded", Long: `Edit corrects how an event is coded: only what a flag says is changed. An empty value takes a party, the time or the
place away. Names are looked up in the article, then in the lexicon and the gazetteer.`,
		Example: `  chancery review edit h1fab34be92a94b7c --type CONSULT --mode visit --actor Iraq --actor France --recipient ""`, Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
			desk, err := review.New(lexicon.Embedded())
			if err != nil {
				return err
			}
			return f.do(cmd, record.Options{}, func(ctx context.Context, s *record.Store) (any, string, error) {
				it, err := s.Mention(ctx, args[0])
				if err != nil {
					return nil, "", err
				}
				was := it.Standing.Coding
				if f.blind {
					was = it.Machine
				}
				now := review.Entered(was)
				given := cmd.Flags().Changed
				if given("type") {
					now.Type = e.Type
					now.Mode = nil // of the type before
				}
				for _, x := range []struct {
					flag string
					to   *[]string
					from []string
				}{{"mode", &now.Mode, e.Mode}, {"actor", &now.Actor, e.Actor}, {"recipient", &now.Recipient, e.Recipient}, {"mediator", &now.Mediator, e.Mediator}} {
					if given(x.flag) {
						*x.to = x.from
					}
				}
				for _, x := range []struct {
					flag string
					to   *string
					from string
				}{{"status", &now.Status, e.Status}, {"time", &now.Time, e.Time}, {"place", &now.Place, e.Place}} {
					if given(x.flag) {
						*x.to = x.from
					}
				}
				after, err := desk.Coding(it.Record, was, now)
				if err != nil {
					return nil, "", err
				}
				return judge(ctx, s, args[0], record.Finding{What: "edit", After: after, Why: f.why, Blind: f.blind})
			})
		}}
	f.add(c)
	fl := c.Flags()
	fl.StringVar(&e.Type, "type", "", "type of PLOVER")
	fl.StringArrayVar(&e.Mode, "mode", nil, "mode of the type; more than one by more flags")
	fl.StringVar(&e.Status, "status", "", "happened, ongoing, planned, requested, offered, threatened, possible, denied, cancelled")
	fl.StringArrayVar(&e.Actor, "actor", nil, "who does it; more than one by more flags")
	fl.StringArrayVar(&e.Recipient, "recipient", nil, "to whom")
	fl.StringArrayVar(&e.Mediator, "mediator", nil, "who mediates")
	fl.StringVar(&e.Time, "time", "", "2021, 2021-04, 2021-04-07 or 2021-04-07/2021-04-09")
	fl.StringVar(&e.Place, "place", "", "where")
	return c
}

func commentCommand() *cobra.Command {
	var f coder
	c := &cobra.Command{Use: "comment MENTION WORDS...", Short: "Keep a comment on an event", Args: cobra.MinimumNArgs(2), RunE: func(cmd *cobra.Command, args []string) error {
		return f.do(cmd, record.Options{}, func(ctx context.Context, s *record.Store) (any, string, error) {
			return judge(ctx, s, args[0], record.Finding{What: "comment", Why: strings.Join(args[1:], " ")})
		})
	}}
	f.add(c, "the decision")
	return c
}

func sampleCommand() *cobra.Command {
	var f coder
	var seed string
	var size int
	c := &cobra.Command{Use: "sample", Short: "Draw a random sample to measure the machine on, or list what is left of it to judge",
		Long: `Sample draws events at random, with --size, or lists those of the sample that you have not judged: judge them with
--blind. The same seed draws the same sample from the same record.`, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
			return f.do(cmd, record.Options{ReadOnly: size == 0}, func(ctx context.Context, s *record.Store) (any, string, error) {
				if size != 0 {
					x, err := s.DrawSample(ctx, seed, size)
					if err != nil {
						return nil, "", err
					}
					return x, fmt.Sprintf("drew %d of %s with the seed %q: decision %d (chancery undo %d)", x.Size, counted(x.Of, "event", "events"), x.Seed, x.N, x.N), nil
				}
				x, err := s.Sample(ctx)
				if err != nil {
					return nil, "", err
				}
				if x == nil {
					return nil, "", errors.New("no sample is drawn: --size 50 --seed spring draws one")
				}
				left, done, err := s.LeftOfSample(ctx, x, s.By(ctx))
				if err != nil {
					return nil, "", err
				}
				return struct {
					record.Sample
					Judged int      `json:"judged"`
					Left   []string `json:"left"`
				}{*x, done, left}, strings.Join(append([]string{fmt.Sprintf("%d of %d judged; left:", done, x.Size)}, left...), "\n"), nil
			})
		}}
	f.add(c, "the sample and what is left of it")
	c.Flags().IntVar(&size, "size", 0, "draw so many")
	c.Flags().StringVar(&seed, "seed", "", "any word or number, to draw the same again")
	return c
}

func accuracyCommand() *cobra.Command {
	var f coder
	c := &cobra.Command{Use: "accuracy", Short: "Tell how often the machine is right, on the sample that was judged", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return f.do(cmd, record.Options{ReadOnly: true}, func(ctx context.Context, s *record.Store) (any, string, error) {
			a, err := s.Accuracy(ctx)
			if err != nil {
				return nil, "", err
			}
			if a == nil {
				return nil, "", errors.New("nothing of a sample was judged yet: chancery review sample --help")
			}
			lines := []string{a.String(), fmt.Sprintf("%d of %d judged, %d of them coded otherwise since", a.Judged, a.Sample.Size, a.Stale)}
			for _, x := range a.Fields {
				lines = append(lines, fmt.Sprintf("  %-10s %s", x.Field, x.Share))
			}
			return a, strings.Join(lines, "\n"), nil
		})
	}}
	f.add(c, "the shares with their intervals")
	return c
}

func agreementCommand() *cobra.Command {
	var f coder
	var sampled bool
	c := &cobra.Command{Use: "agreement", Short: "Tell how far coders agree with one another and with the machine", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return f.do(cmd, record.Options{ReadOnly: true}, func(ctx context.Context, s *record.Store) (any, string, error) {
			var of *record.Sample
			var err error
			if sampled {
				if of, err = s.Sample(ctx); err == nil && of == nil {
					err = errors.New("no sample is drawn: chancery review sample --help")
				}
				if err != nil {
					return nil, "", err
				}
			}
			a, err := s.Agreement(ctx, of)
			if err != nil {
				return nil, "", err
			}
			number := func(x *float64) string {
				if x == nil {
					return "   –"
				}
				return fmt.Sprintf("%.2f", *x)
			}
			lines := []string{fmt.Sprintf("%s: %s judged by two or more", counted(len(a.Coders), "coder", "coders"), counted(a.Both, "event", "events"))}
			for _, x := range a.Fields {
				line := fmt.Sprintf("  %-10s alpha %s", x.Field, number(x.Alpha))
				for _, p := range x.Pairs {
					line += fmt.Sprintf("  kappa(%s, %s) %s of %d", p.A, p.B, number(p.Kappa), p.Both)
				}
				lines = append(lines, line)
			}
			for _, d := range a.Differ {
				lines = append(lines, fmt.Sprintf("%s: %s differ on %s", d.Mention, strings.Join(d.Coders, ", "), strings.Join(d.Fields, ", ")))
			}
			return a, strings.Join(lines, "\n"), nil
		})
	}}
	f.add(c, "alpha and kappa by field, and what coders differ on")
	c.Flags().BoolVar(&sampled, "sample", false, "on the sample alone")
	return c
}

func logCommand() *cobra.Command {
	var f coder
	var about record.About
	c := &cobra.Command{Use: "log", Short: "List who decided what, and when, the last first", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return f.do(cmd, record.Options{ReadOnly: true}, func(ctx context.Context, s *record.Store) (any, string, error) {
			all, err := s.Decisions(ctx, about)
			lines := logged(all)
			if len(all) == 0 {
				lines = []string{"nothing was decided"}
			}
			return all, strings.Join(lines, "\n"), err
		})
	}}
	f.add(c, "the decisions")
	c.Flags().StringVar(&about.Who, "by", "", "of this coder only")
	c.Flags().StringVar(&about.What, "what", "", "accept, reject, edit, comment, merge, split, sample, undo")
	c.Flags().IntVar(&about.Limit, "limit", 100, "how many at most")
	return c
}

func logged(all []record.Decision) (lines []string) {
	for _, d := range all {
		line := fmt.Sprintf("%d · %s · %s · %s %s", d.N, local(d.At), d.Who, d.What, d.A)
		if changed := record.Changed(d.Verdict); len(changed) > 0 {
			line += " · " + strings.Join(changed, "; ")
		}
		if d.Why != "" {
			line += " · " + d.Why
		}
		if d.UndoneBy != 0 {
			line += fmt.Sprintf(" · undone by %d", d.UndoneBy)
		}
		lines = append(lines, line)
	}
	return lines
}
