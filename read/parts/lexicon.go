package parts

import (
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// cue is a row of cues.txt or notices.txt.
type cue struct {
	words, kind, where string
}

type agencyForm struct{ form, name string }

func (n *Annotator) compile(lex *lexicon.Lexicon) error {
	rows, err := lex.Rows("parts/agencies.txt")
	if err != nil {
		return err
	}
	for _, r := range rows {
		if len(r.List(1)) == 0 {
			return r.Errorf("the agency %q has no forms", r.Key())
		}
		for _, f := range r.List(1) {
			n.agencies = append(n.agencies, agencyForm{f, r.Key()})
		}
	}
	sort.SliceStable(n.agencies, func(i, j int) bool { return len(n.agencies[i].form) > len(n.agencies[j].form) })
	if rows, err = lex.Rows("parts/cues.txt"); err != nil {
		return err
	}
	for _, r := range rows {
		c := cue{words: r.Key(), kind: r.Field(1), where: r.Field(2)}
		switch chancery.PartKind(c.kind) {
		case chancery.Caption, chancery.Credit, chancery.Byline, chancery.Dateline:
		default:
			return r.Errorf("the kind %q is none of caption, credit, byline, dateline", c.kind)
		}
		if c.where != "start" && c.where != "end" && c.where != "any" {
			return r.Errorf("the place %q is none of start, end, any", c.where)
		}
		n.cues = append(n.cues, c)
	}
	if rows, err = lex.Rows("parts/notices.txt"); err != nil {
		return err
	}
	for _, r := range rows {
		if k := r.Field(1); k != "machine" && k != "human" && k != "notice" {
			return r.Errorf("%q is none of machine, human, notice", k)
		}
		n.notices = append(n.notices, cue{words: fold(r.Key()), kind: r.Field(1)})
	}
	if rows, err = lex.Rows("parts/languages.txt"); err != nil {
		return err
	}
	for _, r := range rows {
		n.languages[r.Key()] = r.Field(1)
	}
	return nil
}

// fold is s in small letters, with plain quotes, spaces and hyphens.
func fold(s string) string { return strings.ToLower(lang.Fold(s)) }

// agency returns the agency whose form is s, "" for none.
func (n *Annotator) agency(s string) string {
	s = strings.TrimSpace(s)
	for _, a := range n.agencies {
		if s == a.form {
			return a.name
		}
	}
	return ""
}

// agenciesIn lists the agencies named in a credit, in the order of the text.
func (n *Annotator) agenciesIn(s string) []string {
	type at struct {
		pos  int
		name string
	}
	var all []at
	taken := make([]bool, len(s)+1)
	for _, a := range n.agencies {
		for from := 0; from < len(s); {
			k := strings.Index(s[from:], a.form)
			if k < 0 {
				break
			}
			k += from
			from = k + len(a.form)
			if !bounded(s, k, from) || taken[k] {
				continue
			}
			for i := k; i < from; i++ {
				taken[i] = true
			}
			all = append(all, at{k, a.name})
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].pos < all[j].pos })
	var out []string
	for _, a := range all {
		out = add(out, a.name)
	}
	return out
}

func bounded(s string, from, to int) bool {
	letter := func(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80 }
	return (from == 0 || !letter(s[from-1])) && (to == len(s) || !letter(s[to]))
}

func add(list []string, s string) []string {
	for _, x := range list {
		if x == s {
			return list
		}
	}
	return append(list, s)
}
