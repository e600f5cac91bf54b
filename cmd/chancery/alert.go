package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/record"
	"github.com/spf13/cobra"
)

// senderFlags say how alerts leave.
type senderFlags struct {
	site, smtp, from string
	private          bool
}

func (f *senderFlags) add(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.site, "site", os.Getenv("CHANCERY_SITE"), "address of the reading room, to which links in alerts lead (default: $CHANCERY_SITE, else http://127.0.0.1:8440)")
	fl.StringVar(&f.from, "mail-from", os.Getenv("CHANCERY_MAIL_FROM"), "sender of mail (default: $CHANCERY_MAIL_FROM)")
	fl.StringVar(&f.smtp, "smtp", "", "mail server, smtp://host:587; with a user and password better as $CHANCERY_SMTP (docs/alerts.md)")
}

// runner sends the alerts of a record.
func (f *senderFlags) runner(store *record.Store, told func(alert.Try)) (*alert.Runner, error) {
	r := &alert.Runner{Store: store, Site: strings.TrimRight(f.site, "/"), Told: told,
		Post: fetch.New(fetch.Options{AllowPrivate: f.private, Whole: 20 * time.Second})}
	if r.Site == "" {
		r.Site = "http://127.0.0.1:8440"
	}
	server := f.smtp
	if server == "" {
		server = os.Getenv("CHANCERY_SMTP")
	}
	if server == "" {
		return r, nil
	}
	var err error
	if r.Mail, err = alert.ParseMailer(server, f.from); err != nil {
		return nil, err
	}
	// Who runs the program names the server: it may be at home.
	r.Mail.Server = fetch.New(fetch.Options{AllowPrivate: true})
	return r, nil
}

// inBackground sends alerts until ctx ends or stop is called. wake has it look
// at once.
func inBackground(ctx context.Context, r *alert.Runner, failed func(error)) (wake, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	bell, ended := make(chan struct{}, 1), make(chan struct{})
	go func() {
		defer close(ended)
		if err := r.Run(ctx, bell); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}()
	wake = func() {
		select {
		case bell <- struct{}{}:
		default:
		}
	}
	return wake, func() { cancel(); <-ended }
}

// tryLine tells of a try on one line.
func tryLine(t alert.Try) string {
	line := fmt.Sprintf("alert %d to %s: %s", t.Delivery.Alert.N, t.Delivery.Alert.Target, t.State)
	if t.Err != nil {
		line += ": " + strings.ReplaceAll(t.Err.Error(), "\n", " ")
	}
	if t.State == record.Waiting {
		line += " · again " + t.Next.Local().Format("2006-01-02 15:04:05")
	}
	return line
}

func alertCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "alert",
		Short: "Have news of saved searches sent by webhook or mail",
		Long: `An alert sends the news of a saved search ("chancery search save") to a webhook, signed as Standard Webhooks says, or
to an address of mail. News is a happening that the search finds for the first time, or a new step of one that it
knew: planned, then held. It is sent once. "chancery watch" and "chancery serve" send while they run, "alert run" at
once, for cron. What cannot be sent is tried again, less and less often, and given up after three days
(docs/alerts.md).`,
		Example: `  chancery alert add "Iraq talks" --webhook https://desk.example/hook
  chancery alert add "Iraq talks" --mail desk@example.org
  chancery alert test 1
  chancery alert dead`,
	}
	c.AddCommand(alertAdd(), alertList(), alertRemove(), alertTest(), alertRun(), alertDead(), alertRetry())
	return c
}

func alertAdd() *cobra.Command {
	var f owned
	var webhook, mail, secret string
	c := &cobra.Command{Use: "add SEARCH", Short: "Have the news of a search sent somewhere", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return f.do(cmd, record.Options{}, func(s *record.Store) (any, string, error) {
			kind, target := record.Webhook, webhook
			if webhook == "" {
				kind, target = record.Mail, mail
			}
			if (webhook == "") == (mail == "") {
				return nil, "", errors.New("say where the news go: --webhook ADDRESS or --mail ADDRESS")
			}
			if err := alert.Check(kind, target); err != nil {
				return nil, "", err
			}
			if secret != "" && kind == record.Webhook {
				if err := alert.CheckSecret(secret); err != nil {
					return nil, "", err
				}
			}
			search, err := s.Search(cmd.Context(), f.owner, args[0])
			if err != nil {
				return nil, "", fmt.Errorf("%w: chancery search list names those that are saved", err)
			}
			a, err := s.AddAlert(cmd.Context(), search, kind, target, secret)
			text := fmt.Sprintf("alert %d: news of %q go to %s", a.N, search.Name, a.Target)
			if a.Secret != "" {
				text += "\nthe webhooks are signed with " + a.Secret
			}
			return struct {
				record.Alert
				Secret string `json:"secret,omitempty"`
			}{a, a.Secret}, text, err
		})
	}}
	f.add(c)
	c.Flags().StringVar(&webhook, "webhook", "", "address of the web that takes webhooks")
	c.Flags().StringVar(&mail, "mail", "", "address of mail")
	c.Flags().StringVar(&secret, "secret", "", "with --webhook: whsec_ and a key in base64, to sign with; one is made by default")
	return c
}

func alertList() *cobra.Command {
	var f owned
	c := &cobra.Command{Use: "list", Short: "List the alerts", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return f.do(cmd, record.Options{ReadOnly: true}, func(s *record.Store) (any, string, error) {
			out := []record.Alert{}
			var lines []string
			searches, err := s.Searches(cmd.Context(), f.owner)
			for _, search := range searches {
				all, err := s.Alerts(cmd.Context(), search.ID)
				if err != nil {
					return nil, "", err
				}
				out = append(out, all...)
				for _, a := range all {
					line := fmt.Sprintf("%d · %s · %s %s", a.N, search.Name, a.Kind, a.Target)
					if a.Paused != "" {
						line += " · paused: " + a.Paused
					}
					lines = append(lines, line)
				}
			}
			if len(lines) == 0 {
				lines = []string{"there are no alerts"}
			}
			return out, strings.Join(lines, "\n"), err
		})
	}}
	f.add(c)
	return c
}

