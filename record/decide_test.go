package record_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// column gives the first column of what a query finds.
func column(t *testing.T, s *record.Store, q string) (out []string) {
	t.Helper()
	if _, err := s.SQL(context.Background(), q, 0, func([]string) error { return nil }, func(row []any) error {
		out = append(out, fmt.Sprint(row[0]))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func mentions(t *testing.T, s *record.Store) (ids []string) {
	t.Helper()
	found, _, err := s.Find(context.Background(), query.And{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found {
		ids = append(ids, strings.Join(h.Mentions, "+"))
	}
	return ids
}

// A merge and its undoing, a split and its undoing: the record is whole at
// each step and comes back to where it began.
func TestDecisionsCanBeUndone(t *testing.T) {
	ctx := context.Background()
	s := settled(t, filepath.Join(t.TempDir(), "r.db"))
	before := mentions(t, s)
	a, b := strings.Split(before[0], "+")[0], strings.Split(before[len(before)-1], "+")[0]
	numbers, err := s.Merge(account.With(ctx, account.User{Name: "ada"}), a, b, "the same affair")
	if err != nil {
		t.Fatal(err)
	}
	if got := mentions(t, s); len(got) != len(before)-1 || len(verify(t, s)) > 0 {
		t.Errorf("merged: %v %v", got, verify(t, s))
	}
	if got := column(t, s, "SELECT who FROM audit WHERE what = 'decision'"); !slices.Equal(got, []string{"ada"}) {
		t.Errorf("the log names %q", got)
	}
	if _, err := s.Merge(ctx, a, b, ""); err == nil {
		t.Error("merged twice")
	}
	if err := s.Undo(ctx, numbers[0], "no"); err != nil {
		t.Fatal(err)
	}
	if got := mentions(t, s); strings.Join(got, " ") != strings.Join(before, " ") || len(verify(t, s)) > 0 {
		t.Errorf("undone: %v %v", got, verify(t, s))
	}
	if s.Undo(ctx, numbers[0], "") == nil || s.Undo(ctx, 99, "") == nil {
		t.Error("undone twice")
	}
	if _, err := s.Split(ctx, "hnone", ""); err == nil {
		t.Error("split what is not there")
	}
}

// What is forgotten leaves no word in the file, and the record stays whole.
func TestForgottenIsGone(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "r.db")
	s := settled(t, path)
	if n, err := s.Forget(ctx, "r3", "asked to"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if f := verify(t, s); len(f) > 0 {
		t.Error(f)
	}
	if _, err := s.Forget(ctx, "r3", ""); err == nil {
		t.Error("forgot it twice")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Balad", "balad", "Łódź", "soldiers", "rocket"} {
		if bytes.Contains(raw, []byte(word)) {
			t.Errorf("%q is still in the file", word)
		}
	}
	if !bytes.Contains(raw, []byte("Baghdad")) {
		t.Error("the other articles are gone too")
	}
}
