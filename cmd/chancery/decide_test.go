package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// Merges can be looked at, decided otherwise and undone on the command line.
func TestDecisionsOnTheCommandLine(t *testing.T) {
	db := filepath.Join(t.TempDir(), "r.db")
	do := func(args ...string) string {
		t.Helper()
		out, _, err := run(t, "", append(args, "--record", db)...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		return out
	}
	type attack struct {
		ID       string
		Mentions []string
	}
	attacks := func() []attack {
		t.Helper()
		var found struct{ Happenings []attack }
		if err := json.Unmarshal([]byte(do("find", "--json", "type:ASSAULT")), &found); err != nil {
			t.Fatal(err)
		}
		return found.Happenings
	}
	for i, text := range []string{"Rockets hit the Balad air base in Iraq on Sunday, wounding two Iraqi soldiers, the army said.",
		"Two Iraqi soldiers were wounded when rockets hit the Balad air base on Sunday.",
		"Rockets hit the Balad air base in Iraq on 1 April, killing a contractor."} {
		do("ingest", "-q", "--published", "2021-04-05", "--outlet", []string{"Courier", "Gazette", "Observer"}[i], fileOf(t, "a.txt", text))
	}
	before := attacks()
	if len(before) != 2 || len(before[1].Mentions) != 2 {
		t.Fatalf("two attacks, the second told twice, but: %v", before)
	}
	other, one := before[0], before[1]

	account := do("explain", one.ID)
	for _, want := range []string{"ONE HAPPENING · 2 tellings", "same day", "[Gazette, 5 April 2021]", "NEAR IT, AND NOT IT", "other time", "[Observer, 5 April 2021]", other.ID} {
		if !strings.Contains(account, want) {
			t.Errorf("no %q in:\n%s", want, account)
		}
	}
	if strings.Contains(do("explain", other.ID), "same day") {
		t.Error("an attack that is told once is merged for something")
	}

	if out := do("merge", one.ID, other.ID, "--why", "a slip of the date"); !strings.Contains(out, "merged: decision 1") {
		t.Error(out)
	}
	if got := attacks(); len(got) != 1 || len(got[0].Mentions) != 3 {
		t.Errorf("merged: %v", got)
	}
	if account := do("explain", one.ID); !strings.Contains(account, "an analyst's decision") {
		t.Error(account)
	}
	do("undo", "1")
	if got := attacks(); len(got) != 2 {
		t.Errorf("undone: %v", got)
	}

	if out := do("split", one.Mentions[1]); !strings.Contains(out, "split: decision 3") {
		t.Error(out)
	}
	if got := attacks(); len(got) != 3 {
		t.Errorf("split: %v", got)
	}
	var told struct {
		Near []struct {
			Decision bool
			Apart    []string
		}
	}
	if err := json.Unmarshal([]byte(do("explain", "--json", one.ID)), &told); err != nil {
		t.Fatal(err)
	}
	if len(told.Near) == 0 || !told.Near[0].Decision {
		t.Errorf("an analyst keeps the nearest apart, but: %v", told.Near)
	}
	do("undo", "3", "--json")
	if got := attacks(); len(got) != 2 {
		t.Errorf("the split is undone: %v", got)
	}
	for _, args := range [][]string{{"undo", "3"}, {"undo", "x"}, {"merge", one.ID, one.ID}, {"merge", one.ID, "h0000000000000000"}, {"split", other.ID}, {"explain", "h0000000000000000"}} {
		if _, _, err := run(t, "", append(args, "--record", db)...); err == nil {
			t.Errorf("%v was done", args)
		}
	}
}
