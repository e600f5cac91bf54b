package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// reach is how many sentences back a pronoun looks; a person stays in focus longer than a thing.
const reach, reachPerson = 3, 6

// What a mention weighs as an antecedent, after Lappin and Leass (1994): more as the subject than as an object, more by itself
// than inside another phrase, half for each sentence further back.
const (
	recent    = 100.
	subject   = 80.
	object    = 50.
	oblique   = 40.
	inside    = 15.
	parallel  = 35.
	possessed = 60.  // who has the subject: "Lang's mission began when he"
	teller    = 120. // the subject of the verb whose clause the pronoun is the subject of: "Lang told Ortu that he"
	possessor = 250. // the subject of the clause for "his"
	outside   = 0.6  // and the other way round
	twice     = 0.3  // a subject is seldom named again in its own clause (Chomsky 1981, principle C)
	quoted    = 0.4  // what others say is less in focus outside of their words
)

// pronoun resolves a pronoun phrase to the actor in focus, or nil.
func (r *resolver) pronoun(i int, x *np) *person {
	if k := r.ahead(i, x); k >= 0 {
		if p := r.whoIs(i, r.sentences[i].s.Words[k]); p != nil && fits(p, x.pronoun) {
			return p
		}
	}
	return r.antecedent(i, x.from, x.pronoun)
}

// antecedent finds the actor that a pronoun at token from of sentence i stands for: of those mentioned before that fit in
// number and gender, the most salient.
func (r *resolver) antecedent(i, from int, pr *pronoun) *person {
	s := r.sentences[i].s
	at := s.Tokens[from].Span
	w := wordAt(s, at.Start)
	speaker, quote := r.speaker(i, at.Start), r.inQuote(at.Start)
	if pr.sense == "speaker" {
		if !pr.many && quote && speaker != nil && s.Tokens[from].Lower != "you" {
			return speaker
		}
		return nil
	}
	sums := map[*person]float64{}
	var order []*person
	barred := r.barred(i, w, pr)
	far := reach
	if pr.sense == "m" || pr.sense == "f" {
		far = reachPerson
	}
	for back := 0; back <= far && back <= i; back++ {
		t := r.sentences[i-back].s
		if back > 0 && s.Part == chancery.Body && t.Part != chancery.Body && t.Part != chancery.Dateline {
			break
		}
		people, plain := map[*person]bool{}, true
		seen := map[*person]float64{}
		for _, k := range r.spoken[i-back] {
			m := r.mentions[k]
			if m.Span.End > at.Start {
				continue
			}
			if m.who.actor.Kind == chancery.Person && !m.who.plural {
				people[m.who] = true
			}
			if !fits(m.who, pr) || quote && m.who == speaker || barred[m.who] {
				continue
			}
			v := carrying(t, headWord(t, m.Head))
			if back == 0 && (r.clash(t, w, v, pr) || r.inSaying(t, w, v)) {
				continue
			}
			plain = false
			x := r.weight(i-back, t, v, back, w, s, pr)
			if r.inQuote(m.Span.Start) && !quote {
				x *= quoted
			} else if quote && !r.inQuote(m.Span.Start) {
				x *= outside
			}
			if gap := s.Paragraph - t.Paragraph; gap > 1 {
				x *= 0.8
			}
			if m.who.gender == 0 && (pr.sense == "m" || pr.sense == "f") {
				x *= 0.8
			}
			if strings.HasPrefix(relation(s, w), "nsubj") && calledLater(s, from, m.who) {
				x *= twice
			}
			if pr.many && !m.who.plural {
				x *= 0.5 // "they" of an army
			}
			if x > seen[m.who] {
				seen[m.who] = x
			}
			if _, ok := sums[m.who]; !ok {
				order = append(order, m.who)
				sums[m.who] = 0
			}
		}
		for p, x := range seen {
			sums[p] += x
		}
		if pr.many && plain && len(people) > 1 {
			break // they two
		}
	}
	var best *person
	for _, p := range order {
		if best == nil || sums[p] > sums[best] {
			best = p
		}
	}
	if best != nil && best.gender == 0 && (pr.sense == "m" || pr.sense == "f") {
		best.gender = pr.sense[0]
	}
	return best
}

