package query

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// values lists what a field can hold, of fields whose values are few; nil for others.
func values(field string) (all []string) {
	switch field {
	case "type":
		for _, t := range chancery.EventTypes {
			all = append(all, string(t))
		}
	case "status":
		for _, s := range chancery.Statuses {
			all = append(all, string(s))
		}
	case "mode":
		for _, t := range chancery.EventTypes {
			for _, m := range chancery.Modes(t) {
				if !slices.Contains(all, m) {
					all = append(all, m)
				}
			}
		}
	}
	return all
}

// checkValue finds a value that nothing can have. A part of a mode, as the
// index has it, is a value too.
func checkValue(field, value string) error {
	all := values(field)
	is := func(v string) bool {
		return strings.EqualFold(v, value) || field == "mode" && slices.Contains(strings.Split(v, "-"), strings.ToLower(value))
	}
	if all == nil || slices.ContainsFunc(all, is) {
		return nil
	}
	return fmt.Errorf("there is no %s %s%s: it is one of %s", field, value, Perhaps(Nearest(value, all, 3)), strings.Join(all, ", "))
}

// Perhaps prints suggestions to follow what is wrong; "" when there are none.
func Perhaps(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (did you mean " + strings.Join(names, " or ") + "?)"
}

// Nearest gives those of names that one may have meant: at most limit, the
// nearest first, none that differs in more than a third of its letters.
func Nearest(word string, names []string, limit int) []string {
	type near struct {
		name string
		far  int
	}
	var all []near
	w := []rune(strings.ToLower(word))
	for _, n := range names {
		r := []rune(strings.ToLower(n))
		most := max(1, max(len(w), len(r))/3)
		if d := distance(w, r, most); d <= most {
			all = append(all, near{n, d})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.far, b.far) })
	var out []string
	for _, n := range all[:min(limit, len(all))] {
		out = append(out, n.name)
	}
	return out
}

// distance counts the letters to be put in, left out, changed or swapped with
// the next to make b of a (Damerau and Levenshtein, restricted); more than
// most is most+1.
func distance(a, b []rune, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}
