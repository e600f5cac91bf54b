package event

import (
	"slices"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/wording"
)

// talkWords is the folder talks of the lexicon: what talks, summits and their
// rounds are called.
type talkWords struct {
	heads, kinds, moved map[string]bool
	rounds              map[string]int
}

func compileTalks(lex *lexicon.Lexicon) (*talkWords, error) {
	w := &talkWords{heads: map[string]bool{}, kinds: map[string]bool{}, moved: map[string]bool{}, rounds: map[string]int{}}
	for _, step := range []struct {
		file string
		row  func(lexicon.Row) error
	}{
		{"heads", func(r lexicon.Row) error { w.heads[r.Key()] = true; return nil }},
		{"kinds", func(r lexicon.Row) error { w.kinds[r.Key()] = true; return nil }},
		{"moved", func(r lexicon.Row) error { w.moved[r.Key()] = true; return nil }},
		{"rounds", func(r lexicon.Row) (err error) {
			if w.rounds[r.Key()], err = strconv.Atoi(r.Field(1)); err != nil {
				err = r.Errorf("%q is no number of a round", r.Field(1))
			}
			return err
		}},
	} {
		rows, err := lex.Rows("talks/" + step.file + ".txt")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := step.row(r); err != nil {
				return nil, err
			}
		}
	}
	return w, nil
}

// called gives a meeting the name of its talks, where its noun has one, and the
// number of the round: "the second round of the Geneva peace talks".
func (r *reading) called(p *parse, d *draft) {
	if d.Type != chancery.Consult {
		return
	}
	for _, x := range r.meetingNouns(p, d) {
		for y, n := x, 0; y >= 0 && n < 3; y, n = r.through(p, y), n+1 {
			if d.round == 0 {
				d.round = r.round(p, y)
			}
			if name := r.talksName(p, y); len(name) > len(d.Name) {
				d.Name = name
			}
		}
	}
}

// meetingNouns lists the phrases that can name the talks of d: its noun, what
// that hangs on ("a round of talks"), the subject and object of its verb.
func (r *reading) meetingNouns(p *parse, d *draft) []int {
	var out []int
	if d.noun {
		x := p.phraseAt(d.token)
		out = append(out, x)
		if h := p.g.head[p.nps[x].node]; h >= 0 && p.npOf[h] >= 0 && r.through(p, p.npOf[h]) == x {
			out = append(out, p.npOf[h])
		}
	}
	if d.clause >= 0 {
		c := &p.clauses[d.clause]
		for _, x := range [...]int{c.obj, c.subj} {
			if x >= 0 {
				out = append(out, x)
			}
		}
	}
	return out
}

// round is the number of the round that phrase x tells: "the second round",
// "round nine"; 0 for none.
func (r *reading) round(p *parse, x int) int {
	n := p.nps[x]
	if p.t[n.head].Lower != "round" && !r.talkNames.heads[p.t[n.head].Lower] {
		return 0
	}
	for i := n.from; i < n.head; i++ {
		if k := r.talkNames.rounds[p.t[i].Lower]; k > 0 {
			return k
		}
	}
	if i := n.head + 1; p.t[n.head].Lower == "round" && i < len(p.t) {
		if v, ok := r.figures.plain(p.t[i].Lower); ok && v > 0 && v < 100 {
			return int(v)
		}
	}
	return 0
}

// talksName is the name that phrase x gives to talks, in the report's words:
// from the first word that names it to its head. It is "" for a phrase like
// "a second round of talks", which names none.
func (r *reading) talksName(p *parse, x int) string {
	n := p.nps[x]
	if !r.talkNames.heads[p.t[n.head].Lower] {
		return ""
	}
	from := -1
	for i := n.head - 1; i >= n.from; i-- {
		t := p.t[i]
		if p.timed[i] || r.talkNames.rounds[t.Lower] > 0 || t.Kind != lang.Word && t.Text != "-" && t.Text != "\u2013" || t.Tag == "DT" || t.Tag == "POS" || t.Tag == "PRP$" || t.Tag == "CD" || t.Tag == "JJS" || t.Tag == "JJR" {
			break
		}
		if r.talkNames.kinds[t.Lower] || t.Cap && (i > 0 || lang.IsNoun(t.Tag) || strings.Contains(t.Text, "-")) {
			from = i
		} else if t.Kind == lang.Word && from < 0 {
			break
		}
	}
	if from < 0 {
		return ""
	}
	return p.span(from, n.head+1).Text(r.doc.Article.Text)
}

// movedTo dates talks that are told to be put off with the day to which they
// are: "talks that were to open on Monday have been postponed to 20 October". It
// reports whether it did.
func (r *reading) movedTo(p *parse, d *draft) bool {
	if d.Type != chancery.Consult {
		return false
	}
	nouns := r.meetingNouns(p, d)
	for v := range p.clauses {
		c := &p.clauses[v]
		w := p.t[c.head].Lower
		if !r.talkNames.moved[w] && !r.talkNames.moved[w+" "+p.word(c.head+1)] {
			continue
		}
		x := c.obj
		if c.passive || c.participle {
			x = c.subj
		}
		if v != d.clause && (x < 0 || !slices.ContainsFunc(nouns, func(y int) bool { return y == x || r.through(p, x) == y })) {
			continue
		}
		for _, h := range r.hangings(p) {
			t := r.Times[h.which]
			if h.prep < 0 || h.host != c.node && h.verb != c.node || p.t[h.prep].Lower != "to" && p.t[h.prep].Lower != "until" {
				continue
			}
			d.Time = eventTime(t)
			r.why.note("time", "the talks are moved to it", wording.Day(t.Value), t.Span, nil)
			if day(t.Begin) > r.today() && r.today() != "" {
				d.Status = chancery.Planned
				r.why.note("status", "moved to a time after the report: planned", "", t.Span, nil)
			}
			return true
		}
	}
	return false
}

// rounds reports whether two drafts are of different rounds of talks.
func rounds(a, b *draft) bool { return a.round > 0 && b.round > 0 && a.round != b.round }
