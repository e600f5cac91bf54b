package export

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Explain writes for a person why the events of a record are as they are, in
// the order of why; those without an id after them, as what is no event.
func Explain(w io.Writer, r *chancery.Record, why []chancery.Explanation, style Style) error {
	p := &page{style: style, record: r}
	p.style.Width = max(p.style.Width, 40)
	for i := range why {
		if e := r.Event(why[i].Event); e != nil {
			if i > 0 {
				p.b.WriteByte('\n')
			}
			p.event(e.ID+" · ", e)
			p.why(&why[i])
		}
	}
	p.noEvents(why)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// longestEntry is how much of a line of the lexicon is shown, in characters.
const longestEntry = 90

// labelled is how wide the names of reasons are.
const labelled = 11

// why lists the reasons of one event, below it.
func (p *page) why(x *chancery.Explanation) {
	last := ""
	for i := range x.Reasons {
		r := &x.Reasons[i]
		label := r.About
		if label == last {
			label = ""
		}
		last = r.About
		if r.About == "again" {
			p.b.WriteByte('\n')
		}
		says := clean(r.Says)
		if r.About == "confidence" {
			says = fmt.Sprintf("%+.2f %s", r.Part, says)
		}
		if !r.Words.Empty() {
			says += " — “" + clean(r.Words.Text(p.record.Article.Text)) + "”"
		}
		for k, line := range strings.Split(text.WrapSoft(says, max(p.style.Width-4-labelled, 24)), "\n") {
			if k > 0 {
				label = ""
			}
			p.b.WriteString("    " + p.paint(label, text.Bold) + strings.Repeat(" ", max(labelled-len(label), 1)) + strings.TrimRight(line, " ") + "\n")
		}
		if edges := p.edges(r.Edges); edges != "" {
			p.line(4+labelled, p.paint(edges, text.Faint))
		}
		if r.File != "" {
			p.line(4+labelled, p.paint(lexiconLine(r), text.Faint))
		}
	}
}

// noEvents lists what fitted a pattern and is no event.
func (p *page) noEvents(why []chancery.Explanation) {
	first := true
	for i := range why {
		if why[i].Event != "" {
			continue
		}
		if first {
			p.section("fitted a pattern, no event")
		}
		first = false
		p.noEvent(&why[i])
	}
}

// noEvent says in a line or two why words that fit a pattern tell no event.
func (p *page) noEvent(x *chancery.Explanation) {
	why, where := "", ""
	for i := range x.Reasons {
		r := &x.Reasons[i]
		switch {
		case r.About == "dropped":
			why = clean(r.Says)
			if !r.Words.Empty() {
				why += ": “" + clean(r.Words.Text(p.record.Article.Text)) + "”"
			}
		case r.About == "pattern" && r.File != "" && where == "":
			where = lexiconLine(r)
		}
	}
	kind := string(x.Type)
	if kind == "" {
		kind = "no event"
	}
	p.wrapped(0, 4, strings.Join([]string{"“" + clean(x.Trigger.Text(p.record.Article.Text)) + "”", kind, why}, " · "))
	p.line(4, p.paint(where, text.Faint))
}

func lexiconLine(r *chancery.Reason) string {
	entry := []rune(clean(r.Entry))
	if len(entry) > longestEntry {
		entry = append(entry[:longestEntry], '…')
	}
	return fmt.Sprintf("[%s:%d · %s]", r.File, r.Line, string(entry))
}

// edges draws the way through the tree: "Iraq ─nsubj→ condemned".
func (p *page) edges(all []chancery.Edge) string {
	t := p.record.Article.Text
	var out []string
	for _, e := range all {
		out = append(out, clean(e.Word.Text(t))+" ─"+e.Relation+"→ "+clean(e.Head.Text(t)))
	}
	return strings.Join(out, ", ")
}

type jsonExplanation struct {
	Event   string             `json:"event,omitempty"`
	Type    chancery.EventType `json:"type,omitempty"`
	Trigger jsonWords          `json:"trigger"`
	Reasons []jsonReason       `json:"reasons"`
}

type jsonReason struct {
	About string     `json:"about"`
	Says  string     `json:"says"`
	Words *jsonWords `json:"words,omitempty"`
	Edges []jsonEdge `json:"edges,omitempty"`
	File  string     `json:"file,omitempty"`
	Line  int        `json:"line,omitempty"`
	Entry string     `json:"entry,omitempty"`
	Part  float64    `json:"part,omitempty"`
}

// jsonWords is a span in code points with its text.
type jsonWords struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

type jsonEdge struct {
	Word     jsonWords `json:"word"`
	Relation string    `json:"relation"`
	Head     jsonWords `json:"head"`
}

// ExplainJSON writes the explanations as one line of JSON: an array, in the
// order of why. Offsets are in code points of the article's text.
func ExplainJSON(w io.Writer, r *chancery.Record, why []chancery.Explanation) error {
	line, err := explanations(r, why)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// JSONExplained is JSON with one more field, explanations.
func JSONExplained(w io.Writer, r *chancery.Record, why []chancery.Explanation) error {
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		return err
	}
	more, err := explanations(r, why)
	if err != nil {
		return err
	}
	line := bytes.TrimSuffix(bytes.TrimSuffix(b.Bytes(), []byte("\n")), []byte("}"))
	_, err = fmt.Fprintf(w, "%s,\"explanations\":%s}\n", line, more)
	return err
}

func explanations(r *chancery.Record, why []chancery.Explanation) ([]byte, error) {
	o := chancery.NewOffsets(r.Article.Text)
	words := func(s chancery.Span) jsonWords {
		return jsonWords{o.CodePoint(s.Start), o.CodePoint(s.End), s.Text(r.Article.Text)}
	}
	out := []jsonExplanation{}
	for _, x := range why {
		e := jsonExplanation{Event: x.Event, Type: x.Type, Trigger: words(x.Trigger), Reasons: []jsonReason{}}
		for _, y := range x.Reasons {
			row := jsonReason{About: y.About, Says: y.Says, File: y.File, Line: y.Line, Entry: y.Entry, Part: y.Part}
			if !y.Words.Empty() {
				s := words(y.Words)
				row.Words = &s
			}
			for _, g := range y.Edges {
				row.Edges = append(row.Edges, jsonEdge{words(g.Word), g.Relation, words(g.Head)})
			}
			e.Reasons = append(e.Reasons, row)
		}
		out = append(out, e)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(out); err != nil {
		return nil, err
	}
	return bytes.ReplaceAll(bytes.TrimSpace(b.Bytes()), []byte("\u0085"), []byte(`\u0085`)), nil
}
