package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// agendaWords is the compiled folder agendas of the lexicon: words before
// the topics of a meeting; first word -> the rest.
type agendaWords struct {
	cues map[string][]agendaCue
}

type agendaCue struct {
	rest []string
	verb bool
}

func compileAgendas(lex *lexicon.Lexicon) (*agendaWords, error) {
	in, err := lang.NewInflector(lex)
	if err != nil {
		return nil, err
	}
	rows, err := lex.Rows("agendas/cues.txt")
	if err != nil {
		return nil, err
	}
	w := &agendaWords{cues: map[string][]agendaCue{}}
	for _, r := range rows {
		f := strings.Fields(r.Key())
		switch r.Field(1) {
		case "verb":
			for _, form := range in.Verb(f[0]) {
				w.cues[form] = append(w.cues[form], agendaCue{f[1:], true})
			}
		case "noun":
			w.cues[f[0]] = append(w.cues[f[0]], agendaCue{f[1:], false})
		default:
			return nil, r.Errorf("%q is neither verb nor noun", r.Field(1))
		}
	}
	return w, nil
}

// findAgendas returns the topics of the article's meetings.
func (r *reading) findAgendas(events []draft) []chancery.Agenda {
	var out []chancery.Agenda
	at := map[string]int{}
	seen := map[string]bool{}
	for i, p := range r.parses {
		if p == nil {
			continue
		}
		e := nearestMeeting(events, i)
		if e == "" {
			continue
		}
		for k := range p.t {
			from, passive, ok := r.agendas.at(p, k)
			if !ok {
				continue
			}
			topics := p.topics(r.pastMeasure(p, from))
			if passive {
				topics = p.subjectTopics(k)
			}
			for _, s := range topics {
				s = r.untimed(s)
				text := s.Text(r.doc.Article.Text)
				if key := e + lang.Bare(text); text == "" || seen[key] {
					continue
				} else {
					seen[key] = true
				}
				j, have := at[e]
				if !have {
					j = len(out)
					at[e] = j
					out = append(out, chancery.Agenda{Event: e})
				}
				out[j].Topics = append(out[j].Topics, chancery.Topic{Text: text, Span: s})
			}
		}
	}
	return out
}

// at returns the token after the cue at token k, and whether the cue is a
// passive, whose topics stand before it.
func (w *agendaWords) at(p *parse, k int) (from int, passive, ok bool) {
next:
	for _, c := range w.cues[p.t[k].Lower] {
		if c.verb != (p.vgAt[k] >= 0 && p.clauses[max(p.vgAt[k], 0)].head == k) {
			continue
		}
		at := k + 1
		for _, word := range c.rest {
			if at >= len(p.t) || p.t[at].Lower != word {
				continue next
			}
			at++
		}
		return at, c.verb && p.clauses[p.vgAt[k]].passive, true
	}
	return 0, false, false
}

// untimed cuts a span where a time expression begins in it: "fishing rights
// next month".
func (r *reading) untimed(s chancery.Span) chancery.Span {
	for _, t := range r.Times {
		if s.Contains(t.Span) {
			s.End = t.Span.Start
		}
	}
	s.End = s.Start + len(strings.TrimRight(s.Text(r.doc.Article.Text), " \u00a0,"))
	return s
}

// pastMeasure skips "the importance of" and its like at token i.
func (r *reading) pastMeasure(p *parse, i int) int {
	if i < len(p.t) && p.npAt[i] >= 0 {
		n := p.nps[p.npAt[i]]
		if r.transparent[p.t[n.head].Lower] && n.to < len(p.t) && p.t[n.to].Lower == "of" {
			return n.to + 1
		}
	}
	return i
}

// nearestMeeting returns the id of the CONSULT that sentence i tells of, else
// of the last one before it; "" for none.
func nearestMeeting(events []draft, i int) string {
	best := ""
	for k := range events {
		if e := &events[k]; e.Type == chancery.Consult {
			if e.sentence == i {
				return e.ID
			}
			if e.sentence < i && i-e.sentence < 8 {
				best = e.ID
			}
		}
	}
	return best
}

// topics cuts the phrase that begins at token i at commas and conjunctions:
// "trade, culture and the withdrawal of troops".
func (p *parse) topics(i int) []chancery.Span {
	var out []chancery.Span
	from := -1
	end := i
	done := func() {
		if from >= 0 && end > from {
			out = append(out, p.span(from, end))
		}
		from = -1
	}
	for ; i < len(p.t); i++ {
		t := p.t[i]
		switch {
		case t.Text == "," || t.Tag == "CC":
			if t.Tag == "CC" && !p.separates(i) {
				continue
			}
			done()
			k := i + 1
			for k < len(p.t) && (p.t[k].Tag == "CC" || p.t[k].Tag == "DT" || p.also(k)) && p.npAt[k] < 0 {
				k++
			}
			if k >= len(p.t) || p.npAt[k] < 0 || p.nps[p.npAt[k]].first == p.npAt[k] {
				return out
			}
		case p.npAt[i] >= 0:
			if from < 0 {
				from = p.withoutArticle(i)
			}
			i = p.nps[p.npAt[i]].to - 1
			end = i + 1
		case (t.Tag == "IN" || t.Tag == "POS" || t.Tag == "TO") && from >= 0 && !subordinates(t) && t.Lower != "including":
			if s := t.Lower; s != "of" && s != "in" && s != "on" && s != "with" && s != "to" && s != "between" && t.Tag != "POS" && s != "for" {
				done()
				return out
			}
		case t.Lower == "including" || t.Lower == "issues":
			from = -1
		case strings.HasPrefix(t.Tag, "RB") || strings.HasPrefix(t.Tag, "JJ") || t.Tag == "DT":
		default:
			done()
			return out
		}
	}
	done()
	return out
}

// also reports whether token i belongs to "along with", "together with" or
// "as well as", which add a topic to a list.
func (p *parse) also(i int) bool {
	for _, words := range [...][]string{{"along", "with"}, {"together", "with"}, {"as", "well", "as"}} {
		for from := i; from > i-len(words) && from >= 0; from-- {
			k := 0
			for k < len(words) && from+k < len(p.t) && p.t[from+k].Lower == words[k] {
				k++
			}
			if k == len(words) {
				return true
			}
		}
	}
	return false
}

// withoutArticle skips the article and the owner of the phrase at token i.
func (p *parse) withoutArticle(i int) int {
	if p.t[i].Tag == "DT" && i+1 < len(p.t) && p.npAt[i+1] == p.npAt[i] {
		return i + 1
	}
	return i
}

// separates reports whether the conjunction at token i parts two topics: it
// does after a comma or between bare phrases, not inside "of A and B".
func (p *parse) separates(i int) bool {
	x := -1
	if i > 0 {
		x = p.npAt[i-1]
	}
	return x < 0 || p.nps[x].prep < 0 || i > 1 && p.t[i-1].Text == "," || p.t[p.nps[x].prep].Lower != "between" && p.t[p.nps[x].prep].Lower != "of"
}

// subjectTopics returns the topics that are the subject of the passive verb
// at token k: "trade and climate are to be discussed".
func (p *parse) subjectTopics(k int) []chancery.Span {
	c := &p.clauses[p.vgAt[k]]
	if c.subj < 0 {
		return nil
	}
	out := p.topics(p.nps[p.nps[c.subj].first].from)
	i := c.to
	if i < len(p.t) && p.t[i].Text == "," {
		i++
	}
	if i < len(p.t) && p.also(i) { // "are to be discussed, along with security"
		for i < len(p.t) && p.also(i) {
			i++
		}
		out = append(out, p.topics(i)...)
	}
	return out
}
