package actor

import (
	"strings"

	"github.com/chancery-project/chancery/lang"
)

// marked returns the kind of name that the language model sees over tokens [from, to), or "".
func marked(s *lang.Sentence, from, to int) string {
	w := wordAt(s, s.Tokens[from].Span.Start)
	if w < 0 {
		return ""
	}
	_, kind, _ := strings.Cut(s.Words[w].Name, "-")
	for ; w < len(s.Words) && s.Words[w].Span.Start < s.Tokens[to-1].Span.End; w++ {
		if _, k, _ := strings.Cut(s.Words[w].Name, "-"); k != kind {
			return ""
		}
	}
	return kind
}

// surnames collects the last words of the persons' names of two words or more, as the language model marks them.
func surnames(d *lang.Document) map[string]bool {
	out := map[string]bool{}
	for _, n := range d.Names {
		if t := lang.Tokens(d.Article.Text, n.Span); n.Kind == "PER" && len(t) > 1 {
			out[bare(t[len(t)-1])] = true
		}
	}
	return out
}

// adopt makes names of the words that the lexicon takes for a country or town and the language model for a person, where the
// article has a person of that name: "Paris" after "Valeska Paris".
func (r *resolver) adopt(s *lang.Sentence, sc *scanner) {
	for i := 0; i < len(s.Tokens); i++ {
		if k := sc.at[i]; k == nil && s.Tokens[i].Cap && marked(s, i, i+1) == "PER" && r.family[bare(s.Tokens[i])] && !covered(sc, i) {
			sc.at[i] = &piece{from: i, to: i + 1}
			continue
		}
		k := sc.at[i]
		if k != nil && k.phrase == nil {
			r.cut(s, sc, k)
			continue
		}
		if k == nil || k.phrase == nil || k.to != i+1 {
			continue
		}
		switch k.phrase.class {
		case countryName, seat, named, adjective, demonym:
		default:
			continue
		}
		if marked(s, i, k.to) != "PER" {
			continue
		}
		w := wordAt(s, s.Tokens[i].Span.Start)
		if s.Words[w].Name == "I-PER" && i > 0 && sc.at[i-1] != nil && sc.at[i-1].phrase == nil && sc.at[i-1].to == i {
			sc.at[i], sc.at[i-1].to = nil, k.to // "Valeska | Paris"
			continue
		}
		if s.Words[w].Name == "B-PER" && r.family[bare(s.Tokens[i])] {
			sc.at[i] = &piece{from: i, to: k.to}
		}
	}
}

// cut cuts a name by its shape where the language model sees a person's name
// at its end only: "Pacific Affairs | Daniel Osei", "Frederick | Mayor | Ann Lund".
func (r *resolver) cut(s *lang.Sentence, sc *scanner, k *piece) {
	at := k.to
	for at > k.from && marked(s, at-1, at) == "PER" {
		at--
	}
	if at == k.from || at == k.to || k.to-at < 2 {
		return
	}
	if w := r.finder.orgWords[bare(s.Tokens[k.to-1])]; w != nil && w.where == "last" {
		return // "Intelligence and Security Service"
	}
	if w := wordAt(s, s.Tokens[at].Span.Start); w < 0 || s.Words[w].Name != "B-PER" {
		return
	}
	sc.at[at] = &piece{from: at, to: k.to}
	if ph := r.finder.match(s.Tokens, at, func(p *phrase) bool { return p.class == known && at+len(p.words) == k.to }); ph != nil { // "Presidents | Paul Kagame"
		sc.at[at].phrase = ph
	}
	for t := k.from; t < at; t++ {
		if ph := r.finder.match(s.Tokens, t, func(p *phrase) bool { return p.class == title && t+len(p.words) == at }); ph != nil {
			sc.at[t] = &piece{phrase: ph, from: t, to: at}
			at = t
			break
		}
	}
	k.to = at
}

func covered(sc *scanner, i int) bool {
	for k := i - 1; k >= 0 && k > i-8; k-- {
		if sc.at[k] != nil {
			return sc.at[k].to > i
		}
	}
	return false
}

