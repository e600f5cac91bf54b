package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/record"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// withAccounts gives a command the accounts beside the record.
func withAccounts(c *cobra.Command, create bool, do func(*cobra.Command, *record.Accounts, []string, bool) error) *cobra.Command {
	var f recordFlags
	f.add(c, "what was done, or the accounts")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		a, err := f.accounts(cmd.Context(), create)
		if err != nil {
			return err
		}
		defer a.Close()
		return do(cmd, a, args, f.json)
	}
	return c
}

// accounts opens those beside the record.
func (f *recordFlags) accounts(ctx context.Context, create bool) (*record.Accounts, error) {
	if _, err := os.Stat(f.path()); err != nil && create {
		return nil, fmt.Errorf("%s: %w", f.path(), record.ErrNoRecord)
	}
	return record.OpenAccounts(ctx, record.AccountsPath(f.path()), create, nil)
}

func userCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "user",
		Short: "Users of the record's server: add, list, role, passwd, remove",
		Long: `User says who may use "chancery serve --auth", and in which role: a reader sees the whole record, an analyst decides
too, an admin may do everything (docs/access.md). Passwords are asked for, or read from the first line of the
standard input. Users lie in a file beside the record, RECORD.accounts.`,
		Example: `  chancery user add ada --role analyst
  chancery user passwd ada
  chancery user remove ada`,
	}
	c.AddCommand(userAdd(), userList(), userRole(), userPassword(), userRemove())
	return c
}

func userAdd() *cobra.Command {
	var role string
	var same bool
	c := withAccounts(&cobra.Command{Use: "add NAME", Short: "Add a user", Args: cobra.ExactArgs(1)}, true,
		func(cmd *cobra.Command, a *record.Accounts, args []string, _ bool) error {
			r, err := account.ParseRole(role)
			if err == nil {
				err = account.CheckName(args[0])
			}
			if err != nil {
				return err
			}
			password, err := askPassword(cmd)
			if err != nil {
				return err
			}
			if err := a.AddUser(cmd.Context(), args[0], r, password, same); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s may sign in, as %s\n", args[0], r)
			return err
		})
	c.Flags().StringVar(&role, "role", "reader", "reader, analyst or admin")
	c.Flags().BoolVar(&same, "same-person", false, "give the name of a removed user back to the same person")
	return c
}

func userList() *cobra.Command {
	return withAccounts(&cobra.Command{Use: "list", Short: "List the users", Args: cobra.NoArgs}, false,
		func(cmd *cobra.Command, a *record.Accounts, _ []string, asJSON bool) error {
			all, err := a.Users(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), append([]account.Member{}, all...))
			}
			t := accountTable(cmd.OutOrStdout(), "name", "role", "since", "last sign-in", "removed")
			for _, m := range all {
				t.AppendRow(table.Row{m.Name, m.Role, m.Created, m.Seen, m.Removed})
			}
			t.Render()
			return nil
		})
}

func accountTable(w io.Writer, columns ...any) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row(columns))
	return t
}

func userRole() *cobra.Command {
	return withAccounts(&cobra.Command{Use: "role NAME ROLE", Short: "Give a user another role, at once", Args: cobra.ExactArgs(2)}, false,
		func(cmd *cobra.Command, a *record.Accounts, args []string, _ bool) error {
			r, err := account.ParseRole(args[1])
			if err != nil {
				return err
			}
			if err := a.SetRole(cmd.Context(), args[0], r); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is %s\n", args[0], r)
			return err
		})
}

func userPassword() *cobra.Command {
	return withAccounts(&cobra.Command{Use: "passwd NAME", Short: "Give a user another password and end all sessions", Args: cobra.ExactArgs(1)}, false,
		func(cmd *cobra.Command, a *record.Accounts, args []string, _ bool) error {
			password, err := askPassword(cmd)
			if err != nil {
				return err
			}
			if err := a.SetPassword(cmd.Context(), args[0], password, ""); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s has a new password\n", args[0])
			return err
		})
}

