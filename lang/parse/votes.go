package parse

import (
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lang/neural"
	"github.com/chancery-project/chancery/lexicon"
)

// setVotes lets the annotator count what names.txt says beside the model.
func setVotes(a *neural.Annotator, lex *lexicon.Lexicon) error {
	rows, err := lex.Rows("actors/first_names.txt")
	if err != nil {
		return err
	}
	first := make(map[string]bool, len(rows))
	for _, r := range rows {
		first[r.Key()] = true
	}
	if rows, err = lex.Rows("names.txt"); err != nil {
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