// appose joins titles with the names that the parse ties to them, where words stand between: "the ambassador to Norway Ane
// Lund", "the team's coach, Ilyas Ortu". A name goes before the title that describes it.
func (r *resolver) appose(i int) {
	sp := &r.sentences[i]
	for _, y := range sp.phrases { // the country belongs to what stands before: "to the United States Hakon Lund"
		if (y.core == nameCore || y.core == knownCore) && y.from < y.head && len(y.titles) == 0 && y.owner == nil && y.iso != "" && y.from > 0 && marked(sp.s, y.head, y.tail) == "PER" {
			k := y.from
			if sp.s.Tokens[k].Tag != "DT" {
				k--
			}
			if k >= 0 && sp.s.Tokens[k].Tag == "DT" {
				k--
			}
			if k >= 0 && (sp.s.Tokens[k].Tag == "TO" || sp.s.Tokens[k].Tag == "IN") {
				y.from, y.iso = y.head, ""
			}
		}
	}
	for _, x := range append([]*np(nil), sp.phrases...) {
		if x.apposed != nil || x.plural || x.nested || x.core != titleCore && !(x.core == agentCore && x.entry.kind == "person") {
			continue
		}
		w := headWord(sp.s, r.span(i, x.head, max(x.tail, x.head+1)))
		if w < 0 {
			continue
		}
		for _, y := range sp.phrases {
			if y.core != nameCore && y.core != knownCore || y.nested || y.from < x.to && x.from < y.to {
				continue
			}
			v := headWord(sp.s, r.span(i, y.head, y.tail))
			if v < 0 || !tied(sp.s, w, v, y.core == knownCore || marked(sp.s, y.head, y.tail) == "PER") {
				continue
			}
			if len(y.titles) > 0 { // "Admiral Grant Whitfield, the US commander in the Pacific"
				switch {
				case x.from >= y.tail && x.definite && x.iso != "" && y.iso == "" && y.owner == nil && y.ownerWord == "":
					x.apposed, y.iso = y, x.iso
				case x.to < y.from && sp.s.Words[v].Head == w && sp.s.Words[v].Relation == "appos": // "its leader, former president Ane Lund"
					x.apposed = y
					r.before(i, y, x)
				}
				continue
			}
			x.apposed = y
			y.titles, y.title, y.sense, y.place = x.titles, x.title, x.sense, x.place
			if x.core == agentCore {
				y.titles, y.title = []*entry{x.entry}, x.entry
			}
			if y.iso == "" {
				y.iso = x.iso
			}
			if y.owner == nil && y.ownerWord == "" {
				y.owner, y.ownerWord = x.owner, x.ownerWord
			}
			if y.role[0] == y.role[1] {
				y.role = x.role
			}
			r.before(i, y, x)
			break
		}
	}
}

// tied reports whether the name with head v and the title with head w are one phrase.
func tied(s *lang.Sentence, w, v int, person bool) bool {
	if !person {
		return false
	}
	t, n := s.Words[w], s.Words[v]
	switch {
	case n.Head == w:
		return n.Relation == "appos" || strings.HasPrefix(n.Relation, "flat")
	case t.Head == v:
		return t.Relation == "appos" || t.Relation == "nmod:desc" || strings.HasPrefix(t.Relation, "flat") || t.Relation == "compound" && w < v
	}
	// Two of one function with nothing but what belongs to the title between them.
	if w > v || t.Head != n.Head || t.Relation != n.Relation || t.Head < 0 {
		return false
	}
	for k := w + 1; k < v; k++ {
		switch s.Words[k].UPOS {
		case "PUNCT", "CCONJ", "SCONJ", "PRON":
			return false
		}
	}
	return true
}

// separate takes a name and what seems to describe it behind a comma apart where the parse makes the latter a verb's subject and hangs the
// name on a preposition: "In a letter to Jane Doe, the minister asked".
func (r *resolver) separate(i int) {
	sp := &r.sentences[i]
	for _, x := range sp.phrases {
		y := x.apposed
		if y == nil {
			continue
		}
		w, v := headWord(sp.s, r.span(i, x.head, max(x.tail, x.head+1))), headWord(sp.s, r.span(i, y.head, y.tail))
		if w < 0 || v < 0 || !strings.HasPrefix(sp.s.Words[w].Relation, "nsubj") || sp.s.Words[w].Head == v {
			continue
		}
		if rel := sp.s.Words[v].Relation; rel != "nmod" && rel != "obl" {
			continue
		}
		x.apposed = nil
		y.titles, y.title, y.owner, y.ownerWord, y.iso, y.sense = nil, nil, nil, "", "", ""
		y.role, y.place = [2]int{}, [2]int{}
	}
}

// before moves phrase y before phrase x.
func (r *resolver) before(i int, y, x *np) {
	list := r.sentences[i].phrases
	from, to := -1, -1
	for k, o := range list {
		switch o {
		case y:
			from = k
		case x:
			to = k
		}
	}
	if to < 0 || from < to {
		return
	}
	copy(list[to+1:from+1], list[to:from])
	list[to] = y
}
