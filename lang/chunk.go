package lang

import "strings"

// ChunkKind sorts chunks.
type ChunkKind uint8

// The kinds of chunk (Abney 1991; the base phrases of CoNLL-2000).
const (
	NP ChunkKind = iota // base noun phrase: "the Iraqi prime minister", "Mr Biden"; a possessive ends one
	VG                  // verb group with its auxiliaries, negation and adverbs: "has not been asked"
)

// Chunk is a base phrase: tokens [From, To) of one sentence.
type Chunk struct {
	Kind     ChunkKind
	From, To int
	Head     int // last noun of an NP, main verb of a VG
}

// chunks finds base noun phrases and verb groups, in order, without overlap.
func chunks(tokens []Token) []Chunk {
	var out []Chunk
	for i := 0; i < len(tokens); {
		if c, ok := nounPhrase(tokens, i); ok {
			out = append(out, c)
			i = c.To
			continue
		}
		if c, ok := verbGroup(tokens, i); ok {
			out = append(out, c)
			i = c.To
			continue
		}
		i++
	}
	return out
}

// IsNoun reports whether the tag is of a noun, common or proper.
func IsNoun(tag string) bool { return strings.HasPrefix(tag, "NN") }

// IsVerb reports whether the tag is of a verb, finite or not; modals are not.
func IsVerb(tag string) bool { return strings.HasPrefix(tag, "VB") }

func nounPhrase(t []Token, from int) (Chunk, bool) {
	if tag := t[from].Tag; tag == "PRP" || tag == "EX" || (tag == "DT" || tag == "WP") && (from+1 == len(t) || !inNP(t[from+1].Tag)) {
		return Chunk{NP, from, from + 1, from}, true
	}
	if t[from].Tag == "VBG" && from+1 < len(t) && (strings.HasPrefix(t[from+1].Tag, "NNP") || t[from+1].Tag == "CD") {
		return Chunk{}, false // "denied attacking Ukraine"
	}
	head := -1
	i := from
	for ; i < len(t); i++ {
		tag := t[i].Tag
		switch {
		case IsNoun(tag):
			head = i
		case (tag == "DT" || tag == "PDT" || tag == "PRP$" || tag == "WP$" || tag == "WDT") && head < 0 && (i == from || t[i-1].Tag == "PDT" || t[i-1].Tag == "DT"):
		case (tag == "CD" || tag == "$") && i+1 < len(t):
			if head < 0 || i+1 < len(t) && IsNoun(t[i+1].Tag) {
				if tag == "CD" && head < 0 && (i+1 == len(t) || !inNP(t[i+1].Tag)) {
					head = i
				}
				continue
			}
			return npDone(from, i, head)
		case tag == "CD" && head < 0:
			head = i
		case (strings.HasPrefix(tag, "JJ") || tag == "VBN" || tag == "VBG") && i+1 < len(t) && leadsToNoun(t, i+1):
			if tag[0] == 'V' && head >= 0 {
				return npDone(from, i, head)
			}
		case tag == "HYPH" && head >= 0 && i+1 < len(t) && inNP(t[i+1].Tag):
		case tag == "RB" && head < 0 && i > from && i+1 < len(t) && strings.HasPrefix(t[i+1].Tag, "JJ"):
		case tag == "CC" && head < 0 && i > from && i+1 < len(t) && strings.HasPrefix(t[i+1].Tag, "JJ") && strings.HasPrefix(t[i-1].Tag, "JJ"):
		default:
			return npDone(from, i, head)
		}
	}
	return npDone(from, i, head)
}

func npDone(from, to, head int) (Chunk, bool) {
	if head < 0 {
		return Chunk{}, false
	}
	return Chunk{NP, from, head + 1, head}, true
}

func inNP(tag string) bool {
	return IsNoun(tag) || strings.HasPrefix(tag, "JJ") || tag == "CD" || tag == "$" || tag == "VBN" || tag == "VBG"
}

func leadsToNoun(t []Token, i int) bool {
	for ; i < len(t); i++ {
		switch tag := t[i].Tag; {
		case IsNoun(tag):
			return true
		case strings.HasPrefix(tag, "JJ") || tag == "CD" || tag == "VBN" || tag == "VBG" || tag == "HYPH":
		case tag == "CC" && i+1 < len(t) && strings.HasPrefix(t[i+1].Tag, "JJ"):
		default:
			return false
		}
	}
	return false
}

func verbGroup(t []Token, from int) (Chunk, bool) {
	head, i := -1, from
	for ; i < len(t); i++ {
		tag := t[i].Tag
		switch {
		case tag == "MD" && (head < 0 || i == from):
		case tag == "TO" && i+1 < len(t) && (IsVerb(t[i+1].Tag) || t[i+1].Tag == "RB"):
			if head >= 0 && !semiAuxiliary(t[head].Lower) {
				return vgDone(from, i, head)
			}
		case IsVerb(tag):
			if head >= 0 && !auxiliary(t[head].Lower) && t[i-1].Tag != "TO" && !(t[i-1].Tag == "RB" && auxiliary(t[head].Lower)) {
				return vgDone(from, i, head)
			}
			head = i
		case (tag == "RB" || tag == "RBR" || tag == "RBS") && i > from && i+1 < len(t) && (IsVerb(t[i+1].Tag) || t[i+1].Tag == "RB" || t[i+1].Tag == "TO"):
		default:
			return vgDone(from, i, head)
		}
	}
	return vgDone(from, i, head)
}

func vgDone(from, to, head int) (Chunk, bool) {
	if head < 0 {
		return Chunk{}, false
	}
	return Chunk{VG, from, max(to, head+1), head}, true
}

func auxiliary(w string) bool {
	switch w {
	case "be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m",
		"have", "has", "had", "having", "'ve", "'d", "do", "does", "did", "get", "gets", "got":
		return true
	}
	return false
}

func semiAuxiliary(w string) bool {
	switch w {
	case "going", "due", "have", "has", "had", "be", "is", "are", "was", "were":
		return true
	}
	return false
}
