package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/story"
)

// Forget removes an article, named by its id, address or ref, for good: its
// text, all that was made from it and its words in the index. The audit log
// keeps that it was there and when it went.
func (s *Store) Forget(ctx context.Context, name, why string) (forgotten int, err error) {
	forgotten, err = s.forget(ctx, why, "id = ?1 OR url = ?1 OR ref = ?1 OR document = ?1", name)
	if err == nil && forgotten == 0 {
		err = fmt.Errorf("there is no article %s", name)
	}
	return forgotten, err
}

// ForgetBefore is retention: it removes, as Forget does, what an outlet
// published before a day; outlet "" takes all. Articles without a date stay.
func (s *Store) ForgetBefore(ctx context.Context, outlet, day, why string) (forgotten int, err error) {
	return s.forget(ctx, why, "(?1 = '' OR lower(outlet) = lower(?1)) AND published <> '' AND published < ?2", outlet, day)
}

func (s *Store) forget(ctx context.Context, why, where string, args ...any) (forgotten int, err error) {
	if err := s.prepare(ctx); err != nil {
		return 0, err
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		found, err := tx.QueryContext(ctx, "SELECT id FROM article WHERE "+where+" ORDER BY id", args...)
		if err != nil {
			return err
		}
		ids, err := column[string](found)
		if err != nil {
			return err
		}
		for _, id := range ids {
			var n int64
			if err := tx.QueryRowContext(ctx, "SELECT n FROM article WHERE id = ?", id).Scan(&n); err != nil {
				return err
			}
			if err := s.drop(ctx, tx, n); err != nil {
				return err
			}
			if err := s.forgetDecisions(ctx, tx, id); err != nil {
				return err
			}
			if err := s.log(ctx, tx, "article.forget", id, map[string]string{"why": why}); err != nil {
				return err
			}
		}
		forgotten = len(ids)
		return nil
	})
	if err != nil || forgotten == 0 {
		return 0, err
	}
	return forgotten, s.scrub(ctx)
}

// scrub leaves nothing of what was deleted in free pages, dead index entries
// or the write-ahead log.
func (s *Store) scrub(ctx context.Context) error {
	if err := s.Settle(ctx); err != nil {
		return err
	}
	for _, q := range []string{"INSERT INTO happening_text (happening_text) VALUES ('optimize')", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := s.write.ExecContext(ctx, q); err != nil {
			return fmt.Errorf("forgotten, but the file may still hold traces (%s): %w", q, err)
		}
	}
	return nil
}

// ForgetPerson takes a person out of all articles: the name, and the family
// name where the article names the person in full, are blacked out in text and
// title; the person's name, role and Wikidata id go from the facts. What was
// done and said stays, as a person's without a name. The audit log keeps how
// many articles it were, under a hash of the name.
func (s *Store) ForgetPerson(ctx context.Context, name, why string) (articles int, err error) {
	words := strings.Fields(name)
	if len(words) < 2 {
		return 0, errors.New("a person is named with first and family name: one word alone may be many people's")
	}
	found, err := s.read.QueryContext(ctx, `SELECT DISTINCT a.id FROM article a WHERE instr(lower(a.text || ' ' || a.title), lower(?1)) OR EXISTS
		(SELECT 1 FROM actor x WHERE x.article = a.n AND x.name = ?1 COLLATE NOCASE) ORDER BY a.id`, name)
	if err != nil {
		return 0, err
	}
	ids, err := column[string](found)
	if err != nil {
		return 0, err
	}
	renamed := map[string]string{}
	for _, id := range ids {
		r, err := s.Record(ctx, id)
		if err != nil {
			return articles, err
		}
		var run Run
		if err := s.read.QueryRowContext(ctx, "SELECT r.code, r.model, r.lexicon FROM article a JOIN run r ON r.n = a.run WHERE a.id = ?", id).Scan(&run.Code, &run.Model, &run.Lexicon); err != nil {
			return articles, err
		}
		without, err := redact(r, name)
		if err != nil {
			return articles, fmt.Errorf("article %s: %w", id, err)
		}
		moved := map[string]string{}
		for _, e := range r.Events {
			moved[story.MentionID(id, e.ID)] = story.MentionID(without.Article.ID, e.ID)
		}
		if _, err := s.replace(ctx, id, without, run, "article.add", moved); err != nil {
			return articles, fmt.Errorf("article %s: %w", id, err)
		}
		if id != without.Article.ID {
			if err := s.tx(ctx, func(tx *sql.Tx) error {
				return s.log(ctx, tx, "article.forget", id, map[string]string{"why": why})
			}); err != nil {
				return articles, err
			}
		}
		articles++
		if id != without.Article.ID {
			renamed[id] = without.Article.ID
		}
	}
	changed := 0
	if err := s.tx(ctx, func(tx *sql.Tx) (err error) {
		changed, err = s.redactDecisions(ctx, tx, name, ids, renamed)
		return err
	}); err != nil {
		return articles, err
	}
	if articles == 0 && changed == 0 {
		return 0, fmt.Errorf("no article names %s", name)
	}
	sum := sha256.Sum256([]byte(strings.ToLower(name)))
	if err := s.tx(ctx, func(tx *sql.Tx) error {
		return s.log(ctx, tx, "person.forget", "sha256:"+hex.EncodeToString(sum[:]), map[string]string{"articles": fmt.Sprint(articles), "why": why})
	}); err != nil {
		return articles, err
	}
	return articles, s.scrub(ctx)
}

