package neural

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// lemmaTable holds the lemmas of forms seen in training: lines of form, Penn
// tag and lemma apart by tabs, sorted by their bytes. Forms are in lower case
// but for proper nouns.
type lemmaTable string

// find returns the lemma of a form with a tag, or "".
func (t lemmaTable) find(form, tag string) string {
	if !strings.HasPrefix(tag, "NNP") {
		form = strings.ToLower(form)
	}
	key := form + "\t" + tag + "\t"
	lo, hi := 0, len(t) // line starts; the line sought begins in [lo, hi)
	for lo < hi {
		mid := (lo + hi) / 2
		line := strings.LastIndexByte(string(t[:mid]), '\n') + 1
		end := line + strings.IndexByte(string(t[line:]), '\n') + 1
		switch row := string(t[line:end]); {
		case strings.HasPrefix(row, key):
			return row[len(key) : len(row)-1]
		case row < key:
			lo = end
		default:
			hi = line
		}
	}
	return ""
}

// script is an edit that makes a lemma of a form (Straka 2018): the case, how
// many characters go from the end and what comes there; or the whole lemma.
type script struct {
	whole string
	fold  byte // l small, t a capital first, k as it stands
	cut   int
	add   string
}

func parseScript(s string) (script, error) {
	if lemma, ok := strings.CutPrefix(s, "="); ok {
		return script{whole: lemma}, nil
	}
	if s != "" && strings.IndexByte("ltk", s[0]) >= 0 {
		digits := len(s) - len(strings.TrimLeft(s[1:], "0123456789"))
		if n, err := strconv.Atoi(s[1:digits]); err == nil {
			return script{fold: s[0], cut: n, add: s[digits:]}, nil
		}
	}
	return script{}, fmt.Errorf("%q is no lemma script of the language model", s)
}

// apply returns the lemma; a form that is too short stays as it is.
func (s script) apply(form string) string {
	if s.whole != "" {
		return s.whole
	}
	switch s.fold {
	case 'l':
		form = strings.ToLower(form)
	case 't':
		_, n := utf8.DecodeRuneInString(form)
		form = strings.ToUpper(form[:n]) + strings.ToLower(form[n:])
	}
	stem := form
	for range min(s.cut, len(form)) {
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	if stem == "" {
		return form
	}
	return stem + s.add
}
