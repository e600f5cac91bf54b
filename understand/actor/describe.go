package actor

// describes reports whether the one word of phrase x names nobody: an adjective
// before a noun ("national security", "an official visit") or a part of an
// address ("www.state.gov").
func (r *resolver) describes(i int, x *np) bool {
	if x.plural || x.apposed != nil || x.core == demonymCore || x.tail-x.head > 1 {
		return false
	}
	s := r.sentences[i].s
	at := s.Tokens[x.head].Span.Start
	if text := r.doc.Article.Text; at > 0 && (text[at-1] == '.' || text[at-1] == '@' || text[at-1] == '/') {
		return true
	}
	w := wordAt(s, at)
	return w >= 0 && s.Words[w].UPOS == "ADJ" && s.Words[w].Relation == "amod" && s.Words[w].Head > w && !s.Tokens[x.head].Cap
}