// mine gives the number of an alert that an owner has.
func (f *owned) mine(ctx context.Context, s *record.Store, arg string) (int64, error) {
	n, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is no number of an alert: chancery alert list shows them", arg)
	}
	a, err := s.Alert(ctx, n)
	if err != nil {
		return 0, err
	}
	_, err = s.Search(ctx, f.owner, a.Search)
	return n, err
}

func alertRemove() *cobra.Command {
	var f owned
	c := &cobra.Command{Use: "remove NUMBER", Short: "End an alert", Args: cobra.ExactArgs(1), RunE: func(cmd *cobra.Command, args []string) error {
		return f.do(cmd, record.Options{}, func(s *record.Store) (any, string, error) {
			n, err := f.mine(cmd.Context(), s, args[0])
			if err == nil {
				err = s.RemoveAlert(cmd.Context(), n)
			}
			return map[string]string{"done": "removed"}, "removed", err
		})
	}}
	f.add(c)
	return c
}

// send runs what is due once and says what came of it.
func (f *senderFlags) send(ctx context.Context, s *record.Store, stderr io.Writer) (alert.Tally, error) {
	r, err := f.runner(s, func(t alert.Try) { fmt.Fprintln(stderr, tryLine(t)) })
	if err != nil {
		return alert.Tally{}, err
	}
	return r.Once(ctx)
}

func sentLine(t alert.Tally) string {
	line := fmt.Sprintf("%s, %d sent", counted(t.News, "new step", "new steps"), t.Sent)
	if t.Failed > 0 {
		line += fmt.Sprintf(", %d to be tried again", t.Failed)
	}
	if t.Dead > 0 {
		line += fmt.Sprintf(", %d given up (chancery alert dead)", t.Dead)
	}
	return line
}

// sending makes a command that readies something and sends what is due.
func sending(use, short string, args cobra.PositionalArgs, ready func(context.Context, *owned, *record.Store, []string) error) *cobra.Command {
	var f owned
	var s senderFlags
	c := &cobra.Command{Use: use, Short: short, Args: args, RunE: func(cmd *cobra.Command, args []string) error {
		failed := false
		err := f.do(cmd, record.Options{}, func(store *record.Store) (any, string, error) {
			if err := ready(cmd.Context(), &f, store, args); err != nil {
				return nil, "", err
			}
			t, err := s.send(cmd.Context(), store, cmd.ErrOrStderr())
			failed = t.Failed+t.Dead > 0
			return t, sentLine(t), err
		})
		return errors.Join(err, failedIf(failed))
	}}
	f.add(c)
	s.add(c)
	c.Flags().BoolVar(&s.private, "allow-private", false, "let webhooks go to private and local addresses")
	return c
}

func alertTest() *cobra.Command {
	return sending("test NUMBER", "Send a test by an alert", cobra.ExactArgs(1), func(ctx context.Context, f *owned, s *record.Store, args []string) error {
		n, err := f.mine(ctx, s, args[0])
		if err != nil {
			return err
		}
		return s.TestAlert(ctx, n)
	})
}

func alertRun() *cobra.Command {
	return sending("run", "Look for news and send what is due, once", cobra.NoArgs, func(ctx context.Context, _ *owned, s *record.Store, _ []string) error { return s.Settle(ctx) })
}

func alertRetry() *cobra.Command {
	return sending("retry [ID]", "Try again what was given up: all, or one message", cobra.MaximumNArgs(1), func(ctx context.Context, f *owned, s *record.Store, args []string) error {
		dead, err := f.dead(ctx, s)
		if err != nil {
			return err
		}
		n := 0
		for _, d := range dead {
			if len(args) > 0 && args[0] != d.ID {
				continue
			}
			if err := s.Revive(ctx, d); err != nil {
				return err
			}
			n++
		}
		if n == 0 {
			return errors.New("there is no such message that was given up: chancery alert dead lists them")
		}
		return nil
	})
}

// maxDead bounds the list of messages that were given up.
const maxDead = 1000

// dead are the messages of an owner that were given up.
func (f *owned) dead(ctx context.Context, s *record.Store) (out []record.Delivery, err error) {
	searches, err := s.Searches(ctx, f.owner)
	for _, search := range searches {
		all, err := s.Deliveries(ctx, search.ID, record.Dead, maxDead)
		if err != nil {
			return nil, err
		}
		out = append(out, all...)
	}
	return out, err
}

func alertDead() *cobra.Command {
	var f owned
	c := &cobra.Command{Use: "dead", Short: "List the messages that were given up", Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return f.do(cmd, record.Options{ReadOnly: true}, func(s *record.Store) (any, string, error) {
			dead, err := f.dead(cmd.Context(), s)
			lines := []string{}
			for _, d := range dead {
				lines = append(lines, fmt.Sprintf("%s · alert %d to %s · %s · %s, last %s\n    %s", d.ID, d.Alert.N, d.Alert.Target, counted(d.News, "step", "steps"),
					counted(d.Tries, "try", "tries"), local(d.Last), d.Reason))
			}
			if len(lines) == 0 {
				lines = []string{"nothing was given up"}
			}
			return append([]record.Delivery{}, dead...), strings.Join(lines, "\n"), err
		})
	}}
	f.add(c)
	return c
}