// barred are the persons whom a sentence names within the clause of which the pronoun at word w is the subject, or in what that subject
// says: "he described Lang", `he said, "Lang is a legend"`. A pronoun is none of those (Chomsky 1981, principle C).
func (r *resolver) barred(i, w int, pr *pronoun) map[*person]bool {
	s := r.sentences[i].s
	if pr.many || pr.owner || !strings.HasPrefix(relation(s, w), "nsubj") || s.Words[w].Head < 0 {
		return nil
	}
	verb := s.Words[w].Head
	said := chancery.Span{}
	if r.finder.says[s.Words[verb].Lemma] && !r.inQuote(s.Words[w].Span.Start) {
		said = r.saidBy(i, w, verb)
	}
	var out map[*person]bool
	for _, n := range r.doc.Names {
		if n.Kind != "PER" {
			continue
		}
		if n.Span.Start >= max(s.Span.End, said.End) {
			break
		}
		if !said.Contains(n.Span) && !(s.Span.Contains(n.Span) && n.Span.Start > s.Words[w].Span.Start && below(s, headWord(s, n.Span), verb)) {
			continue
		}
		var words []string
		for _, t := range lang.Tokens(r.doc.Article.Text, n.Span) {
			if t.Kind != lang.Mark && t.Text != "'s" && t.Text != "’s" {
				words = append(words, bare(t))
			}
		}
		if len(words) == 0 {
			continue
		}
		if p := r.samePerson(words, &np{}); p != nil {
			if out == nil {
				out = map[*person]bool{}
			}
			out[p] = true
		}
	}
	return out
}

// saidBy is the quotation beside a verb of saying and its subject, words verb and w: the one that follows them in the paragraph, or ends right
// before them.
func (r *resolver) saidBy(i, w, verb int) chancery.Span {
	s := r.sentences[i].s
	from, to := min(s.Words[w].Span.Start, s.Words[verb].Span.Start), max(s.Words[w].Span.End, s.Words[verb].Span.End)
	for _, q := range r.quoted {
		text := r.doc.Article.Text
		switch {
		case q.Start >= to && strings.Trim(text[to:q.Start], " ,:\"“\u00a0'`‘") == "", q.End <= from && strings.Trim(text[q.End:from], " ,\"”\u00a0'’") == "":
			return q
		case q.Start > to:
			return chancery.Span{}
		}
	}
	return chancery.Span{}
}

// ahead is the word that a pronoun phrase stands before and for: the name of a person that is the subject of the clause which the
// pronoun's own clause or phrase opens, "In her speech, Lang said"; -1 where there is none.
func (r *resolver) ahead(i int, p *np) int {
	s := r.sentences[i].s
	w := wordAt(s, s.Tokens[p.from].Span.Start)
	if w < 0 || p.pronoun.sense != "m" && p.pronoun.sense != "f" || r.inQuote(s.Words[w].Span.Start) {
		return -1
	}
	for x, n := w, 0; x >= 0 && n < len(s.Words); x, n = s.Words[x].Head, n+1 {
		if rel := s.Words[x].Relation; !strings.HasPrefix(rel, "obl") && !strings.HasPrefix(rel, "advcl") || s.Words[x].Head < x {
			continue
		}
		for k := x + 1; k < s.Words[x].Head; k++ {
			if o := s.Words[k]; o.Head == s.Words[x].Head && strings.HasPrefix(o.Relation, "nsubj") && strings.HasSuffix(o.Name, "PER") {
				return k
			}
		}
	}
	return -1
}

// carrying is the word that the name at word w goes with: the "defender" of "defender Kyle Lang".
func carrying(s *lang.Sentence, w int) int {
	for n := 0; w >= 0 && n < 4 && s.Words[w].Head >= 0 && strings.HasPrefix(s.Words[w].Relation, "flat"); n++ {
		w = s.Words[w].Head
	}
	return w
}

// below reports whether word v depends on word head, itself or through others, but in no clause that describes something.
func below(s *lang.Sentence, v, head int) bool {
	for n := 0; v >= 0 && n < len(s.Words); n++ {
		if v == head {
			return true
		}
		if rel := s.Words[v].Relation; rel == "acl:relcl" || strings.HasPrefix(rel, "advcl") || rel == "parataxis" {
			return false
		}
		v = s.Words[v].Head
	}
	return false
}

