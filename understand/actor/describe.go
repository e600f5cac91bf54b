package actor

// describes reports whether phrase x names nobody: it ends in an adjective before
// a noun ("national security", "an official visit", "the public designation"), or
// is a part of an address ("www.state.gov").
func (r *resolver) describes(i int, x *np) bool {
	if x.apposed != nil || x.core == demonymCore {
		return false
	}
	s := r.sentences[i].s
	at := s.Tokens[x.head].Span.Start
	if text := r.doc.Article.Text; at > 0 && x.tail-x.head < 2 && !x.plural && (text[at-1] == '.' || text[at-1] == '@' || text[at-1] == '/') {
		return true
	}
	last := max(x.head, x.tail-1)
	w := wordAt(s, s.Tokens[last].Span.Start)
	return w >= 0 && s.Words[w].UPOS == "ADJ" && s.Words[w].Relation == "amod" && s.Words[w].Head > w && !s.Tokens[last].Cap
}
