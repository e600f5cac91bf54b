package record_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

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
	s := open(t, filepath.Join(t.TempDir(), "r.db"))
	for _, r := range reports {
		add(t, s, understood(t, r))
	}
	finish(t, s)
	before := mentions(t, s)
	a, b := strings.Split(before[0], "+")[0], strings.Split(before[len(before)-1], "+")[0]
	numbers, err := s.Merge(ctx, a, b, "the same affair")
	if err != nil {
		t.Fatal(err)
	}
	if got := mentions(t, s); len(got) != len(before)-1 || len(verify(t, s)) > 0 {
		t.Errorf("merged: %v %v", got, verify(t, s))
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
	s := open(t, path)
	for _, r := range reports {
		add(t, s, understood(t, r))
	}
	finish(t, s)
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