// weight is the salience of a mention with head word v of sentence t, back sentences before the pronoun with head word w.
func (r *resolver) weight(j int, t *lang.Sentence, v, back int, w int, s *lang.Sentence, pr *pronoun) float64 {
	x := recent
	if v >= 0 {
		rel := t.Words[v].Relation
		if back == 0 && w >= 0 && toldOf(t, w, v) {
			rel = "nsubj"
		}
		switch {
		case strings.HasPrefix(rel, "nsubj"):
			x += subject
			if w >= 0 && strings.HasPrefix(s.Words[w].Relation, "nsubj") {
				x += parallel
			}
			if back == 0 && r.tells(t, w, v) {
				x += teller
			}
			if back == 0 && w >= 0 && pr.owner && clause(t, w) == clause(t, v) {
				x += possessor
			}
		case rel == "obj" || rel == "iobj":
			x += object
		case strings.HasPrefix(rel, "obl"):
			x += oblique
		case rel == "root" || rel == "conj" || rel == "appos":
			x += oblique
		case rel == "nmod:poss" && t.Words[v].Head >= 0 && strings.HasPrefix(t.Words[t.Words[v].Head].Relation, "nsubj"):
			x += possessed
		default:
			x += inside
		}
	}
	for ; back > 0; back-- {
		x /= 2
	}
	return x
}

// tells reports whether word w is the subject of what the subject v, or the "who" of v, says.
func (r *resolver) tells(s *lang.Sentence, w, v int) bool {
	if !strings.HasPrefix(relation(s, w), "nsubj") {
		return false
	}
	said := s.Words[w].Head
	if said < 0 || s.Words[said].Relation != "ccomp" {
		return false
	}
	verb := s.Words[said].Head
	if verb < 0 || !r.finder.says[s.Words[verb].Lemma] {
		return false
	}
	for n := 0; n < 6 && s.Words[verb].Relation == "conj" && !subjectOf(s, verb); n++ { // "backed Ecuador and announced that it"
		verb = s.Words[verb].Head
	}
	return (s.Words[v].Head == verb || s.Words[verb].Head == v && s.Words[verb].Relation == "acl:relcl")
}

// toldOf reports whether word w stands in a relative clause about word v whose subject is "who": "Lang, who said he would".
func toldOf(s *lang.Sentence, w, v int) bool {
	for n := 0; w >= 0 && n < len(s.Words); n++ {
		if s.Words[w].Head == v && s.Words[w].Relation == "acl:relcl" {
			for _, d := range s.Words {
				if d.Head == w && strings.HasPrefix(d.Relation, "nsubj") && d.Lemma == "who" {
					return true
				}
			}
			return false
		}
		w = s.Words[w].Head
	}
	return false
}

// clash reports whether a pronoun with head word w cannot stand for the phrase with head word v of its sentence: a plain
// pronoun is not its verb's subject, a reflexive one is nothing else; "his" is not inside of the phrase it begins.
func (r *resolver) clash(s *lang.Sentence, w, v int, pr *pronoun) bool {
	if w < 0 || v < 0 {
		return false
	}
	a, b := s.Words[w], s.Words[v]
	if strings.HasSuffix(a.Lemma, "self") || strings.HasSuffix(a.Lemma, "selves") {
		return !strings.HasPrefix(b.Relation, "nsubj") || clause(s, w) != clause(s, v)
	}
	if pr.owner {
		return a.Head == v
	}
	for n := 0; n < 2 && a.Relation == "nmod" && a.Head >= 0 && s.Words[a.Head].UPOS == "NUM"; n++ { // "police held two of them"
		a = s.Words[a.Head]
	}
	return a.Head == b.Head && argument(a.Relation) && argument(b.Relation)
}

// calledLater reports whether the sentence calls a person by an office after token from: "he commended the prime minister".
func calledLater(s *lang.Sentence, from int, p *person) bool {
	role, _, _ := strings.Cut(strings.ToLower(p.actor.Role), " of ") // "Prime Minister of Iraq"
	role, _, _ = strings.Cut(role, " (")
	office := strings.Fields(role)
	if len(office) == 0 {
		return false
	}
	office = office[max(0, len(office)-2):]
	for k := from + 1; k+len(office) < len(s.Tokens); k++ {
		if s.Tokens[k].Lower != "the" {
			continue
		}
		same := true
		for j, word := range office {
			same = same && s.Tokens[k+1+j].Lower == word
		}
		if same {
			return true
		}
	}
	return false
}

