package event

import (
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// agreementWords is the compiled folder agreements of the lexicon.
type agreementWords struct {
	nouns    [][]string // words of a noun that ends a name, longest first
	numbered map[string]bool
	sides    map[string]bool
	plain    wordSet // nouns of agreements named in small letters
	signing  wordSet // verbs whose object is an agreement
}

func compileAgreements(lex *lexicon.Lexicon) (*agreementWords, error) {
	w := &agreementWords{numbered: map[string]bool{}, sides: map[string]bool{}, plain: wordSet{}, signing: wordSet{}}
	in, err := lang.NewInflector(lex)
	if err != nil {
		return nil, err
	}
	rows, err := lex.Rows("agreements/nouns.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		w.nouns = append(w.nouns, strings.Fields(r.Key()))
	}
	if rows, err = lex.Rows("agreements/numbered.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		f := strings.Fields(r.Key())
		w.numbered[f[len(f)-1]] = true
	}
	if rows, err = lex.Rows("agreements/sides.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		w.sides[r.Key()] = true
	}
	if rows, err = lex.Rows("agreements/plain.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		for f := range wordForms(in, []string{r.Key()}, false) {
			w.plain[f] = true
		}
	}
	if rows, err = lex.Rows("agreements/signing.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		for _, f := range in.Verb(r.Key()) {
			w.signing[f] = true
		}
	}
	return w, nil
}

// findAgreements returns the agreements g1, g2, … that the article names, in
// text order.
func (r *reading) findAgreements(events []draft) []chancery.Agreement {
	var out []chancery.Agreement
	at := map[string]int{}
	for i, p := range r.parses {
		if p == nil {
			continue
		}
		r.sentence = i
		for k := 0; k < len(p.t); k++ {
			from, to := r.agreements.at(p, k)
			if from < 0 {
				from, to = r.agreements.small(p, k)
			}
			if from < 0 {
				continue
			}
			span := p.span(from, to)
			name := strings.Join(strings.Fields(lang.Fold(span.Text(r.doc.Article.Text))), " ")
			j, ok := at[name]
			if !ok {
				j = len(out)
				at[name] = j
				out = append(out, chancery.Agreement{ID: fmt.Sprintf("g%d", j+1), Name: name})
			}
			out[j].Mentions = append(out[j].Mentions, chancery.Mention{Span: span, Kind: chancery.Name})
			out[j].Parties = union(out[j].Parties, r.signatories(p, from, to, events))
			k = to - 1
		}
	}
	return out
}

// at returns the tokens of the name whose noun is at token k, or -1. A name
// has capitals and more than its noun: "Strategic Framework Agreement",
// "Treaty of Lisbon", "Resolution 2231".
func (w *agreementWords) at(p *parse, k int) (from, to int) {
	if w.numbered[p.t[k].Text] && k+1 < len(p.t) && p.t[k+1].Kind == lang.Number {
		from = k
		for from > 0 && p.t[from-1].Cap && p.t[from-1].Kind == lang.Word {
			from--
		}
		return from, k + 2
	}
	for _, noun := range w.nouns {
		if k+len(noun) > len(p.t) {
			continue
		}
		same := true
		for i, word := range noun {
			same = same && p.t[k+i].Text == word
		}
		if !same {
			continue
		}
		from, to = k, k+len(noun)
		for from > 0 && named(p.t[from-1]) {
			from--
		}
		for to+1 < len(p.t) && (p.t[to].Lower == "of" || p.t[to].Lower == "on" || p.t[to].Lower == "for") && named(p.t[to+1]) {
			to += 2
			for to < len(p.t) && (named(p.t[to]) || p.t[to].Lower == "and" && to+1 < len(p.t) && named(p.t[to+1])) {
				to++
			}
		}
		if to-from > len(noun) {
			return from, to
		}
	}
	return -1, -1
}

// small returns the tokens of the name, in small letters, whose noun is at
// token k, or -1: "signed a treaty on shared rivers", "the Oslo accords".
func (w *agreementWords) small(p *parse, k int) (from, to int) {
	if !w.plain[p.t[k].Text] || p.npOf[k] < 0 {
		return -1, -1
	}
	from, to = k, k+1
	of, place := false, false
	for from > 0 && p.g.head[from-1] == k && p.g.is(from-1, "compound") {
		from--
		of, place = true, p.t[from].Cap
	}
	if place && from > 0 && p.t[from-1].Lower == "the" {
		return from, to
	}
	for _, c := range p.g.kids[k] {
		if x := p.npOf[c]; x >= 0 && p.g.is(c, "nmod") && p.nps[x].prep == k+1 && (p.t[k+1].Lower == "on" || p.t[k+1].Lower == "for" || p.t[k+1].Lower == "against") {
			to, of = p.nps[x].to, true
		}
	}
	v := p.g.head[k]
	if of && v >= 0 && w.signing[p.t[v].Lower] && p.clOf[v] >= 0 && p.clauses[p.clOf[v]].real() && (p.g.is(k, "obj") || p.g.rel[k] == "nsubj:pass") {
		return from, to
	}
	return -1, -1
}

// real reports whether the clause tells of what was done, not of what may be.
func (c *clause) real() bool {
	return !c.negated && c.modal == "" && !c.infinitive
}

func named(t lang.Token) bool {
	return t.Cap && t.Kind == lang.Word && (t.Tag == "NNP" || t.Tag == "NNPS" || t.Tag == "JJ" || t.Tag == "NN" || t.Tag == "NNS") ||
		t.Kind == lang.Word && strings.Contains(t.Text, "-") && t.Cap
}

// bothSides returns the two states that the meeting told last before the
// current sentence is between; nil where it is not of two.
func (r *reading) bothSides(events []draft) []string {
	var out []string
	for k := range events {
		e := &events[k]
		if e.Type != chancery.Consult || e.sentence > r.sentence {
			continue
		}
		if states := r.governments(e.Actor); len(states) == 2 && states[0] != states[1] {
			out = states
		}
	}
	return out
}

// signatories returns the actors that the sentence ties to an agreement:
// "between A and B", or two that own it.
func (r *reading) signatories(p *parse, from, to int, events []draft) []string {
	var out []string
	x := p.npAt[from]
	if x < 0 {
		x = p.npAt[to-1]
	}
	if x < 0 {
		return nil
	}
	for _, a := range p.following(x) {
		switch p.t[a.prep].Lower {
		case "between", "with", "among":
			ids, _ := r.parties(p, a.np)
			if r.agreements.sides[p.t[p.nps[a.np].head].Lower] { // "between our two countries"
				ids = r.bothSides(events)
			}
			out = union(out, ids)
		}
	}
	for _, m := range r.within(p.span(from, to)) {
		out = union(out, []string{m.Actor})
	}
	if v := p.g.head[p.nps[x].node]; v >= 0 && r.agreements.signing[p.t[v].Lower] && p.g.is(p.nps[x].node, "obj") && p.clOf[v] >= 0 {
		if subj := p.clauses[p.clOf[v]].subj; subj >= 0 && p.nps[subj].next >= 0 { // "A and B signed"
			ids, _ := r.parties(p, subj)
			out = union(out, ids)
		}
	}
	if own := r.owners(p, x, from); len(own) > 0 {
		out = union(out, own)
	}
	return out
}
