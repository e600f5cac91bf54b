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
	plain    wordSet         // nouns of agreements named in small letters
	signing  wordSet         // verbs whose object is an agreement
	known    map[string]bool // names without a noun: "JCPOA"
	sharing  wordSet         // prepositions before the other party
	topics   wordSet         // adjectives that say what an agreement is on
	bodies   wordSet         // nouns of bodies that an agreement's name begins: "Treaty Organization"
}

func compileAgreements(lex *lexicon.Lexicon) (*agreementWords, error) {
	w := &agreementWords{numbered: map[string]bool{}, sides: map[string]bool{}, plain: wordSet{}, signing: wordSet{}, known: map[string]bool{}, bodies: wordSet{}, sharing: wordSet{}, topics: wordSet{}}
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
	if rows, err = lex.Rows("agreements/known.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		w.known[r.Key()] = true
	}
	if rows, err = lex.Rows("agreements/bodies.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		w.bodies[r.Key()] = true
	}
	if rows, err = lex.Rows("agreements/described.txt"); err != nil {
		return nil, err
	}
	for _, r := range rows {
		switch r.Field(1) {
		case "party":
			w.sharing[r.Key()] = true
		case "topic":
			w.topics[r.Key()] = true
		default:
			return nil, r.Errorf("%q is neither party nor topic", r.Field(1))
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
// text order. A shorter name and an abbreviation in brackets are the same one.
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
				from, to = r.described(p, k)
			}
			if from < 0 && r.agreements.known[p.t[k].Text] {
				from, to = k, k+1
			}
			if from < 0 {
				continue
			}
			span := p.span(from, to)
			name := strings.Join(strings.Fields(lang.Fold(span.Text(r.doc.Article.Text))), " ")
			j, ok := at[name]
			if !ok {
				if j = alike(out, name); j < 0 {
					j = len(out)
					out = append(out, chancery.Agreement{ID: fmt.Sprintf("g%d", j+1), Name: name})
				}
				at[name] = j
			}
			if to+2 < len(p.t) && p.t[to].Text == "(" && p.t[to+2].Text == ")" { // "… Plan of Action (JCPOA)"
				if _, ok := at[p.t[to+1].Text]; !ok {
					at[p.t[to+1].Text] = j
				}
			}
			out[j].Mentions = append(out[j].Mentions, chancery.Mention{Span: span, Kind: chancery.Name})
			out[j].Parties = union(out[j].Parties, r.signatories(p, from, to, events))
			k = to - 1
		}
	}
	return out
}