// quotes finds the stretches between quotation marks, paragraph by paragraph.
func (r *resolver) quotes() {
	open, paragraph := -1, -1
	for i := range r.sentences {
		s := r.sentences[i].s
		if s.Paragraph != paragraph {
			open, paragraph = -1, s.Paragraph
		}
		for _, t := range s.Tokens {
			if t.Text != `"` && t.Text != "''" && t.Text != "``" {
				continue
			}
			if open < 0 {
				open = t.Span.End
				continue
			}
			r.quoted = append(r.quoted, chancery.Span{Start: open, End: t.Span.Start})
			open = -1
		}
	}
}

func (r *resolver) inQuote(pos int) bool {
	lo, hi := 0, len(r.quoted)
	for lo < hi {
		mid := (lo + hi) / 2
		if r.quoted[mid].End <= pos {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(r.quoted) && r.quoted[lo].Start <= pos
}

// speaker is the person who says what stands at pos of sentence i: the subject of a verb of saying outside of the marks in the
// same paragraph, nearest first, or nil.
func (r *resolver) speaker(i, pos int) *person {
	para := r.sentences[i].s.Paragraph
	for step := 0; step < 4; step++ {
		for _, j := range [2]int{i + step, i - step} {
			if j < 0 || j >= len(r.sentences) || r.sentences[j].s.Paragraph != para {
				continue
			}
			s := r.sentences[j].s
			for _, w := range s.Words {
				if !strings.HasPrefix(w.Relation, "nsubj") || w.Head < 0 || r.inQuote(w.Span.Start) || !r.finder.says[s.Words[w.Head].Lemma] || r.inQuote(s.Words[w.Head].Span.Start) {
					continue
				}
				if p := r.whoIs(j, w); p != nil {
					return p
				}
			}
		}
	}
	return nil
}

// whoIs is the person that is mentioned at word w of sentence j, or who has that name.
func (r *resolver) whoIs(j int, w lang.SyntacticWord) *person {
	for _, k := range r.spoken[j] {
		if m := r.mentions[k]; m.Head.Contains(w.Span) && m.who.actor.Kind == chancery.Person {
			return m.who
		}
	}
	if w.UPOS != "PROPN" {
		return nil
	}
	s := r.sentences[j].s
	var words []string
	for _, t := range s.Tokens {
		v := wordAt(s, t.Span.Start)
		if v >= 0 && s.Words[v].Name != "O" && s.Words[v].Name != "" && (s.Words[v].Span == w.Span || s.Words[v].Head >= 0 && s.Words[s.Words[v].Head].Span == w.Span && strings.HasPrefix(s.Words[v].Relation, "flat")) {
			words = append(words, bare(t))
		}
	}
	if len(words) == 0 {
		return nil
	}
	return r.samePerson(words, &np{})
}

// inSaying reports whether word v is told of, and not the subject, in what the subject w
// says: the observer of "the alliance will send an observer, he added".
func (r *resolver) inSaying(s *lang.Sentence, w, v int) bool {
	if w < 0 || v < 0 || v > w || !strings.HasPrefix(s.Words[w].Relation, "nsubj") || strings.HasPrefix(s.Words[v].Relation, "nsubj") {
		return false
	}
	verb := s.Words[w].Head
	if verb < 0 || !r.finder.says[s.Words[verb].Lemma] {
		return false
	}
	if s.Words[verb].Relation == "parataxis" {
		return below(s, v, s.Words[verb].Head) && !below(s, v, verb)
	}
	for k, d := range s.Words {
		if d.Head == verb && d.Relation == "ccomp" && k < w && below(s, v, k) {
			return true
		}
	}
	return false
}

func (r *resolver) mention(p *person, span, head chancery.Span, kind chancery.MentionKind) {
	if i := r.doc.SentenceAt(span.Start); i >= 0 {
		r.spoken[i] = append(r.spoken[i], len(r.mentions))
	}
	r.Cast.mention(p, span, head, kind)
}

func fits(p *person, pr *pronoun) bool {
	one := p.actor.Kind == chancery.Person && !p.plural
	switch pr.sense {
	case "m", "f":
		return one && (p.gender == pr.sense[0] || p.gender == 0)
	case "thing":
		return !one && !p.plural && p.actor.Kind != chancery.People
	}
	switch p.actor.Kind {
	case chancery.Person, chancery.Government, chancery.Office:
		return p.plural
	}
	return true // "they" of a party
}
