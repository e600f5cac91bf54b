package event

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// agendaWords is the compiled folder agendas of the lexicon: words before
// the topics of a meeting; first word -> the rest.
type agendaWords struct {
	cues  map[string][]agendaCue
	lists map[string][][]string // first word -> the rest, of words before a colon and topics
	idle  wordSet               // nouns that are no topic by themselves
}

type agendaCue struct {
	rest []string
	verb bool
	only bool // of a meeting that the sentence tells
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
	w := &agendaWords{cues: map[string][]agendaCue{}, lists: map[string][][]string{}, idle: wordSet{}}
	for _, r := range rows {
		f := strings.Fields(r.Key())
		only := r.Field(2) == "meeting"
		switch r.Field(1) {
		case "verb":
			for _, form := range in.Verb(f[0]) {
				w.cues[form] = append(w.cues[form], agendaCue{f[1:], true, only})
			}
		case "noun":
			w.cues[f[0]] = append(w.cues[f[0]], agendaCue{f[1:], false, only})
		case "list":
			w.lists[f[0]] = append(w.lists[f[0]], f[1:])
		default:
			return nil, r.Errorf("%q is none of verb, noun, list", r.Field(1))
		}
	}
	if rows, err = lex.Rows("agendas/idle.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, form := range in.Noun(r.Key()) {
			w.idle[form] = true
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
		listed, near := r.agendas.listed(p), 8
		if listed >= 0 { // what has an agenda is the article's meeting
			near = len(r.parses)
		}
		e := nearestMeeting(events, i, p.s.Span, near)
		if e == "" {
			continue
		}
		for k := range p.t {
			var topics []chancery.Span
			if k == listed {
				topics = p.topics(k)
			} else {
				from, passive, only, ok := r.agendas.at(p, k)
				if !ok || only && !r.ofMeeting(p, k, events) {
					continue
				}
				if from < len(p.t) && quoteMark(p.t[from].Text) {
					from++
				}
				topics = p.topics(r.pastMeasure(p, from))
				if passive {
					topics = p.subjectTopics(k)
				}
			}
			for _, s := range topics {
				s = r.untimed(s)
				text := s.Text(r.doc.Article.Text)
				key := e + lang.Bare(text)
				j, have := at[e]
				if text == "" || seen[key] || r.idle(p, s) || have && slices.ContainsFunc(out[j].Topics, func(o chancery.Topic) bool { return o.Span.Contains(s) }) {
					continue
				}
				seen[key] = true
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
func (w *agendaWords) at(p *parse, k int) (from int, passive, only, ok bool) {
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
		return at, c.verb && p.clauses[p.vgAt[k]].passive, c.only, true
	}
	return 0, false, false, false
}

// listed returns the token after the colon before which words say that a list of
// topics follows, "the agenda has three items: trade, …"; -1 for none.
func (w *agendaWords) listed(p *parse) int {
	colon := 1
	for colon < len(p.t) && p.t[colon].Text != ":" {
		colon++
	}
	if colon+1 >= len(p.t) {
		return -1
	}
	for k := range colon {
	next:
		for _, rest := range w.lists[p.t[k].Lower] {
			for i, word := range rest {
				if k+1+i >= colon || p.t[k+1+i].Lower != word {
					continue next
				}
			}
			return colon + 1
		}
	}
	return -1
}

func quoteMark(s string) bool { return s == "\"" || s == "\u201c" || s == "\u2018" || s == "'" }

// idle reports whether span is no topic: a pronoun, a word like "matter" or "efforts" with nothing that says which.
func (r *reading) idle(p *parse, s chancery.Span) bool {
	from, to := p.tokensIn(s.Start, s.End)
	for to > from+1 && (p.t[to-1].Tag == "IN" || p.t[to-1].Tag == "RP") {
		to--
	}
	for from+1 < to && p.npAt[from] >= 0 && p.npAt[from] == p.npAt[from+1] && p.g.is(from, "det", "nmod:poss") { // "our goals"
		from++
	}
	return from < to && p.g.upos[from] == "PRON" || to-from == 1 && (r.transparent[p.t[from].Lower] || r.agendas.idle[p.t[from].Lower])
}

// ofMeeting reports whether the cue at token k is said of a meeting or an
// agreement: the sentence tells one, or one is its verb's subject.
func (r *reading) ofMeeting(p *parse, k int, events []draft) bool {
	for i := range events {
		if events[i].Type == chancery.Consult && slices.Contains(events[i].Evidence, p.s.Span) {
			return true
		}
	}
	v := p.vgAt[k]
	if v < 0 || p.clauses[v].subj < 0 {
		return false
	}
	head := p.t[p.nps[p.clauses[v].subj].head]
	if r.agreements.sides[head.Lower] || r.agreements.plain[head.Lower] || head.Lower == "they" {
		return true
	}
	for _, noun := range r.agreements.nouns {
		if noun[len(noun)-1] == head.Text {
			return true
		}
	}
	for _, pat := range r.nouns[head.Lower] {
		if pat.typ == chancery.Consult {
			return true
		}
	}
	return false
}

// untimed cuts a span where a time expression begins in it: "fishing rights
// next month".
func (r *reading) untimed(s chancery.Span) chancery.Span {
	for _, t := range r.Times {
		if t.Span.Overlaps(s) {
			s.End = max(s.Start, t.Span.Start)
		}
	}
	text := strings.TrimRight(s.Text(r.doc.Article.Text), " \u00a0,")
	if i := r.doc.SentenceAt(s.Start); i >= 0 && r.parses[i] != nil { // "climate in [April]"
		p := r.parses[i]
		from, to := p.tokensIn(s.Start, s.Start+len(text))
		for to > from+1 && (p.t[to-1].Tag == "IN" || p.t[to-1].Tag == "DT") {
			to--
		}
		if from < to {
			text = text[:p.t[to-1].Span.End-s.Start]
		}
	}
	if strings.HasSuffix(text, "'s") || strings.HasSuffix(text, "’s") { // "the North's [May launches]"
		text = ""
	}
	s.End = s.Start + len(text)
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
// of the last one before it, else of the first after it; "" for none.
func nearestMeeting(events []draft, i int, sentence chancery.Span, near int) string {
	before, after := "", ""
	for k := range events {
		e := &events[k]
		if e.Type != chancery.Consult {
			continue
		}
		if slices.Contains(e.Evidence, sentence) {
			return e.ID
		}
		for _, s := range e.Evidence {
			if s.Start < sentence.Start && i-e.sentence < near {
				before = e.ID
			}
		}
		if after == "" && e.sentence > i && e.sentence-i < near {
			after = e.ID
		}
	}
	if before == "" {
		return after
	}
	return before
}
