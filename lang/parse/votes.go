package parse

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lang/neural"
	"github.com/chancery-project/chancery/lexicon"
)

// setVotes lets the annotator count what names.txt says beside the model.
func setVotes(a *neural.Annotator, lex *lexicon.Lexicon) error {
	titles, err := words(lex, "actors/titles.txt")
	if err != nil {
		return err
	}
	first, err := words(lex, "actors/first_names.txt")
	if err != nil {
		return err
	}
	rows, err := lex.Rows("names.txt")
	if err != nil {
		return err
	}
	var out []neural.Vote
	for _, r := range rows {
		score, err := strconv.ParseFloat(r.Field(2), 32)
		if err != nil || math.IsNaN(score) || math.IsInf(score, 0) {
			return r.Errorf("%q is no number", r.Field(2))
		}
		v := neural.Vote{Kind: r.Field(1), Score: float32(score)}
		switch r.Key() {
		case "any":
		case "title":
			v.Holds = func(form string) bool { return titles[strings.ToLower(form)] }
		case "first name":
			v.Holds = func(form string) bool {
				c, _ := utf8.DecodeRuneInString(form)
				return unicode.IsUpper(c) && first[lang.Bare(form)]
			}
		default:
			v.XPOS = r.Key()
		}
		if err := a.SetVotes([]neural.Vote{v}); err != nil {
			return r.Errorf("%v", err)
		}
		out = append(out, v)
	}
	return a.SetVotes(out)
}

// words returns the forms of one word, in small letters, in the first column of a file.
func words(lex *lexicon.Lexicon, file string) (map[string]bool, error) {
	rows, err := lex.Rows(file)
	if err != nil {
		return nil, err
	}
	out := make(map[string]bool, len(rows))
	for _, r := range rows {
		for _, form := range r.List(0) {
			if !strings.Contains(form, " ") {
				out[strings.ToLower(form)] = true
			}
		}
	}
	return out, nil
}
