package export

import (
	"bufio"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang/conllu"
	"github.com/chancery-project/chancery/lang/neural"
	"github.com/chancery-project/chancery/lang/parse"
)

// ParseCoNLLU writes the sentences of an article as CoNLL-U. MISC has
// TokenRange in code points, SpaceAfter=No, and NE for words in names.
func ParseCoNLLU(w io.Writer, a *chancery.Article, sentences []parse.Sentence) error {
	out := bufio.NewWriter(w)
	offsets := chancery.NewOffsets(a.Text)
	paragraph := -1
	for i, s := range sentences {
		c := &conllu.Sentence{}
		if i == 0 {
			c.Comments = append(c.Comments, "# newdoc id = "+oneLine(docID(a)))
		}
		if s.Paragraph != paragraph {
			c.Comments = append(c.Comments, "# newpar")
			paragraph = s.Paragraph
		}
		c.Comments = append(c.Comments, "# sent_id = "+strconv.Itoa(i+1), "# text = "+oneLine(s.Span.Text(a.Text)))
		word := 0
		for t, token := range s.Tokens {
			misc := ""
			if t+1 < len(s.Tokens) && s.Tokens[t+1].Span.Start == token.Span.End {
				misc = "SpaceAfter=No"
			}
			misc = conllu.WithMisc(misc, "TokenRange", strconv.Itoa(offsets.CodePoint(token.Span.Start))+":"+strconv.Itoa(offsets.CodePoint(token.Span.End)))
			if n := len(token.Words); n > 1 {
				id := strconv.Itoa(word+1) + "-" + strconv.Itoa(word+n)
				c.Rows = append(c.Rows, conllu.Row{conllu.ID: id, conllu.Form: token.Span.Text(a.Text), conllu.Misc: misc})
				misc = "_"
			}
			for _, span := range token.Words {
				row := conllu.Row{conllu.ID: strconv.Itoa(word + 1), conllu.Form: span.Text(a.Text), conllu.Misc: misc}
				FillRow(&row, s.Words[word])
				c.Rows = append(c.Rows, row)
				word++
			}
		}
		if err := c.Write(out); err != nil {
			return err
		}
	}
	return out.Flush()
}

// FillRow sets the analysis of a word; what else the row has stays.
func FillRow(row *conllu.Row, w neural.Word) {
	row[conllu.Lemma], row[conllu.UPOS], row[conllu.XPOS] = w.Lemma, w.UPOS, w.XPOS
	row[conllu.Head], row[conllu.Relation] = strconv.Itoa(w.Head), w.Relation
	name := w.Name
	if name == "O" {
		name = ""
	}
	row[conllu.Misc] = conllu.WithMisc(row[conllu.Misc], "NE", name)
}

func docID(a *chancery.Article) string {
	for _, id := range []string{a.Ref, a.URL, a.Title} {
		if id != "" {
			return id
		}
	}
	return "text"
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

type jsonParse struct {
	Ref       string         `json:"ref,omitempty"`
	Title     string         `json:"title,omitempty"`
	Sentences []jsonSentence `json:"sentences"`
}

type jsonSentence struct {
	Start     int        `json:"start"`
	End       int        `json:"end"`
	Paragraph int        `json:"paragraph"`
	Words     []jsonWord `json:"words"`
}

type jsonWord struct {
	ID       int    `json:"id"`
	Start    *int   `json:"start,omitempty"`
	End      *int   `json:"end,omitempty"`
	Form     string `json:"form"`
	Lemma    string `json:"lemma"`
	UPOS     string `json:"upos"`
	XPOS     string `json:"xpos"`
	Head     int    `json:"head"`
	Relation string `json:"deprel"`
	Name     string `json:"ne,omitempty"`
}

func newJSONWord(id int, form string, w neural.Word) jsonWord {
	j := jsonWord{ID: id, Form: form, Lemma: w.Lemma, UPOS: w.UPOS, XPOS: w.XPOS, Head: w.Head, Relation: w.Relation}
	if w.Name != "O" {
		j.Name = w.Name
	}
	return j
}

// ParseJSON writes an article's parse as one line of JSON; offsets are code
// points of the article's text.
func ParseJSON(w io.Writer, a *chancery.Article, sentences []parse.Sentence) error {
	offsets := chancery.NewOffsets(a.Text)
	out := jsonParse{Ref: a.Ref, Title: a.Title, Sentences: []jsonSentence{}}
	for _, s := range sentences {
		js := jsonSentence{Start: offsets.CodePoint(s.Span.Start), End: offsets.CodePoint(s.Span.End), Paragraph: s.Paragraph, Words: []jsonWord{}}
		for _, t := range s.Tokens {
			for _, span := range t.Words {
				id := len(js.Words)
				word := newJSONWord(id+1, span.Text(a.Text), s.Words[id])
				start, end := offsets.CodePoint(span.Start), offsets.CodePoint(span.End)
				word.Start, word.End = &start, &end
				js.Words = append(js.Words, word)
			}
		}
		out.Sentences = append(out.Sentences, js)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// WordsJSON writes one sentence of given words as one line of JSON.
func WordsJSON(w io.Writer, forms []string, words []neural.Word) error {
	out := make([]jsonWord, len(words))
	for i := range words {
		out[i] = newJSONWord(i+1, forms[i], words[i])
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(struct {
		Words []jsonWord `json:"words"`
	}{out})
}