// alike returns the agreement told before whose name ends in name or whose end
// name is, of two words or more; -1 for none.
func alike(before []chancery.Agreement, name string) int {
	if !strings.Contains(name, " ") || strings.ToLower(name) == name {
		return -1
	}
	for i := range before {
		if strings.HasSuffix(before[i].Name, " "+name) || strings.HasSuffix(name, " "+before[i].Name) && strings.Contains(before[i].Name, " ") {
			return i
		}
	}
	return -1
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
		for to+1 < len(p.t) && (p.t[to].Lower == "of" || p.t[to].Lower == "on" || p.t[to].Lower == "for" || p.t[to].Lower == "against") {
			next := to + 1
			if p.t[next].Lower == "the" && (p.t[to].Lower != "of" || to > k+len(noun)) && next+1 < len(p.t) {
				next++
			}
			if !named(p.t[next]) && !(p.t[next].Cap && p.t[next].Tag == "DT" && next+1 < len(p.t) && named(p.t[next+1])) { // "of All Forms"
				break
			}
			to = next + 1
			for to < len(p.t) && (named(p.t[to]) || p.t[to].Lower == "and" && to+1 < len(p.t) && named(p.t[to+1])) {
				to++
			}
		}
		if to < len(p.t) && w.bodies[p.t[to].Text] {
			return -1, -1
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
	for from > 0 && (p.g.is(from-1, "compound") && p.npOf[k] == p.npAt[from-1] || w.topics[p.t[from-1].Lower]) {
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

// described returns the tokens of an agreement that has no name but is told by
// its year or its subject and by who made it, with its noun at token k: "the
// 2015 nuclear deal with Iran", "the defence pact between Kenya and Uganda",
// "talks on a fisheries agreement".
func (r *reading) described(p *parse, k int) (from, to int) {
	x := p.npOf[k]
	if x < 0 || !r.agreements.plain[p.t[k].Lower] || p.nps[x].head != k {
		return -1, -1
	}
	from, to = k, k+1
	for from > 0 && p.npAt[from-1] == x && (p.g.is(from-1, "compound", "amod", "nummod", "punct", "case", "nmod") || p.timed[from-1]) && p.t[from-1].Tag != "DT" && p.t[from-1].Tag != "PRP$" {
		from--
	}
	year, topic := false, false
	for i := from; i < k; i++ {
		year = year || p.timed[i]
		topic = topic || p.g.is(i, "compound") && !p.timed[i] || r.agreements.topics[p.t[i].Lower]
	}
	if !year && !topic {
		return -1, -1
	}
	made := year && topic || len(r.made(p, x)) > 0
	if h := p.g.head[k]; h >= 0 && p.g.is(k, "nmod") && p.nps[x].prep >= 0 { // "negotiations on an agreement"
		for _, pat := range r.nouns[p.t[p.nounAt(h)].Lower] {
			made = made || pat.typ == chancery.Consult
		}
	}
	if !made {
		return -1, -1
	}
	return from, to
}

// made returns the parties that words after phrase x name: "with Iran",
// "between A and B".
func (r *reading) made(p *parse, x int) []string {
	var out []string
	for _, a := range p.following(x) {
		if r.agreements.sharing[p.t[a.prep].Lower] {
			ids, headed := r.parties(p, a.np)
			if headed {
				out = union(out, ids)
			}
		}
	}
	return out
}

// real reports whether the clause tells of what was done, not of what may be.
func (c *clause) real() bool {
	return !c.negated && c.modal == "" && !c.infinitive
}

func named(t lang.Token) bool {
	return t.Cap && t.Kind == lang.Word && (t.Tag == "NNP" || t.Tag == "NNPS" || t.Tag == "JJ" || t.Tag == "NN" || t.Tag == "NNS") ||
		t.Kind == lang.Word && strings.Contains(t.Text, "-") && t.Cap
}

// bothSides returns the two states that most of the events are between, those
// up to the current sentence first; nil for none.
func (r *reading) bothSides(events []draft) []string {
	counts := map[[2]string]int{}
	var best []string
	most := 0
	for _, later := range [...]bool{false, true} {
		for k := range events {
			e := &events[k]
			if (e.sentence > r.sentence) != later {
				continue
			}
			states := r.states(e)
			if len(states) != 2 {
				continue
			}
			pair := [2]string{min(states[0], states[1]), max(states[0], states[1])}
			if counts[pair]++; counts[pair] >= most {
				best, most = states, counts[pair]
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// states lists the governments of the parties of e, each once.
func (r *reading) states(e *draft) []string {
	var out []string
	for _, g := range r.governments(append(append([]string(nil), e.Actor...), e.Recipient...)) {
		out = union(out, []string{g})
	}
	return out
}

// signers returns the two states that a signing told in the last sentences is
// by, nil for none.
func (r *reading) signers(events []draft) []string {
	const near = 3
	for k := len(events) - 1; k >= 0; k-- {
		e := &events[k]
		if e.sentence > r.sentence || e.sentence < r.sentence-near || !r.agreements.signing[r.parses[e.sentence].t[e.token].Lower] {
			continue
		}
		if states := r.states(e); len(states) == 2 {
			return states
		}
	}
	return nil
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
		case "between", "with", "among", "of":
			if p.t[a.prep].Lower == "of" && !r.agreements.sides[p.t[p.nps[a.np].head].Lower] {
				continue
			}
			ids, _ := r.parties(p, a.np)
			if r.agreements.sides[p.t[p.nps[a.np].head].Lower] { // "between our two countries"
				ids = r.bothSides(events)
			}
			out = union(out, ids)
		}
	}
	for _, m := range r.within(p.span(from, to)) {
		if !r.town(m.Span) { // not France of "the Paris Agreement"
			out = union(out, []string{m.Actor})
		}
	}
	if v := r.signed(p, x); v >= 0 {
		c := &p.clauses[v]
		subj := c.subj
		if c.passive {
			subj = -1
			for _, a := range c.preps {
				if p.t[a.prep].Lower == "by" {
					subj = a.np
				}
			}
		}
		for _, a := range c.preps {
			if p.t[a.prep].Lower == "with" {
				ids, _ := r.parties(p, a.np)
				out = union(out, ids)
			}
		}
		if subj >= 0 {
			ids, _ := r.parties(p, subj)
			if len(ids) < 2 && r.agreements.sides[p.t[p.nps[subj].head].Lower] {
				ids = r.bothSides(events)
			}
			out = union(out, ids)
		}
	}
	if own := r.owners(p, x, from); len(own) > 0 {
		out = union(out, own)
	}
	if len(out) == 0 {
		out = r.signers(events)
	}
	return out
}

// town reports whether span names a place that is no country.
func (r *reading) town(span chancery.Span) bool {
	for i := range r.Places {
		for _, m := range r.Places[i].Mentions {
			if r.Places[i].Kind != chancery.CountryPlace && m.Span.Overlaps(span) {
				return true
			}
		}
	}
	return false
}

// signed returns the clause of the verb of signing whose object, or whose
// relative clause's, phrase x is; -1 for none.
func (r *reading) signed(p *parse, x int) int {
	node := p.nps[x].node
	if v := p.g.head[node]; v >= 0 && p.clOf[v] >= 0 && r.agreements.signing[p.t[v].Lower] && (p.g.is(node, "obj") || p.g.rel[node] == "nsubj:pass") {
		return p.clOf[v]
	}
	for _, k := range p.g.kids[node] {
		if p.g.is(k, "acl") && p.clOf[k] >= 0 && r.agreements.signing[p.t[k].Lower] {
			return p.clOf[k]
		}
	}
	return -1
}