func userRemove() *cobra.Command {
	return withAccounts(&cobra.Command{Use: "remove NAME", Short: "Remove a user with all sessions and tokens; decisions keep the name", Args: cobra.ExactArgs(1)}, false,
		func(cmd *cobra.Command, a *record.Accounts, args []string, _ bool) error {
			if err := a.RemoveUser(cmd.Context(), args[0]); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s is removed\n", args[0])
			return err
		})
}

// askPassword asks twice at a terminal, else takes the first line.
func askPassword(cmd *cobra.Command) (string, error) {
	in := cmd.InOrStdin()
	f, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		line, err := bufio.NewReader(io.LimitReader(in, account.MaxPassword+2)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	var typed [2]string
	for i, prompt := range []string{fmt.Sprintf("password (at least %d characters): ", account.MinPassword), "again: "} {
		fmt.Fprint(cmd.ErrOrStderr(), prompt)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		if err != nil {
			return "", err
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", errors.New("the two passwords differ")
	}
	return typed[0], nil
}

func tokenCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "token",
		Short: "Tokens with which programs ask the record's server: new, list, revoke",
		Long: `Token lets a program use "chancery serve --auth" in the name of a user, within a scope (monitor: only /metrics;
read; write; admin) and until a day. Its secret is printed once and kept nowhere.`,
		Example: `  chancery token new ada --label "weekly report" --days 30
  chancery token revoke 1f0c2a9b77`,
	}
	c.AddCommand(tokenNew(), tokenList(), tokenRevoke())
	return c
}

func tokenNew() *cobra.Command {
	var label, scope string
	var days int
	c := withAccounts(&cobra.Command{Use: "new USER", Short: "Make a token and print its secret", Args: cobra.ExactArgs(1)}, false,
		func(cmd *cobra.Command, a *record.Accounts, args []string, asJSON bool) error {
			s, err := account.ScopeNamed(scope)
			if err != nil {
				return err
			}
			t, secret, err := a.NewToken(cmd.Context(), args[0], label, s, time.Duration(days)*24*time.Hour)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), struct {
					account.Token
					Secret string `json:"secret"`
				}{t, secret})
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "token %s of %s may %s until %s; its secret, shown this once:\n", t.ID, t.User, s.What, t.Expires)
			_, err = fmt.Fprintln(cmd.OutOrStdout(), secret)
			return err
		})
	c.Flags().StringVar(&label, "label", "", "what it is for")
	c.Flags().StringVar(&scope, "scope", "read", "monitor, read, write or admin; never more than the user's role allows")
	c.Flags().IntVar(&days, "days", int(account.TokenLife.Hours()/24), "how long it lives")
	return c
}

func tokenList() *cobra.Command {
	var user string
	c := withAccounts(&cobra.Command{Use: "list", Short: "List the tokens", Args: cobra.NoArgs}, false,
		func(cmd *cobra.Command, a *record.Accounts, _ []string, asJSON bool) error {
			all, err := a.Tokens(cmd.Context(), user)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), append([]account.Token{}, all...))
			}
			t := accountTable(cmd.OutOrStdout(), "id", "user", "for", "scope", "made", "until", "last used")
			for _, k := range all {
				t.AppendRow(table.Row{k.ID, k.User, k.Label, k.Scope, k.Created, k.Expires, k.Used})
			}
			t.Render()
			return nil
		})
	c.Flags().StringVar(&user, "user", "", "only this user's")
	return c
}

func tokenRevoke() *cobra.Command {
	return withAccounts(&cobra.Command{Use: "revoke ID", Short: "End a token", Args: cobra.ExactArgs(1)}, false,
		func(cmd *cobra.Command, a *record.Accounts, args []string, _ bool) error {
			if err := a.Revoke(cmd.Context(), "", args[0]); err != nil {
				return err
			}
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "token %s is revoked\n", args[0])
			return err
		})
}