// blank stands for each letter of a name that was blacked out.
const blank = '█'

// forgottenName is the name of a person who was forgotten.
const forgottenName = "[name removed]"

// redact gives a record without a person. It works on the printed record,
// whose offsets are code points: a blank for each code point keeps them.
func redact(r *chancery.Record, name string) (*chancery.Record, error) {
	raw, err := r.MarshalJSON()
	if err != nil {
		return nil, err
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, err
	}
	words := strings.Fields(lang.Bare(name))
	article := m["article"].(map[string]any)
	patterns := []string{strings.Join(words, " "), words[len(words)-1]}
	text := []rune(article["text"].(string))
	cover := func(from, to int) {
		for i := from; i < to; i++ {
			if unicode.IsLetter(text[i]) || unicode.IsDigit(text[i]) {
				text[i] = blank
			}
		}
	}
	actors, _ := m["actors"].([]any)
	for _, x := range actors {
		a := x.(map[string]any)
		if got := lang.Bare(fmt.Sprint(a["name"])); a["kind"] != string(chancery.Person) || got != patterns[0] && got != patterns[1] {
			continue
		}
		a["name"] = forgottenName
		delete(a, "role")
		delete(a, "wikidata")
		mentions, _ := a["mentions"].([]any)
		for _, y := range mentions {
			if s := y.(map[string]any); s["kind"] == string(chancery.Name) {
				cover(int(s["start"].(float64)), int(s["end"].(float64)))
			}
		}
	}
	for _, p := range patterns {
		for _, at := range occurrences(text, p) {
			cover(at[0], at[1])
		}
	}
	article["text"] = string(text)
	strike(m, patterns)
	if raw, err = json.Marshal(m); err != nil {
		return nil, err
	}
	out := &chancery.Record{}
	if err := json.Unmarshal(raw, out); err != nil {
		return nil, err
	}
	a := out.Article
	a.ID = read.Identify(a.Outlet, a.URL, a.Text)
	return out, out.Check()
}

// strike blacks the patterns out in all strings of a printed record but its
// address and ids.
func strike(v any, patterns []string) {
	one := func(s string) string {
		t := []rune(s)
		for _, p := range patterns {
			for _, at := range occurrences(t, p) {
				for i := at[0]; i < at[1]; i++ {
					if t[i] != ' ' {
						t[i] = blank
					}
				}
			}
		}
		return string(t)
	}
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if s, ok := x.(string); ok && k != "url" && k != "id" && k != "ref" && k != "text" {
				v[k] = one(s)
			} else {
				strike(x, patterns)
			}
		}
		if s, ok := v["text"].(string); ok {
			v["text"] = one(s)
		}
	case []any:
		for i, x := range v {
			if s, ok := x.(string); ok {
				v[i] = one(s)
			} else {
				strike(x, patterns)
			}
		}
	}
}

// occurrences finds where a pattern of bare words stands in text as whole
// words, whatever the case and accents, as runes from and to.
func occurrences(text []rune, pattern string) (out [][2]int) {
	want := strings.Fields(pattern)
	type token struct {
		word     string
		from, to int
	}
	var tokens []token
	for i := 0; i < len(text); {
		if !unicode.IsLetter(text[i]) && !unicode.IsMark(text[i]) {
			i++
			continue
		}
		from := i
		for i < len(text) && (unicode.IsLetter(text[i]) || unicode.IsMark(text[i]) || text[i] == '-') {
			i++
		}
		tokens = append(tokens, token{lang.Bare(string(text[from:i])), from, i})
	}
	for i := 0; i+len(want) <= len(tokens); i++ {
		match := true
		for k, w := range want {
			match = match && tokens[i+k].word == w
		}
		if match {
			out = append(out, [2]int{tokens[i].from, tokens[i+len(want)-1].to})
		}
	}
	return out
}
