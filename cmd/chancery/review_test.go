package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/record"
)

// The commands as two analysts give them: the queue, verdicts with what they
// change elsewhere, undoing, a sample with its accuracy on exports, agreement.
func TestReviewCommands(t *testing.T) {
	db := filepath.Join(t.TempDir(), "r.db")
	must := func(args ...string) string {
		t.Helper()
		out, errs, err := run(t, "", append(args, "--record", db)...)
		if err != nil {
			t.Fatal(args, err, errs)
		}
		return out + errs
	}
	queue := func() (all []record.Queued) {
		t.Helper()
		if err := json.Unmarshal([]byte(must("review", "--json", "--limit", "1000")), &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	must("ingest", "--quiet", filepath.Join("..", "..", "examples"))
	all := queue()
	if len(all) < 4 {
		t.Fatalf("%d wait", len(all))
	}
	one, two := all[0].Mention, all[1].Mention
	if out := must("review", "edit", one, "--actor", "Zanzibar", "--why", "so it says", "--coder", "ada"); !strings.Contains(out, "edit: decision 1 (chancery undo 1)") {
		t.Error(out)
	}
	if out := must("review", "show", one); !strings.Contains(out, "Zanzibar") || !strings.Contains(out, "(the machine: ") || !strings.Contains(out, "edited by an analyst") || !strings.Contains(out, "ada · edit") {
		t.Error(out)
	}
	if out := must("find", "actor:Zanzibar"); !strings.Contains(out, "Zanzibar") {
		t.Error(out)
	}
	must("review", "reject", two, "--coder", "ada")
	must("review", "comment", two, "is", "this", "one?", "--coder", "bob")
	if left := queue(); len(left) != len(all)-2 {
		t.Errorf("%d wait, of %d", len(left), len(all))
	}
	if out := must("review", "log"); strings.Count(out, "\n") != 3 || !strings.Contains(out, "bob · comment "+two+" · is this one?") {
		t.Error(out)
	}
	must("undo", "2")
	must("undo", "1")
	if left := queue(); len(left) != len(all) {
		t.Errorf("%d wait after undoing, of %d", len(left), len(all))
	}
	for _, bad := range [][]string{{"review", "edit", one}, {"review", "edit", one, "--type", "QUARREL"}, {"review", "accept", "h0"}, {"review", "accuracy"}, {"review", "sample"}, {"undo", "1"}} {
		if _, _, err := run(t, "", append(bad, "--record", db)...); err == nil {
			t.Errorf("%v is taken", bad)
		}
	}

	must("review", "sample", "--size", "3", "--seed", "spring")
	var left struct{ Left []string }
	if err := json.Unmarshal([]byte(must("review", "sample", "--json", "--coder", "ada")), &left); err != nil || len(left.Left) != 3 {
		t.Fatal(left, err)
	}
	for i, m := range left.Left {
		must("review", "accept", m, "--blind", "--coder", "ada")
		must("review", []string{"accept", "reject", "accept"}[i], m, "--blind", "--coder", "bob")
	}
	if out := must("review", "accuracy"); !strings.Contains(out, "coded right in all: 0.667") || !strings.Contains(out, "3 of 3 judged") {
		t.Error(out)
	}
	if out := must("review", "agreement", "--sample"); !strings.Contains(out, "kappa(ada, bob)") || !strings.Contains(out, "differ on type") {
		t.Error(out)
	}
	if out := must("export", "--format", "bibtex"); !strings.Contains(out, "% coded right in all: 0.667") {
		t.Errorf("%.400s", out)
	}
	if out := must("verify"); !strings.HasPrefix(out, "whole") {
		t.Error(out)
	}
}
