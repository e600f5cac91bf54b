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
	w := &agendaWords{cues: map[string][]agendaCue{}, lists: map[string][][]string{}}
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
				if key := e + lang.Bare(text); text == "" || seen[key] || r.idle(p, s) {
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

// idle reports whether span is no topic: a pronoun, a word like "matter".
func (r *reading) idle(p *parse, s chancery.Span) bool {
	from, to := p.tokensIn(s.Start, s.End)
	for to > from+1 && (p.t[to-1].Tag == "IN" || p.t[to-1].Tag == "RP") {
		to--
	}
	return to-from == 1 && (p.g.upos[from] == "PRON" || r.transparent[p.t[from].Lower])
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

// topics cuts the phrase that begins at token i at commas and conjunctions:
// "trade, culture and the withdrawal of troops".
func (p *parse) topics(i int) []chancery.Span {
	var out []chancery.Span
	from := -1
	end := i
	gerund := i < len(p.t) && p.t[i].Tag == "VBG" // a list with gerunds in it is no coordination of nouns
	for k := i; k < len(p.t) && !gerund; k++ {
		gerund = p.t[k].Tag == "VBG" && p.t[k].Lower != "including" && p.npAt[k] < 0 && k > 0 && (p.t[k-1].Text == "," || p.t[k-1].Tag == "CC")
	}
	if gerund && p.t[i].Tag == "VBG" {
		from, end, i = i, i+1, i+1
	}
	done := func() {
		for end > from+1 && from >= 0 && p.npAt[end-1] < 0 && (p.t[end-1].Tag == "IN" || p.t[end-1].Tag == "TO") {
			end--
		}
		if from >= 0 && end > from {
			out = append(out, p.span(from, end))
		}
		from = -1
	}
	for ; i < len(p.t); i++ {
		t := p.t[i]
		switch {
		case t.Text == "," || t.Tag == "CC":
			if t.Tag == "CC" && (!p.separates(i) || from >= 0 && end == from+1 && p.t[from].Tag == "VBG") { // "expanding and deepening trade"
				continue
			}
			done()
			k := i + 1
			for k < len(p.t) && (p.t[k].Tag == "CC" || p.t[k].Tag == "DT" || p.also(k)) && p.npAt[k] < 0 {
				k++
			}
			if k < len(p.t) && p.t[k].Tag == "VBG" && p.npAt[k] < 0 && p.t[k].Lower != "including" { // "…, expanding trade"
				from, end, i = k, k+1, k
				continue
			}
			if k >= len(p.t) || p.npAt[k] < 0 || p.nps[p.npAt[k]].first == p.npAt[k] && !gerund {
				return out
			}
		case t.Tag == "VBG" && gerund && i > 0 && p.t[i-1].Tag == "CC" && from >= 0:
			end = i + 1
		case p.npAt[i] >= 0:
			if from < 0 {
				from = p.withoutArticle(i)
			}
			i = p.nps[p.npAt[i]].to - 1
			end = i + 1
		case (t.Tag == "IN" || t.Tag == "POS" || t.Tag == "TO") && from >= 0 && !subordinates(t) && t.Lower != "including":
			if from >= 0 && p.leaves(i, from) { // "discussed the agenda with members of Congress"
				done()
				return out
			}
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

// leaves reports whether the phrase of preposition i hangs on no word of the
// topic that begins at token from.
func (p *parse) leaves(i, from int) bool {
	for x := range p.nps {
		if p.nps[x].prep == i {
			h := p.g.head[p.nps[x].node]
			return p.t[i].Lower == "with" && (h < from || h >= i)
		}
	}
	return false
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
